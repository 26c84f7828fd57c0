//! Whether a match is worth an alert, and the message that then goes out.
//!
//! The message is one JSON object; the sinks add the idempotency key as its first field, `key`:
//!
//! | field | what it holds |
//! | --- | --- |
//! | `type` | always `event` |
//! | `watch` | the watch's name |
//! | `watch_id` | its id |
//! | `reason` | why it matched, in words |
//! | `matched_text` | the words that matched, as the article has them |
//! | `event` | `id`, `type`, `domain`, `status`, `when`, `where`, `mode`, `participants`, as `rasid extract` gives them |
//! | `evidence` | the sentence of the surest report |
//! | `attribution` | who the reports give as their source: `name`, `entity` |
//! | `sources` | the articles, by publication: `outlet`, `title`, `lang`, `published`, `url` |
//! | `confidence` | 0 to 1 |

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::context::before;
use crate::config::AlertSettings;
use crate::model::{
    Attribution, Basis, DateSpan, Domain, Event, EventId, EventType, LinkedReport, Mode, NewAlert, Participant, Place, Precision, Status,
    Watch, WatchId, WatchMatch,
};
use crate::store::DueEvent;

/// Sources told in one message; the rest is a question for the database.
const MAX_SOURCES: usize = 20;

/// Why matches raise no alert.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Silence {
    pub n_matches: usize,
    pub why: &'static str,
}

/// The alerts that an event's matches raise: one for each watch.
pub(super) fn alerts_of(
    due: &DueEvent,
    matches: &[WatchMatch],
    watches: &[Watch],
    settings: &AlertSettings,
    now: Timestamp,
) -> Result<Vec<NewAlert>, Silence> {
    let silent = |why| Err(Silence { n_matches: matches.len(), why });
    if !due.news && !settings.on_reread {
        return silent("no alert: only an old article was read again");
    }
    if !is_fresh(due, settings, now) {
        return silent("no alert: the event is older than alerts.max_age");
    }
    let mut alerts: Vec<NewAlert> = Vec::with_capacity(matches.len());
    for found in matches {
        let Some(watch) = watches.iter().find(|watch| watch.id == found.watch_id) else { continue };
        if alerts.iter().any(|alert| alert.watch_id == watch.id) {
            continue;
        }
        let channels = if watch.channels.is_empty() { &settings.default_channels } else { &watch.channels };
        alerts.push(NewAlert {
            watch_id: watch.id,
            event_id: due.detail.event.id,
            channels: channels.clone(),
            reason: found.reason.clone(),
            payload: message(watch, found, &due.detail.event, &due.detail.reports),
        });
    }
    Ok(alerts)
}

/// Whether an event is news: neither its own date nor its first report lies too far back, and something says when that was.
fn is_fresh(due: &DueEvent, settings: &AlertSettings, now: Timestamp) -> bool {
    let oldest = before(now, settings.max_age);
    let event = &due.detail.event;
    // The first poll of a feed brings what is old, so that having been seen now says nothing there.
    let is_dated = !due.baseline || due.detail.reports.iter().any(|report| report.published_at.is_some());
    is_dated && oldest <= event.first_reported_at && event.when.and_then(end_of).is_none_or(|end| oldest <= end)
}

/// The end of an event's own date, where that is known to the day.
fn end_of(when: DateSpan) -> Option<Timestamp> {
    let is_precise = matches!(when.precision, Precision::Day | Precision::Range) && when.basis != Basis::Published;
    let next_day = when.end.tomorrow().ok().filter(|_| is_precise)?;
    TimeZone::UTC.to_timestamp(next_day.at(0, 0, 0, 0)).ok()
}

#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    watch: &'a str,
    watch_id: WatchId,
    reason: &'a str,
    matched_text: &'a str,
    event: EventView<'a>,
    evidence: Option<&'a str>,
    attribution: Vec<&'a Attribution>,
    sources: Vec<Source<'a>>,
    confidence: f64,
}

#[derive(Serialize)]
struct EventView<'a> {
    id: EventId,
    r#type: EventType,
    domain: Domain,
    status: Status,
    when: Option<DateSpan>,
    r#where: Option<&'a Place>,
    mode: Option<Mode>,
    participants: &'a [Participant],
}

#[derive(Serialize)]
struct Source<'a> {
    outlet: Option<&'a str>,
    title: &'a str,
    lang: Option<&'a str>,
    published: Option<Timestamp>,
    url: Option<&'a str>,
}

fn message(watch: &Watch, found: &WatchMatch, event: &Event, reports: &[LinkedReport]) -> String {
    let surest = reports.iter().max_by(|a, b| a.report.confidence.total_cmp(&b.report.confidence).then(b.id.cmp(&a.id)));
    let mut attribution: Vec<&Attribution> = Vec::new();
    for source in reports.iter().flat_map(|report| &report.report.attribution) {
        if !attribution.iter().any(|known| known.name == source.name) {
            attribution.push(source);
        }
    }
    let mut articles = Vec::new();
    let mut sources = Vec::new();
    for report in reports {
        if sources.len() < MAX_SOURCES && !articles.contains(&report.article_id) {
            articles.push(report.article_id);
            sources.push(Source {
                outlet: report.outlet.as_deref(),
                title: &report.article_title,
                lang: report.lang.as_deref(),
                published: report.published_at,
                url: report.article_url.as_deref(),
            });
        }
    }
    let message = Message {
        r#type: "event",
        watch: &watch.name,
        watch_id: watch.id,
        reason: &found.reason,
        matched_text: &found.matched_text,
        event: EventView {
            id: event.id,
            r#type: event.event_type,
            domain: event.domain,
            status: event.status,
            when: event.when,
            r#where: event.place.as_ref(),
            mode: event.mode,
            participants: &event.participants,
        },
        evidence: surest.map(|report| report.report.evidence.text.as_str()),
        attribution,
        sources,
        confidence: event.confidence,
    };
    serde_json::to_string(&message).expect("plain fields of plain types can always be written")
}
