//! Dates in figures: 2020-10-15, 10/03/2023, 31.10.1974.

use super::lex::{Item, Number};
use super::word::DateWord;
use super::{DateExpr, MonthRef, YearRef};

/// Years that a four-digit number may mean without a word that says so.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1800..=2199;

/// Years of the Hijra that a number may mean.
pub(super) const HIJRI_YEARS: std::ops::RangeInclusive<u32> = 1200..=1599;

/// A date in figures at `at`, and the item behind it.
pub(super) fn figures(items: &[Item<'_>], at: usize) -> Option<(DateExpr, usize)> {
    let first = items.get(at)?.number.filter(|n| !n.is_ordinal)?;
    let separator = items.get(at + 1).filter(|i| i.joined)?.sign.filter(|s| "-/.".contains(*s))?;
    let number = |at: usize| items.get(at).filter(|i| i.joined)?.number;
    let second = number(at + 2)?;
    let third = items.get(at + 3).filter(|i| i.joined && i.sign == Some(separator)).and_then(|_| number(at + 4));
    let Some(third) = third else {
        // "2014-10" is a month; "10/03" and "3.5" are anything.
        // "14.10." with both dots is a day of this or that year.
        let is_dotted = separator == '.' && items.get(at + 3).is_some_and(|i| i.joined && i.sign == Some('.'));
        if is_dotted && first.n_digits == 2 && second.n_digits == 2 {
            return Some((day_without_year(first, second)?, at + 4));
        }
        let is_month = first.n_digits == 4 && second.n_digits == 2 && separator == '-';
        return if is_month { Some((month(first, second)?, at + 3)) } else { None };
    };
    if first.n_digits == 4 {
        return Some((day(third, second, first)?, at + 5));
    }
    // The day comes first in most of the world; where it cannot, the month does.
    let (day_number, month_number) = if 12 < second.value { (second, first) } else { (first, second) };
    let is_good = first.n_digits <= 2
        && second.n_digits <= 2
        && (third.n_digits == 4 || third.n_digits == 2 && (separator != '-' || 12 < day_number.value));
    if is_good { Some((day(day_number, month_number, third)?, at + 5)) } else { None }
}

/// "2/15", and "15.02": day and month in either order, where one of them can only be the day.
pub(super) fn day_and_month(items: &[Item<'_>], at: usize, separator: char) -> Option<(DateExpr, usize)> {
    let number = |at: usize| items.get(at)?.number.filter(|n| n.n_digits <= 2 && !n.is_ordinal);
    let (first, second) = (number(at)?, number(at + 2)?);
    let is_joined = items[at + 1].sign == Some(separator) && items[at + 1].joined && items[at + 2].joined;
    let goes_on = items.get(at + 3).is_some_and(|next| next.joined && !next.sign.is_some_and(|s| ".,)".contains(s)));
    let (day, month) = if first.value <= 12 { (second, first) } else { (first, second) };
    if is_joined && !goes_on && 12 < day.value { Some((day_without_year(day, month)?, at + 3)) } else { None }
}

/// "14. - 15.10.", "14./15.10.2018", "14-15.10.2018": days of one month, and the item behind them.
pub(super) fn dotted_range(items: &[Item<'_>], at: usize) -> Option<(DateExpr, usize)> {
    let number = |at: usize| items.get(at)?.number.filter(|n| n.n_digits <= 2 && !n.is_ordinal);
    let sign = |at: usize, signs: &str| items.get(at).and_then(|item| item.sign).is_some_and(|sign| signs.contains(sign));
    let first = number(at)?;
    let has_dot = sign(at + 1, ".") && items[at + 1].joined;
    let joint = if has_dot { at + 2 } else { at + 1 };
    if !sign(joint, "-/") && !items.get(joint).is_some_and(|item| has_dot && item.has(DateWord::To)) {
        return None;
    }
    let last = joint + 1;
    let (from, to, month) = (first, number(last)?, sign(last + 1, ".").then(|| number(last + 2))??);
    let is_closed = sign(last + 3, ".") && items[last + 3].joined;
    let full_year = items.get(last + 4).filter(|year| is_closed && year.joined).and_then(|item| item.number).filter(|n| n.n_digits == 4);
    let (year, behind) = match full_year {
        Some(number) => (YearRef::Absolute(year(number)?), last + 5),
        None => (YearRef::Nearest, last + 3 + usize::from(is_closed)),
    };
    // "3 - 5.10" may be numbers.
    if !has_dot && !is_closed {
        return None;
    }
    let day = |number: Number| match day_without_year(number, month)? {
        DateExpr::Day { day, month, .. } => Some(Box::new(DateExpr::Day { day, month, year })),
        _ => None,
    };
    Some((DateExpr::Range { from: day(from)?, to: day(to)? }, behind))
}

/// The year that a number of two or four digits means.
pub(super) fn year(number: Number) -> Option<i16> {
    let year = match number.n_digits {
        2 if number.value < 70 => 2000 + number.value,
        2 => 1900 + number.value,
        4 => number.value,
        _ => return None,
    };
    i16::try_from(year).ok().filter(|_| YEARS.contains(&year))
}

fn day_without_year(day: Number, month: Number) -> Option<DateExpr> {
    let day = i8::try_from(day.value).ok().filter(|d| (1..=31).contains(d))?;
    let month = i8::try_from(month.value).ok().filter(|m| (1..=12).contains(m))?;
    Some(DateExpr::Day { day, month: MonthRef::Named(month), year: YearRef::Nearest })
}

fn month(year_number: Number, month: Number) -> Option<DateExpr> {
    let month = i8::try_from(month.value).ok().filter(|m| (1..=12).contains(m))?;
    Some(DateExpr::Month { month: MonthRef::Named(month), year: YearRef::Absolute(year(year_number)?) })
}

fn day(day: Number, month: Number, year_number: Number) -> Option<DateExpr> {
    let day = i8::try_from(day.value).ok().filter(|d| (1..=31).contains(d))?;
    let month = i8::try_from(month.value).ok().filter(|m| (1..=12).contains(m))?;
    if HIJRI_YEARS.contains(&year_number.value) && year_number.n_digits == 4 {
        let year = i16::try_from(year_number.value).ok()?;
        return Some(DateExpr::Day { day, month: MonthRef::Hijri(month), year: YearRef::Absolute(year) });
    }
    Some(DateExpr::Day { day, month: MonthRef::Named(month), year: YearRef::Absolute(year(year_number)?) })
}
