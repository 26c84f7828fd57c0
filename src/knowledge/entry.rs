//! Entering phrases one after the other, of which each shares its first words with the one before.

use super::trie::{TokenId, Trie, TrieBuilder, Vocabulary};

/// Where the words of the last phrase led to, so that the next one goes on behind those that both share: the forms of one pattern
/// differ in their last words, mostly.
pub(super) struct Entry<'e, V> {
    vocabulary: &'e mut Vocabulary,
    phrases: &'e mut TrieBuilder<V>,
    /// The last phrase.
    last: String,
    /// Where each of its words ends that has a space behind it, with that space, and the node there.
    words: Vec<(usize, u32)>,
    /// Scratch space.
    ids: Vec<TokenId>,
}

impl<'e, V: Copy + PartialEq> Entry<'e, V> {
    pub fn new(vocabulary: &'e mut Vocabulary, phrases: &'e mut TrieBuilder<V>) -> Self {
        Self { vocabulary, phrases, last: String::new(), words: Vec::new(), ids: Vec::new() }
    }

    /// Gives a phrase a value.
    pub fn add(&mut self, phrase: &str, value: V) {
        let shared = self.last.bytes().zip(phrase.bytes()).take_while(|(a, b)| a == b).count();
        self.words.truncate(self.words.partition_point(|(end, _)| *end <= shared));
        let (mut end, mut node) = self.words.last().copied().unwrap_or((0, Trie::<V>::ROOT));
        for word in phrase[end..].split_inclusive(' ') {
            end += word.len();
            self.ids.clear();
            self.vocabulary.intern_phrase(word, &mut self.ids);
            node = self.phrases.descend(node, &self.ids);
            if word.ends_with(' ') {
                self.words.push((end, node));
            }
        }
        self.phrases.add(node, value);
        self.last.clear();
        self.last.push_str(phrase);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_entered_whole_whatever_stood_before_it() {
        let phrases = ["hold talks", "hold talk", "hold a talk", "hold a  talk with", "held", "hold", "hold talks with", "a's b"];
        let (mut vocabulary, mut builder) = (Vocabulary::default(), TrieBuilder::default());
        let mut entry = Entry::new(&mut vocabulary, &mut builder);
        phrases.iter().enumerate().for_each(|(number, phrase)| entry.add(phrase, number));
        let trie = builder.finish();
        for (number, phrase) in phrases.iter().enumerate() {
            let mut ids = Vec::new();
            vocabulary.intern_phrase(phrase, &mut ids);
            let node = ids.iter().try_fold(Trie::<usize>::ROOT, |node, id| trie.step(node, *id));
            assert_eq!(node.map(|node| trie.values(node)), Some([number].as_slice()), "{phrase:?}");
        }
    }
}
