//! `[fetch]`: article pages.

use std::time::Duration;

use super::super::reader::Section;
use super::{days, hours, minutes, seconds};

/// How article pages are had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchSettings {
    /// Pages fetched at a time.
    pub concurrency: u32,
    /// Largest page in bytes, decompressed.
    pub max_bytes: u64,
    /// Whether robots.txt is honoured.
    pub robots: bool,
    /// How often a page is tried before the feed's own text stands in.
    pub max_tries: u32,
    /// Wait after a first failure; it doubles with each further one.
    pub retry_min: Duration,
    /// Longest wait between two tries.
    pub retry_max: Duration,
}

impl FetchSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            concurrency: section.integer("concurrency", 8, 1..=256),
            max_bytes: section.size("max_size", 5 << 20, 1 << 10..=1 << 28),
            robots: section.flag("robots", true),
            max_tries: section.integer("max_tries", 3, 1..=100),
            retry_min: section.duration("retry_min", minutes(1), seconds(1)..=days(1)),
            retry_max: section.duration("retry_max", hours(1), seconds(1)..=days(7)),
        }
    }
}
