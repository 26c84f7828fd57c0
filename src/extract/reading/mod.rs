//! Reading a text: its sentences with their elements, dates and phrases, strangers entered on the way.

pub(crate) mod clitics;
pub(crate) mod dateline;
pub(crate) mod document;
pub(crate) mod elements;
pub(crate) mod few;
pub(crate) mod skip;
pub(crate) mod words;

use std::ops::Range;

use crate::knowledge::{Detail, Knowledge, Lexicon, NameUse, WordOrder};
use crate::text::dates::{FoundDate, find_dates_hinted};

use super::clauses::clause;
use super::phrases::arrange::arrange;
use super::phrases::chunk::Chunker;
use super::phrases::people::People;
use super::phrases::phrase::Phrase;
use super::phrases::{fellows, namesakes, strangers};
use super::setting::told;
use dateline::{dateline_end, seat};
use document::Document;
use elements::{Element, find_elements};
use skip::skipped;

/// A sentence with what was found in it.
pub(crate) struct Read {
    pub sentence: usize,
    pub elements: Vec<Element>,
    pub phrases: Vec<Phrase>,
    pub dates: Vec<FoundDate>,
}

/// How many paragraphs of the body may open with the dateline.
const N_DATELINE: usize = 2;

/// Finds elements, phrases and dates of every sentence that belongs to the article. The title is read last, when
/// the body has introduced everybody, and stands first in the result.
pub(crate) fn read_sentences(document: &Document, knowledge: &Knowledge, lexicon: &Lexicon, people: &mut People) -> Vec<Read> {
    let skip = skipped(document, lexicon);
    let (mut read, mut n_body): (Vec<Read>, usize) = Default::default();
    for (sentence, tokens) in document.sentences.iter().map(|s| s.tokens.clone()).enumerate().filter(|(i, _)| !skip[*i]) {
        let mut elements = find_elements(document, tokens.clone(), knowledge, lexicon);
        let mut dates = find_dates_hinted(&document.tokens, tokens, &lexicon.dates, |index| document.date(index));
        dates.retain(|date| told::is_date(&elements, date));
        // Inside a date a month or a number does no other work.
        let in_date = |e: &Element| dates.iter().any(|d| d.tokens.start <= e.tokens.start && e.tokens.end <= d.tokens.end);
        let full = |e: &Element| e.names.iter().any(|sense| !matches!(sense.what, NameUse::Short(_)));
        // An initial before a name is no word of its own; "US$" is a currency.
        let is_initial =
            |e: &Element| document.initials(e.tokens.start).is_some() || e.tokens.len() == 1 && document.is_hidden_surname(e.tokens.start);
        let is_currency = |e: &Element| matches!(document.punct(e.tokens.end), Some('$' | '€' | '£' | '¥'));
        elements.retain(|e| (full(e) || !in_date(e) && !is_initial(e)) && !is_currency(e));
        namesakes::drop_halves(document, knowledge, lexicon, &dates, &mut elements);
        if lexicon.grammar.order == WordOrder::SubjectFirst {
            clause::mark_relatives(document, &mut elements);
        }
        // A state's name alone in quotes is a label for something else.
        elements.retain(|e| !is_quoted(document, e) || !names_state(e, knowledge));
        let starts_paragraph = sentence == 0 || document.sentences[sentence - 1].paragraph != document.sentences[sentence].paragraph;
        if starts_paragraph {
            if lexicon.grammar.order == WordOrder::VerbFirst && n_body < N_DATELINE && !document.is_title(&document.sentences[sentence]) {
                people.seat = people.seat.or_else(|| seat(document, &document.sentences[sentence].tokens, &elements, knowledge));
                n_body += 1;
            }
            let dateline = dateline_end(document, &document.sentences[sentence].tokens, &elements);
            elements.retain(|e| dateline <= e.tokens.start);
            dates.retain(|date| dateline <= date.tokens.start);
        }
        for sense in elements.iter().flat_map(|e| &e.names) {
            if let NameUse::Full(id) = sense.what
                && matches!(knowledge.entity(id).detail, Detail::Person { .. })
            {
                people.note_full(id);
            }
        }
        read.push(Read { sentence, elements, phrases: Vec::new(), dates });
    }
    let mut dated: Vec<_> = read.iter().flat_map(|r| r.dates.iter().map(|date| date.tokens.clone())).collect();
    dated.sort_by_key(|tokens| tokens.start);
    let chunker = Chunker { document, knowledge, lexicon, dates: &dated };
    let n_title = read.iter().take_while(|r| document.is_title(&document.sentences[r.sentence])).count();
    let order: Vec<usize> = (n_title..read.len()).chain(0..n_title).collect();
    for index in order {
        let tokens = document.sentences[read[index].sentence].tokens.clone();
        read[index].phrases = phrases_of(&chunker, &read[index], &tokens, people);
    }
    if people.has_strangers() {
        read_strangers(&chunker, &mut read, people);
    }
    read
}

/// The noun phrases of a sentence, in relation to each other.
fn phrases_of(chunker: &Chunker<'_>, read: &Read, tokens: &Range<usize>, people: &mut People) -> Vec<Phrase> {
    let mut phrases = chunker.phrases(&read.elements, tokens.end, people);
    strangers::add_unknown(chunker, &read.elements, &read.dates, tokens, &mut phrases, people);
    arrange(chunker, &read.elements, &read.dates, &mut phrases, tokens.end);
    fellows::promote(chunker, &mut phrases, people);
    phrases
}

/// Whether an element stands alone between quotes.
fn is_quoted(document: &Document, element: &Element) -> bool {
    let before = element.tokens.start.checked_sub(1).and_then(|t| document.punct(t));
    let after = document.punct(element.tokens.end);
    matches!((before, after), (Some('“'), Some('”')) | (Some('"'), Some('"')) | (Some('‘'), Some('’')) | (Some('«'), Some('»')))
}

fn names_state(element: &Element, knowledge: &Knowledge) -> bool {
    element.names.iter().any(|sense| matches!(sense.what, NameUse::Full(id) if knowledge.entity(id).detail == Detail::Country))
}

/// Reads again the sentences in which a surname means a stranger whom the article introduced elsewhere.
fn read_strangers(chunker: &Chunker<'_>, read: &mut [Read], people: &mut People) {
    for sentence in read {
        let tokens = chunker.document.sentences[sentence.sentence].tokens.clone();
        if strangers::mark(chunker.document, &tokens, &mut sentence.elements, people) {
            sentence.phrases = phrases_of(chunker, sentence, &tokens, people);
        }
    }
}
