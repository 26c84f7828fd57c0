//! Questions about articles and about who is named in them.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::articles::{ARTICLE_COLUMNS, article_of};
use super::error::StoreError;
use super::extraction::StoredMention;
use super::items::item_of;
use super::linking::marks;
use super::open::Store;
use super::reports::read_reports;
use super::rows::{Columns, Outcome, all, first, limit_of, ms, value};
use crate::model::{
    Article, ArticleId, BodySource, Entity, EntityKind, EntityRef, EventId, FeedId, Item, LinkedReport, Mention, PageProblem, Span,
};

/// Which articles to list, newest first; what is absent does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleQuery {
    /// Seen in this feed.
    pub feed: Option<FeedId>,
    /// In this language.
    pub lang: Option<String>,
    /// Published (else first seen) at or after.
    pub since: Option<Timestamp>,
    /// Published (else first seen) before.
    pub until: Option<Timestamp>,
    /// For which this full-text expression (FTS5, already folded) holds.
    pub text: Option<String>,
    /// In which this entity is named.
    pub entity: Option<EntityRef>,
    /// Only those that make at least one report.
    pub with_reports: bool,
    /// At most this many.
    pub limit: usize,
    /// The last article of the page before.
    pub after: Option<(Timestamp, ArticleId)>,
}

/// An article as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleSummary {
    /// Row id.
    pub id: ArticleId,
    /// Published, else first seen: what the list is sorted by.
    pub at: Timestamp,
    /// Canonical address.
    pub url: Option<String>,
    /// Plain text.
    pub title: String,
    /// ISO 639-1 code.
    pub lang: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Where the body comes from.
    pub body_source: BodySource,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// How many reports it makes.
    pub n_reports: u32,
    /// In how many places of how many feeds it was seen.
    pub n_sightings: u32,
    /// What its page was in place of an article, where the feed's own text stands in.
    pub page_problem: Option<PageProblem>,
}

/// An article with all that hangs on it.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleDetail {
    /// The article.
    pub article: Article,
    /// Where it was seen, first sighting first.
    pub sightings: Vec<Item>,
    /// Who is named in it, in order of first mention.
    pub entities: Vec<Entity>,
    /// Its reports, in order of their evidence, with the event each was linked to.
    pub reports: Vec<(LinkedReport, Option<EventId>)>,
    /// What the extractor skipped, in words.
    pub notes: Vec<String>,
    /// When its text changed, oldest first.
    pub changed_at: Vec<Timestamp>,
}

/// Which entities to list, the most often named first; what is absent does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityQuery {
    /// One of these, or whose folded name starts as `prefix` says.
    pub entities: Vec<EntityRef>,
    /// Whose folded name starts so.
    pub prefix: Option<String>,
    /// Of this kind.
    pub kind: Option<EntityKind>,
    /// Of this state.
    pub country: Option<String>,
    /// Named in articles published (else first seen) at or after; only these are counted.
    pub since: Option<Timestamp>,
    /// At most this many.
    pub limit: usize,
}

/// Somebody named, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityCount {
    /// The knowledge base's id, where known.
    pub entity: Option<EntityRef>,
    /// What it is.
    pub kind: EntityKind,
    /// Canonical English name; a transliteration for the unknown.
    pub name: String,
    /// Its state.
    pub country: Option<String>,
    /// Articles in which it is named.
    pub n_articles: u64,
    /// Events in which it takes part; none is counted for the unknown.
    pub n_events: u64,
}

impl Store {
    /// Articles, newest first.
    ///
    /// # Errors
    /// Where the database fails, or refuses the full-text expression.
    pub fn list_articles(&self, query: &ArticleQuery) -> Result<Vec<ArticleSummary>, StoreError> {
        let filters: [(&str, Option<Vec<Value>>); 8] = [
            ("exists (select 1 from items i where i.article_id = a.id and i.feed_id = ?)", query.feed.map(|id| vec![id.0.into()])),
            ("a.lang = ?", query.lang.clone().map(|lang| vec![lang.into()])),
            ("a.at >= ?", query.since.map(|since| vec![ms(since).into()])),
            ("a.at < ?", query.until.map(|until| vec![ms(until).into()])),
            ("a.id in (select rowid from article_fts where article_fts match ?)", query.text.clone().map(|text| vec![text.into()])),
            (
                "a.id in (select article_id from article_entities where entity = ?)",
                query.entity.clone().map(|entity| vec![entity.0.into()]),
            ),
            ("exists (select 1 from reports r where r.article_id = a.id)", query.with_reports.then(Vec::new)),
            ("(a.at, a.id) < (?, ?)", query.after.map(|(at, id)| vec![ms(at).into(), id.0.into()])),
        ];
        let (conditions, mut values) = filled(filters);
        values.push(limit_of(query.limit).into());
        let sql = format!(
            "select a.id, a.at, a.url, a.title, a.lang, a.outlet, a.body_source, a.published_at, a.first_seen_at,
                 (select count(*) from reports r where r.article_id = a.id), (select count(*) from items i where i.article_id = a.id),
                 (select min(i.page_problem) from items i where i.article_id = a.id)
             from articles a where {conditions} order by a.at desc, a.id desc limit ?"
        );
        self.read("listing articles", |db| all(db, &sql, params_from_iter(values), summary_of))
    }

    /// One article with its sightings, entities and reports.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleDetail>, StoreError> {
        self.read("reading an article", |db| read_article(db, id))
    }

    /// Who is named in the articles, the most often named first.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn list_entities(&self, query: &EntityQuery) -> Result<Vec<EntityCount>, StoreError> {
        let known = format!("(x.entity in ({}) or x.folded >= ? and x.folded < ?)", marks(query.entities.len()));
        let is_named = query.prefix.is_some() || !query.entities.is_empty();
        let filters: [(&str, Option<Vec<Value>>); 4] = [
            (&known, is_named.then(|| named_values(query))),
            ("x.article_id in (select id from articles where at >= ?)", query.since.map(|since| vec![ms(since).into()])),
            ("x.kind = ?", query.kind.map(|kind| vec![kind.as_str().to_owned().into()])),
            ("x.country = ?", query.country.clone().map(|country| vec![country.into()])),
        ];
        let (conditions, mut values) = filled(filters);
        values.push(limit_of(query.limit).into());
        let sql = format!(
            "select min(x.article_id), x.entity, x.kind, x.name, x.country, count(distinct x.article_id) as n_articles,
                 (select count(*) from event_terms t where t.term = x.entity)
             from article_entities x where {conditions}
             group by x.kind, coalesce(x.entity, x.folded) order by n_articles desc, x.name limit ?"
        );
        self.read("listing entities", |db| all(db, &sql, params_from_iter(values), entity_count_of))
    }
}

/// An article with its sightings, entities and reports.
pub(super) fn read_article(db: &Connection, id: ArticleId) -> Outcome<Option<ArticleDetail>> {
    let sql = format!("select {ARTICLE_COLUMNS}, notes from articles where id = ?1");
    let found = first(db, &sql, [id.0], |row| {
        let mut c = Columns::of("articles", row);
        Ok((article_of(&mut c)?, c.json()?))
    })?;
    let Some((article, notes)) = found else { return Ok(None) };
    let sightings = all(
        db,
        "select id, feed_id, key, guid, link, title, author, published_at, updated_at, summary, content, lang, first_seen_at,
             baseline, state, tries, article_id from items where article_id = ?1 order by first_seen_at, id",
        [id.0],
        |row| item_of(&mut Columns::of("items", row)),
    )?;
    let sql = "select article_id, entity, kind, name, country, mentions from article_entities where article_id = ?1 order by position";
    let entities = all(db, sql, [id.0], entity_of)?;
    let reports = read_reports(db, "r.article_id = ?1 order by r.position", [id.0])?;
    let reports = reports.into_iter().map(|report| with_event(db, report)).collect::<Outcome<_>>()?;
    let sql = "select article_id, changed_at from article_versions where article_id = ?1 order by changed_at";
    let changed_at = all(db, sql, [id.0], |row| {
        let mut c = Columns::of("article_versions", row);
        let _article: i64 = c.take()?;
        c.time()
    })?;
    Ok(Some(ArticleDetail { article, sightings, entities, reports, notes, changed_at }))
}

/// The values of the condition on who is asked for: the entities, and the bounds between which a name with the prefix stands.
fn named_values(query: &EntityQuery) -> Vec<Value> {
    let entities = query.entities.iter().map(|entity| Value::from(entity.0.clone()));
    // Without a prefix the bounds hold nothing.
    let bounds = query.prefix.as_ref().map_or_else(Default::default, |prefix| [prefix.clone(), format!("{prefix}{}", char::MAX)]);
    entities.chain(bounds.map(Value::from)).collect()
}

/// The filters that have values, joined, and those values.
fn filled<'a>(filters: impl IntoIterator<Item = (&'a str, Option<Vec<Value>>)>) -> (String, Vec<Value>) {
    let (mut conditions, mut values) = (vec!["1"], Vec::new());
    for (condition, given) in filters {
        if let Some(given) = given {
            conditions.push(condition);
            values.extend(given);
        }
    }
    (conditions.join(" and "), values)
}

fn with_event(db: &Connection, report: LinkedReport) -> Outcome<(LinkedReport, Option<EventId>)> {
    let event_id: Option<Option<i64>> = value(db, "select event_id from reports where id = ?1", [report.id.0])?;
    Ok((report, event_id.flatten().map(EventId)))
}

fn summary_of(row: &Row<'_>) -> Outcome<ArticleSummary> {
    let mut c = Columns::of("articles", row);
    Ok(ArticleSummary {
        id: ArticleId(c.take()?),
        at: c.time()?,
        url: c.take()?,
        title: c.take()?,
        lang: c.take()?,
        outlet: c.take()?,
        body_source: c.word()?,
        published_at: c.maybe_time()?,
        first_seen_at: c.time()?,
        n_reports: c.take()?,
        n_sightings: c.take()?,
        page_problem: c.maybe_word()?,
    })
}

fn entity_of(row: &Row<'_>) -> Outcome<Entity> {
    let mut c = Columns::of("article_entities", row);
    let _article: i64 = c.take()?;
    let entity = c.take::<Option<String>>()?.map(EntityRef);
    let (kind, name, country) = (c.word()?, c.take()?, c.take()?);
    let mentions = c.json::<Vec<StoredMention>>()?;
    let mention = |(text, span): StoredMention| Mention { text, span: span.map(|(start, end)| Span { start, end }) };
    Ok(Entity { entity, kind, name, country, mentions: mentions.into_iter().map(mention).collect() })
}

fn entity_count_of(row: &Row<'_>) -> Outcome<EntityCount> {
    let mut c = Columns::of("article_entities", row);
    let _article: i64 = c.take()?;
    Ok(EntityCount {
        entity: c.take::<Option<String>>()?.map(EntityRef),
        kind: c.word()?,
        name: c.take()?,
        country: c.take()?,
        n_articles: c.count()?,
        n_events: c.count()?,
    })
}
