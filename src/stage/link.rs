//! Link: reports without an event, to events; and events that lost a report, put together afresh.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::blocking::words_of;
use super::context::Context;
use super::run::{Stage, StageError, StageReport};
use crate::extract::link::{Candidate, Decision, LinkQuery, Names, decide_together, may_tell, query, recount, same_story, story_time};
use crate::knowledge::Knowledge;
use crate::model::{Event, EventId, LinkedReport};
use crate::store::{CandidateQuery, EventDetail, LinkDecision, Store, StoreError, Teller, Unit};
use crate::text::fold;

/// Reports linked between two looks at the bell; one after the other, as each may find the event that the last one made.
const TAKEN: usize = 32;

/// Links what is due.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    let mut done = 0;
    while !context.is_stopping() && done < context.batch {
        let (limit, now) = (TAKEN.min(context.batch - done), context.now());
        let knowledge = Arc::clone(&context.knowledge);
        let n_done = context.stored(Stage::Link, move |store| link_some(store, &knowledge, limit, now)).await?;
        if n_done == 0 {
            return Ok(StageReport { done, ..StageReport::default() });
        }
        done += n_done;
        context.nudges.done(Stage::Link);
    }
    Ok(StageReport { done, more_due: true, ..StageReport::default() })
}

/// Reports first: an event that lost its report to a new reading of the article may get it back.
fn link_some(store: &Store, knowledge: &Knowledge, limit: usize, now: Timestamp) -> Result<usize, StoreError> {
    let due = store.due_reports(limit)?;
    let reports = whole_articles(&due, limit);
    for of_one_article in reports.chunk_by(|a, b| a.article_id == b.article_id) {
        link(store, knowledge, of_one_article, now)?;
    }
    let left = limit - due.len();
    let recounts = if left == 0 { Vec::new() } else { store.due_recounts(left)? };
    for detail in &recounts {
        make_anew(store, knowledge, detail, now)?;
    }
    Ok(reports.len() + recounts.len())
}

/// The reports without those of the last article, where the limit may have cut it: what an article tells is decided on together.
fn whole_articles(due: &[LinkedReport], limit: usize) -> &[LinkedReport] {
    let last = due.last().map(|report| report.article_id);
    let whole = due.iter().rposition(|report| Some(report.article_id) != last).map_or(due.len(), |at| at + 1);
    if due.len() < limit { due } else { &due[..whole] }
}

/// Links reports of one article.
fn link(store: &Store, knowledge: &Knowledge, reports: &[LinkedReport], now: Timestamp) -> Result<(), StoreError> {
    let Some(article) = reports.first().map(|report| report.article_id) else { return Ok(()) };
    let named = Names::of(&store.names_in(article)?);
    let mut asked = Vec::with_capacity(reports.len());
    for report in reports {
        match caught(|| query(report)) {
            Ok(query) => asked.push((report, candidates(store, knowledge, report, &query, &named)?)),
            Err(message) => note_fault(store, Unit::Report(report.id), "", &message, now)?,
        }
    }
    let asked: Vec<(&LinkedReport, &[Candidate])> = asked.iter().map(|(report, known)| (*report, known.as_slice())).collect();
    match caught(|| decide_together(&asked, knowledge)) {
        Ok(decisions) => decisions.into_iter().zip(&asked).try_for_each(|(decision, (report, _))| record(store, report, &decision, now)),
        Err(message) => asked.iter().try_for_each(|(report, _)| note_fault(store, Unit::Report(report.id), "", &message, now)),
    }
}

/// The events that a report might belong to, each with the articles that tell it about the same time.
fn candidates(
    store: &Store,
    knowledge: &Knowledge,
    report: &LinkedReport,
    query: &LinkQuery,
    named: &Names,
) -> Result<Vec<Candidate>, StoreError> {
    let LinkQuery { types, countries, spans } = query;
    let times: Vec<(Timestamp, Timestamp)> = spans.iter().map(|(from, to)| (start_of(*from), end_of(*to))).collect();
    let mut events = store.event_candidates(&CandidateQuery { types, countries, times: &times, not_of: Some(report.article_id) })?;
    // A panic here comes again where the report is decided on, and is caught there.
    events.retain(|event| caught(|| may_tell(report, event, knowledge)).unwrap_or(true));
    let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
    let (from, to) = story_time(report);
    let mut tellers = store.tellers(&ids, from, to)?;
    let with_tellers = |event: Event| {
        let of_event: Vec<Teller> = tellers.extract_if(.., |teller| teller.event_id == event.id).collect();
        let same_story = of_event.iter().any(|teller| same_story(named, &Names::of(&teller.names)));
        Candidate { event, same_story, told_by: of_event.iter().map(|teller| teller.article_id).collect() }
    };
    Ok(events.into_iter().map(with_tellers).collect())
}

fn record(store: &Store, report: &LinkedReport, decision: &Decision, now: Timestamp) -> Result<(), StoreError> {
    let decision = match decision {
        Decision::New(event) => LinkDecision::New(event),
        Decision::Join { event, merged, status_change } => {
            LinkDecision::Existing { event_id: *event, merged, status_change: *status_change }
        }
    };
    store.record_link(report.id, decision, &fold, now).map(drop)
}

fn make_anew(store: &Store, knowledge: &Knowledge, detail: &EventDetail, now: Timestamp) -> Result<(), StoreError> {
    let id = detail.event.id;
    let merged = match caught(|| recount(&detail.event, &detail.reports, knowledge)) {
        Ok(Some(merged)) => merged,
        // It stays as it was told, though nobody tells it any more.
        Ok(None) => detail.event.clone(),
        Err(message) => {
            // The event stays as it was told before, rather than to be tried for ever.
            tracing::error!(event.id = %id, "putting an event together afresh panicked: {message}");
            store.count_drops("an event could not be put together afresh", 1, &format!("event {id}: {message}"), now)?;
            detail.event.clone()
        }
    };
    store.record_recount(id, &merged, &fold, now).map(drop)
}

fn note_fault(store: &Store, unit: Unit, version: &str, message: &str, now: Timestamp) -> Result<(), StoreError> {
    let n_tries = store.record_fault(unit, version, message, now)?;
    tracing::error!(?unit, n_tries, "linking a report panicked: {message}");
    Ok(())
}

/// Runs pure work; a panic becomes words.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| words_of(panic.as_ref()))
}

fn start_of(day: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN)
}

fn end_of(day: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(day.at(23, 59, 59, 999_999_999)).unwrap_or(Timestamp::MAX)
}
