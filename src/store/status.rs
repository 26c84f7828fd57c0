//! The daemon's book-keeping: what waits, how the stages ran, what was dropped.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Count, Ms, Outcome, Span, all, duration_ms, limit_of, ms, run, value};

/// How much there is, and how much waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Queues {
    /// Feeds polled on schedule.
    pub feeds_active: u64,
    /// Feeds paused by the user.
    pub feeds_paused: u64,
    /// Feeds whose server said 410.
    pub feeds_gone: u64,
    /// Active feeds whose last poll failed.
    pub feeds_failing: u64,
    /// Active feeds whose time has come.
    pub feeds_due: u64,
    /// Items whose article is still to be fetched, at once or later.
    pub items_waiting: u64,
    /// Items given up.
    pub items_failed: u64,
    /// Articles stored.
    pub articles: u64,
    /// Articles that the engine has still to read.
    pub articles_waiting: u64,
    /// Reports stored.
    pub reports: u64,
    /// Reports without an event.
    pub reports_waiting: u64,
    /// Events told by at least one report.
    pub events: u64,
    /// Events that have still to be matched.
    pub events_waiting: u64,
    /// Articles that watches on mentions have still to see.
    pub mentions_waiting: u64,
    /// Watches.
    pub watches: u64,
    /// Alerts raised.
    pub alerts: u64,
    /// Deliveries on their way.
    pub deliveries_pending: u64,
    /// Deliveries given up.
    pub deliveries_dead: u64,
    /// Units left alone because they went wrong three times.
    pub quarantined: u64,
}

/// How a stage last ran, and in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageRun {
    /// The stage's name.
    pub stage: String,
    /// When it last ran.
    pub last_run_at: Timestamp,
    /// How long that took.
    pub duration: Duration,
    /// Units done in that run.
    pub done: u64,
    /// Runs so far.
    pub runs: u64,
    /// Units done so far.
    pub total_done: u64,
    /// The last error; stays after later successes, with its time.
    pub error: Option<String>,
    /// When that was.
    pub error_at: Option<Timestamp>,
}

/// What was dropped, cut or capped for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The reason, in words.
    pub reason: String,
    /// How much in all.
    pub count: u64,
    /// The last case, in words.
    pub last_detail: String,
    /// When that was.
    pub last_at: Timestamp,
}

/// What waits for a moment in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Feeds to be polled.
    Feeds,
    /// Items to be fetched.
    Items,
    /// Deliveries to be sent.
    Deliveries,
}

impl Store {
    /// Counts of everything, for the given engine version.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn queues(&self, engine: &str, now: Timestamp) -> Result<Queues, StoreError> {
        self.read("counting what waits", |db| count_queues(db, engine, now))
    }

    /// The earliest moment at which something is due; `None` where nothing waits.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn next_due_at(&self, waiting: Waiting) -> Result<Option<Timestamp>, StoreError> {
        let sql = match waiting {
            Waiting::Feeds => "select min(next_poll_at) from feeds where state = 'active'",
            Waiting::Items => "select min(next_try_at) from items where state = 'new'",
            Waiting::Deliveries => {
                "select min(at) from (select min(next_try_at) as at from deliveries where state = 'pending'
                     union all select min(next_try_at) from notices where state = 'pending')"
            }
        };
        self.read("looking when something is due", |db| Ok(value::<Option<Ms>>(db, sql, [])?.flatten().map(|at| at.0)))
    }

    /// Records one run of a stage.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_stage_run(
        &self,
        stage: &str,
        done: usize,
        duration: Duration,
        error: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("recording a stage's run", |db| {
            run(
                db,
                "insert into stage_runs (stage, last_run_at, duration_ms, done, runs, total_done, error, error_at)
                 values (?1, ?2, ?3, ?4, 1, ?4, ?5, iif(?5 is null, null, ?2))
                 on conflict (stage) do update set last_run_at = excluded.last_run_at, duration_ms = excluded.duration_ms,
                     done = excluded.done, runs = runs + 1, total_done = total_done + excluded.done,
                     error = coalesce(excluded.error, error), error_at = coalesce(excluded.error_at, error_at)",
                params![stage, ms(now), duration_ms(duration), limit_of(done), error],
            )?;
            Ok(())
        })
    }

    /// How every stage last ran, by name.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn stage_runs(&self) -> Result<Vec<StageRun>, StoreError> {
        self.read("listing stage runs", |db| {
            let sql = "select 0, stage, last_run_at, duration_ms, done, runs, total_done, error, error_at from stage_runs order by stage";
            all(db, sql, [], stage_run_of)
        })
    }

    /// Counts what was dropped, cut or capped for a reason; `detail` is the case in words.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn count_drops(&self, reason: &str, count: usize, detail: &str, now: Timestamp) -> Result<(), StoreError> {
        self.write("counting what was dropped", |db| {
            run(
                db,
                "insert into drops (reason, count, last_detail, last_at) values (?1, ?2, ?3, ?4)
                 on conflict (reason) do update set count = count + excluded.count, last_detail = excluded.last_detail,
                     last_at = excluded.last_at",
                params![reason, limit_of(count), detail, ms(now)],
            )?;
            Ok(())
        })
    }

    /// What was dropped so far, by reason.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn drops(&self) -> Result<Vec<Dropped>, StoreError> {
        self.read("listing what was dropped", |db| {
            all(db, "select 0, reason, count, last_detail, last_at from drops order by reason", [], |row| {
                let mut c = Columns::of("drops", row);
                let _row: i64 = c.take()?;
                Ok(Dropped { reason: c.take()?, count: c.count()?, last_detail: c.take()?, last_at: c.time()? })
            })
        })
    }

    /// Notes something about the running daemon (its process, its version, its heartbeat) under a key.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn set_daemon_state(&self, key: &str, text: &str, now: Timestamp) -> Result<(), StoreError> {
        self.write("noting the daemon's state", |db| {
            let sql = "insert into daemon_state (key, value, updated_at) values (?1, ?2, ?3)
                       on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at";
            run(db, sql, params![key, text, ms(now)])?;
            Ok(())
        })
    }

    /// What the daemon noted under a key, and when.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn daemon_state(&self, key: &str) -> Result<Option<(String, Timestamp)>, StoreError> {
        self.read("reading the daemon's state", |db| {
            super::rows::first(db, "select 0, value, updated_at from daemon_state where key = ?1", [key], |row| {
                let mut c = Columns::of("daemon_state", row);
                let _row: i64 = c.take()?;
                Ok((c.take()?, c.time()?))
            })
        })
    }
}

fn count_queues(db: &Connection, engine: &str, now: Timestamp) -> Outcome<Queues> {
    let count = |sql: &str| Ok::<u64, super::error::Fault>(value::<Count>(db, sql, [])?.map_or(0, |count| count.0));
    let articles_waiting = value::<Count>(
        db,
        "select count(*) from articles a where (extracted_with < ?1 or ?1 < extracted_with) and not exists (
             select 1 from faults where unit = 'article' and row_id = a.id and version = ?1 and 3 <= tries)",
        [engine],
    )?;
    let feeds_due = value::<Count>(db, "select count(*) from feeds where state = 'active' and next_poll_at <= ?1", [ms(now)])?;
    Ok(Queues {
        feeds_active: count("select count(*) from feeds where state = 'active'")?,
        feeds_paused: count("select count(*) from feeds where state = 'paused'")?,
        feeds_gone: count("select count(*) from feeds where state = 'gone'")?,
        feeds_failing: count("select count(*) from feeds where state = 'active' and 0 < consecutive_failures")?,
        feeds_due: feeds_due.map_or(0, |count| count.0),
        items_waiting: count("select count(*) from items where state = 'new'")?,
        items_failed: count("select count(*) from items where state = 'failed'")?,
        articles: count("select count(*) from articles")?,
        articles_waiting: articles_waiting.map_or(0, |count| count.0),
        reports: count("select count(*) from reports")?,
        reports_waiting: count("select count(*) from reports where event_id is null")?,
        events: count("select count(*) from events where 0 < n_reports")?,
        mentions_waiting: count("select count(*) from articles where to_match = 1")?,
        events_waiting: count("select count(*) from events where version <> matched_version")?,
        watches: count("select count(*) from watches")?,
        alerts: count("select count(*) from alerts")?,
        deliveries_pending: count("select count(*) from deliveries where state = 'pending'")?,
        deliveries_dead: count("select count(*) from deliveries where state = 'dead'")?,
        quarantined: count("select count(*) from faults where 3 <= tries")?,
    })
}

fn stage_run_of(row: &Row<'_>) -> Outcome<StageRun> {
    let mut c = Columns::of("stage_runs", row);
    let _row: i64 = c.take()?;
    Ok(StageRun {
        stage: c.take()?,
        last_run_at: c.time()?,
        duration: c.take::<Span>()?.0,
        done: c.count()?,
        runs: c.count()?,
        total_done: c.count()?,
        error: c.take()?,
        error_at: c.maybe_time()?,
    })
}
