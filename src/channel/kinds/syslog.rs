//! The system's log, by its socket: a line after RFC 3164, as every reader of `/dev/log` takes it.

use super::{Kind, all_good};
use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};
use crate::model::Severity;

pub(super) const KIND: Kind = Kind {
    name: "syslog",
    about: "the system's log, by its socket",
    fields: &[Field::optional("socket", "the socket, /dev/log where nothing is said", Shape::Path)],
    check: all_good,
    reach: |values| Reach::Socket(socket(values)),
    parcel,
};

/// The facility of daemons.
const DAEMON: u8 = 3;
/// Longer datagrams are cut or refused by some readers.
const MAX_BYTES: usize = 8 * 1024;

fn socket(values: &Values) -> std::path::PathBuf {
    values.path("socket").unwrap_or(std::path::Path::new("/dev/log")).to_owned()
}

/// The severity of syslog.
pub(super) const fn level(severity: Severity) -> u8 {
    match severity {
        Severity::Low => 6,
        Severity::Normal => 5,
        Severity::High => 4,
        Severity::Critical => 2,
    }
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let words = occasion.words;
    let at = occasion.now.strftime("%b %e %H:%M:%S");
    let priority = DAEMON * 8 + level(words.severity());
    let mut line = format!("<{priority}>{at} rasid: {}", words.title());
    let object = format!(" {}", occasion.message.line);
    if line.len() + object.len() <= MAX_BYTES {
        line.push_str(&object);
    }
    Parcel::Datagram { socket: socket(occasion.values), bytes: line.into_bytes() }
}
