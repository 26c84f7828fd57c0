//! People nobody listed: a name right after an office, a title or a nationality introduces one.

use std::ops::Range;

use crate::extract::reading::document::{Clitics, Document};
use crate::extract::reading::elements::{Element, Senses, covering};
use crate::extract::reading::few::Few;
use crate::extract::setting::places::{state_behind, state_told};
use crate::knowledge::{Cases, Cue, NameUse, Sense};
use crate::text::dates::FoundDate;
use crate::text::{Case, Script};

use super::chunk::Chunker;
use super::fellows::{self, is_introduced};
use super::nominative::nominative;
use super::part::Part;
use super::people::{People, Stranger};
use super::phrase::{Phrase, Who};
use super::spelling::respelt;

/// The most words of a name.
const MAX_WORDS: usize = 5;

/// Lengthens a phrase by the name that follows its office or title, if one does, and enters the stranger.
pub(crate) fn extend(
    chunker: &Chunker<'_>,
    phrase: &mut Phrase,
    elements: &[Element],
    next: usize,
    sentence_end: usize,
    people: &mut People,
) {
    let introduces = matches!(phrase.who, Who::Office | Who::Counterpart)
        || (phrase.who == Who::Group && phrase.country.is_some() && phrase.nouns.is_empty());
    if !introduces || phrase.owns_next {
        return;
    }
    let document = chunker.document;
    let mut start = phrase.tokens.end;
    // The name may stand in apposition behind a comma or a word like "named".
    let office_of_body = phrase.office.is_some() && phrase.body.is_some();
    start += usize::from(office_of_body && matches!(document.punct(start), Some('»' | '”' | ')')));
    let counterpart = phrase.who == Who::Counterpart;
    // "her counterpart in Albania, X"
    let seat = Some(start).filter(|_| counterpart && phrase.country.is_none() && capitals_alone(chunker));
    let seat = seat.and_then(|start| state_told(chunker, elements, start)).filter(|(_, end)| document.punct(*end) == Some(','));
    start = seat.map_or(start, |(_, end)| end);
    let comma = matches!(document.punct(start), Some(',' | '،')) && (phrase.office.is_some() || counterpart);
    start += usize::from(comma);
    if let Some(named) = elements.get(next).filter(|e| e.is_any(&[Cue::Named, Cue::Honorific]) && e.tokens.start == start) {
        start = named.tokens.end;
    }
    let trusted = phrase.office.is_some() || counterpart && phrase.country.is_some();
    let Some(words) = name_words(chunker, elements, start, sentence_end, people, trusted) else { return };
    if comma && document.punct(start + words).is_none() && start + words < sentence_end {
        return;
    }
    let range = start..start + words;
    phrase.country = phrase.country.or(seat.map(|(state, _)| state));
    let name = document.surface(range.clone()).to_owned();
    let folded: Vec<String> =
        range.clone().map(|token| document.tokens.folded(token).to_owned()).filter(|w| !matches!(w.as_str(), "-" | ".")).collect();
    let by_part = capitals_alone(chunker) && phrase.country.is_none();
    if let Some(known) = by_part.then(|| people.called(&folded, chunker.knowledge)).flatten() {
        phrase.who = known;
        phrase.tokens.end = range.end;
        phrase.name = range;
        return;
    }
    let (country, end) = state_behind(chunker, elements, range.end).filter(|_| phrase.country.is_none()).unzip();
    phrase.country = phrase.country.or(country);
    let stranger = Stranger { name, words: folded, country: phrase.country, body: phrase.body, office: phrase.office };
    let (stranger, forms, _) = nominative(chunker, stranger, range.start, phrase.cases);
    let Some(number) = people.introduce(stranger, forms) else { return };
    phrase.who = Who::Stranger(number);
    phrase.tokens.end = end.unwrap_or(range.end);
    phrase.name = range;
}

/// Whether capitals tell names and nothing inflects them.
const fn capitals_alone(chunker: &Chunker<'_>) -> bool {
    chunker.lexicon.grammar.capital_names && !chunker.lexicon.grammar.cases
}

/// Enters the names that stand alone: two or more capitalised words of which the first is what people are called by are
/// a person whom the article introduces without a title; other names that nobody knows stand for nobody, and keep
/// their part in the sentence from falling to somebody else.
pub(crate) fn add_unknown(
    chunker: &Chunker<'_>,
    elements: &[Element],
    dates: &[FoundDate],
    tokens: &Range<usize>,
    phrases: &mut Vec<Phrase>,
    people: &mut People,
) {
    let document = chunker.document;
    if !chunker.lexicon.grammar.capital_names {
        return fellows::add_acted_upon(chunker, elements, tokens.end, phrases, people);
    }
    if shouts(document, tokens, chunker.lexicon.grammar.cases) {
        return;
    }
    let (mut token, mut at) = (tokens.start, 0);
    while token < tokens.end {
        at += elements[at..].iter().take_while(|e| e.tokens.end <= token).count();
        let means = |e: &Element| e.tokens.start <= token && !(e.names.is_empty() && e.senses.is_empty());
        // Most words are written small or known, and begin no name.
        if !document.tokens[token].case.is_capitalised() || elements.get(at).is_some_and(means) {
            token += 1;
            continue;
        }
        let run = unknown_run(document, !chunker.lexicon.grammar.cases, elements, dates, token, tokens.end);
        let Some(run) = run.filter(|run| 2 <= run.len() || opens_clause(document, run.start, tokens.start)) else {
            token += 1;
            continue;
        };
        token = run.end;
        enter(chunker, elements, run, phrases, people);
    }
}

/// Whether a lone capital says that a word is a name: not at the start of a sentence or of what somebody says.
fn opens_clause(document: &Document, token: usize, start: usize) -> bool {
    start < token && document.tokens[token - 1].is_word()
}

/// Whether a line is a headline in which every word has a capital; `whole` where only words all in capitals are such.
fn shouts(document: &Document, tokens: &Range<usize>, whole: bool) -> bool {
    if !whole && matches!(document.punct(tokens.end - 1), Some('.' | '!' | '”' | '"')) {
        return false;
    }
    let words = document.tokens.as_slice()[tokens.clone()].iter().filter(|t| t.is_word() && t.script.has_case());
    let is_small = |t: &crate::text::Token| if whole { t.case != crate::text::Case::Upper } else { !t.case.is_capitalised() };
    let (small, all) = words.fold((0, 0), |(small, all), word| (small + usize::from(is_small(word)), all + 1));
    small * 2 <= all
}

/// The capitalised words from a token on that mean nothing to the knowledge or the lexicon.
fn unknown_run(
    document: &Document,
    endings_fixed: bool,
    elements: &[Element],
    dates: &[FoundDate],
    start: usize,
    end: usize,
) -> Option<Range<usize>> {
    // A surname that several bear and none is known to be meant here ends the name of somebody else.
    let free = |e: &Element| e.senses.is_empty() && (e.names.is_empty() || endings_fixed && start < e.tokens.start && only_short(e));
    let unknown = |token: usize| {
        let word = &document.tokens[token];
        let initials = || document.tokens.folded(token).ends_with('.') || document.tokens.folded(token).chars().nth(1).is_none();
        let written = word.is_word() && word.script.has_case() && word.case.is_capitalised() && !initials();
        written && covering(elements, token).is_none_or(free) && !dates.iter().any(|d| d.tokens.contains(&token))
    };
    let hyphen = |token: usize| document.tokens[token].joined && matches!(document.punct(token), Some('-' | '‐'));
    let mut at = start;
    while at < end && at - start <= MAX_WORDS * 2 {
        let part = unknown(at) || start < at && hyphen(at) || start < at && hyphen(at - 1) && document.tokens[at].is_word();
        if !part {
            break;
        }
        at += 1;
    }
    while start < at && document.tokens[at - 1].is_punct() {
        at -= 1;
    }
    if start < at && at < end && document.is_hidden_surname(at) && covering(elements, at).is_none_or(free) {
        at += 1 + usize::from(at + 1 < end && document.punct(at + 1) == Some('.'));
    }
    (start < at).then_some(start..at)
}

/// Whether two or three capitalised words that nobody knows may be given name and surname: in plain letters, outside
/// quotes, and without the ending of an adjective in the first.
fn looks_like_person(chunker: &Chunker<'_>, run: &Range<usize>) -> bool {
    let document = chunker.document;
    let plain = run.clone().all(|token| document.tokens[token].case == crate::text::Case::Initial);
    let quoted = run.start.checked_sub(1).and_then(|token| document.punct(token)).is_some_and(|sign| matches!(sign, '«' | '"' | '“' | '„'));
    let first = document.tokens.folded(run.start);
    let adjective =
        chunker.lexicon.case_endings.of_adjective(first).is_some_and(|cases| !cases.may_be(Cases::INS) || 6 < first.chars().count());
    run.len() <= 3 && plain && !quoted && !adjective
}

/// Whether the word right before or behind a name tells of what happens to people alone: an arrest, an appointment.
fn happens_to(chunker: &Chunker<'_>, elements: &[Element], name: &Range<usize>) -> bool {
    let mut beside = elements.iter().filter(|e| e.tokens.end == name.start || e.tokens.start == name.end);
    beside.any(|e| fellows::is_done_to_people(chunker, e)) || fellows::is_acted_upon(chunker, elements, name.end)
}

fn only_short(element: &Element) -> bool {
    element.names.iter().all(|sense| matches!(sense.what, NameUse::Short(_)))
}

/// Puts an unknown name among the phrases, with the surname behind it that the knowledge takes for somebody else's.
fn enter(chunker: &Chunker<'_>, elements: &[Element], run: Range<usize>, phrases: &mut Vec<Phrase>, people: &mut People) {
    let document = chunker.document;
    let given = document.readings(run.start).iter().any(|r| r.clitics.is_bare() && chunker.knowledge.is_given_name(r.id));
    let at = phrases.partition_point(|p| p.tokens.end <= run.start);
    let mut run = run;
    // A stranger's surname at the end of the stranger's whole name.
    let own = |p: &Phrase| {
        matches!(p.who, Who::Stranger(_))
            && p.office.is_none()
            && run.start < p.tokens.start
            && (p.tokens.end == run.end || p.tokens.end + 1 == run.end && document.punct(p.tokens.end).is_some())
    };
    if phrases.get(at).is_some_and(own) {
        phrases.remove(at);
    }
    // What the knowledge makes of a part of it stays as it is.
    if let Some(known) = phrases.get(at).filter(|p| p.tokens.start < run.end) {
        if known.tokens.start <= run.start {
            return;
        }
        run.end = known.tokens.start;
    }
    let hidden = run.clone().any(|token| document.is_hidden_surname(token));
    if let Some(id) = Some(&run).filter(|_| !hidden).and_then(|run| respelt(chunker, elements, run)) {
        people.note_full(id);
        phrases.retain(|p| p.tokens.end <= run.start || run.end <= p.tokens.start);
        let at = phrases.partition_point(|p| p.tokens.end <= run.start);
        phrases.insert(at, Phrase { who: Who::Person(id), tokens: run.clone(), name: run.clone(), ..Phrase::at(run.start) });
        return;
    }
    let plain = run.len() == 1 && document.tokens[run.start].case == Case::Initial && !chunker.lexicon.grammar.cases;
    let surname = |p: &Phrase| {
        p.tokens.start == run.end && p.tokens.len() == 1 && matches!(p.who, Who::Person(id) if (given || plain) && !people.is_active(id))
    };
    if phrases.get(at).is_some_and(surname) {
        run.end = phrases.remove(at).tokens.end;
    }
    let mut phrase = Phrase::at(run.start);
    phrase.tokens = run.clone();
    phrase.name = run.clone();
    phrase.who = Who::Unknown;
    let words: Vec<String> =
        run.clone().map(|t| document.tokens.folded(t).to_owned()).filter(|w| !matches!(w.as_str(), "-" | ".")).collect();
    let shaped = || chunker.lexicon.grammar.cases && looks_like_person(chunker, &run);
    let by_part = 2 <= words.len() && capitals_alone(chunker);
    if let Some(known) = by_part.then(|| people.called(&words, chunker.knowledge)).flatten() {
        phrase.who = known;
        phrases.insert(at, phrase);
        return;
    }
    if 2 <= words.len() && (given || happens_to(chunker, elements, &run) || is_introduced(chunker, elements, &run) || hidden || shaped()) {
        let stranger = Stranger { name: document.surface(run.clone()).to_owned(), words, country: None, body: None, office: None };
        let (stranger, forms, cases) = nominative(chunker, stranger, phrase.tokens.start, Cases::NONE);
        phrase.cases = cases;
        if let Some(number) = people.introduce(stranger, forms) {
            phrase.who = Who::Stranger(number);
        }
    }
    phrases.insert(at, phrase);
}

/// Puts an element in the place of every surname of a stranger that stands alone in a sentence; says whether any does.
pub(crate) fn mark(document: &Document, tokens: &std::ops::Range<usize>, elements: &mut Vec<Element>, people: &People) -> bool {
    let mut any = false;
    for token in tokens.clone() {
        let word = &document.tokens[token];
        let written = word.is_word() && (!word.script.has_case() || word.case.is_capitalised());
        if !written {
            continue;
        }
        let Some(number) = people.stranger(document.tokens.folded(token)) else { continue };
        let text = word.span.of(&document.text);
        let letter = text.trim_end_matches('.').chars().nth(1).is_none();
        if letter && document.punct(token + 1) != Some('.') && !text.ends_with('.') {
            continue;
        }
        let at = elements.partition_point(|e| e.tokens.end <= token);
        match elements.get_mut(at).filter(|e| e.tokens.contains(&token)) {
            Some(known) if known.tokens.len() == 1 && (letter || known.senses.is_empty()) => known.stranger = Some(number),
            Some(_) => continue,
            None => elements.insert(
                at,
                Element {
                    tokens: token..token + 1,
                    names: Few::default(),
                    senses: Senses::default(),
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
pub(crate) fn name_words(
    chunker: &Chunker<'_>,
    elements: &[Element],
    start: usize,
    sentence_end: usize,
    people: &People,
    trusted: bool,
) -> Option<usize> {
    let document = chunker.document;
    let start_of_name = start;
    let start = document.initials(start).unwrap_or(start);
    let script = document.tokens.get(start)?.script;
    let capitals = script.has_case();
    let (mut end, mut words) = (start, 0);
    while end < sentence_end && words < MAX_WORDS {
        let token = &document.tokens[end];
        if matches!(document.punct(end), Some('-' | '‐')) && token.joined && words > 0 {
            end += 1;
            continue;
        }
        // «А. М.»
        if 0 < words && document.punct(end) == Some('.') && document.is_hidden_surname(end + 1) {
            end += 1;
            continue;
        }
        // "Janet L. Yellen".
        if 0 < words
            && capitals
            && let Some(next) = document.initials(end)
        {
            end = next;
            continue;
        }
        let element = covering(elements, end);
        let fits = token.is_word() && token.script == script && element.is_none_or(|e| may_be_name(chunker, e, people));
        // Where capitals do not tell names, a date ends one, and so does a small word behind two of its words.
        let small = element.is_some_and(|e| e.senses.iter().any(|sense| matches!(sense, Sense::Cue(_))));
        let fits = fits && (capitals || !(chunker.is_dated(end) || 2 <= words && small));
        let behind_hyphen = words > 0 && token.joined && matches!(document.punct(end - 1), Some('-' | '‐'));
        let fits = fits
            && if capitals {
                token.case.is_capitalised() || behind_hyphen || (words > 0 && is_particle(document, end))
            } else {
                bare_arabic(document, end)
            };
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
    // A word that is known as somebody's surname may be a part of it, beside one that nobody knows.
    let surname = |token: usize| {
        covering(elements, token).is_some_and(|e| e.tokens.len() == 1 && e.senses.is_empty() && only_short(e) && !e.names.is_empty())
    };
    let unknown =
        || trusted && (is_unknown_word(chunker, start) && part(start + 1) || surname(start) && is_unknown_word(chunker, start + 1));
    let enough = if capitals { 1 <= words } else { 2 <= words && (starts_like_name(chunker, start) || unknown()) };
    enough.then_some(end - start_of_name)
}

/// Whether an element's words can be part of an unknown name: it is a person's part or nothing that acts in a sentence.
fn may_be_name(chunker: &Chunker<'_>, element: &Element, people: &People) -> bool {
    let only_short = !element.names.is_empty() && element.names.iter().all(|sense| matches!(sense.what, NameUse::Short(_)));
    match chunker.part(element, people) {
        None => element.senses.is_empty() || only_short,
        Some(Part::Person(_) | Part::Stranger(_)) => only_short || element.stranger.is_some(),
        // A town may bear the name of a man.
        Some(Part::Place(_)) => element.tokens.len() == 1 && starts_like_name(chunker, element.tokens.start),
        Some(_) => false,
    }
}

/// Small words inside names, written without capitals.
pub(crate) fn is_particle(document: &Document, token: usize) -> bool {
    const PARTICLES: &[&str] = &[
        "بن", "ابن", "بنت", "ال", "ابو", "عبد", "al", "bin", "ibn", "de", "da", "van", "von", "der", "den", "el", "аль", "бен", "ибн",
        "оглы", "угли", "фон", "ван", "де",
    ];
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
    chunker.document.tokens[token].is_word()
        && chunker.document.readings(token).is_empty()
        && !has_article
        && !verbal
        && 3 <= folded.chars().count()
}

/// Whether the first word is one that people are called by.
fn starts_like_name(chunker: &Chunker<'_>, start: usize) -> bool {
    chunker.document.readings(start).iter().any(|reading| reading.clitics.is_bare() && chunker.knowledge.is_given_name(reading.id))
}
