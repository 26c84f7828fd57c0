//! The store itself: its connections, and the two ways to use them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::error::StoreError;
use super::migrate;
use super::rows::{Outcome, value};

/// How long a statement waits for another process's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Statements kept prepared on each connection: more than there are, but for the questions with many filters.
const CACHED_STATEMENTS: usize = 160;
/// Idle read connections kept open; more are opened while more readers are at work.
const IDLE_READERS: usize = 3;
/// Page cache of the writer and of a reader, in KiB (negative: SQLite's way to say that it is no number of pages).
const WRITER_CACHE: i64 = -8_192;
const READER_CACHE: i64 = -4_096;
/// Pages of the log (4 KiB each) after which it is folded into the database: units touch the same few pages over and over, and
/// each is then written back once for many units.
const LOG_PAGES: i64 = 4_000;
/// What is kept of a log that one great unit has made long.
const LONGEST_LOG_BYTES: i64 = 64 * 1024 * 1024;

/// A database file, opened: one writer, and readers that see the last committed state beside it.
///
/// Every method is a whole unit of work in one transaction and blocks its thread; a panic or an error inside leaves nothing
/// half done. It is to be shared as `Arc<Store>`.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    database_id: String,
    writer: Option<Mutex<Writer>>,
    readers: Mutex<Vec<Connection>>,
}

#[derive(Debug)]
struct Writer {
    db: Connection,
    /// `PRAGMA data_version` as last seen.
    seen_version: i64,
}

impl Store {
    /// Opens the database at `path` for reading and writing; makes it, or brings its tables up to date, where needed.
    ///
    /// `now` is noted as the time of making.
    ///
    /// # Errors
    /// Where the file cannot be opened, is no database or not ours, is damaged, locked, or made by a newer program.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(path, flags).map_err(|source| migrate::opening_error(path, source))?;
        prepare_writer(&db).map_err(|source| migrate::opening_error(path, source))?;
        migrate::migrate(&mut db, path, now)?;
        prepare_journal(&db).map_err(|source| migrate::opening_error(path, source))?;
        let database_id = read_database_id(&db)?;
        let seen_version = data_version(&db).map_err(|source| migrate::opening_error(path, source))?;
        let writer = Some(Mutex::new(Writer { db, seen_version }));
        Ok(Self { path: path.to_owned(), database_id, writer, readers: Mutex::default() })
    }

    /// Opens the database at `path` for reading only, beside whoever writes it.
    ///
    /// # Errors
    /// As [`Store::open`]; also where the file is missing, or of an older schema than this program reads.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        let db = open_reader(path)?;
        migrate::check_readable(&db, path)?;
        let store = Self { path: path.to_owned(), database_id: read_database_id(&db)?, writer: None, readers: Mutex::default() };
        store.give_back(db);
        Ok(store)
    }

    /// The random id that was given to this database when it was made: 32 hexadecimal digits.
    pub fn database_id(&self) -> &str {
        &self.database_id
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether another process (or another `Store`) has written since the last call, or since opening.
    ///
    /// # Errors
    /// Where the database cannot be read, or was opened for reading only.
    pub fn foreign_writes(&self) -> Result<bool, StoreError> {
        const DOING: &str = "looking for the writes of others";
        let mut writer = self.writer(DOING)?;
        let version = data_version(&writer.db).map_err(|source| StoreError::from_sqlite(DOING, source))?;
        let is_new = version != writer.seen_version;
        writer.seen_version = version;
        Ok(is_new)
    }

    /// Runs a unit that writes: one immediate transaction, rolled back on every way out but success.
    pub(super) fn write<T>(&self, doing: &'static str, unit: impl FnOnce(&Connection) -> Outcome<T>) -> Result<T, StoreError> {
        let mut writer = self.writer(doing)?;
        let sqlite = |source| StoreError::from_sqlite(doing, source);
        let transaction = writer.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
        let result = unit(&transaction).map_err(|fault| fault.while_doing(doing))?;
        transaction.commit().map_err(sqlite)?;
        Ok(result)
    }

    /// Runs a unit that only reads, on one snapshot of the database.
    pub(super) fn read<T>(&self, doing: &'static str, unit: impl FnOnce(&Connection) -> Outcome<T>) -> Result<T, StoreError> {
        let idle = lock(&self.readers).pop();
        let mut db = idle.map_or_else(|| open_reader(&self.path), Ok)?;
        let sqlite = |source| StoreError::from_sqlite(doing, source);
        let snapshot = db.transaction().map_err(sqlite)?;
        let result = unit(&snapshot).map_err(|fault| fault.while_doing(doing))?;
        snapshot.commit().map_err(sqlite)?;
        self.give_back(db);
        Ok(result)
    }

    /// The writer's connection outside a transaction, for the few statements that must not stand in one.
    pub(super) fn with_writer<T>(&self, doing: &'static str, work: impl FnOnce(&Connection) -> Outcome<T>) -> Result<T, StoreError> {
        work(&self.writer(doing)?.db).map_err(|fault| fault.while_doing(doing))
    }

    fn writer(&self, doing: &'static str) -> Result<MutexGuard<'_, Writer>, StoreError> {
        self.writer.as_ref().map(lock).ok_or(StoreError::ReadOnly { doing })
    }

    fn give_back(&self, db: Connection) {
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(db);
        }
    }
}

/// A panic while a lock was held has rolled its transaction back, so the connection is as good as before.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn prepare_writer(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Lets prune give pages back to the disk. Takes effect on an empty file only, and on another it would be a write.
    let n_pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
    if n_pages == 0 {
        db.pragma_update(None, "auto_vacuum", "incremental")?;
    }
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", WRITER_CACHE)?;
    db.pragma_update(None, "temp_store", "memory")?;
    Ok(())
}

/// Set after the file is known to be ours: these change it.
fn prepare_journal(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    db.pragma_update(None, "journal_size_limit", LONGEST_LOG_BYTES)
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let opening = |source| migrate::opening_error(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(opening)?;
    db.busy_timeout(BUSY_TIMEOUT).map_err(opening)?;
    db.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    db.pragma_update(None, "cache_size", READER_CACHE).map_err(opening)?;
    db.pragma_update(None, "temp_store", "memory").map_err(opening)?;
    Ok(db)
}

fn data_version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "data_version", |row| row.get(0))
}

fn read_database_id(db: &Connection) -> Result<String, StoreError> {
    const DOING: &str = "reading its id";
    let id = value(db, "select value from meta where key = 'database_id'", []).map_err(|fault| fault.while_doing(DOING))?;
    id.ok_or_else(|| StoreError::from_sqlite(DOING, rusqlite::Error::QueryReturnedNoRows))
}
