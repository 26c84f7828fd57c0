//! `rasid names`: names compared, one by one or in bulk, and how well that is done.

pub mod measure;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader};

use anyhow::Context;
use serde_json::json;

use super::args::{NamesCommand, NamesEval, NamesMatch};
use super::print::Format;
use super::{App, Outcome};
use crate::names::{Comparison, Name, SAME, compare, score};
use measure::{Pair, Precise, at_threshold, pairs, recall_at};

/// How much is read at once.
const BUFFER_BYTES: usize = 1 << 16;
/// The precision at which recall is asked for.
const PRECISION: f64 = 0.95;

pub(super) fn run(app: &mut App, command: &NamesCommand) -> anyhow::Result<Outcome> {
    match command {
        NamesCommand::Match(args) => matched(app, args),
        NamesCommand::Eval(args) => measured(app, args),
    }
}

fn matched(app: &mut App, args: &NamesMatch) -> anyhow::Result<Outcome> {
    let (Some(a), Some(b)) = (&args.first, &args.second) else { return batch(app) };
    let found = compare(a, b);
    match app.printer.format() {
        Format::Json | Format::Ndjson => app.printer.json_line(&view(&found))?,
        Format::Csv => app.printer.raw(&format!("{}\n", decimal(found.score)))?,
        Format::Table => {
            app.printer.line(&format!("score {}", decimal(found.score)))?;
            for agreement in &found.agreements {
                let (a, b, how) = (&agreement.a, &agreement.b, agreement.how);
                app.printer.line(&format!("  {a} = {b}  {}  {how}", decimal(agreement.likeness)))?;
            }
            for reason in &found.reasons {
                app.printer.line(&format!("  - {reason}"))?;
            }
        }
    }
    Ok(if SAME <= found.score { Outcome::Done } else { Outcome::NothingFound })
}

/// A comparison as JSON.
fn view(found: &Comparison) -> serde_json::Value {
    let agreements = found.agreements.iter();
    let likeness = |agreement: &crate::names::Agreement| decimal(agreement.likeness).parse::<f64>().unwrap_or_default();
    let alignment: Vec<_> = agreements.map(|one| json!({"a": one.a, "b": one.b, "likeness": likeness(one), "how": one.how})).collect();
    json!({
        "score": decimal(found.score).parse::<f64>().unwrap_or_default(),
        "same": SAME <= found.score,
        "alignment": alignment,
        "left": found.left,
        "skipped": found.skipped,
        "reasons": found.reasons,
    })
}

/// A number of 0 to 1 with four digits behind the point.
fn decimal(value: f32) -> String {
    let mut text = String::new();
    push_decimal(&mut text, value);
    text
}

fn push_decimal(text: &mut String, value: f32) {
    // Saturates outside 0 to 1, which does not occur.
    let parts = (value.clamp(0.0, 1.0) * 10_000.0).round() as u32;
    // Writing to a string cannot fail.
    let _ = write!(text, "{}.{:04}", parts / 10_000, parts % 10_000);
}

/// One score for each line of standard input, as soon as no more input is at hand.
fn batch(app: &mut App) -> anyhow::Result<Outcome> {
    let mut input = BufReader::with_capacity(BUFFER_BYTES, io::stdin().lock());
    let (mut bytes, mut answer) = (Vec::new(), String::new());
    let (mut number, mut bad) = (0_u64, 0_u64);
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes).context("cannot read standard input")? == 0 {
            break;
        }
        number += 1;
        // Nearly every line is good text, which is told faster than bad text is mended.
        let line = str::from_utf8(&bytes).map_or_else(|_| String::from_utf8_lossy(&bytes), Cow::Borrowed);
        let line = line.trim_end_matches(['\n', '\r']);
        let found = match line.split_once('\t') {
            Some((a, b)) => score(&Name::of(a), &Name::of(b)),
            None => {
                bad += 1;
                app.printer.note(&format!("line {number}: no tab between two names; its score is 0"));
                0.0
            }
        };
        push_decimal(&mut answer, found);
        answer.push('\n');
        let waits = input.buffer().is_empty();
        if waits || BUFFER_BYTES <= answer.len() {
            app.printer.raw(&answer)?;
            answer.clear();
        }
        if waits {
            app.printer.flush()?;
        }
    }
    app.printer.raw(&answer)?;
    Ok(if bad == 0 { Outcome::Done } else { Outcome::Trouble })
}

fn measured(app: &mut App, args: &NamesEval) -> anyhow::Result<Outcome> {
    let mut sets: Vec<(String, Vec<Pair>)> = Vec::new();
    for path in &args.files {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        sets.push((name, pairs(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?));
    }
    let all: Vec<Pair> = sets.iter().flat_map(|(_, pairs)| pairs.clone()).collect();
    let pooled = recall_at(PRECISION, &all);
    if matches!(app.printer.format(), Format::Json | Format::Ndjson) {
        let view: Vec<_> = sets.iter().map(|(name, pairs)| set_view(name, pairs)).collect();
        app.printer.json(&json!({"threshold": decimal(SAME).parse::<f64>().unwrap_or_default(), "sets": view}))?;
        return Ok(Outcome::Done);
    }
    app.printer.line(&format!(
        "fixed threshold {}; all sets together reach precision {PRECISION} from {} on",
        decimal(SAME),
        decimal(pooled.threshold)
    ))?;
    for (name, pairs) in &sets {
        let (fixed, shared, own) = (at_threshold(SAME, pairs), at_threshold(pooled.threshold, pairs), recall_at(PRECISION, pairs));
        let Precise { precision, recall, .. } = fixed;
        app.printer.line(&format!(
            "{name:<14} {:>5} pairs  fixed: precision {precision:.3} recall {recall:.3}  together: precision {:.3} recall {:.3}  alone: recall {:.3} from {}",
            pairs.len(),
            shared.precision,
            shared.recall,
            own.recall,
            decimal(own.threshold),
        ))?;
        if args.errors {
            for pair in pairs.iter().filter(|pair| pair.same != (SAME <= pair.score)) {
                let what = if pair.same { "missed" } else { "false" };
                app.printer.line(&format!("  {what:<6} {}  {} / {}", decimal(pair.score), pair.a, pair.b))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn set_view(name: &str, pairs: &[Pair]) -> serde_json::Value {
    let (fixed, own) = (at_threshold(SAME, pairs), recall_at(PRECISION, pairs));
    json!({"set": name, "pairs": pairs.len(), "precision": fixed.precision, "recall": fixed.recall, "recall_at_precision": own.recall})
}
