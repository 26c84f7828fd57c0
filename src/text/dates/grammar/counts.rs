//! Counts of units: "two days ago", "in a week", "the last three months".

use super::super::word::{DateWord, Unit};
use super::super::{DateExpr, Step, Which};
use super::{Found, Grammar};

/// More of a unit than this is no date in the news.
const MOST: u32 = 400;

impl Grammar<'_, '_> {
    /// Any count of units with a word that gives it a direction.
    pub(super) fn count(&self, at: usize) -> Found<DateExpr> {
        self.directed_before(at).or_else(|| self.run(at)).or_else(|| self.directed_behind(at))
    }

    /// "قبل يومين", "через три года", "in a week".
    fn directed_before(&self, at: usize) -> Found<DateExpr> {
        let sign = match () {
            () if self.has(at, DateWord::AgoBefore) => -1,
            () if self.has(at, DateWord::AheadBefore) || self.has(at, DateWord::AheadOnly) => 1,
            () => return None,
        };
        let start = self.skip_fillers(at + 1);
        let (unit, count, behind) = self.units(start).or_else(|| self.one(start).filter(|_| start == at + 1))?;
        // "بعد يومين من عيد الفطر", "через неделю после Пасхи"
        let leads_on = self.has(behind, DateWord::AfterEvent) || self.has(behind, DateWord::BeforeEvent);
        if let Some(found) = leads_on.then(|| self.beyond_anchor(Step::Unit(unit), sign * count, behind)).flatten() {
            return Some(found);
        }
        // "قبل عام 2019" is before a year, "قبل الأسبوع الماضي" before a week; "قبل يومين من" is before an event.
        let is_other = self.items.get(behind).is_some_and(|next| next.number.is_some() || next.has(DateWord::Filler))
            || self.which(behind).is_some()
            || self.event_mark(start, behind).is_some();
        if is_other || count == 0 {
            return None;
        }
        let only = self.has(at, DateWord::AheadOnly);
        let expr = if only { DateExpr::Ahead { unit, count } } else { DateExpr::Offset { unit, count: sign * count } };
        Some((expr, behind))
    }

    /// "two days ago", "неделю назад", "one week from now".
    fn directed_behind(&self, at: usize) -> Found<DateExpr> {
        let (unit, count, behind) = self.units(at).or_else(|| self.one(at))?;
        let sign = match () {
            () if self.has(behind, DateWord::AgoAfter) => -1,
            () if self.has(behind, DateWord::AheadAfter) => 1,
            () => return self.apart(at, unit, count, behind),
        };
        // "three years ago, on 12 February 2022" names the day itself.
        Some(self.same_day(behind + 1).unwrap_or((DateExpr::Offset { unit, count: sign * count }, behind + 1)))
    }

    /// "two days later", "неделей раньше"; "two days" before "after".
    fn apart(&self, at: usize, unit: Unit, count: i32, behind: usize) -> Found<DateExpr> {
        if let Some(found) = self.beyond(Step::Unit(unit), count, behind) {
            return Some(found);
        }
        if let Some(sign) = self.event_mark(at, behind) {
            return Some((DateExpr::Apart { unit, count: sign * count, of_event: true }, behind));
        }
        let sign = match () {
            () if self.has(behind, DateWord::LaterAfter) => 1,
            () if self.has(behind, DateWord::EarlierAfter) => -1,
            () => return None,
        };
        Some((DateExpr::Apart { unit, count: sign * count, of_event: false }, behind + 1))
    }

    /// Whether the item behind a count says that what follows is the event from which it is counted, and on which side that lies.
    /// Where that word means much else, the count must begin with "after" or "before" («بعد أسبوع من»).
    fn event_mark(&self, at: usize, behind: usize) -> Option<i32> {
        let before = at.checked_sub(1);
        let led = |sense| before.is_some_and(|before| self.has(before, sense));
        let mark = if self.has(behind, DateWord::AfterEvent) {
            1
        } else if self.has(behind, DateWord::BeforeEvent) {
            -1
        } else {
            return None;
        };
        match () {
            () if led(DateWord::AgoBefore) => Some(-1),
            () if led(DateWord::AheadBefore) || led(DateWord::AheadOnly) || !self.has(behind, DateWord::Filler) => Some(mark),
            () => None,
        }
    }

    /// "the last three days", "two upcoming weeks", "الأسابيع الثلاثة القادمة".
    fn run(&self, at: usize) -> Found<DateExpr> {
        let (which, (unit, count, behind)) = match self.which(at) {
            Some((which, start)) => (which, self.units(start)?),
            None => self.run_behind(at)?,
        };
        let count = match which {
            Which::Last => -count,
            Which::Next => count,
            Which::This => return None,
        };
        Some((DateExpr::Run { unit, count }, behind))
    }

    /// A run whose direction stands inside or behind it.
    fn run_behind(&self, at: usize) -> Option<(Which, (Unit, i32, usize))> {
        if let Some((count, which)) = self.cardinal(at)
            && let Some((which, noun)) = self.which(which)
        {
            let (unit, behind) = self.unit(noun)?;
            return Some((which, (unit, count, behind)));
        }
        let (unit, count, behind) = self.units(at).or_else(|| {
            let (unit, number) = self.unit(at)?;
            let (count, behind) = self.cardinal(number)?;
            Some((unit, count, behind))
        })?;
        let (which, behind) = self.which(behind)?;
        Some((which, (unit, count, behind)))
    }

    /// A unit in the singular, which counts for one: "قبل أسبوع", "неделю назад".
    fn one(&self, at: usize) -> Option<(Unit, i32, usize)> {
        let (unit, behind) = self.unit(at).filter(|_| !self.has(at, DateWord::Plural))?;
        Some((unit, 1, behind))
    }

    /// A number of units: "three days", "يومين", "3 года".
    pub(super) fn units(&self, at: usize) -> Option<(Unit, i32, usize)> {
        if let Some((unit, behind)) = self.sense(at, |sense| if let DateWord::Two(unit) = sense { Some(*unit) } else { None }) {
            return Some((unit, 2, behind));
        }
        let (count, noun) = self.cardinal(at)?;
        let (unit, behind) = self.unit(noun)?;
        Some((unit, count, behind))
    }

    /// A cardinal in figures or words.
    pub(super) fn cardinal(&self, at: usize) -> Found<i32> {
        let item = self.items.get(at)?;
        let figures = item.number.filter(|n| !n.is_ordinal).map(|n| n.value);
        let count = figures.or_else(|| item.senses.iter().find_map(|s| if let DateWord::Number(n) = s { Some(*n) } else { None }))?;
        let count = i32::try_from(count).ok().filter(|_| (1..=MOST).contains(&count))?;
        Some((count, at + 1))
    }
}
