//! What a person says about alerts: that they were seen, and that nothing more is to be heard of something.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Outcome, ms, run, value};
use crate::model::{AlertId, EventId, FeedId, WatchId};

/// Which alerts a person speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// This one, and what its watch (for a feed's: the feed) would raise further on the same event or article.
    Alert(AlertId),
    /// All of a watch.
    Watch(WatchId),
    /// All on an event.
    Event(EventId),
}

/// What a mute is about; 0 for any.
pub(super) struct Muted {
    pub watch_id: i64,
    pub event_id: i64,
    pub article_id: i64,
    pub feed_id: i64,
}

impl Store {
    /// Notes that alerts were seen; each keeps the time when it was first. Gives how many were not known to be seen.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn acknowledge(&self, handled: &[Handled], now: Timestamp) -> Result<usize, StoreError> {
        self.write("acknowledging alerts", |db| {
            sum(handled, |one| {
                let (column, id) = match one {
                    Handled::Alert(id) => ("id", id.0),
                    Handled::Watch(id) => ("watch_id", id.0),
                    Handled::Event(id) => ("event_id", id.0),
                };
                let sql = format!("update alerts set acknowledged_at = ?2 where {column} = ?1 and acknowledged_at is null");
                run(db, &sql, [id, ms(now)])
            })
        })
    }

    /// Has no further alerts raised, from the next transaction on; those on their way still leave. Gives how many of these were not muted.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn mute(&self, handled: &[Handled], now: Timestamp) -> Result<usize, StoreError> {
        self.write("muting alerts", |db| {
            sum(handled, |one| {
                let sql = format!(
                    "insert into mutes (watch_id, event_id, article_id, feed_id, muted_at)
                     select watch_id, event_id, article_id, feed_id, ?2 from ({}) where true on conflict do nothing",
                    subject(one)
                );
                run(db, &sql, [id_of(one), ms(now)])
            })
        })
    }

    /// Takes back just what [`Store::mute`] did with the same words. Gives how many of these were muted.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn unmute(&self, handled: &[Handled]) -> Result<usize, StoreError> {
        self.write("letting alerts be heard again", |db| {
            sum(handled, |one| {
                let sql = format!("delete from mutes where (watch_id, event_id, article_id, feed_id) in ({})", subject(one));
                run(db, &sql, [id_of(one)])
            })
        })
    }

    /// Whether nothing of a watch is to be heard.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn is_watch_muted(&self, id: WatchId) -> Result<bool, StoreError> {
        let muted = Muted { watch_id: id.0, event_id: 0, article_id: 0, feed_id: 0 };
        self.read("looking for muted watches", |db| is_muted(db, &muted))
    }
}

/// What the mute of something is about, as a query of one row.
const fn subject(handled: Handled) -> &'static str {
    match handled {
        Handled::Alert(_) => {
            "select coalesce(watch_id, 0) as watch_id, coalesce(event_id, 0) as event_id, coalesce(article_id, 0) as article_id,
                 coalesce(feed_id, 0) as feed_id from alerts where id = ?1"
        }
        Handled::Watch(_) => "select ?1 as watch_id, 0 as event_id, 0 as article_id, 0 as feed_id",
        Handled::Event(_) => "select 0 as watch_id, ?1 as event_id, 0 as article_id, 0 as feed_id",
    }
}

const fn id_of(handled: Handled) -> i64 {
    match handled {
        Handled::Alert(AlertId(id)) | Handled::Watch(WatchId(id)) | Handled::Event(EventId(id)) => id,
    }
}

fn sum(handled: &[Handled], one: impl Fn(Handled) -> Outcome<usize>) -> Outcome<usize> {
    handled.iter().map(|handled| one(*handled)).sum()
}

/// Whether something that would raise an alert is muted, by itself or with others.
pub(super) fn is_muted(db: &Connection, muted: &Muted) -> Outcome<bool> {
    let sql = "select 1 from mutes where watch_id in (0, ?1) and event_id in (0, ?2) and article_id in (0, ?3) and feed_id in (0, ?4)";
    let found: Option<i64> = value(db, sql, params![muted.watch_id, muted.event_id, muted.article_id, muted.feed_id])?;
    Ok(found.is_some())
}

impl Muted {
    /// What a watch would raise on an event.
    pub const fn on_event(watch_id: WatchId, event_id: EventId) -> Self {
        Self { watch_id: watch_id.0, event_id: event_id.0, article_id: 0, feed_id: 0 }
    }

    /// What a watch would raise on an article, which it does once at most.
    pub const fn on_article(watch_id: WatchId) -> Self {
        Self { watch_id: watch_id.0, event_id: 0, article_id: 0, feed_id: 0 }
    }

    /// What would be raised about a feed.
    pub const fn on_feed(feed_id: FeedId) -> Self {
        Self { watch_id: 0, event_id: 0, article_id: 0, feed_id: feed_id.0 }
    }
}
