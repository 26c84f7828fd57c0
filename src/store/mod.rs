//! SQL and nothing but SQL: the one database file, as units of work.
//!
//! The database is the queue between the stages: a stage asks what is due, does one unit, and writes the outcome of that unit
//! in one transaction. Each such transaction is one method of [`Store`], named by its purpose. This room folds no text and
//! knows no time: folded text, hashes and times come in as arguments. It sends and fetches nothing.
//!
//! Reading order: opening and the two ways to run a unit ([`Store::open`]), feeds and polls, items and articles, extraction,
//! linking and events, matching and alerts, the questions of the commands, and the daemon's book-keeping.

mod alerts;
mod articles;
mod error;
mod events;
mod extraction;
mod faults;
mod feeds;
mod handled;
mod health;
mod items;
mod linking;
mod listing;
mod maintenance;
mod matching;
mod mentions;
mod migrate;
mod open;
mod outbox;
mod outbox_record;
mod poll;
mod prune;
mod query;
mod raise;
mod reports;
mod rows;
mod status;
mod watches;

pub use alerts::{AlertQuery, DeliveryOutcome};
pub use articles::{ArticleChange, Copies, NewArticle};
pub use error::StoreError;
pub use events::EventDetail;
pub use extraction::{DueArticle, Fold, Recorded};
pub use faults::{Unit, UnitFault};
pub use feeds::{FeedMove, FeedOptions};
pub use handled::Handled;
pub use health::HealthAlert;
pub use items::{DueItem, PageProblems, Retry, WaitingItem};
pub use linking::{CandidateQuery, LinkDecision, Teller};
pub use listing::{ArticleDetail, ArticleQuery, ArticleSummary, EntityCount, EntityQuery};
pub use maintenance::Sizes;
pub use matching::{DueEvent, Matched};
pub use mentions::{DueMention, Mentioned};
pub use open::Store;
pub use outbox::{ChannelState, DueNotice, Outgoing};
pub use outbox_record::{ChannelNews, Sent};
pub use poll::{NextPoll, PollOutcome, PollRecord};
pub use prune::{PruneLimits, Pruned};
pub use query::{EventCursor, EventQuery, EventSort, NameQuery};
pub use status::{Dropped, Queues, StageRun, Waiting};
pub use watches::NewWatch;

#[cfg(test)]
mod tests;
