//! The whole command line: what can be typed, and the help for it.
//!
//! One file a group of commands. Nothing here does anything; `cli::run` hands each command to its file.

mod alerts;
mod channels;
mod feeds;
mod names;
mod questions;
mod running;
mod setup;
mod texts;
mod values;
mod watches;

use std::path::PathBuf;

use clap::builder::Styles;
use clap::{ArgAction, Args, Parser, Subcommand};

pub use alerts::{AlertFilter, AlertRetry, AlertsArgs, AlertsCommand, AlertsHandled, StateFilter};
pub use channels::{ChannelAdd, ChannelCommand, ChannelOne};
pub use feeds::{FeedAdd, FeedCheck, FeedCommand, FeedExport, FeedImport, FeedList, FeedOne, FeedParse, FeedPoll, FeedSeveral};
pub use names::{NamesCommand, NamesEval, NamesMatch};
pub use questions::{ArticleArgs, ArticlesArgs, EntitiesArgs, EventSort, EventsArgs, ShowArgs};
pub use running::{DemoArgs, DoctorArgs, RunArgs};
pub use setup::{CompletionsArgs, ConfigCommand, InitArgs, KnowledgeCheck, KnowledgeCommand, KnowledgeShow, StarterFeeds, starter_feeds};
pub use texts::{EvalArgs, ExplainArgs, ExtractArgs, KnownAboutText};
pub(in crate::cli) use values::watched_name;
pub use watches::{AlertOne, WatchAdd, WatchCommand, WatchExport, WatchImport, WatchOne, WatchTest};

use super::print::Format;

/// Help looks the same with and without colours.
const STYLES: Styles = Styles::styled();

const EXAMPLES: &str = "\
Examples:
  rasid demo                                   see the whole of it, without network or set-up
  rasid init                                   write a commented configuration and a database
  rasid feed add https://example.org/news      subscribe to the feed of a page
  rasid watch add \"Sergey Naryshkin\"           be alerted whenever he takes part in an event
  rasid run                                    watch, until Ctrl-C
  rasid events --since 7d --type call          what was found

Exit status: 0 success, 1 nothing found, 2 trouble.";

/// Watches news feeds in many languages, finds diplomacy and intelligence events in them, and raises alerts.
#[derive(Debug, Parser)]
#[command(name = "rasid", version, styles = STYLES, after_help = EXAMPLES, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// Flags that every command takes.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Configuration file [default: $RASID_CONFIG, else ./rasid.toml, else the user's]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Database file, in place of the configured one
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<String>,
    /// What is logged to standard error: error, warn, info, debug, trace, off, or by part
    #[arg(long, global = true, value_name = "LEVEL")]
    pub log: Option<String>,
    /// Form of the answer: table, json, ndjson or csv [default: table]
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = Format::Table,
        value_name = "FORMAT",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: Format,
    /// Say nothing beside the answer and errors
    #[arg(long, short, global = true, action = ArgAction::SetTrue)]
    pub quiet: bool,
    /// No colours, even on a terminal (as with NO_COLOR set)
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub no_color: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the whole pipeline on a newsroom inside this program: no network, no set-up, 20 seconds
    Demo(DemoArgs),
    /// Write a commented configuration and a database
    Init(InitArgs),
    /// Watch the feeds: poll, read, find events, raise alerts
    Run(RunArgs),
    /// How the stages, queues and feeds are, what failed and what was dropped
    Status,
    /// Check configuration, database, knowledge, address filter, time zone, feeds and channels
    Doctor(DoctorArgs),
    /// Subscribe to feeds and look after them
    #[command(subcommand)]
    Feed(FeedCommand),
    /// Say whom you want to hear about
    #[command(subcommand)]
    Watch(WatchCommand),
    /// Set up the ways by which alerts leave, and try them
    #[command(subcommand)]
    Channel(ChannelCommand),
    /// List the events that were found
    Events(EventsArgs),
    /// Show one event with every report, its evidence and address
    Show(ShowArgs),
    /// List the articles that were read
    Articles(ArticlesArgs),
    /// Show one article with what was found in it
    Article(ArticleArgs),
    /// List who was named, and how often
    Entities(EntitiesArgs),
    /// List the alerts, follow them live, acknowledge or mute them, send failed ones again
    Alerts(AlertsArgs),
    /// Find the events in a text, a page or a batch of articles
    Extract(ExtractArgs),
    /// Show why each report was found in a text, and why a trigger gave none
    Explain(ExplainArgs),
    /// Score the extractor on articles whose events are known
    Eval(EvalArgs),
    /// Compare names across scripts, or measure how well that is done
    #[command(subcommand)]
    Names(NamesCommand),
    /// Show or check the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Show or check the knowledge: people, organisations, countries, lexicons
    #[command(subcommand)]
    Knowledge(KnowledgeCommand),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    fn parse(words: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("rasid").chain(words.split(' ')))
    }

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_flags_stand_anywhere() {
        for words in ["--format json events --since 7d", "events --since 7d --format json"] {
            assert_eq!(parse(words).unwrap().global.format, Format::Json);
        }
    }

    #[test]
    fn alerts_takes_filters_or_retry() {
        let Command::Alerts(list) = parse("alerts --state dead").unwrap().command else { panic!() };
        assert_eq!(list.state, Some(StateFilter::Delivery(crate::model::DeliveryState::Dead)));
        let Command::Alerts(retry) = parse("alerts retry 3 4").unwrap().command else { panic!() };
        assert!(matches!(retry.command, Some(AlertsCommand::Retry(AlertRetry { ids, .. })) if ids.len() == 2));
    }

    #[test]
    fn wrong_words_are_refused_with_the_right_ones() {
        let error = parse("events --type phone").unwrap_err().to_string();
        assert!(error.contains("diplomat_expelled"), "{error}");
        assert!(parse("events --country Russia").unwrap_err().to_string().contains("two letters"));
        assert!(parse("feed add http://x/ --every soon").unwrap_err().to_string().contains("15m"));
        assert!(parse("watch add X --min-confidence 2").unwrap_err().to_string().contains("0 to 1"));
    }

    #[test]
    fn codes_are_brought_into_their_one_spelling() {
        let Command::Events(events) = parse("events --country ru --lang AR").unwrap().command else { panic!() };
        assert_eq!((events.country[0].as_str(), events.lang.as_deref()), ("RU", Some("ar")));
    }

    #[test]
    fn extract_reads_one_text_or_a_batch() {
        assert!(parse("extract -").is_ok());
        assert!(parse("extract --batch").is_ok());
        assert!(parse("extract").is_err());
        assert!(parse("extract --batch page.html").is_err());
    }
}
