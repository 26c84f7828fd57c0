//! Building noun phrases from a sentence's elements.

use std::ops::Range;

use crate::extract::reading::document::Document;
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cases, Cue, Knowledge, Lexicon, Sense};

use super::building::Building;
use super::part::Part;
use super::people::People;
use super::phrase::{Nouns, Phrase, Who};
use super::strangers;

/// What the chunker needs to know.
pub(crate) struct Chunker<'a> {
    pub document: &'a Document,
    pub knowledge: &'a Knowledge,
    pub lexicon: &'a Lexicon,
    /// The tokens of the article's dates, in order.
    pub dates: &'a [Range<usize>],
}

/// The fewest letters of an adjective whose ending tells a case: shorter words that end so are often adverbs.
const MIN_ADJECTIVE: usize = 7;

impl Chunker<'_> {
    /// The noun phrases of a sentence, in order. Strangers introduced in it are entered into `people`.
    pub fn phrases(&self, elements: &[Element], end: usize, people: &mut People) -> Vec<Phrase> {
        let owner = |at: usize| self.owns_act(elements, at).then_some(Part::Reference(Who::Pronoun));
        let parts: Vec<Option<Part>> = elements.iter().enumerate().map(|(at, e)| self.part(e, people).or_else(|| owner(at))).collect();
        let mut phrases = Vec::with_capacity(parts.iter().flatten().count());
        let mut index = 0;
        while index < elements.len() {
            if parts[index].is_none() {
                index += 1;
                continue;
            }
            let (phrase, next) = self.one(elements, &parts, index, end, people);
            index = next.max(index + 1);
            // A name that nobody lists may reach over elements of its own.
            let reach = phrase.as_ref().map_or(0, |p| p.tokens.end);
            index += elements[index..].iter().take_while(|e| e.tokens.start < reach).count();
            phrases.extend(phrase);
        }
        phrases
    }

    /// Whether a token is part of a date.
    pub fn is_dated(&self, token: usize) -> bool {
        let at = self.dates.partition_point(|date| date.end <= token);
        self.dates.get(at).is_some_and(|date| date.contains(&token))
    }

    /// Whether a bare noun before another noun qualifies it ("embassy spokesman").
    pub const fn nouns_qualify(&self) -> bool {
        !self.lexicon.grammar.cases && !self.lexicon.grammar.adjective_after
    }

    /// The cases of a common noun by its first word's ending; an acronym stands in every case.
    pub fn noun_cases(&self, element: &Element) -> Cases {
        let first = element.tokens.start;
        if self.lexicon.grammar.cases && self.document.tokens[first].case == crate::text::Case::Upper {
            return Cases::ALL;
        }
        self.lexicon.case_endings.of(self.document.tokens.folded(first))
    }

    /// Whether nouns carry case and an office can stand in the nominative, but belong to no noun before it ("в палате общин премьер ...").
    pub fn is_nominative_alone(&self, element: &Element) -> bool {
        let cases = if self.lexicon.grammar.cases { self.noun_cases(element) } else { Cases::NONE };
        cases.and(Cases::NOM) != Cases::NONE && cases.and(Cases::GEN) == Cases::NONE
    }

    /// The noun classes of an element's first word by itself ("director" in "director of the CIA").
    pub fn head_nouns(&self, element: &Element) -> Nouns {
        let senses = self.document.meanings(element.tokens.start, self.lexicon).flat_map(|(_, senses)| senses);
        senses.filter_map(|sense| if let Sense::Noun(class) = sense { Some(*class) } else { None }).collect()
    }

    /// The last word of a phrase without its article.
    fn bare_word(&self, phrase: &Phrase) -> Box<str> {
        let word = self.document.tokens.folded(phrase.name.end - 1);
        let article = self.lexicon.clitics.article.iter().find_map(|article| word.strip_prefix(article.as_str()));
        article.unwrap_or(word).into()
    }

    /// Takes the adjectives before a body into its name that only they tell apart ("the Moscow district military court").
    fn widen(&self, phrase: &mut Phrase, elements: &[Element], first: usize) {
        let from = first.checked_sub(1).map_or(0, |before| elements[before].tokens.end);
        let says_which = |token: usize| {
            let word = &self.document.tokens[token];
            word.is_word()
                && self.lexicon.case_endings.of_adjective(self.document.tokens.folded(token)).is_some_and(|c| c.may_be(phrase.cases))
        };
        let mut start = phrase.tokens.start;
        while matches!(phrase.who, Who::SomeBody(_)) && self.lexicon.grammar.cases && from < start && says_which(start - 1) {
            start -= 1;
        }
        if phrase.name.start == phrase.tokens.start {
            phrase.name.start = start;
        }
        phrase.tokens.start = start;
    }

    /// Holds a phrase to the case that an adjective right before it shows («оружейного эмбарго»).
    fn agree(&self, phrase: &mut Phrase, elements: &[Element], first: usize) {
        let Some(before) = phrase.tokens.start.checked_sub(1).filter(|_| self.lexicon.grammar.cases) else { return };
        let known = first.checked_sub(1).is_some_and(|index| before < elements[index].tokens.end);
        // «двух граждан» is no subject, whatever the noun by itself may be.
        let number = self.lexicon.noun_class("oblique-number");
        if known && elements[first - 1].nouns().any(|class| Some(class) == number) {
            phrase.cases = phrase.cases.and(Cases::GEN.or(Cases::ACC).or(Cases::PREP)).or(Cases::ACC);
        }
        let (word, folded) = (&self.document.tokens[before], self.document.tokens.folded(before));
        if known || !word.is_word() || folded.chars().count() < MIN_ADJECTIVE || phrase.cases == Cases::NONE {
            return;
        }
        let both = self.lexicon.case_endings.of_long(folded).map_or(Cases::NONE, |cases| cases.and(phrase.cases));
        if both != Cases::NONE {
            phrase.cases = both;
        }
    }

    /// One phrase from element `first` on, and the number of the element after it.
    fn one(
        &self,
        elements: &[Element],
        parts: &[Option<Part>],
        first: usize,
        sentence_end: usize,
        people: &mut People,
    ) -> (Option<Phrase>, usize) {
        let mut building = Building::new(elements[first].tokens.start);
        let mut index = first;
        let mut next = first;
        // A noun with an article owns nothing that follows without one: «اتهم في القرار جهاز الأمن».
        let mut definite = false;
        while index < elements.len() {
            let element = &elements[index];
            if next < index && index == first {
                break;
            }
            let part = parts[index].as_ref();
            if first < index && (!self.follows(&building, element, part) || self.acts_here(&building, element)) {
                break;
            }
            if let Some(part) = part {
                let marker = element.clitics.preposition.filter(|_| first < index).or(building.glue);
                let at_body = building.may_serve_at(part, marker, self);
                let seated = marker == Some(Cue::In) && building.may_be_located();
                if first < index
                    && (element.clitics.and || marker_bars(marker) && !at_body && !seated && !building.may_be_posted(self.knowledge))
                {
                    break;
                }
                let glue = if at_body {
                    Some(Cue::Of)
                } else if element.clitics.preposition.is_some() && first < index {
                    Some(Cue::To)
                } else {
                    building.glue
                };
                let completes = matches!(part, Part::Body(_) | Part::State(_) | Part::Place(_) | Part::SomeBody(_));
                if definite && completes && glue.is_none() || !building.absorb(part, element, glue, self) {
                    break;
                }
                definite = matches!(part, Part::Nouns(_)) && element.tokens.len() == 1 && self.is_definite(element.tokens.start);
                building.end = element.tokens.end;
                building.glue = None;
                index += 1;
                next = index;
                if building.is_closed() {
                    break;
                }
            } else if let Some(glue) = glue_of(element).filter(|glue| first < index && (building.glue.is_none() || *glue == Cue::Article)) {
                let located = glue == Cue::In && (building.may_be_located() || building.is_bare_office());
                if matches!(glue, Cue::In | Cue::To | Cue::With) && !building.may_be_posted(self.knowledge) && !located {
                    break;
                }
                building.glue = building.glue.or(Some(glue));
                building.reach = element.tokens.end;
                index += 1;
            } else {
                break;
            }
        }
        let mut of_family = false;
        if elements.get(next).is_some_and(|e| self.is_family_name(e, &building)) {
            building.end = elements[next].tokens.end;
            next += 1;
            of_family = true;
        }
        let owns = elements.get(next).is_some_and(|e| e.is(Cue::Genitive) && e.tokens.start == building.end)
            || next == first + 1 && self.owns_act(elements, first);
        let mut phrase = building.finish(self);
        if let Some(phrase) = &mut phrase {
            self.widen(phrase, elements, first);
            self.agree(phrase, elements, first);
            phrase.of_states =
                phrase.who == Who::Both && elements[first].nouns().any(|class| Some(class) == self.lexicon.noun_class("two-states"));
            let word = self.document.tokens.folded(phrase.tokens.end - 1);
            let on_marker = elements[first].is(Cue::WithPronoun);
            phrase.thing = matches!(phrase.who, Who::Pronoun | Who::Latter)
                && self
                    .lexicon
                    .agreement
                    .thing_pronouns
                    .iter()
                    .any(|pronoun| pronoun == word || on_marker && word.ends_with(pronoun.as_str()));
            phrase.several = phrase.who == Who::Pronoun && self.lexicon.agreement.many_pronouns.iter().any(|pronoun| pronoun == word);
            let called = |class: &str| self.lexicon.noun_class(class).is_some_and(|class| elements[first].nouns().any(|n| n == class));
            if phrase.who == Who::Pronoun {
                phrase.sex = if called("pronoun-m") { Some('m') } else { called("pronoun-f").then_some('f') };
            }
            if of_family {
                phrase.name.end = phrase.tokens.end;
            }
            phrase.title = elements[first..next].iter().flat_map(Element::nouns).find(|class| self.lexicon.is_title(*class));
            if phrase.who == Who::Dignitary {
                phrase.sex =
                    Some(if self.lexicon.agreement.thing_pronouns.iter().any(|end| word.ends_with(end.as_str())) { 'f' } else { 'm' });
            }
            self.people_act(phrase, elements, first);
            if phrase.who == Who::Realm {
                phrase.realm = Some(self.bare_word(phrase));
            }
            phrase.owns_next = owns;
            strangers::extend(self, phrase, elements, next, sentence_end, people);
        }
        (phrase, next)
    }

    /// Whether a token is a word that nobody knows and that looks like an adjective of the language («محكمة اتحادية روسية»).
    fn is_plain_adjective(&self, token: usize) -> bool {
        let folded = self.document.tokens.folded(token);
        let ends = self.lexicon.agreement.adjective_endings.iter().any(|ending| folded.ends_with(ending.as_str()));
        ends && self.document.tokens[token].is_word() && self.document.readings(token).is_empty()
    }

    /// Whether a noun has its article, where the article is written with it and owners follow what they own.
    pub fn is_definite(&self, noun: usize) -> bool {
        let folded = self.document.tokens.folded(noun);
        let article = self.lexicon.clitics.article.iter().any(|article| folded.starts_with(article.as_str()));
        self.lexicon.grammar.adjective_after && article
    }

    /// Whether an element stands where a phrase can go on: next to it, or behind an opening quote or bracket.
    fn follows(&self, building: &Building, element: &Element, part: Option<&Part>) -> bool {
        let reach = building.end.max(building.reach);
        let from = self.document.initials(reach).unwrap_or(reach);
        let closes =
            building.awaits_name() && from + 1 == element.tokens.start && matches!(self.document.punct(from), Some('»' | '”' | ')'));
        let nationality = matches!(part, Some(Part::Adjective(_)));
        let qualified = nationality && from + 1 == element.tokens.start && building.is_noun() && self.is_plain_adjective(from);
        closes
            || qualified
            || (from..element.tokens.start)
                .all(|token| matches!(self.document.punct(token), Some('(' | '«' | '"' | '“' | '„' | '-' | '‐' | '.')))
    }
}

/// Whether a marker ends a phrase unless what follows says where somebody serves.
const fn marker_bars(marker: Option<Cue>) -> bool {
    matches!(marker, Some(Cue::In | Cue::To | Cue::With | Cue::For))
}

/// A small word that holds a phrase together.
fn glue_of(element: &Element) -> Option<Cue> {
    [Cue::Genitive, Cue::Of, Cue::Article, Cue::In, Cue::To, Cue::With].into_iter().find(|cue| element.is(*cue))
}
