//! A program that is started for each message: JSON on its standard input.

use std::path::PathBuf;

use super::{Kind, Wrong};
use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};

pub(super) const KIND: Kind = Kind {
    name: "command",
    about: "JSON on a program's standard input; no shell",
    fields: &[
        Field::required("command", "a list: the program, then its arguments", Shape::Words),
        Field::optional("timeout", "the longest run; then it is killed and counts as failed", Shape::Seconds(30, 1, 3600)),
    ],
    check,
    reach: |values| Reach::Program(program(values)),
    parcel,
};

fn program(values: &Values) -> PathBuf {
    values.words("command").first().map(PathBuf::from).unwrap_or_default()
}

fn check(values: &Values) -> Result<(), Wrong> {
    if program(values).as_os_str().is_empty() {
        return Err(Wrong::new("command", "names no program; valid: a list: the program, then its arguments"));
    }
    Ok(())
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    Parcel::Run {
        program: program(occasion.values),
        args: occasion.values.words("command").iter().skip(1).cloned().collect(),
        input: format!("{}\n", occasion.message.line),
        key: occasion.message.key.clone(),
        timeout: occasion.values.duration("timeout"),
    }
}
