//! Phrases of folded tokens, found from any token in one walk.

use rustc_hash::FxHashMap;

use crate::text::tokenize;

/// The number of a folded token in a [`Vocabulary`].
pub type TokenId = u32;

/// Numbers for folded tokens, shared by all phrases of the knowledge.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: FxHashMap<Box<str>, TokenId>,
    /// The numbers of every word met while loading; names and phrases are made of the same words again and again.
    words: FxHashMap<Box<str>, Box<[TokenId]>>,
}

impl Vocabulary {
    /// The number of `folded`, new if need be.
    pub(super) fn intern(&mut self, folded: &str) -> TokenId {
        if let Some(&id) = self.ids.get(folded) {
            return id;
        }
        let id = TokenId::try_from(self.ids.len()).unwrap_or(TokenId::MAX);
        self.ids.insert(folded.into(), id);
        id
    }

    /// Appends the numbers of a phrase's tokens, folded and cut word by word as texts are.
    pub(super) fn intern_phrase(&mut self, phrase: &str, ids: &mut Vec<TokenId>) {
        for word in phrase.split_whitespace() {
            if let Some(known) = self.words.get(word) {
                ids.extend_from_slice(known);
                continue;
            }
            // What texts cut off the word before it, as "'s", is no word by itself.
            let behind = tokenize(&format!("x{word}"));
            let suffix = word.starts_with(['\'', '’']) && 1 < behind.len();
            let (tokens, first) = if suffix { (behind, 1) } else { (tokenize(word), 0) };
            let new: Box<[TokenId]> = (first..tokens.len()).map(|index| self.intern(tokens.folded(index))).collect();
            ids.extend_from_slice(&new);
            self.words.insert(word.into(), new);
        }
    }

    /// Forgets what only loading needs.
    pub(super) fn finish(&mut self) {
        self.words = FxHashMap::default();
    }

    /// The number of `folded`, if any phrase uses it.
    pub fn get(&self, folded: &str) -> Option<TokenId> {
        self.ids.get(folded).copied()
    }
}

/// Phrases with values, keyed by token numbers.
#[derive(Debug)]
pub struct Trie<V> {
    edges: FxHashMap<(u32, TokenId), u32>,
    values: Vec<Vec<V>>,
}

impl<V> Default for Trie<V> {
    fn default() -> Self {
        Self { edges: FxHashMap::default(), values: vec![Vec::new()] }
    }
}

impl<V: PartialEq> Trie<V> {
    /// Adds a value for a phrase; the same value for the same phrase is kept once.
    pub(super) fn insert(&mut self, phrase: &[TokenId], value: V) {
        let mut node = 0;
        for &token in phrase {
            let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            node = *self.edges.entry((node, token)).or_insert_with(|| {
                self.values.push(Vec::new());
                next
            });
        }
        let values = &mut self.values[node as usize];
        if !phrase.is_empty() && !values.contains(&value) {
            values.push(value);
        }
    }
}

impl<V> Trie<V> {
    /// The root, from which every walk starts.
    pub const ROOT: u32 = 0;

    /// The node after `token`, if a phrase goes on so.
    pub fn step(&self, node: u32, token: TokenId) -> Option<u32> {
        self.edges.get(&(node, token)).copied()
    }

    /// The values of the phrases that end at `node`.
    pub fn values(&self, node: u32) -> &[V] {
        &self.values[node as usize]
    }
}
