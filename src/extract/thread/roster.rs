//! Whom the sentence behind an act names one by one: "sanctions were imposed on six officials. On the list are A, B and C".

use crate::extract::assemble::Candidate;
use crate::extract::clauses::scene::Scene;
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cases, WordOrder};
use crate::model::{EventType, Role};

use super::memory::Memory;

/// How many sentences behind an act its list may stand.
const MAX_BEHIND: usize = 2;

/// How many elements may stand before the words that open a list.
const MAX_BEFORE: usize = 3;

/// The part that those play who are listed behind an act of this type.
const fn part(event_type: EventType) -> Option<Role> {
    use EventType as T;
    match event_type {
        T::Sanction | T::SanctionLifted => Some(Role::Target),
        T::PrisonerSwap | T::DiplomatExpelled | T::SpyArrest | T::SpyTrial | T::Departure | T::Appointment => Some(Role::Subject),
        _ => None,
    }
}

/// Enters the people whom this sentence lists into the last act before it that is done to people.
pub(crate) fn listed(scene: &Scene<'_>, memory: &Memory, people: &People, candidates: &mut [Candidate]) {
    let Some(class) = scene.lexicon.noun_class("roster").filter(|_| scene.order() == WordOrder::Free) else { return };
    let opens = |e: &&Element| e.nouns().any(|noun| noun == class);
    let Some(opening) = scene.elements.iter().take(MAX_BEFORE).find(opens) else { return };
    let near = |c: &&mut Candidate| c.sentence < scene.sentence && scene.sentence <= c.sentence + MAX_BEHIND && !c.in_title;
    let Some(told) = candidates.iter_mut().rev().filter(near).find(|c| part(c.event_type).is_some()) else { return };
    let Some(role) = part(told.event_type) else { return };
    let named =
        |p: &&Phrase| opening.tokens.end <= p.tokens.start && p.is_person() && p.preposition.is_none() && p.cases.may_be(Cases::NOM);
    for phrase in scene.phrases.iter().filter(named) {
        for party in memory.resolve(phrase, None, people, scene.knowledge) {
            if told.cast.iter().any(|(_, known)| known.is_same(&party)) {
                continue;
            }
            // Those who are named take the place of their state.
            told.cast.retain(|(r, known)| *r != role || !matches!(known.who, Who::State(_)) || known.country != party.country);
            told.cast.push((role, party));
        }
    }
}
