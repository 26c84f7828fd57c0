//! A request over HTTP, and what the answer means.

use super::Receipt;
use super::error::{Keep, SinkError, one_line};
use crate::channel::{ChannelSettings, Request, Verb, Verdict};
use crate::net::{self, Client, Post};

/// Sends a request of a channel.
pub(super) async fn send(settings: &ChannelSettings, client: &Client, request: Request) -> Result<Receipt, SinkError> {
    let Request { verb, url, headers, body, timeout, judge } = request;
    // The path and the query of a receiver's address are often its only secret.
    let origin = url.origin().ascii_serialization();
    let verb = match verb {
        Verb::Post => net::Verb::Post,
        Verb::Put => net::Verb::Put,
    };
    let unreached = |source| SinkError::Unreached { channel: settings.name.clone(), source };
    let answer = client.post(Post { verb, url, headers, body, timeout }).await.map_err(unreached)?;
    let said = one_line(&settings.values.redacted(&answer.body), Keep::Start);
    let refused = |retry_after, is_final| SinkError::Refused {
        url: origin.clone(),
        status: answer.status,
        said: said.clone(),
        retry_after,
        is_final,
    };
    match judge(answer.status, &answer.body) {
        Verdict::Taken => Ok(Receipt { said: format!("{origin} answered {} {said}", answer.status).trim_end().to_owned() }),
        Verdict::Later(wait) => Err(refused(wait.max(answer.retry_after), false)),
        Verdict::Never => Err(refused(None, true)),
    }
}
