//! Units that made the program panic: noted on their row, and left alone after three times.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Outcome, all, ms, run, value};
use crate::model::{ArticleId, EventId, ReportId};

/// A row whose unit can go wrong. (Feeds and items note their failures themselves.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The extraction of an article.
    Article(ArticleId),
    /// The linking of a report.
    Report(ReportId),
    /// The matching of an event.
    Event(EventId),
}

impl Unit {
    const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Article(id) => ("article", id.0),
            Self::Report(id) => ("report", id.0),
            Self::Event(id) => ("event", id.0),
        }
    }
}

/// A unit that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFault {
    /// `article`, `report` or `event`.
    pub unit: String,
    /// The row's id.
    pub row_id: i64,
    /// How often it went wrong, on one version.
    pub tries: u32,
    /// What went wrong the last time.
    pub error: String,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// Notes that a unit went wrong, and gives how often it did at this `version`: of the engine for an article, of the row
    /// for an event, empty for a report. After the third time the unit is not due any more at that version.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_fault(&self, unit: Unit, version: &str, error: &str, now: Timestamp) -> Result<u32, StoreError> {
        let (unit, row_id) = unit.parts();
        self.write("noting a fault", |db| {
            let sql = "insert into faults (unit, row_id, version, tries, error, at) values (?1, ?2, ?3, 1, ?4, ?5)
                       on conflict (unit, row_id) do update set tries = iif(version = excluded.version, tries + 1, 1),
                           version = excluded.version, error = excluded.error, at = excluded.at
                       returning tries";
            Ok(value(db, sql, params![unit, row_id, version, error, ms(now)])?.unwrap_or(1))
        })
    }

    /// Every unit that went wrong and has not gone right since, the latest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn faults(&self) -> Result<Vec<UnitFault>, StoreError> {
        self.read("listing faults", |db| {
            all(db, "select row_id, unit, tries, error, at from faults order by at desc, unit, row_id", [], fault_of)
        })
    }
}

/// Forgets the faults of rows that are gone.
pub(super) fn sweep_faults(db: &Connection) -> Outcome<()> {
    run(
        db,
        "delete from faults where case unit
             when 'article' then not exists (select 1 from articles where id = row_id)
             when 'report' then not exists (select 1 from reports where id = row_id)
             else not exists (select 1 from events where id = row_id) end",
        [],
    )?;
    Ok(())
}

fn fault_of(row: &Row<'_>) -> Outcome<UnitFault> {
    let mut c = Columns::of("faults", row);
    Ok(UnitFault { row_id: c.take()?, unit: c.take()?, tries: c.take()?, error: c.take()?, at: c.time()? })
}
