//! Whom an act must have to do with where neither its own words nor the acts before it say so: the other side of which its
//! sentence or the article told last. Only where a sentence may go without its subject or object: most of it where nouns carry
//! case, and less where the verb comes first.

use std::ops::Range;

use crate::extract::cast::is_nobody;
use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::clauses::slots::is_adjective;
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::Element;
use crate::extract::thread::memory::Memory;
use crate::extract::types::is_mutual;
use crate::knowledge::{Cases, Cue, EntityId, Shape, WordOrder};
use crate::model::{EventType, Family, Role};

use super::party::{Party, state};
use super::roles::{Assigner, Outcome};

/// What one state or its officers do to another, of which the article need name no more than the one.
const fn between_states(event_type: EventType) -> bool {
    use EventType as T;
    matches!(
        event_type,
        T::Accusation
            | T::Condemnation
            | T::Demand
            | T::Threat
            | T::Support
            | T::Aid
            | T::Sanction
            | T::SanctionLifted
            | T::Recognition
            | T::RelationsCut
            | T::RelationsRestored
            | T::MissionOpened
            | T::MissionClosed
            | T::AmbassadorRecalled
            | T::AmbassadorSummoned
            | T::DiplomatExpelled
            | T::IntelligenceSharing
    )
}

/// Whether the order of words lets the target of such an act be surmised. Where the verb comes first, pressure and measures are
/// too often aimed at somebody whom the sentence only describes.
const fn may_lack_target(order: WordOrder, event_type: EventType) -> bool {
    use EventType as T;
    let told_first =
        matches!(event_type, T::Support | T::AmbassadorRecalled | T::AmbassadorSummoned | T::DiplomatExpelled | T::IntelligenceSharing);
    match order {
        WordOrder::Free => between_states(event_type),
        WordOrder::VerbFirst => told_first,
        WordOrder::SubjectFirst => false,
    }
}

/// Completes a cast that has an actor and no target.
pub(crate) fn surmise(scene: &Scene<'_>, act: &Act, outcome: &mut Outcome, memory: &Memory, people: &People) {
    if scene.order() == WordOrder::SubjectFirst {
        return;
    }
    let free = scene.order() == WordOrder::Free;
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    if is_mutual(event_type) {
        second(scene, act, outcome, memory, people);
    }
    if free && event_type == EventType::Leak && outcome.cast.is_empty() {
        spilt(scene, act, outcome, memory, people);
    }
    if free && matches!(event_type, EventType::SpyArrest | EventType::SpyTrial) {
        spied_for(scene, act, outcome, memory, people);
    }
    if event_type == EventType::Visit {
        whither(scene, act, outcome, memory);
    }
    if event_type == EventType::Defection && !free {
        sides_left(scene, act, outcome);
    }
    if event_type == EventType::PrisonerSwap && !free {
        swapped_by(outcome);
    }
    let has = |role: Role| outcome.cast.iter().any(|(r, _)| *r == role);
    if !may_lack_target(scene.order(), event_type) || has(Role::Target) || has(Role::Participant) || !has(Role::Actor) {
        return;
    }
    let mut own: Vec<EntityId> = outcome.cast.iter().filter_map(|(_, party)| party.country).collect();
    own.dedup();
    // Two who restore or open something do it with each other.
    if 1 < own.len() && event_type.family() == Family::Relations {
        return;
    }
    let found = if free { None } else { again(scene, act, &own, memory) };
    let found = found.or_else(|| beside(scene, act, &own, memory, people)).or_else(|| other_side(scene, act, &own, memory));
    if let Some(party) = found {
        outcome.steps.tell(|| "target: the other side".to_owned());
        outcome.cast.push((Role::Target, party));
        outcome.inherited = true;
    }
}

/// Completes a journey without a goal: to the land that its sentence names as a place, or where the text was last, if it is another
/// than the traveller's.
fn whither(scene: &Scene<'_>, act: &Act, outcome: &mut Outcome, memory: &Memory) {
    let [(Role::Actor, one)] = outcome.cast.as_slice() else { return };
    let Some(own) = one.country.filter(|_| one.is_person() || scene.order() == WordOrder::Free) else { return };
    let here = &scene.elements[act.element].tokens;
    let journey = |(t, _): (u16, Shape)| scene.lexicon.triggers[t as usize].event_type == EventType::Visit;
    let told_beside = |(index, e): (usize, &Element)| index != act.element && e.triggers().any(journey);
    if scene.order() != WordOrder::Free && scene.elements.iter().enumerate().any(told_beside) {
        return;
    }
    let place = |p: &&Phrase| matches!(p.preposition, Some(Cue::In | Cue::To)) && (p.place.is_some() || matches!(p.who, Who::State(_)));
    let land = |p: &Phrase| {
        let of_place = p.place.and_then(|id| scene.knowledge.country(&scene.knowledge.place(id).country));
        p.country.or(of_place).filter(|c| *c != own)
    };
    let behind = scene.phrases.iter().filter(|p| here.end <= p.tokens.start).filter(place).find_map(land);
    let before = || scene.phrases.iter().rev().filter(|p| p.tokens.end <= here.start).filter(place).find_map(land);
    let last = || memory.place.as_ref().and_then(|p| scene.knowledge.country(p.country.as_deref()?)).filter(|c| *c != own);
    let Some(goal) = behind.or_else(before).or_else(last) else { return };
    outcome.steps.tell(|| "target: where the text is".to_owned());
    outcome.cast.push((Role::Target, state(goal, here.clone())));
    outcome.inherited = true;
}

/// Completes a defection: the side left is the state of whoever goes over, and he goes where the words behind it lead.
fn sides_left(scene: &Scene<'_>, act: &Act, outcome: &mut Outcome) {
    let Some((_, subject)) = outcome.cast.iter().find(|(role, _)| *role == Role::Subject) else { return };
    let Some(own) = subject.country else { return };
    let here = scene.elements[act.element].tokens.clone();
    let has = |role: Role| outcome.cast.iter().any(|(r, _)| *r == role);
    let (target, host) = (has(Role::Target), has(Role::Host));
    let whither = |p: &&Phrase| here.end <= p.tokens.start && p.preposition == Some(Cue::To) && matches!(p.who, Who::State(_) | Who::Place);
    let land = |p: &Phrase| p.country.or_else(|| p.place.and_then(|id| scene.knowledge.country(&scene.knowledge.place(id).country)));
    let goal = scene.phrases.iter().find(whither).and_then(land).filter(|state| *state != own);
    if act.shape == Shape::Noun && !host && goal.is_none() {
        return;
    }
    if !target {
        outcome.cast.push((Role::Target, state(own, here.clone())));
    }
    if let Some(goal) = goal.filter(|_| !host) {
        outcome.cast.push((Role::Host, state(goal, here)));
    }
}

/// Where those who are exchanged are of two states and no two sides are told, those states exchange them («تبادل البلجيكي فلان
/// والإيراني فلان»).
fn swapped_by(outcome: &mut Outcome) {
    let mut states: Vec<(EntityId, Range<usize>)> = Vec::new();
    for (_, party) in outcome.cast.iter().filter(|(role, _)| *role == Role::Subject) {
        if let Some(country) = party.country.filter(|c| states.iter().all(|(known, _)| known != c)) {
            states.push((country, party.tokens.clone()));
        }
    }
    let sides = outcome.cast.iter().filter(|(role, _)| *role == Role::Participant).count();
    if states.len() == 2 && sides < 2 {
        outcome.steps.tell(|| "participants: the states of those who are exchanged".to_owned());
        outcome.cast.retain(|(role, party)| *role != Role::Participant || states.iter().any(|(state, _)| party.country == Some(*state)));
        for (country, tokens) in states {
            if outcome.cast.iter().all(|(role, party)| *role != Role::Participant || party.country != Some(country)) {
                outcome.cast.push((Role::Participant, state(country, tokens)));
            }
        }
    }
}

/// Whose papers come out where nobody is told who let them out: the first body or state behind the words.
fn spilt(scene: &Scene<'_>, act: &Act, outcome: &mut Outcome, memory: &Memory, people: &People) {
    let here = scene.elements[act.element].tokens.end;
    let owner =
        |p: &&Phrase| here <= p.tokens.start && p.preposition.is_none() && p.cases.may_be(Cases::GEN) && !p.is_person() && p.can_act();
    let found = scene.phrases.iter().find(owner).and_then(|p| memory.resolve(p, None, people, scene.knowledge).into_iter().next());
    outcome.cast.extend(found.map(|party| (Role::Target, party)));
}

/// For whom somebody spied where the words do not say it plainly: the one body or state of another side than the captor's that stands
/// in the sentence.
fn spied_for(scene: &Scene<'_>, act: &Act, outcome: &mut Outcome, memory: &Memory, people: &People) {
    let has = |role: Role| outcome.cast.iter().any(|(r, _)| *r == role);
    if has(Role::Target) || outcome.cast.is_empty() {
        return;
    }
    let own: Vec<EntityId> = outcome.cast.iter().filter(|(role, _)| *role == Role::Actor).filter_map(|(_, p)| p.country).collect();
    let here = scene.elements[act.element].tokens.start;
    let thing =
        |p: &&Phrase| here < p.tokens.start && !p.is_person() && p.can_act() && p.office.is_none() && p.preposition != Some(Cue::In);
    let other = |party: &Party| !party.is_person() && party.country.is_some_and(|c| !own.contains(&c));
    let found = scene.phrases.iter().filter(thing).find_map(|p| memory.resolve(p, None, people, scene.knowledge).into_iter().find(other));
    let new = |party: &Party| outcome.cast.iter().all(|(_, known)| !known.is_same(party));
    if let Some(party) = found.filter(|party| !own.is_empty() && new(party)) {
        outcome.steps.tell(|| "target: the other side in the sentence".to_owned());
        outcome.cast.push((Role::Target, party));
    }
}

/// Completes a contact of which one party alone is told with the person named last who is of another state.
fn second(scene: &Scene<'_>, act: &Act, outcome: &mut Outcome, memory: &Memory, people: &People) {
    let [(Role::Participant, one)] = outcome.cast.as_slice() else { return };
    let Some(own) = one.country else { return };
    let person = |party: &Party| party.is_person() && party.country.is_some_and(|c| c != own);
    let found = beside(scene, act, &[own], memory, people).filter(|p| person(p) == one.is_person());
    let free = scene.order() == WordOrder::Free;
    let last = || memory.recent.iter().rev().find(|p| person(p)).filter(|_| one.is_person() && free).cloned();
    let found = found.or_else(last);
    if let Some(party) = found {
        outcome.steps.tell(|| "participant: the other side".to_owned());
        outcome.cast.push((Role::Participant, party));
        outcome.inherited = true;
    }
}

/// The party of another state that stands nearest in the sentence.
fn beside(scene: &Scene<'_>, act: &Act, own: &[EntityId], memory: &Memory, people: &People) -> Option<Party> {
    let here = &scene.elements[act.element].tokens;
    let fits = |p: &&Phrase| {
        p.can_act()
            && !matches!(p.who, Who::Unknown | Who::Pronoun)
            && !matches!(p.preposition, Some(Cue::About | Cue::According | Cue::In))
    };
    let other = |party: &Party| party.country.is_some_and(|c| !own.contains(&c)) && !is_nobody(party);
    let meant = |p: &Phrase| memory.resolve(p, None, people, scene.knowledge).into_iter().find(other);
    let behind = scene.phrases.iter().filter(|p| here.end <= p.tokens.start).filter(fits).find_map(meant);
    behind.or_else(|| scene.phrases.iter().rev().filter(|p| p.tokens.end <= here.start).filter(fits).find_map(meant))
}

/// The state that stood on the other side when the article last told of such an act by the same state.
fn again(scene: &Scene<'_>, act: &Act, own: &[EntityId], memory: &Memory) -> Option<Party> {
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let ours = |p: &Party| p.country.is_some_and(|c| own.contains(&c));
    let (_, parties) = memory.acts.iter().rev().find(|(t, parties)| *t == event_type && parties.first().is_some_and(ours))?;
    let other = parties.iter().find_map(|p| p.country.filter(|c| !own.contains(c)))?;
    Some(state(other, scene.elements[act.element].tokens.clone()))
}

/// The state that stood on the other side when the article last told of an act of the actor's state, else the one of which it told
/// last.
fn other_side(scene: &Scene<'_>, act: &Act, own: &[EntityId], memory: &Memory) -> Option<Party> {
    let ours = |p: &Party| p.country.is_some_and(|c| own.contains(&c));
    let met = memory.acts.iter().rev().filter(|(_, parties)| parties.iter().any(ours));
    let known = met.filter_map(|(_, parties)| parties.iter().find_map(|p| p.country.filter(|c| !own.contains(c)))).next();
    known.or_else(|| memory.last_state(|id| !own.contains(&id))).map(|id| state(id, scene.elements[act.element].tokens.clone()))
}

impl Assigner<'_> {
    /// The subject of the sentence for a finite verb that has none of its own: the nearest name before it that stands in
    /// the nominative and agrees with it.
    pub(crate) fn subject_of_sentence(&self, act: &Act) -> Option<Party> {
        let finite = matches!(act.shape, Shape::Past | Shape::Present | Shape::Future);
        if self.scene.order() != WordOrder::Free || !finite {
            return None;
        }
        let verb = &self.scene.elements[act.element];
        let first_verb = self.scene.elements.iter().find(|e| self.scene.is_verb(e)).map_or(verb.tokens.start, |e| e.tokens.start);
        let several = self.scene.is_plural_verb(verb) == Some(true);
        let nominative = |p: &Phrase| {
            let sure = p.cases.and(Cases::ACC.or(Cases::GEN)) == Cases::NONE || p.tokens.end <= first_verb;
            p.cases.and(Cases::NOM) != Cases::NONE && sure
        };
        let stands = |p: &&Phrase| {
            p.tokens.end <= verb.tokens.start && p.preposition.is_none() && !p.owns_next && p.can_act() && !is_adjective(p) && nominative(p)
        };
        let phrase = self.scene.phrases.iter().rev().find(stands)?;
        let many =
            1 < self.scene.members(phrase.list).count() || phrase.several || matches!(phrase.who, Who::Both | Who::Several | Who::Group);
        if self.scene.disagrees(verb, phrase) || several != many || self.closes_relative(phrase, verb) {
            return None;
        }
        self.memory.resolve(phrase, None, self.people, self.scene.knowledge).into_iter().next().filter(|party| !is_nobody(party))
    }

    /// Whether a name stands in a relative clause that a comma closes before the verb.
    fn closes_relative(&self, phrase: &Phrase, verb: &Element) -> bool {
        let comma = |token: &usize| matches!(self.scene.document.punct(*token), Some(','));
        let Some(close) = (phrase.tokens.end..verb.tokens.start).find(comma) else { return false };
        let opens = |e: &Element| {
            e.is(Cue::Which) && e.tokens.end <= phrase.tokens.start && !(e.tokens.end..phrase.tokens.start).any(|t| comma(&t))
        };
        close < verb.tokens.start && self.scene.elements.iter().any(opens)
    }
}
