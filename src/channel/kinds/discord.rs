//! Discord's webhooks: Markdown of at most 2,000 characters, and a waiting time in the body of a 429.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Kind, all_good, url_of, web};
use crate::channel::parcel::{Occasion, Parcel, Request, Verdict};
use crate::channel::spec::{Field, Shape, TIMEOUT};
use crate::channel::words::Markup;

pub(super) const KIND: Kind = Kind {
    name: "discord",
    about: "a Discord webhook",
    fields: &[
        Field::required("url", "the webhook's address", Shape::SecretUrl),
        Field::optional("username", "the name to post under", Shape::Text),
        TIMEOUT,
    ],
    check: all_good,
    reach: web,
    parcel,
};

const MAX_CHARS: usize = 2_000;
/// The flag of a message whose links are not unfolded.
const SUPPRESS_EMBEDS: u32 = 1 << 2;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let mut url = url_of(occasion.values);
    // Without it the answer comes before the message is stored, and an error is never seen.
    url.query_pairs_mut().append_pair("wait", "true");
    let content = occasion.words.body(Markup::Markdown, MAX_CHARS);
    // Nobody is called by what a headline says.
    let mut body = json!({"content": content, "allowed_mentions": {"parse": []}, "flags": SUPPRESS_EMBEDS});
    if let Some(name) = occasion.values.text("username") {
        body["username"] = name.into();
    }
    let mut request = Request::json(occasion.values, url, &body);
    request.judge = judge;
    Parcel::Request(Box::new(request))
}

fn judge(status: u16, body: &str) -> Verdict {
    let seconds = || serde_json::from_str::<Value>(body).ok()?.get("retry_after")?.as_f64();
    match status {
        429 => Verdict::Later(seconds().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())),
        _ => Verdict::by_status(status, body),
    }
}
