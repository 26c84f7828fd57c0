//! Who looks on while an article is read: nobody, unless somebody wants it explained.

use crate::knowledge::{Knowledge, Lexicon};

use super::clauses::scene::{Act, Scene};
use super::phrases::people::People;
use super::reading::Read;
use super::reading::document::Document;

/// Who looks on while an article is read.
pub(super) trait Observer {
    /// Whether it wants to be told why.
    fn looks_on(&self) -> bool {
        true
    }

    /// Told once, when all sentences that belong to the article are read and no act is yet.
    fn read(&mut self, _document: &Document, _knowledge: &Knowledge, _lexicon: &Lexicon, _people: &People, _read: &[Read]) {}

    /// Told of every trigger that gave no report.
    fn miss(&mut self, _scene: &Scene<'_>, _act: &Act, _why: &str) {}
}

/// Nobody looks on.
pub(super) struct Unobserved;

impl Observer for Unobserved {
    fn looks_on(&self) -> bool {
        false
    }
}
