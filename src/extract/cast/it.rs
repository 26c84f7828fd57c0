//! What "it" means where it is the subject of an act.

use crate::extract::clauses::clause::Clause;
use crate::extract::clauses::scene::Act;
use crate::knowledge::{Cue, Shape, Slot, WordOrder};
use crate::model::Role;

use super::party::Party;
use super::roles::Assigner;

/// How many tokens may stand between "it" and its verb ("it had also formally").
const MAX_IT_GAP: usize = 4;

impl Assigner<'_> {
    /// Takes the state or body that "it" means right before a finite verb, before anybody whom other words of the clause bring in
    /// ("it was shutting the Russian consulate").
    pub(crate) fn take_it(&mut self, act: &Act, clause: &Clause) {
        let finite = matches!(act.shape, Shape::Past | Shape::Present | Shape::Future);
        let subject = self.filled.iter().any(|f| f.slot == Slot::Subject);
        if !finite || subject || self.scene.order() != WordOrder::SubjectFirst {
            return;
        }
        let here = self.scene.elements[act.element].tokens.start;
        let close = self.scene.elements[..act.element].iter().any(|e| e.is(Cue::It) && here <= e.tokens.end + MAX_IT_GAP);
        let acts = |(role, slots): &&(Role, Vec<Slot>)| {
            matches!(role, Role::Actor | Role::Participant | Role::Mediator) && slots.contains(&Slot::Subject)
        };
        let Some(role) = self.trigger.roles.iter().find(acts).map(|(role, _)| *role).filter(|_| close) else { return };
        let Some(thing) = self.it_means(act, clause) else { return };
        if self.outcome.cast.iter().all(|(_, party)| !party.is_same(&thing)) {
            self.outcome.steps.tell(|| format!("{role}: what \"it\" means"));
            self.outcome.cast.push((role, thing));
        }
    }

    /// The state or body that an "it" means which stands where the subject of a verb does: who speaks in the sentence, where no person
    /// does, else what the article told of last.
    pub(crate) fn it_means(&self, act: &Act, clause: &Clause) -> Option<Party> {
        let here = self.scene.elements[act.element].tokens.start;
        let before = |tokens: &std::ops::Range<usize>| clause.start <= tokens.start && tokens.end <= here;
        let it = self.scene.elements.iter().rev().find(|e| before(&e.tokens) && e.is(Cue::It))?;
        let nearer = |p: &crate::extract::phrases::phrase::Phrase| {
            it.tokens.end <= p.tokens.start && before(&p.tokens) && p.preposition.is_none() && p.can_act()
        };
        if self.scene.phrases.iter().any(nearer) {
            return None;
        }
        let acted = self.memory.subject.clone().filter(|party| !party.is_person());
        acted.or_else(|| self.memory.topic.thing.clone())
    }
}
