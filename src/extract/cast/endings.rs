//! Pronouns that are written at the end of an act's word: whose it is, whom it is done to.

use crate::extract::clauses::clause::Clause;
use crate::extract::clauses::scene::Act;
use crate::extract::clauses::subjects::speaker;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::knowledge::{Shape, Slot, WordOrder};
use crate::model::{EventType, Role};

use super::party::Party;
use super::roles::Assigner;

impl Assigner<'_> {
    /// Fills the role of the pronoun that is written at the end of the act's word: the owner of a noun («لقائه»), the
    /// object of a verb («استقبله»).
    pub(crate) fn take_pronoun(&mut self, act: &Act, clause: &Clause) {
        let element = &self.scene.elements[act.element];
        // «طلب منه»: in a phrase that ends in a pronoun it is the last word's.
        let at_end = 1 < element.tokens.len()
            && act.shape != Shape::Noun
            && self.trigger.event_type != EventType::DiplomatExpelled
            && self.scene.order() == WordOrder::VerbFirst;
        if !(self.scene.ends_in_pronoun(element) || at_end && self.scene.ends_in_pronoun_at(element.tokens.end - 1)) {
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
        self.outcome.steps.tell(|| format!("{role}: the pronoun of {:?}", self.scene.document.surface(element.tokens.clone())));
        self.outcome.cast.push((role, party));
    }

    /// Whom such a pronoun means: the word before a relative clause; for a noun in front of its sentence's verb that
    /// verb's subject, else who acted last; for a verb the last one named who is not its subject.
    fn pronoun_means(&self, act: &Act, clause: &Clause) -> Option<Party> {
        let resolve = |number: usize| self.memory.resolve(self.phrase(number), None, self.people, self.scene.knowledge).into_iter().next();
        if act.shape != Shape::Noun {
            let before = self.scene.antecedent(clause).and_then(|(number, _)| resolve(number)).or_else(|| self.thing_before(act));
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

    /// The state or body named last before a verb with a pronoun that means such a one, and that plays no part yet.
    fn thing_before(&self, act: &Act) -> Option<Party> {
        let element = &self.scene.elements[act.element];
        let word = self.scene.document.surface(element.tokens.start..element.tokens.start + 1);
        if !self.scene.lexicon.agreement.thing_pronouns.iter().any(|ending| word.ends_with(ending.as_str())) {
            return None;
        }
        let thing = |p: &&Phrase| p.tokens.end <= element.tokens.start && matches!(p.who, Who::State(_) | Who::Body(_) | Who::SomeBody(_));
        let parties =
            self.scene.phrases.iter().rev().filter(thing).flat_map(|p| self.memory.resolve(p, None, self.people, self.scene.knowledge));
        parties.into_iter().find(|party| self.outcome.cast.iter().all(|(_, known)| !known.is_same(party) && known.country != party.country))
    }
}
