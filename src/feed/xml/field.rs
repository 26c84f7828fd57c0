//! One element with its text, to its end: the tag that closes it, or what shows that nobody closed it.

use std::borrow::Cow;

use super::names::{Names, local};
use super::scan::{Scanner, Tag, Token};
use super::text::{CDATA, render, unescape};

/// What an element held.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// All of it.
    Whole(Cow<'a, str>),
    /// The document ends in it.
    Cut,
}

/// Counts of what had to be repaired.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub n_unclosed: usize,
    pub n_bare: usize,
}

/// Elements whose end tag ends whatever is open in an item.
const BORDERS: [&str; 6] = ["item", "entry", "channel", "rss", "feed", "rdf"];

/// Reads the element whose start tag `tag` was just read. `is_line` says that it holds a line of text and no markup.
pub(super) fn read_field<'a>(scanner: &mut Scanner<'a>, names: &Names<'_>, tag: &Tag<'a>, is_line: bool, faults: &mut Faults) -> Value<'a> {
    if tag.is_empty {
        return Value::Whole(Cow::Borrowed(""));
    }
    if let Some(value) = read_clean(scanner, tag.name, faults) {
        return Value::Whole(value);
    }
    let start = scanner.at();
    let Some(span) = find_end(scanner, names, tag.name, is_line, faults) else { return Value::Cut };
    Value::Whole(Cow::Owned(render(scanner.slice(start, span.end), span.has_elements, &mut faults.n_bare)))
}

/// The two forms that nearly every element has: text and its end tag, one CDATA section and its end tag.
fn read_clean<'a>(scanner: &mut Scanner<'a>, name: &str, faults: &mut Faults) -> Option<Cow<'a, str>> {
    let rest = scanner.rest();
    let text_len = rest.find('<')?;
    let (inner, inner_end, is_raw) = if rest[text_len..].starts_with(CDATA) && rest[..text_len].trim_ascii().is_empty() {
        let from = scanner.at() + text_len + CDATA.len();
        let end = scanner.find_ahead("]]>").max(from);
        let inner = scanner.slice(from, end);
        if inner.contains(CDATA) {
            return None;
        }
        (inner, (end + 3).min(scanner.at() + rest.len()) - scanner.at(), true)
    } else {
        (&rest[..text_len], text_len, false)
    };
    let after = rest.get(inner_end..)?.trim_ascii_start();
    let behind = after.strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?;
    scanner.go_to(scanner.at() + rest.len() - behind.len());
    Some(if is_raw { Cow::Borrowed(inner) } else { unescape(inner, &mut faults.n_bare) })
}

/// Where the text of an element ends, and whether there are elements in it.
struct Span {
    end: usize,
    has_elements: bool,
}

/// Finds the end of an element and goes there; nothing where the document ends first.
fn find_end(scanner: &mut Scanner<'_>, names: &Names<'_>, name: &str, is_line: bool, faults: &mut Faults) -> Option<Span> {
    let mut span = Span { end: 0, has_elements: false };
    let (mut n_same, mut n_inner) = (0usize, 0usize);
    loop {
        span.end = scanner.at();
        let is_unclosed = match scanner.next()? {
            Token::Text(_) => false,
            Token::Raw(inner) => raw_end(inner, name)
                .inspect(|at| {
                    // The section was never closed: what follows its element only looks like a part of it.
                    span.has_elements = true;
                    span.end += CDATA.len() + at;
                })
                .is_some(),
            Token::Close(other) if other.eq_ignore_ascii_case(name) => {
                if n_same == 0 {
                    return Some(span);
                }
                n_same -= 1;
                false
            }
            Token::Close(other) if BORDERS.iter().any(|border| border.eq_ignore_ascii_case(local(other))) => true,
            Token::Close(_) if is_line && n_inner == 0 => {
                // Misspelt: what a line of text is closed by is its own end.
                faults.n_unclosed += 1;
                return Some(span);
            }
            Token::Close(_) => {
                n_inner = n_inner.saturating_sub(1);
                false
            }
            Token::Open(inner) => {
                let is_same = inner.name.eq_ignore_ascii_case(name);
                let is_unclosed =
                    if is_same && !is_line { false } else { is_border(names, inner.name) && (is_same || !closes(scanner, name)) };
                if !is_unclosed {
                    span.has_elements = true;
                    n_same += usize::from(is_same && !inner.is_empty);
                    n_inner += usize::from(!inner.is_empty);
                }
                is_unclosed
            }
        };
        if is_unclosed {
            faults.n_unclosed += 1;
            scanner.go_to(span.end);
            return Some(span);
        }
    }
}

/// Where the element `name` ends inside of what a CDATA section swallowed because nobody closed it.
fn raw_end(inner: &str, name: &str) -> Option<usize> {
    let own = &inner[..inner.find(CDATA)?];
    own.find(&format!("</{name}"))
}

/// Whether an element of this name begins something new in an item.
fn is_border(names: &Names<'_>, name: &str) -> bool {
    let is_page_element = matches!(local(name), "a" | "name" | "body" | "image" | "url" | "summary");
    names.is_item(name, false) || (!is_page_element && names.meaning(name).is_some())
}

/// Whether the element `name` is closed before the item ends and before another of its name begins.
fn closes(scanner: &mut Scanner<'_>, name: &str) -> bool {
    let close = scanner.find_ahead(&format!("</{name}"));
    let ends = ["</item", "<item", "</entry", "<entry"].map(|border| scanner.find_ahead(border));
    let again = scanner.find_ahead(&format!("<{name}"));
    close < again && ends.into_iter().all(|end| close < end)
}
