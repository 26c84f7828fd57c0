//! The `extract` contract: articles in and extractions out, as NDJSON.
//!
//! Offsets leave the program in Unicode code points of the body; inside it they are bytes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{ArticleText, Entity, Extraction, Report, Span};

/// One article as it is handed in.
#[derive(Debug, Deserialize)]
struct ArticleLine {
    #[serde(default)]
    title: Option<String>,
    body: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    published: Option<String>,
}

/// Reads one line; the article's id is given back even where the rest is no article.
pub(super) fn read_article(line: &str) -> (Value, Result<ArticleText, String>) {
    let value: Value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => return (Value::Null, Err(format!("no JSON: {error}"))),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    if !value.is_object() {
        return (Value::Null, Err("no JSON object; valid: {\"id\", \"lang\", \"title\", \"body\", \"published\"}".to_owned()));
    }
    let article = serde_json::from_value::<ArticleLine>(value).map_err(|error| format!("no article: {error}")).and_then(|line| {
        let published_at =
            line.published.map(|text| text.parse::<Timestamp>().map_err(|error| format!("published {text:?}: {error}"))).transpose()?;
        Ok(ArticleText { title: line.title.unwrap_or_default(), body: line.body, lang: line.lang, published_at })
    });
    (id, article)
}

/// The output line of one article.
pub(super) fn line(id: &Value, article: &ArticleText, extraction: &Extraction) -> Value {
    let points = CodePoints::new(&article.body);
    let entities: Vec<Value> = extraction.entities.iter().map(|entity| entity_view(entity, &points)).collect();
    let events: Vec<Value> = extraction.reports.iter().map(|report| report_view(report, &points)).collect();
    json!({ "id": id, "lang": extraction.lang, "entities": entities, "events": events })
}

/// The output line for a line that is no article.
pub(super) fn error_line(id: &Value, error: &str) -> Value {
    json!({ "id": id, "error": error })
}

fn entity_view(entity: &Entity, points: &CodePoints<'_>) -> Value {
    let mentions: Vec<Value> = entity
        .mentions
        .iter()
        .map(|mention| {
            let at = points.range(mention.span);
            json!({ "text": mention.text, "start": at.0, "end": at.1 })
        })
        .collect();
    json!({ "entity": entity.entity, "kind": entity.kind, "name": entity.name, "country": entity.country, "mentions": mentions })
}

/// A report as the contract and the API give it.
fn report_view(report: &Report, points: &CodePoints<'_>) -> Value {
    let at = points.range(report.evidence.span);
    json!({
        "type": report.event_type,
        "domain": report.domain,
        "status": report.status,
        "when": report.when,
        "where": report.place,
        "participants": report.participants,
        "mode": report.mode,
        "topics": report.topics,
        "attribution": report.attribution,
        "evidence": EvidenceView { text: &report.evidence.text, start: at.0, end: at.1 },
        "confidence": report.confidence,
        "codes": report.codes,
    })
}

#[derive(Serialize)]
struct EvidenceView<'a> {
    text: &'a str,
    /// `None` where only the title says it.
    start: Option<usize>,
    end: Option<usize>,
}

/// Counts code points before a byte of a text, without counting from its beginning each time.
pub(super) struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each block of [`BLOCK`] bytes.
    before: Vec<usize>,
}

/// Bytes between two remembered counts.
const BLOCK: usize = 256;

impl<'t> CodePoints<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(count);
            count += block.iter().filter(|byte| is_first_byte(**byte)).count();
        }
        before.push(count);
        Self { text, before }
    }

    /// A span in code points; nothing for a place outside the body.
    pub fn range(&self, span: Option<Span>) -> (Option<usize>, Option<usize>) {
        (span.map(|s| self.at(s.start)), span.map(|s| self.at(s.end)))
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / BLOCK;
        let tail = &self.text.as_bytes()[block * BLOCK..byte];
        self.before[block] + tail.iter().filter(|byte| is_first_byte(**byte)).count()
    }
}

/// Whether a byte of UTF-8 begins a code point.
const fn is_first_byte(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_code_points() {
        let text = format!("{}ب", "أ😀b".repeat(200));
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), count);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }

    #[test]
    fn a_bad_line_keeps_its_id() {
        let (id, article) = read_article(r#"{"id": "x", "body": 3}"#);
        assert_eq!(id, "x");
        assert!(article.expect_err("a number is no body").contains("no article"));
        let (_, article) = read_article(r#"{"id": "x", "body": "b", "published": "soon"}"#);
        assert!(article.expect_err("no time").contains("published \"soon\""));
        assert!(read_article("nonsense").1.is_err());
    }
}
