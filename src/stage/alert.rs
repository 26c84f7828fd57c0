//! Whether what the watches make of an event is worth an alert: a first one, or word of a change.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::context::before;
use super::message::{Telling, of_event};
use crate::channel::Rules;
use crate::config::AlertSettings;
use crate::knowledge::Knowledge;
use crate::model::{Basis, DateSpan, EventId, EventType, LinkedReport, NewAlert, Precision, Severity, Told, Watch, WatchId, WatchMatch};
use crate::store::DueEvent;
use crate::watch::{Change, Now, changes, told};

/// What decides whether and how an alert is raised.
pub(super) struct Raising<'a> {
    pub watches: &'a [Watch],
    pub settings: &'a AlertSettings,
    pub rules: &'a HashMap<String, Rules>,
    pub knowledge: &'a Knowledge,
    /// The idempotency key of a watch's first alert on an event.
    pub key: &'a dyn Fn(WatchId, EventId) -> String,
    pub now: Timestamp,
}

/// What comes of matching an event.
#[derive(Debug, Default)]
pub(super) struct Raised {
    pub alerts: Vec<NewAlert>,
    /// How watches know the event from now on, where that is news.
    pub told: Vec<(WatchId, Told)>,
    /// Matches that raise no alert, and why.
    pub silent: Option<(usize, &'static str)>,
}

/// What an event raises: a first alert for each watch that was told nothing of it, and word of a change for those that were.
pub(super) fn raise(due: &DueEvent, matches: &[WatchMatch], raising: &Raising<'_>) -> Raised {
    let mut raised = Raised::default();
    first_alerts(due, matches, raising, &mut raised);
    updates(due, matches, raising, &mut raised);
    raised
}

fn first_alerts(due: &DueEvent, matches: &[WatchMatch], raising: &Raising<'_>, raised: &mut Raised) {
    let is_first = |found: &&WatchMatch| !due.told.iter().any(|(watch_id, _)| *watch_id == found.watch_id);
    let first: Vec<&WatchMatch> = matches.iter().filter(is_first).collect();
    if let Some(why) = silence(due, raising).filter(|_| !first.is_empty()) {
        raised.silent = Some((first.len(), why));
        return;
    }
    for found in first {
        let Some(watch) = raising.watch(found.watch_id) else { continue };
        if raised.alerts.iter().any(|alert| alert.watch_id == watch.id) {
            continue;
        }
        raised.told.push((watch.id, with_now(due, raising, |now| told(now, None, &[]))));
        raised.alerts.push(alert(due, watch, Some(found), &[], raising));
    }
}

fn updates(due: &DueEvent, matches: &[WatchMatch], raising: &Raising<'_>, raised: &mut Raised) {
    for (watch_id, known) in &due.told {
        let Some(watch) = raising.watch(*watch_id) else { continue };
        let (changes, known_now) = with_now(due, raising, |now| {
            let changes = if raising.is_reread(due) { Vec::new() } else { changes(known, now, &watch.updates) };
            let known_now = told(now, Some(known), &changes);
            (changes, known_now)
        });
        if !changes.is_empty() {
            let found = matches.iter().find(|found| found.watch_id == watch.id);
            raised.alerts.push(alert(due, watch, found, &changes, raising));
        }
        if known_now != *known {
            raised.told.push((watch.id, known_now));
        }
    }
}

/// The alert on an event, or on changes of it.
fn alert(due: &DueEvent, watch: &Watch, found: Option<&WatchMatch>, changes: &[Change], raising: &Raising<'_>) -> NewAlert {
    let event = &due.detail.event;
    let severity = severity_of(event.event_type, raising.settings);
    let because = found.map_or("the watch was told of the event before", |found| found.reason.as_str());
    let reason = changes.iter().map(Change::in_words).chain([because.to_owned()]).collect::<Vec<_>>().join("; ");
    let update = (!changes.is_empty()).then(|| ((raising.key)(watch.id, event.id), changes));
    let telling = Telling {
        watch,
        reason: &reason,
        matched_text: found.map_or("", |found| found.matched_text.as_str()),
        event,
        reports: &due.detail.reports,
        update,
        severity,
    };
    let payload = of_event(&telling, raising.knowledge);
    NewAlert {
        watch_id: watch.id,
        change: changes.iter().map(Change::key).collect::<Vec<_>>().join(" "),
        channels: raising.channels_of(watch, severity),
        reason,
        payload,
        severity,
    }
}

impl Raising<'_> {
    fn watch(&self, id: WatchId) -> Option<&Watch> {
        self.watches.iter().find(|watch| watch.id == id)
    }

    /// The channels by which something so urgent leaves.
    pub fn channels_of(&self, watch: &Watch, severity: Severity) -> Vec<String> {
        let channels = if watch.channels.is_empty() { &self.settings.default_channels } else { &watch.channels };
        let takes = |channel: &&String| self.rules.get(*channel).is_none_or(|rules| rules.min_severity <= severity);
        channels.iter().filter(takes).cloned().collect()
    }

    /// Up to when something is news.
    pub fn oldest(&self) -> Timestamp {
        before(self.now, self.settings.max_age)
    }

    /// Whether nothing has come in but what a newer engine found in old articles.
    const fn is_reread(&self, due: &DueEvent) -> bool {
        !due.news && !self.settings.on_reread
    }
}

/// Looks at an event as it is now.
fn with_now<T>(due: &DueEvent, raising: &Raising<'_>, look: impl FnOnce(&Now<'_>) -> T) -> T {
    let since = raising.oldest();
    let is_news = |report: &LinkedReport| {
        let at = report.published_at.unwrap_or(report.first_seen_at);
        since <= at && (raising.settings.on_reread || due.newsworthy.contains(&report.id))
    };
    let detail = &due.detail;
    look(&Now { event: &detail.event, reports: &detail.reports, edits: &detail.edits, is_news: &is_news, since })
}

/// Why an event raises no first alerts.
fn silence(due: &DueEvent, raising: &Raising<'_>) -> Option<&'static str> {
    if raising.is_reread(due) {
        Some("no alert: only an old article was read again")
    } else if due.detail.reports.is_empty() {
        Some("no alert: no article tells the event any more")
    } else if !is_fresh(due, raising.oldest()) {
        Some("no alert: the event is older than alerts.max_age")
    } else {
        None
    }
}

fn severity_of(event_type: EventType, settings: &AlertSettings) -> Severity {
    let lists = [(&settings.critical, Severity::Critical), (&settings.high, Severity::High), (&settings.low, Severity::Low)];
    lists.into_iter().find(|(types, _)| types.contains(&event_type)).map_or(Severity::Normal, |(_, severity)| severity)
}

/// Whether an event is news: neither its own date nor its first report lies too far back, and something says when that was.
fn is_fresh(due: &DueEvent, oldest: Timestamp) -> bool {
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
