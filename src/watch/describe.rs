//! What a watch stands for, for those who set it up.

use crate::model::{EntityKind, EntityRef};

/// What a watch's names resolve to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// One for the name and each alias, in the order of the watch.
    pub names: Vec<Resolved>,
}

/// What one name of a watch resolves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The name as the user typed it.
    pub name: String,
    /// The entities of the knowledge that bear it: several where it is ambiguous, none where it is taken as free text.
    pub entities: Vec<Bearer>,
    /// In words, for a person.
    pub in_words: String,
}

/// An entity that bears a watched name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Its stable id.
    pub entity: EntityRef,
    /// What it is.
    pub kind: EntityKind,
    /// Canonical English name.
    pub name: String,
    /// Every name under which it is found.
    pub names: Vec<String>,
}
