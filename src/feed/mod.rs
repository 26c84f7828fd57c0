//! Bytes to feed items, the identity of an item, and when to poll next.
//!
//! Everything here is a function of its arguments: no clock, no network, no disk. Bytes go through six steps, one file
//! each: `unpack` undoes compression, `decode` turns them into text whatever the label says, `sniff` tells feeds from pages, `xml` and `json` read what
//! is there, damaged or not, `map` turns what the parser found into plain values, and
//! `identity` decides which items are the same. What a step repaired, dropped or cut is said in the feed's notes.
//!
//! There is one reader, our own, and no library before it. A strict library first means that a feed which it reads has to be read
//! again all the same, to find out whether it left items out without a word, as it does with old namespaces and with items behind
//! the end of the channel; and what runs on most days would not be what the damage tests test. The library serves as a yardstick
//! on clean feeds (`damage_tests`), and the benchmark compares both.
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
    let mut raw = match sniff::sniff(&decoded.text)? {
        sniff::Shape::Xml(xml) => xml::read_xml(xml, base, limits)?,
        sniff::Shape::Json(text) => json::read_json(text, limits)?,
    };
    raw.notes.splice(0..0, decoded.notes);
    Ok(map::map(raw, base, limits, keep))
}
