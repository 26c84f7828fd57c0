//! The article's body: readability on the stripped tree, our own cleaning of its blocks, then the vote of a second extractor.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::blocks::{self, Block};
use super::clean::Around;
use super::tame::Tamed;
use super::vote::SecondOpinion;
use super::{clean, focus, strip, tidy, vote};
use crate::model::PageMeans;

/// A body shorter than this, in characters without spaces, gives way to a second opinion that is twice as long.
const SHORT_BODY_CHARS: usize = 400;

/// Blocks that make up the body, and what was taken out.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Paragraphs split by newlines.
    pub text: String,
    /// How it was found.
    pub means: Option<PageMeans>,
    /// How far the two extractors agree on it, 0 to 1; `None` where only one found anything.
    pub quality: Option<f64>,
    /// What was taken out or went wrong, in words.
    pub notes: Vec<String>,
}

/// Finds the body of a parsed page; `page` is what it was parsed from.
pub(super) fn find(document: Document, page: &Tamed, by_rule: Option<Vec<Block>>, around: &Around) -> Body {
    let mut notes = Vec::new();
    if let Some(mut blocks) = by_rule {
        return ruled(&mut blocks, page, around);
    }
    let n_others = focus::focus(&document, around.title);
    let html: Cow<str> = if 0 < n_others { document.html().to_string().into() } else { page.html.as_str().into() };
    let n_elements = n_others + strip::strip(&document);
    let mut blocks = readable(document, &mut notes);
    let mut n_blocks = clean::clean(&mut blocks, around);
    let mut quality = None;
    let mut means = PageMeans::Single;
    if let Some(other) = vote::second_opinion(&html, page.n_elements) {
        let length: usize = other.lines.iter().map(String::len).sum();
        let mut theirs = if chars(&blocks) < SHORT_BODY_CHARS.min(length) { blocks_of(&other) } else { Vec::new() };
        clean::clean(&mut theirs, around);
        if chars(&blocks) < SHORT_BODY_CHARS.min(chars(&theirs) / 2) {
            notes.push("the body is the second extractor's: the first found hardly any".to_owned());
            blocks = theirs;
        } else {
            let (n_struck, agreement) = vote::vote(&mut blocks, &other.lines);
            n_blocks += n_struck;
            quality = Some(agreement);
            means = PageMeans::Vote;
        }
    }
    if 0 < n_elements + n_blocks {
        notes.push(format!("left out {n_elements} elements and {n_blocks} lines around the text"));
    }
    Body { text: tidy::paragraphs(blocks.iter().map(|block| block.text.as_str())), means: Some(means), quality, notes }
}

/// The body that a rule for the site names; the second extractor only says how far it agrees.
fn ruled(blocks: &mut Vec<Block>, page: &Tamed, around: &Around) -> Body {
    let n_blocks = clean::clean(blocks, around);
    let notes = if n_blocks == 0 { Vec::new() } else { vec![format!("left out {n_blocks} lines around the text")] };
    let quality = vote::second_opinion(&page.html, page.n_elements).map(|other| vote::agreement(blocks, &other.lines));
    Body { text: tidy::paragraphs(blocks.iter().map(|block| block.text.as_str())), means: Some(PageMeans::SiteRule), quality, notes }
}

/// The second extractor's paragraphs: from its HTML, where that keeps them better apart than its text.
fn blocks_of(other: &SecondOpinion) -> Vec<Block> {
    let document = Document::from(other.html.as_str());
    let of_html = document.body().map(|body| blocks::blocks(&body)).unwrap_or_default();
    if other.lines.len() < of_html.len() { of_html } else { other.lines.iter().filter_map(|line| Block::plain(line)).collect() }
}

fn chars(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.chars).sum()
}

/// Runs readability. It asserts a few things about its tree that a strange page may break, so a panic costs the page, not the caller.
fn readable(document: Document, notes: &mut Vec<String>) -> Vec<Block> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let found = catch_unwind(AssertUnwindSafe(|| {
        let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
        readability.parse().ok()?;
        let root = readability.doc.select_single("#readability-page-1");
        root.nodes().first().map(blocks::blocks)
    }));
    match found {
        Ok(blocks) => blocks.unwrap_or_default(),
        Err(_) => {
            notes.push("the readability pass failed on this page".to_owned());
            Vec::new()
        }
    }
}
