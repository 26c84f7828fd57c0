//! Redirects over real connections.

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use url::Url;

use super::world::{client, fetch, get as fetch_once, serve, settings};
use crate::model::FailureKind;
use crate::net::{Fetch, Kind, Request, Settings};

fn to(status: u16, location: impl Into<String>) -> axum::routing::MethodRouter {
    let location = location.into();
    get(move || async move { (StatusCode::from_u16(status).expect("a status"), [("location", location)]).into_response() })
}

#[tokio::test]
async fn a_permanent_chain_names_the_new_address() {
    let routes = Router::new().route("/feed", to(301, "/b")).route("/b", to(308, "c?x=1#top")).route("/c", get(|| async { "<rss/>" }));
    let url = serve(routes).await;
    let answer = fetch_once(url.clone()).await.expect("an answer");
    let end = url.join("/c?x=1").expect("an address");
    assert_eq!((answer.permanent_to.as_ref(), &answer.final_url), (Some(&end), &end));
}

#[tokio::test]
async fn one_temporary_step_moves_nothing() {
    let routes = Router::new().route("/feed", to(301, "/b")).route("/b", to(302, "/c")).route("/c", get(|| async { "<rss/>" }));
    let answer = fetch_once(serve(routes).await).await.expect("an answer");
    assert_eq!((answer.permanent_to, answer.final_url.path()), (None, "/c"));
}

#[tokio::test]
async fn circles_and_dead_ends_are_told() {
    for routes in [
        Router::new().route("/feed", to(302, "/b")).route("/b", to(302, "/feed")),
        Router::new().route("/feed", to(302, "http://[nonsense")),
        Router::new().route("/feed", get(|| async { StatusCode::FOUND })),
    ] {
        assert_eq!(fetch_once(serve(routes).await).await.expect_err("no end").kind(), FailureKind::Redirect);
    }
}

#[tokio::test]
async fn every_hop_passes_the_filter() {
    // The servers stand on addresses of loopback of which only one is allowed.
    let only = Settings { allow_private: vec!["127.0.0.1/32".parse().expect("a network")], ..settings() };
    let client = client(only);
    for location in [
        "http://127.0.0.2/x",
        "http://127.2/x",
        "http://0x7f000002/x",
        "http://[::ffff:127.0.0.2]/x",
        "http://169.254.169.254/latest/meta-data",
    ] {
        let error = fetch(&client, serve(Router::new().route("/feed", to(302, location))).await).await.expect_err("refused");
        assert_eq!(error.kind(), FailureKind::Blocked, "{location}: {error}");
    }
    for location in ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x"] {
        let error = fetch(&client, serve(Router::new().route("/feed", to(302, location))).await).await.expect_err("refused");
        assert_eq!(error.kind(), FailureKind::Address, "{location}: {error}");
    }
}

#[tokio::test]
async fn names_are_filtered_where_they_resolve_to() {
    let client = client(Settings { allow_private: Vec::new(), ..settings() });
    let error = fetch(&client, Url::parse("http://localhost:8080/").expect("an address")).await.expect_err("refused");
    assert_eq!(error.kind(), FailureKind::Blocked, "{error}");
    assert!(crate::telemetry::chain(&error).contains("is a loopback address"), "{}", crate::telemetry::chain(&error));
}

async fn secrets(headers: HeaderMap) -> String {
    let found = |name| headers.get(name).map_or("-", |value| value.to_str().expect("text"));
    format!("{} {}", found("authorization"), found("x-key"))
}

#[tokio::test]
async fn credentials_stay_with_their_origin() {
    let other = serve(Router::new().route("/feed", get(secrets))).await;
    let routes = Router::new().route("/feed", to(302, "/here")).route("/here", get(secrets)).route("/away", to(302, other.as_str()));
    let mut url = serve(routes).await;
    url.set_username("u").expect("a host");
    url.set_password(Some("p")).expect("a host");
    let ask = |url| Request { headers: vec![("X-Key".to_owned(), "k".into())], ..Request::new(url, Kind::Feed) };
    let client = client(settings());

    let here = client.fetch(ask(url.clone())).await.expect("an answer");
    assert_eq!(here.body, b"Basic dTpw k");
    assert_eq!((here.final_url.username(), here.final_url.password()), ("", None));
    let away = client.fetch(ask(url.join("/away").expect("an address"))).await.expect("an answer");
    assert_eq!(away.body, b"- -");
}
