//! The attributes of a start tag: the few that matter are written on, in bounded length.

use std::ops::Range;

use super::{Name, Scanner};

/// Attributes that readability, metadata and cleaning look at.
const KEPT_ATTRIBUTES: [&str; 21] = [
    "class",
    "id",
    "href",
    "rel",
    "src",
    "lang",
    "property",
    "name",
    "content",
    "datetime",
    "itemprop",
    "role",
    "style",
    "hidden",
    "aria-hidden",
    "http-equiv",
    "itemtype",
    "data-type",
    "data-testid",
    "data-component",
    "data-e2e",
];

/// Longer attribute values are no addresses and no class lists.
const MAX_VALUE_BYTES: usize = 2_000;

/// Longest `content` of a meta element.
const MAX_CONTENT_BYTES: usize = 20_000;

impl Scanner<'_> {
    /// Reads the attributes and the end of a start tag, writing the tag out with the attributes that matter.
    pub(super) fn attributes(&mut self, name: Name) -> bool {
        self.out.push('<');
        self.out.push_str(name.as_str());
        let bytes = self.html.as_bytes();
        let mut kept: u32 = 0;
        loop {
            while bytes.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
                self.at += 1;
            }
            match bytes.get(self.at) {
                None => return false,
                Some(b'>') => {
                    self.at += 1;
                    self.out.push('>');
                    return true;
                }
                Some(_) => {}
            }
            let start = self.at;
            self.at += 1;
            while bytes.get(self.at).is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/')) {
                self.at += 1;
            }
            let attribute = start..self.at;
            let Some(value) = self.value() else {
                self.at = self.html.len();
                return false;
            };
            let Some(text) = self.html.get(attribute) else { continue };
            let Some(index) = KEPT_ATTRIBUTES.iter().position(|kept| kept.eq_ignore_ascii_case(text)) else { continue };
            if kept & (1 << index) == 0 {
                kept |= 1 << index;
                self.write_attribute(KEPT_ATTRIBUTES[index], value);
            }
        }
    }

    /// The value after an attribute's name: its range, empty where there is none; `None` where the page ends inside it.
    fn value(&mut self) -> Option<Range<usize>> {
        let bytes = self.html.as_bytes();
        let mut ahead = self.at;
        while bytes.get(ahead).is_some_and(u8::is_ascii_whitespace) {
            ahead += 1;
        }
        if bytes.get(ahead) != Some(&b'=') {
            return Some(self.at..self.at);
        }
        self.at = ahead + 1;
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        match bytes.get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let start = self.at + 1;
                let length = self.html[start..].find(char::from(quote))?;
                self.at = start + length + 1;
                Some(start..start + length)
            }
            _ => {
                let start = self.at;
                while bytes.get(self.at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>') {
                    self.at += 1;
                }
                Some(start..self.at)
            }
        }
    }

    fn write_attribute(&mut self, name: &str, value: Range<usize>) {
        let value = &self.html[value];
        let limit = if name == "content" { MAX_CONTENT_BYTES } else { MAX_VALUE_BYTES };
        if limit < value.len() || value.starts_with("data:") {
            return;
        }
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        if value.contains('"') {
            self.out.push_str(&value.replace('"', "&quot;"));
        } else {
            self.out.push_str(value);
        }
        self.out.push('"');
    }
}
