//! One line of plain text out of what publishers put into titles and author names: entities, tags, escaped twice or not.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// How often a text is unescaped; titles escaped three times have been seen, four times not.
const MAX_ROUNDS: usize = 3;

/// Where a tag has to end; looking further would cost a long hostile text the square of its length.
const MAX_TAG_BYTES: usize = 2048;

/// Tags that are taken out; anything else in angle brackets is text (`Vec<T>`, `<unknown>`).
const TAGS: [&str; 38] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "li",
    "mark",
    "nobr",
    "ol",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "u",
    "ul",
];

/// Entities beyond XML's five that occur in headlines, with their text.
#[rustfmt::skip]
const ENTITIES: [(&str, &str); 66] = [
    ("AElig", "Æ"), ("Aring", "Å"), ("Ccedil", "Ç"), ("Eacute", "É"), ("Ouml", "Ö"), ("Uuml", "Ü"), ("aacute", "á"), ("acirc", "â"),
    ("aelig", "æ"), ("agrave", "à"), ("amp", "&"), ("apos", "'"), ("aring", "å"), ("atilde", "ã"), ("auml", "ä"), ("bdquo", "„"),
    ("bull", "•"), ("ccedil", "ç"), ("cent", "¢"), ("copy", "©"), ("deg", "°"), ("eacute", "é"), ("ecirc", "ê"), ("egrave", "è"),
    ("euml", "ë"), ("euro", "€"), ("frac12", "½"), ("gt", ">"), ("hellip", "…"), ("iacute", "í"), ("icirc", "î"), ("iuml", "ï"),
    ("laquo", "«"), ("ldquo", "“"), ("lrm", "\u{200e}"), ("lsaquo", "‹"), ("lsquo", "‘"), ("lt", "<"), ("mdash", "—"), ("middot", "·"),
    ("minus", "−"), ("nbsp", " "), ("ndash", "–"), ("ntilde", "ñ"), ("oacute", "ó"), ("ocirc", "ô"), ("oelig", "œ"), ("ouml", "ö"),
    ("para", "¶"), ("pound", "£"), ("quot", "\""), ("raquo", "»"), ("rdquo", "”"), ("reg", "®"), ("rlm", "\u{200f}"), ("rsaquo", "›"),
    ("rsquo", "’"), ("sbquo", "‚"), ("sect", "§"), ("szlig", "ß"), ("thinsp", " "), ("times", "×"), ("trade", "™"), ("uacute", "ú"),
    ("uuml", "ü"), ("zwnj", "\u{200c}"),
];

/// One line of plain text, or nothing where nothing readable is left.
pub(super) fn plain_line(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..MAX_ROUNDS {
        if !text.contains(['<', '&']) {
            break;
        }
        let next = unescape(&without_tags(&text));
        if next == text {
            break;
        }
        text = next;
    }
    let line = without_tags(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.replace(['\u{feff}', '\u{ad}'], "");
    (!line.is_empty()).then_some(line)
}

/// The text without its HTML tags; a tag that breaks the line leaves a space.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match html_tag(rest) {
            Some((name, len)) => {
                if matches!(name, "br" | "p" | "div" | "li" | "hr" | "blockquote") {
                    out.push(' ');
                }
                rest = &rest[len..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The known name and the length of the HTML tag or comment at the beginning of `text`.
fn html_tag(text: &str) -> Option<(&'static str, usize)> {
    let window = &text[..text.floor_char_boundary(MAX_TAG_BYTES)];
    if text.starts_with("<!--") {
        return window.find("-->").map(|end| ("", end + 3));
    }
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name_len = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = TAGS.iter().find(|tag| tag.eq_ignore_ascii_case(&inner[..name_len]))?;
    let end = window.find('>')?;
    Some((name, end + 1))
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.as_bytes().iter().take(12).position(|&byte| byte == b';');
        let resolved = end.and_then(|end| resolve(&rest[..end], &mut out).then_some(end));
        match resolved {
            Some(end) => rest = &rest[end + 1..],
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// Appends what an entity stands for; false where it stands for nothing.
fn resolve(name: &str, out: &mut String) -> bool {
    if let Some(number) = name.strip_prefix('#') {
        let Some(c) = numeric_reference(number) else { return false };
        out.push(if c < ' ' { ' ' } else { c });
        return true;
    }
    match ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name)) {
        Ok(at) => {
            out.push_str(ENTITIES[at].1);
            true
        }
        Err(_) => false,
    }
}

/// The character behind `&#`, its number decimal or hexadecimal.
pub(super) fn numeric_reference(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let c = code.ok().and_then(char::from_u32)?;
    match u8::try_from(u32::from(c)) {
        // These numbers are meant in the charset of old Windows pages, as browsers know.
        Ok(byte @ 0x80..=0x9F) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
        _ => Some(c),
    }
}

/// The text in base64, which Atom 0.3 allowed; nothing where it is none.
pub(super) fn from_base64(text: &str) -> Option<String> {
    let compact: String = text.split_ascii_whitespace().collect();
    String::from_utf8(BASE64_STANDARD.decode(compact).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(plain_line(text).unwrap_or_default(), expected);
    }

    #[test]
    fn entities_and_tags_are_taken_out() {
        check("  Tom &amp; <b>Jerry</b>\n met ", "Tom & Jerry met");
        check("AT&amp;amp;T", "AT&T");
        check("&amp;lt;i&amp;gt;لافروف&amp;lt;/i&amp;gt; يصل", "لافروف يصل");
        check("a<br/>b &#8211; c&#146;s &#x2019;", "a b – c’s ’");
        check("&laquo;Россия&raquo;&nbsp;&mdash; да", "«Россия» — да");
    }

    #[test]
    fn what_is_no_tag_and_no_entity_stays() {
        check("5 < 6 & Vec<T> &unknown; R&D", "5 < 6 & Vec<T> &unknown; R&D");
        check("<b></b> &#32;", "");
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(ENTITIES.is_sorted_by_key(|(name, _)| *name));
    }
}
