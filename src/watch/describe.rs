//! What a watch stands for, for those who set it up.

use super::forms::is_findable;
use super::heard::can_be_heard;
use super::rule::Rule;
use crate::knowledge::{EntityRecord, Knowledge};
use crate::model::{EntityKind, EntityRef, Watch};
use crate::text::fold;

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
    /// Every name under which it is found, canonical first.
    pub names: Vec<String>,
}

/// What the names of a watch resolve to.
pub(super) fn describe(watch: &Watch, knowledge: &Knowledge) -> Description {
    let rule = watch.rule.as_deref().map(|rule| Rule::parse(rule).unwrap_or(Rule::Any(Vec::new())));
    let names = rule.as_ref().map_or_else(|| names_of(watch).collect(), Rule::names);
    Description { names: names.into_iter().map(|name| resolve(name, knowledge)).collect() }
}

/// The name and the aliases of a watch.
pub(super) fn names_of(watch: &Watch) -> impl Iterator<Item = &str> {
    std::iter::once(&watch.name).chain(&watch.aliases).map(String::as_str)
}

/// The entities of the knowledge that a name can mean, in the order of the knowledge.
pub(super) fn bearers<'k>(name: &str, knowledge: &'k Knowledge) -> Vec<&'k EntityRecord> {
    knowledge.find_entities(name).into_iter().map(|id| knowledge.entity(id)).collect()
}

fn resolve(name: &str, knowledge: &Knowledge) -> Resolved {
    let records = bearers(name, knowledge);
    let entities: Vec<Bearer> = records
        .iter()
        .map(|record| Bearer {
            entity: record.reference.clone(),
            kind: record.kind(),
            name: record.name.clone(),
            names: record.names.clone(),
        })
        .collect();
    Resolved { name: name.to_owned(), in_words: in_words(name, &records), entities }
}

/// Whether a name is no more than a part of the names of the people who bear it, so that others may bear it too.
pub(super) fn is_shared(name: &str, records: &[&EntityRecord]) -> bool {
    let name = fold(name);
    let is_part = |record: &&EntityRecord| record.kind() == EntityKind::Person && !record.names.iter().any(|full| fold(full) == name);
    !records.is_empty() && records.iter().all(is_part)
}

fn in_words(name: &str, records: &[&EntityRecord]) -> String {
    let others = if is_shared(name, records) { "; and whoever else is named so, which the alert then says" } else { "" };
    match records {
        [] if can_be_heard(name) => {
            format!(
                "«{name}» is not in the knowledge base: watched as free text, on whole words, and as a name by its sound, in all scripts"
            )
        }
        [] if is_findable(name) => format!("«{name}» is not in the knowledge base: watched as free text, on whole words"),
        [] => format!("«{name}» has no word in it and matches nothing"),
        [one] => format!("«{name}» names {} ({} of the knowledge base), in all spellings and scripts{others}", one.name, one.kind()),
        many => format!("«{name}» can mean {} entities of the knowledge base, all of them watched: {}{others}", many.len(), listed(many)),
    }
}

/// The names of several entities, with their states, as a list in words.
pub(super) fn listed(records: &[&EntityRecord]) -> String {
    let named = |record: &&EntityRecord| match &record.country {
        Some(country) if record.kind() != EntityKind::Country => format!("{} ({country})", record.name),
        _ => record.name.clone(),
    };
    records.iter().map(named).collect::<Vec<_>>().join(", ")
}
