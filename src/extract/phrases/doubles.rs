//! Words that are two things in one: which of them they are where they stand.

use crate::extract::reading::elements::Element;
use crate::knowledge::{Cue, Sense, Shape};

use super::building::Building;
use super::chunk::Chunker;

/// The most words between "his" and the noun of the act that is his.
const MAX_ADJECTIVES: usize = 3;

impl Chunker<'_> {
    /// Whether no noun can follow at a token: a sign, a finite verb, a marker, an "and" stands there.
    pub(crate) fn ends_phrase(&self, token: usize) -> bool {
        let closes = |sense: &Sense| match sense {
            Sense::Trigger(_, shape) => !matches!(shape, Shape::Noun | Shape::Passive | Shape::Participle),
            Sense::Cue(cue) => {
                matches!(
                    cue,
                    Cue::With | Cue::To | Cue::From | Cue::In | Cue::Against | Cue::For | Cue::About | Cue::As | Cue::And | Cue::That
                )
            }
            _ => false,
        };
        !self.document.tokens.get(token).is_some_and(crate::text::Token::is_word)
            || self.document.meanings(token, self.lexicon).any(|(_, senses)| senses.iter().any(closes))
    }

    /// Whether a word that is noun and verb in one is a verb here, where order tells: a gerund behind "of" ("accuses X of hacking
    /// Y"), a verb of the present between a state's name and its object ("X supplies 40 per cent").
    pub(crate) fn acts_here(&self, building: &Building, element: &Element) -> bool {
        if !self.lexicon.grammar.passive_from_past {
            return false;
        }
        let has = |shape: Shape| element.has_shape(&[shape]);
        let gerund = building.glue == Some(Cue::Of) && has(Shape::Participle) && !has(Shape::Noun);
        let next = element.tokens.end;
        let object = self.document.tokens.get(next).is_some_and(|t| t.is_number() || t.case.is_capitalised());
        let within = self.document.tokens.get(next).is_some();
        let article = within && self.document.may_be(next, Cue::Article);
        gerund || building.is_bare_state() && has(Shape::Present) && (object || article)
    }

    /// Whether a word is "his" before the noun of an act, where the same word is "him": «его двухдневный визит».
    pub(crate) fn owns_act(&self, elements: &[Element], at: usize) -> bool {
        let (his, next) = (&elements[at], elements.get(at + 1));
        let near = |e: &Element| {
            let gap = his.tokens.end..e.tokens.start;
            gap.len() <= MAX_ADJECTIVES && gap.clone().all(|token| self.document.tokens[token].is_word())
        };
        his.is(Cue::Possessive) && his.is(Cue::Pronoun) && next.is_some_and(|e| e.has_shape(&[Shape::Noun]) && near(e))
    }
}
