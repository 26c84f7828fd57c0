//! XML text of any feed to a [`RawFeed`], in one pass, whatever its damage.
//!
//! There is one reader for clean and for damaged feeds: what is tested is what runs. It goes from element to element
//! without building a tree: a name says what an element means (`names`), an element that means something is read to its
//! end (`field`), and the best value of each kind is kept (`item`). An element that nobody closed ends where the next one
//! begins, an unknown one is stepped into, and a fault costs the element it stands in.

mod count;
mod field;
mod item;
mod names;
mod scan;
mod text;

use std::borrow::Cow;

use url::Url;

pub(super) use self::count::{Counted, count_elements};
use self::field::{Faults, Value, read_field};
use self::item::Item;
use self::names::{Field, Meaning, Names, local};
use self::scan::{Scanner, Tag, Token};
use super::raw::{RawFeed, RawLink};
use super::{FeedError, Limits, header, plain};

/// Added to the rank of what stands inside of something unknown: an item's own words come first.
const INNER_RANK: u8 = 10;
/// Unknown elements deeper than this are not followed.
const MAX_UNKNOWN: usize = 64;

/// Reads an XML feed that begins at its root element.
///
/// # Errors
/// [`FeedError::Parse`] where the document breaks off before it says anything.
pub(super) fn read_xml(xml: &str, base: &Url, limits: &Limits) -> Result<RawFeed, FeedError> {
    let mut reader = Reader::new(xml, base, limits.max_items);
    reader.run();
    reader.finish()
}

struct Reader<'a> {
    scanner: Scanner<'a>,
    names: Names<'a>,
    feed: RawFeed,
    hints: header::Hints,
    base: Url,
    max_items: usize,
    root: Option<Tag<'a>>,
    item: Option<Item>,
    /// What is open and means nothing.
    unknown: Vec<&'a str>,
    faults: Faults,
    title_rank: u8,
    author: Option<String>,
    n_bad_dates: usize,
    n_bases: usize,
    /// Elements other than frames.
    n_elements: usize,
    is_full: bool,
    has_ended: bool,
    ends_in_field: bool,
}

impl<'a> Reader<'a> {
    fn new(xml: &'a str, base: &Url, max_items: usize) -> Self {
        Self {
            scanner: Scanner::new(xml),
            names: Names::default(),
            feed: RawFeed::default(),
            hints: header::Hints::default(),
            base: base.clone(),
            max_items,
            root: None,
            item: None,
            unknown: Vec::new(),
            faults: Faults::default(),
            title_rank: u8::MAX,
            author: None,
            n_bad_dates: 0,
            n_bases: 0,
            n_elements: 0,
            is_full: false,
            has_ended: false,
            ends_in_field: false,
        }
    }

    fn run(&mut self) {
        while !self.is_full
            && let Some(token) = self.scanner.next()
        {
            match token {
                Token::Open(tag) => self.open(tag),
                Token::Close(name) => self.close(name),
                Token::Text(_) | Token::Raw(_) => {}
            }
        }
    }

    fn open(&mut self, tag: Tag<'a>) {
        self.names.learn(&tag);
        if self.root.is_none() {
            self.root = Some(tag);
        }
        if self.names.is_item(tag.name, self.is_sitemap()) {
            return self.open_item(tag);
        }
        if is_frame(tag.name) {
            return self.open_frame(tag);
        }
        self.n_elements += 1;
        match self.names.meaning(tag.name) {
            Some(meaning) => self.read(tag, meaning),
            None if !tag.is_empty && self.unknown.len() < MAX_UNKNOWN => self.unknown.push(tag.name),
            None => {}
        }
    }

    /// The root or the channel: what it says about language and addresses holds for all in it.
    fn open_frame(&mut self, tag: Tag<'a>) {
        if tag.attributes.is_empty() || self.item.is_some() {
            return;
        }
        if let Some(base) = tag.attribute("xml:base").or_else(|| tag.attribute("base")).and_then(|base| self.base.join(base.trim()).ok()) {
            self.base = base;
        }
        self.feed.lang = self.feed.lang.take().or_else(|| tag.attribute("xml:lang").map(str::to_owned));
        if let Some(href) = tag.attribute("href") {
            let href = self.value(href);
            self.feed.links.push(RawLink { href, ..RawLink::default() });
        }
    }

    fn open_item(&mut self, tag: Tag<'a>) {
        if self.item.is_some() {
            self.faults.n_unclosed += 1;
            self.close_item();
        }
        if self.max_items <= self.feed.items.len() {
            self.is_full = true;
            return;
        }
        let mut item = Item::default();
        item.base = self.own_base(&tag);
        if !tag.attributes.is_empty() {
            item.lang = tag.attribute("xml:lang").map(str::to_owned);
            let told = [("rdf:about", Field::Guid, 4), ("href", Field::Link, 1), ("lastmod", Field::Updated, 4)];
            for (name, field, rank) in told {
                if let Some(value) = tag.attribute(name) {
                    item.take(Meaning { field, rank }, self.value(value));
                }
            }
        }
        self.item = Some(item);
        if tag.is_empty {
            self.close_item();
        }
    }

    /// `xml:base` of an element. More of them than two an item are an attack: nested ones grow quadratically.
    fn own_base(&mut self, tag: &Tag<'_>) -> Option<String> {
        let base = tag.attribute("xml:base").filter(|_| tag.attributes.contains("xml:base"))?;
        self.n_bases += 1;
        let is_trusted = self.n_bases <= 2 * (self.feed.items.len() + 4);
        let base = self.value(base);
        is_trusted.then(|| self.base.join(base.trim()).ok().map(String::from)).flatten()
    }

    fn close(&mut self, name: &'a str) {
        if self.names.is_item(name, self.is_sitemap()) {
            self.close_item();
        } else if is_frame(name) {
            self.unknown.clear();
            self.has_ended |= self.root.is_some_and(|root| root.name.eq_ignore_ascii_case(name));
        } else if let Some(at) = self.unknown.iter().rposition(|open| *open == name) {
            self.unknown.truncate(at);
        }
    }

    fn close_item(&mut self) {
        self.unknown.clear();
        if let Some(item) = self.item.take() {
            self.n_bad_dates += item.n_bad_dates;
            self.feed.items.push(item.finish());
        }
    }

    /// Reads an element that means something.
    fn read(&mut self, tag: Tag<'a>, meaning: Meaning) {
        let rank = if self.unknown.is_empty() { meaning.rank } else { meaning.rank.saturating_add(INNER_RANK) };
        let meaning = Meaning { rank, ..meaning };
        if meaning.field == Field::Link && tag.attributes.contains(['h', 'H']) && self.take_link(&tag, rank) {
            return;
        }
        let is_line = !matches!(meaning.field, Field::Summary | Field::Content | Field::Author | Field::Foreign);
        let Value::Whole(value) = read_field(&mut self.scanner, &self.names, &tag, is_line, &mut self.faults) else {
            self.ends_in_field = true;
            return;
        };
        let value = match () {
            () if tag.attributes.contains("xhtml") => text::without_wrapper(value),
            () if is_base64(&tag) => plain::from_base64(&value).map_or(value, Cow::Owned),
            () => value,
        };
        match meaning.field {
            Field::Foreign => {}
            Field::Author => {
                let name = person(&value);
                self.take(tag, meaning, Cow::Owned(name));
            }
            Field::Content => {
                if let Some(src) = tag.attribute("src") {
                    let link = RawLink { href: self.value(src), rel: Some("via".to_owned()), media_type: None };
                    self.take_linked(rank.saturating_add(6), link);
                }
                self.take(tag, meaning, value);
            }
            Field::Guid => {
                // Only an id that is said to be the address is one where it has no host.
                if tag.attribute("ispermalink").is_some_and(|word| word.eq_ignore_ascii_case("true")) {
                    self.take_linked(rank.saturating_add(7), RawLink { href: value.clone().into_owned(), ..RawLink::default() });
                }
                self.take(tag, meaning, value);
            }
            _ => self.take(tag, meaning, value),
        }
    }

    fn take(&mut self, tag: Tag<'a>, meaning: Meaning, value: Cow<'a, str>) {
        if let Some(item) = &mut self.item {
            return item.take(meaning, value.into_owned());
        }
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match meaning.field {
            Field::Title if meaning.rank < self.title_rank => {
                self.title_rank = meaning.rank;
                self.feed.title = Some(value.to_owned());
            }
            Field::Link => self.feed.links.push(RawLink { href: value.to_owned(), ..RawLink::default() }),
            Field::Language if meaning.rank < INNER_RANK => self.feed.lang = Some(value.to_owned()),
            Field::Author if meaning.rank == 0 && self.author.is_none() => self.author = Some(value.to_owned()),
            Field::Hint => self.hints.take(local(tag.name), value, &mut self.feed),
            _ => {}
        }
    }

    /// A link in the manner of Atom; false where it has no address in its tag.
    fn take_link(&mut self, tag: &Tag<'a>, rank: u8) -> bool {
        let Some(href) = tag.attribute("href") else { return false };
        let href = self.value(href);
        let own = self.own_base(tag).and_then(|base| Url::parse(&base).ok()?.join(href.trim()).ok());
        let rel = tag.attribute("rel").map(|rel| rel.rsplit('/').next().unwrap_or(rel).trim().to_ascii_lowercase());
        let link = RawLink { href: own.map_or(href, String::from), rel, media_type: tag.attribute("type").map(str::to_owned) };
        self.take_linked(rank, link);
        // Its end tag follows at once, or it was left out as in HTML.
        let rest = self.scanner.rest();
        let after = rest.trim_ascii_start();
        if let Some(behind) = after.strip_prefix("</").and_then(|after| after.strip_prefix(tag.name)?.strip_prefix('>')) {
            self.scanner.go_to(self.scanner.at() + rest.len() - behind.len());
        }
        true
    }

    fn take_linked(&mut self, rank: u8, link: RawLink) {
        match &mut self.item {
            Some(item) => item.take_link(rank, link),
            None if rank < INNER_RANK => self.feed.links.push(link),
            None => {}
        }
    }

    /// An attribute's value with its references resolved.
    fn value(&mut self, written: &str) -> String {
        text::unescape(written, &mut self.faults.n_bare).into_owned()
    }

    fn is_sitemap(&self) -> bool {
        self.root.is_some_and(|root| local(root.name) == "urlset")
    }

    fn finish(mut self) -> Result<RawFeed, FeedError> {
        let mut notes = Vec::new();
        self.feed.is_cut = !self.has_ended && !self.is_full;
        self.finish_last_item(&mut notes);
        if self.feed.is_cut && self.feed.items.is_empty() && self.n_elements == 0 {
            return Err(FeedError::Parse { reason: "it breaks off before it says anything".to_owned() });
        }
        if self.is_full {
            notes.push(format!("has more items than allowed; only the first {} were read", self.max_items));
        }
        let counted = [
            (self.faults.n_unclosed, "ended elements that had no end"),
            (self.scanner.n_broken, "ended marks and tags that had no end"),
            (self.faults.n_bare, "read bare & signs as such"),
        ];
        notes.extend(counted.iter().filter(|(n, _)| 0 < *n).map(|(n, what)| format!("{what} ({n})")));
        if 0 < self.n_bad_dates {
            notes.push(format!("dates that are none: {}", self.n_bad_dates));
        }
        self.hints.finish(&mut self.feed);
        // Entries of Atom without an author have the feed's.
        if let Some(author) = self.author.filter(|_| self.root.is_some_and(|root| local(root.name) == "feed")) {
            self.feed.items.iter_mut().filter(|item| item.author.is_none()).for_each(|item| item.author = Some(author.clone()));
        }
        Ok(RawFeed { notes, base: Some(self.base), ..self.feed })
    }

    /// Decides about the item that is open where the text ends, and says so.
    fn finish_last_item(&mut self, notes: &mut Vec<String>) {
        let Some(item) = self.item.take() else {
            notes.extend(self.feed.is_cut.then(|| "breaks off".to_owned()));
            return;
        };
        // Where the text ends between two elements, only end tags are missing; else the last element is half.
        let is_half = self.scanner.ends_in_tag || self.ends_in_field;
        let is_enough = if is_half { item.is_known() } else { self.has_ended || item.says_something() };
        let rest = if is_enough { "what was cut in its last item" } else { "its last item" };
        if is_enough {
            self.feed.items.push(item.finish());
        }
        if self.feed.is_cut {
            notes.push(format!("breaks off; {rest} was left for the next poll"));
        } else {
            self.faults.n_unclosed += 1;
        }
    }
}

/// Whether Atom has the element's text in base64: it says so, or it has a media type that is neither text nor XML.
fn is_base64(tag: &Tag<'_>) -> bool {
    if !tag.attributes.contains('=') {
        return false;
    }
    let is_said = tag.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64"));
    is_said
        || tag.attributes.contains("application/")
            && tag.attribute("type").is_some_and(|kind| kind.starts_with("application/") && !kind.ends_with("xml"))
}

/// Elements around the items.
fn is_frame(name: &str) -> bool {
    let local = local(name);
    ["rss", "channel", "feed", "rdf", "urlset"].iter().any(|frame| frame.eq_ignore_ascii_case(local))
}

/// The name in an author element: its `name`, else its `email`, else its text.
fn person(value: &str) -> String {
    if !value.contains('<') {
        return value.to_owned();
    }
    let mut scanner = Scanner::new(value);
    let (mut name, mut email) = (None, None);
    while let Some(token) = scanner.next() {
        let Token::Open(tag) = token else { continue };
        let found = match local(tag.name) {
            "name" if name.is_none() => &mut name,
            "email" if email.is_none() => &mut email,
            _ => continue,
        };
        if let Value::Whole(text) = read_field(&mut scanner, &Names::default(), &tag, true, &mut Faults::default())
            && !text.trim().is_empty()
        {
            *found = Some(text.into_owned());
        }
    }
    name.or(email).unwrap_or_else(|| value.to_owned())
}
