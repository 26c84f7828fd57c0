//! What a set of accounts adds up to. Every choice depends on the set, not on the order of its members.

use super::days::{more_exact, named, told_at};
use super::people::{merged_participants, most_told};
use crate::knowledge::{Knowledge, NameUse};
use crate::model::{Domain, Event, EventId, LinkedReport, Place, Report, Source, Status, independent};

/// No number of outlets makes certain.
const SUREST: f64 = 0.99;

/// The event that one report makes.
pub(super) fn first_of(report: &LinkedReport, knowledge: &Knowledge) -> Event {
    sum(report, &[], knowledge)
}

/// The event that the reports make together.
pub(super) fn sum(first: &LinkedReport, rest: &[LinkedReport], knowledge: &Knowledge) -> Event {
    let mut reports: Vec<&LinkedReport> = std::iter::once(first).chain(rest).collect();
    reports.sort_by_key(|report| (told_at(report), report.id));
    let told = || reports.iter().map(|report| &report.report);
    let at = reports.iter().map(|report| told_at(report)).min().unwrap_or(told_at(first));
    Event {
        id: EventId(0),
        event_type: most_told(told().map(|r| r.event_type)).unwrap_or(first.report.event_type),
        domain: if told().any(|r| r.domain == Domain::Intelligence) { Domain::Intelligence } else { first.report.domain },
        status: latest(reports.iter().map(|r| (told_at(r), r.report.status))).unwrap_or(first.report.status),
        when: told().filter_map(|r| named(r.when)).reduce(more_exact),
        place: best_place(told().filter_map(|r| r.place.clone()), knowledge),
        mode: most_told(told().filter_map(|r| r.mode)),
        participants: merged_participants(told().flat_map(|r: &Report| &r.participants), knowledge),
        confidence: corroborated(&reports),
        n_reports: u32::try_from(reports.len()).unwrap_or(u32::MAX),
        n_sources: u32::try_from(sources(&reports).len()).unwrap_or(u32::MAX),
        first_reported_at: at,
        created_at: at,
        updated_at: at,
    }
}

/// The event with what a report adds. Of the event's own reports only what the event keeps is known: its status is taken to be as
/// old as its first report, and confidence is not raised, as the outlet may be one that was counted.
pub(super) fn widened(event: &Event, report: &LinkedReport, knowledge: &Knowledge) -> Event {
    let told = &report.report;
    let at = told_at(report);
    let places = event.place.iter().chain(&told.place).cloned();
    Event {
        domain: if told.domain == Domain::Intelligence { told.domain } else { event.domain },
        status: latest([(event.first_reported_at, event.status), (at, told.status)].into_iter()).unwrap_or(event.status),
        when: [event.when, told.when].into_iter().filter_map(named).reduce(more_exact),
        place: best_place(places, knowledge),
        mode: event.mode.or(told.mode),
        participants: merged_participants(event.participants.iter().chain(&told.participants), knowledge),
        confidence: event.confidence.max(told.confidence),
        n_reports: event.n_reports.saturating_add(1),
        first_reported_at: event.first_reported_at.min(at),
        ..event.clone()
    }
}

/// The status that stands: the last word on what happened, else the last word on what is meant to. A plan told late does not undo
/// what occurred.
fn latest<T: Ord + Copy>(told: impl Iterator<Item = (T, Status)>) -> Option<Status> {
    let weight = |status: Status| match status {
        Status::Denied => 6,
        Status::Occurred => 5,
        Status::Ongoing => 4,
        Status::Cancelled => 3,
        Status::Refused => 2,
        Status::Planned => 1,
        Status::Proposed => 0,
    };
    let settles = |status: Status| matches!(status, Status::Denied | Status::Occurred | Status::Ongoing);
    told.max_by_key(|&(at, status)| (settles(status), at, weight(status))).map(|(_, status)| status)
}

/// The place told most exactly; towns that the knowledge has go by its name for them.
fn best_place(places: impl Iterator<Item = Place>, knowledge: &Knowledge) -> Option<Place> {
    let known = places.map(|place| Place { place: place.place.map(|name| town(name, place.country.as_deref(), knowledge)), ..place });
    known.min_by_key(|place| (place.country.is_none(), place.place.is_none(), place.country.clone(), place.place.clone()))
}

fn town(name: String, country: Option<&str>, knowledge: &Knowledge) -> String {
    let uses = knowledge.senses_of(&name);
    let places = uses.iter().filter_map(|sense| if let NameUse::Place(id) = sense { Some(knowledge.place(*id)) } else { None });
    let found = places.into_iter().find(|place| country.is_none_or(|code| code == place.country));
    found.map_or(name, |place| place.name.clone())
}

/// The highest confidence, raised by every further source: one minus the chance that all of them err.
fn corroborated(reports: &[&LinkedReport]) -> f64 {
    let sources = sources(reports);
    let highest = sources.iter().copied().fold(0.0, f64::max);
    let doubt: f64 = sources.iter().map(|confidence| 1.0 - confidence).product();
    let raised = (1.0 - doubt).min(SUREST.max(highest));
    if sources.len() < 2 { highest } else { (raised * 10_000.0).round() / 10_000.0 }
}

/// The highest confidence of each independent source.
fn sources(reports: &[&LinkedReport]) -> Vec<f64> {
    let told: Vec<Source<'_>> = reports.iter().map(|report| source_of(report)).collect();
    let mut highest: Vec<f64> = Vec::new();
    for (report, source) in reports.iter().zip(independent(&told)) {
        if highest.len() <= source {
            highest.resize(source + 1, 0.0);
        }
        highest[source] = highest[source].max(report.report.confidence.clamp(0.0, 1.0));
    }
    highest
}

fn source_of(report: &LinkedReport) -> Source<'_> {
    Source { outlet: report.agency.as_deref().or(report.outlet.as_deref()), article: report.article_id.0, fingerprint: report.fingerprint }
}
