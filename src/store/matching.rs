//! Events on their way past the watches, and the alerts that come of it.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::events::{EventDetail, read_details};
use super::open::Store;
use super::rows::{Columns, Outcome, all, first, limit_of, ms, run, value};
use crate::model::{EventId, NewAlert, Severity, WatchId};

/// An event that has changed since it was last matched.
#[derive(Debug, Clone, PartialEq)]
pub struct DueEvent {
    /// The event with its reports.
    pub detail: EventDetail,
    /// Which state of it this is; to be given back.
    pub version: u32,
    /// Whether something new came in that may raise an alert; false where only a newer engine read old articles again.
    pub news: bool,
    /// Whether every report stands in an article that came with a feed's first poll.
    pub baseline: bool,
}

/// What an event was matched against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// The event's version as it was read.
    pub version: u32,
    /// [`Store::watches_version`] as it was when the watches were read.
    pub watches_version: u64,
}

impl Store {
    /// Events that have changed since they were last matched, by id.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_event_matches(&self, limit: usize) -> Result<Vec<DueEvent>, StoreError> {
        self.read("looking for events to match", |db| {
            let sql = "select e.id from events e where e.version <> e.matched_version and not exists (
                           select 1 from faults where unit = 'event' and row_id = e.id and version = cast(e.version as text) and 3 <= tries)
                       order by e.id limit ?1";
            let ids = all(db, sql, [limit_of(limit)], |row| Ok(EventId(row.get(0)?)))?;
            let mut due = Vec::with_capacity(ids.len());
            for id in ids {
                due.extend(due_event(db, id)?);
            }
            Ok(due)
        })
    }

    /// One event as [`Store::due_event_matches`] gives them, due or not.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn event_with_reports(&self, id: EventId) -> Result<Option<DueEvent>, StoreError> {
        self.read("reading an event", |db| due_event(db, id))
    }

    /// The idempotency key of the alert that a watch raises on an event: the same whenever it is asked for.
    pub fn alert_key(&self, watch_id: WatchId, event_id: EventId) -> String {
        format!("{}-{watch_id}-{event_id}", self.database_id())
    }

    /// Writes the alerts that an event raises, with their deliveries, and that the event was matched. Gives how many alerts
    /// are new: a watch is alerted of an event once, whatever is written again.
    ///
    /// The event stays due where it, or the watches, have changed since they were read. Alerts of watches that are gone are
    /// left out.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_matches(&self, id: EventId, matched: Matched, alerts: &[NewAlert], now: Timestamp) -> Result<usize, StoreError> {
        self.write("recording an event's matches", |db| {
            let mut n_new = 0;
            for alert in alerts {
                n_new += usize::from(insert_alert(db, &self.alert_key(alert.watch_id, id), id, alert, now)?);
            }
            let watches_version: Option<String> = value(db, "select value from meta where key = 'watches_version'", [])?;
            if watches_version == Some(matched.watches_version.to_string()) {
                let sql = "update events set matched_version = ?2, news = iif(version = ?2, 0, news) where id = ?1";
                run(db, sql, params![id.0, matched.version])?;
                run(db, "delete from faults where unit = 'event' and row_id = ?1", [id.0])?;
            }
            Ok(n_new)
        })
    }
}

fn due_event(db: &Connection, id: EventId) -> Outcome<Option<DueEvent>> {
    let Some(detail) = read_details(db, "where e.id = ?1", [id.0])?.pop() else { return Ok(None) };
    let sql = "select e.id, e.version, e.news, not exists (
                   select 1 from reports r join articles a on a.id = r.article_id where r.event_id = e.id and a.baseline = 0)
               from events e where e.id = ?1";
    first(db, sql, [id.0], |row| {
        let mut c = Columns::of("events", row);
        let _id: i64 = c.take()?;
        Ok(DueEvent { detail: detail.clone(), version: c.take()?, news: c.take()?, baseline: c.take()? })
    })
}

/// True where the alert is new.
fn insert_alert(db: &Connection, key: &str, event_id: EventId, alert: &NewAlert, now: Timestamp) -> Outcome<bool> {
    let n_inserted = run(
        db,
        "insert into alerts (key, cause, watch_id, name, event_id, reason, payload, created_at)
         select ?1, 'event', w.id, w.name, ?3, ?4, ?5, ?6 from watches w where w.id = ?2
         on conflict (watch_id, event_id) do nothing",
        params![key, alert.watch_id.0, event_id.0, alert.reason, alert.payload, ms(now)],
    )?;
    if n_inserted == 0 {
        return Ok(false);
    }
    queue_deliveries(db, db.last_insert_rowid(), &alert.channels, alert.severity, now)?;
    Ok(true)
}

/// Puts an alert into the outbox of each channel.
pub(super) fn queue_deliveries(db: &Connection, alert_id: i64, channels: &[String], severity: Severity, now: Timestamp) -> Outcome<()> {
    for channel in channels {
        run(
            db,
            "insert or ignore into deliveries (alert_id, channel, state, next_try_at, event_id, severity)
             select a.id, ?2, 'pending', ?3, coalesce(a.event_id, -a.feed_id, 0), ?4 from alerts a where a.id = ?1",
            params![alert_id, channel, ms(now), severity as u8],
        )?;
    }
    Ok(())
}
