//! Mattermost's incoming webhooks: `{"text": "..."}` in Markdown.

use serde_json::json;

use super::{Kind, web};
use crate::channel::parcel::{Occasion, Parcel, Request};
use crate::channel::spec::{Field, HOOK, Shape, TIMEOUT, USERNAME};
use crate::channel::words::{Markup, Room};

const FIELDS: &[Field] =
    &[HOOK, Field::optional("room", "another channel of Mattermost than the webhook's own", Shape::Text), USERNAME, TIMEOUT];

pub(super) const KIND: Kind = Kind::new("mattermost", "a Mattermost incoming webhook", FIELDS, web::reach, parcel);

/// What is longer than a post becomes several.
const ROOM: Room = Room::Chars(16_383);

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let mut body = json!({"text": occasion.words.body(Markup::Markdown, ROOM)});
    for (key, name) in [("room", "channel"), ("username", "username")] {
        if let Some(value) = occasion.values.text(key) {
            body[name] = value.into();
        }
    }
    Request::json(occasion.values, web::url(occasion.values), &body).into()
}
