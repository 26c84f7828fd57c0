//! Why bytes are not a feed.

use crate::model::FailureKind;

/// Why bytes gave no feed. Each kind asks for a different reaction, see [`FeedError::kind`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// There is nothing but white space.
    #[error("there is nothing in it")]
    Empty,
    /// A web page where a feed was expected; its feed may be found with [`super::discover()`].
    #[error("this is a web page, not a feed")]
    Html,
    /// A page that wants a browser to prove itself, or a person to agree to something.
    #[error("this is a challenge page ({sign}), not a feed")]
    Challenge {
        /// Who put it there, as far as its text tells.
        sign: &'static str,
    },
    /// Something else that is no feed.
    #[error("this is not a feed: {found}")]
    NotAFeed {
        /// What it looks like, in words.
        found: String,
    },
    /// It is compressed, and larger than it may be.
    #[error("it is compressed, and unpacked it has more than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: usize,
    },
    /// It claims to be a feed and could not be read, repaired or not.
    #[error("the feed could not be parsed: {reason}")]
    Parse {
        /// The parser's words.
        reason: String,
    },
}

impl FeedError {
    /// The kind under which the failure is stored and shown.
    pub const fn kind(&self) -> FailureKind {
        match self {
            Self::Empty => FailureKind::Empty,
            Self::Html | Self::NotAFeed { .. } => FailureKind::NotAFeed,
            Self::Challenge { .. } => FailureKind::Challenge,
            Self::TooLarge { .. } => FailureKind::TooLarge,
            Self::Parse { .. } => FailureKind::Parse,
        }
    }
}
