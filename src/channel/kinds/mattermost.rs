//! Mattermost's incoming webhooks: `{"text": "..."}` in Markdown.

use serde_json::json;

use super::{Kind, all_good, url_of, web};
use crate::channel::parcel::{Occasion, Parcel, Request};
use crate::channel::spec::{Field, Shape, TIMEOUT};
use crate::channel::words::Markup;

pub(super) const KIND: Kind = Kind {
    name: "mattermost",
    about: "a Mattermost incoming webhook",
    fields: &[
        Field::required("url", "the webhook's address", Shape::SecretUrl),
        Field::optional("room", "another channel of Mattermost than the webhook's own", Shape::Text),
        Field::optional("username", "the name to post under", Shape::Text),
        TIMEOUT,
    ],
    check: all_good,
    reach: web,
    parcel,
};

/// What a post of Mattermost holds.
const MAX_CHARS: usize = 16_000;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let mut body = json!({"text": occasion.words.body(Markup::Markdown, MAX_CHARS)});
    for (key, name) in [("room", "channel"), ("username", "username")] {
        if let Some(value) = occasion.values.text(key) {
            body[name] = value.into();
        }
    }
    Parcel::Request(Box::new(Request::json(occasion.values, url_of(occasion.values), &body)))
}
