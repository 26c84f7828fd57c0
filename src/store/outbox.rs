//! The outbox, channel by channel: what is due, what is held back, and how the channel is doing.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::alerts::{DELIVERY, delivery_of, read_alerts};
use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Outcome, all, first, limit_of, ms, run, value};
use crate::model::{Alert, Delivery, Severity};

/// How a channel is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelState {
    /// Its name.
    pub channel: String,
    /// Failures since the last success.
    pub failures: u32,
    /// Until when nothing is sent to it, because it failed too often or asked for it.
    pub blocked_until: Option<Timestamp>,
    /// Since when `sent` counts.
    pub window_start: Option<Timestamp>,
    /// Messages that left in the window.
    pub sent: u32,
    /// The last failure in words.
    pub last_error: Option<String>,
    /// When that was.
    pub failed_at: Option<Timestamp>,
    /// When it last took something.
    pub delivered_at: Option<Timestamp>,
    /// Messages that wait for it.
    pub pending: u64,
    /// Of those, held back.
    pub held: u64,
    /// Messages given up.
    pub dead: u64,
    /// When the first that waits is due.
    pub next_try_at: Option<Timestamp>,
}

/// Something that is due to leave.
#[derive(Debug, Clone, PartialEq)]
pub enum Outgoing {
    /// One alert.
    Alert(Box<(Alert, Delivery)>),
    /// Alerts that were held back, in order.
    Digest {
        /// The digest.
        id: i64,
        /// How often it was tried.
        tries: u32,
        /// What is in it, at least one.
        alerts: Vec<Alert>,
    },
    /// A word about rasid itself.
    Notice(DueNotice),
}

/// A word about rasid itself that is due to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueNotice {
    /// Row id.
    pub id: i64,
    /// How often it was tried.
    pub tries: u32,
    /// The words.
    pub text: String,
    /// When it was first raised.
    pub raised_at: Timestamp,
}

impl Store {
    /// Every channel for which something waits, was given up, or that was ever used, by name.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn channel_states(&self) -> Result<Vec<ChannelState>, StoreError> {
        self.read("looking at the channels", |db| {
            let sql = "with names as (
                           select channel from channel_states union select channel from deliveries where state = 'pending'
                           union select channel from deliveries where state = 'dead' union select channel from notices where state = 'pending'),
                       waiting as (
                           -- What waits for an earlier alert on its event is due when that is.
                           select d.channel, count(*) as n, sum(d.held) as n_held, min(iif(exists (
                               select 1 from deliveries e where e.channel = d.channel and e.state = 'pending' and e.event_id = d.event_id
                                   and e.alert_id < d.alert_id and (e.digest_id is null or e.digest_id is not d.digest_id)),
                               null, d.next_try_at)) as at from deliveries d where d.state = 'pending' group by d.channel),
                       told as (select channel, count(*) as n, min(next_try_at) as at from notices where state = 'pending' group by channel),
                       dead as (select channel, count(*) as n from deliveries where state = 'dead' group by channel)
                       select n.channel, coalesce(s.failures, 0), nullif(s.blocked_until, 0), nullif(s.window_start, 0), coalesce(s.sent, 0),
                           s.last_error, s.failed_at, s.delivered_at, coalesce(w.n, 0) + coalesce(t.n, 0), coalesce(w.n_held, 0),
                           coalesce(d.n, 0), coalesce(min(w.at, t.at), w.at, t.at)
                       from names n left join channel_states s on s.channel = n.channel left join waiting w on w.channel = n.channel
                           left join told t on t.channel = n.channel left join dead d on d.channel = n.channel
                       order by n.channel";
            all(db, sql, [], state_of)
        })
    }

    /// What is due to leave by a channel, the longest due first. Of one event only the first alert that waits is given: the next
    /// one is due when that has left or was given up.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_of_channel(&self, channel: &str, now: Timestamp, limit: usize) -> Result<Vec<Outgoing>, StoreError> {
        self.read("looking for alerts to deliver", |db| {
            let sql = "select id, tries, text, created_at from notices where channel = ?1 and state = 'pending' and next_try_at <= ?2
                       order by next_try_at, id limit ?3";
            let mut due: Vec<Outgoing> = all(db, sql, params![channel, ms(now), limit_of(limit)], |row| {
                let mut c = Columns::of("notices", row);
                Ok(Outgoing::Notice(DueNotice { id: c.take()?, tries: c.take()?, text: c.take()?, raised_at: c.time()? }))
            })?;
            let sql = &format!(
                "{DELIVERY} where d.channel = ?1 and d.state = 'pending' and d.next_try_at <= ?2
                     and not (d.held = 1 and d.tries = 0 and d.digest_id is null) and not exists (
                     select 1 from deliveries e where e.channel = d.channel and e.state = 'pending' and e.event_id = d.event_id
                         and e.alert_id < d.alert_id and (e.digest_id is null or e.digest_id is not d.digest_id))
                 order by d.next_try_at, d.alert_id limit ?3"
            );
            let mut digests: Vec<i64> = Vec::new();
            for delivery in all(db, sql, params![channel, ms(now), limit_of(limit)], delivery_of)? {
                match delivery.digest_id {
                    Some(id) if digests.contains(&id) => {}
                    Some(id) => {
                        digests.push(id);
                        // What was tried once may have arrived, and goes out again as it was, whatever became of its members since.
                        let rest = "where a.id in (select alert_id from deliveries where digest_id = ?1 and (state = 'pending' or 0 < ?2))
                                    order by a.id";
                        due.push(Outgoing::Digest {
                            id,
                            tries: delivery.tries,
                            alerts: read_alerts(db, rest, vec![id.into(), delivery.tries.into()])?,
                        });
                    }
                    None => {
                        let alert = read_alerts(db, "where a.id = ?1", vec![delivery.alert_id.0.into()])?.pop();
                        due.extend(alert.map(|alert| Outgoing::Alert(Box::new((alert, delivery)))));
                    }
                }
            }
            Ok(due)
        })
    }

    /// Whether something of a channel is due that was held back (`true`) or not (`false`), and is not in a digest yet.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn is_due(&self, channel: &str, held: bool, now: Timestamp) -> Result<bool, StoreError> {
        self.read("looking for alerts to deliver", |db| {
            let sql = "select 1 from deliveries where channel = ?1 and state = 'pending' and next_try_at <= ?2 and held = ?3
                           and digest_id is null limit 1";
            Ok(value::<i64>(db, sql, params![channel, ms(now), held])?.is_some())
        })
    }

    /// Holds back what is due by a channel and was never tried, until a time; what is at least `urgent`, and what came before it on
    /// the same event, is not held. Gives how many were held.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn hold_due(
        &self,
        channel: &str,
        until: Timestamp,
        urgent: Option<Severity>,
        held: bool,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let urgent = urgent.map_or(u8::MAX, |severity| severity as u8);
        self.write("holding alerts back", |db| {
            run(
                db,
                "update deliveries set held = 1, next_try_at = ?3 where channel = ?1 and state = 'pending' and next_try_at <= ?2
                     and tries = 0 and digest_id is null and held = ?5 and severity < ?4 and not exists (
                         select 1 from deliveries e where e.channel = ?1 and e.state = 'pending' and e.event_id = deliveries.event_id
                             and ?4 <= e.severity)",
                params![channel, ms(now), ms(until), urgent, held],
            )
        })
    }

    /// Lets go what is held on events of which something urgent waits, so that it leaves before it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn release_before_urgent(&self, channel: &str, urgent: Severity, now: Timestamp) -> Result<usize, StoreError> {
        self.write("letting alerts go", |db| {
            run(
                db,
                "update deliveries set held = 0, next_try_at = ?2 where channel = ?1 and state = 'pending' and held = 1 and digest_id is null
                     and event_id in (select event_id from deliveries where channel = ?1 and state = 'pending' and ?3 <= severity)",
                params![channel, ms(now), urgent as u8],
            )
        })
    }

    /// Puts what a channel held back and is due now into one digest, at most `limit`; one alone leaves by itself. Gives how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn bundle_held(&self, channel: &str, limit: usize, now: Timestamp) -> Result<usize, StoreError> {
        self.write("putting alerts into a digest", |db| {
            // What follows something on its event that leaves by itself waits for that.
            let held = "select d.alert_id from deliveries d where d.channel = ?1 and d.state = 'pending' and d.held = 1 and d.tries = 0
                            and d.digest_id is null and d.next_try_at <= ?2 and not exists (
                                select 1 from deliveries e where e.channel = ?1 and e.state = 'pending' and e.event_id = d.event_id
                                    and e.alert_id < d.alert_id and (e.held = 0 or e.digest_id is not null))
                        order by d.alert_id limit ?3";
            let ids: Vec<i64> = all(db, held, params![channel, ms(now), limit_of(limit)], |row| Ok(row.get(0)?))?;
            if ids.len() < 2 {
                for id in &ids {
                    run(db, "update deliveries set held = 0 where alert_id = ?1 and channel = ?2", params![id, channel])?;
                }
                return Ok(ids.len());
            }
            run(db, "insert into digests (channel, created_at) values (?1, ?2)", params![channel, ms(now)])?;
            let digest = db.last_insert_rowid();
            for id in &ids {
                run(db, "update deliveries set digest_id = ?3 where alert_id = ?1 and channel = ?2", params![id, channel, digest])?;
            }
            Ok(ids.len())
        })
    }

    /// The idempotency key of a digest.
    pub fn digest_key(&self, id: i64) -> String {
        format!("{}-digest-{id}", self.database_id())
    }

    /// The idempotency key of a notice.
    pub fn notice_key(&self, id: i64) -> String {
        format!("{}-notice-{id}", self.database_id())
    }
}

/// Writes a word about rasid itself for each of these channels; one on the same matter that was not tried yet is replaced, and counted.
pub(super) fn add_notice(db: &Connection, about: &str, channels: &[String], text: &dyn Fn(u64) -> String, now: Timestamp) -> Outcome<()> {
    for channel in channels {
        let known = "select id, count from notices where channel = ?1 and about = ?2 and state = 'pending' and tries = 0";
        let known = first(db, known, params![channel, about], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?)))?;
        if let Some((id, count)) = known {
            let count = count + 1;
            run(db, "update notices set count = ?2, text = ?3 where id = ?1", params![id, count, text(count.into())])?;
            continue;
        }
        // So that a channel that gives up much does not flood the other: the next word waits, and counts what comes meanwhile.
        let last = "select max(created_at) from notices where channel = ?1 and about = ?2";
        let last: Option<i64> = value(db, last, params![channel, about])?.flatten();
        let at = last.map_or(ms(now), |last| ms(now).max(last.saturating_add(NOTICE_EVERY_MS)));
        run(
            db,
            "insert into notices (channel, about, text, created_at, state, next_try_at) values (?1, ?2, ?3, ?4, 'pending', ?5)",
            params![channel, about, text(1), ms(now), at],
        )?;
    }
    Ok(())
}

/// Words on one matter do not leave more often.
const NOTICE_EVERY_MS: i64 = 3_600_000;

fn state_of(row: &Row<'_>) -> Outcome<ChannelState> {
    let mut c = Columns::of("channel_states", row);
    Ok(ChannelState {
        channel: c.take()?,
        failures: c.take()?,
        blocked_until: c.maybe_time()?,
        window_start: c.maybe_time()?,
        sent: c.take()?,
        last_error: c.take()?,
        failed_at: c.maybe_time()?,
        delivered_at: c.maybe_time()?,
        pending: c.count()?,
        held: c.count()?,
        dead: c.count()?,
        next_try_at: c.maybe_time()?,
    })
}
