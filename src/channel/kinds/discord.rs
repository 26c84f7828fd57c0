//! Discord's webhooks: Markdown of at most 2,000 characters, and a waiting time in the body of a 429.

use std::time::Duration;

use serde_json::json;

use super::{Kind, web};
use crate::channel::parcel::{Occasion, Parcel, Request, Verdict};
use crate::channel::spec::{HOOK, TIMEOUT, USERNAME};
use crate::channel::words::{Markup, Room};

pub(super) const KIND: Kind = Kind::new("discord", "a Discord webhook", &[HOOK, USERNAME, TIMEOUT], web::reach, parcel);

const ROOM: Room = Room::Chars(2_000);
/// The flag of a message whose links are not unfolded.
const SUPPRESS_EMBEDS: u32 = 1 << 2;

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let mut url = web::url(occasion.values);
    // Without it the answer comes before the message is stored, and an error is never seen.
    url.query_pairs_mut().append_pair("wait", "true");
    let content = occasion.words.body(Markup::Markdown, ROOM);
    // Nobody is called by what a headline says.
    let mut body = json!({"content": content, "allowed_mentions": {"parse": []}, "flags": SUPPRESS_EMBEDS});
    if let Some(name) = occasion.values.text("username") {
        body["username"] = name.into();
    }
    Request::json(occasion.values, url, &body).judged(judge).into()
}

fn judge(status: u16, body: &str) -> Verdict {
    Verdict::by_limit(status, body, |said| Duration::try_from_secs_f64(said["retry_after"].as_f64()?).ok())
}
