//! Which reports tell the same event, and what they add up to.
//!
//! [`query`] says what to ask the store for, [`decide`] where a report belongs, [`recount`] what a set of reports makes of an
//! event. Two reports tell one event where the act is of the same kind or of kin (`kin`), the parties fit (`parties`, with
//! strangers' names compared across scripts by `skeleton`), the days agree (`days`) and the places do not contradict (`fit`).
//!
//! What reports add up to (`merge`) depends on the set of them and not on their order. Which event a report joins depends on
//! the events that are there; where several fit, the best, then the earliest, then the oldest row is taken.

mod days;
mod fit;
mod kin;
mod merge;
mod parties;
mod people;
mod skeleton;
mod sounds;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use crate::knowledge::Knowledge;
use crate::model::{Event, EventId, EventType, LinkedReport, Status};

/// Which events a report might belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkQuery {
    /// Of these types: the report's own first, then its kin.
    pub types: Vec<EventType>,
    /// With one of these states taking part or being the place; any where empty. ISO 3166-1 alpha-2, sorted.
    pub countries: Vec<String>,
    /// From this day …
    pub from: Date,
    /// … to this one, inclusive; days of UTC.
    pub to: Date,
}

/// Where a report belongs.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// It is the first of its event.
    New(Event),
    /// It tells a known event.
    Join {
        /// That event.
        event: EventId,
        /// The event with what the report adds, as far as the event alone tells. An event does not say which outlet was how
        /// sure, nor since when its status stands: with its reports at hand, [`recount`] over them and the new one is exact.
        merged: Event,
        /// The new status, where the report changes it.
        status_change: Option<Status>,
    },
}

/// What to ask the store for before [`decide`].
pub fn query(report: &LinkedReport) -> LinkQuery {
    let (from, to) = days::window(report);
    let mut types = vec![report.report.event_type];
    types.extend(kin::kin_of(report.report.event_type));
    LinkQuery { types, countries: parties::countries(&report.report.participants), from, to }
}

/// Where the report belongs among `candidates`, which may stand in any order and need not all fit. Candidates that hold a report
/// of the same article should be left out: one article tells one event once.
pub fn decide(report: &LinkedReport, candidates: &[Event], knowledge: &Knowledge) -> Decision {
    let scored = candidates.iter().filter_map(|event| Some((fit::score(report, event, knowledge)?, event)));
    let best = scored.min_by(|(a, left), (b, right)| {
        b.total_cmp(a).then_with(|| days::day_of(left).cmp(&days::day_of(right))).then_with(|| left.id.cmp(&right.id))
    });
    let Some((_, event)) = best else {
        return Decision::New(merge::first_of(report, knowledge));
    };
    let merged = merge::widened(event, report, knowledge);
    let status_change = (merged.status != event.status).then_some(merged.status);
    Decision::Join { event: event.id, merged, status_change }
}

/// The event made anew from its reports, which may stand in any order; `None` where there are none. Id, `created_at` and
/// `updated_at` stay.
pub fn recount(event: &Event, reports: &[LinkedReport], knowledge: &Knowledge) -> Option<Event> {
    let (first, rest) = reports.split_first()?;
    let made = merge::sum(first, rest, knowledge);
    Some(Event { id: event.id, created_at: event.created_at, updated_at: event.updated_at, ..made })
}
