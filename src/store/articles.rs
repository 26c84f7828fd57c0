//! Articles: one text, however many feeds and addresses carry it.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Outcome, all, first, ms, run, value};
use crate::model::{Article, ArticleDetails, ArticleId, BodySource, Fingerprint, ItemId};

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
    /// What else its page says.
    pub details: ArticleDetails,
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
    /// Whether it is another outlet's, of whose text this one is a copy: its words and address stay.
    is_others: bool,
}

/// Whether one text is a copy of the other, small changes aside.
pub type Copies<'a> = &'a dyn Fn(&str, &str) -> bool;

/// How long after a dispatch, or before it, copies of it appear.
const COPY_MS: i64 = 48 * 60 * 60 * 1000;

const KNOWN: &str = "select id, content_hash, body_source, published_at from articles";

/// The columns that [`article_of`] reads.
pub(super) const ARTICLE_COLUMNS: &str = "id, url, title, body, body_source, author, lang, published_at, first_seen_at, baseline, outlet, fetch_note, quality, \
     subtitle, section, image_url, modified_at, utc_offset_s, agency";

impl Store {
    /// Stores what was fetched for an item, and makes the item a sighting of it. `None`, and nothing written, where the item was
    /// removed meanwhile.
    ///
    /// An article is recognised by its address, else by the item having led to it before, else by its words. Its text is
    /// replaced only by a better source's, or by an as good one's where the same item has changed; so two feeds that word one
    /// page differently do not overwrite each other. Another outlet's copy of a dispatch (`copies` tells) is one more sighting of it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_article(
        &self,
        id: ItemId,
        article: &NewArticle,
        copies: Copies<'_>,
        now: Timestamp,
    ) -> Result<Option<(ArticleId, ArticleChange)>, StoreError> {
        self.write("recording an article", |db| {
            let Some(sighting) = first(db, "select id, first_seen_at, baseline, article_id from items where id = ?1", [id.0], sighting_of)?
            else {
                return Ok(None);
            };
            let (article_id, change) = match find_known(db, id, article, &sighting, copies)? {
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
                     page_failure = iif(?3 = 'feed_summary', page_failure, null),
                     page_problem = iif(?3 = 'feed_summary', page_problem, null) where id = ?1",
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

fn find_known(db: &Connection, item: ItemId, article: &NewArticle, sighting: &Sighting, copies: Copies<'_>) -> Outcome<Option<Known>> {
    let by_url = first(db, &format!("{KNOWN} where url = ?1"), [&article.url], known_of)?;
    if by_url.is_some() {
        return Ok(by_url);
    }
    let by_item = first(db, &format!("{KNOWN} where id = ?1"), [sighting.article_id.map(|id| id.0)], known_of)?;
    if let Some(known) = by_item {
        if !is_others(db, item, &known, article)? {
            return Ok(Some(known));
        }
        // A copy that was changed: it stays one only while it still says the same.
        if copies(&body_of(db, known.id)?, &article.body) {
            return Ok(Some(Known { is_others: true, ..known }));
        }
    }
    let by_words = first(db, &format!("{KNOWN} where content_hash = ?1 order by id"), [&article.content_hash], known_of)?;
    if by_words.is_some() {
        return Ok(by_words);
    }
    find_original(db, article, sighting, copies)
}

/// Whether an item's article has come to it as a copy: another item leads to it too, and it has another address.
fn is_others(db: &Connection, item: ItemId, known: &Known, article: &NewArticle) -> Outcome<bool> {
    let sql = "select count(*) from articles a where a.id = ?1 and a.url is not null and ?3 is not null and a.url <> ?3
               and exists (select 1 from items i where i.article_id = a.id and i.id <> ?2)";
    let n: Option<i64> = value(db, sql, params![known.id.0, item.0, article.url])?;
    Ok(n.is_some_and(|n| 0 < n))
}

pub(super) fn body_of(db: &Connection, id: ArticleId) -> Outcome<String> {
    Ok(value(db, "select body from articles where id = ?1", [id.0])?.unwrap_or_default())
}

/// The article of another outlet, of about the same time, of whose text this one is a copy.
fn find_original(db: &Connection, article: &NewArticle, sighting: &Sighting, copies: Copies<'_>) -> Outcome<Option<Known>> {
    let Some(print) = article.fingerprint else { return Ok(None) };
    let at = article.published_at.unwrap_or(sighting.first_seen_at);
    for id in alike(db, print, at)? {
        // One outlet that says nearly the same twice tells news of its own: a table of rates, a second version.
        let sql = format!("{KNOWN} where id = ?1 and outlet is not null and outlet <> ?2 and lang is ?3");
        let known = first(db, &sql, params![id, article.outlet, article.lang], known_of)?;
        if let Some(known) = known
            && copies(&body_of(db, known.id)?, &article.body)
        {
            return Ok(Some(Known { is_others: true, ..known }));
        }
    }
    Ok(None)
}

/// Articles of about a time whose texts hardly differ from one with this fingerprint; that one among them, once it is stored.
pub(super) fn alike(db: &Connection, print: Fingerprint, at: Timestamp) -> Outcome<Vec<i64>> {
    let sql = "select id, fingerprint from articles where at between ?1 and ?2 and fingerprint is not null order by at, id";
    let near: Vec<(i64, i64)> = all(db, sql, [ms(at) - COPY_MS, ms(at) + COPY_MS], |row| {
        let mut c = Columns::of("articles", row);
        Ok((c.take()?, c.take()?))
    })?;
    let is_alike = |(_, bits): &(i64, i64)| Fingerprint(bits.cast_unsigned()).is_alike(print);
    Ok(near.into_iter().filter(is_alike).map(|(id, _)| id).collect())
}

fn insert(db: &Connection, article: &NewArticle, sighting: &Sighting) -> Outcome<ArticleId> {
    let mut statement = db.prepare_cached(
        "insert into articles (url, title, body, body_source, author, lang, published_at, first_seen_at, at, baseline, outlet, fetch_note,
             content_hash, fingerprint, quality, subtitle, section, image_url, modified_at, utc_offset_s, agency)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce(?7, ?8), ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
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
        article.details.subtitle,
        article.details.section,
        article.details.image_url,
        article.details.modified_at.map(ms),
        article.details.utc_offset_s,
        article.details.agency,
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
             published_at = coalesce(published_at, ?8), at = coalesce(published_at, ?8, min(first_seen_at, ?3)), agency = coalesce(agency, ?9)
         where id = ?1",
        params![
            known.id.0,
            sighting.baseline,
            ms(sighting.first_seen_at),
            article.url,
            article.author,
            article.outlet,
            article.lang,
            article.published_at.map(ms),
            article.details.agency,
        ],
    )?;
    let is_better = rank(known.body_source) < rank(article.body_source);
    let is_own_change = !known.is_others && sighting.article_id == Some(known.id) && rank(known.body_source) <= rank(article.body_source);
    let is_new_text = known.content_hash != article.content_hash && (is_better || is_own_change);
    let is_new_date = known.published_at.is_none() && article.published_at.is_some();
    if is_new_text {
        if !is_better {
            keep_version(db, known, now)?;
        }
        replace_text(db, known, article)?;
    }
    if is_new_text || is_new_date {
        run(db, "update articles set extracted_with = '' where id = ?1", [known.id.0])?;
        run(db, "delete from faults where unit = 'article' and row_id = ?1", [known.id.0])?;
    }
    Ok(is_new_text || is_new_date)
}

/// Keeps what tells an article's text apart before its outlet changed it. A page that comes in place of a summary is no such change.
fn keep_version(db: &Connection, known: &Known, now: Timestamp) -> Outcome<()> {
    let sql = "insert or ignore into article_versions (article_id, changed_at, content_hash) values (?1, ?2, ?3)";
    run(db, sql, params![known.id.0, ms(now), known.content_hash])?;
    Ok(())
}

fn replace_text(db: &Connection, known: &Known, article: &NewArticle) -> Outcome<()> {
    // The language follows the text, and so does the note on where it comes from.
    run(
        db,
        "update articles set title = ?2, body = ?3, body_source = ?4, lang = coalesce(?5, lang), fetch_note = ?6, content_hash = ?7,
             fingerprint = ?8, quality = ?9, subtitle = ?10, section = ?11, image_url = ?12, modified_at = ?13, utc_offset_s = ?14
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
            article.details.subtitle,
            article.details.section,
            article.details.image_url,
            article.details.modified_at.map(ms),
            article.details.utc_offset_s,
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
    Ok(Known { id: ArticleId(c.take()?), content_hash: c.take()?, body_source: c.word()?, published_at: c.maybe_time()?, is_others: false })
}

/// Reads the columns of [`ARTICLE_COLUMNS`].
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
        details: ArticleDetails {
            subtitle: c.take()?,
            section: c.take()?,
            image_url: c.take()?,
            modified_at: c.maybe_time()?,
            utc_offset_s: c.take()?,
            agency: c.take()?,
        },
    })
}
