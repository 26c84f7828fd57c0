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

use super::*;
use crate::clock::ManualClock;
use crate::model::{AlertCause, AlertId, EventId, Secret, WatchId};
use crate::net;
use crate::telemetry;

/// An alert with the key `alert_1`.
pub fn alert(payload: &str) -> Alert {
    Alert {
        id: AlertId(1),
        key: "alert_1".to_owned(),
        cause: AlertCause::Event { watch_id: WatchId(2), watch: "Naryshkin".to_owned(), event_id: EventId(3) },
        reason: "Naryshkin takes part".to_owned(),
        payload: payload.to_owned(),
        created_at: "2026-11-23T12:00:00Z".parse().expect("a time"),
        deliveries: Vec::new(),
    }
}

fn sink(settings: &ChannelSettings) -> Box<dyn Sink> {
    let allow = net::Settings { allow_private: vec!["127.0.0.0/8".parse().expect("a network")], ..net::Settings::default() };
    let clock = ManualClock::at("2021-02-25T15:15:30Z".parse().expect("a time"));
    build("desk", settings, Arc::new(Client::new(allow, Arc::new(clock)).expect("a client"))).expect("a sink")
}

async fn deliver(settings: &ChannelSettings) -> Result<(), SinkError> {
    sink(settings).deliver(&alert(r#"{"event": 3}"#)).await
}

fn command(program: &str, args: &[&str], timeout: Duration) -> ChannelSettings {
    let env = vec![("PATH".to_owned(), "/usr/bin:/bin".to_owned())];
    ChannelSettings::Command { program: program.into(), args: args.iter().map(|arg| (*arg).to_owned()).collect(), env, timeout }
}

#[tokio::test]
async fn every_kind_is_built() {
    let url = Url::parse("http://127.0.0.1:9999/").expect("an address");
    for settings in [
        ChannelSettings::Log,
        ChannelSettings::File { path: "alerts.ndjson".into() },
        ChannelSettings::Webhook { url, secret: None, timeout: DEFAULT_TIMEOUT },
        command("cat", &[], DEFAULT_TIMEOUT),
    ] {
        assert_eq!(sink(&settings).kind(), settings.kind());
    }
    deliver(&ChannelSettings::Log).await.expect("a line");
}

#[tokio::test]
async fn a_file_gets_one_line_for_each_alert() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("alerts.ndjson");
    let settings = ChannelSettings::File { path: path.clone() };
    deliver(&settings).await.expect("written");
    deliver(&settings).await.expect("written");
    let line = "{\"key\":\"alert_1\",\"event\": 3}\n";
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), line.repeat(2));

    std::fs::write(&path, "{\"cut by a cra").expect("written");
    deliver(&settings).await.expect("written");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), format!("{{\"cut by a cra\n{line}"));
}

#[tokio::test]
async fn what_is_no_file_is_told_from_what_may_come_back() {
    let dir = tempfile::tempdir().expect("a directory");
    let error = deliver(&ChannelSettings::File { path: dir.path().into() }).await.expect_err("a directory");
    assert_eq!(error.class(), ErrorClass::Permanent);
    let error = deliver(&ChannelSettings::File { path: dir.path().join("unmounted/alerts") }).await.expect_err("no directory");
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
    assert!(telemetry::chain(&error).contains("unmounted/alerts: No such file"), "{}", telemetry::chain(&error));
}

/// A full disk, as far as the system plays one.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn devices_are_no_files() {
    let error = deliver(&ChannelSettings::File { path: "/dev/full".into() }).await.expect_err("a device");
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
    ChannelSettings::Webhook { url, secret: secret.map(Secret::from), timeout: DEFAULT_TIMEOUT }
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
async fn a_receiver_that_hangs_is_left() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = Url::parse(&format!("http://u:p@{}/hook?x", listener.local_addr().expect("an address"))).expect("an address");
    let settings = ChannelSettings::Webhook { url, secret: None, timeout: Duration::from_millis(50) };
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
    let client = Client::new(net::Settings::default(), Arc::new(crate::clock::SystemClock)).expect("a client");
    let Err(error) = build("desk", &webhook(url, Some("whsec_not base64!")), Arc::new(client)) else { panic!("a sink was built") };
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
    let big = alert(&format!(r#"{{"fill": "{}"}}"#, "x".repeat(1_000_000)));
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
