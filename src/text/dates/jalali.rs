//! Dates of the solar Hijri calendar (Jalali), as sites of Iran and Afghanistan write them.

use icu_calendar::cal::Persian;
use jiff::civil::Date;

use super::calendar::counted;

/// Years that are taken for Jalali ones where only figures stand: 1989 to 2051. Later ones may as well be lunar.
const YEARS: std::ops::Range<i64> = 1368..1430;

/// Month names of Iran and of Afghanistan, folded: one form of alef and yeh, no vowel signs.
const MONTHS: [[&str; 2]; 12] = [
    ["فروردين", "حمل"],
    ["ارديبهشت", "ثور"],
    ["خرداد", "جوزا"],
    ["تير", "سرطان"],
    ["مرداد", "اسد"],
    ["شهريور", "سنبله"],
    ["مهر", "ميزان"],
    ["ابان", "عقرب"],
    ["اذر", "قوس"],
    ["دي", "جدي"],
    ["بهمن", "دلو"],
    ["اسفند", "حوت"],
];

/// The number of a month, 1 to 12, by its folded name.
pub fn jalali_month(name: &str) -> Option<i8> {
    MONTHS.iter().zip(1..).find_map(|(names, month)| names.contains(&name).then_some(month))
}

/// Whether a year of an article is a Jalali one.
pub fn is_jalali_year(year: i64) -> bool {
    YEARS.contains(&year)
}

/// The day of the civil calendar; `None` where the Jalali one does not exist.
pub fn from_jalali(year: i16, month: i8, day: i8) -> Option<Date> {
    counted(year.into(), u8::try_from(month).ok()?, u8::try_from(day).ok()?, Persian)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn known_days_come_out() {
        assert_eq!(from_jalali(1405, 9, 3), Some(date(2026, 11, 24)));
        assert_eq!(from_jalali(1404, 1, 1), Some(date(2025, 3, 21)));
        // 1403 is a leap year, 1404 is none.
        assert_eq!(from_jalali(1403, 12, 30), Some(date(2025, 3, 20)));
        assert_eq!((from_jalali(1404, 12, 30), from_jalali(1404, 13, 1)), (None, None));
    }

    #[test]
    fn months_have_their_names() {
        assert_eq!((jalali_month("اذر"), jalali_month("قوس"), jalali_month("نوفمبر")), (Some(9), Some(9), None));
    }
}
