//! Days told by other days: "the day after Christmas", "a week from Tuesday", "the week of 6 October", "from 18 December for ten days".

use super::super::word::{DateWord, Unit};
use super::super::{DateExpr, MonthRef, Step, numeric};
use super::{Found, Grammar};

impl Grammar<'_, '_> {
    /// "after Easter", "from today", "before 5 May" behind a count: the day from which it is counted, where that is said.
    pub(super) fn beyond(&self, step: Step, count: i32, at: usize) -> Found<DateExpr> {
        let count = match () {
            () if self.has(at, DateWord::AfterEvent) || self.has(at, DateWord::CountedFrom) => count,
            () if self.has(at, DateWord::BeforeEvent) => -count,
            () => return None,
        };
        self.beyond_anchor(step, count, at)
    }

    /// The same, with the direction known: "بعد يومين من عيد الفطر".
    pub(super) fn beyond_anchor(&self, step: Step, count: i32, at: usize) -> Found<DateExpr> {
        let start = self.skip_fillers(at + 1);
        let (of, end) = match self.anchor(start) {
            // "Two years from 5 May" is a length of time.
            Some((DateExpr::Day { .. }, _)) if self.has(at, DateWord::CountedFrom) => return None,
            None if self.has(at, DateWord::CountedFrom) => self.weekday(start)?,
            found => found?,
        };
        Some((DateExpr::Beyond { step, count, of: Box::new(of) }, end))
    }

    /// "after Thanksgiving" behind a weekday.
    pub(super) fn beside_feast(&self, weekday: i8, at: usize) -> Found<DateExpr> {
        let count = match () {
            () if self.has(at, DateWord::AfterEvent) || self.has(at, DateWord::AheadBefore) => 1,
            () if self.has(at, DateWord::BeforeEvent) || self.has(at, DateWord::AgoBefore) => -1,
            () => return None,
        };
        let (of, end) = self.feast(self.skip_fillers(at + 1))?;
        Some((DateExpr::Beyond { step: Step::Weekday(weekday), count, of: Box::new(of) }, end))
    }

    /// A day from which others can be counted: a feast, "today", "5 May (2014)".
    fn anchor(&self, at: usize) -> Found<DateExpr> {
        self.feast(at).or_else(|| self.day_word(at)).or_else(|| self.full_day(at))
    }

    /// A day with its month.
    fn full_day(&self, at: usize) -> Found<DateExpr> {
        let found = numeric::figures(self.items, at).or_else(|| self.day_of_month(at)).or_else(|| self.month_first(at));
        found.filter(|(expr, _)| matches!(expr, DateExpr::Day { month: MonthRef::Named(_), .. }))
    }

    /// "(second) closest Monday to 5 October", "the Sunday closest to 11 November".
    pub(super) fn closest(&self, at: usize) -> Found<DateExpr> {
        let (nth, mark) = self.nth_number(at).filter(|&(nth, _)| 0 < nth).unwrap_or((1, at));
        let name = |at| {
            let feast = |sense: &DateWord| if let DateWord::Feast(feast) = sense { Some(DateExpr::of_feast(*feast)) } else { None };
            self.weekday_name(at).map(|(weekday, end)| (DateExpr::Weekday { weekday, which: None }, end)).or_else(|| self.sense(at, feast))
        };
        let (what, behind) = if self.has(mark, DateWord::Closest) {
            name(mark + 1)?
        } else {
            let (what, behind) = name(at)?;
            (what, self.has(behind, DateWord::Closest).then_some(behind + 1)?)
        };
        let to = self.has(behind, DateWord::To).then(|| self.skip_fillers(behind + 1))?;
        let (to, end) = self.anchor(to)?;
        Some((DateExpr::Closest { nth, what: Box::new(what), to: Box::new(to) }, end))
    }

    /// "the week of 6 October", "the week beginning 6 October".
    pub(super) fn week_of(&self, at: usize) -> Found<DateExpr> {
        let (_, behind) = self.unit(at).filter(|&(unit, _)| unit == Unit::Week && !self.has(at, DateWord::Plural))?;
        let start = if self.starts(behind) { behind + 1 } else { self.skip_fillers(behind) };
        let is_count = at.checked_sub(1).is_some_and(|before| self.cardinal(before).is_some());
        if start == behind || is_count {
            return None;
        }
        let (day, end) = self.full_day(start)?;
        Some((DateExpr::WeekOf(Box::new(day)), end))
    }

    fn starts(&self, at: usize) -> bool {
        self.has(at, DateWord::Part(super::super::word::Part::Start))
    }

    /// "for ten days from 18 December".
    pub(super) fn lasting(&self, at: usize) -> Found<DateExpr> {
        let (unit, count, behind) = self.units(at + 1)?;
        let start = self.has(behind, DateWord::From).then(|| self.skip_fillers(behind + 1))?;
        let (from, end) = self.full_day(start)?;
        Some((DateExpr::Lasting { from: Box::new(from), unit, count }, end))
    }

    /// "for ten days" behind a day that begins a range, or where nothing else is said: "arrested on 5 May for ten days" is of 5 May.
    pub(super) fn lasting_from(&self, at: usize, single: Found<DateExpr>) -> Found<DateExpr> {
        let (from, behind) = single.filter(|(expr, behind)| self.has(*behind, DateWord::For) && matches!(expr, DateExpr::Day { .. }))?;
        let (unit, count, end) = self.units(behind + 1)?;
        let is_sure = self.has(at, DateWord::From) || self.is_whole(at, end);
        is_sure.then(|| (DateExpr::Lasting { from: Box::new(from), unit, count }, end))
    }

    /// "the rest of the week".
    pub(super) fn rest(&self, at: usize) -> Found<DateExpr> {
        let noun = self.has(at, DateWord::Rest).then(|| self.skip_fillers(at + 1))?;
        let found =
            self.unit(noun).or_else(|| self.which_unit(noun).filter(|((_, offset), _)| *offset == 0).map(|((unit, _), end)| (unit, end)));
        found.filter(|&(unit, _)| unit != Unit::Day).map(|(unit, end)| (DateExpr::Rest(unit), end))
    }
}
