//! From what a date says to the days it means.

mod relative;
mod spans;

use jiff::civil::{Date, Weekday};

use self::relative::{nth_unit, week_of};
use self::spans::{apart, monday_of, part_of, period, shift};
use super::calendar::hijri;
use super::word::Unit;
use super::{DateExpr, Direction, MonthRef, Which, YearRef};
use crate::model::{Basis, DateSpan, Precision};

impl DateExpr {
    /// The days that this means in a text published on `reference`. `direction` settles what the text leaves open: whether "on Sunday" or
    /// "11 March" lies before or after. `None` where it means no day (31 February), or only one in the other direction ("in two days"
    /// asked for the past).
    pub fn resolve(&self, reference: Date, direction: Direction) -> Option<DateSpan> {
        let (start, end, precision) = Resolver { reference, direction }.days(self)?;
        let basis = if self.names_its_year() { Basis::Explicit } else { Basis::Relative };
        Some(DateSpan { start, end, precision, basis })
    }

    /// The days that this means where it is counted from what the text told last, `anchor`; `None` for what needs no anchor, and for days
    /// counted from a month or year.
    pub fn resolve_from(&self, anchor: &DateSpan) -> Option<DateSpan> {
        let (start, end, precision) = match *self {
            // "After two days" said of the past is counted from what was told.
            Self::Apart { unit, count, .. } | Self::Offset { unit, count: count @ 1.. } => apart(anchor, unit, count)?,
            Self::Beside { unit: Unit::Day, offset } => apart(anchor, Unit::Day, offset)?,
            Self::Beside { unit, offset } => period(shift(anchor.start, unit, offset)?, unit)?,
            Self::Day { day, month: MonthRef::Told | MonthRef::Nearest, .. } => {
                let day = Date::new(anchor.start.year(), anchor.start.month(), day).ok()?;
                (day, day, Precision::Day)
            }
            Self::Day { day, month, year: YearRef::Told } => {
                let year = YearRef::Absolute(anchor.start.year());
                return Self::Day { day, month, year }.resolve(anchor.start, Direction::Future);
            }
            Self::Month { month, year: YearRef::Told } => {
                let year = YearRef::Absolute(anchor.start.year());
                return Self::Month { month, year }.resolve(anchor.start, Direction::Future);
            }
            Self::Part { part, ref whole } => {
                let whole = whole.resolve_from(anchor)?;
                part_of((whole.start, whole.end, whole.precision), part)?
            }
            _ => return None,
        };
        Some(DateSpan { start, end, precision, basis: Basis::Relative })
    }

    /// A day or month without a year as the first such that lies at or after a time told before it: in a story of 2018, "on 6 August" is
    /// of that year.
    pub fn resolve_after(&self, context: &DateSpan) -> Option<DateSpan> {
        match self {
            Self::Day { month: MonthRef::Named(_), year: YearRef::Nearest, .. }
            | Self::Month { month: MonthRef::Named(_), year: YearRef::Nearest }
            | Self::Agreeing { .. } => self.resolve(context.start, Direction::Future),
            _ => None,
        }
    }

    /// Whether the text itself gives the year.
    fn names_its_year(&self) -> bool {
        match self {
            Self::Day { year, .. }
            | Self::Month { year, .. }
            | Self::Fraction { year, .. }
            | Self::Feast { year, .. }
            | Self::Season { year, .. } => {
                matches!(year, YearRef::Absolute(_))
            }
            Self::Year(_) | Self::HijriYear(_) => true,
            Self::NthWeekday { month: whole, .. }
            | Self::NthUnit { whole, .. }
            | Self::Part { whole, .. }
            | Self::WeekOf(whole)
            | Self::Beyond { of: whole, .. }
            | Self::Lasting { from: whole, .. }
            | Self::Closest { to: whole, .. } => whole.names_its_year(),
            Self::Range { from, to } => from.names_its_year() || to.names_its_year(),
            Self::Weekday { .. }
            | Self::Agreeing { .. }
            | Self::WeekdaysAway { .. }
            | Self::WeekdayOfWeek { .. }
            | Self::Offset { .. }
            | Self::Ahead { .. }
            | Self::Apart { .. }
            | Self::Beside { .. }
            | Self::Period { .. }
            | Self::Run { .. }
            | Self::Rest(_) => false,
        }
    }
}

type Days = (Date, Date, Precision);

/// Years that are of the Hijra.
const HIJRI_YEARS: std::ops::RangeInclusive<i16> = 1200..=1599;

struct Resolver {
    reference: Date,
    direction: Direction,
}

impl Resolver {
    fn days(&self, expr: &DateExpr) -> Option<Days> {
        let one = |day: Date| (day, day, Precision::Day);
        match *expr {
            DateExpr::Day { day, month, year } => self.day(day, month, year).map(one),
            DateExpr::Month { month, year } => self.month(month, year),
            DateExpr::Year(year) => period(Date::new(year, 1, 1).ok()?, Unit::Year),
            DateExpr::HijriYear(year) => {
                let last = hijri::days_in_month(year, 12);
                Some((hijri::to_gregorian(year, 1, 1)?, hijri::to_gregorian(year, 12, last)?, Precision::Year))
            }
            DateExpr::Feast { feast, year } => self.feast(feast, year),
            DateExpr::Agreeing { weekday, ref date, nth } => self.agreeing(weekday, date, nth).map(one),
            DateExpr::Weekday { weekday, which } => self.weekday(weekday, which).map(one),
            DateExpr::WeekdaysAway { weekday, count } => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                self.reference.nth_weekday(count, weekday).ok().map(one)
            }
            DateExpr::WeekdayOfWeek { weekday, weeks } => {
                let monday = shift(self.reference, Unit::Week, weeks).map(monday_of)?;
                shift(monday, Unit::Day, i32::from(weekday) - 1).map(one)
            }
            DateExpr::NthWeekday { nth, weekday, ref month } => self.nth_weekday(nth, weekday, month).map(one),
            DateExpr::NthUnit { unit, nth, ref whole } => nth_unit(unit, nth, self.days(whole)?),
            DateExpr::WeekOf(ref day) => week_of(self.days(day)?.0),
            DateExpr::Beyond { step, count, ref of } => self.beyond(step, count, of).map(one),
            DateExpr::Closest { nth, ref what, ref to } => self.closest(nth, what, to).map(one),
            DateExpr::Lasting { ref from, unit, count } => {
                let (start, ..) = self.days(from)?;
                Some((start, shift(start, unit, count)?, Precision::Range))
            }
            DateExpr::Season { season, year } => self.season(season, year),
            DateExpr::Rest(unit) => self.rest(unit),
            DateExpr::Offset { unit, count } | DateExpr::Ahead { unit, count } => self.offset(unit, count),
            DateExpr::Apart { .. } | DateExpr::Beside { .. } => None,
            DateExpr::Period { unit, offset } => period(shift(self.reference, unit, offset)?, unit),
            DateExpr::Run { unit, count } => self.run(unit, count),
            DateExpr::Fraction { unit, nth, year } => {
                let first = Date::new(self.year(year)?, 1, 1).ok()?;
                period(shift(first, unit, i32::from(nth) - 1)?, unit)
            }
            DateExpr::Part { part, ref whole } => part_of(self.days(whole)?, part),
            DateExpr::Range { ref from, ref to } => self.range(from, to),
        }
    }

    /// The year of a reference, where it does not depend on the day.
    fn year(&self, year: YearRef) -> Option<i16> {
        let now = self.reference.year();
        match year {
            YearRef::Absolute(year) => Some(year),
            YearRef::Offset(offset) => i16::try_from(i32::from(now) + offset).ok(),
            YearRef::Nearest | YearRef::Which(_) => Some(now),
            YearRef::Told => None,
        }
    }

    fn day(&self, day: i8, month: MonthRef, year: YearRef) -> Option<Date> {
        match month {
            MonthRef::Offset(offset) => {
                let first = shift(self.reference.first_of_month(), Unit::Month, offset)?;
                Date::new(first.year(), first.month(), day).ok()
            }
            MonthRef::Nearest => {
                let this = self.reference.first_of_month();
                self.nearest((-2..=2).filter_map(|n| shift(this, Unit::Month, n)).filter_map(|m| Date::new(m.year(), m.month(), day).ok()))
            }
            MonthRef::Told => None,
            MonthRef::Named(month) => self.of_years(year, |year| Date::new(year, month, day).ok()),
            MonthRef::Hijri(month) => match year {
                YearRef::Absolute(year) if HIJRI_YEARS.contains(&year) => hijri::to_gregorian(year, month, day),
                // "27 رمضان 2018"
                YearRef::Absolute(_) | YearRef::Offset(_) => {
                    let year = self.year(year)?;
                    hijri::years_around(year).filter_map(|year| hijri::to_gregorian(year, month, day)).find(|day| day.year() == year)
                }
                _ => self.nearest(hijri::years_around(self.reference.year()).filter_map(|year| hijri::to_gregorian(year, month, day))),
            },
        }
    }

    /// The day that `on` gives in the year that is meant.
    fn of_years(&self, year: YearRef, on: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        let now = self.reference.year();
        // Eight years reach over the longest gap between two 29 Februaries.
        let around = (now - 8..=now + 8).filter_map(&on);
        match year {
            YearRef::Nearest => self.nearest(around),
            YearRef::Which(Which::Last) => around.filter(|&day| day <= self.reference).max(),
            YearRef::Which(Which::Next) => around.filter(|&day| self.reference <= day).min(),
            YearRef::Which(Which::This) | YearRef::Absolute(_) | YearRef::Offset(_) | YearRef::Told => on(self.year(year)?),
        }
    }

    /// The candidate nearest to the reference in the direction asked for.
    fn nearest(&self, candidates: impl Iterator<Item = Date>) -> Option<Date> {
        match self.direction {
            Direction::Past => candidates.filter(|&day| day <= self.reference).max(),
            Direction::Future => candidates.filter(|&day| self.reference <= day).min(),
        }
    }

    /// The day nearest in the direction asked for on which weekday and date agree, within a few years; where they never do, the date alone,
    /// or the nth such weekday of its month.
    fn agreeing(&self, weekday: i8, date: &DateExpr, nth: Option<i8>) -> Option<Date> {
        let DateExpr::Day { day, month: MonthRef::Named(month), year } = *date else { return self.days(date).map(|(start, ..)| start) };
        let now = self.reference.year();
        let fits = |day: &Date| day.weekday().to_monday_one_offset() == weekday;
        let years = |reach: i16| (now - reach..=now + reach).filter_map(|year| Date::new(year, month, day).ok()).filter(fits);
        let near = |day: &Date| self.reference.until(*day).map_or(i32::MAX, |span| span.get_days().abs());
        if let Some(nth) = nth {
            let alone = self.days(date).map(|(start, ..)| start);
            let month = DateExpr::Month { month: MonthRef::Named(month), year };
            return alone.filter(fits).or_else(|| self.nth_weekday(nth, weekday, &month));
        }
        years(1).min_by_key(near).or_else(|| self.nearest(years(6))).or_else(|| self.days(date).map(|(start, ..)| start))
    }

    fn month(&self, month: MonthRef, year: YearRef) -> Option<Days> {
        let this = self.reference.first_of_month();
        let first = match (month, year) {
            (MonthRef::Nearest | MonthRef::Told, _) => this,
            (MonthRef::Offset(offset), _) => shift(this, Unit::Month, offset)?,
            (MonthRef::Hijri(month), _) => return self.hijri_month(month, year),
            (MonthRef::Named(month), _) => {
                let now = this.year();
                let mut around = (now - 2..=now + 2).filter_map(|year| Date::new(year, month, 1).ok());
                match year {
                    YearRef::Which(Which::Last) => around.filter(|&first| first < this).max()?,
                    YearRef::Which(Which::Next) => around.find(|&first| this < first)?,
                    YearRef::Nearest if self.direction == Direction::Past => around.filter(|&first| first <= this).max()?,
                    YearRef::Nearest => around.find(|&first| this <= first)?,
                    _ => Date::new(self.year(year)?, month, 1).ok()?,
                }
            }
        };
        period(first, Unit::Month)
    }

    fn hijri_month(&self, month: i8, year: YearRef) -> Option<Days> {
        let year = match year {
            YearRef::Absolute(year) if HIJRI_YEARS.contains(&year) => year,
            _ => {
                let first = self.day(1, MonthRef::Hijri(month), year)?;
                hijri::years_around(first.year()).find(|&year| hijri::to_gregorian(year, month, 1) == Some(first))?
            }
        };
        let last = hijri::days_in_month(year, month);
        Some((hijri::to_gregorian(year, month, 1)?, hijri::to_gregorian(year, month, last)?, Precision::Month))
    }

    fn weekday(&self, weekday: i8, which: Option<Which>) -> Option<Date> {
        let named = Weekday::from_monday_one_offset(weekday).ok()?;
        // Days back to the latest such day, today included.
        let back = i32::from(named.until(self.reference.weekday()));
        let days = match (which, self.direction) {
            (Some(Which::Last), _) => -if back == 0 { 7 } else { back },
            (Some(Which::Next), _) => 7 - back,
            (Some(Which::This), Direction::Past) | (None, Direction::Past) => -back,
            (Some(Which::This), Direction::Future) | (None, Direction::Future) => (7 - back) % 7,
        };
        shift(self.reference, Unit::Day, days)
    }

    fn nth_weekday(&self, nth: i8, weekday: i8, month: &DateExpr) -> Option<Date> {
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let (start, end, _) = self.days(month)?;
        let day = start.nth_weekday_of_month(nth, weekday).ok()?;
        if day <= end { Some(day) } else { None }
    }

    fn offset(&self, unit: Unit, count: i32) -> Option<Days> {
        // "In two days" told of the past is a length of time, not a date.
        if 0 < count && self.direction == Direction::Past {
            return None;
        }
        let day = shift(self.reference, unit, count)?;
        match unit {
            Unit::Day | Unit::Week => Some((day, day, Precision::Day)),
            Unit::Month | Unit::Year => period(day, Unit::Month),
            Unit::Quarter | Unit::Half => period(day, unit),
        }
    }

    /// The last or next so many units, without the one that is now.
    fn run(&self, unit: Unit, count: i32) -> Option<Days> {
        let first = period(shift(self.reference, unit, count.min(1))?, unit)?;
        let last = period(shift(self.reference, unit, count.max(-1))?, unit)?;
        Some((first.0, last.1, Precision::Range))
    }

    fn range(&self, from: &DateExpr, to: &DateExpr) -> Option<Days> {
        let last = self.days(to)?;
        let mut first = self.days(from)?;
        if last.1 < first.0 && !from.names_its_year() {
            // The end fixes the time: "from 28 December to 3 January 2024", "Friday to Sunday".
            let before = Self { reference: last.1, direction: Direction::Past };
            first = before.days(from)?;
        }
        if first.0 <= last.1 { Some((first.0, last.1, Precision::Range)) } else { None }
    }
}
