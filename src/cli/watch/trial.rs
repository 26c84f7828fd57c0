//! `rasid watch test RULE --since 30d`: what a rule would have found among the stored events.

use anyhow::Context;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::args::WatchTest;
use crate::cli::find;
use crate::cli::print::{Cell, Column};
use crate::cli::views::{date_cell, who};
use crate::cli::{App, Outcome, access};
use crate::clock::Clock;
use crate::model::{DateSpan, EventType, Participant, Status, Watch, WatchId, WatchOn};
use crate::store::{EventQuery, EventSort};
use crate::watch::{Rule, Watcher};

/// An event that the rule finds.
#[derive(Serialize)]
struct FoundView {
    event_id: i64,
    when: Option<DateSpan>,
    first_reported_at: Timestamp,
    #[serde(rename = "type")]
    event_type: EventType,
    status: Status,
    participants: Vec<Participant>,
    confidence: f64,
    n_sources: u32,
    reason: String,
}

pub(super) fn run(app: &mut App, args: &WatchTest) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let watch = match args.text.trim().parse::<i64>() {
        Ok(_) => find::watch_among(&store.list_watches()?, &args.text)?.clone(),
        Err(_) => watch_of_rule(&args.text, app.clock.now())?,
    };
    let since = app.stretch(args.since.as_deref(), None)?.since;
    let query = EventQuery { since, sort: EventSort::Seen, limit: usize::MAX, ..EventQuery::default() };
    let watcher = Watcher::compile(std::slice::from_ref(&watch), &*access::knowledge(&config)?);
    let mut found = Vec::new();
    for summary in store.find_events(&query)? {
        let Some(due) = store.event_with_reports(summary.event.id)? else { continue };
        let event = due.detail.event;
        let Some(matched) = watcher.matches(&event, &due.detail.reports).pop() else { continue };
        found.push(FoundView {
            event_id: event.id.0,
            when: event.when,
            first_reported_at: event.first_reported_at,
            event_type: event.event_type,
            status: event.status,
            participants: event.participants,
            confidence: event.confidence,
            n_sources: event.n_sources,
            reason: matched.reason,
        });
    }
    app.printer.list(&columns(), &found)?;
    Ok(Outcome::of_list(&found))
}

fn watch_of_rule(rule: &str, now: Timestamp) -> anyhow::Result<Watch> {
    Rule::parse(rule).map_err(|error| anyhow::anyhow!(error.pointed(rule))).context("the rule cannot be read")?;
    Ok(Watch {
        id: WatchId(0),
        name: rule.to_owned(),
        aliases: Vec::new(),
        rule: Some(rule.to_owned()),
        on: WatchOn::Events,
        updates: Vec::new(),
        types: Vec::new(),
        countries: Vec::new(),
        min_confidence: 0.0,
        channels: Vec::new(),
        created_at: now,
    })
}

fn columns() -> [Column<'static, FoundView>; 6] {
    [
        Column::new("event", |found: &FoundView| Cell::new(found.event_id)).right(),
        Column::new("date", |found: &FoundView| date_cell(found.when.as_ref(), found.first_reported_at)).whole(),
        Column::new("type", |found: &FoundView| Cell::new(found.event_type).strong()).whole(),
        Column::new("status", |found: &FoundView| Cell::new(found.status)).whole().optional(1),
        Column::new("who", |found: &FoundView| Cell::from(who(&found.participants))).between(28, 80).wrapped(2),
        Column::new("reason", |found: &FoundView| Cell::from(found.reason.as_str())).between(20, 80).wrapped(3),
    ]
}
