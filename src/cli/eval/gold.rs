//! Gold files: articles with the events that a person found in them.

use serde::Deserialize;

use crate::model::{EntityKind, EventType, Mode, Role, Status};

/// One article with its events.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldArticle {
    /// Unique in its file.
    pub id: String,
    /// ISO 639-1 code.
    #[serde(default)]
    pub lang: Option<String>,
    /// Plain text.
    #[serde(default)]
    pub title: String,
    /// Plain text, paragraphs split by newlines.
    pub body: String,
    /// RFC 3339.
    #[serde(default)]
    pub published: Option<String>,
    /// Empty for a quiet article.
    #[serde(default)]
    pub events: Vec<GoldEvent>,
}

/// One event as a person reads it.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldEvent {
    /// The type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// Other types that are as good.
    #[serde(default)]
    pub also: Vec<EventType>,
    /// The status.
    pub status: Status,
    /// The interval of days, where the text gives one.
    #[serde(default)]
    pub when: Option<GoldDates>,
    /// The place, where the text gives one.
    #[serde(default, rename = "where")]
    pub place: Option<GoldPlace>,
    /// Who.
    #[serde(default)]
    pub participants: Vec<GoldParticipant>,
    /// Lists of accepted names, one list a source.
    #[serde(default)]
    pub attribution: Vec<Vec<String>>,
    /// For contacts: how.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// Counts neither as found nor as missed.
    #[serde(default)]
    pub optional: bool,
    /// Names the event across articles.
    #[serde(default)]
    pub key: Option<String>,
}

/// An interval of days, ISO 8601.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldDates {
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
}

/// Where.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldPlace {
    /// ISO 3166-1 alpha-2 code.
    #[serde(default)]
    pub country: Option<String>,
}

/// Who, with every name that is accepted.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldParticipant {
    /// The part played.
    pub role: Role,
    /// What it is.
    pub kind: EntityKind,
    /// Accepted names, canonical English first.
    pub names: Vec<String>,
    /// ISO 3166-1 alpha-2 code.
    #[serde(default)]
    pub country: Option<String>,
}

/// Reads a gold file; an error names the line.
///
/// # Errors
/// A line that is no gold article.
pub fn read(text: &str) -> Result<Vec<GoldArticle>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1))).collect()
}
