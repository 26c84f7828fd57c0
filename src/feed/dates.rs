//! Dates as feeds write them: the forms of the standards, and the forms of everybody else.
//!
//! The text is cut into numbers, words and signs; then the time of day, the zone and the day are looked for, each on its
//! own. So the order of the parts, stray weekdays and punctuation do not matter. A date without zone is taken as UTC: no
//! better guess is possible here. What is no date, or lies outside 1990 to 2100, is none: undated is not "now".

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::text::dates::{from_jalali, is_jalali_year, jalali_month};

use super::date_words::{MONTHS, Number, Token, ZONES, fold, tokenize};

/// Longer texts are no dates.
const MAX_BYTES: usize = 160;
/// Years in which a news item may have been published.
const YEARS: std::ops::Range<i32> = 1990..2100;

/// The instant that `text` names, or nothing.
pub fn parse_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || MAX_BYTES < text.len() {
        return None;
    }
    let folded = fold(text);
    let tokens = tokenize(&folded)?;
    let at = match tokens.as_slice() {
        // What ASP.NET makes of a time: `/Date(1795428000000+0300)/`; the zone only says where it was shown.
        [Token::Sign('/'), Token::Word("date"), Token::Sign('('), Token::Number(number), ..] if number.n_digits == 13 => epoch(*number),
        [Token::Number(number)] | [Token::Number(number), Token::Sign('.'), Token::Number(_)] if matches!(number.n_digits, 9..=10 | 13) => {
            epoch(*number)
        }
        _ => written(&tokens),
    }?;
    YEARS.contains(&i32::from(Offset::UTC.to_datetime(at).year())).then_some(at)
}

fn epoch(number: Number) -> Option<Timestamp> {
    let value = i64::try_from(number.value).ok()?;
    if number.n_digits == 13 { Timestamp::from_millisecond(value).ok() } else { Timestamp::from_second(value).ok() }
}

fn written(tokens: &[Token<'_>]) -> Option<Timestamp> {
    let mut is_used = vec![false; tokens.len()];
    let time = find_time(tokens, &mut is_used);
    let offset_minutes = find_zone(tokens, time.as_ref().map_or(0, |time| time.end), &mut is_used);
    let date = find_date(tokens, &is_used)?;
    let time_of_day = match &time {
        Some(time) => Time::new(time.hour % 24, time.minute, time.second.min(59), time.nanosecond).ok()?,
        None => Time::midnight(),
    };
    let mut moment = DateTime::from_parts(date, time_of_day);
    if time.is_some_and(|time| time.hour == 24) {
        moment = moment.checked_add(jiff::Span::new().days(1)).ok()?;
    }
    Offset::from_seconds(offset_minutes * 60).ok()?.to_timestamp(moment).ok()
}

struct TimeOfDay {
    hour: i8,
    minute: i8,
    second: i8,
    nanosecond: i32,
    /// Index of the token behind it.
    end: usize,
}

/// Finds `h:mm`, `h:mm:ss`, `14h30`, or the digits behind `T` in a compact form.
fn find_time(tokens: &[Token<'_>], is_used: &mut [bool]) -> Option<TimeOfDay> {
    if let [Token::Number(day), Token::Word("t"), Token::Number(digits), ..] = tokens
        && day.n_digits == 8
    {
        is_used[1..3].fill(true);
        return compact_time(digits, 3);
    }
    if let [Token::Number(digits), ..] = tokens
        && matches!(digits.n_digits, 12 | 14)
    {
        let clock = Number { value: digits.value % 10u64.pow(digits.n_digits as u32 - 8), n_digits: digits.n_digits - 8 };
        return compact_time(&clock, 1);
    }
    let start = (1..tokens.len().saturating_sub(1)).find(|&at| {
        let is_half_named = || matches!(tokens.get(at + 2), Some(Token::Word("am" | "pm")));
        let is_behind_t = || 2 <= at && tokens[at - 2].is_word("t");
        let is_between = tokens[at].is_sign(':')
            || tokens[at].is_word("h")
            || (tokens[at].is_sign('.') && is_half_named())
            || (tokens[at].is_sign('-') && is_behind_t());
        is_between && tokens[at - 1].small().is_some() && tokens[at + 1].small().is_some()
    })? - 1;
    let (hour, minute) = (tokens[start].small()?, tokens[start + 2].small()?);
    let mut time = TimeOfDay { hour, minute, second: 0, nanosecond: 0, end: start + 3 };
    if let [Token::Sign(sign), second, ..] = &tokens[time.end..]
        && (*sign == ':' || tokens[start + 1].is_sign(*sign))
        && let Some(second) = second.small()
    {
        time.second = second;
        time.end += 2;
        if let [Token::Sign('.' | ','), Token::Number(fraction), ..] = &tokens[time.end..]
            && !matches!(fraction.n_digits, 4 if YEARS.contains(&(fraction.value as i32)) )
        {
            time.nanosecond = nanoseconds(*fraction);
            time.end += 2;
        }
    }
    is_used[start..time.end].fill(true);
    take_half_of_day(tokens, &mut time, is_used);
    (time.hour <= 24).then_some(time)
}

fn compact_time(digits: &Number, end: usize) -> Option<TimeOfDay> {
    let (clock, second) = match digits.n_digits {
        6 => (digits.value / 100, digits.value % 100),
        4 => (digits.value, 0),
        _ => return None,
    };
    let part = |value: u64| i8::try_from(value).ok();
    Some(TimeOfDay { hour: part(clock / 100)?, minute: part(clock % 100)?, second: part(second)?, nanosecond: 0, end })
}

fn nanoseconds(fraction: Number) -> i32 {
    let digits = fraction.n_digits.min(18) as u32;
    let value = if digits <= 9 { fraction.value * 10u64.pow(9 - digits) } else { fraction.value / 10u64.pow(digits - 9) };
    i32::try_from(value).unwrap_or(0).min(999_999_999)
}

/// Applies `pm`, `p.m.`, `م`, `مساء` and their like to a time of twelve hours.
fn take_half_of_day(tokens: &[Token<'_>], time: &mut TimeOfDay, is_used: &mut [bool]) {
    let is_after_noon = match &tokens[time.end..] {
        [Token::Word("pm" | "م" | "مساء" | "مساءا" | "os"), ..] => true,
        [Token::Word("am" | "ص" | "صباحا" | "oo"), ..] => false,
        [Token::Word(half @ ("p" | "a")), Token::Sign('.'), Token::Word("m"), ..] => {
            is_used[time.end + 1..time.end + 3].fill(true);
            time.end += 2;
            *half == "p"
        }
        _ => return,
    };
    is_used[time.end] = true;
    time.end += 1;
    time.hour = match (time.hour, is_after_noon) {
        (12, false) => 0,
        (1..=11, true) => time.hour + 12,
        (hour, _) => hour,
    };
}

/// Finds the zone behind the time, in minutes from UTC: `+0300`, `+03:00`, `GMT+3`, `MSK`. UTC where there is none.
fn find_zone(tokens: &[Token<'_>], from: usize, is_used: &mut [bool]) -> i32 {
    let mut minutes = 0;
    for at in from..tokens.len() {
        match &tokens[at] {
            Token::Word(word) => {
                let Some((_, named)) = ZONES.iter().find(|(name, _)| name == word) else { continue };
                is_used[at] = true;
                minutes = *named;
            }
            Token::Sign(sign @ ('+' | '-')) if 0 < from => {
                let Some((distance, len)) = distance(&tokens[at + 1..]) else { continue };
                is_used[at..=at + len].fill(true);
                return if *sign == '-' { -distance } else { distance };
            }
            _ => {}
        }
    }
    minutes
}

/// Reads `0300`, `03:00`, `3` as minutes; gives how many tokens it took.
fn distance(tokens: &[Token<'_>]) -> Option<(i32, usize)> {
    let first = tokens.first()?.number()?;
    let value = i32::try_from(first.value).ok()?;
    let (hours, minutes, len) = match (first.n_digits, tokens.get(1), tokens.get(2).and_then(Token::small)) {
        (3..=4, _, _) => (value / 100, value % 100, 1),
        (1..=2, Some(Token::Sign(':')), Some(minutes)) => (value, i32::from(minutes), 3),
        (1..=2, _, _) => (value, 0, 1),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some((hours * 60 + minutes, len))
}

fn find_date(tokens: &[Token<'_>], is_used: &[bool]) -> Option<Date> {
    if let [Token::Number(first), ..] = tokens
        && matches!(first.n_digits, 8 | 12 | 14)
    {
        let day = first.value / 10u64.pow(first.n_digits as u32 - 8);
        return date(day / 10_000, day / 100 % 100, day % 100);
    }
    let free: Vec<Token<'_>> = tokens.iter().zip(is_used).filter(|(_, used)| !**used).map(|(token, _)| *token).collect();
    let numeric = free.windows(5).find_map(numeric_date);
    numeric.or_else(|| named_date(&free)).or_else(|| sparse_date(&free))
}

/// The rarer forms: `2026-327` (day of the year), `2026-W48-1`, `2026-11`, `2026年11月23日`.
fn sparse_date(tokens: &[Token<'_>]) -> Option<Date> {
    let (Token::Number(year), rest) = tokens.split_first()? else { return None };
    if year.n_digits != 4 {
        return None;
    }
    match rest {
        [Token::Sign('-'), Token::Number(day)] if day.n_digits == 3 => {
            let first = date(year.value, 1, 1)?;
            let found = first.checked_add(jiff::Span::new().days(i64::try_from(day.value).ok()? - 1)).ok()?;
            (found.year() == first.year()).then_some(found)
        }
        [Token::Sign('-'), Token::Word("w"), week, Token::Sign('-'), day] => {
            let weekday = jiff::civil::Weekday::from_monday_one_offset(day.small()?).ok()?;
            jiff::civil::ISOWeekDate::new(i16::try_from(year.value).ok()?, week.small()?, weekday).ok().map(|week| week.date())
        }
        [Token::Sign('-'), month] => date(year.value, u64::try_from(month.small()?).ok()?, 1),
        [Token::Word("年"), month, Token::Word("月"), day, ..] => {
            date(year.value, u64::try_from(month.small()?).ok()?, u64::try_from(day.small()?).ok()?)
        }
        _ => None,
    }
}

/// Reads `2026-11-23`, `23.11.2026`, `23/11/26` and, where nothing else is possible, `11/23/2026`.
fn numeric_date(window: &[Token<'_>]) -> Option<Date> {
    let [Token::Number(one), Token::Sign(separator @ ('-' | '/' | '.')), Token::Number(two), Token::Sign(again), Token::Number(three)] =
        window
    else {
        return None;
    };
    if separator != again {
        return None;
    }
    if one.n_digits == 4 {
        return date(one.value, two.value, three.value);
    }
    let year = full_year(*three)?;
    if 12 < two.value { date(year, one.value, two.value) } else { date(year, two.value, one.value) }
}

/// Reads a day, a month's name and a year in any order that leaves no doubt.
fn named_date(tokens: &[Token<'_>]) -> Option<Date> {
    // The last name counts: `mar` before it may be a French Tuesday.
    let named = |at: usize| month_at(tokens, at).map(|(month, len)| (at, len, month, false));
    let (at, len, month, is_jalali) = (0..tokens.len()).rev().find_map(|at| named(at).or_else(|| jalali_at(tokens, at)))?;
    let mut numbers = tokens.iter().enumerate().filter_map(|(at, token)| token.number().map(|number| (at, number)));
    let is_day = |number: &Number| number.n_digits <= 2 && (1..=31).contains(&number.value);
    let before = tokens[..at].iter().rev().find_map(Token::number).filter(is_day);
    let after = tokens[at + len..].iter().find_map(Token::number).filter(is_day);
    let long_year = numbers.find(|(_, number)| number.n_digits == 4).map(|(_, number)| number.value);
    let (day, year) = match (before, after, long_year) {
        (Some(day), _, Some(year)) => (day, year),
        (None, Some(day), Some(year)) => (day, year),
        (Some(day), Some(short), None) => (day, full_year(short)?),
        _ => return None,
    };
    // A month of one calendar with a year of the other is a mistake, and no date.
    if is_jalali == is_jalali_year(i64::try_from(year).ok()?) { date(year, month, day.value) } else { None }
}

fn jalali_at(tokens: &[Token<'_>], at: usize) -> Option<(usize, usize, u64, bool)> {
    let Token::Word(word) = tokens[at] else { return None };
    Some((at, 1, u64::try_from(jalali_month(word)?).ok()?, true))
}

fn month_at(tokens: &[Token<'_>], at: usize) -> Option<(u64, usize)> {
    let Token::Word(word) = tokens[at] else { return None };
    let pair = match tokens.get(at + 1) {
        Some(Token::Word(next)) => format!("{word} {next}"),
        _ => String::new(),
    };
    // Hebrew writes "in" as a part of the name.
    let word = word.strip_prefix('ב').unwrap_or(word);
    for (month, names) in (1u64..).zip(MONTHS) {
        if !pair.is_empty() && names.contains(&pair.as_str()) {
            return Some((month, 2));
        }
        if names.contains(&word) {
            return Some((month, 1));
        }
    }
    None
}

/// The year as RFC 2822 reads short ones.
fn full_year(number: Number) -> Option<u64> {
    match number.n_digits {
        4 => Some(number.value),
        2 if number.value < 70 => Some(2000 + number.value),
        2 => Some(1900 + number.value),
        _ => None,
    }
}

/// A day of the civil calendar, or of the Jalali one by its year.
fn date(year: u64, month: u64, day: u64) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    if is_jalali_year(year.into()) { from_jalali(year, month, day) } else { Date::new(year, month, day).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(parse_date(text).map(|at| at.to_string()).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn forms_of_the_real_world() {
        let rows = include_str!("../../tests/fixtures/feeds/dates.txt").lines().filter(|row| !row.starts_with('#'));
        let read = |(text, meant): (&str, &str)| {
            (text.to_owned(), parse_date(text).map(|at| at.to_string()).unwrap_or_default(), meant.to_owned())
        };
        let wrong: Vec<_> = rows.filter_map(|row| row.rsplit_once('|')).map(read).filter(|(_, found, meant)| found != meant).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn mail_dates() {
        for text in [
            "Mon, 23 Nov 2026 10:00:00 GMT",
            "Fri, 23 Nov 2026 10:00:00 +0000",
            "23 Nov 26 10:00 UT",
            "Monday, 23-Nov-26 10:00:00 GMT",
            "Mon Nov 23 10:00:00 2026",
            "Mon, 23 November 2026 13:00:00 MSK",
            "Mon, 23 Nov 2026 12:00:00 EET",
            "Mon, 23 Nov 2026 13:00:00 EEST",
            "Mon, 23 Nov 2026 12:00:00 CEST",
            "Mon, 23 Nov 2026 13:00:00 AST",
            "Mon, 23 Nov 2026 13:00:00 GMT+0300",
            "Mon, 23 Nov 2026 13:00 GMT+3",
            "Mon,23 Nov 2026 05:00:00 EST",
            "Mon, 23 Nov 2026 10:00:00 Z",
            "Mon, 23 Nov 2026 10:00:00",
            "Mon, 23 Nov 2026 10:00:00 +0000 (UTC)",
            "November 23, 2026 10:00 AM",
            "Nov 23, 2026, 10:00 a.m.",
            "Mon, 23 Nov 2026 5:00:00 -0500",
        ] {
            check(text, "2026-11-23T10:00:00Z");
        }
        for text in ["۱۴۰۵/۰۹/۰۳ ۱۴:۳۰", "1405-09-03T14:30:00", "سه شنبه ۳ آذر ۱۴۰۵ ساعت ۱۴:۳۰", "3 قوس 1405 14:30"]
        {
            check(text, "2026-11-24T14:30:00Z");
        }
        check("3 آذر 2026", "");
        check("3 November 1405", "");
        check("Sun, 22 Nov 2026 24:00:00 GMT", "2026-11-23T00:00:00Z");
        check("Mon, 23 Nov 2026 10:00:60 GMT", "2026-11-23T10:00:59Z");
    }

    #[test]
    fn iso_dates() {
        check("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z");
        check("2026-11-23T13:00:00.25+03:00", "2026-11-23T10:00:00.25Z");
        check("2026-11-23T13:00:00+0300", "2026-11-23T10:00:00Z");
        check("2026-11-23t05:00:00-05", "2026-11-23T10:00:00Z");
        check("2026-11-23T10:00", "2026-11-23T10:00:00Z");
        check("2026-11-23 10:00:00", "2026-11-23T10:00:00Z");
        check("2026-11-23 13:00:00 +0300", "2026-11-23T10:00:00Z");
        check("2026-11-23", "2026-11-23T00:00:00Z");
        check("2026/11/23 10:00", "2026-11-23T10:00:00Z");
        check("20261123T100000Z", "2026-11-23T10:00:00Z");
        check("20261123", "2026-11-23T00:00:00Z");
        check("20261123100000", "2026-11-23T10:00:00Z");
    }

    #[test]
    fn day_first_dates() {
        check("23.11.2026 10:00", "2026-11-23T10:00:00Z");
        check("10:00 23.11.26", "2026-11-23T10:00:00Z");
        check("05/11/2026 10:00:00 PM", "2026-11-05T22:00:00Z");
        check("11/23/2026 12:05 AM", "2026-11-23T00:05:00Z");
        check("23-11-2026", "2026-11-23T00:00:00Z");
    }

    #[test]
    fn machine_dates() {
        check("1795428000", "2026-11-23T10:00:00Z");
        check("1795428000000", "2026-11-23T10:00:00Z");
        check("1795428000.5", "2026-11-23T10:00:00Z");
    }

    #[test]
    fn month_names_of_many_languages() {
        check("الاثنين، ٢٣ تشرين الثاني/نوفمبر ٢٠٢٦ ١٠:٠٠ ص", "2026-11-23T10:00:00Z");
        check("23 كانون الأول 2026 - 10:30 م", "2026-12-23T22:30:00Z");
        check("٢٣ أغسطس ٢٠٢٦", "2026-08-23T00:00:00Z");
        check("23 آب 2026", "2026-08-23T00:00:00Z");
        check("23 غشت 2026 على الساعة 10:00", "2026-08-23T10:00:00Z");
        check("Пн, 23 ноября 2026 13:00 МСК", "2026-11-23T10:00:00Z");
        check("23 мая 2026 г., 10:00", "2026-05-23T10:00:00Z");
        check("lundi 23 novembre 2026 à 10h30", "2026-11-23T10:30:00Z");
        check("mar., 24 nov. 2026 10:00:00 +0100", "2026-11-24T09:00:00Z");
        check("lun, 23 de noviembre de 2026 10:00", "2026-11-23T10:00:00Z");
        check("23 Kasım 2026 Pazartesi 10:00", "2026-11-23T10:00:00Z");
        check("23 août 2026", "2026-08-23T00:00:00Z");
        check("1 ŞUBAT 2026", "2026-02-01T00:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "31.02.2026",
            "2026-13-01",
            "0000-00-00 00:00:00",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "0",
            "2026",
            "23 Nov",
            "99999999999",
        ] {
            check(text, "");
        }
        check(&"1 ".repeat(70), "");
        check("Mon, 23 Nov 2126 10:00:00 GMT", "");
    }
}
