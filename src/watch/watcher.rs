//! All watches in one structure, matched in one pass.

use super::describe::Description;
use crate::knowledge::Knowledge;
use crate::model::{Event, LinkedReport, Watch, WatchMatch};

/// All watches, ready to match; immutable, to be compiled anew when the watches or the knowledge change.
#[derive(Debug)]
pub struct Watcher {
    n_watches: usize,
}

impl Watcher {
    /// Compiles the watches.
    pub fn compile(watches: &[Watch], _knowledge: &Knowledge) -> Self {
        Self { n_watches: watches.len() }
    }

    /// How many watches it holds.
    pub const fn len(&self) -> usize {
        self.n_watches
    }

    /// Whether it holds none.
    pub const fn is_empty(&self) -> bool {
        self.n_watches == 0
    }

    /// The watches that care about the event, at most one match each, in the order in which they were compiled.
    pub fn matches(&self, _event: &Event, _reports: &[LinkedReport]) -> Vec<WatchMatch> {
        Vec::new()
    }

    /// What the watch's names resolve to.
    pub fn describe(_watch: &Watch, _knowledge: &Knowledge) -> Description {
        Description { names: Vec::new() }
    }
}
