//! `rasid feed list` and `rasid feed show`.

use super::view::{FeedView, list_columns, record_columns};
use crate::cli::args::{FeedList, FeedOne};
use crate::cli::{App, Outcome, find};
use crate::model::{Feed, FeedHealth};

pub(super) fn run(app: &mut App, args: &FeedList) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let is_wanted = |feed: &Feed| {
        args.tag.as_ref().is_none_or(|tag| feed.tags.contains(tag))
            && args.lang.as_ref().is_none_or(|lang| feed.lang.as_ref() == Some(lang))
            && args.state.is_none_or(|state| feed.state == state)
            && (!args.failing || feed.failure.is_some() || feed.health != FeedHealth::Good)
    };
    let feeds = app.store_to_read(&config)?.list_feeds()?;
    if feeds.is_empty() {
        app.printer.note("no feeds yet: `rasid feed add ADDRESS`, or `rasid init --feeds all` for the starter list");
    }
    let feeds: Vec<FeedView> = feeds.into_iter().filter(is_wanted).map(FeedView::of).collect();
    let times = app.times();
    app.printer.list(&list_columns(&times), &feeds)?;
    Ok(Outcome::of_list(&feeds))
}

pub(super) fn show(app: &mut App, args: &FeedOne) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let feed = find::feed(&app.store_to_read(&config)?, &args.feed)?;
    let view = FeedView::of(feed);
    let times = app.times();
    app.printer.record(&record_columns(&times), &view)?;
    Ok(Outcome::Done)
}
