//! Phrases of folded tokens, found from any token in one walk.

use rustc_hash::FxHashMap;

use super::interner::Interner;
use crate::text::{fold_plain_word, tokenize};

/// The number of a folded token in a [`Vocabulary`].
pub type TokenId = u32;

/// Numbers for folded tokens, shared by all phrases of the knowledge.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: Interner,
    /// Where in `numbers` the tokens of every word stand that was met while loading and is more than plain letters.
    words: FxHashMap<Box<str>, (u32, u32)>,
    numbers: Vec<TokenId>,
    /// Scratch space.
    folded: String,
}

impl Vocabulary {
    /// Room for about this many tokens.
    pub(super) fn with_capacity(n_tokens: usize) -> Self {
        Self { ids: Interner::with_capacity(n_tokens), ..Self::default() }
    }

    /// Appends the numbers of a phrase's tokens, folded and cut word by word as texts are.
    pub(super) fn intern_phrase(&mut self, phrase: &str, ids: &mut Vec<TokenId>) {
        let mut folded = std::mem::take(&mut self.folded);
        let mut rest = Some(phrase);
        while let Some(here) = rest {
            let end = here.bytes().position(|byte| byte == b' ');
            let part = &here[..end.unwrap_or(here.len())];
            rest = end.map(|end| &here[end + 1..]);
            // Nearly all words are of plain letters, and so one token each.
            folded.clear();
            if fold_plain_word(part, &mut folded) {
                ids.push(self.ids.intern(&folded));
            } else {
                part.split_whitespace().for_each(|word| self.intern_word(word, ids));
            }
        }
        self.folded = folded;
    }

    fn intern_word(&mut self, word: &str, ids: &mut Vec<TokenId>) {
        let (start, end) = match self.words.get(word) {
            Some(&known) => known,
            None => self.cut_word(word),
        };
        ids.extend_from_slice(&self.numbers[start as usize..end as usize]);
    }

    fn cut_word(&mut self, word: &str) -> (u32, u32) {
        // What texts cut off the word before it, as "'s", is no word by itself.
        let behind = word.starts_with(['\'', '’']).then(|| tokenize(&format!("x{word}"))).filter(|tokens| 1 < tokens.len());
        let first = usize::from(behind.is_some());
        let tokens = behind.unwrap_or_else(|| tokenize(word));
        let start = self.numbers.len();
        for index in first..tokens.len() {
            let id = self.ids.intern(tokens.folded(index));
            self.numbers.push(id);
        }
        let place = (narrow(start), narrow(self.numbers.len()));
        self.words.insert(word.into(), place);
        place
    }

    /// Takes in the tokens of another vocabulary; gives, by the number that a token had there, the one that it has here.
    pub(super) fn absorb(&mut self, other: &Self) -> Vec<TokenId> {
        other.ids.words().map(|folded| self.ids.intern(folded)).collect()
    }

    /// Forgets what only loading needs.
    pub(super) fn finish(&mut self) {
        self.words = FxHashMap::default();
        self.numbers = Vec::new();
    }

    /// The number of `folded`, if any phrase uses it.
    pub fn get(&self, folded: &str) -> Option<TokenId> {
        self.ids.get(folded)
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Phrases with values, keyed by token numbers: grown by a `TrieBuilder`, then read only.
///
/// A walk reads it at places all over memory, which costs more than anything else about it: so that what is told of a node stands together,
/// and most steps end there.
#[derive(Debug)]
pub struct Trie<V> {
    /// By token, the node of the phrases that begin with it; the root where none does.
    first: Vec<u32>,
    /// For each node where its edges and its values begin, and after the last one where they all end.
    nodes: Vec<Node>,
    /// The edges of each node by token, without those of the root.
    edges: Vec<(TokenId, u32)>,
    values: Vec<V>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    edges: u32,
    values: u32,
}

/// So many edges are looked through one by one.
const MAX_LOOKED_THROUGH: usize = 8;

/// A node and a token as one number, which is hashed in one step.
const fn edge(node: u32, token: TokenId) -> u64 {
    ((node as u64) << 32) | token as u64
}

/// One of 64 bits for each token: what a set of tokens does not have is told by them at once.
pub const fn bit(token: TokenId) -> u64 {
    1 << (token.wrapping_mul(0x9E37_79B9) >> 26)
}

impl<V> Trie<V> {
    /// The root, from which every walk starts.
    pub const ROOT: u32 = 0;

    /// The node of the phrases that begin with `token`; the root where none does.
    pub fn first(&self, token: TokenId) -> u32 {
        self.first.get(token as usize).copied().unwrap_or(Self::ROOT)
    }

    /// The node after `token`, if a phrase goes on so.
    #[inline]
    pub fn step(&self, node: u32, token: TokenId) -> Option<u32> {
        if node == Self::ROOT {
            return Some(self.first(token)).filter(|node| *node != Self::ROOT);
        }
        let edges = self.edges_of(node);
        if edges.len() <= MAX_LOOKED_THROUGH {
            return edges.iter().find(|(known, _)| *known == token).map(|(_, node)| *node);
        }
        edges.binary_search_by_key(&token, |(known, _)| *known).ok().map(|at| edges[at].1)
    }

    /// Whether any phrase goes on behind `node`, which is not the root.
    pub fn goes_on(&self, node: u32) -> bool {
        !self.edges_of(node).is_empty()
    }

    /// The bits of all tokens with which phrases go on behind `node`, which is not the root.
    pub fn next_bits(&self, node: u32) -> u64 {
        self.edges_of(node).iter().fold(0, |bits, (token, _)| bits | bit(*token))
    }

    fn edges_of(&self, node: u32) -> &[(TokenId, u32)] {
        &self.edges[self.nodes[node as usize].edges as usize..self.nodes[node as usize + 1].edges as usize]
    }

    /// The values of the phrases that end at `node`.
    pub fn values(&self, node: u32) -> &[V] {
        &self.values[self.nodes[node as usize].values as usize..self.nodes[node as usize + 1].values as usize]
    }
}

impl<V> Trie<V> {
    /// The same phrases in another vocabulary: each token's number replaced by the one that `numbers` has at its place.
    pub(super) fn renumbered(mut self, numbers: &[TokenId]) -> Self {
        self.edges.iter_mut().for_each(|(token, _)| *token = numbers[*token as usize]);
        for ends in self.nodes.windows(2) {
            self.edges[ends[0].edges as usize..ends[1].edges as usize].sort_unstable_by_key(|(token, _)| *token);
        }
        let used = numbers.iter().zip(&self.first).filter(|(_, node)| **node != Self::ROOT);
        let mut first = vec![Self::ROOT; used.clone().map(|(token, _)| *token as usize + 1).max().unwrap_or(0)];
        used.for_each(|(token, node)| first[*token as usize] = *node);
        self.first = first;
        self
    }
}

/// Items in the order of the groups they belong to, those of one group in the order in which they came; with them where each group begins,
/// and where the last one ends.
fn grouped<T: Copy>(n_groups: u32, items: impl Iterator<Item = (u32, T)> + Clone) -> (Vec<u32>, Vec<T>) {
    let mut starts = vec![0_u32; n_groups as usize + 1];
    items.clone().for_each(|(group, _)| starts[group as usize + 1] += 1);
    let mut total = 0;
    for start in &mut starts {
        total += *start;
        *start = total;
    }
    let mut places = starts.clone();
    let mut sorted = items.clone().next().map_or_else(Vec::new, |(_, any)| vec![any; total as usize]);
    for (group, item) in items {
        let place = &mut places[group as usize];
        sorted[*place as usize] = item;
        *place += 1;
    }
    (starts, sorted)
}

/// A trie that grows.
#[derive(Debug)]
pub(super) struct TrieBuilder<V> {
    first: Vec<u32>,
    edges: FxHashMap<u64, u32>,
    n_nodes: u32,
    /// Node and value, as they came.
    entries: Vec<(u32, V)>,
}

impl<V> Default for TrieBuilder<V> {
    fn default() -> Self {
        Self { first: Vec::new(), edges: FxHashMap::default(), n_nodes: 1, entries: Vec::new() }
    }
}

impl<V: Copy + PartialEq> TrieBuilder<V> {
    /// The node that `tokens` lead to from `node`, new if need be.
    pub fn descend(&mut self, node: u32, tokens: &[TokenId]) -> u32 {
        tokens.iter().fold(node, |node, &token| self.step(node, token))
    }

    fn step(&mut self, node: u32, token: TokenId) -> u32 {
        let next = if node == Trie::<V>::ROOT {
            if self.first.len() <= token as usize {
                self.first.resize(token as usize + 1, Trie::<V>::ROOT);
            }
            &mut self.first[token as usize]
        } else {
            self.edges.entry(edge(node, token)).or_insert(Trie::<V>::ROOT)
        };
        // No phrase leads to the root: where that stands, there is no node yet.
        if *next == Trie::<V>::ROOT {
            *next = self.n_nodes;
            self.n_nodes += 1;
        }
        *next
    }

    /// Gives `node` a value; the root takes none, as no phrase is empty.
    pub fn add(&mut self, node: u32, value: V) {
        if node != Trie::<V>::ROOT {
            self.entries.push((node, value));
        }
    }

    /// The finished trie. The same value for the same phrase is kept once; the values of a phrase stay in the order in which they came.
    pub fn finish(self) -> Trie<V> {
        let Self { first, edges, n_nodes, entries } = self;
        let (mut value_starts, mut values) = grouped(n_nodes, entries.iter().copied());
        drop_repeated(&mut value_starts, &mut values);
        let apart = |(key, node): (&u64, &u32)| (narrow((*key >> 32) as usize), ((*key & u64::from(u32::MAX)) as TokenId, *node));
        let (edge_starts, mut sorted) = grouped(n_nodes, edges.iter().map(apart));
        for ends in edge_starts.windows(2) {
            sorted[ends[0] as usize..ends[1] as usize].sort_unstable_by_key(|(token, _)| *token);
        }
        let nodes = edge_starts.into_iter().zip(value_starts).map(|(edges, values)| Node { edges, values }).collect();
        Trie { first, nodes, edges: sorted, values }
    }
}

/// Drops the values that stand in their group before; those behind them move up.
fn drop_repeated<V: Copy + PartialEq>(starts: &mut [u32], values: &mut Vec<V>) {
    let (mut from, mut kept) = (0, 0);
    for end in starts {
        let start = kept;
        for at in from..*end as usize {
            let value = values[at];
            if !values[start..kept].contains(&value) {
                values[kept] = value;
                kept += 1;
            }
        }
        from = *end as usize;
        *end = narrow(kept);
    }
    values.truncate(kept);
    values.shrink_to_fit();
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
        let numbers = ours.absorb(&theirs);
        assert_eq!(numbers[1..], [1, 0], "what both have keeps its number here");
        let trie = grown().finish().renumbered(&numbers);
        let zero = ours.get("zero").expect("it was taken in");
        check(&trie, &[1, 0], "bc");
        check(&trie, &[zero], "a");
    }
}
