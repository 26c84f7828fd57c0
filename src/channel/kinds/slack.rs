//! Slack's incoming webhooks, and what speaks like them: `{"text": "..."}` in Slack's own marks.

use serde_json::json;

use super::{Kind, web};
use crate::channel::parcel::{Occasion, Parcel, Request};
use crate::channel::spec::{HOOK, TIMEOUT};
use crate::channel::words::{Markup, Room};

pub(super) const KIND: Kind =
    Kind::new("slack", "a Slack incoming webhook, or one that speaks like it", &[HOOK, TIMEOUT], web::reach, parcel);

/// Slack asks to keep texts under 4,000 characters, and cuts them at 40,000.
const ROOM: Room = Room::Chars(4_000);

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let text = occasion.words.body(Markup::Slack, ROOM);
    let body = json!({"text": text, "mrkdwn": true, "unfurl_links": false, "unfurl_media": false});
    Request::json(occasion.values, web::url(occasion.values), &body).into()
}
