//! Articles: one text, however many feeds and addresses carry it.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Outcome, first, ms, run};
use crate::model::{Article, ArticleId, BodySource, Fingerprint, ItemId};

/// An article as it was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct NewArticle {
    /// Canonical address, normalised: the same address is the same article.
    pub url: Option<String>,
    /// Plain text.
    pub title: String,
    /// Plain text, paragraphs split by newlines.
    pub body: String,
    /// Where the body comes from.
    pub body_source: BodySource,
    /// Plain text.
    pub author: Option<String>,
    /// ISO 639-1 code.
    pub lang: Option<String>,
    /// When it was published; never the future.
    pub published_at: Option<Timestamp>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Why the page could not be had, where it could not.
    pub fetch_note: Option<String>,
    /// How far two extractors agree on the page's body, 0 to 1; `None` where the feed gave it.
    pub quality: Option<f64>,
    /// Hash of title and body: the same words are the same article, under whatever address.
    pub content_hash: String,
    /// What the body says in short; `None` where it is too short to tell.
    pub fingerprint: Option<Fingerprint>,
    /// Folded terms of title and body for the full-text search, split by spaces.
    pub search_terms: String,
}

/// What became of a fetched article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleChange {
    /// It was never seen.
    Created,
    /// It is known, by its address or its words: one more sighting, or the same again.
    SeenAgain,
    /// Its words have changed (or its date became known): it is to be extracted again.
    Updated,
}

/// The article that a fetched one turned out to be.
struct Known {
    id: ArticleId,
    content_hash: String,
    body_source: BodySource,
    published_at: Option<Timestamp>,
}

const KNOWN: &str = "select id, content_hash, body_source, published_at from articles";

/// The columns that [`article_of`] reads.
pub(super) const ARTICLE_COLUMNS: &str =
    "id, url, title, body, body_source, author, lang, published_at, first_seen_at, baseline, outlet, fetch_note, quality";

impl Store {
    /// Stores what was fetched for an item, and makes the item a sighting of it. `None`, and nothing written, where the item was
    /// removed meanwhile.
    ///
    /// An article is recognised by its address, else by the item having led to it before, else by its words. Its text is
    /// replaced only by a better source's, or by an as good one's where the same item has changed; so two feeds that word one
    /// page differently do not overwrite each other.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_article(
        &self,
        id: ItemId,
        article: &NewArticle,
        now: Timestamp,
    ) -> Result<Option<(ArticleId, ArticleChange)>, StoreError> {
        self.write("recording an article", |db| {
            let Some(sighting) = first(db, "select id, first_seen_at, baseline, article_id from items where id = ?1", [id.0], sighting_of)?
            else {
                return Ok(None);
            };
            let (article_id, change) = match find_known(db, article, &sighting)? {
                None => (insert(db, article, &sighting)?, ArticleChange::Created),
                Some(known) => {
                    let is_updated = merge(db, &known, article, &sighting, now)?;
                    (known.id, if is_updated { ArticleChange::Updated } else { ArticleChange::SeenAgain })
                }
            };
            run(
                db,
                "update items set state = 'done', article_id = ?2, summary = null, content = null,
                     failure_kind = null, failure_text = null, failure_at = null,
                     page_failure = iif(?3 = 'feed_summary', page_failure, null) where id = ?1",
                params![id.0, article_id.0, article.body_source.as_str()],
            )?;
            Ok(Some((article_id, change)))
        })
    }
}

/// What the item knows of its article.
struct Sighting {
    first_seen_at: Timestamp,
    baseline: bool,
    article_id: Option<ArticleId>,
}

fn sighting_of(row: &Row<'_>) -> Outcome<Sighting> {
    let mut c = Columns::of("items", row);
    let _id: i64 = c.take()?;
    Ok(Sighting { first_seen_at: c.time()?, baseline: c.take()?, article_id: c.take::<Option<i64>>()?.map(ArticleId) })
}

fn find_known(db: &Connection, article: &NewArticle, sighting: &Sighting) -> Outcome<Option<Known>> {
    let by_url = first(db, &format!("{KNOWN} where url = ?1"), [&article.url], known_of)?;
    if by_url.is_some() {
        return Ok(by_url);
    }
    let by_item = first(db, &format!("{KNOWN} where id = ?1"), [sighting.article_id.map(|id| id.0)], known_of)?;
    if by_item.is_some() {
        return Ok(by_item);
    }
    first(db, &format!("{KNOWN} where content_hash = ?1 order by id"), [&article.content_hash], known_of)
}

fn insert(db: &Connection, article: &NewArticle, sighting: &Sighting) -> Outcome<ArticleId> {
    let mut statement = db.prepare_cached(
        "insert into articles (url, title, body, body_source, author, lang, published_at, first_seen_at, at, baseline, outlet, fetch_note,
             content_hash, fingerprint, quality)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce(?7, ?8), ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    let id = statement.insert(params![
        article.url,
        article.title,
        article.body,
        article.body_source.as_str(),
        article.author,
        article.lang,
        article.published_at.map(ms),
        ms(sighting.first_seen_at),
        sighting.baseline,
        article.outlet,
        article.fetch_note,
        article.content_hash,
        article.fingerprint.map(|print| print.0.cast_signed()),
        article.quality,
    ])?;
    run(db, "insert into article_fts (rowid, terms) values (?1, ?2)", params![id, article.search_terms])?;
    Ok(ArticleId(id))
}

/// Takes what a further sighting adds; true where the article is to be extracted again.
fn merge(db: &Connection, known: &Known, article: &NewArticle, sighting: &Sighting, now: Timestamp) -> Outcome<bool> {
    run(
        db,
        "update articles set baseline = min(baseline, ?2), first_seen_at = min(first_seen_at, ?3), url = coalesce(url, ?4),
             author = coalesce(author, ?5), outlet = coalesce(outlet, ?6), lang = coalesce(lang, ?7),
             published_at = coalesce(published_at, ?8), at = coalesce(published_at, ?8, min(first_seen_at, ?3))
         where id = ?1",
        params![
            known.id.0,
            sighting.baseline,
            ms(sighting.first_seen_at),
            article.url,
            article.author,
            article.outlet,
            article.lang,
            article.published_at.map(ms)
        ],
    )?;
    let is_better = rank(known.body_source) < rank(article.body_source);
    let is_own_change = sighting.article_id == Some(known.id) && rank(known.body_source) <= rank(article.body_source);
    let is_new_text = known.content_hash != article.content_hash && (is_better || is_own_change);
    let is_new_date = known.published_at.is_none() && article.published_at.is_some();
    if is_new_text {
        replace_text(db, known, article, now)?;
    }
    if is_new_text || is_new_date {
        run(db, "update articles set extracted_with = '' where id = ?1", [known.id.0])?;
        run(db, "delete from faults where unit = 'article' and row_id = ?1", [known.id.0])?;
    }
    Ok(is_new_text || is_new_date)
}

fn replace_text(db: &Connection, known: &Known, article: &NewArticle, now: Timestamp) -> Outcome<()> {
    run(
        db,
        "insert or ignore into article_versions (article_id, changed_at, content_hash) values (?1, ?2, ?3)",
        params![known.id.0, ms(now), known.content_hash],
    )?;
    // The language follows the text, and so does the note on where it comes from.
    run(
        db,
        "update articles set title = ?2, body = ?3, body_source = ?4, lang = coalesce(?5, lang), fetch_note = ?6, content_hash = ?7,
             fingerprint = ?8, quality = ?9
         where id = ?1",
        params![
            known.id.0,
            article.title,
            article.body,
            article.body_source.as_str(),
            article.lang,
            article.fetch_note,
            article.content_hash,
            article.fingerprint.map(|print| print.0.cast_signed()),
            article.quality,
        ],
    )?;
    run(db, "insert or replace into article_fts (rowid, terms) values (?1, ?2)", params![known.id.0, article.search_terms])?;
    Ok(())
}

/// How much a source is to be preferred.
const fn rank(source: BodySource) -> u8 {
    match source {
        BodySource::FeedSummary => 0,
        BodySource::FeedContent | BodySource::Page => 1,
    }
}

fn known_of(row: &Row<'_>) -> Outcome<Known> {
    let mut c = Columns::of("articles", row);
    Ok(Known { id: ArticleId(c.take()?), content_hash: c.take()?, body_source: c.word()?, published_at: c.maybe_time()? })
}

/// Reads the thirteen columns of [`ARTICLE_COLUMNS`].
pub(super) fn article_of(c: &mut Columns<'_>) -> Outcome<Article> {
    Ok(Article {
        id: ArticleId(c.take()?),
        url: c.take()?,
        title: c.take()?,
        body: c.take()?,
        body_source: c.word()?,
        author: c.take()?,
        lang: c.take()?,
        published_at: c.maybe_time()?,
        first_seen_at: c.time()?,
        baseline: c.take()?,
        outlet: c.take()?,
        fetch_note: c.take()?,
        quality: c.take()?,
    })
}
