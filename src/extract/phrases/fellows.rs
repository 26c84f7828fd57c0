//! Names that nobody knows, told to be people by what stands beside them: a list of people, an age, an initial.

use std::ops::Range;

use crate::extract::reading::document::Document;
use crate::extract::reading::elements::{Element, starting};
use crate::knowledge::{Cue, EntityId, Shape};
use crate::text::Case;

use super::chunk::Chunker;
use super::people::{People, Stranger};
use super::phrase::{Phrase, Who};
use super::strangers::name_words;

/// The most words of a name that its surroundings alone tell to be a person's.
const MAX_NAME: usize = 3;

/// The fewest letters of a word that says what somebody is ("painter").
const MIN_TRADE: usize = 4;

/// Makes persons of the unknown names that stand in one list with people ("three Americans, A, B and C").
pub(crate) fn promote(chunker: &Chunker<'_>, phrases: &mut Vec<Phrase>, people: &mut People) {
    if !chunker.lexicon.grammar.capital_names || chunker.lexicon.grammar.cases {
        return;
    }
    introduce_holders(chunker, phrases, people);
    introduce_men_of(chunker, phrases, people);
    for index in 0..phrases.len() {
        let list = phrases[index].list;
        let among_people = || phrases.iter().any(|p| p.list == list && p.is_person());
        if phrases[index].who != Who::Unknown || !is_shaped(chunker.document, &phrases[index].name) || !among_people() {
            continue;
        }
        if let Some(number) = people.introduce(stranger(chunker.document, &phrases[index].name), Vec::new()) {
            phrases[index].who = Who::Stranger(number);
        }
    }
}

/// Whether a word tells of what happens to people alone: an arrest, an appointment.
pub(crate) fn is_done_to_people(chunker: &Chunker<'_>, element: &Element) -> bool {
    use crate::model::EventType as T;
    let of_people = |number: u16| {
        let event_type = chunker.lexicon.triggers[number as usize].event_type;
        matches!(event_type, T::Appointment | T::Departure | T::SpyArrest | T::SpyTrial | T::Defection | T::CovertAction)
    };
    element.triggers().any(|(number, _)| of_people(number))
}

/// How many words a verb that tells of what happens to people may be behind its auxiliaries ("has since been named").
const MAX_AUXILIARIES: usize = 4;

/// The most tokens of what is said of somebody between commas ("X, a conservative critic of the media, was nominated").
const MAX_ASIDE: usize = 14;

/// Whether a verb in the passive that tells of what happens to people alone follows a name, or what is said of it between commas.
pub(crate) fn is_acted_upon(chunker: &Chunker<'_>, elements: &[Element], name_end: usize) -> bool {
    if !chunker.lexicon.grammar.passive_from_past {
        return false;
    }
    let document = chunker.document;
    let comma = |token: &usize| matches!(document.punct(*token), Some(',' | '،'));
    let said = comma(&name_end) && elements.iter().any(|e| e.tokens.start == name_end + 1 && e.is_any(&[Cue::Article, Cue::Former]));
    let close = if said { (name_end + 2..name_end + MAX_ASIDE).find(comma) } else { None };
    let from = close.map_or(name_end, |close| close + 1);
    let passive = elements.iter().find(|e| from <= e.tokens.start && e.tokens.start <= from + 2 && e.is(Cue::Passive));
    let Some(passive) = passive.map(|e| e.tokens.end) else { return false };
    let clear = |e: &Element| (from..e.tokens.start).all(|token| document.tokens[token].is_word());
    let near = elements.iter().filter(|e| passive <= e.tokens.start && e.tokens.start <= passive + MAX_AUXILIARIES);
    let mut done = near.filter(|e| clear(e) && is_done_to_people(chunker, e));
    done.any(|e| e.has_shape(&[Shape::Past, Shape::Passive]))
}

/// Where capitals do not tell names: enters the unknown name right behind a word that tells of what happens to people alone, if
/// it begins with what people are called by («تعيين فلان الفلاني سفيرا»).
pub(crate) fn add_acted_upon(
    chunker: &Chunker<'_>,
    elements: &[Element],
    sentence_end: usize,
    phrases: &mut Vec<Phrase>,
    people: &mut People,
) {
    let done =
        elements.iter().filter(|e| is_done_to_people(chunker, e)).map(|e| (behind_setting(chunker, elements, phrases, e), false, None));
    let starts: Vec<_> = done.chain(behind_posts(chunker, elements, phrases)).collect();
    for (start, trusted, country) in starts {
        let Some(words) = name_words(chunker, elements, start, sentence_end, people, trusted) else { continue };
        let name = start..start + words;
        // Read again, the surname stands there already.
        let inside = |p: &Phrase| p.tokens.start < name.end && name.start < p.tokens.end;
        let surname = |p: &Phrase| matches!(p.who, Who::Stranger(_)) && p.tokens.end == name.end && p.tokens == p.name;
        if phrases.iter().any(|p| inside(p) && !surname(p)) {
            continue;
        }
        phrases.retain(|p| !inside(p));
        let person = Stranger { country, ..stranger(chunker.document, &name) };
        if let Some(number) = people.introduce(person, Vec::new()) {
            let at = phrases.partition_point(|p| p.tokens.end <= name.start);
            let phrase = Phrase { who: Who::Stranger(number), country, tokens: name.clone(), name, ..Phrase::at(start) };
            phrases.insert(at, phrase);
        }
    }
}

/// How many turns of time and place may stand between such a word and the name.
const MAX_SETTING: usize = 3;

/// Where what stands behind a word begins, once its time and place are passed («أعدم الاثنين في طهران فلان»).
fn behind_setting(chunker: &Chunker<'_>, elements: &[Element], phrases: &[Phrase], act: &Element) -> usize {
    let mut start = act.tokens.end;
    for _ in 0..MAX_SETTING {
        while chunker.is_dated(start) {
            start += 1;
        }
        let marker = elements.iter().find(|e| e.tokens.start == start && e.is(Cue::In) && e.names.is_empty());
        let place = |p: &&Phrase| marker.is_some_and(|m| p.tokens.start == m.tokens.end) && matches!(p.who, Who::Place | Who::State(_));
        match phrases.iter().find(place) {
            Some(place) => start = place.tokens.end,
            None => break,
        }
    }
    start
}

/// Where a name can begin that nobody knows, because somebody is said to be called so or an envoy stands before it, with or without where
/// he serves («سفيرها لدى طهران فلان الفلاني»); whether that makes a name of words that nobody knows, and of which state he is.
fn behind_posts(chunker: &Chunker<'_>, elements: &[Element], phrases: &[Phrase]) -> Vec<(usize, bool, Option<EntityId>)> {
    let envoys: Vec<_> = ["own-envoy", "envoy"].iter().filter_map(|class| chunker.lexicon.noun_class(class)).collect();
    let named = elements.iter().filter(|e| e.is(Cue::Named)).map(|e| (e.tokens.end, true, None));
    let mut starts: Vec<_> = named.collect();
    for element in elements.iter().filter(|e| e.nouns().any(|noun| envoys.contains(&noun))) {
        let covers = |p: &&Phrase| p.tokens.start <= element.tokens.start && element.tokens.end <= p.tokens.end;
        let post = phrases.iter().find(covers).filter(|p| !p.is_person());
        let end = post.map_or(element.tokens.end, |p| p.tokens.end);
        let country = post.and_then(|p| p.country);
        starts.push((end, true, country));
        let marker = elements.iter().find(|e| e.tokens.start == end && e.is(Cue::In) && e.names.is_empty());
        let seat = marker.map_or(end, |e| e.tokens.end);
        let posted = |p: &&Phrase| p.tokens.start == seat && (marker.is_some() || in_one_word(elements, seat)) && !p.is_person();
        starts.extend(phrases.iter().find(posted).map(|p| (p.tokens.end, true, country)));
    }
    starts
}

/// Whether the word at a token carries its preposition ("in") in itself.
fn in_one_word(elements: &[Element], token: usize) -> bool {
    starting(elements, token).is_some_and(|e| e.clitics.preposition == Some(Cue::In))
}

/// Makes persons of unknown names behind which an office stands between commas ("X, first secretary at the embassy, ...").
fn introduce_holders(chunker: &Chunker<'_>, phrases: &mut Vec<Phrase>, people: &mut People) {
    let comma = |token: usize| matches!(chunker.document.punct(token), Some(',' | '،'));
    let mut index = 0;
    while index + 1 < phrases.len() {
        let (name, office) = (&phrases[index], &phrases[index + 1]);
        let article = usize::from(office.tokens.start == name.tokens.end + 2);
        let touches = comma(name.tokens.end) && office.tokens.start == name.tokens.end + 1 + article;
        let closed = chunker.document.punct(office.tokens.end).is_some() || word_is(chunker, office.tokens.end, Cue::Who);
        let holds = office.who == Who::Office && office.office.is_some() && office.preposition.is_none() && !office.owns_next;
        if name.who == Who::Unknown && touches && closed && holds && is_shaped(chunker.document, &name.name) {
            let mut person = stranger(chunker.document, &name.name);
            (person.country, person.body, person.office) = (office.country, office.body, office.office);
            if let Some(number) = people.introduce(person, Vec::new()) {
                let office = phrases.remove(index + 1);
                let name = &mut phrases[index];
                name.who = Who::Stranger(number);
                name.tokens.end = office.tokens.end;
                (name.country, name.body, name.office) = (office.country, office.body, office.office);
                (name.body_kind, name.posted) = (office.body_kind, office.posted);
                name.nouns = office.nouns;
            }
        }
        index += 1;
    }
}

/// Whether a word by itself does the work of a cue.
fn word_is(chunker: &Chunker<'_>, token: usize, cue: Cue) -> bool {
    chunker.document.tokens.get(token).is_some() && chunker.document.word_is(token, cue, chunker.lexicon)
}

/// How many words may stand between an owner and the name of his man ("the emir's trusted troubleshooter, X,").
const MAX_OWNED: usize = 3;

/// Makes persons of unknown names that are told to be somebody's man, behind the name between commas or before it: "X, the emir's
/// troubleshooter, ...", "Mr Y's deputy, X, ...". They are of the owner's state.
fn introduce_men_of(chunker: &Chunker<'_>, phrases: &mut [Phrase], people: &mut People) {
    let document = chunker.document;
    let comma = |token: usize| matches!(document.punct(token), Some(',' | '،'));
    let small = |token: usize| document.tokens.get(token).is_some_and(|t| t.is_word() && t.case == Case::Lower);
    for index in 1..phrases.len() {
        let (head, tail) = phrases.split_at_mut(index);
        let (a, b) = (&mut head[index - 1], &mut tail[0]);
        let owns = |p: &Phrase| p.owns_next && p.country.is_some() && (p.is_person() || p.who == Who::Office);
        let unknown = |p: &Phrase| p.who == Who::Unknown && is_shaped(document, &p.name);
        // Behind the genitive mark, which is a token.
        let behind = |owner: &Phrase| {
            let from = owner.tokens.end + 1;
            (1..=MAX_OWNED).map(|n| from + n).find(|end| !small(*end)).filter(|end| (from..*end).all(small))
        };
        let (name, owner) = if owns(a) && unknown(b) {
            let end = behind(a);
            let told = end.is_some_and(|end| end + usize::from(comma(end)) == b.tokens.start && (!comma(end) || comma(b.tokens.end)));
            if !told {
                continue;
            }
            (b, a)
        } else if unknown(a) && owns(b) && comma(a.tokens.end) && b.tokens.start <= a.tokens.end + 2 {
            if behind(b).is_none_or(|end| document.punct(end).is_none()) {
                continue;
            }
            (a, b)
        } else {
            continue;
        };
        let person = Stranger { country: owner.country, ..stranger(document, &name.name) };
        if let Some(number) = people.introduce(person, Vec::new()) {
            (name.who, name.country) = (Who::Stranger(number), owner.country);
        }
    }
}

fn stranger(document: &Document, name: &Range<usize>) -> Stranger {
    let words = name.clone().map(|t| document.tokens.folded(t).to_owned()).filter(|w| w != "-").collect();
    Stranger { name: document.surface(name.clone()).to_owned(), words, country: None, body: None, office: None }
}

/// Whether words are written like given name and surname.
fn is_shaped(document: &Document, name: &Range<usize>) -> bool {
    2 <= name.len() && name.len() <= MAX_NAME && name.clone().all(|token| document.tokens[token].case == Case::Initial)
}

/// Whether an unknown name is a person's by what stands right before or behind it: an age between commas, a relative
/// "who", or a common noun right before it that nothing else explains.
pub(crate) fn is_introduced(chunker: &Chunker<'_>, elements: &[Element], name: &Range<usize>) -> bool {
    let document = chunker.document;
    if chunker.lexicon.grammar.cases || !is_shaped(document, name) {
        return false;
    }
    let comma = matches!(document.punct(name.end), Some(',' | '،'));
    let age =
        || document.tokens.get(name.end + 1).is_some_and(|_| is_age(document, name.end + 1)) && document.punct(name.end + 2).is_some();
    let who = || elements.iter().any(|e| e.tokens.start == name.end + 1 && e.is(Cue::Who));
    comma && (age() || who()) || has_trade(document, elements, name.start)
}

fn is_age(document: &Document, token: usize) -> bool {
    document.tokens.folded(token).parse::<u32>().is_ok_and(|years| (16..100).contains(&years))
}

/// Whether a small word stands right before a name that is neither a name, nor a cue, nor an act.
fn has_trade(document: &Document, elements: &[Element], start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    let word = &document.tokens[before];
    let small = word.is_word() && word.case == Case::Lower;
    let folded = document.tokens.folded(before);
    small && MIN_TRADE <= folded.chars().count() && !elements.iter().any(|e| e.tokens.contains(&before))
}
