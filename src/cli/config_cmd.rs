//! `rasid config`: what holds and who set it; whether all of it is right.

use serde::Serialize;

use super::args::ConfigCommand;
use super::print::{Cell, Column, Format};
use super::{App, Outcome};
use crate::config::{Entry, Fault, Origin};

pub(super) fn run(app: &mut App, command: &ConfigCommand) -> anyhow::Result<Outcome> {
    match command {
        ConfigCommand::Show => show(app),
        ConfigCommand::Check => check(app),
    }
}

/// A setting as JSON shows it.
#[derive(Serialize)]
struct SettingView {
    key: String,
    value: serde_json::Value,
    origin: String,
    #[serde(skip)]
    literal: String,
    #[serde(skip)]
    is_default: bool,
}

impl SettingView {
    fn of(entry: &Entry) -> Self {
        // The literals are our own TOML; one that could not be read back is shown as it is written.
        let value = toml::from_str::<toml::Table>(&format!("value = {}", entry.value)).ok().and_then(|mut table| table.remove("value"));
        let value = value.and_then(|value| serde_json::to_value(value).ok());
        Self {
            key: entry.key.clone(),
            value: value.unwrap_or_else(|| entry.value.clone().into()),
            origin: entry.origin.to_string(),
            literal: entry.value.clone(),
            is_default: entry.origin == Origin::Default,
        }
    }
}

fn show(app: &mut App) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    match &config.file {
        Some(file) => app.printer.note(&format!("configuration file: {}", file.display())),
        None => app.printer.note("no configuration file"),
    }
    let settings: Vec<_> = config.entries.iter().map(SettingView::of).collect();
    let columns = [
        Column::new("key", |setting: &SettingView| Cell::from(setting.key.as_str())).whole(),
        Column::new("value", |setting: &SettingView| Cell::from(setting.literal.as_str())).between(12, 80).wrapped(4),
        Column::new("origin", |setting: &SettingView| {
            let cell = Cell::from(setting.origin.as_str());
            if setting.is_default { cell.dim() } else { cell }
        })
        .between(10, 60)
        .wrapped(2),
    ];
    app.printer.list(&columns, &settings)?;
    Ok(Outcome::Done)
}

/// The outcome of a check as JSON shows it.
#[derive(Serialize)]
struct CheckView {
    valid: bool,
    file: Option<String>,
    faults: Vec<FaultView>,
}

#[derive(Serialize)]
struct FaultView {
    origin: String,
    what: String,
}

impl FaultView {
    fn of(fault: &Fault) -> Self {
        Self { origin: fault.origin.to_string(), what: fault.what.clone() }
    }
}

fn check(app: &mut App) -> anyhow::Result<Outcome> {
    let file = app.sources().find_file().map(|(path, _)| path.display().to_string());
    let faults = match app.config() {
        Ok(_) => Vec::new(),
        // The plain form is that of every other command: the lines on standard error.
        Err(errors) if app.printer.format() == Format::Table => return Err(errors.into()),
        Err(errors) => errors.faults.iter().map(FaultView::of).collect(),
    };
    let view = CheckView { valid: faults.is_empty(), file, faults };
    match app.printer.format() {
        Format::Table => app.printer.line(&match &view.file {
            Some(file) => format!("{file} is right"),
            None => "there is no configuration file; the defaults hold".to_owned(),
        })?,
        Format::Json => app.printer.json(&view)?,
        Format::Ndjson => app.printer.json_line(&view)?,
        Format::Csv => {
            let columns = [
                Column::new("origin", |fault: &FaultView| Cell::from(fault.origin.as_str())),
                Column::new("what", |fault: &FaultView| Cell::from(fault.what.as_str())),
            ];
            app.printer.list(&columns, &view.faults)?;
        }
    }
    Ok(if view.valid { Outcome::Done } else { Outcome::Trouble })
}
