//! Publication dates as pages write them: machine forms first, then words in the languages we watch.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use url::Url;

use crate::model::PageTime;

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

/// Month names and their common short forms, folded: lower case, plain letters. Longer forms are found by their beginning.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "янв",
        "січ",
        "يناير",
        "كانون الثاني",
        "جانفي",
        "جنوري",
        "ژانويه",
        "בינואר",
        "ינואר",
        "janvier",
        "enero",
        "ocak",
        "januar",
        "gennaio",
        "janeiro",
        "stycznia",
    ],
    &[
        "february",
        "feb",
        "фев",
        "лют",
        "فبراير",
        "شباط",
        "فيفري",
        "فوريه",
        "בפברואר",
        "פברואר",
        "fevrier",
        "fevr",
        "febrero",
        "subat",
        "februar",
        "febbraio",
        "fevereiro",
        "lutego",
    ],
    &["march", "mar", "март", "берез", "مارس", "اذار", "במרץ", "מרץ", "mars", "marzo", "mart", "marz", "marco", "marca"],
    &[
        "april",
        "apr",
        "апр",
        "квіт",
        "ابريل",
        "نيسان",
        "افريل",
        "اوريل",
        "באפריל",
        "אפריל",
        "avril",
        "avr",
        "abril",
        "nisan",
        "aprile",
        "kwietnia",
    ],
    &["may", "мая", "май", "трав", "مايو", "ايار", "ماي", "مه", "במאי", "מאי", "mai", "mayo", "mayis", "maggio", "maio", "maja"],
    &[
        "june",
        "jun",
        "июн",
        "черв",
        "يونيو",
        "حزيران",
        "جوان",
        "ژوئن",
        "ژوين",
        "ביוני",
        "יוני",
        "juin",
        "junio",
        "haziran",
        "juni",
        "giugno",
        "junho",
        "czerwca",
    ],
    &[
        "july",
        "jul",
        "июл",
        "лип",
        "يوليو",
        "تموز",
        "جويليه",
        "ژوئيه",
        "ژوييه",
        "جولاي",
        "ביולי",
        "יולי",
        "juillet",
        "juil",
        "julio",
        "temmuz",
        "juli",
        "luglio",
        "julho",
        "lipca",
    ],
    &["august", "aug", "авг", "серп", "اغسطس", "اب", "اوت", "באוגוסט", "אוגוסט", "aout", "agosto", "agustos", "sierpnia"],
    &[
        "september",
        "sept",
        "sep",
        "сен",
        "верес",
        "سبتمبر",
        "ايلول",
        "سپتامبر",
        "בספטמבר",
        "ספטמבר",
        "septembre",
        "septiembre",
        "eylul",
        "settembre",
        "setembro",
        "wrzesnia",
    ],
    &[
        "october",
        "oct",
        "окт",
        "жовт",
        "اكتوبر",
        "تشرين الاول",
        "اكتبر",
        "באוקטובר",
        "אוקטובר",
        "octobre",
        "octubre",
        "ekim",
        "oktober",
        "ottobre",
        "outubro",
        "pazdziernika",
    ],
    &[
        "november",
        "nov",
        "ноя",
        "листоп",
        "نوفمبر",
        "تشرين الثاني",
        "نوامبر",
        "בנובמבר",
        "נובמבר",
        "novembre",
        "noviembre",
        "kasim",
        "novembro",
        "listopada",
    ],
    &[
        "december",
        "dec",
        "дек",
        "груд",
        "ديسمبر",
        "كانون الاول",
        "دسامبر",
        "בדצמבר",
        "דצמבר",
        "decembre",
        "diciembre",
        "aralik",
        "dezember",
        "dicembre",
        "dezembro",
        "grudnia",
    ],
];

/// Finds the first date in words or figures in a line of text: `29 June 2025`, `June 29, 2025`, `29 июня 2025`, `29.06.2025 18:30`,
/// `29 يونيو 2025`, `2025-06-29`. Midnight UTC where no time stands behind it.
pub(super) fn in_text(line: &str) -> Option<PageTime> {
    let folded = fold(line);
    let words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '،' | '|' | '(' | ')' | '•' | '·'))
        .flat_map(in_parts)
        .filter(|w| !w.is_empty() && !matches!(*w, "de" | "del" | "of"))
        .collect();
    (0..words.len()).find_map(|index| {
        let (date, used) = figures(words[index]).map(|date| (date, 1)).or_else(|| written(&words[index..]))?;
        // "12:30 02.04.2025 (updated 14:10 ...)": a time right in front belongs to the date before any behind it.
        let before = index.checked_sub(1).and_then(|before| clock(words[before]));
        let time = before.or_else(|| words[index + used..].iter().take(4).find_map(|word| clock(word))).unwrap_or(Time::midnight());
        YEARS.contains(&date.year()).then(|| at(date.to_datetime(time), None)).flatten()
    })
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

/// `29-june-2025` to its parts; `2025-06-29`, and months with two names (`حزيران/يونيو`), stay whole.
fn in_parts(word: &str) -> std::str::Split<'_, fn(char) -> bool> {
    let is_mixed = word.contains(char::is_alphabetic) && word.contains(|c: char| c.is_ascii_digit());
    word.split(if is_mixed { |c| matches!(c, '-' | '–') } else { |_| false })
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

/// The month that a row of words begins with, and how many words it takes; both names of one that is given twice.
fn month(words: &[&str]) -> Option<(i8, usize)> {
    let (month, length) = one_month(words)?;
    let is_double =
        words.get(length - 1).is_some_and(|word| word.ends_with('/')) || words.get(length).is_some_and(|word| word.starts_with('/'));
    let skipped = usize::from(words.get(length).is_some_and(|word| *word == "/"));
    let second = words.get(length + skipped..).filter(|_| is_double).and_then(one_month);
    Some(second.filter(|(again, _)| *again == month).map_or((month, length), |(_, more)| (month, length + skipped + more)))
}

fn one_month(words: &[&str]) -> Option<(i8, usize)> {
    let first = words.first()?.trim_start_matches('/');
    let first = first.split_once('/').map_or(first, |(first, _)| first);
    let pair = words.get(1).map(|second| format!("{first} {}", second.split_once('/').map_or(*second, |(second, _)| second)));
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
            "29 حزيران/يونيو 2025",
            "29 حزيران/ يونيو 2025",
            "الأحد 29-يونيو-2025",
            "29 ביוני 2025",
            "29 giugno 2025",
        ] {
            check(in_text(text), "2025-06-29T00:00:00Z");
        }
        check(in_text("29 июня 2025, 18:30"), "2025-06-29T18:30:00Z");
        check(in_text("11:20 02.04.2025 (обновлено: 12:11 02.04.2025)"), "2025-04-02T11:20:00Z");
        check(in_text("3 تشرين الثاني 2025"), "2025-11-03T00:00:00Z");
        assert_eq!(in_text("Marked 10 of 2025 things"), None);
    }
}
