//! A room of Matrix: `PUT .../send/m.room.message/{transaction}`, the transaction being the alert's key, so that no try doubles it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Kind, all_good, below, web};
use crate::channel::parcel::{Occasion, Parcel, Request, Verb, Verdict};
use crate::channel::spec::{Field, Shape, TIMEOUT};
use crate::channel::words::Markup;

pub(super) const KIND: Kind = Kind {
    name: "matrix",
    about: "a room of Matrix",
    fields: &[
        Field::required("url", "the homeserver's address", Shape::Url),
        Field::required("room", "the room's id, !...:server", Shape::Text),
        Field::required("token", "an access token of a member of the room", Shape::Secret),
        TIMEOUT,
    ],
    check: all_good,
    reach: web,
    parcel,
};

/// An event may have 64 KiB in all.
const MAX_CHARS: usize = 8_000;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let values = occasion.values;
    let room = values.text("room").unwrap_or_default();
    let url = below(values, &["_matrix", "client", "v3", "rooms", room, "send", "m.room.message", &occasion.message.key]);
    let body = json!({
        "msgtype": "m.text",
        "body": occasion.words.body(Markup::Plain, MAX_CHARS),
        "format": "org.matrix.custom.html",
        "formatted_body": occasion.words.page(MAX_CHARS),
    });
    let mut request = Request::json(values, url, &body).with_header("authorization", format!("Bearer {}", values.exposed("token")));
    request.verb = Verb::Put;
    request.judge = judge;
    Parcel::Request(Box::new(request))
}

fn judge(status: u16, body: &str) -> Verdict {
    let wait = || serde_json::from_str::<Value>(body).ok()?.get("retry_after_ms")?.as_u64();
    match status {
        429 => Verdict::Later(wait().map(Duration::from_millis)),
        _ => Verdict::by_status(status, body),
    }
}
