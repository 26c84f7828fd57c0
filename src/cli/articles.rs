//! `rasid articles` and `rasid article`: what was read.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

use super::args::{ArticleArgs, ArticlesArgs};
use super::events::text_query;
use super::print::{Cell, Column, Format, Times, Tone, clean_lines};
use super::show::ReportView;
use super::views::{distinct, who};
use super::{App, Outcome, access, batch, find, page_batch, pages};
use crate::model::{ArticleId, BodySource, Entity, EntityKind, Feed, Item, PageProblem, PageTime};
use crate::store::{ArticleDetail, ArticleQuery, ArticleSummary};

/// An article in a list.
#[derive(Serialize)]
struct SummaryView {
    id: i64,
    title: String,
    address: Option<String>,
    outlet: Option<String>,
    lang: Option<String>,
    body_source: BodySource,
    published_at: Option<Timestamp>,
    first_seen_at: Timestamp,
    n_reports: u32,
    n_sightings: u32,
    page_problem: Option<PageProblem>,
    #[serde(skip)]
    at: Timestamp,
}

impl SummaryView {
    fn of(summary: ArticleSummary) -> Self {
        Self {
            id: summary.id.0,
            title: summary.title,
            address: summary.url,
            outlet: summary.outlet,
            lang: summary.lang,
            body_source: summary.body_source,
            published_at: summary.published_at,
            first_seen_at: summary.first_seen_at,
            n_reports: summary.n_reports,
            n_sightings: summary.n_sightings,
            page_problem: summary.page_problem,
            at: summary.at,
        }
    }
}

pub(super) fn list(app: &mut App, args: &ArticlesArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let stretch = app.stretch(args.since.as_deref(), args.until.as_deref())?;
    let feed = args.feed.as_deref().map(|wanted| find::feed(&store, wanted)).transpose()?;
    let query = ArticleQuery {
        feed: feed.map(|feed| feed.id),
        lang: args.lang.clone(),
        since: stretch.since,
        until: stretch.until,
        text: text_query(args.text.as_deref())?,
        entity: None,
        with_reports: args.with_events,
        limit: find::limit(args.limit),
        after: None,
    };
    let articles: Vec<SummaryView> = store.list_articles(&query)?.into_iter().map(SummaryView::of).collect();
    let times = app.times();
    app.printer.list(&summary_columns(&times), &articles)?;
    if articles.len() == query.limit {
        // Said after the table, as it is on a terminal.
        app.printer.flush()?;
        app.printer.note(&format!("the newest {} are shown; --limit 0 shows all", query.limit));
    }
    Ok(Outcome::of_list(&articles))
}

fn summary_columns(times: &Times) -> Vec<Column<'_, SummaryView>> {
    vec![
        Column::new("id", |article: &SummaryView| Cell::new(article.id)).right(),
        Column::new("at", |article: &SummaryView| times.absolute_cell(Some(article.at))).whole(),
        Column::new("lang", |article: &SummaryView| Cell::option(article.lang.as_deref())).whole().optional(3),
        Column::new("outlet", |article: &SummaryView| Cell::option(article.outlet.as_deref())).between(6, 24).optional(2),
        Column::new("title", |article: &SummaryView| Cell::from(article.title.as_str()).strong()).between(16, 100).wrapped(2),
        Column::new("events", |article: &SummaryView| Cell::new(article.n_reports)).right().optional(1),
        Column::new("sightings", |article: &SummaryView| Cell::new(article.n_sightings)).right().optional(5),
        Column::new("text", |article: &SummaryView| Cell::new(article.body_source)).optional(6),
        Column::new("page", |article: &SummaryView| Cell::option(article.page_problem).tone(Tone::Warning)).optional(7),
        Column::new("address", |article: &SummaryView| Cell::option(article.address.as_deref())).between(20, 60).optional(4),
    ]
}

/// One article with all that hangs on it.
#[derive(Serialize)]
struct DetailView {
    id: i64,
    title: String,
    address: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    agency: Option<String>,
    subtitle: Option<String>,
    section: Option<String>,
    image: Option<String>,
    lang: Option<String>,
    published_at: Option<Timestamp>,
    published: Option<PageTime>,
    modified_at: Option<Timestamp>,
    first_seen_at: Timestamp,
    changed_at: Vec<Timestamp>,
    body_source: BodySource,
    quality: Option<f64>,
    fetch_note: Option<String>,
    sightings: Vec<SightingView>,
    entities: Vec<EntityView>,
    reports: Vec<LinkedView>,
    notes: Vec<String>,
    body: String,
}

#[derive(Serialize)]
struct SightingView {
    feed_id: i64,
    feed: Option<String>,
    link: Option<String>,
    title: Option<String>,
    first_seen_at: Timestamp,
}

impl SightingView {
    /// The feed's name; its number once it was removed.
    fn feed(&self) -> String {
        self.feed.clone().unwrap_or_else(|| self.feed_id.to_string())
    }
}

#[derive(Serialize)]
struct EntityView {
    entity: Option<String>,
    kind: EntityKind,
    name: String,
    country: Option<String>,
    mentions: Vec<String>,
}

#[derive(Serialize)]
struct LinkedView {
    event_id: Option<i64>,
    #[serde(flatten)]
    report: ReportView,
}

pub(super) fn show(app: &mut App, args: &ArticleArgs) -> anyhow::Result<Outcome> {
    let Some(wanted) = args.article.as_deref() else {
        let mut output = std::io::BufWriter::new(std::io::stdout());
        let sites = access::load_sites(&app.config()?)?;
        let sites = &sites;
        let new_work = || -> batch::Work<'_> { Box::new(|line, results| page_batch::one_of_batch(sites, line, results)) };
        batch::batch(&new_work, args.jobs, &mut std::io::stdin().lock(), &mut output)?;
        return Ok(Outcome::Done);
    };
    let Ok(id) = wanted.parse::<ArticleId>() else {
        return pages::show(app, wanted, args);
    };
    anyhow::ensure!(!args.diff, "--diff needs a page, as a file or an address; a stored article has none left");
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let Some(detail) = store.article(id)? else {
        app.printer.note(&format!("there is no article {id}; `rasid articles` has them"));
        return Ok(Outcome::NothingFound);
    };
    let view = view(detail, &store.list_feeds()?);
    let times = app.times();
    match app.printer.format() {
        Format::Table => print(app, &view, &times)?,
        _ => app.printer.record(&detail_columns(&times), &view)?,
    }
    Ok(Outcome::Done)
}

fn view(detail: ArticleDetail, feeds: &[Feed]) -> DetailView {
    let ArticleDetail { article, sightings, entities, reports, notes, changed_at } = detail;
    let sighting = |item: Item| SightingView {
        feed_id: item.feed_id.0,
        feed: feeds.iter().find(|feed| feed.id == item.feed_id).map(|feed| feed.title.clone().unwrap_or_else(|| feed.url.clone())),
        link: item.item.link,
        title: item.item.title,
        first_seen_at: item.first_seen_at,
    };
    let entity = |entity: Entity| EntityView {
        entity: entity.entity.map(|reference| reference.0),
        kind: entity.kind,
        name: entity.name,
        country: entity.country,
        mentions: entity.mentions.into_iter().map(|mention| mention.text).collect(),
    };
    DetailView {
        id: article.id.0,
        title: article.title,
        address: article.url,
        outlet: article.outlet,
        author: article.author,
        agency: article.details.agency,
        subtitle: article.details.subtitle,
        section: article.details.section,
        image: article.details.image_url,
        published: article
            .published_at
            .map(|at| PageTime { at, offset: article.details.utc_offset_s.and_then(|s| Offset::from_seconds(s).ok()) }),
        modified_at: article.details.modified_at,
        lang: article.lang,
        published_at: article.published_at,
        first_seen_at: article.first_seen_at,
        changed_at,
        body_source: article.body_source,
        quality: article.quality,
        fetch_note: article.fetch_note,
        sightings: sightings.into_iter().map(sighting).collect(),
        entities: entities.into_iter().map(entity).collect(),
        reports: reports
            .into_iter()
            .map(|(report, event)| LinkedView { event_id: event.map(|id| id.0), report: ReportView::of(report) })
            .collect(),
        notes,
        body: article.body,
    }
}

fn print(app: &mut App, view: &DetailView, times: &Times) -> anyhow::Result<()> {
    app.printer.heading(&view.title)?;
    app.printer.record(&detail_columns(times), view)?;
    if 1 < view.sightings.len() {
        app.printer.line("")?;
        app.printer.heading(&format!("Seen {} times", view.sightings.len()))?;
        app.printer.list(&sighting_columns(times), &view.sightings)?;
    }
    for linked in &view.reports {
        let report = &linked.report;
        let event = linked.event_id.map_or_else(|| "not linked yet".to_owned(), |id| format!("event {id}"));
        app.printer.line("")?;
        app.printer.heading(&format!("{} ({event}): {}", report.event_type, who(&report.participants)))?;
        app.printer.line(&format!("  {}", report.evidence))?;
    }
    if !view.body.is_empty() {
        app.printer.line("")?;
        for paragraph in clean_lines(&view.body).lines() {
            app.printer.line(paragraph)?;
        }
    }
    Ok(())
}

fn sighting_columns(times: &Times) -> Vec<Column<'_, SightingView>> {
    vec![
        Column::new("at", |sighting: &SightingView| times.absolute_cell(Some(sighting.first_seen_at))).whole(),
        Column::new("feed", |sighting: &SightingView| Cell::from(sighting.feed())).between(6, 30),
        Column::new("title", |sighting: &SightingView| Cell::option(sighting.title.as_deref())).between(16, 80).wrapped(2).optional(1),
        Column::new("address", |sighting: &SightingView| Cell::option(sighting.link.as_deref())).between(20, 80).wrapped(2),
    ]
}

fn detail_columns(times: &Times) -> Vec<Column<'_, DetailView>> {
    vec![
        Column::new("id", |article: &DetailView| Cell::new(article.id)),
        Column::new("address", |article: &DetailView| Cell::option(article.address.as_deref())),
        Column::new("outlet", |article: &DetailView| Cell::option(article.outlet.as_deref())),
        Column::new("author", |article: &DetailView| Cell::option(article.author.as_deref())),
        Column::new("agency", |article: &DetailView| Cell::option(article.agency.as_deref())),
        Column::new("subtitle", |article: &DetailView| Cell::option(article.subtitle.as_deref())),
        Column::new("section", |article: &DetailView| Cell::option(article.section.as_deref())),
        Column::new("lang", |article: &DetailView| Cell::option(article.lang.as_deref())),
        Column::new("published", |article: &DetailView| times.absolute_cell(article.published_at)),
        Column::new("zone", |article: &DetailView| Cell::option(article.published.filter(|time| time.offset.is_some()))),
        Column::new("modified", |article: &DetailView| times.absolute_cell(article.modified_at)),
        Column::new("image", |article: &DetailView| Cell::option(article.image.as_deref())),
        Column::new("first seen", |article: &DetailView| times.absolute_cell(Some(article.first_seen_at))),
        Column::new("changed", |article: &DetailView| Cell::list(article.changed_at.iter().map(|at| times.absolute(*at)))),
        Column::new("text from", |article: &DetailView| Cell::new(article.body_source)),
        Column::new("quality", |article: &DetailView| Cell::option(article.quality.map(|quality| format!("{quality:.2}")))),
        Column::new("page", |article: &DetailView| Cell::option(article.fetch_note.as_deref())),
        Column::new("feeds", |article: &DetailView| Cell::list(distinct(article.sightings.iter().map(SightingView::feed)))),
        Column::new("names", |article: &DetailView| Cell::list(article.entities.iter().map(|entity| &entity.name))),
        Column::new("notes", |article: &DetailView| Cell::list(&article.notes)),
    ]
}
