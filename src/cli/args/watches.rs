//! `rasid watch`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::values::{confidence, country, one_of, rule, watched_name};
use crate::model::{AlertId, EventType};

/// What to do with watches.
#[derive(Debug, Subcommand)]
pub enum WatchCommand {
    /// Watch a name: of somebody the knowledge has, in any spelling and script, or any words
    #[command(after_help = "Examples:\n  rasid watch add \"Sergey Naryshkin\" --channel desk\n  \
                      rasid watch add \"مجموعة فاغنر\" --alias \"ЧВК Вагнер\" --alias \"Wagner group\" --type sanction --country RU")]
    Add(WatchAdd),
    /// List the watches
    List,
    /// Remove a watch; its alerts stay
    Remove(WatchOne),
    /// Show a watch: what it stands for, what it matched
    Show(WatchOne),
    /// Show which watches a text would set off, and why; with --since what a rule would have found among the stored events
    #[command(after_help = "Examples:\n  rasid watch test \"Iranian Foreign Minister Abbas Araghchi met Badr Abdelatty in Cairo.\"\n  \
                      rasid watch test 'country:RU type:spy_arrest,diplomat_expelled sources>=2' --since 30d\n  \
                      rasid watch test 3 --since 7d")]
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
    /// Try the rule on the stored events since then
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
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
