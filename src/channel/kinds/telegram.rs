//! Telegram's bots: `sendMessage` with a little HTML.

use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use super::{Kind, all_good};
use crate::channel::parcel::{Occasion, Parcel, Reach, Request, Verdict};
use crate::channel::spec::{Field, Shape, TIMEOUT, Values};
use crate::channel::words::Markup;

pub(super) const KIND: Kind = Kind {
    name: "telegram",
    about: "a chat or channel of Telegram, by a bot",
    fields: &[
        Field::required("chat", "the chat's number, or the @name of a channel", Shape::Text),
        Field::required("token", "the bot's token", Shape::Secret),
        Field::optional("topic", "the number of a forum's topic; 0 for none", Shape::Integer(0, 0, u32::MAX)),
        Field::optional("url", "another server of the Bot API", Shape::Url),
        Field::optional("silent", "whether nothing rings for what is less than high", Shape::Flag(false)),
        TIMEOUT,
    ],
    check: all_good,
    reach: |values| Reach::Web(server(values), ""),
    parcel,
};

const API: &str = "https://api.telegram.org/";
/// A message holds 4,096 characters.
const MAX_CHARS: usize = 4_000;

fn server(values: &Values) -> Url {
    values.url("url").cloned().unwrap_or_else(|| Url::parse(API).expect("a literal address"))
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let values = occasion.values;
    let mut url = server(values);
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend([format!("bot{}", values.exposed("token")).as_str(), "sendMessage"]);
    }
    let mut body = json!({
        "chat_id": values.text("chat").unwrap_or_default(),
        "text": occasion.words.body(Markup::Html, MAX_CHARS),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": true},
        "disable_notification": values.flag("silent") && occasion.words.severity() < crate::model::Severity::High,
    });
    match values.number("topic") {
        0 => {}
        topic => body["message_thread_id"] = topic.into(),
    }
    let mut request = Request::json(values, url, &body);
    request.judge = judge;
    Parcel::Request(Box::new(request))
}

/// What the Bot API says in its body: whether it is `ok`, and how long to wait.
fn judge(status: u16, body: &str) -> Verdict {
    let said: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    match status {
        200 if said["ok"] == false => Verdict::Later(None),
        429 => Verdict::Later(said["parameters"]["retry_after"].as_u64().map(Duration::from_secs)),
        _ => Verdict::by_status(status, body),
    }
}
