//! When to poll next: a function of what is known, with time and chance handed in.
//!
//! The interval between polls follows how often the feed really publishes, bounded by what the feed and its server ask for
//! and by the settings. A user's own interval overrides all of that. `Retry-After` overrides everything. Failures lengthen
//! the wait up to a ceiling and never end the polling.

use std::time::Duration;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The latest publications from which the pace of a feed is taken.
const PACE_ITEMS: usize = 20;
/// Two polls for each publication find it after a quarter of the usual gap on average.
const POLLS_PER_ITEM: u32 = 2;
/// How often a wait is doubled at most; the ceiling is reached long before.
const MAX_DOUBLINGS: u32 = 16;

/// The bounds from the settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// No feed is polled more often, unless the user says so for it.
    pub min: Duration,
    /// Where nothing is known about a feed's pace.
    pub default: Duration,
    /// No feed is polled more rarely, and no server may put us off for longer.
    pub max: Duration,
    /// The first wait after a failure; doubled for each further one.
    pub retry: Duration,
    /// The longest wait after failures.
    pub retry_max: Duration,
    /// A user's own interval may go down to this.
    pub min_every: Duration,
    /// A poll is put off by up to this part of the interval, so that feeds do not march in step.
    pub jitter: f64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            min: Duration::from_secs(5 * 60),
            default: Duration::from_secs(30 * 60),
            max: Duration::from_secs(24 * 3600),
            retry: Duration::from_secs(5 * 60),
            retry_max: Duration::from_secs(24 * 3600),
            min_every: Duration::from_secs(60),
            jitter: 0.1,
        }
    }
}

/// What is known about a feed at the end of a poll.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The user's own interval.
    pub every: Option<Duration>,
    /// The feed's ttl or sy:update*.
    pub feed_interval: Option<Duration>,
    /// Cache-Control: max-age.
    pub max_age: Option<Duration>,
    /// The Expires header; used where there is no max-age.
    pub expires_at: Option<Timestamp>,
    /// Until when the server asked to be left alone.
    pub retry_at: Option<Timestamp>,
    /// When its items were published, in any order; the future is ignored.
    pub published_at: &'a [Timestamp],
    /// Hours (UTC) in which it asks not to be polled.
    pub skip_hours: &'a [i8],
    /// Days on which it asks not to be polled, 1 = Monday.
    pub skip_days: &'a [i8],
    /// Failures since the last success, this poll's included.
    pub consecutive_failures: u32,
    /// Chance, from 0 to 1.
    pub jitter: f64,
}

/// The outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextPoll {
    /// The wait without jitter and without hours or days that are skipped.
    pub interval: Duration,
    /// When to poll.
    pub at: Timestamp,
}

/// Decides when to poll next, counted from `now`.
pub fn next_poll(now: Timestamp, facts: &Facts<'_>, bounds: &Bounds) -> NextPoll {
    let retry_wait = facts.retry_at.map_or(Duration::ZERO, |at| wait_until(now, at)).min(bounds.max);
    let regular = regular_interval(now, facts, bounds);
    let wished = if facts.consecutive_failures == 0 { regular } else { back_off(regular, facts, bounds) };
    let interval = wished.max(retry_wait);
    let chance = if facts.jitter.is_nan() { 0.0 } else { facts.jitter.clamp(0.0, 1.0) };
    let spread = interval.mul_f64(bounds.jitter * chance);
    let at = after(now, interval.saturating_add(spread));
    // The user's wish and the server's order both stand above a timetable in the feed.
    let at = if facts.every.is_some() { at } else { skip_closed_hours(at, facts) };
    NextPoll { interval, at }
}

/// The interval for a feed in good health.
fn regular_interval(now: Timestamp, facts: &Facts<'_>, bounds: &Bounds) -> Duration {
    if let Some(every) = facts.every {
        return every.max(bounds.min_every);
    }
    let expires = facts.expires_at.map(|at| wait_until(now, at));
    let asked = [facts.feed_interval, facts.max_age.or(expires)].into_iter().flatten().max().unwrap_or_default();
    adaptive_interval(now, facts.published_at).unwrap_or(bounds.default).max(asked).clamp(bounds.min, bounds.max)
}

/// The interval that follows a feed's pace: so many polls for each usual gap between publications. The time since the
/// last one counts as a gap, so a feed that falls silent is polled more and more rarely. Nothing where no past publication
/// is known.
pub fn adaptive_interval(now: Timestamp, published_at: &[Timestamp]) -> Option<Duration> {
    let mut past: Vec<Timestamp> = published_at.iter().copied().filter(|&at| at <= now).collect();
    past.sort_unstable();
    let recent = &past[past.len().saturating_sub(PACE_ITEMS)..];
    let n_gaps = u32::try_from(recent.len()).ok()?;
    let span = wait_until(*recent.first()?, now);
    Some(span / n_gaps / POLLS_PER_ITEM)
}

/// The wait after a failure: never shorter than the first, doubled each time, never over the ceiling.
fn back_off(regular: Duration, facts: &Facts<'_>, bounds: &Bounds) -> Duration {
    let first = bounds.retry.min(regular).max(bounds.min_every);
    let doublings = (facts.consecutive_failures - 1).min(MAX_DOUBLINGS);
    first.saturating_mul(1 << doublings).min(bounds.retry_max)
}

/// The first moment from `at` on whose hour and day are not closed; `at` itself where they all are.
fn skip_closed_hours(at: Timestamp, facts: &Facts<'_>) -> Timestamp {
    const HOURS_OF_WEEK: i64 = 7 * 24;
    if facts.skip_hours.is_empty() && facts.skip_days.is_empty() {
        return at;
    }
    let is_open = |moment: Timestamp| {
        let local = Offset::UTC.to_datetime(moment);
        !facts.skip_hours.contains(&local.hour()) && !facts.skip_days.contains(&local.weekday().to_monday_one_offset())
    };
    if is_open(at) {
        return at;
    }
    // From here on full hours decide; the part of the hour is kept, so that feeds do not all wake on the stroke.
    (1..=HOURS_OF_WEEK).filter_map(|n| at.checked_add(SignedDuration::from_hours(n)).ok()).find(|&moment| is_open(moment)).unwrap_or(at)
}

fn wait_until(now: Timestamp, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(now)).unwrap_or_default()
}

fn after(now: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait).ok().and_then(|wait| now.checked_add(wait).ok()).unwrap_or(Timestamp::MAX)
}

/// Reads `max-age` out of a Cache-Control header; `no-cache` and `no-store` ask for no wait.
pub fn max_age(cache_control: &str) -> Option<Duration> {
    let mut directives = cache_control.split(',').map(str::trim);
    if directives.clone().any(|directive| directive.eq_ignore_ascii_case("no-cache") || directive.eq_ignore_ascii_case("no-store")) {
        return None;
    }
    directives.find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        let seconds = value.trim().trim_matches('"').parse().ok()?;
        name.trim().eq_ignore_ascii_case("max-age").then(|| Duration::from_secs(seconds))
    })
}

/// Reads a Retry-After header, seconds or a date, as an instant.
pub fn retry_at(retry_after: &str, now: Timestamp) -> Option<Timestamp> {
    match retry_after.trim().parse::<u32>() {
        Ok(seconds) => Some(after(now, Duration::from_secs(u64::from(seconds)))),
        Err(_) => super::parse_date(retry_after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    /// A Monday.
    fn now() -> Timestamp {
        "2026-11-23T10:20:00Z".parse().expect("a time")
    }

    fn minutes(facts: &Facts<'_>) -> u64 {
        next_poll(now(), facts, &Bounds::default()).interval.as_secs() / 60
    }

    fn every(gap_minutes: i64) -> Vec<Timestamp> {
        (0..30).map(|n| now() - SignedDuration::from_mins(gap_minutes * (n + 1))).collect()
    }

    #[test]
    fn the_pace_of_the_feed_decides_within_bounds() {
        assert_eq!(minutes(&Facts::default()), 30);
        assert_eq!(minutes(&Facts { published_at: &every(60), ..Facts::default() }), 30);
        assert_eq!(minutes(&Facts { published_at: &every(2), ..Facts::default() }), 5);
        assert_eq!(minutes(&Facts { published_at: &every(60 * 24 * 30), ..Facts::default() }), 24 * 60);
        let future = [now() + SignedDuration::from_hours(5)];
        assert_eq!(minutes(&Facts { published_at: &future, ..Facts::default() }), 30);
    }

    #[test]
    fn feed_and_server_may_ask_for_more_but_not_for_ever() {
        let facts = Facts { published_at: &every(2), feed_interval: Some(HOUR), max_age: Some(HOUR * 2), ..Facts::default() };
        assert_eq!(minutes(&facts), 120);
        assert_eq!(minutes(&Facts { max_age: Some(HOUR * 9999), ..facts }), 24 * 60);
        let expires = Facts { expires_at: Some(now() + SignedDuration::from_hours(3)), ..Facts::default() };
        assert_eq!(minutes(&expires), 180);
    }

    #[test]
    fn the_user_overrides_all_but_retry_after() {
        let facts = Facts { every: Some(Duration::from_secs(1)), feed_interval: Some(HOUR), ..Facts::default() };
        assert_eq!(minutes(&facts), 1);
        assert_eq!(minutes(&Facts { retry_at: Some(now() + SignedDuration::from_hours(2)), ..facts }), 120);
        assert_eq!(minutes(&Facts { retry_at: Some(now() + SignedDuration::from_hours(999)), ..facts }), 24 * 60);
        assert_eq!(minutes(&Facts { retry_at: Some(now() - SignedDuration::from_hours(2)), ..facts }), 1);
    }

    #[test]
    fn failures_lengthen_the_wait_and_never_end_it() {
        let waits: Vec<u64> = [1, 2, 3, 9, 4_000_000_000].map(|n| minutes(&Facts { consecutive_failures: n, ..Facts::default() })).to_vec();
        assert_eq!(waits, [5, 10, 20, 1280, 1440]);
    }

    #[test]
    fn jitter_only_puts_off() {
        let at = |jitter| next_poll(now(), &Facts { jitter, ..Facts::default() }, &Bounds::default()).at;
        assert_eq!(at(0.0), now() + SignedDuration::from_mins(30));
        assert_eq!(at(1.0), now() + SignedDuration::from_mins(33));
        assert_eq!(at(f64::NAN), now() + SignedDuration::from_mins(30));
    }

    #[test]
    fn closed_hours_and_days_are_skipped() {
        let at = |facts: &Facts<'_>| next_poll(now(), facts, &Bounds::default()).at.to_string();
        assert_eq!(at(&Facts { skip_hours: &[10, 11], ..Facts::default() }), "2026-11-23T12:50:00Z");
        assert_eq!(at(&Facts { skip_days: &[1], ..Facts::default() }), "2026-11-24T00:50:00Z");
        assert_eq!(at(&Facts { skip_days: &[1, 2, 3, 4, 5, 6, 7], ..Facts::default() }), "2026-11-23T10:50:00Z");
        assert_eq!(at(&Facts { skip_days: &[1], every: Some(HOUR), ..Facts::default() }), "2026-11-23T11:20:00Z");
    }

    #[test]
    fn headers_are_read() {
        assert_eq!(max_age("public, Max-Age=\"60\""), Some(Duration::from_secs(60)));
        assert_eq!(max_age("no-cache, max-age=60"), None);
        assert_eq!(retry_at("120", now()), Some(now() + SignedDuration::from_secs(120)));
        assert_eq!(retry_at("Mon, 23 Nov 2026 11:20:00 GMT", now()), Some(now() + SignedDuration::from_hours(1)));
        assert_eq!(retry_at("soon", now()), None);
    }
}
