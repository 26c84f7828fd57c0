//! Watches: whom the user wants to hear about.

use jiff::Timestamp;

use super::ids::{EventId, WatchId};
use super::mention::EntityRef;
use super::names::{EventType, vocabulary};

vocabulary! {
    /// What a watch's name stands for.
    WatchScope, "watch scope" {
        /// A name of the knowledge base, in all its spellings.
        Entity = "entity",
        /// Free text, folded per language.
        Text = "text",
    }
}

/// A watched name with its conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// Row id.
    pub id: WatchId,
    /// The name as the user typed it.
    pub name: String,
    /// Further spellings the user gave.
    pub aliases: Vec<String>,
    /// A rule in the query language of watches; the name is then only what the watch is called.
    pub rule: Option<String>,
    /// Only events of these types; all where empty.
    pub types: Vec<EventType>,
    /// Only events in which one of these states takes part or which took place there; all where empty.
    pub countries: Vec<String>,
    /// Only events at least this sure.
    pub min_confidence: f64,
    /// Names of the channels to alert; the default channels where empty.
    pub channels: Vec<String>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// Why a watch matched an event.
#[derive(Debug, Clone, PartialEq)]
pub struct WatchMatch {
    /// The watch.
    pub watch_id: WatchId,
    /// The event.
    pub event_id: EventId,
    /// Whether an entity or free text matched.
    pub scope: WatchScope,
    /// The entity, where one matched.
    pub entity: Option<EntityRef>,
    /// The words that matched, as the article has them.
    pub matched_text: String,
    /// In words, for a person.
    pub reason: String,
}
