//! `rasid watch`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::values::{confidence, country, one_of, rule, watched_name};
use crate::model::{AlertId, EventType, Update, WatchOn};

/// What to do with watches.
#[derive(Debug, Subcommand)]
pub enum WatchCommand {
    /// Watch a name: of somebody the knowledge has, in any spelling and script, or any words
    #[command(after_help = "Examples:\n  rasid watch add \"Sergey Naryshkin\" --channel desk\n  \
                      rasid watch add \"Sergey Naryshkin\" --update status,participant,sources=3,correction\n  \
                      rasid watch add \"Vadim Krasikov\" --on mentions\n  \
                      rasid watch add \"مجموعة فاغنر\" --alias \"ЧВК Вагнер\" --alias \"Wagner group\" --type sanction --country RU")]
    Add(WatchAdd),
    /// List the watches
    List,
    /// Remove a watch; its alerts stay
    Remove(WatchOne),
    /// Show a watch: what it stands for, what it matched
    Show(WatchOne),
    /// Show which watches a text would set off, and why; with --since what a rule would have raised from what is stored
    #[command(after_help = "Examples:\n  rasid watch test \"Iranian Foreign Minister Abbas Araghchi met Badr Abdelatty in Cairo.\"\n  \
                      rasid watch test 'country:RU type:spy_arrest,diplomat_expelled sources>=2' --since 30d\n  \
                      rasid watch test 3 --since 7d\n  \
                      rasid watch test 'Krasikov lang:ar' --since 7d --on mentions")]
    Test(WatchTest),
    /// Say why an alert was raised: which name, which rule, which sentence
    Explain(AlertOne),
    /// Add the watches of a TOML file; those that are there already stay as they are
    Import(WatchImport),
    /// Write all watches as TOML
    Export(WatchExport),
}

/// `rasid watch add`.
#[derive(Debug, Args)]
pub struct WatchAdd {
    /// The name
    #[arg(value_parser = watched_name)]
    pub name: String,
    /// Further spelling of the name, any number of them
    #[arg(long = "alias", value_name = "NAME", value_parser = watched_name)]
    pub aliases: Vec<String>,
    /// What to watch for, in the query language (README, "Rules"); NAME is then only what the watch is called
    #[arg(long, value_name = "RULE", value_parser = rule, conflicts_with = "aliases")]
    pub rule: Option<String>,
    /// What raises an alert: events, once for each; or mentions, articles that name somebody in an event or not, once for each
    #[arg(long, value_name = "WHAT", default_value = "events", value_parser = one_of(WatchOn::ALL, WatchOn::as_str))]
    pub on: WatchOn,
    /// Changes of an event that raise an alert once more, marked as an update, split by commas: status, participant (somebody new),
    /// sources=N (so many independent sources tell it now), correction (an edited article tells it otherwise) [default: none]
    #[arg(long = "update", value_name = "CHANGE", value_delimiter = ',')]
    pub updates: Vec<Update>,
    /// Only events of this type, any number of them
    #[arg(long = "type", value_name = "TYPE", value_parser = one_of(EventType::ALL, EventType::as_str))]
    pub types: Vec<EventType>,
    /// Only events in which this country takes part or which took place there, any number of them
    #[arg(long = "country", value_name = "CC", value_parser = country)]
    pub countries: Vec<String>,
    /// Only events at least this sure, 0 to 1 [default: alerts.min_confidence]
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<f64>,
    /// Channel to alert, any number of them [default: alerts.default_channels]
    #[arg(long = "channel", value_name = "NAME")]
    pub channels: Vec<String>,
}

/// One watch.
#[derive(Debug, Args)]
pub struct WatchOne {
    /// Number or name of the watch
    pub watch: String,
}

/// `rasid watch test`.
#[derive(Debug, Args)]
pub struct WatchTest {
    /// The text, or - for standard input; with --since a rule, or the number of a watch
    #[arg(value_name = "TEXT|RULE")]
    pub text: String,
    /// Try the rule on what was stored since then
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Try it on events or on mentions [default: events, or what the watch is on]
    #[arg(long, value_name = "WHAT", requires = "since", value_parser = one_of(WatchOn::ALL, WatchOn::as_str))]
    pub on: Option<WatchOn>,
    /// Show also which changes of an event it would have told, as in `watch add` [default: what the watch asks for]
    #[arg(long = "update", value_name = "CHANGE", value_delimiter = ',', requires = "since")]
    pub updates: Vec<Update>,
}

/// One alert.
#[derive(Debug, Args)]
pub struct AlertOne {
    /// Number of the alert
    pub alert: AlertId,
}

/// `rasid watch import`.
#[derive(Debug, Args)]
pub struct WatchImport {
    /// The file, or - for standard input
    pub file: String,
}

/// `rasid watch export`.
#[derive(Debug, Args)]
pub struct WatchExport {
    /// The file; standard output where none is given
    pub file: Option<PathBuf>,
}
