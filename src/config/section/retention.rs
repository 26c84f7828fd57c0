//! `[retention]`: how long things are kept.

use std::time::Duration;

use super::super::reader::Section;
use super::{days, hours};

/// Ages at which things are deleted; `None` keeps them for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionSettings {
    /// Articles in which no event was found, counted from their first sighting.
    pub articles: Option<Duration>,
    /// Events with their reports and the articles that tell them, counted from their last report.
    pub events: Option<Duration>,
    /// Alerts that were delivered or given up, counted from when they were raised.
    pub alerts: Option<Duration>,
}

impl RetentionSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            articles: section.duration_or_forever("articles", Some(days(90)), hours(1)),
            events: section.duration_or_forever("events", None, hours(1)),
            alerts: section.duration_or_forever("alerts", Some(days(365)), hours(1)),
        }
    }
}
