//! The system's log, by its socket: a line as RFC 3164 tells of it, which every reader of `/dev/log` takes, or after RFC 5424.

use super::{Kind, socket};
use crate::channel::parcel::{Occasion, Parcel};
use crate::channel::spec::{Field, Shape};

const FIELDS: &[Field] = &[
    Field::optional("socket", "the socket, /dev/log where nothing is said", Shape::Path),
    Field::optional("format", "how a line begins", Shape::Choice(&["rfc3164", "rfc5424"])),
];

pub(super) const KIND: Kind =
    Kind::new("syslog", "the system's log, by its socket", FIELDS, |values| socket::reach(values, SOCKET), parcel);

const SOCKET: &str = "/dev/log";
/// The facility of daemons.
const DAEMON: u8 = 3;
/// Longer datagrams are cut or refused by some readers.
const MAX_BYTES: usize = 8 * 1024;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let priority = DAEMON * 8 + socket::level(occasion);
    let head = if occasion.values.text("format") == Some("rfc5424") {
        // No name of the machine, no process, no structured data; the mark says that UTF-8 follows.
        let at = occasion.now.strftime("%Y-%m-%dT%H:%M:%S.%6fZ");
        format!("<{priority}>1 {at} - rasid - alert - \u{feff}")
    } else {
        format!("<{priority}>{} rasid: ", occasion.zone.to_datetime(occasion.now).strftime("%b %e %H:%M:%S"))
    };
    let mut line = format!("{head}{}", occasion.words.title());
    let object = format!(" {}", occasion.message.line);
    if line.len() + object.len() <= MAX_BYTES {
        line.push_str(&object);
    }
    socket::parcel(occasion, SOCKET, line.into_bytes())
}
