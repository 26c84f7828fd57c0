//! The stages by name, and what a run of one gives.

use jiff::Timestamp;

use super::context::Context;
use super::{deliver, extract, fetch, link, matching, poll, prune};
use crate::store::StoreError;

/// A stage, in the order of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Feeds to items.
    Poll,
    /// Items to articles.
    Fetch,
    /// Articles to reports.
    Extract,
    /// Reports to events.
    Link,
    /// Events to alerts.
    Match,
    /// Alerts to their receivers.
    Deliver,
    /// Forgetting what is old.
    Prune,
}

/// What a run of a stage gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageReport {
    /// Units done, well or badly.
    pub done: usize,
    /// Whether the run ended before all that was due was done.
    pub more_due: bool,
    /// When there will next be something to do, as far as is known now; a nudge may come earlier.
    pub next_due_at: Option<Timestamp>,
    /// What a person should know though the run itself went well.
    pub trouble: Option<String>,
}

/// Why a run of a stage ended early. What was done by then is stored, everything else is still due.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The database failed.
    #[error("the {stage} stage cannot use the database")]
    Store {
        /// Which stage.
        stage: &'static str,
        /// What went wrong.
        #[source]
        source: StoreError,
    },
    /// Something outside any unit panicked.
    #[error("the {stage} stage panicked: {message}")]
    Panic {
        /// Which stage.
        stage: &'static str,
        /// The panic's words.
        message: String,
    },
}

impl Stage {
    /// Every stage, in the order of the flow.
    pub const ALL: [Self; 7] = [Self::Poll, Self::Fetch, Self::Extract, Self::Link, Self::Match, Self::Deliver, Self::Prune];

    /// Its name in logs, tables and status.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Poll => "poll",
            Self::Fetch => "fetch",
            Self::Extract => "extract",
            Self::Link => "link",
            Self::Match => "match",
            Self::Deliver => "deliver",
            Self::Prune => "prune",
        }
    }

    /// The stage for which this one makes work.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Poll => Some(Self::Fetch),
            Self::Fetch => Some(Self::Extract),
            Self::Extract => Some(Self::Link),
            Self::Link => Some(Self::Match),
            Self::Match => Some(Self::Deliver),
            Self::Deliver | Self::Prune => None,
        }
    }

    /// Does what is due, at most [`Context::batch`] units, and no more once [`Context::stop`] is called.
    ///
    /// # Errors
    /// Where the database fails; what was done by then is stored.
    pub async fn run_once(self, context: &Context) -> Result<StageReport, StageError> {
        match self {
            Self::Poll => poll::run_once(context).await,
            Self::Fetch => fetch::run_once(context).await,
            Self::Extract => extract::run_once(context).await,
            Self::Link => link::run_once(context).await,
            Self::Match => matching::run_once(context).await,
            Self::Deliver => deliver::run_once(context).await,
            Self::Prune => prune::run_once(context).await,
        }
    }
}
