//! Forgetting: what is older than the retention limits, in batches.

use jiff::Timestamp;
use rusqlite::Connection;

use super::error::StoreError;
use super::faults::sweep_faults;
use super::open::Store;
use super::rows::{Outcome, all, limit_of, ms, run};

/// Pages given back to the disk after a batch, at most.
const VACUUM_PAGES: usize = 1_000;

/// Up to which moment each kind is forgotten; what is absent is kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PruneLimits {
    /// Events last changed before, with all their reports.
    pub events_before: Option<Timestamp>,
    /// Articles first seen before, unless a report that is kept rests on them.
    pub articles_before: Option<Timestamp>,
    /// Items that left their feeds before, unless their article is still to be fetched.
    pub items_before: Option<Timestamp>,
    /// Alerts raised before, unless they are on their way.
    pub alerts_before: Option<Timestamp>,
    /// Rows of each kind in one go.
    pub batch: usize,
}

/// What was forgotten in one go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Events.
    pub events: usize,
    /// Articles.
    pub articles: usize,
    /// Items.
    pub items: usize,
    /// Alerts.
    pub alerts: usize,
    /// Whether a batch was full, so that there may be more.
    pub more: bool,
}

impl Store {
    /// Forgets one batch of each kind.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn prune(&self, limits: &PruneLimits) -> Result<Pruned, StoreError> {
        let batch = limit_of(limits.batch);
        let prune = |db: &Connection, sql: &str, before: Option<Timestamp>| -> Outcome<usize> {
            before.map_or(Ok(0), |before| run(db, sql, [ms(before), batch]))
        };
        let mut pruned = self.write("forgetting what is old", |db| {
            // Reports first: without their event they would be linked again.
            let old_events = "select id from events where updated_at < ?1 order by updated_at, id limit ?2";
            prune(db, &format!("delete from reports where event_id in ({old_events})"), limits.events_before)?;
            let pruned = Pruned {
                events: prune(db, &format!("delete from events where id in ({old_events})"), limits.events_before)?,
                articles: prune_articles(db, limits.articles_before, batch)?,
                items: prune(db, OLD_ITEMS, limits.items_before)?,
                alerts: prune(db, OLD_ALERTS, limits.alerts_before)?,
                more: false,
            };
            sweep_faults(db)?;
            Ok(pruned)
        })?;
        pruned.more = [pruned.events, pruned.articles, pruned.items, pruned.alerts].iter().any(|&n| 0 < n && limits.batch <= n);
        self.with_writer(
            "giving room back to the disk",
            |db| Ok(db.execute_batch(&format!("pragma incremental_vacuum({VACUUM_PAGES})"))?),
        )?;
        Ok(pruned)
    }

    /// Removes events that lost all their reports and were last changed before; only while no report waits to be linked, as it
    /// may belong to one of them. Gives how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn prune_empty_events(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.write("removing events without reports", |db| {
            let n_removed = run(
                db,
                "delete from events where n_reports = 0 and updated_at < ?1 and not exists (
                     select 1 from reports r where r.event_id is null and not exists (
                         select 1 from faults where unit = 'report' and row_id = r.id and 3 <= tries))",
                [ms(before)],
            )?;
            sweep_faults(db)?;
            Ok(n_removed)
        })
    }
}

/// An item has left its feed if a document came two days (in milliseconds) after it was last seen, which is noted once a day.
/// An item still in the feed must stay: forgotten, it would come as new with the next document.
const OLD_ITEMS: &str = "delete from items where id in (
    select i.id from items i join feeds f on f.id = i.feed_id
    where i.last_seen_at < ?1 and i.state <> 'new' and i.last_seen_at + 172800000 <= f.last_document_at
    order by i.last_seen_at limit ?2)";

/// Alerts on their way are kept, however old.
const OLD_ALERTS: &str = "delete from alerts where id in (
    select a.id from alerts a
    where a.created_at < ?1 and not exists (select 1 from deliveries d where d.alert_id = a.id and d.state = 'pending')
    order by a.created_at limit ?2)";

/// Counted from the first sighting: an old article that has just come is still to be read. Its time of publication is no later, and has
/// an index. The full-text index hears of deletions from us alone.
fn prune_articles(db: &Connection, before: Option<Timestamp>, batch: i64) -> Outcome<usize> {
    let Some(before) = before else { return Ok(0) };
    let sql = "select a.id from articles a where a.at < ?1 and a.first_seen_at < ?1 and not exists (select 1 from reports r where r.article_id = a.id)
               order by a.at, a.id limit ?2";
    let ids: Vec<i64> = all(db, sql, [ms(before), batch], |row| Ok(row.get(0)?))?;
    for id in &ids {
        run(db, "delete from article_fts where rowid = ?1", [id])?;
        run(db, "delete from faults where unit = 'article' and row_id = ?1", [id])?;
        run(db, "delete from articles where id = ?1", [id])?;
    }
    Ok(ids.len())
}
