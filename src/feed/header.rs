//! What a feed says about when to poll it.

use std::time::Duration;

use super::raw::RawFeed;

const HOUR: Duration = Duration::from_secs(3600);

/// A duration of whole minutes; `None` for zero, which some feeds write for "I do not know".
fn minutes(n_minutes: u32) -> Option<Duration> {
    (0 < n_minutes).then(|| Duration::from_secs(u64::from(n_minutes) * 60))
}

/// What the feed's head has said about polling so far.
#[derive(Debug, Default)]
pub(super) struct Hints {
    period: Option<Duration>,
    frequency: Option<u32>,
}

impl Hints {
    /// Takes what the element `name` says.
    pub(super) fn take(&mut self, name: &str, text: &str, feed: &mut RawFeed) {
        match name.to_ascii_lowercase().as_str() {
            "ttl" if feed.min_interval.is_none() => feed.min_interval = text.parse().ok().and_then(minutes),
            "updateperiod" => self.period = named_period(text),
            "updatefrequency" => self.frequency = text.parse().ok().filter(|n| 0 < *n),
            // The specification counts hours from 0 to 23, older ones from 1 to 24.
            "hour" => feed.skip_hours.extend(text.parse::<i8>().ok().filter(|hour| (0..=24).contains(hour)).map(|hour| hour % 24)),
            "day" => feed.skip_days.extend(weekday(text)),
            _ => {}
        }
    }

    /// Puts the shortest interval that the feed asks for into it.
    pub(super) fn finish(&self, feed: &mut RawFeed) {
        if let Some(period) = self.period {
            let from_module = period / self.frequency.unwrap_or(1);
            feed.min_interval = Some(feed.min_interval.map_or(from_module, |ttl| ttl.max(from_module)));
        }
    }
}

fn named_period(text: &str) -> Option<Duration> {
    let hours = match text.to_ascii_lowercase().as_str() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 7 * 24,
        "monthly" => 30 * 24,
        "yearly" => 365 * 24,
        _ => return None,
    };
    Some(HOUR * hours)
}

fn weekday(text: &str) -> Option<i8> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let day = DAYS.iter().position(|day| day.eq_ignore_ascii_case(text))?;
    i8::try_from(day + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_tells_when_to_poll() {
        let (mut feed, mut hints) = (RawFeed::default(), Hints::default());
        let told = [
            ("updatePeriod", "hourly"),
            ("updateFrequency", "2"),
            ("ttl", "15"),
            ("hour", "24"),
            ("hour", "3"),
            ("hour", "99"),
            ("day", "Sunday"),
        ];
        for (name, text) in told {
            hints.take(name, text, &mut feed);
        }
        hints.finish(&mut feed);
        assert_eq!(feed.min_interval, Some(Duration::from_secs(1800)));
        assert_eq!(feed.skip_hours, [0, 3]);
        assert_eq!(feed.skip_days, [7]);
    }
}
