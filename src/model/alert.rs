//! Alerts, and the outbox rows by which they leave.

use jiff::Timestamp;

use super::ids::{AlertId, ArticleId, EventId, FeedId, WatchId};
use super::names::vocabulary;

vocabulary! {
    /// How far a delivery has come.
    DeliveryState, "delivery state" {
        /// Waiting to be sent, for the first time or again.
        Pending = "pending",
        /// The channel took it.
        Delivered = "delivered",
        /// Given up after repeated failures; a person must look.
        Dead = "dead",
    }
}

vocabulary! {
    /// What a person has said about an alert.
    AlertState, "alert state" {
        /// Nothing yet.
        New = "new",
        /// That it was seen.
        Acknowledged = "acknowledged",
        /// That nothing more is to be heard of what raised it.
        Muted = "muted",
    }
}

vocabulary! {
    /// How urgent an alert is.
    Severity, "severity" {
        /// Good to know.
        Low = "low",
        /// What a watch is for.
        Normal = "normal",
        /// To be read soon.
        High = "high",
        /// To be read now.
        Critical = "critical",
    }
}

/// An alert to be written in the transaction of its cause.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAlert {
    /// The watch that matched.
    pub watch_id: WatchId,
    /// What has changed of an event since the watch was told of it, by the keys of the changes; empty in a first alert.
    pub change: String,
    /// Names of the channels it leaves by.
    pub channels: Vec<String>,
    /// Why it matched, in words.
    pub reason: String,
    /// The message as it will be sent, whatever becomes of the event later: one JSON object.
    pub payload: String,
    /// How urgent it is.
    pub severity: Severity,
}

/// What raises an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertCause {
    /// A watch matches an event: once for both, and once for each change of it that the watch asks for.
    Event {
        /// The watch.
        watch_id: WatchId,
        /// Its name, as it was then.
        watch: String,
        /// The event.
        event_id: EventId,
    },
    /// A watch on mentions matches an article: once for both.
    Mention {
        /// The watch.
        watch_id: WatchId,
        /// Its name, as it was then.
        watch: String,
        /// The article.
        article_id: ArticleId,
    },
    /// A feed's health has changed.
    Feed {
        /// The feed.
        feed_id: FeedId,
        /// Its title or address, as it was then.
        feed: String,
    },
}

impl AlertCause {
    /// The name of the watch or the feed.
    pub fn name(&self) -> &str {
        match self {
            Self::Event { watch, .. } | Self::Mention { watch, .. } => watch,
            Self::Feed { feed, .. } => feed,
        }
    }

    /// The watch, where one matched.
    pub const fn watch_id(&self) -> Option<WatchId> {
        match self {
            Self::Event { watch_id, .. } | Self::Mention { watch_id, .. } => Some(*watch_id),
            Self::Feed { .. } => None,
        }
    }

    /// The event, where one was matched.
    pub const fn event_id(&self) -> Option<EventId> {
        match self {
            Self::Event { event_id, .. } => Some(*event_id),
            Self::Mention { .. } | Self::Feed { .. } => None,
        }
    }

    /// The article, where one was matched.
    pub const fn article_id(&self) -> Option<ArticleId> {
        match self {
            Self::Mention { article_id, .. } => Some(*article_id),
            Self::Event { .. } | Self::Feed { .. } => None,
        }
    }

    /// The feed, where it is about one.
    pub const fn feed_id(&self) -> Option<FeedId> {
        match self {
            Self::Feed { feed_id, .. } => Some(*feed_id),
            Self::Event { .. } | Self::Mention { .. } => None,
        }
    }
}

/// An alert as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Row id.
    pub id: AlertId,
    /// Idempotency key: the same over all retries and channels.
    pub key: String,
    /// What raised it.
    pub cause: AlertCause,
    /// The first alert of the watch on the event, where this one tells a change of it.
    pub update_of: Option<AlertId>,
    /// Why, in words.
    pub reason: String,
    /// The message: one JSON object.
    pub payload: String,
    /// When it was raised.
    pub created_at: Timestamp,
    /// What a person has said about it.
    pub state: AlertState,
    /// When somebody acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// Its way out, one for each channel, by name.
    pub deliveries: Vec<Delivery>,
}

/// An alert's way out by one channel: a row of the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The alert.
    pub alert_id: AlertId,
    /// Name of the channel.
    pub channel: String,
    /// How far it has come.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u32,
    /// When to try next, while pending.
    pub next_try_at: Timestamp,
    /// The last failure in words.
    pub last_error: Option<String>,
    /// When the channel took it.
    pub delivered_at: Option<Timestamp>,
    /// Whether it was held back to leave with others.
    pub held: bool,
    /// The digest in which it leaves or left.
    pub digest_id: Option<i64>,
}
