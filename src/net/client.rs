//! The client: one exchange from the first hop to the last byte.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, InvalidHeaderValue, LOCATION, USER_AGENT,
};
use reqwest::{Method, StatusCode};
use tokio::time::{Instant, timeout};
use url::Url;

use super::address::AddressFilter;
use super::body::{self, Body, BodyError, Excess, Limits};
use super::cause::{Cause, shown, sort};
use super::error::FetchError;
use super::message::{Fetch, Kind, Request, Response};
use super::polite::Gate;
use super::redirect::Trail;
use super::resolve::FilteredResolver;
use super::settings::Settings;
use super::{challenge, headers, tls};
use crate::clock::Clock;
use crate::model::Validators;

/// A robots.txt is read up to here, as RFC 9309 has it.
const MAX_ROBOTS_BYTES: usize = 500 * 1024;

/// All header names and values of an answer together; the largest honest ones have a tenth.
const MAX_HEADER_BYTES: usize = 64 * 1024;

/// Unused connections are given back soon: feeds are asked minutes apart.
const IDLE_CONNECTION: Duration = Duration::from_secs(20);

/// The HTTP client of the whole program. Cheap to share behind an `Arc`; holds its connections.
pub struct Client {
    pub(super) http: reqwest::Client,
    pub(super) settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
    filter: Arc<AddressFilter>,
    gate: Gate,
    has_authorities: bool,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("settings", &self.settings).field("has_authorities", &self.has_authorities).finish_non_exhaustive()
    }
}

impl Client {
    /// A client with the given settings. Fails with [`FetchError::Setup`] where the `User-Agent` is no header value or
    /// TLS cannot be set up at all; a machine without certificate authorities is no failure.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, FetchError> {
        let setup = |reason: String| FetchError::Setup { reason: reason.into() };
        let agent = HeaderValue::from_str(&settings.agent()).map_err(|_| setup("the User-Agent has forbidden characters".to_owned()))?;
        let (tls, has_authorities) = tls::machine_trust().map_err(|error| setup(error.to_string()))?;
        let filter = Arc::new(AddressFilter::new(settings.allow_private.clone()));
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(FilteredResolver { filter: Arc::clone(&filter) }))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .user_agent(agent)
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(IDLE_CONNECTION)
            .pool_max_idle_per_host(settings.per_host.max(1))
            .http2_max_header_list_size(MAX_HEADER_BYTES as u32)
            .build()
            .map_err(|error| setup(Cause::innermost(&error).to_string()))?;
        let gate = Gate::new(settings.per_host, settings.host_spacing, settings.concurrency);
        Ok(Self { http, settings, clock, filter, gate, has_authorities })
    }

    /// The filter, for those who want to know beforehand (`doctor`, adding a feed).
    pub fn filter(&self) -> &AddressFilter {
        &self.filter
    }

    /// Whether this machine has certificate authorities, without which no https works.
    pub const fn has_authorities(&self) -> bool {
        self.has_authorities
    }

    /// The current instant by the client's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Judges an address before a request is sent to it, and gives its host.
    pub(super) fn check<'a>(&self, url: &'a Url) -> Result<&'a str, FetchError> {
        let bad = |reason: &str| FetchError::Address { url: shown(url), reason: reason.into() };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad("only http and https addresses can be fetched"));
        }
        let host = url.host_str().ok_or_else(|| bad("it names no host"))?;
        self.filter.check_url(url).map_err(|refusal| FetchError::Blocked { url: shown(url), refusal })?;
        if url.scheme() == "https" && !self.has_authorities {
            return Err(FetchError::NoAuthorities { url: shown(url) });
        }
        Ok(host)
    }

    async fn follow(&self, request: Request) -> Result<Response, FetchError> {
        let mut trail = Trail::new(request.url.clone(), self.settings.max_redirects);
        let mut elapsed = Duration::ZERO;
        loop {
            let host = self.check(&trail.url)?;
            let closed = || FetchError::Setup { reason: "the client is shutting down".into() };
            let turn = self.gate.enter(host, request.spacing).await.ok_or_else(closed)?;
            let started = Instant::now();
            let left = self.settings.timeout.saturating_sub(elapsed);
            let late = |_| FetchError::Timeout { url: shown(&trail.url), after: self.settings.timeout };
            let hop = timeout(left, self.hop(&trail, &request)).await.map_err(late)??;
            drop(turn);
            elapsed += started.elapsed();
            match hop {
                Hop::Redirect(status, location) => trail.step(status, location.as_ref())?,
                Hop::Answer(head, body) => return self.answer(&trail, &request, &head, body, elapsed),
            }
        }
    }

    /// One request and its answer, whatever it says.
    async fn hop(&self, trail: &Trail, request: &Request) -> Result<Hop, FetchError> {
        let url = &trail.url;
        let headers = request_headers(request, trail.trusted)?;
        let sent = self.http.request(Method::GET, url.clone()).headers(headers).send().await;
        let response = sent.map_err(|error| sort(url, self.settings.connect_timeout, &error))?;
        let head = Head { status: response.status(), headers: response.headers().clone() };
        check_headers(url, &head.headers)?;
        let limits = match head.status {
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => return Ok(Hop::Redirect(head.status, head.headers.get(LOCATION).cloned())),
            StatusCode::NOT_MODIFIED => return Ok(Hop::Answer(head, None)),
            status if status.is_success() => self.limits(request.kind),
            // Of an error's body only as much is read as shows whether it is a challenge.
            _ => Limits { decoded: challenge::LOOK_BYTES, wire: challenge::LOOK_BYTES, excess: Excess::Cut },
        };
        match body::read(response, limits).await {
            Ok(body) => Ok(Hop::Answer(head, Some(body))),
            Err(_) if !head.status.is_success() => Ok(Hop::Answer(head, None)),
            Err(error) => Err(self.body_error(url, error)),
        }
    }

    fn limits(&self, kind: Kind) -> Limits {
        let (decoded, excess) = match kind {
            Kind::Feed => (self.settings.max_feed_bytes, Excess::Refuse),
            Kind::Page => (self.settings.max_page_bytes, Excess::Refuse),
            Kind::Robots => (MAX_ROBOTS_BYTES, Excess::Cut),
        };
        Limits { decoded, wire: self.settings.max_wire_bytes, excess }
    }

    pub(super) fn body_error(&self, url: &Url, error: BodyError) -> FetchError {
        match error {
            BodyError::TooLarge { limit_bytes, size } => FetchError::TooLarge { url: shown(url), limit_bytes, size },
            BodyError::Encoding(name) => {
                FetchError::Protocol { url: shown(url), cause: Cause::new(format!("its Content-Encoding {name:?} was not offered")) }
            }
            BodyError::Damaged(error) => {
                let cause = Cause::new(format!("its encoded body is damaged ({})", Cause::innermost(&error)));
                FetchError::Protocol { url: shown(url), cause }
            }
            BodyError::Transport(error) => sort(url, self.settings.connect_timeout, &error),
        }
    }

    /// Judges the last answer of a trail.
    fn answer(&self, trail: &Trail, request: &Request, head: &Head, body: Option<Body>, elapsed: Duration) -> Result<Response, FetchError> {
        let url = &trail.url;
        let status = head.status;
        let now = self.clock.now();
        if status == StatusCode::NOT_MODIFIED && request.validators == Validators::default() {
            let cause = Cause::new("it says 304 Not Modified, though it was asked for the whole");
            return Err(FetchError::Protocol { url: shown(url), cause });
        }
        let is_good = status.is_success() || status == StatusCode::NOT_MODIFIED;
        let bytes = body.as_ref().map_or(&[][..], |body| &body.bytes);
        let in_body = if is_good { challenge::in_good_body(bytes) } else { challenge::in_error_body(status, bytes) };
        if let Some(guard) = challenge::in_headers(&head.headers).or(in_body) {
            return Err(FetchError::Challenge { url: shown(url), guard });
        }
        if !is_good {
            return Err(status_error(url, status, headers::retry_after(&head.headers, now)));
        }
        if status == StatusCode::PARTIAL_CONTENT {
            return Err(FetchError::Protocol { url: shown(url), cause: Cause::new("it sends a part, though it was asked for the whole") });
        }
        if status.is_success() && bytes.trim_ascii().is_empty() && request.kind != Kind::Robots {
            return Err(FetchError::Empty { url: shown(url) });
        }
        let given = headers::validators(&head.headers);
        let kept = if status == StatusCode::NOT_MODIFIED { request.validators.clone() } else { Validators::default() };
        let (bytes, wire_bytes, truncated) = body.map_or_else(Default::default, |body| (body.bytes, body.wire_bytes, body.truncated));
        Ok(Response {
            status: status.as_u16(),
            final_url: trail.final_url(),
            permanent_to: trail.permanent_to(),
            content_type: headers::content_type(&head.headers),
            validators: Validators { etag: given.etag.or(kept.etag), last_modified: given.last_modified.or(kept.last_modified) },
            max_age: headers::max_age(&head.headers),
            expires_at: headers::expires_at(&head.headers),
            retry_after: headers::retry_after(&head.headers, now),
            body: bytes,
            truncated,
            wire_bytes,
            elapsed,
        })
    }
}

impl Fetch for Client {
    fn fetch(&self, request: Request) -> BoxFuture<'_, Result<Response, FetchError>> {
        self.follow(request).boxed()
    }
}

/// What came of one hop.
enum Hop {
    Redirect(StatusCode, Option<HeaderValue>),
    Answer(Head, Option<Body>),
}

/// An answer without its body.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
}

/// The error that a status which is no answer stands for.
pub(super) fn status_error(url: &Url, status: StatusCode, retry_after: Option<Duration>) -> FetchError {
    let url = shown(url);
    match (status, retry_after) {
        (StatusCode::GONE, _) => FetchError::Gone { url },
        (StatusCode::TOO_MANY_REQUESTS, _) | (StatusCode::SERVICE_UNAVAILABLE, Some(_)) => {
            FetchError::Limited { url, status: status.as_u16(), retry_after }
        }
        _ => FetchError::Status { url, status: status.as_u16() },
    }
}

fn request_headers(request: &Request, trusted: bool) -> Result<HeaderMap, FetchError> {
    let bad = |name: &str| FetchError::Setup { reason: format!("the header {name:?} for {} cannot be sent", shown(&request.url)).into() };
    let mut headers = HeaderMap::new();
    if trusted {
        for (name, value) in &request.headers {
            let mut content = HeaderValue::from_str(value.expose()).map_err(|_| bad(name))?;
            content.set_sensitive(true);
            headers.insert(HeaderName::try_from(name.as_str()).map_err(|_| bad(name))?, content);
        }
    }
    headers.insert(ACCEPT, HeaderValue::from_static(request.kind.accept()));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(body::ACCEPT_ENCODING));
    if let Some(agent) = &request.user_agent {
        headers.insert(USER_AGENT, HeaderValue::from_str(agent).map_err(|_| bad("User-Agent"))?);
    }
    for (name, value) in [(IF_NONE_MATCH, &request.validators.etag), (IF_MODIFIED_SINCE, &request.validators.last_modified)] {
        if let Some(value) = value {
            let value: Result<_, InvalidHeaderValue> = HeaderValue::from_bytes(value.as_bytes());
            headers.insert(name.clone(), value.map_err(|_| bad(name.as_str()))?);
        }
    }
    Ok(headers)
}

fn check_headers(url: &Url, headers: &HeaderMap) -> Result<(), FetchError> {
    let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if size <= MAX_HEADER_BYTES {
        return Ok(());
    }
    Err(FetchError::Protocol { url: shown(url), cause: Cause::new(format!("its headers have {size} bytes, more than {MAX_HEADER_BYTES}")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::model::FailureKind;

    #[test]
    fn without_authorities_http_works_and_https_says_why_not() {
        let client = Client::new(Settings::default(), Arc::new(SystemClock)).expect("a client");
        let client = Client { has_authorities: false, ..client };
        let check = |url| client.check(&Url::parse(url).expect(url)).map(str::to_owned);
        assert_eq!(check("http://example.org/").expect("http works"), "example.org");
        let error = check("https://example.org/").expect_err("https cannot work");
        assert_eq!(error.kind(), FailureKind::Tls);
        assert!(error.to_string().contains("install the package ca-certificates"), "{error}");
    }
}
