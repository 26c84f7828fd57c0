//! A topic of ntfy: JSON to the server's root.

use serde_json::json;

use super::{Kind, all_good};
use crate::channel::parcel::{Occasion, Parcel, Reach, Request};
use crate::channel::spec::{Field, Shape, TIMEOUT, Values};
use crate::channel::words::Markup;
use crate::model::Severity;
use url::Url;

pub(super) const KIND: Kind = Kind {
    name: "ntfy",
    about: "a topic of ntfy",
    fields: &[
        Field::required("topic", "the topic", Shape::Text),
        Field::optional("url", "the server, https://ntfy.sh where nothing is said", Shape::Url),
        Field::optional("token", "an access token", Shape::Secret),
        TIMEOUT,
    ],
    check: all_good,
    reach: |values| Reach::Web(server(values), ""),
    parcel,
};

/// A longer message than 4,096 bytes becomes a file; Arabic letters take two bytes.
const MAX_CHARS: usize = 2_000;

fn server(values: &Values) -> Url {
    values.url("url").cloned().unwrap_or_else(|| Url::parse("https://ntfy.sh/").expect("a literal address"))
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let (values, words) = (occasion.values, occasion.words);
    let priority = match words.severity() {
        Severity::Low => 2,
        Severity::Normal => 3,
        Severity::High => 4,
        Severity::Critical => 5,
    };
    let mut body = json!({
        "topic": values.text("topic").unwrap_or_default(),
        "title": words.title(),
        "message": words.body(Markup::Markdown, MAX_CHARS),
        "markdown": true,
        "priority": priority,
        "tags": ["rasid"],
    });
    if let Some(link) = words.link() {
        body["click"] = link.into();
    }
    let mut request = Request::json(values, server(values), &body);
    if let Some(token) = values.secret("token") {
        request = request.with_header("authorization", format!("Bearer {}", token.expose()));
    }
    Parcel::Request(Box::new(request))
}
