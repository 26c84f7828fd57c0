//! `rasid init`, `rasid config`, `rasid knowledge`, `rasid completions`.

use clap::{Args, Subcommand};
use clap_complete::Shell;

use super::values::short_text;

/// `rasid init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Write over a configuration file that is there
    #[arg(long)]
    pub force: bool,
    /// Subscribe to the starter list of public feeds without asking
    #[arg(long, conflicts_with = "no_feeds")]
    pub feeds: bool,
    /// Do not offer the starter list
    #[arg(long)]
    pub no_feeds: bool,
}

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show every setting with its effective value and who set it
    Show,
    /// Check the settings; everything wrong is told at once
    Check,
}

/// What to do with the knowledge.
#[derive(Debug, Subcommand)]
pub enum KnowledgeCommand {
    /// Check built-in knowledge and the folder of your own; everything wrong is told at once
    Check,
    /// Show what is known under a name, or how much is known of what
    Show(KnowledgeShow),
}

/// `rasid knowledge show`.
#[derive(Debug, Args)]
pub struct KnowledgeShow {
    /// A name in any spelling, or an id such as organisation:svr
    #[arg(value_parser = short_text)]
    pub name: Option<String>,
}

/// `rasid completions`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rasid completions bash > ~/.local/share/bash-completion/completions/rasid")]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}
