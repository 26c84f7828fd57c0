//! Text as it is stored: NFC, one space between words, no invisible leftovers, letters instead of presentation forms.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line of text: white space collapsed, control and formatting characters gone, Arabic presentation forms as plain letters.
pub(super) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{200B}' && space {
            space = true;
        } else if is_dropped(c) {
            continue;
        } else {
            if space && !line.is_empty() {
                line.push(' ');
            }
            space = false;
            if is_presentation_form(c) { line.extend(std::iter::once(c).nfkc().filter(|c| !c.is_whitespace())) } else { line.push(c) }
        }
    }
    let line = without_loose_joiners(line);
    if line.chars().all(stands_alone) || is_nfc(&line) { line } else { line.nfc().collect() }
}

/// Whether a character is in NFC whatever stands around it, told without the tables: letters of the common scripts, punctuation.
fn stands_alone(c: char) -> bool {
    matches!(c, '\0'..='\u{2FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}' | '\u{5D0}'..='\u{5EA}' | '\u{60C}' | '\u{61B}' | '\u{61F}'
        | '\u{620}'..='\u{64A}' | '\u{660}'..='\u{66D}' | '\u{671}'..='\u{6D4}' | '\u{6F0}'..='\u{6F9}' | '\u{2010}'..='\u{203A}')
}

/// Joins tidied, non-empty lines to a text with one paragraph a line.
pub(super) fn paragraphs<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}

/// Characters that carry no text: controls, direction marks, zero-width spaces, soft hyphens, tatweel, replacement characters.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{0640}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}')
}

/// Arabic letters in their positional shapes, Hebrew ones with points, and Latin ligatures.
fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}') && !matches!(c, '\u{FD3E}' | '\u{FD3F}')
}

/// Zero-width joiners and non-joiners mean something inside a Persian or Indic word, and nothing at its border.
fn without_loose_joiners(line: String) -> String {
    const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];
    if !line.contains(JOINERS) {
        return line;
    }
    let mut kept = String::with_capacity(line.len());
    let mut previous = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let is_inside = previous.is_some_and(char::is_alphabetic) && chars.peek().is_some_and(|next| next.is_alphabetic());
        if !JOINERS.contains(&c) || is_inside {
            kept.push(c);
        }
        previous = Some(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(line(text), expected);
    }

    #[test]
    fn white_space_collapses_and_invisible_characters_go() {
        check("  a\u{A0}\n b\tc ", "a b c");
        check("\u{200F}مرحبا\u{202B} بكم\u{202C}", "مرحبا بكم");
        check("a\u{200B}b \u{200B} c", "ab c");
        check("مـــرحبا", "مرحبا");
        check("co\u{AD}op", "coop");
    }

    #[test]
    fn letters_are_normal_letters() {
        check("\u{FEE3}\u{FEEE}\u{FEB3}\u{FEDC}\u{FEEE}", "موسكو");
        check("e\u{301}", "é");
        check("и\u{306}", "й");
    }

    #[test]
    fn what_stands_alone_is_in_its_normal_form_beside_anything() {
        let alone: Vec<char> = ('\0'..='\u{30FF}').filter(|c| stands_alone(*c)).collect();
        assert!(1_000 < alone.len());
        for c in alone {
            let beside: String = ['a', c, 'e', c, '\u{627}'].iter().collect();
            assert!(is_nfc(&beside), "{c:?}");
        }
    }

    #[test]
    fn joiners_stay_inside_words_only() {
        check("می\u{200C}رود\u{200C} و", "می\u{200C}رود و");
    }

    #[test]
    fn paragraphs_stand_on_lines() {
        assert_eq!(paragraphs(["a", "b"]), "a\nb");
        assert_eq!(paragraphs([]), "");
    }
}
