//! The walk over the text: what is a tag, what is text, and what only looks like one.

use std::collections::BTreeMap;

use super::Dialect;
use super::stack::local;
use super::tag::{self, Tag};

/// An element that was begun and not yet ended.
pub(super) struct Open<'a> {
    pub(super) name: &'a str,
    /// What was written for it, where that differs from what was read.
    pub(super) written: &'a str,
    /// Nothing of it is written.
    pub(super) is_dropped: bool,
    /// Length of the output before it, so that it can be taken back.
    pub(super) start: usize,
    /// Length of the output behind its start tag.
    pub(super) inner: usize,
}

/// A repair under way.
pub(super) struct Repair<'a> {
    pub(super) rest: &'a str,
    pub(super) out: String,
    pub(super) stack: Vec<Open<'a>>,
    pub(super) dialect: Dialect,
    pub(super) is_atom03: bool,
    pub(super) max_items: usize,
    pub(super) n_items: usize,
    pub(super) n_dropped_open: usize,
    /// The end tag of the root (or channel) was seen, so the feed is whole.
    pub(super) has_ended: bool,
    pub(super) has_channel: bool,
    pub(super) is_full: bool,
    pub(super) is_cut: bool,
    pub(super) has_no_comment_end: bool,
    /// What was left behind the end of the CDATA section that was last looked for.
    pub(super) cdata_end: Option<usize>,
    /// Open elements beyond the depth that is kept.
    pub(super) n_too_deep: usize,
    pub(super) faults: BTreeMap<&'static str, usize>,
}

impl<'a> Repair<'a> {
    pub(super) fn new(xml: &'a str, max_items: usize) -> Self {
        let root = tag::parse_tag(xml).map(|(tag, _)| tag);
        let local = root.as_ref().map_or("", |tag| local(tag.name));
        let dialect = match local {
            "RDF" => Dialect::Rdf,
            "feed" | "entry" => Dialect::Atom,
            _ => Dialect::Rss,
        };
        Self {
            rest: xml,
            out: String::with_capacity(xml.len() + 256),
            stack: Vec::new(),
            dialect,
            is_atom03: root.is_some_and(|tag| tag.attributes.iter().any(|(_, value)| value.contains("purl.org/atom/ns"))),
            max_items,
            n_items: 0,
            n_dropped_open: 0,
            has_ended: false,
            has_channel: false,
            is_full: false,
            is_cut: false,
            has_no_comment_end: false,
            cdata_end: None,
            n_too_deep: 0,
            faults: BTreeMap::new(),
        }
    }

    pub(super) fn run(&mut self) {
        while !self.rest.is_empty() && !self.is_full && !self.is_cut {
            let at = self.rest.find('<').unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(at);
            self.rest = rest;
            self.write_text(text);
            if rest.starts_with("<!") || rest.starts_with("<?") {
                self.take_declaration();
            } else if rest.starts_with("</") {
                self.take_end_tag();
            } else if !rest.is_empty() {
                self.take_start_tag();
            }
        }
    }

    pub(super) fn fault(&mut self, what: &'static str) {
        *self.faults.entry(what).or_default() += 1;
    }

    /// Takes a comment, CDATA section, doctype or processing instruction.
    fn take_declaration(&mut self) {
        let rest = self.rest;
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            self.take_cdata(inner);
        } else if let Some(inner) = rest.strip_prefix("<!--") {
            let end = if self.has_no_comment_end { None } else { inner.find("-->") };
            match end {
                Some(end) => self.rest = &inner[end + 3..],
                None => {
                    self.has_no_comment_end = true;
                    self.fault("unclosed comments");
                    self.rest = inner;
                }
            }
        } else {
            // Nothing a feed says stands in there.
            self.rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        }
    }

    fn take_cdata(&mut self, inner: &'a str) {
        let parent = self.stack.last().map_or("", |open| open.name);
        let end = self.find_cdata_end(inner);
        let body = &inner[..end.unwrap_or(inner.len())];
        // A section that was never closed runs into the next one, or to the end of the text.
        let run_on = match end {
            Some(_) => body.find("<![CDATA["),
            None => Some(body.len()),
        };
        if let Some(run_on) = run_on
            && let Some(close) = find_end_tag(&body[..run_on], parent)
        {
            self.fault("unclosed CDATA sections");
            self.write_cdata(&body[..close]);
            self.rest = &inner[close..];
            return;
        }
        let Some(end) = end else {
            self.is_cut = true;
            return;
        };
        self.write_cdata(body);
        self.rest = &inner[end + 3..];
    }

    /// Where the section ends; the answer is kept, as many unclosed sections may have the same end, or none.
    fn find_cdata_end(&mut self, inner: &str) -> Option<usize> {
        let behind = match self.cdata_end {
            Some(behind) if behind < inner.len() => behind,
            _ => inner.find("]]>").map_or(0, |end| inner.len() - end),
        };
        self.cdata_end = Some(behind);
        (0 < behind).then(|| inner.len() - behind)
    }

    fn write_cdata(&mut self, body: &str) {
        if 0 < self.n_dropped_open || self.stack.is_empty() {
            return;
        }
        self.out.push_str("<![CDATA[");
        if self.stack.last().is_some_and(|open| is_person(open.name)) {
            tag::write_spaced(body, &mut self.out);
        } else {
            self.out.push_str(body);
        }
        self.out.push_str("]]>");
    }

    fn write_text(&mut self, text: &str) {
        if 0 < self.n_dropped_open || self.stack.is_empty() || text.is_empty() {
            return;
        }
        let n_bare = if self.stack.last().is_some_and(|open| is_person(open.name)) {
            let mut spaced = String::with_capacity(text.len() + 8);
            tag::write_spaced(text, &mut spaced);
            tag::write_escaped(&spaced, &mut self.out)
        } else {
            tag::write_escaped(text, &mut self.out)
        };
        if 0 < n_bare {
            *self.faults.entry("bare ampersands").or_default() += n_bare;
        }
    }

    fn take_end_tag(&mut self) {
        // A missing `>` must not swallow the tags behind it.
        let Some(end) = self.rest[2..].find(['>', '<']) else {
            self.is_cut = true;
            return;
        };
        let (tag, rest) = self.rest[2..].split_at(end);
        self.rest = rest.strip_prefix('>').unwrap_or(rest);
        let name = tag::canonical_name(tag.trim());
        if 0 < self.n_too_deep {
            if !self.is_item(name) && !self.stack.iter().take(2).any(|open| open.name == name) {
                self.n_too_deep -= 1;
                return;
            }
            self.n_too_deep = 0;
        }
        let found = self.stack.iter().rposition(|open| open.name == name);
        match found {
            None => self.fault("end tags without a beginning"),
            Some(at) => {
                // More items may follow behind the end of the root or channel: these stay open until the text ends.
                let stays_open = at < self.n_containers();
                if at + 1 < self.stack.len() && !(stays_open && self.stack.len() <= self.n_containers()) {
                    self.fault("elements that were not closed");
                }
                self.has_ended |= stays_open;
                self.close_to(if stays_open { at + 1 } else { at });
            }
        }
    }

    fn take_start_tag(&mut self) {
        let Some((tag, consumed)) = tag::parse_tag(self.rest) else {
            let begins_tag = self.rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
            if begins_tag && !self.rest.contains('>') {
                self.is_cut = true;
            } else {
                self.fault("bare < signs");
                self.write_text_raw("&lt;");
                self.rest = &self.rest[1..];
            }
            return;
        };
        self.rest = &self.rest[consumed..];
        let name = tag::canonical_name(tag.name);
        if self.prepare_place(name) {
            self.open(Tag { name, ..tag });
        }
    }

    fn write_text_raw(&mut self, text: &str) {
        if self.n_dropped_open == 0 && !self.stack.is_empty() {
            self.out.push_str(text);
        }
    }
}

/// Where `</name` stands in `text`, as a whole name.
fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|&at| text[at + 2..].strip_prefix(name).is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_ascii_whitespace())))
}

/// Elements whose text feed-rs searches for an e-mail address.
fn is_person(name: &str) -> bool {
    matches!(local(name), "author" | "creator")
}
