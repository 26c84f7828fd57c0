//! The text of an element: references resolved one layer deep, CDATA unwrapped, markup left as markup.

use std::borrow::Cow;

use super::scan::{Scanner, Token};
use crate::feed::plain::numeric_reference;

/// How CDATA begins; a second one inside the first is a fault that happens.
pub(super) const CDATA: &str = "<![CDATA[";
/// References are shorter than this.
const MAX_REFERENCE_BYTES: usize = 12;

/// The value of a slow field: `inner` is all that stands between its tags.
///
/// Where it holds elements, it is markup that was never escaped and stays as written; else it is text.
pub(super) fn render(inner: &str, has_elements: bool, n_bare: &mut usize) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut scanner = Scanner::new(inner);
    let mut was_raw = false;
    loop {
        let from = scanner.at();
        match scanner.next() {
            Some(Token::Raw(text)) => {
                was_raw = true;
                text.split(CDATA).for_each(|part| out.push_str(part));
            }
            // The end of a section that was opened twice.
            Some(Token::Text(text)) => {
                let text = if was_raw { text.trim_end().strip_suffix("]]>").unwrap_or(text) } else { text };
                if has_elements { out.push_str(text) } else { out.push_str(&unescape(text, n_bare)) }
            }
            Some(Token::Open(_) | Token::Close(_)) => out.push_str(scanner.slice(from, scanner.at())),
            None => return out,
        }
    }
}

/// Resolves XML's own references and numbers; the named ones of HTML stay for whoever reads the HTML. A bare `&` is text.
pub(super) fn unescape<'a>(text: &'a str, n_bare: &mut usize) -> Cow<'a, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.as_bytes().iter().take(MAX_REFERENCE_BYTES).position(|&byte| byte == b';');
        match end.map(|end| (&rest[..end], &rest[end + 1..])) {
            Some((name, after)) if push_reference(name, &mut out) => rest = after,
            Some((name, _)) if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !name.is_empty() => out.push('&'),
            _ => {
                *n_bare += 1;
                out.push('&');
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The inside of the `div` that Atom puts around XHTML and that is no part of the text.
pub(super) fn without_wrapper(value: Cow<'_, str>) -> Cow<'_, str> {
    let trimmed = value.trim();
    let mut scanner = Scanner::new(trimmed);
    let Some(Token::Open(tag)) = scanner.next() else { return value };
    if tag.is_empty || super::names::local(tag.name) != "div" {
        return value;
    }
    let inner = scanner.rest().strip_suffix('>').and_then(|rest| rest.strip_suffix(tag.name)?.strip_suffix("</"));
    match inner {
        // Another end before the last: the first `div` is not around everything.
        Some(inner) if inner.matches("<div").count() == inner.matches("</div").count() => Cow::Owned(inner.trim().to_owned()),
        _ => value,
    }
}

fn push_reference(name: &str, out: &mut String) -> bool {
    match name {
        "amp" => out.push('&'),
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "quot" => out.push('"'),
        "apos" => out.push('\''),
        _ => {
            let Some(number) = name.strip_prefix('#') else { return false };
            let Some(c) = numeric_reference(number) else { return false };
            // No control character is meant; XML 1.0 forbids them.
            if ' ' <= c || matches!(c, '\t' | '\n' | '\r') {
                out.push(c);
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_layer_of_references_is_resolved() {
        let mut n_bare = 0;
        assert_eq!(unescape("a & b &amp;nbsp; &eacute; &#1589;&#x41;&#146;&#1;&;", &mut n_bare), "a & b &nbsp; &eacute; صA’&;");
        assert_eq!(n_bare, 2);
    }

    #[test]
    fn cdata_is_unwrapped_also_where_it_stands_in_itself() {
        assert_eq!(render("<![CDATA[a <![CDATA[b]]> c]]>", false, &mut 0), "a b c");
        assert_eq!(render("x &lt;<b>y &lt; z</b>", true, &mut 0), "x &lt;<b>y &lt; z</b>");
        assert_eq!(render("a <![CDATA[<i>]]> &amp;", false, &mut 0), "a <i> &");
    }
}
