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

/// An event that a report might belong to.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The event.
    pub event: Event,
    /// Whether one of its articles tells the same story as the report's ([`same_story`]): then the same act may be told with other
    /// particulars.
    pub same_story: bool,
}

/// Whether two articles tell one story: how many known persons and bodies both name, of how many in each. Half of the shorter list,
/// and three at least.
pub const fn same_story(n_shared: u32, n_in_one: u32, n_in_other: u32) -> bool {
    let fewer = if n_in_one < n_in_other { n_in_one } else { n_in_other };
    3 <= n_shared && fewer <= n_shared * 2
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
pub fn decide(report: &LinkedReport, candidates: &[Candidate], knowledge: &Knowledge) -> Decision {
    best(&[(report, candidates)], knowledge)
        .pop()
        .flatten()
        .map_or_else(|| Decision::New(merge::first_of(report, knowledge)), |event| join(event, report, knowledge))
}

/// As [`decide`] for the reports of one article, each with its candidates: the best fit is taken first, and no two of the reports
/// join one event.
pub fn decide_together(asked: &[(&LinkedReport, &[Candidate])], knowledge: &Knowledge) -> Vec<Decision> {
    let chosen = best(asked, knowledge).into_iter().zip(asked);
    chosen
        .map(|(event, (report, _))| match event {
            Some(event) => join(event, report, knowledge),
            None => Decision::New(merge::first_of(report, knowledge)),
        })
        .collect()
}

/// The event that each report joins, if any.
fn best<'c>(asked: &[(&LinkedReport, &'c [Candidate])], knowledge: &Knowledge) -> Vec<Option<&'c Event>> {
    let mut scored: Vec<(f64, usize, &Event)> = Vec::new();
    for (index, (report, candidates)) in asked.iter().enumerate() {
        scored.extend(candidates.iter().filter_map(|known| Some((fit::score(report, known, knowledge)?, index, &known.event))));
    }
    scored.sort_by(|(a, i, left), (b, j, right)| {
        b.total_cmp(a)
            .then_with(|| i.cmp(j))
            .then_with(|| days::day_of(left).cmp(&days::day_of(right)))
            .then_with(|| left.id.cmp(&right.id))
    });
    let mut chosen: Vec<Option<&Event>> = vec![None; asked.len()];
    for (_, index, event) in scored {
        if chosen[index].is_none() && chosen.iter().flatten().all(|taken| taken.id != event.id) {
            chosen[index] = Some(event);
        }
    }
    chosen
}

fn join(event: &Event, report: &LinkedReport, knowledge: &Knowledge) -> Decision {
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
