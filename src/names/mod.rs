//! Names compared across scripts: how likely two spellings are one name, and why.
//!
//! Every script has a table of what its letters can stand for (`letters`); sounds have distances (`sounds`). A name is read into words
//! of units (`parse`), two words are compared by the least cost of reading one as the other (`distance`), and two names by their
//! words, in any order, joined or split (`align`). No name is listed: what is known are scripts and habits of writing.

mod align;
mod distance;
mod explain;
mod letters;
mod parse;
mod sounds;
mod table;

pub use explain::{Agreement, Comparison, compare};
pub use parse::Name;

/// From this score on two names count as one; the figures of the README are measured with it.
pub const SAME: f32 = 0.66;

/// How likely two names are spellings of one: 0 to 1, the same in both directions within what rounding does.
pub fn score(a: &Name, b: &Name) -> f32 {
    align::align(a, b, &align::WEIGHTS).score
}
