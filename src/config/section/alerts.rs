//! `[alerts]`: what raises one, and how patiently it is sent.

use std::time::Duration;

use super::super::reader::Section;
use super::{days, minutes, seconds};
use crate::model::{EventType, UnknownName};

/// Rules for all alerts.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertSettings {
    /// Events first reported longer ago raise no alert.
    pub max_age: Duration,
    /// Names of the channels of a watch that names none.
    pub default_channels: Vec<String>,
    /// The least confidence of a watch that sets none, 0 to 1.
    pub min_confidence: f64,
    /// Whether what is found only by reading old articles again, with newer knowledge, may raise alerts.
    pub on_reread: bool,
    /// How often a delivery is tried before it is given up as dead.
    pub max_tries: u32,
    /// Wait after a first failed delivery; it doubles with each further one.
    pub retry_min: Duration,
    /// Longest wait between two tries.
    pub retry_max: Duration,
    /// Deliveries at a time.
    pub concurrency: u32,
    /// Names of the channels that are told when another gives something up.
    pub trouble_channels: Vec<String>,
    /// Types of events whose alerts are of these severities; all others are normal.
    pub low: Vec<EventType>,
    /// See `low`.
    pub high: Vec<EventType>,
    /// See `low`.
    pub critical: Vec<EventType>,
    /// Whether somebody is told when a feed falls ill or recovers.
    pub feed_health: bool,
    /// Names of the channels by which that goes; without any, the default ones.
    pub health_channels: Vec<String>,
}

/// Types of events that are to be read soon, unless the settings say otherwise.
const HIGH: [EventType; 10] = [
    EventType::RelationsCut,
    EventType::DiplomatExpelled,
    EventType::AmbassadorRecalled,
    EventType::MissionClosed,
    EventType::SpyArrest,
    EventType::PrisonerSwap,
    EventType::Defection,
    EventType::CovertAction,
    EventType::CyberOperation,
    EventType::Threat,
];

impl AlertSettings {
    /// The channels that are told about the health of feeds; none where nobody wants to know.
    pub fn channels_for_health(&self) -> &[String] {
        match (self.feed_health, self.health_channels.is_empty()) {
            (false, _) => &[],
            (true, true) => &self.default_channels,
            (true, false) => &self.health_channels,
        }
    }

    /// Names of channels are checked by the caller, who knows them.
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self::read_with(section, |_| Ok(()))
    }

    pub(in super::super) fn read_with(section: &mut Section<'_>, check_channel: impl Fn(&str) -> Result<(), String>) -> Self {
        Self {
            max_age: section.duration("max_age", days(2), minutes(1)..=days(3650)),
            default_channels: section
                .list("default_channels", vec!["log".to_owned()], |name| check_channel(name).map(|()| name.to_owned())),
            min_confidence: section.number("min_confidence", 0.3, 0.0..=1.0),
            on_reread: section.flag("on_reread", false),
            max_tries: section.integer("max_tries", 12, 1..=1_000),
            retry_min: section.duration("retry_min", seconds(15), seconds(1)..=days(1)),
            retry_max: section.duration("retry_max", minutes(360), seconds(1)..=days(7)),
            concurrency: section.integer("concurrency", 4, 1..=64),
            trouble_channels: section
                .list("trouble_channels", vec!["log".to_owned()], |name| check_channel(name).map(|()| name.to_owned())),
            low: section.list("low", Vec::new(), event_type),
            high: section.list("high", HIGH.to_vec(), event_type),
            critical: section.list("critical", Vec::new(), event_type),
            feed_health: section.flag("feed_health", true),
            health_channels: section.list("health_channels", Vec::new(), |name| check_channel(name).map(|()| name.to_owned())),
        }
    }
}

fn event_type(name: &str) -> Result<EventType, String> {
    name.parse().map_err(|error: UnknownName| format!("a type of event: {}", error.valid.join(", ")))
}
