//! `rasid completions`: a script that a shell reads.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs};
use super::{App, Outcome};

pub(super) fn run(app: &mut App, args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rasid", &mut script);
    app.printer.raw(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
