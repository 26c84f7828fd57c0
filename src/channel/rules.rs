//! When messages leave: severity, quiet hours, scheduled digests, a rate limit. All of them hold back, and none drops.

use std::fmt;
use std::time::Duration;

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::model::Severity;

/// The rules of one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What is less urgent is not for this channel.
    pub min_severity: Severity,
    /// What is at least as urgent is never held back.
    pub urgent: Severity,
    /// Hours in which messages are held back.
    pub quiet: Option<QuietHours>,
    /// Whether messages leave together.
    pub bundling: Bundling,
    /// When daily digests leave.
    pub digest_at: Time,
    /// The time zone of these hours.
    pub zone: TimeZone,
    /// A rate limit.
    pub pace: Option<Pace>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            min_severity: Severity::Low,
            urgent: Severity::Critical,
            quiet: None,
            bundling: Bundling::Off,
            digest_at: Time::constant(8, 0, 0, 0),
            zone: TimeZone::UTC,
            pace: None,
        }
    }
}

/// Hours of each day; they may run over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// Their first moment.
    pub from: Time,
    /// The first moment after them.
    pub to: Time,
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from.strftime("%H:%M"), self.to.strftime("%H:%M"))
    }
}

/// Whether messages leave together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bundling {
    /// Each by itself.
    Off,
    /// At every full hour.
    Hourly,
    /// Once a day.
    Daily,
}

/// So many messages within so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Messages at most.
    pub most: u32,
    /// From the first of them on.
    pub within: Duration,
}

/// What is known of a message that would leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has just come up.
    Fresh,
    /// It was held back, and its time has come.
    Held,
}

impl Rules {
    /// Until when a message that is not urgent is held back; `None` where it may leave now.
    pub fn hold_until(&self, standing: Standing, now: Timestamp) -> Option<Timestamp> {
        let local = self.zone.to_datetime(now);
        // A digest whose time falls into quiet hours waits for their end.
        let quiet_end = self.quiet.filter(|quiet| quiet.has(local.time())).map(|quiet| next(local, quiet.to));
        let digest = match (self.bundling, standing) {
            (Bundling::Off, _) | (_, Standing::Held) => None,
            (Bundling::Hourly, Standing::Fresh) => Some(next_hour(local)),
            (Bundling::Daily, Standing::Fresh) => Some(next(local, self.digest_at)),
        };
        let until = quiet_end.max(digest)?;
        let at = self.zone.to_ambiguous_timestamp(until).compatible().ok()?;
        // Where clocks are set back an hour comes twice: nothing is held until a time that is past.
        Some(at.max(now.checked_add(SignedDuration::from_secs(1)).unwrap_or(now)))
    }

    /// How many messages may leave now, of a channel that has sent so many since then; `Err` says when there may be more.
    ///
    /// # Errors
    /// When the window ends, where nothing may leave.
    pub fn left(&self, window_start: Option<Timestamp>, sent: u32, now: Timestamp) -> Result<u32, Timestamp> {
        let Some(pace) = self.pace else { return Ok(u32::MAX) };
        match window_end(pace, window_start).filter(|end| now < *end) {
            None => Ok(pace.most),
            Some(_) if sent < pace.most => Ok(pace.most - sent),
            Some(end) => Err(end),
        }
    }

    /// Whether a message that leaves now is the first of a new window.
    pub fn begins_window(&self, window_start: Option<Timestamp>, now: Timestamp) -> bool {
        self.pace.is_none_or(|pace| window_end(pace, window_start).is_none_or(|end| end <= now))
    }
}

fn window_end(pace: Pace, start: Option<Timestamp>) -> Option<Timestamp> {
    start?.checked_add(SignedDuration::try_from(pace.within).ok()?).ok()
}

impl QuietHours {
    fn has(self, time: Time) -> bool {
        if self.from < self.to { self.from <= time && time < self.to } else { self.from <= time || time < self.to }
    }
}

/// The next moment after `local` at which it is `time`.
fn next(local: DateTime, time: Time) -> DateTime {
    let today = local.date().to_datetime(time);
    if local < today { today } else { local.date().tomorrow().map_or(DateTime::MAX, |date| date.to_datetime(time)) }
}

fn next_hour(local: DateTime) -> DateTime {
    let begun = local.date().at(local.hour(), 0, 0, 0);
    begun.checked_add(SignedDuration::from_hours(1)).unwrap_or(DateTime::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn rules() -> Rules {
        Rules { zone: TimeZone::fixed(jiff::tz::offset(2)), ..Rules::default() }
    }

    #[test]
    fn quiet_hours_run_over_midnight_and_hold_until_their_end() {
        let quiet = Some(QuietHours { from: Time::constant(22, 0, 0, 0), to: Time::constant(7, 0, 0, 0) });
        let rules = Rules { quiet, ..rules() };
        for (now, until) in [
            ("2026-11-23T19:59:59Z", None),
            ("2026-11-23T20:00:00Z", Some("2026-11-24T05:00:00Z")),
            ("2026-11-24T03:00:00Z", Some("2026-11-24T05:00:00Z")),
            ("2026-11-24T05:00:00Z", None),
        ] {
            for standing in [Standing::Fresh, Standing::Held] {
                assert_eq!(rules.hold_until(standing, time(now)), until.map(time), "{now}");
            }
        }
    }

    #[test]
    fn digests_leave_at_their_hour_and_not_in_quiet_ones() {
        let hourly = Rules { bundling: Bundling::Hourly, ..rules() };
        assert_eq!(hourly.hold_until(Standing::Fresh, time("2026-11-23T10:20:00Z")), Some(time("2026-11-23T11:00:00Z")));
        assert_eq!(hourly.hold_until(Standing::Held, time("2026-11-23T11:00:00Z")), None);
        let daily = Rules { bundling: Bundling::Daily, ..rules() };
        assert_eq!(daily.hold_until(Standing::Fresh, time("2026-11-23T10:20:00Z")), Some(time("2026-11-24T06:00:00Z")));
        let quiet = Some(QuietHours { from: Time::constant(7, 0, 0, 0), to: Time::constant(9, 0, 0, 0) });
        let both = Rules { quiet, ..daily };
        assert_eq!(both.hold_until(Standing::Held, time("2026-11-24T06:00:00Z")), Some(time("2026-11-24T07:00:00Z")));
    }

    #[test]
    fn a_pace_is_kept_from_the_first_message_on() {
        let rules = Rules { pace: Some(Pace { most: 3, within: Duration::from_secs(60) }), ..rules() };
        let start = Some(time("2026-11-23T10:00:00Z"));
        assert_eq!(rules.left(None, 9, time("2026-11-23T10:00:00Z")), Ok(3));
        assert_eq!(rules.left(start, 2, time("2026-11-23T10:00:59Z")), Ok(1));
        assert_eq!(rules.left(start, 3, time("2026-11-23T10:00:59Z")), Err(time("2026-11-23T10:01:00Z")));
        assert_eq!(rules.left(start, 3, time("2026-11-23T10:01:00Z")), Ok(3));
        assert!(rules.begins_window(start, time("2026-11-23T10:01:00Z")) && !rules.begins_window(start, time("2026-11-23T10:00:30Z")));
    }
}
