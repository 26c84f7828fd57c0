//! Stored values as JSON has them, and as people read them in a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::print::{Cell, Tone};
use crate::knowledge::{Detail, EntityRecord, Knowledge, Term};
use crate::model::{
    Attribution, Basis, DateSpan, Domain, EntityKind, EventSource, EventSummary, EventType, Mode, Participant, Place, Precision, Role,
    Status,
};

/// An event as lists and `show` give it.
#[derive(Serialize)]
pub(super) struct EventView {
    pub id: i64,
    #[serde(rename = "type")]
    pub event_type: EventType,
    pub domain: Domain,
    pub status: Status,
    pub when: Option<DateSpan>,
    #[serde(rename = "where")]
    pub place: Option<Place>,
    pub mode: Option<Mode>,
    pub participants: Vec<Participant>,
    pub confidence: f64,
    pub n_reports: u32,
    pub n_sources: u32,
    pub outlets: Vec<String>,
    pub sources: Vec<SourceView>,
    pub langs: Vec<String>,
    pub attribution: Vec<String>,
    pub evidence: String,
    pub first_reported_at: Timestamp,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl EventView {
    pub fn of(summary: EventSummary) -> Self {
        let EventSummary { event, evidence, outlets, langs, sources, attribution } = summary;
        Self {
            id: event.id.0,
            event_type: event.event_type,
            domain: event.domain,
            status: event.status,
            when: event.when,
            place: event.place,
            mode: event.mode,
            participants: event.participants,
            confidence: event.confidence,
            n_reports: event.n_reports,
            n_sources: event.n_sources,
            outlets,
            sources: sources.into_iter().map(SourceView::of).collect(),
            langs,
            attribution,
            evidence,
            first_reported_at: event.first_reported_at,
            created_at: event.created_at,
            updated_at: event.updated_at,
        }
    }
}

/// The values without repeats, in the order of their first places.
pub(super) fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for value in values {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// Who tells of an event.
#[derive(Serialize)]
pub(super) struct SourceView {
    pub name: String,
    pub carried_by: Option<String>,
    pub n_feeds: u32,
}

impl SourceView {
    fn of(source: EventSource) -> Self {
        Self { name: source.name, carried_by: source.carried_by, n_feeds: source.n_feeds }
    }
}

/// In a line: `Le Courrier`, `Reuters (The Herald)`, `Reuters (seen in 10 feeds)`.
impl fmt::Display for SourceView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.carried_by {
            _ if 1 < self.n_feeds => write!(f, "{} (seen in {} feeds)", self.name, self.n_feeds),
            Some(outlet) => write!(f, "{} ({outlet})", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// A date as exact as it is known: `2025-06-29`, `2025-06`, `2025`, `2025-06-01..2025-06-03`.
pub(super) fn date(when: &DateSpan) -> String {
    match when.precision {
        Precision::Year => when.start.strftime("%Y").to_string(),
        Precision::Month => when.start.strftime("%Y-%m").to_string(),
        Precision::Day | Precision::Range if when.start == when.end => when.start.to_string(),
        Precision::Day | Precision::Range => format!("{}..{}", when.start, when.end),
    }
}

/// The date of an event; in brackets the day of its first report, where no text dates the act itself.
pub(super) fn date_cell(when: Option<&DateSpan>, first_reported_at: Timestamp) -> Cell {
    match when {
        Some(when) if when.basis != Basis::Published => Cell::from(date(when)),
        Some(when) => Cell::from(format!("({})", date(when))).data(date(when)).dim(),
        None => Cell::from(format!("({})", first_reported_at.strftime("%Y-%m-%d"))).data("").dim(),
    }
}

/// How sure something is, to two places.
pub(super) fn confidence_cell(confidence: f64) -> Cell {
    Cell::from(format!("{confidence:.2}"))
}

/// A status, toned by what it means.
pub(super) fn status_cell(status: Status) -> Cell {
    Cell::new(status).tone(match status {
        Status::Occurred | Status::Ongoing => Tone::Plain,
        Status::Planned | Status::Proposed => Tone::Dim,
        Status::Denied | Status::Refused | Status::Cancelled => Tone::Warning,
    })
}

/// Who takes part, in a line: `Sergey Naryshkin (RU), John Ratcliffe (US)`, `Poland -> Belarus`, `Iran, United States; via Oman`.
pub(super) fn who(participants: &[Participant]) -> String {
    let of = |roles: &[Role]| {
        let names: Vec<String> = participants.iter().filter(|participant| roles.contains(&participant.role)).map(short_name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let doers = of(&[Role::Actor, Role::Participant]);
    let done_to = of(&[Role::Target, Role::Subject]);
    let mut text = match (doers, done_to) {
        (Some(doers), Some(done_to)) => format!("{doers} -> {done_to}"),
        (Some(doers), None) => doers,
        (None, Some(done_to)) => format!("-> {done_to}"),
        (None, None) => String::new(),
    };
    for (role, word) in [(Role::Mediator, "via"), (Role::Host, "hosted by")] {
        if let Some(names) = of(&[role]) {
            text = if text.is_empty() { format!("{word} {names}") } else { format!("{text}; {word} {names}") };
        }
    }
    text
}

/// A participant's name with the state where that says more.
fn short_name(participant: &Participant) -> String {
    match &participant.country {
        Some(country) if participant.kind != EntityKind::Country => format!("{} ({country})", participant.name),
        _ => participant.name.clone(),
    }
}

/// A participant in full: role, name, office, body, state, and the words of the text.
pub(super) fn participant_in_full(participant: &Participant) -> String {
    let mut text = format!("{}: {}", participant.role, participant.name);
    let details: Vec<&str> =
        [&participant.office, &participant.organisation, &participant.country].into_iter().flatten().map(String::as_str).collect();
    let details = details.into_iter().filter(|detail| *detail != participant.name).collect::<Vec<_>>().join(", ");
    let is_plain_state = participant.kind == EntityKind::Country && participant.office.is_none();
    if !details.is_empty() && !is_plain_state {
        text.push_str(&format!(" ({details})"));
    }
    if participant.text != participant.name && !participant.text.is_empty() {
        text.push_str(&format!(" \"{}\"", participant.text));
    }
    text
}

/// A place: `Geneva, CH`, `CH`.
pub(super) fn place(place: Option<&Place>) -> String {
    let Some(place) = place else { return String::new() };
    [&place.place, &place.country].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// According to whom.
pub(super) fn attribution(attribution: &[Attribution]) -> String {
    attribution.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The offices that somebody holds or held, with dates: `director of Foreign Intelligence Service, since 2016-10-05`.
pub(super) fn offices(record: &EntityRecord, knowledge: &Knowledge) -> Vec<String> {
    let Detail::Person { terms, .. } = &record.detail else { return Vec::new() };
    let in_words = |term: &Term| {
        let office = knowledge.office(term.office).name.as_str();
        let of = knowledge.entity(term.of).name.as_str();
        let dates = match (term.from, term.to) {
            (Some(from), Some(to)) => format!(", {from} to {to}"),
            (Some(from), None) => format!(", since {from}"),
            (None, Some(to)) => format!(", until {to}"),
            (None, None) => String::new(),
        };
        format!("{office} of {of}{dates}")
    };
    terms.iter().map(in_words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_say_who_carries_them() {
        let source = |carried_by: Option<&str>, n_feeds| SourceView {
            name: "Reuters".to_owned(),
            carried_by: carried_by.map(str::to_owned),
            n_feeds,
        };
        assert_eq!(source(None, 1).to_string(), "Reuters");
        assert_eq!(source(Some("The Herald"), 1).to_string(), "Reuters (The Herald)");
        assert_eq!(source(Some("The Herald"), 10).to_string(), "Reuters (seen in 10 feeds)");
        assert_eq!(distinct([2, 1, 2].into_iter()), [2, 1]);
    }
}
