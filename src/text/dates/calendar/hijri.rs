//! The Hijri calendar as Umm al-Qura has it, by which Saudi agencies date: as it is published since 1420, computed for the years before.

use icu_calendar::cal::{Hijri, hijri::UmmAlQura};
use jiff::Span;
use jiff::civil::{Date, date};

use super::astronomy::{MONTH, day_of, midnight, new_moon_before};
use super::counted;

/// The first year (1999) for which the published months are taken.
const PUBLISHED: i16 = 1420;

/// The Hijri years of which a part may fall into a civil year.
pub(in super::super) fn years_around(year: i16) -> std::ops::RangeInclusive<i16> {
    let near = i16::try_from((i32::from(year) - 622) * 33 / 32).unwrap_or_default();
    near - 1..=near + 2
}

/// The length of a month, in days; 29 where the month does not exist.
pub(in super::super) fn days_in_month(year: i16, month: i8) -> i8 {
    if to_gregorian(year, month, 30).is_some() { 30 } else { 29 }
}

/// The Gregorian day of a Hijri one, or `None` where it does not exist.
pub(in super::super) fn to_gregorian(year: i16, month: i8, day: i8) -> Option<Date> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    if PUBLISHED <= year {
        let calendar: Hijri<UmmAlQura> = Hijri::new_umm_al_qura();
        return counted(year.into(), month, day, calendar);
    }
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let first = computed_month(year, month)?;
    let next = if month == 12 { computed_month(year + 1, 1)? } else { computed_month(year, month + 1)? };
    first.checked_add(Span::new().days(day - 1)).ok().filter(|day| *day < next)
}

/// The first day of a month before the published ones: the day after that (universal time) on which the moon was new, as the kingdom
/// reckoned until then. After R. van Gent, "The Umm al-Qura Calendar of Saudi Arabia".
fn computed_month(year: i16, month: u8) -> Option<Date> {
    let months = (i32::from(year) - i32::from(PUBLISHED)) * 12 + i32::from(month) - 1;
    if months == 0 {
        return to_gregorian(PUBLISHED, 1, 1);
    }
    // 1 Muharram 1420 began after the new moon of 16 April 1999; half a month later is safely behind that of any month.
    let behind = midnight(date(1999, 4, 16))? + (f64::from(months) + 0.5) * MONTH;
    day_of(new_moon_before(behind))?.tomorrow().ok()
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
        // The siege of Mecca began on the first day of the fifteenth century.
        assert_eq!(to_gregorian(1400, 1, 1), Some(date(1979, 11, 20)));
        assert_eq!(to_gregorian(1395, 10, 1), Some(date(1975, 10, 6)));
    }

    #[test]
    fn months_follow_each_other() {
        for year in 1390..1450 {
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
