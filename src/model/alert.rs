//! Alerts, and the outbox rows by which they leave.

use jiff::Timestamp;

use super::ids::{AlertId, EventId, FeedId, WatchId};
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
    /// The event.
    pub event_id: EventId,
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
    /// A watch matches an event: once for both.
    Event {
        /// The watch.
        watch_id: WatchId,
        /// Its name, as it was then.
        watch: String,
        /// The event.
        event_id: EventId,
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
            Self::Event { watch, .. } => watch,
            Self::Feed { feed, .. } => feed,
        }
    }

    /// The watch, where one matched.
    pub const fn watch_id(&self) -> Option<WatchId> {
        match self {
            Self::Event { watch_id, .. } => Some(*watch_id),
            Self::Feed { .. } => None,
        }
    }

    /// The event, where one was matched.
    pub const fn event_id(&self) -> Option<EventId> {
        match self {
            Self::Event { event_id, .. } => Some(*event_id),
            Self::Feed { .. } => None,
        }
    }

    /// The feed, where it is about one.
    pub const fn feed_id(&self) -> Option<FeedId> {
        match self {
            Self::Event { .. } => None,
            Self::Feed { feed_id, .. } => Some(*feed_id),
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
    /// Why, in words.
    pub reason: String,
    /// The message: one JSON object.
    pub payload: String,
    /// When it was raised.
    pub created_at: Timestamp,
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
