//! Peoples in the plural that act for their states.

use crate::extract::reading::elements::Element;
use crate::knowledge::{Cue, Shape};

use super::chunk::Chunker;
use super::phrase::{Phrase, Who};

impl Chunker<'_> {
    /// A people in the plural of a subject right behind a verb or a "that" acts for its state («أبلغ الأميركيون طهران»).
    pub(crate) fn people_act(&self, phrase: &mut Phrase, elements: &[Element], first: usize) {
        let people = phrase.who == Who::Group && phrase.by_adjective && phrase.nouns.is_empty() && phrase.tokens.len() == 1;
        let word = self.document.tokens.folded(phrase.tokens.start);
        let ends = |endings: &[String]| endings.iter().any(|ending| word.ends_with(ending.as_str()));
        // Behind a "that" a noun stands in the accusative.
        let said = elements[..first].last().is_some_and(|e| e.tokens.end == phrase.tokens.start && e.is(Cue::That));
        let plural = ends(&self.lexicon.agreement.plural_endings) || said && ends(&self.lexicon.agreement.oblique_endings);
        let verbal = |e: &Element| e.triggers().any(|(_, shape)| shape != Shape::Noun) || e.is_any(&[Cue::That, Cue::Say]);
        let behind_verb = || elements[..first].last().is_some_and(|e| e.tokens.end == phrase.tokens.start && verbal(e));
        if let Some(country) = phrase.country.filter(|_| people && plural && behind_verb()) {
            phrase.who = Who::State(country);
            phrase.by_adjective = false;
        }
    }
}
