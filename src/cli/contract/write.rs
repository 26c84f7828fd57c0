//! The output line of an article, written straight into bytes: most of it are keys and quotes, which are known beforehand.

use serde::Serialize;
use serde_json::Value;

use crate::model::{ArticleText, Attribution, DateSpan, Entity, EntityRef, Extraction, Participant, Place, Report, Span};

use super::CodePoints;

/// Appends the output line of one article. The fields of every object in it stand in alphabetical order.
pub(in crate::cli) fn write_line(out: &mut Vec<u8>, id: &Value, article: &ArticleText, extraction: &Extraction) {
    let mut line = Line { out, points: CodePoints::new(&article.body) };
    line.put("{\"entities\":");
    line.each(&extraction.entities, Line::entity);
    line.put(",\"events\":");
    line.each(&extraction.reports, Line::report);
    line.put(",\"id\":");
    plain(line.out, id);
    line.put(",\"lang\":");
    line.text(&extraction.lang);
    line.put("}");
}

/// Appends what needs no care for speed.
pub(super) fn plain(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(out, value).expect("plain data with text keys, into memory");
}

struct Line<'a> {
    out: &'a mut Vec<u8>,
    points: CodePoints<'a>,
}

impl Line<'_> {
    #[inline]
    fn put(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    fn text(&mut self, text: &str) {
        let is_escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
        // Every byte is looked at, which is faster than to stop at the first of the few that are escaped.
        if text.bytes().fold(false, |any, byte| any | is_escaped(byte)) {
            plain(self.out, &text);
        } else {
            self.put("\"");
            self.put(text);
            self.put("\"");
        }
    }

    fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.put("null"),
        }
    }

    fn number(&mut self, number: Option<usize>) {
        match number {
            Some(number) => plain(self.out, &number),
            None => self.put("null"),
        }
    }

    fn reference(&mut self, entity: Option<&EntityRef>) {
        self.option(entity.map(|entity| entity.0.as_str()));
    }

    fn each<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.put("[");
        for (index, item) in items.iter().enumerate() {
            if 0 < index {
                self.put(",");
            }
            write(self, item);
        }
        self.put("]");
    }

    fn entity(&mut self, entity: &Entity) {
        self.put("{\"country\":");
        self.option(entity.country.as_deref());
        self.put(",\"entity\":");
        self.reference(entity.entity.as_ref());
        self.put(",\"kind\":\"");
        self.put(entity.kind.as_str());
        self.put("\",\"mentions\":");
        self.each(&entity.mentions, |line, mention| line.stretch(&mention.text, mention.span));
        self.put(",\"name\":");
        self.text(&entity.name);
        self.put("}");
    }

    /// Words of the article, and where they stand in its body; nulls where only the title has them.
    fn stretch(&mut self, text: &str, span: Option<Span>) {
        let (start, end) = self.points.range(span);
        self.put("{\"end\":");
        self.number(end);
        self.put(",\"start\":");
        self.number(start);
        self.put(",\"text\":");
        self.text(text);
        self.put("}");
    }

    fn report(&mut self, report: &Report) {
        self.put("{\"attribution\":");
        self.each(&report.attribution, Self::source);
        self.put(",\"codes\":{\"cameo\":");
        self.option(report.codes.cameo.as_deref());
        self.put(",\"plover\":");
        self.option(report.codes.plover.as_deref());
        self.put("},\"confidence\":");
        plain(self.out, &report.confidence);
        self.put(",\"domain\":\"");
        self.put(report.domain.as_str());
        self.put("\",\"evidence\":");
        self.stretch(&report.evidence.text, report.evidence.span);
        self.put(",\"mode\":");
        self.option(report.mode.map(crate::model::Mode::as_str));
        self.put(",\"participants\":");
        self.each(&report.participants, Self::participant);
        self.put(",\"status\":\"");
        self.put(report.status.as_str());
        self.put("\",\"topics\":");
        self.each(&report.topics, |line, topic| line.text(topic));
        self.put(",\"type\":\"");
        self.put(report.event_type.as_str());
        self.put("\",\"when\":");
        self.when(report.when);
        self.put(",\"where\":");
        self.place(report.place.as_ref());
        self.put("}");
    }

    fn source(&mut self, source: &Attribution) {
        self.put("{\"entity\":");
        self.reference(source.entity.as_ref());
        self.put(",\"name\":");
        self.text(&source.name);
        self.put("}");
    }

    fn participant(&mut self, participant: &Participant) {
        self.put("{\"country\":");
        self.option(participant.country.as_deref());
        self.put(",\"entity\":");
        self.reference(participant.entity.as_ref());
        self.put(",\"kind\":\"");
        self.put(participant.kind.as_str());
        self.put("\",\"name\":");
        self.text(&participant.name);
        self.put(",\"office\":");
        self.option(participant.office.as_deref());
        self.put(",\"organisation\":");
        self.option(participant.organisation.as_deref());
        self.put(",\"role\":\"");
        self.put(participant.role.as_str());
        self.put("\",\"text\":");
        self.text(&participant.text);
        self.put("}");
    }

    fn when(&mut self, when: Option<DateSpan>) {
        let Some(DateSpan { start, end, precision, basis }) = when else { return self.put("null") };
        self.put("{\"basis\":\"");
        self.put(basis.as_str());
        self.put("\",\"end\":");
        plain(self.out, &end);
        self.put(",\"precision\":\"");
        self.put(precision.as_str());
        self.put("\",\"start\":");
        plain(self.out, &start);
        self.put("}");
    }

    fn place(&mut self, place: Option<&Place>) {
        let Some(place) = place else { return self.put("null") };
        self.put("{\"country\":");
        self.option(place.country.as_deref());
        self.put(",\"place\":");
        self.option(place.place.as_deref());
        self.put("}");
    }
}
