//! `[poll]`: when feeds are asked, and how much of them is taken.

use std::time::Duration;

use super::super::reader::Section;
use super::{days, minutes, seconds};

/// Pace and limits of polling.
#[derive(Debug, Clone, PartialEq)]
pub struct PollSettings {
    /// The shortest interval that rasid chooses by itself.
    pub min_interval: Duration,
    /// The interval of a feed whose own pace is not known yet.
    pub default_interval: Duration,
    /// The longest interval, whatever the feed or its server asks for.
    pub max_interval: Duration,
    /// The shortest interval that a user may set for one feed.
    pub min_every: Duration,
    /// Share of the interval by which a poll is moved at random, so that feeds do not all come at once: 0 to 0.5.
    pub jitter: f64,
    /// Wait after a first failure; it doubles with each further one.
    pub backoff_min: Duration,
    /// Longest wait after failures; there is no end to trying.
    pub backoff_max: Duration,
    /// Feeds polled at a time.
    pub concurrency: u32,
    /// Largest feed in bytes, decompressed.
    pub max_bytes: u64,
    /// Most items taken from one feed at one poll, the first in the document.
    pub max_items: u32,
    /// Polls in a row that must be redirected permanently before the stored address changes.
    pub move_after: u32,
    /// A feed whose habit is not known and that brought nothing new for so long is reported as quiet.
    pub quiet_after: Duration,
}

impl PollSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        let interval = seconds(1)..=days(7);
        let settings = Self {
            min_interval: section.duration("min_interval", minutes(5), interval.clone()),
            default_interval: section.duration("default_interval", minutes(15), interval.clone()),
            max_interval: section.duration("max_interval", days(1), interval.clone()),
            min_every: section.duration("min_every", minutes(1), interval),
            jitter: section.number("jitter", 0.1, 0.0..=0.5),
            backoff_min: section.duration("backoff_min", minutes(5), seconds(1)..=days(1)),
            backoff_max: section.duration("backoff_max", days(1), seconds(1)..=days(7)),
            concurrency: section.integer("concurrency", 16, 1..=512),
            max_bytes: section.size("max_size", 15 << 20, 1 << 10..=1 << 30),
            max_items: section.integer("max_items", 5_000, 1..=1_000_000),
            move_after: section.integer("move_after", 3, 1..=100),
            quiet_after: section.duration("quiet_after", days(14), minutes(1)..=days(3650)),
        };
        let ordered = [
            ("default_interval", "min_interval", settings.min_interval <= settings.default_interval),
            ("max_interval", "default_interval", settings.default_interval <= settings.max_interval),
            ("backoff_max", "backoff_min", settings.backoff_min <= settings.backoff_max),
        ];
        for (long, short, in_order) in ordered {
            if !in_order {
                let at = if section.has(long) { long } else { short };
                section.fault_at(at, format!("`poll.{long}` is shorter than `poll.{short}`; valid: the same or longer"));
            }
        }
        settings
    }
}
