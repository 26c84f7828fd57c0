//! What a sentence is about, for the pronoun with which the next one begins.

use crate::knowledge::{Cases, Cue, WordOrder};

use super::cast::is_nobody;
use super::party::{Memory, Party};
use super::people::People;
use super::phrase::{Phrase, Who};
use super::scene::Scene;
use super::slots::is_adjective;

/// What the sentences so far were about.
#[derive(Debug, Default)]
pub(super) struct Topic {
    /// The state or body that acted last, or of which a sentence told something else.
    pub thing: Option<Party>,
    /// Those of whom the last sentence spoke together, where they were two or more.
    pub several: Vec<Party>,
}

impl Memory {
    /// Notes whom a sentence was about, where the order of words tells its subject. `told` says that acts or speakers of the
    /// sentence have told already who acted last.
    pub fn sentence_told(&mut self, scene: &Scene<'_>, people: &People, told: bool) {
        if scene.lexicon.grammar.cases {
            self.theme.pass(scene.sentence, scene.elements);
        }
        if scene.order() == WordOrder::Free && !told {
            self.person_told(scene, people);
        }
        if scene.order() != WordOrder::SubjectFirst {
            return;
        }
        let Some(first) = subject_of(scene) else { return };
        if matches!(first.who, Who::Pronoun | Who::Both | Who::Several | Who::OwnCountry | Who::Unknown) {
            return;
        }
        let list = scene.members(first.list).map(|index| &scene.phrases[index]);
        let parties: Vec<Party> = list.flat_map(|p| self.resolve(p, None, people, scene.knowledge)).collect();
        let [only] = parties.as_slice() else {
            self.topic.several = parties;
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

    /// Where the case tells the subject: notes the first person of a sentence who stands in the nominative and nothing else.
    fn person_told(&mut self, scene: &Scene<'_>, people: &People) {
        let sure = |p: &&Phrase| p.cases.and(Cases::NOM) != Cases::NONE && p.cases.and(Cases::ACC.or(Cases::GEN)) == Cases::NONE;
        let stands = |p: &&Phrase| p.preposition.is_none() && !p.owns_next && (p.is_person() || p.who == Who::Office);
        let first = scene.phrases.iter().filter(stands).find(sure);
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
