//! The second opinion: another extractor reads the same page, and what only one of the two takes for the article is left out.
//!
//! Two extractors that work by different rules seldom make the same mistake: a line that both find is the article's, a line that
//! one finds is mostly a box or a list beside it. How far they agree is the best measure there is of how well a page was read
//! (Bevendorff et al., "An Empirical Comparison of Web Content Extraction Algorithms", SIGIR 2023, on ensembles).

use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::{FxHashSet, FxHasher};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::blocks::{Block, ends_sentence};
use super::tidy;

/// Words that stand together in a shingle.
const SHINGLE_WORDS: usize = 4;

/// A line is the article's where at least this share of its shingles, in percent, is in the other text too.
const MIN_SHARED_PERCENT: usize = 30;

/// A line of at least so many words that ends as a sentence does is a paragraph.
const PARAGRAPH_WORDS: usize = 12;

/// Where the lines that both found hold less than this share of the text, in percent, the two read different things, and no line is struck.
const MIN_KEPT_PERCENT: usize = 60;

/// Larger pages are not read a second time: the other extractor copies its tree several times over, and hardly any article is in
/// one (the largest tree of a public benchmark has 9,000 elements).
const MAX_ELEMENTS: usize = 12_000;
const MAX_HTML_BYTES: usize = 1 << 20;

/// What the other extractor takes for the article.
pub(super) struct SecondOpinion {
    /// One tidied paragraph a line, as far as it keeps them apart.
    pub lines: Vec<String>,
    /// The same as HTML.
    pub html: String,
}

/// Asks the other extractor about a page of so many elements; `None` where it finds nothing or fails.
pub(super) fn second_opinion(html: &str, n_elements: usize) -> Option<SecondOpinion> {
    if MAX_HTML_BYTES < html.len() || MAX_ELEMENTS < n_elements {
        return None;
    }
    let options = Options::default()
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_fallback(true)
        .with_html_date_mode(HtmlDateMode::Disabled)
        .with_exclude_comments(true);
    let found = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options).ok())).ok()??;
    let lines: Vec<String> = found.content_text.lines().map(tidy::line).filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then_some(SecondOpinion { lines, html: found.content_html })
}

/// How far two texts agree, 0 to 1.
pub(super) fn agreement(blocks: &[Block], other: &[String]) -> f64 {
    shingles(blocks).agreement(&Shingles::of(other.iter().map(String::as_str)))
}

fn shingles(blocks: &[Block]) -> Shingles {
    Shingles::of(blocks.iter().map(|block| block.text.as_str()))
}

/// Strikes the blocks that are not in the other's text; gives back how many, and how far the two agree, 0 to 1
/// (the harmonic mean of the shares of each one's shingles that the other has).
pub(super) fn vote(blocks: &mut Vec<Block>, other: &[String]) -> (usize, f64) {
    let theirs = Shingles::of(other.iter().map(String::as_str));
    let agreement = shingles(blocks).agreement(&theirs);
    let is_shared: Vec<bool> = blocks.iter().map(|block| theirs.hold(&block.text)).collect();
    let total: usize = blocks.iter().map(|block| block.chars).sum();
    let kept: usize = blocks.iter().zip(&is_shared).filter(|(_, shared)| **shared).map(|(block, _)| block.chars).sum();
    if kept * 100 < total * MIN_KEPT_PERCENT {
        return (0, agreement);
    }
    let before = blocks.len();
    let mut shared = is_shared.into_iter();
    blocks.retain(|_| shared.next().unwrap_or(true));
    (before - blocks.len(), agreement)
}

/// The runs of one to four words of a text, hashed, by their length.
#[derive(Default)]
struct Shingles {
    by_length: [FxHashSet<u64>; SHINGLE_WORDS],
}

impl Shingles {
    fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut shingles = Self::default();
        for line in lines {
            let words: Vec<u64> = words(line).collect();
            for (index, of_length) in shingles.by_length.iter_mut().enumerate() {
                of_length.extend(words.windows(index + 1).map(run));
            }
        }
        shingles
    }

    /// Whether enough of a line is in the text; of a whole paragraph its beginning is, as some extractors lose what stands behind
    /// an element inside it.
    fn hold(&self, line: &str) -> bool {
        let words: Vec<u64> = words(line).collect();
        let is_paragraph = PARAGRAPH_WORDS <= words.len() && ends_sentence(line);
        if is_paragraph && words.first_chunk::<SHINGLE_WORDS>().is_some_and(|start| self.by_length[SHINGLE_WORDS - 1].contains(&run(start)))
        {
            return true;
        }
        let length = words.len().min(SHINGLE_WORDS);
        let Some(of_length) = length.checked_sub(1).and_then(|index| self.by_length.get(index)) else { return false };
        let n_shared = words.windows(length).filter(|window| of_length.contains(&run(window))).count();
        MIN_SHARED_PERCENT * (words.len() + 1 - length) <= n_shared * 100
    }

    fn agreement(&self, other: &Self) -> f64 {
        let [.., ours] = &self.by_length;
        let [.., theirs] = &other.by_length;
        let shared = ours.intersection(theirs).count();
        if shared == 0 { 0.0 } else { 2.0 * shared as f64 / (ours.len() + theirs.len()) as f64 }
    }
}

fn words(line: &str) -> impl Iterator<Item = u64> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| hash(&word))
}

fn run(words: &[u64]) -> u64 {
    hash(&words)
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    use std::hash::Hasher;

    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(lines: &[&str]) -> Vec<Block> {
        lines.iter().filter_map(|line| Block::plain(line)).collect()
    }

    #[test]
    fn a_line_that_one_of_two_finds_goes() {
        let lines = [
            "The minister met his guest in the old town hall on Monday.",
            "Both spoke of trade and of the border.",
            "Weather tomorrow: rain and wind from the west",
        ];
        let mut found = blocks(&lines);
        let (struck, agreement) = vote(&mut found, &[lines[0].to_owned(), lines[1].to_owned()]);
        assert_eq!((struck, found.len()), (1, 2));
        assert!(0.8 < agreement && agreement < 1.0, "{agreement}");
    }

    #[test]
    fn two_that_read_different_things_strike_nothing() {
        let lines = ["The minister met his guest in the old town hall on Monday."];
        let mut found = blocks(&lines);
        assert_eq!(vote(&mut found, &["Subscribe to our newsletter for more of this".to_owned()]), (0, 0.0));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn short_lines_are_looked_up_whole() {
        let mut found = blocks(&["A heading", "Sub heads", "The ministers talked for two hours about the border."]);
        vote(&mut found, &["The ministers talked for two hours about the border.".to_owned(), "A heading of mine".to_owned()]);
        assert_eq!(
            found.iter().map(|block| block.text.as_str()).collect::<Vec<_>>(),
            ["A heading", "The ministers talked for two hours about the border."]
        );
    }
}
