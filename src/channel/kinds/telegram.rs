//! Telegram's bots: `sendMessage` with a little HTML.

use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use super::{Kind, web};
use crate::channel::parcel::{Occasion, Parcel, Reach, Request, Verdict};
use crate::channel::spec::{Field, Shape, TIMEOUT, Values};
use crate::channel::words::{Markup, Room};
use crate::model::Severity;

const FIELDS: &[Field] = &[
    Field::required("chat", "the chat's number, or the @name of a channel", Shape::Text),
    Field::required("token", "the bot's token", Shape::Secret),
    Field::optional("topic", "the number of a forum's topic; 0 for none", Shape::Integer(0, 0, u32::MAX)),
    Field::optional("url", "another server of the Bot API", Shape::Url),
    Field::optional("silent", "whether nothing rings for what is less than high", Shape::Flag(false)),
    TIMEOUT,
];

pub(super) const KIND: Kind =
    Kind::new("telegram", "a chat or channel of Telegram, by a bot", FIELDS, |values| Reach::Web(server(values), ""), parcel);

/// A message holds 4,096 characters once its marks are read; here they count as well.
const ROOM: Room = Room::Chars(4_096);

fn server(values: &Values) -> Url {
    web::url_or(values, "https://api.telegram.org/")
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let values = occasion.values;
    let url = web::below(server(values), &[format!("bot{}", values.exposed("token")).as_str(), "sendMessage"]);
    let mut body = json!({
        "chat_id": values.text("chat").unwrap_or_default(),
        "text": occasion.words.body(Markup::Html, ROOM),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": true},
        "disable_notification": values.flag("silent") && occasion.words.severity() < Severity::High,
    });
    match values.number("topic") {
        0 => {}
        topic => body["message_thread_id"] = topic.into(),
    }
    Request::json(values, url, &body).judged(judge).into()
}

/// What the Bot API says in its body: whether it is `ok`, and how long to wait.
fn judge(status: u16, body: &str) -> Verdict {
    match status {
        200 if serde_json::from_str(body).is_ok_and(|said: Value| said["ok"] == false) => Verdict::Later(None),
        _ => Verdict::by_limit(status, body, |said| said["parameters"]["retry_after"].as_u64().map(Duration::from_secs)),
    }
}
