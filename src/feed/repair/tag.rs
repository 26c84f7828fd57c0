//! One start tag: reading it leniently, and writing it so that feed-rs keeps the feed.

use url::Url;

use super::Dialect;

/// A tag is given up as broken when a quote in it is not closed within this many bytes.
const MAX_VALUE_BYTES: usize = 8 * 1024;
/// No feed needs more attributes on one element.
const MAX_ATTRIBUTES: usize = 64;
/// `xml:base` is believed on the feed, an entry and its content, not deeper: nested ones grow quadratically.
const MAX_BASE_DEPTH: usize = 4;
/// Names that feeds use without declaring them.
const WELL_KNOWN: [(&str, &str); 3] = [
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("atom", "http://www.w3.org/2005/Atom"),
];
/// Namespaces by what is left of their address without scheme, `www.` and trailing slash, as feed-rs spells them.
const NAMESPACES: [(&str, &str); 7] = [
    ("w3.org/2005/atom", "http://www.w3.org/2005/Atom"),
    ("purl.org/atom/ns#", "http://www.w3.org/2005/Atom"),
    ("purl.org/rss/1.0", "http://purl.org/rss/1.0/"),
    ("my.netscape.com/rdf/simple/0.9", "http://purl.org/rss/1.0/"),
    ("channel.netscape.com/rdf/simple/0.9", "http://purl.org/rss/1.0/"),
    ("purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.1/"),
    ("purl.org/rss/1.0/modules/content", "http://purl.org/rss/1.0/modules/content/"),
];
/// The names of RSS and Atom in their own spelling, for feeds that shout.
const KNOWN_NAMES: [&str; 16] = [
    "rss",
    "channel",
    "item",
    "title",
    "link",
    "description",
    "pubDate",
    "guid",
    "author",
    "category",
    "feed",
    "entry",
    "updated",
    "published",
    "summary",
    "content",
];

/// A start tag as read.
#[derive(Debug, Default)]
pub(super) struct Tag<'a> {
    /// With its prefix.
    pub name: &'a str,
    /// As written, without their quotes, in order, each name once.
    pub attributes: Vec<(&'a str, &'a str)>,
    /// It closes itself.
    pub is_empty: bool,
}

impl Tag<'_> {
    /// A tag with nothing but a name.
    pub const fn named(name: &'static str) -> Self {
        Tag { name, attributes: Vec::new(), is_empty: false }
    }
}

/// Reads the start tag at the beginning of `text`; gives it and its length, or nothing where it is none.
pub(super) fn parse_tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let inner = text.strip_prefix('<')?;
    if !inner.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    let name_len = inner.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<' | '=' | '"' | '\''))?;
    let mut tag = Tag { name: &inner[..name_len], ..Tag::default() };
    let mut rest = &inner[name_len..];
    loop {
        rest = rest.trim_ascii_start();
        match rest.as_bytes().first()? {
            b'>' => return Some((tag, text.len() - rest.len() + 1)),
            // A tag that never ended: the next one begins here.
            b'<' => return Some((tag, text.len() - rest.len())),
            b'/' => {
                rest = &rest[1..];
                tag.is_empty = rest.starts_with('>');
            }
            b'=' | b'"' | b'\'' => rest = &rest[1..],
            _ => {
                let (name, value, after) = parse_attribute(rest);
                let is_new = tag.attributes.iter().all(|&(known, _)| known != name);
                if is_new && tag.attributes.len() < MAX_ATTRIBUTES {
                    tag.attributes.push((name, value));
                }
                rest = after;
            }
        }
    }
}

fn parse_attribute(text: &str) -> (&str, &str, &str) {
    let name_len = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '<')).unwrap_or(text.len());
    let (name, rest) = text.split_at(name_len);
    let Some(rest) = rest.trim_ascii_start().strip_prefix('=') else { return (name, name, rest) };
    let rest = rest.trim_ascii_start();
    if let Some(quote @ ('"' | '\'')) = rest.chars().next() {
        let window = &rest[1..rest.floor_char_boundary(MAX_VALUE_BYTES)];
        if let Some(end) = window.find(quote) {
            return (name, &window[..end], &rest[end + 2..]);
        }
    }
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '<')).unwrap_or(rest.len());
    let value = rest[..end].trim_start_matches(['"', '\'']);
    (name, value.strip_suffix('/').filter(|_| rest[end..].starts_with('>')).unwrap_or(value), &rest[end..])
}

/// The name in its own spelling: `RSS` and `PubDate` are meant as `rss` and `pubDate`.
pub(super) fn canonical_name(name: &str) -> &str {
    KNOWN_NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or(name)
}

/// The name under which an element is written: what Atom 0.3 called otherwise gets its later name.
pub(super) fn renamed(name: &str, is_atom03: bool) -> &str {
    match name {
        "modified" if is_atom03 => "updated",
        "issued" | "created" if is_atom03 => "published",
        "tagline" if is_atom03 => "subtitle",
        _ => name,
    }
}

/// Whether an element is left out with all that it holds: nothing here reads it, and a fault in it costs the feed.
pub(super) fn is_dropped(tag: &Tag<'_>) -> bool {
    const PREFIXES: [&str; 8] = ["media", "itunes", "podcast", "googleplay", "georss", "slash", "wfw", "feedburner"];
    let is_contact = matches!(tag.name, "managingEditor" | "webMaster");
    // An inline content with an address elsewhere has no text to read.
    let is_remote = tag.name == "content" && tag.attributes.iter().any(|&(name, _)| name == "src");
    is_contact || is_remote || tag.name.split_once(':').is_some_and(|(prefix, _)| PREFIXES.contains(&prefix))
}

/// Whether this is an Atom text construct, whose `type` feed-rs insists on understanding.
pub(super) fn is_atom_text(name: &str) -> bool {
    matches!(
        name.strip_prefix("atom:").unwrap_or(name),
        "title" | "subtitle" | "tagline" | "summary" | "content" | "rights" | "copyright" | "info"
    )
}

/// Writes the tag with clean attributes; `depth` counts the elements around it.
pub(super) fn write_start(tag: &Tag<'_>, written: &str, dialect: Dialect, is_root: bool, depth: usize, out: &mut String) {
    out.push('<');
    out.push_str(written);
    for &(name, value) in &tag.attributes {
        let is_bad_name = name.is_empty() || !name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        // Some RSS feeds invent a namespace for what has none; then feed-rs knows none of their elements.
        let is_invented = name == "xmlns" && dialect == Dialect::Rss && matches!(tag.name, "rss" | "channel" | "item");
        let is_bad_base = name == "xml:base" && (MAX_BASE_DEPTH < depth || !is_usable_base(value));
        if is_bad_name || is_invented || is_bad_base || (is_root && name == "version") {
            continue;
        }
        let value = if name == "xmlns" || name.starts_with("xmlns:") {
            canonical_namespace(value)
        } else if name == "type" && dialect == Dialect::Atom && is_atom_text(tag.name) {
            text_type(value)
        } else {
            value
        };
        write_attribute(name, value, out);
    }
    if is_root {
        if dialect == Dialect::Rss {
            write_attribute("version", "2.0", out);
        }
        for (prefix, namespace) in WELL_KNOWN {
            let is_declared = tag.attributes.iter().any(|(name, _)| name.strip_prefix("xmlns:") == Some(prefix));
            if !is_declared {
                write_attribute(&format!("xmlns:{prefix}"), namespace, out);
            }
        }
    }
    out.push('>');
}

fn write_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for (at, part) in value.split(['"', '<']).enumerate() {
        if 0 < at {
            // Which of the two it was is lost on no reader of feeds.
            out.push_str("&quot;");
        }
        write_escaped(part, out);
    }
    out.push('"');
}

fn is_usable_base(value: &str) -> bool {
    matches!(Url::parse(value.trim()), Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase))
}

fn canonical_namespace(value: &str) -> &str {
    let bare = value.trim().to_ascii_lowercase();
    let bare = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://")).unwrap_or(&bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    NAMESPACES.iter().find(|(known, _)| *known == bare).map_or(value, |&(_, namespace)| namespace)
}

/// The nearest type of Atom's own three.
fn text_type(value: &str) -> &'static str {
    let value = value.to_ascii_lowercase();
    match () {
        () if value.contains("xhtml") => "xhtml",
        () if value.contains("html") => "html",
        () => "text",
    }
}

/// Writes character data with every `&` that begins no reference escaped, and impossible references left out.
/// Gives the number of bare `&`.
pub(super) fn write_escaped(text: &str, out: &mut String) -> usize {
    let mut n_bare = 0;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference_len(rest) {
            Some((len, is_possible)) => {
                if is_possible {
                    out.push('&');
                    out.push_str(&rest[..len]);
                }
                rest = &rest[len..];
            }
            None => {
                n_bare += 1;
                out.push_str("&amp;");
            }
        }
    }
    out.push_str(rest);
    n_bare
}

/// The length of the reference behind an `&` with its semicolon, and whether it names a character XML allows.
fn reference_len(text: &str) -> Option<(usize, bool)> {
    let end = text.as_bytes().iter().take(33).position(|&byte| byte == b';')?;
    let name = &text[..end];
    let Some(number) = name.strip_prefix('#') else {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return is_name.then_some((end + 1, true));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let is_possible = code.is_ok_and(|code| char::from_u32(code).is_some_and(|c| ' ' <= c || matches!(c, '\t' | '\n' | '\r')));
    // An upper-case X is no XML; the digits are what counts.
    Some((end + 1, is_possible && !number.starts_with('X')))
}

/// Writes text with a space wherever ASCII meets other letters: feed-rs cuts its e-mail search by bytes and breaks else.
pub(super) fn write_spaced(text: &str, out: &mut String) {
    let mut was_ascii = None;
    for c in text.chars() {
        if was_ascii.is_some_and(|was| was != c.is_ascii()) {
            out.push(' ');
        }
        was_ascii = Some(c.is_ascii());
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, attributes: &[(&str, &str)], consumed: usize) {
        let (tag, len) = parse_tag(text).expect("a tag");
        assert_eq!((tag.name, tag.attributes.as_slice(), len), (name, attributes, consumed));
    }

    #[test]
    fn tags_are_read_leniently() {
        check("<a b='c' d=\"e>f\">", "a", &[("b", "c"), ("d", "e>f")], 17);
        check("<a b=c checked b=d>", "a", &[("b", "c"), ("checked", "checked")], 19);
        check("<a b=\"c><d>", "a", &[("b", "c")], 8);
        check("<a<b>", "a", &[], 2);
        assert!(parse_tag("< 5").is_none());
        assert!(parse_tag("<a b").is_none());
    }

    #[test]
    fn namespaces_get_their_known_spelling() {
        assert_eq!(canonical_namespace("https://www.w3.org/2005/Atom/"), "http://www.w3.org/2005/Atom");
        assert_eq!(canonical_namespace("http://purl.org/atom/ns#"), "http://www.w3.org/2005/Atom");
        assert_eq!(canonical_namespace("urn:x"), "urn:x");
    }

    #[test]
    fn references_are_kept_or_escaped() {
        let mut out = String::new();
        assert_eq!(write_escaped("a&b &lt; &#1; &#x41; &hellip; &;", &mut out), 2);
        assert_eq!(out, "a&amp;b &lt;  &#x41; &hellip; &amp;;");
    }
}
