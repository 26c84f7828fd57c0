//! The article's body: readability on the stripped tree, then our own cleaning of its blocks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::blocks::{self, Block};
use super::{clean, strip, tidy};

/// Blocks that make up the body, and what was taken out.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Paragraphs split by newlines.
    pub text: String,
    /// What was taken out or went wrong, in words.
    pub notes: Vec<String>,
}

/// Finds the body of a parsed page.
pub(super) fn find(document: Document, title: Option<&str>) -> Body {
    let mut notes = Vec::new();
    let n_elements = strip::strip(&document);
    let mut blocks = readable(document, &mut notes);
    let n_blocks = clean::clean(&mut blocks, title);
    if 0 < n_elements + n_blocks {
        notes.push(format!("left out {n_elements} elements and {n_blocks} lines around the text"));
    }
    Body { text: tidy::paragraphs(blocks.iter().map(|block| block.text.as_str())), notes }
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
