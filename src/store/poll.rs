//! What one poll of a feed leaves behind, validators and items together.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::items::{StoredItem, store_items};
use super::open::Store;
use super::rows::{Outcome, duration_ms, limit_of, ms, run, to_json, value};
use crate::model::{Failure, FeedId, ParsedFeed, Validators};

/// When to poll again after a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextPoll {
    /// The interval as computed, without jitter.
    pub interval: Duration,
    /// The moment, with jitter.
    pub at: Timestamp,
}

/// What came of a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PollRecord<'a> {
    /// 304, or the same bytes as before.
    Unchanged {
        /// The validators to send next time.
        validators: &'a Validators,
        /// When to poll again.
        next: NextPoll,
    },
    /// A document that was parsed.
    Fetched {
        /// The validators to send next time.
        validators: &'a Validators,
        /// SHA-256 of the body, hex.
        body_hash: &'a str,
        /// What the document says; every item in it is recorded.
        feed: &'a ParsedFeed,
        /// When to poll again.
        next: NextPoll,
    },
    /// No answer, or none that can be used.
    Failed {
        /// What went wrong.
        failure: &'a Failure,
        /// When to poll again.
        next_poll_at: Timestamp,
    },
    /// 410: the feed is not polled again until the user resumes it.
    Gone {
        /// The answer in words.
        failure: &'a Failure,
    },
}

/// What a recorded poll has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PollOutcome {
    /// Items that were never seen in this feed.
    pub n_new: usize,
    /// Known items whose words have changed, which are therefore fetched again.
    pub n_updated: usize,
    /// How many polls in a row were redirected permanently to the same address.
    pub moved_count: u32,
}

impl Store {
    /// Records one poll of a feed in one transaction. `None`, and nothing written, where the feed was removed meanwhile.
    ///
    /// `moved_to` is where the answer came from if every hop to it was permanent. The items of the first document are the
    /// feed's baseline.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_poll(
        &self,
        id: FeedId,
        record: &PollRecord<'_>,
        moved_to: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<PollOutcome>, StoreError> {
        self.write("recording a poll", |db| {
            let Some(baseline_done) = value::<bool>(db, "select baseline_done from feeds where id = ?1", [id.0])? else {
                return Ok(None);
            };
            let mut outcome = PollOutcome::default();
            match record {
                PollRecord::Unchanged { validators, next } => record_success(db, id, validators, *next, now)?,
                PollRecord::Fetched { validators, body_hash, feed, next } => {
                    record_success(db, id, validators, *next, now)?;
                    let stored = store_items(db, id, &feed.items, !baseline_done, now)?;
                    outcome.n_new = stored.iter().filter(|&&item| item == StoredItem::New).count();
                    outcome.n_updated = stored.iter().filter(|&&item| item == StoredItem::Updated).count();
                    record_document(db, id, body_hash, feed, outcome.n_new, now)?;
                }
                PollRecord::Failed { failure, next_poll_at } => record_failure(db, id, failure, Some(*next_poll_at), now)?,
                PollRecord::Gone { failure } => record_failure(db, id, failure, None, now)?,
            }
            let answered = matches!(record, PollRecord::Unchanged { .. } | PollRecord::Fetched { .. });
            if answered {
                outcome.moved_count = count_move(db, id, moved_to)?;
            }
            Ok(Some(outcome))
        })
    }
}

fn record_success(db: &Connection, id: FeedId, validators: &Validators, next: NextPoll, now: Timestamp) -> Outcome<()> {
    run(
        db,
        "update feeds set etag = ?2, last_modified = ?3, interval_ms = ?4, next_poll_at = ?5, last_polled_at = ?6, last_success_at = ?6,
             consecutive_failures = 0, failure_kind = null, failure_text = null, failure_at = null where id = ?1",
        params![id.0, validators.etag, validators.last_modified, duration_ms(next.interval), ms(next.at), ms(now)],
    )?;
    Ok(())
}

fn record_document(db: &Connection, id: FeedId, body_hash: &str, feed: &ParsedFeed, n_new: usize, now: Timestamp) -> Outcome<()> {
    run(
        db,
        "update feeds set body_hash = ?2, title = coalesce(?3, title), link = coalesce(?4, link), lang = coalesce(?5, lang),
             n_items = n_items + ?6, last_new_at = iif(0 < ?6, ?7, last_new_at), last_document_at = ?7, baseline_done = 1,
             last_items = ?8, min_interval_ms = ?9, skip_hours = ?10, skip_days = ?11 where id = ?1",
        params![
            id.0,
            body_hash,
            feed.title,
            feed.link,
            feed.lang,
            limit_of(n_new),
            ms(now),
            limit_of(feed.items.len()),
            feed.wishes.min_interval.map(duration_ms),
            to_json("hours", &feed.wishes.skip_hours)?,
            to_json("days", &feed.wishes.skip_days)?,
        ],
    )?;
    Ok(())
}

/// Without a time for the next poll the feed is gone.
fn record_failure(db: &Connection, id: FeedId, failure: &Failure, next_poll_at: Option<Timestamp>, now: Timestamp) -> Outcome<()> {
    run(
        db,
        "update feeds set state = iif(?2 is null, 'gone', state), next_poll_at = coalesce(?2, next_poll_at), last_polled_at = ?3,
             consecutive_failures = consecutive_failures + 1, failure_kind = ?4, failure_text = ?5, failure_at = ?6 where id = ?1",
        params![id.0, next_poll_at.map(ms), ms(now), failure.kind.as_str(), failure.text, ms(failure.at)],
    )?;
    Ok(())
}

fn count_move(db: &Connection, id: FeedId, moved_to: Option<&str>) -> Outcome<u32> {
    let sql = "update feeds set moved_count = case when ?2 is null then 0 when moved_to is ?2 then moved_count + 1 else 1 end,
                   moved_to = ?2 where id = ?1 returning moved_count";
    Ok(value(db, sql, params![id.0, moved_to])?.unwrap_or(0))
}
