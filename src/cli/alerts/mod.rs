//! `rasid alerts`: what was raised, what a person says about it, and following it live.

mod handle;
mod list;
mod tail;

use super::args::{AlertsArgs, AlertsCommand};
use super::{App, Outcome};
use handle::Verb;

pub(super) fn run(app: &mut App, args: &AlertsArgs) -> anyhow::Result<Outcome> {
    match &args.command {
        None => list::run(app, args),
        Some(AlertsCommand::Ack(args)) => handle::run(app, Verb::Ack, args),
        Some(AlertsCommand::Mute(args)) => handle::run(app, Verb::Mute, args),
        Some(AlertsCommand::Unmute(args)) => handle::run(app, Verb::Unmute, args),
        Some(AlertsCommand::Retry(args)) => handle::retry(app, args),
        Some(AlertsCommand::Tail(args)) => tail::run(app, args),
    }
}
