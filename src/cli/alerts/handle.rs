//! `rasid alerts ack`, `mute`, `unmute` and `retry`.

use anyhow::bail;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::args::{AlertRetry, AlertsHandled};
use crate::cli::print::Format;
use crate::cli::{App, Outcome, find};
use crate::clock::Clock;
use crate::model::AlertId;
use crate::store::{AlertQuery, Handled, Store};

/// What a person says about alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// That they were seen.
    Ack,
    /// That nothing more of it is to be heard.
    Mute,
    /// That it is to be heard again.
    Unmute,
}

/// How many alerts, or causes of alerts, are now otherwise.
#[derive(Serialize)]
struct HandledView {
    changed: usize,
}

pub(super) fn run(app: &mut App, verb: Verb, args: &AlertsHandled) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_write(&config)?;
    let handled = handled(&store, args)?;
    let now = app.clock.now();
    let changed = match verb {
        Verb::Ack => store.acknowledge(&handled, now)?,
        Verb::Mute => store.mute(&handled, now)?,
        Verb::Unmute => store.unmute(&handled)?,
    };
    match app.printer.format() {
        Format::Table => app.printer.line(&in_words(verb, changed))?,
        _ => app.printer.json_line(&HandledView { changed })?,
    }
    Ok(Outcome::Done)
}

/// What a person means; all of it is there, or nothing is done.
fn handled(store: &Store, args: &AlertsHandled) -> anyhow::Result<Vec<Handled>> {
    let watches = store.list_watches()?;
    let mut handled = Vec::new();
    for id in &args.ids {
        check_alert(store, *id)?;
        handled.push(Handled::Alert(*id));
    }
    for wanted in &args.watches {
        handled.push(Handled::Watch(find::watch_among(&watches, wanted)?.id));
    }
    for id in &args.events {
        let is_known = store.event(*id)?.is_some()
            || !store.alerts(&AlertQuery { event_id: Some(*id), limit: 1, ..AlertQuery::default() })?.is_empty();
        if !is_known {
            bail!("there is no event {id}; `rasid events` has them");
        }
        handled.push(Handled::Event(*id));
    }
    Ok(handled)
}

fn check_alert(store: &Store, id: AlertId) -> anyhow::Result<()> {
    if store.alerts(&AlertQuery { id: Some(id), limit: 1, ..AlertQuery::default() })?.is_empty() {
        bail!("there is no alert {id}; `rasid alerts` has them");
    }
    Ok(())
}

fn in_words(verb: Verb, changed: usize) -> String {
    match (verb, changed) {
        (Verb::Ack, 0) => "acknowledged already".to_owned(),
        (Verb::Ack, 1) => "1 alert is acknowledged".to_owned(),
        (Verb::Ack, n) => format!("{n} alerts are acknowledged"),
        (Verb::Mute, 0) => "muted already".to_owned(),
        (Verb::Mute, _) => "muted: nothing more is heard of it, until `rasid alerts unmute` with the same words".to_owned(),
        (Verb::Unmute, 0) => "it was not muted in these words".to_owned(),
        (Verb::Unmute, _) => "what comes is heard again".to_owned(),
    }
}

/// How many deliveries are tried again.
#[derive(Serialize)]
struct RetryView {
    retried: usize,
}

pub(super) fn retry(app: &mut App, args: &AlertRetry) -> anyhow::Result<Outcome> {
    if args.ids.is_empty() && !args.all {
        bail!("which alerts? valid: their numbers, or --all; `rasid alerts --state dead` has them");
    }
    let config = app.config()?;
    let store = app.store_to_write(&config)?;
    let retried = retry_in(&store, args, app.clock.now())?;
    match app.printer.format() {
        Format::Table if retried == 0 => {}
        Format::Table => {
            app.printer.line(&format!("{retried} {} tried again", if retried == 1 { "delivery is" } else { "deliveries are" }))?
        }
        _ => app.printer.json_line(&RetryView { retried })?,
    }
    Ok(if retried == 0 { Outcome::NothingFound } else { Outcome::Done })
}

fn retry_in(store: &Store, args: &AlertRetry, now: Timestamp) -> anyhow::Result<usize> {
    if args.ids.is_empty() {
        return Ok(store.retry_dead(None, now)?);
    }
    args.ids.iter().map(|id| Ok(store.retry_dead(Some(*id), now)?)).sum()
}
