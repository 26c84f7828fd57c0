//! Which slot of an act each phrase of its clause fills: subject, object, or what a marker says.

use std::ops::Range;

use crate::knowledge::{Cases, Cue, Shape, Slot, WordOrder};

use super::phrase::{Phrase, Who};
use super::scene::{Act, Scene};

/// A phrase in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filled {
    /// The slot.
    pub slot: Slot,
    /// The phrase, by number in its sentence.
    pub phrase: usize,
}

/// How many words may stand between a noun and the phrase that owns it ("Lavrov's two-day official visit").
const MAX_OWNER_GAP: usize = 3;

/// Every phrase of the act's clause with the slot that it fills, nearest first within a slot.
pub(super) fn fill(scene: &Scene<'_>, act: &Act, clause: &Range<usize>) -> Vec<Filled> {
    let mut filled = Vec::new();
    let here = scene.elements[act.element].tokens.clone();
    let governor = scene.governor(act, clause);
    let passive = matches!(act.shape, Shape::Passive | Shape::PassivePresent);
    marked(scene, clause, &here, &mut filled);
    if act.shape == Shape::Noun {
        owners(scene, &here, clause, &mut filled);
    }
    if let Some(governor) = governor {
        let happens = scene.elements[governor].is(Cue::Happen) && governor != act.element;
        if !happens {
            let verb = scene.elements[governor].tokens.clone();
            let subject = subject(scene, &verb, clause, &here, &filled);
            let slot = if passive { Slot::Object } else { Slot::Subject };
            filled.extend(subject.iter().map(|&phrase| Filled { slot, phrase }));
        }
    }
    if act.shape != Shape::Noun && !passive {
        objects(scene, &here, clause, &mut filled);
    }
    filled
}

fn in_clause<'s>(scene: &'s Scene<'_>, clause: &'s Range<usize>) -> impl DoubleEndedIterator<Item = (usize, &'s Phrase)> {
    scene.phrases.iter().enumerate().filter(move |(_, p)| clause.start <= p.tokens.start && p.tokens.end <= clause.end)
}

/// Phrases behind a preposition; those after the act first.
fn marked(scene: &Scene<'_>, clause: &Range<usize>, here: &Range<usize>, filled: &mut Vec<Filled>) {
    let (after, before): (Vec<_>, Vec<_>) = in_clause(scene, clause).partition(|(_, p)| here.end <= p.tokens.start);
    for (phrase, p) in after.into_iter().chain(before.into_iter().rev()) {
        if let Some(slot) = p.preposition.and_then(slot_of_marker) {
            let left_only_joint =
                p.tokens.end <= here.start && !matches!(slot, Slot::With | Slot::Between | Slot::By | Slot::From | Slot::To);
            if !left_only_joint || slot == Slot::In {
                filled.push(Filled { slot, phrase });
            }
        }
    }
}

const fn slot_of_marker(cue: Cue) -> Option<Slot> {
    Some(match cue {
        Cue::With => Slot::With,
        Cue::To => Slot::To,
        Cue::From => Slot::From,
        Cue::In => Slot::In,
        Cue::On => Slot::On,
        Cue::Against => Slot::Against,
        Cue::Between => Slot::Between,
        Cue::By => Slot::By,
        Cue::Of => Slot::Genitive,
        Cue::For => Slot::For,
        Cue::ForBenefit => Slot::ForBenefit,
        Cue::About => Slot::About,
        Cue::As => Slot::As,
        Cue::Mediated => Slot::Mediated,
        _ => return None,
    })
}

/// The owners of a noun: before it with a genitive mark, right behind it without a marker, or as an adjective.
fn owners(scene: &Scene<'_>, here: &Range<usize>, clause: &Range<usize>, filled: &mut Vec<Filled>) {
    let before = scene.phrases.iter().enumerate().rev().find(|(_, p)| p.tokens.end <= here.start && clause.start <= p.tokens.start);
    if let Some((index, p)) = before {
        let gap = p.tokens.end..here.start;
        let clear = gap.clone().all(|token| !scene.document.tokens[token].is_punct() || is_hyphen(scene, token));
        if p.owns_next && clear && gap.len() <= MAX_OWNER_GAP + 1 {
            push_list(scene, index, Slot::Genitive, filled);
        } else if is_adjective(p) && !scene.lexicon.grammar.adjective_after && clear && gap.len() <= 2 {
            push_list(scene, index, Slot::Adjective, filled);
        }
    }
    let mut behind = in_clause(scene, clause).filter(|(_, p)| here.end <= p.tokens.start && p.preposition.is_none());
    let Some((index, p)) = behind.next() else { return };
    let gap = here.end..p.tokens.start;
    let clear = gap.len() <= 1 && gap.clone().all(|token| scene.document.tokens[token].is_word());
    if !clear {
        return;
    }
    if is_adjective(p) && scene.lexicon.grammar.adjective_after {
        push_list(scene, index, Slot::Adjective, filled);
        return;
    }
    let genitive = !scene.lexicon.grammar.cases || p.cases.may_be(Cases::GEN);
    if genitive && scene.order() != WordOrder::SubjectFirst {
        push_list(scene, index, Slot::Genitive, filled);
        let next = behind.find(|(_, q)| q.list != p.list);
        if let Some((next, _)) = next.filter(|_| scene.order() == WordOrder::VerbFirst) {
            push_list(scene, next, Slot::Object, filled);
        }
    }
}

fn is_hyphen(scene: &Scene<'_>, token: usize) -> bool {
    matches!(scene.document.punct(token), Some('-' | '‐' | '«' | '"' | '“'))
}

fn is_adjective(phrase: &Phrase) -> bool {
    phrase.who == Who::Group && phrase.by_adjective && phrase.nouns.is_empty()
}

/// All members of the list to which a phrase belongs.
fn push_list(scene: &Scene<'_>, phrase: usize, slot: Slot, filled: &mut Vec<Filled>) {
    let list = scene.phrases[phrase].list;
    for (index, p) in scene.phrases.iter().enumerate() {
        if p.list == list && filled.iter().all(|f| f.phrase != index || f.slot != slot) {
            filled.push(Filled { slot, phrase: index });
        }
    }
}

/// The subject of a verb: the list that stands where the language puts subjects and carries no marker.
fn subject(scene: &Scene<'_>, verb: &Range<usize>, clause: &Range<usize>, act: &Range<usize>, filled: &[Filled]) -> Vec<usize> {
    let nominative = |p: &Phrase| !scene.lexicon.grammar.cases || p.cases.may_be(Cases::NOM);
    let taken = |index: usize| filled.iter().any(|f| f.phrase == index && matches!(f.slot, Slot::Genitive | Slot::Adjective));
    let bare = |(index, p): &(usize, &Phrase)| {
        p.preposition.is_none() && !p.owns_next && p.can_act() && nominative(p) && !taken(*index) && !is_adjective(p)
    };
    let left = in_clause(scene, clause).rev().filter(|(_, p)| p.tokens.end <= verb.start).find(bare);
    let right = || {
        in_clause(scene, clause)
            .filter(|(_, p)| verb.end <= p.tokens.start && (act.start < verb.end || p.tokens.end <= act.start))
            .find(bare)
    };
    let found = match scene.order() {
        WordOrder::SubjectFirst => left,
        WordOrder::VerbFirst => left.or_else(right),
        WordOrder::Free => left.or_else(|| right().filter(|(_, p)| p.cases.and(Cases::NOM) != Cases::NONE)),
    };
    let Some((index, p)) = found else { return Vec::new() };
    let list = p.list;
    let mut members: Vec<usize> = scene.phrases.iter().enumerate().filter(|(_, q)| q.list == list).map(|(i, _)| i).collect();
    if members.is_empty() {
        members.push(index);
    }
    members
}

/// Phrases that the verb governs without a marker.
fn objects(scene: &Scene<'_>, here: &Range<usize>, clause: &Range<usize>, filled: &mut Vec<Filled>) {
    let is_subject = |index: usize, filled: &[Filled]| filled.iter().any(|f| f.phrase == index && f.slot == Slot::Subject);
    let cases = scene.lexicon.grammar.cases;
    let mut list = None;
    for (index, p) in in_clause(scene, clause) {
        let behind = here.end <= p.tokens.start;
        if p.preposition.is_some() || p.owns_next || is_subject(index, filled) || is_adjective(p) || !(behind || cases) {
            continue;
        }
        if !cases {
            if list.is_none_or(|l| l == p.list) {
                list = Some(p.list);
                filled.push(Filled { slot: Slot::Object, phrase: index });
            }
            continue;
        }
        let only = |case: Cases| p.cases.and(case) != Cases::NONE;
        let slot = if only(Cases::ACC) || (only(Cases::GEN) && behind) || (p.cases == Cases::NONE && behind) {
            Slot::Object
        } else if only(Cases::DAT) {
            Slot::Indirect
        } else if only(Cases::INS) {
            Slot::By
        } else {
            continue;
        };
        filled.push(Filled { slot, phrase: index });
    }
}

/// Who speaks: the subject of a verb of saying, on either side of it (`"...", said X`).
pub(super) fn speaker(scene: &Scene<'_>, element: usize) -> Vec<usize> {
    let clause = scene.clause(element, Shape::Past);
    let verb = scene.elements[element].tokens.clone();
    let found = subject(scene, &verb, &clause, &verb, &[]);
    if !found.is_empty() {
        return found;
    }
    let behind = in_clause(scene, &clause).find(|(_, p)| p.tokens.start == verb.end && p.preposition.is_none() && p.can_act());
    behind.map(|(index, _)| index).into_iter().collect()
}
