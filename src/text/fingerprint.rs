//! Fingerprints of texts, for finding copies.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::token::tokenize;
use crate::model::Fingerprint;

/// Words in a row that are hashed together.
const IN_A_ROW: usize = 3;
/// The fewest words of a text whose fingerprint tells anything.
const FEWEST_WORDS: usize = 40;

/// In a copy this share of the runs of words, in percent, is the original's.
const MIN_SHARED_PERCENT: usize = 80;

/// The fingerprint of a text; `None` for a short one. Every three words in a row, folded, vote on each bit (Charikar, "Similarity
/// Estimation Techniques from Rounding Algorithms", STOC 2002).
pub fn fingerprint(text: &str) -> Option<Fingerprint> {
    let tokens = tokenize(text);
    let words: Vec<&str> = (0..tokens.len()).filter(|&i| tokens[i].is_word()).map(|i| tokens.folded(i)).collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let mut votes = [0_i32; 64];
    for row in words.windows(IN_A_ROW) {
        let hash = mixed(row);
        for (bit, vote) in votes.iter_mut().enumerate() {
            *vote += if hash >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    let bits = votes.iter().enumerate().filter(|(_, vote)| 0 < **vote).map(|(bit, _)| 1_u64 << bit);
    Some(Fingerprint(bits.fold(0, |all, bit| all | bit)))
}

/// Whether one text is a copy of the other: nearly all runs of words are in both, and where the figures differ, only one of the two
/// has more of them. A later version with another number in it is news, not a copy.
pub fn is_copy(a: &str, b: &str) -> bool {
    let (a, b) = (Shape::of(a), Shape::of(b));
    let shared = a.rows.intersection(&b.rows).count();
    let enough = (a.rows.len() + b.rows.len()) * MIN_SHARED_PERCENT <= 2 * shared * 100;
    enough && (a.figures.is_subset(&b.figures) || b.figures.is_subset(&a.figures))
}

/// What of a text is compared.
struct Shape {
    rows: FxHashSet<u64>,
    figures: FxHashSet<String>,
}

impl Shape {
    fn of(text: &str) -> Self {
        let tokens = tokenize(text);
        let words: Vec<&str> = (0..tokens.len()).filter(|&i| tokens[i].is_word()).map(|i| tokens.folded(i)).collect();
        let is_figure = |i: &usize| tokens.folded(*i).starts_with(|c: char| c.is_ascii_digit());
        let figures = (0..tokens.len()).filter(is_figure).map(|i| tokens.folded(i).to_owned()).collect();
        Self { rows: words.windows(IN_A_ROW).map(mixed).collect(), figures }
    }
}

/// A hash all of whose bits depend on all words (the finalizer of MurmurHash3 over the quick hash).
fn mixed(row: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    row.hash(&mut hasher);
    let mut hash = hasher.finish();
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISPATCH: &str = "The foreign ministers of Norway and Ghana met in Accra on Tuesday and agreed to open talks on fisheries, the ministry in Oslo \
        said in a statement. The two sides will exchange lists of vessels before the end of the month, and a joint commission is to sit in Tema \
        in the autumn. Neither minister took questions. A spokesman for the port said that three ships were still being held, and that their \
        crews had been visited by a consul. The dispute goes back to a collision in February in which nobody was hurt.";

    const OTHER: &str = "Voters in the island republic go to the polls on Sunday after a campaign that turned on the price of rice and the future of \
        the harbour. The opposition promises to tear up the contract with the company that runs it; the government says that doing so would \
        cost the treasury more than a year of its income. Observers from the regional bloc arrived on Thursday and will stay until the count \
        is over. The last election was decided by fewer than nine hundred ballots, and the courts took four months to confirm it.";

    #[test]
    fn a_copy_is_alike_and_another_text_is_not() {
        let print = |text: &str| fingerprint(text).expect("long enough");
        let copy =
            format!("ACCRA (Agency) - {} (Reporting by our correspondent)", DISPATCH.replace("took questions", "took any questions"));
        assert!(print(DISPATCH).is_alike(print(&copy)));
        assert!(print(DISPATCH).is_alike(print(&DISPATCH.to_uppercase())));
        assert!(!print(DISPATCH).is_alike(print(OTHER)));
        assert_eq!(fingerprint("Too short to tell."), None);
        assert!(is_copy(DISPATCH, &copy) && !is_copy(DISPATCH, OTHER));
    }

    #[test]
    fn another_figure_makes_it_another_text() {
        let with = |number: &str| DISPATCH.replace("three ships", number);
        assert!(!is_copy(&with("3 ships"), &with("5 ships")));
        assert!(is_copy(&with("3 ships"), &format!("19 November. {}", with("3 ships"))));
    }
}
