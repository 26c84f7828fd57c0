//! Sinks against real files, programs and loopback receivers.

#![expect(clippy::disallowed_methods, reason = "a loopback server lives in a task of its own until the test's runtime ends")]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use url::Url;

mod mail;

use super::*;
use crate::channel::{HiddenUrl, KINDS, Kind, Shape, Value, Values, kind_named};
use crate::clock::ManualClock;
use crate::model::Secret;
use crate::net;
use crate::telemetry;

fn message() -> Message {
    Message { key: "alert_1".to_owned(), thread: Some("event_3".to_owned()), line: r#"{"key":"alert_1","event": 3}"#.to_owned() }
}

/// The settings of a channel, with the defaults that the configuration would fill in.
fn settings(kind: &str, given: Vec<(&'static str, Value)>) -> ChannelSettings {
    let kind: &'static Kind = kind_named(kind).expect(kind);
    let mut values = Values::default();
    for field in kind.fields {
        match field.shape {
            Shape::Seconds(default, ..) => values.set(field.key, Value::Duration(Duration::from_secs(default))),
            Shape::Integer(default, ..) => values.set(field.key, Value::Number(default.into())),
            _ => {}
        }
    }
    given.into_iter().for_each(|(key, value)| values.set(key, value));
    ChannelSettings::new("desk", kind, values)
}

fn tools() -> Tools {
    let allow = net::Settings { allow_private: vec!["127.0.0.0/8".parse().expect("a network")], ..net::Settings::default() };
    let clock = ManualClock::at("2021-02-25T15:15:30Z".parse().expect("a time"));
    let client = Arc::new(Client::new(allow, Arc::new(clock)).expect("a client"));
    Tools { client, environment: vec![("PATH".to_owned(), "/usr/bin:/bin".to_owned())] }
}

fn sink(settings: &ChannelSettings) -> Box<dyn Sink> {
    build(settings, &tools()).expect("a sink")
}

async fn deliver(settings: &ChannelSettings) -> Result<Receipt, SinkError> {
    sink(settings).deliver(&message()).await
}

fn words(words: &[&str]) -> Value {
    Value::Words(words.iter().map(|word| (*word).to_owned()).collect())
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn file(path: &Path) -> ChannelSettings {
    settings("file", vec![("path", Value::Path(path.to_owned()))])
}

fn command(program: &str, args: &[&str], timeout: Duration) -> ChannelSettings {
    settings("command", vec![("command", words(&[&[program], args].concat())), ("timeout", Value::Duration(timeout))])
}

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

#[tokio::test]
async fn every_kind_is_built() {
    let url = || Value::Url(HiddenUrl(Url::parse("http://127.0.0.1:9/").expect("an address")));
    for kind in KINDS {
        let given = kind.fields.iter().filter(|field| field.required).map(|field| {
            let value = match field.shape {
                Shape::Url | Shape::SecretUrl => url(),
                Shape::Path => Value::Path("alerts.ndjson".into()),
                Shape::Words => words(&["cat"]),
                Shape::Secret | Shape::SecretWord => Value::Secret(Secret::from("hush")),
                _ => text("!x"),
            };
            (field.key, value)
        });
        assert_eq!(sink(&settings(kind.name, given.collect())).kind(), kind.name);
    }
    let said = deliver(&settings("log", vec![])).await.expect("a line").said;
    assert_eq!(said, "");
}

#[tokio::test]
async fn a_file_gets_one_line_for_each_alert() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("alerts.ndjson");
    let settings = file(&path);
    deliver(&settings).await.expect("written");
    deliver(&settings).await.expect("written");
    let line = "{\"key\":\"alert_1\",\"event\": 3}\n";
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), line.repeat(2));

    std::fs::write(&path, "{\"cut by a cra").expect("written");
    deliver(&settings).await.expect("written");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), format!("{{\"cut by a cra\n{line}"));
}

#[tokio::test]
async fn a_full_file_is_put_aside() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("alerts.ndjson");
    let mut settings = file(&path);
    // Two lines of 29 bytes fit.
    settings.values.set("max_size", Value::Number(60));
    settings.values.set("keep", Value::Number(2));
    let sink = sink(&settings);
    for _ in 0..9 {
        sink.deliver(&message()).await.expect("written");
    }
    let n_lines = |name: &str| std::fs::read_to_string(dir.path().join(name)).map(|text| text.lines().count()).ok();
    let found = ["alerts.ndjson", "alerts.ndjson.1", "alerts.ndjson.2", "alerts.ndjson.3"].map(n_lines);
    assert_eq!(found, [Some(1), Some(2), Some(2), None]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_socket_gets_one_datagram() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("log");
    let listener = tokio::net::UnixDatagram::bind(&path).expect("a socket");
    let settings = settings("syslog", vec![("socket", Value::Path(path.clone()))]);
    let receipt = deliver(&settings).await.expect("taken");
    let mut line = [0; 1000];
    let n_read = listener.recv(&mut line).await.expect("a datagram");
    let line = String::from_utf8_lossy(&line[..n_read]);
    assert!(line.starts_with("<29>Feb 25 15:15:30 rasid: ") && line.ends_with(r#" {"key":"alert_1","event": 3}"#), "{line}");
    assert!(receipt.said.ends_with(&format!("took {n_read} bytes")), "{}", receipt.said);
    drop(listener);
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(deliver(&settings).await.expect_err("nobody listens").class(), ErrorClass::Retry { after: None });
}

#[tokio::test]
async fn a_template_is_read_beside_those_of_its_languages() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("desk.jinja");
    std::fs::write(&path, "one line: {{ text }}").expect("written");
    std::fs::write(dir.path().join("desk.ar.jinja"), "{{ broken").expect("written");
    let mut settings = settings("log", vec![]);
    settings.template = Some(path.clone());
    let Err(error) = build(&settings, &tools()) else { panic!("a sink was built") };
    assert!(error.to_string().contains("desk.jinja cannot be used: line 1"), "{error}");
    std::fs::remove_file(dir.path().join("desk.ar.jinja")).expect("removed");
    assert!(build(&settings, &tools()).is_ok());
    std::fs::remove_file(path).expect("removed");
    assert!(build(&settings, &tools()).is_err());
}

#[tokio::test]
async fn what_is_no_file_is_told_from_what_may_come_back() {
    let dir = tempfile::tempdir().expect("a directory");
    let error = deliver(&file(dir.path())).await.expect_err("a directory");
    assert_eq!(error.class(), ErrorClass::Permanent);
    let error = deliver(&file(&dir.path().join("unmounted/alerts"))).await.expect_err("no directory");
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
    assert!(telemetry::chain(&error).contains("unmounted/alerts: No such file"), "{}", telemetry::chain(&error));
}

/// A full disk, as far as the system plays one.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn devices_are_no_files() {
    let error = deliver(&file(Path::new("/dev/full"))).await.expect_err("a device");
    assert_eq!(error.class(), ErrorClass::Permanent);
}

type Taken = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// A receiver that answers every alert with a status and a `Retry-After`, and keeps what it was sent.
async fn receiver(status: u16, retry_after: Option<&'static str>) -> (Url, Taken) {
    let taken = Taken::default();
    let keep = Arc::clone(&taken);
    let take = move |headers: HeaderMap, body: String| async move {
        keep.lock().expect("no panic").push((headers, body));
        let mut answer = (StatusCode::from_u16(status).expect("a status"), "come\nback \u{7} later").into_response();
        if let Some(wait) = retry_after {
            answer.headers_mut().insert("retry-after", wait.parse().expect("a header"));
        }
        answer
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = Url::parse(&format!("http://{}/hook?token=hidden", listener.local_addr().expect("an address"))).expect("an address");
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(take))).await });
    (url, taken)
}

fn webhook(url: Url, secret: Option<&str>) -> ChannelSettings {
    let secret = secret.map(|secret| ("secret", Value::Secret(Secret::from(secret))));
    settings("webhook", std::iter::once(("url", Value::Url(HiddenUrl(url)))).chain(secret).collect())
}

#[tokio::test]
async fn a_webhook_is_signed() {
    let (url, taken) = receiver(204, None).await;
    deliver(&webhook(url.clone(), Some("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))).await.expect("taken");
    deliver(&webhook(url, None)).await.expect("taken");
    let taken = taken.lock().expect("no panic");
    let header = |n: usize, name| taken[n].0.get(name).map(|value| value.to_str().expect("text"));
    assert_eq!(taken[0].1, r#"{"key":"alert_1","event": 3}"#);
    assert_eq!(header(0, "content-type"), Some("application/json"));
    assert_eq!(header(0, "webhook-id"), Some("alert_1"));
    assert_eq!(header(0, "webhook-timestamp"), Some("1614266130"));
    assert!(header(0, "webhook-signature").is_some_and(|value| value.starts_with("v1,") && value.len() == 47));
    assert_eq!(header(1, "webhook-signature"), None);
}

#[tokio::test]
async fn a_receivers_answer_decides() {
    let retry = |seconds: Option<u64>| ErrorClass::Retry { after: seconds.map(Duration::from_secs) };
    for (status, wait, class) in [
        (404, None, retry(None)),
        (500, None, retry(None)),
        (302, None, retry(None)),
        (429, Some("30"), retry(Some(30))),
        (503, Some("Thu, 25 Feb 2021 15:16:30 GMT"), retry(Some(60))),
        (410, None, ErrorClass::Permanent),
    ] {
        let (url, _) = receiver(status, wait).await;
        let error = deliver(&webhook(url, None)).await.expect_err("refused");
        assert_eq!(error.class(), class, "{status}");
        let words = error.to_string();
        assert!(words.ends_with(&format!(" answered {status} and said \"come back later\"")) && !words.contains("hook"), "{words}");
    }
}

#[tokio::test]
async fn what_a_receiver_repeats_of_a_secret_is_hidden() {
    let echo = |uri: axum::http::Uri, body: String| async move { (StatusCode::NOT_FOUND, format!("no page {uri} for {body}")) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(echo)).await });
    let hook = |path: &str| Value::Url(HiddenUrl(Url::parse(&format!("{address}{path}")).expect("an address")));
    let bot = vec![("chat", text("1")), ("token", Value::Secret(Secret::from("12:hush-hush"))), ("url", hook("/"))];
    for settings in [
        settings("slack", vec![("url", hook("/services/T0/B0/hush-hush?key=hush-too"))]),
        settings("telegram", bot),
        settings("ntfy", vec![("topic", Value::Secret(Secret::from("hush-hush"))), ("url", hook("/"))]),
    ] {
        let error = deliver(&settings).await.expect_err("not found");
        let words = telemetry::chain(&error);
        assert!(words.contains("404 and said \"no page ") && words.contains("***") && !words.contains("hush"), "{words}");
    }
}

#[tokio::test]
async fn a_receiver_that_hangs_is_left() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = Url::parse(&format!("http://u:p@{}/hook?x", listener.local_addr().expect("an address"))).expect("an address");
    let mut settings = webhook(url, None);
    settings.values.set("timeout", Value::Duration(Duration::from_millis(50)));
    let error = deliver(&settings).await.expect_err("no answer");
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
    let words = telemetry::chain(&error);
    assert!(words.contains("/ within 50ms") && !words.contains("hook") && !words.contains('@'), "{words}");
}

#[tokio::test]
async fn a_receiver_the_filter_refuses_is_a_case_for_a_person() {
    let url = Url::parse("http://10.0.0.1/").expect("an address");
    let error = deliver(&webhook(url, None)).await.expect_err("refused");
    assert_eq!(error.class(), ErrorClass::Permanent);
}

#[test]
fn a_bad_secret_is_found_at_once_and_not_shown() {
    let url = Url::parse("http://127.0.0.1/").expect("an address");
    let Err(error) = build(&webhook(url, Some("whsec_not base64!")), &tools()) else { panic!("a sink was built") };
    assert_eq!(error.to_string(), r#"channel "desk" cannot be used: its secret begins with whsec_ but goes on with no base64"#);
}

#[tokio::test]
async fn a_program_gets_the_alert_and_a_bare_environment() {
    let dir = tempfile::tempdir().expect("a directory");
    let read = |path: &Path| std::fs::read_to_string(path).expect("a file");
    let input = dir.path().join("input");
    deliver(&command("/bin/dd", &[&format!("of={}", input.display())], DEFAULT_TIMEOUT)).await.expect("run");
    assert_eq!(read(&input), "{\"key\":\"alert_1\",\"event\": 3}\n");

    // Printed where we look: a program that fails has its standard error shown.
    let error = deliver(&command("/bin/sh", &["-c", "env | sort >&2; exit 3"], DEFAULT_TIMEOUT)).await.expect_err("exit 3");
    let words = error.to_string();
    assert!(words.contains("/bin/sh ended with exit status: 3"), "{words}");
    assert!(words.contains("RASID_ALERT_KEY=alert_1") && !words.contains("HOME="), "{words}");
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
}

#[tokio::test]
async fn a_program_need_not_read_its_input() {
    deliver(&command("true", &[], DEFAULT_TIMEOUT)).await.expect("run");
    let big = Message { line: format!(r#"{{"fill": "{}"}}"#, "x".repeat(1_000_000)), ..message() };
    sink(&command("true", &[], DEFAULT_TIMEOUT)).deliver(&big).await.expect("run");
}

#[tokio::test]
async fn a_program_that_hangs_is_killed() {
    let error = deliver(&command("sleep", &["3600"], Duration::from_millis(50))).await.expect_err("killed");
    assert_eq!(error.to_string(), "sleep was killed after 50ms");
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
}

#[tokio::test]
async fn a_program_that_shouts_is_cut_short() {
    let error = deliver(&command("/bin/sh", &["-c", "yes loud | head -n 200000 >&2; echo last words >&2; exit 1"], DEFAULT_TIMEOUT)).await;
    let words = error.expect_err("exit 1").to_string();
    assert!(words.ends_with("loud last words\"") && words.len() < 400, "{words}");
}

#[tokio::test]
async fn a_program_that_leaves_a_child_behind_has_ended() {
    deliver(&command("/bin/sh", &["-c", "sleep 5 >&2 &"], DEFAULT_TIMEOUT)).await.expect("run");
}

#[tokio::test]
async fn a_program_that_is_not_there_may_come_back() {
    let error = deliver(&command("/nonexistent/notify", &[], DEFAULT_TIMEOUT)).await.expect_err("no program");
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
    assert!(telemetry::chain(&error).starts_with("could not run /nonexistent/notify: No such file"), "{}", telemetry::chain(&error));
}
