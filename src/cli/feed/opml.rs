//! `rasid feed import` and `rasid feed export`: lists of feeds as OPML.

use std::collections::HashSet;

use anyhow::Context;
use serde::Serialize;

use crate::cli::args::{FeedExport, FeedImport};
use crate::cli::output::write_whole;
use crate::cli::print::{Cell, Column, Format};
use crate::cli::source::{self, Bytes};
use crate::cli::{App, Outcome, find};
use crate::clock::Clock;
use crate::config::{Config, show_duration};
use crate::feed::opml::{self, Opml, OpmlFeed};
use crate::model::{Feed, canonical_address, parse_web_address};
use crate::store::{FeedOptions, Store};

/// What came of a list.
#[derive(Debug, Default, Serialize)]
pub(in crate::cli) struct ImportView {
    /// New subscriptions.
    pub added: usize,
    /// Feeds of the list that were subscribed before.
    pub already: usize,
    /// What could not be used, with its line.
    pub faults: Vec<String>,
}

pub(super) fn import(app: &mut App, args: &FeedImport) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let Bytes { bytes, name, .. } = source::bytes(&config, &args.source)?;
    let list = opml::read(&bytes);
    let store = app.store_to_write(&config)?;
    let mut view = subscribe_all(app, &config, &store, &list, &args.tags)?;
    view.faults.iter_mut().for_each(|fault| *fault = format!("{name}: {fault}"));
    print(app, &view)?;
    match (view.added + view.already, view.faults.len()) {
        (0, 0) => Ok(Outcome::NothingFound),
        (0, _) => Ok(Outcome::Trouble),
        _ => Ok(Outcome::Done),
    }
}

/// Subscribes to every feed of a list that is not subscribed yet.
pub(in crate::cli) fn subscribe_all(app: &App, config: &Config, store: &Store, list: &Opml, tags: &[String]) -> anyhow::Result<ImportView> {
    let mut view = ImportView { faults: list.faults.iter().map(ToString::to_string).collect(), ..ImportView::default() };
    let mut known: HashSet<String> = store.list_feeds()?.iter().filter_map(|feed| find::canonical_of(&feed.url)).collect();
    for feed in &list.feeds {
        if !known.insert(canonical_address(&feed.url)) {
            view.already += 1;
            continue;
        }
        let every = feed.every.filter(|every| config.poll.min_every <= *every);
        if let (Some(given), None) = (feed.every, every) {
            let (given, least) = (show_duration(given), show_duration(config.poll.min_every));
            view.faults.push(format!("{}: the interval {given} is shorter than {least} (poll.min_every) and was left out", feed.url));
        }
        let tags = feed.tags.iter().chain(tags).cloned().collect();
        let options = FeedOptions { title: feed.title.clone(), lang: feed.lang.clone(), tags, every, ..FeedOptions::default() };
        store.add_feed(feed.url.as_str(), &options, app.clock.now())?;
        view.added += 1;
    }
    Ok(view)
}

fn print(app: &mut App, view: &ImportView) -> anyhow::Result<()> {
    match app.printer.format() {
        Format::Table => {
            for fault in &view.faults {
                app.printer.note(fault);
            }
            app.printer.line(&format!("{} feeds added, {} subscribed already, {} faults", view.added, view.already, view.faults.len()))?;
        }
        _ => {
            let columns = [
                Column::new("added", |view: &ImportView| Cell::new(view.added)),
                Column::new("already", |view: &ImportView| Cell::new(view.already)),
                Column::new("faults", |view: &ImportView| Cell::new(view.faults.len())),
            ];
            app.printer.record(&columns, view)?;
        }
    }
    Ok(())
}

pub(super) fn export(app: &mut App, args: &FeedExport) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let feeds = app.store_to_read(&config)?.list_feeds()?;
    let outlines = feeds.into_iter().map(outline).collect::<anyhow::Result<Vec<_>>>()?;
    let text = opml::write("Feeds of rasid", &outlines);
    match &args.output {
        Some(path) => {
            write_whole(path, &text)?;
            app.printer.note(&format!("{} feeds written to {}", outlines.len(), path.display()));
        }
        None => app.printer.raw(&text)?,
    }
    Ok(Outcome::of_list(&outlines))
}

fn outline(feed: Feed) -> anyhow::Result<OpmlFeed> {
    let url = parse_web_address(&feed.url).with_context(|| format!("feed {}", feed.id))?;
    Ok(OpmlFeed { url, title: feed.title, link: feed.link, lang: feed.lang, tags: feed.tags, every: feed.every })
}
