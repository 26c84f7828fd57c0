//! Microsoft Teams: an Adaptive Card for a webhook of Workflows, which took the place of the connectors.

use serde_json::{Value, json};

use super::{Kind, web};
use crate::channel::parcel::{Occasion, Parcel, Request};
use crate::channel::spec::{HOOK, TIMEOUT};
use crate::channel::words::{Markup, Room};

pub(super) const KIND: Kind = Kind::new("teams", "a Microsoft Teams webhook (Workflows)", &[HOOK, TIMEOUT], web::reach, parcel);

/// A message has 28 KB in all; each line of it takes a hundred bytes more.
const ROOM: Room = Room::Bytes(14_000);

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let text = occasion.words.body(Markup::Markdown, ROOM);
    // A card's text block joins lines, so each line is a block of its own.
    let block = |line: &str| json!({"type": "TextBlock", "text": line, "wrap": true, "spacing": "Small"});
    let lines: Vec<Value> = text.lines().filter(|line| !line.trim().is_empty()).map(block).collect();
    let card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "rtl": occasion.words.is_rtl(),
        "body": lines,
        "msteams": {"width": "Full"},
    });
    let attachment = json!({"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null, "content": card});
    let body = json!({"type": "message", "attachments": [attachment]});
    Request::json(occasion.values, web::url(occasion.values), &body).into()
}
