//! `rasid watch list`, `show` and `remove`.

use serde::Serialize;

use super::view::{MeaningView, WatchView, columns, meanings, print_meanings};
use crate::cli::args::WatchOne;
use crate::cli::print::Format;
use crate::cli::{App, Outcome, access, find};
use crate::model::Watch;
use crate::store::AlertQuery;

/// Alerts that `watch show` lists.
const SHOWN_ALERTS: usize = 10;

pub(super) fn run(app: &mut App) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let view = |watch: Watch| anyhow::Ok(WatchView::of(watch.clone(), store.is_watch_muted(watch.id)?));
    let watches: Vec<WatchView> = store.list_watches()?.into_iter().map(view).collect::<Result<_, _>>()?;
    app.printer.list(&columns(&config.alerts.default_channels), &watches)?;
    Ok(Outcome::of_list(&watches))
}

pub(super) fn remove(app: &mut App, args: &WatchOne) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_write(&config)?;
    let watches = store.list_watches()?;
    let watch = find::watch_among(&watches, &args.watch)?;
    let view = WatchView::of(watch.clone(), store.is_watch_muted(watch.id)?);
    let removed = store.remove_watch(watch.id)?;
    match app.printer.format() {
        Format::Table if removed => app.printer.line(&format!("watch {} ({}) is removed; its alerts stay", watch.id, watch.name))?,
        Format::Table => app.printer.line(&format!("watch {} was removed by somebody else", watch.id))?,
        _ => app.printer.record(&columns(&config.alerts.default_channels), &view)?,
    }
    Ok(Outcome::Done)
}

#[derive(Serialize)]
struct ShowView {
    #[serde(flatten)]
    watch: WatchView,
    meaning: Vec<MeaningView>,
    /// The newest alerts that it raised.
    alerts: Vec<AlertView>,
}

#[derive(Serialize)]
struct AlertView {
    id: i64,
    event_id: Option<i64>,
    reason: String,
    created_at: jiff::Timestamp,
}

pub(super) fn show(app: &mut App, args: &WatchOne) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let watches = store.list_watches()?;
    let watch = find::watch_among(&watches, &args.watch)?;
    let query = AlertQuery { watch_id: Some(watch.id), limit: SHOWN_ALERTS, ..AlertQuery::default() };
    let alerts = store.alerts(&query)?.into_iter().map(|alert| AlertView {
        id: alert.id.0,
        event_id: alert.cause.event_id().map(|id| id.0),
        reason: alert.reason,
        created_at: alert.created_at,
    });
    let view = ShowView {
        meaning: meanings(watch, &*access::knowledge(&config)?),
        alerts: alerts.collect(),
        watch: WatchView::of(watch.clone(), store.is_watch_muted(watch.id)?),
    };
    match app.printer.format() {
        Format::Json => app.printer.json(&view)?,
        Format::Ndjson => app.printer.json_line(&view)?,
        Format::Csv => app.printer.list(&columns(&config.alerts.default_channels), std::slice::from_ref(&view.watch))?,
        Format::Table => {
            app.printer.record(&columns(&config.alerts.default_channels), &view.watch)?;
            app.printer.line("")?;
            app.printer.heading("Stands for")?;
            print_meanings(&mut app.printer, &view.meaning)?;
            if !view.alerts.is_empty() {
                app.printer.line("")?;
                app.printer.heading("Newest alerts")?;
            }
            let times = app.times();
            for alert in &view.alerts {
                let event = alert.event_id.map(|id| format!("event {id}: ")).unwrap_or_default();
                app.printer.line(&format!("  {}  {event}{}", times.absolute(alert.created_at), alert.reason))?;
            }
        }
    }
    Ok(Outcome::Done)
}
