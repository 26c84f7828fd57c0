//! `rasid eval`: how well the extractor does on articles that a person has read.

pub mod gold;
pub mod score;

use std::path::PathBuf;

use anyhow::Context;
use serde_json::json;

use crate::extract::extract;
use crate::knowledge::Knowledge;
use crate::model::ArticleText;

use super::args::EvalArgs;
use super::print::Format;
use super::{App, Outcome};
use gold::GoldArticle;
use score::{Count, Fault, Figures, score};

/// Extracts every article of the gold files and prints the figures, and with `--errors` every miss and false report.
///
/// # Errors
/// Files that cannot be read or are no gold.
pub(super) fn run(app: &mut App, args: &EvalArgs) -> anyhow::Result<Outcome> {
    let knowledge = Knowledge::builtin();
    let (mut figures, mut faults) = (Figures::default(), Vec::new());
    for article in read_files(&args.gold)? {
        score(&article, &extract(&text_of(&article), &knowledge), &mut figures, &mut faults);
    }
    if matches!(app.printer.format(), Format::Json | Format::Ndjson) {
        app.printer.json(&view(&figures, args.errors.then_some(faults.as_slice())))?;
        return Ok(Outcome::Done);
    }
    for line in lines(&figures) {
        app.printer.line(&line)?;
    }
    for fault in faults.iter().filter(|_| args.errors) {
        app.printer.line(&format!("{}\t{}\t{}\t{}", fault.article, fault.event_type, fault.what, fault.detail))?;
    }
    Ok(Outcome::Done)
}

/// The articles of several gold files.
fn read_files(paths: &[PathBuf]) -> anyhow::Result<Vec<GoldArticle>> {
    let mut articles = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        articles.extend(gold::read(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?);
    }
    Ok(articles)
}

/// A gold article as the extractor reads it, without its events.
pub fn text_of(article: &GoldArticle) -> ArticleText {
    ArticleText {
        title: article.title.clone(),
        body: article.body.clone(),
        lang: article.lang.clone(),
        published_at: article.published.as_ref().and_then(|text| text.parse().ok()),
    }
}

fn lines(figures: &Figures) -> Vec<String> {
    let found = |name: &str, count: &Count| {
        let (p, r, f) = (count.precision(), count.recall(), count.f1());
        format!("{name:<12} precision {p:.3}  recall {r:.3}  F1 {f:.3}")
    };
    let mut lines = vec![found("events", &figures.event), found("arguments", &figures.argument)];
    lines.extend(figures.attributes.iter().map(|(name, count)| format!("{name:<12} {:.3}", count.precision())));
    lines.extend(figures.false_alarms().map(|rate| format!("{:<12} {rate:.3} a quiet article", "false alarms")));
    lines
}

fn view(figures: &Figures, faults: Option<&[Fault]>) -> serde_json::Value {
    let found = |count: &Count| json!({ "precision": count.precision(), "recall": count.recall(), "f1": count.f1() });
    let attributes: serde_json::Map<_, _> =
        figures.attributes.iter().map(|(name, count)| ((*name).to_owned(), json!(count.precision()))).collect();
    let faults = faults.map(|faults| {
        faults.iter().map(|f| json!({ "article": f.article, "type": f.event_type, "what": f.what, "detail": f.detail })).collect::<Vec<_>>()
    });
    json!({ "events": found(&figures.event), "arguments": found(&figures.argument), "accuracy": attributes, "false_alarms": figures.false_alarms(), "errors": faults })
}
