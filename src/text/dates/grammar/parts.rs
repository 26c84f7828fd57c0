//! Parts of months and years: "early March", "the second quarter of 2023", "the first Tuesday of October".

use super::super::words::{DateWord, Part, Unit};
use super::super::{DateExpr, Which, YearRef};
use super::{Found, Grammar, offset};

impl Grammar<'_, '_> {
    /// "early March", "the end of the year", "مطلع العام الحالي".
    pub(super) fn part(&self, at: usize) -> Found<DateExpr> {
        let (part, behind) = self.sense(at, |sense| if let DateWord::Part(part) = sense { Some(*part) } else { None })?;
        // "mid-March"
        let behind = if self.has_sign(behind, "-") { behind + 1 } else { behind };
        let start = self.skip_fillers(behind);
        let (whole, end) = self.whole(start).or_else(|| {
            // "the end of the month": of this one.
            let (unit, end) = self.unit(start).filter(|&(unit, _)| unit != Unit::Day)?;
            Some((DateExpr::Period { unit, offset: offset(Which::This) }, end))
        })?;
        Some((wrap(part, whole), end))
    }

    /// What may have parts: a month, week or year.
    fn whole(&self, at: usize) -> Found<DateExpr> {
        let found = self.month_first(at).or_else(|| self.period(at)).or_else(|| self.which_first(at)).or_else(|| self.year_in_part(at));
        found.filter(|(expr, _)| match expr {
            DateExpr::Month { .. } | DateExpr::Year(_) => true,
            DateExpr::Period { unit, .. } => *unit != Unit::Day,
            _ => false,
        })
    }

    /// "the beginning of 2017": the year needs no mark of its own.
    fn year_in_part(&self, at: usize) -> Found<DateExpr> {
        match self.year(at)? {
            (YearRef::Absolute(year), behind) => Some((DateExpr::Year(year), behind)),
            _ => None,
        }
    }

    /// "the first Tuesday of October", "the second quarter of 2023", "النصف الأول من العام".
    pub(super) fn nth(&self, at: usize) -> Found<DateExpr> {
        if let Some((nth, noun)) = self.ordinal(at)
            && let Ok(nth) = i8::try_from(nth)
        {
            let noun = if self.has(noun, DateWord::Unit(Unit::Day)) { noun + 1 } else { noun };
            if let Some((weekday, behind)) = self.weekday_name(noun) {
                return self.nth_of_month(nth, weekday, behind);
            }
            let (unit, behind) = self.unit(noun)?;
            return self.nth_week(unit, nth, behind).or_else(|| self.fraction(unit, nth, behind));
        }
        if let Some((Which::Last, noun)) = self.which(at)
            && let Some((unit, behind)) = self.unit(noun)
        {
            return self.nth_week(unit, -1, behind);
        }
        let (unit, word) = self.unit(at)?;
        if let Some((Which::Last, behind)) = self.which(word) {
            return self.nth_week(unit, -1, behind);
        }
        let (nth, behind) = self.ordinal(word)?;
        let nth = i8::try_from(nth).ok()?;
        self.nth_week(unit, nth, behind).or_else(|| self.fraction(unit, nth, behind))
    }

    /// The ordinal behind a weekday: "الثلاثاء الثاني من"; "الأخير" is the last.
    pub(super) fn nth_behind(&self, at: usize) -> Option<(i8, usize)> {
        let (nth, behind) = self.ordinal(at)?;
        Some((i8::try_from(nth).ok()?, behind))
    }

    /// The `nth` weekday of the month that is named behind it.
    pub(super) fn nth_of_month(&self, nth: i8, weekday: i8, at: usize) -> Found<DateExpr> {
        let (month, behind) = self.month_or_period(at)?;
        Some((DateExpr::NthWeekday { nth, weekday, month: Box::new(month) }, behind))
    }

    /// A week of the month that is named behind it: "the first week of October".
    fn nth_week(&self, unit: Unit, nth: i8, at: usize) -> Found<DateExpr> {
        let (month, behind) = self.month_or_period(at).filter(|_| unit == Unit::Week)?;
        Some((DateExpr::NthWeek { nth, month: Box::new(month) }, behind))
    }

    /// A quarter or half, with its year: without one it is of this year.
    fn fraction(&self, unit: Unit, nth: i8, at: usize) -> Found<DateExpr> {
        let most = match unit {
            Unit::Quarter => 4,
            Unit::Half => 2,
            _ => return None,
        };
        if !(1..=most).contains(&nth) {
            return None;
        }
        let (year, behind) = self.year(at).or_else(|| {
            let noun = self.skip_fillers(at);
            Some((YearRef::Offset(0), self.unit(noun).filter(|&(unit, _)| unit == Unit::Year)?.1))
        })?;
        Some((DateExpr::Fraction { unit, nth, year }, behind))
    }
}

fn wrap(part: Part, whole: DateExpr) -> DateExpr {
    DateExpr::Part { part, whole: Box::new(whole) }
}
