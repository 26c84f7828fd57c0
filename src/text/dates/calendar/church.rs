//! Easter of both churches, counted out as they count it.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// Easter Sunday of the Gregorian calendar: the Sunday after the full moon of the church on or after 21 March.
pub(in super::super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let century = y / 100;
    // How far the church's moon lags behind the cycle of nineteen years, with the leap days and the moon's own correction.
    let epact = (14 + 11 * (y % 19) - century * 3 / 4 + (5 + 8 * century) / 25).rem_euclid(30);
    let late = epact == 0 || (epact == 1 && 10 < y % 19);
    let moon = Date::new(year, 4, 19).ok()?.checked_sub(Span::new().days(epact + i32::from(late))).ok()?;
    moon.nth_weekday(1, Weekday::Sunday).ok()
}

/// Easter Sunday of the Julian calendar, as a day of the Gregorian.
pub(in super::super) fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let epact = (14 + 11 * (y % 19)).rem_euclid(30);
    // 19 April of the Julian calendar, so many days later in the Gregorian.
    let lag = y / 100 - y / 400 - 2;
    let moon = Date::new(year, 4, 19).ok()?.checked_add(Span::new().days(lag - epact)).ok()?;
    moon.nth_weekday(1, Weekday::Sunday).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_is_counted_out() {
        for (year, month, day) in [(1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2019, 4, 21), (2025, 4, 20), (2038, 4, 25)] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
        for (year, month, day) in [(2000, 4, 30), (2008, 4, 27), (2016, 5, 1), (2021, 5, 2), (2024, 5, 5), (2025, 4, 20)] {
            assert_eq!(orthodox_easter(year), Some(date(year, month, day)));
        }
    }
}
