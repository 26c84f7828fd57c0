//! The one form in which words are compared.
//!
//! Folding forgets what writers of one language leave out or vary (case, accents, harakat, hamza seats, kinds of quotes) and keeps what
//! tells words apart (`й` from `и`). It is its own fixed point: folding twice is folding once.

use unicode_normalization::char::decompose_compatible;

/// The folded form of `text`; see [`fold_into`].
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded form of `text` to `folded`: compatibility forms resolved, lower case, no harakat, accents, tatweel, bidi or
/// zero-width characters; one form for the hamza seats, yas, kafs and ta marbuta, for digits, quotes, dashes and commas.
pub fn fold_into(text: &str, folded: &mut String) {
    let from = folded.len();
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        folded.push_str(text);
        folded[from..].make_ascii_lowercase();
        return;
    }
    // Most letters fold to themselves, and are taken over a run at a time.
    let mut run = 0;
    for (at, c) in text.char_indices() {
        if folds_to_itself(c) {
            continue;
        }
        folded.push_str(&text[run..at]);
        run = at + c.len_utf8();
        match c {
            // Most marks on Arabic letters fold to nothing.
            '\u{64b}'..='\u{65f}' => {}
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            'А'..='Я' => folded.extend(c.to_lowercase()),
            _ => match fold_letter(c) {
                Some(text) => folded.push_str(text),
                None => decompose_compatible(c, |part| fold_part(part, folded, from)),
            },
        }
    }
    folded.push_str(&text[run..]);
}

/// The letters that most text is made of and that folding leaves as they are.
const fn folds_to_itself(c: char) -> bool {
    matches!(c,
        'a'..='z' | ' ' | '0'..='9' | 'а'..='я' | '\u{621}' | '\u{627}' | '\u{628}' | '\u{62a}'..='\u{63a}' | '\u{641}'..='\u{648}' | '\u{64a}')
}

/// Whether `c` is one of the marks that folding drops: accents, harakat, niqqud, variation selectors.
pub(super) const fn is_dropped_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}'
        | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8ca}'..='\u{8e1}' | '\u{8e3}'..='\u{8ff}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether `c` shapes or directs text without being seen: bidi controls, joiners, soft hyphen, byte order mark.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One part of a decomposed character. `from` is where this text begins in `folded`: what stands before it is not ours to change.
fn fold_part(part: char, folded: &mut String, from: usize) {
    if is_dropped_mark(part) {
        compose_last(part, folded, from);
        return;
    }
    for lower in part.to_lowercase() {
        match fold_letter(lower) {
            Some(text) => folded.push_str(text),
            None if is_dropped_mark(lower) => {}
            None => folded.push(lower),
        }
    }
}

/// Puts back together the few letters whose mark tells words apart.
fn compose_last(mark: char, folded: &mut String, from: usize) {
    let composed = match (folded[from..].chars().next_back(), mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('у'), '\u{306}') => 'ў',
        (Some('і'), '\u{308}') => 'ї',
        _ => return,
    };
    folded.pop();
    folded.push(composed);
}

/// Letters and signs that fold by a rule of ours rather than by decomposition; an empty text drops the character.
fn fold_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ё' | 'Ё' => "е",
        'й' | 'Й' => "й",
        'ї' | 'Ї' => "ї",
        'ў' | 'Ў' => "ў",
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => "ا",
        'ى' | 'ی' | 'ئ' | 'ې' | 'ۍ' | 'ے' | 'ۓ' | 'ێ' | 'ٸ' => "ي",
        'ة' | 'ۀ' | 'ہ' | 'ھ' | 'ۂ' | 'ۃ' | 'ە' => "ه",
        'ؤ' | 'ٶ' => "و",
        'ک' | 'ڪ' => "ك",
        'ـ' => "",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' | 'İ' => "i",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ə' | 'Ə' => "a",
        'ŋ' | 'Ŋ' => "n",
        'ς' => "σ",
        '\'' | '‘' | '’' | '‚' | '‛' | '`' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | '′' | '‹' | '›' | '＇' => {
            "'"
        }
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' | '＂' => "\"",
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => "-",
        '،' | '、' => ",",
        '؛' => ";",
        '؟' => "?",
        '۔' | '。' => ".",
        '٪' => "%",
        _ => return fold_digit(c).or(if is_invisible(c) { Some("") } else { None }),
    })
}

/// Arabic-Indic and Persian digits, as ASCII.
fn fold_digit(c: char) -> Option<&'static str> {
    const DIGITS: &str = "0123456789";
    let value = match c {
        '٠'..='٩' => c as usize - '٠' as usize,
        '۰'..='۹' => c as usize - '۰' as usize,
        _ => return None,
    };
    Some(&DIGITS[value..=value])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
        assert_eq!(fold(expected), expected, "folding twice is folding once");
    }

    #[test]
    fn latin_loses_case_and_accents() {
        check("Sergei NARYSHKIN", "sergei naryshkin");
        check("Élysée", "elysee");
        check("Erdoğan, Işık, İstanbul", "erdogan, isik, istanbul");
        check("Straße Øresund Łódź", "strasse oresund lodz");
        check("ﬁle Ⅳ", "file iv");
        check("Əliyev", "aliyev");
    }

    #[test]
    fn cyrillic_keeps_short_i_and_forgets_yo() {
        check("Йемен, Сергей", "йемен, сергей");
        check("Королёв ЁЛКА", "королев елка");
        check("Київ ЇЖАК Ґалаґан", "київ їжак ґалаґан");
        check("замо\u{301}к", "замок");
    }

    #[test]
    fn arabic_spellings_meet() {
        check("أحمد إيران آذار ٱلله", "احمد ايران اذار الله");
        check("السيسى السيسي", "السيسي السيسي");
        check("وزارة الخارجيّة", "وزاره الخارجيه");
        check("مؤتمر مسؤول رئيس", "موتمر مسوول رييس");
        check("اتصالًا هاتفيــًا", "اتصالا هاتفيا");
        check("ﻻﻓﺮوف", "لافروف");
        check("کرملین", "كرملين");
        check("١١ مارس ۲۰۲۵", "11 مارس 2025");
    }

    #[test]
    fn invisible_characters_vanish_and_signs_agree() {
        check("\u{200f}موسكو\u{200e} می\u{200c}شود co\u{ad}op", "موسكو ميشود coop");
        check("Russia’s «МИД» “x” — ‘y’، z؟", "russia's \"мид\" \"x\" - 'y', z?");
    }

    #[test]
    fn composed_and_decomposed_text_fold_alike() {
        for text in ["Йемен", "Київ", "ў", "é", "أحمد مؤتمر رئيس آذار", "Erdoğan", "שָׁלוֹם"] {
            let decomposed: String = text.nfd().collect();
            assert_eq!(fold(&decomposed), fold(text));
        }
    }

    #[test]
    fn folding_into_leaves_what_was_there() {
        let mut text = String::from("и");
        fold_into("\u{306}a", &mut text);
        assert_eq!(text, "иa");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*|[а-яА-ЯёЁй\u{306}\u{308}иі ]*|[\u{600}-\u{6ff}\u{fb50}-\u{fdff}]*|[\u{c0}-\u{24f}\u{300}-\u{36f}]*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
