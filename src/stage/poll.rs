//! Poll: feeds whose time has come, to items. One transaction writes a feed's state and validators together with its new items.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use jiff::Timestamp;
use url::Url;

use super::blocking::words_of;
use super::context::Context;
use super::feed_health::{Rules, follow};
use super::poll_answer::{Answer, Document, Good, Trouble, ask, next_after_failure, next_after_success};
use super::run::{Stage, StageError, StageReport};
use super::turns::{Bounds, Due, Outcome, Work, work_off};
use crate::model::{Failure, FailureKind, Feed, FeedId};
use crate::store::{FeedMove, PollOutcome, PollRecord, Waiting};

/// Feeds looked up at a time; they take turns by host, so that more at a time is fairer.
const LOOK_AHEAD: usize = 10_000;

/// Polls what is due.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    if let Some(outage) = context.network.outage()
        && context.now() < outage.retry_at
    {
        return Ok(outage_report(outage.since, outage.retry_at, 0));
    }
    let polls = Polls { context, kept: Mutex::default() };
    let bounds = Bounds { per_host: context.settings.net.per_host_concurrency as usize, total: context.settings.poll.concurrency as usize };
    let (done, more_due) = work_off(context, Stage::Poll, &polls, bounds).await?;
    let kept = polls.take_kept();
    if !kept.is_empty() {
        let n_failed = kept.len();
        if let Some(outage) = context.network.judge(context.now()) {
            tracing::warn!(n_failed, "no feed can be reached: the network seems to be down; feeds keep their times");
            return Ok(outage_report(outage.since, outage.retry_at, done));
        }
        for (feed, trouble) in kept {
            record_trouble(context, &feed, trouble).await?;
        }
    }
    let next_due_at = context.stored(Stage::Poll, |store| store.next_due_at(Waiting::Feeds)).await?;
    Ok(StageReport { done, more_due, next_due_at, trouble: None })
}

fn outage_report(since: Timestamp, retry_at: Timestamp, done: usize) -> StageReport {
    let trouble = format!("no feed can be reached since {since}: the network seems to be down; next try at {retry_at}");
    StageReport { done, more_due: false, next_due_at: Some(retry_at), trouble: Some(trouble) }
}

struct Polls<'a> {
    context: &'a Context,
    /// Feeds that could not be reached, until it is known whose fault that is.
    kept: Mutex<Vec<(Feed, Trouble)>>,
}

impl Polls<'_> {
    fn take_kept(&self) -> Vec<(Feed, Trouble)> {
        std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Work for Polls<'_> {
    type Key = FeedId;
    type Unit = Feed;

    async fn due(&self) -> Result<Vec<Due<FeedId, Feed>>, StageError> {
        let now = self.context.now();
        let feeds = self.context.stored(Stage::Poll, move |store| store.due_feeds(now, LOOK_AHEAD)).await?;
        Ok(feeds.into_iter().map(|feed| Due { host: host_of(&feed.url), key: feed.id, unit: feed }).collect())
    }

    async fn run(&self, feed: Feed) -> Result<Outcome, StageError> {
        let context = self.context;
        let answer = match AssertUnwindSafe(ask(context, &feed)).catch_unwind().await {
            Ok(answer) => answer,
            Err(panic) => Answer::Trouble(Trouble::internal(&words_of(panic.as_ref()))),
        };
        match answer {
            Answer::Trouble(trouble) if trouble.is_unreachable => {
                context.network.failed(&host_of(&feed.url));
                self.kept.lock().unwrap_or_else(PoisonError::into_inner).push((feed, trouble));
                return Ok(Outcome::Kept);
            }
            Answer::Trouble(trouble) => record_trouble(context, &feed, trouble).await?,
            Answer::Good(good) => record_good(context, feed, good).await?,
        }
        if let Some(outage) = context.network.answered() {
            tracing::info!(since = %outage.since, "feeds can be reached again");
        }
        for (feed, trouble) in self.take_kept() {
            record_trouble(context, &feed, trouble).await?;
        }
        Ok(Outcome::Stored)
    }
}

/// Who is asked; an address that cannot be read is a host of its own.
pub(super) fn host_of(url: &str) -> String {
    let host = Url::parse(url).ok().and_then(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)));
    host.unwrap_or_else(|| url.to_owned())
}

/// Records an answer: the feed's state and validators, and its items with them.
async fn record_good(context: &Context, feed: Feed, good: Box<Good>) -> Result<(), StageError> {
    let (id, now) = (feed.id, context.now());
    let next = next_after_success(context, &feed, &good);
    let good: Arc<Good> = Arc::from(good);
    let (stored, rules, known) = (Arc::clone(&good), Rules::of(context), feed.clone());
    let unit = move |store: &crate::store::Store| {
        let Good { validators, moved_to, document, .. } = &*stored;
        let record = match document {
            None => PollRecord::Unchanged { validators, next },
            Some(Document { feed, body_hash }) => PollRecord::Fetched { validators, body_hash, feed, next },
        };
        let outcome = store.record_poll(id, &record, moved_to.as_deref(), now)?;
        if let Some(Document { feed, .. }) = document
            && let Some(last) = feed.notes.last()
        {
            store.count_drops("something in a feed was repaired, cut or left out", feed.notes.len(), &format!("feed {id}: {last}"), now)?;
        }
        let Some(outcome) = outcome else { return Ok(None) };
        let has_turned = follow(store, &known, outcome.n_new, &rules, now)?;
        Ok(Some((outcome, has_turned)))
    };
    let Some((outcome, has_turned)) = context.stored(Stage::Poll, unit).await? else { return Ok(()) };
    if has_turned {
        context.nudges.nudge(Stage::Deliver);
    }
    let PollOutcome { n_new, n_updated, moved_count } = outcome;
    tracing::debug!(feed.id = %id, url = feed.url, n_new, n_updated, "polled");
    if 0 < n_new + n_updated {
        context.nudges.done(Stage::Poll);
    }
    match &good.moved_to {
        Some(to) if context.settings.poll.move_after <= moved_count => follow_move(context, &feed, to.clone()).await,
        _ => Ok(()),
    }
}

/// Believes a redirect that was permanent often enough.
async fn follow_move(context: &Context, feed: &Feed, to: String) -> Result<(), StageError> {
    let (id, address) = (feed.id, to.clone());
    match context.stored(Stage::Poll, move |store| store.move_feed(id, &address)).await? {
        Some(FeedMove::Renamed) => tracing::info!(feed.id = %id, from = feed.url, to, "the feed has moved for good"),
        Some(FeedMove::MergedInto(other)) => {
            tracing::info!(feed.id = %id, from = feed.url, to, into = %other, "the feed has moved to one that is subscribed already");
        }
        None => {}
    }
    Ok(())
}

async fn record_trouble(context: &Context, feed: &Feed, trouble: Trouble) -> Result<(), StageError> {
    let (id, now) = (feed.id, context.now());
    let next_poll_at = next_after_failure(context, feed, &trouble);
    let failure = Failure { kind: trouble.kind, text: trouble.text, at: now };
    let is_new = feed.failure.as_ref().is_none_or(|known| known.kind != failure.kind);
    if is_new {
        tracing::warn!(feed.id = %id, url = feed.url, kind = %failure.kind, next_poll_at = %next_poll_at, "cannot poll a feed: {}", failure.text);
    } else {
        tracing::debug!(feed.id = %id, url = feed.url, kind = %failure.kind, "still cannot poll a feed: {}", failure.text);
    }
    let (rules, known) = (Rules::of(context), feed.clone());
    let unit = move |store: &crate::store::Store| {
        let record = match failure.kind {
            FailureKind::Gone => PollRecord::Gone { failure: &failure },
            _ => PollRecord::Failed { failure: &failure, next_poll_at },
        };
        let is_there = store.record_poll(id, &record, None, now)?.is_some();
        Ok(is_there && follow(store, &known, 0, &rules, now)?)
    };
    if context.stored(Stage::Poll, unit).await? {
        context.nudges.nudge(Stage::Deliver);
    }
    Ok(())
}
