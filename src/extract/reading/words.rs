//! The words of texts with all that the knowledge makes of them: news repeat their words, so each is looked up once and kept from article
//! to article.

use crate::knowledge::{Cue, Interner, Knowledge, Lexicon, NameSense, NameUse, Sense, TokenId, Trie, bit};
use crate::text::dates::Hint;

use super::clitics::readings_of;
use super::elements::{Alone, Senses, alone};

/// What was cut off the front of a token to find the word inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Clitics {
    /// A conjunction: "and".
    pub and: bool,
    /// A preposition.
    pub preposition: Option<Cue>,
    /// The article.
    pub article: bool,
    /// The particle of the future.
    pub future: bool,
    /// The text lacks an article that the phrase has; good only inside a phrase.
    pub added_article: bool,
}

impl Clitics {
    /// Whether nothing but an article was cut off or added, as inside a phrase.
    pub const fn is_inner(self) -> bool {
        !self.and && self.preposition.is_none() && !self.future
    }

    /// Whether the word stands as written.
    pub const fn is_bare(self) -> bool {
        self.is_inner() && !self.article && !self.added_article
    }
}

/// One reading of a token: a known word, and what was cut off to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The number of the word.
    pub id: TokenId,
    /// What was cut off.
    pub clitics: Clitics,
    /// Where the names that begin with it go on; the root where none do.
    pub names: u32,
    /// Where the phrases of the lexicon that begin with it go on; the root where none do.
    pub phrases: u32,
}

impl Reading {
    /// Whether it is a phrase of the lexicon, or the first word of one.
    pub const fn is_of_lexicon(&self) -> bool {
        self.phrases != Trie::<Sense>::ROOT
    }
}

/// What begins with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Begun {
    /// Whether it is a name by itself, in some spelling.
    pub names_end: bool,
    /// Whether it is one that may be written small, though the names of its language have capitals.
    pub small_names_end: bool,
    /// The bits of the words that stand behind it in names.
    pub names_next: u64,
    /// The bits of the words that stand behind it in phrases of the lexicon.
    pub phrases_next: u64,
    /// Where among `Words::alone` it stands, if it is a phrase by itself.
    alone: Option<u32>,
}

impl Begun {
    /// Nothing begins so.
    const NONE: Self = Self { names_end: false, small_names_end: false, names_next: 0, phrases_next: 0, alone: None };
}

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where its readings stand.
    start: u32,
    end: u32,
    /// The bits of its readings inside a phrase.
    inner: u64,
    /// The bits of the cues that it is by itself in any reading.
    cues: u128,
    begun: Begun,
    /// Its part in dates.
    date: Hint,
}

/// Not looked up yet.
const UNREAD: Word = Word { start: 1, end: 0, inner: 0, cues: 0, begun: Begun::NONE, date: Hint::NONE };

/// So many different words are kept: what is nearly all of a language's news, in two megabytes.
const MAX_WORDS: usize = 1 << 14;

/// The words met so far in the texts of one language, with their readings.
#[derive(Debug, Default)]
pub(crate) struct Words {
    numbers: Interner,
    /// For each word its readings as a sign or number, from which nothing is cut off, and, apart from these, as a word.
    words: [Vec<Word>; 2],
    readings: Vec<Reading>,
    /// What those mean by themselves that are phrases of the lexicon.
    alone: Vec<Alone>,
}

impl Words {
    /// Forgets everything where too much has come together.
    pub fn trim(&mut self) {
        if MAX_WORDS < self.numbers.len() {
            *self = Self::default();
        }
    }

    /// The place at which the readings of a folded token are asked for; `is_word` says that it is no sign or number.
    pub fn place(&mut self, folded: &str, is_word: bool, knowledge: &Knowledge, lexicon: &Lexicon) -> u32 {
        let number = self.numbers.intern(folded);
        let words = &mut self.words[usize::from(is_word)];
        if words.len() <= number as usize {
            words.resize(number as usize + 1, UNREAD);
        }
        let word = &mut words[number as usize];
        if word.end < word.start {
            word.start = narrow(self.readings.len());
            readings_of(folded, is_word, knowledge, lexicon, &mut self.readings);
            word.end = narrow(self.readings.len());
            let readings = &self.readings[word.start as usize..];
            word.inner = readings.iter().filter(|reading| reading.clitics.is_inner()).fold(0, |bits, reading| bits | bit(reading.id));
            let senses =
                readings.iter().filter(|reading| reading.is_of_lexicon()).flat_map(|reading| lexicon.phrases.values(reading.phrases));
            word.cues = senses.fold(0, |bits, sense| if let Sense::Cue(cue) = sense { bits | Senses::bit(*cue) } else { bits });
            let first = || readings.iter().filter(|reading| !reading.clitics.added_article);
            let names = || first().map(|reading| reading.names).filter(|node| *node != Trie::<NameSense>::ROOT);
            let phrases = first().filter(|reading| reading.is_of_lexicon()).map(|reading| reading.phrases);
            let may_be_small =
                |sense: &NameSense| !sense.acronym && matches!(sense.what, NameUse::Office(_) | NameUse::Adjective(_) | NameUse::People(_));
            let alone = alone(readings, folded, &lexicon.phrases);
            word.begun = Begun {
                names_end: names().any(|node| !knowledge.names().values(node).is_empty()),
                small_names_end: names().any(|node| knowledge.names().values(node).iter().any(may_be_small)),
                names_next: names().fold(0, |bits, node| bits | knowledge.names().next_bits(node)),
                phrases_next: phrases.fold(0, |bits, node| bits | lexicon.phrases.next_bits(node)),
                alone: alone.is_some().then(|| narrow(self.alone.len())),
            };
            self.alone.extend(alone);
            word.date = if is_word { lexicon.dates.hint(folded) } else { Hint::NONE };
        }
        number << 1 | u32::from(is_word)
    }

    /// The readings of a token, as written first.
    pub fn readings(&self, place: u32) -> &[Reading] {
        let word = self.at(place);
        &self.readings[word.start as usize..word.end as usize]
    }

    /// What begins with a token, if anything does.
    pub fn begun(&self, place: u32) -> Option<Begun> {
        Some(self.at(place).begun).filter(|begun| *begun != Begun::NONE)
    }

    /// The bits of what a token can be inside a phrase.
    pub fn inner(&self, place: u32) -> u64 {
        self.at(place).inner
    }

    /// The bits of the cues that a token is by itself in any reading.
    pub fn cues(&self, place: u32) -> u128 {
        self.at(place).cues
    }

    /// What a token means as a phrase of the lexicon by itself.
    pub fn alone(&self, place: u32) -> Option<&Alone> {
        self.at(place).begun.alone.map(|number| &self.alone[number as usize])
    }

    /// The part of a token in dates.
    pub fn date(&self, place: u32) -> Hint {
        self.at(place).date
    }

    fn at(&self, place: u32) -> &Word {
        &self.words[(place & 1) as usize][(place >> 1) as usize]
    }
}

/// The words met so far, by language.
#[derive(Debug, Default)]
pub(crate) struct Vocabularies(Vec<(String, Words)>);

impl Vocabularies {
    /// Takes out the words of a language.
    pub fn take(&mut self, lang: &str) -> Words {
        self.0.iter_mut().find(|(known, _)| known == lang).map(|(_, words)| std::mem::take(words)).unwrap_or_default()
    }

    /// Puts the words of a language back.
    pub fn give(&mut self, lang: &str, words: Words) {
        match self.0.iter_mut().find(|(known, _)| known == lang) {
            Some((_, place)) => *place = words,
            None => self.0.push((lang.to_owned(), words)),
        }
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
