//! HTML to an article's body, title, date, author, language and canonical address.
//!
//! A page is read in one direction, each step bounded by the one before it: bytes to text (`charset`), text to small balanced HTML
//! (`tame`: the step that makes hostile pages cheap), one parse, metadata from that tree and from JSON-LD (`meta`, `json_ld`),
//! other articles (`focus`) and junk elements (`strip`) out of it, readability on what is left (`body`), its blocks (`blocks`) through the cleaning pass
//! (`clean`, with the words of `markers`), the vote of a second extractor (`vote`), tidied text (`tidy`). Pages that stand in front of an article are told apart
//! (`problem`), so that a bot check is never stored as news.
//!
//! A site whose pages are read badly this way gets a rule, as data (`sites`).
//!
//! This room fetches nothing and knows no clock, and it cannot fail: a bad page gives less result and notes.

mod blocks;
mod body;
mod charset;
mod clean;
mod date;
mod focus;
mod fragment;
mod json_ld;
mod markers;
mod meta;
mod page;
mod page_data;
mod problem;
mod sites;
mod strip;
mod tags;
mod tame;
mod tidy;
mod vote;

pub use fragment::{from_feed_html, looks_full, plain_text};
pub use page::{extract_page, extract_page_with, visible_lines};
pub use sites::{SiteFault, SiteFile, SiteRules};

/// What a page may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimits {
    /// Bytes that are read; the rest of the page is cut.
    pub max_bytes: usize,
    /// Elements inside one another; deeper ones are flattened.
    pub max_depth: usize,
    /// Elements altogether; the page is cut after them.
    pub max_elements: usize,
}

impl PageLimits {
    /// Far above what news pages have (the largest of a public benchmark: 1.5 MB, 9,000 elements, depth 60).
    pub const DEFAULT: Self = Self { max_bytes: 8 << 20, max_depth: 120, max_elements: 50_000 };
}

#[cfg(test)]
mod tests;
