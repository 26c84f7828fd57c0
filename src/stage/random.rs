//! The seam to chance: whoever needs a random number is handed a [`Random`].

/// Gives random numbers. The only two implementations are the machine's and the fixed one of tests.
pub trait Random: Send + Sync {
    /// A number from 0 (inclusive) to 1 (exclusive).
    fn fraction(&self) -> f64;
}

/// The machine's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fraction(&self) -> f64 {
        rand::random()
    }
}

/// Always the same number.
#[derive(Debug, Clone, Copy, Default)]
pub struct FixedRandom(pub f64);

impl Random for FixedRandom {
    fn fraction(&self) -> f64 {
        self.0
    }
}
