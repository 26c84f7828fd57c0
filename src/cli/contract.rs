//! The `extract` contract: articles in and extractions out, as NDJSON.
//!
//! Offsets leave the program in Unicode code points of the body; inside it they are bytes.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::model::{
    ArticleText, Attribution, Basis, Codes, DateSpan, Domain, Entity, EntityKind, EntityRef, EventType, Extraction, Mention, Mode,
    Participant, Place, Precision, Report, Role, Span, Status,
};

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

/// The output line of one article, written straight from what was found.
pub(super) fn line<'a>(id: &'a Value, article: &'a ArticleText, extraction: &'a Extraction) -> Line<'a> {
    Line { id, extraction, points: CodePoints::new(&article.body) }
}

/// The output line for a line that is no article.
pub(super) fn error_line<'a>(id: &'a Value, error: &'a str) -> ErrorLine<'a> {
    ErrorLine { error, id }
}

/// What [`error_line`] gives.
#[derive(Serialize)]
pub(super) struct ErrorLine<'a> {
    error: &'a str,
    id: &'a Value,
}

/// What [`line()`] gives. Its fields, and those of everything in it, stand in alphabetical order.
pub(super) struct Line<'a> {
    id: &'a Value,
    extraction: &'a Extraction,
    points: CodePoints<'a>,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'a, E: Serialize, R: Serialize> {
            entities: E,
            events: R,
            id: &'a Value,
            lang: &'a str,
        }
        let points = &self.points;
        let entities = Each(&self.extraction.entities, |entity| entity_view(entity, points));
        let events = Each(&self.extraction.reports, |report| report_view(report, points));
        View { entities, events, id: self.id, lang: &self.extraction.lang }.serialize(serializer)
    }
}

/// A list of which every element is seen through a view, made when it is written.
struct Each<'a, T, F>(&'a [T], F);

impl<'a, T, V: Serialize, F: Fn(&'a T) -> V> Serialize for Each<'a, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

#[derive(Serialize)]
struct EntityView<'a, M: Serialize> {
    country: Option<&'a str>,
    entity: Option<&'a EntityRef>,
    kind: EntityKind,
    mentions: M,
    name: &'a str,
}

fn entity_view<'a>(entity: &'a Entity, points: &'a CodePoints<'_>) -> impl Serialize + 'a {
    EntityView {
        country: entity.country.as_deref(),
        entity: entity.entity.as_ref(),
        kind: entity.kind,
        mentions: Each(&entity.mentions, |mention: &'a Mention| Stretch::new(&mention.text, mention.span, points)),
        name: &entity.name,
    }
}

/// Words of the article, and where they stand in its body.
#[derive(Serialize)]
struct Stretch<'a> {
    end: Option<usize>,
    /// `None` where only the title has them.
    start: Option<usize>,
    text: &'a str,
}

impl<'a> Stretch<'a> {
    fn new(text: &'a str, span: Option<Span>, points: &CodePoints<'_>) -> Self {
        let (start, end) = points.range(span);
        Self { end, start, text }
    }
}

/// A report as the contract gives it.
#[derive(Serialize)]
struct ReportView<'a, A: Serialize, P: Serialize> {
    attribution: A,
    codes: CodesView<'a>,
    confidence: f64,
    domain: Domain,
    evidence: Stretch<'a>,
    mode: Option<Mode>,
    participants: P,
    status: Status,
    topics: &'a [String],
    #[serde(rename = "type")]
    event_type: EventType,
    when: Option<WhenView>,
    #[serde(rename = "where")]
    place: Option<&'a Place>,
}

fn report_view<'a>(report: &'a Report, points: &CodePoints<'_>) -> impl Serialize + 'a {
    ReportView {
        attribution: Each(&report.attribution, |source: &'a Attribution| SourceView { entity: source.entity.as_ref(), name: &source.name }),
        codes: CodesView::new(&report.codes),
        confidence: report.confidence,
        domain: report.domain,
        evidence: Stretch::new(&report.evidence.text, report.evidence.span, points),
        mode: report.mode,
        participants: Each(&report.participants, ParticipantView::new),
        status: report.status,
        topics: &report.topics,
        event_type: report.event_type,
        when: report.when.map(WhenView::new),
        place: report.place.as_ref(),
    }
}

#[derive(Serialize)]
struct SourceView<'a> {
    entity: Option<&'a EntityRef>,
    name: &'a str,
}

#[derive(Serialize)]
struct CodesView<'a> {
    cameo: Option<&'a str>,
    plover: Option<&'a str>,
}

impl<'a> CodesView<'a> {
    fn new(codes: &'a Codes) -> Self {
        Self { cameo: codes.cameo.as_deref(), plover: codes.plover.as_deref() }
    }
}

#[derive(Serialize)]
struct WhenView {
    basis: Basis,
    end: Date,
    precision: Precision,
    start: Date,
}

impl WhenView {
    const fn new(when: DateSpan) -> Self {
        let DateSpan { start, end, precision, basis } = when;
        Self { basis, end, precision, start }
    }
}

#[derive(Serialize)]
struct ParticipantView<'a> {
    country: Option<&'a str>,
    entity: Option<&'a EntityRef>,
    kind: EntityKind,
    name: &'a str,
    office: Option<&'a str>,
    organisation: Option<&'a str>,
    role: Role,
    text: &'a str,
}

impl<'a> ParticipantView<'a> {
    fn new(participant: &'a Participant) -> Self {
        Self {
            country: participant.country.as_deref(),
            entity: participant.entity.as_ref(),
            kind: participant.kind,
            name: &participant.name,
            office: participant.office.as_deref(),
            organisation: participant.organisation.as_deref(),
            role: participant.role,
            text: &participant.text,
        }
    }
}

/// Counts code points before a byte of a text, without counting from its beginning each time.
pub(super) struct CodePoints<'t> {
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
        let written = serde_json::to_string(&line(&id, &article, &extraction)).expect("plain data");
        // The tree that serde_json reads into keeps its keys sorted.
        let read: Value = serde_json::from_str(&written).expect("what was just written");
        assert_eq!(read.to_string(), written);
    }
}
