//! A file that grows by one JSON object a line, put aside when it is full.

use super::{Kind, all_good};
use crate::channel::parcel::{Parcel, Reach};
use crate::channel::spec::{Field, Shape};

pub(super) const KIND: Kind = Kind {
    name: "file",
    about: "one JSON object a line, appended to a file, which is rotated",
    fields: &[
        Field::required("path", "a file to append to", Shape::Path),
        Field::optional("max_size", "the size at which the file is put aside as FILE.1; 0 for never", Shape::Bytes(0, 0, u64::MAX >> 1)),
        Field::optional("keep", "how many files put aside are kept", Shape::Integer(5, 1, 1000)),
    ],
    check: all_good,
    reach: |values| values.path("path").map_or(Reach::Nothing, |path| Reach::File(path.to_owned())),
    parcel: |occasion| Parcel::Append {
        path: occasion.values.path("path").map(std::path::Path::to_owned).unwrap_or_default(),
        line: occasion.message.line.clone(),
        max_bytes: occasion.values.number("max_size"),
        keep: occasion.values.number("keep"),
    },
};
