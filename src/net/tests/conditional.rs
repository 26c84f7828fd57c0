//! Validators, freshness and what is sent along.

use std::time::Duration;

use axum::Router;
use axum::extract::Request as Asked;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response as Said};
use axum::routing::get;

use super::world::{client, fetch, serve, settings};
use crate::model::{FailureKind, Validators};
use crate::net::{Fetch, Kind, Request};

const ETAG: &str = "W/\"odd, \\ value\"";
const MODIFIED: &str = "yesterday, or so";

async fn feed(asked: Asked) -> Said {
    let says = |name, value: &str| asked.headers().get(name).is_some_and(|found| found == value);
    if says("if-none-match", ETAG) && says("if-modified-since", MODIFIED) {
        return (StatusCode::NOT_MODIFIED, [("etag", "\"new\""), ("cache-control", "max-age=60")]).into_response();
    }
    ([("etag", ETAG), ("last-modified", MODIFIED), ("content-type", "application/rss+xml; charset=utf-8")], "<rss/>").into_response()
}

#[tokio::test]
async fn validators_are_echoed_as_they_came() {
    let url = serve(Router::new().route("/feed", get(feed))).await;
    let client = client(settings());
    let first = fetch(&client, url.clone()).await.expect("an answer");
    assert_eq!((first.status, first.body.as_slice()), (200, b"<rss/>".as_slice()));
    assert_eq!(first.content_type.as_deref(), Some("application/rss+xml; charset=utf-8"));
    assert_eq!(first.validators, Validators { etag: Some(ETAG.to_owned()), last_modified: Some(MODIFIED.to_owned()) });
    assert_eq!((first.final_url.clone(), first.permanent_to), (url.clone(), None));

    let second = client.fetch(Request { validators: first.validators, ..Request::new(url, Kind::Feed) }).await.expect("an answer");
    assert!(second.is_not_modified() && second.body.is_empty());
    assert_eq!(second.max_age, Some(Duration::from_secs(60)));
    let kept = Validators { etag: Some("\"new\"".to_owned()), last_modified: Some(MODIFIED.to_owned()) };
    assert_eq!(second.validators, kept, "each validator is updated on its own");
}

#[tokio::test]
async fn a_304_nobody_asked_for_is_a_fault() {
    let url = serve(Router::new().route("/feed", get(|| async { StatusCode::NOT_MODIFIED }))).await;
    let error = fetch(&client(settings()), url).await.expect_err("no answer");
    assert_eq!(error.kind(), FailureKind::Protocol);
}

async fn echo(headers: HeaderMap) -> String {
    let mut lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().expect("text"))).collect();
    lines.sort();
    lines.join("\n")
}

#[tokio::test]
async fn a_request_says_who_asks_and_nothing_else() {
    let url = serve(Router::new().route("/feed", get(echo))).await;
    let client = client(crate::net::Settings { user_agent: "rasid/9".into(), contact: "https://example.org/bot".into(), ..settings() });
    let host = url.authority().to_owned();
    let said = fetch(&client, url.clone()).await.expect("an answer").body;
    let said = String::from_utf8(said).expect("text");
    let names: Vec<&str> = said.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(names, ["accept-encoding", "accept", "host", "user-agent"]);
    assert!(said.contains("user-agent: rasid/9 (+https://example.org/bot)") && said.contains(&format!("host: {host}")), "{said}");
    assert!(said.contains("application/rss+xml"), "{said}");

    let request = Request {
        user_agent: Some("other/1".to_owned()),
        headers: vec![("X-Key".to_owned(), "k".into())],
        ..Request::new(url, Kind::Page)
    };
    let said = String::from_utf8(client.fetch(request).await.expect("an answer").body).expect("text");
    assert!(said.contains("user-agent: other/1\nx-key: k") && said.contains("accept: text/html"), "{said}");
}
