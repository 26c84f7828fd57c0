//! The elements of a sentence: every name, cue, noun and trigger in it, found in one walk over its tokens.

use std::ops::Range;

use crate::knowledge::{Cases, Cue, Knowledge, Lexicon, NameSense, NameUse, NounClass, Sense, Shape, Trie};

use super::document::{Clitics, Document, Reading};
use super::few::Few;

/// What a phrase of the lexicon means; which cues are among it is asked all the time, and so kept apart as well.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Senses {
    all: Few<Sense, 4>,
    /// One bit for each cue.
    cues: u128,
    /// One bit for each shape of its triggers.
    shapes: u16,
    /// One bit for each noun class; where a lexicon has more classes than bits, several share one.
    nouns: u128,
    has_body: bool,
}

const _: () = assert!(Cue::ALL.len() <= 128, "each cue has a bit");

impl Senses {
    /// One of 128 bits for each cue.
    pub const fn bit(cue: Cue) -> u128 {
        1 << cue as u32
    }

    /// Whether the cue is among them.
    pub const fn has_cue(&self, cue: Cue) -> bool {
        self.cues & Self::bit(cue) != 0
    }

    /// Puts one cue in the place of another.
    pub fn replace_cue(&mut self, old: Cue, new: Cue) {
        if self.has_cue(old) {
            self.all.iter_mut().filter(|sense| **sense == Sense::Cue(old)).for_each(|sense| *sense = Sense::Cue(new));
            self.cues = self.cues & !Self::bit(old) | Self::bit(new);
        }
    }
}

impl From<Few<Sense, 4>> for Senses {
    fn from(all: Few<Sense, 4>) -> Self {
        let mut senses = Self { all, ..Self::default() };
        for sense in &senses.all {
            match sense {
                Sense::Cue(cue) => senses.cues |= Self::bit(*cue),
                Sense::Trigger(_, shape) => senses.shapes |= 1 << *shape as u16,
                Sense::Noun(class) => senses.nouns |= noun_bit(*class),
                Sense::Body(_) => senses.has_body = true,
            }
        }
        senses
    }
}

/// One of 128 bits for each noun class.
pub(crate) fn noun_bit(class: NounClass) -> u128 {
    1 << (u32::from(class.0) % u128::BITS)
}

impl std::ops::Deref for Senses {
    type Target = [Sense];

    fn deref(&self) -> &[Sense] {
        &self.all
    }
}

/// A stretch of tokens that means something: a name, a phrase of the lexicon, or both.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// Its tokens, by number in the document.
    pub tokens: Range<usize>,
    /// Everything it can stand for as a name.
    pub names: Few<NameSense, 2>,
    /// Everything it means as a phrase of the lexicon.
    pub senses: Senses,
    /// The stranger whose surname it is, by number among the article's people, and the cases in which it stands.
    pub stranger: Option<(usize, Cases)>,
    /// What was cut off its first token.
    pub clitics: Clitics,
}

impl Element {
    /// Whether it does the work of this cue.
    pub fn is(&self, cue: Cue) -> bool {
        self.senses.has_cue(cue)
    }

    /// Whether it does the work of any of these cues.
    pub fn is_any(&self, cues: &[Cue]) -> bool {
        self.senses.cues & cues.iter().fold(0, |bits, cue| bits | Senses::bit(*cue)) != 0
    }

    /// Whether it is a common noun for a body ("ministry", "court").
    pub const fn is_body(&self) -> bool {
        self.senses.has_body
    }

    /// The triggers it can be.
    pub fn triggers(&self) -> impl Iterator<Item = (u16, Shape)> {
        let triggers = if self.is_trigger() { &*self.senses } else { &[] };
        triggers.iter().filter_map(|sense| if let Sense::Trigger(number, shape) = sense { Some((*number, *shape)) } else { None })
    }

    /// Whether it can be any trigger.
    pub fn is_trigger(&self) -> bool {
        self.senses.shapes != 0
    }

    /// Whether it can be a trigger in one of these shapes.
    pub fn has_shape(&self, shapes: &[Shape]) -> bool {
        self.senses.shapes & shapes.iter().fold(0, |bits, shape| bits | 1 << *shape as u16) != 0
    }

    /// Whether it belongs to any noun class.
    pub fn is_noun(&self) -> bool {
        self.senses.nouns != 0
    }

    /// The bits of the noun classes it belongs to.
    pub const fn noun_bits(&self) -> u128 {
        self.senses.nouns
    }

    /// The noun classes it belongs to.
    pub fn nouns(&self) -> impl Iterator<Item = NounClass> {
        let nouns = if self.is_noun() { &*self.senses } else { &[] };
        nouns.iter().filter_map(|sense| if let Sense::Noun(class) = sense { Some(*class) } else { None })
    }

    /// The cases that the names of one kind of use leave open.
    pub fn cases(&self, of: impl Fn(&NameUse) -> bool) -> Cases {
        self.names.iter().filter(|sense| of(&sense.what)).fold(Cases::NONE, |cases, sense| cases.or(sense.cases))
    }
}

/// The element of an ordered list that a token is part of.
pub(crate) fn covering(elements: &[Element], token: usize) -> Option<&Element> {
    let at = elements.partition_point(|e| e.tokens.end <= token);
    elements.get(at).filter(|e| e.tokens.start <= token)
}

/// The element of an ordered list that begins with a token.
pub(crate) fn starting(elements: &[Element], token: usize) -> Option<&Element> {
    covering(elements, token).filter(|e| e.tokens.start == token)
}

/// Finds the elements among `tokens`, in order and without overlaps: of two that overlap the longer stays.
pub(crate) fn find_elements(document: &Document, tokens: Range<usize>, knowledge: &Knowledge, lexicon: &Lexicon) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::with_capacity(tokens.len());
    for start in tokens.clone() {
        let crossed = found.last().map(|last| last.tokens.clone()).filter(|last| start < last.end);
        let longer_than = crossed.as_ref().map_or(0, Range::len);
        let Some(element) = element_at(document, start, tokens.end, longer_than, knowledge, lexicon) else { continue };
        if let Some(last) = crossed {
            // The longer of two that cross stays; of the other, what stands before it.
            found.pop();
            found.extend(element_at(document, last.start, start, 0, knowledge, lexicon));
        }
        found.push(element);
    }
    found
}

/// The longest element that begins at a token and ends before `end`, if it has more than so many tokens.
fn element_at(
    document: &Document,
    start: usize,
    end: usize,
    longer_than: usize,
    knowledge: &Knowledge,
    lexicon: &Lexicon,
) -> Option<Element> {
    let begun = document.begun(start).filter(|_| start + longer_than < end)?;
    let capitals = lexicon.grammar.capital_names;
    let is_name = |sense: &NameSense, at: usize, clitics: Clitics| name_fits(document, sense, start..at, clitics, capitals);
    let readings = |token: usize| document.readings(token);
    let (names, phrases) = (knowledge.names(), &lexicon.phrases);
    let next = if start + 1 < end { document.inner(start + 1) } else { 0 };
    let names_go_on = begun.names_next & next != 0 && goes_on(document, start, names, |reading| reading.names);
    let phrases_go_on = begun.phrases_next & next != 0 && goes_on(document, start, phrases, |reading| reading.phrases);
    // Most words that are written small are no name, whatever names are written like them.
    let first = &document.tokens[start];
    let is_small = capitals && first.script.has_case() && !first.case.is_capitalised();
    let ends = if is_small { begun.small_names_end } else { begun.names_end };
    if !names_go_on && !phrases_go_on {
        // By itself a word is one token long, and most are a phrase of the lexicon at most.
        let alone = document.alone(start).filter(|_| longer_than == 0);
        if 0 < longer_than || !ends {
            return alone.map(|alone| alone.element(start));
        }
    }
    let name_end = if names_go_on { end } else { start + 1 };
    let name = if names_go_on || ends { longest(readings, start, name_end, names, |reading| reading.names, is_name) } else { None };
    let phrase = if phrases_go_on { longest(readings, start, end, phrases, |reading| reading.phrases, is_word) } else { None };
    // Most phrases are one word, of which all is known.
    let (phrase, alone) = match phrase {
        Some(found) if start + 1 < found.end => (Some(found), None),
        _ => (None, document.alone(start)),
    };
    let end_of_phrase = phrase.as_ref().map_or(if alone.is_some() { start + 1 } else { 0 }, |found| found.end);
    let end = name.as_ref().map_or(0, |found| found.end).max(end_of_phrase);
    if end <= start + longer_than {
        return None;
    }
    let name = name.filter(|found| found.end == end);
    let phrase = phrase.filter(|found| found.end == end);
    let alone = alone.filter(|_| end == start + 1);
    let of_phrase = phrase.as_ref().map(|found| found.clitics).or(alone.map(|alone| alone.clitics));
    let clitics = name.as_ref().map(|found| found.clitics).or(of_phrase)?;
    let senses = match &phrase {
        Some(found) => senses_of(readings, start, document.tokens.folded(start), found, phrases),
        None => alone.map(|alone| alone.senses.clone()).unwrap_or_default(),
    };
    let mut names: Few<NameSense, 2> = Few::new();
    if let Some(found) = &name {
        found.senses(knowledge.names(), is_name, &mut names);
        add_nationality_alike(document, start..end, knowledge, &mut names);
    }
    Some(Element { tokens: start..end, names, senses, stranger: None, clitics })
}

/// Whether any phrase that begins with a token goes on with the next one.
fn goes_on<V>(document: &Document, start: usize, trie: &Trie<V>, begin: impl Fn(&Reading) -> u32) -> bool {
    let firsts = document.readings(start).iter().filter(|reading| !reading.clitics.added_article).map(begin);
    let mut firsts = firsts.filter(|node| *node != Trie::<V>::ROOT);
    let next = || document.readings(start + 1).iter().filter(|reading| reading.clitics.is_inner());
    firsts.any(|node| next().any(|inner| trie.step(node, inner.id).is_some()))
}

/// What a word means as a phrase of the lexicon by itself.
#[derive(Debug)]
pub(crate) struct Alone {
    senses: Senses,
    clitics: Clitics,
}

impl Alone {
    fn element(&self, token: usize) -> Element {
        Element { tokens: token..token + 1, names: Few::new(), senses: self.senses.clone(), stranger: None, clitics: self.clitics }
    }
}

/// What a folded word with these readings means as a phrase of the lexicon by itself.
pub(crate) fn alone(readings: &[Reading], folded: &str, phrases: &Trie<Sense>) -> Option<Alone> {
    let found = longest(|_| readings, 0, 1, phrases, |reading| reading.phrases, is_word)?;
    Some(Alone { senses: senses_of(|_| readings, 0, folded, &found, phrases), clitics: found.clitics })
}

/// The senses of a phrase that begins at a token.
fn senses_of<'r>(readings: impl Fn(usize) -> &'r [Reading], start: usize, folded: &str, found: &Found, phrases: &Trie<Sense>) -> Senses {
    let mut senses: Few<Sense, 4> = Few::new();
    found.senses(phrases, is_word, &mut senses);
    add_with_article_cut(readings, start, folded, found, phrases, &mut senses);
    senses.into()
}

/// Whether a sense can stand behind these clitics.
fn is_word(sense: &Sense, _: usize, clitics: Clitics) -> bool {
    !(clitics.article && is_verb(*sense) || clitics.future && !may_be_future(*sense))
}

/// Adds the noun classes that a phrase found as it is written has once the article of its first word is cut off: a class may list one
/// form and the language of the text have the other.
fn add_with_article_cut<'r>(
    readings: impl Fn(usize) -> &'r [Reading],
    start: usize,
    folded: &str,
    found: &Found,
    phrases: &Trie<Sense>,
    senses: &mut Few<Sense, 4>,
) {
    let mut cut = readings(start).iter().filter(|reading| reading.clitics.is_inner() && reading.clitics.article).peekable();
    // A word in the feminine is written like one with a pronoun, which takes no article.
    if cut.peek().is_none() || !found.clitics.is_bare() || cut_is_ambiguous(folded) {
        return;
    }
    let begins = |node: &u32| *node != Trie::<Sense>::ROOT;
    let mut open: Vec<_> = cut.map(|reading| reading.phrases).filter(begins).map(|node| (node, start + 1)).collect();
    while let Some((node, at)) = open.pop() {
        if at == found.end {
            let nouns = phrases.values(node).iter().filter(|sense| matches!(sense, Sense::Noun(_)));
            nouns.for_each(|noun| senses.push_new(*noun));
        } else {
            let inner = readings(at).iter().filter(|reading| reading.clitics.is_inner());
            open.extend(inner.filter_map(|reading| phrases.step(node, reading.id)).map(|node| (node, at + 1)));
        }
    }
}

/// Whether a folded word may end in a pronoun as well as in the sign of the feminine.
fn cut_is_ambiguous(folded: &str) -> bool {
    folded.ends_with('ه')
}

/// Adds the nationality that is written like a surname once its article is cut off («الهندي»).
fn add_nationality_alike(document: &Document, tokens: Range<usize>, knowledge: &Knowledge, names: &mut Few<NameSense, 2>) {
    let surname = names.iter().all(|sense| matches!(sense.what, NameUse::Short(_)));
    if !surname || tokens.len() != 1 {
        return;
    }
    let trie = knowledge.names();
    let with_article = document.readings(tokens.start).iter().filter(|reading| reading.clitics.article);
    let nodes = with_article.map(|reading| reading.names).filter(|node| *node != Trie::<NameSense>::ROOT);
    names.extend(nodes.flat_map(|node| trie.values(node)).filter(|sense| matches!(sense.what, NameUse::Adjective(_))).copied());
}

/// Whether a sense is a finite verb's, which takes no article.
fn is_verb(sense: Sense) -> bool {
    match sense {
        Sense::Cue(cue) => {
            matches!(cue, Cue::Say | Cue::Announce | Cue::Light | Cue::Happen | Cue::Denied | Cue::Refused | Cue::Not | Cue::Ongoing)
        }
        Sense::Trigger(_, shape) => matches!(shape, Shape::Past | Shape::Present | Shape::Future | Shape::Infinitive),
        Sense::Noun(_) | Sense::Body(_) => false,
    }
}

/// Whether a sense is one that the particle of the future can stand before.
const fn may_be_future(sense: Sense) -> bool {
    match sense {
        Sense::Trigger(_, shape) => matches!(shape, Shape::Present | Shape::Future | Shape::PassivePresent),
        Sense::Cue(cue) => matches!(
            cue,
            Cue::Say
                | Cue::Announce
                | Cue::Light
                | Cue::Happen
                | Cue::Planned
                | Cue::Proposed
                | Cue::Refused
                | Cue::Ongoing
                | Cue::Cancelled
        ),
        Sense::Noun(_) | Sense::Body(_) => false,
    }
}

/// A phrase: where it ends, what was cut off its first word, and the nodes of the trie that tell what it means: one, or several for the
/// same words with and without an inner article, which are one phrase.
struct Found {
    end: usize,
    clitics: Clitics,
    nodes: Few<u32, 2>,
}

impl Found {
    /// Adds the senses that fit, each once.
    fn senses<V: Copy + PartialEq, const N: usize>(
        &self,
        trie: &Trie<V>,
        fits: impl Fn(&V, usize, Clitics) -> bool,
        senses: &mut Few<V, N>,
    ) {
        let found = self.nodes.iter().flat_map(|node| trie.values(*node)).filter(|sense| fits(sense, self.end, self.clitics));
        found.for_each(|sense| senses.push_new(*sense));
    }
}

/// The longest phrase from `start` with at least one sense that `fits`: of two as long one with nothing cut off.
/// `readings` gives those of a token, `begin` where in `trie` those phrases stand that begin with a reading.
fn longest<'r, V>(
    readings: impl Fn(usize) -> &'r [Reading],
    start: usize,
    end: usize,
    trie: &Trie<V>,
    begin: impl Fn(&Reading) -> u32,
    fits: impl Fn(&V, usize, Clitics) -> bool,
) -> Option<Found> {
    let mut best: Option<Found> = None;
    let mut open = Vec::new();
    for first in readings(start).iter().filter(|reading| !reading.clitics.added_article) {
        let clitics = first.clitics;
        let mut next = Some((begin(first), start + 1)).filter(|(node, _)| *node != Trie::<V>::ROOT);
        while let Some((node, at)) = next {
            let is_longer = |known: &Found| known.end < at || known.end == at && !known.clitics.is_bare() && clitics.is_bare();
            let is_alike = |known: &Found| known.end == at && known.clitics == clitics;
            let values = trie.values(node);
            match &mut best {
                Some(known) if is_alike(known) => known.nodes.push(node),
                Some(known) if !is_longer(known) => {}
                _ if values.iter().any(|value| fits(value, at, clitics)) => {
                    best = Some(Found { end: at, clitics, nodes: Few::of(node) });
                }
                _ => {}
            }
            next = None;
            if at < end && trie.goes_on(node) {
                for inner in readings(at).iter().filter(|reading| reading.clitics.is_inner()) {
                    let Some(node) = trie.step(node, inner.id) else { continue };
                    // Most phrases go on in one way at most, for which no list of ways is needed.
                    open.extend(next.replace((node, at + 1)));
                }
            }
            next = next.or_else(|| open.pop());
        }
    }
    best
}

/// Whether a name may stand so: capitals where the language has them, an acronym in capitals, no person with an article.
fn name_fits(document: &Document, sense: &NameSense, range: Range<usize>, clitics: Clitics, capital_names: bool) -> bool {
    let first = &document.tokens[range.start];
    if clitics.future {
        return false;
    }
    if first.script.has_case() {
        if sense.acronym {
            return document.tokens.as_slice()[range].iter().filter(|t| t.is_word()).all(|t| t.case == crate::text::Case::Upper);
        }
        let lower_is_fine = !capital_names || matches!(sense.what, NameUse::Office(_) | NameUse::Adjective(_) | NameUse::People(_));
        return lower_is_fine || first.case.is_capitalised();
    }
    // A word with tanwin is an adverb or an object in the indefinite, never a name.
    let is_name = matches!(sense.what, NameUse::Full(_) | NameUse::Short(_) | NameUse::Place(_));
    let tanwin = range.len() == 1 && first.tanwin;
    let short_with_article = matches!(sense.what, NameUse::Short(_)) && clitics.article;
    !(is_name && tanwin || short_with_article)
}
