//! According to whom: who speaks in a sentence, and which medium or document it cites.

use crate::knowledge::{BodyKind, Cue};

use super::party::{Memory, Party};
use super::people::People;
use super::phrase::{Phrase, Who};
use super::scene::Scene;
use super::subjects;

/// How many words may stand between "according to" and the one who is cited.
const MAX_GAP: usize = 4;

/// The sources of a sentence, in order, without repeats; the speaker of its first verb of saying comes with the
/// element number of that verb.
pub(super) fn sources(scene: &Scene<'_>, memory: &Memory, people: &People) -> Vec<(usize, Party)> {
    let mut found: Vec<(usize, Party)> = Vec::new();
    let add = |element: usize, phrase: &Phrase, found: &mut Vec<(usize, Party)>| {
        let parties = memory.resolve(phrase, None, people, scene.knowledge);
        let named = parties.is_empty().then(|| by_its_words(phrase)).flatten();
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
            let before = found.len();
            if let Some(phrase) = next {
                add(index, phrase, &mut found);
            }
            if found.len() == before {
                found.extend(informant(scene, element.tokens.end..element.tokens.end + MAX_GAP).map(|party| (index, party)));
            }
        } else if element.is_any(&[Cue::Say, Cue::Announce, Cue::Denied]) {
            cites = true;
            let before = found.len();
            let mut speakers = subjects::speaker(scene, index);
            if speakers.is_empty() {
                speakers.extend(unknown_behind(scene, index));
            }
            for phrase in speakers {
                add(index, &scene.phrases[phrase], &mut found);
            }
            if found.len() == before {
                let left = element.tokens.start.saturating_sub(MAX_GAP).max(scene.tokens.start)..element.tokens.start;
                found.extend(informant(scene, left).map(|party| (index, party)));
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

/// Somebody without a name who tells, in the article's own words ("a senior official", "the statement").
fn informant(scene: &Scene<'_>, near: std::ops::Range<usize>) -> Option<Party> {
    let inside = |e: &&super::elements::Element| near.start <= e.tokens.start && e.tokens.end <= near.end;
    let element = scene.elements.iter().filter(inside).find(|e| e.is(Cue::Informant))?;
    Some(Party::unnamed(element.tokens.clone()))
}

/// The name that nobody knows right behind a verb of saying ("... сообщает ОРТМ").
fn unknown_behind(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let end = scene.elements[verb].tokens.end;
    let near = |p: &Phrase| p.tokens.start.checked_sub(end).is_some_and(|gap| gap <= MAX_GAP);
    scene.phrases.iter().position(|p| near(p) && p.preposition.is_none() && p.who == Who::Unknown)
}

/// A source that nothing but its own words name: a name that nobody knows.
fn by_its_words(phrase: &Phrase) -> Option<Party> {
    (phrase.who == Who::Unknown).then(|| Party::unnamed(phrase.name.clone()))
}

fn is_medium(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    matches!(phrase.who, Who::Body(id) if scene.knowledge.entity(id).body().is_some_and(BodyKind::is_medium))
}
