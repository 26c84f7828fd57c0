//! A lenient tokenizer: XML as it should be, and as it is.
//!
//! It never fails and never goes back. A `<` that begins nothing is text, a tag that was never ended ends where the next
//! one begins, a comment or CDATA section that is never closed swallows nothing but its own mark. Searches that look far
//! ahead remember what they found ([`Ahead`]), so that a hostile document cannot make the same search happen twice.

/// A quote in a tag that is not closed within this many bytes was never meant as one.
const MAX_VALUE_BYTES: usize = 8 * 1024;
/// Needles that are looked for ahead, at most; beyond them the answer is "nowhere", which only costs a repair.
const MAX_NEEDLES: usize = 64;

/// One piece of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag.
    Open(Tag<'a>),
    /// The name of an end tag.
    Close(&'a str),
    /// Text with its references.
    Text(&'a str),
    /// What stands in a CDATA section.
    Raw(&'a str),
}

/// A start tag as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// With its prefix.
    pub name: &'a str,
    /// Everything between the name and the end.
    pub attributes: &'a str,
    /// It closes itself.
    pub is_empty: bool,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, as written; the first counts where there are several. Case of the name does not matter.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&'a str> {
        Attributes(self.attributes).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
    }

    /// All attributes in order.
    pub(super) const fn all(&self) -> Attributes<'a> {
        Attributes(self.attributes)
    }
}

/// Names and values, with or without quotes.
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '"' | '\'' | '/'));
        let name_len = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(text.len());
        if name_len == 0 {
            return None;
        }
        let (name, rest) = text.split_at(name_len);
        let Some(rest) = rest.trim_ascii_start().strip_prefix('=') else {
            self.0 = rest;
            return Some((name, name));
        };
        let rest = rest.trim_ascii_start();
        if let Some(quote @ ('"' | '\'')) = rest.chars().next()
            && let Some(end) = rest[1..].find(quote)
        {
            self.0 = &rest[end + 2..];
            return Some((name, &rest[1..=end]));
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        self.0 = &rest[end..];
        Some((name, rest[..end].trim_start_matches(['"', '\''])))
    }
}

/// Where things are next found, each looked for once: the answer holds until it is passed.
#[derive(Debug, Default)]
struct Ahead(Vec<(String, usize)>);

impl Ahead {
    /// The first place at or behind `from` where `needle` stands; the length of the text where it does not.
    fn find(&mut self, text: &str, needle: &str, from: usize) -> usize {
        let known = self.0.iter().position(|(known, _)| known == needle);
        if let Some(known) = known
            && from <= self.0[known].1
        {
            return self.0[known].1;
        }
        if known.is_none() && MAX_NEEDLES <= self.0.len() {
            return text.len();
        }
        let at = text.get(from..).and_then(|rest| rest.find(needle)).map_or(text.len(), |at| from + at);
        match known {
            Some(known) => self.0[known].1 = at,
            None => self.0.push((needle.to_owned(), at)),
        }
        at
    }
}

/// Walks over a document.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    ahead: Ahead,
    /// Marks that were never closed and tags that were never ended.
    pub n_broken: usize,
    /// The document ends inside a tag.
    pub ends_in_tag: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, ahead: Ahead::default(), n_broken: 0, ends_in_tag: false }
    }

    /// Bytes passed.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Goes on at a place that was met before or found ahead, always at the border of a token.
    pub(super) const fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The document between two borders of tokens.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        &self.text[from..to]
    }

    /// What is still to come.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Where `needle` stands next, from here on; the end of the document where it does not.
    pub(super) fn find_ahead(&mut self, needle: &str) -> usize {
        self.ahead.find(self.text, needle, self.at)
    }

    /// The next piece, or nothing at the end.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            let bytes = rest.as_bytes();
            match (*bytes.first()?, bytes.get(1).copied()) {
                (b'<', Some(b'!' | b'?')) => {
                    if let Some(token) = self.mark(rest) {
                        return Some(token);
                    }
                }
                (b'<', Some(b'/')) if begins_name(&rest[2..]) => return self.end_tag(rest),
                (b'<', Some(_)) if begins_name(&rest[1..]) => return self.start_tag(rest),
                (b'<', None) => {
                    self.ends_in_tag = true;
                    self.at = self.text.len();
                    return None;
                }
                _ => {
                    let from = usize::from(bytes[0] == b'<');
                    let len = rest[from..].find('<').map_or(rest.len(), |at| at + from);
                    self.at += len;
                    return Some(Token::Text(&rest[..len]));
                }
            }
        }
    }

    /// Steps over a comment, declaration or instruction; gives the inside of a CDATA section.
    fn mark(&mut self, rest: &'a str) -> Option<Token<'a>> {
        if rest.starts_with("<![CDATA[") {
            let from = self.at + "<![CDATA[".len();
            let end = self.ahead.find(self.text, "]]>", from);
            self.at = if end == self.text.len() { self.break_off(from) } else { end + 3 };
            return (end < self.text.len()).then(|| Token::Raw(&self.text[from..end]));
        }
        let (start, end) = match rest {
            _ if rest.starts_with("<!--") => ("<!--", "-->"),
            _ if rest.starts_with("<?") => ("<?", "?>"),
            _ => ("<!", ">"),
        };
        let from = self.at + start.len();
        let found = self.ahead.find(self.text, end, from);
        self.at = if found == self.text.len() { self.break_off(from) } else { found + end.len() };
        None
    }

    fn break_off(&mut self, at: usize) -> usize {
        self.n_broken += 1;
        at
    }

    fn end_tag(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let Some(len) = rest[2..].find(['>', '<']) else {
            self.ends_in_tag = true;
            self.at = self.text.len();
            return None;
        };
        let end = len + 2;
        let is_ended = rest.as_bytes()[end] == b'>';
        self.n_broken += usize::from(!is_ended);
        self.at += end + usize::from(is_ended);
        let inner = &rest[2..end];
        let name_len = inner.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inner.len());
        Some(Token::Close(&inner[..name_len]))
    }

    fn start_tag(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<' | '"' | '\'');
        let name_len = 1 + rest[1..].find(is_end).unwrap_or(rest.len() - 1);
        let name = &rest[1..name_len];
        let Some(end) = tag_end(rest, name_len) else {
            self.ends_in_tag = true;
            self.at = self.text.len();
            return None;
        };
        let is_ended = rest.as_bytes()[end] == b'>';
        self.n_broken += usize::from(!is_ended);
        self.at += end + usize::from(is_ended);
        let inner = &rest[name_len..end];
        let attributes = inner.strip_suffix('/');
        Some(Token::Open(Tag { name, attributes: attributes.unwrap_or(inner), is_empty: attributes.is_some() }))
    }
}

/// Where the start tag ends that begins `text`: at its `>`, or at a `<` where it was never ended.
fn tag_end(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut is_behind_equals = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' | b'<' => return Some(at),
            b'"' | b'\'' if is_behind_equals => {
                let window = &bytes[at + 1..bytes.len().min(at + 1 + MAX_VALUE_BYTES)];
                if let Some(end) = window.iter().position(|&other| other == byte)
                    && !swallows_tags(&window[..end])
                {
                    at += end + 1;
                }
                is_behind_equals = false;
            }
            b'=' => is_behind_equals = true,
            b' ' | b'\t' | b'\n' | b'\r' => {}
            _ => is_behind_equals = false,
        }
        at += 1;
    }
    None
}

/// Whether what seems to be a value runs over the end of its tag into the next one: its quote was never closed. Markup in a value
/// begins with its own `<`.
fn swallows_tags(value: &[u8]) -> bool {
    let Some(end) = value.iter().position(|byte| matches!(byte, b'>' | b'<')) else { return false };
    let behind = &value[end + 1..];
    value[end] == b'>' && (behind.trim_ascii_start().starts_with(b"<") || behind.windows(2).any(|pair| pair == b"</"))
}

fn begins_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        let mut scanner = Scanner::new(text);
        std::iter::from_fn(|| scanner.next()).collect()
    }

    fn open<'a>(name: &'a str, attributes: &'a str) -> Token<'a> {
        Token::Open(Tag { name, attributes, is_empty: false })
    }

    #[test]
    fn what_begins_nothing_is_text() {
        assert_eq!(tokens("a < 5 <b>"), [Token::Text("a "), Token::Text("< 5 "), open("b", "")]);
        assert_eq!(tokens("<!-- x"), [Token::Text(" x")]);
        assert_eq!(tokens("<![CDATA[x</a>"), [Token::Text("x"), Token::Close("a")]);
    }

    #[test]
    fn tags_are_ended_by_what_follows_them() {
        assert_eq!(
            tokens("<a<b></a<c/>"),
            [open("a", ""), open("b", ""), Token::Close("a"), Token::Open(Tag { name: "c", attributes: "", is_empty: true })]
        );
        assert_eq!(tokens("<a b=\"c><d>"), [open("a", " b=\"c"), open("d", "")]);
        assert_eq!(tokens("<a b='>'>x"), [open("a", " b='>'"), Token::Text("x")]);
        assert_eq!(tokens("<a b=\"c> <d e=\"f\">"), [open("a", " b=\"c"), Token::Text(" "), open("d", " e=\"f\"")]);
        assert_eq!(tokens("<a b='<p><i>'>"), [open("a", " b='<p><i>'")]);
    }

    #[test]
    fn attributes_are_read_leniently() {
        let tag = Tag { name: "a", attributes: " b='1' checked c = 2 b=\"3\" D=\"4", is_empty: false };
        let found: Vec<_> = tag.all().collect();
        assert_eq!(found, [("b", "1"), ("checked", "checked"), ("c", "2"), ("b", "3"), ("D", "4")]);
        assert_eq!((tag.attribute("b"), tag.attribute("d"), tag.attribute("x")), (Some("1"), Some("4"), None));
    }

    #[test]
    fn the_end_inside_a_tag_is_noticed() {
        for text in ["<a><b c='d", "<a></b", "<a><b", "<"] {
            let mut scanner = Scanner::new(text);
            while scanner.next().is_some() {}
            assert!(scanner.ends_in_tag, "{text}");
        }
    }
}
