//! Filling an act's roles from the slots of its clause.

use crate::knowledge::{BodyKind, NounClass, Shape, Slot, Trigger};
use crate::model::{EventType, Family, Role};

use super::clause::Clause;
use super::context::answered;
use super::elements::Element;
use super::party::{Memory, Party, state};
use super::people::People;
use super::phrase::{Phrase, Who};
use super::scene::{Act, Scene};
use super::slots::{Filled, fill};
use super::subjects::speaker;
use super::types::{Needs, is_mutual, needs};

/// Roles with their parties, in the order of the text.
pub(super) type Cast = Vec<(Role, Party)>;

/// What filling came to.
pub(super) struct Outcome {
    /// Who plays which part.
    pub cast: Cast,
    /// What was decided on the way, for `explain`.
    pub steps: Vec<String>,
    /// Whether the actor was taken over from an earlier clause.
    pub inherited: bool,
    /// Whether somebody acts whom nothing in the article's words tells.
    pub open: bool,
}

/// Fills the roles of `act`; an outcome without what its type needs is an error that says what is missing.
pub(super) fn assign(scene: &Scene<'_>, act: &Act, clause: &Clause, memory: &Memory, people: &People) -> Result<Outcome, String> {
    let trigger = &scene.lexicon.triggers[act.trigger as usize];
    let points_back = near_nouns(scene, act, trigger, clause, memory, people)?;
    let filled = fill(scene, act, clause);
    let mut assigner = Assigner {
        scene,
        memory,
        people,
        trigger,
        filled: &filled,
        governor: scene.governor(act, clause),
        used: Vec::new(),
        outcome: Outcome { cast: Vec::new(), steps: Vec::new(), inherited: false, open: false },
    };
    assigner.run(act, clause);
    let mut outcome = assigner.outcome;
    if let Some(target) = answered(scene, act, &outcome.cast, memory) {
        outcome.steps.push("target: whose act it answers".to_owned());
        outcome.cast.push((Role::Target, target));
        outcome.inherited = true;
    }
    tidy(trigger.event_type, &mut outcome.cast);
    make_mutual(trigger.event_type, &mut outcome.cast);
    if points_back && !told_of(&outcome.cast, trigger.event_type, memory) {
        return Err("no word that it needs in its clause, and no earlier act of these parties".to_owned());
    }
    check(trigger.event_type, act.shape, &outcome).map(|()| outcome)
}

/// Whether the article has told of an act of this type by the same parties.
fn told_of(cast: &Cast, event_type: EventType, memory: &Memory) -> bool {
    memory.acts.iter().filter(|(t, _)| *t == event_type).any(|(_, parties)| cast.iter().all(|(_, p)| parties.iter().any(|q| q.is_same(p))))
}

/// How many tokens from a noun of act the noun that it needs may stand ("the expulsion of three more Russian diplomats").
const NOUN_REACH: usize = 6;

/// Holds the clause to the trigger's noun classes. Says whether the act does without one because an earlier act of the
/// article can be meant ("the conversation" needs no telephone once a call was told).
fn near_nouns(scene: &Scene<'_>, act: &Act, trigger: &Trigger, clause: &Clause, memory: &Memory, people: &People) -> Result<bool, String> {
    let here = &scene.elements[act.element];
    let reach = if act.shape == Shape::Noun { NOUN_REACH } else { usize::MAX };
    // What stands before the verb that governs a noun belongs to another act.
    let from =
        scene.governor(act, clause).filter(|g| act.shape == Shape::Noun && *g < act.element).map_or(0, |g| scene.elements[g].tokens.start);
    let in_clause = |classes: &[NounClass], from: usize| {
        let gap = |e: &Element| e.tokens.start.saturating_sub(here.tokens.end).max(here.tokens.start.saturating_sub(e.tokens.end));
        let inside = |e: &&Element| clause.contains(&e.tokens) && e.tokens != here.tokens && from <= e.tokens.start;
        let mut near = scene.elements.iter().filter(inside).filter(|e| gap(e) <= reach);
        near.any(|e| e.nouns().any(|class| classes.contains(&class)))
    };
    let called = || {
        let before = scene.antecedent(clause).map(|(index, _)| index);
        let mut near = scene.phrases.iter().enumerate().filter(|(index, p)| clause.contains(&p.tokens) || before == Some(*index));
        near.any(|(_, p)| p.nouns.iter().any(|n| trigger.need.contains(n)) || memory.calls(p, people, scene.knowledge, &trigger.need))
    };
    let names =
        |classes: &[NounClass]| classes.iter().map(|c| scene.lexicon.noun_classes[c.0 as usize].as_str()).collect::<Vec<_>>().join(" or ");
    let told_before = memory.acts.iter().any(|(event_type, _)| *event_type == trigger.event_type);
    let may_point = trigger.event_type.family() == Family::Contact || trigger.event_type == EventType::PrisonerSwap;
    let points_back = act.shape == Shape::Noun && may_point && told_before;
    let behind = || scene.elements[act.element + 1..].iter();
    let between = || scene.elements[..act.element].iter().filter(|e| clause.spans(&e.tokens));
    let in_sentence = |classes: &[NounClass]| behind().chain(between()).flat_map(Element::nouns).any(|class| classes.contains(&class));
    // An arrest and its ground ("who is suspected of spying") often stand in two clauses.
    let loose = matches!(trigger.event_type, EventType::SpyArrest | EventType::SpyTrial);
    // A class called so is met by anybody who is named, or who is named by an office.
    let official = trigger.need.iter().any(|class| scene.lexicon.noun_classes[class.0 as usize] == "official");
    let someone = |p: &Phrase| p.is_person() || p.who == Who::Counterpart || p.who == Who::Office && p.office.is_some();
    let anybody =
        || official && scene.phrases.iter().any(|p| here.tokens.end <= p.tokens.start && clause.contains(&p.tokens) && someone(p));
    let met = |classes: &[NounClass]| in_clause(classes, 0) || called() || loose && in_sentence(classes) || anybody();
    let wanting = !trigger.need.is_empty() && !met(&trigger.need);
    if wanting && !points_back {
        return Err(format!("no word of {} in its clause", names(&trigger.need)));
    }
    if in_clause(&trigger.unless, from) {
        return Err(format!("a word of {} in its clause", names(&trigger.unless)));
    }
    Ok(wanting)
}

/// The filling of one act's roles.
pub(super) struct Assigner<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) memory: &'a Memory,
    pub(super) people: &'a People,
    pub(super) trigger: &'a Trigger,
    pub(super) filled: &'a [Filled],
    pub(super) governor: Option<usize>,
    pub(super) used: Vec<usize>,
    pub(super) outcome: Outcome,
}

impl Assigner<'_> {
    fn run(&mut self, act: &Act, clause: &Clause) {
        // The object that carries the needed noun is the target, wherever it stands ("Russian diplomats were expelled").
        if !self.trigger.need.is_empty() {
            self.take_needed_object(clause);
        }
        self.take_posts();
        if self.take_between() {
            return;
        }
        let roles = self.trigger.roles.clone();
        for (role, slots) in &roles {
            self.take_role(*role, slots);
        }
        if self.scene.is_occasion(act) && self.outcome.cast.len() < 2 && is_mutual(self.trigger.event_type) {
            self.take_role(Role::Participant, &[Slot::Subject]);
        }
        self.take_pronoun(act, clause);
        self.inherit(act, clause);
    }

    /// Fills the role of the pronoun that is written at the end of the act's word: the owner of a noun («لقائه»), the
    /// object of a verb («استقبله»).
    fn take_pronoun(&mut self, act: &Act, clause: &Clause) {
        let element = &self.scene.elements[act.element];
        if !self.scene.ends_in_pronoun(element) {
            return;
        }
        let wanted = if act.shape == Shape::Noun { Slot::Genitive } else { Slot::Object };
        let open = |(role, slots): &&(Role, Vec<Slot>)| {
            let taken = self.outcome.cast.iter().filter(|(r, _)| r == role).count();
            slots.contains(&wanted) && taken < if *role == Role::Participant { 2 } else { 1 }
        };
        let Some(role) = self.trigger.roles.iter().find(open).map(|(role, _)| *role) else { return };
        let Some(party) = self.pronoun_means(act, clause) else { return };
        if self.outcome.cast.iter().any(|(_, p)| p.is_same(&party)) {
            return;
        }
        self.outcome.steps.push(format!("{role}: the pronoun of {:?}", self.scene.document.surface(element.tokens.clone())));
        self.outcome.cast.push((role, party));
    }

    /// Whom such a pronoun means: the word before a relative clause; for a noun in front of its sentence's verb that
    /// verb's subject, else who acted last; for a verb the last one named who is not its subject.
    fn pronoun_means(&self, act: &Act, clause: &Clause) -> Option<Party> {
        let resolve = |number: usize| self.memory.resolve(self.phrase(number), None, self.people, self.scene.knowledge).into_iter().next();
        if act.shape != Shape::Noun {
            let before = self.scene.antecedent(clause).and_then(|(number, _)| resolve(number));
            return before.or_else(|| self.memory.other_than_all(&self.outcome.cast));
        }
        let fronted = !self.scene.elements[..act.element].iter().any(|e| self.scene.is_verb(e));
        let later = || {
            let verb = (act.element + 1..self.scene.elements.len()).find(|i| self.scene.is_verb(&self.scene.elements[*i]))?;
            speaker(self.scene, verb).first().and_then(|number| resolve(*number))
        };
        let back = || self.memory.subject.clone().or_else(|| self.memory.other_than_all(&self.outcome.cast));
        if fronted { later().or_else(back) } else { back() }
    }

    /// Relations "between X and Y" are theirs, whoever the subject is. Says whether the cast is complete.
    fn take_between(&mut self) -> bool {
        let mutual = matches!(self.trigger.event_type, EventType::RelationsRestored | EventType::RelationsCut);
        if !mutual || self.filled.iter().filter(|f| f.slot == Slot::Between).count() != 2 {
            return false;
        }
        self.take_role(Role::Participant, &[Slot::Between]);
        self.outcome.cast.len() == 2
    }

    pub(super) fn phrase(&self, number: usize) -> &Phrase {
        &self.scene.phrases[number]
    }

    fn take_needed_object(&mut self, clause: &Clause) {
        let Some(role) = self.trigger.roles.iter().find(|(_, slots)| slots.contains(&Slot::Object)).map(|(role, _)| *role) else { return };
        if !matches!(role, Role::Target) {
            return;
        }
        let (memory, people, knowledge) = (self.memory, self.people, self.scene.knowledge);
        let recalled = self.trigger.event_type == EventType::AmbassadorRecalled;
        let bears = |number: usize| {
            let phrase = self.phrase(number);
            phrase.has_noun(&self.trigger.need) && (phrase.country.is_some() || recalled && phrase.posted.is_some())
        };
        let called = |f: &&Filled| {
            let object = !matches!(f.slot, Slot::Subject | Slot::By | Slot::With);
            bears(f.phrase) || object && memory.calls(self.phrase(f.phrase), people, knowledge, &self.trigger.need)
        };
        // With a number before it the noun stands in a case of its own, and is the object all the same.
        let bare = || {
            let inside = |p: &Phrase| p.preposition.is_none() && !p.is_person() && clause.contains(&p.tokens);
            (0..self.scene.phrases.len()).find(|number| inside(self.phrase(*number)) && bears(*number))
        };
        let Some(number) = self.filled.iter().find(called).map(|f| f.phrase).or_else(bare) else { return };
        let phrase = self.phrase(number).clone();
        let named = phrase.is_person().then(|| memory.resolve(&phrase, None, people, knowledge).into_iter().next()).flatten();
        let country = phrase.country.or(named.as_ref().and_then(|party| party.country));
        self.used.push(number);
        self.outcome.steps.push(format!("{role}: the state of \"{}\"", self.scene.document.surface(phrase.tokens.clone())));
        // An envoy who is called home acts for the state that calls; where he served is whom it is aimed at.
        let own = if recalled { Role::Actor } else { role };
        self.outcome.cast.extend(country.map(|country| (own, state(country, phrase.tokens.clone()))));
        self.outcome.cast.extend(phrase.posted.filter(|_| recalled).map(|posted| (role, state(posted, phrase.tokens.clone()))));
        // The envoy himself, where the text names him.
        self.outcome.cast.extend(named.map(|party| (Role::Subject, party)));
    }

    fn take_role(&mut self, role: Role, slots: &[Slot]) {
        let all = role == Role::Participant || role == Role::Subject && self.trigger.event_type == EventType::PrisonerSwap;
        if all && slots.contains(&Slot::Between) && self.take_two_between(role) {
            return;
        }
        for slot in slots {
            let found: Vec<usize> =
                self.filled.iter().filter(|f| f.slot == *slot && !self.used.contains(&f.phrase)).map(|f| f.phrase).collect();
            for number in found {
                self.take(role, *slot, number);
            }
            if !all && self.outcome.cast.iter().any(|(r, _)| *r == role) {
                break;
            }
        }
    }

    /// Takes those who stand behind "between"; says whether that names both sides, so that nobody else takes part.
    fn take_two_between(&mut self, role: Role) -> bool {
        let between: Vec<usize> = self.filled.iter().filter(|f| f.slot == Slot::Between).map(|f| f.phrase).collect();
        for number in between {
            self.take(role, Slot::Between, number);
        }
        2 <= self.outcome.cast.iter().filter(|(r, _)| *r == role).count()
    }

    fn take(&mut self, role: Role, slot: Slot, number: usize) {
        let phrase = self.phrase(number).clone();
        // A subject looks back, whatever was put in the cast before it.
        let owner = self.outcome.cast.first().filter(|_| slot != Slot::Subject).map(|(_, party)| party.clone());
        for party in self.memory.resolve(&phrase, owner.as_ref(), self.people, self.scene.knowledge) {
            // Whoever is caught is a person; the service of a caught agent is the one that he spied for.
            let spied = matches!(self.trigger.event_type, EventType::SpyArrest | EventType::SpyTrial) && role == Role::Subject;
            let role = match party.who {
                Who::Body(_) if spied => Role::Target,
                _ => role,
            };
            if !self.may_play(role, slot, &phrase, &party) || self.outcome.cast.iter().any(|(_, p)| p.is_same(&party)) {
                continue;
            }
            self.used.push(number);
            self.outcome.steps.push(format!("{role}: \"{}\" as {slot}", self.scene.document.surface(phrase.tokens.clone())));
            self.outcome.cast.push((role, party));
        }
    }

    /// Whether a party may play a role of this type at all.
    fn may_play(&self, role: Role, slot: Slot, phrase: &Phrase, party: &Party) -> bool {
        let medium = matches!(party.who, Who::Body(id) if self.scene.knowledge.entity(id).body().is_some_and(BodyKind::is_medium));
        if medium && self.trigger.event_type != EventType::Leak {
            return false;
        }
        // Only a service, or who serves in one, makes public what it knows.
        let serves = || party.serves(self.memory.day, self.scene.knowledge);
        if self.trigger.event_type == EventType::Assessment && role == Role::Actor && !serves() {
            return false;
        }
        // An envoy is called "to" the ministry that summons him; "to" a state is where he is sent.
        let summoned_to = self.trigger.event_type == EventType::AmbassadorSummoned && matches!(slot, Slot::To | Slot::In);
        if summoned_to && !matches!(party.who, Who::Body(_) | Who::SomeBody(_)) {
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
        let swapper = self.trigger.event_type == EventType::PrisonerSwap && role == Role::Participant;
        if swapper && party.is_person() {
            return false;
        }
        let leads = matches!(role, Role::Actor | Role::Participant | Role::Mediator | Role::Host);
        if leads && is_nobody(party) {
            return false;
        }
        if self.trigger.event_type == EventType::Visit && slot == Slot::Genitive {
            // Whose visit it is, is a person or a delegation; what stands so otherwise is where it goes («زيارة روسيا»).
            let traveller = party.is_person() || party.office.is_some() || phrase.delegation;
            return traveller == (role == Role::Actor);
        }
        let place = phrase.place.is_some() || matches!(party.who, Who::State(_)) && role == Role::Participant;
        let thing = self.trigger.event_type == EventType::IntelligenceSharing && matches!(party.who, Who::SomeBody(_) | Who::Body(_));
        if thing && phrase.country.is_none() && phrase.body_kind.is_some() {
            return false;
        }
        let only_a_place = place && slot == Slot::In && !matches!(role, Role::Target | Role::Host);
        !only_a_place
    }

    /// Whether a phrase names somebody who cannot act for any state or body, as far as the article says.
    pub(super) fn is_unknown(&self, phrase: &Phrase) -> bool {
        let nobody = || self.memory.resolve(phrase, None, self.people, self.scene.knowledge).iter().all(is_nobody);
        phrase.who == Who::Unknown || matches!(phrase.who, Who::Stranger(_)) && nobody()
    }
}

/// A person of whom the article says neither state nor body nor office.
pub(super) const fn is_nobody(party: &Party) -> bool {
    matches!(party.who, Who::Stranger(_))
        && party.country.is_none()
        && party.body.is_none()
        && party.office.is_none()
        && party.body_kind.is_none()
}

/// What two do to their relations with each other, both do: two actors without a target take part on equal terms.
fn make_mutual(event_type: EventType, cast: &mut Cast) {
    use EventType as T;
    let mutual = matches!(event_type, T::RelationsRestored | T::RelationsCut | T::IntelligenceSharing | T::Recognition);
    let actors = cast.iter().filter(|(role, _)| *role == Role::Actor).count();
    if mutual && 2 <= actors && cast.iter().all(|(role, _)| *role != Role::Target) {
        cast.iter_mut().for_each(|(role, _)| *role = Role::Participant);
    }
}

/// A state beside its own officer says nothing more; an act upon oneself is none.
fn tidy(event_type: EventType, cast: &mut Cast) {
    let mut seen: Cast = Vec::new();
    cast.retain(|(role, party)| {
        let new = seen.iter().all(|(r, p)| r != role || !p.is_same(party));
        seen.push((*role, party.clone()));
        new
    });
    let persons: Vec<(Role, Party)> = cast.iter().filter(|(_, p)| p.is_person()).cloned().collect();
    let covered = |role: Role, party: &Party| {
        let same_side = |r: Role| r == role || is_mutual(event_type);
        matches!(party.who, Who::State(_)) && persons.iter().any(|(r, p)| same_side(*r) && p.country == party.country)
    };
    cast.retain(|(role, party)| !covered(*role, party));
    if let Needs::Both(a, b) = needs(event_type)
        && a != b
    {
        let actors: Vec<Party> = cast.iter().filter(|(r, _)| *r == a).map(|(_, p)| p.clone()).collect();
        cast.retain(|(role, party)| *role != b || !actors.iter().any(|actor| actor.is_same(party)));
    }
}

/// Whether the cast has what its type needs.
fn check(event_type: EventType, shape: Shape, outcome: &Outcome) -> Result<(), String> {
    let cast = &outcome.cast;
    let has = |role: Role| cast.iter().any(|(r, _)| *r == role);
    let missing = match needs(event_type) {
        Needs::Two if cast.iter().filter(|(r, _)| *r == Role::Participant).count() < 2 => Some("a second participant".to_owned()),
        Needs::Both(Role::Actor, Role::Target) if cast.iter().filter(|(r, _)| *r == Role::Participant).count() == 2 => None,
        // A passive need not name who does it.
        Needs::Both(Role::Actor, Role::Target)
            if (outcome.open || matches!(shape, Shape::Passive | Shape::PassivePresent)) && has(Role::Target) =>
        {
            None
        }
        Needs::Both(a, b) if !has(a) || !has(b) => Some(format!("{} or {}", a, b)),
        Needs::Either(Role::Subject, _) if has(Role::Target) => None,
        Needs::Either(a, b) if !has(a) && !has(b) => Some(format!("{a} and {b}")),
        Needs::Person(role) if !cast.iter().any(|(r, p)| *r == role && p.is_person()) => Some(format!("a person as {role}")),
        _ => None,
    };
    missing.map_or(Ok(()), |what| Err(format!("nobody found for {what}")))
}
