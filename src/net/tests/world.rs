//! Loopback servers, and clients that may reach them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::clock::ManualClock;
use crate::net::{Client, Fetch, FetchError, Kind, Request, Response, Settings};

/// Settings that allow loopback and wait for nothing.
pub fn settings() -> Settings {
    Settings {
        allow_private: vec!["127.0.0.0/8".parse().expect("a network")],
        host_spacing: Duration::ZERO,
        max_feed_bytes: 100_000,
        max_page_bytes: 100_000,
        max_wire_bytes: 50_000,
        ..Settings::default()
    }
}

/// A client at noon on 23 November 2026.
pub fn client(settings: Settings) -> Client {
    let clock = ManualClock::at("2026-11-23T12:00:00Z".parse().expect("a time"));
    Client::new(settings, Arc::new(clock)).expect("a client")
}

/// Serves `routes` until the test's runtime ends.
pub async fn serve(routes: Router) -> Url {
    let (listener, url) = listen().await;
    tokio::spawn(async move { axum::serve(listener, routes).await });
    url
}

/// Answers every connection with the same bytes, then holds it open (`Hold`) or closes it (`Close`).
pub async fn serve_bytes(answer: impl Into<Vec<u8>>, end: End) -> Url {
    let (listener, url) = listen().await;
    let answer = answer.into();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            read_request(&mut stream).await;
            // The client may hang up half-way; that is what some tests are about.
            let _ = stream.write_all(&answer).await;
            if matches!(end, End::Hold) {
                held.push(stream);
            }
        }
    });
    url
}

/// Speaks first and listens never, as servers of other protocols do.
pub async fn greet(words: &'static str) -> Url {
    let (listener, url) = listen().await;
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            // The client may hang up half-way.
            let _ = stream.write_all(words.as_bytes()).await;
            held.push(stream);
        }
    });
    url
}

/// What a server of bytes does after its answer.
pub enum End {
    Close,
    Hold,
}

/// Sends `head` and then `piece` for ever, as fast as the client takes it.
pub async fn serve_endless(head: &'static str, piece: Vec<u8>) -> Url {
    let (listener, url) = listen().await;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            read_request(&mut stream).await;
            if stream.write_all(head.as_bytes()).await.is_ok() {
                while stream.write_all(&piece).await.is_ok() {}
            }
        }
    });
    url
}

/// An address where nobody listens.
pub async fn nobody() -> Url {
    let (listener, url) = listen().await;
    drop(listener);
    url
}

/// Fetches a feed.
pub async fn fetch(client: &Client, url: Url) -> Result<Response, FetchError> {
    client.fetch(Request::new(url, Kind::Feed)).await
}

/// Fetches a feed with a client of [`settings`].
pub async fn get(url: Url) -> Result<Response, FetchError> {
    fetch(&client(settings()), url).await
}

async fn listen() -> (TcpListener, Url) {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, Url::parse(&format!("http://{address}/feed")).expect("an address"))
}

async fn read_request(stream: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut piece = [0; 1024];
    while !seen.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(n_read) if 0 < n_read => seen.extend_from_slice(&piece[..n_read]),
            _ => return,
        }
    }
}
