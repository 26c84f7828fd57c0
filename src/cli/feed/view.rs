//! A feed as JSON has it, and in cells.

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::print::{Cell, Column, Times, Tone};
use crate::config::show_duration;
use crate::feed::health::words;
use crate::model::{FailureKind, Feed, FeedHealth, FeedState};

/// A feed as JSON has it.
#[derive(Serialize)]
pub(super) struct FeedView {
    pub id: i64,
    pub address: String,
    pub title: Option<String>,
    pub link: Option<String>,
    pub lang: Option<String>,
    pub tags: Vec<String>,
    pub state: FeedState,
    pub every: Option<String>,
    pub interval: Option<String>,
    pub next_poll_at: Option<Timestamp>,
    pub last_polled_at: Option<Timestamp>,
    pub last_success_at: Option<Timestamp>,
    pub last_new_at: Option<Timestamp>,
    pub items: u64,
    pub consecutive_failures: u32,
    pub failure: Option<FailureView>,
    pub moved_to: Option<String>,
    pub ignore_cache: bool,
    pub user_agent: Option<String>,
    pub created_at: Timestamp,
    /// How it does: `good`, `failing`, `gone`, `not_a_feed`, `empty`, `quiet`, `dead_links`.
    pub health: FeedHealth,
    /// The same in words.
    pub health_text: Option<String>,
    /// Since when; nothing where it always did.
    pub health_since: Option<Timestamp>,
}

#[derive(Serialize)]
pub(super) struct FailureView {
    pub kind: FailureKind,
    pub text: String,
    pub at: Timestamp,
}

impl FeedView {
    /// The feed as shown.
    pub fn of(feed: Feed) -> Self {
        Self {
            id: feed.id.0,
            address: feed.url,
            title: feed.title,
            link: feed.link,
            lang: feed.lang,
            tags: feed.tags,
            state: feed.state,
            every: feed.every.map(show_duration),
            interval: feed.interval.map(show_duration),
            next_poll_at: (feed.state == FeedState::Active).then_some(feed.next_poll_at),
            last_polled_at: feed.last_polled_at,
            last_success_at: feed.last_success_at,
            last_new_at: feed.last_new_at,
            items: feed.n_items,
            consecutive_failures: feed.consecutive_failures,
            failure: feed.failure.map(|failure| FailureView { kind: failure.kind, text: failure.text, at: failure.at }),
            moved_to: feed.moved_to,
            ignore_cache: feed.ignore_cache,
            user_agent: feed.user_agent,
            created_at: feed.created_at,
            health: feed.health,
            health_text: feed.health_text,
            health_since: feed.health_since,
        }
    }

    /// The title, else the address.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.address)
    }
}

/// The state in a word: also whether it fails or is quiet.
pub(super) fn state_cell(feed: &FeedView) -> Cell {
    let (word, tone) = match feed.state {
        FeedState::Paused => ("paused", Tone::Dim),
        FeedState::Gone => ("gone", Tone::Bad),
        FeedState::Active if feed.failure.is_some() => ("failing", Tone::Warning),
        FeedState::Active if feed.last_success_at.is_none() => ("new", Tone::Plain),
        FeedState::Active if feed.health == FeedHealth::Good => ("active", Tone::Good),
        FeedState::Active => (words(feed.health), Tone::Warning),
    };
    Cell::from(word).tone(tone)
}

/// The last failure in words, with how often in a row.
pub(super) fn failure_cell(feed: &FeedView) -> Cell {
    let Some(failure) = &feed.failure else { return Cell::default() };
    let times = if 1 < feed.consecutive_failures { format!(" ({} times)", feed.consecutive_failures) } else { String::new() };
    Cell::from(format!("{}{times}", failure.text)).tone(Tone::Warning)
}

/// When it is polled next; in the past means at the next opportunity.
pub(super) fn next_cell(feed: &FeedView, times: &Times) -> Cell {
    match feed.next_poll_at {
        Some(at) if at <= times.now => Cell::from("due").data(at),
        at => times.relative_cell(at),
    }
}

/// The columns of the list.
pub(super) fn list_columns(times: &Times) -> Vec<Column<'_, FeedView>> {
    vec![
        Column::new("id", |feed: &FeedView| Cell::new(feed.id)).right(),
        Column::new("state", state_cell).whole(),
        Column::new("feed", |feed: &FeedView| Cell::from(feed.name()).strong()).between(16, 60),
        Column::new("lang", |feed: &FeedView| Cell::option(feed.lang.as_deref())).whole().optional(4),
        Column::new("last success", |feed: &FeedView| times.relative_cell(feed.last_success_at)).whole().optional(2),
        Column::new("next poll", |feed: &FeedView| next_cell(feed, times)).whole().optional(3),
        Column::new("items", |feed: &FeedView| Cell::new(feed.items)).right(),
        Column::new("failure", failure_cell).between(16, 70).wrapped(2).optional(1),
        Column::new("tags", |feed: &FeedView| Cell::list(&feed.tags)).between(6, 30).optional(5),
        Column::new("address", |feed: &FeedView| Cell::from(feed.address.as_str())).between(20, 80).optional(6),
    ]
}

/// The fields of one feed.
pub(super) fn record_columns(times: &Times) -> Vec<Column<'_, FeedView>> {
    let both = move |at: Option<Timestamp>| match at {
        Some(at) => Cell::from(format!("{} ({})", times.absolute(at), times.relative(at))).data(at),
        None => Cell::default(),
    };
    vec![
        Column::new("id", |feed: &FeedView| Cell::new(feed.id)),
        Column::new("title", |feed: &FeedView| Cell::option(feed.title.as_deref()).strong()),
        Column::new("address", |feed: &FeedView| Cell::from(feed.address.as_str())),
        Column::new("page", |feed: &FeedView| Cell::option(feed.link.as_deref())),
        Column::new("state", state_cell),
        Column::new("failure", failure_cell),
        Column::new("health", |feed: &FeedView| {
            let words = words(feed.health);
            Cell::from(feed.health_text.as_deref().map_or_else(|| words.to_owned(), |text| format!("{words}: {text}")))
        }),
        Column::new("failed", move |feed: &FeedView| both(feed.failure.as_ref().map(|failure| failure.at))),
        Column::new("lang", |feed: &FeedView| Cell::option(feed.lang.as_deref())),
        Column::new("tags", |feed: &FeedView| Cell::list(&feed.tags)),
        Column::new("every", |feed: &FeedView| Cell::option(feed.every.as_deref())),
        Column::new("interval", |feed: &FeedView| Cell::option(feed.interval.as_deref())),
        Column::new("next poll", move |feed: &FeedView| both(feed.next_poll_at)),
        Column::new("last poll", move |feed: &FeedView| both(feed.last_polled_at)),
        Column::new("last success", move |feed: &FeedView| both(feed.last_success_at)),
        Column::new("last new item", move |feed: &FeedView| both(feed.last_new_at)),
        Column::new("items", |feed: &FeedView| Cell::new(feed.items)),
        Column::new("moves to", |feed: &FeedView| Cell::option(feed.moved_to.as_deref())),
        Column::new("user agent", |feed: &FeedView| Cell::option(feed.user_agent.as_deref())),
        Column::new("added", move |feed: &FeedView| both(Some(feed.created_at))),
    ]
}
