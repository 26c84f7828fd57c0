//! Articles against the watches on mentions.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::alert::Raising;
use super::blocking::words_of;
use super::context::Watches;
use super::message::of_mention;
use crate::model::{Article, NewAlert, Severity, WatchMatch};
use crate::store::{DueMention, Store, StoreError};
use crate::text::is_copy;
use crate::watch::{Naming, sentence_around};

/// Matches articles that are due; gives how many.
pub(super) fn match_some(store: &Store, watches: &Watches, limit: usize, raising: &Raising<'_>) -> Result<usize, StoreError> {
    let due = store.due_mentions(limit)?;
    for article in &due {
        match_article(store, watches, article, raising)?;
    }
    Ok(due.len())
}

fn match_article(store: &Store, watches: &Watches, due: &DueMention, raising: &Raising<'_>) -> Result<(), StoreError> {
    let article = &due.detail.article;
    let drop = |why, n| store.count_drops(why, n, &format!("article {}", article.id), raising.now);
    let naming = Naming {
        title: &article.title,
        body: &article.body,
        lang: article.lang.as_deref(),
        outlet: article.outlet.as_deref(),
        tags: &due.tags,
        entities: &due.detail.entities,
    };
    let matches = match catch_unwind(AssertUnwindSafe(|| watches.watcher.mentions(&naming))) {
        Ok(matches) => matches,
        Err(panic) => {
            tracing::error!(article.id = %article.id, "matching an article panicked: {}", words_of(panic.as_ref()));
            drop("an article could not be matched", 1)?;
            Vec::new()
        }
    };
    let alerts: Vec<NewAlert> =
        if is_fresh(article, raising) { matches.iter().filter_map(|found| alert(due, found, raising)).collect() } else { Vec::new() };
    if alerts.len() < matches.len() {
        drop("no alert: the article is older than alerts.max_age", matches.len() - alerts.len())?;
    }
    let mentioned = store.record_mentions((article.id, &due.content_hash), watches.version, &alerts, &is_copy, raising.now)?;
    if 0 < mentioned.copies {
        drop("no alert: the watch was alerted of nearly the same text", mentioned.copies)?;
    }
    if 0 < mentioned.new {
        tracing::info!(article.id = %article.id, n_new = mentioned.new, "alerts raised");
    }
    Ok(())
}

/// Whether an article is news: published, or seen where nothing says when it was published, no longer ago than alerts may reach. The
/// first poll of a feed brings what is old, so that having been seen now says nothing there.
fn is_fresh(article: &Article, raising: &Raising<'_>) -> bool {
    let seen = (!article.baseline).then_some(article.first_seen_at);
    article.published_at.or(seen).is_some_and(|at| raising.oldest() <= at)
}

fn alert(due: &DueMention, found: &WatchMatch, raising: &Raising<'_>) -> Option<NewAlert> {
    let watch = raising.watches.iter().find(|watch| watch.id == found.watch_id)?;
    let article = &due.detail.article;
    let in_body = found.span.map(|span| sentence_around(&article.body, span, article.lang.as_deref(), raising.knowledge));
    let severity = Severity::Normal;
    Some(NewAlert {
        watch_id: watch.id,
        change: String::new(),
        channels: raising.channels_of(watch, severity),
        reason: found.reason.clone(),
        payload: of_mention(watch, found, due, in_body.unwrap_or(&article.title), severity),
        severity,
    })
}
