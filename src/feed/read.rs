//! XML text to a [`RawFeed`]: the parser first, the repaired text where the parser stumbles or leaves items out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use aho_corasick::AhoCorasick;
use jiff::Timestamp;
use url::Url;

use super::raw::{RawFeed, RawItem, RawLink};
use super::{FeedError, Limits, dates, header, repair};

/// More `xml:base` attributes than this, and than two an item, are an attack: nested relative ones grow quadratically.
const MAX_TRUSTED_BASES: usize = 400;

/// What a quick look at the text tells before it is parsed.
struct Survey {
    n_items: usize,
    n_bases: usize,
    /// Where the first item begins; the length of the text where there is none.
    first_item: usize,
    /// Where the first item over the limit begins.
    cut_at: Option<usize>,
}

/// Reads an XML feed that begins at its root element.
///
/// # Errors
/// [`FeedError::Parse`] where neither the text nor its repaired form is readable.
pub(super) fn read_xml(xml: &str, base: &Url, limits: &Limits) -> Result<RawFeed, FeedError> {
    let survey = survey(xml, limits.max_items);
    let is_whole = survey.cut_at.is_none();
    let is_tame = survey.n_bases <= MAX_TRUSTED_BASES.min(survey.n_items * 2 + 8);
    let n_expected = survey.n_items.min(limits.max_items);
    let direct = if is_whole && is_tame { parse_with_feed_rs(xml, base) } else { Err("not tried as it stands".to_owned()) };
    let mut feed = match direct {
        Ok(feed) if n_expected <= feed.items.len() => feed,
        direct => {
            let repaired = repair::repair(xml, limits.max_items);
            match (direct, parse_with_feed_rs(&repaired.text, base)) {
                (Ok(direct), Ok(mended)) if mended.items.len() <= direct.items.len() => direct,
                (Ok(direct), Err(_)) => direct,
                (_, Ok(mended)) => RawFeed { notes: repaired.notes, ..mended },
                (Err(_), Err(reason)) => return Err(FeedError::Parse { reason }),
            }
        }
    };
    if survey.cut_at.is_some() {
        feed.notes.push(format!("has {} items; only the first {} were read", survey.n_items, limits.max_items));
    }
    header::read_header(&xml[..survey.first_item], &mut feed);
    Ok(feed)
}

/// Counts items without parsing: enough to notice that a parser left some out, and where to stop.
fn survey(xml: &str, max_items: usize) -> Survey {
    static MARKS: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(["<![CDATA[", "<item", "<entry", ":item", ":entry", "xml:base"]).ok());
    let mut survey = Survey { n_items: 0, n_bases: 0, first_item: xml.len(), cut_at: None };
    let Some(marks) = MARKS.as_ref() else { return survey };
    let mut from = 0;
    while let Some(found) = marks.find(aho_corasick::Input::new(xml).range(from..)) {
        from = found.end();
        match found.pattern().as_usize() {
            0 => from = xml[from..].find("]]>").map_or(xml.len(), |at| from + at + 3),
            5 => survey.n_bases += 1,
            pattern => {
                let ends_name = matches!(xml.as_bytes().get(found.end()), Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
                let start = if pattern < 3 { Some(found.start()) } else { prefixed_start(xml, found.start()) };
                let Some(start) = start.filter(|_| ends_name) else { continue };
                survey.n_items += 1;
                survey.first_item = survey.first_item.min(start);
                if survey.n_items == max_items + 1 {
                    survey.cut_at = Some(start);
                }
            }
        }
    }
    survey
}

/// Where the tag begins whose name has its colon at `colon`, if it is a start tag at all.
fn prefixed_start(xml: &str, colon: usize) -> Option<usize> {
    let prefix = xml.as_bytes()[..colon].iter().rev().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let at = colon.checked_sub(prefix + 1)?;
    (0 < prefix && xml.as_bytes()[at] == b'<').then_some(at)
}

/// Runs feed-rs behind a wall: it panics on some author strings and durations.
fn parse_with_feed_rs(xml: &str, base: &Url) -> Result<RawFeed, String> {
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(base.as_str()))
        .sanitize_content(false)
        // Its own ids are random where guid and link are missing; identity is ours to decide.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(|text| dates::parse_date(text).map(|at| to_system_time(at).into()))
        .build();
    match catch_unwind(AssertUnwindSafe(|| parser.parse(xml.as_bytes()))) {
        Ok(Ok(feed)) => Ok(convert(feed)),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the parser broke down on it".to_owned()),
    }
}

/// The way into the parser's time library: no year before 1990 gets here, so the count is never negative.
fn to_system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.as_millisecond()).unwrap_or_default())
}

fn convert(feed: feed_rs::model::Feed) -> RawFeed {
    RawFeed {
        title: feed.title.map(|text| text.content),
        links: feed.links.into_iter().map(convert_link).collect(),
        lang: feed.language,
        min_interval: feed.ttl.and_then(header::minutes),
        items: feed.entries.into_iter().map(convert_item).collect(),
        ..RawFeed::default()
    }
}

fn convert_item(entry: feed_rs::model::Entry) -> RawItem {
    let published_at = entry.published.and_then(|at| Timestamp::from_millisecond(at.timestamp_millis()).ok());
    let updated_at = entry.updated.and_then(|at| Timestamp::from_millisecond(at.timestamp_millis()).ok());
    RawItem {
        guid: Some(entry.id),
        links: entry.links.into_iter().map(convert_link).collect(),
        title: entry.title.map(|text| text.content),
        author: entry.authors.into_iter().find_map(|person| person.name.or(person.email)),
        published_at,
        // For RSS the parser repeats the date of publication here.
        updated_at: updated_at.filter(|_| updated_at != published_at),
        summary: entry.summary.map(|text| text.content),
        content: entry.content.and_then(|content| content.body),
        lang: entry.language,
        base: entry.base,
    }
}

fn convert_link(link: feed_rs::model::Link) -> RawLink {
    RawLink { href: link.href, rel: link.rel, media_type: link.media_type, is_comments: link.target.is_some() }
}
