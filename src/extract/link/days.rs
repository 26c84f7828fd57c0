//! Whether the days of two accounts agree, and how well.
//!
//! An account that names its day binds; one that does not takes the day of its publication as a hint, because what occurred is
//! usually told within two days, and what is planned is told some days before.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

use crate::model::{Basis, DateSpan, Event, LinkedReport, Precision, Status};

/// Days after which what occurred is no longer told as news.
const TOLD_WITHIN: i32 = 2;
/// Days ahead for which something is announced without a date.
const AHEAD: i32 = 14;
/// Days for which an act told without a date is looked for among those that other articles of the story date.
const BACK: i32 = 60;
/// Days that accounts may differ by of what the same parties hardly do twice: the day it was announced, and that from which it holds.
pub(super) const AROUND: i32 = 31;
/// Days that a visit may last, so that accounts give one or another of them.
pub(super) const LASTING: i32 = 3;
/// Days after which nobody denies any more.
const DENIED_WITHIN: i32 = 7;

/// When an account puts its event.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    /// The days it names, if it names any.
    named: Option<DateSpan>,
    /// The day of UTC on which it was told.
    told: Date,
    status: Status,
}

/// When an article came out: published, else first seen.
pub(super) fn told_at(report: &LinkedReport) -> Timestamp {
    report.published_at.unwrap_or(report.first_seen_at)
}

/// The days that an account names; the publication standing in for them is none.
pub(super) fn named(when: Option<DateSpan>) -> Option<DateSpan> {
    when.filter(|when| when.basis != Basis::Published && when.start <= when.end)
}

/// The day of an event: its first, else that of its first report.
pub(super) fn day_of(event: &Event) -> Date {
    named(event.when).map_or_else(|| utc_day(event.first_reported_at), |when| when.start)
}

impl When {
    /// Of a report.
    pub fn of_report(report: &LinkedReport) -> Self {
        Self { named: named(report.report.when), told: utc_day(told_at(report)), status: report.report.status }
    }

    /// Of an event.
    pub fn of_event(event: &Event) -> Self {
        Self { named: named(event.when), told: utc_day(event.first_reported_at), status: event.status }
    }

    /// How well two accounts agree, 0 to 1; `None` where they contradict.
    pub fn agreement(self, other: Self) -> Option<f64> {
        match (self.named, other.named) {
            (Some(a), Some(b)) => both_named(a, b),
            (Some(named), None) => other.hints_at(named),
            (None, Some(named)) => self.hints_at(named),
            (None, None) => both_told(self, other),
        }
    }

    /// How well two accounts agree that do not otherwise: days so many apart at most, or a day that only one of them names, where
    /// that may do.
    pub fn nearly(self, other: Self, apart: i32, undated: bool) -> Option<f64> {
        match (self.named, other.named) {
            (Some(a), Some(b)) => (gap(a, b) <= apart).then_some(if apart == AROUND { 0.6 } else { 0.4 }),
            (Some(named), None) => (undated && gap(named, day(other.told)) <= BACK).then_some(0.3),
            (None, Some(named)) => (undated && gap(named, day(self.told)) <= BACK).then_some(0.3),
            (None, None) => undated.then_some(0.3),
        }
    }

    /// Whether an account without a date can mean these days.
    fn hints_at(self, named: DateSpan) -> Option<f64> {
        if width(named) > 31 {
            return None;
        }
        // Positive where the day named lies before the telling.
        let (first, last) = (days_between(named.start, self.told), days_between(named.end, self.told));
        let (nearest, coarse) = (if last < 0 && 0 < first { 0 } else { last.max(first.min(0)) }, TOLD_WITHIN < width(named));
        let fits = match self.status {
            Status::Occurred | Status::Ongoing => (0..=TOLD_WITHIN).contains(&nearest),
            Status::Planned | Status::Proposed => (-AHEAD..=1).contains(&nearest),
            Status::Denied => (-TOLD_WITHIN..=DENIED_WITHIN).contains(&nearest),
            Status::Refused | Status::Cancelled => (-AHEAD..=DENIED_WITHIN).contains(&nearest),
        };
        let distance = f64::from(nearest.abs());
        fits.then_some(if coarse { 0.4 } else { 0.8 - 0.1 * distance.min(2.0) - 0.02 * (distance - 2.0).max(0.0) })
    }
}

/// The days of UTC between which events that fit the report are filed: about the days it names, and about the day it was told,
/// since other accounts may name none.
pub(super) fn windows(report: &LinkedReport) -> Vec<(Date, Date)> {
    let when = When::of_report(report);
    let around = |first: Date, last: Date| (first.saturating_sub(AHEAD.days()), last.saturating_add(AHEAD.days()));
    let told = around(when.told, when.told);
    match when.named.map(|named| around(named.start, named.end)) {
        None => vec![(when.told.saturating_sub((AHEAD + BACK).days()), told.1)],
        Some(named) if told.0 <= named.1 && named.0 <= told.1 => vec![(told.0.min(named.0), told.1.max(named.1))],
        Some(named) => vec![named, told],
    }
}

/// Of two spans, the one that tells the day more exactly: shorter, named rather than reckoned, earlier.
pub(super) fn more_exact(a: DateSpan, b: DateSpan) -> DateSpan {
    let key = |when: &DateSpan| {
        let precision = Precision::ALL.iter().position(|p| *p == when.precision);
        (named(Some(*when)).is_none(), width(*when), when.basis != Basis::Explicit, when.start, precision)
    };
    if key(&b) < key(&a) { b } else { a }
}

fn both_named(a: DateSpan, b: DateSpan) -> Option<f64> {
    let contains = |outer: DateSpan, inner: DateSpan| outer.start <= inner.start && inner.end <= outer.end;
    let coarseness = |days: i32| match days {
        ..=1 => 1.0,
        2..=8 => 0.9,
        9..=31 => 0.6,
        _ => 0.5,
    };
    (contains(a, b) || contains(b, a)).then(|| coarseness(width(a).max(width(b))))
}

fn both_told(a: When, b: When) -> Option<f64> {
    let (earlier, later) = if (b.told, b.status) < (a.told, a.status) { (b, a) } else { (a, b) };
    let apart = days_between(earlier.told, later.told);
    if apart <= TOLD_WITHIN {
        return Some(0.75 - 0.1 * f64::from(apart));
    }
    let ahead = matches!(earlier.status, Status::Planned);
    let settled = !matches!(later.status, Status::Planned | Status::Proposed);
    let denied = matches!(later.status, Status::Denied);
    let reach = if ahead && settled {
        AHEAD
    } else if denied {
        DENIED_WITHIN
    } else {
        return None;
    };
    (apart <= reach).then(|| 0.5 - 0.02 * f64::from(apart))
}

/// Days from the one to the other; 0 and less where they meet.
fn gap(a: DateSpan, b: DateSpan) -> i32 {
    days_between(a.end, b.start).max(days_between(b.end, a.start))
}

const fn day(date: Date) -> DateSpan {
    DateSpan { start: date, end: date, precision: Precision::Day, basis: Basis::Published }
}

fn utc_day(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}

/// Days of a span, at least 1.
fn width(when: DateSpan) -> i32 {
    days_between(when.start, when.end).saturating_add(1)
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
