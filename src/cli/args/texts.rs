//! `rasid extract` and `rasid explain`.

use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;

use super::values::language;

/// `rasid extract`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rasid extract article.html --format json\n  rasid extract https://example.org/article\n  \
                        rasid extract --batch < articles.ndjson > events.ndjson\n\n\
                        A batch has one article a line: {\"id\", \"lang\", \"title\", \"body\", \"published\"}; lang and published may be missing.")]
pub struct ExtractArgs {
    /// File with plain text or HTML, address of a page, or - for standard input
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub source: Option<String>,
    /// Read articles from standard input, one JSON object a line, and write one line for each
    #[arg(long)]
    pub batch: bool,
    /// How many processors a batch uses; all where it is not given
    #[arg(long, requires = "batch")]
    pub jobs: Option<NonZero<usize>>,
    /// What is known about the text beside its words.
    #[command(flatten)]
    pub known: KnownAboutText,
}

/// `rasid explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// File with plain text or HTML, address of a page, or - for standard input
    pub source: String,
    /// Show how every sentence was read: tokens, words with their meanings, mentions, dates
    #[arg(long)]
    pub sentences: bool,
    /// What is known about the text beside its words.
    #[command(flatten)]
    pub known: KnownAboutText,
}

/// `rasid eval`.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Gold files: one article with its events a line, as JSON; with --dates or --languages, tables
    #[arg(required = true, value_name = "GOLD")]
    pub gold: Vec<PathBuf>,
    /// List every miss and false report
    #[arg(long)]
    pub errors: bool,
    /// Link the reports of all articles and judge the links by the events' keys
    #[arg(long)]
    pub linking: bool,
    /// Show how precision and recall change with the confidence asked for
    #[arg(long)]
    pub thresholds: bool,
    /// Judge dates in words: language, kind, grain, value and expression a line, split by tabs; every miss is listed
    #[arg(long, conflicts_with_all = ["linking", "thresholds"])]
    pub dates: bool,
    /// Judge the telling of languages: language code and sentence a line, split by a tab
    #[arg(long, conflicts_with_all = ["linking", "thresholds", "dates"])]
    pub languages: bool,
}

/// What is known about a single text beside its words; a batch says it on each line.
#[derive(Debug, Clone, Args)]
pub struct KnownAboutText {
    /// Title, which is read with the text
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Language, such as ar; detected where it is not given
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<String>,
    /// When it was published, such as 2025-06-29; dates like "on Sunday" are resolved against it
    #[arg(long, value_name = "TIME")]
    pub published: Option<String>,
}
