//! A sieve before a table of words: most words of a text stand in no table, and that is told without asking it.

/// How many bits a word's letters and length choose from.
const N_BITS: usize = 1 << 13;

/// Lets through every word that was entered, and a few others.
#[derive(Debug, Clone)]
pub(super) struct Sieve([u64; N_BITS / 64]);

impl Default for Sieve {
    fn default() -> Self {
        Self([0; N_BITS / 64])
    }
}

impl Sieve {
    /// Enters a word.
    pub fn add(&mut self, word: &str) {
        let at = place(word);
        self.0[at / 64] |= 1 << (at % 64);
    }

    /// Whether a word may have been entered.
    pub fn may_hold(&self, word: &str) -> bool {
        let at = place(word);
        self.0[at / 64] & 1 << (at % 64) != 0
    }
}

/// Where a word has its bit: by its first four bytes, its last one, and its length.
fn place(word: &str) -> usize {
    let bytes = word.as_bytes();
    let first = match bytes {
        [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
    };
    let last = bytes.last().map_or(0, |byte| u32::from(*byte));
    let mixed = (first ^ last << 20).wrapping_add(word.len() as u32).wrapping_mul(0x9E37_79B1);
    mixed as usize >> (32 - N_BITS.ilog2()) & (N_BITS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_comes_through_and_little_else() {
        let mut sieve = Sieve::default();
        let months = ["january", "februar", "март", "апреля", "شباط", "مايو", "", "a"];
        months.iter().for_each(|word| sieve.add(word));
        assert!(months.iter().all(|word| sieve.may_hold(word)));
        let others = ["minister", "said", "the", "министр", "заявил", "وزير", "قال", "من", "на", "of"];
        assert!(others.iter().filter(|word| sieve.may_hold(word)).count() < 2);
    }
}
