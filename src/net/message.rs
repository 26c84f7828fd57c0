//! What is asked and what is answered, and the seam that tests replace.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use url::Url;

use super::error::FetchError;
use crate::model::{Secret, Validators};

/// Fetches addresses. [`Client`](super::Client) does it over HTTP; tests play recorded answers.
pub trait Fetch: Send + Sync {
    /// Fetches one address, with redirects followed. Status 200 to 299 with a body and 304 are answers, all else is an error.
    fn fetch(&self, request: Request) -> BoxFuture<'_, Result<Response, FetchError>>;
}

/// What an address is asked for; decides the `Accept` header, the size limit and whether an empty body is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A feed; an empty body is a failure.
    Feed,
    /// An article's page; an empty body is a failure.
    Page,
    /// A robots.txt; an empty body is fine, and a long one is cut instead of refused.
    Robots,
}

impl Kind {
    /// The `Accept` header: what we can read first, but no server need refuse us.
    pub(super) const fn accept(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                 application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.1"
            }
            Self::Page => "text/html, application/xhtml+xml, application/xml;q=0.5, */*;q=0.1",
            Self::Robots => "text/plain, */*;q=0.1",
        }
    }
}

/// A GET to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Where. A name and password in it are sent as basic authentication, to this origin only.
    pub url: Url,
    /// What for.
    pub kind: Kind,
    /// Validators of the last answer, echoed byte for byte; empty ones make the request unconditional.
    pub validators: Validators,
    /// A `User-Agent` for this request alone.
    pub user_agent: Option<String>,
    /// Further headers by name, sent to the first origin only and dropped when a redirect leaves it.
    pub headers: Vec<(String, Secret)>,
    /// Least time since the start of the last request to this host, where it asked for more than the settings give.
    pub spacing: Option<Duration>,
}

impl Request {
    /// A plain, unconditional request.
    pub const fn new(url: Url, kind: Kind) -> Self {
        Self { url, kind, validators: Validators { etag: None, last_modified: None }, user_agent: None, headers: Vec::new(), spacing: None }
    }
}

/// An answer: a body (200 to 299), or the news that nothing has changed (304).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Where the answer came from in the end, without name and password.
    pub final_url: Url,
    /// The new address, if there were redirects and every one was permanent (301, 308). Keeps the name and password of
    /// the request where it stays on its origin.
    pub permanent_to: Option<Url>,
    /// The `Content-Type` header as given.
    pub content_type: Option<String>,
    /// What to store: on 304 the request's own validators stand where the answer gives none.
    pub validators: Validators,
    /// `Cache-Control: max-age`; absent under `no-cache` and `no-store`.
    pub max_age: Option<Duration>,
    /// The `Expires` header.
    pub expires_at: Option<Timestamp>,
    /// `Retry-After`, from now.
    pub retry_after: Option<Duration>,
    /// The decoded body; empty on 304.
    pub body: Vec<u8>,
    /// Whether the body was cut at the limit (robots.txt only).
    pub truncated: bool,
    /// Bytes of the body as they came over the wire.
    pub wire_bytes: u64,
    /// From the first request to the last byte, without the waiting for a turn.
    pub elapsed: Duration,
}

impl Response {
    /// Whether the server says that nothing has changed since the validators.
    pub const fn is_not_modified(&self) -> bool {
        self.status == 304
    }
}
