//! After each poll: how the feed does now, and telling somebody where that has changed.
//!
//! What is looked at are rows alone, so that a crash between the poll and this costs nothing: the next poll finds the same.
//!
//! The message is one JSON object; its idempotency key is added as its first field, `key`:
//!
//! | field | what it holds |
//! | --- | --- |
//! | `type` | always `notice`: a word about rasid itself |
//! | `about` | always `feed_health` |
//! | `text` | what happened, in words |
//! | `feed` | `id`, `url`, `title` |
//! | `health` | `good`, `failing`, `gone`, `not_a_feed`, `empty`, `quiet`, `dead_links` |
//! | `before` | what it was until now, in the same words |
//! | `last_success` | when it last answered with something that could be used |

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::context::Context;
use crate::feed::health::{HABIT_ITEMS, assess, habit, words};
use crate::model::{Feed, FeedHealth, FeedId, HealthFacts, Verdict};
use crate::store::{HealthAlert, Store, StoreError};

/// What is told, when, and to whom.
pub(super) struct Rules {
    quiet_after: Duration,
    channels: Vec<String>,
}

impl Rules {
    pub(super) fn of(context: &Context) -> Self {
        let settings = &context.settings;
        Self { quiet_after: settings.poll.quiet_after, channels: settings.alerts.channels_for_health().to_vec() }
    }
}

/// Looks how a feed does after a poll that brought so many new items. True where that is another way than before.
pub(super) fn follow(store: &Store, feed: &Feed, n_new: usize, rules: &Rules, now: Timestamp) -> Result<bool, StoreError> {
    if 0 < n_new {
        store.record_habit(feed.id, &habit(&store.publication_times(feed.id, HABIT_ITEMS)?, now))?;
    }
    let Some(facts) = store.health_facts(feed.id)? else { return Ok(false) };
    let verdict = assess(&facts, rules.quiet_after, now);
    if verdict.health == facts.health {
        return Ok(false);
    }
    let alert = (!rules.channels.is_empty()).then(|| alert(feed, &facts, &verdict, rules));
    let has_changed = store.record_health(feed.id, &verdict, alert.as_ref(), now)?;
    if has_changed {
        tracing::warn!(feed.id = %feed.id, url = feed.url, before = %facts.health, now = %verdict.health, "a feed is {}", words(verdict.health));
    }
    Ok(has_changed)
}

#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    about: &'static str,
    text: &'a str,
    feed: FeedView<'a>,
    health: FeedHealth,
    before: FeedHealth,
    last_success: Option<Timestamp>,
}

#[derive(Serialize)]
struct FeedView<'a> {
    id: FeedId,
    url: &'a str,
    title: Option<&'a str>,
}

fn alert(feed: &Feed, facts: &HealthFacts, verdict: &Verdict, rules: &Rules) -> HealthAlert {
    let name = feed.title.clone().unwrap_or_else(|| feed.url.clone());
    let reason = format!("the feed is {}: {}", words(verdict.health), verdict.text);
    let message = Message {
        r#type: "notice",
        about: "feed_health",
        text: &format!("{name}: {reason} ({})", feed.url),
        feed: FeedView { id: feed.id, url: &feed.url, title: feed.title.as_deref() },
        health: verdict.health,
        before: facts.health,
        last_success: facts.last_success_at,
    };
    HealthAlert {
        name,
        channels: rules.channels.clone(),
        payload: serde_json::to_string(&message).expect("plain fields of plain types can always be written"),
        reason,
    }
}
