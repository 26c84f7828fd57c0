//! `[daemon]`: the running program.

use std::time::Duration;

use super::super::reader::Section;
use super::{hours, minutes, seconds};

/// How the stages are driven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaemonSettings {
    /// How long running units may take to finish after a first signal to stop.
    pub shutdown_timeout: Duration,
    /// How often a stage looks for due work when nobody nudges it.
    pub wake_interval: Duration,
    /// How often the retention limits are applied.
    pub prune_interval: Duration,
    /// Wait before a failed stage is started again; it doubles with each further failure.
    pub restart_min: Duration,
    /// Longest wait before a failed stage is started again.
    pub restart_max: Duration,
}

impl DaemonSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            shutdown_timeout: section.duration("shutdown_timeout", seconds(10), seconds(1)..=minutes(10)),
            wake_interval: section.duration("wake_interval", seconds(30), Duration::from_millis(100)..=hours(1)),
            prune_interval: section.duration("prune_interval", hours(1), seconds(1)..=hours(24 * 7)),
            restart_min: section.duration("restart_min", seconds(1), Duration::from_millis(10)..=hours(1)),
            restart_max: section.duration("restart_max", minutes(5), Duration::from_millis(10)..=hours(24)),
        }
    }
}
