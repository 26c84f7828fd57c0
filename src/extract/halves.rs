//! Surnames that are none where they stand: halves of names that nobody knows, and those of namesakes.

use crate::knowledge::{EntityId, Knowledge, Lexicon, NameUse};
use crate::text::Case;
use crate::text::dates::FoundDate;

use super::document::Document;
use super::elements::Element;
use super::spelling::is_hyphenated;

/// A surname right before another capitalised word that stands for nothing else is the first half of a name that nobody
/// knows ("Zhao Guangzong"), whoever may be called so.
pub(super) fn drop_halves(document: &Document, knowledge: &Knowledge, lexicon: &Lexicon, dates: &[FoundDate], elements: &mut [Element]) {
    if !lexicon.grammar.capital_names {
        return;
    }
    let is_given = |e: &Element| {
        e.tokens.len() == 1 && document.readings(e.tokens.start).iter().any(|r| r.clitics.is_bare() && knowledge.is_given_name(r.id))
    };
    let short = |e: &Element| !e.names.is_empty() && e.senses.is_empty() && e.names.iter().all(|s| matches!(s.what, NameUse::Short(_)));
    if lexicon.grammar.cases {
        drop_namesakes(document, knowledge, elements);
    }
    for index in 0..elements.len() {
        if !short(&elements[index]) {
            continue;
        }
        if !lexicon.grammar.cases && is_hyphenated(document, &elements[index]) {
            elements[index].names.clear();
        }
        let next = elements[index].tokens.end;
        let word = document.tokens.get(next).is_some_and(|t| t.is_word() && t.script.has_case() && t.case == Case::Initial);
        let dated = dates.iter().any(|d| d.tokens.contains(&next));
        let other = elements.get(index + 1).filter(|e| e.tokens.start == next);
        // Where nouns carry case, names that touch are often two: only what people are called by as well is a first half.
        let halves = if lexicon.grammar.cases { other.is_none() && is_given(&elements[index]) } else { other.is_none_or(short) };
        if short(&elements[index]) && word && !dated && halves {
            elements[index].names.clear();
            if let Some(other) = elements.get_mut(index + 1).filter(|e| e.tokens.start == next) {
                other.names.clear();
            }
        }
    }
}

/// How many first letters of a given name tell whether it is spelt otherwise, or another one.
const TELLING: usize = 2;

/// A surname right behind a given name that none of its known bearers has is somebody else's: «Максим Орлов» is no Oleg.
fn drop_namesakes(document: &Document, knowledge: &Knowledge, elements: &mut [Element]) {
    for index in 0..elements.len() {
        let element = &elements[index];
        let Some(before) = element.tokens.start.checked_sub(1) else { continue };
        let short = !element.names.is_empty() && element.names.iter().all(|s| matches!(s.what, NameUse::Short(_)));
        let alone = index == 0 || elements[index - 1].tokens.end <= before;
        let word = &document.tokens[before];
        if !short || !alone || !word.is_word() || word.case != Case::Initial {
            continue;
        }
        let given = document.readings(before).iter().any(|r| r.clitics.is_bare() && knowledge.is_given_name(r.id));
        let head: String = document.tokens.folded(before).chars().take(TELLING).collect();
        let called = |id: EntityId| {
            knowledge.entity(id).names.iter().flat_map(|name| name.split([' ', '-'])).any(|word| crate::text::fold(word).starts_with(&head))
        };
        let bears = |what: &NameUse| matches!(what, NameUse::Short(id) if called(*id));
        if given && !element.names.iter().any(|s| bears(&s.what)) {
            elements[index].names.clear();
        }
    }
}
