//! What an article is about: the classes of nouns in its lead, and whether it deals with affairs of state at all, or only borrows
//! their words: a match, a series, a merger, a game.

use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::Read;
use crate::extract::reading::document::Document;
use crate::extract::reading::elements::Element;
use crate::extract::reading::few::Few;
use crate::knowledge::{BodyKind, Knowledge, Lexicon, NameUse, NounClass};

/// How many sentences, the title among them, tell what the article is about.
const N_LEAD: usize = 3;

/// Below this many sentences an article is too short to be judged by its names.
const N_JUDGED: usize = 8;

/// Names of known people, bodies and states for each sentence below which an article deals with something else. Of 97 articles
/// with events none had fewer than 0.67; of 34 on sport, business, culture and weather 27 had fewer than 0.6.
const FEWEST_NAMES: f64 = 0.55;

/// An article with at least so many different people and bodies that act for states deals with their affairs, however long it is. Of
/// 58 quiet articles none had more than four; of those with events and few names for their length none fewer than seven.
const MANY_OFFICIALS: usize = 6;

/// How sure a report must be in an article that deals with something else.
pub(crate) const SURE_ELSEWHERE: f64 = 0.86;

/// The noun classes of fields whose words sound like those of diplomacy.
const FIELDS: [&str; 5] = ["sport", "culture", "business", "tech", "pastime"];

/// How many words of such fields, for each mention of an official party, make an article one of theirs.
const RATIO: usize = 2;

/// The fewest words of such fields that tell.
const MIN_WORDS: usize = 2;

/// What an article is about.
#[derive(Debug, Default)]
pub(crate) struct Theme {
    /// The classes of the nouns in the title and the lead.
    pub lead: Vec<NounClass>,
    /// Whether it names so few people, bodies and states that it deals with other things.
    pub elsewhere: bool,
    /// Whether the words of another field outweigh whatever speaks for states: then it tells of no affairs of state at all.
    pub of_other_field: bool,
    /// The classes of the nouns in the sentences right before, with the number of each sentence.
    before: Vec<(usize, NounClass)>,
}

/// How many sentences back a noun may stand that an act needs, where its words may find it elsewhere in the article.
const REACH: usize = 2;

impl Theme {
    /// Notes the nouns of a sentence that has been read.
    pub fn pass(&mut self, sentence: usize, elements: &[Element]) {
        self.before.retain(|(read, _)| sentence < read + REACH);
        self.before.extend(elements.iter().flat_map(Element::nouns).map(|class| (sentence, class)));
    }

    /// Whether the lead or the sentences right before have a noun of one of these classes.
    pub fn has(&self, classes: &[NounClass]) -> bool {
        self.lead.iter().chain(self.before.iter().map(|(_, class)| class)).any(|class| classes.contains(class))
    }
}

/// Reads the theme off the sentences of an article.
pub(crate) fn theme(read: &[Read], document: &Document, knowledge: &Knowledge, lexicon: &Lexicon) -> Theme {
    let lead = read.iter().take(N_LEAD).flat_map(|r| &r.elements).flat_map(Element::nouns).collect();
    let n_named = read.iter().flat_map(|r| &r.elements).filter(|e| names_power(e)).count();
    let n_sentences = document.sentences.len();
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
    let density = n_named as f64 / n_sentences.max(1) as f64;
    Theme {
        lead,
        elsewhere: N_JUDGED <= n_sentences && density < FEWEST_NAMES && !has_many_officials(read, knowledge),
        of_other_field: is_of_other_field(read, knowledge, lexicon),
        before: Vec::new(),
    }
}

/// Whether an element names a known person, body or state in full, or says whose somebody is.
fn names_power(element: &Element) -> bool {
    element.names.iter().any(|sense| matches!(sense.what, NameUse::Full(_) | NameUse::Adjective(_)))
}

/// Whether many different people and bodies of states are named.
fn has_many_officials(read: &[Read], knowledge: &Knowledge) -> bool {
    let mut known: Few<Who, MANY_OFFICIALS> = Few::new();
    for phrase in read.iter().flat_map(|r| &r.phrases).filter(|p| is_official(p, knowledge)) {
        if !known.contains(&phrase.who) {
            known.push(phrase.who);
        }
        if known.len() == MANY_OFFICIALS {
            return true;
        }
    }
    false
}

/// Whether the words of other fields outweigh whatever speaks for states.
fn is_of_other_field(read: &[Read], knowledge: &Knowledge, lexicon: &Lexicon) -> bool {
    let fields: Few<NounClass, 8> = FIELDS.iter().filter_map(|name| lexicon.noun_class(name)).collect();
    let of_field = |e: &&Element| e.nouns().any(|class| fields.contains(&class));
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
