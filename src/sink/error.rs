//! Why an alert did not get out.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use crate::net::{self, FetchError};

/// What went wrong with a delivery, in words for a person.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The channel's settings cannot work.
    #[error("channel {channel:?} cannot be used: {reason}")]
    Settings {
        /// The channel.
        channel: String,
        /// What is wrong.
        reason: String,
    },
    /// The file could not be written.
    #[error("could not append to {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// What stands at the path is no file.
    #[error("{} is {what}, not a file to append to", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// The webhook's receiver could not be reached.
    #[error("channel {channel:?} was not reached")]
    Unreached {
        /// The channel.
        channel: String,
        /// Why.
        #[source]
        source: FetchError,
    },
    /// The webhook's receiver did not take the alert.
    #[error("{url} answered {status}{}", quoted(said))]
    Refused {
        /// The receiver's origin; the rest of its address may be a secret.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of its answer, on one line.
        said: String,
        /// When to come back, from now, if it says so.
        retry_after: Option<Duration>,
        /// Whether it will never take it.
        is_final: bool,
    },
    /// The mail server did not take the mail, or was not reached.
    #[error("the mail server {host} did not take it")]
    Mail {
        /// The server's name.
        host: String,
        /// Its words, or the network's.
        #[source]
        source: Box<lettre::transport::smtp::Error>,
    },
    /// The socket took nothing.
    #[error("could not write to the socket {}", path.display())]
    Socket {
        /// The socket.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// The program could not be run.
    #[error("could not run {}", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// The program failed.
    #[error("{} ended with {status}{}", program.display(), quoted(said))]
    Failed {
        /// The program.
        program: PathBuf,
        /// How it ended.
        status: ExitStatus,
        /// The end of its standard error, on one line.
        said: String,
    },
    /// The program took too long and was killed.
    #[error("{} was killed after {after:?}{}", program.display(), quoted(said))]
    TimedOut {
        /// The program.
        program: PathBuf,
        /// The limit.
        after: Duration,
        /// The end of its standard error, on one line.
        said: String,
    },
}

/// What can be done about a failed delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// Try again later.
    Retry {
        /// When, from now, if the receiver says so.
        after: Option<Duration>,
    },
    /// It will never work as it is: a person must look.
    Permanent,
}

impl SinkError {
    /// What can be done about it. A receiver that answers with an error may be in repair, so nearly all is tried again.
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::Settings { .. } | Self::NotAFile { .. } | Self::Refused { is_final: true, .. } => ErrorClass::Permanent,
            Self::Refused { retry_after, .. } => ErrorClass::Retry { after: *retry_after },
            Self::Unreached { source, .. } => match source.class() {
                net::ErrorClass::Permanent | net::ErrorClass::Gone => ErrorClass::Permanent,
                net::ErrorClass::Transient => ErrorClass::Retry { after: None },
                net::ErrorClass::Limited { retry_after } => ErrorClass::Retry { after: retry_after },
            },
            Self::File { .. }
            | Self::Mail { .. }
            | Self::Socket { .. }
            | Self::Run { .. }
            | Self::Failed { .. }
            | Self::TimedOut { .. } => ErrorClass::Retry { after: None },
        }
    }
}

/// Characters of somebody else's words that are shown.
const MAX_SAID: usize = 300;

/// Somebody else's words on one line, without controls, cut at the end (`Keep::Start`) or at the beginning (`Keep::End`).
pub(super) fn one_line(text: &str, keep: Keep) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    let n_chars = line.chars().count();
    match keep {
        Keep::Start => line.chars().take(MAX_SAID).collect(),
        Keep::End => line.chars().skip(n_chars.saturating_sub(MAX_SAID)).collect(),
    }
}

/// Which end of a text matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Start,
    End,
}

fn quoted(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(" and said {said:?}") }
}
