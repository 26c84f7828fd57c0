//! The Hijri calendar as Umm al-Qura has it, by which Saudi agencies date: outside the years that are published, a computed one.

use jiff::civil::Date;

use super::feast::hijri;

/// The length of a month, in days; 29 where the month does not exist.
pub(super) fn days_in_month(year: i16, month: i8) -> i8 {
    if to_gregorian(year, month, 30).is_some() { 30 } else { 29 }
}

/// The Gregorian day of a Hijri one, or `None` where it does not exist.
pub(super) fn to_gregorian(year: i16, month: i8, day: i8) -> Option<Date> {
    hijri(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn known_days_come_out() {
        assert_eq!(to_gregorian(1444, 8, 18), Some(date(2023, 3, 10)));
        assert_eq!(to_gregorian(1445, 1, 1), Some(date(2023, 7, 19)));
        assert_eq!(to_gregorian(1444, 9, 1), Some(date(2023, 3, 23)));
        assert_eq!(to_gregorian(1446, 10, 1), Some(date(2025, 3, 30)));
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
        assert_eq!(to_gregorian(1444, 2, 31), None);
    }
}
