//! What an element can be in a noun phrase.

use crate::extract::reading::elements::Element;
use crate::knowledge::{BodyKind, Cases, Cue, Detail, EntityId, NameUse, OfficeId, PlaceId, Sense, Shape};

use super::chunk::Chunker;
use super::people::People;
use super::phrase::{Nouns, Who};

/// The nominal meaning of an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    Person(EntityId),
    Stranger(usize),
    Body(EntityId),
    State(EntityId),
    Adjective(EntityId),
    Place(PlaceId),
    Office(OfficeId),
    SomeBody(BodyKind),
    Nouns(Nouns),
    Reference(Who),
    /// "former", "acting", "Mr": says something about the name that follows.
    Modifier(Cue),
    /// "delegation", "authorities": stands for the state named with it.
    StateNoun(Cue),
}

/// The cues that a noun phrase can consist of.
const NOMINAL: &[Cue] = &[
    Cue::Pronoun,
    Cue::WithPronoun,
    Cue::Dignitary,
    Cue::Counterpart,
    Cue::Both,
    Cue::Realm,
    Cue::Several,
    Cue::OwnCountry,
    Cue::Latter,
    Cue::Former,
    Cue::Acting,
    Cue::Honorific,
    Cue::Delegation,
    Cue::StateNoun,
];

impl Chunker<'_> {
    /// The nominal meaning of an element, if it has one.
    pub fn part(&self, element: &Element, people: &People) -> Option<Part> {
        let stranger = element.stranger.map(|(number, _)| Part::Stranger(number));
        self.named(element, people).or(stranger).or_else(|| self.common(element))
    }

    fn named(&self, element: &Element, people: &People) -> Option<Part> {
        if element.names.is_empty() {
            return None;
        }
        let (mut persons, mut shorts, mut best) = (Vec::new(), Vec::new(), None);
        let (mut rank, mut in_nominative) = (0, false);
        let mut offer = |part: Part, at: u8| {
            if rank < at {
                rank = at;
                best = Some(part);
            }
        };
        for sense in &element.names {
            match sense.what {
                NameUse::Full(id) => match self.knowledge.entity(id).detail {
                    Detail::Person { .. } => persons.push(id),
                    Detail::Organisation(_) => offer(Part::Body(id), 6),
                    Detail::Country => offer(Part::State(id), 7),
                },
                // «Захарова» is a woman's name before it is a case of a man's.
                NameUse::Short(id) if self.lexicon.grammar.cases => {
                    if sense.cases.may_be(Cases::NOM) && !in_nominative {
                        in_nominative = true;
                        shorts.retain(|id| people.is_active(*id));
                    }
                    if sense.cases.may_be(Cases::NOM) == in_nominative || people.is_active(id) {
                        shorts.push(id);
                    }
                }
                NameUse::Short(id) => shorts.push(id),
                NameUse::Office(id) => offer(Part::Office(id), 5),
                // «السلطات المالية»: with an article that is not its own, the name of a town is an adjective.
                NameUse::Place(_) if element.clitics.article && is_adjective_too(element) => {}
                NameUse::Place(id) => offer(Part::Place(id), 4),
                NameUse::Adjective(id) => offer(Part::Adjective(id), 3),
                NameUse::People(id) => offer(Part::Adjective(id), 2),
            }
        }
        // A state's name with tanwin is the adjective in the accusative, which folding makes alike; with an article that is
        // not its own it is the adjective in the feminine.
        if let Some(Part::State(id)) = best
            && element.tokens.len() == 1
            && (self.document.tokens[element.tokens.start].tanwin || element.clitics.article && is_adjective_too(element))
        {
            best = Some(Part::Adjective(id));
        }
        // An office that is written like a preposition is taken for that («أمام», before, and an imam).
        if matches!(best, Some(Part::Office(_))) && super::arrange::marker_of(element).is_some() {
            best = None;
        }
        if let Some(id) = people.likeliest(&persons, self.knowledge) {
            return Some(Part::Person(id));
        }
        // A surname that is written like a small word of the language is taken for that word.
        let small_word = element.senses.iter().any(|sense| matches!(sense, Sense::Cue(_)));
        let short = people.resolve_short(&shorts, self.knowledge).filter(|_| !small_word);
        let longer = |id: EntityId| self.is_inside_longer_name(element, people.is_in_office(id, self.knowledge));
        let short = short.filter(|id| people.is_active(*id) || element.senses.is_empty() && !longer(*id));
        match short {
            Some(id) if best.is_none() || people.is_active(id) => Some(Part::Person(id)),
            _ => best,
        }
    }

    fn common(&self, element: &Element) -> Option<Part> {
        // Most elements are small words and verbs, which is told in one step.
        if !element.is_noun() && !element.is_body() && !element.is_any(NOMINAL) {
            return None;
        }
        let mut nouns = Nouns::new();
        let names_act = self.nouns_qualify() && element.has_shape(&[Shape::Noun]);
        for sense in element.senses.iter() {
            match sense {
                Sense::Body(kind) => return Some(Part::SomeBody(*kind)),
                // The name of an act is what a phrase is about, and no part of it.
                Sense::Noun(class) if !names_act && !self.lexicon.bare_nouns.contains(class) => nouns.push(*class),
                Sense::Cue(cue) => match cue {
                    // "his" before a noun owns it; elsewhere the same word is "him".
                    Cue::Pronoun if element.is(Cue::Possessive) && !self.ends_phrase(element.tokens.end) => {}
                    Cue::Pronoun | Cue::WithPronoun => return Some(Part::Reference(Who::Pronoun)),
                    Cue::Dignitary => return Some(Part::Reference(Who::Dignitary)),
                    Cue::Counterpart => return Some(Part::Reference(Who::Counterpart)),
                    // "the two-day visit" speaks of days.
                    Cue::Both if self.is_hyphened(element) => {}
                    Cue::Both => return Some(Part::Reference(Who::Both)),
                    Cue::Realm => return Some(Part::Reference(Who::Realm)),
                    Cue::Several => return Some(Part::Reference(Who::Several)),
                    Cue::OwnCountry => return Some(Part::Reference(Who::OwnCountry)),
                    Cue::Latter => return Some(Part::Reference(Who::Latter)),
                    Cue::Former | Cue::Acting | Cue::Honorific => return Some(Part::Modifier(*cue)),
                    Cue::Delegation | Cue::StateNoun => return Some(Part::StateNoun(*cue)),
                    _ => {}
                },
                Sense::Trigger(..) | Sense::Noun(_) => {}
            }
        }
        // A word that is nothing but a verb here names no thing, whatever class it counts for in its clause.
        let verb_first = self.lexicon.grammar.order == crate::knowledge::WordOrder::VerbFirst;
        let only_verb = verb_first
            && element.is_trigger()
            && element.triggers().all(|(_, shape)| matches!(shape, crate::knowledge::Shape::Past | crate::knowledge::Shape::Present));
        // Where nouns carry case, a noun of act keeps its own genitive, whatever class it counts for.
        let act = self.lexicon.grammar.cases && element.has_shape(&[Shape::Noun]);
        (!nouns.is_empty() && !only_verb && !act).then_some(Part::Nouns(nouns))
    }

    fn is_hyphened(&self, element: &Element) -> bool {
        matches!(self.document.punct(element.tokens.end), Some('-' | '‐' | '‑')) && self.document.tokens[element.tokens.end].joined
    }
}

fn is_adjective_too(element: &Element) -> bool {
    element.names.iter().any(|sense| matches!(sense.what, NameUse::Adjective(_)))
}
