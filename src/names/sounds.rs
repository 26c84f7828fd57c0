//! The sounds that letters of all scripts are mapped to, and how far they are apart.
//!
//! A sound is one ASCII letter: consonants `b p v f w m n l r d t z s S(sh) Z(zh) C(ch) J(dj) T(ts) k q g X(kh) G(gh) h y Q(th) D(dh)`,
//! vowels `a e i o u`. Costs are small integers; a whole consonant too much or too few costs [`CONSONANT`].

/// What it costs to leave out a consonant, or to put another in its place.
pub(super) const CONSONANT: u8 = 8;
/// What it costs to leave out a vowel where both scripts write vowels.
pub(super) const VOWEL: u8 = 3;

/// Sounds that are written for one another, with what that costs; all other pairs of consonants cost [`CONSONANT`].
const NEAR: &[(&str, u8)] = &[
    ("bp", 3),
    ("vf", 2),
    ("vw", 1),
    ("vb", 3),
    ("fp", 3),
    ("fb", 5),
    ("fw", 3),
    ("wu", 0),
    ("wo", 1),
    ("vu", 3),
    ("yi", 0),
    ("ye", 2),
    ("dt", 4),
    ("zs", 2),
    ("sS", 4),
    ("zZ", 4),
    ("SC", 2),
    ("SZ", 3),
    ("SJ", 4),
    ("CJ", 3),
    ("JZ", 1),
    ("ZC", 4),
    ("Ts", 2),
    ("Tz", 2),
    ("TC", 3),
    ("TS", 5),
    ("Tt", 4),
    ("kg", 3),
    ("kX", 3),
    ("kq", 0),
    ("kG", 5),
    ("gG", 0),
    ("gq", 1),
    ("gX", 5),
    ("qG", 2),
    ("gh", 4),
    ("kh", 5),
    ("Xh", 1),
    ("GX", 4),
    ("Gh", 5),
    ("qX", 4),
    ("Jg", 3),
    ("Jy", 4),
    ("Zg", 4),
    ("Zy", 5),
    ("mn", 4),
    ("lr", 6),
    ("Qt", 0),
    ("Qs", 1),
    ("Qf", 4),
    ("Dd", 0),
    ("Dz", 1),
    ("QD", 2),
    ("SX", 5),
    ("Ck", 5),
    ("kT", 5),
    ("ks", 6),
    ("dJ", 5),
    ("tC", 4),
    ("ae", 1),
    ("ao", 2),
    ("ai", 3),
    ("au", 3),
    ("ei", 1),
    ("eo", 3),
    ("eu", 3),
    ("io", 3),
    ("iu", 3),
    ("ou", 1),
];

/// What it costs that one writer has the one sound and the other the other.
pub(super) fn apart(a: u8, b: u8) -> u8 {
    if a == b {
        return 0;
    }
    let listed = NEAR.iter().find(|(pair, _)| matches!(pair.as_bytes(), [x, y] if (*x, *y) == (a, b) || (*y, *x) == (a, b)));
    match listed {
        Some((_, cost)) => *cost,
        None if is_vowel(a) != is_vowel(b) => CONSONANT + 2,
        None => CONSONANT,
    }
}

/// Whether a sound is a vowel.
pub(super) const fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u')
}
