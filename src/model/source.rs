//! Which accounts come from one source: the same outlet, or a text that one took from the other.

/// What a text says in short: of texts that hardly differ the fingerprints hardly differ. 64 bits, compared bit by bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub u64);

/// In how many bits the fingerprints of a dispatch and its copies may differ. Independent texts differ in about 32; copies with
/// another headline, dateline or closing line in a dozen at most.
const MOST_BITS: u32 = 12;

impl Fingerprint {
    /// Whether one text is, but for small changes, the other.
    pub const fn is_alike(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= MOST_BITS
    }
}

/// Who carries an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    /// The outlet, or the agency whose text it carries; an article without either is a source of its own.
    pub outlet: Option<&'a str>,
    /// The article's row id.
    pub article: i64,
    /// The article's fingerprint, where it is long enough to have one.
    pub fingerprint: Option<Fingerprint>,
}

impl Source<'_> {
    fn is_same(&self, other: &Self) -> bool {
        let same_outlet = self.outlet.is_some() && self.outlet == other.outlet;
        let copied = self.fingerprint.zip(other.fingerprint).is_some_and(|(a, b)| a.is_alike(b));
        self.article == other.article || same_outlet || copied
    }
}

/// The number of the independent source to which each account belongs, counted from 0 in order of the sources' first accounts.
/// Accounts that are joined through a third are one source.
pub fn independent(sources: &[Source<'_>]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..sources.len()).collect();
    for (index, source) in sources.iter().enumerate() {
        for other in 0..index {
            if sources[other].is_same(source) && group[other] != group[index] {
                let (from, to) = (group[index].max(group[other]), group[index].min(group[other]));
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let mut firsts: Vec<usize> = group.clone();
    firsts.sort_unstable();
    firsts.dedup();
    group.into_iter().map(|g| firsts.binary_search(&g).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_outlets_are_one_source() {
        let source = |outlet, article, bits: u64| Source { outlet, article, fingerprint: Some(Fingerprint(bits)) };
        let far = u64::MAX / 3;
        let all = [
            source(Some("a"), 1, 0),
            source(Some("b"), 2, far),
            source(Some("a"), 3, u64::MAX),
            source(Some("c"), 4, far ^ 0b1111),
            source(None, 5, far.rotate_left(7) ^ 0xffff_0000),
        ];
        assert_eq!(independent(&all), [0, 1, 0, 1, 2]);
        assert_eq!(independent(&[]), [] as [usize; 0]);
        let bare = |article| Source { outlet: None, article, fingerprint: None };
        assert_eq!(independent(&[bare(1), bare(2), bare(1)]), [0, 1, 0]);
    }
}
