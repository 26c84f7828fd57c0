//! systemd's journal, by its native protocol: fields that `journalctl RASID_KEY=...` finds.

use std::path::{Path, PathBuf};

use super::syslog::level;
use super::{Kind, all_good};
use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};

pub(super) const KIND: Kind = Kind {
    name: "journal",
    about: "systemd's journal, with fields of its own",
    fields: &[Field::optional("socket", "the socket, /run/systemd/journal/socket where nothing is said", Shape::Path)],
    check: all_good,
    reach: |values| Reach::Socket(socket(values)),
    parcel,
};

fn socket(values: &Values) -> PathBuf {
    values.path("socket").unwrap_or(Path::new("/run/systemd/journal/socket")).to_owned()
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let words = occasion.words;
    let fields = [
        ("MESSAGE", words.title()),
        ("PRIORITY", level(words.severity()).to_string()),
        ("SYSLOG_IDENTIFIER", "rasid".to_owned()),
        ("RASID_KEY", occasion.message.key.clone()),
        ("RASID_CHANNEL", occasion.channel.to_owned()),
        ("RASID_ALERT", occasion.message.line.clone()),
    ];
    let mut bytes = Vec::new();
    fields.iter().for_each(|(name, value)| write_field(&mut bytes, name, value));
    Parcel::Datagram { socket: socket(occasion.values), bytes }
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
