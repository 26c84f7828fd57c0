//! A first look at whether the nouns that a trigger needs stand anywhere: most triggers without a report fail by that, and need no clause.

use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::reading::elements::Element;
use crate::extract::thread::memory::Memory;
use crate::knowledge::NounClass;
use crate::model::EventType;

use super::require::head_nouns;

/// The noun classes of a sentence, one bit for each; where a lexicon has more classes than bits, several share one.
pub(crate) struct NounsHere(u128);

impl NounsHere {
    /// Those of everything in a sentence.
    pub fn of(scene: &Scene<'_>) -> Self {
        let heads = scene.elements.iter().map(|e| head_nouns(scene, e)).fold(0, |bits, nouns| bits | bits_of(nouns.iter().copied()));
        let elements = bits_of(scene.elements.iter().flat_map(Element::nouns));
        Self(heads | elements | bits_of(scene.phrases.iter().flat_map(|p| p.nouns.iter().copied())))
    }
}

fn bits_of(classes: impl Iterator<Item = NounClass>) -> u128 {
    classes.fold(0, |bits, class| bits | 1 << (u32::from(class.0) % u128::BITS))
}

/// Whether an act may find what its trigger needs; where not, [`super::require::near_nouns`] refuses it.
pub(crate) fn may_be_met(scene: &Scene<'_>, act: &Act, nouns: &NounsHere, memory: &Memory) -> bool {
    let trigger = &scene.lexicon.triggers[act.trigger as usize];
    let need = &trigger.need;
    // These may be met by somebody instead of a noun.
    let by_somebody =
        matches!(trigger.event_type, EventType::Withdrawal | EventType::SpyArrest | EventType::SpyTrial | EventType::Assessment);
    let official = || need.iter().any(|class| scene.lexicon.noun_classes[class.0 as usize] == "official");
    let told_before = || memory.acts.iter().any(|(event_type, _)| *event_type == trigger.event_type);
    let called = || memory.cast.iter().any(|party| party.nouns.iter().any(|noun| need.contains(noun)));
    need.is_empty()
        || by_somebody
        || nouns.0 & bits_of(need.iter().copied()) != 0
        || trigger.by_theme && memory.theme.has(need)
        || told_before()
        || called()
        || official()
}
