//! systemd's journal, by its native protocol: fields that `journalctl RASID_KEY=...` finds.

use super::{Kind, socket};
use crate::channel::parcel::{Occasion, Parcel};
use crate::channel::spec::{Field, Shape};

const FIELDS: &[Field] = &[Field::optional("socket", "the socket, /run/systemd/journal/socket where nothing is said", Shape::Path)];

pub(super) const KIND: Kind =
    Kind::new("journal", "systemd's journal, with fields of its own", FIELDS, |values| socket::reach(values, SOCKET), parcel);

const SOCKET: &str = "/run/systemd/journal/socket";
/// What is longer fits into no datagram of most machines.
const MAX_BYTES: usize = 128 * 1024;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let fields = [
        ("MESSAGE", occasion.words.title()),
        ("PRIORITY", socket::level(occasion).to_string()),
        ("SYSLOG_IDENTIFIER", "rasid".to_owned()),
        ("RASID_KEY", occasion.message.key.clone()),
        ("RASID_CHANNEL", occasion.channel.to_owned()),
    ];
    let mut bytes = Vec::new();
    fields.iter().for_each(|(name, value)| write_field(&mut bytes, name, value));
    if bytes.len() + occasion.message.line.len() <= MAX_BYTES {
        write_field(&mut bytes, "RASID_ALERT", &occasion.message.line);
    }
    socket::parcel(occasion, SOCKET, bytes)
}

/// `NAME=value` and a newline; a value that has one itself stands after its length in 64 bits, the low ones first.
fn write_field(bytes: &mut Vec<u8>, name: &str, value: &str) {
    bytes.extend_from_slice(name.as_bytes());
    if value.contains('\n') {
        bytes.push(b'\n');
        bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
    } else {
        bytes.push(b'=');
    }
    bytes.extend_from_slice(value.as_bytes());
    bytes.push(b'\n');
}
