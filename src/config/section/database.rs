//! `[database]`: the one SQLite file.

use std::path::PathBuf;
use std::time::Duration;

use super::super::reader::Section;
use super::{minutes, seconds};

/// File name of the database in its default folder.
const FILE_NAME: &str = "rasid.db";

/// Where everything is stored, and how patiently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// The SQLite file; its folder is made where it is missing.
    pub path: PathBuf,
    /// How long a command waits for another process that holds the database.
    pub busy_timeout: Duration,
    /// Memory for cached pages, in bytes, of each connection.
    pub cache_bytes: u64,
}

impl DatabaseSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            // The empty path is filled in afterwards: it depends on the user's folders.
            path: section.path_or_none("path").unwrap_or_else(|| PathBuf::from(FILE_NAME)),
            busy_timeout: section.duration("busy_timeout", seconds(5), Duration::ZERO..=minutes(10)),
            cache_bytes: section.size("cache", 16 << 20, 64 << 10..=4 << 30),
        }
    }

    /// The database's place below the user's data folder.
    pub(in super::super) fn default_path(data_folder: &std::path::Path) -> PathBuf {
        data_folder.join("rasid").join(FILE_NAME)
    }
}
