//! Those whom a list names that stands apart from its act: "sent prisoners home, among them A and B".

use crate::extract::clauses::scene::Act;
use crate::knowledge::{Cue, Slot};
use crate::model::{EventType, Role};

use super::roles::Assigner;

impl Assigner<'_> {
    /// Takes the people behind a word like "including" for those to whom the act is done, where its own clause did not reach them.
    pub(crate) fn take_included(&mut self, act: &Act) {
        use EventType as T;
        let role = match self.trigger.event_type {
            T::PrisonerSwap | T::SpyArrest | T::SpyTrial | T::DiplomatExpelled => Role::Subject,
            T::Sanction | T::SanctionLifted => Role::Target,
            _ => return,
        };
        let here = self.scene.elements[act.element].tokens.end;
        let opens =
            |start: usize| self.scene.elements.iter().any(|e| e.is(Cue::Including) && e.tokens.end == start && here <= e.tokens.start);
        let lists: Vec<usize> = self.scene.phrases.iter().filter(|p| p.is_person() && opens(p.tokens.start)).map(|p| p.list).collect();
        for list in lists {
            for number in self.scene.members(list).filter(|number| here <= self.phrase(*number).tokens.start).collect::<Vec<_>>() {
                if self.phrase(number).is_person() && !self.used.contains(&number) {
                    self.take(role, Slot::Object, number);
                }
            }
        }
    }
}
