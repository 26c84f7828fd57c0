//! `rasid watch add`.

use anyhow::bail;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::view::{MeaningView, WatchView, columns, meanings, print_meanings};
use crate::cli::args::WatchAdd;
use crate::cli::print::Format;
use crate::cli::{App, Outcome, access};
use crate::clock::Clock;
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::model::{EntityKind, Watch, WatchId};
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
    check_channels(&args.channels, &config)?;
    let knowledge = access::knowledge(&config)?;
    check_countries(&args.countries, &knowledge)?;
    let store = app.store_to_write(&config)?;
    let wanted = NewWatch {
        name: args.name.clone(),
        aliases: args.aliases.clone(),
        rule: args.rule.clone(),
        types: args.types.clone(),
        countries: args.countries.clone(),
        min_confidence: args.min_confidence.unwrap_or(config.alerts.min_confidence),
        channels: args.channels.clone(),
    };
    let now = app.clock.now();
    let (watch, added) = match same(&store.list_watches()?, &wanted) {
        Some(watch) => (watch.clone(), false),
        None => (insert(&store, wanted, &config, now)?, true),
    };
    let meaning = meanings(&watch, &knowledge);
    print(app, &config, &AddView { added, watch: WatchView::of(watch), meaning })?;
    Ok(Outcome::Done)
}

/// Refuses channels that the settings do not have.
pub(super) fn check_channels(channels: &[String], config: &Config) -> anyhow::Result<()> {
    match channels.iter().find(|name| !config.channels.contains_key(*name)) {
        None => Ok(()),
        Some(unknown) => {
            let valid = config.channels.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            bail!("unknown channel {unknown:?}; valid: {valid} ([channels.NAME] in the configuration makes more)")
        }
    }
}

/// Refuses states that the knowledge does not have.
pub(super) fn check_countries(countries: &[String], knowledge: &Knowledge) -> anyhow::Result<()> {
    match countries.iter().find(|code| knowledge.country(code).is_none()) {
        None => Ok(()),
        Some(unknown) => {
            let states = knowledge.entities().iter().filter(|record| record.kind() == EntityKind::Country);
            let mut valid: Vec<&str> = states.filter_map(|record| record.country.as_deref()).collect();
            valid.sort_unstable();
            bail!("unknown country {unknown:?}; valid: {}", valid.join(", "))
        }
    }
}

/// The watch that says just the same.
pub(super) fn same<'w>(watches: &'w [Watch], wanted: &NewWatch) -> Option<&'w Watch> {
    let is_same = |watch: &&Watch| {
        watch.name == wanted.name
            && watch.aliases == wanted.aliases
            && watch.rule == wanted.rule
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

fn insert(store: &Store, wanted: NewWatch, config: &Config, now: Timestamp) -> anyhow::Result<Watch> {
    let WatchId(id) = store.add_watch(&wanted, recent_since(config, now), now)?;
    let NewWatch { name, aliases, rule, types, countries, min_confidence, channels } = wanted;
    Ok(Watch { id: WatchId(id), name, aliases, rule, types, countries, min_confidence, channels, created_at: now })
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
