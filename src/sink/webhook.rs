//! A webhook: JSON over HTTP, with the headers and the signature of the Standard Webhooks scheme.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use super::error::{Keep, SinkError, one_line};
use super::{Sink, message};
use crate::model::{Alert, ChannelKind, Secret};
use crate::net::{Client, Post};

/// What the scheme puts before a key in base64.
const SECRET_PREFIX: &str = "whsec_";

/// Posts alerts to a receiver.
pub struct WebhookSink {
    channel: String,
    url: Url,
    key: Option<Hmac<Sha256>>,
    timeout: Duration,
    client: Arc<Client>,
}

impl WebhookSink {
    /// The sink of a channel that posts to `url`, signed with `secret` where there is one.
    pub fn new(channel: &str, url: &Url, secret: Option<&Secret>, timeout: Duration, client: Arc<Client>) -> Result<Self, SinkError> {
        let bad = |reason: &str| SinkError::Settings { channel: channel.to_owned(), reason: reason.to_owned() };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad("its address is neither http nor https"));
        }
        let key = match secret.map(Secret::expose) {
            None => None,
            Some("" | SECRET_PREFIX) => return Err(bad("its secret is empty")),
            Some(secret) => {
                let bytes = match secret.strip_prefix(SECRET_PREFIX) {
                    Some(encoded) => {
                        STANDARD.decode(encoded).map_err(|_| bad("its secret begins with whsec_ but goes on with no base64"))?
                    }
                    None => secret.as_bytes().to_vec(),
                };
                Some(Hmac::new_from_slice(&bytes).map_err(|_| bad("its secret is no key"))?)
            }
        };
        Ok(Self { channel: channel.to_owned(), url: url.clone(), key, timeout, client })
    }

    async fn send(&self, alert: &Alert) -> Result<(), SinkError> {
        let body = message::line(alert)?;
        let timestamp = self.client.now().as_second().to_string();
        let mut headers = vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("webhook-id".to_owned(), alert.key.clone()),
            ("webhook-timestamp".to_owned(), timestamp.clone()),
        ];
        if let Some(key) = &self.key {
            headers.push(("webhook-signature".to_owned(), signature(key, &alert.key, &timestamp, &body)));
        }
        let post = Post { url: self.url.clone(), headers, body, timeout: self.timeout };
        let unreached = |source| SinkError::Unreached { channel: self.channel.clone(), source };
        let answer = self.client.post(post).await.map_err(unreached)?;
        if (200..300).contains(&answer.status) {
            return Ok(());
        }
        // The path and the query of a receiver's address are often its only secret.
        let url = self.url.origin().ascii_serialization();
        let said = one_line(&answer.body, Keep::Start);
        Err(SinkError::Refused { url, status: answer.status, said, retry_after: answer.retry_after })
    }
}

impl Sink for WebhookSink {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Webhook
    }

    fn deliver<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, Result<(), SinkError>> {
        self.send(alert).boxed()
    }
}

fn signature(key: &Hmac<Sha256>, id: &str, timestamp: &str, body: &str) -> String {
    let mut mac = key.clone();
    for part in [id, ".", timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_scheme() {
        // The published example of the scheme's reference libraries.
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let key = Hmac::new_from_slice(&key).expect("a key");
        let found = signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(found, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
