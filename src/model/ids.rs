//! Row ids as types of their own, so that a feed's id can never be passed for an article's.

use std::fmt;

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

// A macro, because seven identical newtypes differ in nothing but their name.
row_id! {
    /// A subscribed feed.
    FeedId,
    /// One item as one feed carries it (a sighting of an article).
    ItemId,
    /// An article: one text, however many feeds or addresses carry it.
    ArticleId,
    /// One article's account of one event.
    ReportId,
    /// What happened in the world, told by one or more reports.
    EventId,
    /// A watched name with its conditions.
    WatchId,
    /// An alert in the outbox.
    AlertId,
}
