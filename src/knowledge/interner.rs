//! Words numbered as they come, without a place of its own in memory for each: a look-up touches the table and, where it may be a hit,
//! the word.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// A word's number, and so much of its hash that others rarely share it.
#[derive(Debug, Clone, Copy)]
struct Slot {
    tag: u32,
    number: u32,
}

/// No word.
const FREE: Slot = Slot { tag: 0, number: u32::MAX };

/// Words by number, numbers by word.
#[derive(Debug)]
pub(super) struct Interner {
    /// All words, one behind the other, and where each ends.
    letters: String,
    ends: Vec<u32>,
    /// A word stands at the first free slot from the one that its hash says; more than half of them are free, and their number is a
    /// power of two.
    slots: Vec<Slot>,
}

impl Interner {
    /// Room for about this many words.
    pub fn with_capacity(n_words: usize) -> Self {
        let n_slots = (n_words.max(8) * 2).next_power_of_two();
        Self { letters: String::with_capacity(n_words * 12), ends: Vec::with_capacity(n_words), slots: vec![FREE; n_slots] }
    }

    /// All words in the order of their numbers.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        (0..narrow(self.ends.len())).map(|number| self.word(number))
    }

    /// The number of a word, if it has one.
    pub fn get(&self, word: &str) -> Option<u32> {
        let slot = self.slots[self.place(word)];
        (slot.number != FREE.number).then_some(slot.number)
    }

    /// The number of a word, new if need be.
    pub fn intern(&mut self, word: &str) -> u32 {
        let place = self.place(word);
        let known = self.slots[place].number;
        if known != FREE.number {
            return known;
        }
        let number = narrow(self.ends.len());
        self.slots[place] = Slot { tag: tag(hash(word)), number };
        self.letters.push_str(word);
        self.ends.push(narrow(self.letters.len()));
        if self.slots.len() < self.ends.len() * 2 {
            self.grow();
        }
        number
    }

    /// The slot in which a word stands, or would stand.
    fn place(&self, word: &str) -> usize {
        let (hash, mask) = (hash(word), self.slots.len() - 1);
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == FREE.number || slot.tag == tag(hash) && self.word(slot.number) == word {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn word(&self, number: u32) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.letters[start as usize..self.ends[number as usize] as usize]
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; self.slots.len() * 2];
        for number in 0..narrow(self.ends.len()) {
            let (hash, mask) = (hash(self.word(number)), self.slots.len() - 1);
            let mut at = hash as usize & mask;
            while self.slots[at].number != FREE.number {
                at = (at + 1) & mask;
            }
            self.slots[at] = Slot { tag: tag(hash), number };
        }
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
