//! Finds the dates of a sentence: tries every pattern at every place and takes the first that fits, then goes on behind it.

use std::ops::Range;

use super::grammar::Grammar;
use super::lex::{self, Item};
use super::word::DateWord;
use super::words::{DateWords, Hint};
use super::{Bound, DateExpr, FoundDate, MonthRef};
use crate::text::token::Tokens;

/// How many items before a date may hold its preposition: "since early on".
const REACH: usize = 2;

/// The dates among the tokens of `range` (one sentence), in order, never overlapping.
pub fn find_dates(tokens: &Tokens, range: Range<usize>, words: &DateWords) -> Vec<FoundDate> {
    find_dates_hinted(tokens, range, words, |index| words.hint(tokens.folded(index)))
}

/// As [`find_dates`], for who keeps what [`DateWords::hint`] says of a token's folded word.
pub fn find_dates_hinted(tokens: &Tokens, range: Range<usize>, words: &DateWords, hint: impl Fn(usize) -> Hint) -> Vec<FoundDate> {
    let items = lex::items(tokens, range, words, hint);
    let grammar = Grammar::new(&items);
    let mut found: Vec<FoundDate> = Vec::new();
    let mut at = 0;
    // Where the item behind the last date is, and that date's place in `found`.
    let mut last_end = 0;
    while at < items.len() {
        // Most of a text begins no pattern.
        let Some((expr, behind)) = (if grammar.may_begin(at) { grammar.date(at) } else { None }) else {
            at += 1;
            continue;
        };
        let token_range = items[at].tokens.start..items[behind - 1].tokens.end;
        let is_second_calendar = found.last().is_some_and(|last| is_hijri(&last.expr)) && is_only_brackets(&items[last_end..at]);
        if let Some(last) = found.last_mut().filter(|_| is_second_calendar && !is_hijri(&expr)) {
            // "18 شعبان 1444هـ (10 مارس 2023)": the second is exact, the first is computed.
            last.expr = expr;
            last.tokens.end = token_range.end;
            last.span = tokens.span(last.tokens.clone());
        } else {
            let span = tokens.span(token_range.clone());
            found.push(FoundDate { tokens: token_range, span, bound: bound(&items, at, &expr), expr });
        }
        at = behind;
        last_end = behind;
    }
    found
}

fn is_hijri(expr: &DateExpr) -> bool {
    match expr {
        DateExpr::Day { month, .. } | DateExpr::Month { month, .. } => matches!(month, MonthRef::Hijri(_)),
        DateExpr::HijriYear(_) => true,
        _ => false,
    }
}

/// Whether nothing stands between two dates but brackets, commas, a slash and words like "corresponding to".
fn is_only_brackets(items: &[Item<'_>]) -> bool {
    items.iter().all(|item| item.sign.is_some_and(|s| "(/,-.".contains(s)) || item.has(DateWord::Filler) || item.has(DateWord::On))
}

/// How the words before item `at` use the date there.
fn bound(items: &[Item<'_>], at: usize, expr: &DateExpr) -> Bound {
    let is_feast = matches!(expr, DateExpr::Feast { .. });
    for item in items[at.saturating_sub(REACH)..at].iter().rev() {
        if item.has(DateWord::Since) {
            return Bound::Since;
        }
        if item.has(DateWord::Until) {
            return Bound::Until;
        }
        // "after Easter", "before Eid": what is told lies beside the feast.
        if is_feast && (item.has(DateWord::AfterEvent) || item.has(DateWord::AheadBefore)) {
            return Bound::Since;
        }
        if is_feast && (item.has(DateWord::BeforeEvent) || item.has(DateWord::AgoBefore)) {
            return Bound::Until;
        }
        if !(item.has(DateWord::Filler) || item.has(DateWord::On)) {
            break;
        }
    }
    Bound::On
}
