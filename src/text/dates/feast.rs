//! Feasts and public holidays: on which days of a year they fall, as rules that a lexicon writes down.

use std::str::FromStr;

use icu_calendar::cal::{ChineseTraditional, Coptic, Hebrew, Persian};
use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::calendar::hindu::{self, Hour};
use super::calendar::{astronomy, church, counted, hijri, parsi};

/// How many moves a rule may have.
const MOVES: usize = 4;

/// One or several days that come every year. [`Feast::from_str`] reads these rules:
///
/// ```text
/// 12-25                fixed: month and day
/// nth 11 4 4           the nth weekday of a month: month, weekday (Monday 1), which (-1 the last)
/// easter               Easter Sunday of the Western churches; "orthodox" that of the Eastern ones
/// hijri 10 1           month and day of the Hijri year, by the Umm al-Qura calendar; so "hebrew" (Tishri is 1), "chinese", "persian",
///                      "coptic", "parsi"
/// hindu 7 30 at 18     month (Chaitra is 1, from new moon to new moon) and tithi (1 to 30) that rules at this hour of the day, at
///                      sunrise where none is said; of two such days the first, with "until" instead of "at" the last
/// sign 9 at 18         the day at whose hour the sun has entered a sign of the stars (Mesha is 0)
/// star 22 4            the moon in a mansion (1 to 27) at sunrise, the sun in a sign
/// sun 90               the sun so far from the equinox of spring
/// easter -2            so many days before or after, behind any rule
/// hijri 10 1 before 5  the last such weekday before it; so "after"
/// 4-27 unless 7 -1     moved by so many days where it falls on that weekday
/// hindu 7 1 for 9      so many days long, behind all else
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Feast {
    base: Base,
    moves: [Move; MOVES],
    n_days: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Base {
    Fixed(i8, i8),
    /// Month, weekday, which.
    Nth(i8, i8, i8),
    Easter,
    Orthodox,
    Hijri(i8, i8),
    Hebrew(u8, u8),
    Chinese(u8, u8),
    Persian(u8, u8),
    Coptic(u8, u8),
    Parsi(u8, u8),
    /// Month and tithi.
    Hindu(u8, u8, Hour),
    Sign(u8, Hour),
    /// Mansion and sign.
    Star(u8, u8),
    Sun(u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Move {
    Days(i16),
    Before(i8),
    After(i8),
    /// Weekday, days.
    Unless(i8, i16),
}

impl Feast {
    /// Easter Sunday of the Western churches.
    pub(super) const EASTER: Self = Self { base: Base::Easter, moves: [Move::Days(0); MOVES], n_days: 1 };
}

/// A rule that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown rule of a feast {found:?}; write such as \"12-25\", \"nth 11 4 4 +1\", \"easter -2\", \"hijri 10 1\", \"hindu 7 30 at 18\""
)]
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

fn number<T: FromStr>(word: &str) -> Option<T> {
    word.parse().ok()
}

fn parse(words: &[&str]) -> Option<Feast> {
    let (base, mut rest) = base(words)?;
    let mut feast = Feast { base, moves: [Move::Days(0); MOVES], n_days: 1 };
    let weekday = |word: &str| number(word).filter(|day| (1..=7).contains(day));
    let mut moves = feast.moves.iter_mut();
    loop {
        let (step, left) = match rest {
            [] => break,
            ["for", days] => {
                feast.n_days = number(days).filter(|days| 1 < *days)?;
                break;
            }
            ["before", day, left @ ..] => (Move::Before(weekday(day)?), left),
            ["after", day, left @ ..] => (Move::After(weekday(day)?), left),
            ["unless", day, days, left @ ..] => (Move::Unless(weekday(day)?, number(days)?), left),
            [days, left @ ..] => (Move::Days(number(days)?), left),
        };
        *moves.next()? = step;
        rest = left;
    }
    // A rule that gives no day in an ordinary year is written wrong.
    Some(feast).filter(|feast| (2015..2018).any(|year| feast.day(year).is_some()))
}

fn base<'r, 'w>(words: &'r [&'w str]) -> Option<(Base, &'r [&'w str])> {
    Some(match words {
        ["nth", month, weekday, nth, rest @ ..] => (Base::Nth(number(month)?, number(weekday)?, number(nth)?), rest),
        ["easter", rest @ ..] => (Base::Easter, rest),
        ["orthodox", rest @ ..] => (Base::Orthodox, rest),
        ["hijri", month, day, rest @ ..] => (Base::Hijri(number(month)?, number(day)?), rest),
        ["hebrew", month, day, rest @ ..] => (Base::Hebrew(number(month)?, number(day)?), rest),
        ["chinese", month, day, rest @ ..] => (Base::Chinese(number(month)?, number(day)?), rest),
        ["persian", month, day, rest @ ..] => (Base::Persian(number(month)?, number(day)?), rest),
        ["coptic", month, day, rest @ ..] => (Base::Coptic(number(month)?, number(day)?), rest),
        ["parsi", month, day, rest @ ..] => (Base::Parsi(number(month)?, number(day)?), rest),
        ["hindu", month, tithi, rest @ ..] => {
            let (hour, rest) = hour(rest)?;
            let is_good = |n: u8, most| (1..=most).contains(&n).then_some(n);
            (Base::Hindu(is_good(number(month)?, 12)?, is_good(number(tithi)?, 30)?, hour), rest)
        }
        ["sign", sign, rest @ ..] => {
            let (hour, rest) = hour(rest)?;
            (Base::Sign(number(sign).filter(|sign| *sign < 12)?, hour), rest)
        }
        ["star", mansion, sign, rest @ ..] => {
            (Base::Star(number(mansion).filter(|star| (1..=27).contains(star))?, number(sign).filter(|sign| *sign < 12)?), rest)
        }
        ["sun", longitude, rest @ ..] => (Base::Sun(number(longitude).filter(|longitude| *longitude < 360)?), rest),
        [fixed, rest @ ..] => {
            let (month, day) = fixed.split_once('-')?;
            (Base::Fixed(number(month)?, number(day)?), rest)
        }
        [] => return None,
    })
}

/// "at 18", "until 16.5", or nothing.
fn hour<'r, 'w>(words: &'r [&'w str]) -> Option<(Hour, &'r [&'w str])> {
    let tenths = |hour: &str| number(hour).filter(|hour| (0.0..=24.0).contains(hour)).map(|hour: f32| (hour * 10.0).round() as u16);
    Some(match words {
        ["at", hour, rest @ ..] => (Hour::First(tenths(hour)?), rest),
        ["until", hour, rest @ ..] => (Hour::Last(tenths(hour)?), rest),
        rest => (Hour::Sunrise, rest),
    })
}

impl Feast {
    /// The first and the last of its days in a year; of two feasts in one year (those of the Hijra), the first.
    pub fn days(self, year: i16) -> Option<(Date, Date)> {
        let first = self.day(year)?;
        Some((first, first.checked_add(Span::new().days(self.n_days - 1)).ok()?))
    }

    fn day(self, year: i16) -> Option<Date> {
        let mut day = self.base.day(year)?;
        let weekday = |day: i8| Weekday::from_monday_one_offset(day).ok();
        for step in self.moves {
            day = match step {
                Move::Unless(falls, _) if day.weekday() != weekday(falls)? => day,
                Move::Days(days) | Move::Unless(_, days) => day.checked_add(Span::new().days(days)).ok()?,
                Move::Before(before) => day.nth_weekday(-1, weekday(before)?).ok()?,
                Move::After(after) => day.nth_weekday(1, weekday(after)?).ok()?,
            };
        }
        Some(day)
    }
}

impl Base {
    fn day(self, year: i16) -> Option<Date> {
        let y = i32::from(year);
        // The day of a calendar whose years begin at another time: the one that lies in this year.
        let in_year = |mut years: std::ops::RangeInclusive<i32>, on: &dyn Fn(i32) -> Option<Date>| {
            years.find_map(|other| on(other).filter(|day| day.year() == year))
        };
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok(),
            Self::Nth(month, weekday, nth) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
            Self::Easter => church::easter(year),
            Self::Orthodox => church::orthodox_easter(year),
            Self::Hijri(month, day) => {
                hijri::years_around(year).find_map(|h| hijri::to_gregorian(h, month, day).filter(|day| day.year() == year))
            }
            Self::Hebrew(month, day) => in_year(y + 3760..=y + 3761, &|h| counted(h, month, day, Hebrew)),
            Self::Chinese(month, day) => counted(y, month, day, ChineseTraditional::new()),
            Self::Persian(month, day) => in_year(y - 622..=y - 621, &|p| counted(p, month, day, Persian)),
            Self::Coptic(month, day) => in_year(y - 284..=y - 283, &|c| counted(c, month, day, Coptic)),
            Self::Parsi(month, day) => parsi(year, month, day),
            Self::Hindu(month, tithi, hour) => hindu::tithi(year, month, tithi, hour),
            Self::Sign(sign, hour) => hindu::solar(year, sign, hour),
            Self::Star(mansion, sign) => hindu::mansion(year, mansion, sign),
            Self::Sun(longitude) => astronomy::day_of(astronomy::sun_reaches(year, longitude.into())?),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

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
        check("easter -2", 2019, date(2019, 4, 19));
        check("hijri 10 1", 2023, date(2023, 4, 21));
        check("hijri 12 10", 2024, date(2024, 6, 16));
        check("hijri 1 1", 2023, date(2023, 7, 19));
        check("hijri 10 1 before 5", 2022, date(2022, 4, 29));
        check("hebrew 1 10", 2023, date(2023, 9, 25));
        check("hebrew 7 15", 2024, date(2024, 4, 23));
        check("hebrew 8 5 unless 5 -1 unless 6 -2 unless 1 +1", 2018, date(2018, 4, 19));
        check("hebrew 8 5 unless 5 -1 unless 6 -2 unless 1 +1", 2024, date(2024, 5, 14));
        check("chinese 1 1", 2024, date(2024, 2, 10));
        check("persian 1 1", 2016, date(2016, 3, 20));
        check("persian 1 1", 2018, date(2018, 3, 21));
        check("persian 11 22", 2023, date(2023, 2, 11));
        check("coptic 1 1", 2023, date(2023, 9, 12));
        check("coptic 5 11", 2024, date(2024, 1, 20));
        check("parsi 1 1", 2022, date(2022, 8, 16));
        check("parsi 1 1", 2015, date(2015, 8, 18));
        check("hindu 7 30 at 18 -1", 2019, date(2019, 10, 26));
        check("hindu 10 7", 2014, date(2014, 1, 7));
        check("sign 0 at 0 +24", 2019, date(2019, 5, 9));
        check("star 8 9", 2019, date(2019, 1, 21));
        check("sun 90", 2020, date(2020, 6, 20));
    }

    #[test]
    fn feasts_can_last() {
        let hanukkah: Feast = "hebrew 3 25 for 8".parse().unwrap();
        assert_eq!(hanukkah.days(2023), Some((date(2023, 12, 8), date(2023, 12, 15))));
    }

    #[test]
    fn rules_that_mean_nothing_are_refused() {
        let wrong = ["", "yule", "13-01", "nth 11 8 1", "easter two", "hijri 13 1", "12-25 before 8", "12-25 +1 +1 +1 +1 +1", "hindu 13 1"];
        for rule in wrong.into_iter().chain(["hindu 7 30 at 25", "sign 12", "12-25 for", "12-25 for 1", "star 28 1", "sun 360"]) {
            assert_eq!(rule.parse::<Feast>(), Err(UnknownFeast { found: rule.to_owned() }), "{rule}");
        }
    }
}
