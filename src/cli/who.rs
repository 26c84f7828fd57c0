//! Whom a typed name stands for, for questions to the database.
//!
//! The database is asked first: a name under which somebody known was stored is found there in no time, in any script in which
//! it was ever written. Only for other names the whole knowledge is loaded, which knows all spellings and cases.

use crate::config::Config;
use crate::knowledge::{Knowledge, NameUse};
use crate::model::EntityRef;
use crate::store::{NameQuery, Store};
use crate::text::fold;

use super::access;

/// The question for a name in any spelling: the entities it stands for, and the words themselves.
///
/// # Errors
/// Where the database or the user's knowledge cannot be read.
pub(super) fn name_query(store: &Store, config: &Config, name: &str) -> anyhow::Result<NameQuery> {
    let words = words_of(name);
    if is_reference(name) {
        return Ok(NameQuery { entities: vec![EntityRef(name.trim().to_owned())], names: Vec::new() });
    }
    let mut entities = store.entities_named(&words)?;
    if entities.is_empty() {
        entities = known_as(&*access::knowledge(config)?, name);
    }
    Ok(NameQuery { entities, names: vec![words] })
}

/// Whether a name is an id of the knowledge base.
pub(super) fn is_reference(name: &str) -> bool {
    ["person:", "organisation:", "country:"].iter().any(|prefix| name.trim().starts_with(prefix))
}

/// Folded words, split by single spaces: as names are stored.
pub(super) fn words_of(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The entities that a name can stand for; for a capital or a seat of power that for which it stands.
pub(super) fn known_as(knowledge: &Knowledge, name: &str) -> Vec<EntityRef> {
    let mut ids = knowledge.find_entities(name);
    if ids.is_empty() {
        ids = knowledge
            .senses_of(name)
            .into_iter()
            .filter_map(|sense| match sense {
                NameUse::Place(id) => knowledge.place(id).stands_for,
                NameUse::Adjective(id) | NameUse::People(id) => Some(id),
                NameUse::Full(_) | NameUse::Short(_) | NameUse::Office(_) => None,
            })
            .collect();
    }
    let mut references: Vec<EntityRef> = ids.into_iter().map(|id| knowledge.entity(id).reference.clone()).collect();
    references.sort();
    references.dedup();
    references
}
