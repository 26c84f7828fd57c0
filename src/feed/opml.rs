//! Lists of feeds as OPML: reading what any program wrote, writing OPML 2.0.

use std::fmt::Write as _;
use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::{decode, plain};
use crate::model::{canonical_address, parse_web_address};

/// More feeds than anybody reads; what follows is left out with a fault.
const MAX_FEEDS: usize = 100_000;
/// Folders nested deeper are read as if they were this deep.
const MAX_DEPTH: usize = 16;
/// A longer title is cut.
const MAX_TITLE_BYTES: usize = 4096;
/// Faults kept; the rest is counted.
const MAX_FAULTS: usize = 1000;
/// The namespace of our own attribute.
const NAMESPACE: &str = "urn:rasid:opml";

/// A list of feeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opml {
    /// The title in its head.
    pub title: Option<String>,
    /// The feeds, in document order, each address once.
    pub feeds: Vec<OpmlFeed>,
    /// What could not be used; everything else was.
    pub faults: Vec<OpmlFault>,
}

/// A feed in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpmlFeed {
    /// Where it is polled.
    pub url: Url,
    /// Its name, plain text.
    pub title: Option<String>,
    /// The page it belongs to.
    pub link: Option<String>,
    /// ISO 639-1 code.
    pub lang: Option<String>,
    /// The folders around it and its categories, sorted, each once.
    pub tags: Vec<String>,
    /// The user's own interval.
    pub every: Option<Duration>,
}

/// Something in a list that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct OpmlFault {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, in words.
    pub what: String,
}

/// Reads a list; never fails as a whole, what is wrong with it is in its faults.
pub fn read(bytes: &[u8]) -> Opml {
    let decoded = decode::decode(bytes, None);
    let mut reading = Reading::new(&decoded.text);
    reading.run();
    reading.opml
}

struct Reading<'a> {
    text: &'a str,
    opml: Opml,
    /// One entry for each open outline; nothing for one that is a feed itself.
    folders: Vec<Option<String>>,
    n_too_deep: usize,
    in_title: bool,
    /// As written, with its entities.
    title: String,
    seen: std::collections::HashSet<String>,
    /// Up to where lines have been counted, and how many.
    counted: (usize, usize),
}

impl<'a> Reading<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            opml: Opml::default(),
            folders: Vec::new(),
            n_too_deep: 0,
            in_title: false,
            title: String::new(),
            seen: std::collections::HashSet::new(),
            counted: (0, 1),
        }
    }

    fn run(&mut self) {
        let mut reader = Reader::from_str(self.text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut has_root = false;
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    has_root |= tag.name().as_ref().eq_ignore_ascii_case("opml");
                    self.start(&tag, at, false);
                }
                Ok(Event::Empty(tag)) => self.start(&tag, at, true),
                Ok(Event::End(tag)) => self.end(tag.name().as_ref()),
                Ok(Event::Text(text)) if self.in_title => self.title.push_str(&text),
                Ok(Event::GeneralRef(name)) if self.in_title => self.title.extend(["&", name.as_ref(), ";"]),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    self.fault(at, format!("reading stops here: {error}"));
                    break;
                }
            }
            if MAX_FEEDS <= self.opml.feeds.len() {
                self.fault(at, format!("only the first {MAX_FEEDS} feeds were read"));
                break;
            }
        }
        self.opml.title = plain::plain_line(&self.title[..self.title.floor_char_boundary(MAX_TITLE_BYTES)]);
        if !has_root {
            self.fault(0, "this is not an OPML list (no <opml> element)".to_owned());
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize, is_empty: bool) {
        let name = tag.name();
        if name.as_ref().eq_ignore_ascii_case("title") {
            self.in_title = !is_empty;
        }
        if !name.as_ref().eq_ignore_ascii_case("outline") {
            return;
        }
        let attributes = attributes_of(tag);
        let get = |wanted: &str| {
            attributes.iter().find(|(name, value)| name.eq_ignore_ascii_case(wanted) && !value.is_empty()).map(|(_, value)| value.as_str())
        };
        let title = get("title")
            .or_else(|| get("text"))
            .map(|title| &title[..title.floor_char_boundary(MAX_TITLE_BYTES)])
            .and_then(plain::plain_line);
        match get("xmlUrl").or_else(|| get("url").filter(|_| get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("rss")))) {
            Some(address) => {
                self.feed(address, title, &get, at);
                self.open(None, is_empty);
            }
            None => {
                if get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("rss") || kind.eq_ignore_ascii_case("atom")) {
                    self.fault(at, format!("the feed {:?} has no xmlUrl", title.clone().unwrap_or_default()));
                }
                self.open(title.as_deref().and_then(tag_text), is_empty);
            }
        }
    }

    fn open(&mut self, folder: Option<String>, is_empty: bool) {
        match is_empty {
            true => {}
            false if MAX_DEPTH <= self.folders.len() => self.n_too_deep += 1,
            false => self.folders.push(folder),
        }
    }

    fn end(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("title") {
            self.in_title = false;
        } else if name.eq_ignore_ascii_case("outline") {
            match self.n_too_deep {
                0 => drop(self.folders.pop()),
                _ => self.n_too_deep -= 1,
            }
        }
    }

    fn feed<'b>(&mut self, address: &str, title: Option<String>, get: &impl Fn(&str) -> Option<&'b str>, at: usize) {
        let url = match parse_web_address(address) {
            Ok(url) => url,
            Err(error) => return self.fault(at, format!("{:?} left out: {error}", title.unwrap_or_default())),
        };
        if !self.seen.insert(canonical_address(&url)) {
            return self.fault(at, format!("{url} stands in the list twice"));
        }
        let written = get("rasid:every").or_else(|| get("every"));
        let every = written.and_then(parse_every);
        if let (Some(written), None) = (written, every) {
            self.fault(at, format!("the interval {written:?} of {url} is not one; valid: 90s, 15m, 2h, 1d"));
        }
        let categories = get("category").into_iter().flat_map(|list| list.split(','));
        let mut tags: Vec<String> = self.folders.iter().flatten().cloned().chain(categories.filter_map(tag_text)).collect();
        tags.sort();
        tags.dedup();
        let lang = get("language").map(|tag| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase());
        let lang = lang.filter(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()));
        self.opml.feeds.push(OpmlFeed { url, title, link: get("htmlUrl").map(str::to_owned), lang, tags, every });
    }

    fn fault(&mut self, at: usize, what: String) {
        if self.opml.faults.len() < MAX_FAULTS {
            let line = self.line_of(at);
            self.opml.faults.push(OpmlFault { line, what });
        }
    }

    /// The line of a byte; bytes come in ascending order but for the last fault, so each is looked at once.
    fn line_of(&mut self, at: usize) -> usize {
        let (from, line) = self.counted;
        if at < from {
            return 1;
        }
        let at = at.min(self.text.len());
        let line = line + self.text.as_bytes()[from..at].iter().filter(|&&byte| byte == b'\n').count();
        self.counted = (at, line);
        line
    }
}

/// The attributes, as far as they can be read, with entities resolved where they are entities.
fn attributes_of(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut attributes = tag.html_attributes();
    attributes
        .with_checks(false)
        .flatten()
        .take(64)
        .map(|attribute| (attribute.key.as_ref().to_owned(), unescape(attribute.value.as_ref())))
        .collect()
}

/// Resolves XML's own entities; anything else, above all the bare `&` of addresses, stays.
fn unescape(value: &str) -> String {
    let value = value.trim();
    match quick_xml::escape::unescape(value) {
        Ok(text) => text.into_owned(),
        Err(_) => value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&"),
    }
}

/// A tag as it may stand in a list of categories: no comma, no slash before it.
fn tag_text(text: &str) -> Option<String> {
    let text = text.replace(',', " ");
    let text = text.trim().trim_start_matches('/').split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Reads an interval such as `90s`, `15m`, `2h`, `1d`.
fn parse_every(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits_end = text.find(|c: char| !c.is_ascii_digit())?;
    let n: u64 = text[..digits_end].parse().ok()?;
    let unit = match text[digits_end..].trim() {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    n.checked_mul(unit).filter(|&seconds| 0 < seconds).map(Duration::from_secs)
}

fn format_every(every: Duration) -> String {
    let seconds = every.as_secs();
    let units = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];
    let (unit, letter) = units.into_iter().find(|(unit, _)| seconds.is_multiple_of(*unit)).unwrap_or((1, "s"));
    format!("{}{letter}", seconds / unit)
}

/// Writes the feeds as OPML 2.0, one outline a line, tags as categories. Reading it gives the same feeds.
pub fn write(title: &str, feeds: &[OpmlFeed]) -> String {
    let mut out = String::with_capacity(256 * (feeds.len() + 1));
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = writeln!(out, "<opml version=\"2.0\" xmlns:rasid=\"{NAMESPACE}\">");
    let _ = writeln!(out, "  <head>\n    <title>{}</title>\n  </head>\n  <body>", escape(title));
    for feed in feeds {
        let name = feed.title.as_deref().unwrap_or(feed.url.as_str());
        let _ = write!(out, "    <outline type=\"rss\" text=\"{0}\" title=\"{0}\" xmlUrl=\"{1}\"", escape(name), escape(feed.url.as_str()));
        let every = feed.every.map(format_every);
        let categories = (!feed.tags.is_empty()).then(|| feed.tags.iter().map(|tag| tag.replace(',', " ")).collect::<Vec<_>>().join(","));
        let optional = [
            ("htmlUrl", feed.link.as_deref()),
            ("language", feed.lang.as_deref()),
            ("category", categories.as_deref()),
            ("rasid:every", every.as_deref()),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                let _ = write!(out, " {name}=\"{}\"", escape(value));
            }
        }
        out.push_str("/>\n");
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

/// Escapes text for an attribute or an element, and leaves out what XML cannot hold.
fn escape(text: &str) -> String {
    let clean: String = text.chars().filter(|&c| ' ' <= c).collect();
    quick_xml::escape::escape(clean.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_tags_and_faults_are_told() {
        let list = read(
            b"<?xml version='1.0'?>\n<opml version=\"1.0\"><head><title>Mine &amp; yours</title></head><body>\n\
            <outline text='News'><outline text=\"\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\">\n\
            <outline type='rss' text='A' xmlUrl='https://a.example/?x=1&y=2' htmlUrl='https://a.example/' language='ar-EG' category='/x,b'/>\n\
            <outline text='B' xmlurl='b.example/feed' every='15m'></outline></outline></outline>\n\
            <outline type='rss' text='C'/>\n<outline text='D' xmlUrl='ftp://d.example'/>\n<outline text='A2' xmlUrl='https://a.example/?x=1&amp;y=2'/>\n\
            <outline text='E' xmlUrl='https://e.example/' every='often'/></body></opml>",
        );
        assert_eq!(list.title.as_deref(), Some("Mine & yours"));
        let addresses: Vec<&str> = list.feeds.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(addresses, ["https://a.example/?x=1&y=2", "https://b.example/feed", "https://e.example/"]);
        assert_eq!(list.feeds[0].tags, ["News", "b", "x", "عربي"]);
        assert_eq!(list.feeds[0].lang.as_deref(), Some("ar"));
        assert_eq!(list.feeds[1].every, Some(Duration::from_secs(900)));
        assert!(list.feeds[2].tags.is_empty());
        let faults: Vec<String> = list.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults.len(), 4);
        assert_eq!(faults[0], "line 6: the feed \"C\" has no xmlUrl");
        assert_eq!(faults[1], "line 7: \"D\" left out: ftp: addresses cannot be fetched; valid: http, https");
        assert_eq!(faults[2], "line 8: https://a.example/?x=1&y=2 stands in the list twice");
        assert_eq!(faults[3], "line 9: the interval \"often\" of https://e.example/ is not one; valid: 90s, 15m, 2h, 1d");
    }

    #[test]
    fn a_list_round_trips() {
        let feed = |url: &str, every| OpmlFeed {
            url: Url::parse(url).expect("an address"),
            title: Some("وكالة <\"A\" & 'B'>".to_owned()),
            link: Some("https://a.example/?a=1&b=2".to_owned()),
            lang: Some("ar".to_owned()),
            tags: vec!["agency".to_owned(), "two words".to_owned()],
            every,
        };
        let feeds = vec![feed("https://a.example/?a=1&b=2", Some(Duration::from_secs(5400))), feed("https://b.example/", None)];
        let list = read(write("My feeds", &feeds).as_bytes());
        assert_eq!(list, Opml { title: Some("My feeds".to_owned()), feeds, faults: Vec::new() });
    }

    #[test]
    fn hostile_lists_are_bounded() {
        let deep = format!("<opml><body>{}<outline xmlUrl='https://a.example/'/>", "<outline text='x'>".repeat(50_000));
        let list = read(deep.as_bytes());
        assert_eq!(list.feeds[0].tags, ["x"]);
        assert!(!read(b"<html>").faults.is_empty());
        assert!(!read(b"").faults.is_empty());
    }

    #[test]
    fn intervals_round_trip() {
        for text in ["90s", "15m", "2h", "1d"] {
            assert_eq!(parse_every(text).map(format_every).as_deref(), Some(text));
        }
        assert_eq!(parse_every("0m"), None);
        assert_eq!(parse_every("15"), None);
    }
}
