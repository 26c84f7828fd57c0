//! Publication dates as pages write them: machine forms and addresses here, words in a file of their own.

mod words;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use url::Url;

use crate::model::PageTime;

pub(super) use words::in_text;

/// Dates outside these years are mistakes of a template.
const YEARS: std::ops::RangeInclusive<i16> = 1995..=2100;

/// Reads a date in a machine form: ISO 8601 with any of its liberties, RFC 2822, seconds or milliseconds since 1970.
/// Without a zone it is taken as UTC, without a time as midnight.
pub(super) fn machine(text: &str) -> Option<PageTime> {
    let text = text.trim();
    let found = iso(text).or_else(|| mail(text)).or_else(|| epoch(text).map(PageTime::from))?;
    YEARS.contains(&Offset::UTC.to_datetime(found.at).year()).then_some(found)
}

/// `Sun, 29 Jun 2025 18:00:00 +0300`.
fn mail(text: &str) -> Option<PageTime> {
    let found = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned_datetime(text).ok()?;
    Some(PageTime { at: found.timestamp(), offset: Some(found.offset()) })
}

fn epoch(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    match text.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// `2025-06-29`, `2025-06-29T18:00`, `2025/06/29 18:00:00.000 +0300`, `20250629T180000Z`.
fn iso(text: &str) -> Option<PageTime> {
    let mut scan = Scan { rest: text };
    let year = scan.digits(4)?;
    scan.any(&['-', '/', '.']);
    let month = scan.digits(2)?;
    scan.any(&['-', '/', '.']);
    let day = scan.digits(2)?;
    if scan.rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    scan.rest = scan.rest.trim_start_matches(['T', 't', ' ', ',']);
    let Some(time) = scan.time() else { return at(date.at(0, 0, 0, 0), None) };
    at(date.to_datetime(time), scan.zone())
}

fn at(local: DateTime, offset: Option<Offset>) -> Option<PageTime> {
    let at = offset.unwrap_or(Offset::UTC).to_timestamp(local).ok()?;
    Some(PageTime { at, offset })
}

struct Scan<'a> {
    rest: &'a str,
}

impl Scan<'_> {
    fn digits(&mut self, count: usize) -> Option<i32> {
        let digits = self.rest.get(..count).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        self.rest = &self.rest[count..];
        digits.parse().ok()
    }

    fn any(&mut self, chars: &[char]) -> bool {
        let found = self.rest.starts_with(chars);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    /// `18:00`, `18:00:05`, `18:00:05.123`, `180005`.
    fn time(&mut self) -> Option<Time> {
        let hour = self.digits(2)?;
        self.any(&[':']);
        let minute = self.digits(2)?;
        let before = self.rest;
        let second = if self.any(&[':']) || self.rest.starts_with(|c: char| c.is_ascii_digit()) { self.digits(2) } else { None };
        if second.is_none() {
            self.rest = before;
        }
        if self.any(&['.', ',']) {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second.unwrap_or(0).min(59)).ok()?, 0).ok()
    }

    /// `Z`, `+03:00`, `+0300`, `+03`, `GMT+3`, `MSK`.
    fn zone(&mut self) -> Option<Offset> {
        let given = self.rest.trim_start();
        let zone = given.strip_prefix("GMT").or_else(|| given.strip_prefix("UTC")).unwrap_or(given);
        if zone.starts_with("MSK") {
            return Some(Offset::constant(3));
        }
        let is_utc = zone.len() < given.len() || zone.starts_with(['Z', 'z']);
        let sign = match zone.chars().next() {
            Some('+') => 1,
            Some('-' | '−') => -1,
            _ => return is_utc.then_some(Offset::UTC),
        };
        let digits: String = zone.chars().skip(1).filter(|c| *c != ':').take_while(char::is_ascii_digit).collect();
        let (hours, minutes) = if digits.len() <= 2 { (digits.as_str(), "0") } else { digits.split_at(digits.len() - 2) };
        let (Ok(hours), Ok(minutes)) = (hours.parse::<i32>(), minutes.parse::<i32>()) else { return None };
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
    }
}

/// The date in an address that has one as its folders (`/2025/06/29/`) or as a part of a name (`-2025-06-29-`).
pub(super) fn in_address(url: &Url) -> Option<PageTime> {
    let parts: Vec<&str> = url.path().split(['/', '-', '_', '.']).collect();
    let whole = parts.iter().filter(|part| part.len() == 8 && part.starts_with("20")).find_map(|part| {
        let date = iso(part).filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
        date.filter(|date| YEARS.contains(&Offset::UTC.to_datetime(date.at).year()))
    });
    whole.or_else(|| {
        parts.windows(3).find_map(|parts| {
            let [year, month, day] = parts else { return None };
            let lengths = [year.len(), month.len(), day.len()];
            let all_figures = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            if !all_figures || lengths[0] != 4 || !lengths[1..].iter().all(|length| (1..=2).contains(length)) {
                return None;
            }
            let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
            YEARS.contains(&date.year()).then(|| at(date.at(0, 0, 0, 0), None)).flatten()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<PageTime>, expected: &str) {
        assert_eq!(found.map(|found| found.at.to_string()).as_deref(), Some(expected));
    }

    #[test]
    fn machine_forms() {
        for text in [
            "2025-06-29T18:00:00+03:00",
            "2025-06-29T18:00:00.123+0300",
            "2025-06-29 18:00 +03",
            "20250629T180000+0300",
            "2025-06-29T15:00Z",
            "2025/06/29 15:00:00",
            "Sun, 29 Jun 2025 18:00:00 +0300",
            "Mon, 29 Jun 2025 15:00:00 GMT",
            "1751209200",
            "1751209200000",
            "2025-06-29 18:00:00 MSK",
        ] {
            check(machine(text), "2025-06-29T15:00:00Z");
        }
        check(machine("2025-06-29"), "2025-06-29T00:00:00Z");
        for text in ["", "yesterday", "0000-00-00", "1970-01-01T00:00:00Z", "2025-13-01"] {
            assert_eq!(machine(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_addresses() {
        let of = |path: &str| in_address(&Url::parse("https://example.org").and_then(|url| url.join(path)).expect("an address"));
        check(of("/world/2025/06/29/a-story"), "2025-06-29T00:00:00Z");
        check(of("/news/a-story-2025-6-29"), "2025-06-29T00:00:00Z");
        check(of("/20250629/123"), "2025-06-29T00:00:00Z");
        assert_eq!(of("/news/2025/06"), None);
        assert_eq!(of("/news/2025/13/41"), None);
        assert_eq!(of("/news/12345678"), None);
    }
}
