//! Words numbered as they come, without a place of its own in memory for each: a look-up touches the table and, where it may be a hit,
//! the word, and no more, since each place in memory costs more than all else about it.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// Where a word's record stands, and so much of its hash that others rarely share it.
#[derive(Debug, Clone, Copy)]
struct Slot {
    tag: u32,
    record: u32,
}

/// No word.
const FREE: Slot = Slot { tag: 0, record: u32::MAX };

/// Bytes of a record before its letters: the word's number and its length, four bytes each.
const HEAD: usize = 8;

/// Words by number, numbers by word.
#[derive(Debug)]
pub(crate) struct Interner {
    /// The records of all words in the order of their numbers, one behind the other.
    records: Vec<u8>,
    n_words: u32,
    /// A word stands at the first free slot from the one that its hash says; more than half of them are free, and their number is a
    /// power of two.
    slots: Vec<Slot>,
}

impl Interner {
    /// Room for about this many words.
    pub fn with_capacity(n_words: usize) -> Self {
        let n_slots = (n_words.max(8) * 2).next_power_of_two();
        Self { records: Vec::with_capacity(n_words * (HEAD + 12)), n_words: 0, slots: vec![FREE; n_slots] }
    }

    /// How many words it has.
    pub const fn len(&self) -> usize {
        self.n_words as usize
    }

    /// All words in the order of their numbers.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.places().map(|record| std::str::from_utf8(self.letters(record)).unwrap_or_default())
    }

    /// The number of a word, if it has one.
    pub fn get(&self, word: &str) -> Option<u32> {
        let record = self.slots[self.slot(hash(word), word)].record;
        (record != FREE.record).then(|| self.number(record))
    }

    /// The number of a word, new if need be.
    pub fn intern(&mut self, word: &str) -> u32 {
        let hash = hash(word);
        let slot = self.slot(hash, word);
        let known = self.slots[slot].record;
        if known != FREE.record {
            return self.number(known);
        }
        let number = self.n_words;
        self.slots[slot] = Slot { tag: tag(hash), record: narrow(self.records.len()) };
        self.records.extend(number.to_le_bytes());
        self.records.extend(narrow(word.len()).to_le_bytes());
        self.records.extend(word.as_bytes());
        self.n_words += 1;
        if self.slots.len() < self.len() * 2 {
            self.grow();
        }
        number
    }

    /// The slot in which a word stands, or would stand.
    fn slot(&self, hash: u64, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.record == FREE.record || slot.tag == tag(hash) && self.letters(slot.record) == word.as_bytes() {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn number(&self, record: u32) -> u32 {
        self.field(record as usize)
    }

    fn letters(&self, record: u32) -> &[u8] {
        let start = record as usize + HEAD;
        &self.records[start..start + self.field(record as usize + 4) as usize]
    }

    fn field(&self, at: usize) -> u32 {
        self.records[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    /// Where the records stand, in order.
    fn places(&self) -> impl Iterator<Item = u32> {
        let behind = |record: u32| record + narrow(HEAD + self.letters(record).len());
        let first = (0 < self.n_words).then_some(0);
        std::iter::successors(first, move |record| Some(behind(*record)).filter(|next| (*next as usize) < self.records.len()))
    }

    fn grow(&mut self) {
        let mut slots = vec![FREE; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for (record, word) in self.places().zip(self.words()) {
            let hash = hash(word);
            let mut at = hash as usize & mask;
            while slots[at].record != FREE.record {
                at = (at + 1) & mask;
            }
            slots[at] = Slot { tag: tag(hash), record };
        }
        self.slots = slots;
    }
}

impl Default for Interner {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

fn hash(word: &str) -> u64 {
    FxBuildHasher.hash_one(word)
}

const fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_numbers_as_the_table_grows() {
        let mut interner = Interner::default();
        let words: Vec<String> = (0..5000).map(|n| format!("word{n}")).chain([String::new()]).collect();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(interner.get(word), None);
            assert_eq!(interner.intern(word) as usize, number);
            assert_eq!(interner.intern(word) as usize, number);
        }
        assert!(interner.words().eq(&words));
        assert!(words.iter().enumerate().all(|(number, word)| interner.get(word) == Some(number as u32)));
        assert_eq!(interner.get("another"), None);
    }
}
