//! The tabular Hijri calendar: within a day or two of what is announced by sighting.

use jiff::civil::Date;

/// 1 Muharram of the year 1, as days before 1 January 1970 in the civil epoch of the tabular calendar.
const EPOCH_DAYS: i64 = -492_148;

/// The length of a month in the tabular calendar, in days.
pub(super) const fn days_in_month(year: i16, month: i8) -> i8 {
    if month % 2 == 1 || (month == 12 && is_leap(year)) { 30 } else { 29 }
}

/// The Gregorian day of a Hijri one, or `None` where it does not exist.
pub(super) fn to_gregorian(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1..=12).contains(&month) || day < 1 || days_in_month(year, month) < day {
        return None;
    }
    let years = i64::from(year) - 1;
    let leap_days = (11 * i64::from(year) + 3).div_euclid(30);
    // Months of 30 and 29 days take turns.
    let months = i64::from(month) - 1;
    let days = EPOCH_DAYS + years * 354 + leap_days + (59 * months + 1) / 2 + i64::from(day) - 1;
    Date::new(1970, 1, 1).ok()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Eleven years of thirty have a day more.
const fn is_leap(year: i16) -> bool {
    (11 * year as i32 + 14).rem_euclid(30) < 11
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn known_days_come_out() {
        // The Saudi calendar has 10 March: its months follow the moon, and the table is a day off here.
        assert_eq!(to_gregorian(1444, 8, 18), Some(date(2023, 3, 11)));
        assert_eq!(to_gregorian(1445, 1, 1), Some(date(2023, 7, 19)));
        assert_eq!(to_gregorian(1400, 1, 1), Some(date(1979, 11, 21)));
        assert_eq!(to_gregorian(1444, 9, 1), Some(date(2023, 3, 23)));
    }

    #[test]
    fn months_follow_each_other() {
        for year in 1300..1500 {
            for month in 1..=12 {
                let last = to_gregorian(year, month, days_in_month(year, month)).unwrap();
                let next = if month == 12 { to_gregorian(year + 1, 1, 1) } else { to_gregorian(year, month + 1, 1) };
                assert_eq!(last.tomorrow().ok(), next, "{year}-{month}");
            }
        }
        assert_eq!(to_gregorian(1444, 13, 1), None);
        assert_eq!(to_gregorian(1444, 2, 30), None);
    }
}
