//! Subscriptions: adding, changing, listing and removing feeds.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Row, named_params, params};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Outcome, Span, all, duration_ms, first, limit_of, ms, run, value};
use crate::model::{Failure, Feed, FeedId, FeedState, PollWishes, Validators};

/// What the user may say about a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedOptions {
    /// A title to be shown instead of the feed's own.
    pub title: Option<String>,
    /// ISO 639-1 code that goes before what the feed says.
    pub lang: Option<String>,
    /// Labels; kept sorted and without repeats.
    pub tags: Vec<String>,
    /// A fixed interval between polls; adaptive where absent.
    pub every: Option<Duration>,
    /// Send no validators.
    pub ignore_cache: bool,
    /// A User-Agent for this feed alone.
    pub user_agent: Option<String>,
}

/// What became of a change of a feed's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedMove {
    /// The feed has the new address.
    Renamed,
    /// Another feed had it already: items and tags went there, and the moved feed is gone.
    MergedInto(FeedId),
}

const FEED: &str = "select id, url, coalesce(given_title, title), link, coalesce(given_lang, lang), state, every_ms, ignore_cache, \
     user_agent, etag, last_modified, body_hash, interval_ms, next_poll_at, last_polled_at, last_success_at, last_new_at, \
     consecutive_failures, failure_kind, failure_text, failure_at, moved_to, moved_count, baseline_done, n_items, \
     min_interval_ms, skip_hours, skip_days, health, health_text, health_since, created_at from feeds";

impl Store {
    /// Subscribes to `url`, which is polled at once.
    ///
    /// # Errors
    /// [`StoreError::FeedExists`] where it is subscribed already.
    pub fn add_feed(&self, url: &str, options: &FeedOptions, now: Timestamp) -> Result<FeedId, StoreError> {
        self.write("adding a feed", |db| {
            if let Some(id) = feed_id_of(db, url)? {
                return Err(StoreError::FeedExists { url: url.to_owned(), feed_id: id }.into());
            }
            let mut statement = db.prepare_cached(
                "insert into feeds (url, given_title, given_lang, state, every_ms, ignore_cache, user_agent, next_poll_at, created_at)
                 values (?1, ?2, ?3, 'active', ?4, ?5, ?6, ?7, ?7)",
            )?;
            let every_ms = options.every.map(duration_ms);
            let given = params![url, options.title, options.lang, every_ms, options.ignore_cache, options.user_agent, ms(now)];
            let id = FeedId(statement.insert(given)?);
            replace_tags(db, id, &options.tags)?;
            Ok(id)
        })
    }

    /// Ends a subscription: the feed's items go, articles and events stay. False where there is no such feed.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn remove_feed(&self, id: FeedId) -> Result<bool, StoreError> {
        self.write("removing a feed", |db| Ok(0 < run(db, "delete from feeds where id = ?1", [id.0])?))
    }

    /// Pauses or resumes a feed; a resumed one is polled at once. False where there is no such feed.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn set_feed_state(&self, id: FeedId, state: FeedState, now: Timestamp) -> Result<bool, StoreError> {
        self.write("changing a feed's state", |db| {
            let sql =
                "update feeds set state = ?2, next_poll_at = iif(?2 = 'active' and state <> 'active', ?3, next_poll_at) where id = ?1";
            Ok(0 < run(db, sql, params![id.0, state.as_str(), ms(now)])?)
        })
    }

    /// Replaces all that the user has said about a feed. False where there is no such feed.
    ///
    /// A shorter interval holds from the last poll on.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn set_feed_options(&self, id: FeedId, options: &FeedOptions) -> Result<bool, StoreError> {
        self.write("changing a feed's options", |db| {
            let n_changed = run(
                db,
                "update feeds set given_title = ?2, given_lang = ?3, every_ms = ?4, ignore_cache = ?5, user_agent = ?6,
                     next_poll_at = min(next_poll_at, coalesce(last_polled_at + ?4, next_poll_at)) where id = ?1",
                params![id.0, options.title, options.lang, options.every.map(duration_ms), options.ignore_cache, options.user_agent],
            )?;
            if 0 < n_changed {
                replace_tags(db, id, &options.tags)?;
            }
            Ok(0 < n_changed)
        })
    }

    /// Has an active feed polled at once. False where there is no such feed, or it is not active.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn poll_now(&self, id: FeedId, now: Timestamp) -> Result<bool, StoreError> {
        self.write("asking for a poll", |db| {
            Ok(0 < run(db, "update feeds set next_poll_at = min(next_poll_at, ?2) where id = ?1 and state = 'active'", [id.0, ms(now)])?)
        })
    }

    /// Gives a feed the address it has moved to, or merges it into the feed that has that address. `None` where there is no
    /// such feed.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn move_feed(&self, id: FeedId, to: &str) -> Result<Option<FeedMove>, StoreError> {
        self.write("moving a feed", |db| match feed_id_of(db, to)? {
            Some(target) if target != id => merge_feeds(db, id, target),
            _ => {
                let sql = "update feeds set url = ?2, moved_to = null, moved_count = 0 where id = ?1";
                Ok((0 < run(db, sql, params![id.0, to])?).then_some(FeedMove::Renamed))
            }
        })
    }

    /// Every feed, by id.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn list_feeds(&self) -> Result<Vec<Feed>, StoreError> {
        self.read("listing feeds", |db| with_tags(db, all(db, &format!("{FEED} order by id"), [], feed_of)?))
    }

    /// One feed.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn feed(&self, id: FeedId) -> Result<Option<Feed>, StoreError> {
        self.read("reading a feed", |db| {
            let feed = first(db, &format!("{FEED} where id = ?1"), [id.0], feed_of)?;
            Ok(with_tags(db, feed.into_iter().collect())?.pop())
        })
    }

    /// The feed with exactly this address.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn feed_by_url(&self, url: &str) -> Result<Option<Feed>, StoreError> {
        self.read("reading a feed", |db| {
            let feed = first(db, &format!("{FEED} where url = ?1"), [url], feed_of)?;
            Ok(with_tags(db, feed.into_iter().collect())?.pop())
        })
    }

    /// Active feeds whose time has come, the longest due first. They stay due until their poll is recorded.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_feeds(&self, now: Timestamp, limit: usize) -> Result<Vec<Feed>, StoreError> {
        self.read("looking for feeds to poll", |db| {
            let sql = format!("{FEED} where state = 'active' and next_poll_at <= :now order by next_poll_at, id limit :limit");
            with_tags(db, all(db, &sql, named_params! {":now": ms(now), ":limit": limit_of(limit)}, feed_of)?)
        })
    }
}

fn feed_id_of(db: &Connection, url: &str) -> Outcome<Option<FeedId>> {
    Ok(value(db, "select id from feeds where url = ?1", [url])?.map(FeedId))
}

fn replace_tags(db: &Connection, id: FeedId, tags: &[String]) -> Outcome<()> {
    run(db, "delete from feed_tags where feed_id = ?1", [id.0])?;
    for tag in tags {
        run(db, "insert or ignore into feed_tags (feed_id, tag) values (?1, ?2)", params![id.0, tag])?;
    }
    Ok(())
}

/// Moves items and tags over; an item that the target has too is the target's.
fn merge_feeds(db: &Connection, from: FeedId, target: FeedId) -> Outcome<Option<FeedMove>> {
    if value::<i64>(db, "select id from feeds where id = ?1", [from.0])?.is_none() {
        return Ok(None);
    }
    let ids = [from.0, target.0];
    run(db, "insert or ignore into feed_tags (feed_id, tag) select ?2, tag from feed_tags where feed_id = ?1", ids)?;
    run(db, "update or ignore items set feed_id = ?2 where feed_id = ?1", ids)?;
    // Keys follow their items; those of items that stayed behind go with the feed.
    run(
        db,
        "insert or ignore into item_keys (feed_id, key, item_id)
         select ?2, k.key, k.item_id from item_keys k join items i on i.id = k.item_id where k.feed_id = ?1 and i.feed_id = ?2",
        ids,
    )?;
    run(db, "delete from feeds where id = ?1", [from.0])?;
    run(db, "update feeds set n_items = (select count(*) from items where feed_id = ?1) where id = ?1", [target.0])?;
    Ok(Some(FeedMove::MergedInto(target)))
}

fn with_tags(db: &Connection, mut feeds: Vec<Feed>) -> Outcome<Vec<Feed>> {
    for feed in &mut feeds {
        feed.tags = all(db, "select feed_id, tag from feed_tags where feed_id = ?1 order by tag", [feed.id.0], |row| Ok(row.get(1)?))?;
    }
    Ok(feeds)
}

fn feed_of(row: &Row<'_>) -> Outcome<Feed> {
    let mut c = Columns::of("feeds", row);
    Ok(Feed {
        id: FeedId(c.take()?),
        url: c.take()?,
        title: c.take()?,
        link: c.take()?,
        lang: c.take()?,
        tags: Vec::new(),
        state: c.word()?,
        every: c.take::<Option<Span>>()?.map(|span| span.0),
        ignore_cache: c.take()?,
        user_agent: c.take()?,
        validators: Validators { etag: c.take()?, last_modified: c.take()? },
        body_hash: c.take()?,
        interval: c.take::<Option<Span>>()?.map(|span| span.0),
        next_poll_at: c.time()?,
        last_polled_at: c.maybe_time()?,
        last_success_at: c.maybe_time()?,
        last_new_at: c.maybe_time()?,
        consecutive_failures: c.take()?,
        failure: failure_of(&mut c)?,
        moved_to: c.take()?,
        moved_count: c.take()?,
        baseline_done: c.take()?,
        n_items: c.count()?,
        wishes: PollWishes { min_interval: c.take::<Option<Span>>()?.map(|span| span.0), skip_hours: c.json()?, skip_days: c.json()? },
        health: c.word()?,
        health_text: c.take()?,
        health_since: c.maybe_time()?,
        created_at: c.time()?,
    })
}

/// Reads the three columns of a failure, which the schema lets be empty only together.
pub(super) fn failure_of(c: &mut Columns<'_>) -> Outcome<Option<Failure>> {
    let (kind, text, at) = (c.maybe_word()?, c.take()?, c.maybe_time()?);
    Ok(match (kind, text, at) {
        (Some(kind), Some(text), Some(at)) => Some(Failure { kind, text, at }),
        _ => None,
    })
}
