//! How feeds do.

use std::time::Duration;

use jiff::Timestamp;

use super::feed::{Failure, FeedState};
use super::names::vocabulary;

vocabulary! {
    /// How a feed does, as far as somebody should know.
    FeedHealth, "feed health" {
        /// It brings news at its usual pace.
        Good = "good",
        /// It cannot be had, several times in a row.
        Failing = "failing",
        /// The server says that it is gone for good.
        Gone = "gone",
        /// A web page or something else comes in its place.
        NotAFeed = "not_a_feed",
        /// It answers, and there is nothing in it.
        Empty = "empty",
        /// Nothing new came for longer than is its habit.
        Quiet = "quiet",
        /// None of the pages can be had to which its latest items lead.
        DeadLinks = "dead_links",
    }
}

/// A feed's habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habit {
    /// When its newest item was published.
    pub newest_at: Option<Timestamp>,
    /// The longest that it is usually silent; nothing where too few items are known.
    pub silence: Option<Duration>,
}

/// What is known about how a feed does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthFacts {
    /// Whether it is polled.
    pub state: FeedState,
    /// The last failure, if the last poll failed.
    pub failure: Option<Failure>,
    /// Failures since the last success.
    pub consecutive_failures: u32,
    /// When a poll last succeeded.
    pub last_success_at: Option<Timestamp>,
    /// Items in its last document; nothing before the first.
    pub n_last_items: Option<u64>,
    /// Its habit as last found out.
    pub habit: Habit,
    /// Its latest items whose pages were asked for.
    pub n_pages: u64,
    /// Those of them whose pages are not there.
    pub n_dead_pages: u64,
    /// How it did when that was last recorded.
    pub health: FeedHealth,
    /// Since when it does so; nothing where it always did.
    pub since: Option<Timestamp>,
}

/// How a feed does, in a word and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// In a word.
    pub health: FeedHealth,
    /// In words, for a person.
    pub text: String,
}
