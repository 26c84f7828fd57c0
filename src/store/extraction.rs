//! What the extractor finds in an article, replaced as a whole whenever it reads the article again.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::articles::{ARTICLE_COLUMNS, article_of};
use super::error::StoreError;
use super::faults::sweep_faults;
use super::linking::refresh_counts;
use super::open::Store;
use super::reports::{ReportPlace, index, insert_report};
use super::rows::{Columns, Outcome, all, first, limit_of, ms, run, to_json};
use crate::model::{Article, ArticleId, EventId, Extraction, Mention};

/// An article that is to be extracted.
#[derive(Debug, Clone, PartialEq)]
pub struct DueArticle {
    /// The article.
    pub article: Article,
    /// Which text this is; to be given back with the extraction.
    pub content_hash: String,
}

/// What became of an extraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is stored.
    Done,
    /// The row has changed or gone meanwhile: nothing was stored, and it is due again if it is still there.
    Stale,
}

/// Folds a name for comparison: given by the caller, as this room knows no text.
pub type Fold<'a> = &'a dyn Fn(&str) -> String;

impl Store {
    /// Articles that `engine` has not read: first those that none has, then those read by another version.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_articles(&self, engine: &str, limit: usize) -> Result<Vec<DueArticle>, StoreError> {
        self.read("looking for articles to extract", |db| {
            let mut due = Vec::new();
            for comparison in ["<", ">"] {
                let sql = format!(
                    "select {ARTICLE_COLUMNS}, content_hash from articles a
                     where extracted_with {comparison} ?1 and not exists (
                         select 1 from faults where unit = 'article' and row_id = a.id and version = ?1 and 3 <= tries)
                     order by extracted_with, id limit ?2"
                );
                due.extend(all(db, &sql, params![engine, limit_of(limit - due.len())], |row| {
                    let mut c = Columns::of("articles", row);
                    Ok(DueArticle { article: article_of(&mut c)?, content_hash: c.take()? })
                })?);
            }
            Ok(due)
        })
    }

    /// Replaces an article's entities and reports by what `engine` found in the text with `content_hash`.
    ///
    /// Where only the engine is new, the reports are quiet: they raise no alert, unless the article's earlier reports still had
    /// one to raise. Events that lose a report keep their id and are put together afresh once the new reports are linked.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_extraction(
        &self,
        due: (ArticleId, &str),
        engine: &str,
        extraction: &Extraction,
        fold: Fold<'_>,
        now: Timestamp,
    ) -> Result<Recorded, StoreError> {
        let (id, content_hash) = due;
        self.write("recording an extraction", |db| {
            let sql = "select id, extracted_with, extracted_at is not null, at from articles where id = ?1 and content_hash = ?2";
            let found = first(db, sql, params![id.0, content_hash], |row| {
                let mut c = Columns::of("articles", row);
                let (_id, extracted_with): (i64, String) = (c.take()?, c.take()?);
                Ok((extracted_with, c.take::<bool>()?, c.time()?))
            })?;
            let Some((extracted_with, was_extracted, at)) = found else { return Ok(Recorded::Stale) };
            let only_engine_is_new = was_extracted && !extracted_with.is_empty();
            let quiet = only_engine_is_new && !has_unraised_news(db, id)?;
            keep_what_was_said(db, id)?;
            remove_reports(db, id, quiet, now)?;
            replace_entities(db, id, extraction, fold)?;
            for (position, report) in extraction.reports.iter().enumerate() {
                insert_report(db, &ReportPlace { article_id: id, position, at, quiet }, report)?;
            }
            if !only_engine_is_new {
                // Read for the first time, or with a new text.
                let sql = "update articles set to_match = 1 where id = ?1 and exists (select 1 from watches where \"on\" = 'mentions')";
                run(db, sql, [id.0])?;
            }
            let notes: Vec<&str> = extraction.notes.iter().map(|note| note.what.as_str()).collect();
            run(
                db,
                "update articles set extracted_with = ?2, extracted_at = ?3, notes = ?4, lang = coalesce(lang, nullif(?5, '')) where id = ?1",
                params![id.0, engine, ms(now), to_json("an extraction's notes", &notes)?, extraction.lang],
            )?;
            run(db, "delete from faults where unit = 'article' and row_id = ?1", [id.0])?;
            Ok(Recorded::Done)
        })
    }
}

/// Whether an earlier report of the article is not yet linked, or stands in an event not yet matched since.
fn has_unraised_news(db: &Connection, id: ArticleId) -> Outcome<bool> {
    let sql = "select 1 from reports r left join events e on e.id = r.event_id
               where r.article_id = ?1 and r.quiet = 0 and (e.id is null or (e.news = 1 and e.version <> e.matched_version))";
    Ok(db.prepare_cached(sql)?.exists([id.0])?)
}

/// Keeps for each event what the article said of it, where its text was changed since it was read; the surest report stands for all.
fn keep_what_was_said(db: &Connection, id: ArticleId) -> Outcome<()> {
    run(
        db,
        "insert or ignore into event_edits (event_id, at, article_id, outlet, title, content_hash, status, evidence)
         select r.event_id, v.changed_at, a.id, a.outlet, a.title, v.content_hash, r.status, r.evidence
         from articles a
         join article_versions v on v.article_id = a.id and a.extracted_at <= v.changed_at
         join reports r on r.article_id = a.id
         where a.id = ?1 and r.event_id is not null
         order by v.changed_at, r.confidence desc",
        [id.0],
    )?;
    Ok(())
}

/// Takes an article's reports out of their events, which stay, and are put together afresh; quietly, where only the engine is new.
fn remove_reports(db: &Connection, id: ArticleId, quiet: bool, now: Timestamp) -> Outcome<()> {
    let sql = "delete from reports where article_id = ?1 returning event_id";
    let events: BTreeSet<i64> = all(db, sql, [id.0], |row| Ok(row.get::<_, Option<i64>>(0)?))?.into_iter().flatten().collect();
    for event_id in events {
        let sql = "update events set recount = 1, edited = max(edited, ?3), updated_at = ?2 where id = ?1";
        run(db, sql, params![event_id, ms(now), !quiet])?;
        refresh_counts(db, EventId(event_id))?;
    }
    sweep_faults(db)
}

fn replace_entities(db: &Connection, id: ArticleId, extraction: &Extraction, fold: Fold<'_>) -> Outcome<()> {
    run(db, "delete from article_entities where article_id = ?1", [id.0])?;
    for (position, entity) in extraction.entities.iter().enumerate() {
        run(
            db,
            "insert into article_entities (article_id, position, entity, kind, name, folded, country, mentions)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                id.0,
                index(position),
                entity.entity.as_ref().map(|entity| &entity.0),
                entity.kind.as_str(),
                entity.name,
                fold(&entity.name),
                entity.country,
                to_json("an entity's mentions", &stored_mentions(&entity.mentions))?,
            ],
        )?;
    }
    Ok(())
}

/// A mention as it is stored: its words, and the first and last byte where it stands in the body.
pub(super) type StoredMention = (String, Option<(usize, usize)>);

fn stored_mentions(mentions: &[Mention]) -> Vec<StoredMention> {
    mentions.iter().map(|mention| (mention.text.clone(), mention.span.map(|span| (span.start, span.end)))).collect()
}
