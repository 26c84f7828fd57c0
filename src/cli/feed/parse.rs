//! `rasid feed parse`: a feed as the daemon reads it, without network or database.

use std::io::{BufRead, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use crate::cli::args::FeedParse;
use crate::cli::{App, Outcome, source};
use crate::config::Config;
use crate::feed::{self, Limits};
use crate::model::{FeedItem, ParsedFeed};
use crate::telemetry::chain;

/// What stands for the address of a feed that has none: relative links lead nowhere from here.
const NO_ADDRESS: &str = "file:///";

/// A feed as printed.
#[derive(Serialize, Default)]
struct FeedView {
    title: Option<String>,
    link: Option<String>,
    language: Option<String>,
    items: Vec<ItemView>,
    /// What was repaired, dropped or cut, in words.
    repairs: Vec<String>,
    error: Option<String>,
}

#[derive(Serialize)]
struct ItemView {
    key: String,
    guid: Option<String>,
    link: Option<String>,
    title: Option<String>,
    published: Option<Timestamp>,
    /// The time is that of publication, as the item itself states it: neither missing nor that of its last change.
    published_is_own: bool,
    author: Option<String>,
    content: Option<String>,
    summary: Option<String>,
}

impl FeedView {
    fn of(parsed: ParsedFeed) -> Self {
        Self {
            title: parsed.title,
            link: parsed.link,
            language: parsed.lang,
            items: parsed.items.into_iter().map(ItemView::of).collect(),
            repairs: parsed.notes,
            error: None,
        }
    }

    fn failed(error: String) -> Self {
        Self { error: Some(error), ..Self::default() }
    }
}

impl ItemView {
    fn of(item: FeedItem) -> Self {
        Self {
            key: item.key,
            guid: item.guid,
            link: item.link,
            title: item.title,
            published: item.published_at.or(item.updated_at),
            published_is_own: item.published_at.is_some(),
            author: item.author,
            content: item.content,
            summary: item.summary,
        }
    }
}

/// Prints one feed, or one line for each path of standard input.
///
/// # Errors
/// Settings or standard input that cannot be read, a closed output; a feed that cannot be read is an answer.
pub(super) fn run(app: &mut App, args: &FeedParse) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let base = address(args.url.as_ref())?;
    let Some(file) = &args.file else {
        batch(&config, &base)?;
        return Ok(Outcome::Done);
    };
    let view = read(&config, file, &base);
    app.printer.json(&view)?;
    Ok(if view.error.is_none() { Outcome::Done } else { Outcome::Trouble })
}

/// The address against which a feed's relative links are read.
///
/// # Errors
/// None in practice: the stand-in is an address.
pub(super) fn address(url: Option<&Url>) -> Result<Url, url::ParseError> {
    url.map_or_else(|| Url::parse(NO_ADDRESS), |url| Ok(url.clone()))
}

fn batch(config: &Config, base: &Url) -> anyhow::Result<()> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let path = line.trim();
        if path.is_empty() {
            continue;
        }
        serde_json::to_writer(&mut output, &read(config, path, base))?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(())
}

/// Reads one file; whatever goes wrong with it stays with it.
fn read(config: &Config, path: &str, base: &Url) -> FeedView {
    let bytes = match source::bytes(config, path) {
        Ok(bytes) => bytes,
        Err(error) => return FeedView::failed(chain(error.as_ref())),
    };
    let base = bytes.url.as_ref().unwrap_or(base);
    let parsed = catch_unwind(AssertUnwindSafe(|| feed::parse_all(&bytes.bytes, bytes.content_type.as_deref(), base, &Limits::default())));
    match parsed {
        Ok(Ok(parsed)) => FeedView::of(parsed),
        Ok(Err(error)) => FeedView::failed(chain(&error)),
        Err(_) => FeedView::failed("the reader broke down on it, which is a fault of rasid".to_owned()),
    }
}
