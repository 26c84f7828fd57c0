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
        let parties = memory.resolve(phrase, None, people, scene.knowledge);
        let named = parties.is_empty().then(|| by_its_words(scene, phrase)).flatten();
        for party in parties.into_iter().chain(named) {
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
            let mut speakers = slots::speaker(scene, index);
            if speakers.is_empty() {
                speakers.extend(cited(scene, index));
            }
            for phrase in speakers {
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

/// The document or unknown name that a verb of saying cites: behind the verb, or "in" which it is said.
fn cited(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let end = scene.elements[verb].tokens.end;
    let near = |p: &Phrase| p.tokens.start.checked_sub(end).is_some_and(|gap| gap <= MAX_GAP);
    scene.phrases.iter().position(|p| near(p) && matches!(p.preposition, None | Some(Cue::In)) && by_its_words(scene, p).is_some())
}

/// A source that nothing but its own words name: a document ("a joint statement") or a name that nobody knows.
fn by_its_words(scene: &Scene<'_>, phrase: &Phrase) -> Option<Party> {
    let document = scene.lexicon.noun_class("document").is_some_and(|class| phrase.has_noun(&[class]));
    let mut tokens = phrase.tokens.clone();
    if document {
        // The adjectives before it say which: "joint statement".
        let word = |token: usize| scene.document.tokens[token].is_word() && !scene.elements.iter().any(|e| e.tokens.contains(&token));
        while scene.tokens.start < tokens.start && word(tokens.start - 1) {
            tokens.start -= 1;
        }
    }
    (document || phrase.who == Who::Unknown).then(|| super::party::nobody(tokens))
}

fn is_medium(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    matches!(phrase.who, Who::Body(id) if scene.knowledge.entity(id).body().is_some_and(BodyKind::is_medium))
}
