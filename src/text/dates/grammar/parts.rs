//! Parts of months and years: "early March", "the second quarter of 2023", "the first Tuesday of October".

use super::super::word::{DateWord, Part, Unit};
use super::super::{DateExpr, Step, Which, YearRef};
use super::{Found, Grammar, offset};

impl Grammar<'_, '_> {
    /// "early March", "the end of the year", "مطلع العام الحالي".
    pub(super) fn part(&self, at: usize) -> Found<DateExpr> {
        if let Some(found) = self.part_of_unit(at) {
            return Some(found);
        }
        let (part, behind) = self.sense(at, |sense| if let DateWord::Part(part) = sense { Some(*part) } else { None })?;
        // "mid-March"
        let behind = if self.has_sign(behind, "-") { behind + 1 } else { behind };
        let start = self.skip_fillers(behind);
        let (whole, end) = self.whole(start).or_else(|| {
            // "the end of the month": of this one.
            let (unit, end) = self.unit(start).filter(|&(unit, _)| unit != Unit::Day)?;
            Some((DateExpr::Period { unit, offset: offset(Which::This) }, end))
        })?;
        // "نصف شهر" is a length of time.
        if part == Part::Centre && !matches!(whole, DateExpr::Month { .. }) { None } else { Some((wrap(part, whole), end)) }
    }

    /// "EOM": a part of the unit that is now, in capitals and with nothing behind it.
    fn part_of_unit(&self, at: usize) -> Found<DateExpr> {
        let pick = |sense: &DateWord| if let DateWord::PartOf(part, unit) = sense { Some((*part, *unit)) } else { None };
        let ((part, unit), behind) = self.sense(at, pick)?;
        let is_sure = self.is_whole(at, behind) || self.items[at].is_upper && self.has_preposition(at) && self.is_at_end(behind);
        is_sure.then(|| (wrap(part, DateExpr::Period { unit, offset: offset(Which::This) }), behind))
    }

    /// "last summer", "the winter of 2014", «этим летом», «الصيف الماضي».
    pub(super) fn season(&self, at: usize) -> Found<DateExpr> {
        let (led, noun) = self.which(at).map_or((None, at), |(which, noun)| (Some(which), noun));
        let (season, behind) = self.sense(noun, |sense| if let DateWord::Season(season) = sense { Some(*season) } else { None })?;
        let which = led.map(|which| (which, behind)).or_else(|| self.which(behind));
        let (year, end) = match which {
            Some((which, end)) => (YearRef::Which(which), end),
            // "Prices fall in 2014": the season stands behind a preposition.
            None if self.is_whole(noun, behind) => (YearRef::Nearest, behind),
            None => self.year(behind).filter(|_| !self.items[noun].has(DateWord::Weak) || self.has_preposition(noun))?,
        };
        Some((DateExpr::Season { season, year }, end))
    }

    /// What may have parts: a month, week or year.
    fn whole(&self, at: usize) -> Found<DateExpr> {
        let found = self.month_first(at).or_else(|| self.period(at)).or_else(|| self.which_first(at)).or_else(|| self.year_in_part(at));
        found.filter(|(expr, _)| match expr {
            DateExpr::Month { .. } | DateExpr::Year(_) => true,
            DateExpr::Period { unit, .. } | DateExpr::Beside { unit, .. } => *unit != Unit::Day,
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

    /// "the first Tuesday of October", "the second quarter of 2023", "the 5th last day of May", "النصف الأول من العام".
    pub(super) fn nth(&self, at: usize) -> Found<DateExpr> {
        let in_short = |sense: &DateWord| if let DateWord::Quarter(n) = sense { Some(*n) } else { None };
        if let Some((quarter, behind)) = self.sense(at, in_short) {
            return self.fraction(Unit::Quarter, quarter, at, behind);
        }
        if let Some((nth, noun)) = self.nth_number(at) {
            if let Some((weekday, behind)) = self.counted_weekday(noun) {
                return self.nth_of_month(nth, weekday, behind).or_else(|| self.beyond(Step::Weekday(weekday), nth.into(), behind));
            }
            let (unit, behind) = self.unit(noun)?;
            return self.nth_unit(unit, nth, behind).or_else(|| self.fraction(unit, nth, at, behind));
        }
        if let Some((Which::Last, noun)) = self.which(at)
            && let Some((unit, behind)) = self.unit(noun)
        {
            if let Some((weekday, behind)) = self.counted_weekday(noun) {
                return self.nth_of_month(-1, weekday, behind);
            }
            return self.nth_unit(unit, -1, behind);
        }
        let (unit, word) = self.unit(at)?;
        if let Some((Which::Last, behind)) = self.which(word) {
            return self.nth_unit(unit, -1, behind);
        }
        let (nth, behind) = self.nth_number(word)?;
        self.nth_unit(unit, nth, behind).or_else(|| self.fraction(unit, nth, at, behind))
    }

    /// A weekday behind an ordinal: "Tuesday", «يوم أحد».
    fn counted_weekday(&self, at: usize) -> Found<i8> {
        if !self.has(at, DateWord::Unit(Unit::Day)) {
            return self.weekday_name(at);
        }
        let bare = |sense: &DateWord| if let DateWord::OfWeek(weekday) = sense { Some(*weekday) } else { None };
        self.weekday_name(at + 1).or_else(|| self.sense(at + 1, bare))
    }

    /// "third", "3rd"; "third last", "penultimate", which count from the end.
    pub(super) fn nth_number(&self, at: usize) -> Found<i8> {
        let from_end = |sense: &DateWord| if let DateWord::FromEnd(n) = sense { Some(*n) } else { None };
        if let Some((nth, behind)) = self.sense(at, from_end) {
            return Some((-i8::try_from(nth).ok()?, behind));
        }
        let in_figures = || Some((self.items.get(at)?.number.filter(|n| n.is_ordinal)?.value, at + 1));
        let (nth, behind) = self.ordinal(at).or_else(in_figures)?;
        let nth = i8::try_from(nth).ok()?;
        let is_from_end = self.has(behind, DateWord::Last) && (self.unit(behind + 1).is_some() || self.weekday_name(behind + 1).is_some());
        Some(if is_from_end { (-nth, behind + 1) } else { (nth, behind) })
    }

    /// The `nth` weekday of the month that is named behind it.
    pub(super) fn nth_of_month(&self, nth: i8, weekday: i8, at: usize) -> Found<DateExpr> {
        let (month, behind) = self.month_or_period(at)?;
        Some((DateExpr::NthWeekday { nth, weekday, month: Box::new(month) }, behind))
    }

    /// A day or week of what is named behind it: "the first week of October", "the last day of the year".
    fn nth_unit(&self, unit: Unit, nth: i8, at: usize) -> Found<DateExpr> {
        let (whole, behind) = match unit {
            Unit::Week => self.month_or_period(at)?,
            Unit::Day => self.month_or_period(at).or_else(|| self.stretch(at))?,
            _ => return None,
        };
        Some((DateExpr::NthUnit { unit, nth, whole: Box::new(whole) }, behind))
    }

    /// "of 2014", "of next year", "of the week".
    fn stretch(&self, at: usize) -> Found<DateExpr> {
        let start = self.skip_fillers(at);
        let this = || {
            let (unit, end) = self.unit(start).filter(|&(unit, _)| unit != Unit::Day && (start != at || !self.items[at].is_latin))?;
            Some((DateExpr::Period { unit, offset: offset(Which::This) }, end))
        };
        self.whole(start).or_else(this)
    }

    /// A quarter or half that begins at `start`, with its year behind it; without one it is of this year.
    fn fraction(&self, unit: Unit, nth: i8, start: usize, at: usize) -> Found<DateExpr> {
        let most = match unit {
            Unit::Quarter => 4,
            Unit::Half => 2,
            _ => return None,
        };
        if !(1..=most).contains(&nth) {
            return None;
        }
        if let Some((month, behind)) = self.month_or_period(at).filter(|_| unit == Unit::Half) {
            return Some((wrap(if nth == 1 { Part::First } else { Part::Second }, month), behind));
        }
        let (year, behind) = self.year(at).or_else(|| {
            let noun = self.skip_fillers(at);
            let this_year = self.unit(noun).filter(|&(unit, _)| unit == Unit::Year).map(|(_, end)| end);
            Some((YearRef::Offset(0), this_year.or_else(|| self.is_whole(start, at).then_some(at))?))
        })?;
        Some((DateExpr::Fraction { unit, nth, year }, behind))
    }
}

fn wrap(part: Part, whole: DateExpr) -> DateExpr {
    DateExpr::Part { part, whole: Box::new(whole) }
}
