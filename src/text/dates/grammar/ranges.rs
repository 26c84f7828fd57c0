//! From one date to another: "from 6 to 10 March", "12-14 March", "5 and 6 May", "in 2021 and 2022".

use super::super::word::DateWord;
use super::super::{DateExpr, MonthRef, YearRef};
use super::{Found, Grammar, is_range};

impl Grammar<'_, '_> {
    /// "from 6 to 10 March", "12-14 March", "March 12-14", "13 July - 15 July", "Monday to Friday". `single` is the date at its start,
    /// `begun` whether a "from" stands before it.
    pub(super) fn range(&self, start: usize, single: Found<DateExpr>, begun: bool) -> Found<DateExpr> {
        let (from, joint) = self.range_start(start, single)?;
        let second = self.joint(joint, begun)?;
        let second = self.skip_fillers(second);
        if let DateExpr::Day { day, month: MonthRef::Nearest, .. } = from {
            // The month stands behind the second day: "12-14 March".
            let (to, behind) = self.day_of_month(second)?;
            let DateExpr::Day { month, year, .. } = to else { return None };
            let from = DateExpr::Day { day, month, year };
            return if month == MonthRef::Nearest { None } else { Some((range(from, to), behind)) };
        }
        if let DateExpr::Day { month, year: YearRef::Nearest, .. } = from
            && let Some((day, behind)) = self.day_number(second)
            && self.month_name(behind).is_none()
        {
            // The month stands before the first: "March 12-14, 2023".
            let (year, behind) = self.year(behind).unwrap_or((YearRef::Nearest, behind));
            let DateExpr::Day { day: first, .. } = from else { return None };
            return Some((range(DateExpr::Day { day: first, month, year }, DateExpr::Day { day, month, year }), behind));
        }
        let (to, behind) = self.single(second)?;
        // In a range the days and months say enough.
        let bare = |expr| if let DateExpr::Agreeing { date, .. } = expr { *date } else { expr };
        let (from, to) = (bare(from), bare(to));
        if std::mem::discriminant(&from) != std::mem::discriminant(&to) {
            return None;
        }
        Some((range(with_year_of(from, &to), to), behind))
    }

    /// What may begin a range: a date, or a day whose month comes later.
    fn range_start(&self, at: usize, single: Found<DateExpr>) -> Found<DateExpr> {
        single.filter(|(expr, _)| !is_range(expr)).or_else(|| {
            let (day, behind) = self.day_number(at)?;
            Some((bare_day(day), behind))
        })
    }

    /// What joins the ends of a range at `at`, and the item behind it.
    pub(super) fn joint(&self, at: usize, begun: bool) -> Option<usize> {
        let item = self.items.get(at)?;
        let is_joint = item.sign == Some('-') || item.has(DateWord::To) || (begun && item.has(DateWord::And));
        if !is_joint {
            return None;
        }
        // "وحتى": and until.
        Some(if self.has(at + 1, DateWord::To) { at + 2 } else { at + 1 })
    }

    /// The item behind an "and" at `at`, whether it stands alone or is written onto that item.
    pub(super) fn and(&self, at: usize) -> Option<usize> {
        let item = self.items.get(at)?;
        if item.has(DateWord::And) {
            return Some(at + 1);
        }
        item.led_by_and.then_some(at)
    }

    /// Two days, months or years that follow each other and are joined by "and": what is told of both lasted from the first to the last.
    pub(super) fn run_on(&self, at: usize, single: Option<&(DateExpr, usize)>) -> Found<DateExpr> {
        let (from, behind) = match single {
            Some((expr, behind)) => (expr.clone(), *behind),
            None => {
                let start = self.skip_plural_noun(at);
                let (day, behind) = self.day_number(start)?;
                (bare_day(day), behind)
            }
        };
        let second = self.skip_fillers(self.and(behind)?);
        let (to, end) = match from {
            DateExpr::Day { month: MonthRef::Named(_), year: YearRef::Nearest, .. } if self.single(second).is_none() => {
                // "May 5 and 6"
                let (day, end) = self.day_number(second).filter(|_| self.items[second].number.is_some())?;
                let (year, end) = self.year(end).unwrap_or((YearRef::Nearest, end));
                let DateExpr::Day { month, .. } = from else { return None };
                (DateExpr::Day { day, month, year }, end)
            }
            DateExpr::Year(_) => match self.single(second) {
                Some(found) => found,
                None => (DateExpr::Year(self.year_number(second)?), second + 1),
            },
            // Behind "and" a month needs no preposition of its own.
            DateExpr::Month { .. } => self.single(second).or_else(|| {
                let (month, end) = self.month_name(second).filter(|_| !self.items[second].doubtful)?;
                Some((DateExpr::Month { month, year: YearRef::Nearest }, end))
            })?,
            _ => self.single(second)?,
        };
        let from = match (from, &to) {
            (DateExpr::Day { day, month: MonthRef::Nearest, .. }, DateExpr::Day { month, year, .. }) => {
                DateExpr::Day { day, month: *month, year: *year }
            }
            (from, to) => with_year_of(from, to),
        };
        if follow(&from, &to) { Some((range(from, to), end)) } else { None }
    }

    /// "يومي 5 و6 مايو": a noun before the numbers of days.
    fn skip_plural_noun(&self, at: usize) -> usize {
        if self.has(at, DateWord::Unit(super::Unit::Day)) { at + 1 } else { at }
    }
}

const fn bare_day(day: i8) -> DateExpr {
    DateExpr::Day { day, month: MonthRef::Nearest, year: YearRef::Nearest }
}

/// Whether two dates of one kind lie side by side.
fn follow(from: &DateExpr, to: &DateExpr) -> bool {
    match (from, to) {
        (DateExpr::Day { day: a, month: m, year: y }, DateExpr::Day { day: b, month: n, year: z }) => a + 1 == *b && m == n && y == z,
        (DateExpr::Weekday { weekday: a, .. }, DateExpr::Weekday { weekday: b, .. }) => a % 7 + 1 == *b,
        (DateExpr::Month { month: MonthRef::Named(a), .. }, DateExpr::Month { month: MonthRef::Named(b), .. }) => a + 1 == *b,
        (DateExpr::Year(a), DateExpr::Year(b)) => a + 1 == *b,
        _ => false,
    }
}

fn range(from: DateExpr, to: DateExpr) -> DateExpr {
    DateExpr::Range { from: Box::new(from), to: Box::new(to) }
}

/// Gives the first date of a range the year that only the second names.
fn with_year_of(from: DateExpr, to: &DateExpr) -> DateExpr {
    let named = match to {
        DateExpr::Day { month, year, .. } | DateExpr::Month { month, year } => Some((*month, *year)),
        _ => None,
    };
    match (from, named) {
        (DateExpr::Day { day, month: MonthRef::Named(m), year: YearRef::Nearest }, Some((MonthRef::Named(last), year))) if m <= last => {
            DateExpr::Day { day, month: MonthRef::Named(m), year }
        }
        (DateExpr::Month { month: MonthRef::Named(m), year: YearRef::Nearest }, Some((MonthRef::Named(last), year))) if m <= last => {
            DateExpr::Month { month: MonthRef::Named(m), year }
        }
        (from, _) => from,
    }
}
