//! Precision and recall of the name matcher on pairs whose answer is known.

use crate::names::{Name, score};

/// Two names, whether they are one, and what the matcher says.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Whether they are one name.
    pub same: bool,
    /// One name …
    pub a: String,
    /// … and the other.
    pub b: String,
    /// 0 to 1.
    pub score: f32,
}

/// Precision and recall from a threshold on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precise {
    /// The least score that counts as one name.
    pub threshold: f32,
    /// Part of those taken for one that are; 1 where none is.
    pub precision: f64,
    /// Part of those that are one that are taken for it; 0 where there are none.
    pub recall: f64,
}

/// Reads lines of `1` or `0`, a name and another, split by tabs.
///
/// # Errors
/// The first line that is none, with its number.
pub fn pairs(text: &str) -> Result<Vec<Pair>, String> {
    let read = |(at, line): (usize, &str)| {
        let mut fields = line.split('\t');
        let (Some(label @ ("0" | "1")), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(format!("line {}: not 0 or 1 and two names, split by tabs", at + 1));
        };
        Ok(Pair { same: label == "1", a: a.to_owned(), b: b.to_owned(), score: score(&Name::of(a), &Name::of(b)) })
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
}

/// Precision and recall where scores from `threshold` on count as one name.
pub fn at_threshold(threshold: f32, pairs: &[Pair]) -> Precise {
    let count = |test: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| test(pair)).count();
    let right = count(&|pair| pair.same && threshold <= pair.score);
    let taken = count(&|pair| threshold <= pair.score);
    let same = count(&|pair| pair.same);
    let part = |n: usize, of: usize, none: f64| if of == 0 { none } else { n as f64 / of as f64 };
    Precise { threshold, precision: part(right, taken, 1.0), recall: part(right, same, 0.0) }
}

/// The lowest threshold from which precision is at least as asked, which gives the best recall.
pub fn recall_at(precision: f64, pairs: &[Pair]) -> Precise {
    let mut order: Vec<&Pair> = pairs.iter().collect();
    order.sort_by(|p, q| q.score.total_cmp(&p.score));
    let (mut right, mut lowest) = (0_usize, None);
    for (at, pair) in order.iter().enumerate() {
        right += usize::from(pair.same);
        let is_last_of_score = order.get(at + 1).is_none_or(|next| next.score < pair.score);
        if is_last_of_score && precision <= right as f64 / (at + 1) as f64 {
            lowest = Some(pair.score);
        }
    }
    at_threshold(lowest.unwrap_or(f32::INFINITY), pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(same: bool, score: f32) -> Pair {
        Pair { same, a: String::new(), b: String::new(), score }
    }

    #[test]
    fn the_lowest_threshold_that_is_precise_enough_is_found() {
        let pairs = [pair(true, 0.9), pair(true, 0.8), pair(false, 0.5), pair(true, 0.5), pair(false, 0.1)];
        let found = recall_at(0.75, &pairs);
        assert_eq!((found.threshold, found.precision, found.recall), (0.5, 0.75, 1.0));
        assert_eq!(recall_at(0.95, &pairs).threshold, 0.8);
        assert_eq!(recall_at(0.95, &[pair(false, 1.0)]).recall, 0.0);
    }

    #[test]
    fn lines_are_read_or_refused_by_number() {
        assert_eq!(pairs("1\tAnna\tAnna\n\n0\tAnna\tOtto\n").unwrap().len(), 2);
        assert!(pairs("1\tAnna\tAnna\n2\tx\ty\n").unwrap_err().starts_with("line 2"));
    }
}
