//! What a template sees of a message.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::cut;
use super::headline::{changes, headline, known_name};
use super::phrases::phrases_of;

/// How much of a message is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// Alerts at most.
    pub alerts: usize,
    /// Sources of each.
    pub sources: usize,
    /// Characters of the evidence before and after the hit.
    pub evidence: usize,
}

impl Fit {
    /// So many alerts and sources, with the whole evidence.
    pub const fn of(alerts: usize, sources: usize) -> Self {
        Self { alerts, sources, evidence: usize::MAX }
    }

    /// The evidence with its far ends left out.
    fn around(self, (before, hit, after): (String, String, String)) -> (String, String, String) {
        let n_before = before.chars().count();
        if n_before.max(after.chars().count()) <= self.evidence {
            return (before, hit, after);
        }
        // Without a hit it all stands before, and its beginning says most.
        if hit.is_empty() {
            return (cut(&before, self.evidence), hit, after);
        }
        let near = match n_before.checked_sub(self.evidence) {
            Some(far) if 0 < far => format!("…{}", before.chars().skip(far).collect::<String>()),
            _ => before,
        };
        (near, hit, cut(&after, self.evidence))
    }
}

/// A message as templates see it.
#[derive(Debug, Serialize)]
pub(super) struct View {
    /// `event`, `digest`, `notice` or `test`.
    kind: String,
    key: String,
    lang: String,
    rtl: bool,
    /// The words of a notice or a test.
    text: String,
    alerts: Vec<AlertView>,
    /// How many alerts there are.
    n: usize,
    /// How many are not shown.
    more: usize,
    labels: BTreeMap<String, String>,
}

/// An alert as templates see it.
#[derive(Debug, Serialize)]
struct AlertView {
    /// What happened, in one line.
    headline: String,
    /// Whether it tells a change of an event that was told before, and what has changed, a line each.
    is_update: bool,
    changes: Vec<String>,
    /// In words, and as the settings name it.
    severity: String,
    severity_id: String,
    watch: String,
    reason: String,
    /// The evidence: before the hit, the hit, after it.
    before: String,
    hit: String,
    after: String,
    date: String,
    place: String,
    confidence: String,
    /// According to whom.
    said_by: Vec<String>,
    sources: Vec<SourceView>,
    more_sources: usize,
    /// 0 for a mention.
    event_id: i64,
    /// The whole message as it was stored.
    message: Value,
}

#[derive(Debug, Serialize)]
struct SourceView {
    title: String,
    outlet: String,
    url: String,
    published: String,
    lang: String,
}

/// The alerts of a message: those of a digest, else itself where it is one.
pub(super) fn alerts_of(message: &Value) -> &[Value] {
    match message["type"].as_str() {
        Some("digest") => message["alerts"].as_array().map_or(&[], Vec::as_slice),
        Some("notice" | "test") => &[],
        _ => std::slice::from_ref(message),
    }
}

/// The first of them, or nothing.
pub(super) fn first_alert(message: &Value) -> &Value {
    alerts_of(message).first().unwrap_or(&Value::Null)
}

impl View {
    /// A message in a language, with no more than so much of it.
    pub fn of(message: &Value, lang: &str, fit: Fit) -> Self {
        let phrases = phrases_of(lang);
        let kind = text(message, "type");
        let all = alerts_of(message);
        let words = match kind.as_str() {
            "test" => format!("{} ({})", phrases.label("test"), text(message, "channel")),
            _ => message["text"].as_str().unwrap_or_default().to_owned(),
        };
        Self {
            key: text(message, "key"),
            lang: lang.to_owned(),
            rtl: phrases.rtl,
            text: words,
            alerts: all.iter().take(fit.alerts).map(|alert| AlertView::of(alert, lang, fit)).collect(),
            n: all.len(),
            more: all.len().saturating_sub(fit.alerts),
            labels: phrases.labels.clone(),
            kind,
        }
    }
}

impl AlertView {
    fn of(alert: &Value, lang: &str, fit: Fit) -> Self {
        let phrases = phrases_of(lang);
        let event = &alert["event"];
        let severity_id = alert["severity"].as_str().unwrap_or("normal").to_owned();
        let (before, hit, after) = fit.around(marked(&text(alert, "evidence"), &text(alert, "matched_text")));
        let sources = alert["sources"].as_array().map_or(&[][..], Vec::as_slice);
        let said_by = alert["attribution"].as_array().map_or(&[][..], Vec::as_slice);
        let name_of = |source: &Value| source["entity"].as_str().and_then(|id| known_name(alert, id, lang).map(str::to_owned));
        Self {
            headline: on_one_line(&headline(alert, lang)),
            is_update: !alert["update_of"].is_null(),
            changes: changes(alert, lang).iter().map(|change| on_one_line(change)).collect(),
            severity: phrases.severities.get(&severity_id).cloned().unwrap_or_default(),
            severity_id,
            watch: text(alert, "watch"),
            reason: text(alert, "reason"),
            before,
            hit,
            after,
            date: date_of(&event["when"]),
            place: place_of(alert, &event["where"], lang),
            confidence: alert["confidence"].as_f64().map(|sure| format!("{sure:.2}")).unwrap_or_default(),
            said_by: said_by.iter().map(|source| name_of(source).unwrap_or_else(|| text(source, "name"))).collect(),
            sources: sources.iter().take(fit.sources).map(SourceView::of).collect(),
            more_sources: sources.len().saturating_sub(fit.sources),
            event_id: event["id"].as_i64().unwrap_or_default(),
            message: alert.clone(),
        }
    }
}

impl SourceView {
    fn of(source: &Value) -> Self {
        let published = text(source, "published");
        Self {
            title: text(source, "title"),
            outlet: text(source, "outlet"),
            url: text(source, "url"),
            // The day and the minute say enough.
            published: published.get(..16).unwrap_or(&published).replace('T', " "),
            lang: text(source, "lang"),
        }
    }
}

fn text(value: &Value, key: &str) -> String {
    on_one_line(value[key].as_str().unwrap_or_default())
}

/// Where a line begins, some receivers look for marks.
fn on_one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

fn date_of(when: &Value) -> String {
    let (start, end) = (text(when, "start"), text(when, "end"));
    match (when["precision"].as_str(), start == end) {
        (Some("year"), _) => start.get(..4).unwrap_or(&start).to_owned(),
        (Some("month"), _) => start.get(..7).unwrap_or(&start).to_owned(),
        (_, true) => start,
        (_, false) => format!("{start} – {end}"),
    }
}

fn place_of(alert: &Value, place: &Value, lang: &str) -> String {
    let country = place["country"].as_str().map(|code| known_name(alert, code, lang).unwrap_or(code));
    let parts = [place["place"].as_str(), country];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A text cut around the first place where `hit` stands in it; all of it before, where it stands nowhere.
fn marked(text: &str, hit: &str) -> (String, String, String) {
    match text.find(hit).filter(|_| !hit.is_empty()) {
        Some(at) => (text[..at].to_owned(), hit.to_owned(), text[at + hit.len()..].to_owned()),
        None => (text.to_owned(), String::new(), String::new()),
    }
}

/// A message with every field, to try a template on.
pub(super) fn sample() -> View {
    let alert = json!({
        "key": "k", "type": "event", "lang": "en", "update_of": "j", "changes": [{"kind": "sources", "sources": 2}], "severity": "high", "watch": "W", "reason": "R", "matched_text": "hit",
        "event": {"id": 1, "type": "call", "status": "planned", "when": {"start": "2026-01-01", "end": "2026-01-02"},
                  "where": {"country": "XX", "place": "P"}, "participants": [{"role": "actor", "kind": "person", "name": "N"}]},
        "evidence": "a hit b", "attribution": [{"name": "A"}], "confidence": 0.5,
        "sources": [{"title": "T", "outlet": "O", "url": "https://example.org/", "published": "2026-01-01T00:00:00Z", "lang": "en"}],
    });
    View::of(&alert, "en", Fit::of(1, 1))
}
