//! The clause of an act: the tokens in which its roles are looked for, and the verb that lends it subject and tense.

use std::ops::Range;

use crate::extract::phrases::phrase::Phrase;
use crate::extract::reading::document::Document;
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cases, Cue, Shape, WordOrder};

use super::scene::{Act, Scene, VERB_CUES};

/// Cues that start a clause of its own.
const JOINTS: &[Cue] = &[Cue::That, Cue::Which, Cue::Clause, Cue::If, Cue::After, Cue::Before];

/// How many words may stand between a noun of act and its relative pronoun.
const MAX_RELATIVE_GAP: usize = 2;

/// The tokens around an act in which its roles are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// A relative clause between commas that stands inside and is none of this clause's.
    hole: Range<usize>,
    /// Where the word stands before which a relative clause hangs, when this is one.
    pub relative_from: Option<usize>,
    /// The case that the relative word says the word before has in the clause; none where it says nothing.
    pub relative_case: Cases,
}

/// How many tokens an aside that tells who speaks may have on either side of its verb.
const MAX_ASIDE: usize = 7;

impl Clause {
    /// Whether a stretch of tokens lies in the clause or in what is put in between.
    pub const fn spans(&self, tokens: &Range<usize>) -> bool {
        self.start <= tokens.start && tokens.end <= self.end
    }

    /// Whether nothing in it is left out.
    pub const fn is_whole(&self) -> bool {
        self.hole.start == self.hole.end
    }

    /// Whether a stretch of tokens belongs to the clause.
    pub fn contains(&self, tokens: &Range<usize>) -> bool {
        let in_hole = self.hole.start <= tokens.start && tokens.end <= self.hole.end;
        self.start <= tokens.start && tokens.end <= self.end && !in_hole
    }
}

/// The clause of the last act asked for: one word is often several triggers, whose clauses are one.
pub(crate) struct LastClause {
    element: usize,
    shape: Shape,
    clause: Option<Clause>,
}

impl LastClause {
    /// None yet.
    pub const fn new() -> Self {
        Self { element: 0, shape: Shape::Noun, clause: None }
    }

    /// The clause of an act of a sentence that is always the same.
    pub fn of(&mut self, scene: &Scene<'_>, act: &Act) -> &Clause {
        if (self.element, self.shape) != (act.element, act.shape) {
            (self.element, self.shape, self.clause) = (act.element, act.shape, None);
        }
        self.clause.get_or_insert_with(|| scene.clause(act.element, act.shape))
    }
}

/// How many tokens before "that" a verb tells that the clause behind it is what was said.
const THAT_REACH: usize = 6;

/// Makes a "that" which hangs on a noun the word of a relative clause ("the treaty that X signed"): none before which
/// a verb asks for what was said.
pub(crate) fn mark_relatives(document: &Document, elements: &mut [Element]) {
    for index in 0..elements.len() {
        let at = elements[index].tokens.start;
        if !elements[index].is(Cue::That) || at == 0 || !document.tokens[at - 1].is_word() {
            continue;
        }
        let near = elements[..index].iter().rev().take_while(|e| at - e.tokens.end <= THAT_REACH);
        // "It is clear that": with a form of "be", only a noun right before can have a relative clause.
        let on_noun = elements[..index].last().is_some_and(|e| e.tokens.end == at && e.is_noun());
        let asked = near.clone().any(|e| does_verbs_work(e) || !on_noun && e.is(Cue::Passive))
            || elements[..index].last().is_some_and(|e| e.tokens.end == at && e.is(Cue::And));
        if !asked {
            elements[index].senses.replace_cue(Cue::That, Cue::Which);
        }
    }
}

fn does_verbs_work(element: &Element) -> bool {
    element.is_any(VERB_CUES) || element.is(Cue::Proposed) || element.triggers().any(|(_, shape)| shape != Shape::Noun)
}

impl Scene<'_> {
    /// The clause of an element in the shape that it has here: up to the next joint or verb on either side.
    pub fn clause(&self, element: usize, shape: Shape) -> Clause {
        let here = &self.elements[element];
        let mut clause =
            Clause { start: self.tokens.start, end: self.tokens.end, hole: 0..0, relative_from: None, relative_case: Cases::NONE };
        for (index, before) in self.elements[..element].iter().enumerate().rev() {
            if let Some(aside) = self.said_aside(before, here).filter(|_| clause.hole.is_empty()) {
                clause.hole = aside;
                continue;
            }
            if let Some(turn) = self.turn_of_time(before, here).filter(|_| clause.hole.is_empty()) {
                clause.hole = turn;
                continue;
            }
            if let Some(turn) = self.turn_of_participle(before, here).filter(|_| clause.hole.is_empty()) {
                clause.hole = turn;
                continue;
            }
            if let Some(aside) = self.participle_aside(before, here).filter(|_| clause.hole.is_empty()) {
                clause.hole = aside;
                continue;
            }
            let joint = before.is_any(JOINTS) && !self.is_marker_here(before) || self.ends_in_that(before);
            let inside_hole = before.tokens.start < clause.hole.start;
            if joint && before.is(Cue::Which) {
                if let Some(comma) = self.comma_between(before.tokens.end, here.tokens.start).filter(|_| clause.hole.is_empty()) {
                    // What stands before a relative clause between commas belongs to this clause again.
                    clause.hole = before.tokens.start..comma;
                    continue;
                }
                clause.relative_from = Some(before.tokens.start);
                clause.relative_case = self.relative_case(before);
            }
            let joint = joint && !(before.is_any(&[Cue::After, Cue::Before]) && self.lies_in_aside(before, here, index));
            if joint || (!inside_hole && self.bars(before, shape) && !self.hole_may_begin(before, here, index)) {
                clause.start = before.tokens.end;
                break;
            }
        }
        if let Some(stop) = (clause.start..here.tokens.start).rev().find(|token| self.is_strong_stop(*token)) {
            clause.start = stop + 1;
        }
        if let Some(start) = self.behind_verb_before(here, shape, &clause) {
            clause.start = start;
        }
        if let Some(start) = self.tells_behind_comma(here, &clause).or_else(|| self.own_turn(here)) {
            clause.start = start;
            clause.hole = 0..0;
        }
        if self.is_joined(element, shape) {
            clause.start = here.tokens.start;
            clause.relative_from = None;
        }
        let passable = |e: &Element| shape == Shape::Noun && e.is_any(&[Cue::Happen, Cue::Light, Cue::Cancelled]);
        let own_relative = if shape == Shape::Noun { self.own_relative(element) } else { None };
        let stops = |e: &&Element| {
            let joint = e.is_any(JOINTS) && !self.is_marker_here(e) && own_relative.is_none_or(|at| self.elements[at].tokens != e.tokens);
            joint || self.is_verb(e) && !passable(e)
        };
        if let Some(stop) = self.elements[element + 1..].iter().find(stops) {
            // Before "... said" stands who said it, set off by a comma.
            let speaker = self.speaker_comma(here.tokens.end, stop.tokens.start).filter(|_| stop.is(Cue::Say));
            clause.end = speaker.unwrap_or(stop.tokens.start);
            if let Some(hole) = self.aside(stop).filter(|_| clause.hole.is_empty()) {
                // What follows an aside between commas belongs to this clause again: "spoke, after the talks, with X".
                let past = self.elements[element + 1..].iter().filter(|e| hole.end <= e.tokens.start).find(stops);
                clause.end = past.map_or(self.tokens.end, |e| e.tokens.start);
                clause.hole = hole;
            }
        }
        if let Some(stop) = (here.tokens.end..clause.end).find(|token| self.is_strong_stop(*token)) {
            clause.end = stop;
        }
        if self.own_turn(here).is_some() {
            clause.end = self.turn_closes(here.tokens.end, clause.end);
        }
        clause
    }

    /// Whether a finite verb is joined with "and" to one before it, in a language that writes the two together: it begins a
    /// clause, and takes over the subject of the other where it has none of its own.
    pub fn joins_verbs(&self, here: &Element, shape: Shape) -> bool {
        let finite = matches!(shape, Shape::Past | Shape::Present | Shape::Future | Shape::Passive | Shape::PassivePresent);
        finite && here.clitics.and && self.tokens.start < here.tokens.start && !self.comments(here)
    }

    /// Whether a verb is the first one with a conjunction behind a topic, which is its subject: «أما سانشيز فزار الرباط».
    fn comments(&self, here: &Element) -> bool {
        let before = || self.elements.iter().rev().filter(|e| e.tokens.end <= here.tokens.start);
        let since = before().take_while(|e| !e.is(Cue::Topic));
        before().any(|e| e.is(Cue::Topic)) && !since.clone().any(|e| e.clitics.and && self.is_verb(e))
    }

    /// Whether a finite verb is joined to one before it in its sentence, in one word with its "and" or right behind one.
    pub fn is_joined(&self, element: usize, shape: Shape) -> bool {
        let here = &self.elements[element];
        let finite = matches!(shape, Shape::Past | Shape::Present | Shape::Future);
        let and = || element.checked_sub(1).map(|i| &self.elements[i]).is_some_and(|e| e.is(Cue::And) && e.tokens.end == here.tokens.start);
        let verb = || self.elements[..element].iter().any(|e| self.is_verb(e));
        self.joins_verbs(here, shape) && verb() || finite && and() && verb() || finite && self.is_in_row(element)
    }

    /// Whether a verb right behind a comma is one of a row ("removed X, named Y and left for Z"): the comma is the only one since
    /// the verb before it, and no joint stands between.
    fn is_in_row(&self, element: usize) -> bool {
        let here = self.elements[element].tokens.start;
        let comma = |token: usize| matches!(self.document.punct(token), Some(',' | '،'));
        if self.order() != WordOrder::SubjectFirst || !here.checked_sub(1).is_some_and(comma) {
            return false;
        }
        let Some(verb) = self.elements[..element].iter().rposition(|e| self.is_verb(e)) else { return false };
        let from = self.elements[verb].tokens.end;
        let joint = |e: &Element| e.is_any(JOINTS);
        // A comma behind a clause of its own only closes that.
        let dependent = self.elements[..verb].iter().rev().take_while(|e| !self.is_verb(e)).any(|e| e.is_any(JOINTS));
        let told = self.elements[verb].is_any(&[Cue::Say, Cue::Announce, Cue::Denied]);
        // Somebody must stand between for whom the verb before did it.
        let object = self.phrases.iter().any(|p| from <= p.tokens.start && p.tokens.end < here);
        !told && !dependent && object && !(from..here - 1).any(comma) && !self.elements[verb + 1..element].iter().any(joint)
    }

    /// The tokens of an aside that opens with "after" or the like behind a comma, and closes with a comma before a marker.
    fn aside(&self, joint: &Element) -> Option<Range<usize>> {
        let opens = joint.is_any(&[Cue::After, Cue::Before, Cue::Clause]);
        let comma = |token: usize| matches!(self.document.punct(token), Some(',' | '،'));
        if !opens || !joint.tokens.start.checked_sub(1).is_some_and(comma) {
            return None;
        }
        let close = (joint.tokens.end..self.tokens.end).find(|token| comma(*token))?;
        let next = self.elements.iter().find(|e| e.tokens.start == close + 1)?;
        let resumes = next.is_any(&[Cue::With, Cue::Between, Cue::To, Cue::Against, Cue::On]);
        resumes.then_some(joint.tokens.start..close)
    }

    /// The tokens between commas in which a verb of saying only tells who speaks: "the embassy, he wrote on Monday, was closed".
    fn said_aside(&self, say: &Element, here: &Element) -> Option<Range<usize>> {
        let announces = || self.lexicon.grammar.cases && say.is(Cue::Announce) && self.is_verb(say);
        if !say.is(Cue::Say) && !announces() {
            return None;
        }
        let comma = |token: &usize| matches!(self.document.punct(*token), Some(',' | '،'));
        let open = (say.tokens.start.saturating_sub(MAX_ASIDE).max(self.tokens.start)..say.tokens.start).rev().find(comma)?;
        let close = (say.tokens.end..here.tokens.start.min(say.tokens.end + MAX_ASIDE)).find(comma)?;
        let told = |e: &&Element| e.tokens.start < say.tokens.start && (self.is_verb(e) || e.is_any(JOINTS));
        let bare = !self.elements.iter().filter(|e| open < e.tokens.start).any(|e| told(&e));
        let subject_before =
            self.order() == WordOrder::SubjectFirst || self.phrases.iter().any(|p| p.tokens.end <= open && p.preposition.is_none());
        (bare && subject_before && self.tokens.start < open).then_some(open..close)
    }

    /// The tokens between commas in which a participle tells what somebody else does beside: "X, meeting Y in Z, agreed".
    fn participle_aside(&self, participle: &Element, here: &Element) -> Option<Range<usize>> {
        let start = participle.tokens.start;
        let comma = |token: usize| matches!(self.document.punct(token), Some(',' | '،'));
        let bare = participle.has_shape(&[Shape::Participle]) && !self.is_verb(participle);
        let opens = self.order() == WordOrder::SubjectFirst && bare && start.checked_sub(1).is_some_and(comma);
        let close = self.comma_between(participle.tokens.end, here.tokens.start).filter(|_| opens)?;
        let between = |e: &&Element| participle.tokens.end <= e.tokens.start && e.tokens.end <= here.tokens.start;
        let clear = !self.elements.iter().filter(between).any(|e| self.is_verb(e) || e.is_any(JOINTS));
        let subject = self.phrases.iter().any(|p| self.tokens.start <= p.tokens.start && p.tokens.end < start && p.preposition.is_none());
        (clear && subject).then_some(start..close)
    }

    /// The tokens of a turn like "after the arrest" in the midst of a clause, where nouns carry case: no comma sets it off and no
    /// verb stands in it, so that what stands before it is still the clause's.
    fn turn_of_time(&self, joint: &Element, here: &Element) -> Option<Range<usize>> {
        let turn = joint.tokens.start..here.tokens.start;
        let opens = joint.is_any(&[Cue::After, Cue::Before]) && self.lexicon.grammar.cases && self.tokens.start < joint.tokens.start;
        let plain = |e: &Element| !self.is_verb(e) && !e.is_any(&[Cue::That, Cue::Which, Cue::Clause]);
        let inside = |e: &&Element| joint.tokens.end <= e.tokens.start && e.tokens.end <= here.tokens.start;
        if !opens || !self.clear_words(joint.tokens.start - 1..turn.end) || !self.elements.iter().filter(inside).all(plain) {
            return None;
        }
        let named = |p: &&Phrase| turn.contains(&p.tokens.start) && p.preposition.is_none() && p.cases == Cases::NOM;
        let end = self.phrases.iter().find(named).map_or(turn.end, |p| p.tokens.start);
        let before = |p: &Phrase| p.tokens.end <= turn.start && p.preposition.is_none() && self.clear_words(p.tokens.end..turn.start);
        self.phrases.iter().any(before).then_some(turn.start..end)
    }

    /// The relative pronoun right behind a noun of act, where a verb that only carries the act follows it ("the sanctions
    /// that X imposed").
    fn own_relative(&self, element: usize) -> Option<usize> {
        let here = &self.elements[element];
        let at = (element + 1..self.elements.len()).find(|i| self.elements[*i].is(Cue::Which))?;
        let (pronoun, verb) = (&self.elements[at], self.elements.get(at + 1)?);
        let close = pronoun.tokens.start - here.tokens.end <= MAX_RELATIVE_GAP && verb.tokens.start - pronoun.tokens.end <= 1;
        let clear = (here.tokens.end..pronoun.tokens.start).all(|token| self.document.tokens[token].is_word());
        (close && clear && verb.is_any(&[Cue::Light, Cue::Happen])).then_some(at)
    }

    /// Whether a verb between here and a relative pronoun further left lies in that relative clause, which a comma closed.
    fn hole_may_begin(&self, verb: &Element, here: &Element, index: usize) -> bool {
        let closed = self.comma_between(verb.tokens.end, here.tokens.start).is_some();
        let pronoun = self.elements[..index].iter().rev().take_while(|e| !self.is_verb(e) && !e.is(Cue::That)).find(|e| e.is(Cue::Which));
        closed && pronoun.is_some_and(|p| self.comma_between(p.tokens.end, verb.tokens.start).is_none())
    }

    /// Whether a joint lies in a relative clause that a comma closed before here.
    fn lies_in_aside(&self, joint: &Element, here: &Element, index: usize) -> bool {
        let near = self.elements[..index].iter().rev().take_while(|e| self.comma_between(e.tokens.end, joint.tokens.start).is_none());
        self.comma_between(joint.tokens.end, here.tokens.start).is_some() && near.clone().any(|e| e.is(Cue::Which))
    }

    /// Whether a phrase of saying holds the "that" behind it: «уверены, что».
    fn ends_in_that(&self, element: &Element) -> bool {
        element.tokens.len() > 1 && element.is(Cue::Say) && self.word_is(element.tokens.end - 1, Cue::That)
    }

    /// Whether a verb ends the clause of an act that stands behind it.
    fn bars(&self, before: &Element, shape: Shape) -> bool {
        let lends_subject =
            !before.is_trigger() || before.is_any(VERB_CUES) || before.is_any(&[Cue::Ongoing, Cue::Planned, Cue::Proposed, Cue::Refused]);
        match shape {
            Shape::Infinitive | Shape::Participle => false,
            Shape::Noun => self.is_verb(before) && !lends_subject,
            _ => self.is_verb(before),
        }
    }

    /// "after" before a number is the marker of a date, not of a clause.
    fn is_marker_here(&self, element: &Element) -> bool {
        let next = self.document.tokens.get(element.tokens.end);
        element.is_any(&[Cue::After, Cue::Before]) && next.is_some_and(crate::text::Token::is_number)
    }

    /// The last comma between two tokens.
    fn comma_between(&self, from: usize, to: usize) -> Option<usize> {
        (from..to).rev().find(|token| matches!(self.document.punct(*token), Some(',' | '،')))
    }

    /// The comma that sets off who speaks before the verb of saying at `to`, with what stands beside the name ("..., X, the
    /// president's aide, writes").
    fn speaker_comma(&self, from: usize, to: usize) -> Option<usize> {
        let mut cut = self.comma_between(from, to)?;
        while let Some(comma) = self.comma_between(from, cut) {
            if !self.phrases.iter().any(|p| p.tokens.start == comma + 1 && p.tokens.end == cut && p.is_person()) {
                break;
            }
            cut = comma;
        }
        Some(cut)
    }

    fn is_strong_stop(&self, token: usize) -> bool {
        matches!(self.document.punct(token), Some(';' | '؛'))
    }

    /// The verb that lends an act its subject and tense: the act itself, or for a noun or infinitive the verb before it
    /// in its clause ("held talks", "agreed to meet"), or the verb after it of which it is the subject ("talks took place").
    pub fn governor(&self, act: &Act, clause: &Clause) -> Option<usize> {
        if act.shape == Shape::Participle && self.order() == WordOrder::VerbFirst {
            return None;
        }
        let any_verb = matches!(act.shape, Shape::Infinitive | Shape::Participle);
        if act.shape != Shape::Noun && !any_verb {
            return Some(act.element);
        }
        // «هجوم شنته إيران»: the verb of an act whose own pronoun means it.
        let own = self
            .elements
            .get(act.element + 1)
            .filter(|e| act.shape == Shape::Noun && e.tokens.start <= self.elements[act.element].tokens.end + 1);
        if own.is_some_and(|e| e.is(Cue::Light) && self.ends_in_pronoun(e) && e.tokens.end <= clause.end) {
            return Some(act.element + 1);
        }
        let governs = |e: &Element| {
            e.is_any(VERB_CUES)
                || e.is_any(&[Cue::Planned, Cue::Proposed, Cue::Ongoing])
                || any_verb && (self.is_verb(e) || e.is_any(&[Cue::Managed, Cue::Tried]))
        };
        let before = (0..act.element).rev().find(|i| clause.contains(&self.elements[*i].tokens) && governs(&self.elements[*i]));
        let governor = before.or_else(|| {
            // Where the order of words is free, the verb of a noun that opens its clause may follow: "переговоры провел ...".
            let free = self.order() == WordOrder::Free;
            let carries = |e: &Element| {
                e.is(Cue::Light) && (free || self.ends_in_pronoun(e) || self.own_relative(act.element).is_some())
                    || free && e.is(Cue::Ongoing) && !e.is(Cue::Happen)
            };
            let after = |i: &usize| {
                let e = &self.elements[*i];
                e.tokens.end <= clause.end && (e.is_any(&[Cue::Happen, Cue::Cancelled]) || carries(e))
            };
            (act.element + 1..self.elements.len()).find(after).filter(|_| act.shape == Shape::Noun)
        });
        // "X went further, accusing Y": where nothing known governs a participle, it stands for its own verb.
        let own = act.shape == Shape::Participle && self.order() == WordOrder::SubjectFirst;
        governor.or(own.then_some(act.element))
    }

    /// The case of a relative word: told by a marker before it, by the word itself, or by its ending.
    fn relative_case(&self, word: &Element) -> Cases {
        if word.is(Cue::Whom) {
            return Cases::ACC;
        }
        if !self.lexicon.grammar.cases {
            return Cases::NONE;
        }
        self.lexicon.case_endings.of(self.document.tokens.folded(word.tokens.end - 1))
    }

    /// The phrase to which a relative clause belongs.
    pub fn antecedent(&self, clause: &Clause) -> Option<(usize, &Phrase)> {
        let from = clause.relative_from?;
        let (index, phrase) = self.phrases.iter().enumerate().rfind(|(_, p)| p.tokens.end <= from)?;
        let marker = self.elements.iter().find(|e| e.tokens.end == from && crate::extract::phrases::arrange::marker_of(e).is_some());
        let until = marker.map_or(from, |e| e.tokens.start);
        let gap = phrase.tokens.end..until;
        // «المملكة العربية السعودية الشقيقة التي»: one adjective more says nothing.
        let article = |word: &str| self.lexicon.clitics.article.iter().any(|article| word.starts_with(article.as_str()));
        let adjective = gap.len() == 1 && self.order() == WordOrder::VerbFirst && article(self.document.tokens.folded(gap.start));
        let clear = adjective || gap.clone().all(|token| self.document.tokens[token].is_punct());
        clear.then_some((index, phrase))
    }
}
