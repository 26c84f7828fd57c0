//! Match: events that have changed, and articles that were read, against the watches; matches become alerts in the transaction that says
//! so.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::alert::{Raised, Raising, raise};
use super::blocking::words_of;
use super::context::{Context, Watches};
use super::mentions;
use super::run::{Stage, StageError, StageReport};
use crate::store::{DueEvent, Matched, Store, StoreError, Unit};

/// Events and articles matched between two looks at the bell.
const TAKEN: usize = 32;

/// Matches what is due.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    let mut done = 0;
    let stage = Stage::Match.name();
    while !context.is_stopping() && done < context.batch {
        let limit = TAKEN.min(context.batch - done);
        let watches = context.watches().map_err(|source| StageError::Store { stage, source })?;
        let (settings, now) = (context.settings.alerts.clone(), context.now());
        let (rules, knowledge) = (context.rules.clone(), Arc::clone(&context.knowledge));
        let unit = move |store: &Store| {
            let key = |watch_id, event_id| store.alert_key(watch_id, event_id);
            let raising = Raising { watches: &watches.list, settings: &settings, rules: &rules, knowledge: &knowledge, key: &key, now };
            let due = store.due_event_matches(limit)?;
            for event in &due {
                match_event(store, &watches, event, &raising)?;
            }
            let left = limit - due.len();
            let n_articles = if left == 0 { 0 } else { mentions::match_some(store, &watches, left, &raising)? };
            Ok(due.len() + n_articles)
        };
        let n_done = context.stored(Stage::Match, unit).await?;
        if n_done == 0 {
            return Ok(StageReport { done, ..StageReport::default() });
        }
        done += n_done;
        context.nudges.done(Stage::Match);
    }
    Ok(StageReport { done, more_due: true, ..StageReport::default() })
}

fn match_event(store: &Store, watches: &Watches, due: &DueEvent, raising: &Raising<'_>) -> Result<(), StoreError> {
    let now = raising.now;
    let event = &due.detail.event;
    let found = catch_unwind(AssertUnwindSafe(|| {
        let matches = watches.watcher.matches(event, &due.detail.reports);
        raise(due, &matches, raising)
    }));
    let Raised { alerts, told, silent } = match found {
        Ok(raised) => raised,
        Err(panic) => {
            let message = words_of(panic.as_ref());
            let n_tries = store.record_fault(Unit::Event(event.id), &due.version.to_string(), &message, now)?;
            tracing::error!(event.id = %event.id, n_tries, "matching an event panicked: {message}");
            return Ok(());
        }
    };
    if let Some((n_matches, why)) = silent {
        store.count_drops(why, n_matches, &format!("event {}", event.id), now)?;
    }
    let matched = Matched { version: due.version, watches_version: watches.version };
    let n_new = store.record_matches(event.id, matched, &alerts, &told, now)?;
    if 0 < n_new {
        tracing::info!(event.id = %event.id, n_new, "alerts raised");
    }
    Ok(())
}
