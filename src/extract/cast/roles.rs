//! Filling an act's roles from the slots of its clause.

use crate::knowledge::{BodyKind, Cue, NounClass, Shape, Slot, Trigger};
use crate::model::{EventType, Family, Role};

use super::context::{aimed_on, answered, hit_again, opposite};
use super::party::{Party, state};
use super::require::{
    Met, check, is_accord_undone, is_only_asked, is_only_charged, is_only_named, is_only_threatened, near_nouns, told_of,
};
use super::surmise::surmise;
pub(crate) use crate::extract::cast::Cast;
use crate::extract::cast::{is_nobody, make_mutual, tidy};
use crate::extract::clauses::clause::Clause;
use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::clauses::slots::{Filled, fill, is_adjective, stands_alone};
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::steps::Steps;
use crate::extract::thread::memory::Memory;
use crate::extract::types::is_mutual;

/// What filling came to.
pub(crate) struct Outcome {
    /// Who plays which part.
    pub cast: Cast,
    /// What was decided on the way, for `explain`.
    pub steps: Steps,
    /// Whether the actor was taken over from an earlier clause.
    pub inherited: bool,
    /// Whether somebody acts whom nothing in the article's words tells.
    pub open: bool,
    /// Where the noun that the words need was found.
    pub met: Met,
}

/// Fills the roles of `act`; an outcome without what its type needs is an error that says what is missing.
pub(crate) fn assign(scene: &Scene<'_>, act: &Act, clause: &Clause, memory: &Memory, people: &People) -> Result<Outcome, String> {
    let trigger = &scene.lexicon.triggers[act.trigger as usize];
    if is_only_asked(scene, act, clause) {
        return Err("only asked of somebody, or laid to his charge".to_owned());
    }
    if is_only_threatened(scene, act) {
        return Err("only threatened".to_owned());
    }
    if is_only_charged(scene, act) {
        return Err("only laid to somebody's charge".to_owned());
    }
    if is_accord_undone(scene, act, clause) {
        return Err("an accord that is broken off".to_owned());
    }
    if is_only_named(scene, act) {
        return Err("only says how somebody is called".to_owned());
    }
    let met = near_nouns(scene, act, trigger, clause, memory, people)?;
    let points_back = met == Met::PointsBack;
    let filled = fill(scene, act, clause);
    if act.shape == Shape::Participle && stands_alone(scene, act) && !filled.iter().any(|f| f.slot == Slot::Subject) {
        return Err("tells of somebody whom nothing names".to_owned());
    }
    let mut assigner = Assigner {
        scene,
        memory,
        people,
        trigger,
        filled: &filled,
        governor: scene.governor(act, clause),
        used: Vec::new(),
        has_needed_object: false,
        is_invited: false,
        hosted: act.shape == Shape::Noun
            && scene.governor(act, clause).is_some_and(|g| g != act.element && scene.elements[g].is(Cue::Hosts)),
        outcome: Outcome { cast: Vec::new(), steps: Steps::new(scene.explains), inherited: false, open: false, met },
    };
    assigner.run(act, clause);
    let mut outcome = assigner.outcome;
    for target in aimed_on(scene, act, &outcome.cast, memory) {
        outcome.steps.tell(|| "target: whom the act before was aimed at".to_owned());
        outcome.cast.push((Role::Target, target));
        outcome.inherited = true;
    }
    if let Some(target) = answered(scene, act, &outcome.cast, memory).or_else(|| opposite(act, trigger.event_type, &outcome.cast, memory)) {
        outcome.steps.tell(|| "target: whose act it answers, or who stood on the other side before".to_owned());
        outcome.cast.push((Role::Target, target));
        outcome.inherited = true;
    }
    let again = hit_again(trigger.event_type, &outcome.cast, memory).filter(|_| points_back);
    outcome.cast.extend(again.clone().map(|party| (Role::Target, party)));
    surmise(scene, act, &mut outcome, memory, people);
    tidy(trigger.event_type, &mut outcome.cast, scene.knowledge);
    make_mutual(trigger.event_type, &mut outcome.cast);
    if points_back && again.is_none() && !told_of(&outcome.cast, trigger.event_type, memory) {
        return Err("no word that it needs in its clause, and no earlier act of these parties".to_owned());
    }
    check(scene, act, clause, &outcome).map(|()| outcome)
}

/// Whether a party is a ministry of foreign affairs.
pub(crate) fn is_ministry(party: &Party, scene: &Scene<'_>) -> bool {
    match party.who {
        Who::Body(id) => scene.knowledge.entity(id).body() == Some(BodyKind::MinistryForeign),
        Who::SomeBody(kind) => kind == BodyKind::MinistryForeign,
        _ => false,
    }
}

/// The filling of one act's roles.
pub(crate) struct Assigner<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) memory: &'a Memory,
    pub(crate) people: &'a People,
    pub(crate) trigger: &'a Trigger,
    pub(crate) filled: &'a [Filled],
    pub(crate) governor: Option<usize>,
    pub(crate) used: Vec<usize>,
    /// Whether the noun that the act needs has named whom it is done to.
    pub(crate) has_needed_object: bool,
    /// Whether those who are invited to travel have been found.
    /// Whether the subject only gives the contact its place ("hosted talks between").
    pub(crate) hosted: bool,
    pub(crate) is_invited: bool,
    pub(crate) outcome: Outcome,
}

impl Assigner<'_> {
    fn run(&mut self, act: &Act, clause: &Clause) {
        // The object that carries the needed noun is the target, wherever it stands ("Russian diplomats were expelled").
        if !self.trigger.need.is_empty() {
            self.take_needed_object(clause);
            self.has_needed_object = !self.outcome.cast.is_empty();
        }
        self.take_it(act, clause);
        self.take_posts();
        if self.take_between() {
            return;
        }
        self.take_invited(act);
        let trigger = self.trigger;
        for (role, slots) in &trigger.roles {
            if *role == Role::Actor && self.is_invited {
                continue;
            }
            self.take_role(*role, slots);
        }
        if self.scene.is_occasion(act) && self.outcome.cast.len() < 2 && is_mutual(self.trigger.event_type) {
            self.take_role(Role::Participant, &[Slot::Subject]);
        }
        self.take_person_behind(act, clause);
        self.take_included(act);
        self.take_pronoun(act, clause);
        self.take_theirs(act);
        self.take_their_mission(act);
        self.take_named_envoy(act);
        self.inherit(act, clause);
        self.take_threatened(act);
        self.share_target(act);
    }

    /// Who is caught or tried may stand behind nouns that only tell what he is («على باحث برازيلي آخر يدعى فلان»).
    fn take_person_behind(&mut self, act: &Act, clause: &Clause) {
        let spied = matches!(self.trigger.event_type, EventType::SpyArrest | EventType::SpyTrial);
        if spied && self.outcome.cast.iter().all(|(role, _)| *role != Role::Target) {
            let here = self.scene.elements[act.element].tokens.end;
            // "suspected of spying for X"
            let trade = |p: &Phrase| {
                let near =
                    |e: &crate::extract::reading::elements::Element| e.tokens.end < p.tokens.start && p.tokens.start <= e.tokens.end + 2;
                let spies = |e: &crate::extract::reading::elements::Element| e.nouns().any(|n| self.trigger.need.contains(&n));
                p.preposition == Some(Cue::For) && !p.is_person() && self.scene.elements.iter().any(|e| near(e) && spies(e))
            };
            let for_it = |p: &Phrase| (p.preposition == Some(Cue::ForBenefit) || trade(p)) && here <= p.tokens.start;
            if let Some(number) = (0..self.scene.phrases.len()).find(|number| for_it(self.phrase(*number))) {
                self.take(Role::Target, Slot::ForBenefit, number);
            }
        }
        let here = self.scene.elements[act.element].tokens.end;
        let after = self.scene.lexicon.grammar.adjective_after;
        let of_office = matches!(self.trigger.event_type, EventType::Appointment | EventType::Departure)
            && self.trigger.roles.iter().any(|(role, slots)| *role == Role::Subject && slots.contains(&Slot::Object))
            && self.scene.order() == crate::knowledge::WordOrder::VerbFirst;
        if !(spied || of_office) || !after || self.outcome.cast.iter().any(|(role, _)| *role == Role::Subject) {
            return;
        }
        let behind = |p: &Phrase| {
            here <= p.tokens.start
                && clause.contains(&p.tokens)
                && p.is_person()
                && (p.preposition.is_none() || spied && matches!(p.preposition, Some(Cue::On | Cue::To | Cue::For | Cue::In)))
        };
        let found = (0..self.scene.phrases.len()).find(|number| behind(self.phrase(*number)) && !self.used.contains(number));
        if let Some(number) = found {
            self.take(Role::Subject, Slot::Object, number);
        }
    }

    /// Who is invited is to travel, and not who invites: «وجه دعوة إلى بوتين لزيارة الصين».
    fn take_invited(&mut self, act: &Act) {
        let here = &self.scene.elements[act.element];
        let visit = self.trigger.event_type == EventType::Visit && act.shape == Shape::Noun;
        if !visit || here.clitics.preposition != Some(Cue::For) {
            return;
        }
        let near = |p: &Phrase| p.tokens.end <= here.tokens.start && here.tokens.start <= p.tokens.end + 1;
        let invited = |p: &Phrase| p.preposition == Some(Cue::To) && (p.is_person() || p.who == Who::Office || p.who == Who::Counterpart);
        let Some(number) = self.scene.phrases.iter().position(|p| near(p) && invited(p)) else { return };
        let list = self.phrase(number).list;
        for number in 0..self.scene.phrases.len() {
            if self.phrase(number).list == list {
                self.take(Role::Actor, Slot::To, number);
            }
        }
        self.is_invited = !self.outcome.cast.is_empty();
    }

    /// Relations "between X and Y" are theirs, whoever the subject is. Says whether the cast is complete.
    fn take_between(&mut self) -> bool {
        let mutual =
            matches!(self.trigger.event_type, EventType::RelationsRestored | EventType::RelationsCut | EventType::IntelligenceSharing);
        if !mutual || self.filled.iter().filter(|f| f.slot == Slot::Between).count() != 2 {
            return false;
        }
        self.take_role(Role::Participant, &[Slot::Between]);
        self.outcome.cast.len() == 2
    }

    pub(crate) fn phrase(&self, number: usize) -> &Phrase {
        &self.scene.phrases[number]
    }

    /// The nouns that the trigger needs; for an expulsion those that any of its words needs, since the label may stand
    /// for the need ("20 members of the embassy were declared personae non gratae").
    fn needed_of_type(&self) -> Vec<NounClass> {
        let own = self.trigger.event_type;
        let alike = |t: &&Trigger| std::ptr::eq(*t, self.trigger) || own == EventType::DiplomatExpelled && t.event_type == own;
        self.scene.lexicon.triggers.iter().filter(alike).flat_map(|t| t.need.iter().copied()).collect()
    }

    fn take_needed_object(&mut self, clause: &Clause) {
        let Some(role) = self.trigger.roles.iter().find(|(_, slots)| slots.contains(&Slot::Object)).map(|(role, _)| *role) else { return };
        if !matches!(role, Role::Target) {
            return;
        }
        let (memory, people, knowledge) = (self.memory, self.people, self.scene.knowledge);
        let recalled = self.trigger.event_type == EventType::AmbassadorRecalled;
        let wanted = self.needed_of_type();
        // Who hacks or kills is named by the words of the trade too, and is no target.
        let trade = self.trigger.event_type.family() == Family::Intelligence;
        let does = |number: usize| trade && self.filled.iter().any(|f| f.phrase == number && matches!(f.slot, Slot::Subject | Slot::By));
        let bears = |number: usize| {
            let phrase = self.phrase(number);
            !does(number) && phrase.has_noun(&wanted) && (phrase.country.is_some() || recalled && phrase.posted.is_some())
        };
        let called = |f: &&Filled| {
            let object = !matches!(f.slot, Slot::Subject | Slot::By | Slot::With);
            let attacks = f.slot == Slot::Subject && self.trigger.event_type == EventType::CyberOperation;
            bears(f.phrase) && !attacks || object && memory.calls(self.phrase(f.phrase), people, knowledge, &self.trigger.need)
        };
        let bears = |number: usize| {
            let attacker = self.trigger.event_type == EventType::CyberOperation
                && self.filled.iter().any(|f| f.phrase == number && f.slot == Slot::Subject);
            bears(number) && !attacker
        };
        // With a number before it the noun stands in a case of its own, and is the object all the same.
        let bare = || {
            let inside = |p: &Phrase| p.preposition.is_none() && !p.is_person() && clause.contains(&p.tokens);
            (0..self.scene.phrases.len()).find(|number| inside(self.phrase(*number)) && bears(*number))
        };
        let Some(number) = self.filled.iter().find(called).map(|f| f.phrase).or_else(bare) else { return };
        let phrase = self.phrase(number).clone();
        let named = phrase.is_person().then(|| memory.resolve(&phrase, None, people, knowledge).into_iter().next()).flatten();
        if named.is_some() && self.trigger.event_type == EventType::Sanction && self.scene.lexicon.grammar.cases {
            // Whose accounts are frozen is whom it hits, and not his state.
            self.outcome.cast.extend(named.map(|party| (role, party)));
            return;
        }
        let country = phrase.country.or(named.as_ref().and_then(|party| party.country));
        self.used.push(number);
        self.outcome.steps.tell(|| format!("{role}: the state of \"{}\"", self.scene.document.surface(phrase.tokens.clone())));
        // An envoy who is called home acts for the state that calls; where he served is whom it is aimed at.
        // So does whose letter it is, and the nation of wheat; a bare name beside goods is as often whom they are for.
        let given = match self.trigger.event_type {
            EventType::Message => true,
            EventType::Aid | EventType::IntelligenceSharing => phrase.by_adjective,
            _ => false,
        };
        let own = if recalled || given { Role::Actor } else { role };
        self.outcome.cast.extend(country.map(|country| (own, state(country, phrase.tokens.clone()))));
        let fellows = self.scene.members(phrase.list).map(|n| self.phrase(n)).filter(|p| p.has_noun(&wanted) && p.country != country);
        let fellows: Vec<_> = fellows.filter_map(|p| p.country.map(|c| (own, state(c, p.tokens.clone())))).collect();
        self.outcome.cast.extend(fellows);
        self.outcome.cast.extend(phrase.posted.filter(|_| recalled).map(|posted| (role, state(posted, phrase.tokens.clone()))));
        // The envoy himself, where the text names him, and those who are named with him.
        let fellows = |number: &usize| self.phrase(*number).list == phrase.list && self.phrase(*number).is_person();
        let fellows: Vec<usize> = (number + 1..self.scene.phrases.len()).filter(fellows).filter(|_| named.is_some()).collect();
        let meant = |number: &usize| memory.resolve(self.phrase(*number), None, people, knowledge).into_iter().next();
        let others: Vec<Party> = fellows.iter().filter_map(meant).collect();
        self.outcome.cast.extend(named.into_iter().chain(others).map(|party| (Role::Subject, party)));
        self.used.extend(fellows);
    }

    fn take_role(&mut self, role: Role, slots: &[Slot]) {
        let all = role == Role::Participant || role == Role::Subject && self.trigger.event_type == EventType::PrisonerSwap;
        if all && slots.contains(&Slot::Between) && self.take_two_between(role) {
            return;
        }
        let given = matches!(self.trigger.event_type, EventType::Message | EventType::Aid | EventType::IntelligenceSharing);
        let named = self.outcome.cast.iter().any(|(r, _)| *r == role);
        if given && named && role == Role::Actor {
            // Who hands it over is named before whose it is.
            let first = self.outcome.cast.len();
            slots.iter().filter(|s| matches!(s, Slot::Subject | Slot::By)).for_each(|slot| self.take_slot(role, *slot));
            if first < self.outcome.cast.len() {
                self.outcome.cast.remove(0);
            }
            return;
        }
        if !all && named && self.has_needed_object {
            return;
        }
        // What somebody announces of his country, his country does; what he says in its name is his own word.
        let spoken = matches!(self.trigger.event_type.family(), Family::Pressure | Family::Support);
        let own = |f: &&Filled| f.slot == Slot::Genitive && self.phrase(f.phrase).who == Who::OwnCountry;
        if let Some(own) =
            self.filled.iter().find(own).filter(|_| !spoken && role == Role::Actor && slots.contains(&Slot::Genitive)).copied()
        {
            return self.take(role, Slot::Genitive, own.phrase);
        }
        for slot in slots {
            let (filled, n_used) = (self.filled, self.used.len());
            for found in filled.iter().filter(|f| f.slot == *slot) {
                // What this slot itself brings in does not bar what follows in it.
                if !self.used[..n_used].contains(&found.phrase) {
                    self.take(role, *slot, found.phrase);
                }
            }
            if !all && self.outcome.cast.iter().any(|(r, _)| *r == role) {
                break;
            }
        }
    }

    /// Takes everybody in a slot who plays no part yet.
    fn take_slot(&mut self, role: Role, slot: Slot) {
        let found: Vec<usize> = self.filled.iter().filter(|f| f.slot == slot && !self.used.contains(&f.phrase)).map(|f| f.phrase).collect();
        for number in found {
            self.take(role, slot, number);
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

    pub(crate) fn take(&mut self, role: Role, slot: Slot, number: usize) {
        let phrase = &self.scene.phrases[number];
        // A subject looks back, whatever was put in the cast before it.
        let owner = self.outcome.cast.first().filter(|_| slot != Slot::Subject).map(|(_, party)| party.clone());
        let owner = owner.or_else(|| self.doer_beside(slot, phrase));
        for party in self.meant(role, slot, phrase, owner.as_ref()) {
            // Whoever is caught is a person; the service of a caught agent is the one that he spied for.
            let spied = matches!(self.trigger.event_type, EventType::SpyArrest | EventType::SpyTrial) && role == Role::Subject;
            let bare = matches!(phrase.who, Who::State(_) | Who::Place) || self.trigger.event_type == EventType::PrisonerSwap;
            let service = spied && party.serves(self.memory.calendar.day, self.scene.knowledge);
            let role = match party.who {
                Who::Body(_) if service => Role::Target,
                Who::Body(_) | Who::SomeBody(_) if spied => continue,
                // No state is caught, tried or freed, but by its citizens.
                Who::State(_) if bare && role == Role::Subject && self.scene.lexicon.grammar.cases => continue,
                // «الشؤون الكوبية»: an adjective behind a noun that nobody knows is no citizen.
                Who::State(_) if spied && is_adjective(phrase) && self.scene.lexicon.grammar.adjective_after => continue,
                _ => role,
            };
            let role =
                if self.hosted && slot == Slot::Subject && role == Role::Participant && !party.is_person() { Role::Host } else { role };
            if !self.may_play(role, slot, phrase, &party) || self.outcome.cast.iter().any(|(_, p)| p.is_same(&party)) {
                continue;
            }
            self.used.push(number);
            self.outcome.steps.tell(|| format!("{role}: \"{}\" as {slot}", self.scene.document.surface(phrase.tokens.clone())));
            self.outcome.cast.push((role, party));
        }
    }

    /// Who acts where a pronoun stands that is done something to: he himself is not meant by it ("he called on X and gave him ...").
    fn doer_beside(&self, slot: Slot, phrase: &Phrase) -> Option<Party> {
        let first = self.scene.order() == crate::knowledge::WordOrder::SubjectFirst;
        let pointed = first && slot != Slot::Subject && phrase.who == Who::Pronoun && self.outcome.cast.is_empty();
        let subject = self.filled.iter().find(|f| f.slot == Slot::Subject).filter(|_| pointed)?;
        let doer = self.phrase(subject.phrase);
        self.memory.resolve(doer, None, self.people, self.scene.knowledge).into_iter().next()
    }

    /// Whether a phrase names somebody who cannot act for any state or body, as far as the article says.
    pub(crate) fn is_unknown(&self, phrase: &Phrase) -> bool {
        let nobody = || self.memory.resolve(phrase, None, self.people, self.scene.knowledge).iter().all(is_nobody);
        phrase.who == Who::Unknown || matches!(phrase.who, Who::Stranger(_)) && nobody()
    }
}
