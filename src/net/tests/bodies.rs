//! Bodies that are too large, too slow, damaged, or encoded in odd ways.

use std::io::Write;
use std::time::Duration;

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::world::{End, client, fetch, get as fetch_once, serve, serve_bytes, serve_endless, settings};
use crate::model::FailureKind;
use crate::net::{Fetch, FetchError, Kind, Request, Response, Settings, Size};

async fn encoded(coding: &'static str, body: Vec<u8>) -> Result<Response, FetchError> {
    let answer = move || async move { ([("content-encoding", coding)], body).into_response() };
    fetch_once(serve(Router::new().route("/feed", get(answer))).await).await
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

fn too_large(error: &FetchError) -> Option<(usize, Size)> {
    match error {
        FetchError::TooLarge { limit_bytes, size, .. } => Some((*limit_bytes, *size)),
        _ => None,
    }
}

#[tokio::test]
async fn every_offered_coding_is_read() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(b"<rss/>").expect("memory");
    let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
    bare.write_all(b"<rss/>").expect("memory");
    let brotli = b"\x8b\x02\x80<rss/>\x03".to_vec();
    let zstd = b"\x28\xb5\x2f\xfd\x20\x06\x31\x00\x00<rss/>".to_vec();
    let two_members = [gzip(b"<rs"), gzip(b"s/>")].concat();
    for (coding, body) in [
        ("identity", b"<rss/>".to_vec()),
        ("gzip", gzip(b"<rss/>")),
        ("x-gzip", gzip(b"<rss/>")),
        ("gzip", two_members),
        ("deflate", zlib.finish().expect("memory")),
        ("deflate", bare.finish().expect("memory")),
        ("br", brotli),
        ("zstd", zstd),
    ] {
        let answer = encoded(coding, body).await.expect(coding);
        assert_eq!(answer.body, b"<rss/>", "{coding}");
    }
}

#[tokio::test]
async fn a_bomb_is_stopped_at_the_limit() {
    let bomb = gzip(&vec![b' '; 20_000_000]);
    assert!(bomb.len() < 50_000);
    let error = encoded("gzip", bomb).await.expect_err("a bomb");
    assert_eq!(too_large(&error), Some((100_000, Size::Decoded)));
    assert!(error.to_string().ends_with("is too large: more than 100000 bytes after decoding"), "{error}");
}

#[tokio::test]
async fn codings_on_top_of_each_other_are_refused() {
    for coding in ["gzip, gzip", "compress"] {
        let error = encoded(coding, gzip(&gzip(b"<rss/>"))).await.expect_err("refused");
        assert_eq!(error.kind(), FailureKind::Protocol);
    }
}

#[tokio::test]
async fn damaged_codings_are_a_fault_and_not_half_a_feed() {
    let whole = gzip(&b"<rss>words that go on for a while</rss>".repeat(20));
    for body in [whole[..whole.len() / 2].to_vec(), b"<rss/> in plain".to_vec()] {
        let error = encoded("gzip", body).await.expect_err("damaged");
        assert_eq!(error.kind(), FailureKind::Protocol, "{error}");
    }
}

#[tokio::test]
async fn an_announced_giant_is_not_read() {
    let url = serve_bytes("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n<rss>", End::Hold).await;
    let error = fetch_once(url).await.expect_err("a giant");
    assert_eq!(too_large(&error), Some((50_000, Size::Declared)));
}

#[tokio::test]
async fn an_endless_body_is_stopped_at_the_limit() {
    let url = serve_endless("HTTP/1.1 200 OK\r\n\r\n", vec![b'x'; 4096]).await;
    let error = fetch_once(url).await.expect_err("endless");
    assert_eq!(too_large(&error), Some((50_000, Size::Wire)));
}

#[tokio::test]
async fn an_endless_row_of_empty_members_is_stopped_on_the_wire() {
    let url = serve_endless("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip(b"").repeat(100)).await;
    let error = fetch_once(url).await.expect_err("endless");
    assert_eq!(too_large(&error), Some((50_000, Size::Wire)));
}

#[tokio::test]
async fn a_trickle_ends_with_the_whole_time() {
    let url = serve_bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", End::Hold).await;
    let client = client(Settings { timeout: Duration::from_millis(50), ..settings() });
    let error = fetch(&client, url).await.expect_err("a trickle");
    assert_eq!(error.kind(), FailureKind::Timeout);
}

#[tokio::test]
async fn endless_headers_are_stopped() {
    let url = serve_endless("HTTP/1.1 200 OK\r\n", b"X-Fill: words words words words\r\n".repeat(50)).await;
    assert_eq!(fetch_once(url).await.expect_err("endless").kind(), FailureKind::Protocol);
}

#[tokio::test]
async fn huge_headers_are_a_fault() {
    let fill = "w".repeat(100_000);
    let url = serve_bytes(format!("HTTP/1.1 200 OK\r\nX-Fill: {fill}\r\nContent-Length: 6\r\n\r\n<rss/>"), End::Close).await;
    assert_eq!(fetch_once(url).await.expect_err("huge").kind(), FailureKind::Protocol);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_failure() {
    let url = serve_bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", End::Close).await;
    let error = fetch_once(url).await.expect_err("half a body");
    assert!(matches!(error.kind(), FailureKind::Protocol | FailureKind::Connect), "{error}");
}

#[tokio::test]
async fn a_long_robots_txt_is_cut() {
    let url = serve(Router::new().route("/feed", get(|| async { vec![b'#'; 600 * 1024] }))).await;
    let client = client(Settings { max_wire_bytes: 1_000_000, ..settings() });
    let answer = client.fetch(Request::new(url, Kind::Robots)).await.expect("an answer");
    assert_eq!((answer.body.len(), answer.truncated), (500 * 1024, true));
}
