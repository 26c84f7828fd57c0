//! A room of Matrix: `PUT .../send/m.room.message/{transaction}`, the transaction being the alert's key, so that no try doubles it.

use std::time::Duration;

use serde_json::json;

use super::{Kind, Wrong, web};
use crate::channel::parcel::{Occasion, Parcel, Request, Verb, Verdict};
use crate::channel::spec::{Field, SERVER, Shape, TIMEOUT, Values};
use crate::channel::words::{Markup, Room};

const FIELDS: &[Field] = &[
    SERVER,
    Field::required("room", "the room's id, !...:server", Shape::Text),
    Field::required("token", "an access token of a member of the room", Shape::Secret),
    TIMEOUT,
];

pub(super) const KIND: Kind = Kind::new("matrix", "a room of Matrix", FIELDS, web::reach, parcel).checked(check);

/// An event may have 65,536 bytes in all, and holds the words twice.
const ROOM: Room = Room::Bytes(24_000);

fn check(values: &Values) -> Result<(), Wrong> {
    match values.text("room") {
        Some(room) if !room.starts_with('!') => {
            Err(Wrong::new("room", "is no id of a room; valid: what begins with !, as in !abc:example.org"))
        }
        _ => Ok(()),
    }
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let values = occasion.values;
    let room = values.text("room").unwrap_or_default();
    let parts = ["_matrix", "client", "v3", "rooms", room, "send", "m.room.message", &occasion.message.key];
    let body = json!({
        // Not `m.notice`, of which clients tell nobody.
        "msgtype": "m.text",
        "body": occasion.words.body(Markup::Plain, ROOM),
        "format": "org.matrix.custom.html",
        "formatted_body": occasion.words.page(ROOM),
        // Nobody is called by what a headline says.
        "m.mentions": {},
    });
    let request = Request::json(values, web::below(web::url(values), &parts), &body).with_bearer(values.secret("token"));
    Request { verb: Verb::Put, ..request }.judged(judge).into()
}

fn judge(status: u16, body: &str) -> Verdict {
    Verdict::by_limit(status, body, |said| said["retry_after_ms"].as_u64().map(Duration::from_millis))
}
