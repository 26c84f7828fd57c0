//! A small web server inside the program: three outlets with feeds and pages, and a hook that takes alerts in.
//!
//! It listens on a free port of the loopback interface only, answers conditional requests as a good server does, and remembers what
//! was delivered to its hook, so that the demo can show that an alert has arrived.

use std::collections::HashMap;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

use super::content::{self, Document, FeedFormat};

/// Alerts are small; anything larger is a mistake.
const MAX_ALERT_BYTES: usize = 1 << 20;

/// How long open connections may take to finish when the server stops.
const STOP_TIME: Duration = Duration::from_secs(2);

const ROBOTS: &str = "User-agent: *\nDisallow: /hook\nAllow: /\n";

/// A running newsroom. Dropping it ends it at once; [`Newsroom::stop`] lets running answers finish.
#[derive(Debug)]
pub struct Newsroom {
    address: SocketAddr,
    feeds: Vec<DemoFeed>,
    desk: Arc<Desk>,
    stop: oneshot::Sender<()>,
    server: JoinSet<()>,
}

/// A feed that the newsroom serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFeed {
    /// Where it is polled.
    pub url: String,
    /// The outlet's name, in its own language.
    pub title: String,
    /// ISO 639-1 code.
    pub lang: String,
    /// RSS, Atom or JSON Feed.
    pub format: FeedFormat,
    /// How many articles it lists.
    pub n_articles: usize,
}

/// One request to the hook, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedAlert {
    /// Header names in lower case, and values; in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl ReceivedAlert {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// How requests for feeds and pages were answered so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnswerCounts {
    /// With the whole document.
    pub full: u64,
    /// With 304, as nothing had changed.
    pub not_modified: u64,
    /// With 404.
    pub not_found: u64,
}

impl Newsroom {
    /// Binds a free loopback port and serves the outlets as they stand at `now`. Needs a running tokio runtime.
    ///
    /// # Errors
    /// Where no loopback port can be had.
    pub async fn start(now: Timestamp) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("cannot open a port for the demo newsroom")?;
        let address = listener.local_addr().context("cannot read the port of the demo newsroom")?;
        let base = format!("http://{address}");
        let outlets = content::outlets(&base, now);
        let feeds = outlets.iter().map(|outlet| DemoFeed {
            url: format!("{base}{}", outlet.feed_path),
            title: outlet.name.clone(),
            lang: outlet.lang.clone(),
            format: outlet.format,
            n_articles: outlet.articles.len(),
        });
        let feeds = feeds.collect();
        let desk = Arc::new(Desk::new(outlets.into_iter().flat_map(|outlet| outlet.documents), now)?);
        let router = Router::new()
            .route("/hook", post(take_alert).layer(DefaultBodyLimit::max(MAX_ALERT_BYTES)))
            .fallback(get(serve))
            .with_state(Arc::clone(&desk));
        let (stop, stopped) = oneshot::channel::<()>();
        let mut server = JoinSet::new();
        server.spawn(async move {
            let shutdown = async move {
                // A dropped sender means stop as well.
                let _ = stopped.await;
            };
            if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(shutdown).await {
                tracing::warn!(error = %error, "the demo newsroom ended with an error");
            }
        });
        Ok(Self { address, feeds, desk, stop, server })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The three feeds: Arabic, English, Russian.
    pub fn feeds(&self) -> &[DemoFeed] {
        &self.feeds
    }

    /// Where alerts are to be posted.
    pub fn hook_url(&self) -> String {
        format!("{}/hook", self.base_url())
    }

    /// The alerts delivered so far, in the order in which they came.
    pub fn alerts(&self) -> Vec<ReceivedAlert> {
        self.desk.alerts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until at least `count` alerts have been delivered. Put your own time limit around it.
    pub async fn wait_for_alerts(&self, count: usize) -> Vec<ReceivedAlert> {
        let mut n_alerts = self.desk.n_alerts.subscribe();
        // The sender lives in the desk, which `self` holds: waiting cannot fail while `self` is borrowed.
        let _ = n_alerts.wait_for(|n_alerts| count <= *n_alerts).await;
        self.alerts()
    }

    /// How requests have been answered so far, those to the hook aside.
    pub fn answers(&self) -> AnswerCounts {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        AnswerCounts { full: read(&self.desk.full), not_modified: read(&self.desk.not_modified), not_found: read(&self.desk.not_found) }
    }

    /// Stops listening, lets running answers finish for a moment, and ends.
    pub async fn stop(mut self) {
        // The server may have ended by itself; then nobody listens any more, which is what we want.
        let _ = self.stop.send(());
        if tokio::time::timeout(STOP_TIME, self.server.join_next()).await.is_err() {
            self.server.shutdown().await;
        }
    }
}

/// What the request handlers share.
#[derive(Debug)]
struct Desk {
    resources: HashMap<String, Resource>,
    alerts: Mutex<Vec<ReceivedAlert>>,
    n_alerts: watch::Sender<usize>,
    full: AtomicU64,
    not_modified: AtomicU64,
    not_found: AtomicU64,
}

/// A document ready to be sent.
#[derive(Debug)]
struct Resource {
    content_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
    /// Weak, as it is the same for the plain and the compressed form.
    etag: String,
    modified_at: SystemTime,
}

impl Desk {
    fn new(documents: impl Iterator<Item = Document>, now: Timestamp) -> anyhow::Result<Self> {
        let robots = Document {
            path: "/robots.txt".to_owned(),
            content_type: "text/plain; charset=utf-8",
            body: ROBOTS.to_owned(),
            modified_at: now,
        };
        let resources = documents.chain([robots]).map(|document| Ok((document.path.clone(), Resource::new(document)?)));
        Ok(Self {
            resources: resources.collect::<anyhow::Result<_>>()?,
            alerts: Mutex::default(),
            n_alerts: watch::Sender::new(0),
            full: AtomicU64::new(0),
            not_modified: AtomicU64::new(0),
            not_found: AtomicU64::new(0),
        })
    }
}

impl Resource {
    fn new(document: Document) -> anyhow::Result<Self> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(document.body.as_bytes()).and_then(|()| encoder.try_finish()).context("cannot compress a demo page")?;
        let hash = Sha256::digest(document.body.as_bytes());
        let etag: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let seconds = u64::try_from(document.modified_at.as_second()).unwrap_or(0);
        Ok(Self {
            content_type: document.content_type,
            plain: document.body.into_bytes().into(),
            gzip: encoder.finish().context("cannot compress a demo page")?.into(),
            etag: format!("W/\"{etag}\""),
            modified_at: UNIX_EPOCH + Duration::from_secs(seconds),
        })
    }

    /// Whether the sender of these headers already has this document (RFC 9110: If-None-Match goes before If-Modified-Since).
    fn is_known_to(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        if let Some(tags) = text(header::IF_NONE_MATCH) {
            let opaque = self.etag.trim_start_matches("W/");
            return tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == opaque);
        }
        text(header::IF_MODIFIED_SINCE).and_then(|date| httpdate::parse_http_date(date).ok()).is_some_and(|date| self.modified_at <= date)
    }
}

async fn serve(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Response {
    let Some(resource) = desk.resources.get(uri.path()) else {
        desk.not_found.fetch_add(1, Ordering::Relaxed);
        return (StatusCode::NOT_FOUND, "no such page\n").into_response();
    };
    let is_known = resource.is_known_to(&headers);
    let takes_gzip = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "gzip")));
    let mut response = if is_known {
        desk.not_modified.fetch_add(1, Ordering::Relaxed);
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        desk.full.fetch_add(1, Ordering::Relaxed);
        let body = if takes_gzip { resource.gzip.clone() } else { resource.plain.clone() };
        ([(header::CONTENT_TYPE, resource.content_type)], Body::from(body)).into_response()
    };
    let answer = response.headers_mut();
    if takes_gzip && !is_known {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=0"));
    for (name, value) in [(header::ETAG, resource.etag.clone()), (header::LAST_MODIFIED, httpdate::fmt_http_date(resource.modified_at))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.insert(name, value);
        }
    }
    response
}

async fn take_alert(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let headers =
        headers.iter().map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect();
    let alert = ReceivedAlert { headers, body: String::from_utf8_lossy(&body).into_owned() };
    let n_alerts = {
        let mut alerts = desk.alerts.lock().unwrap_or_else(PoisonError::into_inner);
        alerts.push(alert);
        alerts.len()
    };
    desk.n_alerts.send_replace(n_alerts);
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    async fn newsroom() -> Newsroom {
        Newsroom::start("2025-06-29T12:00:00Z".parse().expect("a valid time")).await.expect("a loopback port is free")
    }

    /// Sends one request and reads the answer to its end: head and body.
    async fn request(newsroom: &Newsroom, first_line: &str, headers: &str, body: &[u8]) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(newsroom.address).await.expect("the newsroom listens");
        let head = format!(
            "{first_line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            newsroom.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).await.expect("the head is sent");
        stream.write_all(body).await.expect("the body is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("the answer comes");
        let split = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("the answer has a head");
        (String::from_utf8_lossy(&answer[..split]).into_owned(), answer[split + 4..].to_vec())
    }

    fn header<'a>(head: &'a str, name: &str) -> &'a str {
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_else(|| panic!("{name} in {head}"))
    }

    fn path<'a>(newsroom: &Newsroom, url: &'a str) -> &'a str {
        url.strip_prefix(&newsroom.base_url()).expect("an address of the newsroom")
    }

    #[tokio::test]
    async fn feeds_and_pages_are_served_with_validators() {
        let newsroom = newsroom().await;
        for feed in newsroom.feeds() {
            let get = format!("GET {}", path(&newsroom, &feed.url));
            let (head, body) = request(&newsroom, &get, "", b"").await;
            assert!(head.starts_with("HTTP/1.1 200"), "{head}");
            assert!(String::from_utf8_lossy(&body).contains("/news/svr-cia-call"));
            let etag = header(&head, "etag");
            let modified = header(&head, "last-modified");
            for condition in [format!("If-None-Match: {etag}\r\n"), format!("If-Modified-Since: {modified}\r\n")] {
                let (head, body) = request(&newsroom, &get, &condition, b"").await;
                assert!(head.starts_with("HTTP/1.1 304") && body.is_empty(), "{head}");
                assert_eq!(header(&head, "etag"), etag);
            }
            let (head, _) = request(&newsroom, &get, "If-None-Match: \"other\"\r\n", b"").await;
            assert!(head.starts_with("HTTP/1.1 200"));
        }
        assert_eq!(newsroom.answers(), AnswerCounts { full: 6, not_modified: 6, not_found: 0 });
        newsroom.stop().await;
    }

    #[tokio::test]
    async fn gzip_is_sent_to_those_who_take_it() {
        let newsroom = newsroom().await;
        let (_, plain) = request(&newsroom, "GET /vestnik/news/svr-cia-call", "", b"").await;
        let (head, packed) = request(&newsroom, "GET /vestnik/news/svr-cia-call", "Accept-Encoding: br, gzip;q=0.5\r\n", b"").await;
        assert_eq!(header(&head, "content-encoding"), "gzip");
        let mut unpacked = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).expect("valid gzip");
        assert_eq!(unpacked, plain);
    }

    #[tokio::test]
    async fn robots_and_missing_pages() {
        let newsroom = newsroom().await;
        let (_, robots) = request(&newsroom, "GET /robots.txt", "", b"").await;
        assert_eq!(robots, ROBOTS.as_bytes());
        let (head, _) = request(&newsroom, "GET /manara/news/none", "", b"").await;
        assert!(head.starts_with("HTTP/1.1 404"));
        let (head, _) = request(&newsroom, "GET /hook", "", b"").await;
        assert!(head.starts_with("HTTP/1.1 405"));
    }

    #[tokio::test]
    async fn the_hook_remembers_what_it_was_sent() {
        let newsroom = newsroom().await;
        let (head, _) = request(&newsroom, "POST /hook", "Webhook-Id: msg_1\r\n", "{\"who\":\"Нарышкин\"}".as_bytes()).await;
        assert!(head.starts_with("HTTP/1.1 204"), "{head}");
        let alerts = newsroom.wait_for_alerts(1).await;
        assert_eq!(alerts.len(), 1);
        assert_eq!((alerts[0].header("webhook-id"), alerts[0].body.as_str()), (Some("msg_1"), "{\"who\":\"Нарышкин\"}"));
        let (head, _) = request(&newsroom, "POST /hook", "", &vec![b'x'; MAX_ALERT_BYTES + 1]).await;
        assert!(head.starts_with("HTTP/1.1 413"), "{head}");
        newsroom.stop().await;
    }

    #[tokio::test]
    async fn it_stops_listening() {
        let newsroom = newsroom().await;
        let address = newsroom.address;
        newsroom.stop().await;
        assert!(TcpStream::connect(address).await.is_err());
    }
}
