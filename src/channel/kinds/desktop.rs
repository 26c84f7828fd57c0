//! A notification on the desktop of this machine, by `notify-send`.

use std::path::PathBuf;

use super::{Kind, command};
use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};
use crate::channel::words::{Markup, Room};

const FIELDS: &[Field] = &[
    Field::optional("program", "the program that shows it, with notify-send's options", Shape::Text),
    Field::optional("timeout", "the longest run", Shape::Seconds(10, 1, 300)),
];

pub(super) const KIND: Kind =
    Kind::new("desktop", "a notification on this desktop, by notify-send", FIELDS, |values| Reach::Program(program(values)), parcel);

/// What a notification shows at most.
const ROOM: Room = Room::Chars(600);

fn program(values: &Values) -> PathBuf {
    PathBuf::from(values.text("program").unwrap_or("notify-send"))
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let urgency = occasion.words.graded(["low", "normal", "normal", "critical"]);
    let args = [
        "--app-name=rasid".to_owned(),
        format!("--urgency={urgency}"),
        // What follows is text, whatever it begins with.
        "--".to_owned(),
        occasion.words.title(),
        // Servers of notifications read a little HTML, and notify-send reads `\074` and its like in a body before them.
        occasion.words.body(Markup::Html, ROOM).replace('\\', r"\\"),
    ];
    command::run(occasion, program(occasion.values), args.to_vec())
}
