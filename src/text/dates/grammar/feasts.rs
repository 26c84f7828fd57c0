//! Feasts by name, and weekdays counted from now.

use super::super::word::{DateWord, Unit};
use super::super::{DateExpr, YearRef};
use super::{Found, Grammar};

/// How many weekdays away a date can be: "three Fridays from now".
const MOST: i32 = 9;

impl Grammar<'_, '_> {
    /// "on Christmas Eve", "last Easter", "عيد الفطر 2018", "Black Friday of this year".
    pub(super) fn feast(&self, at: usize) -> Found<DateExpr> {
        let (which, noun) = self.which(at).map_or((None, at), |(which, noun)| (Some(which), noun));
        let (feast, behind) = self.sense(noun, |sense| if let DateWord::Feast(feast) = sense { Some(*feast) } else { None })?;
        // "the advent of"
        if self.items[noun].doubtful && self.items.len() != behind {
            return None;
        }
        if let Some((year, end)) = self.year(behind).or_else(|| self.years_away(behind)) {
            return Some((DateExpr::Feast { feast, year }, end));
        }
        if let Some((which, end)) = which.map(|which| (which, behind)).or_else(|| self.which(behind)) {
            return Some((DateExpr::Feast { feast, year: YearRef::Which(which) }, end));
        }
        // "a Christmas market" is no day.
        if self.may_stand_alone(at) { Some((DateExpr::Feast { feast, year: YearRef::Nearest }, behind)) } else { None }
    }

    /// "in five years", "three years ago" behind a feast.
    fn years_away(&self, at: usize) -> Found<YearRef> {
        match self.count(at)? {
            (DateExpr::Ahead { unit: Unit::Year, count } | DateExpr::Offset { unit: Unit::Year, count }, end) => {
                Some((YearRef::Offset(count), end))
            }
            _ => None,
        }
    }

    /// Whether the word before lets the name of a feast be a day: a preposition, a sign, or none.
    fn may_stand_alone(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let leads = [
            DateWord::On,
            DateWord::Since,
            DateWord::Until,
            DateWord::From,
            DateWord::To,
            DateWord::TimeOfDay,
            DateWord::AfterEvent,
            DateWord::BeforeEvent,
            DateWord::AgoBefore,
            DateWord::AheadBefore,
        ];
        let led = |item: usize| leads.iter().any(|&sense| self.has(item, sense));
        let article = self.has(before, DateWord::Filler) && before.checked_sub(1).is_some_and(led);
        self.items[before].sign.is_some() || led(before) || article
    }

    /// "three Fridays from now", "two Thursdays ago".
    pub(super) fn weekdays_away(&self, at: usize) -> Found<DateExpr> {
        let (count, noun) = self.cardinal(at).filter(|&(count, _)| count <= MOST)?;
        let (weekday, behind) = self.weekday_name(noun)?;
        let count = match () {
            () if self.has(behind, DateWord::AgoAfter) => -count,
            () if self.has(behind, DateWord::AheadAfter) => count,
            () => return None,
        };
        Some((DateExpr::WeekdaysAway { weekday, count }, behind + 1))
    }
}
