//! What can go wrong with the database, said so that a person knows what to do about it.

use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::model::FeedId;

/// A failure of the store: what it was doing, and with which file, table or row.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing is at the path that was to be read.
    #[error("there is no database at {}", path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// The file is something else, or its first page is destroyed.
    #[error("{} is not a SQLite database", path.display())]
    NotADatabase {
        /// The path as given.
        path: PathBuf,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// A SQLite database that some other program made.
    #[error("{} is the database of another program", path.display())]
    Foreign {
        /// The path as given.
        path: PathBuf,
    },
    /// A newer version of this program has changed the tables.
    #[error("{} has schema version {found}, and this program knows versions up to {known}: use a newer one", path.display())]
    NewerSchema {
        /// The path as given.
        path: PathBuf,
        /// The file's version.
        found: u32,
        /// The newest version that this program can make.
        known: u32,
    },
    /// The tables want changing, which a reader may not do.
    #[error("{} has schema version {found}, and version {known} is needed: start the daemon once to bring it up to date", path.display())]
    OlderSchema {
        /// The path as given.
        path: PathBuf,
        /// The file's version.
        found: u32,
        /// The version that this program reads.
        known: u32,
    },
    /// The file cannot be opened or made.
    #[error("cannot open the database {}", path.display())]
    Open {
        /// The path as given.
        path: PathBuf,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// A change of the schema failed; nothing of it stays.
    #[error("cannot bring the database to schema version {version}")]
    Migrate {
        /// The version that was to be reached.
        version: u32,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// The file's inner structure is broken.
    #[error("the database is damaged, found while {doing}")]
    Damaged {
        /// What was being done.
        doing: &'static str,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// Somebody else held the database for longer than the busy timeout.
    #[error("another process keeps the database locked, noticed while {doing}")]
    Locked {
        /// What was being done.
        doing: &'static str,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// The disk or quota is used up; nothing of the unit was written.
    #[error("no room is left for the database, noticed while {doing}")]
    DiskFull {
        /// What was being done.
        doing: &'static str,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// The operating system refused to read or write the file.
    #[error("the database's file cannot be read or written, noticed while {doing}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// A write was asked of a store, or a file, that may only be read.
    #[error("the database may only be read, noticed while {doing}")]
    ReadOnly {
        /// What was being done.
        doing: &'static str,
    },
    /// SQLite refused a statement for a reason that has no variant of its own.
    #[error("the database refused a statement while {doing}")]
    Query {
        /// What was being done.
        doing: &'static str,
        /// SQLite's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// A row holds what the schema rules out.
    #[error("row {row} of {table} holds an impossible {column}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The row's id (or the id of the row that it belongs to).
        row: i64,
        /// What is wrong with the value.
        #[source]
        source: rusqlite::Error,
    },
    /// A value could not be written as JSON.
    #[error("cannot write {what} as JSON")]
    Encode {
        /// What was to be stored.
        what: &'static str,
        /// The reason.
        #[source]
        source: serde_json::Error,
    },
    /// The address is subscribed already.
    #[error("{url} is already subscribed, as feed {feed_id}")]
    FeedExists {
        /// The address.
        url: String,
        /// The feed that has it.
        feed_id: FeedId,
    },
}

impl StoreError {
    /// Whether the same call may well succeed later without anybody changing the database.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::DiskFull { .. } | Self::Io { .. })
    }

    /// Sorts SQLite's failures by what a person can do about them.
    pub(super) fn from_sqlite(doing: &'static str, source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { doing, source },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { doing, source },
            Some(ErrorCode::DiskFull) => Self::DiskFull { doing, source },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { doing },
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Io { doing, source },
            _ => Self::Query { doing, source },
        }
    }
}

/// A failure inside a unit of work, before it is known which unit that was.
#[derive(Debug)]
pub(super) enum Fault {
    /// SQLite failed.
    Sql(rusqlite::Error),
    /// Anything that already says what it is.
    Store(StoreError),
}

impl Fault {
    /// Names the unit of work.
    pub(super) fn while_doing(self, doing: &'static str) -> StoreError {
        match self {
            Self::Sql(error) => StoreError::from_sqlite(doing, error),
            Self::Store(error) => error,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
