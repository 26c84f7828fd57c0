//! `rasid alerts`: what was raised, what was said about it, and how far it has come.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::cli::args::{AlertFilter, AlertsArgs, StateFilter};
use crate::cli::print::{Cell, Column, Times, Tone};
use crate::cli::{App, Outcome, find};
use crate::model::{Alert, AlertCause, AlertState, Delivery, DeliveryState};
use crate::store::{AlertQuery, Store};

/// An alert as lists have it.
#[derive(Serialize)]
pub(super) struct AlertView {
    pub id: i64,
    key: String,
    /// What raised it: `event`, `mention` or `feed`.
    cause: &'static str,
    /// What a person has said about it.
    state: AlertState,
    acknowledged_at: Option<Timestamp>,
    /// The alert that it carries on.
    pub update_of: Option<i64>,
    /// What has changed since, as the message has it.
    changes: Value,
    watch_id: Option<i64>,
    watch: Option<String>,
    event_id: Option<i64>,
    article_id: Option<i64>,
    feed_id: Option<i64>,
    feed: Option<String>,
    reason: String,
    pub created_at: Timestamp,
    deliveries: Vec<DeliveryView>,
    /// The message as it is sent.
    message: Value,
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
    pub fn of(alert: Alert) -> Self {
        let (cause, watch, feed) = match &alert.cause {
            AlertCause::Event { watch, .. } => ("event", Some(watch.clone()), None),
            AlertCause::Mention { watch, .. } => ("mention", Some(watch.clone()), None),
            AlertCause::Feed { feed, .. } => ("feed", None, Some(feed.clone())),
        };
        // Our own JSON; what could not be read back is shown as it is written.
        let message: Value = serde_json::from_str(&alert.payload).unwrap_or_else(|_| alert.payload.clone().into());
        Self {
            id: alert.id.0,
            key: alert.key,
            cause,
            state: alert.state,
            acknowledged_at: alert.acknowledged_at,
            update_of: alert.update_of.map(|id| id.0),
            changes: message.get("changes").cloned().unwrap_or_else(|| Value::Array(Vec::new())),
            watch_id: alert.cause.watch_id().map(|id| id.0),
            event_id: alert.cause.event_id().map(|id| id.0),
            article_id: alert.cause.article_id().map(|id| id.0),
            feed_id: alert.cause.feed_id().map(|id| id.0),
            watch,
            feed,
            reason: alert.reason,
            created_at: alert.created_at,
            deliveries: alert.deliveries.into_iter().map(DeliveryView::of).collect(),
            message,
        }
    }

    /// The watch, or the feed.
    pub fn name(&self) -> &str {
        self.watch.as_deref().or(self.feed.as_deref()).unwrap_or_default()
    }

    /// What raised it, with its number.
    pub fn subject(&self) -> String {
        match (self.event_id, self.article_id, self.feed_id) {
            (Some(event), ..) => format!("event {event}"),
            (_, Some(article), _) => format!("article {article}"),
            (.., feed) => format!("feed {}", feed.unwrap_or_default()),
        }
    }

    /// What happened, in one line.
    pub fn headline(&self) -> &str {
        self.message["headline"].as_str().filter(|line| !line.is_empty()).unwrap_or(&self.reason)
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
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let query = AlertQuery {
        state: if let Some(StateFilter::Alert(state)) = args.state { Some(state) } else { None },
        delivery: if let Some(StateFilter::Delivery(state)) = args.state { Some(state) } else { None },
        limit: find::limit(args.limit),
        ..query(app, &store, &args.filter, args.until.as_deref())?
    };
    let alerts: Vec<AlertView> = store.alerts(&query)?.into_iter().map(AlertView::of).collect();
    let times = app.times();
    app.printer.list(&columns(&times), &alerts)?;
    Ok(Outcome::of_list(&alerts))
}

/// What a filter asks for.
pub(super) fn query(app: &App, store: &Store, filter: &AlertFilter, until: Option<&str>) -> anyhow::Result<AlertQuery> {
    let stretch = app.stretch(filter.since.as_deref(), until)?;
    let watch = filter.watch.as_deref().map(|wanted| anyhow::Ok(find::watch_among(&store.list_watches()?, wanted)?.id));
    Ok(AlertQuery {
        watch_id: watch.transpose()?,
        event_id: filter.event,
        since: stretch.since,
        until: stretch.until,
        ..AlertQuery::default()
    })
}

fn columns(times: &Times) -> Vec<Column<'_, AlertView>> {
    vec![
        Column::new("id", |alert: &AlertView| Cell::new(alert.id)).right(),
        Column::new("raised", |alert: &AlertView| times.relative_cell(Some(alert.created_at))).whole(),
        Column::new("state", state_cell).whole(),
        Column::new("watch", |alert: &AlertView| Cell::from(alert.name()).strong()).between(8, 30),
        Column::new("on", |alert: &AlertView| Cell::from(alert.subject())).whole(),
        Column::new("update of", |alert: &AlertView| Cell::option(alert.update_of.map(|id| id.to_string()).as_deref())).right().optional(3),
        Column::new("delivery", delivery_cell).between(10, 40).wrapped(3),
        Column::new("reason", |alert: &AlertView| Cell::from(alert.reason.as_str())).between(14, 70).wrapped(2).optional(2),
        Column::new("error", error_cell).between(12, 60).wrapped(2).optional(1),
    ]
}

fn state_cell(alert: &AlertView) -> Cell {
    let cell = Cell::new(alert.state);
    if alert.state == AlertState::New { cell } else { cell.dim() }
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
