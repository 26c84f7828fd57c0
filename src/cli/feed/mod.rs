//! `rasid feed`: subscriptions, one file a group of commands.
//!
//! Those on subscriptions work on the database alone, beside a running daemon or without one: it notices by itself what has changed.

mod add;
mod change;
mod check;
mod fetched;
mod list;
mod opml;
mod parse;
mod view;

use super::args::FeedCommand;
use super::{App, Outcome};

pub(super) fn run(app: &mut App, command: &FeedCommand) -> anyhow::Result<Outcome> {
    match command {
        FeedCommand::Add(args) => add::run(app, args),
        FeedCommand::List(args) => list::run(app, args),
        FeedCommand::Show(args) => list::show(app, args),
        FeedCommand::Remove(args) => change::remove(app, args),
        FeedCommand::Pause(args) => change::pause(app, args),
        FeedCommand::Resume(args) => change::resume(app, args),
        FeedCommand::Poll(args) => change::poll(app, args),
        FeedCommand::Import(args) => opml::import(app, args),
        FeedCommand::Export(args) => opml::export(app, args),
        FeedCommand::Check(args) => check::run(app, args),
        FeedCommand::Parse(args) => parse::run(app, args),
    }
}

pub(super) use opml::subscribe_all;
