//! A topic of ntfy: JSON to the server's root. Not in Markdown, which not all of its apps can read.

use serde_json::json;
use url::Url;

use super::{Kind, web};
use crate::channel::parcel::{Occasion, Parcel, Reach, Request};
use crate::channel::spec::{Field, Shape, TIMEOUT, Values};
use crate::channel::words::{Markup, Room};

const FIELDS: &[Field] = &[
    Field::required("topic", "the topic", Shape::SecretWord),
    Field::optional("url", "the server, https://ntfy.sh where nothing is said", Shape::Url),
    Field::optional("token", "an access token", Shape::Secret),
    TIMEOUT,
];

pub(super) const KIND: Kind = Kind::new("ntfy", "a topic of ntfy", FIELDS, |values| Reach::Web(server(values), ""), parcel);

/// A longer message becomes a file.
const ROOM: Room = Room::Bytes(4_096);

fn server(values: &Values) -> Url {
    web::url_or(values, "https://ntfy.sh/")
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let (values, words) = (occasion.values, occasion.words);
    let mut body = json!({
        "topic": values.exposed("topic"),
        "title": words.title(),
        "message": words.body(Markup::Plain, ROOM),
        "priority": words.graded([2, 3, 4, 5]),
        "tags": ["rasid"],
        // A message of the same sequence takes the place of the one before.
        "sequence_id": occasion.message.key,
    });
    if let Some(link) = words.link() {
        body["click"] = link.into();
    }
    Request::json(values, server(values), &body).with_bearer(values.secret("token")).into()
}
