//! `rasid alerts`: what was raised, how far it has come, and sending again what was given up.

use anyhow::bail;
use jiff::Timestamp;
use serde::Serialize;

use super::args::{AlertRetry, AlertsArgs, AlertsCommand};
use super::print::{Cell, Column, Format, Times, Tone};
use super::{App, Outcome, find};
use crate::clock::Clock;
use crate::model::{Alert, AlertCause, Delivery, DeliveryState};
use crate::store::{AlertQuery, Store};

#[derive(Serialize)]
struct AlertView {
    id: i64,
    key: String,
    /// What raised it: `event` or `feed`.
    cause: &'static str,
    watch_id: Option<i64>,
    watch: Option<String>,
    event_id: Option<i64>,
    feed_id: Option<i64>,
    feed: Option<String>,
    reason: String,
    created_at: Timestamp,
    deliveries: Vec<DeliveryView>,
    /// The message as it is sent.
    message: serde_json::Value,
}

#[derive(Serialize)]
struct DeliveryView {
    channel: String,
    state: DeliveryState,
    tries: u32,
    next_try_at: Option<Timestamp>,
    last_error: Option<String>,
    delivered_at: Option<Timestamp>,
}

impl AlertView {
    fn of(alert: Alert) -> Self {
        // Our own JSON; what could not be read back is shown as it is written.
        let (watch, feed) = match &alert.cause {
            AlertCause::Event { watch, .. } => (Some(watch.clone()), None),
            AlertCause::Feed { feed, .. } => (None, Some(feed.clone())),
        };
        let message = serde_json::from_str(&alert.payload).unwrap_or_else(|_| alert.payload.clone().into());
        Self {
            id: alert.id.0,
            key: alert.key,
            cause: if alert.cause.feed_id().is_none() { "event" } else { "feed" },
            watch_id: alert.cause.watch_id().map(|id| id.0),
            event_id: alert.cause.event_id().map(|id| id.0),
            feed_id: alert.cause.feed_id().map(|id| id.0),
            watch,
            feed,
            reason: alert.reason,
            created_at: alert.created_at,
            deliveries: alert.deliveries.into_iter().map(DeliveryView::of).collect(),
            message,
        }
    }
}

impl DeliveryView {
    fn of(delivery: Delivery) -> Self {
        Self {
            channel: delivery.channel,
            state: delivery.state,
            tries: delivery.tries,
            next_try_at: (delivery.state == DeliveryState::Pending).then_some(delivery.next_try_at),
            last_error: delivery.last_error,
            delivered_at: delivery.delivered_at,
        }
    }
}

pub(super) fn run(app: &mut App, args: &AlertsArgs) -> anyhow::Result<Outcome> {
    match &args.command {
        Some(AlertsCommand::Retry(args)) => retry(app, args),
        None => list(app, args),
    }
}

fn list(app: &mut App, args: &AlertsArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let query = AlertQuery {
        state: args.state,
        watch_id: args
            .watch
            .as_deref()
            .map(|wanted| Ok::<_, anyhow::Error>(find::watch_among(&store.list_watches()?, wanted)?.id))
            .transpose()?,
        since: app.stretch(args.since.as_deref(), None)?.since,
        limit: find::limit(args.limit),
        ..AlertQuery::default()
    };
    let alerts: Vec<AlertView> = store.alerts(&query)?.into_iter().map(AlertView::of).collect();
    let times = app.times();
    app.printer.list(&columns(&times), &alerts)?;
    Ok(Outcome::of_list(&alerts))
}

fn columns(times: &Times) -> Vec<Column<'_, AlertView>> {
    vec![
        Column::new("id", |alert: &AlertView| Cell::new(alert.id)).right(),
        Column::new("raised", |alert: &AlertView| times.relative_cell(Some(alert.created_at))).whole(),
        Column::new("watch", |alert: &AlertView| Cell::option(alert.watch.as_deref().or(alert.feed.as_deref())).strong()).between(8, 30),
        Column::new("event", |alert: &AlertView| Cell::option(alert.event_id.map(|id| id.to_string()).as_deref())).right(),
        Column::new("delivery", delivery_cell).between(10, 40).wrapped(3),
        Column::new("reason", |alert: &AlertView| Cell::from(alert.reason.as_str())).between(14, 70).wrapped(2).optional(2),
        Column::new("error", error_cell).between(12, 60).wrapped(2).optional(1),
    ]
}

fn delivery_cell(alert: &AlertView) -> Cell {
    let worst = |state| alert.deliveries.iter().any(|delivery| delivery.state == state);
    let tone = if worst(DeliveryState::Dead) {
        Tone::Bad
    } else if worst(DeliveryState::Pending) {
        Tone::Warning
    } else {
        Tone::Good
    };
    Cell::list(alert.deliveries.iter().map(|delivery| match delivery.state {
        DeliveryState::Delivered => format!("{} {}", delivery.channel, delivery.state),
        DeliveryState::Pending | DeliveryState::Dead => format!("{} {} ({} tries)", delivery.channel, delivery.state, delivery.tries),
    }))
    .tone(tone)
}

fn error_cell(alert: &AlertView) -> Cell {
    Cell::list(alert.deliveries.iter().filter_map(|delivery| delivery.last_error.as_deref()))
}

/// How many deliveries are tried again.
#[derive(Serialize)]
struct RetryView {
    retried: usize,
}

fn retry(app: &mut App, args: &AlertRetry) -> anyhow::Result<Outcome> {
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
