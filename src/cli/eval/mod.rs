//! `rasid eval`: how well the extractor does on articles that a person has read.

pub mod dates;
pub mod gold;
pub mod languages;
pub mod linking;
mod other;
pub mod score;
pub mod threshold;

use std::path::PathBuf;

use anyhow::Context;
use serde_json::json;

use crate::extract::Extractor;
use crate::model::{ArticleText, Extraction};

use super::args::EvalArgs;
use super::print::Format;
use super::{App, Outcome, access};
use gold::GoldArticle;
use linking::{Arrival, score_linking};
use score::{Count, Fault, Figures, score};
use threshold::by_threshold;

/// Extracts every article of the gold files and prints the figures, and on request every miss and false report, how the figures
/// change with the confidence, and how well reports of one event are linked.
///
/// # Errors
/// Files that cannot be read or are no gold.
pub(super) fn run(app: &mut App, args: &EvalArgs) -> anyhow::Result<Outcome> {
    if args.dates {
        return other::dates(app, &args.gold);
    }
    if args.languages {
        return other::languages(app, &args.gold, args.errors);
    }
    let config = app.config()?;
    let knowledge = access::knowledge(&config)?;
    let mut extractor = Extractor::new(&*knowledge);
    let read: Vec<(GoldArticle, Extraction)> = read_files(&args.gold, gold::read)?
        .into_iter()
        .map(|article| {
            let extraction = extractor.extract(&text_of(&article));
            (article, extraction)
        })
        .collect();
    let (mut figures, mut faults) = (Figures::default(), Vec::new());
    for (article, extraction) in &read {
        score(article, extraction, &mut figures, &mut faults);
    }
    let linking = args.linking.then(|| score_linking(&read, Arrival::Published, &knowledge, &mut faults));
    if !args.errors {
        faults.clear();
    }
    let measured = Measured { figures, faults, linking, thresholds: if args.thresholds { by_threshold(&read) } else { Vec::new() } };
    if matches!(app.printer.format(), Format::Json | Format::Ndjson) {
        app.printer.json(&measured.view())?;
    } else {
        for line in measured.lines() {
            app.printer.line(&line)?;
        }
    }
    Ok(Outcome::Done)
}

/// What several files hold, as `read` reads one.
fn read_files<T>(paths: &[PathBuf], read: impl Fn(&str) -> Result<Vec<T>, String>) -> anyhow::Result<Vec<T>> {
    let mut all = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        all.extend(read(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?);
    }
    Ok(all)
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

/// Everything that was asked for.
struct Measured {
    figures: Figures,
    faults: Vec<Fault>,
    linking: Option<Count>,
    thresholds: Vec<(f64, Count)>,
}

impl Measured {
    fn lines(&self) -> Vec<String> {
        let found = |name: &str, count: &Count| {
            let (p, r, f) = (count.precision(), count.recall(), count.f1());
            format!("{name:<15} precision {p:.3}  recall {r:.3}  F1 {f:.3}")
        };
        let figures = &self.figures;
        let mut lines = vec![found("events", &figures.event), found("arguments", &figures.argument)];
        lines.extend(figures.attributes.iter().map(|(name, count)| format!("{name:<15} {:.3}", count.precision())));
        lines.extend(figures.false_alarms().map(|rate| format!("{:<15} {rate:.3} a quiet article", "false alarms")));
        lines.extend(self.linking.iter().map(|count| found("linking", count)));
        lines.extend(self.thresholds.iter().map(|(least, count)| found(&format!("sure >= {least:.2}"), count)));
        lines.extend(self.faults.iter().map(|f| format!("{}\t{}\t{}\t{}", f.article, f.event_type, f.what, f.detail)));
        lines
    }

    fn view(&self) -> serde_json::Value {
        let found = |count: &Count| json!({ "precision": count.precision(), "recall": count.recall(), "f1": count.f1() });
        let figures = &self.figures;
        let attributes: serde_json::Map<_, _> =
            figures.attributes.iter().map(|(name, count)| ((*name).to_owned(), json!(count.precision()))).collect();
        let fault = |f: &Fault| json!({ "article": f.article, "type": f.event_type, "what": f.what, "detail": f.detail });
        let step = |(least, count): &(f64, Count)| json!({ "confidence": least, "events": found(count) });
        json!({
            "events": found(&figures.event),
            "arguments": found(&figures.argument),
            "accuracy": attributes,
            "false_alarms": figures.false_alarms(),
            "linking": self.linking.as_ref().map(found),
            "thresholds": self.thresholds.iter().map(step).collect::<Vec<_>>(),
            "errors": self.faults.iter().map(fault).collect::<Vec<_>>(),
        })
    }
}
