//! Dates in figures: 2020-10-15, 10/03/2023, 31.10.1974.

use super::lex::{Item, Number};
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
    let (day_number, month_number) = if 12 < second.value && separator == '/' { (second, first) } else { (first, second) };
    let is_good = first.n_digits <= 2 && second.n_digits <= 2 && (third.n_digits == 4 || third.n_digits == 2 && separator != '-');
    if is_good { Some((day(day_number, month_number, third)?, at + 5)) } else { None }
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
