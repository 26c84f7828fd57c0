//! A notification on the desktop of this machine, by `notify-send`.

use std::path::PathBuf;

use super::{Kind, all_good};
use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};
use crate::channel::words::Markup;
use crate::model::Severity;

pub(super) const KIND: Kind = Kind {
    name: "desktop",
    about: "a notification on this desktop, by notify-send",
    fields: &[
        Field::optional("program", "the program that shows it, with notify-send's options", Shape::Text),
        Field::optional("timeout", "the longest run", Shape::Seconds(10, 1, 300)),
    ],
    check: all_good,
    reach: |values| Reach::Program(program(values)),
    parcel,
};

/// Characters of the text that a notification shows at most.
const MAX_CHARS: usize = 600;

fn program(values: &Values) -> PathBuf {
    PathBuf::from(values.text("program").unwrap_or("notify-send"))
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let urgency = match occasion.words.severity() {
        Severity::Low => "low",
        Severity::Normal | Severity::High => "normal",
        Severity::Critical => "critical",
    };
    let args = [
        "--app-name=rasid".to_owned(),
        format!("--urgency={urgency}"),
        // What follows is text, whatever it begins with.
        "--".to_owned(),
        occasion.words.title(),
        // Servers of notifications read a little HTML.
        occasion.words.body(Markup::Html, MAX_CHARS),
    ];
    Parcel::Run {
        program: program(occasion.values),
        args: args.to_vec(),
        input: format!("{}\n", occasion.message.line),
        key: occasion.message.key.clone(),
        timeout: occasion.values.duration("timeout"),
    }
}
