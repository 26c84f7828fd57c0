//! Days, months and years by name and number.

use super::super::lex::Number;
use super::super::numeric::{HIJRI_YEARS, YEARS};
use super::super::words::{DateWord, Unit};
use super::super::{DateExpr, MonthRef, Which, YearRef, numeric};
use super::{FILLERS, Found, Grammar, offset};

impl Grammar<'_, '_> {
    /// "yesterday", "يوم أمس".
    pub(super) fn day_word(&self, at: usize) -> Found<DateExpr> {
        let day = |at| self.sense(at, |sense| if let DateWord::Day(n) = sense { Some(*n) } else { None });
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
        let is_sure = noun != at || !self.items[noun].has(DateWord::Weak) || self.has_preposition(at);
        let behind_time = self.skip_time_of_day(behind);
        if let Some((date, end)) = self.same_day(behind_time) {
            return Some((self.agreeing(weekday, behind_time, date), end));
        }
        if let Some((day, end)) = self.day_number(self.skip_fillers(behind)).filter(|&(_, end)| self.is_ordinal(end - 1)) {
            return Some((DateExpr::Day { day, month: MonthRef::Nearest, year: YearRef::Nearest }, end));
        }
        let of = self.skip_fillers(behind);
        if let Some(((Unit::Week, weeks), end)) = self.which_unit(of) {
            return Some((DateExpr::WeekdayOfWeek { weekday, weeks }, end));
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
        if let Some((nth, month)) = self.nth_behind(behind)
            && let Some((month, end)) = self.month_or_period(month)
        {
            return Some((DateExpr::NthWeekday { nth, weekday, month: Box::new(month) }, end));
        }
        if is_sure { Some((DateExpr::Weekday { weekday, which: None }, behind)) } else { None }
    }

    /// A day without a year beside its weekday, which tells the year.
    fn agreeing(&self, weekday: i8, at: usize, date: DateExpr) -> DateExpr {
        if !matches!(date, DateExpr::Day { month: MonthRef::Named(_), year: YearRef::Nearest, .. }) {
            return date;
        }
        let ordinal = self.ordinal(at).and_then(|(nth, _)| i8::try_from(nth).ok());
        DateExpr::Agreeing { weekday, date: Box::new(date), nth: ordinal.filter(|nth| (1..=5).contains(nth)) }
    }

    /// The weekday at `at`, where it is written as one.
    pub(super) fn weekday_name(&self, at: usize) -> Found<i8> {
        let found = self.sense(at, |sense| if let DateWord::Weekday(day) = sense { Some(*day) } else { None })?;
        if self.items[at].doubtful { None } else { Some(found) }
    }

    /// "11 March (2025)", "the first of March", "the 11th", "20th of next month".
    pub(super) fn day_of_month(&self, at: usize) -> Found<DateExpr> {
        // "اليوم الثالث من شهر مارس"
        let start = if self.has(at, DateWord::Unit(Unit::Day)) { at + 1 } else { at };
        let (day, behind) = self.day_number(start)?;
        let of = self.skip_fillers(behind);
        if let Some((month, end)) = self.month_name(of) {
            let (year, end) = self.year_of(end, month).unwrap_or((YearRef::Nearest, end));
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
        let is_alone = self.items[start].number.is_some_and(|n| n.is_ordinal && (led || n.is_hyphened)) && self.is_at_end(of);
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
    fn is_at_end(&self, at: usize) -> bool {
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
        if self.items[at].doubtful {
            return None;
        }
        if let Some((year, end)) = self.year_of(behind, month) {
            return Some((DateExpr::Month { month, year }, end));
        }
        // Hijri months are men's names too: رجب طيب إردوغان.
        let is_name = at + 1 == behind && (self.items[at].has(DateWord::Weak) || matches!(month, MonthRef::Hijri(_)));
        let is_sure = !is_name || self.has_preposition(at);
        if is_sure { Some((DateExpr::Month { month, year: YearRef::Nearest }, behind)) } else { None }
    }

    /// Whether a preposition of time stands before the item.
    fn has_preposition(&self, at: usize) -> bool {
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

    /// The year behind a month, as that month's calendar counts.
    fn year_of(&self, at: usize, month: MonthRef) -> Found<YearRef> {
        match month {
            MonthRef::Hijri(_) => self.hijri_year(at),
            _ => self.year(at).or_else(|| self.which(at).map(|(which, behind)| (YearRef::Which(which), behind))),
        }
    }

    /// "2025", ", 2025", "of 2025", "عام 2025", "2025 года", "of last year".
    pub(super) fn year(&self, at: usize) -> Found<YearRef> {
        let comma = if self.has_sign(at, ",") { at + 1 } else { at };
        let noun = self.skip_fillers(comma);
        if let Some(((Unit::Year, years), behind)) = self.which_unit(noun) {
            return Some((YearRef::Offset(years), behind));
        }
        if let Some((DateExpr::Beside { unit: Unit::Year, offset: 0 }, behind)) = self.beside(noun) {
            return Some((YearRef::Told, behind));
        }
        let start = self.skip_year_words(noun);
        let number = self.year_number(start)?;
        Some((YearRef::Absolute(number), self.skip_year_words(start + 1)))
    }

    fn hijri_year(&self, at: usize) -> Found<YearRef> {
        let start = self.skip_year_words(self.skip_fillers(at));
        let number = self.items.get(start)?.number.filter(|n| HIJRI_YEARS.contains(&n.value))?;
        let behind = start + 1;
        let behind = if self.has(behind, DateWord::HijriMark) { behind + 1 } else { behind };
        i16::try_from(number.value).ok().map(|year| (YearRef::Absolute(year), behind))
    }

    fn skip_year_words(&self, at: usize) -> usize {
        let mut behind = at;
        while behind < at + FILLERS && (self.has(behind, DateWord::Unit(Unit::Year)) || self.has(behind, DateWord::YearMark)) {
            behind += 1;
        }
        behind
    }

    /// A number of four digits that can be a year, and does not go on as an amount.
    pub(super) fn year_number(&self, at: usize) -> Option<i16> {
        let number = self.items.get(at)?.number.filter(|n: &Number| n.n_digits == 4 && YEARS.contains(&n.value))?;
        let goes_on = self.items.get(at + 1).is_some_and(|next| next.joined && next.sign.is_none() && !next.has(DateWord::YearMark));
        let is_decimal = self.has_sign(at + 1, ".,") && self.items.get(at + 2).is_some_and(|i| i.joined && i.number.is_some());
        if goes_on || is_decimal { None } else { numeric::year(number) }
    }

    /// "in 2019", "عام 2019", "2019 год", "1444هـ".
    pub(super) fn year_alone(&self, at: usize) -> Found<DateExpr> {
        let start = self.skip_year_words(at);
        if let Some(number) =
            self.items.get(start)?.number.filter(|n| HIJRI_YEARS.contains(&n.value) && self.has(start + 1, DateWord::HijriMark))
        {
            return i16::try_from(number.value).ok().map(|year| (DateExpr::HijriYear(year), start + 2));
        }
        let year = self.year_number(start)?;
        let behind = self.skip_year_words(start + 1);
        let is_marked = start != at || behind != start + 1;
        // "the 2015 accord" names the accord.
        let senses = [DateWord::On, DateWord::Since, DateWord::Until, DateWord::From, DateWord::To];
        let is_led = at.checked_sub(1).is_some_and(|before| senses.iter().any(|&sense| self.has(before, sense)));
        // «2024-го», «2015-м»
        let is_ordinal = self.items[start].number.is_some_and(|n| n.is_ordinal);
        if is_marked || is_led || is_ordinal { Some((DateExpr::Year(year), behind)) } else { None }
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
