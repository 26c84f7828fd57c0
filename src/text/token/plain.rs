//! What nearly all of a text consists of, told by its bytes alone: words of plain letters, and signs of ASCII.

use super::{Case, Script};

/// Whether a byte is a sign that is a token by itself wherever it stands, and folds to itself.
pub(super) const fn is_sign(byte: u8) -> bool {
    byte.is_ascii_punctuation() && byte != b'`'
}

/// A word of plain letters of one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plain {
    pub script: Script,
    /// In bytes.
    pub length: usize,
    /// How it is written.
    pub case: Case,
    /// Whether folding leaves it as it is.
    pub is_folded: bool,
}

/// The word that `bytes` begin with, where it consists of plain letters of one script, and what follows can neither lengthen it nor be
/// cut off it.
pub(super) fn word(bytes: &[u8]) -> Option<Plain> {
    let plain = match bytes.first()? {
        b'a'..=b'z' | b'A'..=b'Z' => latin(bytes),
        0xD0 | 0xD1 => cyrillic(bytes),
        0xD8 | 0xD9 => arabic(bytes),
        _ => return None,
    };
    // An abbreviation with dots inside has no group as long as this in any script.
    let is_long = MIN_BEFORE_DOT * 2 <= plain.length || plain.script == Script::Latin && MIN_BEFORE_DOT <= plain.length;
    let ends = match bytes.get(plain.length) {
        None => true,
        Some(b'.') => is_long,
        Some(b'\'' | b'`') => false,
        Some(byte) => byte.is_ascii() && !byte.is_ascii_alphanumeric(),
    };
    (0 < plain.length && ends).then_some(plain)
}

/// The bit that small letters of ASCII have and capitals have not.
const SMALL: u8 = 0x20;

fn latin(bytes: &[u8]) -> Plain {
    let (mut length, mut n_upper) = (0, 0);
    for byte in bytes {
        // The two cases of a letter differ in one bit.
        if !(byte | SMALL).is_ascii_lowercase() {
            break;
        }
        length += 1;
        n_upper += usize::from(byte & SMALL == 0);
    }
    let case = case(bytes[0].is_ascii_uppercase(), n_upper, length);
    Plain { script: Script::Latin, length, case, is_folded: n_upper == 0 }
}

fn cyrillic(bytes: &[u8]) -> Plain {
    let is_upper = |pair: &[u8; 2]| matches!(pair, [0xD0, 0x90..=0xAF]);
    let (mut n_letters, mut n_upper) = (0, 0);
    let (pairs, _) = bytes.as_chunks::<2>();
    for pair in pairs.iter().take_while(|pair| matches!(pair, [0xD0, 0x90..=0xBF] | [0xD1, 0x80..=0x8F])) {
        n_letters += 1;
        n_upper += usize::from(is_upper(pair));
    }
    let case = case(pairs.first().is_some_and(is_upper), n_upper, n_letters);
    Plain { script: Script::Cyrillic, length: n_letters * 2, case, is_folded: n_upper == 0 }
}

fn arabic(bytes: &[u8]) -> Plain {
    let (mut n_letters, mut is_folded) = (0, true);
    for pair in bytes.as_chunks::<2>().0.iter().take_while(|pair| matches!(pair, [0xD8, 0xA1..=0xBA] | [0xD9, 0x81..=0x8A])) {
        n_letters += 1;
        // Hamza seats, ta marbuta, the alef that is written like a ya.
        is_folded &= !matches!(pair, [0xD8, 0xA2..=0xA6 | 0xA9] | [0xD9, 0x89]);
    }
    Plain { script: Script::Arabic, length: n_letters * 2, case: Case::None, is_folded }
}

/// So many letters before a dot are no part of an abbreviation.
const MIN_BEFORE_DOT: usize = 4;

/// The length in bytes of the run of plain letters of `script` that a text of these bytes begins with.
pub(super) fn run(bytes: &[u8], script: Script) -> usize {
    // The plain letters of the other two scripts have two bytes each.
    let pairs = |is_plain: fn(u8, u8) -> bool| bytes.chunks_exact(2).take_while(|pair| is_plain(pair[0], pair[1])).count() * 2;
    match script {
        Script::Latin => bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count(),
        Script::Cyrillic => pairs(|a, b| matches!((a, b), (0xD0, 0x90..=0xBF) | (0xD1, 0x80..=0x8F))),
        Script::Arabic => pairs(|a, b| matches!((a, b), (0xD8, 0xA1..=0xBA) | (0xD9, 0x81..=0x8A))),
        Script::Hebrew | Script::Han | Script::Other => 0,
    }
}

/// How a word is written of whose letters so many are capitals.
const fn case(first_upper: bool, n_upper: usize, n_letters: usize) -> Case {
    match n_upper {
        0 => Case::Lower,
        1 if first_upper => Case::Initial,
        n if n == n_letters => Case::Upper,
        _ => Case::Mixed,
    }
}

/// Appends the folded form of such a word.
pub(super) fn fold(word: &str, plain: Plain, folded: &mut String) {
    if plain.is_folded {
        folded.push_str(word);
    } else if plain.script == Script::Latin {
        let from = folded.len();
        folded.push_str(word);
        folded[from..].make_ascii_lowercase();
    } else {
        folded.reserve(word.len());
        folded.extend(word.chars().map(fold_letter));
    }
}

/// The folded form of a plain letter of Cyrillic or Arabic.
const fn fold_letter(letter: char) -> char {
    match letter {
        'А'..='Я' => match char::from_u32(letter as u32 + ('а' as u32 - 'А' as u32)) {
            Some(small) => small,
            None => letter,
        },
        'آ' | 'أ' | 'إ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' => 'ي',
        'ة' => 'ه',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn plain_letters_are_known_to_fold_to_themselves() {
        for letter in ('a'..='z').chain('A'..='Z').chain('а'..='я').chain('А'..='Я').chain('\u{621}'..='\u{64a}') {
            let text = letter.to_string();
            if let Some(plain) = word(text.as_bytes()) {
                assert_eq!(plain.is_folded, fold(&text) == text, "{letter:?}");
                let mut folded = String::new();
                super::fold(&text, plain, &mut folded);
                assert_eq!(folded, fold(&text), "{letter:?}");
            }
        }
    }

    #[test]
    fn only_words_that_nothing_can_lengthen_are_plain() {
        for (text, expected) in [
            ("talks, and", Some((Script::Latin, 5))),
            ("Talks", Some((Script::Latin, 5))),
            ("talks. And", Some((Script::Latin, 5))),
            ("Переговоры. И", Some((Script::Cyrillic, 20))),
            ("محادثات في", Some((Script::Arabic, 14))),
            ("U.S.", None),
            ("т.е.", None),
            ("إف.إس.بي", None),
            ("Russia's", None),
            ("Russia’s", None),
            ("MI6", None),
            ("café", None),
            ("ёлка", None),
            ("اتصالًا", None),
            ("Xи", None),
            (", ", None),
            ("", None),
        ] {
            assert_eq!(word(text.as_bytes()).map(|plain| (plain.script, plain.length)), expected, "{text:?}");
        }
    }
}
