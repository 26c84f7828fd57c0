//! A line in the daemon's own log.

use super::{Kind, all_good};
use crate::channel::parcel::{Parcel, Reach};

pub(super) const KIND: Kind = Kind {
    name: "log",
    about: "a line in the daemon's log",
    fields: &[],
    check: all_good,
    reach: |_| Reach::Nothing,
    parcel: |occasion| Parcel::Log { title: occasion.words.title(), line: occasion.message.line.clone() },
};
