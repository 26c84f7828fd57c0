//! Turns of phrase with a participle or gerund, where nouns carry case: they tell something by the way, and the clause around them
//! goes on behind.

use std::ops::Range;

use crate::extract::reading::elements::Element;
use crate::knowledge::{Cue, Shape};

use super::clause::Clause;
use super::scene::Scene;

/// How many words may stand between the comma that opens such a turn and its participle.
const MAX_LEAD: usize = 2;

impl Scene<'_> {
    /// Whether an element is a participle that is declined like an adjective («высланный», «введенные»): it describes a noun, and does
    /// no verb's work in its clause.
    pub fn is_declined(&self, element: &Element) -> bool {
        let passive = |shape: Shape| matches!(shape, Shape::Passive | Shape::PassivePresent);
        let declined = || self.lexicon.case_endings.of_adjective(self.document.tokens.folded(element.tokens.start)).is_some();
        self.lexicon.grammar.cases && element.triggers().any(|(_, shape)| passive(shape)) && declined()
    }

    /// The tokens of a turn that opens with a participle or gerund before `here` and is closed by a comma there: «X, обвинив Y в
    /// шпионаже, выслал ...», «посол, высланный из Y, ...».
    pub fn turn_of_participle(&self, participle: &Element, here: &Element) -> Option<Range<usize>> {
        if !self.lexicon.grammar.cases || !self.is_participle(participle) {
            return None;
        }
        let open = self.turn_opens(participle.tokens.start)?;
        let comma = |token: &usize| matches!(self.document.punct(*token), Some(',' | '،'));
        let close = (participle.tokens.end..here.tokens.start).filter(comma).find(|token| self.closes_turn(*token))?;
        Some(open..close)
    }

    /// Where the clause of a declined participle starts that follows its noun: the turn is all that it tells.
    pub fn own_turn(&self, participle: &Element) -> Option<usize> {
        let behind = |open: &usize| self.tokens.start < *open && self.document.punct(*open - 1) == Some(',');
        self.is_declined(participle).then(|| self.turn_opens(participle.tokens.start)).flatten().filter(behind)
    }

    /// Where the turn of a participle closes that ends at a token, and at the latest at `end`.
    pub fn turn_closes(&self, from: usize, end: usize) -> usize {
        let comma = |token: &usize| matches!(self.document.punct(*token), Some(',' | '،'));
        (from..end).filter(comma).find(|token| self.closes_turn(*token)).unwrap_or(end)
    }

    /// Where the clause of a finite verb starts that follows another one of its sentence behind a comma: what stands between that verb
    /// and the comma is the other's («выслал посла X, отозвал своего»).
    pub fn behind_verb_before(&self, here: &Element, shape: Shape, clause: &Clause) -> Option<usize> {
        let finite = matches!(shape, Shape::Past | Shape::Present | Shape::Future | Shape::Passive | Shape::PassivePresent);
        let barred = || self.elements.iter().any(|e| e.tokens.end == clause.start && self.is_verb(e));
        if !self.lexicon.grammar.cases || !finite || !clause.is_whole() || !barred() {
            return None;
        }
        let colon = |token: &usize| self.document.punct(*token) == Some(':');
        let comma = |token: &usize| matches!(self.document.punct(*token), Some(',' | '،'));
        let between = || clause.start..here.tokens.start;
        let found = between().rev().find(colon).or_else(|| between().filter(comma).find(|token| self.closes_turn(*token)));
        found.map(|sign| sign + 1)
    }

    /// Where a verb of saying begins that follows what was said behind a comma («X снял санкции, объявил Y»): what stands before it
    /// has a verb of its own.
    pub fn tells_behind_comma(&self, here: &Element, clause: &Clause) -> Option<usize> {
        let tells = self.lexicon.grammar.cases && here.is_any(&[Cue::Say, Cue::Announce]) && self.is_verb(here);
        let comma = here.tokens.start.checked_sub(1).is_some_and(|token| self.document.punct(token) == Some(','));
        let barred = || self.elements.iter().any(|e| e.tokens.end == clause.start && self.is_verb(e));
        (tells && comma && barred()).then_some(here.tokens.start)
    }

    /// Where the turn of a participle at a token opens: behind a comma or a dash, or with its sentence.
    pub fn turn_opens(&self, participle: usize) -> Option<usize> {
        let from = participle.saturating_sub(MAX_LEAD).max(self.tokens.start);
        let opens = |token: &usize| {
            *token == self.tokens.start || matches!(self.document.punct(*token - 1), Some(',' | '،' | '-' | '–' | '—' | '(' | ':'))
        };
        (from..=participle).rev().find(opens)
    }

    /// Whether an element is a participle or gerund and nothing else.
    fn is_participle(&self, element: &Element) -> bool {
        let mut shapes = element.triggers().map(|(_, shape)| shape).peekable();
        shapes.peek().is_some() && (self.is_declined(element) || shapes.all(|shape| shape == Shape::Participle))
    }

    /// Whether a comma ends a turn: it stands in no list, and opens no clause that the turn governs.
    fn closes_turn(&self, comma: usize) -> bool {
        let listed = self
            .phrases
            .iter()
            .any(|p| p.tokens.start == comma + 1 && self.phrases.iter().any(|q| q.tokens.end <= comma && q.list == p.list));
        let governs =
            |e: &Element| e.tokens.start <= comma + 2 && comma < e.tokens.start && e.is_any(&[Cue::That, Cue::Which, Cue::Clause]);
        let apposed = self.phrases.iter().any(|p| p.tokens.contains(&comma));
        !listed && !apposed && !self.elements.iter().any(governs)
    }
}
