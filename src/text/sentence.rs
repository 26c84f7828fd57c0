//! Sentences: where one ends and the next begins.

use std::ops::Range;

use super::script::Script;
use super::token::{Case, Token, TokenKind, Tokens};
use crate::model::Span;

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last, end mark and closing quotes included.
    pub span: Span,
    /// Its tokens; never empty, never with a line end inside.
    pub tokens: Range<usize>,
    /// Which paragraph it stands in, from 0; a line end begins a new one.
    pub paragraph: usize,
}

/// Cuts tokens into sentences. `is_abbreviation` is asked with the folded word before a full stop ("mr", "др", "د"); single letters and
/// words with inner dots count as abbreviations without being asked.
pub fn sentences(text: &str, tokens: &Tokens, is_abbreviation: &dyn Fn(&str) -> bool) -> Vec<Sentence> {
    let mut found = Vec::new();
    let (mut start, mut paragraph, mut index) = (0, 0, 0);
    let mut push = |range: Range<usize>, paragraph| {
        let is_worth = tokens.as_slice()[range.clone()].iter().any(|t| t.is_word() || t.is_number());
        if !range.is_empty() {
            let sentence = Sentence { span: tokens.span(range.clone()), tokens: range, paragraph };
            attach(&mut found, sentence, is_worth);
        }
    };
    while index < tokens.len() {
        let token = &tokens[index];
        index += 1;
        if token.is_break() {
            push(start..index - 1, paragraph);
            paragraph += usize::from(0 < index - 1);
            start = index;
        } else if let TokenKind::Punct(sign) = token.kind
            && is_end_mark(sign)
        {
            let marks = index - 1;
            while tokens.get(index).is_some_and(|t| t.joined && matches!(t.kind, TokenKind::Punct(c) if is_end_mark(c))) {
                index += 1;
            }
            let end = after_closers(tokens, index);
            if ends_here(text, tokens, start, marks, index, end, is_abbreviation) {
                push(start..end, paragraph);
                start = end;
                index = end;
            }
        }
    }
    push(start..tokens.len(), paragraph);
    found
}

/// Adds a sentence, or widens the one before by it where it holds nothing but signs.
fn attach(found: &mut Vec<Sentence>, sentence: Sentence, is_worth: bool) {
    match found.last_mut() {
        Some(last) if !is_worth && last.paragraph == sentence.paragraph => {
            last.span.end = sentence.span.end;
            last.tokens.end = sentence.tokens.end;
        }
        _ => found.push(sentence),
    }
}

const fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '。' | '！' | '？')
}

/// The index after the quotes and brackets that close behind an end mark.
fn after_closers(tokens: &Tokens, mut index: usize) -> usize {
    while let Some(token) = tokens.get(index)
        && token.joined
        && let TokenKind::Punct(sign) = token.kind
    {
        // A straight quote closes where nothing is written against its other side.
        let stands_free = tokens.get(index + 1).is_none_or(|next| !next.joined || next.is_punct());
        let closes = matches!(sign, '»' | '”' | '’' | ')' | ']' | '›' | '」' | '』' | '）')
            || (matches!(sign, '"' | '\'' | '“' | '«') && stands_free);
        if !closes {
            break;
        }
        index += 1;
    }
    index
}

/// Whether the end marks at `marks..after` (with closers up to `end`) end the sentence that began at token `start`.
fn ends_here(
    text: &str,
    tokens: &Tokens,
    start: usize,
    marks: usize,
    after: usize,
    end: usize,
    is_abbreviation: &dyn Fn(&str) -> bool,
) -> bool {
    let Some(next) = tokens.get(end).filter(|next| !next.is_break()) else { return true };
    // "…?” asked the envoy", "…!» — сказал он".
    let goes_on = |t: &Token| matches!(t.kind, TokenKind::Punct(',' | '-' | '–' | '—'));
    let next_word = tokens.as_slice()[end..].iter().take(3).find(|t| !goes_on(t));
    if next_word.is_some_and(|word| word.is_word() && word.case == Case::Lower) {
        return false;
    }
    let has_closers = after < end;
    let is_single_dot = after == marks + 1 && matches!(tokens[marks].kind, TokenKind::Punct('.'));
    if !is_single_dot {
        return !next.joined || next.is_word();
    }
    if let TokenKind::Punct(sign) = next.kind
        && (next.joined || matches!(sign, ',' | '،' | ';' | '؛' | ':' | '-' | '–' | '—' | ')'))
    {
        return has_closers && !next.joined;
    }
    if next.joined && !has_closers {
        return next.is_word() && is_full_word(text, tokens, marks);
    }
    // "Oct. 29", "No. 5", "Bd. 2".
    if next.is_number() && !has_closers && marks.checked_sub(1).is_some_and(|before| is_short_capitalised(text, &tokens[before])) {
        return false;
    }
    has_closers || !is_dot_of_abbreviation(text, tokens, start, marks, is_abbreviation)
}

fn is_short_capitalised(text: &str, token: &Token) -> bool {
    token.case == Case::Initial && token.span.of(text).chars().count() <= 4
}

/// Whether the token before the dot at `marks` is a plain word, so that a word joined behind the dot is a missing space ("сказал.Он").
fn is_full_word(text: &str, tokens: &Tokens, marks: usize) -> bool {
    let next = &tokens[marks + 1];
    let Some(before) = marks.checked_sub(1).map(|i| &tokens[i]) else { return false };
    let is_long = before.is_word() && 2 < before.span.of(text).chars().count();
    let is_plain = matches!(before.case, Case::Lower | Case::Initial) || matches!(before.script, Script::Arabic | Script::Hebrew);
    let starts = next.case == Case::Initial || !next.script.has_case();
    is_long && is_plain && starts && before.script == next.script
}

/// Whether the dot at `marks` belongs to the word or number before it.
fn is_dot_of_abbreviation(text: &str, tokens: &Tokens, start: usize, marks: usize, is_abbreviation: &dyn Fn(&str) -> bool) -> bool {
    let Some(index) = marks.checked_sub(1).filter(|&index| start <= index) else { return false };
    let before = &tokens[index];
    if !tokens[marks].joined {
        return false;
    }
    if before.is_number() {
        // "1. The minister" opens a list; "in 2019. The" ends a sentence.
        return index == start;
    }
    if !before.is_word() {
        return false;
    }
    let surface = before.span.of(text);
    let is_initial = before.script != Script::Han && surface.chars().count() == 1;
    is_initial || is_abbreviation(tokens.folded(index))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::token::tokenize;
    use super::*;

    fn cut(text: &str) -> Vec<(usize, &str)> {
        let tokens = tokenize(text);
        let known = |word: &str| matches!(word, "mr" | "dr" | "др" | "ул" | "د" | "gen");
        sentences(text, &tokens, &known).into_iter().map(|s| (s.paragraph, s.span.of(text))).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = cut(text).into_iter().map(|(_, sentence)| sentence).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn end_marks_end_sentences() {
        check("He left. She stayed! Why? Nobody knows… The end", &["He left.", "She stayed!", "Why?", "Nobody knows…", "The end"]);
        check("قال الوزير إنه سافر. هل عاد؟ نعم.", &["قال الوزير إنه سافر.", "هل عاد؟", "نعم."]);
        check("Он уехал. Она осталась.", &["Он уехал.", "Она осталась."]);
        check("他说。她走了。", &["他说。", "她走了。"]);
    }

    #[test]
    fn abbreviations_and_initials_do_not() {
        check("Mr. Lavrov met Gen. Smith. They spoke.", &["Mr. Lavrov met Gen. Smith.", "They spoke."]);
        check("С. В. Лавров и А.С.Пушкин. Они", &["С. В. Лавров и А.С.Пушкин.", "Они"]);
        check("قال د. محمد إن ذلك صحيح.", &["قال د. محمد إن ذلك صحيح."]);
        check("The U.S. President spoke.", &["The U.S. President spoke."]);
        check("Жил на ул. Ленина, т.е. в центре.", &["Жил на ул. Ленина, т.е. в центре."]);
    }

    #[test]
    fn numbers_and_addresses_hold_together() {
        check("It grew 3.5 percent. In 2019. Then site.com said", &["It grew 3.5 percent.", "In 2019.", "Then site.com said"]);
        check("1. The minister left.", &["1. The minister left."]);
        check("14.10. - 15.10. Встреча", &["14.10. - 15.10.", "Встреча"]);
    }

    #[test]
    fn closing_quotes_stay_with_their_sentence() {
        check("He said: “We agree.” They left.", &["He said: “We agree.”", "They left."]);
        check("\"We agree.\" They left.", &["\"We agree.\"", "They left."]);
        check("قال: «نعم.» ثم غادر.", &["قال: «نعم.»", "ثم غادر."]);
        check("«Мы согласны!» — сказал он. Все.", &["«Мы согласны!» — сказал он.", "Все."]);
    }

    #[test]
    fn a_lower_case_word_goes_on() {
        check("“Why now?” asked the envoy. Nobody spoke.", &["“Why now?” asked the envoy.", "Nobody spoke."]);
        check("Около 5 тыс. человек", &["Около 5 тыс. человек"]);
    }

    #[test]
    fn a_missing_space_is_forgiven() {
        check("Он так сказал.Она ушла.", &["Он так сказал.", "Она ушла."]);
        check("سافر الوزير.وقال إنه سيعود.", &["سافر الوزير.", "وقال إنه سيعود."]);
    }

    #[test]
    fn line_ends_make_paragraphs() {
        assert_eq!(cut("\nTitle\n\nFirst. Second.\nThird"), [(0, "Title"), (1, "First."), (1, "Second."), (2, "Third")]);
    }

    #[test]
    fn signs_alone_join_the_sentence_before() {
        check("It ended. ***\nThen more.", &["It ended. ***", "Then more."]);
    }

    proptest! {
        #[test]
        fn every_token_but_line_ends_is_in_one_sentence(text in "[a-zA-Z0-9 .!?…«»\"'()،؟вжЛد\n-]*") {
            let tokens = tokenize(&text);
            let found = sentences(&text, &tokens, &|_| false);
            let mut next = 0;
            for sentence in &found {
                prop_assert!(!sentence.tokens.is_empty());
                prop_assert!((next..sentence.tokens.start).all(|i| tokens[i].is_break()));
                prop_assert!(sentence.tokens.clone().all(|i| !tokens[i].is_break()));
                prop_assert_eq!(sentence.span, tokens.span(sentence.tokens.clone()));
                next = sentence.tokens.end;
            }
            prop_assert!((next..tokens.len()).all(|i| tokens[i].is_break()));
        }
    }
}
