//! Who may play which part in an act of which type.

use crate::extract::cast::is_nobody;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::knowledge::{BodyKind, OfficeKind, Slot};
use crate::model::{EventType, Role};

use super::party::Party;
use super::roles::{Assigner, is_ministry};

impl Assigner<'_> {
    /// Whether a party may play a role of this type at all.
    pub(crate) fn may_play(&self, role: Role, slot: Slot, phrase: &Phrase, party: &Party) -> bool {
        let medium = matches!(party.who, Who::Body(id) if self.scene.knowledge.entity(id).body().is_some_and(BodyKind::is_medium));
        if medium && !matches!(self.trigger.event_type, EventType::Leak | EventType::CyberOperation) {
            return false;
        }
        // Only a service, or who serves in one, makes public what it knows.
        let serves = || party.serves(self.memory.calendar.day, self.scene.knowledge);
        if self.trigger.event_type == EventType::Assessment && role == Role::Actor && !serves() {
            return false;
        }
        // What is broken into breaks into nothing.
        let hacked = || self.scene.lexicon.noun_class("hacked").is_some_and(|class| phrase.has_noun(&[class]));
        if self.trigger.event_type == EventType::CyberOperation && role == Role::Actor && hacked() {
            return false;
        }
        // An envoy is called "to" the ministry that summons him; "to" a state is where he is sent.
        let summoned_to = self.trigger.event_type == EventType::AmbassadorSummoned && matches!(slot, Slot::To | Slot::In);
        if summoned_to && !matches!(party.who, Who::Body(_) | Who::SomeBody(_)) {
            return false;
        }
        // An envoy who comes to a ministry has been called there.
        let envoy = || party.office.is_some_and(|office| self.scene.knowledge.office(office).kind == OfficeKind::Envoy);
        let invited = self.trigger.status == Some(crate::model::Status::Proposed);
        let to_ministry = || self.outcome.cast.iter().any(|(_, p)| is_ministry(p, self.scene));
        if self.trigger.event_type == EventType::Visit && role == Role::Actor && envoy() && (invited || to_ministry()) {
            return false;
        }
        let by_envoy = || {
            let kind = |p: &Party| p.office.map(|office| self.scene.knowledge.office(office).kind);
            self.outcome.cast.iter().any(|(r, p)| *r == Role::Actor && kind(p) == Some(OfficeKind::Envoy))
        };
        if self.trigger.event_type == EventType::Visit && role == Role::Target && is_ministry(party, self.scene) && by_envoy() {
            return false;
        }
        // Whoever travels goes to another state, and so does not visit one of his own.
        let traveller = self.outcome.cast.iter().find(|(r, _)| *r == Role::Actor).and_then(|(_, p)| p.country);
        let at_home = self.trigger.event_type == EventType::Visit && role == Role::Target && party.is_person();
        if at_home && traveller.is_some() && party.country == traveller && phrase.who == Who::Pronoun {
            return false;
        }
        // A protest handed in at a union of states is none against it.
        let before_union = |id| matches!(self.scene.knowledge.entity(id).body(), Some(BodyKind::International));
        let lodged = self.trigger.event_type == EventType::Condemnation && role == Role::Target && slot == Slot::To;
        if lodged && matches!(party.who, Who::Body(id) if before_union(id)) {
            return false;
        }
        // Nobody backs or accuses his own country with these words («أكد دعم بلاده لـ...»).
        let speech = matches!(self.trigger.event_type.family(), crate::model::Family::Support | crate::model::Family::Pressure);
        let own = |country| self.outcome.cast.iter().any(|(r, p)| *r == Role::Actor && p.country == Some(country));
        if speech && role == Role::Target && phrase.who == Who::OwnCountry && party.country.is_some_and(own) {
            return false;
        }
        // Nobody spies for a single man.
        let spy_for = matches!(self.trigger.event_type, EventType::SpyArrest | EventType::SpyTrial) && role == Role::Target;
        if spy_for && (party.is_person() || phrase.who == Who::Office && !matches!(party.who, Who::Body(_))) {
            return false;
        }
        // An embassy that is opened is no party to its opening: its state is.
        let mission = matches!(self.trigger.event_type, EventType::MissionOpened | EventType::MissionClosed);
        if mission && party.who == Who::SomeBody(BodyKind::Embassy) {
            return false;
        }
        if role == Role::Subject && matches!(party.who, Who::Body(_) | Who::SomeBody(_)) {
            return false;
        }
        let person_only = matches!(self.trigger.event_type, EventType::Appointment | EventType::Departure) && role == Role::Subject;
        if person_only && !party.is_person() {
            return false;
        }
        // Who meets at "the summit of a union" are its members.
        let union = |id| matches!(self.scene.knowledge.entity(id).body(), Some(BodyKind::International | BodyKind::Alliance));
        let of_union = self.trigger.event_type == EventType::Meeting && slot == Slot::Genitive;
        if of_union && matches!(party.who, Who::Body(id) if union(id)) {
            return false;
        }
        let swapper = self.trigger.event_type == EventType::PrisonerSwap && role == Role::Participant;
        if swapper && party.is_person() {
            return false;
        }
        let leads = matches!(role, Role::Actor | Role::Participant | Role::Mediator | Role::Host);
        if leads && is_nobody(party) {
            return false;
        }
        // States do not travel, only those who act for them.
        let bare_state = matches!(phrase.who, Who::State(_)) && !phrase.by_adjective && !phrase.delegation && phrase.tokens == phrase.name;
        if self.trigger.event_type == EventType::Visit && role == Role::Actor && bare_state && slot == Slot::Subject {
            return false;
        }
        if self.trigger.event_type == EventType::Visit && slot == Slot::Genitive {
            // Whose visit it is, is a person or a delegation; what stands so otherwise is where it goes («زيارة روسيا»).
            let traveller = party.is_person() || party.office.is_some() || phrase.delegation;
            return traveller == (role == Role::Actor);
        }
        // A treaty called after a town is no act against the state of that town.
        let treaty = self.trigger.event_type == EventType::Withdrawal && role == Role::Target && phrase.has_noun(&self.trigger.need);
        let names_it = |e: &crate::extract::reading::elements::Element| {
            e.tokens.start == phrase.tokens.end && e.nouns().any(|n| self.trigger.need.contains(&n))
        };
        let called = self.trigger.event_type == EventType::Withdrawal && role == Role::Target && self.scene.elements.iter().any(names_it);
        if (treaty || called) && phrase.place.is_some() {
            return false;
        }
        // «توسطت لدى السلطات السورية»
        let pleads = self.trigger.event_type == EventType::Mediation && phrase.by_adjective;
        let place = phrase.place.is_some() || matches!(party.who, Who::State(_)) && role == Role::Participant && !pleads;
        let thing = self.trigger.event_type == EventType::IntelligenceSharing && matches!(party.who, Who::SomeBody(_) | Who::Body(_));
        if thing && phrase.country.is_none() && phrase.body_kind.is_some() {
            return false;
        }
        let only_a_place = place && slot == Slot::In && !matches!(role, Role::Target | Role::Host);
        let on_the_way = phrase.who == Who::Place && slot == Slot::To && role == Role::Participant;
        !only_a_place && !on_the_way
    }
}
