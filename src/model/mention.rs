//! Who is named in a text: entities and where they stand.

use super::names::vocabulary;

/// A byte range in a stored text; always on character boundaries of that text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch of `text` that this span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether `other` lies wholly inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

vocabulary! {
    /// What an entity is.
    EntityKind, "entity kind" {
        /// A human being.
        Person = "person",
        /// A body: a ministry, a service, an alliance, a medium.
        Organisation = "organisation",
        /// A state or territory of ISO 3166-1.
        Country = "country",
    }
}

/// A stable id of the knowledge base: `person:sergey-naryshkin`, `organisation:svr`, `country:RU`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct EntityRef(pub String);

impl std::fmt::Display for EntityRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// One place in an article where an entity is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words as the article has them.
    pub text: String,
    /// Where: bytes in the body, or `None` for a mention in the title.
    pub span: Option<Span>,
}

/// Somebody named in an article, known to the knowledge base or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The knowledge base's id, or `None` for somebody it does not know.
    pub entity: Option<EntityRef>,
    /// What it is.
    pub kind: EntityKind,
    /// Canonical English name; a transliteration for the unknown.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the state it belongs to.
    pub country: Option<String>,
    /// Every place it is named, in reading order.
    pub mentions: Vec<Mention>,
}
