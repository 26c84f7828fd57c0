//! XML text to a [`RawFeed`]: the parser first, the repaired text where the parser stumbles or leaves items out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use super::raw::{RawFeed, RawItem, RawLink};
use super::{FeedError, Limits, dates, header, repair};

/// More `xml:base` attributes than this, and than two an item, are an attack: nested relative ones grow quadratically.
const MAX_TRUSTED_BASES: usize = 400;
/// A tag with longer attributes is not shown to feed-rs, which compares each of them with all before it.
const MAX_TAG_BYTES: usize = 4 * 1024;

/// What a quick look at the text tells before it is parsed.
struct Survey {
    /// Up to one more than allowed; the look ends there.
    n_items: usize,
    /// Where the first item begins; the length of the text where there is none.
    first_item: usize,
    /// feed-rs may have it as it stands: well formed, not too long, and no tag made to waste its time.
    is_tame: bool,
}

/// Reads an XML feed that begins at its root element.
///
/// # Errors
/// [`FeedError::Parse`] where neither the text nor its repaired form is readable.
pub(super) fn read_xml(xml: &str, base: &Url, limits: &Limits) -> Result<RawFeed, FeedError> {
    let survey = survey(xml, limits.max_items);
    let direct = if survey.is_tame { parse_with_feed_rs(xml, base) } else { Err("not tried as it stands".to_owned()) };
    let mut feed = match direct {
        Ok(feed) if survey.n_items <= feed.items.len() => feed,
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
    header::read_header(&xml[..survey.first_item], &mut feed);
    Ok(feed)
}

/// Walks over the tags without building anything: counts the items, so that it is noticed when a parser leaves some out,
/// and finds what feed-rs must not be given.
fn survey(xml: &str, max_items: usize) -> Survey {
    let mut reader = Reader::from_str(xml);
    let mut survey = Survey { n_items: 0, first_item: xml.len(), is_tame: true };
    let mut n_bases = 0;
    let mut element = String::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        let event = reader.read_event();
        let tag = match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => tag,
            Ok(Event::Eof) => break,
            Ok(Event::Text(text)) if !breaks_feed_rs(&element, &text) => continue,
            Ok(Event::CData(text)) if !breaks_feed_rs(&element, &text) => continue,
            Ok(Event::Text(_) | Event::CData(_)) | Err(_) => {
                survey.is_tame = false;
                break;
            }
            Ok(_) => continue,
        };
        tag.local_name().as_ref().clone_into(&mut element);
        if matches!(element.as_str(), "item" | "entry") {
            survey.n_items += 1;
            survey.first_item = survey.first_item.min(at);
        }
        let attributes = tag.attributes_raw();
        n_bases += usize::from(attributes.contains("xml:base"));
        let is_wasteful = MAX_TAG_BYTES < attributes.len() || MAX_TRUSTED_BASES.min(survey.n_items * 2 + 8) < n_bases;
        if is_wasteful || max_items < survey.n_items {
            survey.is_tame = false;
            break;
        }
    }
    survey
}

/// Whether feed-rs is known to panic on this text: it cuts at e-mail addresses by bytes and unwraps the digits of times.
fn breaks_feed_rs(element: &str, text: &str) -> bool {
    match element {
        "author" | "creator" | "managingEditor" | "webMaster" | "owner" | "name" => !text.is_ascii() && text.contains('@'),
        "duration" => 20 < text.len(),
        _ => false,
    }
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
