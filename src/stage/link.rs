//! Link: reports without an event, to events; and events that lost a report, put together afresh.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::blocking::words_of;
use super::context::Context;
use super::run::{Stage, StageError, StageReport};
use crate::extract::link::{Decision, LinkQuery, decide, query, recount};
use crate::knowledge::Knowledge;
use crate::model::LinkedReport;
use crate::store::{CandidateQuery, EventDetail, LinkDecision, Store, StoreError, Unit};
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
    let reports = store.due_reports(limit)?;
    for report in &reports {
        link(store, knowledge, report, now)?;
    }
    let left = limit - reports.len();
    let recounts = if left == 0 { Vec::new() } else { store.due_recounts(left)? };
    for detail in &recounts {
        make_anew(store, knowledge, detail, now)?;
    }
    Ok(reports.len() + recounts.len())
}

fn link(store: &Store, knowledge: &Knowledge, report: &LinkedReport, now: Timestamp) -> Result<(), StoreError> {
    let LinkQuery { types, countries, from, to } = match caught(|| query(report)) {
        Ok(query) => query,
        Err(message) => return note_fault(store, Unit::Report(report.id), "", &message, now),
    };
    let (from, to, not_of) = (start_of(from), end_of(to), Some(report.article_id));
    let candidates = store.event_candidates(&CandidateQuery { types: &types, countries: &countries, from, to, not_of })?;
    match caught(|| decide(report, &candidates, knowledge)) {
        Ok(Decision::New(event)) => store.record_link(report.id, LinkDecision::New(&event), &fold, now).map(drop),
        Ok(Decision::Join { event, merged, status_change }) => {
            let decision = LinkDecision::Existing { event_id: event, merged: &merged, status_change };
            store.record_link(report.id, decision, &fold, now).map(drop)
        }
        Err(message) => note_fault(store, Unit::Report(report.id), "", &message, now),
    }
}

fn make_anew(store: &Store, knowledge: &Knowledge, detail: &EventDetail, now: Timestamp) -> Result<(), StoreError> {
    let id = detail.event.id;
    let merged = match caught(|| recount(&detail.event, &detail.reports, knowledge)) {
        Ok(Some(merged)) => merged,
        // Its reports went while they were read.
        Ok(None) => return Ok(()),
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
