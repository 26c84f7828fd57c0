//! Keys by which names that may be one are found without comparing all with all.
//!
//! A key is the first few consonants of a word in classes so coarse that all scripts agree on them; where letters have several
//! readings a word has several keys. Words without a key in common are hardly one name; words with one may be.

use super::parse::{Name, Word};
use super::table::{SILENT, TABLE};

/// Consonants in a key.
const LENGTH: u32 = 4;
/// A word with so many consonants or fewer may be written together with the next.
const SHORT: u32 = 2;
/// Keys of a word beyond these are not kept.
const MAX_KEYS: usize = 16;
/// Bits of a consonant in a key.
const BITS: u32 = 4;

/// The keys of a word or of two words run together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keys {
    keys: [u16; MAX_KEYS],
    n: u8,
    /// Whether the word may be so short that the one behind it could be written onto it.
    is_short: bool,
}

impl Keys {
    /// The keys, each once.
    pub fn iter(&self) -> impl Iterator<Item = u16> {
        self.keys.into_iter().take(usize::from(self.n))
    }

    /// Whether the word is so short that the one behind it would count too.
    pub const fn is_short(&self) -> bool {
        self.is_short
    }

    /// Adds the keys of another reading of the word.
    pub fn merge(&mut self, other: &Self) {
        other.iter().for_each(|key| self.add(key));
    }

    fn add(&mut self, key: u16) {
        let n = usize::from(self.n);
        if n < MAX_KEYS && !self.keys[..n].contains(&key) {
            self.keys[n] = key;
            self.n += 1;
        }
        self.is_short |= u32::from(key) >> (BITS * SHORT) == 0;
    }

    /// Adds what the units give.
    fn read(&mut self, units: &[u8]) {
        let mut open = [0_u16; MAX_KEYS];
        let mut n = 1;
        for unit in units {
            let classes = TABLE.coarse[usize::from(*unit)];
            if classes == SILENT {
                continue;
            }
            let before = open;
            let n_before = n;
            n = 0;
            let mut put = |key: u16| {
                if n < MAX_KEYS && !open[..n].contains(&key) {
                    open[n] = key;
                    n += 1;
                }
            };
            for &key in &before[..n_before] {
                let is_full = u32::from(key) >> (BITS * (LENGTH - 1)) != 0;
                if classes & SILENT != 0 || is_full {
                    put(key);
                }
                for class in (1..=8_u16).filter(|class| classes >> class & 1 == 1 && !is_full) {
                    // Doubled sounds count once: where one script has one letter another has two.
                    put(if key & 0xf == class { key } else { key << BITS | class });
                }
            }
        }
        for &key in open[..n].iter().filter(|key| **key != 0) {
            self.add(key);
        }
    }
}

impl Name {
    /// The keys of each word, with and without an article or ending that is written onto it.
    pub fn keys(&self) -> Vec<Keys> {
        self.words().iter().map(|word| self.keys_of(word)).collect()
    }

    /// The keys of the words at `at` and behind it, run together.
    pub fn joined_keys(&self, at: usize) -> Keys {
        let mut keys = Keys::default();
        if let (Some(word), Some(next)) = (self.words().get(at), self.words().get(at + 1)) {
            let (first, second) = (self.units(word), self.units(next));
            keys.read(&[first, second].concat());
        }
        keys
    }

    fn keys_of(&self, word: &Word) -> Keys {
        let units = self.units(word);
        let mut keys = Keys::default();
        keys.read(units);
        let (head, tail) = (usize::from(word.head), usize::from(word.tail).min(units.len()));
        if 0 < head {
            keys.read(&units[head..]);
        }
        if 0 < tail {
            keys.read(&units[..units.len() - tail]);
        }
        keys
    }

    /// Whether there is enough in it to tell it from other names: three consonants or so.
    pub fn is_telling(&self) -> bool {
        let words = self.words().iter().filter(|word| !word.is_initial);
        TELLING <= words.map(|word| word.weight).sum()
    }
}

/// What a name weighs at least that can be told from others.
const TELLING: u16 = 26;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for spellings in [
            &["Naryshkin", "Нарышкин", "ناريشكين", "נרישקין", "Нарышкиным"][..],
            &["Jamal", "Djamel", "Gamal", "جمال", "Джамаль", "ג'מאל"],
            &["Khalifa", "خليفة", "Халифа", "Chalifa"],
            &["Hashimi", "الهاشمي", "Хашими"],
            &["Владимир", "Vladimir", "فلاديمير", "ולדימיר"],
        ] {
            let keys: Vec<Keys> = spellings.iter().map(|name| Name::of(name).keys()[0]).collect();
            for (name, own) in spellings.iter().zip(&keys) {
                assert!(own.iter().any(|key| keys[0].iter().any(|other| key == other)), "{name}: {own:?} {:?}", keys[0]);
            }
        }
    }
}
