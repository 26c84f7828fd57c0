//! Stretches of the calendar: the unit that a day lies in, its neighbours, its parts.

use jiff::Span;
use jiff::civil::Date;

use super::Days;
use crate::model::{DateSpan, Precision};
use crate::text::dates::word::{Part, Unit};

/// So many units from a day or longer time: days and weeks give a day, longer units the one that it falls in.
pub(super) fn apart(anchor: &DateSpan, unit: Unit, count: i32) -> Option<Days> {
    let day = shift(anchor.start, unit, count)?;
    match unit {
        Unit::Day | Unit::Week => (anchor.start == anchor.end).then_some((day, day, Precision::Day)),
        Unit::Year if anchor.precision != Precision::Year => period(day, Unit::Month),
        unit => period(day, unit),
    }
}

pub(super) fn monday_of(day: Date) -> Date {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    shift(day, Unit::Day, -back).unwrap_or(day)
}

pub(super) fn shift(day: Date, unit: Unit, count: i32) -> Option<Date> {
    let span = match unit {
        Unit::Day => Span::new().try_days(count),
        Unit::Week => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        Unit::Quarter => Span::new().try_months(count.checked_mul(3)?),
        Unit::Half => Span::new().try_months(count.checked_mul(6)?),
        Unit::Year => Span::new().try_years(count),
    };
    day.checked_add(span.ok()?).ok()
}

/// The unit that `day` lies in.
pub(super) fn period(day: Date, unit: Unit) -> Option<Days> {
    let months = |n: i8, precision| {
        let first = Date::new(day.year(), (day.month() - 1) / n * n + 1, 1).ok()?;
        let last = shift(first, Unit::Month, i32::from(n) - 1)?.last_of_month();
        Some((first, last, precision))
    };
    match unit {
        Unit::Day => Some((day, day, Precision::Day)),
        Unit::Week => Some((monday_of(day), shift(monday_of(day), Unit::Day, 6)?, Precision::Range)),
        Unit::Month => months(1, Precision::Month),
        Unit::Quarter => months(3, Precision::Range),
        Unit::Half => months(6, Precision::Range),
        Unit::Year => months(12, Precision::Year),
    }
}

pub(super) fn part_of((start, end, precision): Days, part: Part) -> Option<Days> {
    let length = i32::from(i16::try_from(start.until(end).ok()?.get_days()).ok()?) + 1;
    let day = |n: i32| shift(start, Unit::Day, n);
    let (first, last) = match (precision, part) {
        (Precision::Month, Part::Start) => (start, day(9)?),
        (Precision::Month, Part::Middle) => (day(10)?, day(19)?),
        (Precision::Month, Part::End) => (day(20)?, end),
        (Precision::Year, Part::Start) => (start, shift(start, Unit::Month, 2)?.last_of_month()),
        (Precision::Year, Part::Middle) => (shift(start, Unit::Month, 4)?, shift(start, Unit::Month, 7)?.last_of_month()),
        (Precision::Year, Part::End) => (shift(start, Unit::Month, 8)?, end),
        (Precision::Month, Part::Centre) => return Some((day(14)?, day(14)?, Precision::Day)),
        (Precision::Month, Part::First) => (start, day(14)?),
        (Precision::Month, Part::Second) => (day(15)?, end),
        (_, Part::Start) if 3 < length => (start, day(length / 2 - 1)?),
        (_, Part::Middle) if 3 < length => (day(length / 3)?, day(length - length / 3 - 1)?),
        (_, Part::End) if 3 < length => (day(length - length / 2)?, end),
        _ => return None,
    };
    Some((first, last, Precision::Range))
}
