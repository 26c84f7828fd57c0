//! `rasid feed`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use url::Url;

use super::values::{language, one_of, short_text};
use crate::config::parse_duration;
use crate::model::{FeedState, parse_web_address};

/// What to do with feeds.
#[derive(Debug, Subcommand)]
pub enum FeedCommand {
    /// Subscribe to a feed, or to the feed of a page
    #[command(after_help = "Example:\n  rasid feed add https://example.org/rss --every 5m --lang ar --tag agency")]
    Add(FeedAdd),
    /// List the feeds: state, last success, next poll, items, failure in words
    List(FeedList),
    /// Show everything known about one feed
    Show(FeedOne),
    /// Unsubscribe; articles and events that were found stay
    Remove(FeedSeveral),
    /// Stop polling
    Pause(FeedSeveral),
    /// Poll again, also after a server said that the feed is gone
    Resume(FeedSeveral),
    /// Poll now
    Poll(FeedPoll),
    /// Subscribe to every feed of an OPML file
    Import(FeedImport),
    /// Write the feeds as OPML
    Export(FeedExport),
    /// Say how sound a feed is: what was read, what was repaired, what is against the standard
    #[command(
        after_help = "Examples:\n  rasid feed check https://example.org/rss\n  rasid feed check saved.xml --url https://example.org/rss"
    )]
    Check(FeedCheck),
    /// Read a feed from a file and print it as JSON
    #[command(
        after_help = "Examples:\n  rasid feed parse saved.xml --url https://example.org/rss\n  ls *.xml | rasid feed parse --batch > feeds.ndjson\n\n\
                            Prints {title, link, language, items: [{key, guid, link, title, published, published_is_own, author, content, \
                            summary}], repairs, error}; a batch prints one such line for each path, in order."
    )]
    Parse(FeedParse),
}

/// `rasid feed add`.
#[derive(Debug, Args)]
pub struct FeedAdd {
    /// Address of the feed, or of a page that names its feed
    pub url: String,
    /// Poll at this interval, such as 15m, in place of the feed's own pace
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub every: Option<Duration>,
    /// Language of the feed, such as ar; detected where it is not given
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<String>,
    /// Label of your own, any number of them
    #[arg(long = "tag", value_name = "TAG", value_parser = short_text)]
    pub tags: Vec<String>,
    /// Name in place of the feed's own
    #[arg(long, value_name = "TEXT", value_parser = short_text)]
    pub title: Option<String>,
    /// Subscribe without asking the address: offline, or while its server is down
    #[arg(long)]
    pub no_check: bool,
}

/// `rasid feed list`.
#[derive(Debug, Args)]
pub struct FeedList {
    /// Only feeds with this label
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only feeds in this language
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<String>,
    /// Only feeds in this state
    #[arg(long, value_name = "STATE", value_parser = one_of(FeedState::ALL, FeedState::as_str))]
    pub state: Option<FeedState>,
    /// Only feeds that fail or are otherwise not in good health
    #[arg(long)]
    pub failing: bool,
}

/// One feed.
#[derive(Debug, Args)]
pub struct FeedOne {
    /// Number, address or part of the title of the feed
    pub feed: String,
}

/// Some feeds.
#[derive(Debug, Args)]
pub struct FeedSeveral {
    /// Numbers, addresses or parts of the titles of the feeds
    #[arg(required = true, value_name = "FEED")]
    pub feeds: Vec<String>,
}

/// `rasid feed poll`.
#[derive(Debug, Args)]
pub struct FeedPoll {
    /// Numbers, addresses or parts of the titles of the feeds [default: all that are not paused]
    #[arg(value_name = "FEED")]
    pub feeds: Vec<String>,
}

/// `rasid feed import`.
#[derive(Debug, Args)]
pub struct FeedImport {
    /// OPML file, address of one, or - for standard input
    pub source: String,
    /// Label for every feed of the file, any number of them
    #[arg(long = "tag", value_name = "TAG", value_parser = short_text)]
    pub tags: Vec<String>,
}

/// `rasid feed export`.
#[derive(Debug, Args)]
pub struct FeedExport {
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `rasid feed check`.
#[derive(Debug, Args)]
pub struct FeedCheck {
    /// Address of the feed, file, or - for standard input
    #[arg(value_name = "URL|FILE")]
    pub source: String,
    /// Address that a file came from, for its relative links
    #[arg(long, value_name = "URL", value_parser = parse_web_address)]
    pub url: Option<Url>,
}

/// `rasid feed parse`.
#[derive(Debug, Args)]
pub struct FeedParse {
    /// File with a feed, or - for standard input
    #[arg(required_unless_present = "batch", conflicts_with = "batch", value_name = "FILE")]
    pub file: Option<String>,
    /// Address that the feed came from, for its relative links
    #[arg(long, value_name = "URL", value_parser = parse_web_address)]
    pub url: Option<Url>,
    /// Read paths from standard input, one a line, and write one line for each
    #[arg(long)]
    pub batch: bool,
}
