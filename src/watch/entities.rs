//! Watched entities of all watches, found among the participants of an event.

use rustc_hash::{FxHashMap, FxHashSet};

use super::phrases::number;
use crate::knowledge::{BodyKind, EntityRecord, Knowledge};
use crate::model::{EntityKind, EntityRef, Participant};
use crate::text::fold;

/// How a participant answers to a watched entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bond {
    /// It is the entity.
    Itself,
    /// The person acts for the body.
    ActsFor,
    /// The person is an officer of the state.
    OfficerOf,
    /// The body is an organ of the state.
    OrganOf,
}

/// A watched entity met among the participants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Met<'w> {
    /// Who watches, by place among the compiled watches …
    pub watch: u32,
    /// … and by which of its names.
    pub name: u32,
    /// The watched entity.
    pub entity: &'w Watched,
    pub bond: Bond,
}

/// What is kept of a watched entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Watched {
    pub reference: EntityRef,
    pub kind: EntityKind,
    pub name: String,
    pub country: Option<String>,
}

/// The entities that are watched, and by whom.
#[derive(Debug, Default)]
pub(super) struct Entities {
    watched: Vec<Watched>,
    /// Watch and name, by entity.
    watchers: Vec<Vec<(u32, u32)>>,
    by_id: FxHashMap<EntityRef, u32>,
    /// Watched bodies by the folded name that participants give as theirs.
    by_body: FxHashMap<String, Vec<u32>>,
    /// Watched states by code.
    by_state: FxHashMap<String, u32>,
    /// Bodies that are organs of a watched state.
    organs: FxHashSet<EntityRef>,
}

impl Entities {
    /// Adds a watched entity.
    pub fn add(&mut self, watch: u32, name: u32, record: &EntityRecord) {
        let next = number(self.watched.len());
        let at = *self.by_id.entry(record.reference.clone()).or_insert(next);
        if at == next {
            let (reference, kind) = (record.reference.clone(), record.kind());
            self.watched.push(Watched { reference, kind, name: record.name.clone(), country: record.country.clone() });
            self.watchers.push(Vec::new());
            match (kind, &record.country) {
                (EntityKind::Organisation, _) => self.by_body.entry(fold(&record.name)).or_default().push(at),
                (EntityKind::Country, Some(code)) => drop(self.by_state.insert(code.clone(), at)),
                _ => {}
            }
        }
        self.watchers[at as usize].push((watch, name));
    }

    /// Looks up the organs of the watched states, once all are added.
    pub fn finish(&mut self, knowledge: &Knowledge) {
        let is_organ = |record: &&EntityRecord| {
            let of_watched = record.country.as_ref().is_some_and(|code| self.by_state.contains_key(code));
            of_watched && record.body().is_some_and(is_organ_of_state)
        };
        let organs: Vec<EntityRef> = knowledge.entities().iter().filter(is_organ).map(|record| record.reference.clone()).collect();
        self.organs.extend(organs);
    }

    /// Tells of everybody who watches an entity that is named.
    pub fn find_named<'w>(&'w self, entity: &EntityRef, found: &mut impl FnMut(Met<'w>)) {
        if let Some(&at) = self.by_id.get(entity) {
            self.tell(at, Bond::Itself, found);
        }
    }

    fn tell<'w>(&'w self, at: u32, bond: Bond, found: &mut impl FnMut(Met<'w>)) {
        let entity = &self.watched[at as usize];
        for &(watch, name) in &self.watchers[at as usize] {
            found(Met { watch, name, entity, bond });
        }
    }

    /// Tells of every watched entity that the participant answers to.
    pub fn find<'w>(&'w self, participant: &Participant, found: &mut impl FnMut(Met<'w>)) {
        if let Some(entity) = &participant.entity {
            self.find_named(entity, found);
        }
        let bodies = participant.organisation.as_ref().filter(|_| !self.by_body.is_empty()).and_then(|name| self.by_body.get(&fold(name)));
        for &at in bodies.into_iter().flatten() {
            let of_another = matches!((&self.watched[at as usize].country, &participant.country), (Some(a), Some(b)) if a != b);
            if !of_another {
                self.tell(at, Bond::ActsFor, found);
            }
        }
        let state = participant.country.as_ref().and_then(|code| self.by_state.get(code));
        if let (Some(&at), Some(bond)) = (state, self.bond_with_state(participant)) {
            self.tell(at, bond, found);
        }
    }

    /// How the participant acts for its state, if it does.
    fn bond_with_state(&self, participant: &Participant) -> Option<Bond> {
        match participant.kind {
            EntityKind::Person => (participant.office.is_some() || participant.organisation.is_some()).then_some(Bond::OfficerOf),
            EntityKind::Organisation => {
                participant.entity.as_ref().is_none_or(|entity| self.organs.contains(entity)).then_some(Bond::OrganOf)
            }
            // A state that is named without an id is found by its code.
            EntityKind::Country => participant.entity.is_none().then_some(Bond::Itself),
        }
    }
}

/// Whether such a body speaks and acts for its state.
const fn is_organ_of_state(kind: BodyKind) -> bool {
    use BodyKind as K;
    matches!(
        kind,
        K::Presidency
            | K::Government
            | K::MinistryForeign
            | K::MinistryDefence
            | K::MinistryInterior
            | K::MinistryOther
            | K::Parliament
            | K::Court
            | K::Prosecutor
            | K::Intelligence
            | K::Security
            | K::MilitaryIntelligence
            | K::Police
            | K::Military
            | K::Council
            | K::Embassy
    )
}
