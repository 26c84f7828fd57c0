//! Times as people type them: `7d`, `last monday`, `2025-03-01`.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, ZonedDateTime};

/// What a typed time stands for: an instant, or the day, week, month or year it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first instant: what `--since` means.
    pub start: Timestamp,
    /// The first instant after it, or the same as `start` for an instant: what `--until` means, so that the named day counts.
    pub end: Timestamp,
}

/// A time that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// No form that is known.
    #[error(
        "{0:?} is no time; valid: 7d, 36h, 3 weeks ago, now, today, yesterday, monday, last monday, this week, last month, 2025, 2025-03, \
         2025-03-01, 2025-03-01T10:00, 2025-03-01T10:00:00Z"
    )]
    Unknown(String),
    /// A form that is known with a value that no calendar has.
    #[error("{0:?} lies outside the calendar")]
    Impossible(String),
}

/// Reads a time as typed, against `now` and in the time zone of whoever types.
///
/// `7d` and `7 days ago` are instants; `today`, `last monday` (the one before today), `last week` (Monday to Sunday), `2025-03` and
/// `2025-03-01` are whole days; times without an offset are local.
///
/// # Errors
/// A text in no known form, or one that names no time of the calendar.
pub fn parse_when(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Period, WhenError> {
    let words = text.trim().to_lowercase();
    let here = now.to_zoned_datetime(zone.clone());
    let period = match ago(&words, &here) {
        Some(instant) => instant.map(|at| Period { start: at, end: at }),
        None => match named_days(&words, here.date()).or_else(|| calendar_days(&words)) {
            Some(days) => days.and_then(|(first, after)| whole_days(first, after, zone)),
            None => clock_time(&words, zone).ok_or_else(|| WhenError::Unknown(text.to_owned()))?.map(|at| Period { start: at, end: at }),
        },
    };
    period.ok_or_else(|| WhenError::Impossible(text.to_owned()))
}

/// `now`, `7d`, `1h30m`, `3 weeks`, `3 weeks ago`. The inner `None` is a time before all calendars.
fn ago(words: &str, here: &ZonedDateTime) -> Option<Option<Timestamp>> {
    if words == "now" {
        return Some(Some(here.timestamp()));
    }
    let amount = words.strip_suffix("ago").unwrap_or(words).trim();
    let mut span = Span::new();
    let mut rest = amount;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at(unit_at);
        let unit_end = tail.trim_start().find(|c: char| c.is_ascii_digit() || c.is_whitespace());
        let tail = tail.trim_start();
        let (unit, tail) = tail.split_at(unit_end.unwrap_or(tail.len()));
        let number: i64 = number.parse().ok()?;
        let longer = match unit {
            "s" | "sec" | "second" | "seconds" => span.try_seconds(span.get_seconds().checked_add(number)?),
            "m" | "min" | "minute" | "minutes" => span.try_minutes(span.get_minutes().checked_add(number)?),
            "h" | "hour" | "hours" => span.try_hours(i64::from(span.get_hours()).checked_add(number)?),
            "d" | "day" | "days" => span.try_days(i64::from(span.get_days()).checked_add(number)?),
            "w" | "week" | "weeks" => span.try_weeks(i64::from(span.get_weeks()).checked_add(number)?),
            "month" | "months" => span.try_months(i64::from(span.get_months()).checked_add(number)?),
            "y" | "year" | "years" => span.try_years(i64::from(span.get_years()).checked_add(number)?),
            _ => return None,
        };
        let Ok(longer) = longer else { return Some(None) };
        span = longer;
        rest = tail.trim_start();
    }
    (!amount.is_empty()).then(|| here.checked_sub(span).ok().map(|at| at.timestamp()))
}

/// The first day of a stretch and the first day after it; `None` where the calendar ends before.
type Days = Option<(Date, Date)>;

fn days_from(first: Date, length: Span) -> Days {
    Some((first, first.checked_add(length).ok()?))
}

/// `today`, `yesterday`, `monday`, `last monday`, `this week`, `last week`, `this month`, `last month`, `this year`, `last year`.
fn named_days(words: &str, today: Date) -> Option<Days> {
    let week = |back: i64| {
        let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
        days_from(monday.checked_sub(back.weeks()).ok()?, 1.week())
    };
    let month = |back: i64| days_from(today.first_of_month().checked_sub(back.months()).ok()?, 1.month());
    let year = |back: i64| days_from(today.first_of_year().checked_sub(back.years()).ok()?, 1.year());
    let days = match words {
        "today" => days_from(today, 1.day()),
        "yesterday" => today.yesterday().ok().and_then(|day| days_from(day, 1.day())),
        "this week" => week(0),
        "last week" => week(1),
        "this month" => month(0),
        "last month" => month(1),
        "this year" => year(0),
        "last year" => year(1),
        _ => {
            let (name, earliest) = match words.strip_prefix("last ") {
                // "Last Monday" said on a Monday is seven days back; plain "Monday" is that day.
                Some(name) => (name, 1),
                None => (words, 0),
            };
            let weekday = weekday(name.trim())?;
            let back = i64::from(weekday.until(today.weekday()));
            let back = if back < earliest { 7 } else { back };
            today.checked_sub(back.days()).ok().and_then(|day| days_from(day, 1.day()))
        }
    };
    Some(days)
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// `2025`, `2025-03`, `2025-03-01`.
fn calendar_days(words: &str) -> Option<Days> {
    let parts: Vec<i16> = words.split('-').map(|part| all_digits(part).then(|| part.parse().ok()).flatten()).collect::<Option<_>>()?;
    let small = |part: i16| i8::try_from(part).ok();
    Some(match (parts[..].len(), &parts[..]) {
        (1, [year]) if words.len() == 4 => Date::new(*year, 1, 1).ok().and_then(|day| days_from(day, 1.year())),
        (2, [year, month]) => small(*month).and_then(|month| Date::new(*year, month, 1).ok()).and_then(|day| days_from(day, 1.month())),
        (3, [year, month, day]) => {
            let date = small(*month).zip(small(*day)).and_then(|(month, day)| Date::new(*year, month, day).ok());
            date.and_then(|day| days_from(day, 1.day()))
        }
        _ => return None,
    })
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn whole_days(first: Date, after: Date, zone: &TimeZone) -> Option<Period> {
    let midnight = |date: Date| date.to_datetime(Time::midnight()).to_zoned_datetime(zone.clone()).ok().map(|at| at.timestamp());
    Some(Period { start: midnight(first)?, end: midnight(after)? })
}

/// `2025-03-01T10:00`, `2025-03-01 10:00:30`, with or without an offset.
fn clock_time(words: &str, zone: &TimeZone) -> Option<Option<Timestamp>> {
    let text = words.to_uppercase();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(Some(instant));
    }
    // A date alone was read before; a day without a clock time must not be taken for one here.
    if !text.contains(':') {
        return None;
    }
    let local = text.parse::<DateTime>().ok()?;
    Some(local.to_zoned_datetime(zone.clone()).ok().map(|at| at.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday 29 June 2025, 18:30 in a zone three hours ahead of UTC; gives start and end in that zone.
    fn check(text: &str) -> Result<(String, String), String> {
        let zone = TimeZone::fixed(jiff::tz::offset(3));
        let now: Timestamp = "2025-06-29T15:30:00Z".parse().unwrap();
        let show = |at: Timestamp| at.to_zoned_datetime(zone.clone()).datetime().to_string();
        parse_when(text, now, &zone).map(|period| (show(period.start), show(period.end))).map_err(|error| error.to_string())
    }

    fn instant(text: &str, expected: &str) {
        assert_eq!(check(text), Ok((expected.to_owned(), expected.to_owned())), "{text}");
    }

    fn days(text: &str, first: &str, after: &str) {
        assert_eq!(check(text), Ok((format!("{first}T00:00:00"), format!("{after}T00:00:00"))), "{text}");
    }

    #[test]
    fn lengths_are_counted_back_from_now() {
        instant("now", "2025-06-29T18:30:00");
        instant("7d", "2025-06-22T18:30:00");
        instant("36h", "2025-06-28T06:30:00");
        instant("1h30m", "2025-06-29T17:00:00");
        instant("3 weeks ago", "2025-06-08T18:30:00");
        instant("2 Months", "2025-04-29T18:30:00");
        instant("1 day 2 hours ago", "2025-06-28T16:30:00");
    }

    #[test]
    fn days_have_names() {
        days("today", "2025-06-29", "2025-06-30");
        days("Yesterday", "2025-06-28", "2025-06-29");
        days("last monday", "2025-06-23", "2025-06-24");
        days("monday", "2025-06-23", "2025-06-24");
        days("sunday", "2025-06-29", "2025-06-30");
        days("last sunday", "2025-06-22", "2025-06-23");
        days("this week", "2025-06-23", "2025-06-30");
        days("last week", "2025-06-16", "2025-06-23");
        days("last month", "2025-05-01", "2025-06-01");
        days("this year", "2025-01-01", "2026-01-01");
    }

    #[test]
    fn calendars_are_read() {
        days("2025-03-01", "2025-03-01", "2025-03-02");
        days("2024-02", "2024-02-01", "2024-03-01");
        days("2024", "2024-01-01", "2025-01-01");
        instant("2025-03-01T10:00", "2025-03-01T10:00:00");
        instant("2025-03-01 10:00:30", "2025-03-01T10:00:30");
        instant("2025-03-01T10:00:00Z", "2025-03-01T13:00:00");
        instant("2025-03-01T10:00+01:00", "2025-03-01T12:00:00");
    }

    #[test]
    fn what_is_no_time_is_refused_with_what_would_be() {
        for text in ["", "soon", "7", "7 parsecs", "last", "ago", "d7", "2025/03/01", "10:00", "last 7d"] {
            assert!(check(text).unwrap_err().contains("valid: 7d"), "{text}");
        }
        for text in ["2025-02-30", "2025-13", "0000-00-00", "99999999d", "9999-12-31", "99999 years ago"] {
            assert!(check(text).is_err(), "{text}");
        }
        assert_eq!(check("2025-02-30").unwrap_err(), "\"2025-02-30\" lies outside the calendar");
    }

    #[test]
    fn days_follow_the_zone_over_a_change_of_clocks() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2025-06-29T15:30:00Z".parse().unwrap();
        let period = parse_when("2025-03-30", now, &zone).unwrap();
        assert_eq!(period.end.duration_since(period.start).as_hours(), 23);
    }
}
