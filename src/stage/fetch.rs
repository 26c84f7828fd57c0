//! Fetch: new items to articles. The page, or the feed's own text where that is the whole or the page cannot be had.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use url::Url;

use super::article_of::{Known, Reading, feed_text, from_feed, from_page};
use super::blocking::words_of;
use super::context::{Context, after, back_off};
use super::page::{NoPage, Page, get, link_of};
use super::poll::host_of;
use super::run::{Stage, StageError, StageReport};
use super::turns::{Bounds, Due, Outcome, Work, work_off};
use crate::article::looks_full;
use crate::model::{BodySource, Failure, FailureKind, ItemId, PageProblem};
use crate::store::{DueItem, NewArticle, Retry, Store, Waiting};
use crate::text::is_copy;

/// Items looked up at a time, by their addresses alone; they take turns by host, so that more at a time is fairer.
const LOOK_AHEAD: usize = 20_000;

/// Fetches what is due.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    let settings = &context.settings;
    let bounds = Bounds { per_host: settings.net.per_host_concurrency as usize, total: settings.fetch.concurrency as usize };
    let (done, more_due) = work_off(context, Stage::Fetch, &Fetches { context }, bounds).await?;
    let next_due_at = context.stored(Stage::Fetch, |store| store.next_due_at(Waiting::Items)).await?;
    Ok(StageReport { done, more_due, next_due_at, trouble: None })
}

struct Fetches<'a> {
    context: &'a Context,
}

impl Work for Fetches<'_> {
    type Key = ItemId;
    type Unit = ItemId;

    async fn due(&self) -> Result<Vec<Due<ItemId, ItemId>>, StageError> {
        let now = self.context.now();
        let mut items = self.context.stored(Stage::Fetch, move |store| store.waiting_items(now, LOOK_AHEAD)).await?;
        // What is new goes before the backlog that a feed's first poll brings.
        items.sort_by_key(|item| item.baseline);
        let due =
            items.into_iter().map(|item| Due { host: item.link.as_deref().map(host_of).unwrap_or_default(), key: item.id, unit: item.id });
        Ok(due.collect())
    }

    async fn run(&self, id: ItemId) -> Result<Outcome, StageError> {
        let context = self.context;
        let Some(item) = context.stored(Stage::Fetch, move |store| store.item_to_fetch(id)).await? else {
            return Ok(Outcome::Stored);
        };
        let item = Arc::new(item);
        let attempt = AssertUnwindSafe(article(context, &item)).catch_unwind().await;
        match attempt.unwrap_or_else(|panic| Err(NoPage::stumbled(&words_of(panic.as_ref())))) {
            Ok(article) => store_article(context, id, article).await?,
            Err(no_page) => stand_in_or_wait(context, &item, no_page).await?,
        }
        context.nudges.done(Stage::Fetch);
        Ok(Outcome::Stored)
    }
}

/// The article of an item, from its feed where that carries it whole, else from its page.
async fn article(context: &Context, item: &Arc<DueItem>) -> Result<NewArticle, NoPage> {
    let carried = Arc::clone(item);
    let reading = reading(context);
    let with = reading.clone();
    let whole = move || {
        let content = carried.item.item.content.as_deref()?;
        let is_whole = looks_full(content, carried.item.item.summary.as_deref());
        is_whole.then(|| from_feed(&carried, BodySource::FeedContent, feed_text(&carried, [Some(content), None]), None, &with))
    };
    // Most items carry no full text, and then there is nothing to compute.
    if item.item.item.content.is_some()
        && let Some(article) = context.compute(whole).await.map_err(|panic| NoPage::stumbled(&panic))?
    {
        return Ok(article);
    }
    let link = link_of(item)?;
    let found = read_page(context, item, link, &reading).await?;
    let Some(amp) = found.amp else { return found.article };
    // The short form of a page whose long one gave little.
    match read_page(context, item, amp, &reading).await {
        Ok(Reading { article: Ok(short), .. }) if found.article.as_ref().map_or(0, |long| long.body.len()) < short.body.len() => Ok(short),
        _ => found.article,
    }
}

async fn read_page(context: &Context, item: &Arc<DueItem>, url: Url, with: &Known) -> Result<Reading, NoPage> {
    let Page { response } = get(context, item, url).await?;
    let (known, with) = (Arc::clone(item), with.clone());
    context.compute(move || from_page(&known, &response, &with)).await.map_err(|panic| NoPage::stumbled(&panic))
}

fn reading(context: &Context) -> Known {
    let max_text = usize::try_from(context.settings.extract.max_text_bytes).unwrap_or(usize::MAX);
    Known { max_text, knowledge: Arc::clone(&context.knowledge), sites: Arc::clone(&context.sites) }
}

async fn store_article(context: &Context, id: ItemId, article: NewArticle) -> Result<(), StageError> {
    let now = context.now();
    let recorded = context.stored(Stage::Fetch, move |store| store.record_article(id, &article, &is_copy, now)).await?;
    if let Some((article_id, change)) = recorded {
        tracing::debug!(item.id = %id, article.id = %article_id, ?change, "an article is stored");
    }
    Ok(())
}

/// Tries a page again later while that may help; else stores the feed's own text.
async fn stand_in_or_wait(context: &Context, item: &Arc<DueItem>, no_page: NoPage) -> Result<(), StageError> {
    let settings = &context.settings.fetch;
    let (id, now, n_tries) = (item.item.id, context.now(), item.item.tries + 1);
    let failure = Failure { kind: no_page.kind, text: no_page.text.clone(), at: now };
    tracing::debug!(item.id = %id, kind = %failure.kind, n_tries, "no page: {}", failure.text);
    if no_page.may_come && n_tries < settings.max_tries {
        let wait = back_off(settings.retry_min, settings.retry_max, n_tries, context.random.fraction());
        let wait = no_page.retry_after.map_or(wait, |asked| wait.max(asked.min(settings.retry_max)));
        let retry = Retry::At(after(now, wait));
        context.stored(Stage::Fetch, move |store| store.record_fetch_failure(id, &failure, no_page.problem, retry)).await?;
        return Ok(());
    }
    let problem = no_page.problem;
    let (known, reading) = (Arc::clone(item), reading(context));
    let stand_in = context.compute(move || own_text(&known, &no_page, &reading)).await;
    let unit = move |store: &Store| match stand_in {
        Ok(Some(article)) => {
            if failure.kind != FailureKind::NoArticle || !article.body.is_empty() {
                store.count_drops("a page could not be had, and the feed's own text stands in", 1, &failure.text, now)?;
            }
            store.note_missing_page(id, failure.kind, problem)?;
            store.record_article(id, &article, &is_copy, now).map(drop)
        }
        Ok(None) => give_up(store, id, &failure, problem),
        Err(panic) => {
            let text = format!("rasid stumbled over this item: {panic}");
            give_up(store, id, &Failure { kind: FailureKind::Internal, text, at: now }, problem)
        }
    };
    context.stored(Stage::Fetch, unit).await
}

fn give_up(store: &Store, id: ItemId, failure: &Failure, problem: Option<PageProblem>) -> Result<(), crate::store::StoreError> {
    store.count_drops("an item was given up: no page, and no text in the feed", 1, &failure.text, failure.at)?;
    store.record_fetch_failure(id, failure, problem, Retry::GiveUp).map(drop)
}

/// What the feed itself says; nothing where it says nothing.
fn own_text(item: &DueItem, no_page: &NoPage, reading: &Known) -> Option<NewArticle> {
    let body = feed_text(item, [item.item.item.content.as_deref(), item.item.item.summary.as_deref()]);
    let article = from_feed(item, BodySource::FeedSummary, body, Some(no_page.text.clone()), reading);
    (!article.title.is_empty() || !article.body.is_empty()).then_some(article)
}
