//! Stand-ins for the rules of matching and linking, with the same front doors.

use crate::knowledge::Knowledge;
use crate::model::{EntityRef, Event, LinkedReport, Watch, WatchMatch, WatchScope};
use crate::text::fold;

/// Watches, compiled.
pub struct Watcher(Vec<(Watch, Vec<EntityRef>)>);

impl Watcher {
    /// Compiles.
    pub fn compile(watches: &[Watch], knowledge: &Knowledge) -> Self {
        let entities =
            |watch: &Watch| knowledge.find_entities(&watch.name).into_iter().map(|id| knowledge.entity(id).reference.clone()).collect();
        Self(watches.iter().map(|watch| (watch.clone(), entities(watch))).collect())
    }

    /// Matches.
    pub fn matches(&self, event: &Event, _reports: &[LinkedReport]) -> Vec<WatchMatch> {
        let mut found = Vec::new();
        for (watch, entities) in &self.0 {
            let is_him = |p: &&crate::model::Participant| {
                p.entity.as_ref().is_some_and(|e| entities.contains(e)) || fold(&p.name) == fold(&watch.name)
            };
            let fits = watch.min_confidence <= event.confidence && (watch.types.is_empty() || watch.types.contains(&event.event_type));
            if let Some(p) = event.participants.iter().find(is_him).filter(|_| fits) {
                found.push(WatchMatch {
                    watch_id: watch.id,
                    event_id: event.id,
                    scope: WatchScope::Entity,
                    entity: p.entity.clone(),
                    matched_text: p.text.clone(),
                    reason: format!("{} takes part", p.name),
                });
            }
        }
        found
    }
}

/// Linking.
pub mod link {
    use jiff::Span;
    use jiff::civil::Date;

    use crate::knowledge::Knowledge;
    use crate::model::{Event, EventId, EventType, LinkedReport, Status};

    /// Which events to look at.
    pub struct LinkQuery {
        /// Types.
        pub types: Vec<EventType>,
        /// Countries.
        pub countries: Vec<String>,
        /// First day.
        pub from: Date,
        /// Last day.
        pub to: Date,
    }

    /// Where a report belongs.
    pub enum Decision {
        /// To an event of its own.
        New(Event),
        /// To a known one.
        Join {
            /// Which.
            event: EventId,
            /// With what the report adds.
            merged: Event,
            /// The new status.
            status_change: Option<Status>,
        },
    }

    fn day(report: &LinkedReport) -> Date {
        let at = report.published_at.unwrap_or(report.first_seen_at);
        report.report.when.map_or_else(|| at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date(), |when| when.start)
    }

    /// Which events to look at.
    pub fn query(report: &LinkedReport) -> LinkQuery {
        let day = day(report);
        LinkQuery {
            types: vec![report.report.event_type],
            countries: Vec::new(),
            from: day.saturating_sub(Span::new().days(1)),
            to: day.saturating_add(Span::new().days(1)),
        }
    }

    /// Where a report belongs.
    pub fn decide(report: &LinkedReport, events: &[Event], _knowledge: &Knowledge) -> Decision {
        let names = |ps: &[crate::model::Participant]| {
            let mut names: Vec<String> = ps.iter().map(|p| p.name.clone()).collect();
            names.sort();
            names
        };
        let mine = names(&report.report.participants);
        match events.iter().find(|event| event.event_type == report.report.event_type && names(&event.participants) == mine) {
            Some(event) => Decision::Join { event: event.id, merged: event.clone(), status_change: None },
            None => Decision::New(of(report)),
        }
    }

    /// Made anew.
    pub fn recount(event: &Event, reports: &[LinkedReport], _knowledge: &Knowledge) -> Event {
        reports.first().map_or_else(|| event.clone(), of)
    }

    fn of(report: &LinkedReport) -> Event {
        let r = &report.report;
        let at = report.published_at.unwrap_or(report.first_seen_at);
        Event {
            id: EventId(0),
            event_type: r.event_type,
            domain: r.domain,
            status: r.status,
            when: r.when,
            place: r.place.clone(),
            mode: r.mode,
            participants: r.participants.clone(),
            confidence: r.confidence,
            n_reports: 1,
            n_sources: 1,
            first_reported_at: at,
            created_at: at,
            updated_at: at,
        }
    }
}
