//! What came of sending something: the row's own outcome, the channel's health, and the word to others where something is given up.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::alerts::DeliveryOutcome;
use super::error::StoreError;
use super::open::Store;
use super::outbox::add_notice;
use super::rows::{Outcome, ms, run};
use crate::model::{AlertId, DeliveryState};

/// Something that was sent, or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// An alert.
    Alert(AlertId),
    /// A digest, with all its members.
    Digest(i64),
    /// A notice.
    Notice(i64),
}

impl Sent {
    /// Its rows: the table, the column that tells them from others, and what stands there.
    const fn rows(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::Alert(id) => ("deliveries", "alert_id", id.0),
            Self::Digest(id) => ("deliveries", "digest_id", id),
            Self::Notice(id) => ("notices", "id", id),
        }
    }
}

/// What a try says about the channel itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelNews {
    /// Until when it is left alone.
    pub blocked_until: Option<Timestamp>,
    /// Since when its messages are counted, where that begins anew.
    pub new_window: bool,
    /// Channels that are told where something is given up.
    pub tell: Vec<String>,
}

impl Store {
    /// Counts a try that is about to be made, before it is: what was begun is never held back, bundled or worded anew, so that after a
    /// crash it leaves again as it was, under the same key. False where nothing of it is pending any more.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn begin_try(&self, sent: Sent, channel: &str) -> Result<bool, StoreError> {
        self.write("beginning a delivery", |db| {
            let (table, which, id) = sent.rows();
            let sql = format!("update {table} set tries = tries + 1 where {which} = ?1 and channel = ?2 and state = 'pending'");
            Ok(0 < run(db, &sql, params![id, channel])?)
        })
    }

    /// Records what came of a try that was begun, and how the channel did. False where nothing of it was pending any more.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_try(
        &self,
        sent: Sent,
        channel: &str,
        outcome: &DeliveryOutcome,
        news: &ChannelNews,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write("recording a delivery", |db| {
            let n_changed = record_rows(db, sent, channel, outcome, now)?;
            record_channel(db, channel, outcome, news, now)?;
            if let (DeliveryOutcome::Dead { error }, 1..) = (outcome, n_changed)
                && !matches!(sent, Sent::Notice(_))
            {
                let tell: Vec<String> = news.tell.iter().filter(|other| *other != channel).cloned().collect();
                let text = |count| {
                    let what = if count == 1 { "one message".to_owned() } else { format!("{count} messages") };
                    format!("rasid gave up {what} for the channel {channel:?}: {error}. `rasid alerts --state dead` lists them, `rasid alerts retry` sends them again.")
                };
                add_notice(db, &format!("dead:{channel}"), &tell, &text, now)?;
            }
            Ok(0 < n_changed)
        })
    }

    /// Makes and records one try at an alert's delivery that says nothing about the channel. False where it is not pending any more.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_delivery(&self, id: AlertId, channel: &str, outcome: &DeliveryOutcome, now: Timestamp) -> Result<bool, StoreError> {
        self.begin_try(Sent::Alert(id), channel)?;
        self.record_try(Sent::Alert(id), channel, outcome, &ChannelNews::default(), now)
    }
}

fn record_rows(db: &Connection, sent: Sent, channel: &str, outcome: &DeliveryOutcome, now: Timestamp) -> Outcome<usize> {
    let (state, next_try_at, error, delivered_at) = match outcome {
        DeliveryOutcome::Delivered => (DeliveryState::Delivered, None, None, Some(ms(now))),
        DeliveryOutcome::Retry { at, error } => (DeliveryState::Pending, Some(ms(*at)), Some(error), None),
        DeliveryOutcome::Dead { error } => (DeliveryState::Dead, None, Some(error), None),
    };
    let (table, which, id) = sent.rows();
    let sql = format!(
        "update {table} set state = ?3, next_try_at = coalesce(?4, next_try_at), last_error = ?5, delivered_at = ?6
         where {which} = ?1 and channel = ?2 and state = 'pending'"
    );
    run(db, &sql, params![id, channel, state.as_str(), next_try_at, error, delivered_at])
}

fn record_channel(db: &Connection, channel: &str, outcome: &DeliveryOutcome, news: &ChannelNews, now: Timestamp) -> Outcome<()> {
    run(db, "insert or ignore into channel_states (channel) values (?1)", [channel])?;
    match outcome {
        DeliveryOutcome::Delivered => run(
            db,
            "update channel_states set failures = 0, blocked_until = 0, delivered_at = ?2, sent = iif(?3, 1, sent + 1),
                 window_start = iif(?3, ?2, window_start) where channel = ?1",
            params![channel, ms(now), news.new_window],
        )?,
        DeliveryOutcome::Retry { error, .. } | DeliveryOutcome::Dead { error } => run(
            db,
            "update channel_states set failures = failures + 1, blocked_until = max(blocked_until, ?3), last_error = ?4, failed_at = ?2
                 where channel = ?1",
            params![channel, ms(now), news.blocked_until.map_or(0, ms), error],
        )?,
    };
    Ok(())
}
