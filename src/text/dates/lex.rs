//! From tokens to the items that date patterns speak of: words with their senses, numbers, signs.

use std::ops::Range;

use super::word::DateWord;
use super::words::{DateWords, Hint, Senses};
use crate::text::script::Script;
use crate::text::token::{Case, TokenKind, Tokens};

/// One word or phrase, number or sign of a sentence.
#[derive(Debug)]
pub(super) struct Item<'w> {
    /// Its tokens; a word that is two items ("Feb13") is the only token of both.
    pub tokens: Range<usize>,
    pub senses: &'w Senses,
    pub number: Option<Number>,
    /// The folded sign, for signs.
    pub sign: Option<char>,
    /// Whether no space stands before it.
    pub joined: bool,
    /// Whether an "and" is written onto it.
    pub led_by_and: bool,
    /// Whether it is written in Latin letters.
    pub is_latin: bool,
    /// Whether it is written in capitals.
    pub is_upper: bool,
    /// Whether it has other senses, and is not written as the date sense is: "may", "sun".
    pub doubtful: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub value: u32,
    pub n_digits: usize,
    /// Whether it has an ordinal ending.
    pub is_ordinal: bool,
    /// Whether that ending is set off by a hyphen, as in Cyrillic.
    pub is_hyphened: bool,
}

impl Item<'_> {
    pub(super) fn is_latin_or_sign(&self) -> bool {
        self.is_latin || self.sign.is_some()
    }

    pub(super) fn has(&self, sense: DateWord) -> bool {
        self.senses.has(sense)
    }
}

/// The items of a sentence; empty where nothing in it can make a date.
pub(super) fn items<'w>(tokens: &Tokens, range: Range<usize>, words: &'w DateWords, hint: impl Fn(usize) -> Hint) -> Vec<Item<'w>> {
    if !DateWords::may_tell(tokens, range.clone(), &hint) {
        return Vec::new();
    }
    let mut items = Vec::with_capacity(range.len());
    let mut at = range.start;
    while at < range.end {
        let token = &tokens[at];
        let mut item = Item {
            tokens: at..at + 1,
            senses: Senses::NONE,
            number: None,
            sign: None,
            joined: token.joined,
            led_by_and: false,
            is_latin: token.script == Script::Latin,
            is_upper: token.case == Case::Upper,
            doubtful: false,
        };
        match token.kind {
            TokenKind::Word => {
                let hint = hint(at);
                if hint == Hint::NONE {
                    // As most words are.
                } else if let Some((senses, behind, led_by_and)) = words.at(tokens, at, range.end, hint) {
                    item.tokens.end = behind;
                    item.senses = senses;
                    item.led_by_and = led_by_and;
                    item.doubtful = item.has(DateWord::Weak) && token.script.has_case() && !token.case.is_capitalised();
                } else if hint.may_be_glued()
                    && let Some((senses, number)) = glued(tokens.folded(at), words)
                {
                    let month = Item { senses, ..item };
                    item = Item { tokens: at..at + 1, number: Some(number), joined: true, senses: Senses::NONE, ..month };
                    items.push(month);
                }
            }
            TokenKind::Number => {
                let folded = tokens.folded(at);
                let n_digits = folded.bytes().filter(u8::is_ascii_digit).count();
                let is_ordinal = folded.chars().any(char::is_alphabetic);
                let is_hyphened = is_ordinal && folded.contains('-');
                item.number =
                    token.number.filter(|_| !folded.contains(',')).map(|value| Number { value, n_digits, is_ordinal, is_hyphened });
            }
            TokenKind::Punct(_) => item.sign = tokens.folded(at).chars().next(),
            TokenKind::Break => {}
        }
        at = item.tokens.end;
        items.push(item);
    }
    items
}

/// A month with the day written onto it: "Feb13".
fn glued<'w>(word: &str, words: &'w DateWords) -> Option<(&'w Senses, Number)> {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let n_digits = word.len() - letters.len();
    let value = word.get(letters.len()..).filter(|_| (1..=2).contains(&n_digits))?.parse().ok()?;
    let senses = words.single(letters).filter(|senses| senses.iter().any(|sense| matches!(sense, DateWord::Month(_))))?;
    Some((senses, Number { value, n_digits, is_ordinal: false, is_hyphened: false }))
}
