//! `rasid knowledge`: what is known, and whether it is right.

mod check;
mod show;

use super::args::KnowledgeCommand;
use super::{App, Outcome};

pub(super) fn run(app: &mut App, command: &KnowledgeCommand) -> anyhow::Result<Outcome> {
    match command {
        KnowledgeCommand::Check(args) => check::run(app, args),
        KnowledgeCommand::Show(args) => show::run(app, args),
    }
}
