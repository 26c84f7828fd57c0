//! The process's environment, read once and here alone.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

/// A copy of the environment variables.
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// The variables of this process.
    pub fn of_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    /// Given variables, for tests.
    pub fn of_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// A variable that is set and is UTF-8.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(&OsString::from(name))?.to_str()
    }

    /// A variable that holds a path; empty counts as not set.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.0.get(&OsString::from(name)).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// Every variable whose name begins with `prefix`, with its value where that is UTF-8.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        self.0
            .iter()
            .filter_map(move |(name, value)| Some((name.to_str()?, value.to_str())))
            .filter(move |(name, _)| name.starts_with(prefix))
    }

    /// The folder for settings: `XDG_CONFIG_HOME`, else `~/.config`.
    pub fn config_folder(&self) -> Option<PathBuf> {
        self.base_folder("XDG_CONFIG_HOME", ".config")
    }

    /// The folder for data: `XDG_DATA_HOME`, else `~/.local/share`.
    pub fn data_folder(&self) -> Option<PathBuf> {
        self.base_folder("XDG_DATA_HOME", ".local/share")
    }

    /// The folder for temporary files.
    pub fn temporary_folder() -> PathBuf {
        std::env::temp_dir()
    }

    /// The user's home folder.
    pub fn home(&self) -> Option<PathBuf> {
        self.path("HOME")
    }

    /// The XDG rules say that a relative base folder is to be ignored.
    fn base_folder(&self, variable: &str, below_home: &str) -> Option<PathBuf> {
        self.path(variable).filter(|folder| folder.is_absolute()).or_else(|| Some(self.home()?.join(below_home)))
    }
}
