//! Noun phrases: who or what is named by a run of elements, with country, body, office and place in the sentence.

use std::ops::Range;

use crate::extract::reading::few::Few;
use crate::knowledge::{BodyKind, Cases, Cue, EntityId, NounClass, OfficeId, PlaceId};

/// The classes of the nouns that somebody is called by.
pub(crate) type Nouns = Few<NounClass, 4>;

/// Whom a phrase is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// A person of the knowledge.
    Person(EntityId),
    /// A person whom only the article names, by number among its strangers.
    Stranger(usize),
    /// A body of the knowledge.
    Body(EntityId),
    /// A body that only its kind and state tell ("the Russian embassy").
    SomeBody(BodyKind),
    /// A state.
    State(EntityId),
    /// An office without the name of its holder.
    Office,
    /// A common noun, with a nationality or without.
    Group,
    /// "he", "she", "him".
    Pronoun,
    /// "His Excellency", of nobody named.
    Dignitary,
    /// "his counterpart".
    Counterpart,
    /// "the two", "the sides".
    Both,
    /// "the three".
    Several,
    /// "the kingdom".
    Realm,
    /// "his country".
    OwnCountry,
    /// "the latter".
    Latter,
    /// A place that stands for nobody.
    Place,
    /// A name that nobody knows and nothing explains: it plays a part, but nobody can say whose.
    Unknown,
}

/// A noun phrase of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Phrase {
    /// Its tokens, by number in the document.
    pub tokens: Range<usize>,
    /// The tokens of the bare name in it; the whole phrase where it names nobody.
    pub name: Range<usize>,
    /// Whom it is about.
    pub who: Who,
    /// The state named in it.
    pub country: Option<EntityId>,
    /// The body named in it beside a person or office.
    pub body: Option<EntityId>,
    /// The kind of body named in it where only its state tells which.
    pub body_kind: Option<BodyKind>,
    /// The office named in it.
    pub office: Option<OfficeId>,
    /// The state or body where an envoy serves.
    pub posted: Option<EntityId>,
    /// The place named in it.
    pub place: Option<PlaceId>,
    /// The classes of the common nouns in it.
    pub nouns: Nouns,
    /// The cases it can be in.
    pub cases: Cases,
    /// The marker before it.
    pub preposition: Option<Cue>,
    /// The number of the list it belongs to; members of one list share preposition and case.
    pub list: usize,
    /// Whether it says "former".
    pub former: bool,
    /// Whether it owns what follows ("Russia's").
    pub owns_next: bool,
    /// Whether nothing but an adjective of nationality names its state.
    pub by_adjective: bool,
    /// The folded word for a state's form of rule, where nothing else says which state is meant.
    pub realm: Option<Box<str>>,
    /// Whether it speaks of two states ("both countries"), where others may be two persons as well.
    pub of_states: bool,
    /// Whether it is a pronoun that means a state or body before it means a man.
    pub thing: bool,
    /// Whether it is a pronoun that means more than one.
    pub several: bool,
    /// Whether it speaks of a group that acts for its state ("delegation").
    pub delegation: bool,
    /// The class of the title of honour in it, by which words like "His Highness" point back to it.
    pub title: Option<NounClass>,
    /// Whether a pronoun means a man ('m') or a woman ('f'), where its form says so.
    pub sex: Option<char>,
}

impl Phrase {
    /// An empty phrase that begins at a token.
    pub const fn at(start: usize) -> Self {
        Self {
            tokens: start..start,
            name: start..start,
            who: Who::Group,
            country: None,
            body: None,
            body_kind: None,
            office: None,
            posted: None,
            place: None,
            nouns: Nouns::new(),
            cases: Cases::NONE,
            preposition: None,
            list: 0,
            former: false,
            owns_next: false,
            by_adjective: false,
            realm: None,
            of_states: false,
            thing: false,
            several: false,
            delegation: false,
            title: None,
            sex: None,
        }
    }

    /// Whether it names a person, known or not.
    pub const fn is_person(&self) -> bool {
        matches!(self.who, Who::Person(_) | Who::Stranger(_))
    }

    /// Whether it can be a participant by itself, once references are resolved.
    pub const fn can_act(&self) -> bool {
        match self.who {
            Who::Group => self.country.is_some(),
            Who::Place => false,
            Who::Office => self.office.is_some() || self.country.is_some() || self.body.is_some() || self.body_kind.is_some(),
            _ => true,
        }
    }

    /// Whether it belongs to one of these noun classes.
    pub fn has_noun(&self, classes: &[NounClass]) -> bool {
        self.nouns.iter().any(|class| classes.contains(class))
    }
}
