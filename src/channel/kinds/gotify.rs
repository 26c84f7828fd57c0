//! A server of Gotify: `POST /message` with an application's token.

use serde_json::json;

use super::{Kind, web};
use crate::channel::parcel::{Occasion, Parcel, Request};
use crate::channel::spec::{Field, SERVER, Shape, TIMEOUT};
use crate::channel::words::{Markup, Room};

const FIELDS: &[Field] = &[SERVER, Field::required("token", "an application's token", Shape::Secret), TIMEOUT];

pub(super) const KIND: Kind = Kind::new("gotify", "a server of Gotify", FIELDS, web::reach, parcel);

/// It sets no limit; a telephone does.
const ROOM: Room = Room::Chars(8_000);

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let (values, words) = (occasion.values, occasion.words);
    let mut body = json!({
        "title": words.title(),
        "message": words.body(Markup::Markdown, ROOM),
        // From 0 to 10; a telephone rings from 4 on, and shows itself from 8 on.
        "priority": words.graded([2, 5, 7, 9]),
        "extras": {"client::display": {"contentType": "text/markdown"}},
    });
    if let Some(link) = words.link() {
        body["extras"]["client::notification"] = json!({"click": {"url": link}});
    }
    let request = Request::json(values, web::below(web::url(values), &["message"]), &body);
    request.with_header("x-gotify-key", values.exposed("token").to_owned()).into()
}
