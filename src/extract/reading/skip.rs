//! What stands in a body but is not part of the article: teasers and the headlines after them, captions, share rows.

use crate::knowledge::{Cue, Lexicon, Sense, Trie};

use super::document::Document;

/// A line is a headline, and no paragraph, up to this many words.
const HEADLINE_WORDS: usize = 22;

/// The sentences that are not part of the article, as a flag for each.
pub(crate) fn skipped(document: &Document, lexicon: &Lexicon) -> Vec<bool> {
    let mut flags = vec![false; document.sentences.len()];
    let mut after_marker = false;
    let mut index = 0;
    while index < document.sentences.len() {
        let paragraph = document.sentences[index].paragraph;
        let end =
            (index..document.sentences.len()).find(|i| document.sentences[*i].paragraph != paragraph).unwrap_or(document.sentences.len());
        let first = document.sentences[index].tokens.start;
        let last = document.sentences[end - 1].tokens.end;
        let cue = opening_cue(document, lexicon, first, last);
        let words = (first..last).filter(|t| document.tokens[*t].is_word()).count();
        let marker_len = cue.map_or(0, |(_, len)| len);
        let teaser = matches!(cue, Some((Cue::Teaser, _)));
        let headline = after_marker && words <= HEADLINE_WORDS && !ends_like_prose(document, last);
        let boilerplate = matches!(cue, Some((Cue::Boilerplate, _))) && words <= HEADLINE_WORDS;
        if teaser || headline || boilerplate {
            flags[index..end].iter_mut().for_each(|flag| *flag = true);
        }
        // A marker alone on its line announces the headline on the next one.
        after_marker = teaser && words <= marker_len + 1;
        index = end;
    }
    flags
}

/// The teaser or boilerplate phrase with which a paragraph begins, and its length in tokens.
fn opening_cue(document: &Document, lexicon: &Lexicon, first: usize, last: usize) -> Option<(Cue, usize)> {
    let start = (first..last).find(|t| document.tokens[*t].is_word())?;
    let trie = &lexicon.phrases;
    let mut best = None;
    let mut node = Trie::<Sense>::ROOT;
    for token in start..last {
        let step = document.readings(token).iter().find_map(|reading| trie.step(node, reading.id));
        let Some(next) = step else { break };
        node = next;
        let cue = trie.values(node).iter().find_map(|sense| match sense {
            Sense::Cue(cue @ (Cue::Teaser | Cue::Boilerplate)) => Some(*cue),
            _ => None,
        });
        best = cue.map(|cue| (cue, token + 1 - start)).or(best);
    }
    best
}

/// Whether a line ends with a full stop, as sentences do and headlines do not.
fn ends_like_prose(document: &Document, end: usize) -> bool {
    matches!(document.punct(end - 1), Some('.' | '…' | '؟' | '!'))
}
