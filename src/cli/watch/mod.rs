//! `rasid watch`: whom the user wants to hear about.

mod add;
mod list;
mod test;
mod view;

use super::args::WatchCommand;
use super::{App, Outcome};

pub(super) fn run(app: &mut App, command: &WatchCommand) -> anyhow::Result<Outcome> {
    match command {
        WatchCommand::Add(args) => add::run(app, args),
        WatchCommand::List => list::run(app),
        WatchCommand::Remove(args) => list::remove(app, args),
        WatchCommand::Show(args) => list::show(app, args),
        WatchCommand::Test(args) => test::run(app, args),
    }
}
