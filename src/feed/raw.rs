//! What a reader finds in a feed, before it is cleaned: the one shape between any reader and the mapper.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

/// A feed as read.
#[derive(Debug, Default)]
pub(super) struct RawFeed {
    /// As written, maybe HTML.
    pub title: Option<String>,
    /// As written, in document order.
    pub links: Vec<RawLink>,
    /// As written.
    pub lang: Option<String>,
    /// From ttl or the syndication module.
    pub min_interval: Option<Duration>,
    /// Hours of the day, UTC.
    pub skip_hours: Vec<i8>,
    /// 1 = Monday to 7 = Sunday.
    pub skip_days: Vec<i8>,
    /// What relative addresses of the whole feed are relative to, where not to its own address.
    pub base: Option<Url>,
    /// The document breaks off.
    pub is_cut: bool,
    /// In document order.
    pub items: Vec<RawItem>,
    /// What was repaired or cut.
    pub notes: Vec<String>,
}

/// An item as read.
#[derive(Debug, Default)]
pub(super) struct RawItem {
    /// The publisher's id.
    pub guid: Option<String>,
    /// As written, in document order.
    pub links: Vec<RawLink>,
    /// As written, maybe HTML.
    pub title: Option<String>,
    /// As written.
    pub author: Option<String>,
    /// Parsed already: the reader knows which element it stood in.
    pub published_at: Option<Timestamp>,
    /// Parsed already.
    pub updated_at: Option<Timestamp>,
    /// As written.
    pub summary: Option<String>,
    /// As written.
    pub content: Option<String>,
    /// As written.
    pub lang: Option<String>,
    /// `xml:base` of the item.
    pub base: Option<String>,
}

/// A link as read.
#[derive(Debug, Default)]
pub(super) struct RawLink {
    /// As written, maybe relative.
    pub href: String,
    /// `alternate` where it is absent.
    pub rel: Option<String>,
    /// Media type.
    pub media_type: Option<String>,
}
