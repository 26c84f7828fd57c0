//! A watch as JSON has it, in cells, and what its names stand for.

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::print::{Cell, Column, Printer};
use crate::cli::views::offices;
use crate::knowledge::Knowledge;
use crate::model::{EntityKind, EventType, Update, Watch, WatchOn};
use crate::watch::{Bearer, Watcher};

/// A watch as lists have it.
#[derive(Serialize)]
pub(super) struct WatchView {
    pub id: i64,
    pub name: String,
    pub aliases: Vec<String>,
    pub rule: Option<String>,
    pub on: WatchOn,
    pub updates: Vec<Update>,
    pub types: Vec<EventType>,
    pub countries: Vec<String>,
    pub min_confidence: f64,
    /// The default channels where empty.
    pub channels: Vec<String>,
    /// Whether nothing of it is to be heard.
    pub muted: bool,
    pub created_at: Timestamp,
}

impl WatchView {
    pub fn of(watch: Watch, muted: bool) -> Self {
        let Watch { id, name, aliases, rule, on, updates, types, countries, min_confidence, channels, created_at } = watch;
        Self { id: id.0, name, aliases, rule, on, updates, types, countries, min_confidence, channels, muted, created_at }
    }
}

pub(super) fn columns<'a>(default_channels: &'a [String]) -> Vec<Column<'a, WatchView>> {
    vec![
        Column::new("id", |watch: &WatchView| Cell::new(watch.id)).right(),
        Column::new("name", |watch: &WatchView| {
            let cell = Cell::from(watch.name.as_str()).strong();
            if watch.muted { Cell::from(format!("{} (muted)", watch.name)).dim() } else { cell }
        })
        .between(12, 60),
        Column::new("aliases", |watch: &WatchView| Cell::list(&watch.aliases)).between(8, 40).wrapped(2).optional(3),
        Column::new("rule", |watch: &WatchView| Cell::from(watch.rule.as_deref().unwrap_or_default()))
            .between(8, 60)
            .wrapped(3)
            .optional(5),
        Column::new("on", |watch: &WatchView| Cell::new(watch.on)).whole().optional(3),
        Column::new("updates", |watch: &WatchView| Cell::list(&watch.updates)).between(8, 40).wrapped(2).optional(4),
        Column::new("types", |watch: &WatchView| Cell::list(&watch.types)).between(8, 40).wrapped(2).optional(2),
        Column::new("countries", |watch: &WatchView| Cell::list(&watch.countries)).between(9, 24).wrapped(2).optional(1),
        Column::new("confidence", |watch: &WatchView| Cell::new(watch.min_confidence)).right().optional(4),
        Column::new("channels", move |watch: &WatchView| match watch.channels.is_empty() {
            true => Cell::list(default_channels).dim(),
            false => Cell::list(&watch.channels),
        })
        .between(8, 30),
    ]
}

/// What one name of a watch stands for.
#[derive(Serialize)]
pub(super) struct MeaningView {
    pub name: String,
    /// In words.
    pub meaning: String,
    /// Whether several bear the name.
    pub is_ambiguous: bool,
    pub entities: Vec<BearerView>,
}

#[derive(Serialize)]
pub(super) struct BearerView {
    pub entity: String,
    pub kind: EntityKind,
    pub name: String,
    pub country: Option<String>,
    pub offices: Vec<String>,
    pub names: Vec<String>,
}

/// What every name of a watch stands for.
pub(super) fn meanings(watch: &Watch, knowledge: &Knowledge) -> Vec<MeaningView> {
    let described = Watcher::describe(watch, knowledge).names;
    let meaning = |resolved: crate::watch::Resolved| MeaningView {
        name: resolved.name,
        meaning: resolved.in_words,
        is_ambiguous: 1 < resolved.entities.len(),
        entities: resolved.entities.into_iter().map(|bearer| bearer_view(bearer, knowledge)).collect(),
    };
    described.into_iter().map(meaning).collect()
}

fn bearer_view(bearer: Bearer, knowledge: &Knowledge) -> BearerView {
    let record = knowledge.by_reference(&bearer.entity).map(|id| knowledge.entity(id));
    BearerView {
        entity: bearer.entity.0,
        kind: bearer.kind,
        name: bearer.name,
        country: record.and_then(|record| record.country.clone()),
        offices: record.map(|record| offices(record, knowledge)).unwrap_or_default(),
        names: bearer.names,
    }
}

/// Tells what the names stand for.
pub(super) fn print_meanings(printer: &mut Printer, meanings: &[MeaningView]) -> std::io::Result<()> {
    for meaning in meanings {
        printer.line(&format!("  {}", meaning.meaning))?;
        for bearer in &meaning.entities {
            let country = bearer.country.as_deref().map_or_else(String::new, |country| format!(", {country}"));
            printer.line(&format!("    {} ({}{country}) {}", bearer.name, bearer.kind, bearer.entity))?;
            for office in &bearer.offices {
                printer.line(&format!("      {office}"))?;
            }
        }
    }
    Ok(())
}
