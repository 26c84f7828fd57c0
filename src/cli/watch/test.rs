//! `rasid watch test`: which watches a text would set off, and why.

use std::io::Read;

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::args::WatchTest;
use crate::cli::print::{Cell, Column, Format};
use crate::cli::views::who;
use crate::cli::{App, Outcome, access};
use crate::clock::Clock;
use crate::extract::{extract, link};
use crate::knowledge::Knowledge;
use crate::model::{ArticleId, ArticleText, Event, EventType, LinkedReport, Report, ReportId, Watch};
use crate::watch::Watcher;

/// A longer text than any article.
const MAX_BYTES: u64 = 4 << 20;

/// A watch that a text would set off.
#[derive(Serialize)]
struct MatchView {
    watch_id: i64,
    watch: String,
    #[serde(rename = "type")]
    event_type: EventType,
    who: String,
    matched_text: String,
    reason: String,
    evidence: String,
    confidence: f64,
}

pub(super) fn run(app: &mut App, args: &WatchTest) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let watches = app.store_to_read(&config)?.list_watches()?;
    let knowledge = access::knowledge(&config)?;
    let text = if args.text == "-" { read_stdin()? } else { args.text.clone() };
    let now = app.clock.now();
    let article = ArticleText { body: text, published_at: Some(now), ..ArticleText::default() };
    let extraction = extract(&article, &knowledge);
    if watches.is_empty() {
        app.printer.note("there is no watch yet; `rasid watch add NAME` makes one");
    }
    if extraction.reports.is_empty() {
        app.printer.note(&format!("no event was found in the text (language {}); `rasid explain -` says why", extraction.lang));
    }
    let reports = extraction.reports.into_iter().map(|report| linked(report, &extraction.lang, now)).collect();
    let matches = matches(&watches, reports, &knowledge);
    match app.printer.format() {
        Format::Table => {
            for found in &matches {
                app.printer.heading(&format!("watch {} ({}): {}", found.watch_id, found.watch, found.reason))?;
                app.printer.line(&format!("  {}: {} ({:.2})", found.event_type, found.who, found.confidence))?;
                app.printer.line(&format!("  \"{}\"", found.evidence))?;
            }
        }
        _ => app.printer.list(&columns(), &matches)?,
    }
    Ok(Outcome::of_list(&matches))
}

fn read_stdin() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A report as if the text were an article that has just come in.
fn linked(report: Report, lang: &str, now: Timestamp) -> LinkedReport {
    LinkedReport {
        id: ReportId(0),
        article_id: ArticleId(0),
        article_title: String::new(),
        article_url: None,
        lang: Some(lang.to_owned()),
        outlet: None,
        agency: None,
        n_sightings: 1,
        fingerprint: None,
        published_at: Some(now),
        first_seen_at: now,
        report,
    }
}

fn matches(watches: &[Watch], reports: Vec<LinkedReport>, knowledge: &Knowledge) -> Vec<MatchView> {
    let watcher = Watcher::compile(watches, knowledge);
    let mut found = Vec::new();
    for report in reports {
        let link::Decision::New(event) = link::decide(&report, &[], knowledge) else { continue };
        let reports = [report];
        for matched in watcher.matches(&event, &reports) {
            let Some(watch) = watches.iter().find(|watch| watch.id == matched.watch_id) else { continue };
            found.push(view(watch, &event, &reports[0], matched.matched_text, matched.reason));
        }
    }
    found
}

fn view(watch: &Watch, event: &Event, report: &LinkedReport, matched_text: String, reason: String) -> MatchView {
    MatchView {
        watch_id: watch.id.0,
        watch: watch.name.clone(),
        event_type: event.event_type,
        who: who(&event.participants),
        matched_text,
        reason,
        evidence: report.report.evidence.text.clone(),
        confidence: event.confidence,
    }
}

fn columns() -> [Column<'static, MatchView>; 6] {
    [
        Column::new("watch_id", |found: &MatchView| Cell::new(found.watch_id)),
        Column::new("watch", |found: &MatchView| Cell::from(found.watch.as_str())),
        Column::new("type", |found: &MatchView| Cell::new(found.event_type)),
        Column::new("who", |found: &MatchView| Cell::from(found.who.as_str())),
        Column::new("reason", |found: &MatchView| Cell::from(found.reason.as_str())),
        Column::new("evidence", |found: &MatchView| Cell::from(found.evidence.as_str())),
    ]
}
