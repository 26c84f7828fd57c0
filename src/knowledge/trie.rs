//! Phrases of folded tokens, found from any token in one walk.

use rustc_hash::FxHashMap;

use crate::text::tokenize;

/// The number of a folded token in a [`Vocabulary`].
pub type TokenId = u32;

/// Numbers for folded tokens, shared by all phrases of the knowledge.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: FxHashMap<Box<str>, TokenId>,
    /// Where in `numbers` the tokens of every word met while loading stand; names and phrases are made of the same words again and again.
    words: FxHashMap<Box<str>, (u32, u32)>,
    numbers: Vec<TokenId>,
}

impl Vocabulary {
    /// The number of `folded`, new if need be.
    fn intern(&mut self, folded: &str) -> TokenId {
        if let Some(&id) = self.ids.get(folded) {
            return id;
        }
        let id = TokenId::try_from(self.ids.len()).unwrap_or(TokenId::MAX);
        self.ids.insert(folded.into(), id);
        id
    }

    /// Appends the numbers of a phrase's tokens, folded and cut word by word as texts are.
    pub(super) fn intern_phrase(&mut self, phrase: &str, ids: &mut Vec<TokenId>) {
        // Most are one word that was met before; looking for spaces costs more than looking it up.
        if let Some(&known) = self.words.get(phrase) {
            return ids.extend_from_slice(self.numbers_at(known));
        }
        for word in phrase.split_whitespace() {
            let known = match self.words.get(word) {
                Some(&known) => known,
                None => self.intern_word(word),
            };
            ids.extend_from_slice(self.numbers_at(known));
        }
    }

    fn intern_word(&mut self, word: &str) -> (u32, u32) {
        // What texts cut off the word before it, as "'s", is no word by itself.
        let behind = word.starts_with(['\'', '’']).then(|| tokenize(&format!("x{word}"))).filter(|tokens| 1 < tokens.len());
        let first = usize::from(behind.is_some());
        let tokens = behind.unwrap_or_else(|| tokenize(word));
        let start = self.numbers.len();
        for index in first..tokens.len() {
            let id = self.intern(tokens.folded(index));
            self.numbers.push(id);
        }
        let place = (narrow(start), narrow(self.numbers.len()));
        self.words.insert(word.into(), place);
        place
    }

    fn numbers_at(&self, (start, end): (u32, u32)) -> &[TokenId] {
        &self.numbers[start as usize..end as usize]
    }

    /// Takes in the tokens of another vocabulary; gives, by the number that a token had there, the one that it has here.
    pub(super) fn absorb(&mut self, other: Self) -> Vec<TokenId> {
        let mut numbers = vec![0; other.ids.len()];
        for (folded, id) in other.ids {
            let next = narrow(self.ids.len());
            numbers[id as usize] = *self.ids.entry(folded).or_insert(next);
        }
        numbers
    }

    /// Forgets what only loading needs.
    pub(super) fn finish(&mut self) {
        self.words = FxHashMap::default();
        self.numbers = Vec::new();
    }

    /// The number of `folded`, if any phrase uses it.
    pub fn get(&self, folded: &str) -> Option<TokenId> {
        self.ids.get(folded).copied()
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Phrases with values, keyed by token numbers: grown by a `TrieBuilder`, then read only.
#[derive(Debug)]
pub struct Trie<V> {
    /// By node and token, see [`edge`].
    edges: FxHashMap<u64, u32>,
    /// Where the values of each node end; they begin where those of the node before it end.
    ends: Vec<u32>,
    values: Vec<V>,
}

/// A node and a token as one number, which is hashed in one step.
const fn edge(node: u32, token: TokenId) -> u64 {
    ((node as u64) << 32) | token as u64
}

impl<V> Trie<V> {
    /// The root, from which every walk starts.
    pub const ROOT: u32 = 0;

    /// The node after `token`, if a phrase goes on so.
    pub fn step(&self, node: u32, token: TokenId) -> Option<u32> {
        self.edges.get(&edge(node, token)).copied()
    }

    /// The values of the phrases that end at `node`.
    pub fn values(&self, node: u32) -> &[V] {
        let start = node.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.values[start as usize..self.ends[node as usize] as usize]
    }
}

/// A trie that grows.
#[derive(Debug)]
pub(super) struct TrieBuilder<V> {
    edges: FxHashMap<u64, u32>,
    n_nodes: u32,
    /// Node and value, as they came.
    entries: Vec<(u32, V)>,
}

impl<V> Default for TrieBuilder<V> {
    fn default() -> Self {
        Self { edges: FxHashMap::default(), n_nodes: 1, entries: Vec::new() }
    }
}

impl<V: Copy + PartialEq> TrieBuilder<V> {
    /// The node that `tokens` lead to from `node`, new if need be.
    pub fn descend(&mut self, node: u32, tokens: &[TokenId]) -> u32 {
        tokens.iter().fold(node, |node, &token| {
            *self.edges.entry(edge(node, token)).or_insert_with(|| {
                self.n_nodes += 1;
                self.n_nodes - 1
            })
        })
    }

    /// Gives `node` a value; the root takes none, as no phrase is empty.
    pub fn add(&mut self, node: u32, value: V) {
        if node != Trie::<V>::ROOT {
            self.entries.push((node, value));
        }
    }

    /// The finished trie. The same value for the same phrase is kept once; the values of a phrase stay in the order in which they came.
    pub fn finish(mut self) -> Trie<V> {
        self.entries.sort_by_key(|(node, _)| *node);
        let mut ends = Vec::with_capacity(self.n_nodes as usize);
        let mut values: Vec<V> = Vec::with_capacity(self.entries.len());
        let mut entries = self.entries.into_iter().peekable();
        for node in 0..self.n_nodes {
            let start = values.len();
            while let Some((_, value)) = entries.next_if(|(at, _)| *at == node) {
                if !values[start..].contains(&value) {
                    values.push(value);
                }
            }
            ends.push(narrow(values.len()));
        }
        values.shrink_to_fit();
        Trie { edges: self.edges, ends, values }
    }

    /// As [`Self::finish`], with each token's number replaced by the one that `numbers` has at its place.
    pub fn finish_renumbered(mut self, numbers: &[TokenId]) -> Trie<V> {
        let renumbered = |(key, node): (u64, u32)| {
            let token = (key & u64::from(u32::MAX)) as usize;
            ((key & !u64::from(u32::MAX)) | u64::from(numbers[token]), node)
        };
        self.edges = self.edges.into_iter().map(renumbered).collect();
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(trie: &Trie<char>, phrase: &[TokenId], expected: &str) {
        let node = phrase.iter().try_fold(Trie::<char>::ROOT, |node, token| trie.step(node, *token));
        assert_eq!(node.map(|node| trie.values(node).iter().collect::<String>()).unwrap_or_default(), expected, "{phrase:?}");
    }

    fn grown() -> TrieBuilder<char> {
        let mut builder = TrieBuilder::default();
        for (phrase, value) in [([1, 2].as_slice(), 'b'), (&[0], 'a'), (&[1, 2], 'c'), (&[1, 2], 'b'), (&[], 'x'), (&[1, 2, 0], 'd')] {
            let node = builder.descend(Trie::<char>::ROOT, phrase);
            builder.add(node, value);
        }
        builder
    }

    #[test]
    fn values_stand_at_the_ends_of_their_phrases_once_and_in_order() {
        let trie = grown().finish();
        for (phrase, expected) in [([0].as_slice(), "a"), (&[1], ""), (&[1, 2], "bc"), (&[1, 2, 0], "d"), (&[2], ""), (&[], "")] {
            check(&trie, phrase, expected);
        }
    }

    #[test]
    fn a_trie_can_move_to_another_vocabulary() {
        let (mut ours, mut theirs) = (Vocabulary::default(), Vocabulary::default());
        let numbers_of = |vocabulary: &mut Vocabulary, phrase: &str| {
            let mut ids = Vec::new();
            vocabulary.intern_phrase(phrase, &mut ids);
            ids
        };
        assert_eq!(numbers_of(&mut ours, "one two"), [0, 1]);
        assert_eq!(numbers_of(&mut theirs, "zero two one"), [0, 1, 2]);
        let numbers = ours.absorb(theirs);
        assert_eq!(numbers[1..], [1, 0], "what both have keeps its number here");
        let trie = grown().finish_renumbered(&numbers);
        let zero = ours.get("zero").expect("it was taken in");
        check(&trie, &[1, 0], "bc");
        check(&trie, &[zero], "a");
    }
}
