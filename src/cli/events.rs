//! `rasid events`: what happened, as far as it was reported.

use super::args::{EventSort, EventsArgs};
use super::print::{Cell, Column};
use super::views::{EventView, confidence_cell, date_cell, place, status_cell, who};
use super::who::name_query;
use super::{App, Outcome, find};
use crate::config::Config;
use crate::store::{self, EventQuery, Store};
use crate::text::search::query_terms;

pub(super) fn run(app: &mut App, args: &EventsArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let query = query(app, &config, &store, args)?;
    let events: Vec<EventView> = store.find_events(&query)?.into_iter().map(EventView::of).collect();
    app.printer.list(&columns(), &events)?;
    if events.len() == query.limit {
        // Said after the table, as it is on a terminal.
        app.printer.flush()?;
        app.printer.note(&format!("the newest {} are shown; --limit 0 shows all", query.limit));
    }
    Ok(Outcome::of_list(&events))
}

fn query(app: &App, config: &Config, store: &Store, args: &EventsArgs) -> anyhow::Result<EventQuery> {
    let stretch = app.stretch(args.since.as_deref(), args.until.as_deref())?;
    let feed = args.feed.as_deref().map(|wanted| find::feed(store, wanted)).transpose()?;
    Ok(EventQuery {
        with: args.with.iter().map(|name| name_query(store, config, name)).collect::<Result<_, _>>()?,
        types: args.types.clone(),
        countries: args.country.clone(),
        statuses: args.status.into_iter().collect(),
        domain: args.domain,
        lang: args.lang.clone(),
        feed: feed.map(|feed| feed.id),
        since: stretch.since,
        until: stretch.until,
        text: text_query(args.text.as_deref())?,
        min_confidence: args.min_confidence,
        sort: match args.sort {
            EventSort::Date => store::EventSort::Date,
            EventSort::Seen => store::EventSort::Seen,
        },
        limit: find::limit(args.limit),
        after: None,
    })
}

/// A typed full-text query in the words of the index.
pub(super) fn text_query(text: Option<&str>) -> anyhow::Result<Option<String>> {
    text.map(|text| query_terms(text).ok_or_else(|| anyhow::anyhow!("--text {text:?} has no word to look for"))).transpose()
}

fn columns() -> Vec<Column<'static, EventView>> {
    vec![
        Column::new("id", |event: &EventView| Cell::new(event.id)).right(),
        Column::new("date", |event: &EventView| date_cell(event.when.as_ref(), event.first_reported_at)).whole(),
        Column::new("type", |event: &EventView| Cell::new(event.event_type).strong()).whole(),
        Column::new("status", |event: &EventView| status_cell(event.status)).whole().optional(1),
        Column::new("who", |event: &EventView| Cell::from(who(&event.participants))).between(28, 100).wrapped(3),
        Column::new("where", |event: &EventView| Cell::from(place(event.place.as_ref()))).between(2, 24).optional(3),
        Column::new("sources", sources_cell).between(10, 36).wrapped(2).optional(4),
        Column::new("confidence", |event: &EventView| confidence_cell(event.confidence)).right().optional(2),
    ]
}

/// How many sources tell it, and which.
fn sources_cell(event: &EventView) -> Cell {
    let sources: Vec<String> = event.sources.iter().map(ToString::to_string).collect();
    Cell::from(format!("{} {}", event.n_sources, sources.join(", ")).trim_end())
}
