//! Days, months and years by name and number.

use super::super::word::{DateWord, Unit};
use super::super::{DateExpr, MonthRef, Which, YearRef, numeric};
use super::{Found, Grammar, offset};

impl Grammar<'_, '_> {
    /// "yesterday", "يوم أمس".
    pub(super) fn day_word(&self, at: usize) -> Found<DateExpr> {
        let day = |at| self.sense(at, |sense| if let DateWord::Day(n) = sense { Some(*n) } else { None });
        // "اليوم الأخير من شهر أكتوبر"
        if self.has(at, DateWord::Unit(Unit::Day)) && self.has(at + 1, DateWord::Last) && self.nth(at).is_some() {
            return None;
        }
        let (offset, behind) = day(at)
            .filter(|&(_, behind)| self.ordinal(behind).is_none())
            .or_else(|| day(at + 1).filter(|_| self.has(at, DateWord::Unit(Unit::Day))))?;
        let behind = self.skip_repeated_weekday(behind);
        let expr = DateExpr::Period { unit: Unit::Day, offset };
        // "yesterday, 11 March" names the day itself.
        Some(self.same_day(behind).unwrap_or((expr, behind)))
    }

    /// The place behind a weekday that only repeats the day before it: "أمس الأربعاء", "yesterday (Wednesday)".
    fn skip_repeated_weekday(&self, at: usize) -> usize {
        let time = self.skip_time_of_day(at);
        let is_open = self.has_sign(time, "(");
        let start = if is_open || self.has_sign(time, ",") { time + 1 } else { time };
        let start = if self.has(start, DateWord::Unit(Unit::Day)) { start + 1 } else { start };
        match self.weekday_name(start) {
            Some((_, behind)) if is_open && self.has_sign(behind, ")") => behind + 1,
            Some((_, behind)) if !is_open && !self.has_sign(time, ",") => behind,
            _ => at,
        }
    }

    /// A day and month that only repeats the day before it: behind a comma, "the", or in brackets.
    pub(super) fn same_day(&self, at: usize) -> Found<DateExpr> {
        let comma = if self.has_sign(at, ",(") || self.has_sign(at, ".") && self.has_sign(at + 1, ",") { at + 1 } else { at };
        let comma = if self.has_sign(comma, ",") { comma + 1 } else { comma };
        let day = self.skip_fillers(comma);
        let found = numeric::figures(self.items, day).or_else(|| self.day_of_month(day)).or_else(|| self.month_first(day));
        let (expr, behind) = found.filter(|(expr, _)| matches!(expr, DateExpr::Day { .. }))?;
        Some((expr, if self.has_sign(at, "(") && self.has_sign(behind, ")") { behind + 1 } else { behind }))
    }

    /// "Sunday", "Sunday, 10 February", "الأحد الماضي", "Sunday of last week", "the 19th" behind a weekday.
    pub(super) fn weekday(&self, at: usize) -> Found<DateExpr> {
        let noun = if self.has(at, DateWord::Unit(Unit::Day)) { at + 1 } else { at };
        let (weekday, behind) = self.weekday_name(noun)?;
        // "Two Sundays ago" is not the last one.
        if noun == at && at.checked_sub(1).is_some_and(|before| self.items[before].number.is_some_and(|n| n.n_digits == 1)) {
            return None;
        }
        let is_sure = noun != at || !self.items[noun].has(DateWord::Weak) || self.has_preposition(at) || self.is_whole(at, behind);
        let behind_time = self.skip_time_of_day(behind);
        if let Some((date, end)) = self.same_day(behind_time) {
            return Some((self.agreeing(weekday, behind_time, date), end));
        }
        if let Some((day, end)) = self.day_number(self.skip_fillers(behind)).filter(|&(_, end)| self.is_ordinal(end - 1)) {
            return Some((DateExpr::Day { day, month: MonthRef::Nearest, year: YearRef::Nearest }, end));
        }
        if let Some(found) = self.of_week(weekday, behind).or_else(|| self.beside_feast(weekday, behind)) {
            return Some(found);
        }
        if let Some(count) = self.second_away(behind) {
            return Some((DateExpr::WeekdaysAway { weekday, count }, behind + 1));
        }
        if let Some((which, end)) = self.which(behind) {
            if which == Which::Next && self.has(behind, DateWord::NextWeeks) {
                return Some((DateExpr::WeekdayOfWeek { weekday, weeks: 1 }, end));
            }
            if let Some(found) = self.nth_of_month(-1, weekday, end).filter(|_| which == Which::Last && self.skip_fillers(end) != end) {
                return Some(found);
            }
            return Some((DateExpr::Weekday { weekday, which: Some(which) }, end));
        }
        // "الثلاثاء الثاني من"
        if let Some((nth, month)) = self.nth_number(behind)
            && let Some((month, end)) = self.month_or_period(month)
        {
            return Some((DateExpr::NthWeekday { nth, weekday, month: Box::new(month) }, end));
        }
        if is_sure { Some((DateExpr::Weekday { weekday, which: None }, behind)) } else { None }
    }

    /// The week of a weekday, behind it: "Sunday of last week", «أحد الأسبوع الماضي».
    fn of_week(&self, weekday: i8, at: usize) -> Found<DateExpr> {
        match self.which_unit(self.skip_fillers(at))? {
            ((Unit::Week, weeks), end) => Some((DateExpr::WeekdayOfWeek { weekday, weeks }, end)),
            _ => None,
        }
    }

    /// A weekday that is one only beside its week: "last week's Sunday", «أحد الأسبوع الماضي».
    pub(super) fn weekday_of_week(&self, at: usize) -> Found<DateExpr> {
        if let Some((weekday, behind)) = self.sense(at, |sense| if let DateWord::OfWeek(day) = sense { Some(*day) } else { None }) {
            return self.of_week(weekday, behind);
        }
        let ((unit, weeks), noun) = self.which_unit(at)?;
        let (weekday, end) = self.weekday_name(noun).filter(|_| unit == Unit::Week && self.items[noun].is_latin)?;
        Some((DateExpr::WeekdayOfWeek { weekday, weeks }, end))
    }

    /// "after next", "before last".
    pub(super) fn second_away(&self, at: usize) -> Option<i32> {
        self.sense(at, |sense| match sense {
            DateWord::AfterNext => Some(2),
            DateWord::BeforeLast => Some(-2),
            _ => None,
        })
        .map(|(count, _)| count)
    }

    /// A day without a year beside its weekday, which tells the year.
    fn agreeing(&self, weekday: i8, at: usize, date: DateExpr) -> DateExpr {
        let ordinal = self.ordinal(at).and_then(|(nth, _)| i8::try_from(nth).ok());
        if !matches!(date, DateExpr::Day { month: MonthRef::Named(_), year: YearRef::Nearest | YearRef::Absolute(_), .. }) {
            return date;
        }
        if ordinal.is_none() && !matches!(date, DateExpr::Day { year: YearRef::Nearest, .. }) {
            return date;
        }
        DateExpr::Agreeing { weekday, date: Box::new(date), nth: ordinal.filter(|nth| (1..=5).contains(nth)) }
    }

    /// The weekday at `at`, where it is written as one.
    pub(super) fn weekday_name(&self, at: usize) -> Found<i8> {
        let found = self.sense(at, |sense| if let DateWord::Weekday(day) = sense { Some(*day) } else { None })?;
        if self.items[at].doubtful && !self.is_whole(at, at + 1) { None } else { Some(found) }
    }

    /// "11 March (2025)", "the first of March", "the 11th", "20th of next month".
    pub(super) fn day_of_month(&self, at: usize) -> Found<DateExpr> {
        // "اليوم الثالث من شهر مارس"
        let start = if self.has(at, DateWord::Unit(Unit::Day)) { at + 1 } else { at };
        let (day, behind) = self.day_number(start)?;
        // "31-Oct-1974"
        let is_hyphened = self.items.get(behind).is_some_and(|sign| sign.joined && sign.sign.is_some_and(|s| "-/".contains(s)));
        let of = if is_hyphened && self.bare_month(behind + 1).is_some() { behind + 1 } else { self.skip_fillers(behind) };
        if let Some((month, end)) = self.month_name(of) {
            let end = if is_hyphened && self.items.get(end).is_some_and(|sign| sign.joined && sign.sign == self.items[behind].sign) {
                end + 1
            } else {
                end
            };
            let (year, end) = self.year_of(end, month).or_else(|| self.short_year(end)).unwrap_or((YearRef::Nearest, end));
            return Some((DateExpr::Day { day, month, year }, end));
        }
        if let Some(((Unit::Month, months), end)) = self.which_unit(of) {
            return Some((DateExpr::Day { day, month: MonthRef::Offset(months), year: YearRef::Nearest }, end));
        }
        // "27 من الشهر ذاته", "the 3rd of the same month", "الثلاثين منه"
        let told = match self.beside(of) {
            Some((DateExpr::Beside { unit: Unit::Month, offset: 0 }, end)) => Some(end),
            _ => self.has(behind, DateWord::OfTold).then_some(behind + 1),
        };
        if let Some(end) = told {
            return Some((DateExpr::Day { day, month: MonthRef::Told, year: YearRef::Nearest }, end));
        }
        // "on the 11th", «лишь 11-го»: an ordinal of figures before no noun of its own; in Latin letters, behind "the" or "on".
        let led = start.checked_sub(1).is_some_and(|the| self.has(the, DateWord::Filler) || self.has(the, DateWord::On));
        // "On the first" is one only where nothing else is said.
        let is_alone = self.items[start].number.is_some_and(|n| n.is_ordinal && (led || n.is_hyphened)) && self.is_at_end(of)
            || self.ordinal(start).is_some() && led && self.is_whole(start, behind);
        if is_alone { Some((DateExpr::Day { day, month: MonthRef::Nearest, year: YearRef::Nearest }, of)) } else { None }
    }

    /// A day's number, in figures or as an ordinal word.
    pub(super) fn day_number(&self, at: usize) -> Found<i8> {
        let item = self.items.get(at)?;
        let in_figures = item.number.filter(|n| n.n_digits <= 2).map(|n| n.value);
        let day = in_figures.or_else(|| self.ordinal(at).map(|(n, _)| n))?;
        // A figure that goes on is an amount: "3.5", "5%", "12:30".
        let goes_on =
            in_figures.is_some() && self.items.get(at + 1).is_some_and(|next| next.joined && next.sign.is_some_and(|s| "%:°".contains(s)));
        let is_decimal = self.has_sign(at + 1, ".,") && self.items.get(at + 2).is_some_and(|i| i.joined && i.number.is_some());
        let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day) && !goes_on && !is_decimal)?;
        Some((day, at + 1))
    }

    pub(super) fn ordinal(&self, at: usize) -> Found<u32> {
        self.sense(at, |sense| if let DateWord::Ordinal(n) = sense { Some(*n) } else { None })
    }

    fn is_ordinal(&self, at: usize) -> bool {
        self.items.get(at).and_then(|item| item.number).is_some_and(|n| n.is_ordinal) || self.ordinal(at).is_some()
    }

    /// Whether the item at `at` cannot be the noun of an ordinal before it.
    pub(super) fn is_at_end(&self, at: usize) -> bool {
        self.items.get(at).is_none_or(|item| item.sign.is_some() || self.has(at, DateWord::On))
    }

    /// A month's name with what stands around it: "شهر مارس", "شباط/فبراير", "آذار (مارس)", "الشهر الثامن".
    pub(super) fn month_name(&self, at: usize) -> Found<MonthRef> {
        let noun = if self.has(at, DateWord::Unit(Unit::Month)) { self.skip_fillers(at + 1) } else { at };
        let Some((month, behind)) = self.bare_month(noun) else {
            return self.numbered_month(at);
        };
        // "Sept." before a year or comma.
        let dot = if self.has_sign(behind, ".") && self.items.get(behind + 1).is_some_and(|i| i.number.is_some() || i.sign == Some(',')) {
            1
        } else {
            0
        };
        let alias = behind + 1;
        if self.has_sign(behind, "/-") && self.bare_month(alias).is_some_and(|(other, _)| other == month) {
            return Some((month, alias + 1));
        }
        if self.has_sign(behind, "(") && self.bare_month(alias).is_some() && self.has_sign(alias + 1, ")") {
            return Some((month, alias + 2));
        }
        Some((month, behind + dot))
    }

    /// "الشهر الثامن", "شهر ثلاثة": a month by its number, in words.
    fn numbered_month(&self, at: usize) -> Found<MonthRef> {
        let noun = self.items.get(at).filter(|item| item.has(DateWord::Unit(Unit::Month)) && !item.has(DateWord::Plural))?;
        let number = |sense: &DateWord| match sense {
            DateWord::Ordinal(n) => Some(*n),
            // "One month" is a length of time.
            DateWord::Number(n) if 1 < *n && !noun.is_latin => Some(*n),
            _ => None,
        };
        let (nth, behind) = self.sense(at + 1, number)?;
        i8::try_from(nth).ok().filter(|n| (1..=12).contains(n)).map(|n| (MonthRef::Named(n), behind))
    }

    fn bare_month(&self, at: usize) -> Found<MonthRef> {
        self.sense(at, |sense| match sense {
            DateWord::Month(month) => Some(MonthRef::Named(*month)),
            DateWord::Hijri(month) => Some(MonthRef::Hijri(*month)),
            _ => None,
        })
    }

    /// "March 3(, 2015)", "February the 15th", "March (2025)", "March of last year", "مارس الماضي".
    pub(super) fn month_first(&self, at: usize) -> Found<DateExpr> {
        let (month, behind) = self.month_name(at)?;
        let before_day = self.skip_fillers(behind);
        let starts_range = |end: usize| {
            self.joint(end, false).is_some_and(|second| self.day_number(second).is_some() && self.month_name(second + 1).is_some())
        };
        if let Some((day, end)) =
            self.day_number(before_day).filter(|&(_, end)| self.month_name(end).is_none() && !starts_range(end) && self.unit(end).is_none())
        {
            let (year, end) = self.year_of(end, month).unwrap_or((YearRef::Nearest, end));
            let is_day = self.items[before_day].number.is_some() || self.is_ordinal(before_day);
            // "в марте 12 дипломатов" counts diplomats; only Latin scripts write the day behind the month.
            if is_day && self.items[behind - 1].is_latin_or_sign() && !(self.items[at].doubtful && before_day != behind) {
                return Some((DateExpr::Day { day, month, year }, end));
            }
        }
        let with_year = self.year_of(behind, month);
        if self.items[at].doubtful && !self.is_whole(at, with_year.map_or(behind, |(_, end)| end)) {
            return None;
        }
        if let Some((year, end)) = with_year {
            return Some((DateExpr::Month { month, year }, end));
        }
        // Hijri months are men's names too: رجب طيب إردوغان.
        let is_name = at + 1 == behind && (self.items[at].has(DateWord::Weak) || matches!(month, MonthRef::Hijri(_)));
        let is_sure = !is_name || self.has_preposition(at) || self.is_whole(at, behind);
        if is_sure { Some((DateExpr::Month { month, year: YearRef::Nearest }, behind)) } else { None }
    }

    /// Whether a preposition of time stands before the item.
    pub(super) fn has_preposition(&self, at: usize) -> bool {
        let senses = [DateWord::On, DateWord::Since, DateWord::Until, DateWord::From, DateWord::To, DateWord::Filler, DateWord::TimeOfDay];
        let is_part = |sense: &DateWord| matches!(sense, DateWord::Part(_));
        let leads = |before: usize| senses.iter().any(|&sense| self.has(before, sense)) || self.items[before].senses.iter().any(is_part);
        at.checked_sub(1).is_some_and(|before| leads(before) || (self.has_sign(before, "-") && before.checked_sub(1).is_some_and(leads)))
    }

    /// "last March", "next Tuesday", "last Monday of March".
    pub(super) fn which_first(&self, at: usize) -> Found<DateExpr> {
        let (which, noun) = self.which(at)?;
        if let Some((weekday, behind)) = self.weekday_name(noun) {
            return Some(match self.nth_of_month(-1, weekday, behind).filter(|_| which == Which::Last) {
                Some(found) => found,
                None if self.has(at, DateWord::NextWeeks) => (DateExpr::WeekdayOfWeek { weekday, weeks: 1 }, behind),
                None => (DateExpr::Weekday { weekday, which: Some(which) }, behind),
            });
        }
        let (month, behind) = self.month_name(noun)?;
        if self.items[noun].doubtful {
            return None;
        }
        Some((DateExpr::Month { month, year: YearRef::Which(which) }, behind))
    }

    /// A month, or a month or year counted from now: what an nth weekday lies in.
    pub(super) fn month_or_period(&self, at: usize) -> Found<DateExpr> {
        let start = self.skip_fillers(at);
        if let Some((month, behind)) = self.month_name(start) {
            let (year, behind) = self.year_of(behind, month).unwrap_or((YearRef::Nearest, behind));
            return Some((DateExpr::Month { month, year }, behind));
        }
        if let Some(((Unit::Month, offset), behind)) = self.which_unit(start) {
            return Some((DateExpr::Period { unit: Unit::Month, offset }, behind));
        }
        // "the first Monday of the month"
        let (unit, behind) = self.unit(start)?;
        if unit == Unit::Month && start != at { Some((DateExpr::Period { unit, offset: offset(Which::This) }, behind)) } else { None }
    }
}
