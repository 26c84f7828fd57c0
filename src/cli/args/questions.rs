//! Questions to the database: `events`, `show`, `articles`, `article`, `entities`.

use std::num::NonZero;

use clap::{Args, ValueEnum};
use url::Url;

use super::values::{confidence, country, language, one_of, short_text};
use crate::model::{Domain, EntityKind, EventId, EventType, Status};

/// How times are written, for help.
pub(super) const TIME_HELP: &str =
    "Times: 7d, 36h, today, yesterday, \"last monday\", \"3 weeks ago\", 2025-03, 2025-03-01, 2025-03-01T10:00";

/// Order of a list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EventSort {
    /// When they took place, newest first.
    Date,
    /// When they were last reported, newest first.
    Seen,
}

/// `rasid events`.
#[derive(Debug, Args)]
#[command(after_help = "Times: 7d, 36h, today, yesterday, \"last monday\", \"3 weeks ago\", 2025-03, 2025-03-01, 2025-03-01T10:00\n\n\
    Examples:\n  rasid events --with Naryshkin --with Ratcliffe\n  rasid events --type diplomat_expelled --country RU --since 30d\n  \
    rasid events --text \"السفير\" --lang ar --format csv")]
pub struct EventsArgs {
    /// Only events in which this name takes part, in any spelling; several must all take part
    #[arg(long, value_name = "NAME", value_parser = short_text)]
    pub with: Vec<String>,
    /// Only events of this type; several: any of them
    #[arg(long = "type", value_name = "TYPE", value_parser = one_of(EventType::ALL, EventType::as_str))]
    pub types: Vec<EventType>,
    /// Only events in which this country takes part or which took place there; several: any of them
    #[arg(long, value_name = "CC", value_parser = country)]
    pub country: Vec<String>,
    /// Only events with this status
    #[arg(long, value_name = "STATUS", value_parser = one_of(Status::ALL, Status::as_str))]
    pub status: Option<Status>,
    /// Only events of this desk
    #[arg(long, value_name = "DOMAIN", value_parser = one_of(Domain::ALL, Domain::as_str))]
    pub domain: Option<Domain>,
    /// Only events reported in this language
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<String>,
    /// Only events reported in this feed, by number, address or part of the title
    #[arg(long, value_name = "FEED")]
    pub feed: Option<String>,
    /// Not before this time
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Not after this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Only events whose articles hold these words
    #[arg(long, value_name = "QUERY", value_parser = short_text)]
    pub text: Option<String>,
    /// Only events at least this sure, 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<f64>,
    /// Newest first: date, when they took place, or seen, when they were last reported
    #[arg(long, value_enum, default_value_t = EventSort::Date, value_name = "BY", hide_possible_values = true)]
    pub sort: EventSort,
    /// At most so many; 0 for all
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
}

/// `rasid show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number of the event
    pub event: EventId,
}

/// `rasid articles`.
#[derive(Debug, Args)]
#[command(after_help = TIME_HELP)]
pub struct ArticlesArgs {
    /// Only articles of this feed, by number, address or part of the title
    #[arg(long, value_name = "FEED")]
    pub feed: Option<String>,
    /// Only articles in this language
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<String>,
    /// Only articles that hold these words
    #[arg(long, value_name = "QUERY", value_parser = short_text)]
    pub text: Option<String>,
    /// Published (else first seen) not before this time
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Published (else first seen) not after this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Only articles in which an event was found
    #[arg(long)]
    pub with_events: bool,
    /// At most so many; 0 for all
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
}

/// `rasid article`.
#[derive(Debug, Args)]
pub struct ArticleArgs {
    /// Number of a stored article; or a file, an address, or - for standard input: a page that is read now, and not stored
    #[arg(required_unless_present = "batch", value_name = "NUMBER|FILE|URL")]
    pub article: Option<String>,
    /// Every visible line of the page, with + where it is the article's and - where it was left out
    #[arg(long, conflicts_with = "batch")]
    pub diff: bool,
    /// Address that a saved page was read from: its relative links, its date and rules for its site depend on it
    #[arg(long, conflicts_with = "batch")]
    pub url: Option<Url>,
    /// Read pages from standard input, one a line as JSON ({"id", "url", "html"} or {"id", "url", "path"}), and write their articles
    #[arg(long, conflicts_with = "article")]
    pub batch: bool,
    /// How many processors a batch uses; all where it is not given
    #[arg(long, requires = "batch")]
    pub jobs: Option<NonZero<usize>>,
}

/// `rasid entities`.
#[derive(Debug, Args)]
#[command(after_help = TIME_HELP)]
pub struct EntitiesArgs {
    /// Only who goes by this name, in any spelling
    #[arg(value_parser = short_text)]
    pub name: Option<String>,
    /// Only entities of this kind
    #[arg(long, value_name = "KIND", value_parser = one_of(EntityKind::ALL, EntityKind::as_str))]
    pub kind: Option<EntityKind>,
    /// Only entities of this country
    #[arg(long, value_name = "CC", value_parser = country)]
    pub country: Option<String>,
    /// Named in articles not before this time
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// At most so many; 0 for all
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
}
