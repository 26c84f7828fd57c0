//! `rasid feed add`: from an address to a subscription.

use std::time::Duration;

use anyhow::{Context, bail};
use serde::Serialize;
use url::Url;

use super::change::who_polls;
use super::fetched::{Fetched, fetch_feed};
use crate::cli::args::FeedAdd;
use crate::cli::print::{Cell, Column, Format, clean};
use crate::cli::{App, Outcome, access, find};
use crate::clock::Clock;
use crate::config::{Config, show_duration};
use crate::feed::Limits;
use crate::model::{Feed, parse_web_address};
use crate::store::{FeedOptions, Store};

/// What came of it.
#[derive(Serialize)]
struct AddView {
    id: i64,
    address: String,
    title: Option<String>,
    /// Whether it is new; else it was subscribed before, and nothing was changed.
    added: bool,
    /// Items in the feed now; nothing where it was not looked at.
    items: Option<usize>,
    remarks: Vec<String>,
}

pub(super) fn run(app: &mut App, args: &FeedAdd) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let url = parse_web_address(&args.url)?;
    check_every(args.every, &config)?;
    let store = app.store_to_write(&config)?;
    let view = match subscribed(&store, &url)? {
        Some(feed) => known(feed, Vec::new()),
        None if args.no_check => insert(app, &store, args, &url, Vec::new())?,
        None => {
            let Fetched { url, feed, remarks } = look(&config, &url)?;
            match subscribed(&store, &url)? {
                Some(feed) => known(feed, remarks),
                None => {
                    let title = feed.title.clone().filter(|title| !title.is_empty());
                    AddView {
                        items: Some(feed.items.len()),
                        title: args.title.clone().or(title),
                        ..insert(app, &store, args, &url, remarks)?
                    }
                }
            }
        }
    };
    print(app, &config, &view)?;
    Ok(Outcome::Done)
}

/// Refuses an interval shorter than the settings allow.
pub(super) fn check_every(every: Option<Duration>, config: &Config) -> anyhow::Result<()> {
    match every {
        Some(every) if every < config.poll.min_every => bail!(
            "--every {} is too short; valid: {} or longer (poll.min_every)",
            show_duration(every),
            show_duration(config.poll.min_every)
        ),
        _ => Ok(()),
    }
}

/// The one request (for a page: and those to its feeds) that says what is behind an address.
fn look(config: &Config, url: &Url) -> anyhow::Result<Fetched> {
    let client = access::client(config)?;
    let limits = Limits { max_items: config.poll.max_items as usize, ..Limits::default() };
    access::block_on(fetch_feed(&client, url, &limits))?
        .context("not subscribed (--no-check subscribes to the address as it is, and the daemon keeps trying)")
}

/// The feed that has this address in any spelling.
fn subscribed(store: &Store, url: &Url) -> anyhow::Result<Option<Feed>> {
    let canonical = find::canonical_of(url.as_str());
    Ok(store.list_feeds()?.into_iter().find(|feed| feed.url == url.as_str() || find::canonical_of(&feed.url) == canonical))
}

fn known(feed: Feed, remarks: Vec<String>) -> AddView {
    AddView { id: feed.id.0, address: feed.url, title: feed.title, added: false, items: None, remarks }
}

fn insert(app: &App, store: &Store, args: &FeedAdd, url: &Url, remarks: Vec<String>) -> anyhow::Result<AddView> {
    let options = FeedOptions {
        title: args.title.clone(),
        lang: args.lang.clone(),
        tags: args.tags.clone(),
        every: args.every,
        ..FeedOptions::default()
    };
    let id = store.add_feed(url.as_str(), &options, app.clock.now())?;
    Ok(AddView { id: id.0, address: url.to_string(), title: args.title.clone(), added: true, items: None, remarks })
}

fn print(app: &mut App, config: &Config, view: &AddView) -> anyhow::Result<()> {
    match app.printer.format() {
        Format::Table => {
            for remark in &view.remarks {
                app.printer.note(&clean(remark));
            }
            let title = view.title.as_deref().unwrap_or(&view.address);
            if view.added {
                let items = view.items.map_or_else(String::new, |items| format!(", {items} items now"));
                app.printer.line(&format!("subscribed to feed {}: {title}{items}", view.id))?;
                app.printer.line(&format!("  {}", view.address))?;
                app.printer.flush()?;
                app.printer.note(who_polls(config));
            } else {
                app.printer.line(&format!("already subscribed, as feed {}: {title}", view.id))?;
                app.printer.line(&format!("  {}", view.address))?;
            }
        }
        _ => {
            let columns = [
                Column::new("id", |view: &AddView| Cell::new(view.id)),
                Column::new("address", |view: &AddView| Cell::from(view.address.as_str())),
                Column::new("title", |view: &AddView| Cell::option(view.title.as_deref())),
                Column::new("added", |view: &AddView| Cell::new(view.added)),
                Column::new("items", |view: &AddView| Cell::option(view.items)),
            ];
            app.printer.record(&columns, view)?;
        }
    }
    Ok(())
}
