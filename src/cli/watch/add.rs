//! `rasid watch add`.

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::check::{check_channels, check_countries, check_subject, in_order};
use super::view::{MeaningView, WatchView, columns, meanings, print_meanings};
use crate::cli::args::WatchAdd;
use crate::cli::print::Format;
use crate::cli::{App, Outcome, access};
use crate::clock::Clock;
use crate::config::Config;
use crate::model::Watch;
use crate::store::{NewWatch, Store};

/// What came of it.
#[derive(Serialize)]
struct AddView {
    /// Whether it is new; else the same watch was there.
    added: bool,
    #[serde(flatten)]
    watch: WatchView,
    meaning: Vec<MeaningView>,
}

pub(super) fn run(app: &mut App, args: &WatchAdd) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let knowledge = access::knowledge(&config)?;
    let wanted = NewWatch {
        name: args.name.clone(),
        aliases: args.aliases.clone(),
        rule: args.rule.clone(),
        on: args.on,
        updates: in_order(&args.updates),
        types: args.types.clone(),
        countries: args.countries.clone(),
        min_confidence: args.min_confidence.unwrap_or(config.alerts.min_confidence),
        channels: args.channels.clone(),
    };
    check_subject(&wanted, args.min_confidence)?;
    check_channels(&args.channels, &config)?;
    check_countries(&args.countries, &knowledge)?;
    let store = app.store_to_write(&config)?;
    let now = app.clock.now();
    let (watch, added) = match same(&store.list_watches()?, &wanted) {
        Some(watch) => (watch.clone(), false),
        None => (insert(&store, &wanted, &config, now)?, true),
    };
    let (meaning, muted) = (meanings(&watch, &knowledge), store.is_watch_muted(watch.id)?);
    print(app, &config, &AddView { added, watch: WatchView::of(watch, muted), meaning })?;
    Ok(Outcome::Done)
}

/// The watch that says just the same.
pub(super) fn same<'w>(watches: &'w [Watch], wanted: &NewWatch) -> Option<&'w Watch> {
    let is_same = |watch: &&Watch| {
        watch.name == wanted.name
            && watch.aliases == wanted.aliases
            && watch.rule == wanted.rule
            && (watch.on, &watch.updates) == (wanted.on, &wanted.updates)
            && watch.types == wanted.types
            && watch.countries == wanted.countries
            && watch.channels == wanted.channels
            && watch.min_confidence.total_cmp(&wanted.min_confidence).is_eq()
    };
    watches.iter().find(is_same)
}

/// From when on events are news to a new watch.
pub(super) fn recent_since(config: &Config, now: Timestamp) -> Timestamp {
    let max_age = SignedDuration::try_from(config.alerts.max_age).unwrap_or(SignedDuration::MAX);
    now.checked_sub(max_age).unwrap_or(Timestamp::MIN)
}

fn insert(store: &Store, wanted: &NewWatch, config: &Config, now: Timestamp) -> anyhow::Result<Watch> {
    let id = store.add_watch(wanted, recent_since(config, now), now)?;
    store.watch(id)?.context("the watch was removed by somebody else")
}

fn print(app: &mut App, config: &Config, view: &AddView) -> anyhow::Result<()> {
    match app.printer.format() {
        Format::Table => {
            let word = if view.added { "watching" } else { "watching already" };
            app.printer.line(&format!("{word}, as watch {}: {}", view.watch.id, view.watch.name))?;
            print_meanings(&mut app.printer, &view.meaning)?;
            if view.meaning.iter().any(|meaning| meaning.is_ambiguous) {
                app.printer.note("several bear the name, and all of them are watched; a fuller name narrows it down");
            }
        }
        Format::Json => app.printer.json(view)?,
        Format::Ndjson => app.printer.json_line(view)?,
        Format::Csv => app.printer.list(&columns(&config.alerts.default_channels), std::slice::from_ref(&view.watch))?,
    }
    Ok(())
}
