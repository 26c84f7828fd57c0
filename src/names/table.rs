//! The data of `letters` made ready for the matcher: units by number, what they cost against one another, look-up by letter.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::habits;
use super::letters::{self, Letters};
use super::sounds::{CONSONANT, VOWEL, apart, is_vowel};
use crate::text::fold;

/// Letters below this code point are looked up directly; what lies beyond is folded first.
pub(super) const N_DIRECT: usize = 0x700;
/// Room for units; a test holds that they are fewer.
pub(super) const N_UNITS: usize = 256;

/// What a word of a name is for, told by the word itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It names.
    Name,
    /// An article or "son of".
    Particle,
    /// A title, rank or kunya.
    Title,
}

/// Letters of one entry behind its first, and its units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    rest: [u16; MAX_ENTRY],
    n_rest: u8,
    units: [u8; MAX_ENTRY],
    n_units: u8,
}

/// Letters behind the first, and units, of an entry.
const MAX_ENTRY: usize = 6;

impl Entry {
    /// The letters behind the first.
    pub fn rest(&self) -> &[u16] {
        &self.rest[..usize::from(self.n_rest)]
    }

    /// The units.
    pub fn units(&self) -> &[u8] {
        &self.units[..usize::from(self.n_units)]
    }
}

/// The entries of one first letter.
#[derive(Debug, Clone, Default)]
pub(super) struct Bucket {
    /// Longest first; the letter alone stands last.
    entries: Vec<Entry>,
    /// The entry of the letter alone.
    alone: Option<Entry>,
    /// The letters that follow in entries of several, by their low bits.
    follow: u64,
}

impl Bucket {
    /// The longest entry that begins the letters behind the first.
    #[inline]
    pub fn find(&self, behind: &[u16]) -> Option<&Entry> {
        let follows = behind.first().is_some_and(|next| self.follow >> (next & 63) & 1 == 1);
        if follows { self.entries.iter().find(|entry| behind.starts_with(entry.rest())) } else { self.alone.as_ref() }
    }
}

/// Endings of words, by their last letter.
#[derive(Debug, Default)]
pub(super) struct Endings(FxHashMap<u16, Vec<Vec<u16>>>);

impl Endings {
    fn new(endings: &[&str]) -> Self {
        let mut found = Self::default();
        for ending in endings {
            let letters: Vec<u16> = ending.chars().map(|c| u16::try_from(c as u32).unwrap_or(UNKNOWN)).collect();
            if let Some(last) = letters.last() {
                found.0.entry(*last).or_default().push(letters);
            }
        }
        for bucket in found.0.values_mut() {
            bucket.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        }
        found
    }

    /// How many letters of the word are the longest of the endings; 0 where none is or fewer than `least` letters would remain.
    pub fn of(&self, letters: &[u16], least: usize) -> usize {
        let bucket = letters.last().and_then(|last| self.0.get(last));
        let fits = |ending: &&Vec<u16>| least + ending.len() <= letters.len() && letters.ends_with(ending);
        bucket.and_then(|bucket| bucket.iter().find(fits)).map_or(0, Vec::len)
    }
}

/// Everything the matcher looks up.
pub(super) struct Table {
    /// The letter that stands for a code point: itself, its base letter, [`BREAK`], [`SKIP`] or [`UNKNOWN`].
    pub canonical: Vec<u16>,
    /// Entries by first letter, longest first.
    pub entries: Vec<Bucket>,
    /// Endings of Russian names in the oblique cases.
    pub cases: Endings,
    /// Ends of Latin names that are not heard.
    pub silent: Endings,
    /// Ends of patronymics.
    pub patronymics: Endings,
    /// What one unit costs against another, by `a * N_UNITS + b`.
    pub swap: Vec<u8>,
    /// What leaving a unit out costs between scripts that write vowels …
    pub drop: [u8; N_UNITS],
    /// … and where one of them does not.
    pub drop_abjad: [u8; N_UNITS],
    /// Whether a unit is a vowel only.
    pub vowel: [bool; N_UNITS],
    /// Units that could stand for a consonant of this unit, as a set of classes; with [`VOWELS`] where it is a vowel only.
    pub class: [u32; N_UNITS],
    /// What words are for, by hash of their letters.
    pub uses: FxHashMap<u64, Use>,
    /// The coarse classes a unit can stand for, one bit each from bit 1 on, and [`SILENT`].
    pub coarse: [u16; N_UNITS],
}

/// Stands between words.
pub(super) const BREAK: u16 = 0;
/// Is not heard.
pub(super) const SKIP: u16 = 1;
/// Needs folding first.
pub(super) const UNKNOWN: u16 = 2;

/// The one table.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// Sounds are ASCII letters.
const N_SOUNDS: usize = 128;

/// What a unit can stand for.
#[derive(Debug, Default)]
struct Unit {
    readings: Vec<(u8, u8)>,
    drop: Option<u8>,
}

impl Table {
    fn new() -> Self {
        let mut specs: Vec<String> = Vec::new();
        let mut entries = vec![Bucket::default(); N_DIRECT];
        for script in [letters::LATIN, letters::CYRILLIC, letters::ARABIC, letters::HEBREW] {
            add(script, &mut specs, &mut entries);
        }
        for bucket in &mut entries {
            bucket.entries.sort_by_key(|entry| std::cmp::Reverse(entry.n_rest));
            bucket.alone = bucket.entries.last().filter(|entry| entry.n_rest == 0).copied();
        }
        let units: Vec<Unit> = specs.iter().map(|spec| unit(spec)).collect();
        let distances: Vec<[u8; N_SOUNDS]> = (0..N_SOUNDS as u8).map(|a| std::array::from_fn(|b| apart(a, b as u8))).collect();
        let mut swap = vec![u8::MAX; N_UNITS * N_UNITS];
        for (i, a) in units.iter().enumerate() {
            for (j, b) in units.iter().enumerate() {
                swap[i * N_UNITS + j] = if i == j { 0 } else { between(a, b, &distances) };
            }
        }
        let mut table = Self {
            canonical: canonical(&entries),
            entries,
            cases: Endings::new(habits::CYRILLIC_ENDINGS),
            silent: Endings::new(habits::LATIN_ENDINGS),
            patronymics: Endings::new(habits::PATRONYMICS),
            swap,
            drop: [CONSONANT; N_UNITS],
            drop_abjad: [CONSONANT; N_UNITS],
            vowel: [false; N_UNITS],
            class: [0; N_UNITS],
            uses: FxHashMap::default(),
            coarse: [SILENT; N_UNITS],
        };
        for (at, unit) in units.iter().enumerate() {
            let vowel = unit.readings.iter().all(|(sound, cost)| is_vowel(*sound) || 0 < *cost || *sound == b'w' || *sound == b'y');
            let vowel = vowel && unit.readings.first().is_some_and(|(sound, _)| is_vowel(*sound) || *sound == b'y');
            table.vowel[at] = vowel;
            table.drop[at] = unit.drop.unwrap_or(if vowel { VOWEL } else { CONSONANT });
            table.drop_abjad[at] = if vowel { table.drop[at].min(1) } else { table.drop[at] };
            table.coarse[at] = coarse(unit, table.drop[at]);
            let vowels = if vowel { VOWELS } else { 0 };
            table.class[at] = unit.readings.iter().fold(vowels, |set, (sound, _)| set | class(*sound));
        }
        for (words, of) in [(habits::PARTICLES, Use::Particle), (habits::TITLES, Use::Title)] {
            for word in words {
                let letters: Vec<u16> = word.chars().map(|c| table.letter(c)).collect();
                table.uses.insert(hash(&letters), of);
            }
        }
        table
    }

    /// The letter that stands for `c`; [`UNKNOWN`] where it must be folded or has no sound.
    #[inline]
    pub fn letter(&self, c: char) -> u16 {
        match self.canonical.get(c as usize) {
            Some(letter) => *letter,
            None => match c {
                '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => SKIP,
                '‘' | '’' | '‛' | '′' => u16::from(b'\''),
                '\u{2010}'..='\u{2015}' | '\u{201c}'..='\u{201e}' | '\u{2020}'..='\u{206f}' | '\u{3000}' => BREAK,
                _ => UNKNOWN,
            },
        }
    }
}

/// A hash of a word's letters.
pub(super) fn hash(letters: &[u16]) -> u64 {
    letters.iter().fold(0xcbf2_9ce4_8422_2325, |hash, letter| (hash ^ u64::from(*letter)).wrapping_mul(0x0100_0000_01b3))
}

/// The class of vowels, beyond those of the consonants.
pub(super) const VOWELS: u32 = 1 << 31;

/// The consonant classes of a sound; classes overlap where sounds are near. Vowels and glides are in none.
fn class(sound: u8) -> u32 {
    const CONSONANTS: &[u8] = b"bpvfwmnlrdtzsSZCJTkgqXGhyQD";
    let near = |other: u8| apart(sound, other) < CONSONANT;
    CONSONANTS.iter().enumerate().filter(|(_, other)| near(**other)).fold(0, |set, (at, _)| set | 1 << at)
}

/// Set where a unit can be silent.
pub(super) const SILENT: u16 = 1;
/// Readings that cost more than this give no key.
const MAX_KEY_COST: u8 = 1;
/// Units that cost no more than this to leave out may be missing from a key.
const MAX_KEY_DROP: u8 = 2;

/// The coarse classes of a unit.
fn coarse(unit: &Unit, drop: u8) -> u16 {
    const CLASSES: [&[u8]; 8] = [b"bpvf", b"m", b"n", b"l", b"r", b"tdQD", b"szSZCJT", b"kgqXG"];
    let of = |sound: u8| CLASSES.iter().position(|class| class.contains(&sound)).map_or(SILENT, |at| 2 << at);
    let readings = unit.readings.iter().filter(|(_, cost)| *cost <= MAX_KEY_COST);
    readings.fold(if drop <= MAX_KEY_DROP { SILENT } else { 0 }, |set, (sound, _)| set | of(*sound))
}

/// Adds a script's entries, numbering new units.
fn add(script: Letters, specs: &mut Vec<String>, entries: &mut [Bucket]) {
    for (letters, spec) in script {
        let mut codes = letters.chars().map(|c| u16::try_from(c as u32).unwrap_or(UNKNOWN));
        let Some(first) = codes.next() else { continue };
        let number = |spec: &str| {
            let spec = ordered(spec);
            let at = specs.iter().position(|known| *known == spec).unwrap_or_else(|| {
                specs.push(spec);
                specs.len() - 1
            });
            u8::try_from(at).unwrap_or(u8::MAX)
        };
        let mut entry = Entry { rest: [0; MAX_ENTRY], n_rest: 0, units: [0; MAX_ENTRY], n_units: 0 };
        for unit in spec.split('|').filter(|spec| !spec.is_empty()).map(number) {
            entry.units[usize::from(entry.n_units)] = unit;
            entry.n_units += 1;
        }
        let bucket = &mut entries[usize::from(first)];
        for code in codes {
            if entry.n_rest == 0 {
                bucket.follow |= 1 << (code & 63);
            }
            entry.rest[usize::from(entry.n_rest)] = code;
            entry.n_rest += 1;
        }
        bucket.entries.push(entry);
    }
}

/// The spelling of a unit with its readings in order, so that equal units are one.
fn ordered(spec: &str) -> String {
    let (readings, drop) = spec.split_once('-').unwrap_or((spec, ""));
    let (first, rest) = readings.split_at(2.min(readings.len()));
    let mut pairs: Vec<&str> = (0..rest.len() / 2).map(|at| &rest[at * 2..at * 2 + 2]).collect();
    pairs.sort_unstable();
    format!("{first}{}{}{drop}", pairs.concat(), if drop.is_empty() { "" } else { "-" })
}

/// Reads the spelling of a unit.
fn unit(spec: &str) -> Unit {
    let (readings, drop) = spec.split_once('-').map_or((spec, None), |(readings, drop)| (readings, drop.parse().ok()));
    let pairs = readings.as_bytes().chunks_exact(2);
    Unit { readings: pairs.map(|pair| (pair[0], pair[1].saturating_sub(b'0'))).collect(), drop }
}

/// The least cost of reading both as near sounds.
fn between(a: &Unit, b: &Unit, distances: &[[u8; N_SOUNDS]]) -> u8 {
    let apart = |a: u8, b: u8| distances[usize::from(a)][usize::from(b)];
    let pairs = a.readings.iter().flat_map(|x| b.readings.iter().map(move |y| x.1 + y.1 + apart(x.0, y.0)));
    pairs.min().unwrap_or(u8::MAX)
}

/// For each code point the letter that stands for it.
fn canonical(entries: &[Bucket]) -> Vec<u16> {
    let known = |c: char| entries.get(c as usize).is_some_and(|bucket| bucket.entries.iter().any(|entry| entry.n_rest == 0));
    let code = |c: char| u16::try_from(c as u32).unwrap_or(UNKNOWN);
    let letter = |at: usize| {
        let Some(c) = u32::try_from(at).ok().and_then(char::from_u32) else { return UNKNOWN };
        // The marks of Hebrew abbreviation are typed as quotes as well.
        let c = if c == '\u{5f3}' { '\'' } else { c };
        let mut lower = c.to_lowercase();
        if let (Some(one), None) = (lower.next(), lower.next())
            && known(one)
        {
            return code(one);
        }
        let folded = fold(&c.to_string());
        let mut parts = folded.chars();
        match (parts.next(), parts.next()) {
            (None, _) => SKIP,
            (Some(one), None) if known(one) => code(one),
            (Some(one), None) if !one.is_alphanumeric() => BREAK,
            _ => UNKNOWN,
        }
    };
    (0..N_DIRECT).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_have_room() {
        let most = TABLE.entries.iter().flat_map(|bucket| &bucket.entries).flat_map(Entry::units).max();
        // The last number is what all units beyond the room would fall on.
        assert!(most.is_some_and(|most| *most < u8::MAX), "{most:?}");
    }

    #[test]
    fn costs_are_the_same_both_ways() {
        for a in 0..N_UNITS {
            for b in 0..N_UNITS {
                assert_eq!(TABLE.swap[a * N_UNITS + b], TABLE.swap[b * N_UNITS + a]);
            }
        }
    }
}
