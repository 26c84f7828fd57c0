//! Whether two articles tell one story, by whom they name.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::days::told_at;
use crate::model::{Entity, EntityKind, LinkedReport};
use crate::names::{self, Name};
use crate::text::fold;

/// How far apart articles of one story are told at most.
const STORY_LASTS: SignedDuration = SignedDuration::from_hours(4 * 24);
/// What a stranger whom both name counts: more than somebody who is in the news every day.
const STRANGER: usize = 2;
/// What those whom both name count together at least.
const LEAST: usize = 3;
/// Of as many names in the shorter article one is shared at least.
const ONE_OF: usize = 3;
/// Words of a stranger's name that can be told from others.
const LEAST_WORDS: usize = 2;

/// The persons and bodies that an article names.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Ids of those that the knowledge has, and folded names of bodies that are named by their state alone.
    known: BTreeSet<String>,
    /// Full names of people whom the knowledge does not have.
    strangers: Vec<Name>,
}

impl Names {
    /// Of the entities of an article.
    pub fn of(entities: &[Entity]) -> Self {
        let mut names = Self::default();
        for entity in entities {
            match (&entity.entity, entity.kind) {
                (_, EntityKind::Country) => {}
                (Some(reference), _) => names.known.extend([reference.0.clone()]),
                (None, EntityKind::Organisation) => names.known.extend([fold(&entity.name)]),
                (None, EntityKind::Person) => names.strangers.extend(Some(Name::of(&entity.name)).filter(|name| LEAST_WORDS <= name.len())),
            }
        }
        names
    }

    fn len(&self) -> usize {
        self.known.len() + self.strangers.len()
    }
}

/// Whether two articles tell one story: they name the same persons and bodies, enough of them to be no accident and enough of
/// all that the shorter names.
pub fn same_story(a: &Names, b: &Names) -> bool {
    let n_known = a.known.intersection(&b.known).count();
    let is_heard = |name: &&Name| b.strangers.iter().any(|other| names::SAME <= names::score(name, other));
    let n_heard = a.strangers.iter().filter(is_heard).count();
    let shared = n_known + n_heard;
    LEAST <= n_known + STRANGER * n_heard && a.len().min(b.len()) <= ONE_OF * shared
}

/// The time within which articles come out that may tell the same story as the report's.
pub fn story_time(report: &LinkedReport) -> (Timestamp, Timestamp) {
    let at = told_at(report);
    (at.saturating_sub(STORY_LASTS).unwrap_or(Timestamp::MIN), at.saturating_add(STORY_LASTS).unwrap_or(Timestamp::MAX))
}
