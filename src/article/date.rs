//! Publication dates as pages write them: machine forms first, then words in the languages we watch.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Dates outside these years are mistakes of a template.
const YEARS: std::ops::RangeInclusive<i16> = 1995..=2100;

/// Reads a date in a machine form: ISO 8601 with any of its liberties, RFC 2822, seconds or milliseconds since 1970.
/// Without a zone it is taken as UTC, without a time as midnight.
pub(super) fn machine(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let found = iso(text)
        .or_else(|| jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok())
        .or_else(|| epoch(text))?;
    YEARS.contains(&Offset::UTC.to_datetime(found).year()).then_some(found)
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
fn iso(text: &str) -> Option<Timestamp> {
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
    let Some(time) = scan.time() else { return at(date.at(0, 0, 0, 0), Offset::UTC) };
    at(date.to_datetime(time), scan.zone())
}

fn at(local: DateTime, offset: Offset) -> Option<Timestamp> {
    offset.to_timestamp(local).ok()
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

    /// `Z`, `+03:00`, `+0300`, `+03`, `GMT+3`, `MSK`; UTC where there is none.
    fn zone(&mut self) -> Offset {
        let zone = self.rest.trim_start();
        let zone = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC")).unwrap_or(zone);
        if zone.starts_with("MSK") {
            return Offset::constant(3);
        }
        let sign = match zone.chars().next() {
            Some('+') => 1,
            Some('-' | '−') => -1,
            _ => return Offset::UTC,
        };
        let digits: String = zone.chars().skip(1).filter(|c| *c != ':').take_while(char::is_ascii_digit).collect();
        let (hours, minutes) = if digits.len() <= 2 { (digits.as_str(), "0") } else { digits.split_at(digits.len() - 2) };
        let (Ok(hours), Ok(minutes)) = (hours.parse::<i32>(), minutes.parse::<i32>()) else { return Offset::UTC };
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).unwrap_or(Offset::UTC)
    }
}

/// Month names and their common short forms, folded: lower case, plain letters. Longer forms are found by their beginning.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "янв", "січ", "يناير", "كانون الثاني", "جانفي", "janvier", "enero", "ocak", "januar"],
    &["february", "feb", "фев", "лют", "فبراير", "شباط", "فيفري", "fevrier", "fevr", "febrero", "subat", "februar"],
    &["march", "mar", "март", "берез", "مارس", "اذار", "mars", "marzo", "mart", "marz"],
    &["april", "apr", "апр", "квіт", "ابريل", "نيسان", "افريل", "avril", "avr", "abril", "nisan"],
    &["may", "мая", "май", "трав", "مايو", "ايار", "ماي", "mai", "mayo", "mayis"],
    &["june", "jun", "июн", "черв", "يونيو", "حزيران", "جوان", "juin", "junio", "haziran", "juni"],
    &["july", "jul", "июл", "лип", "يوليو", "تموز", "جويليه", "juillet", "juil", "julio", "temmuz", "juli"],
    &["august", "aug", "авг", "серп", "اغسطس", "اب", "اوت", "aout", "agosto", "agustos"],
    &["september", "sep", "сен", "верес", "سبتمبر", "ايلول", "septembre", "septiembre", "eylul"],
    &["october", "oct", "окт", "жовт", "اكتوبر", "تشرين الاول", "octobre", "octubre", "ekim", "oktober"],
    &["november", "nov", "ноя", "листоп", "نوفمبر", "تشرين الثاني", "novembre", "noviembre", "kasim"],
    &["december", "dec", "дек", "груд", "ديسمبر", "كانون الاول", "decembre", "diciembre", "aralik", "dezember"],
];

/// Finds the first date in words or figures in a line of text: `29 June 2025`, `June 29, 2025`, `29 июня 2025`, `29.06.2025 18:30`,
/// `29 يونيو 2025`, `2025-06-29`. Midnight UTC where no time stands behind it.
pub(super) fn in_text(line: &str) -> Option<Timestamp> {
    let folded = fold(line);
    let words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '،' | '|' | '(' | ')'))
        .filter(|w| !w.is_empty() && !matches!(*w, "de" | "del" | "of"))
        .collect();
    (0..words.len()).find_map(|index| {
        let (date, used) = figures(words[index]).map(|date| (date, 1)).or_else(|| written(&words[index..]))?;
        let time = words[index + used..].iter().take(4).find_map(|word| clock(word)).unwrap_or(Time::midnight());
        YEARS.contains(&date.year()).then(|| at(date.to_datetime(time), Offset::UTC)).flatten()
    })
}

/// Lower case, no accents or harakat, ASCII digits.
fn fold(line: &str) -> String {
    let folded = super::markers::fold(&format!("x {line}"));
    folded[2.min(folded.len())..]
        .chars()
        .map(|c| match c {
            '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
            '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
            _ => c,
        })
        .collect()
}

/// `29.06.2025`, `29/06/2025`, `2025-06-29`; a day that cannot be one is taken as the month's place (`06/29/2025`).
fn figures(word: &str) -> Option<Date> {
    let parts: Vec<i16> = word.split(['.', '/', '-']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let (year, month, day) = match parts[..] {
        [year, month, day] if 1000 < year => (year, month, day),
        [month, day, year] if 12 < day && 1000 < year => (year, month, day),
        [day, month, year] if 1000 < year => (year, month, day),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `29 june 2025` or `june 29 2025`, with up to two words for the month; and how many words that took.
fn written(words: &[&str]) -> Option<(Date, usize)> {
    let number = |index: usize| {
        let word = words.get(index)?.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
        word.parse::<i16>().ok()
    };
    for day_first in [true, false] {
        let month_at = usize::from(day_first);
        let Some((month, length)) = month(words.get(month_at..)?) else { continue };
        let year_at = month_at + length + usize::from(!day_first);
        let day = if day_first { number(0) } else { number(length) };
        if let (Some(day), Some(year)) = (day, number(year_at))
            && let Ok(date) = Date::new(year, month, i8::try_from(day).ok()?)
        {
            return Some((date, year_at + 1));
        }
    }
    None
}

fn month(words: &[&str]) -> Option<(i8, usize)> {
    let first = words.first()?;
    let pair = words.get(1).map(|second| format!("{first} {second}"));
    MONTHS.iter().zip(1..).find_map(|(names, month)| {
        if pair.as_ref().is_some_and(|pair| names.contains(&pair.as_str())) {
            return Some((month, 2));
        }
        let word = first.trim_end_matches('.');
        // Slavic months come in cases: the stem decides. Latin and Arabic ones are whole words, else "mark" would be March.
        let is_cyrillic = |name: &str| name.starts_with(|c: char| matches!(c, 'а'..='я' | 'і' | 'ї'));
        names.iter().any(|name| word == *name || is_cyrillic(name) && word.starts_with(name)).then_some((month, 1))
    })
}

fn clock(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once(':')?;
    Time::new(hour.parse().ok()?, minute.get(..2)?.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<Timestamp>, expected: &str) {
        assert_eq!(found.map(|at| at.to_string()).as_deref(), Some(expected));
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
    fn dates_in_words() {
        for text in [
            "Published: 29 June 2025",
            "June 29, 2025",
            "Sunday, Jun. 29th, 2025",
            "29 июня 2025 г.",
            "الأحد 29 يونيو 2025",
            "٢٩ حزيران ٢٠٢٥",
            "29.06.2025",
            "06/29/2025",
            "29 haziran 2025",
            "29 juin 2025",
            "29 de junio de 2025",
        ] {
            check(in_text(text), "2025-06-29T00:00:00Z");
        }
        check(in_text("29 июня 2025, 18:30"), "2025-06-29T18:30:00Z");
        check(in_text("3 تشرين الثاني 2025"), "2025-11-03T00:00:00Z");
        assert_eq!(in_text("Marked 10 of 2025 things"), None);
    }
}
