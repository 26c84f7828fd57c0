//! According to whom: who speaks in a sentence, and which medium or document it cites.

use crate::knowledge::{BodyKind, Cue};

use super::party::{Memory, Party};
use super::people::People;
use super::phrase::{Phrase, Who};
use super::scene::Scene;
use super::slots;

/// How many words may stand between "according to" and the one who is cited.
const MAX_GAP: usize = 4;

/// The sources of a sentence, in order, without repeats; the speaker of its first verb of saying comes with the
/// element number of that verb.
pub(super) fn sources(scene: &Scene<'_>, memory: &Memory, people: &People) -> Vec<(usize, Party)> {
    let mut found: Vec<(usize, Party)> = Vec::new();
    let add = |element: usize, phrase: &Phrase, found: &mut Vec<(usize, Party)>| {
        for party in memory.resolve(phrase, None, people, scene.knowledge) {
            if found.iter().all(|(_, p)| !p.is_same(&party)) {
                found.push((element, party));
            }
        }
    };
    let mut cites = false;
    for (index, element) in scene.elements.iter().enumerate() {
        if element.is(Cue::According) {
            cites = true;
            let next =
                scene.phrases.iter().find(|p| element.tokens.end <= p.tokens.start && p.tokens.start - element.tokens.end <= MAX_GAP);
            if let Some(phrase) = next {
                add(index, phrase, &mut found);
            }
        } else if element.is_any(&[Cue::Say, Cue::Announce, Cue::Denied]) {
            cites = true;
            for phrase in slots::speaker(scene, index) {
                add(index, &scene.phrases[phrase], &mut found);
            }
        }
    }
    if cites {
        let in_brackets = |p: &Phrase| p.tokens.start.checked_sub(1).is_some_and(|t| scene.document.punct(t) == Some('('));
        for phrase in scene.phrases.iter().filter(|p| is_medium(scene, p) && !in_brackets(p)) {
            add(scene.elements.len(), phrase, &mut found);
        }
    }
    found
}

fn is_medium(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    matches!(phrase.who, Who::Body(id) if scene.knowledge.entity(id).body().is_some_and(BodyKind::is_medium))
}
