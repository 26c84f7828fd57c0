//! How a feed compares with its standard: what a strict reader would trip over, and what a news reader misses.
//!
//! The feed is looked at twice: as a document, whose elements are counted whatever they mean, and as items, after reading.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::unpack::unpack;
use super::xml::{Counted, count_elements};
use super::{Limits, decode, sniff};
use crate::model::ParsedFeed;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Worth knowing.
    Note,
    /// Readers differ in what they make of it, or something useful is missing.
    Warning,
    /// Against the standard: strict readers lose something by it.
    Error,
}

impl Weight {
    /// The word under which it is shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing about a feed that its publisher or its reader should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub weight: Weight,
    /// In words.
    pub what: String,
}

/// What was found out about a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The standard that it follows, such as `RSS 2.0`.
    pub standard: String,
    /// What is wrong or missing, the heaviest first.
    pub findings: Vec<Finding>,
}

/// Compares a feed that could be read with the standard it claims to follow.
///
/// `parsed` is what was read from `bytes`, repeats included; its notes are not repeated here.
pub fn audit(bytes: &[u8], content_type: Option<&str>, parsed: &ParsedFeed) -> Audit {
    let unpacked = unpack(bytes, Limits::default().max_unpacked_bytes).unwrap_or_default();
    let decoded = decode::decode(&unpacked, content_type);
    let mut findings = Findings::default();
    if matches!(unpacked, Cow::Owned(_)) {
        findings.add(Weight::Note, "it is a compressed file, which few readers unpack");
    }
    let standard = match sniff::sniff(&decoded.text) {
        Ok(sniff::Shape::Xml(xml)) => {
            let counted = count_elements(xml);
            let standard = xml_standard(&counted);
            check_well_formed(&decoded.text, &mut findings);
            check_xml(&counted, standard, &mut findings);
            standard.to_owned()
        }
        Ok(sniff::Shape::Json(text)) => {
            if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
                findings.add(Weight::Error, "it is no valid JSON");
            }
            if !text.contains("jsonfeed.org/version/") {
                findings.add(Weight::Error, "it names no version of JSON Feed");
            }
            "JSON Feed".to_owned()
        }
        Err(_) => "unknown".to_owned(),
    };
    check_media_type(content_type, &mut findings);
    check_items(parsed, &mut findings);
    findings.0.sort_by_key(|finding| std::cmp::Reverse(finding.weight));
    Audit { standard, findings: findings.0 }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, weight: Weight, what: &str) {
        self.0.push(Finding { weight, what: what.to_owned() });
    }

    /// Adds the finding with its number where there is any.
    fn add_some(&mut self, weight: Weight, n: usize, of: usize, what: &str) {
        if 0 < n {
            self.0.push(Finding { weight, what: format!("{n} of {of} items {what}") });
        }
    }
}

fn xml_standard(counted: &Counted<'_>) -> &'static str {
    let root = counted.root.to_ascii_lowercase();
    let version = counted.version.unwrap_or_default();
    match root.as_str() {
        "feed" if version == "0.3" || counted.namespace.is_some_and(|name| name.contains("purl.org/atom")) => {
            "Atom 0.3, which was never a standard"
        }
        "feed" | "entry" => "Atom 1.0",
        "rdf" if counted.namespace.is_some_and(|name| name.contains("netscape")) => "RSS 0.90",
        "rdf" => "RSS 1.0",
        "urlset" => "a news sitemap",
        "channel" => "CDF or RSS without its root",
        "rss" if version.starts_with("0.9") => "RSS 0.91 to 0.94",
        _ => "RSS 2.0",
    }
}

fn check_well_formed(text: &str, findings: &mut Findings) {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return,
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.attributes().any(|attribute| attribute.is_err()) => {
                return findings.add(Weight::Error, &format!("not well-formed XML: bad attributes at byte {}", reader.buffer_position()));
            }
            Ok(_) => {}
            Err(error) => return findings.add(Weight::Error, &format!("not well-formed XML at byte {}: {error}", reader.error_position())),
        }
    }
}

fn check_xml(counted: &Counted<'_>, standard: &str, findings: &mut Findings) {
    let n_items = counted.n_items;
    let (of_feed, of_item): (&[&str], &[&str]) = match standard {
        "Atom 1.0" => (&["id", "title", "updated"], &["id", "title", "updated"]),
        "RSS 2.0" => (&["title", "link", "description"], &[]),
        "RSS 1.0" => (&["title", "link", "description"], &["title", "link"]),
        _ => (&["title"], &[]),
    };
    if standard == "RSS 2.0" && counted.version != Some("2.0") {
        findings.add(Weight::Warning, "the root names no version 2.0");
    }
    if standard == "Atom 1.0" && counted.namespace != Some("http://www.w3.org/2005/Atom") {
        findings.add(Weight::Error, "the namespace is not http://www.w3.org/2005/Atom");
    }
    if counted.root != "entry" && counted.root != "urlset" {
        for name in of_feed.iter().filter(|name| !counted.of_feed.contains(**name)) {
            findings.add(Weight::Error, &format!("the feed has no <{name}>"));
        }
    }
    for name in of_item {
        findings.add_some(Weight::Error, n_items - counted.items_with(name), n_items, &format!("have no <{name}>"));
    }
    let is_rss = standard.starts_with("RSS");
    let is_wrong = |text: &&str| match is_rss {
        true => DateTimeParser::new().parse_timestamp(text.trim()).is_err(),
        false => text.trim().parse::<Timestamp>().is_err(),
    };
    let wrong: Vec<&str> = counted.dates.iter().copied().filter(is_wrong).collect();
    if let Some(first) = wrong.first() {
        let form = if is_rss { "RFC 822" } else { "RFC 3339" };
        findings.add(Weight::Error, &format!("{} dates are not as {form} has them, such as \"{}\"", wrong.len(), first.trim()));
    }
}

fn check_media_type(content_type: Option<&str>, findings: &mut Findings) {
    let Some(content_type) = content_type else { return };
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !kind.contains("xml") && !kind.contains("json") {
        findings.add(Weight::Warning, &format!("it is served as {kind}, which is no type of a feed"));
    }
}

fn check_items(parsed: &ParsedFeed, findings: &mut Findings) {
    let items = &parsed.items;
    let n = items.len();
    if n == 0 {
        findings.add(Weight::Warning, "it has no items");
    }
    let lacking = |is_lacking: fn(&crate::model::FeedItem) -> bool| items.iter().filter(|item| is_lacking(item)).count();
    findings.add_some(
        Weight::Error,
        lacking(|item| item.title.is_none() && item.summary.is_none() && item.content.is_none()),
        n,
        "say nothing",
    );
    findings.add_some(Weight::Warning, lacking(|item| item.link.is_none()), n, "lead nowhere");
    findings.add_some(Weight::Warning, lacking(|item| item.guid.is_none()), n, "have no id of their own");
    findings.add_some(
        Weight::Warning,
        lacking(|item| item.published_at.is_none() && item.updated_at.is_none()),
        n,
        "have no date that can be read",
    );
    findings.add_some(Weight::Note, lacking(|item| item.content.is_none() && item.summary.is_none()), n, "have a title and no text");
    if parsed.lang.is_none() {
        findings.add(Weight::Note, "it does not say its language");
    }
    if parsed.link.is_none() {
        findings.add(Weight::Note, "it names no web page");
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::feed::parse_all;

    fn findings(text: &str) -> (String, Vec<String>) {
        let base = Url::parse("https://a.example/").expect("an address");
        let parsed = parse_all(text.as_bytes(), None, &base, &Limits::default()).expect("a feed");
        let audit = audit(text.as_bytes(), None, &parsed);
        (audit.standard, audit.findings.into_iter().map(|finding| format!("{}: {}", finding.weight.as_str(), finding.what)).collect())
    }

    #[test]
    fn a_sound_feed_has_no_faults() {
        let sound = "<rss version=\"2.0\"><channel><title>F</title><link>https://a.example/</link><description>D</description><language>en</language>\
            <item><title>A</title><link>https://a.example/1</link><guid>https://a.example/1</guid><description>S</description>\
            <pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>";
        assert_eq!(findings(sound), ("RSS 2.0".to_owned(), Vec::new()));
    }

    #[test]
    fn faults_are_named_the_heaviest_first() {
        let (standard, found) = findings(
            "<feed xmlns='https://www.w3.org/2005/Atom'><title>F</title><entry><title>A</titel><updated>23.11.2026</updated></entry></feed>",
        );
        assert_eq!(standard, "Atom 1.0");
        assert!(found[0].starts_with("error: not well-formed XML"));
        for wanted in [
            "error: the namespace is not",
            "error: the feed has no <id>",
            "error: 1 dates are not as RFC 3339",
            "warning: 1 of 1 items lead nowhere",
        ] {
            assert!(found.iter().any(|finding| finding.starts_with(wanted)), "{wanted}: {found:?}");
        }
    }
}
