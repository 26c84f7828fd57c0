//! Watches: whom the user wants to hear about.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::ids::{ArticleId, WatchId};
use super::mention::{EntityRef, Span};
use super::names::{EventType, Status, UnknownName, vocabulary};
use super::report::{DateSpan, Participant, Place};

vocabulary! {
    /// What a watch's name stands for.
    WatchScope, "watch scope" {
        /// A name of the knowledge base, in all its spellings.
        Entity = "entity",
        /// Free text, folded per language.
        Text = "text",
    }
}

vocabulary! {
    /// What a watch is on.
    WatchOn, "subject of a watch" {
        /// Events: one alert for each.
        Events = "events",
        /// Articles that name somebody, in an event or not: one alert for each.
        Mentions = "mentions",
    }
}

impl Default for WatchOn {
    /// What a watch is on where nothing is said.
    fn default() -> Self {
        Self::Events
    }
}

/// A change of an event of which a watch wants to hear once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Update {
    /// It is told with another status.
    Status,
    /// Somebody takes part who did not before.
    Participant,
    /// So many independent sources tell it now, at least two.
    Sources(u32),
    /// An article was edited, and the event with it.
    Correction,
}

impl fmt::Display for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.pad("status"),
            Self::Participant => f.pad("participant"),
            Self::Sources(least) => write!(f, "sources={least}"),
            Self::Correction => f.pad("correction"),
        }
    }
}

impl FromStr for Update {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let least = text.strip_prefix("sources=").and_then(|least| least.parse().ok()).filter(|least| 2 <= *least);
        match (text, least) {
            ("status", _) => Ok(Self::Status),
            ("participant", _) => Ok(Self::Participant),
            ("correction", _) => Ok(Self::Correction),
            (_, Some(least)) => Ok(Self::Sources(least)),
            _ => Err(UnknownName {
                what: "update",
                found: text.to_owned(),
                valid: vec!["status", "participant", "sources=N (2 or more)", "correction"],
            }),
        }
    }
}

impl serde::Serialize for Update {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Update {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
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
    /// Whether events raise its alerts, or articles that name somebody.
    pub on: WatchOn,
    /// The changes of an event that raise an alert once more, sorted; none for a watch on mentions.
    pub updates: Vec<Update>,
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

/// Why a watch matched an event or an article.
#[derive(Debug, Clone, PartialEq)]
pub struct WatchMatch {
    /// The watch.
    pub watch_id: WatchId,
    /// Whether an entity or free text matched.
    pub scope: WatchScope,
    /// The entity, where one matched.
    pub entity: Option<EntityRef>,
    /// The words that matched, as the article has them.
    pub matched_text: String,
    /// Where they stand, in bytes of the article's body; `None` in an event and in a title.
    pub span: Option<Span>,
    /// In words, for a person.
    pub reason: String,
}

/// An event as a watch that was alerted of it knows it: what changes are measured against.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Told {
    /// What kind of act.
    pub event_type: EventType,
    /// Whether it happened.
    pub status: Status,
    /// When.
    pub when: Option<DateSpan>,
    /// Where.
    pub place: Option<Place>,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// How many independent sources told it when the watch was alerted of it first.
    pub n_sources: u32,
    /// The articles that told it, by their row ids.
    pub articles: Vec<ArticleId>,
    /// Edits of its articles that were looked at, by the hashes of the earlier texts.
    pub edits: Vec<String>,
    /// Changes that were told, by their keys: none is told twice.
    pub changes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_are_read_as_they_are_written() {
        for update in [Update::Status, Update::Participant, Update::Sources(3), Update::Correction] {
            assert_eq!(update.to_string().parse(), Ok(update));
        }
        for wrong in ["", "sources", "sources=1", "sources=x", "sources=-3", "all"] {
            assert!(wrong.parse::<Update>().is_err(), "{wrong}");
        }
    }
}
