//! `rasid watch`: whom the user wants to hear about.

mod add;
mod check;
mod explain;
mod file;
mod list;
mod test;
mod trial;
mod view;

use super::args::WatchCommand;
use super::{App, Outcome};

pub(super) fn run(app: &mut App, command: &WatchCommand) -> anyhow::Result<Outcome> {
    match command {
        WatchCommand::Add(args) => add::run(app, args),
        WatchCommand::List => list::run(app),
        WatchCommand::Remove(args) => list::remove(app, args),
        WatchCommand::Show(args) => list::show(app, args),
        WatchCommand::Test(args) if args.since.is_some() => trial::run(app, args),
        WatchCommand::Test(args) => test::run(app, args),
        WatchCommand::Explain(args) => explain::run(app, args),
        WatchCommand::Import(args) => file::import(app, args),
        WatchCommand::Export(args) => file::export(app, args),
    }
}
