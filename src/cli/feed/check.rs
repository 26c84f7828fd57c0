//! `rasid feed check`: what was read, what was repaired, what is against the standard.

use anyhow::Context;
use jiff::Timestamp;
use serde::Serialize;

use super::parse::address;
use crate::cli::args::FeedCheck;
use crate::cli::print::{Cell, Column, Format, Times, Tone};
use crate::cli::{App, Outcome, source};
use crate::clock::Clock;
use crate::feed::{self, Limits, Weight, audit};
use crate::model::ParsedFeed;

/// A feed in numbers.
#[derive(Serialize)]
struct CheckView {
    source: String,
    standard: String,
    title: Option<String>,
    link: Option<String>,
    language: Option<String>,
    n_items: usize,
    n_linked: usize,
    n_dated: usize,
    n_with_content: usize,
    newest: Option<Timestamp>,
    oldest: Option<Timestamp>,
    findings: Vec<FindingView>,
}

#[derive(Serialize)]
struct FindingView {
    /// `error`, `warning`, `note`, or `repaired`.
    level: &'static str,
    what: String,
}

/// Reads a feed as the daemon does and says how sound it is.
///
/// # Errors
/// A source that cannot be had, a feed that cannot be read.
pub(super) fn run(app: &mut App, args: &FeedCheck) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let bytes = source::bytes(&config, &args.source)?;
    let stand_in = address(args.url.as_ref())?;
    let base = bytes.url.as_ref().unwrap_or(&stand_in);
    let content_type = bytes.content_type.as_deref();
    let parsed = feed::parse_all(&bytes.bytes, content_type, base, &Limits::default())
        .with_context(|| format!("{} cannot be read as a feed", bytes.name))?;
    let audit = audit(&bytes.bytes, content_type, &parsed);
    let mut findings: Vec<FindingView> =
        audit.findings.into_iter().map(|finding| FindingView { level: finding.weight.as_str(), what: finding.what }).collect();
    let now = app.clock.now();
    let n_ahead = parsed.items.iter().filter(|item| item.published_at.is_some_and(|at| now < at)).count();
    if 0 < n_ahead {
        findings.push(FindingView { level: Weight::Warning.as_str(), what: format!("{n_ahead} items are dated in the future") });
    }
    findings.extend(parsed.notes.iter().map(|note| FindingView { level: "repaired", what: note.clone() }));
    let view = view(bytes.name, audit.standard, &parsed, findings);
    print(app, &view)?;
    let is_wrong = view.findings.iter().any(|finding| finding.level == Weight::Error.as_str());
    Ok(if is_wrong { Outcome::Trouble } else { Outcome::Done })
}

fn view(source: String, standard: String, parsed: &ParsedFeed, findings: Vec<FindingView>) -> CheckView {
    let items = &parsed.items;
    let dates = || items.iter().filter_map(|item| item.published_at.or(item.updated_at));
    CheckView {
        source,
        standard,
        title: parsed.title.clone(),
        link: parsed.link.clone(),
        language: parsed.lang.clone(),
        n_items: items.len(),
        n_linked: items.iter().filter(|item| item.link.is_some()).count(),
        n_dated: dates().count(),
        n_with_content: items.iter().filter(|item| item.content.is_some()).count(),
        newest: dates().max(),
        oldest: dates().min(),
        findings,
    }
}

fn print(app: &mut App, view: &CheckView) -> anyhow::Result<()> {
    let times = app.times();
    app.printer.record(&columns(times), view)?;
    if app.printer.format() != Format::Table {
        return Ok(());
    }
    if view.findings.is_empty() {
        app.printer.note("nothing is wrong with it");
        return Ok(());
    }
    app.printer.line("")?;
    app.printer.list(&finding_columns(), &view.findings)?;
    Ok(())
}

fn columns(times: Times) -> Vec<Column<'static, CheckView>> {
    let newest = times.clone();
    vec![
        Column::new("feed", |view: &CheckView| Cell::from(view.source.as_str())),
        Column::new("standard", |view: &CheckView| Cell::from(view.standard.as_str())),
        Column::new("title", |view: &CheckView| Cell::option(view.title.as_deref())),
        Column::new("page", |view: &CheckView| Cell::option(view.link.as_deref())),
        Column::new("language", |view: &CheckView| Cell::option(view.language.as_deref())),
        Column::new("items", |view: &CheckView| {
            Cell::new(format!(
                "{} ({} lead to a page, {} dated, {} with content)",
                view.n_items, view.n_linked, view.n_dated, view.n_with_content
            ))
        }),
        Column::new("newest", move |view: &CheckView| Cell::option(view.newest.map(|at| newest.absolute(at)))),
        Column::new("oldest", move |view: &CheckView| Cell::option(view.oldest.map(|at| times.absolute(at)))),
    ]
}

fn finding_columns() -> Vec<Column<'static, FindingView>> {
    vec![
        Column::new("level", |finding: &FindingView| {
            Cell::new(finding.level).tone(if finding.level == Weight::Error.as_str() { Tone::Bad } else { Tone::Plain })
        }),
        Column::new("what", |finding: &FindingView| Cell::from(finding.what.as_str())),
    ]
}
