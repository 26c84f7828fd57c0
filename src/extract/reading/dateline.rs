//! The dateline before a paragraph's first sentence: "PARIS, March 12 (Agency) -". Its town is no party to anything.

use std::ops::Range;

use crate::knowledge::{Detail, EntityId, Knowledge, NameUse};

use super::document::Document;
use super::elements::Element;

/// How many tokens a dateline has at most.
const MAX_TOKENS: usize = 16;

/// How many of its words nobody may know.
const MAX_UNKNOWN: usize = 3;

/// One past the dateline of a sentence that begins a paragraph; the sentence's start where it has none.
pub(crate) fn dateline_end(document: &Document, tokens: &Range<usize>, elements: &[Element]) -> usize {
    let limit = tokens.end.min(tokens.start + MAX_TOKENS);
    // A bullet opens no sentence.
    let opens = tokens.start + usize::from(matches!(document.punct(tokens.start), Some('•' | '*' | '-' | '▪' | '●')));
    let begins_with_place = elements.first().is_some_and(|e| e.tokens.start == opens && is_place(e));
    let dash = (opens..limit).find(|token| is_dash(document, *token));
    let Some(dash) = dash.filter(|_| begins_with_place) else { return tokens.start };
    let covered = |token: &usize| elements.iter().any(|e| e.tokens.contains(token));
    let unknown = (tokens.start..dash).filter(|token| document.tokens[*token].is_word() && !covered(token)).count();
    let bracket = (opens..dash).find(|token| document.punct(*token) == Some('(')).unwrap_or(dash);
    let plain = elements.iter().take_while(|e| e.tokens.start < bracket).all(|e| !e.names.is_empty() && !e.is_trigger());
    // A second place behind the dash makes it a pair ("Moscow - Washington"), not a dateline.
    let pair = elements.iter().find(|e| dash < e.tokens.start).is_some_and(|e| e.tokens.start == dash + 1 && is_place(e));
    let joined = document.tokens.get(dash + 1).is_some_and(|next| next.joined);
    if plain && unknown <= MAX_UNKNOWN && !pair && !joined { dash + 1 } else { tokens.start }
}

/// The state from which a paragraph is written, where it begins with a town or state that no word of the sentence follows: «الكويت -
/// 21 سبتمبر», "PARIS (Agency)".
pub(crate) fn seat(document: &Document, tokens: &Range<usize>, elements: &[Element], knowledge: &Knowledge) -> Option<EntityId> {
    let first = elements.first().filter(|e| e.tokens.start == tokens.start && e.clitics.is_bare())?;
    let next = first.tokens.end;
    let sign = matches!(document.punct(next), Some('(' | ',' | '،' | '/' | '|')) || is_dash(document, next);
    let alone = next == tokens.end || sign || document.tokens[next].is_number();
    let state = first.names.iter().find_map(|sense| match sense.what {
        NameUse::Place(id) => knowledge.country(&knowledge.place(id).country),
        NameUse::Full(id) if knowledge.entity(id).detail == Detail::Country => Some(id),
        _ => None,
    });
    state.filter(|_| alone)
}

fn is_dash(document: &Document, token: usize) -> bool {
    matches!(document.punct(token), Some('-' | '–' | '—' | 'ـ' | ':'))
}

fn is_place(element: &Element) -> bool {
    element.names.iter().any(|sense| matches!(sense.what, NameUse::Place(_))) && !element.clitics.and
}
