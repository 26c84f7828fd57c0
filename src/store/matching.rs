//! Events on their way past the watches, and the alerts that come of it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::events::{EventDetail, read_details};
use super::open::Store;
use super::raise;
use super::rows::{Columns, Outcome, all, first, limit_of, run, to_json, value};
use crate::model::{EventId, NewAlert, ReportId, Told, WatchId};

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
    /// The reports that may raise an alert if they are recent: not of an old article that was read again, nor undated in a feed's first
    /// poll.
    pub newsworthy: BTreeSet<ReportId>,
    /// The watches that were alerted of it, and how they know it.
    pub told: Vec<(WatchId, Told)>,
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
    /// Events that have changed since they were last matched, by id; not those of which an article was edited, until they are put
    /// together afresh.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_event_matches(&self, limit: usize) -> Result<Vec<DueEvent>, StoreError> {
        self.read("looking for events to match", |db| {
            let sql = "select e.id from events e where e.version <> e.matched_version and e.edited = 0 and not exists (
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

    /// The idempotency key of the first alert that a watch raises on an event: the same whenever it is asked for.
    pub fn alert_key(&self, watch_id: WatchId, event_id: EventId) -> String {
        format!("{}-{watch_id}-{event_id}", self.database_id())
    }

    /// The idempotency key of the alert on a change of an event: the first one's, and a digest of the change.
    pub fn update_key(&self, watch_id: WatchId, event_id: EventId, change: &str) -> String {
        // FNV-1a: short, and the same in every build.
        let digest = change.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{}-{digest:016x}", self.alert_key(watch_id, event_id))
    }

    /// Writes the alerts that an event raises, with their deliveries, how the watches know it from now on, and that the event was
    /// matched. Gives how many alerts are new: a watch is alerted of an event once, and once of each change, whatever is written again.
    ///
    /// The event stays due where it, or the watches, have changed since they were read. Alerts of watches that are gone, and what is
    /// muted, are left out.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_matches(
        &self,
        id: EventId,
        matched: Matched,
        alerts: &[NewAlert],
        told: &[(WatchId, Told)],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.write("recording an event's matches", |db| {
            let mut n_new = 0;
            for alert in alerts {
                let key = match alert.change.as_str() {
                    "" => self.alert_key(alert.watch_id, id),
                    change => self.update_key(alert.watch_id, id, change),
                };
                n_new += usize::from(raise::on_event(db, &key, id, alert, now)?);
            }
            for (watch_id, told) in told {
                // Only a watch that was alerted knows the event; what was muted, or came too late, is no first word.
                run(
                    db,
                    "insert into told (watch_id, event_id, state)
                     select w.id, e.id, ?3 from watches w, events e where w.id = ?1 and e.id = ?2
                         and exists (select 1 from alerts a where a.watch_id = ?1 and a.event_id = ?2)
                     on conflict do update set state = excluded.state",
                    params![watch_id.0, id.0, to_json("how a watch knows an event", told)?],
                )?;
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
    let sql = "select r.id from reports r join articles a on a.id = r.article_id
               where r.event_id = ?1 and r.quiet = 0 and (a.published_at is not null or a.baseline = 0)";
    let newsworthy = all(db, sql, [id.0], |row| Ok(ReportId(row.get(0)?)))?;
    let sql = "select t.watch_id, t.state from told t where t.event_id = ?1 order by t.watch_id";
    let told = all(db, sql, [id.0], |row| {
        let mut c = Columns::of("told", row);
        Ok((WatchId(c.take()?), c.json()?))
    })?;
    let sql = "select e.id, e.version, e.news, not exists (
                   select 1 from reports r join articles a on a.id = r.article_id where r.event_id = e.id and a.baseline = 0)
               from events e where e.id = ?1";
    let state = first(db, sql, [id.0], |row| {
        let mut c = Columns::of("events", row);
        let _id: i64 = c.take()?;
        Ok((c.take()?, c.take()?, c.take()?))
    })?;
    let due = |(version, news, baseline)| DueEvent { detail, version, news, baseline, newsworthy: newsworthy.into_iter().collect(), told };
    Ok(state.map(due))
}
