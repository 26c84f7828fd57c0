//! The dates of a sentence counted out: those that stand for themselves, and those that count from what the text named last.

use std::ops::Range;

use jiff::civil::Date;

use crate::extract::reading::document::Document;
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cue, Shape};
use crate::model::{Basis, DateSpan, Precision, Status};
use crate::text::dates::{Bound, DateExpr, Direction, FoundDate, MonthRef, Unit};

/// The cues that count days from the day named last.
const ANCHORED: &[(Cue, i32)] = &[(Cue::DayTime, 0), (Cue::SameDay, 0), (Cue::NextDay, 1), (Cue::DayBefore, -1)];

/// The same without their days.
const COUNTING: &[Cue] = &[Cue::DayTime, Cue::SameDay, Cue::NextDay, Cue::DayBefore];

/// A date of a sentence, counted out.
#[derive(Debug)]
pub(crate) struct Told {
    /// Its tokens, by number in the document.
    pub tokens: Range<usize>,
    /// The days it means; none where nothing says from which day it counts.
    pub when: Option<DateSpan>,
    /// Whether it is when something happens, and not when it began or ends.
    pub is_on: bool,
    /// Whether it says how far from the main act the one lies that follows ("two days after ...").
    pub of_event: bool,
}

/// From when dates are counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Calendar {
    /// When the article was published.
    pub day: Option<Date>,
    /// The time that the text named last, for "the same day".
    pub anchor: Option<DateSpan>,
    /// The first day that the text named among the last few before it was published.
    pub news: Option<DateSpan>,
    /// The last such that does not lie ahead of the article.
    pub done: Option<DateSpan>,
    /// The time of which the paragraph tells; the year of dates that name none, where it is long past.
    pub context: Option<DateSpan>,
    /// The date that stands before the paragraph as its heading.
    pub heading: Option<DateSpan>,
}

impl Calendar {
    /// Begins a sentence; `dates` are its dates. A date that opens a paragraph and is set off heads it.
    pub fn begin(&mut self, document: &Document, sentence: usize, dates: &[FoundDate]) {
        let tokens = &document.sentences[sentence].tokens;
        if sentence != 0 && document.sentences[sentence - 1].paragraph == document.sentences[sentence].paragraph {
            return;
        }
        let opens = |date: &&FoundDate| (tokens.start..date.tokens.start).all(|token| !document.tokens[token].is_word());
        let (before, heading) = (self.heading.take(), dates.first().filter(opens));
        let set_off =
            |date: &&FoundDate| date.tokens.end == tokens.end || matches!(document.punct(date.tokens.end), Some(':' | '.' | '—' | '–'));
        self.context = before;
        self.heading = heading.filter(set_off).and_then(|date| resolved(date, Status::Occurred, self, self.anchor));
        self.context = self.heading;
        self.point(self.heading.or(self.anchor));
    }

    /// Ends a sentence with these dates.
    pub fn end(&mut self, elements: &[Element], dates: &[FoundDate]) {
        let named = told_dates(elements, dates, Status::Occurred, self).1;
        if named != self.anchor {
            self.context = self.heading.or(named);
        }
        self.point(named);
    }

    /// The day of the last act that a sentence told in a clause of its own: "the next day" counts from there.
    pub fn tell(&mut self, day: Option<DateSpan>) {
        self.point(day.or(self.anchor));
    }

    /// Whether the time named last lies ahead of the article.
    fn is_ahead(&self) -> bool {
        matches!((self.anchor, self.day), (Some(anchor), Some(day)) if day < anchor.start)
    }

    fn point(&mut self, time: Option<DateSpan>) {
        self.anchor = time;
        let recent =
            |time: &DateSpan| time.start == time.end && self.day.is_some_and(|day| (0..=NEWS).contains(&(day - time.start).get_days()));
        self.news = self.news.or(time.filter(recent));
        self.done = time.filter(|time| self.day.is_none_or(|day| time.start <= day)).or(self.done);
    }
}

/// What tells of a time.
enum Telling<'a> {
    /// A time of day, without its day.
    TimeOfDay,
    /// Days from the last date told: "the same day", "a day later".
    Counted(i32),
    /// A date.
    Date(&'a FoundDate),
}

/// The dates of a sentence in order, as they are to be read for an act of this status. With them the time that the text names last now.
pub(crate) fn told_dates(elements: &[Element], dates: &[FoundDate], status: Status, calendar: &Calendar) -> (Vec<Told>, Option<DateSpan>) {
    let mut calendar = *calendar;
    let day = calendar.day;
    // What happened counts from what happened, not from a day to come that was named since.
    let anchor =
        if status == Status::Occurred { calendar.done.filter(|_| calendar.is_ahead()).or(calendar.anchor) } else { calendar.anchor };
    let cues = elements
        .iter()
        .filter(|e| e.is_any(COUNTING))
        .filter_map(|e| Some((e.tokens.clone(), if e.is(Cue::DayTime) { Telling::TimeOfDay } else { Telling::Counted(anchored_by(e)?) })));
    let mut sources: Vec<(Range<usize>, Telling<'_>)> =
        dates.iter().map(|date| (date.tokens.clone(), Telling::Date(date))).chain(cues).collect();
    if sources.is_empty() {
        return (Vec::new(), anchor);
    }
    sources.sort_by_key(|(tokens, _)| tokens.start);
    let mut told = Vec::with_capacity(sources.len());
    let (mut last, mut named_here) = (anchor, false);
    // The time of the main act, from which "two days after" counts: named before it, else that of the article.
    let mut main = day.map(on_day);
    let mut counted_from_main = false;
    for (tokens, source) in sources {
        let date = match source {
            Telling::TimeOfDay => Told { tokens, when: last.filter(|_| named_here).or(calendar.news), is_on: true, of_event: false },
            Telling::Counted(shift) => {
                // Under a date that heads the paragraph, "the same day" is that one.
                let from = calendar.heading.filter(|_| shift == 0).or(last);
                Told { tokens, when: from.and_then(|from| shifted(&from, shift)), is_on: true, of_event: false }
            }
            Telling::Date(date) => {
                let of_event = matches!(date.expr, DateExpr::Apart { of_event: true, .. });
                counted_from_main |= of_event;
                Told {
                    tokens,
                    when: of_told_month(date, last.filter(|_| named_here))
                        .or_else(|| resolved(date, status, &calendar, if of_event { main } else { last })),
                    is_on: date.bound == Bound::On,
                    of_event,
                }
            }
        };
        // "More than seven years ago" is no date of an act.
        let vague = matches!(source, Telling::Date(FoundDate { expr: DateExpr::Offset { unit: Unit::Year, .. }, .. }));
        let date = Told { is_on: date.is_on && !vague, ..date };
        // A day says more than the month or year that stands beside it.
        let exact =
            |when: &DateSpan| !named_here || when.precision == Precision::Day || last.is_some_and(|l| l.precision != Precision::Day);
        if let Some(when) = date.when.filter(|when| date.is_on && !date.of_event && exact(when)) {
            last = Some(when);
            named_here = true;
            calendar.context = calendar.heading.or(last);
            main = if counted_from_main { main } else { last };
        }
        told.push(date);
    }
    (told, last)
}

/// The days from the time named last that a word of the sentence counts.
fn anchored_by(element: &Element) -> Option<i32> {
    ANCHORED.iter().find(|(cue, _)| element.is(*cue)).map(|(_, shift)| *shift)
}

/// The same day, the next, the one before; of a longer time only the same.
fn shifted(anchor: &DateSpan, shift: i32) -> Option<DateSpan> {
    if shift == 0 {
        return Some(DateSpan { basis: Basis::Relative, ..*anchor });
    }
    let day = (anchor.start == anchor.end).then_some(anchor.start)?;
    day.checked_add(jiff::Span::new().days(shift)).ok().map(on_day)
}

/// A date as days of the calendar, counted from the article's day or, where it asks for that, from `last`.
fn resolved(date: &FoundDate, status: Status, calendar: &Calendar, last: Option<DateSpan>) -> Option<DateSpan> {
    if let DateExpr::Apart { unit, count, of_event: true } = date.expr {
        return DateExpr::Apart { unit, count: -count, of_event: true }.resolve_from(&last?);
    }
    let day = calendar.day;
    let long_past = |context: &DateSpan| {
        let exact = matches!(context.precision, Precision::Day | Precision::Month);
        exact && day.is_some_and(|day| LONG_PAST < (day - context.end).get_days())
    };
    let of_story = calendar.context.filter(long_past).and_then(|context| date.expr.resolve_after(&context));
    if let Some(of_story) = of_story.filter(|when| day.is_some_and(|day| when.end <= day)) {
        return Some(of_story);
    }
    let own = match day {
        Some(day) => plain(date, status, day),
        // Without a day to count from, only a date that is said in full stands.
        None => plain(date, status, Date::constant(2000, 1, 1)).filter(|when| when.basis == Basis::Explicit),
    };
    own.or_else(|| date.expr.resolve_from(&last?))
}

/// A day by its number alone, as one of the month that the sentence named before it: "in May twice: on the 8th and the 24th".
fn of_told_month(date: &FoundDate, named: Option<DateSpan>) -> Option<DateSpan> {
    let alone = matches!(date.expr, DateExpr::Day { month: MonthRef::Nearest, .. });
    date.expr.resolve_from(&named.filter(|named| alone && matches!(named.precision, Precision::Day | Precision::Month))?)
}

/// How many days before its publication an article's news lies at most.
const NEWS: i32 = 3;

/// How many days back a time lies whose year the dates after it share.
const LONG_PAST: i32 = 300;

/// How far ahead a date without a year can lie that something cancelled was set for, in days.
const MAX_CANCELLED_AHEAD: i32 = 120;

/// A date as a day of the calendar: what is told as done lies back, what is planned lies ahead.
fn plain(date: &FoundDate, status: Status, day: Date) -> Option<DateSpan> {
    match status {
        Status::Planned | Status::Proposed => date.expr.resolve(day, Direction::Future),
        Status::Cancelled | Status::Refused => {
            let ahead = date.expr.resolve(day, Direction::Future);
            let near = |span: &DateSpan| (span.start - day).get_days() <= MAX_CANCELLED_AHEAD;
            ahead.filter(near).or_else(|| date.expr.resolve(day, Direction::Past))
        }
        _ => date.expr.resolve(day, Direction::Past),
    }
}

/// A day told by its distance from another.
pub(crate) const fn on_day(day: Date) -> DateSpan {
    DateSpan { start: day, end: day, precision: Precision::Day, basis: Basis::Relative }
}

/// The last single day that a sentence names, if it names one.
pub(crate) fn last_day(dates: &[FoundDate], day: Option<Date>) -> Option<Date> {
    let one = |date: &FoundDate| date.expr.resolve(day?, Direction::Past).filter(|span| span.precision == Precision::Day);
    dates.iter().rev().find_map(one).map(|span| span.start)
}

/// Whether a date found by its words is one where it stands: not a part of "the same day", and no joint like "on the eve
/// of the talks".
pub(crate) fn is_date(elements: &[Element], date: &FoundDate) -> bool {
    let crosses = |e: &Element| e.tokens.start < date.tokens.end && date.tokens.start < e.tokens.end;
    let inside = |e: &Element| e.tokens.start <= date.tokens.start && date.tokens.end <= e.tokens.end;
    let part = elements.iter().any(|e| inside(e) && anchored_by(e).is_some());
    let joint = elements.iter().any(|e| crosses(e) && e.is_any(&[Cue::Before, Cue::After]) && e.tokens.end == date.tokens.end);
    let act_behind = || elements.iter().any(|e| e.tokens.start == date.tokens.end && e.has_shape(&[Shape::Noun]));
    !(part || joint && act_behind())
}
