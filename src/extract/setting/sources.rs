//! According to whom: who speaks in a sentence, and which medium or document it cites.

use std::ops::Range;

use crate::extract::cast::party::Party;
use crate::extract::clauses::scene::Scene;
use crate::extract::clauses::subjects;
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::Element;
use crate::extract::thread::memory::Memory;
use crate::knowledge::{BodyKind, Cases, Cue, Shape, WordOrder};

/// How many words may stand between "according to" and the one who is cited.
const MAX_GAP: usize = 4;

/// How many phrases back the name can stand that an office describes.
const APPOSED: usize = 2;

/// How many words of a medium's name that nobody knows are taken.
const MAX_NAME: usize = 4;

/// The sources of a sentence, in order, without repeats; the speaker of its first verb of saying comes with the
/// element number of that verb.
pub(crate) fn sources(scene: &Scene<'_>, memory: &Memory, people: &People) -> Vec<(usize, Party)> {
    let mut found = Found { scene, memory, people, sources: Vec::new() };
    let mut cites = false;
    for (index, element) in scene.elements.iter().enumerate() {
        if element.is(Cue::SourceBefore) {
            cites = true;
            found.spoke_before(index, element);
        } else if element.is(Cue::According) {
            cites = true;
            found.cited(index, element);
        } else if element.is_any(&[Cue::Say, Cue::Announce, Cue::Denied]) && !scene.is_vowelled_passive(element)
            || says_inside(scene, element)
        {
            cites = true;
            found.speaker(index, element);
        } else if element.is(Cue::ThisSaid) {
            cites = true;
            found.cited(index, element);
        }
    }
    if cites {
        found.media();
    }
    found.sources
}

struct Found<'s, 'a> {
    scene: &'s Scene<'a>,
    memory: &'s Memory,
    people: &'s People,
    sources: Vec<(usize, Party)>,
}

impl Found<'_, '_> {
    fn add_parties(&mut self, element: usize, parties: impl IntoIterator<Item = Party>) {
        // A statement is nobody; who issued it speaks.
        let paper = |party: &Party| {
            let said = |e: &Element| e.tokens == party.tokens && e.is(Cue::Statement);
            party.who == Who::Unknown && self.scene.elements.iter().any(said)
        };
        for party in parties.into_iter().filter(|party| !paper(party)).collect::<Vec<_>>() {
            if self.sources.iter().all(|(_, known)| !known.is_same(&party)) {
                self.sources.push((element, party));
            }
        }
    }

    fn add(&mut self, element: usize, phrase: &Phrase) {
        // "he added": who acts before it in the sentence, else who spoke last.
        let spoke = (phrase.who == Who::Pronoun).then(|| self.spoken_of(phrase).or_else(|| self.memory.speaker.clone())).flatten();
        let spoke = spoke.filter(Party::is_person);
        // "detained by the FSB, as the service said": the body that the sentence has just named.
        let named_before = |kind: BodyKind| {
            let alike = |of: BodyKind| of == kind || of.is_service() && kind.is_service();
            let body = |p: &&Phrase| matches!(p.who, Who::Body(id) if self.scene.knowledge.entity(id).body().is_some_and(alike));
            self.scene.phrases.iter().rev().filter(|p| p.tokens.end <= phrase.tokens.start).find(body)
        };
        let same_body = match phrase.who {
            Who::SomeBody(kind) if phrase.country.is_none() => named_before(kind),
            _ => None,
        };
        let phrase = same_body.unwrap_or(phrase);
        let mut parties = spoke.map_or_else(|| self.memory.resolve(phrase, None, self.people, self.scene.knowledge), |party| vec![party]);
        parties.iter_mut().for_each(|party| party.cited = cited_words(self.scene, phrase, party));
        let named = parties.is_empty().then(|| by_its_words(phrase)).flatten();
        self.add_parties(element, parties.into_iter().chain(named));
    }

    /// Whom a pronoun means that speaks in the midst of a sentence: the person whom the sentence is about ("X was unmoved: the embassy,
    /// he wrote, was closed").
    fn spoken_of(&self, pronoun: &Phrase) -> Option<Party> {
        let scene = self.scene;
        let nominative = |p: &Phrase| !scene.lexicon.grammar.cases || p.cases == Cases::NOM;
        let bare = |p: &&Phrase| p.tokens.end <= pronoun.tokens.start && p.preposition.is_none() && !p.owns_next && p.can_act();
        let first = scene.phrases.iter().find(bare).filter(|p| p.is_person() && nominative(p) && scene.order() != WordOrder::VerbFirst)?;
        // Before "..., he said" stands what he said, and whom that is about.
        let tells = |token: usize| matches!(scene.document.punct(token), Some(':' | ';'));
        if !(first.tokens.end..pronoun.tokens.start).any(tells) {
            return None;
        }
        self.memory.resolve(first, None, self.people, scene.knowledge).into_iter().next()
    }

    /// Whom "in his words" cites: who acts before it in the sentence, else who spoke last.
    fn spoke_before(&mut self, index: usize, element: &Element) {
        let scene = self.scene;
        let nominative = |p: &Phrase| !scene.lexicon.grammar.cases || p.cases.may_be(Cases::NOM);
        let person = |p: &Phrase| p.is_person() || p.who == Who::Office;
        let acts = |p: &&Phrase| p.tokens.end <= element.tokens.start && p.preposition.is_none() && person(p) && nominative(p);
        match scene.phrases.iter().find(acts) {
            Some(phrase) => self.add(index, phrase),
            None => self.add_parties(index, self.memory.speaker.iter().cloned()),
        }
    }

    /// Whom a marker like "according to" cites: the phrase or the informant right behind it, with the body whose statement it is.
    fn cited(&mut self, index: usize, element: &Element) {
        let scene = self.scene;
        let end = element.tokens.end;
        let near = |from: usize| scene.phrases.iter().find(|p| from <= p.tokens.start && p.tokens.start - from <= MAX_GAP);
        let before = self.sources.len();
        let told = informant(scene, end..end + MAX_GAP);
        let first = near(end).filter(|p| told.as_ref().is_none_or(|told| p.tokens.start <= told.tokens.start));
        if let Some(phrase) = first {
            self.add(index, phrase);
        }
        if let Some(told) = told.filter(|told| self.sources.len() == before || first.is_some_and(|p| told.tokens.end <= p.tokens.end)) {
            self.unnamed(index, told);
        }
        if self.sources.len() == before && element.is(Cue::According) {
            self.add_parties(index, words_behind(scene, end).map(Party::unnamed));
        }
    }

    /// Who speaks: the subject of a verb of saying, or somebody unnamed right before or behind it.
    fn speaker(&mut self, index: usize, element: &Element) {
        let scene = self.scene;
        let beside = scene.elements.iter().find(|e| e.is(Cue::Informant) && e.tokens.end == element.tokens.start);
        let named_in =
            |e: &Element| scene.phrases.iter().any(|p| p.tokens.start < e.tokens.end && e.tokens.end <= p.tokens.end && p.can_act());
        if let Some(unnamed) = beside.filter(|e| !named_in(e)) {
            self.unnamed(index, Party::unnamed(unnamed.tokens.clone()));
            return;
        }
        let before = self.sources.len();
        let mut speakers = subjects::speaker(scene, index);
        if speakers.is_empty() {
            speakers.extend(unknown_behind(scene, index));
        }
        // A name that nobody knows before a comma is no second speaker beside one who is known.
        if speakers.iter().any(|phrase| scene.phrases[*phrase].who != Who::Unknown) {
            speakers.retain(|phrase| scene.phrases[*phrase].who != Who::Unknown);
        }
        for phrase in speakers {
            self.add(index, &scene.phrases[phrase]);
            if self.sources.len() == before {
                // "X, Y's chief of staff, said": an office that nobody is known to hold describes the name before it.
                let last = phrase.saturating_sub(APPOSED)..phrase;
                let named =
                    last.rev().map(|index| &scene.phrases[index]).find(|p| p.is_person() && !p.owns_next && p.preposition.is_none());
                if let Some(named) = named {
                    self.add(index, named);
                }
            }
        }
        if self.sources.len() == before {
            let left = element.tokens.start.saturating_sub(MAX_GAP).max(scene.tokens.start)..element.tokens.start;
            let right = element.tokens.end..element.tokens.end + 2 * MAX_GAP;
            let authority = |e: &&Element| e.tokens.end == element.tokens.start && (e.is(Cue::StateNoun) || e.is_body());
            let authority = || scene.elements.iter().find(authority).map(|e| Party::unnamed(e.tokens.clone()));
            let left = informant(scene, left);
            match left.clone().or_else(authority).or_else(|| informant(scene, right)) {
                Some(named) if left.is_none() && named.tokens.end == element.tokens.start => self.add_parties(index, [named]),
                Some(unnamed) => self.unnamed(index, unnamed),
                // A verb that opens the sentence without a subject goes on with who spoke last («وأضاف أن»).
                None if scene.order() == WordOrder::VerbFirst && index == 0 => self.add_parties(index, self.memory.speaker.iter().cloned()),
                None => {}
            }
        }
    }

    /// Somebody without a name, with the body of which they are: "a source in the ministry", «بيان للجهاز»; where nothing tells whose
    /// it is, "the statement" is the one that was cited last.
    fn unnamed(&mut self, index: usize, told: Party) {
        let issuer = issuer(self.scene, told.tokens.end);
        if issuer.is_none() && !self.memory.heard.is_empty() && self.is_definite(told.tokens.start) {
            self.add_parties(index, self.memory.heard.iter().cloned());
            return;
        }
        let whole =
            issuer.filter(|p| p.tokens.start == told.tokens.end || p.tokens.start == told.tokens.end + 1 && p.preposition.is_some());
        // Whom a name of their own tells are cited beside it.
        let whole = whole.filter(|p| !matches!(p.who, Who::Body(_) | Who::Person(_) | Who::Stranger(_) | Who::State(_)));
        let end = whole.map_or(told.tokens.end, |phrase| phrase.tokens.end);
        self.add_parties(index, [Party { cited: Some(told.tokens.start..end), ..told }]);
        if let Some(phrase) = issuer {
            self.add(index, phrase);
        }
    }

    /// Whether a word is one that was told of before, where the language has a word or prefix for that.
    fn is_definite(&self, token: usize) -> bool {
        let scene = self.scene;
        let own = scene.lexicon.clitics.article.iter().any(|article| scene.document.tokens.folded(token).starts_with(article.as_str()));
        let merged = scene.elements.iter().any(|e| e.tokens.start == token && e.clitics.article);
        own || merged || scene.elements.iter().any(|e| e.tokens.end == token && e.is(Cue::Definite))
    }

    /// The media that the sentence names, known ones and those told by their kind ("the newspaper ...").
    fn media(&mut self) {
        let scene = self.scene;
        let in_brackets = |p: &Phrase| p.tokens.start.checked_sub(1).is_some_and(|t| scene.document.punct(t) == Some('('));
        for phrase in scene.phrases.iter().filter(|p| is_medium(scene, p) && !in_brackets(p)) {
            self.add(scene.elements.len(), phrase);
        }
        for element in scene.elements.iter().filter(|e| e.is(Cue::Medium)) {
            let known = |name: &Range<usize>| {
                scene.phrases.iter().any(|p| is_medium(scene, p) && p.tokens.start < name.end && name.start < p.tokens.end)
            };
            let name = medium_name(scene, element).filter(|name| !known(name));
            self.add_parties(scene.elements.len(), name.map(Party::unnamed));
        }
    }
}

/// The name of a medium told by its kind: what stands in quotes behind the noun, else the words with a capital on one side of it.
fn medium_name(scene: &Scene<'_>, kind: &Element) -> Option<Range<usize>> {
    let document = scene.document;
    let end = kind.tokens.end;
    let quote = (end..scene.tokens.end.min(end + MAX_GAP)).find(|t| matches!(document.punct(*t), Some('«' | '“' | '"' | '„')));
    if let Some(open) = quote.filter(|open| scene.clear_words(end..*open)) {
        let close = (open + 1..scene.tokens.end.min(open + 2 + MAX_NAME)).find(|t| matches!(document.punct(*t), Some('»' | '”' | '"')))?;
        return (open + 1 < close).then_some(open + 1..close);
    }
    if !scene.lexicon.grammar.capital_names {
        // Without capitals, the words with an article that stand right behind the kind («وكالة الأنباء المركزية»).
        let definite = |token: &usize| {
            let word = document.tokens.folded(*token);
            document.tokens[*token].is_word() && scene.lexicon.clitics.article.iter().any(|article| word.starts_with(article.as_str()))
        };
        let last = (end..scene.tokens.end.min(end + MAX_NAME)).take_while(definite).last()?;
        return (end < last).then_some(kind.tokens.start..last + 1);
    }
    let capital = |token: &usize| document.tokens.get(*token).is_some_and(|t| t.is_word() && t.case.is_capitalised());
    let behind = (end..scene.tokens.end.min(end + MAX_NAME)).take_while(capital).last();
    if let Some(last) = behind {
        return Some(end..last + 1);
    }
    let from = kind.tokens.start.saturating_sub(MAX_NAME).max(scene.tokens.start);
    let first = (from..kind.tokens.start).rev().take_while(capital).last()?;
    Some(first..kind.tokens.start)
}

/// The words right behind "according to" that name somebody of whom nothing is known ("the unification ministry"): up to the next sign,
/// verb or marker.
fn words_behind(scene: &Scene<'_>, end: usize) -> Option<Range<usize>> {
    let article = scene.elements.iter().find(|e| e.tokens.start == end && e.is(Cue::Article)).map_or(end, |e| e.tokens.end);
    let stops = |token: usize| {
        let parts =
            |e: &Element| scene.is_verb(e) || e.is_any(&[Cue::In, Cue::On, Cue::With, Cue::To, Cue::That, Cue::Which, Cue::And, Cue::From]);
        !scene.document.tokens[token].is_word() || scene.elements.iter().any(|e| e.tokens.start == token && parts(e))
    };
    let last = (article..scene.tokens.end).find(|token| stops(*token))?;
    (article < last && last <= article + MAX_GAP && scene.document.punct(last).is_some()).then_some(article..last)
}

/// Whether a phrase that stands for an act of ascribing holds a verb of saying of its own («عملية ينسبها», "told MPs").
fn says_inside(scene: &Scene<'_>, element: &Element) -> bool {
    use crate::model::EventType as T;
    let ascribes = |(number, _): (u16, Shape)| {
        matches!(scene.lexicon.triggers[number as usize].event_type, T::Assessment | T::CovertAction | T::CyberOperation)
    };
    if element.tokens.len() < 2 || !element.triggers().any(ascribes) {
        return false;
    }
    let says = |token: usize| scene.word_is(token, Cue::Say);
    says(element.tokens.start) || says(element.tokens.end - 1)
}

/// Whose statement or spokesman it is: the body or person named right behind.
pub(crate) fn issuer<'s>(scene: &'s Scene<'_>, end: usize) -> Option<&'s Phrase> {
    let body = |p: &Phrase| matches!(p.who, Who::Body(_) | Who::SomeBody(_)) || p.body.is_some();
    let issued = |p: &&Phrase| match p.preposition {
        None | Some(Cue::By | Cue::From | Cue::Of | Cue::For) => true,
        Some(Cue::In) => body(p),
        _ => false,
    };
    let next = scene.phrases.iter().find(|p| end <= p.tokens.start && p.tokens.start - end <= MAX_GAP)?;
    let parts = |e: &Element| end <= e.tokens.start && e.tokens.end <= next.tokens.start && (e.is(Cue::That) || scene.is_verb(e));
    Some(next).filter(issued).filter(|p| scene.clear_words(end..p.tokens.start) && !scene.elements.iter().any(parts))
}

/// Somebody without a name who tells, in the article's own words ("a senior official", "the statement").
fn informant(scene: &Scene<'_>, near: Range<usize>) -> Option<Party> {
    let inside = |e: &&Element| near.contains(&e.tokens.start);
    let element = scene.elements.iter().filter(inside).find(|e| e.is(Cue::Informant))?;
    Some(Party::unnamed(element.tokens.clone()))
}

/// The name that nobody knows right behind a verb of saying ("... сообщает ОРТМ").
fn unknown_behind(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let end = scene.elements[verb].tokens.end;
    let near = |p: &Phrase| p.tokens.start.checked_sub(end).is_some_and(|gap| gap <= MAX_GAP);
    scene.phrases.iter().position(|p| near(p) && p.preposition.is_none() && p.who == Who::Unknown)
}

/// The words by which officers of a state are cited of whom nothing but the state is told ("two Polish officials").
fn cited_words(scene: &Scene<'_>, phrase: &Phrase, party: &Party) -> Option<Range<usize>> {
    let officers = || {
        scene.elements.iter().any(|e| phrase.tokens.start <= e.tokens.start && e.tokens.end <= phrase.tokens.end && e.is(Cue::Informant))
    };
    let nameless = matches!(phrase.who, Who::Office | Who::Group) && matches!(party.who, Who::State(_));
    (nameless && (phrase.who == Who::Office || officers())).then(|| phrase.tokens.clone())
}

/// A source that nothing but its own words name: a name that nobody knows.
fn by_its_words(phrase: &Phrase) -> Option<Party> {
    (phrase.who == Who::Unknown).then(|| Party::unnamed(phrase.name.clone()))
}

fn is_medium(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    matches!(phrase.who, Who::Body(id) if scene.knowledge.entity(id).body().is_some_and(BodyKind::is_medium))
}
