//! Watched words of all watches in one trie over folded tokens, found in one walk over a text.

use rustc_hash::FxHashMap;

use super::forms::{Clitics, Phrase, is_joint, is_word};
use crate::model::Span;
use crate::text::{Case, Tokens};

/// What a phrase belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// The watch, by its place among the compiled ones.
    pub watch: u32,
    /// The name of it, by its place among name and aliases.
    pub name: u32,
    /// Whether it is found only in capitals.
    capitals: bool,
    /// Whether it is found only with the dots of its last letter.
    dotted: bool,
}

/// The phrases of all watches.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    words: FxHashMap<Box<str>, u32>,
    edges: FxHashMap<(u32, u32), u32>,
    /// What ends at each node; the first is the root.
    ends: Vec<Vec<Target>>,
    clitics: Clitics,
}

impl Phrases {
    /// No phrases yet.
    pub fn new(clitics: Clitics) -> Self {
        Self { ends: vec![Vec::new()], clitics, ..Self::default() }
    }

    /// Adds every form of a phrase.
    pub fn add(&mut self, watch: u32, name: u32, phrase: &Phrase) {
        let target = Target { watch, name, capitals: phrase.capitals, dotted: phrase.dotted };
        for form in &phrase.forms {
            let mut node = 0;
            for word in form {
                let next = number(self.words.len());
                let word = *self.words.entry(word.as_str().into()).or_insert(next);
                let next = number(self.ends.len());
                node = *self.edges.entry((node, word)).or_insert_with(|| {
                    self.ends.push(Vec::new());
                    next
                });
            }
            let ends = &mut self.ends[node as usize];
            if !ends.contains(&target) {
                ends.push(target);
            }
        }
    }

    /// Tells of every phrase in the text, with where it stands.
    pub fn find(&self, text: &str, tokens: &Tokens, found: &mut impl FnMut(Target, Span)) {
        if self.edges.is_empty() {
            return;
        }
        let readings = |at: usize, inner: bool, out: &mut Vec<u32>| {
            out.clear();
            self.clitics.readings(&tokens[at], tokens.folded(at), inner, &mut |word| {
                if let Some(&id) = self.words.get(word)
                    && !out.contains(&id)
                {
                    out.push(id);
                }
            });
        };
        let (mut words, mut open) = (Vec::new(), Vec::new());
        for start in (0..tokens.len()).filter(|&at| is_word(tokens, at)) {
            readings(start, false, &mut words);
            open.extend(words.iter().filter_map(|&word| self.edges.get(&(0, word))).map(|&node| (node, start)));
            while let Some((node, last)) = open.pop() {
                for &target in &self.ends[node as usize] {
                    let capitals = tokens[start].case == Case::Upper || !tokens[start].script.has_case();
                    let undotted = tokens.surface(last, text).ends_with('ى');
                    if (capitals || !target.capitals) && !(undotted && target.dotted) {
                        found(target, tokens.span(start..last + 1));
                    }
                }
                let Some(next) = (last + 1..tokens.len()).find(|&at| !is_joint(tokens, at)).filter(|&at| is_word(tokens, at)) else {
                    continue;
                };
                readings(next, true, &mut words);
                open.extend(words.iter().filter_map(|&word| self.edges.get(&(node, word))).map(|&node| (node, next)));
            }
        }
    }
}

/// Counts of words, nodes, watches and names stay far below the limit; what lies beyond is one that never matches.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
