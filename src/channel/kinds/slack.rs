//! Slack's incoming webhooks, and what speaks like them: `{"text": "..."}` in Slack's own marks.

use serde_json::json;

use super::{Kind, all_good, url_of, web};
use crate::channel::parcel::{Occasion, Parcel, Request};
use crate::channel::spec::{Field, Shape, TIMEOUT};
use crate::channel::words::Markup;

pub(super) const KIND: Kind = Kind {
    name: "slack",
    about: "a Slack incoming webhook, or one that speaks like it",
    fields: &[Field::required("url", "the webhook's address", Shape::SecretUrl), TIMEOUT],
    check: all_good,
    reach: web,
    parcel,
};

/// Slack asks to keep texts under 4,000 characters, and cuts them at 40,000.
const MAX_CHARS: usize = 4_000;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let text = occasion.words.body(Markup::Slack, MAX_CHARS);
    let body = json!({"text": text, "mrkdwn": true, "unfurl_links": false, "unfurl_media": false});
    Parcel::Request(Box::new(Request::json(occasion.values, url_of(occasion.values), &body)))
}
