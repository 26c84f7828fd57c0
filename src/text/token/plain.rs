//! What nearly all of a text consists of, told by its bytes alone: words of plain letters, and signs of ASCII.

use super::{Case, Script};

/// Whether a byte is a sign that is a token by itself wherever it stands, and folds to itself.
pub(super) const fn is_sign(byte: u8) -> bool {
    byte.is_ascii_punctuation() && byte != b'`'
}

/// The script and the length of the word that `bytes` begin with, where it consists of plain letters of one script, and what follows can
/// neither lengthen it nor be cut off it.
pub(super) fn word(bytes: &[u8]) -> Option<(Script, usize)> {
    let script = match bytes.first()? {
        b'a'..=b'z' | b'A'..=b'Z' => Script::Latin,
        0xD0 | 0xD1 => Script::Cyrillic,
        0xD8 | 0xD9 => Script::Arabic,
        _ => return None,
    };
    let length = run(bytes, script);
    // An abbreviation with dots inside has no group as long as this in any script.
    let is_long = MIN_BEFORE_DOT * 2 <= length || script == Script::Latin && MIN_BEFORE_DOT <= length;
    let ends = match bytes.get(length) {
        None => true,
        Some(b'.') => is_long,
        Some(b'\'' | b'`') => false,
        Some(byte) => byte.is_ascii() && !byte.is_ascii_alphanumeric(),
    };
    (0 < length && ends).then_some((script, length))
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

/// How a word of plain letters is written.
pub(super) fn case(word: &[u8], script: Script) -> Case {
    let (first_upper, n_upper, n_letters) = match script {
        Script::Latin => (word[0].is_ascii_uppercase(), word.iter().filter(|byte| byte.is_ascii_uppercase()).count(), word.len()),
        Script::Cyrillic => {
            let upper = |pair: &[u8]| matches!(pair, [0xD0, 0x90..=0xAF]);
            (upper(&word[..2]), word.chunks_exact(2).filter(|pair| upper(pair)).count(), word.len() / 2)
        }
        _ => return Case::None,
    };
    match n_upper {
        0 => Case::Lower,
        1 if first_upper => Case::Initial,
        n if n == n_letters => Case::Upper,
        _ => Case::Mixed,
    }
}

/// Whether folding leaves a word of plain letters as it is.
pub(super) fn is_folded(word: &[u8], script: Script) -> bool {
    let pairs = |changes: fn(u8, u8) -> bool| !word.chunks_exact(2).any(|pair| changes(pair[0], pair[1]));
    match script {
        Script::Latin => !word.iter().any(u8::is_ascii_uppercase),
        Script::Cyrillic => pairs(|a, b| matches!((a, b), (0xD0, 0x90..=0xAF))),
        // Hamza seats, ta marbuta, the alef that is written like a ya.
        Script::Arabic => pairs(|a, b| matches!((a, b), (0xD8, 0xA2..=0xA6 | 0xA9) | (0xD9, 0x89))),
        Script::Hebrew | Script::Han | Script::Other => false,
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
            if let Some((script, _)) = word(text.as_bytes()) {
                assert_eq!(is_folded(text.as_bytes(), script), fold(&text) == text, "{letter:?}");
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
            assert_eq!(word(text.as_bytes()), expected, "{text:?}");
        }
    }
}
