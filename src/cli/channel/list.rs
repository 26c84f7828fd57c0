//! `rasid channel list`, `show` and `kinds`.

use jiff::Timestamp;
use serde::Serialize;

use super::named;
use crate::channel::{Bundling, ChannelSettings, KINDS, Rules};
use crate::cli::args::ChannelOne;
use crate::cli::print::{Cell, Column, Format, Times, Tone};
use crate::cli::{App, Outcome};
use crate::clock::Clock;
use crate::config::Config;
use crate::model::Severity;
use crate::store::ChannelState;

/// A channel as lists have it.
#[derive(Serialize)]
struct ChannelView {
    name: String,
    kind: &'static str,
    /// When its messages leave, in words.
    rules: String,
    pending: u64,
    held: u64,
    dead: u64,
    delivered_at: Option<Timestamp>,
    /// Until when it is left alone.
    blocked_until: Option<Timestamp>,
    last_error: Option<String>,
}

impl ChannelView {
    fn of(channel: &ChannelSettings, states: &[ChannelState], now: Timestamp) -> Self {
        let state = states.iter().find(|state| state.channel == channel.name).cloned().unwrap_or_default();
        Self {
            name: channel.name.clone(),
            kind: channel.kind.name,
            rules: in_words(&channel.rules),
            pending: state.pending,
            held: state.held,
            dead: state.dead,
            delivered_at: state.delivered_at,
            blocked_until: state.blocked_until.filter(|until| now < *until),
            last_error: state.last_error.filter(|_| 0 < state.failures || 0 < state.dead),
        }
    }
}

fn in_words(rules: &Rules) -> String {
    let mut words = Vec::new();
    if Severity::Low < rules.min_severity {
        words.push(format!("from {} on", rules.min_severity));
    }
    words.extend(rules.quiet.map(|quiet| format!("quiet {quiet}")));
    match rules.bundling {
        Bundling::Off => {}
        Bundling::Hourly => words.push("hourly".to_owned()),
        Bundling::Daily => words.push(format!("daily at {}", rules.digest_at.strftime("%H:%M"))),
    }
    words.extend(rules.pace.map(|pace| format!("{} in {}", pace.most, crate::config::show_duration(pace.within))));
    words.join(", ")
}

/// How the channels are doing; nothing where no database was made yet.
fn states(app: &App, config: &Config) -> anyhow::Result<Vec<ChannelState>> {
    if !config.database.path.exists() {
        return Ok(Vec::new());
    }
    Ok(app.store_to_read(config)?.channel_states()?)
}

pub(super) fn run(app: &mut App) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let (states, now) = (states(app, &config)?, app.clock.now());
    let channels: Vec<ChannelView> = config.channels.values().map(|channel| ChannelView::of(channel, &states, now)).collect();
    let times = app.times();
    app.printer.list(&columns(&times), &channels)?;
    Ok(Outcome::of_list(&channels))
}

fn columns(times: &Times) -> Vec<Column<'_, ChannelView>> {
    vec![
        Column::new("name", |channel: &ChannelView| Cell::from(channel.name.as_str()).strong()).whole(),
        Column::new("kind", |channel: &ChannelView| Cell::from(channel.kind)).whole(),
        Column::new("rules", |channel: &ChannelView| Cell::from(channel.rules.as_str())).between(8, 40).wrapped(2).optional(2),
        Column::new("pending", |channel: &ChannelView| Cell::new(channel.pending)).right(),
        Column::new("held", |channel: &ChannelView| Cell::new(channel.held)).right(),
        Column::new("dead", |channel: &ChannelView| {
            let cell = Cell::new(channel.dead);
            if channel.dead == 0 { cell } else { cell.tone(Tone::Bad) }
        })
        .right(),
        Column::new("delivered", |channel: &ChannelView| times.relative_cell(channel.delivered_at)).whole(),
        Column::new("error", |channel: &ChannelView| Cell::from(channel.last_error.as_deref().unwrap_or_default()))
            .between(12, 60)
            .wrapped(3)
            .optional(1),
    ]
}

#[derive(Serialize)]
struct SettingView {
    key: String,
    value: String,
    origin: String,
}

#[derive(Serialize)]
struct ShowView {
    #[serde(flatten)]
    channel: ChannelView,
    settings: Vec<SettingView>,
}

pub(super) fn show(app: &mut App, args: &ChannelOne) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let channel = named(&config, &args.name)?;
    let prefix = format!("channels.{}.", channel.name);
    let entries = config.entries.iter().filter_map(|entry| Some((entry.key.strip_prefix(&prefix)?, entry)));
    let settings =
        entries.map(|(key, entry)| SettingView { key: key.to_owned(), value: entry.value.clone(), origin: entry.origin.to_string() });
    let states = states(app, &config)?;
    let view = ShowView { channel: ChannelView::of(channel, &states, app.clock.now()), settings: settings.collect() };
    if app.printer.format() != Format::Table {
        app.printer.json_line(&view)?;
        return Ok(Outcome::Done);
    }
    let times = app.times();
    app.printer.record(&columns(&times), &view.channel)?;
    let columns = [
        Column::new("setting", |setting: &SettingView| Cell::from(setting.key.as_str())).whole(),
        Column::new("value", |setting: &SettingView| Cell::from(setting.value.as_str())).between(12, 80).wrapped(4),
        Column::new("origin", |setting: &SettingView| Cell::from(setting.origin.as_str())).between(10, 60).wrapped(2),
    ];
    app.printer.list(&columns, &view.settings)?;
    Ok(Outcome::Done)
}

/// A kind as lists have it.
#[derive(Serialize)]
struct KindView {
    kind: &'static str,
    about: &'static str,
    required: Vec<&'static str>,
    optional: Vec<&'static str>,
}

pub(super) fn kinds(app: &mut App) -> anyhow::Result<Outcome> {
    let view = |kind: &&'static crate::channel::Kind| {
        let keys = |required: bool| kind.fields.iter().filter(|field| field.required == required).map(|field| field.key).collect();
        KindView { kind: kind.name, about: kind.about, required: keys(true), optional: keys(false) }
    };
    let kinds: Vec<KindView> = KINDS.iter().map(view).collect();
    let columns = [
        Column::new("kind", |kind: &KindView| Cell::from(kind.kind).strong()).whole(),
        Column::new("required", |kind: &KindView| Cell::list(&kind.required)).between(8, 30).wrapped(2),
        Column::new("optional", |kind: &KindView| Cell::list(&kind.optional)).between(8, 50).wrapped(3),
        Column::new("about", |kind: &KindView| Cell::from(kind.about)).between(12, 60).wrapped(2).optional(1),
    ];
    app.printer.list(&columns, &kinds)?;
    Ok(Outcome::Done)
}
