//! People nobody listed: a name right after an office, a title or a nationality introduces one.

use crate::knowledge::{Cue, NameUse, WordClass};
use crate::text::Script;

use super::chunk::{Chunker, Part};
use super::document::{Clitics, Document};
use super::elements::Element;
use super::people::{People, Stranger};
use super::phrase::{Phrase, Who};

/// The most words of a name.
const MAX_WORDS: usize = 5;

/// Lengthens a phrase by the name that follows its office or title, if one does, and enters the stranger.
pub(super) fn extend(
    chunker: &Chunker<'_>,
    phrase: &mut Phrase,
    elements: &[Element],
    next: usize,
    sentence_end: usize,
    people: &mut People,
) {
    let introduces = matches!(phrase.who, Who::Office) || (phrase.who == Who::Group && phrase.country.is_some() && phrase.nouns.is_empty());
    if !introduces || phrase.owns_next {
        return;
    }
    let document = chunker.document;
    let mut start = phrase.tokens.end;
    // The name may stand in apposition behind a comma or a word like "named".
    let office_of_body = phrase.office.is_some() && phrase.body.is_some();
    start += usize::from(office_of_body && matches!(document.punct(start), Some('»' | '”' | ')')));
    let comma = matches!(document.punct(start), Some(',' | '،')) && phrase.office.is_some();
    start += usize::from(comma);
    if let Some(named) = elements.get(next).filter(|e| e.is_any(&[Cue::Named, Cue::Honorific]) && e.tokens.start == start) {
        start = named.tokens.end;
    }
    let trusted = phrase.office.is_some();
    let Some(words) = name_words(chunker, elements, start, sentence_end, people, trusted) else { return };
    if comma && document.punct(start + words).is_none() && start + words < sentence_end {
        return;
    }
    let range = start..start + words;
    let name = document.surface(range.clone()).to_owned();
    let folded = range.clone().map(|token| document.tokens.folded(token).to_owned()).filter(|w| w != "-").collect();
    let stranger = Stranger { name, words: folded, country: phrase.country, body: phrase.body, office: phrase.office };
    let forms = stranger_forms(chunker, &stranger);
    let Some(number) = people.introduce(stranger, forms) else { return };
    phrase.who = Who::Stranger(number);
    phrase.tokens.end = range.end;
    phrase.name = range;
}

/// The folded forms in which a stranger's surname may come back.
fn stranger_forms(chunker: &Chunker<'_>, stranger: &Stranger) -> Vec<String> {
    let surname = stranger.name.split([' ', '-']).next_back().unwrap_or_default();
    let forms = chunker.lexicon.declensions.forms(&surname.to_lowercase(), WordClass::Name, None);
    forms.into_iter().map(|(form, _)| crate::text::fold(&form)).collect()
}

/// Puts an element in the place of every surname of a stranger that stands alone in a sentence; says whether any does.
pub(super) fn mark(document: &Document, tokens: &std::ops::Range<usize>, elements: &mut Vec<Element>, people: &People) -> bool {
    let mut any = false;
    for token in tokens.clone() {
        let word = &document.tokens[token];
        let written = word.is_word() && (!word.script.has_case() || word.case.is_capitalised());
        let Some(number) = people.stranger(document.tokens.folded(token)).filter(|_| written) else { continue };
        let at = elements.partition_point(|e| e.tokens.end <= token);
        match elements.get_mut(at).filter(|e| e.tokens.contains(&token)) {
            Some(known) if known.tokens.len() == 1 && known.senses.is_empty() => known.stranger = Some(number),
            Some(_) => continue,
            None => elements.insert(
                at,
                Element {
                    tokens: token..token + 1,
                    names: Vec::new(),
                    senses: Vec::new(),
                    stranger: Some(number),
                    clitics: Clitics::default(),
                },
            ),
        }
        any = true;
    }
    any
}

/// How many tokens from `start` are a person's name, if any are.
/// `trusted` says that an office stands before it.
fn name_words(
    chunker: &Chunker<'_>,
    elements: &[Element],
    start: usize,
    sentence_end: usize,
    people: &People,
    trusted: bool,
) -> Option<usize> {
    let document = chunker.document;
    let script = document.tokens.get(start)?.script;
    let capitals = script.has_case();
    let (mut end, mut words) = (start, 0);
    while end < sentence_end && words < MAX_WORDS {
        let token = &document.tokens[end];
        if matches!(document.punct(end), Some('-' | '‐')) && token.joined && words > 0 {
            end += 1;
            continue;
        }
        let element = elements.iter().find(|e| e.tokens.contains(&end));
        let fits = token.is_word() && token.script == script && element.is_none_or(|e| may_be_name(chunker, e, people));
        let fits = fits
            && if capitals { token.case.is_capitalised() || (words > 0 && is_particle(document, end)) } else { bare_arabic(document, end) };
        if !fits {
            break;
        }
        end += 1;
        words += 1;
    }
    while end > start && (document.tokens[end - 1].is_punct() || is_particle(document, end - 1)) {
        end -= 1;
        words = words.saturating_sub(1);
    }
    let part = |token: usize| is_unknown_word(chunker, token) || is_particle(document, token);
    let unknown = || trusted && is_unknown_word(chunker, start) && part(start + 1);
    let enough = if capitals { 1 <= words } else { 2 <= words && (starts_like_name(chunker, start) || unknown()) };
    enough.then_some(end - start)
}

/// Whether an element's words can be part of an unknown name: it is a person's part or nothing that acts in a sentence.
fn may_be_name(chunker: &Chunker<'_>, element: &Element, people: &People) -> bool {
    let only_short = !element.names.is_empty() && element.names.iter().all(|sense| matches!(sense.what, NameUse::Short(_)));
    match chunker.part(element, people) {
        None => element.senses.is_empty() || only_short,
        Some(Part::Person(_) | Part::Stranger(_)) => only_short || element.stranger.is_some(),
        Some(_) => false,
    }
}

/// Small words inside names, written without capitals.
pub(super) fn is_particle(document: &Document, token: usize) -> bool {
    const PARTICLES: &[&str] =
        &["بن", "ابن", "بنت", "ال", "ابو", "عبد", "al", "bin", "ibn", "de", "da", "van", "von", "der", "den", "el", "аль", "бен", "ибн", "оглы", "угли", "фон", "ван", "де"];
    PARTICLES.contains(&document.tokens.folded(token))
}

/// Whether an Arabic token is written as names are: no tanwin, no number, no clitic conjunction before a known word.
fn bare_arabic(document: &Document, token: usize) -> bool {
    document.tokens[token].script == Script::Arabic && !document.tokens[token].tanwin
}

/// Whether nobody knows a word and it has neither article nor the look of a verb: behind an office, two of these are a name.
fn is_unknown_word(chunker: &Chunker<'_>, token: usize) -> bool {
    let folded = chunker.document.tokens.folded(token);
    let rules = &chunker.lexicon.clitics;
    let has_article = rules.article.iter().any(|article| folded.starts_with(article.as_str()));
    let verbal = chunker.lexicon.agreement.verb_prefixes.iter().any(|prefix| folded.starts_with(prefix.as_str()));
    chunker.document.tokens[token].is_word() && chunker.document.readings(token).is_empty() && !has_article && !verbal && 3 <= folded.chars().count()
}

/// Whether the first word is one that people are called by.
fn starts_like_name(chunker: &Chunker<'_>, start: usize) -> bool {
    chunker.document.readings(start).iter().any(|reading| reading.clitics.is_bare() && chunker.knowledge.is_given_name(reading.id))
}
