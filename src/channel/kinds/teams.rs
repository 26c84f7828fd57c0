//! Microsoft Teams: an Adaptive Card for a webhook of Workflows, or of the connectors that came before.

use serde_json::{Value, json};

use super::{Kind, all_good, url_of, web};
use crate::channel::parcel::{Occasion, Parcel, Request, Verdict};
use crate::channel::spec::{Field, Shape, TIMEOUT};
use crate::channel::words::Markup;

pub(super) const KIND: Kind = Kind {
    name: "teams",
    about: "a Microsoft Teams webhook (Workflows)",
    fields: &[Field::required("url", "the webhook's address", Shape::SecretUrl), TIMEOUT],
    check: all_good,
    reach: web,
    parcel,
};

/// A card may have 28 KB in all; Arabic letters take six bytes each where they are escaped.
const MAX_CHARS: usize = 4_000;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let text = occasion.words.body(Markup::Markdown, MAX_CHARS);
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
    let mut request = Request::json(occasion.values, url_of(occasion.values), &body);
    request.judge = judge;
    Parcel::Request(Box::new(request))
}

/// The connectors of old answer 200 and tell of a failure in the body.
fn judge(status: u16, body: &str) -> Verdict {
    match status {
        200 if body.contains("Webhook message delivery failed") => Verdict::Later(None),
        _ => Verdict::by_status(status, body),
    }
}
