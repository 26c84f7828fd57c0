//! What the form of a verb says about its subject where the language marks it.

use std::ops::Range;

use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cue, Detail, NameUse, Sense, Shape};

use super::scene::Scene;

/// The fewest letters of a verb without its ending.
const MIN_STEM: usize = 2;

/// Among how many characters of a verb the sign of its passive stands: a conjunction, two letters and their signs.
const MAX_SIGN_AT: usize = 5;

/// Vowel signs, which may follow the last letter.
const fn is_vowel_sign(sign: char) -> bool {
    matches!(sign, '\u{64b}'..='\u{652}')
}

impl Scene<'_> {
    /// Whether a phrase behind a verb can be its subject: a verb in the plural has named its subject before, and one in
    /// the masculine has no state whose name is feminine.
    pub fn may_follow_as_subject(&self, verb: &Element, phrase: &Phrase) -> bool {
        let agreement = &self.lexicon.agreement;
        if agreement.plural_endings.is_empty() {
            return true;
        }
        let word = self.verb_word(verb);
        let stem = |ending: &str| word.strip_suffix(ending).is_some_and(|rest| MIN_STEM <= rest.chars().count());
        let ends = |endings: &[String]| endings.iter().any(|ending| stem(ending));
        if ends(&agreement.plural_endings) {
            return false;
        }
        let prefix = agreement.feminine_prefixes.iter().any(|prefix| word.starts_with(prefix.as_str()));
        let past_only = verb.is_trigger() && verb.triggers().all(|(_, shape)| matches!(shape, Shape::Past | Shape::Noun));
        let past_feminine = ends(&agreement.feminine_endings);
        if self.is_oblique(phrase) || past_feminine && self.sex(phrase) == Some('m') {
            return false;
        }
        past_feminine || prefix && !past_only || !self.is_feminine_state(phrase)
    }

    /// Whether the head of a phrase has the ending of an object, where only some nouns show it: «دبلوماسيين», «سفيرا».
    fn is_oblique(&self, phrase: &Phrase) -> bool {
        let noun = matches!(phrase.who, Who::Office | Who::Group) && !phrase.delegation;
        let word = self.document.tokens.folded(phrase.tokens.start);
        noun && self.lexicon.agreement.oblique_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether a man or a woman is named, as far as the knowledge says.
    fn sex(&self, phrase: &Phrase) -> Option<char> {
        let Who::Person(id) = phrase.who else { return None };
        if let Detail::Person { sex, .. } = self.knowledge.entity(id).detail { sex } else { None }
    }

    /// Whether the form of a finite verb says that its subject is more than one; nothing where the language's forms do not say.
    pub fn is_plural_verb(&self, verb: &Element) -> Option<bool> {
        let endings = &self.lexicon.agreement.many_endings;
        let word = self.document.tokens.folded(verb.tokens.start);
        (!endings.is_empty()).then(|| endings.iter().any(|ending| word.ends_with(ending.as_str())))
    }

    /// Whether the form of a finite verb and the ending of a bare name contradict each other: «обвинила» has not «Киев» for its subject.
    pub fn disagrees(&self, verb: &Element, phrase: &Phrase) -> bool {
        let agreement = &self.lexicon.agreement;
        let plural = |class| self.elements.iter().any(|e| phrase.tokens.contains(&e.tokens.start) && e.nouns().any(|noun| noun == class));
        if self.is_plural_verb(verb) == Some(false) && self.lexicon.noun_class("plural-only").is_some_and(plural) {
            return true;
        }
        let named = matches!(phrase.who, Who::State(_)) && phrase.tokens == phrase.name && phrase.tokens.len() == 1;
        let listed = || self.phrases.iter().filter(|p| p.list == phrase.list).count() != 1;
        if agreement.past_endings.is_empty() || !named || listed() {
            return false;
        }
        let verb = self.document.tokens.folded(verb.tokens.start);
        let of_verb = agreement.past_endings.iter().find(|(ending, _)| verb.ends_with(ending.as_str())).map(|(_, gender)| *gender);
        let token = phrase.tokens.start;
        let acronym = self.document.tokens[token].case == crate::text::Case::Upper;
        let name = self.document.tokens.folded(token);
        let of_name = agreement.name_endings.iter().find(|(ending, _)| name.ends_with(ending.as_str())).map(|(_, gender)| *gender);
        !acronym && matches!((of_verb, of_name), (Some(a), Some(b)) if a != b)
    }

    /// The first word of a verb without what is written together with it in front.
    fn verb_word(&self, verb: &Element) -> &str {
        let rules = &self.lexicon.clitics;
        let mut word = self.document.tokens.folded(verb.tokens.start);
        if verb.clitics.and {
            word = word.strip_prefix(rules.conjunction.as_slice()).unwrap_or(word);
        }
        if verb.clitics.future {
            word = word.strip_prefix(rules.future.as_slice()).unwrap_or(word);
        }
        word
    }

    /// Whether a phrase is a state's or capital's bare name, which is feminine unless the lexicon says otherwise.
    fn is_feminine_state(&self, phrase: &Phrase) -> bool {
        let named = matches!(phrase.who, Who::State(_)) && phrase.body.is_none() && !phrase.delegation && !phrase.by_adjective;
        let is_name =
            |e: &Element| e.tokens == phrase.tokens && e.names.iter().any(|n| matches!(n.what, NameUse::Full(_) | NameUse::Place(_)));
        let masculine = self.lexicon.noun_class("masculine");
        let element = self.elements.iter().find(|e| is_name(e)).filter(|_| named);
        element.is_some_and(|e| !e.nouns().any(|class| Some(class) == masculine))
    }

    /// Whether a verb of the past carries the vowel sign of the passive on one of its first letters: «طُرد».
    pub fn is_vowelled_passive(&self, verb: &Element) -> bool {
        let Some(sign) = self.lexicon.agreement.passive_sign else { return false };
        let word = self.document.surface(verb.tokens.start..verb.tokens.start + 1);
        word.chars().take(MAX_SIGN_AT).any(|c| c == sign)
    }

    /// Whether a phrase of several words ends in a preposition, whose object stands right behind it: «انشق عن».
    pub fn ends_in_marker(&self, tokens: &Range<usize>) -> bool {
        let marks =
            |sense: &Sense| matches!(sense, Sense::Cue(Cue::With | Cue::To | Cue::From | Cue::In | Cue::On | Cue::About | Cue::Against));
        let mut meanings = self.document.meanings(tokens.end - 1, self.lexicon).filter(|(clitics, _)| clitics.is_bare());
        1 < tokens.len() && meanings.any(|(_, senses)| senses.iter().any(marks))
    }

    /// Whether a small word by itself ends in a pronoun: «منه».
    pub fn ends_in_pronoun_at(&self, token: usize) -> bool {
        let word = self.document.surface(token..token + 1).trim_end_matches(is_vowel_sign);
        self.lexicon.agreement.pronoun_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether a pronoun is written at the end of a word: «لقائه», «استقبلها».
    pub fn ends_in_pronoun(&self, element: &Element) -> bool {
        let endings = &self.lexicon.agreement.pronoun_endings;
        if endings.is_empty() || self.lexicon.agreement.whole_words.iter().any(|word| word == self.verb_word(element)) {
            return false;
        }
        let first = self.document.surface(element.tokens.start..element.tokens.start + 1);
        let word = first.trim_end_matches(is_vowel_sign);
        endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }
}
