//! From what the passes found to the values that leave the room: reports and entities.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::knowledge::{BodyKind, Detail, Knowledge, OfficeKind};
use crate::model::{Attribution, Basis, DateSpan, Entity, EntityKind, EntityRef, Evidence, Mention, Participant, Report, Trace};

use super::assemble::Candidate;
use super::cast::party::Party;
use super::phrases::people::People;
use super::phrases::phrase::{Phrase, Who};
use super::reading::document::Document;
use super::types;

/// Writes reports and entities for one article.
pub(super) struct Writer<'a> {
    pub document: &'a Document,
    pub knowledge: &'a Knowledge,
    pub people: &'a People,
    pub day: Option<jiff::civil::Date>,
}

impl Writer<'_> {
    /// A report of a merged candidate.
    pub fn report(&self, candidate: Candidate) -> Report {
        let service = candidate.cast.iter().any(|(_, party)| self.is_service(party));
        let participants: Vec<Participant> = candidate.cast.iter().map(|(role, party)| self.participant(*role, party)).collect();
        let states: Vec<_> = participants.iter().filter_map(|p| p.country.as_deref()).collect();
        let third_place = candidate.place.as_ref().and_then(|p| p.country.as_deref()).is_some_and(|c| !states.contains(&c));
        let sentence = &self.document.sentences[candidate.sentence];
        let when = candidate
            .when
            .map(|when| DateSpan { basis: if when.basis == Basis::Published { Basis::Relative } else { when.basis }, ..when });
        Report {
            event_type: candidate.event_type,
            domain: types::domain(candidate.event_type, service),
            status: candidate.status,
            when,
            place: candidate.place,
            participants,
            mode: candidate.mode.or_else(|| types::usual_mode(candidate.event_type)),
            topics: candidate.topics.iter().map(|party| self.name(party)).collect(),
            attribution: candidate.sources.iter().map(|party| self.attribution(party)).collect(),
            evidence: Evidence { text: sentence.span.of(&self.document.text).to_owned(), span: self.document.in_body(sentence.span) },
            confidence: (candidate.confidence * 100.0).round() / 100.0,
            codes: types::codes(candidate.event_type, candidate.status, third_place),
            trace: Trace { trigger: candidate.trigger.0, trigger_text: candidate.trigger.1, steps: candidate.steps.into_lines() },
        }
    }

    fn is_service(&self, party: &Party) -> bool {
        let serves = |id| self.knowledge.entity(id).body().is_some_and(BodyKind::is_service);
        let body = if let Who::Body(id) = party.who { Some(id) } else { party.body };
        let office = party.office.is_some_and(|o| matches!(self.knowledge.office(o).kind, OfficeKind::ServiceHead | OfficeKind::Agent));
        body.is_some_and(serves)
            || party.body_kind.is_some_and(BodyKind::is_service)
            || office && party.body.is_some_and(serves)
            || self.heads_service(party)
    }

    fn heads_service(&self, party: &Party) -> bool {
        self.term(party).is_some_and(|term| self.knowledge.entity(term.of).body().is_some_and(BodyKind::is_service))
    }

    /// The office that a person of the knowledge held on the day, the one that the text names first of all.
    fn term(&self, party: &Party) -> Option<&crate::knowledge::Term> {
        let Who::Person(id) = party.who else { return None };
        let Detail::Person { terms, .. } = &self.knowledge.entity(id).detail else { return None };
        let in_office = |term: &&crate::knowledge::Term| match self.day {
            Some(day) => term.covers(day),
            None => term.to.is_none(),
        };
        let as_named = terms.iter().filter(in_office).find(|term| Some(term.office) == party.office);
        as_named.or_else(|| terms.iter().rfind(in_office).filter(|_| party.office.is_none()))
    }

    fn participant(&self, role: crate::model::Role, party: &Party) -> Participant {
        let term = self.term(party);
        let office = party.office.map(|id| self.knowledge.office(id).name.clone());
        let office = office.or_else(|| term.map(|term| self.knowledge.office(term.office).name.clone()));
        let body = party.body.filter(|_| !matches!(party.who, Who::Body(_))).map(|id| self.knowledge.entity(id).name.clone());
        let body = body.or_else(|| self.body_by_kind(party)).or_else(|| {
            let of = self.knowledge.entity(term?.of);
            of.body().map(|_| of.name.clone())
        });
        Participant {
            role,
            kind: self.kind(party.who),
            entity: self.reference(party),
            name: self.name(party),
            text: self.document.surface(party.tokens.clone()).to_owned(),
            country: self.country(party),
            organisation: body,
            office,
        }
    }

    /// The body that a kind and a state, or an office and a state, tell.
    fn body_by_kind(&self, party: &Party) -> Option<String> {
        if matches!(party.who, Who::SomeBody(_)) {
            return None;
        }
        let code = self.country(party)?;
        let kind = party.body_kind.or_else(|| match self.knowledge.office(party.office?).id.as_str() {
            "foreign-minister" | "deputy-foreign-minister" => Some(BodyKind::MinistryForeign),
            "defence-minister" | "deputy-defence-minister" => Some(BodyKind::MinistryDefence),
            "interior-minister" => Some(BodyKind::MinistryInterior),
            _ => None,
        })?;
        self.knowledge.body_of(kind, &code).map(|id| self.knowledge.entity(id).name.clone())
    }

    const fn kind(&self, who: Who) -> EntityKind {
        match who {
            Who::Person(_) | Who::Stranger(_) => EntityKind::Person,
            Who::Body(_) | Who::SomeBody(_) => EntityKind::Organisation,
            _ => EntityKind::Country,
        }
    }

    fn reference(&self, party: &Party) -> Option<EntityRef> {
        match party.who {
            Who::Person(id) | Who::Body(id) | Who::State(id) => Some(self.knowledge.entity(id).reference.clone()),
            _ => None,
        }
    }

    fn country(&self, party: &Party) -> Option<String> {
        party.country.and_then(|id| self.knowledge.entity(id).country.clone())
    }

    fn name(&self, party: &Party) -> String {
        self.name_in_place(party).into_owned()
    }

    /// As [`Self::name`], where it stands if it stands anywhere.
    fn name_in_place(&self, party: &Party) -> Cow<'_, str> {
        match party.who {
            Who::Person(id) | Who::Body(id) | Who::State(id) => Cow::Borrowed(&self.knowledge.entity(id).name),
            Who::Stranger(number) => self.people.strangers.get(number).map(|s| Cow::Owned(romanised(&s.name))).unwrap_or_default(),
            Who::SomeBody(kind) => Cow::Owned(self.some_body(kind, party)),
            _ => Cow::Borrowed(self.document.surface(party.tokens.clone())),
        }
    }

    /// "Russian embassy in London" for a body that only its kind and states tell.
    fn some_body(&self, kind: BodyKind, party: &Party) -> String {
        let adjective = party.country.map(|id| self.knowledge.entity(id).name.clone()).unwrap_or_default();
        let noun = kind.as_str().replace('-', " ");
        let posted = party.posted.map(|id| format!(" in {}", self.knowledge.entity(id).name)).unwrap_or_default();
        format!("{noun} of {adjective}{posted}")
    }

    fn attribution(&self, party: &Party) -> Attribution {
        if let Some(words) = &party.cited {
            return Attribution { name: self.document.surface(words.clone()).to_owned(), entity: None };
        }
        // Who is not known by a name of its own is cited as the article calls them.
        let name = match party.who {
            Who::Stranger(number) => self.people.strangers.get(number).map(|s| s.name.clone()).unwrap_or_default(),
            Who::SomeBody(_) => self.document.surface(party.tokens.clone()).to_owned(),
            _ => self.name(party),
        };
        Attribution { name, entity: self.reference(party) }
    }

    /// Everybody named anywhere, in order of first mention.
    pub fn entities<'p>(&self, phrases: impl Iterator<Item = &'p Phrase>) -> Vec<Entity> {
        let mut order: Vec<Entity> = Vec::new();
        let mut known: FxHashMap<(EntityKind, Cow<'_, str>), usize> = FxHashMap::default();
        let mut places: Vec<(Who, usize)> = Vec::new();
        for phrase in phrases {
            let Some(party) = super::cast::party::party_of(phrase, self.people, self.knowledge) else { continue };
            let told_by_state = matches!(party.who, Who::SomeBody(_)) && party.country.is_none();
            if matches!(phrase.who, Who::Office | Who::Place) || told_by_state {
                continue;
            }
            let mut enter = || {
                let name = self.name_in_place(&party);
                *known.entry((self.kind(party.who), name.clone())).or_insert_with(|| {
                    order.push(Entity {
                        entity: self.reference(&party),
                        kind: self.kind(party.who),
                        name: name.into_owned(),
                        country: self.country(&party),
                        mentions: Vec::new(),
                    });
                    order.len() - 1
                })
            };
            // Most are named more than once, and need be given a name but once; an unnamed body is told by its state as well.
            let index = match places.iter().find(|(who, _)| *who == party.who) {
                Some((_, index)) => *index,
                None if matches!(party.who, Who::Person(_) | Who::Stranger(_) | Who::Body(_) | Who::State(_)) => {
                    let index = enter();
                    places.push((party.who, index));
                    index
                }
                None => enter(),
            };
            let span = self.document.tokens.span(party.tokens.clone());
            let mention = Mention { text: span.of(&self.document.text).to_owned(), span: self.document.in_body(span) };
            order[index].mentions.push(mention);
        }
        order
    }
}

/// A name in Latin letters, as good as letters alone allow.
fn romanised(name: &str) -> String {
    let mut latin = any_ascii::any_ascii(name);
    if name.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}')) {
        // As English papers write Slavic names: no sign for softness, "Rudenskiy" without its glide.
        latin = latin.replace(['\'', '"'], "");
        latin = latin
            .split(' ')
            .map(|word| {
                word.strip_suffix("iy").or_else(|| word.strip_suffix("yy")).map_or_else(|| word.to_owned(), |stem| format!("{stem}y"))
            })
            .collect::<Vec<_>>()
            .join(" ");
    }
    latin.split_whitespace().map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
