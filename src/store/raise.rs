//! Raising alerts: a row for the alert and one for its way out by each channel, in the transaction of its cause.

use jiff::Timestamp;
use rusqlite::{Connection, Params, params};

use super::handled::{Muted, is_muted};
use super::health::HealthAlert;
use super::rows::{Outcome, ms, run};
use crate::model::{ArticleId, EventId, FeedId, NewAlert, Severity};

/// An alert on an event; true where it is new. An update carries on the first alert of its watch on the event.
pub(super) fn on_event(db: &Connection, key: &str, id: EventId, alert: &NewAlert, now: Timestamp) -> Outcome<bool> {
    // Where the first one was forgotten, there is nothing to carry on: the row's own check would refuse it.
    let sql = "insert into alerts (key, cause, watch_id, name, event_id, update_of, change, reason, payload, created_at)
               select ?1, 'event', w.id, w.name, ?3, f.id, ?4, ?5, ?6, ?7 from watches w
               left join alerts f on f.watch_id = w.id and f.event_id = ?3 and f.change = '' and ?4 <> ''
               where w.id = ?2 and (f.id is null) = (?4 = '')
               on conflict do nothing";
    let row = params![key, alert.watch_id.0, id.0, alert.change, alert.reason, alert.payload, ms(now)];
    raise(db, &Muted::on_event(alert.watch_id, id), (sql, row), (&alert.channels, alert.severity), now)
}

/// An alert on an article that mentions a watched name; true where it is new.
pub(super) fn on_article(db: &Connection, key: &str, id: ArticleId, alert: &NewAlert, now: Timestamp) -> Outcome<bool> {
    let sql = "insert into alerts (key, cause, watch_id, name, article_id, reason, payload, created_at)
               select ?1, 'mention', w.id, w.name, ?3, ?4, ?5, ?6 from watches w where w.id = ?2 on conflict do nothing";
    let row = params![key, alert.watch_id.0, id.0, alert.reason, alert.payload, ms(now)];
    raise(db, &Muted::on_article(alert.watch_id), (sql, row), (&alert.channels, alert.severity), now)
}

/// An alert on how a feed does; true where it is new.
pub(super) fn on_feed(db: &Connection, key: &str, id: FeedId, alert: &HealthAlert, now: Timestamp) -> Outcome<bool> {
    let sql = "insert into alerts (key, cause, feed_id, name, reason, payload, created_at) values (?1, 'feed', ?2, ?3, ?4, ?5, ?6)
               on conflict (key) do nothing";
    let row = params![key, id.0, alert.name, alert.reason, alert.payload, ms(now)];
    raise(db, &Muted::on_feed(id), (sql, row), (&alert.channels, Severity::Normal), now)
}

fn raise(
    db: &Connection,
    muted: &Muted,
    (sql, row): (&str, impl Params),
    (channels, severity): (&[String], Severity),
    now: Timestamp,
) -> Outcome<bool> {
    if is_muted(db, muted)? || run(db, sql, row)? == 0 {
        return Ok(false);
    }
    let alert_id = db.last_insert_rowid();
    for channel in channels {
        run(
            db,
            "insert or ignore into deliveries (alert_id, channel, state, next_try_at, event_id, severity)
             select a.id, ?2, 'pending', ?3, coalesce(a.event_id, -a.feed_id), ?4 from alerts a where a.id = ?1",
            params![alert_id, channel, ms(now), severity as u8],
        )?;
    }
    Ok(true)
}
