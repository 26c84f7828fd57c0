//! Who acts where an act's own clause does not say: the actor of an earlier clause, or nobody.

use crate::extract::cast::{Cast, is_nobody};
use crate::extract::clauses::clause::Clause;
use crate::extract::clauses::scene::Act;
use crate::extract::clauses::slots::{Filled, in_clause};
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::{Element, covering};
use crate::extract::types::{Needs, needs};
use crate::knowledge::{BodyKind, Cases, Cue, EntityId, Shape, Slot, WordOrder};
use crate::model::{EventType, Family, Role};

use super::party::{Party, state};
use super::roles::Assigner;

/// How many tokens before a noun of act its possessive may stand ("their first face-to-face meeting").
const THEIRS_REACH: usize = 3;

/// How many words may stand between such a word and its verb ("we have never asked").
const MAX_SUBJECT_GAP: usize = 2;

/// How many tokens behind the word the party may stand whose conduct is condemned.
const CONDEMNED_REACH: usize = 9;

/// How many tokens behind a threat the word may stand that opens what it says.
const MAX_THAT: usize = 5;

impl Assigner<'_> {
    /// "Their meeting with X" is one of the two who were just named together.
    pub(crate) fn take_theirs(&mut self, act: &Act) {
        let here = self.scene.elements[act.element].tokens.start;
        let near = |e: &&Element| e.tokens.end <= here && here - e.tokens.end <= THEIRS_REACH;
        let before = self.scene.elements[..act.element].iter().rev().find(near);
        let alone = self.outcome.cast.len() < 2 && needs(self.trigger.event_type) == Needs::Two;
        if !matches!(act.shape, Shape::Noun | Shape::Participle)
            || !alone
            || !before.is_some_and(|e| e.is(Cue::Theirs))
            || self.memory.pair.len() != 2
        {
            return;
        }
        let new: Vec<Party> = self.memory.pair.iter().filter(|p| self.outcome.cast.iter().all(|(_, q)| !q.is_same(p))).cloned().collect();
        self.outcome.steps.tell(|| "participants: the two just named".to_owned());
        self.outcome.cast.extend(new.into_iter().map(|party| (Role::Participant, party)));
    }

    /// Whom a phrase means; a pronoun is a state where only states do such things to each other.
    pub(crate) fn meant(&self, role: Role, slot: Slot, phrase: &Phrase, owner: Option<&Party>) -> Vec<Party> {
        use EventType as T;
        let of_states = matches!(self.trigger.event_type, T::RelationsCut | T::RelationsRestored | T::Recognition | T::MissionOpened);
        if phrase.who == Who::Pronoun && of_states && role == Role::Target && slot != Slot::Subject {
            return self.memory.thing_meant(&self.outcome.cast, &phrase.tokens).into_iter().collect();
        }
        let here = || self.two_here(phrase);
        let found = here().unwrap_or_else(|| self.memory.resolve(phrase, owner, self.people, self.scene.knowledge));
        // "The two were told to leave" are people, never the two states.
        if phrase.who == Who::Both && self.trigger.event_type == T::DiplomatExpelled && !found.iter().any(Party::is_person) {
            return Vec::new();
        }
        if role == Role::Target && matches!(self.trigger.event_type, T::DiplomatExpelled | T::AmbassadorSummoned) {
            return self.foreign(found);
        }
        // Envoys are called to a ministry, whatever service was named before.
        let serves = |party: &Party| party.serves(self.memory.calendar.day, self.scene.knowledge);
        if role == Role::Actor && self.trigger.event_type == T::AmbassadorSummoned && phrase.country.is_none() && found.iter().any(serves) {
            let theirs = |id: &EntityId| self.outcome.cast.iter().any(|(_, party)| party.country == Some(*id));
            let home = self.memory.seat.or_else(|| self.memory.foremost.iter().copied().find(|id| !theirs(id)));
            return home.map(|id| state(id, phrase.tokens.clone())).into_iter().collect();
        }
        let aimed = matches!(self.trigger.event_type.family(), Family::Pressure | Family::Support) && slot != Slot::Subject;
        if phrase.who == Who::Pronoun && aimed && (found.is_empty() || phrase.thing) {
            let thing = self.memory.thing_meant(&self.outcome.cast, &phrase.tokens);
            return thing.map_or(found, |state| vec![state]);
        }
        found
    }

    /// The two persons whom the sentence itself names before "the two" talk ("X thanked Y when the two met").
    fn two_here(&self, phrase: &Phrase) -> Option<Vec<Party>> {
        let contact = matches!(self.trigger.event_type.family(), Family::Contact | Family::Accord);
        if phrase.who != Who::Both || phrase.of_states || !contact {
            return None;
        }
        let before = self.scene.phrases.iter().filter(|p| p.is_person() && p.tokens.end <= phrase.tokens.start && !p.owns_next);
        let mut two: Vec<Party> = Vec::new();
        for party in before.flat_map(|p| self.memory.resolve(p, None, self.people, self.scene.knowledge)) {
            if !is_nobody(&party) && two.iter().all(|known| !known.is_same(&party)) {
                two.push(party);
            }
        }
        (two.len() == 2 && two[0].country != two[1].country).then_some(two)
    }

    /// Nobody sends out or calls in an envoy of his own: where the words mean such a one ("the diplomat"), it is the foreigner named last
    /// whom the article calls so.
    fn foreign(&self, found: Vec<Party>) -> Vec<Party> {
        let actor = self.outcome.cast.iter().find(|(role, _)| *role == Role::Actor).and_then(|(_, p)| p.country);
        let own = |party: &Party| actor.is_some() && party.country == actor && party.is_person();
        if !found.iter().any(own) {
            return found;
        }
        let called = |party: &&Party| {
            let known = self.memory.cast.iter().find(|p| p.is_same(party)).unwrap_or(*party);
            party.country != actor && known.nouns.iter().any(|noun| self.trigger.need.contains(noun))
        };
        self.memory.recent.iter().rev().find(called).cloned().into_iter().collect()
    }

    /// Whom a threat is aimed at where only its own words tell: the first state or body of another side in the clause behind it
    /// ("threatened that any X vessel would be ...").
    pub(crate) fn take_threatened(&mut self, act: &Act) {
        let foresees = self.trigger.event_type == EventType::Assessment && self.scene.order() == WordOrder::Free;
        let wanting = (self.trigger.event_type == EventType::Threat || foresees) && act.shape != Shape::Noun;
        let [(Role::Actor, actor)] = self.outcome.cast.as_slice() else { return };
        let here = self.scene.elements[act.element].tokens.end;
        if self.trigger.event_type == EventType::Condemnation && act.shape != Shape::Noun {
            let actor = actor.country;
            self.take_condemned(actor, here);
            return;
        }
        if self.trigger.event_type == EventType::Assessment && self.scene.order() != WordOrder::Free {
            let actor = actor.country;
            self.take_assessed(actor, here);
            return;
        }
        // "threatened to quit the bloc": at whom it is aimed stands behind what is threatened.
        let to_do = self.scene.order() == WordOrder::SubjectFirst && self.scene.word_is(here - 1, Cue::To);
        if to_do && self.trigger.event_type == EventType::Threat {
            let own = actor.country;
            return self.take_other_side(own, here);
        }
        let opens = |e: &&Element| e.is(Cue::That) && e.tokens.start <= here + MAX_THAT || e.is(Cue::If);
        let that = self.scene.elements[act.element + 1..].iter().find(opens);
        // Where the verb opens the sentence, what is threatened may stand right behind it («هدد بإغلاق القنصلية ...»).
        let from = match that.filter(|_| wanting) {
            Some(that) => that.tokens.end,
            None if wanting && self.threatens_with(here) => here,
            None => return,
        };
        let other = |p: &&Phrase| from <= p.tokens.start && p.country.is_some_and(|c| Some(c) != actor.country);
        let Some(country) = self.scene.phrases.iter().find(other).and_then(|p| p.country.map(|c| (c, p.tokens.clone()))) else { return };
        self.outcome.steps.tell(|| "target: whom the words behind it tell of".to_owned());
        self.outcome.cast.push((Role::Target, state(country.0, country.1)));
    }

    /// Takes as target the first state or body of another side behind a token.
    fn take_other_side(&mut self, own: Option<crate::knowledge::EntityId>, from: usize) {
        let thing = |p: &&Phrase| from <= p.tokens.start && matches!(p.who, Who::State(_) | Who::Body(_) | Who::SomeBody(_) | Who::Group);
        let parties = self.scene.phrases.iter().filter(thing).filter(|p| p.can_act());
        let mut parties = parties.flat_map(|p| self.memory.resolve(p, None, self.people, self.scene.knowledge));
        if let Some(party) = parties.find(|party| party.country.is_none() || party.country != own) {
            self.outcome.steps.tell(|| "target: whom the words behind it tell of".to_owned());
            self.outcome.cast.push((Role::Target, party));
        }
    }

    /// Acts of one party joined with "and" are aimed at one and the same, where only the first says at whom: "broke off relations
    /// with X and recalled its ambassador", «قطع العلاقات مع ... وسحب السفير».
    pub(crate) fn share_target(&mut self, act: &Act) {
        let Some((sentence, actor, targets)) = &self.memory.aimed else { return };
        let element = &self.scene.elements[act.element];
        let and = |e: &Element| e.is(Cue::And) && e.tokens.end == element.tokens.start;
        let joined = element.clitics.and || act.element.checked_sub(1).is_some_and(|before| and(&self.scene.elements[before]));
        let open = self.outcome.cast.iter().all(|(role, _)| matches!(role, Role::Actor | Role::Subject));
        if *sentence != self.scene.sentence || !joined || !open || !is_aimed(self.trigger.event_type) {
            return;
        }
        match self.outcome.cast.iter().find(|(role, _)| *role == Role::Actor) {
            Some((_, own)) if !own.is_same(actor) && own.country != actor.country => return,
            Some(_) => {}
            None if act.shape != Shape::Noun => return,
            None => self.outcome.cast.push((Role::Actor, actor.clone())),
        }
        self.outcome.steps.tell(|| "target: that of the act with which it is joined".to_owned());
        self.outcome.cast.extend(targets.iter().map(|party| (Role::Target, party.clone())));
        self.outcome.inherited = true;
    }

    /// Whether what is threatened stands behind a verb that opens its sentence, in one word with "by" («هدد فلان بإغلاق ...»).
    fn threatens_with(&self, here: usize) -> bool {
        let near = |e: &&Element| here <= e.tokens.start && e.tokens.start <= here + MAX_THAT;
        let marker = |e: &&Element| e.is(Cue::From) || e.clitics.preposition == Some(Cue::In);
        let first = self.scene.elements.iter().filter(near).find(marker);
        self.scene.order() == WordOrder::VerbFirst && first.is_some_and(|e| !e.is(Cue::From))
    }

    /// Whose conduct is condemned where only a clause of its own tells («ندد بما سماه ابتزازا تمارسه واشنطن»).
    fn take_condemned(&mut self, own: Option<crate::knowledge::EntityId>, here: usize) {
        let party = |p: &Phrase| {
            let named = matches!(p.who, Who::State(_) | Who::Place | Who::Body(_) | Who::SomeBody(_));
            named || p.who == Who::Group
        };
        let side =
            |p: &&Phrase| party(p) && (p.preposition != Some(Cue::In) || p.who == Who::Group) && p.country.is_some() && p.country != own;
        let near = |p: &&Phrase| here <= p.tokens.start && p.tokens.start <= here + CONDEMNED_REACH;
        let Some(other) = self.scene.phrases.iter().filter(near).find(side) else { return };
        // What a verb of its own aims at somebody is another act.
        let pressure = |e: &Element| {
            let of = |(number, _): (u16, Shape)| self.scene.lexicon.triggers[number as usize].event_type.family() == Family::Pressure;
            self.scene.is_verb(e) && e.triggers().any(of)
        };
        let told = |e: &Element| here <= e.tokens.start && e.tokens.end <= other.tokens.start && (e.is(Cue::Say) || pressure(e));
        if self.scene.elements.iter().any(told) {
            return;
        }
        self.outcome.steps.tell(|| "target: whose conduct the words behind it tell of".to_owned());
        let fellows =
            self.scene.members(other.list).map(|index| &self.scene.phrases[index]).filter(|p| p.country.is_some() && p.country != own);
        let all: Vec<_> = fellows.filter_map(|p| p.country.map(|country| (Role::Target, state(country, p.tokens.clone())))).collect();
        self.outcome.cast.extend(all);
    }

    /// Whom an assessment is about where only what it says tells: the first side of another state behind it ("concluded that X
    /// was behind the attack").
    fn take_assessed(&mut self, own: Option<crate::knowledge::EntityId>, here: usize) {
        let state = |p: &Phrase| if let Who::Person(id) = p.who { self.scene.knowledge.state_of(id) } else { p.country };
        let other = |p: &&Phrase| here <= p.tokens.start && p.who != Who::Place && state(p).is_some_and(|s| Some(s) != own);
        let Some(first) = self.scene.phrases.iter().find(other) else { return };
        let list: Vec<&Phrase> = self.scene.phrases.iter().filter(|p| p.list == first.list).collect();
        for phrase in list {
            for party in self.memory.resolve(phrase, None, self.people, self.scene.knowledge) {
                self.outcome.steps.tell(|| "target: whom the assessment tells of".to_owned());
                self.outcome.cast.push((Role::Target, party));
            }
        }
    }

    /// The person whom the clause of a noun names first, without a marker: "X raised the matter with Y in a video call".
    fn nearest(&self, act: &Act, clause: &Clause) -> Option<Party> {
        if act.shape != Shape::Noun || self.scene.order() == WordOrder::VerbFirst {
            return None;
        }
        let here = self.scene.elements[act.element].tokens.start;
        let nominative = |p: &Phrase| !self.scene.lexicon.grammar.cases || p.cases.may_be(Cases::NOM);
        let bare = |(number, p): &(usize, &Phrase)| {
            let person = p.is_person() || p.who == Who::Office || p.who == Who::Pronoun;
            person && p.tokens.end <= here && p.preposition.is_none() && !p.owns_next && nominative(p) && !self.used.contains(number)
        };
        let (_, phrase) = in_clause(self.scene, clause).find(bare)?;
        self.memory.resolve(phrase, None, self.people, self.scene.knowledge).into_iter().next()
    }

    /// Whether a verb can mean two without a subject: where verbs come first, its form says so, or a word of nobody's follows it not.
    fn may_mean_two(&self, act: &Act) -> bool {
        let verb = &self.scene.elements[act.element];
        let word = self.scene.document.tokens.folded(verb.tokens.start);
        let many = self.scene.lexicon.agreement.dual_endings.iter().any(|ending| word.ends_with(ending.as_str()));
        self.scene.order() != WordOrder::VerbFirst || many
    }

    /// Whether a word for nobody named stands right before a verb as its subject: "we asked", "many condemned".
    fn acts_somebody_else(&self, act: &Act, clause: &Clause) -> bool {
        let here = self.scene.elements[act.element].tokens.start;
        let close = |e: &Element| clause.start <= e.tokens.start && e.tokens.end <= here && here <= e.tokens.end + MAX_SUBJECT_GAP;
        self.scene.elements[..act.element].iter().any(|e| e.is(Cue::Others) && close(e))
    }

    /// Whether words that name nobody stand where the subject of a finite verb does, and none that points back: who acts is
    /// somebody else than whoever acted before.
    fn has_strange_subject(&self, act: &Act, clause: &Clause) -> bool {
        let finite = matches!(act.shape, Shape::Past | Shape::Present | Shape::Future);
        if !finite || self.scene.order() != WordOrder::SubjectFirst || self.scene.is_joined(act.element, act.shape) {
            return false;
        }
        let here = self.scene.elements[act.element].tokens.start;
        let inside = |tokens: &std::ops::Range<usize>| clause.start <= tokens.start && tokens.end <= here;
        let points_back = |e: &Element| e.is_any(&[Cue::Pronoun, Cue::Both, Cue::Several, Cue::Latter, Cue::It]);
        if self.scene.elements.iter().any(|e| inside(&e.tokens) && points_back(e)) {
            return false;
        }
        let idle = |token: usize| covering(self.scene.elements, token).is_some_and(|e| !e.is(Cue::Article) && !e.is_noun());
        let words = (clause.start..here).filter(|token| self.scene.document.tokens[*token].is_word());
        let article = self.scene.elements.iter().any(|e| inside(&e.tokens) && e.is_any(&[Cue::Article, Cue::Possessive]));
        article && words.filter(|token| !idle(*token)).count() >= 2
    }

    /// Whether somebody of the cast is the act's own subject, and no object that the order of words cannot tell from it.
    fn has_own_subject(&self) -> bool {
        let told = self.scene.order() != WordOrder::VerbFirst;
        told && self.filled.iter().any(|f| f.slot == Slot::Subject && self.used.contains(&f.phrase))
    }

    /// Whether everybody of the cast stands behind "with", so that the subject is wanting.
    fn all_beside(&self) -> bool {
        let with = |f: &&Filled| f.slot == Slot::With && self.used.contains(&f.phrase);
        let beside = self.filled.iter().filter(with).count();
        1 < beside && beside == self.outcome.cast.len() && !self.filled.iter().any(|f| f.slot == Slot::Subject)
    }

    /// A state alone neither travels nor talks: whoever of its people was named last does, if anybody was.
    fn who_talks_for(&self, party: Party) -> Option<Party> {
        let contact = self.trigger.event_type.family() == Family::Contact && self.scene.order() == WordOrder::VerbFirst;
        if !contact || !matches!(party.who, Who::State(_)) {
            return Some(party);
        }
        let other_side = self.outcome.cast.iter().any(|(_, p)| p.country == party.country);
        let of_cast = |p: &Party| self.outcome.cast.iter().any(|(_, q)| q.country == p.country);
        let free = |p: &&Party| p.is_person() && if other_side { p.country.is_some() && !of_cast(p) } else { p.country == party.country };
        self.memory.recent.iter().rev().find(free).cloned()
    }

    /// Takes the actor of an earlier clause where this one has none ("met X and signed Y", "He also ...").
    pub(crate) fn inherit(&mut self, act: &Act, clause: &Clause) {
        let finite = matches!(act.shape, Shape::Past | Shape::Present | Shape::Future);
        let needs = needs(self.trigger.event_type);
        let several = self.scene.is_plural_verb(&self.scene.elements[act.element]);
        if finite
            && self.outcome.cast.is_empty()
            && self.memory.pair.len() == 2
            && needs == Needs::Two
            && several != Some(false)
            && self.may_mean_two(act)
            && !self.has_strange_subject(act, clause)
        {
            // "they agreed": the two who were just named together.
            self.outcome.steps.tell(|| "participants: the two of the act before".to_owned());
            self.outcome.cast.extend(self.memory.pair.iter().map(|party| (Role::Participant, party.clone())));
            self.outcome.inherited = true;
            return;
        }
        // Somebody whom nobody knows stands where the actor is wanted.
        let unknown = |f: &Filled| matches!(f.slot, Slot::Subject | Slot::By) && self.is_unknown(self.phrase(f.phrase));
        if self.filled.iter().any(unknown) {
            return;
        }
        if finite && self.acts_somebody_else(act, clause) {
            return;
        }
        if self.has_strange_subject(act, clause) {
            self.outcome.open = self.memory.subject.is_some();
            return;
        }
        let of_sentence = self.subject_of_sentence(act);
        // No state or union travels by itself.
        let travels = |party: &Party| party.is_person() || party.office.is_some();
        let before_it = of_sentence.as_ref().or(self.memory.subject.as_ref()).is_some_and(travels);
        if self.trigger.event_type == EventType::Visit && self.scene.order() == WordOrder::Free && !before_it {
            return;
        }
        // Who breaks in, kills or abducts is told beside the deed, or not at all.
        if matches!(self.trigger.event_type, EventType::CyberOperation | EventType::CovertAction) && self.scene.order() == WordOrder::Free {
            return;
        }
        let near = self.nearest(act, clause).filter(|party| !is_nobody(party)).or(of_sentence);
        let tells =
            |party: &Party| matches!(party.who, Who::Body(id) if self.scene.knowledge.entity(id).body().is_some_and(BodyKind::is_medium));
        let it = finite.then(|| self.it_means(act, clause)).flatten();
        let before = near.or(it).or_else(|| self.memory.subject.clone());
        let Some(subject) = before.filter(|party| !is_nobody(party) && !tells(party)) else { return };
        // «В черный список внесли X»: one person is not the subject of a verb in the plural.
        if finite && several == Some(true) && subject.is_person() && needs != Needs::Two {
            self.outcome.open = true;
            return;
        }
        let kin = self.outcome.cast.iter().any(|(_, p)| p.is_same(&subject));
        // "flew to X, where he was received by Y": a passive among equals lacks its subject where the language lets it go.
        let dropped = self.scene.lexicon.grammar.subject_may_miss && needs == Needs::Two;
        if kin || matches!(act.shape, Shape::Passive | Shape::PassivePresent) && !dropped {
            return;
        }
        // "a visit took place": the verb lends no actor.
        let lends = |governor: usize| !self.scene.elements[governor].is(Cue::Happen);
        let ungoverned = act.shape == Shape::Noun && !self.governor.is_some_and(lends);
        let has = |role: Role, cast: &Cast| cast.iter().filter(|(r, _)| *r == role).count();
        let wanting = match needs {
            // «Обзвонил всех: поговорил и с X, и с Y»: all that is told is with whom.
            Needs::Two if finite && several == Some(false) && self.all_beside() => Some(Role::Participant),
            Needs::Two if has(Role::Participant, &self.outcome.cast) == 1 && !(finite && self.has_own_subject()) => Some(Role::Participant),
            Needs::Both(a, b) if !ungoverned && has(a, &self.outcome.cast) == 0 && has(b, &self.outcome.cast) > 0 => Some(a),
            Needs::Either(Role::Actor, b)
                if has(Role::Actor, &self.outcome.cast) == 0 && has(b, &self.outcome.cast) > 0 && act.shape != Shape::Noun =>
            {
                Some(Role::Actor)
            }
            Needs::Person(role) if finite && self.scene.order() == WordOrder::Free && self.outcome.cast.is_empty() => {
                let own = |(r, slots): &(Role, Vec<Slot>)| *r == role && slots.first() == Some(&Slot::Subject);
                self.trigger.roles.iter().any(own).then_some(role).filter(|_| subject.is_person())
            }
            _ => None,
        };
        if let Some(role) = wanting {
            let Some(subject) = self.who_talks_for(subject) else { return };
            self.outcome.steps.tell(|| format!("{role}: taken over from the clause before"));
            self.outcome.cast.insert(0, (role, subject));
            self.outcome.inherited = true;
        }
    }
}

/// Whether an act of this type is one party's against another, as one says several of in a row.
pub(crate) const fn is_aimed(event_type: EventType) -> bool {
    use EventType as T;
    matches!(
        event_type,
        T::RelationsCut
            | T::AmbassadorRecalled
            | T::MissionClosed
            | T::DiplomatExpelled
            | T::AmbassadorSummoned
            | T::Sanction
            | T::Accusation
            | T::Condemnation
            | T::Demand
            | T::Threat
    )
}
