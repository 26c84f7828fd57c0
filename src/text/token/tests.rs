use proptest::prelude::*;

use super::*;

fn surfaces(text: &str) -> Vec<&str> {
    let tokens = tokenize(text);
    (0..tokens.len()).map(|i| tokens.surface(i, text)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(surfaces(text), expected);
}

#[track_caller]
fn only(text: &str) -> Token {
    let tokens = tokenize(text);
    assert_eq!(tokens.len(), 1, "{:?}", surfaces(text));
    tokens[0].clone()
}

#[test]
fn words_and_signs() {
    check("Lavrov, Rubio met.", &["Lavrov", ",", "Rubio", "met", "."]);
    check("قال لافروف، إنّ", &["قال", "لافروف", "،", "إنّ"]);
    check("«МИД» (CIA)", &["«", "МИД", "»", "(", "CIA", ")"]);
    check("普京说", &["普", "京", "说"]);
    check("a😀b", &["a", "😀", "b"]);
}

#[test]
fn hyphenated_names_are_joined_words() {
    let text = "Аль-Хашими и МИД-ом";
    check(text, &["Аль", "-", "Хашими", "и", "МИД", "-", "ом"]);
    let joined: Vec<bool> = tokenize(text).iter().map(|t| t.joined).collect();
    assert_eq!(joined, [false, true, true, false, false, true, true]);
}

#[test]
fn apostrophes_stay_inside_and_the_possessive_splits_off() {
    check("O'Brien's don’t", &["O'Brien", "'s", "don’t"]);
    check("Russia’s envoys' п'ять", &["Russia", "’s", "envoys", "'", "п'ять"]);
    let tokens = tokenize("Russia’s");
    assert_eq!((tokens.folded(1), tokens[1].joined), ("'s", true));
}

#[test]
fn abbreviations_with_inner_dots_are_one_word() {
    check("U.S. and U.S", &["U.S.", "and", "U.S"]);
    check("إف.إس.بي. وقال", &["إف.إس.بي", ".", "وقال"]);
    check("т.е. и.о. Ph.D.", &["т.е.", "и.о.", "Ph.D."]);
    check("А.С.Пушкин", &["А.С.", "Пушкин"]);
    check("сказал.Он قال.وأضاف bbc.com", &["сказал", ".", "Он", "قال", ".", "وأضاف", "bbc", ".", "com"]);
    let tokens = tokenize("U.S. U.S");
    assert_eq!((tokens.folded(0), tokens.folded(1)), ("u.s", "u.s"));
    assert_eq!(tokens[0].case, Case::Upper);
}

#[test]
fn numbers_of_any_script_have_values() {
    for (text, value) in
        [("11", 11), ("٢٠٢٥", 2025), ("۱۱", 11), ("23-го", 23), ("2022-го", 2022), ("11th", 11), ("1,000", 1000), ("31-ое", 31)]
    {
        let token = only(text);
        assert_eq!((token.kind, token.number), (TokenKind::Number, Some(value)), "{text}");
    }
    assert_eq!(only("99999999999").number, None);
    check("2020-10-15 10/03 3.5", &["2020", "-", "10", "-", "15", "10", "/", "03", "3", ".", "5"]);
    check("5-летний 14april و30 1980s", &["5", "-", "летний", "14", "april", "و", "30", "1980", "s"]);
    check("MI6 G20 С400", &["MI6", "G20", "С400"]);
}

#[test]
fn case_is_told() {
    for (text, case) in [
        ("talks", Case::Lower),
        ("Talks", Case::Initial),
        ("С", Case::Initial),
        ("CIA", Case::Upper),
        ("МИ6", Case::Upper),
        ("G7", Case::Upper),
        ("McFaul", Case::Mixed),
        ("O'Brien", Case::Mixed),
        ("قال", Case::None),
    ] {
        assert_eq!(only(text).case, case, "{text}");
    }
}

#[test]
fn arabic_adverbs_show_their_tanwin() {
    for text in ["اتصالًا", "روسياً", "هاتفيــًا", "مساءً"] {
        assert!(only(text).tanwin, "{text}");
    }
    for text in ["لافروف", "اتصالا", "وزيرٌ"] {
        assert!(!only(text).tanwin, "{text}");
    }
}

#[test]
fn line_ends_are_one_break() {
    let tokens = tokenize("a \r\n\n b\u{200f} c");
    let kinds: Vec<TokenKind> = tokens.iter().map(|t| t.kind).collect();
    assert_eq!(kinds, [TokenKind::Word, TokenKind::Break, TokenKind::Word, TokenKind::Word]);
    assert!(!tokens[2].joined);
}

#[test]
fn invisible_characters_stay_inside_words_only() {
    check("می\u{200c}شود \u{200f}موسكو\u{200f}، co\u{ad}op", &["می\u{200c}شود", "موسكو", "،", "co\u{ad}op"]);
}

#[test]
fn signs_fold_to_one_form() {
    let tokens = tokenize("« “ „ — – ، ؛ ؟");
    let folded: Vec<&str> = tokens.folded_range(0..tokens.len()).collect();
    assert_eq!(folded, ["\"", "\"", "\"", "-", "-", ",", ";", "?"]);
    assert_eq!(tokens[0].kind, TokenKind::Punct('«'));
}

#[test]
fn hostile_runs_take_linear_time() {
    for unit in ["a\u{200b}", "\u{200b}", "bb.", "a.", "ابج.", "'", "a'", "1,", "1,111", "\u{301}", "23-", "."] {
        let text = unit.repeat(200_000);
        assert!(tokenize(&text).len() <= text.len());
    }
}

#[test]
fn a_letter_that_folds_to_nothing_is_no_word() {
    for text in ["\u{fe71}", "\u{fe71}ب", "\u{fe77}"] {
        let tokens = tokenize(text);
        for index in 0..tokens.len() {
            assert!(!tokens[index].is_word() || !tokens.folded(index).is_empty(), "{text:?}");
        }
    }
}

proptest! {
    #[test]
    fn spans_ascend_and_lie_on_character_boundaries(
        text in "\\PC*|[a-cА-Гاب٣1-3.,'’\u{64b}\u{640}\u{200c}\u{301}\n\r s-]*|(U\\.S\\.|23-го|'s|وـ|[ .])*"
    ) {
        let tokens = tokenize(&text);
        let mut end = 0;
        for (index, token) in tokens.iter().enumerate() {
            prop_assert!(end <= token.span.start && token.span.start < token.span.end);
            prop_assert!(text.get(token.span.start..token.span.end).is_some());
            prop_assert_eq!(tokens.folded(index).is_empty(), token.is_break());
            prop_assert!(!token.joined || token.span.start == end || text[end..token.span.start].chars().all(|c| !c.is_whitespace()));
            end = token.span.end;
        }
    }
}
