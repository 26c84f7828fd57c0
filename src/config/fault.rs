//! What is wrong with the settings, and where.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Where a setting's effective value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// A configuration file, at this line (from 1).
    File {
        /// The file as it was named.
        path: Arc<Path>,
        /// The line of the key, or of the element in a list.
        line: usize,
    },
    /// An environment variable, by name.
    Environment(String),
    /// A command-line flag, as it is written.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.pad("default"),
            Self::File { path, line } => f.pad(&format!("{}:{line}", path.display())),
            Self::Environment(name) => f.pad(name),
            Self::Flag(flag) => f.pad(flag),
        }
    }
}

/// One thing wrong with the settings: where, what, and what would be valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where the wrong value stands; [`Origin::Default`] where the fault is that nobody set it.
    pub origin: Origin,
    /// What is wrong and what would be valid, in words.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Origin::Default => f.write_str(&self.what),
            origin => write!(f, "{origin}: {}", self.what),
        }
    }
}

/// Everything wrong with the settings, in order of layer and line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(faults))]
pub struct ConfigErrors {
    /// At least one.
    pub faults: Vec<Fault>,
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}

/// Orders faults as a reader meets them: files by line, then the environment, then flags.
pub(super) fn sort(faults: &mut [Fault]) {
    faults.sort_by_key(|fault| match &fault.origin {
        Origin::File { line, .. } => (0, *line, String::new()),
        Origin::Environment(name) => (1, 0, name.clone()),
        Origin::Flag(flag) => (2, 0, (*flag).to_owned()),
        Origin::Default => (3, 0, String::new()),
    });
}
