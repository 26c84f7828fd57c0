//! Looking after the file: is it whole, how big is it, and folding the log back into it.

use super::error::StoreError;
use super::open::Store;
use super::rows::{Count, Outcome, all, value};

/// How big the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The database's pages, in bytes.
    pub database_bytes: u64,
    /// Of these, pages that are free to be filled again.
    pub free_bytes: u64,
    /// The write-ahead log beside it.
    pub log_bytes: u64,
}

impl Store {
    /// Reads the whole file and gives what is wrong with it; empty where it is sound.
    ///
    /// # Errors
    /// Where the database cannot be read at all.
    pub fn integrity_check(&self) -> Result<Vec<String>, StoreError> {
        self.read("checking the database", |db| {
            let mut problems: Vec<String> = all(db, "pragma integrity_check", [], |row| Ok(row.get(0)?))?;
            problems.retain(|line| line != "ok");
            problems.extend(all(db, "pragma foreign_key_check", [], |row| {
                let (table, row_id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(format!("row {} of {table} points to no row of {parent}", row_id.map_or_else(|| "?".to_owned(), |id| id.to_string())))
            })?);
            Ok(problems)
        })
    }

    /// Writes the log back into the database and empties it; false where readers held that up.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn checkpoint(&self) -> Result<bool, StoreError> {
        self.with_writer("folding the log into the database", |db| {
            Ok(value::<bool>(db, "pragma wal_checkpoint(truncate)", [])?.is_some_and(|was_busy| !was_busy))
        })
    }

    /// How big the database is.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn sizes(&self) -> Result<Sizes, StoreError> {
        let mut log_path = self.path().as_os_str().to_owned();
        log_path.push("-wal");
        // Without a log there is nothing to be folded in.
        let log_bytes = std::fs::metadata(log_path).map_or(0, |metadata| metadata.len());
        self.read("measuring the database", |db| {
            let pragma = |sql| -> Outcome<u64> { Ok(value::<Count>(db, sql, [])?.map_or(0, |count| count.0)) };
            let page_bytes = pragma("pragma page_size")?;
            Ok(Sizes {
                database_bytes: pragma("pragma page_count")? * page_bytes,
                free_bytes: pragma("pragma freelist_count")? * page_bytes,
                log_bytes,
            })
        })
    }
}
