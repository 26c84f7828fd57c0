//! What an article is about: the classes of nouns in its lead, and whether it deals with affairs of state at all.

use super::document::Document;
use super::elements::Element;
use super::engine::Read;
use crate::knowledge::{NameUse, NounClass};

/// How many sentences, the title among them, tell what the article is about.
const N_LEAD: usize = 3;

/// Below this many sentences an article is too short to be judged by its names.
const N_JUDGED: usize = 8;

/// Names of known people, bodies and states for each sentence below which an article deals with something else. Of 97 articles
/// with events none had fewer than 0.67; of 34 on sport, business, culture and weather 27 had fewer than 0.6.
const FEWEST_NAMES: f64 = 0.55;

/// How sure a report must be in an article that deals with something else.
pub(super) const SURE_ELSEWHERE: f64 = 0.86;

/// What an article is about.
#[derive(Debug, Default)]
pub(super) struct Theme {
    /// The classes of the nouns in the title and the lead.
    pub lead: Vec<NounClass>,
    /// Whether it names so few people, bodies and states that it deals with other things: a match, a film, a merger, a game.
    pub elsewhere: bool,
}

/// Reads the theme off the sentences of an article.
pub(super) fn theme(read: &[Read], document: &Document) -> Theme {
    let lead = read.iter().take(N_LEAD).flat_map(|r| &r.elements).flat_map(Element::nouns).collect();
    let n_named = read.iter().flat_map(|r| &r.elements).filter(|e| names_power(e)).count();
    let n_sentences = document.sentences.len();
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
    let density = n_named as f64 / n_sentences.max(1) as f64;
    Theme { lead, elsewhere: N_JUDGED <= n_sentences && density < FEWEST_NAMES }
}

/// Whether an element names a known person, body or state in full, or says whose somebody is.
fn names_power(element: &Element) -> bool {
    element.names.iter().any(|sense| matches!(sense.what, NameUse::Full(_) | NameUse::Adjective(_)))
}
