//! Surnames that are somebody else's: parts of longer names that nobody knows, and namesakes with another given name.

use crate::extract::reading::document::Document;
use crate::extract::reading::elements::Element;
use crate::extract::reading::words::Reading;
use crate::knowledge::{EntityId, Knowledge, Lexicon, NameUse};
use crate::text::Case;
use crate::text::dates::FoundDate;

use super::building::Building;
use super::chunk::Chunker;
use super::spelling::is_hyphenated;
use super::strangers::is_particle;

/// A surname right before another capitalised word that stands for nothing else is the first half of a name that nobody
/// knows ("Zhao Guangzong"), whoever may be called so.
pub(crate) fn drop_halves(document: &Document, knowledge: &Knowledge, lexicon: &Lexicon, dates: &[FoundDate], elements: &mut [Element]) {
    if !lexicon.grammar.capital_names {
        return drop_namesakes(document, knowledge, lexicon, elements);
    }
    let is_given = |e: &Element| {
        e.tokens.len() == 1 && document.readings(e.tokens.start).iter().any(|r| r.clitics.is_bare() && knowledge.is_given_name(r.id))
    };
    let short = |e: &Element| !e.names.is_empty() && e.senses.is_empty() && e.names.iter().all(|s| matches!(s.what, NameUse::Short(_)));
    if lexicon.grammar.cases {
        drop_namesakes(document, knowledge, lexicon, elements);
    }
    for index in 0..elements.len() {
        if !short(&elements[index]) {
            continue;
        }
        if !lexicon.grammar.cases && is_hyphenated(document, &elements[index]) {
            elements[index].names.clear();
        }
        let next = elements[index].tokens.end;
        let word = document.tokens.get(next).is_some_and(|t| t.is_word() && t.script.has_case() && t.case == Case::Initial);
        let dated = dates.iter().any(|d| d.tokens.contains(&next));
        let other = elements.get(index + 1).filter(|e| e.tokens.start == next);
        // Where nouns carry case, names that touch are often two: only what people are called by as well is a first half.
        let halves = if lexicon.grammar.cases { other.is_none() && is_given(&elements[index]) } else { other.is_none_or(short) };
        if short(&elements[index]) && word && !dated && halves {
            elements[index].names.clear();
            if let Some(other) = elements.get_mut(index + 1).filter(|e| e.tokens.start == next) {
                other.names.clear();
            }
        }
    }
}

/// How many first letters of a given name tell whether it is spelt otherwise, or another one.
const TELLING: usize = 2;

/// A surname right behind a given name that none of its known bearers has is somebody else's: «Максим Орлов» is no Oleg.
fn drop_namesakes(document: &Document, knowledge: &Knowledge, lexicon: &Lexicon, elements: &mut [Element]) {
    for index in 0..elements.len() {
        let element = &elements[index];
        let Some(before) = element.tokens.start.checked_sub(1) else { continue };
        let short = !element.names.is_empty() && element.names.iter().all(|s| matches!(s.what, NameUse::Short(_)));
        let alone = index == 0 || elements[index - 1].tokens.end <= before;
        let word = &document.tokens[before];
        let written = word.is_word() && (word.case == Case::Initial || !lexicon.grammar.capital_names && element.clitics.is_bare());
        if !short || !alone || !written {
            continue;
        }
        // Where capitals do not tell names, a word of the language is none.
        let readings = || document.readings(before).iter();
        let given = readings().any(|r| r.clitics.is_bare() && knowledge.is_given_name(r.id))
            && (lexicon.grammar.capital_names || !readings().any(Reading::is_of_lexicon));
        let head: String = document.tokens.folded(before).chars().take(TELLING).collect();
        let called = |id: EntityId| {
            knowledge.entity(id).names.iter().flat_map(|name| name.split([' ', '-'])).any(|word| crate::text::fold(word).starts_with(&head))
        };
        let bears = |what: &NameUse| matches!(what, NameUse::Short(id) if called(*id));
        if given && !element.names.iter().any(|s| bears(&s.what)) {
            elements[index].names.clear();
        }
    }
}

/// Of how many known people of one state a surname is a family's.
const FAMILY: usize = 2;

impl Chunker<'_> {
    /// Whether a surname right behind a person's name is that of the family, where capitals do not tell names: several known people of
    /// his state bear it («أحمد نواف الأحمد الصباح»).
    pub(crate) fn is_family_name(&self, element: &Element, building: &Building) -> bool {
        let Some(state) = building.known_person().and_then(|id| self.knowledge.state_of(id)) else { return false };
        let touches = element.tokens.start == building.end && element.clitics.is_bare();
        let short = |what: NameUse| if let NameUse::Short(id) = what { Some(id) } else { None };
        let bearers = || element.names.iter().filter_map(|sense| short(sense.what));
        let only = !self.lexicon.grammar.capital_names && bearers().count() == element.names.len();
        touches && only && FAMILY <= bearers().filter(|id| self.knowledge.state_of(*id) == Some(state)).count()
    }

    /// Whether a word that nobody knows, or a particle of names, touches an element where capitals do not tell names: then
    /// it is part of a longer name, and no surname.
    pub(crate) fn is_inside_longer_name(&self, element: &Element, in_office: bool) -> bool {
        if self.lexicon.grammar.capital_names {
            return false;
        }
        let unknown =
            |at: usize| self.document.tokens.get(at).is_some_and(crate::text::Token::is_word) && self.document.readings(at).is_empty();
        let particle = |at: usize| is_particle(self.document, at);
        let before = element.tokens.start.checked_sub(1);
        let given = |at: usize| {
            let bare = |r: &crate::extract::reading::document::Reading| r.clitics.is_bare();
            let readings = || self.document.readings(at).iter().filter(|r| bare(r));
            self.document.tokens.get(at).is_some()
                && readings().any(|r| self.knowledge.is_given_name(r.id))
                && !readings().any(Reading::is_of_lexicon)
        };
        // What people are called by before their surnames begins such a name; whoever is in high office is as likely meant.
        let begins = given(element.tokens.end - 1) && (given(element.tokens.end) || unknown(element.tokens.end));
        // A word of two letters is more often a part of a foreign name than somebody's surname.
        let tiny = self.document.tokens.folded(element.tokens.end - 1).chars().count() <= 2;
        let word = |at: usize| self.document.tokens.get(at).is_some_and(crate::text::Token::is_word);
        let goes_on = particle(element.tokens.end) || !in_office && unknown(element.tokens.end) || tiny && word(element.tokens.end);
        begins || goes_on || before.is_some_and(|at| particle(at) && element.clitics.is_bare())
    }
}
