//! `rasid init`, `rasid config`, `rasid knowledge`, `rasid completions`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use clap_complete::Shell;

use super::values::{language, short_text};

/// `rasid init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Write over a configuration file that is there
    #[arg(long)]
    pub force: bool,
    /// Which feeds of the starter list to subscribe to, without asking: all, none, or languages such as ar,en,ru
    #[arg(long, value_name = "WHICH", value_parser = starter_feeds)]
    pub feeds: Option<StarterFeeds>,
}

/// Which feeds of the starter list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StarterFeeds {
    /// Every one.
    All,
    /// None of them.
    None,
    /// Those in these languages: ISO 639-1 codes.
    Languages(Vec<String>),
}

/// Reads `all`, `none` or a list of languages.
pub fn starter_feeds(text: &str) -> Result<StarterFeeds, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "all" => Ok(StarterFeeds::All),
        "none" => Ok(StarterFeeds::None),
        list => {
            let languages: Result<Vec<String>, String> = list.split(',').map(|code| language(code.trim())).collect();
            languages.map(StarterFeeds::Languages).map_err(|error| format!("{error}; valid: all, none, or languages split by commas"))
        }
    }
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
    Check(KnowledgeCheck),
    /// Show what is known under a name, or how much is known of what
    Show(KnowledgeShow),
}

/// `rasid knowledge check`.
#[derive(Debug, Args)]
pub struct KnowledgeCheck {
    /// Folder with knowledge/ and lexicon/ in it [default: knowledge.dir]
    pub dir: Option<PathBuf>,
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
