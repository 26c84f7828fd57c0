//! Bytes to feed items, the identity of an item, and when to poll next.
//!
//! Everything here is a function of its arguments: no clock, no network, no disk. Bytes go through six steps, one file
//! each: `unpack` undoes compression, `decode` turns them into text whatever the label says, `sniff` tells feeds from pages, `xml` and `json` read what
//! is there, damaged or not, `map` turns what the parser found into plain values, and
//! `identity` decides which items are the same. What a step repaired, dropped or cut is said in the feed's notes.
//!
//! There is one reader, our own, and no library before it. Read strictly first (feed-rs 3.0), 35 of the 641 feeds of four public
//! test suites (gofeed, node-feedparser, rss-parser, NetNewsWire) give an error, and 62 fewer items than stand in them without one:
//! old namespaces, items behind the end of the channel, single elements that cost the feed. So whatever the library reads would have to be read a
//! second time to know whether it had left something out, at the whole cost of both, and that second reading already has the answer: on these
//! feeds it finds 2,874 items where the library finds 2,577, and never fewer in any. It is also no slower (`cargo bench --bench feed` measures both
//! on clean feeds), and what runs on most days is then what the damage tests test. The library is their yardstick on clean feeds (`damage_tests`).
//!
//! This room does not fetch, does not store, and never decides on its own what time it is.

mod audit;
#[cfg(test)]
mod damage_tests;
mod date_words;
mod dates;
mod decode;
pub mod discover;
mod error;
mod header;
pub mod health;
mod identity;
mod json;
mod map;
pub mod opml;
mod plain;
mod raw;
pub mod schedule;
mod sniff;
#[cfg(test)]
mod tests;
mod unpack;
mod xml;

use url::Url;

use self::identity::Keep;
use crate::model::ParsedFeed;
use crate::text::no_text;

pub use audit::{Audit, Finding, Weight, audit};
pub use dates::parse_date;
pub use discover::{FoundFeed, common_feed_addresses, discover, looks_like_html};
pub use error::FeedError;

/// What one feed may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Items read; the rest is left out with a note.
    pub max_items: usize,
    /// Bytes kept of one title, summary or content; the rest is cut with a note.
    pub max_field_bytes: usize,
    /// Bytes that a compressed file may give.
    pub max_unpacked_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_items: 10_000, max_field_bytes: 1 << 20, max_unpacked_bytes: 15 << 20 }
    }
}

/// Reads a feed of any kind: RSS 0.9x to 2.0, RSS 1.0, Atom, CDF, news sitemaps, JSON Feed, damaged or
/// not.
///
/// `content_type` is the HTTP header as received and only a hint; `base` is the address the bytes came from, against which
/// relative addresses are resolved. Bytes beyond what `limits` allow are not read further, and say so in the notes.
///
/// # Errors
/// [`FeedError`] where the bytes are no feed at all or nothing could be recovered; a feed without items is no error.
pub fn parse(bytes: &[u8], content_type: Option<&str>, base: &Url, limits: &Limits) -> Result<ParsedFeed, FeedError> {
    read(bytes, content_type, base, limits, Keep::Distinct)
}

/// Reads a feed as [`parse`] does, with every item that stands in it: repeats and items without content too, which are
/// not worth storing but worth seeing.
///
/// # Errors
/// Those of [`parse`].
pub fn parse_all(bytes: &[u8], content_type: Option<&str>, base: &Url, limits: &Limits) -> Result<ParsedFeed, FeedError> {
    read(bytes, content_type, base, limits, Keep::All)
}

fn read(bytes: &[u8], content_type: Option<&str>, base: &Url, limits: &Limits, keep: Keep) -> Result<ParsedFeed, FeedError> {
    let bytes = unpack::unpack(bytes, limits.max_unpacked_bytes)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FeedError::Empty);
    }
    let decoded = decode::decode(&bytes, content_type);
    let shape = sniff::sniff(&decoded.text).map_err(|error| called_by_name(error, &bytes));
    let mut raw = match shape? {
        sniff::Shape::Xml(xml) => xml::read_xml(xml, base, limits)?,
        sniff::Shape::Json(text) => json::read_json(text, limits)?,
    };
    raw.notes.splice(0..0, decoded.notes);
    Ok(map::map(raw, base, limits, keep))
}

/// Says of bytes that are no feed what they are, where they are no text at all.
fn called_by_name(error: FeedError, bytes: &[u8]) -> FeedError {
    /// As much as is looked at.
    const START_BYTES: usize = 4_096;
    // Decoding has left the control characters out that give noise away.
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(START_BYTES)]);
    match (error, no_text(bytes, &start)) {
        (FeedError::NotAFeed { .. }, Some(found)) => FeedError::NotAFeed { found: found.to_owned() },
        (error, _) => error,
    }
}
