//! A line in the daemon's own log.

use super::Kind;
use crate::channel::parcel::{Occasion, Parcel, Reach};

pub(super) const KIND: Kind = Kind::new("log", "a line in the daemon's log", &[], |_| Reach::Nothing, parcel);

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    Parcel::Log { title: occasion.words.title(), line: occasion.message.line.clone() }
}
