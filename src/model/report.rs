//! What extraction finds in one article.

use jiff::civil::Date;

use super::mention::{Entity, EntityKind, EntityRef, Span};
use super::names::{Domain, EventType, Mode, Role, Status, vocabulary};

vocabulary! {
    /// How exactly a time is known.
    Precision, "precision" {
        /// To the day.
        Day = "day",
        /// To the month.
        Month = "month",
        /// To the year.
        Year = "year",
        /// Between two days.
        Range = "range",
    }
}

vocabulary! {
    /// Where a time comes from.
    Basis, "basis" {
        /// The text names the date.
        Explicit = "explicit",
        /// The text gives it relative to the publication ("on Sunday").
        Relative = "relative",
        /// The text gives nothing; the publication time stands in.
        Published = "published",
    }
}

/// An inclusive interval of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DateSpan {
    /// First day.
    pub start: Date,
    /// Last day, the same as `start` for a single day.
    pub end: Date,
    /// How exact it is.
    pub precision: Precision,
    /// Where it comes from.
    pub basis: Basis,
}

/// Where an act took place.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The town or building as named.
    pub place: Option<String>,
}

/// Somebody who takes part in an event, with the part they play.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Participant {
    /// The part played.
    pub role: Role,
    /// What the participant is.
    pub kind: EntityKind,
    /// The knowledge base's id, or `None` for somebody it does not know.
    pub entity: Option<EntityRef>,
    /// Canonical English name; a transliteration for the unknown.
    pub name: String,
    /// The fullest form that the article itself uses.
    pub text: String,
    /// ISO 3166-1 alpha-2 code of the state the participant belongs to.
    pub country: Option<String>,
    /// Canonical English name of the body the participant acts for.
    pub organisation: Option<String>,
    /// The office held, in English (`director`, `foreign minister`).
    pub office: Option<String>,
}

/// Who the article gives as the source of a report.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attribution {
    /// Canonical English name, or the article's own words.
    pub name: String,
    /// The knowledge base's id where it is known.
    pub entity: Option<EntityRef>,
}

/// The sentence that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The sentence as the article has it.
    pub text: String,
    /// Bytes in the article's body, or `None` where only the title says it.
    pub span: Option<Span>,
}

/// A report's place in the two ontologies that event-data tools read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Codes {
    /// PLOVER type and mode (`CONSULT-phone`).
    pub plover: Option<String>,
    /// CAMEO code (`041`).
    pub cameo: Option<String>,
}

/// One article's account of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What kind of act.
    pub event_type: EventType,
    /// Which desk.
    pub domain: Domain,
    /// Whether it happened.
    pub status: Status,
    /// When the act took place or is set for.
    pub when: Option<DateSpan>,
    /// Where.
    pub place: Option<Place>,
    /// Who, in the order of the text.
    pub participants: Vec<Participant>,
    /// For contacts: how.
    pub mode: Option<Mode>,
    /// What it was about.
    pub topics: Vec<String>,
    /// According to whom.
    pub attribution: Vec<Attribution>,
    /// The sentence that says so.
    pub evidence: Evidence,
    /// 0 to 1.
    pub confidence: f64,
    /// Codes of the published ontologies.
    pub codes: Codes,
    /// Why the extractor believes it.
    pub trace: Trace,
}

/// Why a report was found: what fired, and what it was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Trace {
    /// Id of the lexicon entry whose trigger fired.
    pub trigger: String,
    /// The trigger's words in the text.
    pub trigger_text: String,
    /// One line for each decision taken, in order; none where nobody asked for an explanation.
    pub steps: Vec<String>,
}

/// Something the extractor skipped or cut, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was skipped.
    pub what: String,
    /// Where in the body, if anywhere.
    pub span: Option<Span>,
}

/// Everything found in one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    /// ISO 639-1 code of the article's language as declared or detected.
    pub lang: String,
    /// Everybody named, in an event or not, in order of first mention.
    pub entities: Vec<Entity>,
    /// The reports, in order of their evidence.
    pub reports: Vec<Report>,
    /// What was skipped, and why.
    pub notes: Vec<Note>,
}
