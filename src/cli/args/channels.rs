//! `rasid channel`.

use clap::{Args, Subcommand};

use crate::channel::{KINDS, Kind};

/// What to do with channels.
#[derive(Debug, Subcommand)]
pub enum ChannelCommand {
    /// Write a channel into the configuration file
    #[command(
        after_help = "`rasid channel kinds` lists the kinds with their settings. Secrets are given by file or variable, never here.\n\n\
                      Examples:\n  rasid channel add desk webhook url=https://desk.example.org/hook secret-file=/etc/rasid/desk.secret\n  \
                      rasid channel add bot telegram chat=-1001234567890 token-env=TELEGRAM_TOKEN quiet=22:00-07:00\n  \
                      rasid channel add mail email host=smtp.example.org from=rasid@example.org to=desk@example.org digest=daily"
    )]
    Add(ChannelAdd),
    /// List the channels, what waits for them and what they refused
    List,
    /// List the kinds of channels with their settings
    Kinds,
    /// Show a channel's settings and who set them; secrets are hidden
    Show(ChannelOne),
    /// Send a real test message, and show the answer
    Test(ChannelOne),
    /// Take a channel out of the configuration file
    Remove(ChannelOne),
}

/// `rasid channel add`.
#[derive(Debug, Args)]
pub struct ChannelAdd {
    /// Its name: lower-case letters, digits, - and _
    pub name: String,
    /// Its kind
    #[arg(value_parser = kind)]
    pub kind: &'static Kind,
    /// Settings; one that takes a list may be given several times
    #[arg(value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
}

/// One channel.
#[derive(Debug, Args)]
pub struct ChannelOne {
    /// Name of the channel
    pub name: String,
}

fn kind(name: &str) -> Result<&'static Kind, String> {
    let valid = || KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
    crate::channel::kind_named(name).ok_or_else(|| format!("valid: {}", valid()))
}
