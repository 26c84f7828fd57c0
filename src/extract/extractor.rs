//! The door to the room: one article, or many one after the other.

use crate::knowledge::Knowledge;
use crate::model::{ArticleText, Extraction};

use super::engine::run;
use super::observer::Unobserved;
use super::words::Vocabularies;

/// Everything found in one article. Never fails; the cost is linear in the text's length.
pub fn extract(article: &ArticleText, knowledge: &Knowledge) -> Extraction {
    Extractor::new(knowledge).extract(article)
}

/// Reads one article after the other, each by itself: faster than [`extract`], since it knows the words that it has met.
#[derive(Debug)]
pub struct Extractor<'k> {
    knowledge: &'k Knowledge,
    words: Vocabularies,
}

impl<'k> Extractor<'k> {
    /// One that has read nothing yet.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, words: Vocabularies::default() }
    }

    /// Everything found in one article, the same whatever was read before. Never fails; the cost is linear in the text's length.
    pub fn extract(&mut self, article: &ArticleText) -> Extraction {
        run(article, self.knowledge, &mut self.words, &mut Unobserved)
    }
}
