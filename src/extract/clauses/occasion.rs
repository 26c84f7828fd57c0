//! Who takes part in a contact that is told as the occasion of something else.

use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cue, WordOrder};

use super::scene::Scene;
use super::slots::is_adjective;

/// How many tokens behind a noun of contact the word may stand that opens what was done in it.
const MAX_IN_WHICH: usize = 8;

/// Who takes part in a contact of which a relative clause tells what they did in it ("a call in which X and Y agreed", "the dinner at
/// which X told Y"), where the order of words tells subjects: those whom it names before its verb; of one alone, whom he spoke to as
/// well.
pub(crate) fn parties_in_relative(scene: &Scene<'_>, element: usize) -> Vec<usize> {
    let here = scene.elements[element].tokens.end;
    if scene.order() != WordOrder::SubjectFirst {
        return Vec::new();
    }
    let opens = |i: &usize| {
        let e = &scene.elements[*i];
        let marked = || scene.elements[..*i].last().is_some_and(|m| m.tokens.end == e.tokens.start && m.is(Cue::In));
        e.is(Cue::Which) && marked() || e.is(Cue::When) && 1 < e.tokens.len()
    };
    let near = |i: &usize| scene.elements[*i].tokens.start <= here + MAX_IN_WHICH;
    let behind = (element + 1..scene.elements.len()).take_while(|i| near(i) && !scene.is_verb(&scene.elements[*i]));
    let Some(which) = behind.filter(opens).map(|i| scene.elements[i].tokens.end).next() else { return Vec::new() };
    let stops = |e: &&Element| which <= e.tokens.start && (scene.is_verb(e) || e.is_any(&[Cue::Which, Cue::That, Cue::Clause]));
    let verb = scene.elements.iter().find(stops).map_or(scene.tokens.end, |e| e.tokens.start);
    let bare = |p: &Phrase| which <= p.tokens.start && p.preposition.is_none() && !p.owns_next && p.can_act() && !is_adjective(p);
    let Some(first) = scene.phrases.iter().find(|p| bare(p) && p.tokens.end <= verb) else { return Vec::new() };
    let mut found: Vec<usize> = scene.members(first.list).collect();
    if found.len() == 1 {
        let person = |p: &Phrase| p.is_person() || matches!(p.who, Who::Office | Who::Counterpart | Who::Pronoun);
        let told = |p: &Phrase| bare(p) && person(p) && verb < p.tokens.start && p.tokens.start <= verb + 2;
        found.extend(scene.phrases.iter().position(told));
    }
    found
}
