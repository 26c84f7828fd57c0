//! A small world on the loopback interface: paths with scripted answers, and a memory of who asked for what.

use std::collections::{HashMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// One answer.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Reply {
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    pub fn ok(media: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: Vec::new(), body: body.into() }.header("content-type", media)
    }

    pub fn rss(body: impl Into<Vec<u8>>) -> Self {
        Self::ok("application/rss+xml; charset=utf-8", body)
    }

    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::ok("text/html; charset=utf-8", body)
    }

    /// An error with a page of its own.
    pub fn error(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, ..Self::html(body) }
    }

    pub fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).header("location", to)
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The tag by which a client asks for changes; the world then answers 304 to whoever has it.
    pub fn etag(self, tag: &str) -> Self {
        self.header("etag", tag)
    }
}

/// One request, as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

#[derive(Default)]
struct Script {
    /// What a path answers first, one after the other.
    once: HashMap<String, VecDeque<Reply>>,
    /// What it answers then.
    always: HashMap<String, Reply>,
    seen: Vec<Seen>,
    /// Paths whose answers wait until they are let go.
    held: HashMap<String, Arc<Semaphore>>,
}

/// A running world; ends when dropped.
pub struct World {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
    n_seen: watch::Sender<usize>,
    _server: JoinSet<()>,
}

#[derive(Clone)]
struct Desk {
    script: Arc<Mutex<Script>>,
    n_seen: watch::Sender<usize>,
}

impl World {
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Desk { script: Arc::default(), n_seen: watch::Sender::new(0) };
        let (script, n_seen) = (Arc::clone(&desk.script), desk.n_seen.clone());
        let router = Router::new().fallback(answer).with_state(desk);
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, script, n_seen, _server: server }
    }

    /// The absolute address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What a path answers from now on.
    pub fn put(&self, path: &str, reply: Reply) {
        let mut script = self.script.lock().unwrap();
        script.once.remove(path);
        script.always.insert(path.to_owned(), reply);
    }

    /// Answers that come before the lasting one.
    pub fn first(&self, path: &str, replies: impl IntoIterator<Item = Reply>) {
        self.script.lock().unwrap().once.entry(path.to_owned()).or_default().extend(replies);
    }

    /// Keeps the answers of a path back.
    pub fn hold(&self, path: &str) {
        self.script.lock().unwrap().held.insert(path.to_owned(), Arc::new(Semaphore::new(0)));
    }

    /// Lets them go.
    pub fn release(&self, path: &str) {
        let held = self.script.lock().unwrap().held.remove(path);
        held.expect("the path was held").add_permits(1_000);
    }

    /// How many requests came so far, whatever for.
    pub fn n_seen(&self) -> usize {
        *self.n_seen.borrow()
    }

    /// Waits until so many requests came.
    pub async fn wait_for_requests(&self, count: usize) {
        self.n_seen.subscribe().wait_for(|n_seen| count <= *n_seen).await.unwrap();
    }

    /// Every request for a path so far.
    pub fn seen(&self, path: &str) -> Vec<Seen> {
        self.script.lock().unwrap().seen.iter().filter(|seen| seen.path == path).cloned().collect()
    }

    /// Waits until a path was asked for so often.
    pub async fn wait_for(&self, path: &str, count: usize) -> Vec<Seen> {
        let mut n_seen = self.n_seen.subscribe();
        loop {
            let seen = self.seen(path);
            if count <= seen.len() {
                return seen;
            }
            n_seen.changed().await.unwrap();
        }
    }
}

async fn answer(State(desk): State<Desk>, method: axum::http::Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let reply = {
        let mut script = desk.script.lock().unwrap();
        let path = uri.path().to_owned();
        let body = String::from_utf8_lossy(&body).into_owned();
        script.seen.push(Seen { method: method.to_string(), path: path.clone(), headers: headers.clone(), body });
        let once = script.once.get_mut(&path).and_then(VecDeque::pop_front);
        once.or_else(|| script.always.get(&path).cloned()).unwrap_or_else(|| Reply::status(404))
    };
    desk.n_seen.send_modify(|count| *count += 1);
    let held = desk.script.lock().unwrap().held.get(uri.path()).cloned();
    if let Some(held) = held {
        let _turn = held.acquire().await.unwrap();
    }
    let tag = reply.headers.iter().find(|(name, _)| *name == "etag").map(|(_, tag)| tag.as_str());
    let is_known = tag.is_some() && headers.get("if-none-match").and_then(|value| value.to_str().ok()) == tag;
    let mut response = Response::builder().status(if is_known { 304 } else { reply.status });
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    response.body(if is_known { Body::empty() } else { Body::from(reply.body) }).unwrap_or_else(|_| {
        let mut broken = Response::new(Body::empty());
        *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        broken
    })
}
