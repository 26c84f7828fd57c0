//! Which reports tell the same event, and what they add up to.
//!
//! [`query`] says what to ask the store for, [`decide`] where a report belongs, [`recount`] what a set of reports makes of an
//! event. Nothing here depends on the order in which reports come in, except where a report could belong to several events.

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
        /// The event with what the report adds.
        merged: Event,
        /// The new status, where the report changes it.
        status_change: Option<Status>,
    },
}

/// What to ask the store for before [`decide`].
pub fn query(report: &LinkedReport) -> LinkQuery {
    let at = report.published_at.unwrap_or(report.first_seen_at);
    let day = jiff::tz::Offset::UTC.to_datetime(at).date();
    LinkQuery { types: vec![report.report.event_type], countries: Vec::new(), from: day, to: day }
}

/// Where the report belongs among `candidates`.
pub fn decide(report: &LinkedReport, _candidates: &[Event], knowledge: &Knowledge) -> Decision {
    Decision::New(made_of(std::slice::from_ref(report), knowledge))
}

/// The event made anew from its reports, which may stand in any order; `None` where there are none. Id and `created_at` stay.
pub fn recount(event: &Event, reports: &[LinkedReport], knowledge: &Knowledge) -> Option<Event> {
    (!reports.is_empty()).then(|| Event { id: event.id, created_at: event.created_at, ..made_of(reports, knowledge) })
}

fn made_of(reports: &[LinkedReport], _knowledge: &Knowledge) -> Event {
    let first = &reports[0];
    let at = first.published_at.unwrap_or(first.first_seen_at);
    let report = &first.report;
    Event {
        id: EventId(0),
        event_type: report.event_type,
        domain: report.domain,
        status: report.status,
        when: report.when,
        place: report.place.clone(),
        mode: report.mode,
        participants: report.participants.clone(),
        confidence: report.confidence,
        n_reports: u32::try_from(reports.len()).unwrap_or(u32::MAX),
        n_sources: 1,
        first_reported_at: at,
        created_at: at,
        updated_at: at,
    }
}
