//! What it costs to read one word as another.

use super::parse::MAX_UNITS;
use super::table::{N_UNITS, TABLE};
use crate::text::Script;

/// What an article or a case ending too much costs.
const ADDED: u32 = 2;

/// What a vowel too much at the front of a word costs at least: there every script writes it.
const FRONT_VOWEL: u8 = 3;

/// A word's units, and how much of it may be missing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling<'n> {
    pub units: &'n [u8],
    pub head: usize,
    pub tail: usize,
    pub script: Script,
}

/// Whether a script leaves out vowels.
pub(super) const fn is_abjad(script: Script) -> bool {
    matches!(script, Script::Arabic | Script::Hebrew)
}

/// The least cost of turning one spelling into the other, where an article at the front and a case ending may be missing; `most` or
/// more where it is at least that.
pub(super) fn distance(a: Spelling<'_>, b: Spelling<'_>, most: u16) -> u16 {
    let table = &*TABLE;
    let drop = if is_abjad(a.script) || is_abjad(b.script) { &table.drop_abjad } else { &table.drop };
    let n = b.units.len().min(MAX_UNITS);
    // Wider than the costs are: processors reckon faster so.
    let mut row = [0_u32; MAX_UNITS + 1];
    let most = u32::from(most);
    let front = |unit: u8| u32::from(drop[usize::from(unit)].max(FRONT_VOWEL));
    for (at, unit) in b.units.iter().enumerate() {
        row[at + 1] = row[at] + if at == 0 { front(*unit) } else { u32::from(drop[usize::from(*unit)]) };
        if at + 1 == b.head {
            row[at + 1] = row[at + 1].min(ADDED);
        }
    }
    // What is not heard at the end in one script is in the other; Russian puts case endings onto its own spellings too.
    let ends_open = a.script != b.script || a.script == Script::Cyrillic;
    let (tail_a, tail_b) = if ends_open { (a.tail, b.tail.min(n)) } else { (0, 0) };
    let cut = |row: &[u32], i: usize| {
        if i == a.units.len() {
            if 0 < tail_b { row[n].min(row[n - tail_b] + ADDED) } else { row[n] }
        } else if a.units.len() <= i + tail_a {
            row[n] + ADDED
        } else {
            u32::MAX
        }
    };
    let mut best = cut(&row, 0);
    for (i, unit) in a.units.iter().enumerate() {
        let swap = &table.swap[usize::from(*unit) * N_UNITS..][..N_UNITS];
        let dropped = u32::from(drop[usize::from(*unit)]);
        let mut diagonal = row[0];
        let mut left = row[0] + if i == 0 { front(*unit) } else { dropped };
        if i + 1 == a.head {
            left = left.min(ADDED);
        }
        row[0] = left;
        let mut least = left;
        for (cell, other) in row[1..=n].iter_mut().zip(b.units) {
            let other = usize::from(*other);
            let up = *cell;
            let cost = (diagonal + u32::from(swap[other])).min(up + dropped).min(left + u32::from(drop[other]));
            diagonal = up;
            left = cost;
            *cell = cost;
            least = least.min(cost);
        }
        best = best.min(cut(&row, i + 1));
        if most <= least {
            return narrow(best.min(least.max(most)));
        }
    }
    narrow(best)
}

fn narrow(cost: u32) -> u16 {
    u16::try_from(cost).unwrap_or(u16::MAX)
}
