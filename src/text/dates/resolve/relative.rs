//! Days that are told by other days: beside feasts, in the week of a day, counted from the end.

use jiff::civil::{Date, Weekday};

use super::spans::{monday_of, period, shift};
use super::{Days, Resolver};
use crate::model::Precision;
use crate::text::dates::word::Unit;
use crate::text::dates::{DateExpr, Direction, Feast, MonthRef, Step, Which, YearRef};

/// The first days of the seasons, spring first.
const SEASONS: [(i8, i8); 4] = [(3, 20), (6, 21), (9, 23), (12, 21)];

/// How many years away a feast is looked for: some years have none.
const REACH: i16 = 2;

impl Resolver {
    /// The days of a feast in the year that is meant; years are computed only as far as needed.
    pub(super) fn feast(&self, feast: Feast, year: YearRef) -> Option<Days> {
        let now = self.reference.year();
        let behind = || (now - REACH..=now).rev().filter_map(|year| feast.days(year)).find(|(start, _)| *start <= self.reference);
        let ahead = || (now..=now + REACH).filter_map(|year| feast.days(year)).find(|(_, end)| self.reference <= *end);
        let (start, end) = match (year, self.direction) {
            (YearRef::Which(Which::Last), _) | (YearRef::Nearest | YearRef::Which(Which::This), Direction::Past) => behind()?,
            (YearRef::Which(Which::Next), _) | (YearRef::Nearest | YearRef::Which(Which::This), Direction::Future) => ahead()?,
            (YearRef::Absolute(_) | YearRef::Offset(_) | YearRef::Told, _) => feast.days(self.year(year)?)?,
        };
        Some((start, end, if start == end { Precision::Day } else { Precision::Range }))
    }

    /// So many units or weekdays from a day. A day that comes every year is the one that puts the outcome nearest.
    pub(super) fn beyond(&self, step: Step, count: i32, of: &DateExpr) -> Option<Date> {
        let away = |day: Date| match step {
            Step::Unit(unit) => shift(day, unit, count),
            Step::Weekday(weekday) => day.nth_weekday(count, Weekday::from_monday_one_offset(weekday).ok()?).ok(),
        };
        let comes_every_year = matches!(
            of,
            DateExpr::Feast { year: YearRef::Nearest, .. } | DateExpr::Day { month: MonthRef::Named(_), year: YearRef::Nearest, .. }
        );
        if !comes_every_year {
            return away(self.days(of)?.0);
        }
        let years = [-1, 0, 1].into_iter().filter_map(|years| shift(self.reference, Unit::Year, years));
        let days = years.flat_map(|reference| {
            [Direction::Past, Direction::Future].into_iter().filter_map(move |direction| Some(Self { reference, direction }.days(of)?.0))
        });
        self.nearest(days.filter_map(away))
    }

    /// The nth weekday or feast by its distance from a day.
    pub(super) fn closest(&self, nth: i8, what: &DateExpr, to: &DateExpr) -> Option<Date> {
        let (to, ..) = self.days(to)?;
        let mut days: Vec<Date> = match *what {
            DateExpr::Weekday { weekday, .. } => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                let eve = to.yesterday().ok()?;
                (-i32::from(nth)..=i32::from(nth)).filter(|n| *n != 0).filter_map(|n| eve.nth_weekday(n, weekday).ok()).collect()
            }
            DateExpr::Feast { feast, .. } => {
                let reach = i16::from(nth);
                (to.year() - reach..=to.year() + reach).filter_map(|year| Some(feast.days(year)?.0)).collect()
            }
            _ => return None,
        };
        days.sort_by_key(|day| day.since(to).map_or(i32::MAX, |span| span.get_days().abs()));
        days.get(usize::try_from(nth).ok()?.checked_sub(1)?).copied()
    }

    /// A season by the year in which it begins, or from now.
    pub(super) fn season(&self, season: i8, year: YearRef) -> Option<Days> {
        let at = usize::try_from(season).ok()?.checked_sub(1)?;
        let of_year = |year: i16| {
            let first = |year: i16, (month, day): (i8, i8)| Date::new(year, month, day).ok();
            let end = first(year + i16::from(at == 3), *SEASONS.get((at + 1) % 4)?)?;
            Some((first(year, *SEASONS.get(at)?)?, end, Precision::Range))
        };
        let now = self.reference.year();
        let mut near = (now - 2..=now + 2).filter_map(of_year);
        match year {
            YearRef::Absolute(_) | YearRef::Offset(_) | YearRef::Told => of_year(self.year(year)?),
            YearRef::Which(Which::Last) => near.rfind(|(_, end, _)| *end < self.reference),
            YearRef::Which(Which::Next) => near.find(|(start, ..)| self.reference < *start),
            YearRef::Nearest | YearRef::Which(Which::This) if self.direction == Direction::Past => {
                near.rfind(|(start, ..)| *start <= self.reference)
            }
            YearRef::Nearest | YearRef::Which(Which::This) => near.find(|(_, end, _)| self.reference <= *end),
        }
    }

    /// From today to the end of a unit; a week's work is done on Saturday.
    pub(super) fn rest(&self, unit: Unit) -> Option<Days> {
        let (_, end, _) = period(self.reference, unit)?;
        let end = if unit == Unit::Week { end.yesterday().ok()?.max(self.reference) } else { end };
        Some((self.reference, end, Precision::Range))
    }
}

/// The nth day, week or month of a longer time, from its end where `nth` is negative. Weeks count that lie in it with all their days.
pub(super) fn nth_unit(unit: Unit, nth: i8, (start, end, _): Days) -> Option<Days> {
    let first = match unit {
        Unit::Week => start.nth_weekday_of_month(1, Weekday::Monday).ok().filter(|_| start.day() == 1)?,
        _ => start,
    };
    let back = i32::from(nth.checked_abs()?) - 1;
    let day = match (unit, 0 < nth) {
        (_, true) => shift(first, unit, back)?,
        (Unit::Day, false) => shift(end, Unit::Day, -back)?,
        // The last Monday whose Sunday lies in it.
        (Unit::Week, false) => shift(monday_of(shift(end, Unit::Day, -6)?), Unit::Week, -back)?,
        (_, false) => shift(end.first_of_month(), unit, -back)?,
    };
    let found = period(day, unit)?;
    if start <= found.0 && found.0 <= end { Some(found) } else { None }
}

/// The week that a day lies in; of a Sunday, the one that it begins, as English has it.
pub(super) fn week_of(day: Date) -> Option<Days> {
    let day = if day.weekday() == Weekday::Sunday { day.tomorrow().ok()? } else { day };
    period(day, Unit::Week)
}
