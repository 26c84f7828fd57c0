//! A first look at whether the nouns that a trigger needs stand anywhere: most triggers without a report fail by that, and need no clause.

use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::reading::elements::noun_bit;
use crate::extract::thread::memory::Memory;
use crate::knowledge::NounClass;
use crate::model::EventType;

use super::require::head_nouns;

/// The bits of the noun classes of a sentence.
pub(crate) struct NounsHere(u128);

impl NounsHere {
    /// Those of everything in a sentence.
    pub fn of(scene: &Scene<'_>) -> Self {
        let elements = scene.elements.iter().fold(0, |bits, e| bits | e.noun_bits());
        let longer = scene.elements.iter().filter(|e| 1 < e.tokens.len());
        let heads = longer.fold(0, |bits, e| bits | bits_of(head_nouns(scene, e).iter().copied()));
        Self(elements | heads | bits_of(scene.phrases.iter().flat_map(|p| p.nouns.iter().copied())))
    }
}

fn bits_of(classes: impl Iterator<Item = NounClass>) -> u128 {
    classes.fold(0, |bits, class| bits | noun_bit(class))
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
