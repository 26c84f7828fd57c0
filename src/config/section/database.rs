//! `[database]`: the one SQLite file.

use std::path::PathBuf;

use super::super::reader::Section;

/// File name of the database in its default folder.
const FILE_NAME: &str = "rasid.db";

/// Where everything is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// The SQLite file; its folder is made where it is missing.
    pub path: PathBuf,
}

impl DatabaseSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            // The empty path is filled in afterwards: it depends on the user's folders.
            path: section.path_or_none("path").unwrap_or_else(|| PathBuf::from(FILE_NAME)),
        }
    }

    /// The database's place below the user's data folder.
    pub(in super::super) fn default_path(data_folder: &std::path::Path) -> PathBuf {
        data_folder.join("rasid").join(FILE_NAME)
    }
}
