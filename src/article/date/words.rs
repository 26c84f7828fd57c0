//! Publication dates in words and figures, in the languages that news pages are written in.

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use rustc_hash::FxHashMap;

use super::super::markers;
use super::{YEARS, at};
use crate::model::PageTime;
use crate::text::dates::{from_jalali, is_jalali_year, jalali_month};

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

/// A line with a date of publication is shorter than this.
const MAX_LINE_BYTES: usize = 600;

/// The month of each name.
static NAMES: LazyLock<FxHashMap<&'static str, i8>> =
    LazyLock::new(|| MONTHS.iter().zip(1..).flat_map(|(names, month)| names.iter().map(move |name| (*name, month))).collect());

/// Slavic months come in cases: the stem decides. Latin and Arabic ones are whole words, else "mark" would be March.
static STEMS: LazyLock<Vec<(&'static str, i8)>> = LazyLock::new(|| {
    let is_stem = |name: &str| name.starts_with(|c: char| matches!(c, 'а'..='я' | 'і' | 'ї'));
    MONTHS.iter().zip(1..).flat_map(|(names, month)| names.iter().filter(|name| is_stem(name)).map(move |name| (*name, month))).collect()
});

/// Finds the first date in words or figures in a line of text: `29 June 2025`, `June 29, 2025`, `29 июня 2025`, `29.06.2025 18:30`,
/// `29 يونيو 2025`, `2025-06-29`. Midnight UTC where no time stands behind it.
pub(in crate::article) fn in_text(line: &str) -> Option<PageTime> {
    // Most lines are ruled out by a look; of a long one the beginning counts.
    if !line.contains(char::is_numeric) {
        return None;
    }
    let folded = fold(&line[..line.floor_char_boundary(MAX_LINE_BYTES)]);
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

/// `29-june-2025` to its parts; `2025-06-29`, and months with two names (`حزيران/يونيو`), stay whole.
fn in_parts(word: &str) -> std::str::Split<'_, fn(char) -> bool> {
    let is_mixed = word.contains(char::is_alphabetic) && word.contains(|c: char| c.is_ascii_digit());
    word.split(if is_mixed { |c| matches!(c, '-' | '–') } else { |_| false })
}

/// Lower case, no accents or harakat, ASCII digits.
fn fold(line: &str) -> String {
    let folded = markers::fold(&format!("x {line}"));
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
    day_of(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// A day of the civil calendar, or of the Jalali one by its year.
fn day_of(year: i16, month: i8, day: i8) -> Option<Date> {
    if is_jalali_year(year.into()) { from_jalali(year, month, day) } else { Date::new(year, month, day).ok() }
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
            && is_jalali_year(year.into()) == words.get(month_at).is_some_and(|word| jalali_month(word).is_some())
            && let Some(date) = day_of(year, month, i8::try_from(day).ok()?)
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
    if let Some(month) = pair.and_then(|pair| NAMES.get(pair.as_str())) {
        return Some((*month, 2));
    }
    let word = first.trim_end_matches('.');
    let stem = || STEMS.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, month)| *month);
    NAMES.get(word).copied().or_else(|| jalali_month(word)).or_else(stem).map(|month| (month, 1))
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
    fn a_long_line_is_looked_at_to_a_point() {
        let far = format!("{}29 June 2025", "x ".repeat(MAX_LINE_BYTES));
        assert_eq!((in_text(&far), in_text("no figures here")), (None, None));
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
        for text in ["۸ تیر ۱۴۰۴", "یکشنبه 8 تیر 1404", "1404/04/08", "۸ سرطان ۱۴۰۴"] {
            check(in_text(text), "2025-06-29T00:00:00Z");
        }
        assert_eq!(in_text("8 تیر 2025"), None);
        check(in_text("29 июня 2025, 18:30"), "2025-06-29T18:30:00Z");
        check(in_text("11:20 02.04.2025 (обновлено: 12:11 02.04.2025)"), "2025-04-02T11:20:00Z");
        check(in_text("3 تشرين الثاني 2025"), "2025-11-03T00:00:00Z");
        assert_eq!(in_text("Marked 10 of 2025 things"), None);
    }
}
