//! `rasid explain`: why each report was found in a text, and why a trigger gave none.

use serde::Serialize;

use super::args::ExplainArgs;
use super::print::{Cell, Column, Format};
use super::views::who;
use super::{App, Outcome, access, source};
use crate::extract;
use crate::model::{EventType, Extraction};

#[derive(Serialize)]
struct ExplainView {
    source: String,
    lang: String,
    reports: Vec<FoundView>,
    misses: Vec<MissView>,
    notes: Vec<String>,
}

/// A report with the steps that led to it.
#[derive(Serialize)]
struct FoundView {
    #[serde(rename = "type")]
    event_type: EventType,
    who: String,
    evidence: String,
    trigger: String,
    trigger_text: String,
    steps: Vec<String>,
    confidence: f64,
}

/// A trigger that gave no report.
#[derive(Serialize)]
struct MissView {
    sentence: String,
    trigger: String,
    reason: String,
}

pub(super) fn run(app: &mut App, args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let knowledge = access::knowledge(&config)?;
    let text = source::text(app, &config, &args.source, &args.known)?;
    text.tell_notes(&app.printer);
    let (extraction, misses) = extract::explain(&text.article, &knowledge);
    let view = view(text.name, extraction, misses);
    print(app, &view)?;
    Ok(if view.reports.is_empty() && view.misses.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

fn view(source: String, extraction: Extraction, misses: Vec<(String, String, String)>) -> ExplainView {
    let found = extraction.reports.into_iter().map(|report| FoundView {
        event_type: report.event_type,
        who: who(&report.participants),
        evidence: report.evidence.text,
        trigger: report.trace.trigger,
        trigger_text: report.trace.trigger_text,
        steps: report.trace.steps,
        confidence: report.confidence,
    });
    ExplainView {
        source,
        lang: extraction.lang,
        reports: found.collect(),
        misses: misses.into_iter().map(|(sentence, trigger, reason)| MissView { sentence, trigger, reason }).collect(),
        notes: extraction.notes.into_iter().map(|note| note.what).collect(),
    }
}

fn print(app: &mut App, view: &ExplainView) -> anyhow::Result<()> {
    match app.printer.format() {
        Format::Json => app.printer.json(view)?,
        Format::Ndjson => app.printer.json_line(view)?,
        Format::Csv => app.printer.list(&miss_columns(), &view.misses)?,
        Format::Table => {
            app.printer.note(&format!("{}: language {}", view.source, view.lang));
            view.notes.iter().for_each(|note| app.printer.note(note));
            for found in &view.reports {
                app.printer.heading(&format!("{}: {}", found.event_type, found.who))?;
                app.printer.line(&format!("  \"{}\"", found.evidence))?;
                app.printer
                    .line(&format!("  trigger {} on \"{}\", confidence {:.2}", found.trigger, found.trigger_text, found.confidence))?;
                for step in &found.steps {
                    app.printer.line(&format!("  - {step}"))?;
                }
                app.printer.line("")?;
            }
            if !view.misses.is_empty() {
                app.printer.heading("Triggers that gave no report")?;
                for misses in view.misses.chunk_by(|a, b| a.sentence == b.sentence) {
                    app.printer.line(&format!("  \"{}\"", misses[0].sentence))?;
                    for miss in misses {
                        app.printer.line(&format!("  - {}: {}", miss.trigger, miss.reason))?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn miss_columns() -> [Column<'static, MissView>; 3] {
    [
        Column::new("trigger", |miss: &MissView| Cell::from(miss.trigger.as_str())),
        Column::new("reason", |miss: &MissView| Cell::from(miss.reason.as_str())),
        Column::new("sentence", |miss: &MissView| Cell::from(miss.sentence.as_str())),
    ]
}
