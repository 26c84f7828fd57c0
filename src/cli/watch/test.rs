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
use crate::model::{ArticleId, ArticleText, Event, EventType, Extraction, LinkedReport, Report, ReportId, Watch, WatchMatch, WatchOn};
use crate::watch::{Naming, Watcher, sentence_around};

/// A longer text than any article.
const MAX_BYTES: u64 = 4 << 20;

/// A watch that a text would set off.
#[derive(Serialize)]
struct MatchView {
    watch_id: i64,
    watch: String,
    /// Whether an event of the text does so, or somebody who is named in it.
    on: WatchOn,
    #[serde(rename = "type")]
    event_type: Option<EventType>,
    who: String,
    matched_text: String,
    reason: String,
    evidence: String,
    confidence: Option<f64>,
}

pub(super) fn run(app: &mut App, args: &WatchTest) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let watches = app.store_to_read(&config)?.list_watches()?;
    let knowledge = access::knowledge(&config)?;
    let text = if args.text == "-" { read_stdin()? } else { args.text.clone() };
    let now = app.clock.now();
    let article = ArticleText { body: text, published_at: Some(now), ..ArticleText::default() };
    let extraction = extract(&article, &knowledge);
    let watcher = Watcher::compile(&watches, &knowledge);
    if watches.is_empty() {
        app.printer.note("there is no watch yet; `rasid watch add NAME` makes one");
    }
    if extraction.reports.is_empty() {
        app.printer.note(&format!("no event was found in the text (language {}); `rasid explain -` says why", extraction.lang));
    }
    let reports: Vec<LinkedReport> = extraction.reports.iter().map(|report| linked(report.clone(), &extraction.lang, now)).collect();
    let mut matches = matches(&watches, &watcher, reports, &knowledge);
    matches.extend(mentions(&watches, &watcher, &article.body, &extraction, &knowledge));
    match app.printer.format() {
        Format::Table => {
            for found in &matches {
                app.printer.heading(&format!("watch {} ({}): {}", found.watch_id, found.watch, found.reason))?;
                match (found.event_type, found.confidence) {
                    (Some(event_type), Some(confidence)) => {
                        app.printer.line(&format!("  {event_type}: {} ({confidence:.2})", found.who))?;
                    }
                    _ => app.printer.line("  a mention")?,
                }
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
        tags: Vec::new(),
        agency: None,
        n_sightings: 1,
        fingerprint: None,
        published_at: Some(now),
        first_seen_at: now,
        report,
    }
}

fn matches(watches: &[Watch], watcher: &Watcher, reports: Vec<LinkedReport>, knowledge: &Knowledge) -> Vec<MatchView> {
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

/// What the watches on mentions find in the text.
fn mentions(watches: &[Watch], watcher: &Watcher, body: &str, extraction: &Extraction, knowledge: &Knowledge) -> Vec<MatchView> {
    let lang = Some(extraction.lang.as_str());
    let naming = Naming { title: "", body, lang, outlet: None, tags: &[], entities: &extraction.entities };
    let view = |found: WatchMatch| {
        let watch = watches.iter().find(|watch| watch.id == found.watch_id)?;
        Some(MatchView {
            watch_id: watch.id.0,
            watch: watch.name.clone(),
            on: WatchOn::Mentions,
            event_type: None,
            who: String::new(),
            evidence: found.span.map(|span| sentence_around(body, span, lang, knowledge).to_owned()).unwrap_or_default(),
            matched_text: found.matched_text,
            reason: found.reason,
            confidence: None,
        })
    };
    watcher.mentions(&naming).into_iter().filter_map(view).collect()
}

fn view(watch: &Watch, event: &Event, report: &LinkedReport, matched_text: String, reason: String) -> MatchView {
    MatchView {
        watch_id: watch.id.0,
        watch: watch.name.clone(),
        on: WatchOn::Events,
        event_type: Some(event.event_type),
        who: who(&event.participants),
        matched_text,
        reason,
        evidence: report.report.evidence.text.clone(),
        confidence: Some(event.confidence),
    }
}

fn columns() -> [Column<'static, MatchView>; 6] {
    [
        Column::new("watch_id", |found: &MatchView| Cell::new(found.watch_id)),
        Column::new("watch", |found: &MatchView| Cell::from(found.watch.as_str())),
        Column::new("type", |found: &MatchView| Cell::option(found.event_type.map(|event_type| event_type.as_str()))),
        Column::new("who", |found: &MatchView| Cell::from(found.who.as_str())),
        Column::new("reason", |found: &MatchView| Cell::from(found.reason.as_str())),
        Column::new("evidence", |found: &MatchView| Cell::from(found.evidence.as_str())),
    ]
}
