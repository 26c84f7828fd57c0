//! Dates in words: found among the tokens of a sentence, then resolved against the day of publication.
//!
//! Days counted from what the text told last ("two days later") wait for that: [`DateExpr::resolve_from`]. "Recently", and seasons without
//! a year, are left alone: no date is better than a wrong one. What means much else in running text ("the first", "EOM") is read where it
//! is the whole text or nothing follows it.

mod calendar;
mod feast;
mod find;
mod grammar;
mod jalali;
mod lex;
mod numeric;
mod resolve;
mod word;
mod words;

use std::ops::Range;

pub use feast::{Feast, UnknownFeast};
pub use find::{find_dates, find_dates_hinted};
pub use jalali::{from_jalali, is_jalali_year, jalali_month};
pub use word::{DateWord, Part, Unit, UnknownDateKey};
pub use words::{DateWords, Hint};

use crate::model::Span;

/// A date as the text gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Its tokens, without the preposition before it.
    pub tokens: Range<usize>,
    /// From its first token to its last.
    pub span: Span,
    /// What it says.
    pub expr: DateExpr,
    /// How the words before it use it.
    pub bound: Bound,
}

/// How the words before a date use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// It is when something happens.
    On,
    /// Something began then ("since March").
    Since,
    /// Something ends then, or happens at the latest then ("until March", "by 26 January").
    Until,
}

/// Which of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// The one before.
    Last,
    /// The one that is now.
    This,
    /// The one after.
    Next,
}

/// What a distance is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Units.
    Unit(Unit),
    /// Weekdays, Monday 1 to Sunday 7.
    Weekday(i8),
}

/// The year of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum YearRef {
    /// Not said: the nearest in the direction asked for.
    Nearest,
    /// Said.
    Absolute(i16),
    /// Counted from the year of publication.
    Offset(i32),
    /// The last or next such month or day, whatever year that is in.
    Which(Which),
    /// The one that was told last: "of the same year".
    Told,
}

/// The month of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MonthRef {
    /// Not said ("the 11th").
    Nearest,
    /// The one that was told last: "of the same month", «منه».
    Told,
    /// Said.
    Named(i8),
    /// Said, of the Hijri year.
    Hijri(i8),
    /// Counted from the month of publication.
    Offset(i32),
}

/// Whether a date without a year lies before or after the day of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// On or before it.
    Past,
    /// On or after it.
    Future,
}

/// What a date says, before it is resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateExpr {
    /// "11 March (2025)", "the 11th", "20th of next month".
    Day {
        /// Day of the month.
        day: i8,
        /// Month.
        month: MonthRef,
        /// Year.
        year: YearRef,
    },
    /// "March (2025)", "last March", "March of last year".
    Month {
        /// Month.
        month: MonthRef,
        /// Year.
        year: YearRef,
    },
    /// "in 2019".
    Year(i16),
    /// "in 1444 AH".
    HijriYear(i16),
    /// "on Christmas Eve", "last Easter", "عيد الفطر 2018".
    Feast {
        /// Which.
        feast: Feast,
        /// Of which year.
        year: YearRef,
    },
    /// "Sunday, 10 February": the year is one in which the two agree.
    Agreeing {
        /// Monday 1 to Sunday 7.
        weekday: i8,
        /// The day and month, without a year.
        date: Box<DateExpr>,
        /// The day's number where it is an ordinal word that can count the weekdays of the month instead.
        nth: Option<i8>,
    },
    /// "on Sunday", "last Sunday".
    Weekday {
        /// Monday 1 to Sunday 7.
        weekday: i8,
        /// Last, this, next; `None` for the bare name.
        which: Option<Which>,
    },
    /// "two Fridays from now", "three Thursdays ago".
    WeekdaysAway {
        /// Monday 1 to Sunday 7.
        weekday: i8,
        /// How many, negative for the past.
        count: i32,
    },
    /// "Sunday of last week".
    WeekdayOfWeek {
        /// Monday 1 to Sunday 7.
        weekday: i8,
        /// Weeks from the week of publication.
        weeks: i32,
    },
    /// "the first Tuesday of October".
    NthWeekday {
        /// 1 for the first; -1 for the last.
        nth: i8,
        /// Monday 1 to Sunday 7.
        weekday: i8,
        /// In which month.
        month: Box<DateExpr>,
    },
    /// "the first week of October", "the last day of 2014", "the second last week of May": of weeks those that lie in it whole.
    NthUnit {
        /// Day, week or month.
        unit: Unit,
        /// 1 for the first; -1 for the last.
        nth: i8,
        /// Of what.
        whole: Box<DateExpr>,
    },
    /// "the week of 6 October".
    WeekOf(Box<DateExpr>),
    /// "a year after Christmas", "two weeks from Friday", "the third Tuesday after Easter".
    Beyond {
        /// Counted in.
        step: Step,
        /// How many, negative for earlier.
        count: i32,
        /// From which day.
        of: Box<DateExpr>,
    },
    /// "the Sunday closest to 11 November", "the second closest Easter to today".
    Closest {
        /// 1 for the closest.
        nth: i8,
        /// A weekday or a feast.
        what: Box<DateExpr>,
        /// To which day.
        to: Box<DateExpr>,
    },
    /// "from 18 December for ten days".
    Lasting {
        /// The first day.
        from: Box<DateExpr>,
        /// Counted in.
        unit: Unit,
        /// How many.
        count: i32,
    },
    /// "the summer of 2014", "last winter".
    Season {
        /// Spring 1 to winter 4.
        season: i8,
        /// The year in which it begins.
        year: YearRef,
    },
    /// "the rest of the week".
    Rest(Unit),
    /// "in three weeks": from the day of publication; said of the past it is a length of time.
    Ahead {
        /// Counted in.
        unit: Unit,
        /// How many.
        count: i32,
    },
    /// "two days ago", «через три недели».
    Offset {
        /// Counted in.
        unit: Unit,
        /// How many, negative for the past.
        count: i32,
    },
    /// "two days later", "a week earlier"; with `of_event`, "two days after", where what follows is the other end.
    Apart {
        /// Counted in.
        unit: Unit,
        /// How many, negative for earlier.
        count: i32,
        /// Whether the words behind name the event from which it is counted.
        of_event: bool,
    },
    /// "the same month", "the following year": from what was told last.
    Beside {
        /// Which unit.
        unit: Unit,
        /// How many from the one that was told last.
        offset: i32,
    },
    /// "last week", "this month", "next year"; of days, "yesterday".
    Period {
        /// Which unit.
        unit: Unit,
        /// How many from the one that is now.
        offset: i32,
    },
    /// "the last three days", "the next two weeks".
    Run {
        /// Counted in.
        unit: Unit,
        /// How many, negative for the past.
        count: i32,
    },
    /// "the second quarter of 2023", "the first half of the year".
    Fraction {
        /// Quarter or half.
        unit: Unit,
        /// Which, from 1.
        nth: i8,
        /// Of which year.
        year: YearRef,
    },
    /// "early March", "the end of the year".
    Part {
        /// Which part.
        part: Part,
        /// Of what.
        whole: Box<DateExpr>,
    },
    /// "from 6 to 10 March".
    Range {
        /// The first.
        from: Box<DateExpr>,
        /// The last.
        to: Box<DateExpr>,
    },
}

impl DateExpr {
    /// A feast in the year that is nearest.
    const fn of_feast(feast: Feast) -> Self {
        Self::Feast { feast, year: YearRef::Nearest }
    }
}

#[cfg(test)]
mod tests;
