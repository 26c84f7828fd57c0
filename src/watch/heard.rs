//! Watched names that nobody listed, found in texts of all scripts by how they sound.
//!
//! Names are indexed by the keys of their words, two at a time; a walk over a text looks up the pairs of words that stand near each
//! other, so that what it costs depends on the text and hardly on how many names are watched. What is found is compared in full.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::forms::is_word;
use super::phrases::number;
use crate::model::Span;
use crate::names::{Keys, Name, is_like, named};
use crate::text::{Case, Script, Tokens};

/// From this score on a name in a text is the watched one. Higher than for a question about two names: a text has many names.
const HEARD: f32 = 0.87;
/// The same for a single word, which says less.
const HEARD_SINGLE: f32 = 0.9;
/// How many words of a name may stand between two of a watched one.
const MAX_BETWEEN: usize = 2;
/// How many words behind those two may belong to a longer watched one.
const MAX_BEHIND: usize = 3;
/// Words of a watched name beyond these are not indexed.
const MAX_WORDS: usize = 6;
/// Letters that Arabic and Hebrew write onto the front of a word: and, in, for, as.
const FRONTS: &[char] = &['و', 'ف', 'ب', 'ل', 'ك', 'ו', 'ב', 'ל', 'ה', 'ש', 'מ', 'כ'];
/// A word with so many letters may have one of [`FRONTS`].
const MIN_FRONTED: usize = 4;

/// A watched name found in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Heard {
    /// The watch, by its place among the compiled ones …
    pub watch: u32,
    /// … and which of its names.
    pub name: u32,
    /// How alike, 0 to 1.
    pub score: f32,
    /// Whether the watched name is a single word, which many people can bear.
    pub is_single: bool,
}

/// The watched names, by their sounds.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    names: Vec<Watched>,
    pairs: FxHashMap<u32, Vec<u32>>,
    /// By two keys of which one is that of two watched words run together: «عبد الله حمدوك», "Abdullah Hamdok".
    joined_pairs: FxHashMap<u32, Vec<u32>>,
    singles: FxHashMap<u16, Vec<u32>>,
    /// Numbers of the watched words, by the hash of their letters.
    words: FxHashMap<u64, u32>,
}

#[derive(Debug)]
struct Watched {
    watch: u32,
    at: u32,
    name: Name,
    /// Numbers of its words among all watched ones.
    words: Vec<u32>,
    script: Script,
}

/// A word of a text that can be part of a name.
struct Word {
    token: usize,
    keys: Keys,
    /// The word by itself …
    name: Name,
    /// … and without what may be written onto its front.
    bare: Option<Name>,
    /// The watched words that it was compared with, and whether it may be them.
    likes: RefCell<FxHashMap<u32, bool>>,
}

impl Word {
    /// The words of a watched name that this word may be, a bit for each.
    fn held_by(&self, watched: &Watched) -> u32 {
        let mut likes = self.likes.borrow_mut();
        let mut is_held = |(at, id): (usize, u32)| {
            let look = || is_like(&watched.name, at, &self.name) || self.bare.as_ref().is_some_and(|bare| is_like(&watched.name, at, bare));
            *likes.entry(id).or_insert_with(look)
        };
        watched.words.iter().copied().enumerate().filter(|word| is_held(*word)).fold(0, |bits, (at, _)| bits | 1 << at)
    }
}

impl Sounds {
    /// Adds a watched name, where it can be heard.
    pub fn add(&mut self, watch: u32, at: u32, text: &str) {
        if !can_be_heard(text) {
            return;
        }
        let (name, script) = (Name::of(text), script_of(text));
        let id = number(self.names.len());
        let keys: Vec<Keys> = name.keys().into_iter().take(MAX_WORDS).collect();
        let joined: Vec<Keys> = (0..keys.len()).map(|at| name.joined_keys(at)).collect();
        let (mut found, mut found_joined) = (FxHashSet::default(), FxHashSet::default());
        for (i, first) in keys.iter().enumerate() {
            for second in &keys[i + 1..] {
                pair_keys(first, second, &mut |key| _ = found.insert(key));
            }
            if first.is_short() {
                for second in keys.iter().skip(i + 2).chain(&keys[..i]) {
                    pair_keys(&joined[i], second, &mut |key| _ = found_joined.insert(key));
                }
            }
        }
        for key in found {
            self.pairs.entry(key).or_default().push(id);
        }
        for key in found_joined {
            self.joined_pairs.entry(key).or_default().push(id);
        }
        if let [only] = keys.as_slice() {
            for key in only.iter() {
                self.singles.entry(key).or_default().push(id);
            }
        }
        let mut word = |hash| {
            let next = number(self.words.len());
            *self.words.entry(hash).or_insert(next)
        };
        let words = name.hashes().map(&mut word).collect();
        self.names.push(Watched { watch, at, name, words, script });
    }

    /// Tells of every watched name that is heard in the text, with where; of one name in overlapping places the best.
    pub fn find(&self, text: &str, tokens: &Tokens, found: &mut impl FnMut(Heard, Span)) {
        if self.names.is_empty() {
            return;
        }
        let words = words(text, tokens);
        let mut best: FxHashMap<u32, (f32, Span)> = FxHashMap::default();
        for run in words.chunk_by(|p, q| follows(tokens, p.token, q.token)) {
            self.find_in(text, tokens, run, &mut best);
        }
        let mut best: Vec<_> = best.into_iter().collect();
        best.sort_by_key(|(id, _)| *id);
        for (id, (score, span)) in best {
            let watched = &self.names[id as usize];
            found(Heard { watch: watched.watch, name: watched.at, score, is_single: watched.name.len() == 1 }, span);
        }
    }

    fn find_in(&self, text: &str, tokens: &Tokens, run: &[Word], best: &mut FxHashMap<u32, (f32, Span)>) {
        let mut ids: Vec<u32> = Vec::new();
        for (i, first) in run.iter().enumerate() {
            for key in first.keys.iter() {
                ids.extend(self.singles.get(&key).into_iter().flatten());
            }
            self.verify(text, std::iter::once(tokens.span(first.token..first.token + 1)), &mut ids, best);
            for (j, second) in run.iter().enumerate().skip(i + 1).take(1 + MAX_BETWEEN) {
                self.gather(text, tokens, run, (i, j), &mut ids);
                // "Juan Carlos" before a capitalised "Varela" is no Juan Carlos Tabío, however much of his name it is.
                let goes_on = run.get(j + 1).filter(|next| next.token == second.token + 1 && tokens[next.token].script.has_case());
                if let Some(next) = goes_on {
                    let whole = Name::of(tokens.span(first.token..next.token + 1).of(text));
                    let said = j - i + 1;
                    self.keep(&mut ids, |watched| watched.name.len() <= said || HEARD <= named(&watched.name, &whole));
                }
                let ends = run[j..].iter().take(1 + MAX_BEHIND).map(|word| tokens.span(first.token..word.token + 1));
                self.verify(text, ends, &mut ids, best);
            }
        }
    }

    /// Gathers the watched names of which two words may stand at two places of a run: each by itself, or with what stands beside it.
    fn gather(&self, text: &str, tokens: &Tokens, run: &[Word], (i, j): (usize, usize), ids: &mut Vec<u32>) {
        let (first, second) = (&run[i], &run[j]);
        let mut found: Vec<u32> = Vec::new();
        let mut look = |pairs: &FxHashMap<u32, Vec<u32>>, one: &Keys, other: &Keys, may_be: &dyn Fn(&Watched) -> bool| {
            pair_keys(one, other, &mut |key| found.extend(pairs.get(&key).into_iter().flatten()));
            self.keep(&mut found, may_be);
            ids.append(&mut found);
        };
        let has_first = |watched: &Watched| first.held_by(watched) != 0;
        let has_second = |watched: &Watched| second.held_by(watched) != 0;
        look(&self.pairs, &first.keys, &second.keys, &|watched| {
            let one = first.held_by(watched);
            one != 0 && 2 <= (one | second.held_by(watched)).count_ones()
        });
        look(&self.joined_pairs, &first.keys, &second.keys, &|watched| has_first(watched) || has_second(watched));
        let joined = |at: usize| Name::of(tokens.span(run[at].token..run[at + 1].token + 1).of(text)).joined_keys(0);
        if i + 2 <= j && first.keys.is_short() {
            look(&self.pairs, &joined(i), &second.keys, &has_second);
        }
        if i + 2 <= j && run[j - 1].keys.is_short() {
            look(&self.pairs, &first.keys, &joined(j - 1), &has_first);
        }
    }

    /// Drops candidates of which a quick look says that they are none.
    fn keep(&self, ids: &mut Vec<u32>, may_be: impl Fn(&Watched) -> bool) {
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| may_be(&self.names[*id as usize]));
    }

    /// Compares the candidates with the words of the text, in full: the shortest of `spans`, and the longer ones where the watched
    /// name has more words.
    fn verify(&self, text: &str, spans: impl Iterator<Item = Span>, ids: &mut Vec<u32>, best: &mut FxHashMap<u32, (f32, Span)>) {
        if ids.is_empty() {
            return;
        }
        ids.sort_unstable();
        ids.dedup();
        for (at, span) in spans.enumerate() {
            let words = span.of(text);
            let script = script_of(words);
            let read = [Some(words), without_front(words)].map(|words| words.map(Name::of));
            for &id in ids.iter() {
                let watched = &self.names[id as usize];
                let n_words = watched.name.len();
                // A single word in the watch's own script is found by its letters; what only sounds like it there is another name.
                if (0 < at && n_words <= 2) || (n_words == 1 && watched.script == script) {
                    continue;
                }
                let sure = if n_words == 1 { HEARD_SINGLE } else { HEARD };
                let heard = read.iter().flatten().map(|name| named(&watched.name, name)).fold(0.0, f32::max);
                if sure <= heard && best.get(&id).is_none_or(|(known, _)| *known < heard) {
                    best.insert(id, (heard, span));
                }
            }
        }
        ids.clear();
    }
}

/// Whether a watched name is listened for: not where it is no name by its capitals, or too short to be told from others.
pub(super) fn can_be_heard(text: &str) -> bool {
    !matches!(script_of(text), Script::Other | Script::Han) && is_capitalised(text) && Name::of(text).is_telling()
}

/// The words of a text that can be parts of names: with a capital where the script has them.
fn words(text: &str, tokens: &Tokens) -> Vec<Word> {
    let can_name = |at: &usize| {
        let token = &tokens[*at];
        let is_particle = Name::is_particle(tokens.folded(*at));
        is_word(tokens, *at)
            && token.is_word()
            && !is_particle
            && (!token.script.has_case() || matches!(token.case, Case::Initial | Case::Upper | Case::Mixed))
    };
    let word = |at: usize| {
        let surface = tokens.surface(at, text);
        let name = Name::of(surface);
        let mut keys = name.keys().into_iter().next()?;
        let bare = without_front(surface).map(Name::of);
        if let Some(bare) = &bare {
            keys.merge(&bare.keys().into_iter().next().unwrap_or_default());
        }
        Some(Word { token: at, keys, name, bare, likes: RefCell::default() })
    };
    (0..tokens.len()).filter(can_name).filter_map(word).collect()
}

/// Whether two words can belong to one name: nothing stands between them but joints and particles.
fn follows(tokens: &Tokens, first: usize, second: usize) -> bool {
    let is_joint = |at: usize| {
        let folded = tokens.folded(at);
        matches!(folded, "-" | "." | "'") || (tokens[at].is_word() && Name::is_particle(folded))
    };
    tokens[first].script == tokens[second].script && (first + 1..second).all(is_joint)
}

/// Gives the key of every pair of keys, the same for both orders.
fn pair_keys(a: &Keys, b: &Keys, found: &mut impl FnMut(u32)) {
    for x in a.iter() {
        for y in b.iter() {
            found(u32::from(x.min(y)) << 16 | u32::from(x.max(y)));
        }
    }
}

/// A word of Arabic or Hebrew without the conjunction or preposition that may stand on its front.
fn without_front(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    (FRONTS.contains(&first) && MIN_FRONTED <= text.chars().take_while(|c| c.is_alphabetic()).count()).then_some(rest)
}

fn script_of(text: &str) -> Script {
    text.chars().filter(|c| c.is_alphabetic()).map(Script::of).find(|script| *script != Script::Other).unwrap_or(Script::Other)
}

/// Whether every word begins with a capital, where the script has them, but for particles.
fn is_capitalised(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| word.chars().any(char::is_alphabetic));
    words.into_iter().all(|word| {
        let first = word.chars().find(|c| c.is_alphabetic());
        first.is_some_and(|c| !Script::of(c).has_case() || c.is_uppercase()) || Name::is_particle(&crate::text::fold(word))
    })
}
