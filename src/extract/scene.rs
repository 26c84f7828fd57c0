//! One sentence ready for the question who did what to whom: its elements, phrases, and the verbs and joints that cut it
//! into clauses.

use std::ops::Range;

use crate::knowledge::{Cue, Knowledge, Lexicon, Shape, WordOrder};

use super::document::Document;
use super::elements::Element;
use super::phrase::Phrase;

/// A trigger in the shape that its surroundings allow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Act {
    /// The trigger's number in the lexicon.
    pub trigger: u16,
    /// Its grammatical shape here.
    pub shape: Shape,
    /// The element.
    pub element: usize,
}

/// One sentence, cut up.
pub(super) struct Scene<'a> {
    pub document: &'a Document,
    pub knowledge: &'a Knowledge,
    pub lexicon: &'a Lexicon,
    /// Its number in the document.
    pub sentence: usize,
    /// Its tokens, by number in the document.
    pub tokens: Range<usize>,
    pub elements: &'a [Element],
    pub phrases: &'a [Phrase],
}

/// Cues that do a verb's work beside the triggers.
const VERB_CUES: &[Cue] = &[Cue::Say, Cue::Announce, Cue::Light, Cue::Happen, Cue::Denied, Cue::Refused, Cue::Cancelled];

/// Cues that start a clause of its own.
const JOINTS: &[Cue] = &[Cue::That, Cue::Which, Cue::Clause, Cue::If, Cue::After, Cue::Before];

impl Scene<'_> {
    /// The acts named in the sentence, in order, each element in the shape its surroundings allow.
    pub fn acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        for (element, found) in self.elements.iter().enumerate() {
            let mut seen: Vec<u16> = Vec::new();
            for (trigger, _) in found.triggers() {
                if seen.contains(&trigger) {
                    continue;
                }
                seen.push(trigger);
                let shapes: Vec<Shape> = found.triggers().filter(|(t, _)| *t == trigger).map(|(_, shape)| shape).collect();
                acts.push(Act { trigger, shape: self.shape(element, &shapes), element });
            }
        }
        acts
    }

    /// Which of the possible shapes an element has here.
    fn shape(&self, element: usize, shapes: &[Shape]) -> Shape {
        let has = |shape: Shape| shapes.contains(&shape);
        let noun_here = self.stands_as_noun(element);
        let before = element.checked_sub(1).map(|i| &self.elements[i]);
        let after_to = before.is_some_and(|e| e.is(Cue::To)) && self.touches_before(element);
        if has(Shape::Noun) && (noun_here || shapes.len() == 1) && !(after_to && has(Shape::Infinitive)) {
            return Shape::Noun;
        }
        if has(Shape::Infinitive) && (shapes.len() == 1 || after_to || self.governed_by_modal(element)) {
            return Shape::Infinitive;
        }
        if self.elements[element].clitics.future && has(Shape::Present) {
            return Shape::Future;
        }
        if self.lexicon.grammar.passive_from_past && has(Shape::Past) && self.is_passive(element) {
            return Shape::Passive;
        }
        let order = [
            Shape::Past,
            Shape::Passive,
            Shape::PassivePresent,
            Shape::Future,
            Shape::Present,
            Shape::Participle,
            Shape::Infinitive,
            Shape::Noun,
        ];
        order.into_iter().find(|shape| has(*shape)).unwrap_or(Shape::Noun)
    }

    fn touches_before(&self, element: usize) -> bool {
        element.checked_sub(1).is_some_and(|i| self.elements[i].tokens.end == self.elements[element].tokens.start)
    }

    /// Whether an article, preposition, owner or verb right before an element makes it a noun.
    fn stands_as_noun(&self, element: usize) -> bool {
        let here = &self.elements[element];
        if here.clitics.article || here.clitics.preposition.is_some() {
            return true;
        }
        let Some(before) = element.checked_sub(1).map(|i| &self.elements[i]) else { return false };
        let gap = here.tokens.start - before.tokens.end;
        let marks = [
            Cue::Article,
            Cue::Genitive,
            Cue::Possessive,
            Cue::Of,
            Cue::With,
            Cue::In,
            Cue::On,
            Cue::From,
            Cue::For,
            Cue::About,
            Cue::After,
            Cue::Before,
            Cue::By,
            Cue::Earlier,
        ];
        let close = gap <= 1 && (gap == 0 || self.document.tokens[before.tokens.end].is_word());
        close && (before.is_any(&marks) || self.is_verb(before) || self.document.tokens[here.tokens.start - 1].is_number())
            || gap == 0 && before.names.iter().any(|s| matches!(s.what, crate::knowledge::NameUse::Adjective(_)))
    }

    fn governed_by_modal(&self, element: usize) -> bool {
        let modal = |e: &Element| e.is_any(&[Cue::Planned, Cue::Proposed, Cue::Refused, Cue::Not]);
        element.checked_sub(1).is_some_and(|i| modal(&self.elements[i])) && self.touches_before(element)
    }

    /// Whether a form of the past is a passive participle here: "was ... expelled", "expelled by".
    fn is_passive(&self, element: usize) -> bool {
        let here = &self.elements[element].tokens;
        let auxiliary = self.elements[..element].iter().rev().take(3).any(|e| e.is(Cue::Passive) && here.start - e.tokens.end <= 2);
        let by = self.elements.get(element + 1).is_some_and(|e| e.is(Cue::By) && e.tokens.start - here.end <= 1);
        auxiliary || by
    }

    /// Whether an element does a verb's work: a finite trigger, or a verb of saying, doing, happening.
    pub fn is_verb(&self, element: &Element) -> bool {
        let finite = |shape: Shape| matches!(shape, Shape::Past | Shape::Present | Shape::Future | Shape::Passive | Shape::PassivePresent);
        element.is_any(VERB_CUES)
            || element.triggers().any(|(_, shape)| finite(shape)) && !element.triggers().any(|(_, shape)| shape == Shape::Noun)
    }

    /// The tokens around an act in which its roles are looked for: up to the next joint or verb on either side.
    pub fn clause(&self, element: usize, shape: Shape) -> Range<usize> {
        let transparent = matches!(shape, Shape::Noun | Shape::Infinitive | Shape::Participle);
        let here = &self.elements[element];
        let mut start = self.tokens.start;
        let mut skip_until_comma = false;
        for (index, before) in self.elements[..element].iter().enumerate().rev() {
            let joint = before.is_any(JOINTS) && !self.is_marker_here(before);
            if joint && before.is(Cue::Which) && self.comma_between(before.tokens.end, here.tokens.start) {
                // A relative clause between commas: what stands before it belongs to this clause again.
                skip_until_comma = true;
                continue;
            }
            let verb = self.is_verb(before) && !skip_until_comma && !(transparent && before.triggers().next().is_none());
            if joint || verb {
                start = before.tokens.end;
                break;
            }
            if index > 0 && self.strong_stop(self.elements[index - 1].tokens.end, before.tokens.start) {
                start = before.tokens.start;
                break;
            }
        }
        if let Some(stop) = (start..here.tokens.start).rev().find(|token| matches!(self.document.punct(*token), Some(';' | '؛'))) {
            start = stop + 1;
        }
        let mut end = self.tokens.end;
        for after in &self.elements[element + 1..] {
            let joint = after.is_any(JOINTS) && !self.is_marker_here(after);
            let verb = self.is_verb(after) && !(shape == Shape::Noun && after.is_any(&[Cue::Happen, Cue::Light, Cue::Cancelled]));
            if joint || verb {
                end = after.tokens.start;
                break;
            }
        }
        if let Some(stop) = (here.tokens.end..end).find(|token| matches!(self.document.punct(*token), Some(';' | '؛'))) {
            end = stop;
        }
        start..end
    }

    /// "after" before a noun phrase of time is a marker of a date, not of a clause.
    fn is_marker_here(&self, element: &Element) -> bool {
        element.is_any(&[Cue::After, Cue::Before])
            && self.document.tokens.get(element.tokens.end).is_some_and(crate::text::Token::is_number)
    }

    fn comma_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|token| matches!(self.document.punct(token), Some(',' | '،')))
    }

    fn strong_stop(&self, from: usize, to: usize) -> bool {
        (from..to).any(|token| matches!(self.document.punct(token), Some(';' | '؛')))
    }

    /// The verb that lends an act its subject and tense: the act itself, or for a noun or infinitive the verb before it
    /// in its clause ("held talks", "agreed to meet"), or the verb after it of which it is the subject ("talks took place").
    pub fn governor(&self, act: &Act, clause: &Range<usize>) -> Option<usize> {
        if !matches!(act.shape, Shape::Noun | Shape::Infinitive | Shape::Participle) {
            return Some(act.element);
        }
        let governs = |e: &Element| e.is_any(VERB_CUES) || e.is_any(&[Cue::Planned, Cue::Proposed, Cue::Ongoing]);
        let before = (0..act.element).rev().find(|i| clause.start <= self.elements[*i].tokens.start && governs(&self.elements[*i]));
        before.or_else(|| {
            let after = |i: &usize| self.elements[*i].tokens.end <= clause.end && self.elements[*i].is_any(&[Cue::Happen, Cue::Cancelled]);
            (act.element + 1..self.elements.len()).find(after).filter(|_| act.shape == Shape::Noun)
        })
    }

    /// How the language's word order tells subject and object.
    pub const fn order(&self) -> WordOrder {
        self.lexicon.grammar.order
    }
}
