//! The words that dates are made of, as data: a lexicon fills them, this module knows none.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::sieve::Sieve;
use super::word::DateWord;
use crate::text::script::Script;
use crate::text::token::{TokenKind, Tokens, tokenize};

/// The date words of one or several languages, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct DateWords {
    /// First folded word to the phrases that begin with it, longest first.
    phrases: FxHashMap<String, Vec<Phrase>>,
    /// The first words of all phrases, and of those that can make a date without a number.
    firsts: Sieve,
    anchors: Sieve,
}

#[derive(Debug, Clone)]
struct Phrase {
    rest: Vec<String>,
    senses: Vec<DateWord>,
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
        self.firsts.add(&first);
        if is_anchor(sense) {
            self.anchors.add(&first);
        }
        let phrases = self.phrases.entry(first).or_default();
        let at = phrases.iter().position(|p| p.rest == rest).unwrap_or_else(|| {
            let at = phrases.partition_point(|p| rest.len() <= p.rest.len());
            phrases.insert(at, Phrase { rest, senses: Vec::new() });
            at
        });
        if !phrases[at].senses.contains(&sense) {
            phrases[at].senses.push(sense);
        }
    }

    /// Whether a date may stand among tokens: a number, or a word without which there is none.
    pub(super) fn may_tell(&self, tokens: &Tokens, mut range: Range<usize>) -> bool {
        range.any(|at| match tokens[at].kind {
            TokenKind::Number => true,
            TokenKind::Word => {
                let word = tokens.folded(at);
                // "Feb13"
                let is_numbered = word.ends_with(|c: char| c.is_ascii_digit());
                is_numbered || self.anchors.may_hold(word) || tokens[at].script == Script::Arabic && self.holds_anchor(word)
            }
            _ => false,
        })
    }

    /// Whether such a word is left once what Arabic writes onto it is cut off.
    fn holds_anchor(&self, word: &str) -> bool {
        let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
        let cut = match bare.strip_prefix("لل") {
            Some(noun) => return self.anchors.may_hold(bare) || self.anchors.may_hold(&format!("ال{noun}")),
            None => bare.strip_prefix(['ب', 'ل', 'ك']),
        };
        self.anchors.may_hold(bare) || cut.is_some_and(|cut| self.anchors.may_hold(cut))
    }

    /// The senses of the longest phrase that stands at token `at`, the token behind it, and whether an "and" is written onto it.
    pub(super) fn at(&self, tokens: &Tokens, at: usize, end: usize) -> Option<(&[DateWord], usize, bool)> {
        let word = tokens.folded(at);
        if let Some((senses, behind)) = self.phrase(word, tokens, at, end) {
            return Some((senses, behind, false));
        }
        if tokens[at].script != Script::Arabic {
            return None;
        }
        // Arabic writes "and", "in", "to" onto the word: ومارس, بأكتوبر, للأسبوع.
        let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
        let joined = bare.len() < word.len();
        let found = if joined { self.phrase(bare, tokens, at, end) } else { None };
        let found = found.or_else(|| match bare.strip_prefix("لل") {
            Some(noun) => self.phrase(&format!("ال{noun}"), tokens, at, end),
            None => self.phrase(bare.strip_prefix(['ب', 'ل', 'ك'])?, tokens, at, end),
        });
        found.map(|(senses, behind)| (senses, behind, joined))
    }

    /// The senses of a word that stands alone.
    pub(super) fn single(&self, word: &str) -> Option<&[DateWord]> {
        self.phrases.get(word)?.iter().find(|phrase| phrase.rest.is_empty()).map(|phrase| phrase.senses.as_slice())
    }

    fn phrase(&self, first: &str, tokens: &Tokens, at: usize, end: usize) -> Option<(&[DateWord], usize)> {
        let phrases = if self.firsts.may_hold(first) { self.phrases.get(first)? } else { return None };
        phrases.iter().find_map(|phrase| Some((phrase.senses.as_slice(), phrase.end(tokens, at + 1, end)?)))
    }
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
            while at < end && tokens[at].joined && matches!(tokens.folded(at), "-" | "'") {
                at += 1;
            }
            if end <= at || tokens.folded(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
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
        assert_eq!(words.at(&tokens, 0, 3), Some((&[DateWord::Day(-2)][..], 3, true)));
        assert_eq!(words.at(&tokens, 0, 2), Some((&[DateWord::Ordinal(1)][..], 1, true)));
    }
}
