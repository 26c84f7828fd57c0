//! The patterns of dates. Each takes a place among the items and gives what stands there and the place behind it.

mod counts;
mod days;
mod feasts;
mod parts;
mod ranges;
mod relative;
mod years;

use super::lex::Item;
use super::numeric;
use super::word::{DateWord, Part, Unit};
use super::{DateExpr, Feast, Which, YearRef};

/// What a pattern found, and the item behind it.
type Found<T> = Option<(T, usize)>;

/// How many words that say nothing may stand between the parts of a date.
const FILLERS: usize = 3;

/// The bit of an item in figures, beside those of the senses of words.
const FIGURES: u64 = 1 << 63;

/// The bits of the senses that say which.
const WHICH: u64 = DateWord::Last.bit() | DateWord::This.bit() | DateWord::Next.bit();
const UNIT: u64 = DateWord::Unit(Unit::Day).bit();
const WEEKDAY: u64 = DateWord::Weekday(1).bit();
const FEAST: u64 = DateWord::Feast(Feast::EASTER).bit();
const CARDINAL: u64 = FIGURES | DateWord::Number(1).bit();
const NTH: u64 = FIGURES | DateWord::Ordinal(1).bit() | DateWord::FromEnd(1).bit();
const AWAY: u64 = DateWord::AfterNext.bit() | DateWord::BeforeLast.bit();
const DIRECTED: u64 = DateWord::AgoBefore.bit() | DateWord::AheadBefore.bit() | DateWord::AheadOnly.bit();
const TOLD: u64 = DateWord::Same.bit() | DateWord::Following.bit() | DateWord::Preceding.bit();
const PART: u64 = DateWord::Part(Part::Start).bit() | DateWord::PartOf(Part::Start, Unit::Day).bit();
const MONTH: u64 = DateWord::Month(1).bit() | DateWord::Hijri(1).bit();

/// A pattern of one date.
type Pattern = for<'g, 'i, 'w> fn(&'g Grammar<'i, 'w>, usize) -> Found<DateExpr>;

/// All patterns in the order in which they are tried, each with the bits of what it can begin with.
const PATTERNS: &[(u64, Pattern)] = &[
    (FIGURES, |g, at| numeric::figures(g.items, at)),
    (FIGURES, |g, at| g.day_and_month(at)),
    (NTH | WEEKDAY | FEAST | DateWord::Closest.bit(), |g, at| g.closest(at)),
    (WHICH | FEAST, |g, at| g.feast(at)),
    (CARDINAL, |g, at| g.weekdays_away(at)),
    (UNIT | DateWord::Day(0).bit(), |g, at| g.day_word(at)),
    (UNIT | WEEKDAY, |g, at| g.weekday(at)),
    (UNIT | WHICH | DateWord::OfWeek(1).bit(), |g, at| g.weekday_of_week(at)),
    (UNIT, |g, at| g.week_of(at)),
    (UNIT | WHICH | CARDINAL | DIRECTED | DateWord::Two(Unit::Day).bit(), |g, at| g.count(at)),
    (WHICH | DateWord::Season(1).bit(), |g, at| g.season(at)),
    (DateWord::Rest.bit(), |g, at| g.rest(at)),
    (PART, |g, at| g.part(at)),
    (UNIT | WHICH | NTH | DateWord::Quarter(1).bit(), |g, at| g.nth(at)),
    (UNIT | NTH, |g, at| g.day_of_month(at)),
    (UNIT | MONTH, |g, at| g.month_first(at)),
    (WHICH, |g, at| g.which_first(at)),
    (UNIT | WHICH | TOLD | AWAY, |g, at| g.period(at)),
    (UNIT | FIGURES | DateWord::YearMark.bit(), |g, at| g.year_alone(at)),
];

/// The items of one sentence, with the patterns as methods.
pub(super) struct Grammar<'i, 'w> {
    items: &'i [Item<'w>],
}

impl<'i, 'w> Grammar<'i, 'w> {
    pub(super) fn new(items: &'i [Item<'w>]) -> Self {
        Self { items }
    }

    /// Whether any pattern begins as the item at `at` does.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        let item = &self.items[at];
        item.number.is_some() || item.senses.begins_pattern
    }

    /// The date that begins at `at`.
    pub(super) fn date(&self, at: usize) -> Found<DateExpr> {
        if self.has(at, DateWord::From) {
            let start = self.skip_fillers(at + 1);
            let single = self.single(start);
            return self.range(start, single.clone(), true).or_else(|| self.lasting_from(at, single)).or_else(|| self.single(at));
        }
        if self.has(at, DateWord::For) {
            return self.lasting(at);
        }
        if let Some(found) = numeric::dotted_range(self.items, at) {
            return Some(found);
        }
        // What may begin a range is mostly a date by itself: it is looked for once, and most have nothing to join them.
        let single = self.single(at);
        match &single {
            Some((_, behind)) if self.has(*behind, DateWord::For) => self.lasting_from(at, single.clone()).or(single),
            Some((expr, behind)) if !is_range(expr) && self.joint(*behind, false).is_none() && self.and(*behind).is_none() => single,
            _ => self.range(at, single.clone(), false).or_else(|| self.run_on(at, single.as_ref())).or(single),
        }
    }

    /// One date, no range.
    fn single(&self, at: usize) -> Found<DateExpr> {
        if self.has(at, DateWord::TimeOfDay) {
            return self.plain(self.skip_fillers(at + 1)).filter(|(expr, _)| is_day(expr));
        }
        let (expr, behind) = self.plain(at)?;
        let behind = if is_day(&expr) { self.skip_time_of_day(behind) } else { behind };
        Some((expr, behind))
    }

    /// One date without a time of day.
    fn plain(&self, at: usize) -> Found<DateExpr> {
        let item = self.items.get(at)?;
        let begins = item.senses.bits() | if item.number.is_some() { FIGURES } else { 0 };
        PATTERNS.iter().filter(|(begun_by, _)| begins & begun_by != 0).find_map(|(_, pattern)| pattern(self, at))
    }

    fn has(&self, at: usize, sense: DateWord) -> bool {
        self.items.get(at).is_some_and(|item| item.has(sense))
    }

    fn has_sign(&self, at: usize, signs: &str) -> bool {
        self.items.get(at).and_then(|item| item.sign).is_some_and(|sign| signs.contains(sign))
    }

    /// The first sense of the item that `pick` knows.
    fn sense<T>(&self, at: usize, pick: impl FnMut(&DateWord) -> Option<T>) -> Found<T> {
        Some((self.items.get(at)?.senses.iter().find_map(pick)?, at + 1))
    }

    fn skip_fillers(&self, at: usize) -> usize {
        let mut behind = at;
        while behind < at + FILLERS && (self.has(behind, DateWord::Filler) || self.has(behind, DateWord::On)) {
            behind += 1;
        }
        behind
    }

    fn skip_time_of_day(&self, at: usize) -> usize {
        let time = self.skip_fillers(at);
        if self.has(time, DateWord::TimeOfDay) { time + 1 } else { at }
    }

    /// "on 2/15"; "15.02" where it is the whole text.
    fn day_and_month(&self, at: usize) -> Found<DateExpr> {
        let slashed = numeric::day_and_month(self.items, at, '/').filter(|_| self.has_preposition(at));
        let alone = || numeric::day_and_month(self.items, at, '/').or_else(|| numeric::day_and_month(self.items, at, '.'));
        slashed.or_else(|| alone().filter(|&(_, behind)| self.is_whole(at, behind)))
    }

    /// Whether a date is all that the text says: prepositions before it, signs behind it.
    fn is_whole(&self, at: usize, behind: usize) -> bool {
        const LEADS: [DateWord; 4] = [DateWord::Filler, DateWord::On, DateWord::Since, DateWord::Until];
        let leads = |before: usize| LEADS.iter().any(|&sense| self.has(before, sense)) || self.items[before].sign.is_some();
        at <= FILLERS
            && (0..at).all(leads)
            && self.items.len() <= behind + FILLERS
            && self.items[behind..].iter().all(|item| item.sign.is_some())
    }

    /// "last", "this", "next".
    fn which(&self, at: usize) -> Found<Which> {
        self.sense(at, |sense| match sense {
            DateWord::Last => Some(Which::Last),
            DateWord::This => Some(Which::This),
            DateWord::Next => Some(Which::Next),
            _ => None,
        })
    }

    /// "the same month", "the following year", "الشهر نفسه".
    pub(super) fn beside(&self, at: usize) -> Found<DateExpr> {
        let from_last = |at| {
            self.sense(at, |sense| match sense {
                DateWord::Same => Some(0),
                DateWord::Following => Some(1),
                DateWord::Preceding => Some(-1),
                _ => None,
            })
        };
        let (unit, offset, behind) = match from_last(at) {
            Some((offset, noun)) => {
                let (unit, behind) = self.unit(noun)?;
                (unit, offset, behind)
            }
            None => {
                let (unit, word) = self.unit(at).filter(|_| !self.has(at, DateWord::Plural))?;
                // "the year before" with nothing behind from which it would count.
                let before = || self.has(word, DateWord::BeforeEvent) && unit != Unit::Day && self.ends_before(word + 1);
                let (offset, behind) = from_last(word).or_else(|| before().then_some((-1, word + 1)))?;
                (unit, offset, behind)
            }
        };
        Some((DateExpr::Beside { unit, offset }, behind))
    }

    /// Whether nothing that could be told of follows: a sign, the sentence's end, or a word that begins something new.
    fn ends_before(&self, at: usize) -> bool {
        self.items.get(at).is_none_or(|item| item.sign.is_some() || item.has(DateWord::On) || item.has(DateWord::And))
    }

    fn unit(&self, at: usize) -> Found<Unit> {
        self.sense(at, |sense| if let DateWord::Unit(unit) = sense { Some(*unit) } else { None })
    }

    /// "last week", "الأسبوع الماضي", "هذا الأسبوع": which unit, and how many from this one.
    fn which_unit(&self, at: usize) -> Found<(Unit, i32)> {
        let noun = if self.which(at).is_some() { at + 1 } else { at };
        // "The coming days" are none in particular.
        if self.has(noun, DateWord::Plural) && !self.has_sense_of_year(noun) {
            return None;
        }
        let (which, unit, behind) = match self.which(at) {
            Some((which, noun)) => {
                let (unit, behind) = self.unit(noun)?;
                (which, unit, behind)
            }
            None => {
                let (unit, word) = self.unit(at)?;
                let (which, behind) = self.which(word)?;
                (which, unit, behind)
            }
        };
        Some(((unit, offset(which)), behind))
    }

    /// Whether the word is a year in some case: Russian года is "of the year" as well as "years".
    fn has_sense_of_year(&self, at: usize) -> bool {
        let item = &self.items[at];
        self.has(at, DateWord::Unit(Unit::Year)) && !item.is_latin && self.has(at, DateWord::YearMark)
    }

    /// "last week", "this month".
    fn period(&self, at: usize) -> Found<DateExpr> {
        if let Some(found) = self.beside(at) {
            return Some(found);
        }
        if let Some((month, behind)) = self.month_name(at + 1).filter(|_| self.has(at, DateWord::Same)) {
            // "that October"
            return Some((DateExpr::Month { month, year: YearRef::Told }, behind));
        }
        if let Some(found) = self.second_period(at) {
            return Some(found);
        }
        let ((unit, offset), behind) = self.which_unit(at)?;
        // "The next day" is the one after what was told last.
        if unit == Unit::Day {
            return None;
        }
        // "the last week of September" is no week counted from now.
        let of = self.skip_fillers(behind);
        if unit == Unit::Week && of != behind && self.month_name(of).is_some() {
            return None;
        }
        Some((DateExpr::Period { unit, offset }, behind))
    }

    /// "the week after next", «позапрошлый год».
    fn second_period(&self, at: usize) -> Found<DateExpr> {
        let (offset, unit, behind) = match self.second_away(at) {
            Some(offset) => {
                let (unit, behind) = self.unit(at + 1)?;
                (offset, unit, behind)
            }
            None => {
                let (unit, word) = self.unit(at)?;
                (self.second_away(word)?, unit, word + 1)
            }
        };
        Some((DateExpr::Period { unit, offset }, behind))
    }
}

/// How many units from this one.
const fn offset(which: Which) -> i32 {
    match which {
        Which::Last => -1,
        Which::This => 0,
        Which::Next => 1,
    }
}

/// Whether a date is already one from one day to another.
const fn is_range(expr: &DateExpr) -> bool {
    matches!(expr, DateExpr::Range { .. })
}

/// Whether a date is a single day, beside which a time of day may stand.
fn is_day(expr: &DateExpr) -> bool {
    match expr {
        DateExpr::Day { .. }
        | DateExpr::Agreeing { .. }
        | DateExpr::Feast { .. }
        | DateExpr::Weekday { .. }
        | DateExpr::WeekdayOfWeek { .. }
        | DateExpr::NthWeekday { .. }
        | DateExpr::Beyond { .. }
        | DateExpr::Closest { .. } => true,
        DateExpr::Period { unit, .. } | DateExpr::Offset { unit, .. } | DateExpr::Ahead { unit, .. } => *unit == Unit::Day,
        _ => false,
    }
}
