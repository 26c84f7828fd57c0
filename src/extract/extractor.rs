//! The door to the room: one article, or many one after the other.

use std::ops::Deref;

use crate::knowledge::Knowledge;
use crate::model::{ArticleText, Extraction};

use super::engine::run;
use super::observer::Unobserved;
use super::reading::words::Vocabularies;

/// Everything found in one article. Never fails; the cost is linear in the text's length.
pub fn extract(article: &ArticleText, knowledge: &Knowledge) -> Extraction {
    Extractor::new(knowledge).extract(article)
}

/// Reads one article after the other, each by itself: faster than [`extract`], since it knows the words that it has met. `K` is any way to
/// hold the knowledge.
#[derive(Debug)]
pub struct Extractor<K> {
    knowledge: K,
    words: Vocabularies,
}

impl<K: Deref<Target = Knowledge>> Extractor<K> {
    /// One that has read nothing yet.
    pub fn new(knowledge: K) -> Self {
        Self { knowledge, words: Vocabularies::default() }
    }

    /// Forgets the words that it has met, so that nothing half-written stays behind a reading that panicked.
    pub fn forget(&mut self) {
        self.words = Vocabularies::default();
    }

    /// Everything found in one article, the same whatever was read before. Never fails; the cost is linear in the text's length.
    pub fn extract(&mut self, article: &ArticleText) -> Extraction {
        run(article, &self.knowledge, &mut self.words, &mut Unobserved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_changes_nothing() {
        let knowledge = Knowledge::builtin();
        let text = |lang: &str, body: &str| ArticleText {
            title: String::new(),
            body: body.to_owned(),
            lang: Some(lang.to_owned()),
            published_at: None,
        };
        let texts = [
            text("en", "Russian Foreign Minister Sergey Lavrov met his Iranian counterpart in Moscow on 3 March 2025."),
            text("ar", "التقى وزير الخارجية الروسي سيرغي لافروف نظيره الإيراني في موسكو."),
            text("en", "Lavrov telephoned the Iranian minister. The Iranian minister went to Moscow in March."),
            text("ru", "Министр иностранных дел России Сергей Лавров встретился в Москве с иранским коллегой."),
            text("ar", "والتقى لافروف بوزير الخارجية الإيراني للمرة الثانية وموسكو ترحب."),
        ];
        let mut extractor = Extractor::new(&*knowledge);
        for article in texts.iter().chain(&texts) {
            assert_eq!(format!("{:?}", extractor.extract(article)), format!("{:?}", extract(article, &knowledge)));
        }
        assert!(!extractor.extract(&texts[0]).reports.is_empty());
    }
}
