//! A server of Gotify: `POST /message` with an application's token.

use serde_json::json;

use super::{Kind, all_good, below, web};
use crate::channel::parcel::{Occasion, Parcel, Request};
use crate::channel::spec::{Field, Shape, TIMEOUT};
use crate::channel::words::Markup;
use crate::model::Severity;

pub(super) const KIND: Kind = Kind {
    name: "gotify",
    about: "a server of Gotify",
    fields: &[
        Field::required("url", "the server's address", Shape::Url),
        Field::required("token", "an application's token", Shape::Secret),
        TIMEOUT,
    ],
    check: all_good,
    reach: web,
    parcel,
};

const MAX_CHARS: usize = 8_000;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let (values, words) = (occasion.values, occasion.words);
    // From 0 to 10; a telephone rings from 4 on, and shows itself from 8 on.
    let priority = match words.severity() {
        Severity::Low => 2,
        Severity::Normal => 5,
        Severity::High => 7,
        Severity::Critical => 9,
    };
    let mut body = json!({
        "title": words.title(),
        "message": words.body(Markup::Markdown, MAX_CHARS),
        "priority": priority,
        "extras": {"client::display": {"contentType": "text/markdown"}},
    });
    if let Some(link) = words.link() {
        body["extras"]["client::notification"] = json!({"click": {"url": link}});
    }
    let request = Request::json(values, below(values, &["message"]), &body);
    Parcel::Request(Box::new(request.with_header("x-gotify-key", values.exposed("token").to_owned())))
}
