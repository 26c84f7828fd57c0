//! What can go wrong with a request, in words for a person and in classes for a decision.

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use super::address::Refusal;
use super::cause::Cause;
use crate::model::FailureKind;

/// Why a request brought no answer. Addresses are printed without their password.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address cannot be used.
    #[error("cannot fetch {url}: {reason}")]
    Address {
        /// The address.
        url: Box<str>,
        /// What is wrong with it.
        reason: Box<str>,
    },
    /// The address filter refused it.
    #[error("refused to contact {url}")]
    Blocked {
        /// The address.
        url: Box<str>,
        /// Why.
        #[source]
        refusal: Refusal,
    },
    /// The host's name did not resolve.
    #[error("could not resolve the name of {url}")]
    Dns {
        /// The address.
        url: Box<str>,
        /// The resolver's words.
        #[source]
        cause: Cause,
    },
    /// Nobody listens, or the connection broke.
    #[error("could not connect to {url}, or the connection broke")]
    Connect {
        /// The address.
        url: Box<str>,
        /// The network's words.
        #[source]
        cause: Cause,
    },
    /// No complete answer in time.
    #[error("no complete answer from {url} within {after:?}")]
    Timeout {
        /// The address.
        url: Box<str>,
        /// The limit.
        after: Duration,
    },
    /// The TLS handshake failed.
    #[error("no secure connection to {url}")]
    Tls {
        /// The address.
        url: Box<str>,
        /// The TLS library's words.
        #[source]
        cause: Cause,
    },
    /// https was asked for on a machine without certificate authorities.
    #[error(
        "no secure connection to {url}: this machine has no certificate authorities; install the package ca-certificates or point SSL_CERT_FILE at a bundle"
    )]
    NoAuthorities {
        /// The address.
        url: Box<str>,
    },
    /// The server answered with an error status.
    #[error("{url} answered {}", Words(*.status))]
    Status {
        /// The address.
        url: Box<str>,
        /// The status.
        status: u16,
    },
    /// The server asked to slow down.
    #[error("{url} answered {} and asks to slow down{}", Words(*.status), Wait(*.retry_after))]
    Limited {
        /// The address.
        url: Box<str>,
        /// The status, 429 or 503.
        status: u16,
        /// When to come back, from now, if the server says so.
        retry_after: Option<Duration>,
    },
    /// The address is gone for good.
    #[error("{url} is gone for good (410)")]
    Gone {
        /// The address.
        url: Box<str>,
    },
    /// More bytes than allowed.
    #[error("{url} is too large: more than {limit_bytes} bytes {size}")]
    TooLarge {
        /// The address.
        url: Box<str>,
        /// The limit.
        limit_bytes: usize,
        /// Which size passed it.
        size: Size,
    },
    /// Too many redirects, a loop, or one that leads nowhere.
    #[error("{url} redirects badly: {reason}")]
    Redirect {
        /// The address that was asked first.
        url: Box<str>,
        /// What is wrong.
        reason: Box<str>,
    },
    /// The answer broke the protocol or its encoding.
    #[error("the answer of {url} is broken")]
    Protocol {
        /// The address.
        url: Box<str>,
        /// In which way.
        #[source]
        cause: Cause,
    },
    /// robots.txt forbids it.
    #[error("robots.txt forbids {url} (rule {rule:?})")]
    Robots {
        /// The address.
        url: Box<str>,
        /// The pattern of the rule that forbids it.
        rule: Box<str>,
    },
    /// robots.txt could not be had, which forbids the whole host for a while.
    #[error("cannot tell whether {url} may be fetched, as robots.txt is unreachable")]
    RobotsUnreachable {
        /// The address.
        url: Box<str>,
        /// What came of robots.txt.
        #[source]
        cause: Cause,
        /// When to come back, where the server says so.
        retry_after: Option<Duration>,
    },
    /// A challenge for browsers stands before the address.
    #[error("{url} shows a challenge for browsers ({guard})")]
    Challenge {
        /// The address.
        url: Box<str>,
        /// Who guards it.
        guard: &'static str,
    },
    /// No bytes.
    #[error("{url} answered with no bytes")]
    Empty {
        /// The address.
        url: Box<str>,
    },
    /// The client itself cannot be set up or told what to send.
    #[error("the HTTP client cannot be used: {reason}")]
    Setup {
        /// What is wrong.
        reason: Box<str>,
    },
}

/// Which size of a body passed its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// `Content-Length` announces it; nothing was read.
    Declared,
    /// As it came over the wire.
    Wire,
    /// After decoding.
    Decoded,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Declared => "announced",
            Self::Wire => "sent",
            Self::Decoded => "after decoding",
        })
    }
}

/// What can be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// The same request may well succeed later.
    Transient,
    /// The same request meets the same answer until somebody changes something.
    Permanent,
    /// The server says that it is gone for good.
    Gone,
    /// The server asks to come back later.
    Limited {
        /// When, from now, if it says so.
        retry_after: Option<Duration>,
    },
}

impl FetchError {
    /// What kind of failure this is, as it is stored and shown.
    pub const fn kind(&self) -> FailureKind {
        match self {
            Self::Address { .. } => FailureKind::Address,
            Self::Blocked { .. } => FailureKind::Blocked,
            Self::Dns { .. } => FailureKind::Dns,
            Self::Connect { .. } => FailureKind::Connect,
            Self::Timeout { .. } => FailureKind::Timeout,
            Self::Tls { .. } | Self::NoAuthorities { .. } => FailureKind::Tls,
            Self::Status { .. } => FailureKind::HttpStatus,
            Self::Limited { .. } => FailureKind::Limited,
            Self::Gone { .. } => FailureKind::Gone,
            Self::TooLarge { .. } => FailureKind::TooLarge,
            Self::Redirect { .. } => FailureKind::Redirect,
            Self::Protocol { .. } => FailureKind::Protocol,
            Self::Robots { .. } | Self::RobotsUnreachable { .. } => FailureKind::Robots,
            Self::Challenge { .. } => FailureKind::Challenge,
            Self::Empty { .. } => FailureKind::Empty,
            Self::Setup { .. } => FailureKind::Internal,
        }
    }

    /// What can be done about it.
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::Limited { retry_after, .. } | Self::RobotsUnreachable { retry_after: retry_after @ Some(_), .. } => {
                ErrorClass::Limited { retry_after: *retry_after }
            }
            Self::Gone { .. } => ErrorClass::Gone,
            Self::Status { status, .. } => match status {
                408 | 421 | 425 | 500.. => ErrorClass::Transient,
                _ => ErrorClass::Permanent,
            },
            Self::Address { .. }
            | Self::Blocked { .. }
            | Self::TooLarge { .. }
            | Self::Redirect { .. }
            | Self::Robots { .. }
            | Self::Challenge { .. }
            | Self::Setup { .. } => ErrorClass::Permanent,
            Self::Dns { .. }
            | Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::Tls { .. }
            | Self::NoAuthorities { .. }
            | Self::Protocol { .. }
            | Self::RobotsUnreachable { .. }
            | Self::Empty { .. } => ErrorClass::Transient,
        }
    }
}

/// A status with the words that belong to it.
struct Words(u16);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match StatusCode::from_u16(self.0).ok().and_then(|status| status.canonical_reason()) {
            Some(words) => write!(f, "{} {words}", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}

/// The time a server asks for.
struct Wait(Option<Duration>);

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |wait| write!(f, " for {} s", wait.as_secs()))
    }
}
