//! How feeds do: what is known about it, and what was told about it.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::error::StoreError;
use super::feeds::failure_of;
use super::open::Store;
use super::raise;
use super::rows::{Columns, Ms, Outcome, Span, all, duration_ms, first, limit_of, ms, run};
use crate::model::{FeedId, Habit, HealthFacts, Verdict};

/// A message about a feed's health, to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthAlert {
    /// The feed's title or address.
    pub name: String,
    /// Names of the channels it leaves by.
    pub channels: Vec<String>,
    /// What happened, in words.
    pub reason: String,
    /// The message as it will be sent: one JSON object.
    pub payload: String,
}

/// Latest items whose pages are looked at, with the kinds of failure that make a page a dead one.
const PAGES: &str = "select count(*) as n_pages, coalesce(sum(page_failure in ('address', 'dns', 'connect', 'timeout', 'tls', \
     'http_status', 'gone', 'redirect')), 0) as n_dead from (select page_failure from items \
     where feed_id = ?1 and link is not null and (state <> 'new' or 0 < tries) order by id desc limit 10)";

impl Store {
    /// What is known about how a feed does. `None` where there is no such feed.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn health_facts(&self, id: FeedId) -> Result<Option<HealthFacts>, StoreError> {
        self.read("reading how a feed does", |db| {
            let sql = format!(
                "select f.id, f.state, f.failure_kind, f.failure_text, f.failure_at, f.consecutive_failures, f.last_success_at, f.last_items,
                     f.newest_at, f.silence_ms, p.n_pages, p.n_dead, f.health, f.health_since from feeds f, ({PAGES}) p where f.id = ?1"
            );
            first(db, &sql, [id.0], facts_of)
        })
    }

    /// When a feed's latest items were published, else first seen, the newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn publication_times(&self, id: FeedId, limit: usize) -> Result<Vec<Timestamp>, StoreError> {
        self.read("reading when a feed publishes", |db| {
            let sql = "select coalesce(published_at, first_seen_at) as at from items where feed_id = ?1 order by at desc limit ?2";
            all(db, sql, [id.0, limit_of(limit)], |row| Ok(row.get::<_, Ms>(0)?.0))
        })
    }

    /// Records a feed's habit.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_habit(&self, id: FeedId, habit: &Habit) -> Result<(), StoreError> {
        self.write("recording a feed's habit", |db| {
            let sql = "update feeds set newest_at = ?2, silence_ms = ?3 where id = ?1";
            run(db, sql, params![id.0, habit.newest_at.map(ms), habit.silence.map(duration_ms)])?;
            Ok(())
        })
    }

    /// Records how a feed does where that has changed, and raises the alert that says so in the same transaction. False, and nothing
    /// written, where it does so already: whoever asks twice tells once.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_health(&self, id: FeedId, verdict: &Verdict, alert: Option<&HealthAlert>, now: Timestamp) -> Result<bool, StoreError> {
        self.write("recording how a feed does", |db| {
            let text = Some(&verdict.text).filter(|text| !text.is_empty());
            let n_changed = run(
                db,
                "update feeds set health = ?2, health_text = ?3, health_since = ?4 where id = ?1 and health <> ?2",
                params![id.0, verdict.health.as_str(), text, ms(now)],
            )?;
            if n_changed == 0 {
                return Ok(false);
            }
            if let Some(alert) = alert {
                let key = format!("{}-feed-{id}-{}", self.database_id(), ms(now));
                raise::on_feed(db, &key, id, alert, now)?;
            }
            Ok(true)
        })
    }
}

fn facts_of(row: &Row<'_>) -> Outcome<HealthFacts> {
    let mut c = Columns::of("feeds", row);
    let _id: i64 = c.take()?;
    Ok(HealthFacts {
        state: c.word()?,
        failure: failure_of(&mut c)?,
        consecutive_failures: c.take()?,
        last_success_at: c.maybe_time()?,
        n_last_items: c.take::<Option<i64>>()?.and_then(|n| u64::try_from(n).ok()),
        habit: Habit { newest_at: c.maybe_time()?, silence: c.take::<Option<Span>>()?.map(|span| span.0) },
        n_pages: c.count()?,
        n_dead_pages: c.count()?,
        health: c.word()?,
        since: c.maybe_time()?,
    })
}
