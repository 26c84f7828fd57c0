//! Who takes part in an act: what a phrase says by itself, before words that point back are resolved.

use std::ops::Range;

use jiff::civil::Date;

use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Nouns, Phrase, Who};
use crate::knowledge::{BodyKind, Detail, EntityId, Knowledge, OfficeId, PlaceId};

/// A party to an act.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Party {
    /// A person, stranger, body, state, or body known by kind only.
    pub who: Who,
    /// The state it is or belongs to.
    pub country: Option<EntityId>,
    /// The body it acts for.
    pub body: Option<EntityId>,
    /// The kind of that body, where only the state tells which.
    pub body_kind: Option<BodyKind>,
    /// The office in which it acts.
    pub office: Option<OfficeId>,
    /// The classes of the nouns in its office ("ambassador"), which a later bare name brings along.
    pub nouns: Nouns,
    /// Where an envoy serves.
    pub posted: Option<EntityId>,
    /// The town or building by which it was named, for a state.
    pub place: Option<PlaceId>,
    /// The words that name it.
    pub tokens: Range<usize>,
    /// For a source, the words by which it is cited where no name tells who of its state it is ("two Polish officials").
    pub cited: Option<Range<usize>>,
}

impl Party {
    /// Whether both are the same somebody.
    pub fn is_same(&self, other: &Self) -> bool {
        let alike = match self.who {
            Who::SomeBody(_) => self.country == other.country,
            Who::Unknown => self.tokens == other.tokens,
            _ => true,
        };
        alike && self.who == other.who
    }

    /// Whether it is an intelligence or security service, or somebody who works for one on that day.
    pub fn serves(&self, day: Option<Date>, knowledge: &Knowledge) -> bool {
        let service = |id: EntityId| knowledge.entity(id).body().is_some_and(BodyKind::is_service);
        let kind = |kind: BodyKind| kind.is_service();
        let own = match self.who {
            Who::Body(id) => service(id),
            Who::SomeBody(of) => kind(of),
            Who::Person(id) => {
                let Detail::Person { terms, .. } = &knowledge.entity(id).detail else { return false };
                let held = terms.iter().filter(|term| day.is_none_or(|day| term.covers(day)));
                held.map(|term| term.of).any(service)
            }
            _ => false,
        };
        own || self.body.is_some_and(service) || self.body_kind.is_some_and(kind)
    }

    /// Somebody who is told by the article's own words alone.
    pub const fn unnamed(tokens: Range<usize>) -> Self {
        Self {
            who: Who::Unknown,
            country: None,
            body: None,
            body_kind: None,
            office: None,
            posted: None,
            place: None,
            nouns: Nouns::new(),
            tokens,
            cited: None,
        }
    }

    /// Whether it is a person.
    pub const fn is_person(&self) -> bool {
        matches!(self.who, Who::Person(_) | Who::Stranger(_))
    }
}

/// A state as a party.
pub(crate) const fn state(country: EntityId, tokens: Range<usize>) -> Party {
    Party {
        who: Who::State(country),
        country: Some(country),
        body: None,
        body_kind: None,
        office: None,
        nouns: Nouns::new(),
        posted: None,
        place: None,
        tokens,
        cited: None,
    }
}

/// What a phrase says by itself.
pub(crate) fn party_of(phrase: &Phrase, people: &People, knowledge: &Knowledge) -> Option<Party> {
    let mut party = Party {
        who: phrase.who,
        country: phrase.country,
        body: phrase.body,
        body_kind: phrase.body_kind,
        office: phrase.office,
        nouns: phrase.nouns.clone(),
        posted: phrase.posted,
        place: phrase.place,
        tokens: phrase.name.clone(),
        cited: None,
    };
    match phrase.who {
        Who::Person(id) => party.country = knowledge.state_of(id).or(party.country),
        Who::Stranger(number) => {
            let known = people.strangers.get(number)?;
            party.country = party.country.or(known.country);
            party.body = party.body.or(known.body);
            party.office = party.office.or(known.office);
        }
        Who::Body(id) => party.country = knowledge.state_of(id).or(party.country),
        Who::SomeBody(_) => {}
        Who::State(id) => party.country = Some(id),
        Who::Office if phrase.country.is_none() && phrase.body.is_some() => party.who = Who::Body(phrase.body?),
        Who::Office if phrase.country.is_none() => {}
        Who::Office | Who::Group => party.who = Who::State(phrase.country?),
        Who::Place => {
            let country = knowledge.country(&knowledge.place(phrase.place?).country)?;
            party.who = Who::State(country);
            party.country = Some(country);
        }
        _ => return None,
    }
    Some(party)
}
