//! `rasid feed remove`, `pause`, `resume` and `poll`.

use serde::Serialize;

use crate::cli::access::daemon_is_running;
use crate::cli::args::{FeedPoll, FeedSeveral};
use crate::cli::print::{Cell, Column, Format};
use crate::cli::{App, Outcome, find};
use crate::clock::Clock;
use crate::config::Config;
use crate::model::{Feed, FeedState};
use crate::store::{Store, StoreError};

/// A feed and what was done to it.
#[derive(Serialize)]
struct ChangeView {
    id: i64,
    address: String,
    title: Option<String>,
    /// In a word: `removed`, `paused`, `active`, `due`.
    outcome: &'static str,
}

impl ChangeView {
    fn of(feed: &Feed, outcome: &'static str) -> Self {
        Self { id: feed.id.0, address: feed.url.clone(), title: feed.title.clone(), outcome }
    }
}

pub(super) fn remove(app: &mut App, args: &FeedSeveral) -> anyhow::Result<Outcome> {
    change(app, args, |store, feed| store.remove_feed(feed.id).map(|done| done.then_some("removed")))
}

pub(super) fn pause(app: &mut App, args: &FeedSeveral) -> anyhow::Result<Outcome> {
    let now = app.clock.now();
    change(app, args, |store, feed| match feed.state {
        FeedState::Paused => Ok(Some("paused already")),
        _ => store.set_feed_state(feed.id, FeedState::Paused, now).map(|done| done.then_some("paused")),
    })
}

pub(super) fn resume(app: &mut App, args: &FeedSeveral) -> anyhow::Result<Outcome> {
    let now = app.clock.now();
    change(app, args, |store, feed| match feed.state {
        FeedState::Active => Ok(Some("active already")),
        _ => store.set_feed_state(feed.id, FeedState::Active, now).map(|done| done.then_some("active")),
    })
}

/// Does one thing to each feed, after all of them were found.
fn change(
    app: &mut App,
    args: &FeedSeveral,
    each: impl Fn(&Store, &Feed) -> Result<Option<&'static str>, StoreError>,
) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_write(&config)?;
    let feeds = wanted(&store, &args.feeds)?;
    let mut changes = Vec::new();
    for feed in &feeds {
        // A feed that somebody else removed meanwhile is gone as well.
        changes.push(ChangeView::of(feed, each(&store, feed)?.unwrap_or("gone meanwhile")));
    }
    print(app, &changes)
}

fn wanted(store: &Store, names: &[String]) -> anyhow::Result<Vec<Feed>> {
    let all = store.list_feeds()?;
    let mut found: Vec<Feed> = Vec::new();
    for name in names {
        let feed = find::feed_among(&all, name)?;
        if found.iter().all(|known| known.id != feed.id) {
            found.push(feed.clone());
        }
    }
    Ok(found)
}

pub(super) fn poll(app: &mut App, args: &FeedPoll) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_write(&config)?;
    let feeds = if args.feeds.is_empty() {
        store.list_feeds()?.into_iter().filter(|feed| feed.state == FeedState::Active).collect()
    } else {
        wanted(&store, &args.feeds)?
    };
    let mut changes = Vec::new();
    for feed in &feeds {
        let is_due = store.poll_now(feed.id, app.clock.now())?;
        changes.push(ChangeView::of(feed, if is_due { "due" } else { "not active: `rasid feed resume` first" }));
    }
    if changes.iter().any(|change| change.outcome == "due") {
        app.printer.note(who_polls(&config));
    }
    print(app, &changes)
}

/// Who will poll what is due.
pub(super) fn who_polls(config: &Config) -> &'static str {
    if daemon_is_running(&config.database.path) {
        "the running daemon polls at once"
    } else {
        "no daemon is running: `rasid run --once` polls now, `rasid run` from now on"
    }
}

fn print(app: &mut App, changes: &[ChangeView]) -> anyhow::Result<Outcome> {
    match app.printer.format() {
        Format::Table => {
            for change in changes {
                let name = change.title.as_deref().unwrap_or(&change.address);
                app.printer.line(&format!("feed {} ({name}): {}", change.id, change.outcome))?;
            }
        }
        _ => {
            let columns = [
                Column::new("id", |change: &ChangeView| Cell::new(change.id)),
                Column::new("address", |change: &ChangeView| Cell::from(change.address.as_str())),
                Column::new("title", |change: &ChangeView| Cell::option(change.title.as_deref())),
                Column::new("outcome", |change: &ChangeView| Cell::from(change.outcome)),
            ];
            app.printer.list(&columns, changes)?;
        }
    }
    Ok(Outcome::of_list(changes))
}
