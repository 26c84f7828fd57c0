//! Failures told apart, in words and in classes.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use url::Url;

use super::world::{client, fetch, get as fetch_once, greet, nobody, serve, settings};
use crate::model::FailureKind;
use crate::net::{Answer, ErrorClass, FetchError, Post, Settings};
use crate::telemetry;

async fn answered(status: u16, headers: &'static [(&'static str, &'static str)], body: &'static str) -> FetchError {
    let answer = move || async move {
        let mut answer = (StatusCode::from_u16(status).expect("a status"), body).into_response();
        for (name, value) in headers {
            answer.headers_mut().insert(*name, value.parse().expect("a header"));
        }
        answer
    };
    fetch_once(serve(Router::new().route("/feed", get(answer))).await).await.expect_err("a failure")
}

#[tokio::test]
async fn statuses_are_sorted() {
    let limited = |seconds| ErrorClass::Limited { retry_after: Some(Duration::from_secs(seconds)) };
    for (status, headers, kind, class) in [
        (404, &[][..], FailureKind::HttpStatus, ErrorClass::Permanent),
        (500, &[], FailureKind::HttpStatus, ErrorClass::Transient),
        (503, &[], FailureKind::HttpStatus, ErrorClass::Transient),
        (408, &[], FailureKind::HttpStatus, ErrorClass::Transient),
        (410, &[], FailureKind::Gone, ErrorClass::Gone),
        (429, &[], FailureKind::Limited, ErrorClass::Limited { retry_after: None }),
        (429, &[("retry-after", "120")], FailureKind::Limited, limited(120)),
        (503, &[("retry-after", "Mon, 23 Nov 2026 12:10:00 GMT")], FailureKind::Limited, limited(600)),
        (403, &[("cf-mitigated", "challenge")], FailureKind::Challenge, ErrorClass::Permanent),
        (206, &[], FailureKind::Protocol, ErrorClass::Transient),
        (200, &[], FailureKind::Empty, ErrorClass::Transient),
    ] {
        let body = if status == 206 { "<rss/>" } else { " \n" };
        let error = answered(status, headers, body).await;
        assert_eq!((error.kind(), error.class()), (kind, class), "{status} {headers:?}: {error}");
    }
}

#[tokio::test]
async fn a_challenge_is_known_by_its_body() {
    let page = r#"<html><script src="/_Incapsula_Resource?x=1"></script></html>"#;
    for status in [200, 403] {
        assert_eq!(answered(status, &[], page).await.to_string().split(" shows ").nth(1), Some("a challenge for browsers (Imperva)"));
    }
}

#[tokio::test]
async fn words_name_the_address_and_the_trouble() {
    let error = answered(404, &[], "").await;
    assert!(error.to_string().ends_with("/feed answered 404 Not Found"), "{error}");
    let error = answered(429, &[("retry-after", "120")], "").await;
    assert!(error.to_string().ends_with("/feed answered 429 Too Many Requests and asks to slow down for 120 s"), "{error}");
}

#[tokio::test]
async fn nobody_listening_is_a_connection_failure() {
    let error = fetch_once(nobody().await).await.expect_err("nobody");
    assert_eq!((error.kind(), error.class()), (FailureKind::Connect, ErrorClass::Transient));
    assert!(telemetry::chain(&error).contains("refused"), "{}", telemetry::chain(&error));
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_a_dns_failure() {
    let error = fetch_once(Url::parse("http://nowhere.invalid/").expect("an address")).await.expect_err("no such name");
    assert_eq!(error.kind(), FailureKind::Dns, "{}", telemetry::chain(&error));
}

#[tokio::test]
async fn https_to_a_server_without_tls_is_a_tls_failure() {
    let mut url = greet("HTTP/1.1 400 Bad Request\r\n\r\n").await;
    url.set_scheme("https").expect("a scheme");
    let error = fetch_once(url).await.expect_err("no TLS");
    assert_eq!(error.kind(), FailureKind::Tls, "{}", telemetry::chain(&error));
}

#[tokio::test]
async fn what_is_no_http_is_a_protocol_failure() {
    let error = fetch_once(greet("220 ready for mail\r\n").await).await.expect_err("no HTTP");
    assert_eq!(error.kind(), FailureKind::Protocol, "{}", telemetry::chain(&error));
    let error = fetch_once(Url::parse("gopher://127.0.0.1/").expect("an address")).await.expect_err("no HTTP");
    assert_eq!(error.kind(), FailureKind::Address);
}

#[tokio::test]
async fn passwords_are_not_shown() {
    let error = fetch_once(Url::parse("ftp://user:hunter2@example.org/").expect("an address")).await.expect_err("refused");
    assert!(!error.to_string().contains("hunter2") && !format!("{error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn posts_follow_no_redirect_and_pass_the_filter() {
    let routes =
        Router::new().route("/feed", post(|| async { (StatusCode::FOUND, [("location", "/x"), ("retry-after", "5")], "elsewhere") }));
    let url = serve(routes).await;
    let message = Post { verb: crate::net::Verb::Post, url, headers: vec![], body: "{}".to_owned(), timeout: Duration::from_secs(10) };
    let answer = client(settings()).post(message.clone()).await.expect("an answer");
    assert_eq!(answer, Answer { status: 302, retry_after: Some(Duration::from_secs(5)), body: "elsewhere".to_owned() });
    let strict = client(Settings { allow_private: Vec::new(), ..settings() });
    assert_eq!(strict.post(message.clone()).await.expect_err("refused").kind(), FailureKind::Blocked);
    assert_eq!(fetch(&strict, message.url).await.expect_err("refused").kind(), FailureKind::Blocked);
}
