//! Two names aligned word by word.

use super::distance::{Spelling, distance};
use super::parse::{MAX_UNITS, MAX_WORDS, Name, Word};
use super::sounds::CONSONANT;
use super::table::{N_UNITS, TABLE, VOWELS};

/// What it costs that joined words stand in the other order.
const TURNED: u16 = 3;
/// An initial may cost this much against the first sound of a word.
const MAX_INITIAL: u8 = 2;
/// Part of its weight in costs from which a word counts as found beyond doubt.
const SURE: f32 = 0.25;
/// How much the parts of a comparison count; found on names whose answers are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    /// How much a cost counts against the weight of the word.
    pub cost: f32,
    /// Weight every word has beyond its sounds.
    pub ground: f32,
    /// How much words count that both names have left over …
    pub both_left: f32,
    /// … and those that one has more than the other …
    pub one_left: f32,
    /// … also where a single word agrees.
    pub one_left_single: f32,
    /// How much a patronymic counts.
    pub patronymic: f32,
    /// How much the worst word draws down the others.
    pub worst: f32,
    /// How unsure a single short word is.
    pub short: f32,
    /// Beyond this part of its weight in costs a word is another.
    pub limit: f32,
    /// What joining two words costs.
    pub join: u16,
    /// What an initial weighs.
    pub initial: f32,
}

/// The weights in use.
pub(crate) const WEIGHTS: Weights = Weights {
    cost: 1.6,
    ground: 6.0,
    both_left: 1.25,
    one_left: 0.3,
    one_left_single: 0.5,
    patronymic: 0.5,
    worst: 0.53,
    short: 1.36,
    limit: 0.36,
    join: 2,
    initial: 4.0,
};

/// The weights for names in running text, where a patronymic more is usual.
pub(crate) const IN_TEXT: Weights = Weights { patronymic: 0.25, ..WEIGHTS };

/// Words of the one name that are read as words of the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Link {
    /// First word and number of words (two where they are joined on the other side).
    pub a: (u8, u8),
    pub b: (u8, u8),
    pub cost: u16,
    pub weight: f32,
}

/// What comparing two names gave.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alignment {
    pub score: f32,
    pub links: [Option<Link>; MAX_WORDS],
}

/// Aligns two names.
pub(crate) fn align(a: &Name, b: &Name, weights: &Weights) -> Alignment {
    let mut found = Candidates::new();
    let (x, y) = (a.words(), b.words());
    for (i, p) in x.iter().enumerate() {
        for (j, q) in y.iter().enumerate() {
            if let Some((cost, weight)) = compare(a, p, b, q, weights) {
                found.push(Link { a: (place(i), 1), b: (place(j), 1), cost, weight });
            }
        }
    }
    let mut alignment = found.choose();
    let short = x.len().min(y.len());
    let n_exact = alignment.links.iter().flatten().filter(|link| f32::from(link.cost) < SURE * link.weight).count();
    if n_exact < short.max(1) || (x.len() != y.len() && n_exact < x.len().max(y.len())) {
        joins(a, b, weights, false, &mut found);
        joins(b, a, weights, true, &mut found);
        alignment = found.choose();
    }
    score(x, y, &mut alignment, weights);
    alignment
}

/// A name in running text should weigh this much; one that weighs less must agree the better.
const FULL_WEIGHT: f32 = 48.0;
/// How much that counts.
const SHORTNESS: f32 = 0.25;
/// What it counts that the words stand in another order: «محمد خالد» is not the son of Khaled, but some lists put surnames first.
const REORDERED: f32 = 0.03;
/// Costs beyond this part of its weight make a word too unsure to name somebody in running text.
const UNSURE: f32 = 0.3;

/// As [`Alignment::score`] for a name looked for in running text, where many words pass by: 0 where initials, a doubtful word or
/// words that differ on both sides would have to be believed, or where but one word of several agrees.
pub(super) fn named(a: &Name, b: &Name, weights: &Weights) -> f32 {
    let alignment = align(a, b, weights);
    let (x, y) = (a.words(), b.words());
    let (mut whole, mut n, mut n_x, mut n_y) = (0.0, 0, 0, 0);
    // A given name and a patronymic are shared by thousands: where there is a surname, it must agree.
    // «Станкевич» is a surname that ends as they do: a patronymic stands behind a given name.
    let of_father = |at: usize| x[at].is_patronymic && at.checked_sub(1).is_some_and(|before| !x[before].is_patronymic);
    let has_surname = 2 <= (0..x.len()).filter(|at| !of_father(*at)).count();
    for link in alignment.links.iter().flatten() {
        let (p, q) = (&x[usize::from(link.a.0)], &y[usize::from(link.b.0)]);
        if p.is_initial || q.is_initial || link.weight * UNSURE < f32::from(link.cost) {
            continue;
        }
        whole += link.weight;
        n += if has_surname && of_father(usize::from(link.a.0)) { 0 } else { link.a.1.max(link.b.1) };
        n_x += usize::from(link.a.1);
        n_y += usize::from(link.b.1);
    }
    let enough = 2 <= n || (x.len() == 1 && y.len() == 1 && n == 1);
    if !enough || (n_x < x.len() && n_y < y.len()) {
        return 0.0;
    }
    let short = (1.0 - whole / FULL_WEIGHT).max(0.0);
    let crossed = alignment.links.iter().flatten().any(|p| alignment.links.iter().flatten().any(|q| p.a < q.a && q.b < p.b));
    (alignment.score - SHORTNESS * short - if crossed { REORDERED } else { 0.0 }).max(0.0)
}

/// Whether a word of a text, given as a name of one word, may be the word of a name at a place.
pub(super) fn is_like(name: &Name, at: usize, text: &Name, weights: &Weights) -> bool {
    let words = name.words().get(at).zip(text.words().first());
    words.is_some_and(|(p, q)| compare(name, p, text, q, weights).is_some())
}

/// Adds readings of two words of `a` as one of `b`.
fn joins(a: &Name, b: &Name, weights: &Weights, swapped: bool, found: &mut Candidates) {
    let (x, y) = (a.words(), b.words());
    for (i, pair) in x.windows(2).enumerate() {
        let [p, q] = pair else { continue };
        let whole = p.weight + q.weight;
        for (j, r) in y.iter().enumerate() {
            if whole.abs_diff(r.weight) * 5 > whole * 2 || r.is_foreign || p.is_foreign || q.is_foreign || p.is_initial || q.is_initial {
                continue;
            }
            for (turned, bare) in [(false, false), (true, false), (false, true)] {
                if bare && q.head == 0 {
                    continue;
                }
                let (p, q) = if turned { (q, p) } else { (p, q) };
                let mut units = [0; MAX_UNITS];
                // «سيف الدين», "Seifeddine": the article is not always heard inside.
                let second = if bare { &a.units(q)[usize::from(q.head)..] } else { a.units(q) };
                let (n, m) = (a.units(p).len(), second.len());
                units[..n].copy_from_slice(a.units(p));
                units[n..n + m].copy_from_slice(second);
                let joined = Spelling { units: &units[..n + m], head: usize::from(p.head), tail: usize::from(q.tail), script: p.script };
                let weight = f32::from(whole.min(r.weight));
                let limit = weights.limit * weight;
                let cost = distance(joined, spelling(b, r), limit as u16 + 1) + weights.join + if turned { TURNED } else { 0 };
                if f32::from(cost) < limit {
                    let (two, one) = ((place(i), 2), (place(j), 1));
                    let (a, b) = if swapped { (one, two) } else { (two, one) };
                    found.push(Link { a, b, cost, weight });
                }
            }
        }
    }
}

fn spelling<'n>(name: &'n Name, word: &Word) -> Spelling<'n> {
    Spelling { units: name.units(word), head: usize::from(word.head), tail: usize::from(word.tail), script: word.script }
}

/// What reading one word as the other costs, and what it weighs; `None` where it is out of the question.
fn compare(a: &Name, p: &Word, b: &Name, q: &Word, weights: &Weights) -> Option<(u16, f32)> {
    let weight = f32::from(p.weight + q.weight) / 2.0;
    if p.hash == q.hash {
        return Some((0, if p.is_initial { weights.initial } else { weight }));
    }
    if p.is_foreign || q.is_foreign {
        return None;
    }
    let (x, y) = (spelling(a, p), spelling(b, q));
    if p.is_initial || q.is_initial {
        let (one, other) = if p.is_initial { (x.units, y.units) } else { (y.units, x.units) };
        let (first, start) = (one.first()?, other.first()?);
        let cost = TABLE.swap[usize::from(*first) * N_UNITS + usize::from(*start)];
        return (cost <= MAX_INITIAL).then_some((u16::from(cost), weights.initial));
    }
    let limit = weights.limit * weight;
    // Two consonants too many may be an article or an ending; what is further off needs no table of costs.
    let far = missing(x.units, q.classes).max(missing(y.units, p.classes)) * u16::from(CONSONANT);
    if limit + 2.0 * f32::from(CONSONANT) < f32::from(far) {
        return None;
    }
    let cost = distance(x, y, limit as u16 + 1);
    (f32::from(cost) < limit).then_some((cost, weight))
}

/// A word's place; there are at most [`MAX_WORDS`].
fn place(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}

/// How many consonants have nothing near among these classes.
fn missing(units: &[u8], classes: u32) -> u16 {
    let (table, near) = (&*TABLE, classes | VOWELS);
    units.iter().map(|unit| u16::from(table.class[usize::from(*unit)] & near == 0)).sum()
}

/// How likely the names are one, by what agrees and what is left.
fn score(x: &[Word], y: &[Word], alignment: &mut Alignment, weights: &Weights) {
    let (mut sum, mut whole, mut worst, mut n) = (0.0_f32, 0.0_f32, 1.0_f32, 0);
    let (mut used_a, mut used_b) = ([false; MAX_WORDS], [false; MAX_WORDS]);
    for link in alignment.links.iter().flatten() {
        for at in 0..link.a.1 {
            used_a[usize::from(link.a.0 + at)] = true;
        }
        for at in 0..link.b.1 {
            used_b[usize::from(link.b.0 + at)] = true;
        }
        let patronymic = x[usize::from(link.a.0)].is_patronymic && y[usize::from(link.b.0)].is_patronymic;
        let weight = if patronymic { link.weight * weights.patronymic } else { link.weight };
        let likeness = 1.0 - weights.cost * f32::from(link.cost) / (link.weight + weights.ground);
        sum += weight * likeness;
        whole += weight;
        if !patronymic {
            worst = worst.min(likeness);
        }
        n += 1;
    }
    let left = |words: &[Word], used: &[bool]| -> f32 {
        let left = words
            .iter()
            .zip(used)
            .filter(|(_, used)| !**used)
            .map(|(word, _)| f32::from(word.weight.max(8)) * if word.is_patronymic { weights.patronymic } else { 1.0 });
        left.sum()
    };
    let (a, b) = (left(x, &used_a), left(y, &used_b));
    let both = a.min(b);
    let more = a.max(b) - both;
    if n == 0 {
        alignment.score = 0.0;
        return;
    }
    let single = n == 1;
    let one_left = if single { weights.one_left_single } else { weights.one_left };
    let mean = sum / (whole + weights.both_left * both + one_left * more);
    let score = mean - weights.worst * (mean - worst).max(0.0);
    let score = if x.len() == 1 && y.len() == 1 { score - weights.short / (whole + 1.0) } else { score };
    alignment.score = score.clamp(0.0, 1.0);
}

/// Readings beyond these are not looked at.
const MAX_CANDIDATES: usize = 64;

/// Possible readings of words as words.
struct Candidates {
    links: [Link; MAX_CANDIDATES],
    n: usize,
}

impl Candidates {
    const fn new() -> Self {
        Self { links: [Link { a: (0, 0), b: (0, 0), cost: 0, weight: 0.0 }; MAX_CANDIDATES], n: 0 }
    }

    fn push(&mut self, link: Link) {
        if self.n < MAX_CANDIDATES {
            self.links[self.n] = link;
            self.n += 1;
        }
    }

    /// The best readings that do not contradict, surest first.
    fn choose(&mut self) -> Alignment {
        let links = &mut self.links[..self.n];
        // What it saves to read them as one.
        let gain = |link: &Link| link.weight - 2.0 * f32::from(link.cost);
        links.sort_unstable_by(|p, q| gain(q).total_cmp(&gain(p)));
        let mut alignment = Alignment { score: 0.0, links: [None; MAX_WORDS] };
        let (mut used_a, mut used_b, mut n) = (0_u32, 0_u32, 0);
        let bits = |(first, count): (u8, u8)| ((1_u32 << count) - 1) << first;
        for link in links.iter() {
            if used_a & bits(link.a) == 0 && used_b & bits(link.b) == 0 && n < MAX_WORDS {
                used_a |= bits(link.a);
                used_b |= bits(link.b);
                alignment.links[n] = Some(*link);
                n += 1;
            }
        }
        alignment
    }
}
