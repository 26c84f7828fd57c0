//! What a sentence is about, for the pronoun with which the next one begins.

use crate::extract::cast::is_nobody;
use crate::extract::cast::party::Party;
use crate::extract::clauses::scene::Scene;
use crate::extract::clauses::slots::is_adjective;
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::Read;
use crate::knowledge::{Cases, Cue, EntityId, Knowledge, WordOrder};

use super::memory::Memory;

/// What the sentences so far were about.
#[derive(Debug, Default)]
pub(crate) struct Topic {
    /// The state or body that acted last, or of which a sentence told something else.
    pub thing: Option<Party>,
    /// Those of whom the last sentence spoke together, where they were two or more.
    pub several: Vec<Party>,
    /// The sentence that spoke of them.
    several_at: usize,
}

/// How many sentences behind those of whom one spoke together "they" can still mean them.
const MAX_SEVERAL: usize = 2;

impl Memory {
    /// Notes whom a sentence was about, where the order of words tells its subject. `told` says that acts or speakers of the
    /// sentence have told already who acted last.
    pub fn sentence_told(&mut self, scene: &Scene<'_>, people: &People, told: bool) {
        self.theme.pass(scene.sentence, scene.elements);
        if scene.order() == WordOrder::Free && !told {
            self.person_told(scene, people);
        }
        if scene.order() != WordOrder::SubjectFirst {
            return;
        }
        if self.topic.several_at + MAX_SEVERAL <= scene.sentence {
            self.topic.several.clear();
        }
        let Some(first) = subject_of(scene) else {
            self.only_person_told(scene, people, told);
            return;
        };
        if matches!(first.who, Who::Pronoun | Who::Both | Who::Several | Who::OwnCountry | Who::Unknown) {
            return;
        }
        let list = scene.members(first.list).map(|index| &scene.phrases[index]);
        let parties: Vec<Party> = list.flat_map(|p| self.resolve(p, None, people, scene.knowledge)).collect();
        let [only] = parties.as_slice() else {
            (self.topic.several, self.topic.several_at) = (parties, scene.sentence);
            return;
        };
        self.topic.several.clear();
        if !only.is_person() {
            self.topic.thing = Some(only.clone());
        }
        if !told {
            self.subject = Some(only.clone());
        }
    }

    /// Notes the only person of a sentence whose subject is nobody: "The measures mark a failure for X. He ...".
    fn only_person_told(&mut self, scene: &Scene<'_>, people: &People, told: bool) {
        let mut persons = scene.phrases.iter().filter(|p| p.is_person() && p.who != Who::Pronoun);
        if let (Some(only), None, false) = (persons.next(), persons.next(), told) {
            let party = self.resolve(only, None, people, scene.knowledge).into_iter().next();
            self.subject = party.filter(|party| !is_nobody(party)).or(self.subject.take());
        }
    }

    /// The person whom a pronoun means: who acted last, else whoever was named last, other than the owner of what is told.
    pub fn he_or_she(&self, phrase: &Phrase, owner: Option<&Party>, people: &People, knowledge: &Knowledge) -> Option<Party> {
        let fits = |p: &Party| phrase.sex.is_none() || people.sex_of(p.who, knowledge).is_none_or(|sex| Some(sex) == phrase.sex);
        let told = || self.subject.clone().filter(|p| p.is_person() && fits(p));
        let first = || told().or_else(|| self.recent.iter().rev().find(|p| fits(p)).cloned());
        let other = |p: &&Party| p.is_person() && fits(p) && owner.is_none_or(|o| !o.is_same(p));
        owner.is_none().then(first).flatten().or_else(|| self.recent.iter().rev().find(other).cloned())
    }

    /// Where the case tells the subject: notes the first person of a sentence who stands in the nominative and nothing else.
    fn person_told(&mut self, scene: &Scene<'_>, people: &People) {
        let sure = |p: &&Phrase| p.cases.and(Cases::NOM) != Cases::NONE && p.cases.and(Cases::ACC.or(Cases::GEN)) == Cases::NONE;
        let stands = |p: &&Phrase| p.preposition.is_none() && !p.owns_next && (p.is_person() || p.who == Who::Office);
        let first = scene.phrases.iter().filter(stands).find(sure).filter(|p| scene.members(p.list).count() < 2);
        let party = first.and_then(|p| self.resolve(p, None, people, scene.knowledge).into_iter().next());
        if let Some(party) = party.filter(|party| party.is_person() && !is_nobody(party)) {
            self.subject = Some(party);
        }
    }

    /// Keeps a state or body that acted, for "it".
    pub fn thing_acted(&mut self, actor: &Party) {
        if matches!(actor.who, Who::State(_) | Who::Body(_) | Who::SomeBody(_)) {
            self.topic.thing = Some(actor.clone());
        }
    }
}

/// The phrase that stands where a sentence has its subject: the first without a marker, if no verb precedes it.
fn subject_of<'s>(scene: &'s Scene<'_>) -> Option<&'s Phrase> {
    let first = scene.phrases.iter().find(|p| p.preposition.is_none() && !p.owns_next && p.can_act() && !is_adjective(p))?;
    let before = || scene.elements.iter().take_while(|e| e.tokens.end <= first.tokens.start);
    let clear = !before().any(|e| scene.is_verb(e) || e.is_any(&[Cue::That, Cue::Which, Cue::Clause, Cue::After, Cue::Before, Cue::It]));
    clear.then_some(first)
}

/// The states that an article names, by themselves or with their people and officers, most often first.
pub(crate) fn foremost(read: &[Read], knowledge: &Knowledge) -> Vec<EntityId> {
    let state = |p: &Phrase| match p.who {
        Who::State(id) => Some(id),
        Who::Person(id) => knowledge.state_of(id),
        _ => p.country,
    };
    let mut counted: Vec<(EntityId, usize)> = Vec::new();
    for id in read.iter().flat_map(|r| &r.phrases).filter_map(state) {
        match counted.iter_mut().find(|(known, _)| *known == id) {
            Some((_, n)) => *n += 1,
            None => counted.push((id, 1)),
        }
    }
    counted.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counted.into_iter().map(|(id, _)| id).collect()
}
