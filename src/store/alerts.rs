//! The outbox: alerts, and their deliveries channel by channel.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Outcome, all, limit_of, ms, run};
use crate::model::{Alert, AlertCause, AlertId, AlertState, ArticleId, Delivery, DeliveryState, EventId, FeedId, WatchId};

/// What came of sending something by one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The channel took it.
    Delivered,
    /// It is to be tried again.
    Retry {
        /// When.
        at: Timestamp,
        /// What went wrong, in words.
        error: String,
    },
    /// It is given up, until a person asks again.
    Dead {
        /// What went wrong, in words.
        error: String,
    },
}

/// Which alerts to list, newest first unless asked otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertQuery {
    /// This one.
    pub id: Option<AlertId>,
    /// Of which a person has said this.
    pub state: Option<AlertState>,
    /// With a delivery in this state.
    pub delivery: Option<DeliveryState>,
    /// Of this watch.
    pub watch_id: Option<WatchId>,
    /// On this event.
    pub event_id: Option<EventId>,
    /// Raised at or after.
    pub since: Option<Timestamp>,
    /// Raised before.
    pub until: Option<Timestamp>,
    /// The last alert of the page before.
    pub after: Option<AlertId>,
    /// Raised after this one.
    pub newer_than: Option<AlertId>,
    /// The oldest first.
    pub oldest_first: bool,
    /// At most this many.
    pub limit: usize,
}

const ALERT: &str = "select a.id, a.key, a.watch_id, a.event_id, a.article_id, a.feed_id, a.name, a.update_of, a.reason, a.payload, \
     a.created_at, a.acknowledged_at, exists (select 1 from mutes m where m.watch_id in (0, a.watch_id) and m.event_id in (0, a.event_id) \
     and m.article_id in (0, a.article_id) and m.feed_id in (0, a.feed_id)) as muted from alerts a";

/// A delivery as [`delivery_of`] reads it.
pub(super) const DELIVERY: &str =
    "select d.alert_id, d.channel, d.state, d.tries, d.next_try_at, d.last_error, d.delivered_at, d.held, d.digest_id from deliveries d";

impl Store {
    /// Has dead deliveries tried again at once, of one alert or of all; gives how many. A digest is tried again as a whole, as its key
    /// stands for all that is in it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn retry_dead(&self, id: Option<AlertId>, now: Timestamp) -> Result<usize, StoreError> {
        self.write("retrying dead alerts", |db| {
            run(
                db,
                "update deliveries set state = 'pending', tries = 0, next_try_at = ?2
                 where state = 'dead' and (?1 is null or alert_id = ?1
                     or digest_id in (select digest_id from deliveries where alert_id = ?1 and state = 'dead'))",
                params![id.map(|id| id.0), ms(now)],
            )
        })
    }

    /// Alerts with their deliveries, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn alerts(&self, query: &AlertQuery) -> Result<Vec<Alert>, StoreError> {
        let delivery = query.delivery.map(|state| state.as_str().to_owned());
        let filters: [(&str, Option<Value>); 8] = [
            ("a.id = ?", query.id.map(|id| id.0.into())),
            ("exists (select 1 from deliveries d where d.alert_id = a.id and d.state = ?)", delivery.map(Value::from)),
            ("a.watch_id = ?", query.watch_id.map(|id| id.0.into())),
            ("a.event_id = ?", query.event_id.map(|id| id.0.into())),
            ("a.created_at >= ?", query.since.map(|since| ms(since).into())),
            ("a.created_at < ?", query.until.map(|until| ms(until).into())),
            ("a.id < ?", query.after.map(|id| id.0.into())),
            ("a.id > ?", query.newer_than.map(|id| id.0.into())),
        ];
        let (mut conditions, mut values): (Vec<&str>, Vec<Value>) =
            filters.into_iter().filter_map(|(condition, value)| Some((condition, value?))).unzip();
        conditions.extend(query.state.map(|state| match state {
            AlertState::New => "a.acknowledged_at is null and not muted",
            AlertState::Acknowledged => "a.acknowledged_at is not null",
            AlertState::Muted => "muted",
        }));
        let condition = if conditions.is_empty() { String::new() } else { format!("where {}", conditions.join(" and ")) };
        values.push(limit_of(query.limit).into());
        let order = if query.oldest_first { "asc" } else { "desc" };
        self.read("listing alerts", |db| read_alerts(db, &format!("{condition} order by a.id {order} limit ?"), values))
    }
}

pub(super) fn read_alerts(db: &Connection, rest: &str, values: Vec<Value>) -> Outcome<Vec<Alert>> {
    let mut alerts = all(db, &format!("{ALERT} {rest}"), params_from_iter(values), alert_of)?;
    let sql = &format!("{DELIVERY} where d.alert_id = ?1 order by d.channel");
    for alert in &mut alerts {
        alert.deliveries = all(db, sql, [alert.id.0], delivery_of)?;
    }
    Ok(alerts)
}

fn alert_of(row: &Row<'_>) -> Outcome<Alert> {
    let mut c = Columns::of("alerts", row);
    let (id, key, cause) = (AlertId(c.take()?), c.take()?, cause_of(&mut c)?);
    let update_of = c.take::<Option<i64>>()?.map(AlertId);
    let (reason, payload, created_at) = (c.take()?, c.take()?, c.time()?);
    let (acknowledged_at, muted): (_, bool) = (c.maybe_time()?, c.take()?);
    let state = match (muted, acknowledged_at) {
        (true, _) => AlertState::Muted,
        (false, Some(_)) => AlertState::Acknowledged,
        (false, None) => AlertState::New,
    };
    Ok(Alert { id, key, cause, update_of, reason, payload, created_at, state, acknowledged_at, deliveries: Vec::new() })
}

/// Reads the five columns of an alert's cause; the schema sees to it that it has one.
fn cause_of(c: &mut Columns<'_>) -> Outcome<AlertCause> {
    let (watch_id, event_id, article_id): (Option<i64>, Option<i64>, Option<i64>) = (c.take()?, c.take()?, c.take()?);
    let (feed_id, name): (Option<i64>, String) = (c.take()?, c.take()?);
    Ok(match (watch_id.map(WatchId), event_id.map(EventId), article_id.map(ArticleId)) {
        (Some(watch_id), Some(event_id), _) => AlertCause::Event { watch_id, watch: name, event_id },
        (Some(watch_id), None, Some(article_id)) => AlertCause::Mention { watch_id, watch: name, article_id },
        _ => AlertCause::Feed { feed_id: FeedId(feed_id.unwrap_or_default()), feed: name },
    })
}

pub(super) fn delivery_of(row: &Row<'_>) -> Outcome<Delivery> {
    let mut c = Columns::of("deliveries", row);
    Ok(Delivery {
        alert_id: AlertId(c.take()?),
        channel: c.take()?,
        state: c.word()?,
        tries: c.take()?,
        next_try_at: c.time()?,
        last_error: c.take()?,
        delivered_at: c.maybe_time()?,
        held: c.take()?,
        digest_id: c.take()?,
    })
}
