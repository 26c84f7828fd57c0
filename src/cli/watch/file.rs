//! `rasid watch import` and `export`: watches as TOML.

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use super::add::{recent_since, same};
use super::check::{check_channels, check_countries, check_subject, in_order};
use crate::cli::args::{WatchExport, WatchImport};
use crate::cli::output::write_whole;
use crate::cli::print::Format;
use crate::cli::source::{self, Bytes};
use crate::cli::{App, Outcome, access};
use crate::clock::Clock;
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::model::{EventType, Update, Watch, WatchOn};
use crate::store::NewWatch;

/// More than any list of watches.
const MAX_BYTES: usize = 16 << 20;

/// A file of watches, as it is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    watch: Vec<toml::Spanned<Entry>>,
}

/// A file of watches, as it is written.
#[derive(Serialize)]
struct Written {
    watch: Vec<Entry>,
}

/// One watch of a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(default, skip_serializing_if = "is_usual")]
    on: WatchOn,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    updates: Vec<Update>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    types: Vec<EventType>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    countries: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_confidence: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    channels: Vec<String>,
}

/// What came of an import.
#[derive(Serialize)]
struct ImportView {
    added: usize,
    /// Watches that were there already.
    known: usize,
}

pub(super) fn import(app: &mut App, args: &WatchImport) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let text = read(&config, &args.file)?;
    let file: File = toml::from_str(&text).with_context(|| format!("{} holds no watches", args.file))?;
    let knowledge = access::knowledge(&config)?;
    let store = app.store_to_write(&config)?;
    let known = store.list_watches()?;
    // All is checked before anything is stored.
    let (mut new, mut n_known) = (Vec::new(), 0);
    for entry in file.watch {
        let start = entry.span().start;
        let place = || format!("{} line {}", args.file, 1 + text[..start].matches('\n').count());
        let watch = checked(entry.into_inner(), &config, &knowledge).with_context(place)?;
        if same(&known, &watch).is_some() || new.contains(&watch) {
            n_known += 1;
        } else {
            new.push(watch);
        }
    }
    let now = app.clock.now();
    store.add_watches(&new, recent_since(&config, now), now)?;
    let view = ImportView { added: new.len(), known: n_known };
    match app.printer.format() {
        Format::Table => app.printer.line(&format!("{} added, {} known already", view.added, view.known))?,
        _ => app.printer.json_line(&view)?,
    }
    Ok(Outcome::Done)
}

pub(super) fn export(app: &mut App, args: &WatchExport) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let watches = app.store_to_read(&config)?.list_watches()?;
    let n_watches = watches.len();
    let text = toml::to_string_pretty(&Written { watch: watches.into_iter().map(Entry::of).collect() })?;
    match &args.file {
        Some(file) => write_whole(file, &text)?,
        None => app.printer.raw(&text)?,
    }
    Ok(if n_watches == 0 { Outcome::NothingFound } else { Outcome::Done })
}

fn read(config: &Config, file: &str) -> anyhow::Result<String> {
    let Bytes { bytes, name, .. } = source::bytes(config, file)?;
    if MAX_BYTES < bytes.len() {
        bail!("{name} is longer than {MAX_BYTES} bytes");
    }
    String::from_utf8(bytes).with_context(|| format!("cannot read {name}"))
}

fn checked(entry: Entry, config: &Config, knowledge: &Knowledge) -> anyhow::Result<NewWatch> {
    let name = |name: &str| crate::cli::args::watched_name(name).map_err(|why| anyhow::anyhow!("the name {name:?}: {why}"));
    let min_confidence = entry.min_confidence.unwrap_or(config.alerts.min_confidence);
    if !(0.0..=1.0).contains(&min_confidence) {
        bail!("min_confidence is {min_confidence}; valid: a number from 0 to 1");
    }
    if entry.rule.is_some() && !entry.aliases.is_empty() {
        bail!("a watch with a rule has no aliases; write them into the rule: {:?} or ...", entry.aliases[0]);
    }
    let countries: Vec<String> = entry.countries.iter().map(|code| code.to_ascii_uppercase()).collect();
    check_channels(&entry.channels, config)?;
    check_countries(&countries, knowledge)?;
    let watch = NewWatch {
        name: name(&entry.name)?,
        aliases: entry.aliases.iter().map(|alias| name(alias)).collect::<Result<_, _>>()?,
        rule: entry.rule,
        on: entry.on,
        updates: in_order(&entry.updates),
        types: entry.types,
        countries,
        min_confidence,
        channels: entry.channels,
    };
    check_subject(&watch, entry.min_confidence)?;
    Ok(watch)
}

/// Whether it need not be written.
fn is_usual(on: &WatchOn) -> bool {
    *on == WatchOn::default()
}

impl Entry {
    fn of(watch: Watch) -> Self {
        let Watch { name, aliases, rule, on, updates, types, countries, min_confidence, channels, .. } = watch;
        let min_confidence = (on == WatchOn::Events).then_some(min_confidence);
        Self { name, aliases, rule, on, updates, types, countries, min_confidence, channels }
    }
}
