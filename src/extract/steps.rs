//! What was decided on the way to a report, in words only where anybody asks: most reports are never explained.

/// The decisions that led to a report, in order.
#[derive(Debug, Clone)]
pub(crate) struct Steps {
    is_asked: bool,
    told: Vec<String>,
}

impl Steps {
    /// None yet; `is_asked` says whether anybody wants to know them.
    pub const fn new(is_asked: bool) -> Self {
        Self { is_asked, told: Vec::new() }
    }

    /// Adds a decision.
    pub fn tell(&mut self, words: impl FnOnce() -> String) {
        if self.is_asked {
            self.told.push(words());
        }
    }

    /// The decisions, a line each; none where nobody asked.
    pub fn into_lines(self) -> Vec<String> {
        self.told
    }
}
