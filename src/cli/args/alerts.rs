//! `rasid alerts`.

use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::questions::TIME_HELP;
use crate::model::{AlertId, AlertState, DeliveryState, EventId, UnknownName};

/// `rasid alerts`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, after_help = TIME_HELP)]
pub struct AlertsArgs {
    /// In place of the list.
    #[command(subcommand)]
    pub command: Option<AlertsCommand>,
    /// Only alerts in this state: new, acknowledged or muted by a person; or with a delivery that is pending, delivered or dead
    #[arg(long, value_name = "STATE", value_parser = state())]
    pub state: Option<StateFilter>,
    /// Which alerts.
    #[command(flatten)]
    pub filter: AlertFilter,
    /// Raised before this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// At most so many; 0 for all
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
}

/// Which alerts.
#[derive(Debug, Args)]
pub struct AlertFilter {
    /// Only alerts of this watch, by number or name
    #[arg(long, value_name = "WATCH")]
    pub watch: Option<String>,
    /// Only alerts on this event
    #[arg(long, value_name = "EVENT")]
    pub event: Option<EventId>,
    /// Raised not before this time
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
}

/// What `--state` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateFilter {
    /// What a person has said.
    Alert(AlertState),
    /// How far a delivery has come.
    Delivery(DeliveryState),
}

impl FromStr for StateFilter {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        text.parse().map(Self::Alert).or_else(|_: UnknownName| text.parse().map(Self::Delivery))
    }
}

fn state() -> impl TypedValueParser<Value = StateFilter> {
    let words = AlertState::ALL.iter().map(|state| state.as_str()).chain(DeliveryState::ALL.iter().map(|state| state.as_str()));
    PossibleValuesParser::new(words).try_map(|word| word.parse::<StateFilter>())
}

/// What to do with alerts beside listing them.
#[derive(Debug, Subcommand)]
pub enum AlertsCommand {
    /// Note that alerts were seen
    Ack(AlertsHandled),
    /// Hear nothing more of what raised them: no updates, no further alerts on that event, or of that watch; what is on its way still
    /// leaves
    Mute(AlertsHandled),
    /// Take back what `mute` did with the same words
    Unmute(AlertsHandled),
    /// Send alerts that were given up once more, under the same key
    Retry(AlertRetry),
    /// Follow new alerts as they are raised, until Ctrl-C; a line each, or an object a line with --format ndjson
    #[command(after_help = TIME_HELP)]
    Tail(AlertFilter),
}

/// Which alerts a person speaks of.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct AlertsHandled {
    /// Numbers of the alerts
    #[arg(value_name = "ALERT")]
    pub ids: Vec<AlertId>,
    /// All of this watch, by number or name; any number of them
    #[arg(long = "watch", value_name = "WATCH")]
    pub watches: Vec<String>,
    /// All on this event, any number of them
    #[arg(long = "event", value_name = "EVENT")]
    pub events: Vec<EventId>,
}

/// `rasid alerts retry`.
#[derive(Debug, Args)]
pub struct AlertRetry {
    /// Numbers of the alerts
    #[arg(value_name = "ALERT")]
    pub ids: Vec<AlertId>,
    /// All that were given up
    #[arg(long, conflicts_with = "ids")]
    pub all: bool,
}
