//! How a feed does: what its polls and pages tell together, and when that is worth telling a person.
//!
//! One failure is no illness: servers restart. Being quiet is measured by the feed's own habit, so that a feed that is silent for
//! a week between two items is left in peace, and one that brings news by the hour is not.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::{FailureKind, FeedHealth, FeedState, Habit, HealthFacts, Verdict};

/// Publications from which the habit is taken; more are not looked at.
pub const HABIT_ITEMS: usize = 500;

/// Failures in a row from which on a feed counts as failing.
const FAILURES: u32 = 3;
/// Silences below which nothing is known about a habit.
const LEAST_SILENCES: usize = 4;
/// From so many silences on the longest of them is left aside: it may have been an illness itself.
const MANY_SILENCES: usize = 8;
/// A silence so many times as long as the longest usual one is out of the ordinary.
const SILENCE_FACTOR: u32 = 3;
/// No silence shorter than this is: a night, a holiday.
const LEAST_QUIET: Duration = Duration::from_secs(24 * 3600);
/// Any silence longer than this is.
const MOST_QUIET: Duration = Duration::from_secs(180 * 24 * 3600);
/// So many items must lead to dead pages before that says anything.
const LEAST_PAGES: u64 = 5;

/// The habit of a feed whose latest items were published at these times, in any order; what lies in the future is left aside.
pub fn habit(published_at: &[Timestamp], now: Timestamp) -> Habit {
    let mut times: Vec<Timestamp> = published_at.iter().copied().filter(|&at| at <= now).collect();
    times.sort_unstable();
    times.dedup();
    let mut silences: Vec<Duration> =
        times.windows(2).filter_map(|pair| Duration::try_from(pair[1].duration_since(pair[0])).ok()).collect();
    silences.sort_unstable();
    if MANY_SILENCES <= silences.len() {
        silences.pop();
    }
    let silence = if silences.len() < LEAST_SILENCES { None } else { silences.last().copied() };
    Habit { newest_at: times.last().copied(), silence }
}

/// What a failed poll says of a feed that is not gone.
pub const fn of_failure(kind: FailureKind) -> FeedHealth {
    match kind {
        FailureKind::NotAFeed | FailureKind::Challenge => FeedHealth::NotAFeed,
        FailureKind::Empty => FeedHealth::Empty,
        _ => FeedHealth::Failing,
    }
}

/// How a feed does now. `quiet_after` holds for feeds whose habit is not known.
pub fn assess(facts: &HealthFacts, quiet_after: Duration, now: Timestamp) -> Verdict {
    let verdict = |health, text: String| Verdict { health, text };
    if let Some(failure) = &facts.failure {
        let health = if facts.state == FeedState::Gone { FeedHealth::Gone } else { of_failure(failure.kind) };
        let n = facts.consecutive_failures;
        if health != FeedHealth::Gone && n < FAILURES {
            return verdict(facts.health, String::new());
        }
        let last_good = facts.last_success_at.map_or_else(|| "it never worked".to_owned(), |at| format!("it last worked on {}", day(at)));
        return verdict(health, format!("{}; {last_good}", failure.text));
    }
    if facts.n_last_items == Some(0) {
        return verdict(FeedHealth::Empty, "it answers, and there is not one item in it".to_owned());
    }
    if LEAST_PAGES <= facts.n_pages && facts.n_dead_pages == facts.n_pages {
        return verdict(FeedHealth::DeadLinks, format!("none of the pages of its latest {} items can be had", facts.n_pages));
    }
    quiet(&facts.habit, quiet_after, now).unwrap_or_else(|| verdict(FeedHealth::Good, good_words(facts)))
}

fn quiet(habit: &Habit, quiet_after: Duration, now: Timestamp) -> Option<Verdict> {
    let newest_at = habit.newest_at?;
    let silence = Duration::try_from(now.duration_since(newest_at)).ok()?;
    let allowed = habit.silence.map_or(quiet_after, |usual| (usual * SILENCE_FACTOR).clamp(LEAST_QUIET, MOST_QUIET));
    let usual = habit.silence.map_or_else(String::new, |usual| format!("; usually it is not silent for longer than {}", length(usual)));
    let text = || format!("its newest item is of {}, {} ago{usual}", day(newest_at), length(silence));
    (allowed < silence).then(|| Verdict { health: FeedHealth::Quiet, text: text() })
}

fn good_words(facts: &HealthFacts) -> String {
    match (facts.health, facts.since) {
        (FeedHealth::Good, _) => String::new(),
        (before, Some(since)) => format!("it works again; it was {} since {}", words(before), day(since)),
        (before, None) => format!("it works again; it was {}", words(before)),
    }
}

/// A state as a person says it.
pub const fn words(health: FeedHealth) -> &'static str {
    match health {
        FeedHealth::Good => "in good health",
        FeedHealth::Failing => "failing",
        FeedHealth::Gone => "gone",
        FeedHealth::NotAFeed => "not a feed",
        FeedHealth::Empty => "empty",
        FeedHealth::Quiet => "quiet",
        FeedHealth::DeadLinks => "leading to dead pages",
    }
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A length of time in its largest unit.
fn length(duration: Duration) -> String {
    let hours = duration.as_secs() / 3600;
    match hours {
        0 => "less than an hour".to_owned(),
        1 => "an hour".to_owned(),
        2..48 => format!("{hours} hours"),
        _ => format!("{} days", hours / 24),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::model::Failure;

    const TWO_WEEKS: Duration = Duration::from_secs(14 * 24 * 3600);

    fn now() -> Timestamp {
        "2026-11-23T12:00:00Z".parse().expect("a time")
    }

    fn ago(hours: i64) -> Timestamp {
        now() - SignedDuration::from_hours(hours)
    }

    fn facts() -> HealthFacts {
        HealthFacts {
            state: FeedState::Active,
            failure: None,
            consecutive_failures: 0,
            last_success_at: Some(ago(1)),
            n_last_items: Some(20),
            habit: Habit { newest_at: Some(ago(1)), silence: None },
            n_pages: 10,
            n_dead_pages: 0,
            health: FeedHealth::Good,
            since: None,
        }
    }

    #[track_caller]
    fn check(facts: HealthFacts, expected: FeedHealth) {
        assert_eq!(assess(&facts, TWO_WEEKS, now()).health, expected, "{facts:?}");
    }

    #[test]
    fn failures_count_from_the_third_on() {
        let failing =
            |kind, n| HealthFacts { failure: Some(Failure { kind, text: "no".to_owned(), at: now() }), consecutive_failures: n, ..facts() };
        check(failing(FailureKind::HttpStatus, 2), FeedHealth::Good);
        check(failing(FailureKind::HttpStatus, 3), FeedHealth::Failing);
        check(failing(FailureKind::NotAFeed, 3), FeedHealth::NotAFeed);
        check(failing(FailureKind::Challenge, 9), FeedHealth::NotAFeed);
        check(failing(FailureKind::Empty, 3), FeedHealth::Empty);
        check(HealthFacts { state: FeedState::Gone, ..failing(FailureKind::Gone, 1) }, FeedHealth::Gone);
        check(HealthFacts { health: FeedHealth::Quiet, ..failing(FailureKind::Dns, 1) }, FeedHealth::Quiet);
    }

    #[test]
    fn emptiness_and_dead_pages_are_seen() {
        check(facts(), FeedHealth::Good);
        check(HealthFacts { n_last_items: Some(0), ..facts() }, FeedHealth::Empty);
        check(HealthFacts { n_dead_pages: 10, ..facts() }, FeedHealth::DeadLinks);
        check(HealthFacts { n_dead_pages: 9, ..facts() }, FeedHealth::Good);
        check(HealthFacts { n_pages: 4, n_dead_pages: 4, ..facts() }, FeedHealth::Good);
    }

    #[test]
    fn quiet_is_what_is_out_of_habit() {
        let hourly: Vec<Timestamp> = (30..60).map(ago).collect();
        check(HealthFacts { habit: habit(&hourly, now()), ..facts() }, FeedHealth::Quiet);
        let weekly: Vec<Timestamp> = (1..10).map(|n| ago(24 * 7 * n + 100)).collect();
        check(HealthFacts { habit: habit(&weekly, now()), ..facts() }, FeedHealth::Good);
        let unknown = habit(&[ago(24 * 13)], now());
        check(HealthFacts { habit: unknown, ..facts() }, FeedHealth::Good);
        check(HealthFacts { habit: habit(&[ago(24 * 15)], now()), ..facts() }, FeedHealth::Quiet);
        // One long holiday among many short silences is no habit.
        let holiday: Vec<Timestamp> = (40..60).chain([2000, 2001]).map(ago).collect();
        check(HealthFacts { habit: habit(&holiday, now()), ..facts() }, FeedHealth::Quiet);
    }

    #[test]
    fn the_future_and_what_came_all_at_once_are_no_habit() {
        let at_once = habit(&[ago(3); 20], now());
        assert_eq!((at_once.newest_at, at_once.silence), (Some(ago(3)), None));
        assert_eq!(habit(&[ago(-5)], now()), Habit::default());
    }

    #[test]
    fn a_recovery_says_what_was() {
        let recovered = HealthFacts { health: FeedHealth::NotAFeed, since: Some(ago(48)), ..facts() };
        assert_eq!(assess(&recovered, TWO_WEEKS, now()).text, "it works again; it was not a feed since 2026-11-21 12:00 UTC");
    }
}
