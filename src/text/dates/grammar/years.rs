//! Years: "2025", "of last year", "two thousand nineteen", "14th April 15".

use super::super::lex::Number;
use super::super::numeric::{HIJRI_YEARS, YEARS};
use super::super::word::{DateWord, Unit};
use super::super::{DateExpr, MonthRef, YearRef, numeric};
use super::{FILLERS, Found, Grammar};

impl Grammar<'_, '_> {
    /// The year behind a month, as that month's calendar counts.
    pub(super) fn year_of(&self, at: usize, month: MonthRef) -> Found<YearRef> {
        match month {
            MonthRef::Hijri(_) => self.hijri_year(at).or_else(|| self.year(at)),
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
        let (number, behind) = match self.year_number(start) {
            Some(number) => (number, start + 1),
            None => self.year_in_words(start)?,
        };
        Some((YearRef::Absolute(number), self.skip_year_words(behind)))
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
        if is_marked || is_led || is_ordinal || self.is_whole(at, behind) { Some((DateExpr::Year(year), behind)) } else { None }
    }

    /// "two thousand (and) nineteen", "twenty nineteen", «две тысячи девятнадцатого», «ألفين وتسعة عشر»: where a word for a year stands beside
    /// it or nothing follows, since "in May two thousand people" counts people.
    fn year_in_words(&self, at: usize) -> Found<i16> {
        let (mut total, mut behind) = (0, at);
        let mut last = 0;
        while let Some(n) = self.items.get(behind).and_then(|item| item.senses.iter().find_map(cardinal_or_ordinal)) {
            total = match (n, total) {
                (1000, _) => total.max(1) * 1000,
                // Centuries first: nineteen ninety-nine.
                (10..100, 19 | 20) => total * 100 + n,
                // 2000, and 3, and 20.
                _ if n < 100 && n != last => total + n,
                (2000, 0) => 2000,
                _ => return None,
            };
            last = n;
            behind += 1;
            if self.has(behind, DateWord::And) {
                behind += 1;
            }
        }
        let is_marked = at.checked_sub(1).is_some_and(|before| self.has(before, DateWord::Unit(Unit::Year)))
            || self.has(behind, DateWord::YearMark)
            || self.is_at_end(behind);
        i16::try_from(total).ok().filter(|year| (1900..2100).contains(year) && is_marked).map(|year| (year, behind))
    }

    /// A year of two digits at the end of a date: "14th April 15".
    pub(super) fn short_year(&self, at: usize) -> Found<YearRef> {
        let number = self.items.get(at)?.number.filter(|n| n.n_digits == 2 && !n.is_ordinal)?;
        let is_end =
            self.items.get(at + 1).is_none_or(|next| next.sign.is_some_and(|sign| ".,)".contains(sign)) && at + 2 == self.items.len());
        is_end.then(|| Some((YearRef::Absolute(numeric::year(number)?), at + 1))).flatten()
    }
}

fn cardinal_or_ordinal(sense: &DateWord) -> Option<u32> {
    match sense {
        DateWord::Number(n) | DateWord::Ordinal(n) => Some(*n),
        _ => None,
    }
}
