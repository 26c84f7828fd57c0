//! Articles on their way past the watches on mentions, and the alerts that come of it.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::articles::{Copies, alike, body_of};
use super::error::StoreError;
use super::listing::{ArticleDetail, read_article};
use super::open::Store;
use super::raise;
use super::rows::{Columns, Ms, Outcome, all, first, limit_of, run, value};
use crate::model::{ArticleId, Fingerprint, NewAlert, WatchId};

/// An article that watches on mentions have still to see.
#[derive(Debug, Clone, PartialEq)]
pub struct DueMention {
    /// The article, with where it was seen and whom it names.
    pub detail: ArticleDetail,
    /// Which text this is; to be given back.
    pub content_hash: String,
    /// The tags of the feeds in which it was seen.
    pub tags: Vec<String>,
}

/// What came of the alerts that an article was to raise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// Alerts that are new.
    pub new: usize,
    /// Alerts that were not raised, because the watch was alerted of nearly the same text before.
    pub copies: usize,
}

impl Store {
    /// Articles that watches on mentions have still to see, by id.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_mentions(&self, limit: usize) -> Result<Vec<DueMention>, StoreError> {
        self.read("looking for articles to match", |db| {
            let sql = "select id from articles where to_match = 1 order by id limit ?1";
            let ids = all(db, sql, [limit_of(limit)], |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(ids.into_iter().map(|id| read_mention(db, id)).collect::<Outcome<Vec<_>>>()?.into_iter().flatten().collect())
        })
    }

    /// One article as [`Store::due_mentions`] gives them, due or not.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn mention(&self, id: ArticleId) -> Result<Option<DueMention>, StoreError> {
        self.read("reading an article", |db| read_mention(db, id))
    }

    /// The idempotency key of the alert that a watch raises on an article: the same whenever it is asked for.
    pub fn mention_key(&self, watch_id: WatchId, article_id: ArticleId) -> String {
        format!("{}-{watch_id}-article-{article_id}", self.database_id())
    }

    /// Writes the alerts that an article raises, with their deliveries, and that it was matched. A watch is alerted of an article once,
    /// and of a text once, whoever else carries it (`copies` tells).
    ///
    /// The article stays due where its text, or the watches, have changed since they were read. Alerts of watches that are gone, and
    /// what is muted, are left out.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_mentions(
        &self,
        (id, content_hash): (ArticleId, &str),
        watches_version: u64,
        alerts: &[NewAlert],
        copies: Copies<'_>,
        now: Timestamp,
    ) -> Result<Mentioned, StoreError> {
        self.write("recording an article's matches", |db| {
            let mut mentioned = Mentioned::default();
            let alike = if alerts.is_empty() { Vec::new() } else { copies_of(db, id, copies)? };
            for alert in alerts {
                if is_told(db, alert.watch_id, &alike)? {
                    mentioned.copies += 1;
                } else if raise::on_article(db, &self.mention_key(alert.watch_id, id), id, alert, now)? {
                    mentioned.new += 1;
                }
            }
            let known: Option<String> = value(db, "select value from meta where key = 'watches_version'", [])?;
            if known == Some(watches_version.to_string()) {
                run(db, "update articles set to_match = 0 where id = ?1 and content_hash = ?2", params![id.0, content_hash])?;
            }
            Ok(mentioned)
        })
    }
}

fn read_mention(db: &Connection, id: ArticleId) -> Outcome<Option<DueMention>> {
    let Some(detail) = read_article(db, id)? else { return Ok(None) };
    let content_hash: Option<String> = value(db, "select content_hash from articles where id = ?1", [id.0])?;
    let sql = "select distinct t.tag from items i join feed_tags t on t.feed_id = i.feed_id where i.article_id = ?1 order by t.tag";
    let tags = all(db, sql, [id.0], |row| Ok(row.get(0)?))?;
    Ok(content_hash.map(|content_hash| DueMention { detail, content_hash, tags }))
}

/// Other articles that say nearly the same.
fn copies_of(db: &Connection, id: ArticleId, copies: Copies<'_>) -> Outcome<Vec<i64>> {
    let sql = "select id, fingerprint, at from articles where id = ?1 and fingerprint is not null";
    let own = first(db, sql, [id.0], |row| {
        let mut c = Columns::of("articles", row);
        let _id: i64 = c.take()?;
        Ok((Fingerprint(c.take::<i64>()?.cast_unsigned()), c.take::<Ms>()?.0))
    })?;
    let Some((print, at)) = own else { return Ok(Vec::new()) };
    let body = body_of(db, id)?;
    let mut found = Vec::new();
    for other in alike(db, print, at)?.into_iter().filter(|other| *other != id.0) {
        if copies(&body_of(db, ArticleId(other))?, &body) {
            found.push(other);
        }
    }
    Ok(found)
}

fn is_told(db: &Connection, watch_id: WatchId, articles: &[i64]) -> Outcome<bool> {
    let mut statement = db.prepare_cached("select 1 from alerts where watch_id = ?1 and article_id = ?2")?;
    for article in articles {
        if statement.exists([watch_id.0, *article])? {
            return Ok(true);
        }
    }
    Ok(false)
}
