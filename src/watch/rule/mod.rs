//! The query language of watches.
//!
//! ```text
//! rule       = all ("or" all)*
//! all        = one (["and"] one)*
//! one        = "not" one | "(" rule ")" | name ["as" role] | condition
//! name       = a word, or words in double quotes
//! condition  = type:call,meeting  status:planned  domain:intelligence  country:RU,US  lang:ar,ru
//!            | feed:"Al Jazeera"  tag:agency  words:"chemical weapons"  near("weapons", "Syria", 5)
//!            | confidence>=0.8  sources>=2
//! ```
//!
//! A name is a name of the knowledge in all its spellings, or free text, as in a watch without a rule. `as target` asks for the part that
//! it plays. A comma between values means "one of".

mod parse;
mod terms;
#[cfg(test)]
mod tests;

pub use parse::RuleError;

use super::mentions::Naming;
use crate::model::{Domain, Event, EventType, LinkedReport, Role, Status, WatchOn};
use crate::text::fold;

/// A rule, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Every part must hold.
    All(Vec<Self>),
    /// One part must hold.
    Any(Vec<Self>),
    /// The part must not hold.
    Not(Box<Self>),
    /// Somebody must take part, or be named in what is told.
    Name(Named),
    /// These words must stand in the sentence that tells it, or in a title.
    Words(String),
    /// Both words must stand in one text with at most so many words between them.
    Near(String, String, u32),
    /// The event or one of its reports must be so.
    Is(Condition),
}

/// A name of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As it was typed.
    pub name: String,
    /// The part that its bearer must play.
    pub role: Option<Role>,
}

/// What a rule can ask of an event and its reports beside names and words.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// One of these types.
    Type(Vec<EventType>),
    /// One of these states of affairs.
    Status(Vec<Status>),
    /// One of these desks.
    Domain(Vec<Domain>),
    /// One of these states takes part, or it took place there (ISO 3166-1 alpha-2).
    Country(Vec<String>),
    /// Told in one of these languages (ISO 639-1).
    Lang(Vec<String>),
    /// Told by one of these outlets; part of the name is enough.
    Feed(Vec<String>),
    /// Told by a feed with one of these tags.
    Tag(Vec<String>),
    /// At least so sure, 0 to 1.
    Confidence(f64),
    /// Told by at least so many independent sources.
    Sources(u32),
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    /// Where it cannot be read: with the place, and what would be valid there.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        Self::parse_on(text, WatchOn::Events)
    }

    /// Reads the rule of a watch on events or on mentions; what asks for an event is nothing for the latter.
    ///
    /// # Errors
    /// As [`Rule::parse`].
    pub fn parse_on(text: &str, on: WatchOn) -> Result<Self, RuleError> {
        parse::parse(text, on)
    }

    /// The names and words in it, in order.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::names).collect(),
            Self::Not(part) => part.names(),
            Self::Name(named) => vec![&named.name],
            Self::Words(_) | Self::Near(..) | Self::Is(_) => Vec::new(),
        }
    }
}

impl Condition {
    /// Whether an event with its reports is so.
    pub fn holds(&self, event: &Event, reports: &[LinkedReport]) -> bool {
        match self {
            Self::Type(types) => types.contains(&event.event_type),
            Self::Status(states) => states.contains(&event.status),
            Self::Domain(domains) => domains.contains(&event.domain),
            Self::Country(codes) => {
                let is_one = |code: Option<&String>| code.is_some_and(|code| codes.contains(code));
                is_one(event.place.as_ref().and_then(|place| place.country.as_ref()))
                    || event.participants.iter().any(|participant| is_one(participant.country.as_ref()))
            }
            Self::Lang(langs) => reports.iter().any(|report| report.lang.as_ref().is_some_and(|lang| langs.contains(lang))),
            Self::Feed(names) => reports.iter().filter_map(|report| report.outlet.as_deref()).any(|outlet| is_outlet(outlet, names)),
            Self::Tag(tags) => reports.iter().any(|report| report.tags.iter().any(|tag| tags.contains(tag))),
            Self::Confidence(least) => *least <= event.confidence,
            Self::Sources(least) => *least <= event.n_sources,
        }
    }

    /// Whether an article that names somebody is so; what asks for an event never is.
    pub fn holds_in(&self, article: &Naming<'_>) -> bool {
        match self {
            Self::Country(codes) => article.entities.iter().any(|entity| entity.country.as_ref().is_some_and(|code| codes.contains(code))),
            Self::Lang(langs) => article.lang.is_some_and(|lang| langs.iter().any(|wanted| wanted == lang)),
            Self::Feed(names) => article.outlet.is_some_and(|outlet| is_outlet(outlet, names)),
            Self::Tag(tags) => article.tags.iter().any(|tag| tags.contains(tag)),
            Self::Type(_) | Self::Status(_) | Self::Domain(_) | Self::Confidence(_) | Self::Sources(_) => false,
        }
    }
}

/// Whether a part of the outlet's name is one of these.
fn is_outlet(outlet: &str, names: &[String]) -> bool {
    let outlet = fold(outlet);
    names.iter().any(|name| outlet.contains(&fold(name)))
}
