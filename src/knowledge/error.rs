//! What can be wrong with a data file, all faults at once.

use std::fmt;

/// One fault in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as named when it was handed in.
    pub file: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong, and what would be valid.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// The data could not be loaded; every fault found is listed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} in the knowledge files:\n{}", count(.0.len()), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct KnowledgeErrors(pub Vec<Fault>);

fn count(n: usize) -> String {
    if n == 1 { "1 fault".to_owned() } else { format!("{n} faults") }
}
