//! Feasts and public holidays: on which day of a year they fall, as rules that a lexicon writes down.

use std::str::FromStr;

use icu_calendar::cal::{ChineseTraditional, Hebrew, Hijri, hijri::UmmAlQura};
use icu_calendar::types::{Month, RataDie};
use icu_calendar::{AsCalendar, Date as IcuDate};
use jiff::Span;
use jiff::civil::{Date, Weekday, date};

/// A day that comes every year. [`Feast::from_str`] reads these rules:
///
/// ```text
/// 12-25                fixed: month and day
/// nth 11 4 4           the nth weekday of a month: month, weekday (Monday 1), which (-1 the last)
/// easter               Easter Sunday of the Western churches; "orthodox" that of the Eastern ones
/// hijri 10 1           month and day of the Hijri year, by the Umm al-Qura calendar; so "hebrew" (Tishri is 1), "chinese"
/// easter -2            so many days before or after, behind any rule
/// hijri 10 1 before 5  the last such weekday before it; so "after"
/// 4-27 unless 7 -1     moved by so many days where it falls on that weekday
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Feast {
    base: Base,
    shift: Shift,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Base {
    Fixed(i8, i8),
    /// Month, weekday, which.
    Nth(i8, i8, i8),
    Easter,
    Orthodox,
    Hijri(u8, u8),
    Hebrew(u8, u8),
    Chinese(u8, u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shift {
    Days(i16),
    Before(i8),
    After(i8),
    /// Weekday, days.
    Unless(i8, i16),
}

/// A rule that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule of a feast {found:?}; write such as \"12-25\", \"nth 11 4 4 +1\", \"easter -2\", \"orthodox\", \"hijri 10 1\"")]
pub struct UnknownFeast {
    /// The rule.
    pub found: String,
}

impl FromStr for Feast {
    type Err = UnknownFeast;

    fn from_str(rule: &str) -> Result<Self, UnknownFeast> {
        parse(&rule.split_whitespace().collect::<Vec<_>>()).ok_or_else(|| UnknownFeast { found: rule.to_owned() })
    }
}

fn parse(words: &[&str]) -> Option<Feast> {
    fn number<T: FromStr>(word: &str) -> Option<T> {
        word.parse().ok()
    }
    let (base, rest) = match words {
        ["nth", month, weekday, nth, rest @ ..] => (Base::Nth(number(month)?, number(weekday)?, number(nth)?), rest),
        ["easter", rest @ ..] => (Base::Easter, rest),
        ["orthodox", rest @ ..] => (Base::Orthodox, rest),
        ["hijri", month, day, rest @ ..] => (Base::Hijri(number(month)?, number(day)?), rest),
        ["hebrew", month, day, rest @ ..] => (Base::Hebrew(number(month)?, number(day)?), rest),
        ["chinese", month, day, rest @ ..] => (Base::Chinese(number(month)?, number(day)?), rest),
        [fixed, rest @ ..] => {
            let (month, day) = fixed.split_once('-')?;
            (Base::Fixed(number(month)?, number(day)?), rest)
        }
        [] => return None,
    };
    let weekday = |word: &str| number(word).filter(|day| (1..=7).contains(day));
    let shift = match rest {
        [] => Shift::Days(0),
        ["before", day] => Shift::Before(weekday(day)?),
        ["after", day] => Shift::After(weekday(day)?),
        ["unless", day, days] => Shift::Unless(weekday(day)?, number(days)?),
        [days] => Shift::Days(number(days)?),
        _ => return None,
    };
    // A rule that gives no day in an ordinary year is written wrong.
    Some(Feast { base, shift }).filter(|feast| feast.day(2015).or_else(|| feast.day(2016)).is_some())
}

impl Feast {
    /// The day of a year on which the feast falls; of two in one year (Hijri feasts), the first.
    pub fn day(self, year: i16) -> Option<Date> {
        let base = match self.base {
            Base::Fixed(month, day) => Date::new(year, month, day).ok()?,
            Base::Nth(month, weekday, nth) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?
            }
            Base::Easter => easter(year)?,
            Base::Orthodox => orthodox_easter(year)?,
            // The years of the Hijra are eleven days shorter.
            Base::Hijri(month, day) => {
                let near = (i32::from(year) - 622) * 33 / 32;
                (near - 1..=near + 2).filter_map(|h| hijri(h, month, day)).find(|day| day.year() == year)?
            }
            Base::Hebrew(month, day) => {
                let in_year = |h| IcuDate::try_new(icu_calendar::types::YearInput::from(h), Month::new(month), day, Hebrew).ok();
                let near = i32::from(year) + 3760;
                [near, near + 1].into_iter().filter_map(in_year).filter_map(|day| civil(&day)).find(|day| day.year() == year)?
            }
            Base::Chinese(month, day) => {
                let calendar = ChineseTraditional::new();
                let day = IcuDate::try_new(i32::from(year).into(), Month::new(month), day, calendar).ok()?;
                civil(&day)?
            }
        };
        let weekday = |day: i8| Weekday::from_monday_one_offset(day).ok();
        match self.shift {
            Shift::Days(days) => base.checked_add(Span::new().days(days)).ok(),
            Shift::Unless(day, _) if base.weekday() != weekday(day)? => Some(base),
            Shift::Unless(_, days) => base.checked_add(Span::new().days(days)).ok(),
            Shift::Before(day) => base.nth_weekday(-1, weekday(day)?).ok(),
            Shift::After(day) => base.nth_weekday(1, weekday(day)?).ok(),
        }
    }
}

/// The day of the civil calendar on which a day of the Umm al-Qura calendar falls; `None` where it does not exist.
pub(super) fn hijri(year: i32, month: u8, day: u8) -> Option<Date> {
    let calendar: Hijri<UmmAlQura> = Hijri::new_umm_al_qura();
    civil(&IcuDate::try_new(year.into(), Month::new(month), day, calendar).ok()?)
}

fn civil<A: AsCalendar>(day: &IcuDate<A>) -> Option<Date> {
    // Day 719163 of the fixed count is the first of 1970.
    const EPOCH: RataDie = RataDie::new(719_163);
    date(1970, 1, 1).checked_add(Span::new().try_days(day.to_rata_die() - EPOCH).ok()?).ok()
}

/// Easter Sunday of the Gregorian calendar: the Sunday after the full moon of the church on or after 21 March.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let century = y / 100;
    // How far the church's moon lags behind the cycle of nineteen years, with the leap days and the moon's own correction.
    let epact = (14 + 11 * (y % 19) - century * 3 / 4 + (5 + 8 * century) / 25).rem_euclid(30);
    let late = epact == 0 || (epact == 1 && 10 < y % 19);
    let moon = Date::new(year, 4, 19).ok()?.checked_sub(Span::new().days(epact + i32::from(late))).ok()?;
    moon.nth_weekday(1, Weekday::Sunday).ok()
}

/// Easter Sunday of the Julian calendar, as a day of the Gregorian.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let epact = (14 + 11 * (y % 19)).rem_euclid(30);
    // 19 April of the Julian calendar, so many days later in the Gregorian.
    let lag = y / 100 - y / 400 - 2;
    let moon = Date::new(year, 4, 19).ok()?.checked_add(Span::new().days(lag - epact)).ok()?;
    moon.nth_weekday(1, Weekday::Sunday).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rule: &str, year: i16, day: Date) {
        assert_eq!(rule.parse::<Feast>().unwrap().day(year), Some(day), "{rule} of {year}");
    }

    #[test]
    fn feasts_fall_on_their_days() {
        check("12-25", 2021, date(2021, 12, 25));
        check("nth 11 4 4", 2021, date(2021, 11, 25));
        check("nth 11 4 4 +1", 2021, date(2021, 11, 26));
        check("nth 5 1 -1", 2022, date(2022, 5, 30));
        check("4-27 unless 7 -1", 2014, date(2014, 4, 26));
        check("4-27 unless 7 -1", 2018, date(2018, 4, 27));
        check("hijri 10 1", 2023, date(2023, 4, 21));
        check("hijri 12 10", 2024, date(2024, 6, 16));
        check("hijri 1 1", 2023, date(2023, 7, 19));
        check("hijri 10 1 before 5", 2022, date(2022, 4, 29));
        check("hebrew 1 10", 2023, date(2023, 9, 25));
        check("hebrew 7 15", 2024, date(2024, 4, 23));
        check("chinese 1 1", 2024, date(2024, 2, 10));
    }

    #[test]
    fn easter_is_counted_out() {
        for (year, month, day) in [(1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2019, 4, 21), (2025, 4, 20), (2038, 4, 25)] {
            check("easter", year, date(year, month, day));
        }
        for (year, month, day) in [(2000, 4, 30), (2008, 4, 27), (2016, 5, 1), (2021, 5, 2), (2024, 5, 5), (2025, 4, 20)] {
            check("orthodox", year, date(year, month, day));
        }
        check("easter -2", 2019, date(2019, 4, 19));
    }

    #[test]
    fn rules_that_mean_nothing_are_refused() {
        for rule in ["", "yule", "13-01", "nth 11 8 1", "easter two", "hijri 13 1", "12-25 before 8", "12-25 +1 +1"] {
            assert_eq!(rule.parse::<Feast>(), Err(UnknownFeast { found: rule.to_owned() }), "{rule}");
        }
    }
}
