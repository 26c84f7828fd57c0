//! The words that dates are made of, as data: a lexicon fills them, this module knows none.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::word::DateWord;
use crate::text::script::Script;
use crate::text::token::{TokenKind, Tokens, tokenize};

/// The date words of one or several languages, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct DateWords {
    /// First folded word to its number among `firsts`.
    numbers: FxHashMap<String, u32>,
    firsts: Vec<First>,
}

/// The phrases that begin with one word.
#[derive(Debug, Clone, Default)]
struct First {
    /// The longest first.
    phrases: Vec<Phrase>,
    /// The bits of their second words.
    seconds: u64,
    /// Whether one of them can make a date without a number.
    is_anchor: bool,
}

/// What a look at a word alone tells of its part in dates: texts repeat their words, and so need ask only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint {
    /// The number of the phrases that begin with the word as it is written.
    first: Option<u32>,
    /// Whether something may be written onto it: a particle before it, a number behind it.
    may_be_glued: bool,
    /// Whether it can make a date.
    is_anchor: bool,
}

#[derive(Debug, Clone)]
struct Phrase {
    rest: Vec<String>,
    senses: Senses,
}

/// What a phrase says in a date; patterns ask all the time for what it does not say, which its bits tell at once.
#[derive(Debug, Clone, Default)]
pub(super) struct Senses {
    all: Vec<DateWord>,
    bits: u64,
    /// Whether a pattern begins so.
    pub begins_pattern: bool,
}

impl Senses {
    /// None.
    pub const NONE: &'static Self = &Self { all: Vec::new(), bits: 0, begins_pattern: false };

    fn add(&mut self, sense: DateWord) {
        if !self.has(sense) {
            self.all.push(sense);
            self.bits |= sense.bit();
            self.begins_pattern |= sense.begins_pattern();
        }
    }

    /// One bit for each kind of sense among them.
    pub const fn bits(&self) -> u64 {
        self.bits
    }

    /// Whether this is among them.
    #[inline]
    pub fn has(&self, sense: DateWord) -> bool {
        self.bits & sense.bit() != 0 && self.all.contains(&sense)
    }
}

impl std::ops::Deref for Senses {
    type Target = [DateWord];

    fn deref(&self) -> &[DateWord] {
        &self.all
    }
}

impl Hint {
    /// Of a word that has no part in dates.
    pub const NONE: Self = Self { first: None, may_be_glued: false, is_anchor: false };

    /// Whether something may be written onto the word: a particle before it, a number behind it.
    pub(super) const fn may_be_glued(self) -> bool {
        self.may_be_glued
    }
}

impl DateWords {
    /// Adds one sense of a word or phrase, in any spelling; a sense that is already there, and a phrase without words, change nothing.
    pub fn add(&mut self, phrase: &str, sense: DateWord) {
        alternatives(phrase).iter().for_each(|phrase| self.add_one(phrase, sense));
    }

    fn add_one(&mut self, phrase: &str, sense: DateWord) {
        let tokens = tokenize(phrase);
        let mut words = (0..tokens.len()).filter(|&i| !tokens[i].is_punct() && !tokens[i].is_break()).map(|i| tokens.folded(i).to_owned());
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let number = *self.numbers.entry(first).or_insert_with(|| narrow(self.firsts.len()));
        if self.firsts.len() <= number as usize {
            self.firsts.push(First::default());
        }
        let first = &mut self.firsts[number as usize];
        first.is_anchor |= is_anchor(sense);
        first.seconds |= rest.first().map_or(0, |word| bit(word));
        let phrases = &mut first.phrases;
        let at = phrases.iter().position(|p| p.rest == rest).unwrap_or_else(|| {
            let at = phrases.partition_point(|p| rest.len() <= p.rest.len());
            phrases.insert(at, Phrase { rest, senses: Senses::default() });
            at
        });
        phrases[at].senses.add(sense);
    }

    /// What a look at a folded word tells of its part in dates.
    pub fn hint(&self, word: &str) -> Hint {
        let first = self.numbers.get(word).copied();
        // "Feb13"
        let is_numbered = word.ends_with(|c: char| c.is_ascii_digit());
        let anchors = |number: u32| self.firsts[number as usize].is_anchor;
        let mut hint = Hint { first, may_be_glued: is_numbered, is_anchor: is_numbered || first.is_some_and(anchors) };
        for number in bare_forms(word).into_iter().flatten().filter_map(|form| self.numbers.get(&*form).copied()) {
            hint.may_be_glued = true;
            hint.is_anchor |= anchors(number);
        }
        hint
    }

    /// Whether a date may stand among tokens: a number, or a word without which there is none.
    pub(super) fn may_tell(tokens: &Tokens, mut range: Range<usize>, hint: impl Fn(usize) -> Hint) -> bool {
        range.any(|at| match tokens[at].kind {
            TokenKind::Number => true,
            TokenKind::Word => hint(at).is_anchor,
            _ => false,
        })
    }

    /// The senses of the longest phrase that stands at token `at`, the token behind it, and whether an "and" is written onto it.
    pub(super) fn at(&self, tokens: &Tokens, at: usize, end: usize, hint: Hint) -> Option<(&Senses, usize, bool)> {
        if let Some((senses, behind)) = hint.first.and_then(|number| self.phrase(number, tokens, at, end)) {
            return Some((senses, behind, false));
        }
        if !hint.may_be_glued || tokens[at].script != Script::Arabic {
            return None;
        }
        let [without_and, bare] = bare_forms(tokens.folded(at));
        let joined = without_and.is_some();
        let found = |form: Cow<'_, str>| self.numbers.get(&*form).and_then(|number| self.phrase(*number, tokens, at, end));
        let (senses, behind) = without_and.and_then(found).or_else(|| bare.and_then(found))?;
        Some((senses, behind, joined))
    }

    /// The senses of a word that stands alone.
    pub(super) fn single(&self, word: &str) -> Option<&Senses> {
        self.firsts[*self.numbers.get(word)? as usize].phrases.iter().find(|phrase| phrase.rest.is_empty()).map(|phrase| &phrase.senses)
    }

    fn phrase(&self, number: u32, tokens: &Tokens, at: usize, end: usize) -> Option<(&Senses, usize)> {
        let First { phrases, seconds, .. } = &self.firsts[number as usize];
        let next = if *seconds == 0 { end } else { behind_signs(tokens, at + 1, end) };
        let second = if next < end { tokens.folded(next) } else { "" };
        // Most words begin no phrase here but themselves.
        if seconds & bit(second) == 0 {
            return phrases.last().filter(|alone| alone.rest.is_empty()).map(|alone| (&alone.senses, at + 1));
        }
        let goes_on = |phrase: &&Phrase| phrase.rest.first().is_none_or(|word| word == second);
        phrases.iter().filter(goes_on).find_map(|phrase| Some((&phrase.senses, phrase.end(tokens, at + 1, end)?)))
    }
}

/// One of 64 bits for each word but the empty one, told by its first letter and its length.
fn bit(word: &str) -> u64 {
    word.bytes().next().map_or(0, |first| 1 << ((usize::from(first) + 5 * word.len()) % 64))
}

/// The token behind the hyphens and apostrophes that join it to the word before, which say nothing.
fn behind_signs(tokens: &Tokens, mut at: usize, end: usize) -> usize {
    while at < end && tokens[at].joined && matches!(tokens.folded(at), "-" | "'") {
        at += 1;
    }
    at
}

/// An Arabic word without the "and" that is written onto it, and without what else is written onto that, in or to: ومارس, بأكتوبر, للأسبوع.
fn bare_forms(word: &str) -> [Option<Cow<'_, str>>; 2] {
    let without_and = word.strip_prefix(['و', 'ف']);
    let rest = without_and.unwrap_or(word);
    let bare = match rest.strip_prefix("لل") {
        Some(noun) => Some(Cow::Owned(format!("ال{noun}"))),
        None => rest.strip_prefix(['ب', 'ل', 'ك']).map(Cow::Borrowed),
    };
    [without_and.map(Cow::Borrowed), bare]
}

/// Whether a date can consist of a word of this sense and of such as are in every text: words that only say which one, from where or
/// whither are none, as no date consists of them alone.
const fn is_anchor(sense: DateWord) -> bool {
    use DateWord as W;
    let tells_which = matches!(
        sense,
        W::AgoBefore
            | W::AheadBefore
            | W::AheadOnly
            | W::Same
            | W::Following
            | W::Preceding
            | W::Last
            | W::Next
            | W::This
            | W::BeforeLast
            | W::NextWeeks
            | W::For
            | W::YearMark
            | W::From
    );
    !tells_which && sense.begins_pattern()
}

/// A phrase with braces as the phrases that it stands for: "Нов{ый,ого} год{,а}" for «Новый год» and «Нового года».
fn alternatives(phrase: &str) -> Vec<String> {
    let Some(n) = phrase.split_once('{').and_then(|(_, rest)| Some(rest.split_once('}')?.0.split(',').count())) else {
        return vec![phrase.to_owned()];
    };
    let one = |at: usize| {
        phrase.split('{').enumerate().fold(String::new(), |mut written, (index, piece)| {
            let (choice, rest) = if index == 0 { ("", piece) } else { piece.split_once('}').unwrap_or((piece, "")) };
            written += choice.split(',').nth(at).unwrap_or_default();
            written + rest
        })
    };
    (0..n).map(one).collect()
}

impl Phrase {
    /// The token behind the rest of the phrase, where that stands at `at`. Hyphens and apostrophes between its words say nothing.
    fn end(&self, tokens: &Tokens, mut at: usize, end: usize) -> Option<usize> {
        for word in &self.rest {
            at = behind_signs(tokens, at, end);
            if end <= at || tokens.folded(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_stand_for_alternatives() {
        assert_eq!(alternatives("Нов{ый,ого} год{,а}"), ["Новый год", "Нового года"]);
        assert_eq!(alternatives("{Diwali,Deepavali} Puja"), ["Diwali Puja", "Deepavali Puja"]);
        assert_eq!(alternatives("Holi"), ["Holi"]);
    }

    #[test]
    fn the_longest_phrase_wins() {
        let mut words = DateWords::default();
        words.add("أول", DateWord::Ordinal(1));
        words.add("أول من أمس", DateWord::Day(-2));
        let tokens = tokenize("وأول من أمس");
        let at =
            |end| words.at(&tokens, 0, end, words.hint(tokens.folded(0))).map(|(senses, behind, joined)| (senses.to_vec(), behind, joined));
        assert_eq!(at(3), Some((vec![DateWord::Day(-2)], 3, true)));
        assert_eq!(at(2), Some((vec![DateWord::Ordinal(1)], 1, true)));
    }
}
