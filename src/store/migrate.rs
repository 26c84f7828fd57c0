//! Bringing a database file to the schema this program speaks.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::error::StoreError;
use super::rows::ms;

/// SQLite's application id of our files: "rasd" in ASCII.
const APPLICATION_ID: u32 = 0x7261_7364;

/// The steps, oldest first; step `n` brings version `n` to `n + 1`. A step is never changed after it was given out.
const STEPS: &[&str] = &[
    include_str!("../../migrations/0001_first_schema.sql"),
    include_str!("../../migrations/0002_fingerprints.sql"),
    include_str!("../../migrations/0003_quality.sql"),
    include_str!("../../migrations/0004_events_that_last.sql"),
    include_str!("../../migrations/0005_feed_health.sql"),
    include_str!("../../migrations/0006_event_edits.sql"),
    include_str!("../../migrations/0007_syndication.sql"),
    include_str!("../../migrations/0008_delivery_in_order.sql"),
    include_str!("../../migrations/0009_rules.sql"),
    include_str!("../../migrations/0010_page_problems.sql"),
    include_str!("../../migrations/0011_updates_and_mentions.sql"),
];

/// The schema version that this program reads and writes.
pub(super) const KNOWN_VERSION: u32 = STEPS.len() as u32;

/// Whose database it is, and how far it has come.
enum Origin {
    Empty,
    Ours { version: u32 },
    AnotherPrograms,
}

fn origin(db: &Connection) -> rusqlite::Result<Origin> {
    let application_id: u32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application_id == APPLICATION_ID {
        return Ok(Origin::Ours { version });
    }
    let n_tables: i64 = db.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    let is_empty = application_id == 0 && version == 0 && n_tables == 0;
    Ok(if is_empty { Origin::Empty } else { Origin::AnotherPrograms })
}

/// Applies every missing step in one transaction: a file has the old schema or the new one, never half of it.
pub(super) fn migrate(db: &mut Connection, path: &Path, now: Timestamp) -> Result<(), StoreError> {
    let opening = |source| opening_error(path, source);
    if matches!(origin(db).map_err(opening)?, Origin::Ours { version: KNOWN_VERSION }) {
        return Ok(());
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(opening)?;
    // Asked again under the lock: another process may have migrated the file meanwhile.
    let found = match origin(&transaction).map_err(opening)? {
        Origin::Empty => 0,
        Origin::Ours { version } => version,
        Origin::AnotherPrograms => return Err(StoreError::Foreign { path: path.to_owned() }),
    };
    if KNOWN_VERSION < found {
        return Err(StoreError::NewerSchema { path: path.to_owned(), found, known: KNOWN_VERSION });
    }
    for (version, step) in (1_u32..).zip(STEPS).skip(found as usize) {
        transaction.execute_batch(step).map_err(|source| StoreError::Migrate { version, source })?;
    }
    let failed = |source| StoreError::Migrate { version: KNOWN_VERSION, source };
    if found == 0 {
        transaction.execute("insert into meta (key, value) values ('database_id', lower(hex(randomblob(16))))", []).map_err(failed)?;
        transaction.execute("insert into meta (key, value) values ('created_at', ?1)", params![ms(now).to_string()]).map_err(failed)?;
        transaction.execute("insert into meta (key, value) values ('watches_version', '1')", []).map_err(failed)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
    }
    transaction.pragma_update(None, "user_version", KNOWN_VERSION).map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// Refuses a file that this program cannot read as it is.
pub(super) fn check_readable(db: &Connection, path: &Path) -> Result<(), StoreError> {
    match origin(db).map_err(|source| opening_error(path, source))? {
        Origin::Ours { version: KNOWN_VERSION } => Ok(()),
        Origin::Ours { version: found } if KNOWN_VERSION < found => {
            Err(StoreError::NewerSchema { path: path.to_owned(), found, known: KNOWN_VERSION })
        }
        Origin::Ours { version: found } => Err(StoreError::OlderSchema { path: path.to_owned(), found, known: KNOWN_VERSION }),
        Origin::Empty => Err(StoreError::OlderSchema { path: path.to_owned(), found: 0, known: KNOWN_VERSION }),
        Origin::AnotherPrograms => Err(StoreError::Foreign { path: path.to_owned() }),
    }
}

/// Sorts what SQLite says about a file that it has only just been shown.
pub(super) fn opening_error(path: &Path, source: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotADatabase { path, source },
        Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::PermissionDenied | rusqlite::ErrorCode::ReadOnly) => {
            StoreError::Open { path, source }
        }
        _ => StoreError::from_sqlite("opening it", source),
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_and_deliveries_outlast_the_new_outbox() {
        let mut db = Connection::open_in_memory().expect("memory");
        db.pragma_update(None, "foreign_keys", true).expect("a pragma");
        STEPS[..4].iter().for_each(|step| db.execute_batch(step).expect("an old step"));
        db.pragma_update(None, "application_id", APPLICATION_ID).expect("a pragma");
        db.pragma_update(None, "user_version", 4).expect("a pragma");
        db.execute_batch(
            "insert into alerts (id, key, watch_id, watch_name, event_id, reason, payload, created_at) values (7, 'k', 2, 'W', 3, 'r', '{}', 1);
             insert into deliveries (alert_id, channel, state, next_try_at) values (7, 'desk', 'pending', 1);",
        )
        .expect("rows");
        migrate(&mut db, Path::new("memory"), Timestamp::UNIX_EPOCH).expect("the new schema");
        let sql = "select a.name || a.cause || a.watch_id || d.channel from alerts a join deliveries d on d.alert_id = a.id where a.id = 7";
        let found: String = db.query_row(sql, [], |row| row.get(0)).expect("the alert with its delivery");
        assert_eq!(found, "Wevent2desk");
        // They go together still.
        db.execute("delete from alerts", []).expect("a deletion");
        assert_eq!(db.query_row("select count(*) from deliveries", [], |row| row.get::<_, i64>(0)), Ok(0));
    }
}
