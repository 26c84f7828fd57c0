//! Damaged XML to XML that a strict parser accepts, in one pass over the text.
//!
//! Bare `&` and `<` become text, tags are balanced, whole items are recovered from a feed that breaks off, items behind
//! the end of their channel are taken back in, and what feed-rs is known to lose a whole feed over is left out (see
//! `repair_tag`). A scanner of its own rather than a parser restarted after each error: a restart rescans the rest, and
//! a hostile feed of a million unclosed comments would make that quadratic. Every search here either consumes what it
//! passed over or is never made again.

use std::collections::BTreeMap;

use super::repair_tag::{self, Tag};

/// Elements nested deeper than this are dropped (their text stays): no feed needs them, and the stack stays small.
const MAX_DEPTH: usize = 128;

/// A repaired feed.
#[derive(Debug)]
pub(super) struct Repaired {
    /// Well formed as far as the feed's own elements go.
    pub text: String,
    /// What was done, in words.
    pub notes: Vec<String>,
}

/// Which family of feeds this is; they differ in what holds the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Items stand in the channel.
    Rss,
    /// Items stand beside the channel.
    Rdf,
    /// Entries stand in the feed.
    Atom,
}

/// Rewrites `xml`, which begins at its root element, keeping at most `max_items` items.
pub(super) fn repair(xml: &str, max_items: usize) -> Repaired {
    let mut repair = Repair::new(xml, max_items);
    repair.run();
    repair.finish()
}

struct Open<'a> {
    name: &'a str,
    /// What was written for it, where that differs from what was read.
    written: &'a str,
    /// Nothing of it is written.
    is_dropped: bool,
    /// Length of the output before it, so that it can be taken back.
    start: usize,
    /// Length of the output behind its start tag.
    inner: usize,
}

struct Repair<'a> {
    rest: &'a str,
    out: String,
    stack: Vec<Open<'a>>,
    dialect: Dialect,
    is_atom03: bool,
    max_items: usize,
    n_items: usize,
    n_dropped_open: usize,
    /// The end tag of the root (or channel) was seen, so the feed is whole.
    has_ended: bool,
    has_channel: bool,
    is_full: bool,
    is_cut: bool,
    has_no_comment_end: bool,
    /// What was left behind the end of the CDATA section that was last looked for.
    cdata_end: Option<usize>,
    /// Open elements beyond the depth that is kept.
    n_too_deep: usize,
    faults: BTreeMap<&'static str, usize>,
}

impl<'a> Repair<'a> {
    fn new(xml: &'a str, max_items: usize) -> Self {
        let root = repair_tag::parse_tag(xml).map(|(tag, _)| tag);
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

    fn run(&mut self) {
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

    fn fault(&mut self, what: &'static str) {
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
            repair_tag::write_spaced(body, &mut self.out);
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
            repair_tag::write_spaced(text, &mut spaced);
            repair_tag::write_escaped(&spaced, &mut self.out)
        } else {
            repair_tag::write_escaped(text, &mut self.out)
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
        let name = repair_tag::canonical_name(tag.trim());
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

    /// How many elements around the items stay open until the end.
    const fn n_containers(&self) -> usize {
        match self.dialect {
            Dialect::Rss => 2,
            Dialect::Rdf | Dialect::Atom => 1,
        }
    }

    fn take_start_tag(&mut self) {
        let Some((tag, consumed)) = repair_tag::parse_tag(self.rest) else {
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
        let name = repair_tag::canonical_name(tag.name);
        if self.prepare_place(name) {
            self.open(Tag { name, ..tag });
        }
    }

    fn write_text_raw(&mut self, text: &str) {
        if self.n_dropped_open == 0 && !self.stack.is_empty() {
            self.out.push_str(text);
        }
    }

    /// Brings the stack into the state in which element `name` may begin; false where it may not.
    fn prepare_place(&mut self, name: &str) -> bool {
        let is_item = self.is_item(name);
        if self.stack.is_empty() {
            self.open_missing_root(name);
        } else if name == self.stack[0].name || (name == "channel" && self.stack.iter().any(|open| open.name == "channel")) {
            // A second root or channel is the first one going on.
            return self.stack.len() > self.n_containers() + 1;
        }
        if is_item && !self.stack.is_empty() {
            if self.n_items == self.max_items {
                self.close_to(self.n_containers());
                self.is_full = true;
                return false;
            }
            if self.n_containers() < self.stack.len() {
                if self.stack.iter().skip(1).any(|open| self.is_item(open.name)) {
                    self.fault("items that were not closed");
                }
                self.close_to(self.n_containers());
            }
            if self.dialect == Dialect::Rss && self.stack.len() == 1 {
                self.open(Tag::named("channel"));
            }
            self.n_items += 1;
            // Behind the end of the feed goes on what can break off again.
            self.has_ended = false;
        } else if self.stack.last().is_some_and(|open| is_leaf(open.name)) && is_item_child(name) {
            self.fault("elements that were not closed");
            self.close_to(self.stack.len() - 1);
        }
        true
    }

    fn open_missing_root(&mut self, name: &str) {
        if self.dialect == Dialect::Rss && name != "rss" {
            self.fault("missing root elements");
            self.open(Tag::named("rss"));
            if name != "channel" {
                self.open(Tag::named("channel"));
            }
        }
    }

    fn is_item(&self, name: &str) -> bool {
        let wanted = if self.dialect == Dialect::Atom { "entry" } else { "item" };
        local(name) == wanted && matches!(prefix(name), "" | "rss" | "rss1" | "atom" | "a" | "rdf" | "r")
    }

    fn open(&mut self, tag: Tag<'a>) {
        if MAX_DEPTH <= self.stack.len() {
            self.n_too_deep += usize::from(!tag.is_empty);
            return;
        }
        let is_dropped = repair_tag::is_dropped(&tag);
        let start = self.out.len();
        let is_empty = tag.is_empty;
        let (name, written) = (tag.name, repair_tag::renamed(tag.name, self.is_atom03));
        if self.n_dropped_open == 0 && !is_dropped {
            let is_root = self.stack.is_empty();
            repair_tag::write_start(&tag, written, self.dialect, is_root, self.stack.len(), &mut self.out);
        }
        self.n_dropped_open += usize::from(is_dropped);
        self.has_channel |= name == "channel";
        self.stack.push(Open { name, written, is_dropped, start, inner: self.out.len() });
        if is_empty {
            self.close_to(self.stack.len() - 1);
        }
    }

    fn close_to(&mut self, depth: usize) {
        self.n_too_deep = 0;
        while depth < self.stack.len() {
            let Some(open) = self.stack.pop() else { return };
            if open.is_dropped {
                self.n_dropped_open -= 1;
            } else if self.n_dropped_open == 0 {
                let is_bare = self.out.len() == open.inner;
                if is_bare && self.dialect == Dialect::Atom && repair_tag::is_atom_text(open.name) {
                    // An empty text construct makes feed-rs lose the feed.
                    self.out.truncate(open.start);
                } else {
                    self.out.push_str("</");
                    self.out.push_str(open.written);
                    self.out.push('>');
                }
            }
        }
    }

    fn finish(mut self) -> Repaired {
        let open_item = (1..self.stack.len()).find(|&at| self.is_item(self.stack[at].name));
        let mut notes = Vec::new();
        if let Some(at) = open_item
            && !self.has_ended
            && !self.is_full
        {
            // What there is of it may be half a sentence; the next poll brings it whole.
            self.out.truncate(self.stack[at].start);
            self.stack.truncate(at);
            self.n_dropped_open = self.stack.iter().filter(|open| open.is_dropped).count();
            notes.push("breaks off; its last item was left for the next poll".to_owned());
        } else if !self.has_ended && !self.is_full {
            notes.push("breaks off".to_owned());
        }
        if self.dialect == Dialect::Rss && self.stack.len() == 1 && !self.has_channel {
            self.open(Tag::named("channel"));
        }
        self.close_to(0);
        if self.is_full {
            notes.push(format!("has more items than allowed; only the first {} were read", self.max_items));
        }
        notes.extend(self.faults.iter().map(|(what, n)| format!("repaired: {what} ({n})")));
        Repaired { text: self.out, notes }
    }
}

/// Where `</name` stands in `text`, as a whole name.
fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|&at| text[at + 2..].strip_prefix(name).is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_ascii_whitespace())))
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn prefix(name: &str) -> &str {
    name.rsplit_once(':').map_or("", |(prefix, _)| prefix)
}

/// Elements whose text feed-rs searches for an e-mail address.
fn is_person(name: &str) -> bool {
    matches!(local(name), "author" | "creator")
}

/// Elements of an item that hold text and nothing else.
fn is_leaf(name: &str) -> bool {
    matches!(name, "title" | "link" | "guid" | "pubDate" | "dc:date" | "dc:creator" | "updated" | "published" | "id")
}

/// Elements that begin a new part of an item, so that an open leaf before them was never closed.
fn is_item_child(name: &str) -> bool {
    is_leaf(name) || matches!(name, "description" | "content:encoded" | "category" | "author" | "summary" | "content" | "enclosure")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wraps `items` into an RSS feed, repairs it, and gives what is left between the channel's tags.
    fn mended(items: &str) -> String {
        let repaired = repair(&format!("<rss version=\"2.0\"><channel>{items}</channel></rss>"), 100).text;
        let start = repaired.find("<channel>").expect("a channel") + "<channel>".len();
        repaired[start..].strip_suffix("</channel></rss>").expect("balanced").to_owned()
    }

    #[test]
    fn whole_feeds_pass_unchanged() {
        let item = "<item><title>A &amp; B</title><description><![CDATA[<p>x]]></description></item>";
        assert_eq!(mended(item), item);
    }

    #[test]
    fn bare_signs_become_text() {
        assert_eq!(
            mended("<item><title>A & B < C &nbsp; &#0;&x</title></item>"),
            "<item><title>A &amp; B &lt; C &nbsp; &amp;x</title></item>"
        );
    }

    #[test]
    fn tags_are_balanced() {
        assert_eq!(mended("<item><title>A</titel><link>b</link></item>"), "<item><title>A</title><link>b</link></item>");
        assert_eq!(mended("<item><title>A<item><title>B"), "<item><title>A</title></item><item><title>B</title></item>");
        assert_eq!(mended("<item></b><title>A</title></item></item>"), "<item><title>A</title></item>");
    }

    #[test]
    fn a_cut_feed_keeps_its_whole_items() {
        let cut = repair("<rss version='2.0'><channel><item><title>A</title></item><item><title>B</ti", 100);
        assert_eq!(cut.text.matches("<item>").count(), 1);
        assert!(cut.text.ends_with("</item></channel></rss>"));
        assert_eq!(cut.notes, ["breaks off; its last item was left for the next poll"]);
    }

    #[test]
    fn items_behind_the_channel_are_taken_back_in() {
        let text = repair("<rss><channel></channel><item><title>A</title></item></rss>", 100).text;
        assert!(text.starts_with("<rss version=\"2.0\""));
        assert!(text.ends_with("<channel><item><title>A</title></item></channel></rss>"));
        assert!(repair("<channel><item/></channel>", 100).text.ends_with("<channel><item></item></channel></rss>"));
    }

    #[test]
    fn unclosed_cdata_ends_with_its_element() {
        let text = mended("<item><description><![CDATA[a</description></item><item><title><![CDATA[b]]></title></item>");
        assert_eq!(text, "<item><description><![CDATA[a]]></description></item><item><title><![CDATA[b]]></title></item>");
    }

    #[test]
    fn no_more_items_than_allowed() {
        let many = format!("<rss><channel>{}</channel></rss>", "<item><title>A</title></item>".repeat(9));
        assert_eq!(repair(&many, 3).text.matches("<item>").count(), 3);
    }
}
