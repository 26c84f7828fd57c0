//! Where settings come from: the layers, and the file that is read.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Environment;
use super::fault::{Fault, Origin};
use super::section::built_in;
use super::tree::{Table, branch, merge, parse_toml};

/// File name of the configuration in the working folder.
const LOCAL_FILE: &str = "rasid.toml";
/// The same below the user's folder for settings.
const USER_FILE: &str = "rasid/rasid.toml";
/// The variable that names the configuration file.
const FILE_VARIABLE: &str = "RASID_CONFIG";
/// What the names of variables that set one setting begin with.
const SETTING_PREFIX: &str = "RASID__";

/// Everything settings can come from, lowest layer first: built-in, file, environment, flags.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file of `--config`.
    pub file: Option<PathBuf>,
    /// The folder in which `rasid.toml` is looked for when nobody names a file; empty for the working folder.
    pub folder: PathBuf,
    /// The environment.
    pub environment: Environment,
    /// Settings given by flags.
    pub flags: Vec<FlagValue>,
}

/// A setting given by a command-line flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagValue {
    /// The flag as it is written, `--db`.
    pub flag: &'static str,
    /// The setting, `database.path`.
    pub key: &'static str,
    /// Its value as text.
    pub value: String,
}

impl Sources {
    /// The file that would be read: `--config`, else `RASID_CONFIG`, else `./rasid.toml`, else the user's; with who named it.
    pub fn find_file(&self) -> Option<(PathBuf, Origin)> {
        if let Some(path) = &self.file {
            return Some((path.clone(), Origin::Flag("--config")));
        }
        if let Some(path) = self.environment.path(FILE_VARIABLE) {
            return Some((path, Origin::Environment(FILE_VARIABLE.to_owned())));
        }
        let user = self.environment.config_folder().map(|folder| folder.join(USER_FILE));
        // A file whose presence cannot be told is taken, so that the reader sees why it cannot be read.
        let candidates = [Some(self.folder.join(LOCAL_FILE)), user];
        let found = candidates.into_iter().flatten().find(|path| path.try_exists().unwrap_or(true));
        found.map(|path| (path, Origin::Default))
    }

    /// Where a new configuration file goes: the named one, else the user's.
    pub fn new_file(&self) -> Option<PathBuf> {
        let named = self.file.clone().or_else(|| self.environment.path(FILE_VARIABLE));
        named.or_else(|| Some(self.environment.config_folder()?.join(USER_FILE)))
    }

    /// All layers laid on one another, and the file that was read.
    pub(super) fn tree(&self, faults: &mut Vec<Fault>) -> (Table, Option<PathBuf>) {
        let mut tree = built_in();
        let file = self.find_file();
        if let Some((path, named_by)) = &file {
            merge(&mut tree, read_file(path, named_by, faults));
        }
        for (name, value) in self.environment.with_prefix(SETTING_PREFIX) {
            let origin = Origin::Environment(name.to_owned());
            let path: Vec<String> = name[SETTING_PREFIX.len()..].split("__").map(str::to_ascii_lowercase).collect();
            match value {
                Some(_) if path.len() < 2 || path.iter().any(String::is_empty) => {
                    let what = "names no setting; valid: RASID__SECTION__KEY, as in RASID__NET__TIMEOUT".to_owned();
                    faults.push(Fault { origin, what });
                }
                Some(value) => merge(&mut tree, branch(&path, value, &origin)),
                None => faults.push(Fault { origin, what: "is no UTF-8 text; valid: UTF-8".to_owned() }),
            }
        }
        for flag in &self.flags {
            let path: Vec<String> = flag.key.split('.').map(str::to_owned).collect();
            merge(&mut tree, branch(&path, &flag.value, &Origin::Flag(flag.flag)));
        }
        (tree, file.map(|(path, _)| path))
    }
}

fn read_file(path: &Path, named_by: &Origin, faults: &mut Vec<Fault>) -> Table {
    match std::fs::read_to_string(path) {
        Ok(text) => parse_toml(path, &text, faults),
        Err(error) => {
            let valid = if error.kind() == ErrorKind::InvalidData { "a TOML file in UTF-8" } else { "a file that can be read" };
            faults.push(Fault { origin: named_by.clone(), what: format!("cannot read {}: {error}; valid: {valid}", path.display()) });
            Table::new()
        }
    }
}
