//! The words of texts with all that the knowledge makes of them: news repeat their words, so each is looked up once and kept from article
//! to article.

use crate::knowledge::{Cue, Interner, Knowledge, Lexicon, NameSense, Sense, TokenId, Trie};

use super::clitics::readings_of;

/// What was cut off the front of a token to find the word inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Clitics {
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
pub(super) struct Reading {
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
    /// Whether any name or phrase begins with it.
    const fn begins(&self) -> bool {
        self.names != Trie::<NameSense>::ROOT || self.phrases != Trie::<Sense>::ROOT
    }
}

/// Where the readings of a word stand.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: u32,
    end: u32,
    /// Whether any name or phrase begins with it.
    begins: bool,
}

/// Not looked up yet.
const UNREAD: Word = Word { start: 1, end: 0, begins: false };

/// So many different words are kept: what is nearly all of a language's news, in two megabytes.
const MAX_WORDS: usize = 1 << 14;

/// The words met so far in the texts of one language, with their readings.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: Interner,
    /// For each word its readings as a sign or number, from which nothing is cut off, and as a word.
    words: Vec<[Word; 2]>,
    readings: Vec<Reading>,
}

impl Words {
    /// Forgets everything where too much has come together.
    pub fn trim(&mut self) {
        if MAX_WORDS < self.words.len() {
            *self = Self::default();
        }
    }

    /// The place at which the readings of a folded token are asked for; `is_word` says that it is no sign or number.
    pub fn place(&mut self, folded: &str, is_word: bool, knowledge: &Knowledge, lexicon: &Lexicon) -> u32 {
        let number = self.numbers.intern(folded);
        if self.words.len() <= number as usize {
            self.words.push([UNREAD; 2]);
        }
        let word = &mut self.words[number as usize][usize::from(is_word)];
        if word.end < word.start {
            word.start = narrow(self.readings.len());
            readings_of(folded, is_word, knowledge, lexicon, &mut self.readings);
            word.end = narrow(self.readings.len());
            word.begins = self.readings[word.start as usize..].iter().any(Reading::begins);
        }
        number << 1 | u32::from(is_word)
    }

    /// The readings of a token, as written first.
    pub fn readings(&self, place: u32) -> &[Reading] {
        let word = self.at(place);
        &self.readings[word.start as usize..word.end as usize]
    }

    /// Whether any name or phrase begins with a token.
    pub fn begins(&self, place: u32) -> bool {
        self.at(place).begins
    }

    fn at(&self, place: u32) -> &Word {
        &self.words[(place >> 1) as usize][(place & 1) as usize]
    }
}

/// The words met so far, by language.
#[derive(Debug, Default)]
pub(super) struct Vocabularies(Vec<(String, Words)>);

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
