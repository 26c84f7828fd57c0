//! Whether an article is about affairs of state at all, or only borrows their words: a game, a series, a club.

use crate::knowledge::{BodyKind, Knowledge, Lexicon};

use super::elements::Element;
use super::engine::Read;
use super::phrase::{Phrase, Who};

/// The noun classes of fields whose words sound like those of diplomacy.
const FIELDS: [&str; 5] = ["sport", "culture", "business", "tech", "pastime"];

/// How many words of such fields, for each mention of an official party, make an article one of theirs.
const RATIO: usize = 2;

/// The fewest words of such fields that tell.
const MIN_WORDS: usize = 2;

/// Whether the words of other fields outweigh whatever speaks for states.
pub(super) fn is_elsewhere(read: &[Read], knowledge: &Knowledge, lexicon: &Lexicon) -> bool {
    let fields: Vec<bool> = lexicon.noun_classes.iter().map(|name| FIELDS.contains(&name.as_str())).collect();
    let of_field = |e: &&Element| e.nouns().any(|class| fields[usize::from(class.0)]);
    let words = read.iter().flat_map(|r| &r.elements).filter(of_field).count();
    if words < MIN_WORDS {
        return false;
    }
    let officials = read.iter().flat_map(|r| &r.phrases).filter(|p| is_official(p, knowledge)).count();
    RATIO * officials <= words
}

/// Whether a phrase names somebody who acts for a state.
fn is_official(phrase: &Phrase, knowledge: &Knowledge) -> bool {
    match phrase.who {
        Who::Person(_) => true,
        Who::Body(id) => !knowledge.entity(id).body().is_some_and(BodyKind::is_medium),
        Who::SomeBody(_) => phrase.country.is_some(),
        Who::Office | Who::Stranger(_) => phrase.office.is_some() && (phrase.country.is_some() || phrase.body.is_some()),
        _ => false,
    }
}
