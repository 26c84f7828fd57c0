//! Whether an event has changed in a way that a watch asked to hear of: the one place that decides it.
//!
//! An event is measured against how the watch knows it ([`Told`]), not against its last version: what was said once is not said again,
//! and what an older article brings, or a newer engine, is taken over without a word.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{ArticleId, DateSpan, EntityKind, Event, EventEdit, LinkedReport, Participant, Place, Report, Status, Told, Update};
use crate::names::{Name, SAME, score};
use crate::text::fold;

/// A change of an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// It is told with another status.
    Status {
        /// As it was told.
        from: Status,
        /// As it is told now.
        to: Status,
    },
    /// Somebody takes part who did not before.
    Participant {
        /// Who.
        participant: Participant,
    },
    /// So many independent sources tell it now.
    Sources {
        /// The number that was asked for.
        sources: u32,
    },
    /// An article was edited, and the event with it.
    Correction {
        /// Who edited it.
        outlet: Option<String>,
        /// The sentence that told the event before.
        was: String,
        /// What is told otherwise now.
        differs: Vec<&'static str>,
        /// Whether the article tells the event no more.
        withdrawn: bool,
        /// The article.
        article_id: ArticleId,
        /// Hash of its earlier text.
        #[serde(skip)]
        content_hash: String,
    },
}

/// An event as it is now.
pub struct Now<'e> {
    /// The event.
    pub event: &'e Event,
    /// Its reports.
    pub reports: &'e [LinkedReport],
    /// What articles said of it before they were edited.
    pub edits: &'e [EventEdit],
    /// Whether a report is recent enough to be news.
    pub is_news: &'e dyn Fn(&LinkedReport) -> bool,
    /// Edits noticed before are old.
    pub since: Timestamp,
}

impl Change {
    /// What tells it from other changes of the same event: none is told twice under one.
    pub fn key(&self) -> String {
        match self {
            Self::Status { to, .. } => format!("status={to}"),
            Self::Participant { participant } => match &participant.entity {
                Some(entity) => format!("participant={entity}"),
                None => format!("participant={}", fold(&participant.name)),
            },
            Self::Sources { sources } => format!("sources={sources}"),
            Self::Correction { content_hash, .. } => format!("correction={content_hash}"),
        }
    }
}

impl Change {
    /// In words, for a person.
    pub fn in_words(&self) -> String {
        match self {
            Self::Status { from, to } => format!("its status was {from} and is {to}"),
            Self::Participant { participant } => format!("{} takes part too", participant.name),
            Self::Sources { sources } => format!("at least {sources} independent sources tell it now"),
            Self::Correction { outlet, differs, withdrawn, .. } => {
                let who = outlet.as_deref().unwrap_or("an outlet");
                match withdrawn {
                    true => format!("{who} took back what it had told"),
                    false => format!("{who} edited its article: {}", differs.join(", ")),
                }
            }
        }
    }

    /// Whether a report brings the change.
    pub fn is_told_by(&self, report: &LinkedReport) -> bool {
        match self {
            Self::Status { to, .. } => report.report.status == *to,
            Self::Participant { participant } => report.report.participants.iter().any(|named| is_same(named, participant)),
            Self::Sources { .. } => false,
            Self::Correction { article_id, .. } => report.article_id == *article_id,
        }
    }
}

/// How a watch knows an event once it was told of these changes of it.
pub fn told(now: &Now<'_>, before: Option<&Told>, changes: &[Change]) -> Told {
    let Event { event_type, status, when, place, participants, n_sources, .. } = now.event.clone();
    let n_sources = before.map_or(n_sources, |before| before.n_sources);
    let articles = now.reports.iter().map(|report| report.article_id).collect::<BTreeSet<_>>().into_iter().collect();
    let known = before.map(|before| before.changes.clone()).unwrap_or_default();
    let changes = known.into_iter().chain(changes.iter().map(Change::key)).collect();
    let edits = now.edits.iter().map(|edit| edit.content_hash.clone()).collect();
    Told { event_type, status, when, place, participants, n_sources, articles, edits, changes }
}

/// What has changed since the watch was told, of what it asks for, and is news: nothing that was told before, nothing old.
pub fn changes(told: &Told, now: &Now<'_>, asked: &[Update]) -> Vec<Change> {
    let mut found = Vec::new();
    if asked.contains(&Update::Status) {
        found.extend(status(told, now));
    }
    if asked.contains(&Update::Participant) {
        found.extend(participants(told, now));
    }
    found.extend(sources(told, now, asked));
    if asked.contains(&Update::Correction) {
        found.extend(corrections(told, now));
    }
    found.retain(|change| !told.changes.contains(&change.key()));
    found
}

fn status(told: &Told, now: &Now<'_>) -> Option<Change> {
    let (from, to) = (told.status, now.event.status);
    let is_told = || now.reports.iter().any(|report| report.report.status == to && (now.is_news)(report));
    (from != to && is_told()).then_some(Change::Status { from, to })
}

fn participants(told: &Told, now: &Now<'_>) -> Vec<Change> {
    let names = |report: &LinkedReport, who: &Participant| report.report.participants.iter().any(|named| is_same(named, who));
    let is_told = |who: &&Participant| now.reports.iter().any(|report| names(report, who) && (now.is_news)(report));
    let new = now.event.participants.iter().filter(|who| !is_known(who, told, now.event)).filter(is_told);
    new.map(|who| Change::Participant { participant: who.clone() }).collect()
}

/// Whether somebody was told of before, by name or by the state for which he stands.
fn is_known(who: &Participant, told: &Told, event: &Event) -> bool {
    let of_state = |other: &Participant| who.country.is_some() && other.country == who.country;
    told.participants.iter().any(|known| {
        // A state that is named beside its officer adds nobody, nor does the officer who is now named in its place.
        is_same(known, who)
            || (who.kind == EntityKind::Country && of_state(known))
            || (known.kind == EntityKind::Country && of_state(known) && !event.participants.iter().any(|left| is_same(left, known)))
    })
}

/// Whether two participants are one: by the knowledge, else by how their names read in any script.
fn is_same(a: &Participant, b: &Participant) -> bool {
    match (&a.entity, &b.entity) {
        (Some(x), Some(y)) => x == y,
        _ if a.kind != b.kind => false,
        _ if a.kind == EntityKind::Country => a.country == b.country,
        _ => fold(&a.name) == fold(&b.name) || SAME <= score(&Name::of(&a.name), &Name::of(&b.name)),
    }
}

/// The highest number that was asked for and is reached, where an article that is news adds to it.
fn sources(told: &Told, now: &Now<'_>, asked: &[Update]) -> Option<Change> {
    let of_key = |key: &String| key.strip_prefix("sources=").and_then(|least| least.parse().ok());
    let known = told.changes.iter().filter_map(of_key).max().unwrap_or(0).max(told.n_sources);
    let numbers = asked.iter().filter_map(|update| if let Update::Sources(least) = update { Some(*least) } else { None });
    let reached = numbers.filter(|least| known < *least && *least <= now.event.n_sources).max()?;
    let is_new = |report: &LinkedReport| !told.articles.contains(&report.article_id) && (now.is_news)(report);
    now.reports.iter().any(is_new).then_some(Change::Sources { sources: reached })
}

/// One for each article that was edited, where the event is told otherwise since.
fn corrections(told: &Told, now: &Now<'_>) -> Vec<Change> {
    let new = now.edits.iter().filter(|edit| now.since <= edit.at && !told.edits.contains(&edit.content_hash));
    let mut found: Vec<Change> = Vec::new();
    let mut articles = Vec::new();
    for edit in new.rev().filter(|edit| !told.changes.contains(&format!("correction={}", edit.content_hash))) {
        if articles.contains(&edit.article_id) {
            continue;
        }
        articles.push(edit.article_id);
        let says = now.reports.iter().find(|report| report.article_id == edit.article_id).map(|report| &report.report);
        let differs = differences(told, now.event, says);
        let withdrawn = says.is_none();
        if !differs.is_empty() || (withdrawn && now.reports.is_empty()) {
            let (outlet, was, content_hash) = (edit.outlet.clone(), edit.evidence.clone(), edit.content_hash.clone());
            found.push(Change::Correction { outlet, was, differs, withdrawn, article_id: edit.article_id, content_hash });
        }
    }
    found
}

/// What of an event is otherwise than it was told, as far as the edited article says so; `None` where it says nothing of it any more.
fn differences(told: &Told, event: &Event, says: Option<&Report>) -> Vec<&'static str> {
    let days = |when: Option<DateSpan>| when.map(|when| (when.start, when.end));
    let place = |place: Option<&Place>| place.cloned().unwrap_or_default();
    let agrees = |test: &dyn Fn(&Report) -> bool| says.is_none_or(test);
    let has = |all: &[Participant], who: &Participant| all.iter().any(|other| is_same(other, who));
    let added = event.participants.iter().any(|who| !has(&told.participants, who) && says.is_some_and(|says| has(&says.participants, who)));
    let removed = told.participants.iter().any(|who| !has(&event.participants, who));
    let checks = [
        ("type", told.event_type != event.event_type && agrees(&|says| says.event_type == event.event_type)),
        ("status", told.status != event.status && agrees(&|says| says.status == event.status)),
        ("date", days(told.when) != days(event.when) && agrees(&|says| days(says.when) == days(event.when))),
        ("place", place(told.place.as_ref()) != place(event.place.as_ref()) && agrees(&|says| says.place == event.place)),
        ("participants", added || removed),
    ];
    checks.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}
