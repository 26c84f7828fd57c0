//! `rasid run`, `rasid demo`, `rasid doctor`.

use std::path::PathBuf;

use clap::Args;

/// `rasid run`.
#[derive(Debug, Args)]
#[command(after_help = "Ctrl-C or SIGTERM lets running work finish and ends within 10 seconds; a second one ends at once.\n\
                        Changes of the configuration file, and of the files of secrets that it names, hold at once; SIGHUP reads everything again.")]
pub struct RunArgs {
    /// Do all that is due, then end
    #[arg(long)]
    pub once: bool,
}

/// `rasid demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for the demo's database [default: a new one for temporary files]
    #[arg(long, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
}

/// `rasid doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Ask neither feeds nor channels whether they can be reached
    #[arg(long)]
    pub offline: bool,
}
