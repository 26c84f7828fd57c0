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
//! | `lang` | the language of the watch's name, in which people are told |
//! | `severity` | how urgent it is: `low`, `normal`, `high`, `critical` |
//! | `headline` | what happened, in one line in that language |
//! | `names` | what those named here are called in each language, by id or code |
//! | `evidence` | the sentence of the surest report, if one has the words that matched, of that |
//! | `attribution` | who the reports give as their source: `name`, `entity` |
//! | `sources` | the articles, by publication: `outlet`, `title`, `lang`, `published`, `url` |
//! | `confidence` | 0 to 1 |

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::context::before;
use super::names::{Names, language_of, names_of};
use crate::channel::{Rules, headline};
use crate::config::AlertSettings;
use crate::knowledge::Knowledge;
use crate::model::{
    Attribution, Basis, DateSpan, Domain, Event, EventId, EventType, LinkedReport, Mode, NewAlert, Participant, Place, Precision, Severity,
    Status, Watch, WatchId, WatchMatch,
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

/// What decides whether and how an alert is raised.
pub(super) struct Raising<'a> {
    pub watches: &'a [Watch],
    pub settings: &'a AlertSettings,
    pub rules: &'a HashMap<String, Rules>,
    pub knowledge: &'a Knowledge,
    pub now: Timestamp,
}

/// The alerts that an event's matches raise: one for each watch.
pub(super) fn alerts_of(due: &DueEvent, matches: &[WatchMatch], raising: &Raising<'_>) -> Result<Vec<NewAlert>, Silence> {
    let Raising { watches, settings, rules, knowledge, now } = *raising;
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
        let event = &due.detail.event;
        let severity = severity_of(event.event_type, settings);
        let channels = if watch.channels.is_empty() { &settings.default_channels } else { &watch.channels };
        let takes = |channel: &&String| rules.get(*channel).is_none_or(|rules| rules.min_severity <= severity);
        alerts.push(NewAlert {
            watch_id: watch.id,
            event_id: event.id,
            channels: channels.iter().filter(takes).cloned().collect(),
            reason: found.reason.clone(),
            payload: message(watch, found, event, &due.detail.reports, severity, knowledge),
            severity,
        });
    }
    Ok(alerts)
}

fn severity_of(event_type: EventType, settings: &AlertSettings) -> Severity {
    let lists = [(&settings.critical, Severity::Critical), (&settings.high, Severity::High), (&settings.low, Severity::Low)];
    lists.into_iter().find(|(types, _)| types.contains(&event_type)).map_or(Severity::Normal, |(_, severity)| severity)
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
    lang: &'static str,
    severity: Severity,
    headline: String,
    event: EventView<'a>,
    names: Names,
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

fn message(
    watch: &Watch,
    found: &WatchMatch,
    event: &Event,
    reports: &[LinkedReport],
    severity: Severity,
    knowledge: &Knowledge,
) -> String {
    let has_hit = |report: &LinkedReport| !found.matched_text.is_empty() && report.report.evidence.text.contains(&found.matched_text);
    let surer = |a: &LinkedReport, b: &LinkedReport| a.report.confidence.total_cmp(&b.report.confidence).then(b.id.cmp(&a.id));
    let surest = reports.iter().max_by(|a, b| has_hit(a).cmp(&has_hit(b)).then_with(|| surer(a, b)));
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
    let lang = language_of(&watch.name);
    let mut message = Message {
        r#type: "event",
        watch: &watch.name,
        watch_id: watch.id,
        reason: &found.reason,
        matched_text: &found.matched_text,
        lang,
        severity,
        headline: String::new(),
        names: names_of(event, &attribution, knowledge),
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
    let told = serde_json::to_value(&message).expect("plain fields of plain types can always be written");
    message.headline = headline(&told, lang);
    serde_json::to_string(&message).expect("plain fields of plain types can always be written")
}
