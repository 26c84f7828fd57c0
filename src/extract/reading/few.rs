//! A short list that stands where its owner stands: most elements have one or two meanings, and room for those need not be asked for.

/// Up to `N` items in place; more in room of their own.
#[derive(Debug, Clone)]
pub(crate) enum Few<T, const N: usize> {
    /// The first of the items, as many as the number says.
    InPlace(u8, [T; N]),
    /// None, or more than fit in place.
    Elsewhere(Vec<T>),
}

impl<T, const N: usize> Few<T, N> {
    /// None.
    pub const fn new() -> Self {
        Self::Elsewhere(Vec::new())
    }
}

impl<T: Copy, const N: usize> Few<T, N> {
    /// Adds an item.
    pub fn push(&mut self, item: T) {
        match self {
            Self::Elsewhere(items) if items.is_empty() => *self = Self::InPlace(1, [item; N]),
            Self::Elsewhere(items) => items.push(item),
            Self::InPlace(n, items) if usize::from(*n) < N => {
                items[usize::from(*n)] = item;
                *n += 1;
            }
            Self::InPlace(_, items) => *self = Self::Elsewhere([items.as_slice(), &[item]].concat()),
        }
    }

    /// Only this one.
    pub const fn of(item: T) -> Self {
        Self::InPlace(1, [item; N])
    }

    /// Adds an item that is not among them yet.
    pub fn push_new(&mut self, item: T)
    where
        T: PartialEq,
    {
        if !self.contains(&item) {
            self.push(item);
        }
    }

    /// Drops every item.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl<T, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const N: usize> std::ops::Deref for Few<T, N> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::InPlace(n, items) => &items[..usize::from(*n)],
            Self::Elsewhere(items) => items,
        }
    }
}

impl<T, const N: usize> std::ops::DerefMut for Few<T, N> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::InPlace(n, items) => &mut items[..usize::from(*n)],
            Self::Elsewhere(items) => items,
        }
    }
}

impl<T: Copy, const N: usize> Extend<T> for Few<T, N> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.push(item));
    }
}

impl<T: Copy, const N: usize> FromIterator<T> for Few<T, N> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut few = Self::new();
        few.extend(items);
        few
    }
}

impl<T: PartialEq, const N: usize> PartialEq for Few<T, N> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<'f, T, const N: usize> IntoIterator for &'f Few<T, N> {
    type Item = &'f T;
    type IntoIter = std::slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_order_wherever_they_stand() {
        let mut few = Few::<u8, 2>::default();
        for n in 0..5 {
            assert_eq!(*few, (0..n).collect::<Vec<_>>()[..]);
            few.push(n);
        }
        few.clear();
        assert!(few.is_empty());
        few.push(7);
        assert_eq!(few, Few::InPlace(1, [7, 9]), "what stands behind the last item is none of them");
    }
}
