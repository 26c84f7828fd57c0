//! A name made ready for comparison: its words as sequences of units.

use super::distance::is_abjad;
use super::sounds::CONSONANT;
use super::table::{BREAK, N_DIRECT, SKIP, TABLE, Table, UNKNOWN, Use, hash};
use crate::text::{Script, fold, fold_into};

/// Words of a name beyond these are not looked at.
pub(super) const MAX_WORDS: usize = 10;
/// Units of a name beyond these are not looked at.
pub(super) const MAX_UNITS: usize = 120;
/// Letters of a name beyond these are not looked at.
const MAX_LETTERS: usize = 160;
const APOSTROPHE: u16 = b'\'' as u16;

/// A name made ready for comparison.
#[derive(Debug, Clone)]
pub struct Name {
    units: [u8; MAX_UNITS],
    words: [Word; MAX_WORDS],
    n_words: u8,
    n_units: u8,
}

/// A word of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Its units in the name.
    pub start: u8,
    pub end: u8,
    /// Units at its front that are an article written onto it.
    pub head: u8,
    /// Units at its end that are a case ending.
    pub tail: u8,
    /// Consonants, each weighing [`super::sounds::CONSONANT`], and a little for vowels.
    pub weight: u16,
    /// Classes of all its consonants.
    pub classes: u32,
    /// Of its letters.
    pub hash: u64,
    pub script: Script,
    pub is_patronymic: bool,
    pub is_initial: bool,
    /// Whether it has letters that the tables do not know: it is equal or not.
    pub is_foreign: bool,
    /// Whether it is a title or particle, that may be missing.
    pub of: Use,
    /// Which word of the text it is, from 0.
    pub at: u8,
}

const NO_WORD: Word = Word {
    start: 0,
    end: 0,
    head: 0,
    tail: 0,
    weight: 0,
    classes: 0,
    hash: 0,
    script: Script::Other,
    is_patronymic: false,
    is_initial: false,
    is_foreign: false,
    of: Use::Name,
    at: 0,
};

/// What a vowel weighs in a word.
const VOWEL_WEIGHT: u16 = 2;

impl Name {
    /// Of a name in any script. Articles, "son of", titles and kunyas are left out where anything else remains.
    pub fn of(text: &str) -> Self {
        let table = &*TABLE;
        let mut letters = [BREAK; MAX_LETTERS];
        let n = match letters_of(text, table, &mut letters) {
            Some(n) => n,
            // What folds to several letters or lies far off is rare: it costs a second reading.
            None => letters_of_rare(text, table, &mut letters),
        };
        let mut name = Self { units: [0; MAX_UNITS], words: [NO_WORD; MAX_WORDS], n_words: 0, n_units: 0 };
        let mut at = 0;
        for word in letters[..n].split(|letter| *letter == BREAK).filter(|word| word.iter().any(|letter| *letter != APOSTROPHE)) {
            name.push(word, at, table);
            at = at.saturating_add(1);
        }
        name.settle();
        name
    }

    /// The words that name.
    pub(super) fn words(&self) -> &[Word] {
        &self.words[..usize::from(self.n_words)]
    }

    /// The units of a word.
    pub(super) fn units(&self, word: &Word) -> &[u8] {
        &self.units[usize::from(word.start)..usize::from(word.end)]
    }

    /// Whether a folded word is an article or "son of", as stand in lower case inside names.
    pub fn is_particle(folded: &str) -> bool {
        let letters: Vec<u16> = folded.chars().map(|c| TABLE.letter(c)).collect();
        TABLE.uses.get(&hash(&letters)) == Some(&Use::Particle)
    }

    /// Hashes of the letters of its words: the same for words written the same.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.words().iter().map(|word| word.hash)
    }

    /// Whether nothing in it can be compared.
    pub const fn is_empty(&self) -> bool {
        self.n_words == 0
    }

    /// How many words name.
    pub const fn len(&self) -> usize {
        self.n_words as usize
    }

    fn push(&mut self, letters: &[u16], at: u8, table: &Table) {
        if MAX_WORDS <= usize::from(self.n_words) {
            return;
        }
        let hash = hash(letters);
        let mut word = Word { start: self.n_units, hash, at, ..NO_WORD };
        word.of = if letters.len() <= 14 { table.uses.get(&hash).copied().unwrap_or(Use::Name) } else { Use::Name };
        word.script = char::from_u32(u32::from(letters[0])).map_or(Script::Other, Script::of);
        word.is_initial = letters.len() == 1;
        self.spell(letters, &mut word, table);
        word.end = self.n_units;
        let tail_letters = match word.script {
            Script::Cyrillic if 4 <= letters.len() => table.cases.of(letters, 3),
            Script::Latin if 4 <= letters.len() => table.silent.of(letters, 3),
            _ => 0,
        };
        word.tail = u8::try_from(tail_letters).unwrap_or(0);
        word.is_patronymic = match word.script {
            Script::Cyrillic | Script::Latin if 5 <= letters.len() => 0 < table.patronymics.of(letters, 2),
            _ => false,
        };
        word.head = match (word.script, letters) {
            (Script::Arabic, [0x627, 0x644, _, _, ..]) => 2,
            (Script::Latin, [0x61 | 0x65, 0x6c, _, _, _, _, ..]) => 2,
            _ => 0,
        };
        let weigh = |unit: usize| if table.vowel[unit] { VOWEL_WEIGHT } else { u16::from(table.drop[unit]).max(VOWEL_WEIGHT) };
        word.weight = self.units(&word).iter().map(|unit| weigh(usize::from(*unit))).sum();
        if word.is_foreign {
            word.weight = u16::try_from(letters.len()).unwrap_or(u16::MAX).saturating_mul(u16::from(CONSONANT));
        }
        word.classes = self.units(&word).iter().fold(0, |set, unit| set | table.class[usize::from(*unit)]);
        self.words[usize::from(self.n_words)] = word;
        self.n_words += 1;
    }

    /// Writes a word's units, a doubled consonant once.
    fn spell(&mut self, letters: &[u16], word: &mut Word, table: &Table) {
        let mut rest = letters;
        let is_abjad = is_abjad(word.script);
        while let Some((first, behind)) = rest.split_first() {
            let bucket = &table.entries[usize::from(*first).min(N_DIRECT - 1)];
            let Some(entry) = bucket.find(behind) else {
                word.is_foreign = true;
                rest = behind;
                continue;
            };
            for &unit in entry.units() {
                let n = usize::from(self.n_units);
                let doubled = usize::from(word.start) < n && self.units[n - 1] == unit && !table.vowel[usize::from(unit)] && !is_abjad;
                if n < MAX_UNITS && !doubled {
                    self.units[n] = unit;
                    self.n_units += 1;
                }
            }
            rest = &behind[entry.rest().len()..];
        }
    }

    /// Leaves out titles and particles where a name remains, and takes patronymics for such only inside names of three words.
    fn settle(&mut self) {
        let n = usize::from(self.n_words);
        let names = self.words[..n].iter().filter(|word| word.of == Use::Name).count();
        if 0 < names && names < n {
            let mut kept = 0;
            for at in 0..n {
                if self.words[at].of == Use::Name {
                    self.words[kept] = self.words[at];
                    kept += 1;
                }
            }
            self.n_words = u8::try_from(kept).unwrap_or(self.n_words);
        }
        if self.n_words < 3 {
            for word in &mut self.words {
                word.is_patronymic = false;
            }
        }
    }
}

/// The words of a text as they are written; their places are [`Word::at`].
pub(super) fn surfaces(text: &str) -> Vec<String> {
    let table = &*TABLE;
    let splits = |c: char| match table.letter(c) {
        BREAK => true,
        UNKNOWN => !fold(c.encode_utf8(&mut [0; 4])).chars().any(char::is_alphanumeric),
        _ => false,
    };
    let heard = |part: &&str| part.chars().any(|c| !matches!(table.letter(c), SKIP | APOSTROPHE));
    text.split(splits).filter(heard).map(str::to_owned).collect()
}

/// Writes the letters of a text; `None` where one of them must be folded first.
fn letters_of(text: &str, table: &Table, letters: &mut [u16; MAX_LETTERS]) -> Option<usize> {
    let mut n = 0;
    for c in text.chars() {
        match table.letter(c) {
            SKIP => {}
            UNKNOWN => return None,
            letter if n < MAX_LETTERS => {
                letters[n] = letter;
                n += 1;
            }
            _ => break,
        }
    }
    Some(n)
}

/// As [`letters_of`] over the folded text; letters without a sound of ours stay as such.
fn letters_of_rare(text: &str, table: &Table, letters: &mut [u16; MAX_LETTERS]) -> usize {
    let mut n = 0;
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if table.letter(c) == UNKNOWN { fold_into(c.encode_utf8(&mut [0; 4]), &mut folded) } else { folded.push(c) }
    }
    for c in folded.chars() {
        let letter = match table.letter(c) {
            SKIP => continue,
            UNKNOWN if c.is_alphanumeric() => u16::try_from(c as u32).unwrap_or(u16::MAX),
            UNKNOWN => BREAK,
            letter => letter,
        };
        if n < MAX_LETTERS {
            letters[n] = letter;
            n += 1;
        }
    }
    n
}
