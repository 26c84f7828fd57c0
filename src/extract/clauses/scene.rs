//! One sentence ready for the question who did what to whom: its elements, phrases, and the verbs and joints that cut it
//! into clauses.

use std::ops::Range;

use crate::extract::phrases::arrange::marker_of;
use crate::extract::phrases::phrase::Phrase;
use crate::extract::reading::document::Document;
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cue, Knowledge, Lexicon, Shape, WordOrder};
use crate::model::Family;

/// A trigger in the shape that its surroundings allow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Act {
    /// The trigger's number in the lexicon.
    pub trigger: u16,
    /// Its grammatical shape here.
    pub shape: Shape,
    /// The element.
    pub element: usize,
}

/// One sentence, cut up.
pub(crate) struct Scene<'a> {
    pub document: &'a Document,
    pub knowledge: &'a Knowledge,
    pub lexicon: &'a Lexicon,
    /// Its number in the document.
    pub sentence: usize,
    /// Its tokens, by number in the document.
    pub tokens: Range<usize>,
    pub elements: &'a [Element],
    pub phrases: &'a [Phrase],
    /// Whether anybody asks why a trigger gives no report.
    pub explains: bool,
}

/// How many words may stand between "to" and its infinitive ("to formally back").
const MAX_ADVERB: usize = 2;

/// Cues that do a verb's work beside the triggers.
pub(crate) const VERB_CUES: &[Cue] = &[Cue::Say, Cue::Announce, Cue::Light, Cue::Happen, Cue::Denied, Cue::Refused, Cue::Cancelled];

/// The shapes of finite verbs.
const FINITE: &[Shape] = &[Shape::Past, Shape::Present, Shape::Future, Shape::Passive, Shape::PassivePresent];

impl Scene<'_> {
    /// Why a trigger gives no report, in words only where anybody asks: most triggers give none.
    pub fn why(&self, words: impl FnOnce() -> String) -> String {
        if self.explains { words() } else { String::new() }
    }

    /// The acts named in the sentence, in order, each element in the shape its surroundings allow.
    pub fn acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        let (mut seen, mut shapes): (Vec<u16>, Vec<Shape>) = Default::default();
        for (element, found) in self.elements.iter().enumerate().filter(|(_, found)| found.is_trigger()) {
            let attributive = self.is_attributive(found);
            seen.clear();
            for (trigger, _) in found.triggers() {
                if seen.contains(&trigger) {
                    continue;
                }
                seen.push(trigger);
                let noun = || found.triggers().any(|(t, shape)| t == trigger && shape == Shape::Noun);
                if attributive && !noun() || self.is_misread_noun(element, found, trigger) || self.is_stray_infinitive(element, trigger) {
                    continue;
                }
                shapes.clear();
                shapes.extend(found.triggers().filter(|(t, _)| *t == trigger).map(|(_, shape)| shape));
                acts.push(Act { trigger, shape: self.shape(element, &shapes), element });
            }
        }
        acts
    }

    /// Whether a word stands where only a noun can, while the trigger knows it as a verb alone («تقديم دعم»).
    fn is_misread_noun(&self, element: usize, found: &Element, trigger: u16) -> bool {
        let verb_only = found.triggers().filter(|(t, _)| *t == trigger).all(|(_, shape)| matches!(shape, Shape::Past | Shape::Present));
        let written_as_noun = found.clitics.article || found.clitics.preposition.is_some();
        verb_only
            && self.order() == WordOrder::VerbFirst
            && (written_as_noun || self.touches_before(element) && self.stands_as_noun(element))
    }

    /// Whether a word that the trigger knows as an infinitive alone stands where none can: not behind "to", a modal or a verb
    /// that takes one, nor right behind a subject whose plural verb it could be ("was back", "brought back").
    fn is_stray_infinitive(&self, element: usize, trigger: u16) -> bool {
        let here = &self.elements[element];
        let only = here.triggers().filter(|(t, _)| *t == trigger).all(|(_, shape)| shape == Shape::Infinitive);
        if !only || self.order() != WordOrder::SubjectFirst || self.begins_with_to(element) {
            return false;
        }
        // "spoke to the head of": an article makes a noun of it.
        let article = |e: &Element| e.is_any(&[Cue::Article, Cue::Possessive]) && e.tokens.end == here.tokens.start;
        if element.checked_sub(1).is_some_and(|before| article(&self.elements[before])) {
            return true;
        }
        let takes = |e: &Element| {
            e.is_any(&[Cue::To, Cue::Planned, Cue::Proposed, Cue::Refused, Cue::Not, Cue::Urge, Cue::Unreal, Cue::And, Cue::Or])
                && here.tokens.start - e.tokens.end <= MAX_ADVERB
        };
        let governed = self.elements[..element].iter().rev().take(MAX_ADVERB + 1).any(takes);
        let subject = self.phrases.iter().any(|p| p.tokens.end == here.tokens.start && p.can_act());
        !governed && !subject
    }

    /// Which of the possible shapes an element has here.
    fn shape(&self, element: usize, shapes: &[Shape]) -> Shape {
        let has = |shape: Shape| shapes.contains(&shape);
        let noun_here = self.stands_as_noun(element);
        let before = element.checked_sub(1).map(|i| &self.elements[i]);
        let between_next = self.order() == WordOrder::VerbFirst
            && self.elements.get(element + 1).is_some_and(|e| e.is(Cue::Between) && e.tokens.start == self.elements[element].tokens.end);
        let noun_here = noun_here || between_next || (has(Shape::Past) || has(Shape::Present)) && self.is_governed_noun(element);
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
        let progressive = has(Shape::Participle) && self.lexicon.grammar.passive_from_past && self.follows_auxiliary(element);
        if progressive {
            return Shape::Present;
        }
        if self.lexicon.grammar.passive_from_past && has(Shape::Past) && self.is_passive(element) {
            return Shape::Passive;
        }
        if has(Shape::Future) && self.begins_with_to(element) {
            return Shape::Infinitive;
        }
        if has(Shape::Past) && self.is_vowelled_passive(&self.elements[element]) {
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

    /// Whether a verb that asks for a noun stands before in the same clause, where two finite verbs need a joint or an "and"
    /// between them: «أعلن الوزير، مساء أمس، توصل الطرفين إلى اتفاق».
    fn is_governed_noun(&self, element: usize) -> bool {
        let here = &self.elements[element];
        if self.order() != WordOrder::VerbFirst || here.clitics.and || here.clitics.future {
            return false;
        }
        for before in self.elements[..element].iter().rev() {
            let cut =
                (before.tokens.end..here.tokens.start).any(|token| matches!(self.document.punct(token), Some(':' | '«' | '"' | '“' | '؛')));
            if cut || before.is_any(&[Cue::That, Cue::Which, Cue::Clause, Cue::If, Cue::After, Cue::Before]) {
                return false;
            }
            if before.is_any(&[Cue::Say, Cue::Announce, Cue::Denied, Cue::Refused]) && !before.clitics.article && !before.is_trigger() {
                return true;
            }
            if self.is_verb(before) {
                return false;
            }
        }
        false
    }

    /// Whether a phrase like "to sign" holds its own marker of the infinitive.
    fn begins_with_to(&self, element: usize) -> bool {
        let tokens = &self.elements[element].tokens;
        tokens.len() > 1 && self.word_is(tokens.start, Cue::To)
    }

    /// Whether a word by itself does the work of a cue, whatever phrase it stands in.
    pub fn word_is(&self, token: usize, cue: Cue) -> bool {
        self.document.word_is(token, cue, self.lexicon)
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
        let verb_first = self.order() == WordOrder::VerbFirst;
        let close = gap <= 1 && (gap == 0 || self.document.tokens[before.tokens.end].is_word());
        // "begins Greenland visit": between a verb that lends its subject and this word stands but a name.
        let lent =
            element.checked_sub(2).is_some_and(|i| self.elements[i].is(Cue::Light) && self.elements[i].tokens.end == before.tokens.start);
        if gap == 0 && lent && !before.names.is_empty() {
            return true;
        }
        let marked = || marks.iter().any(|cue| before.is(*cue) && !(verb_first && *cue == Cue::Earlier));
        let marks_noun = marked() && !(verb_first && before.is(Cue::That));
        close && (marks_noun || self.is_verb(before) || self.document.tokens[here.tokens.start - 1].is_number())
            || gap == 0
                && !self.lexicon.grammar.adjective_after
                && before.names.iter().any(|s| matches!(s.what, crate::knowledge::NameUse::Adjective(_)))
    }

    fn governed_by_modal(&self, element: usize) -> bool {
        let modal = |e: &Element| e.is_any(&[Cue::Planned, Cue::Proposed, Cue::Refused, Cue::Not, Cue::Managed, Cue::Tried]);
        element.checked_sub(1).is_some_and(|i| modal(&self.elements[i])) && self.touches_before(element)
    }

    /// Whether a form of the past is a passive participle here: "was ... expelled", "expelled by".
    fn is_passive(&self, element: usize) -> bool {
        let here = &self.elements[element].tokens;
        let auxiliary = self.follows_auxiliary(element);
        let by = self.elements.get(element + 1).is_some_and(|e| e.is(Cue::By) && e.tokens.start - here.end <= 1);
        auxiliary || by || self.is_bare_passive(element) || self.is_reduced_passive(element)
    }

    /// Whether a verb of what happens to people stands behind a person and a comma, and nobody behind it to whom it could be done
    /// ("X, sacked in May, ...").
    fn is_reduced_passive(&self, element: usize) -> bool {
        use crate::model::EventType as T;
        let here = &self.elements[element].tokens;
        let type_of = |number: u16| self.lexicon.triggers[number as usize].event_type;
        let of_people = self.elements[element]
            .triggers()
            .any(|(t, _)| matches!(type_of(t), T::Appointment | T::Departure | T::SpyArrest | T::SpyTrial | T::PrisonerSwap));
        let comma = |token: usize| matches!(self.document.punct(token), Some(',' | '،' | '(' | '—' | '–'));
        let finite = self.document.may_be(here.start, Cue::Planned);
        if !of_people || finite || !here.start.checked_sub(1).is_some_and(comma) {
            return false;
        }
        let person = |p: &Phrase| p.is_person() || p.who == crate::extract::phrases::phrase::Who::Unknown;
        let before = self.phrases.iter().any(|p| p.tokens.end + 1 == here.start && person(p));
        let object = self.phrases.iter().any(|p| here.end <= p.tokens.start && p.tokens.start <= here.end + 2 && p.preposition.is_none());
        let goes_on = (here.end..self.tokens.end).any(comma);
        before && goes_on && !object
    }

    /// Whether what stands right before a verb is what it is done to: it bears the noun that the verb needs, and nothing
    /// that could be its object follows ("Russian ambassador summoned over ...").
    fn is_bare_passive(&self, element: usize) -> bool {
        let here = &self.elements[element].tokens;
        let needed = |p: &&Phrase| {
            self.elements[element].triggers().any(|(t, _)| p.has_noun(&self.lexicon.triggers[t as usize].need)) && !p.is_person()
        };
        let before =
            self.phrases.iter().rfind(|p| p.tokens.end <= here.start).filter(|p| p.tokens.end == here.start && p.preposition.is_none());
        let object = self.phrases.iter().any(|p| here.end <= p.tokens.start && p.tokens.start <= here.end + 3 && p.preposition.is_none());
        before.filter(needed).is_some() && !object
    }

    /// Whether a form of "be" stands right before: "was ... expelled", "were ... negotiating".
    fn follows_auxiliary(&self, element: usize) -> bool {
        let here = &self.elements[element].tokens;
        self.elements[..element].iter().rev().take(3).any(|e| e.is(Cue::Passive) && here.start - e.tokens.end <= 2)
    }

    /// Whether an act is a contact told as the occasion of another one: a noun right behind "in" or "during".
    pub fn is_occasion(&self, act: &Act) -> bool {
        let contact = self.lexicon.triggers[act.trigger as usize].event_type.family() == Family::Contact;
        let here = &self.elements[act.element];
        let before = |back: usize| act.element.checked_sub(back).map(|i| &self.elements[i]);
        let opens = |e: &&Element, gap: usize| e.is(Cue::In) && here.tokens.start - e.tokens.end <= gap;
        let small = before(1).is_some_and(|e| e.is_any(&[Cue::Article, Cue::Possessive]));
        let marker = before(1).filter(|e| opens(e, 1)).or_else(|| before(2).filter(|e| small && opens(e, 2)));
        contact && act.shape == Shape::Noun && here.clitics.preposition.is_none() && marker.is_some()
    }

    /// Whether an element does a verb's work: a finite trigger, or a verb of saying, doing, happening.
    pub fn is_verb(&self, element: &Element) -> bool {
        if !element.is_trigger() && !element.is_any(VERB_CUES) {
            return false;
        }
        // "the ousted president"
        let inside = |p: &Phrase| p.tokens.start <= element.tokens.start && element.tokens.end < p.tokens.end;
        if element.is(Cue::Former) && self.phrases.iter().any(inside) {
            return false;
        }
        if self.is_attributive(element) {
            return false;
        }
        let verb = || element.has_shape(FINITE) && !element.has_shape(&[Shape::Noun]);
        let infinitive = || self.lexicon.grammar.cases && element.is_trigger() && element.triggers().all(|(_, s)| s == Shape::Infinitive);
        // «в срыве», «с отменой»: behind a preposition stands a noun.
        let governed = || {
            let at = self.elements.partition_point(|e| e.tokens.start < element.tokens.start);
            let before = at.checked_sub(1).map(|i| &self.elements[i]);
            self.lexicon.grammar.cases && before.is_some_and(|e| e.tokens.end == element.tokens.start && marker_of(e).is_some())
        };
        element.is_any(VERB_CUES) && !infinitive() && !governed() || verb() && !self.is_declined(element)
    }

    /// The members of a list of phrases; an owner whom what it owns follows in the list is none ("A's X and B's Y").
    pub fn members(&self, list: usize) -> impl Iterator<Item = usize> {
        let owner = move |index: usize| self.phrases[index].owns_next && self.phrases.get(index + 1).is_some_and(|p| p.list == list);
        (0..self.phrases.len()).filter(move |index| self.phrases[*index].list == list && !owner(*index))
    }

    /// Whether a form of the past stands right behind an article, where the past serves as participle: "a convicted spy".
    fn is_attributive(&self, element: &Element) -> bool {
        if !self.lexicon.grammar.passive_from_past || !element.has_shape(&[Shape::Past]) {
            return false;
        }
        let at = self.elements.partition_point(|e| e.tokens.start < element.tokens.start);
        let article =
            at.checked_sub(1).map(|i| &self.elements[i]).is_some_and(|e| e.is(Cue::Article) && e.tokens.end == element.tokens.start);
        article && self.document.tokens.get(element.tokens.end).is_some_and(crate::text::Token::is_word)
    }

    /// Whether nothing but words stands in a stretch of tokens.
    pub fn clear_words(&self, mut tokens: Range<usize>) -> bool {
        tokens.all(|token| self.document.tokens[token].is_word())
    }

    /// How the language's word order tells subject and object.
    pub const fn order(&self) -> WordOrder {
        self.lexicon.grammar.order
    }
}
