//! Envoys and missions: where they stand and whose they are tells the sides of a recall, an opening, a closure.

use crate::extract::clauses::slots::{Filled, MAX_OWNER_GAP};
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::knowledge::{BodyKind, Slot, WordOrder};
use crate::model::{EventType, Role};

use super::party::state;
use super::roles::Assigner;

impl Assigner<'_> {
    /// Where an envoy or mission stands is the target of a recall, an opening, a closure; whose it is acts where nobody
    /// else is named ("recalled its ambassador to Spain", "the Italian embassy in Damascus was reopened").
    pub(crate) fn take_posts(&mut self) {
        let moved = matches!(self.trigger.event_type, EventType::AmbassadorRecalled | EventType::MissionOpened | EventType::MissionClosed);
        let stands =
            |f: &&Filled| matches!(f.slot, Slot::Object | Slot::Genitive | Slot::Subject) && self.phrase(f.phrase).posted.is_some();
        let Some(number) = self.filled.iter().find(stands).filter(|_| moved).map(|f| f.phrase) else {
            self.take_owner_of_mission();
            return;
        };
        let phrase = self.phrase(number).clone();
        self.used.push(number);
        if self.take_foreign_mission(&phrase) {
            return;
        }
        if let Some(posted) = phrase.posted.map(|id| state(id, phrase.tokens.clone())) {
            self.outcome.steps.tell(|| format!("target: where {:?} stands", self.scene.document.surface(phrase.tokens.clone())));
            self.outcome.cast.push((Role::Target, posted));
        }
        let acts = self.acts_beside(number);
        // A state that closes somebody else's mission on its own soil does it to the state whose mission it is.
        let hosts = |f: &&Filled| matches!(f.slot, Slot::Subject | Slot::By) && self.phrase(f.phrase).country == phrase.posted;
        if self.trigger.event_type == EventType::MissionClosed && phrase.country.is_some() && self.filled.iter().any(|f| hosts(&f)) {
            self.outcome.cast.clear();
            self.outcome.cast.extend(phrase.country.map(|owner| (Role::Target, state(owner, phrase.tokens.clone()))));
            return;
        }
        // A state that has just acted and closes a mission on its own soil closes somebody else's.
        let host =
            phrase.posted.filter(|posted| !acts && self.memory.home == Some(*posted) && phrase.country.is_some_and(|c| c != *posted));
        let closes = self.trigger.event_type == EventType::MissionClosed && self.scene.order() == WordOrder::VerbFirst;
        if let (Some(host), Some(owner), true) = (host, phrase.country, closes) {
            self.outcome.cast.clear();
            self.outcome.cast.push((Role::Actor, state(host, phrase.tokens.clone())));
            self.outcome.cast.push((Role::Target, state(owner, phrase.tokens)));
            return;
        }
        if let Some(owner) = phrase.country.filter(|_| !acts) {
            self.outcome.cast.push((Role::Actor, state(owner, phrase.tokens)));
        }
    }

    /// Whether somebody else than a phrase acts, by a phrase of its own or as what "it" means.
    fn acts_beside(&self, number: usize) -> bool {
        let other = |f: &Filled| matches!(f.slot, Slot::Subject | Slot::By) && f.phrase != number;
        self.filled.iter().any(other) || self.outcome.cast.iter().any(|(role, _)| *role == Role::Actor)
    }

    /// A mission that another state closes on its own soil is aimed at whose it is ("X will close the consulate of Y"). Says whether
    /// it is one.
    fn take_foreign_mission(&mut self, mission: &Phrase) -> bool {
        if self.trigger.event_type != EventType::MissionClosed {
            return false;
        }
        let closer =
            self.filled.iter().find(|f| matches!(f.slot, Slot::Subject | Slot::By) && self.phrase(f.phrase).tokens != mission.tokens);
        let closer = closer
            .map(|f| self.phrase(f.phrase))
            .and_then(|p| self.memory.resolve(p, None, self.people, self.scene.knowledge).into_iter().next());
        let meant = || self.outcome.cast.iter().find(|(role, _)| *role == Role::Actor).and_then(|(_, party)| party.country);
        let country = closer.and_then(|party| party.country).or_else(meant);
        let Some(owner) =
            mission.country.filter(|owner| country.is_some_and(|c| c != *owner) && mission.posted.is_none_or(|p| Some(p) == country))
        else {
            return false;
        };
        self.outcome.steps.tell(|| "target: whose mission it is".to_owned());
        self.outcome.cast.push((Role::Target, state(owner, mission.tokens.clone())));
        true
    }

    /// Whose embassy is opened or closed acts, where nobody else is said to.
    fn take_owner_of_mission(&mut self) {
        if !matches!(self.trigger.event_type, EventType::MissionOpened | EventType::MissionClosed) {
            return;
        }
        let embassy = |f: &&Filled| {
            let phrase = self.phrase(f.phrase);
            matches!(phrase.who, Who::SomeBody(BodyKind::Embassy) | Who::Group) && phrase.body_kind == Some(BodyKind::Embassy)
        };
        let Some(number) = self.filled.iter().find(embassy).map(|f| f.phrase) else { return };
        self.used.push(number);
        let acts = self.acts_beside(number);
        let phrase = self.phrase(number).clone();
        if acts {
            self.take_foreign_mission(&phrase);
            return;
        }
        if let Some(owner) = phrase.country {
            let party = state(owner, phrase.tokens.clone());
            self.outcome.cast.push((Role::Actor, party));
        } else if let Some(behind) = self.scene.phrases.get(number + 1).filter(|p| p.tokens.start <= phrase.tokens.end + MAX_OWNER_GAP) {
            // "the embassies of the two countries".
            let owners = if behind.preposition.is_none() && matches!(behind.who, Who::Both | Who::Several | Who::OwnCountry | Who::Realm) {
                self.memory.resolve(behind, None, self.people, self.scene.knowledge)
            } else {
                Vec::new()
            };
            self.outcome.cast.extend(owners.into_iter().map(|party| (Role::Actor, party)));
        }
    }
}
