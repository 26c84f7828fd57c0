//! `rasid watch explain ALERT`: why an alert was raised.

use anyhow::bail;
use serde::Serialize;
use serde_json::Value;

use crate::cli::args::AlertOne;
use crate::cli::print::Format;
use crate::cli::{App, Outcome};
use crate::model::Watch;
use crate::store::AlertQuery;

/// What is known of an alert's cause.
#[derive(Serialize)]
struct ExplainView {
    alert: i64,
    /// The watch, or the feed, of which the alert is.
    of: String,
    /// The rule as it is now; none where the watch has no rule, or is gone.
    rule: Option<String>,
    event_id: Option<i64>,
    article_id: Option<i64>,
    /// The first alert of the watch on the event, where this one tells a change of it …
    update_of: Option<i64>,
    /// … and that change, as the message has it.
    changes: Value,
    /// Which name or words, and where they stand.
    reason: String,
    /// The words as the article has them.
    matched_text: Option<String>,
    /// The sentence that tells it.
    evidence: Option<String>,
    confidence: Option<f64>,
}

pub(super) fn run(app: &mut App, args: &AlertOne) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let query = AlertQuery { id: Some(args.alert), limit: 1, ..AlertQuery::default() };
    let Some(alert) = store.alerts(&query)?.pop() else { bail!("there is no alert {}; `rasid alerts` has them", args.alert) };
    let message: Value = serde_json::from_str(&alert.payload).unwrap_or_default();
    let text = |field: &str| message.get(field).and_then(Value::as_str).map(str::to_owned);
    let watch: Option<Watch> = alert.cause.watch_id().map(|id| store.watch(id)).transpose()?.flatten();
    let view = ExplainView {
        alert: alert.id.0,
        of: alert.cause.name().to_owned(),
        rule: watch.and_then(|watch| watch.rule),
        event_id: alert.cause.event_id().map(|id| id.0),
        article_id: alert.cause.article_id().map(|id| id.0),
        update_of: alert.update_of.map(|id| id.0),
        changes: message.get("changes").cloned().unwrap_or_else(|| Value::Array(Vec::new())),
        reason: alert.reason,
        matched_text: text("matched_text"),
        evidence: text("evidence"),
        confidence: message.get("confidence").and_then(Value::as_f64),
    };
    if app.printer.format() != Format::Table {
        app.printer.json(&view)?;
        return Ok(Outcome::Done);
    }
    app.printer.heading(&format!("alert {} of {}", view.alert, view.of))?;
    app.printer.line(&format!("  because   {}", view.reason))?;
    if let Some(first) = view.update_of {
        app.printer.line(&format!("  update of alert {first}"))?;
    }
    if let Some(rule) = &view.rule {
        app.printer.line(&format!("  rule      {rule}"))?;
    }
    if let Some(evidence) = &view.evidence {
        app.printer.line(&format!("  sentence  {}", marked(evidence, view.matched_text.as_deref())))?;
    }
    if let Some(event) = view.event_id {
        app.printer.line(&format!("  see       rasid show {event}"))?;
    }
    if let Some(article) = view.article_id {
        app.printer.line(&format!("  see       rasid article {article}"))?;
    }
    Ok(Outcome::Done)
}

/// The sentence with the hit between marks.
fn marked(sentence: &str, hit: Option<&str>) -> String {
    match hit.filter(|hit| !hit.is_empty() && sentence.contains(hit)) {
        Some(hit) => sentence.replacen(hit, &format!("[{hit}]"), 1),
        None => sentence.to_owned(),
    }
}
