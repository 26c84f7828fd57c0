//! The `extract` contract: articles in and extractions out, as NDJSON.
//!
//! Offsets leave the program in Unicode code points of the body; inside it they are bytes.

mod write;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{ArticleText, Extraction, Span};

pub(super) use write::write_line;

/// One article as it is handed in.
#[derive(Debug, Deserialize)]
struct ArticleLine {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    title: Option<String>,
    body: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    published: Option<String>,
}

impl ArticleLine {
    fn into_text(self) -> (Value, Result<ArticleText, String>) {
        let time = |text: String| text.parse::<Timestamp>().map_err(|error| format!("published {text:?}: {error}"));
        let published_at = match self.published.map(time).transpose() {
            Ok(published_at) => published_at,
            Err(what) => return (self.id, Err(what)),
        };
        (self.id, Ok(ArticleText { title: self.title.unwrap_or_default(), body: self.body, lang: self.lang, published_at }))
    }
}

/// Reads one line; the article's id is given back even where the rest is no article.
pub(super) fn read_article(line: &str) -> (Value, Result<ArticleText, String>) {
    if line.trim_start().starts_with('{')
        && let Ok(article) = serde_json::from_str::<ArticleLine>(line)
    {
        return article.into_text();
    }
    // Something is wrong with it: what can be read is read step by step, so that the message says what.
    let value: Value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => return (Value::Null, Err(format!("no JSON: {error}"))),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    if !value.is_object() {
        return (Value::Null, Err("no JSON object; valid: {\"id\", \"lang\", \"title\", \"body\", \"published\"}".to_owned()));
    }
    match serde_json::from_value::<ArticleLine>(value) {
        Ok(article) => article.into_text(),
        Err(error) => (id, Err(format!("no article: {error}"))),
    }
}

/// The output line of one article as a tree, its objects with their fields in alphabetical order.
pub(super) fn line(id: &Value, article: &ArticleText, extraction: &Extraction) -> Value {
    let mut written = Vec::new();
    write_line(&mut written, id, article, extraction);
    serde_json::from_slice(&written).expect("what was just written is JSON")
}

/// Appends the output line of a line that is no article.
pub(super) fn write_error(out: &mut Vec<u8>, id: &Value, error: &str) {
    #[derive(Serialize)]
    struct ErrorLine<'a> {
        error: &'a str,
        id: &'a Value,
    }
    write::plain(out, &ErrorLine { error, id });
}

/// Counts code points before a byte of a text, without counting from its beginning each time.
struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each block of [`BLOCK`] bytes.
    before: Vec<usize>,
}

/// Bytes between two remembered counts.
const BLOCK: usize = 32;

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
        let (id, article) = read_article(r#"{"id": "x", "body": "b", "published": "soon"}"#);
        assert_eq!(id, "x");
        assert!(article.expect_err("no time").contains("published \"soon\""));
        assert!(read_article("nonsense").1.is_err());
        assert!(read_article(r#"["x", "title", "body"]"#).1.expect_err("a list is no article").contains("no JSON object"));
    }

    #[test]
    fn every_object_of_a_line_has_its_fields_in_alphabetical_order() {
        let article = crate::model::ArticleText {
            title: "Lavrov speaks".to_owned(),
            body:
                "Russian Foreign Minister Sergey Lavrov spoke by telephone with his Iranian counterpart on 3 March 2025, Reuters reported."
                    .to_owned(),
            lang: Some("en".to_owned()),
            published_at: None,
        };
        let extraction = crate::extract::extract(&article, &crate::knowledge::Knowledge::builtin());
        assert!(!extraction.reports.is_empty());
        let id = Value::from("x");
        let mut written = Vec::new();
        write_line(&mut written, &id, &article, &extraction);
        // The tree that serde_json reads into keeps its keys sorted.
        assert_eq!(line(&id, &article, &extraction).to_string().as_bytes(), written);
    }
}
