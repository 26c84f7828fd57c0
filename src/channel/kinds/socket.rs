//! What the logs of the system share: a socket, and how urgent a line is.

use std::path::{Path, PathBuf};

use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::Values;

/// The socket of a kind, or the usual one.
fn path(values: &Values, usual: &str) -> PathBuf {
    values.path("socket").unwrap_or(Path::new(usual)).to_owned()
}

/// What a kind needs to be there.
pub(super) fn reach(values: &Values, usual: &str) -> Reach {
    Reach::Socket(path(values, usual))
}

/// A datagram to it.
pub(super) fn parcel(occasion: &Occasion<'_>, usual: &str, bytes: Vec<u8>) -> Parcel {
    Parcel::Datagram { socket: path(occasion.values, usual), bytes }
}

/// The severity of syslog: informational, notice, warning, critical.
pub(super) fn level(occasion: &Occasion<'_>) -> u8 {
    occasion.words.graded([6, 5, 4, 2])
}
