//! One unit of pipeline work at a time, each outcome in one transaction.
//!
//! A stage takes no input: it asks the store what is due, does one unit after the other (units of different hosts side by side),
//! writes the outcome of each in one transaction, and says whether more is due. Stages never call each other; the database is the
//! queue, and a nudge only saves the next stage the waiting. No transaction is open while anything is fetched or sent.
//!
//! A unit that panics is caught: feeds, items and deliveries note it as a failure of theirs, articles, reports and events as a fault
//! that sets the row aside after three times. What the database refuses is the whole stage's trouble: the run ends with an error,
//! nothing is lost, and whoever drives the stage tries again later.
//!
//! Reading order: the context and the report of a run, the stages in the order of the flow, then what they share.

mod alert;
mod article_of;
mod blocking;
mod context;
mod credit;
mod deliver;
mod extract;
mod feed_health;
mod fetch;
mod link;
mod matching;
mod mentions;
mod message;
mod names;
mod network;
mod nudges;
mod page;
mod poll;
mod poll_answer;
mod prune;
mod random;
mod run;
mod turns;

pub use context::{Channels, Context, Parts, Settings};
pub use network::Network;
pub use nudges::Nudges;
pub use random::{FixedRandom, Random, SystemRandom};
pub use run::{Stage, StageError, StageReport};
