//! `rasid status`: how the stages, queues and feeds are, what failed, what was dropped and why.

use jiff::Timestamp;
use serde::Serialize;

use super::print::{Cell, Column, Format, Times, Tone};
use super::{App, Outcome};
use crate::clock::Clock;
use crate::config::{Config, show_size};
use crate::daemon::{Holder, holder, knowledge_version};
use crate::extract::engine_version_with;
use crate::feed::health::{of_failure, words};
use crate::model::{Feed, FeedHealth, FeedState, PageProblem};
use crate::store::{Dropped, PageProblems, Queues, Sizes, StageRun, Store, UnitFault};

/// Failing feeds shown in a table; `rasid feed list` has them all.
const SHOWN_FEEDS: usize = 10;

/// Everything, as JSON has it.
#[derive(Serialize)]
struct StatusView {
    database: String,
    database_bytes: u64,
    log_bytes: u64,
    running: bool,
    process: Option<u32>,
    engine: String,
    queues: Vec<Count>,
    stages: Vec<StageView>,
    feeds: Vec<FeedTrouble>,
    pages: Vec<PagesView>,
    faults: Vec<FaultView>,
    dropped: Vec<DroppedView>,
}

/// How much there is of something, and how much of it waits or failed.
#[derive(Serialize)]
struct Count {
    what: &'static str,
    total: u64,
    waiting: u64,
    failed: u64,
    /// What `failed` means here.
    note: String,
}

#[derive(Serialize)]
struct StageView {
    stage: String,
    last_run_at: Timestamp,
    duration_ms: u64,
    done: u64,
    runs: u64,
    total_done: u64,
    error: Option<String>,
    error_at: Option<Timestamp>,
    /// Whether the last run is the one that failed.
    is_failing: bool,
}

/// A feed that a person should look at.
#[derive(Serialize)]
struct FeedTrouble {
    feed_id: i64,
    url: String,
    trouble: &'static str,
    text: String,
    since: Option<Timestamp>,
    next_poll_at: Option<Timestamp>,
}

/// Pages that were something else than an article.
#[derive(Serialize)]
struct PagesView {
    problem: PageProblem,
    items: u64,
    waiting: u64,
    next_try_at: Option<Timestamp>,
    last_page: Option<String>,
}

#[derive(Serialize)]
struct FaultView {
    unit: String,
    row_id: i64,
    tries: u32,
    error: String,
    at: Timestamp,
}

#[derive(Serialize)]
struct DroppedView {
    reason: String,
    count: u64,
    last_detail: String,
    last_at: Timestamp,
}

/// Reads the database beside whoever writes it, and tells how everything is.
///
/// # Errors
/// Faulty settings, or a database that is missing or cannot be read.
pub(super) fn run(app: &mut App) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let view = view(&config, &store, app.clock.now())?;
    match app.printer.format() {
        Format::Json => app.printer.json(&view)?,
        Format::Ndjson => app.printer.json_line(&view)?,
        Format::Csv => app.printer.list(&count_columns(), &view.queues)?,
        Format::Table => print(app, &view)?,
    }
    Ok(Outcome::Done)
}

fn view(config: &Config, store: &Store, now: Timestamp) -> anyhow::Result<StatusView> {
    let path = &config.database.path;
    let holder: Option<Holder> = holder(path)?;
    let engine = engine_version_with(&knowledge_version(config)?);
    let queues = store.queues(&engine, now)?;
    let Sizes { database_bytes, log_bytes, .. } = store.sizes()?;
    Ok(StatusView {
        database: path.display().to_string(),
        database_bytes,
        log_bytes,
        running: holder.is_some(),
        process: holder.and_then(|holder| holder.process),
        queues: counts(&queues),
        stages: in_order(store.stage_runs()?).into_iter().map(stage_view).collect(),
        feeds: store.list_feeds()?.iter().filter_map(trouble_of).collect(),
        pages: store.page_problems()?.into_iter().map(pages_view).collect(),
        faults: store.faults()?.into_iter().map(fault_view).collect(),
        dropped: store.drops()?.into_iter().map(dropped_view).collect(),
        engine,
    })
}

fn counts(queues: &Queues) -> Vec<Count> {
    let count = |what, total, waiting, failed, note: &str| Count {
        what,
        total,
        waiting,
        failed,
        note: if failed == 0 { String::new() } else { note.to_owned() },
    };
    let feeds = queues.feeds_active + queues.feeds_paused + queues.feeds_gone;
    let feeds_note = format!("{} failing, {} paused, {} gone", queues.feeds_failing, queues.feeds_paused, queues.feeds_gone);
    vec![
        count("feeds", feeds, queues.feeds_due, queues.feeds_failing + queues.feeds_paused + queues.feeds_gone, &feeds_note),
        count("items to fetch", queues.items_waiting + queues.items_failed, queues.items_waiting, queues.items_failed, "given up"),
        count("articles", queues.articles, queues.articles_waiting, 0, ""),
        count("reports", queues.reports, queues.reports_waiting, 0, ""),
        count("events", queues.events, queues.events_waiting, queues.quarantined, "units set aside, see below"),
        count("watches", queues.watches, 0, 0, ""),
        count(
            "alerts",
            queues.alerts,
            queues.deliveries_pending,
            queues.deliveries_dead,
            "deliveries given up: `rasid alerts --state dead`",
        ),
    ]
}

/// In the order of the flow, not of the alphabet.
fn in_order(mut runs: Vec<StageRun>) -> Vec<StageRun> {
    runs.sort_by_key(|run| crate::stage::Stage::ALL.iter().position(|stage| stage.name() == run.stage));
    runs
}

fn stage_view(run: StageRun) -> StageView {
    StageView {
        is_failing: run.error_at == Some(run.last_run_at),
        duration_ms: u64::try_from(run.duration.as_millis()).unwrap_or(u64::MAX),
        stage: run.stage,
        last_run_at: run.last_run_at,
        done: run.done,
        runs: run.runs,
        total_done: run.total_done,
        error: run.error,
        error_at: run.error_at,
    }
}

/// What is wrong with a feed, if anything is: what its last poll met, else what it was found to be.
fn trouble_of(feed: &Feed) -> Option<FeedTrouble> {
    let trouble = |trouble, text: String, since, next_poll_at| {
        Some(FeedTrouble { feed_id: feed.id.0, url: feed.url.clone(), trouble, text, since, next_poll_at })
    };
    match (feed.state, &feed.failure) {
        (FeedState::Paused, _) => None,
        (FeedState::Gone, failure) => {
            trouble("gone", failure.as_ref().map(|failure| failure.text.clone()).unwrap_or_default(), feed.last_success_at, None)
        }
        (FeedState::Active, Some(failure)) => {
            trouble(words(of_failure(failure.kind)), failure.text.clone(), feed.last_success_at, Some(feed.next_poll_at))
        }
        (FeedState::Active, None) if feed.health == FeedHealth::Good => None,
        (FeedState::Active, None) => {
            trouble(words(feed.health), feed.health_text.clone().unwrap_or_default(), feed.last_new_at, Some(feed.next_poll_at))
        }
    }
}

fn pages_view(pages: PageProblems) -> PagesView {
    PagesView {
        problem: pages.problem,
        items: pages.n_items,
        waiting: pages.n_waiting,
        next_try_at: pages.next_try_at,
        last_page: pages.last_link,
    }
}

fn fault_view(fault: UnitFault) -> FaultView {
    FaultView { unit: fault.unit, row_id: fault.row_id, tries: fault.tries, error: fault.error, at: fault.at }
}

fn dropped_view(dropped: Dropped) -> DroppedView {
    DroppedView { reason: dropped.reason, count: dropped.count, last_detail: dropped.last_detail, last_at: dropped.last_at }
}

fn print(app: &mut App, view: &StatusView) -> anyhow::Result<()> {
    let times = app.times();
    let printer = &mut app.printer;
    let daemon = match (view.running, view.process) {
        (true, Some(process)) => format!("the daemon is running (process {process})"),
        (true, None) => "the daemon is running".to_owned(),
        (false, _) => "no daemon is running; `rasid run` starts one".to_owned(),
    };
    printer.line(&daemon)?;
    let log = if view.log_bytes == 0 { String::new() } else { format!(" and {} of log", show_size(view.log_bytes)) };
    printer.line(&format!("database {}: {}{log}", view.database, show_size(view.database_bytes)))?;
    printer.line("")?;
    printer.list(&count_columns(), &view.queues)?;
    if !view.stages.is_empty() {
        printer.line("")?;
        printer.list(&stage_columns(&times), &view.stages)?;
    }
    if !view.feeds.is_empty() {
        printer.line("")?;
        printer.heading("Feeds to look at")?;
        printer.list(&feed_columns(&times), &view.feeds[..view.feeds.len().min(SHOWN_FEEDS)])?;
        if SHOWN_FEEDS < view.feeds.len() {
            printer.line(&format!("and {} more: `rasid feed list`", view.feeds.len() - SHOWN_FEEDS))?;
        }
    }
    if !view.pages.is_empty() {
        printer.line("")?;
        printer.heading("Pages that were no article")?;
        printer.list(&page_columns(&times), &view.pages)?;
    }
    if !view.faults.is_empty() {
        printer.line("")?;
        printer.heading("Units that made rasid stumble")?;
        printer.list(&fault_columns(&times), &view.faults)?;
    }
    if !view.dropped.is_empty() {
        printer.line("")?;
        printer.heading("Left out, cut or stood in for")?;
        printer.list(&dropped_columns(&times), &view.dropped)?;
    }
    Ok(())
}

fn count_columns<'a>() -> Vec<Column<'a, Count>> {
    let number = |n: u64, tone| if n == 0 { Cell::new(n).dim() } else { Cell::new(n).tone(tone) };
    vec![
        Column::new("what", |count: &Count| Cell::from(count.what)).whole(),
        Column::new("total", |count: &Count| Cell::new(count.total)).right(),
        Column::new("waiting", move |count: &Count| number(count.waiting, Tone::Plain)).right(),
        Column::new("failed", move |count: &Count| number(count.failed, Tone::Warning)).right(),
        Column::new("note", |count: &Count| Cell::from(count.note.as_str())),
    ]
}

fn stage_columns(times: &Times) -> Vec<Column<'_, StageView>> {
    vec![
        Column::new("stage", |stage: &StageView| Cell::from(stage.stage.as_str())).whole(),
        Column::new("last run", |stage: &StageView| times.relative_cell(Some(stage.last_run_at))).whole(),
        Column::new("took", |stage: &StageView| Cell::from(format!("{} ms", stage.duration_ms)).data(stage.duration_ms)).right(),
        Column::new("done in all", |stage: &StageView| Cell::new(stage.total_done)).right(),
        Column::new("last error", |stage: &StageView| {
            let when = stage.error_at.map(|at| format!("{}: ", times.relative(at))).unwrap_or_default();
            let text = stage.error.as_deref().map(|error| format!("{when}{error}")).unwrap_or_default();
            Cell::from(text).tone(if stage.is_failing { Tone::Bad } else { Tone::Dim })
        })
        .wrapped(3),
    ]
}

fn feed_columns(times: &Times) -> Vec<Column<'_, FeedTrouble>> {
    vec![
        Column::new("id", |feed: &FeedTrouble| Cell::new(feed.feed_id)).right(),
        Column::new("feed", |feed: &FeedTrouble| Cell::from(feed.url.as_str())).between(20, 60).wrapped(2),
        Column::new("trouble", |feed: &FeedTrouble| Cell::from(feed.trouble).tone(Tone::Warning)),
        Column::new("last good", |feed: &FeedTrouble| times.relative_cell(feed.since)),
        Column::new("next poll", |feed: &FeedTrouble| times.relative_cell(feed.next_poll_at)),
        Column::new("in words", |feed: &FeedTrouble| Cell::from(feed.text.as_str())).wrapped(3),
    ]
}

fn page_columns(times: &Times) -> Vec<Column<'_, PagesView>> {
    vec![
        Column::new("items", |pages: &PagesView| Cell::new(pages.items)).right(),
        Column::new("page", |pages: &PagesView| Cell::new(pages.problem).tone(Tone::Warning)).whole(),
        Column::new("asked again", |pages: &PagesView| Cell::new(pages.waiting)).right(),
        Column::new("next", |pages: &PagesView| times.relative_cell(pages.next_try_at)).whole(),
        Column::new("the last one", |pages: &PagesView| Cell::option(pages.last_page.as_deref())).wrapped(2),
    ]
}

fn fault_columns(times: &Times) -> Vec<Column<'_, FaultView>> {
    vec![
        Column::new("unit", |fault: &FaultView| Cell::from(format!("{} {}", fault.unit, fault.row_id))),
        Column::new("tries", |fault: &FaultView| Cell::new(fault.tries)).right(),
        Column::new("when", |fault: &FaultView| times.relative_cell(Some(fault.at))),
        Column::new("error", |fault: &FaultView| Cell::from(fault.error.as_str())).wrapped(3),
    ]
}

fn dropped_columns(times: &Times) -> Vec<Column<'_, DroppedView>> {
    vec![
        Column::new("count", |dropped: &DroppedView| Cell::new(dropped.count)).right(),
        Column::new("why", |dropped: &DroppedView| Cell::from(dropped.reason.as_str())).wrapped(2),
        Column::new("last", |dropped: &DroppedView| times.relative_cell(Some(dropped.last_at))).whole(),
        Column::new("the last case", |dropped: &DroppedView| Cell::from(dropped.last_detail.as_str())).wrapped(2),
    ]
}
