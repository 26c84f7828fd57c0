//! How an article was read, step by step, for those who extend the knowledge and the lexicons.

use crate::knowledge::{Knowledge, Lexicon, NameUse, Sense};
use crate::model::{ArticleText, Extraction};

use super::cast::party::party_of;
use super::clauses::scene::{Act, Scene};
use super::engine::run;
use super::observer::Observer;
use super::phrases::people::People;
use super::phrases::phrase::{Phrase, Who};
use super::reading::Read;
use super::reading::document::Document;
use super::reading::elements::Element;
use super::reading::words::Vocabularies;

/// What was found in an article, and how it was read.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The result; every report carries the steps that led to it.
    pub extraction: Extraction,
    /// Every sentence, in order.
    pub sentences: Vec<SentenceTrace>,
    /// Every trigger that gave no report, in order.
    pub misses: Vec<Miss>,
}

/// How one sentence was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentenceTrace {
    /// Its words.
    pub text: String,
    /// Whether it was left out as a teaser, a caption or the like; nothing else is then told.
    pub left_out: bool,
    /// Its tokens as they are compared: folded.
    pub tokens: Vec<String>,
    /// Names, cues, nouns and triggers: the words, and everything they can mean.
    pub elements: Vec<(String, Vec<String>)>,
    /// Noun phrases: the words, whom they are about, and what is known from the sentence.
    pub mentions: Vec<(String, String)>,
    /// Dates: the words, and how they are understood.
    pub dates: Vec<(String, String)>,
}

/// A trigger that gave no report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The sentence.
    pub sentence: String,
    /// The trigger's words with its name, type and shape.
    pub trigger: String,
    /// Why.
    pub why: String,
}

/// As [`extract`](super::extract), with how every sentence was read and why triggers gave no report.
pub fn explain(article: &ArticleText, knowledge: &Knowledge) -> Explanation {
    let mut tracer = Tracer::default();
    let extraction = run(article, knowledge, &mut Vocabularies::default(), &mut tracer);
    Explanation { extraction, sentences: tracer.sentences, misses: tracer.misses }
}

#[derive(Default)]
struct Tracer {
    sentences: Vec<SentenceTrace>,
    misses: Vec<Miss>,
}

impl Observer for Tracer {
    fn read(&mut self, document: &Document, knowledge: &Knowledge, lexicon: &Lexicon, people: &People, read: &[Read]) {
        for (number, sentence) in document.sentences.iter().enumerate() {
            let text = document.surface(sentence.tokens.clone()).to_owned();
            let found = read.iter().find(|read| read.sentence == number);
            self.sentences.push(match found {
                None => SentenceTrace { text, left_out: true, ..SentenceTrace::default() },
                Some(read) => SentenceTrace {
                    text,
                    left_out: false,
                    tokens: sentence.tokens.clone().map(|token| document.tokens.folded(token).to_owned()).collect(),
                    elements: read.elements.iter().map(|e| (words(document, e.tokens.clone()), meanings(e, knowledge, lexicon))).collect(),
                    mentions: read.phrases.iter().map(|p| (words(document, p.tokens.clone()), about(p, people, knowledge))).collect(),
                    dates: read.dates.iter().map(|d| (words(document, d.tokens.clone()), format!("{:?}", d.expr))).collect(),
                },
            });
        }
    }

    fn miss(&mut self, scene: &Scene<'_>, act: &Act, why: &str) {
        let trigger = &scene.lexicon.triggers[act.trigger as usize];
        let here = scene.document.surface(scene.elements[act.element].tokens.clone());
        self.misses.push(Miss {
            sentence: scene.document.surface(scene.tokens.clone()).to_owned(),
            trigger: format!("{here} ({}, {}, {})", trigger.id, trigger.event_type, act.shape),
            why: why.to_owned(),
        });
    }
}

fn words(document: &Document, tokens: std::ops::Range<usize>) -> String {
    document.surface(tokens).to_owned()
}

/// Everything that an element can mean, each in a few words.
fn meanings(element: &Element, knowledge: &Knowledge, lexicon: &Lexicon) -> Vec<String> {
    let names = element.names.iter().map(|sense| match sense.what {
        NameUse::Full(id) => format!("name {}", knowledge.entity(id).reference),
        NameUse::Short(id) => format!("surname {}", knowledge.entity(id).reference),
        NameUse::Adjective(id) => format!("adjective of {}", knowledge.entity(id).reference),
        NameUse::People(id) => format!("inhabitant of {}", knowledge.entity(id).reference),
        NameUse::Place(id) => format!("place {}", knowledge.place(id).name),
        NameUse::Office(id) => format!("office {}", knowledge.office(id).id),
    });
    let senses = element.senses.iter().map(|sense| match sense {
        Sense::Trigger(number, shape) => {
            let trigger = &lexicon.triggers[usize::from(*number)];
            format!("trigger {} ({}, {shape})", trigger.id, trigger.event_type)
        }
        Sense::Noun(class) => format!("noun {}", lexicon.noun_classes.get(usize::from(class.0)).map_or("?", String::as_str)),
        Sense::Cue(cue) => format!("cue {cue:?}"),
        other => format!("{other:?}"),
    });
    names.chain(element.stranger.map(|(number, _)| format!("stranger {number}"))).chain(senses).collect()
}

/// Whom a phrase is about, as the article tells it.
fn about(phrase: &Phrase, people: &People, knowledge: &Knowledge) -> String {
    let name = |id| knowledge.entity(id).name.clone();
    let who = match phrase.who {
        Who::Person(id) | Who::Body(id) | Who::State(id) => name(id),
        other => format!("{other:?}"),
    };
    let party = party_of(phrase, people, knowledge);
    let country = party.as_ref().map_or(phrase.country, |party| party.country);
    let office = party.as_ref().map_or(phrase.office, |party| party.office);
    let details = [
        country.map(|id| format!("of {}", name(id))),
        phrase.body.map(|id| format!("in {}", name(id))),
        office.map(|id| format!("as {}", knowledge.office(id).id)),
        phrase.preposition.map(|cue| format!("behind {cue:?}")),
    ];
    details.into_iter().flatten().fold(who, |text, detail| format!("{text}, {detail}"))
}
