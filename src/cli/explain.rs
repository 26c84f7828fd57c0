//! `rasid explain`: why each report was found in a text, and why a trigger gave none.

use serde::Serialize;

use super::args::ExplainArgs;
use super::print::{Cell, Column, Format};
use super::views::who;
use super::{App, Outcome, access, source};
use crate::extract::{self, Explanation, SentenceTrace};
use crate::model::EventType;

#[derive(Serialize)]
struct ExplainView {
    source: String,
    lang: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<SentenceView>,
    reports: Vec<FoundView>,
    misses: Vec<MissView>,
    notes: Vec<String>,
}

/// How a sentence was read.
#[derive(Serialize)]
struct SentenceView {
    text: String,
    left_out: bool,
    tokens: Vec<String>,
    words: Vec<PartView>,
    mentions: Vec<PartView>,
    dates: Vec<PartView>,
}

/// A part of a sentence and what it means.
#[derive(Serialize)]
struct PartView {
    text: String,
    means: String,
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
    let mut explanation = extract::explain(&text.article, &knowledge);
    if !args.sentences {
        explanation.sentences.clear();
    }
    let view = view(text.name, explanation);
    print(app, &view)?;
    Ok(if view.reports.is_empty() && view.misses.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

fn view(source: String, explanation: Explanation) -> ExplainView {
    let Explanation { extraction, sentences, misses } = explanation;
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
        sentences: sentences.into_iter().map(sentence_view).collect(),
        reports: found.collect(),
        misses: misses.into_iter().map(|miss| MissView { sentence: miss.sentence, trigger: miss.trigger, reason: miss.why }).collect(),
        notes: extraction.notes.into_iter().map(|note| note.what).collect(),
    }
}

fn sentence_view(trace: SentenceTrace) -> SentenceView {
    let parts = |parts: Vec<(String, String)>| parts.into_iter().map(|(text, means)| PartView { text, means }).collect();
    SentenceView {
        text: trace.text,
        left_out: trace.left_out,
        tokens: trace.tokens,
        words: parts(trace.elements.into_iter().map(|(text, meanings)| (text, meanings.join("; "))).collect()),
        mentions: parts(trace.mentions),
        dates: parts(trace.dates),
    }
}

fn print_sentences(app: &mut App, sentences: &[SentenceView]) -> anyhow::Result<()> {
    for sentence in sentences {
        app.printer.heading(&sentence.text)?;
        if sentence.left_out {
            app.printer.line("  left out: a teaser, a caption or the like")?;
        } else {
            app.printer.line(&format!("  tokens    {}", sentence.tokens.join(" | ")))?;
        }
        for (what, parts) in [("word", &sentence.words), ("mention", &sentence.mentions), ("date", &sentence.dates)] {
            for part in parts {
                app.printer.line(&format!("  {what:<8}  \"{}\": {}", part.text, part.means))?;
            }
        }
        app.printer.line("")?;
    }
    Ok(())
}

fn print(app: &mut App, view: &ExplainView) -> anyhow::Result<()> {
    match app.printer.format() {
        Format::Json => app.printer.json(view)?,
        Format::Ndjson => app.printer.json_line(view)?,
        Format::Csv => app.printer.list(&miss_columns(), &view.misses)?,
        Format::Table => {
            app.printer.note(&format!("{}: language {}", view.source, view.lang));
            view.notes.iter().for_each(|note| app.printer.note(note));
            print_sentences(app, &view.sentences)?;
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
