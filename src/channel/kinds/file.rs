//! A file that grows by one JSON object a line, put aside when it is full.

use std::path::Path;

use super::Kind;
use crate::channel::parcel::{Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};

const FIELDS: &[Field] = &[
    Field::required("path", "a file to append to", Shape::Path),
    Field::optional("max_size", "the size at which the file is put aside as FILE.1; 0 for never", Shape::Bytes(0, 0, u64::MAX >> 1)),
    Field::optional("keep", "how many files put aside are kept", Shape::Integer(5, 1, 1000)),
];

pub(super) const KIND: Kind = Kind::new("file", "one JSON object a line, appended to a file, which is rotated", FIELDS, reach, parcel);

fn reach(values: &Values) -> Reach {
    values.path("path").map_or(Reach::Nothing, |path| Reach::File(path.to_owned()))
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    Parcel::Append {
        path: occasion.values.path("path").map(Path::to_owned).unwrap_or_default(),
        line: occasion.message.line.clone(),
        max_bytes: occasion.values.number("max_size"),
        keep: occasion.values.number("keep"),
    }
}
