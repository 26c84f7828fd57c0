//! Names that stand in an article, in an event or not.

use super::decide::{Hit, Hits};
use super::lookout::{Lookout, Read};
use super::reason::{Found, of_named};
use crate::knowledge::Knowledge;
use crate::model::{Entity, EntityKind, Span, WatchScope};
use crate::text::{sentences, tokenize};

/// Bytes of a sentence that are told: no sentence is longer, but what has no full stops is.
const MAX_SENTENCE: usize = 1_200;

/// An article, and whom it names.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// Plain text.
    pub title: &'a str,
    /// Plain text, paragraphs split by newlines.
    pub body: &'a str,
    /// ISO 639-1 code.
    pub lang: Option<&'a str>,
    /// Name of the outlet.
    pub outlet: Option<&'a str>,
    /// The tags of the feeds in which it was seen.
    pub tags: &'a [String],
    /// Whom the extractor found in it.
    pub entities: &'a [Entity],
}

impl Naming<'_> {
    /// All that any of the watches wants and that stands here; in the body before the title, as a sentence says more.
    pub(super) fn hits(&self, lookout: &Lookout) -> Hits {
        let mut hits = Hits::default();
        for entity in self.entities {
            self.find_entity(entity, lookout, &mut hits);
        }
        let strangers = self.strangers();
        for (number, (text, place)) in [(self.body, Found::Body), (self.title, Found::Title)].into_iter().enumerate() {
            let strangers = if place == Found::Body { strangers.as_slice() } else { &[] };
            lookout.find_words(&Read { text, place, outlet: self.outlet, role: None, number, strangers }, &mut hits);
        }
        hits
    }

    /// Where people stand in the body whom the knowledge does not list.
    fn strangers(&self) -> Vec<Span> {
        let unlisted = self.entities.iter().filter(|entity| entity.kind == EntityKind::Person && entity.entity.is_none());
        let spans = unlisted.flat_map(|entity| &entity.mentions).filter_map(|mention| mention.span);
        spans.filter(|span| self.body.get(span.start..span.end).is_some()).collect()
    }

    fn find_entity(&self, entity: &Entity, lookout: &Lookout, hits: &mut Hits) {
        let Some(reference) = &entity.entity else { return };
        let in_body = entity.mentions.iter().find(|mention| mention.span.is_some_and(|span| self.body.get(span.start..span.end).is_some()));
        let Some(mention) = in_body.or_else(|| entity.mentions.first()) else { return };
        let span = mention.span.filter(|_| in_body.is_some());
        lookout.entities.find_named(reference, &mut |met| {
            let (wanted, stands) = lookout.wanted(met.watch, met.name);
            let rank = (0, u8::from(span.is_none()), met.name);
            hits.keep(met.watch, met.name, rank, || Hit {
                rank,
                scope: WatchScope::Entity,
                entity: Some(reference.clone()),
                matched_text: mention.text.clone(),
                span,
                reason: of_named(&mention.text, met.entity, &wanted.text, stands.several.as_deref()),
            });
        });
    }
}

/// The sentence of a body in which something stands.
pub fn sentence_around<'b>(body: &'b str, hit: Span, lang: Option<&str>, knowledge: &Knowledge) -> &'b str {
    let lexicon = lang.and_then(|lang| knowledge.lexicon(lang));
    let tokens = tokenize(body);
    let found = sentences(body, &tokens, &|word| lexicon.is_some_and(|lexicon| lexicon.is_abbreviation(word)));
    let sentence = found.iter().map(|sentence| sentence.span).find(|span| span.start <= hit.start && hit.start < span.end).unwrap_or(hit);
    if sentence.end - sentence.start <= MAX_SENTENCE {
        return sentence.of(body);
    }
    let start = body.floor_char_boundary(hit.start.saturating_sub(MAX_SENTENCE / 2)).max(sentence.start);
    let end = body.ceil_char_boundary(hit.end.saturating_add(MAX_SENTENCE / 2)).min(sentence.end);
    &body[start..end]
}
