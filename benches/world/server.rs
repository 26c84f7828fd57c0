//! The world: documents with tags on a loopback port, a hook for alerts, and a path that never answers.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// What a path serves.
#[derive(Clone)]
pub struct Document {
    pub media: &'static str,
    pub body: Bytes,
}

/// An alert as it came.
#[derive(Clone)]
pub struct Delivered {
    pub at: Instant,
    pub key: String,
}

#[derive(Default)]
struct Desk {
    documents: RwLock<HashMap<String, (Document, String)>>,
    /// When each path was last answered with its document.
    served_at: Mutex<HashMap<String, Instant>>,
    delivered: Mutex<Vec<Delivered>>,
    came: Notify,
    n_full: AtomicUsize,
    n_not_modified: AtomicUsize,
}

#[derive(Clone)]
pub struct World {
    base: String,
    desk: Arc<Desk>,
}

impl World {
    pub async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let base = format!("http://{}", listener.local_addr()?);
        let desk = Arc::new(Desk::default());
        let router = Router::new().route("/hook", post(hook)).route("/shaky", post(shaky)).fallback(answer).with_state(Arc::clone(&desk));
        #[expect(clippy::disallowed_methods, reason = "the server lives as long as the process")]
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { base, desk })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Serves a document, in place of what was there.
    pub fn put(&self, path: &str, media: &'static str, body: String) {
        let tag = format!("\"{:x}-{:x}\"", body.len(), body.bytes().fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())));
        let document = Document { media, body: body.into() };
        self.desk.documents.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), (document, tag));
    }

    /// How many answers were full and how many 304, since the last call.
    pub fn take_counts(&self) -> (usize, usize) {
        (self.desk.n_full.swap(0, Ordering::Relaxed), self.desk.n_not_modified.swap(0, Ordering::Relaxed))
    }

    /// When a path was last answered in full.
    pub fn served_at(&self, path: &str) -> Option<Instant> {
        self.desk.served_at.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied()
    }

    /// The alerts that came, in order.
    pub fn delivered(&self) -> Vec<Delivered> {
        self.desk.delivered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many different alerts came.
    pub fn n_keys(&self) -> usize {
        self.delivered().into_iter().map(|alert| alert.key).collect::<std::collections::HashSet<_>>().len()
    }

    /// Forgets the alerts that came.
    pub fn forget_delivered(&self) {
        self.desk.delivered.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Waits until so many alerts have come.
    pub async fn wait_for_delivered(&self, count: usize) -> Vec<Delivered> {
        loop {
            let came = self.desk.came.notified();
            let delivered = self.delivered();
            if count <= delivered.len() {
                return delivered;
            }
            came.await;
        }
    }
}

async fn hook(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> StatusCode {
    let key = headers.get("webhook-id").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    desk.delivered.lock().unwrap_or_else(PoisonError::into_inner).push(Delivered { at: Instant::now(), key });
    desk.came.notify_waiters();
    StatusCode::NO_CONTENT
}

/// Takes two alerts of three; of the rest it keeps every other one and says that it did not.
async fn shaky(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> StatusCode {
    match rand::random_range(0..6) {
        0 => StatusCode::SERVICE_UNAVAILABLE,
        1 => {
            hook(State(desk), headers).await;
            StatusCode::INTERNAL_SERVER_ERROR
        }
        _ => hook(State(desk), headers).await,
    }
}

async fn answer(State(desk): State<Arc<Desk>>, headers: HeaderMap, uri: Uri) -> Response<Body> {
    if uri.path().starts_with("/never/") {
        std::future::pending::<()>().await;
    }
    let found = desk.documents.read().unwrap_or_else(PoisonError::into_inner).get(uri.path()).cloned();
    let Some((document, tag)) = found else { return plain(StatusCode::NOT_FOUND) };
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        desk.n_not_modified.fetch_add(1, Ordering::Relaxed);
        let mut response = plain(StatusCode::NOT_MODIFIED);
        response.headers_mut().extend(tag.parse().ok().map(|tag| (header::ETAG, tag)));
        return response;
    }
    desk.n_full.fetch_add(1, Ordering::Relaxed);
    desk.served_at.lock().unwrap_or_else(PoisonError::into_inner).insert(uri.path().to_owned(), Instant::now());
    let response = Response::builder().header(header::CONTENT_TYPE, document.media).header(header::ETAG, tag);
    response.body(Body::from(document.body)).unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
