//! Posting to a receiver that the operator named: the same filter and the same TLS, but no turns and no redirects.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::timeout;
use url::Url;

use super::body::{self, Excess, Limits};
use super::cause::{shown, sort};
use super::client::Client;
use super::error::FetchError;
use super::headers;

/// Bytes of a receiver's answer that are read: enough for its words in an error.
const MAX_ANSWER_BYTES: usize = 4 * 1024;

/// Time for those bytes once the status is known; a receiver that trickles them has taken the message all the same.
const ANSWER_PATIENCE: Duration = Duration::from_secs(1);

/// How something is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// POST.
    Post,
    /// PUT.
    Put,
}

/// A POST to be made, or a PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Which of the two.
    pub verb: Verb,
    /// Where.
    pub url: Url,
    /// Headers by name, the `Content-Type` among them.
    pub headers: Vec<(String, String)>,
    /// What.
    pub body: String,
    /// Time for the whole exchange.
    pub timeout: Duration,
}

/// What a receiver answered, whatever the status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After`, from now.
    pub retry_after: Option<Duration>,
    /// The beginning of its body, at most 4 KiB; empty where it could not be read.
    pub body: String,
}

impl Client {
    /// Posts a body. Every status is an answer; an error means that there was none. Errors name only the receiver's origin,
    /// as the rest of such an address is often its secret.
    pub async fn post(&self, post: Post) -> Result<Answer, FetchError> {
        let receiver = receiver(&post.url);
        self.check(&receiver)?;
        let late = |_| FetchError::Timeout { url: shown(&receiver), after: post.timeout };
        let response = timeout(post.timeout, self.send(&post, &receiver)).await.map_err(late)??;
        let status = response.status().as_u16();
        let retry_after = headers::retry_after(response.headers(), self.clock.now());
        let limits = Limits { decoded: MAX_ANSWER_BYTES, wire: MAX_ANSWER_BYTES, excess: Excess::Cut };
        // The status has decided; what the receiver says beside it is only for a person to read.
        let body = timeout(ANSWER_PATIENCE, body::read(response, limits)).await.ok().and_then(Result::ok);
        let body = body.map(|body| String::from_utf8_lossy(&body.bytes).into_owned()).unwrap_or_default();
        Ok(Answer { status, retry_after, body })
    }

    async fn send(&self, post: &Post, receiver: &Url) -> Result<reqwest::Response, FetchError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &post.headers {
            let bad = || FetchError::Setup { reason: format!("the header {name:?} for {} cannot be sent", shown(receiver)).into() };
            let mut content = HeaderValue::from_str(value).map_err(|_| bad())?;
            content.set_sensitive(true);
            headers.insert(HeaderName::try_from(name.as_str()).map_err(|_| bad())?, content);
        }
        let method = match post.verb {
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
        };
        let sent = self.http.request(method, post.url.clone()).headers(headers).body(post.body.clone()).send().await;
        sent.map_err(|error| sort(receiver, self.settings.connect_timeout, &error))
    }
}

/// A receiver's address as errors may name it.
fn receiver(url: &Url) -> Url {
    let mut url = url.clone();
    // What cannot have credentials has none to lose.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    url
}
