//! `rasid channel`: the ways by which alerts leave.

mod edit;
mod list;
mod test;

use super::args::ChannelCommand;
use super::{App, Outcome};
use crate::channel::ChannelSettings;
use crate::config::Config;

pub(super) fn run(app: &mut App, command: &ChannelCommand) -> anyhow::Result<Outcome> {
    match command {
        ChannelCommand::Add(args) => edit::add(app, args),
        ChannelCommand::List => list::run(app),
        ChannelCommand::Kinds => list::kinds(app),
        ChannelCommand::Show(args) => list::show(app, args),
        ChannelCommand::Test(args) => test::run(app, args),
        ChannelCommand::Remove(args) => edit::remove(app, args),
    }
}

/// The channel of this name.
fn named<'a>(config: &'a Config, name: &str) -> anyhow::Result<&'a ChannelSettings> {
    let valid = || config.channels.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    config.channels.get(name).ok_or_else(|| anyhow::anyhow!("there is no channel {name:?}; valid: {}", valid()))
}
