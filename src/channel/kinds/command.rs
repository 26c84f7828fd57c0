//! A program that is started for each message: JSON on its standard input.

use std::path::PathBuf;

use super::{Kind, Wrong};
use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};

const FIELDS: &[Field] = &[
    Field::required("command", "a list: the program, then its arguments", Shape::Words),
    Field::optional("timeout", "the longest run; then it is killed and counts as failed", Shape::Seconds(30, 1, 3600)),
];

pub(super) const KIND: Kind =
    Kind::new("command", "JSON on a program's standard input; no shell", FIELDS, |values| Reach::Program(program(values)), parcel)
        .checked(check);

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
    run(occasion, program(occasion.values), occasion.values.words("command").iter().skip(1).cloned().collect())
}

/// A program that gets the message on its standard input.
pub(super) fn run(occasion: &Occasion<'_>, program: PathBuf, args: Vec<String>) -> Parcel {
    let (input, key) = (format!("{}\n", occasion.message.line), occasion.message.key.clone());
    Parcel::Run { program, args, input, key, timeout: occasion.values.duration("timeout") }
}
