//! Keeps foreign texts from steering the terminal: controls are dropped, right-to-left cells isolated.

use std::borrow::Cow;
use std::fmt::Write;

/// Begins an isolate whose direction is that of its first strong character.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Ends an isolate.
const POP_ISOLATE: char = '\u{2069}';

/// The text on one line, without controls and without marks that would turn around what stands beside it.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_break(c) || is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(|c| if is_break(c) { Some(' ') } else { (!is_unsafe(c)).then_some(c) }).collect())
}

/// The same for a text of several lines, which stay.
pub fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

/// Right-to-left text wrapped so that it cannot turn its neighbours around; other text as it is.
pub(in crate::cli) fn isolate(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_right_to_left) { Cow::Owned(format!("{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}")) } else { Cow::Borrowed(text) }
}

/// JSON for a terminal: what a terminal could obey is written as an escape, so that the value stays the same.
pub(super) fn escape_json(json: &str) -> Cow<'_, str> {
    // Breaks are the layout of the JSON itself; inside its strings they are escaped already.
    let harmful = |c: char| is_unsafe(c) || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    if !json.chars().any(harmful) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if harmful(c) {
            // Writing to a String cannot fail; all these characters lie in the first plane.
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    Cow::Owned(text)
}

const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Controls (escape sequences begin with them) and the marks that embed, override or isolate a direction.
const fn is_unsafe(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        _ => false,
    }
}

/// The blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{9b}2Jc\u{7}\nd\te\u{202e}f"), "a[31mb2Jc d ef");
        assert_eq!(clean("شكر\u{200d}ا é 漢"), "شكر\u{200d}ا é 漢");
        assert_eq!(clean_lines("a\u{1b}b\r\nc"), "ab\nc");
    }

    #[test]
    fn only_right_to_left_text_is_isolated() {
        assert_eq!(isolate("Lavrov"), "Lavrov");
        assert_eq!(isolate("لافروف"), "\u{2068}لافروف\u{2069}");
        assert_eq!(isolate("call לברוב"), "\u{2068}call לברוב\u{2069}");
    }

    #[test]
    fn json_keeps_its_value() {
        let json = "{\n  \"a\": \"x\u{9b}y\u{202e}z\"\n}";
        let escaped = escape_json(json);
        assert!(!escaped.chars().any(is_unsafe));
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&escaped), value(json));
    }
}
