//! The outbox of a real daemon that is killed again and again, before a receiver that fails at random one time in three.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use rasid::clock::{Clock, SystemClock};
use rasid::model::{EventId, NewAlert, Severity};
use rasid::store::{Matched, NewWatch, Store};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Events, each with an alert of every watch.
const EVENTS: i64 = 30;
const WATCHES: usize = 4;
/// How often the daemon is killed.
const KILLS: usize = 8;

/// One request: by which channel, under which key, of which alerts, and whether it was taken.
struct Came {
    channel: String,
    key: String,
    alerts: Vec<String>,
    taken: bool,
}

/// A receiver with a path for each channel; ends when dropped.
struct Receiver {
    address: String,
    came: Arc<Mutex<Vec<Came>>>,
    n_came: watch::Sender<usize>,
    _server: JoinSet<()>,
}

type Desk = (Arc<Mutex<Vec<Came>>>, watch::Sender<usize>);

async fn take(State((came, n_came)): State<Desk>, uri: Uri, headers: HeaderMap, body: String) -> StatusCode {
    let message: serde_json::Value = serde_json::from_str(&body).unwrap();
    let key_of = |object: &serde_json::Value| object["key"].as_str().unwrap().to_owned();
    let alerts = match message["alerts"].as_array() {
        Some(members) => members.iter().map(key_of).collect(),
        None => vec![key_of(&message)],
    };
    let key = headers["webhook-id"].to_str().unwrap().to_owned();
    let taken = rand::random_range(0..3) != 0;
    came.lock().unwrap().push(Came { channel: uri.path().to_owned(), key, alerts, taken });
    n_came.send_modify(|count| *count += 1);
    if taken { StatusCode::NO_CONTENT } else { StatusCode::INTERNAL_SERVER_ERROR }
}

impl Receiver {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (came, n_came) = (Arc::default(), watch::Sender::new(0));
        let router = Router::new().fallback(take).with_state((Arc::clone(&came), n_came.clone()));
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, came, n_came, _server: server }
    }

    /// Alerts that a channel has brought.
    fn taken(&self, channel: &str) -> BTreeSet<String> {
        let came = self.came.lock().unwrap();
        came.iter().filter(|came| came.taken && came.channel == channel).flat_map(|came| came.alerts.clone()).collect()
    }
}

/// Writes settings with two channels, one of which holds back what is too much at a time, and raises the alerts; gives their keys.
fn set_up(folder: &Path, receiver: &Receiver) -> BTreeSet<String> {
    let address = &receiver.address;
    let settings = format!(
        "[database]\npath = \"rasid.db\"\n[net]\nallow_private = [\"127.0.0.0/8\"]\n\
         [alerts]\nmax_tries = 1000\nretry_min = \"1s\"\nretry_max = \"1s\"\n\
         [channels.each]\nkind = \"webhook\"\nurl = \"{address}/each\"\n\
         [channels.few]\nkind = \"webhook\"\nurl = \"{address}/few\"\nrate_limit = 20\nrate_window = \"1s\"\n"
    );
    std::fs::write(folder.join("rasid.toml"), settings).unwrap();
    let now = SystemClock.now();
    let store = Store::open(&folder.join("rasid.db"), now).unwrap();
    let names = (0..WATCHES).map(|n| NewWatch { name: format!("Watch {n}"), ..NewWatch::default() });
    let watches: Vec<_> = names.map(|watch| store.add_watch(&watch, now, now).unwrap()).collect();
    for event in 1..=EVENTS {
        let alert = |watch_id| NewAlert {
            watch_id,
            change: String::new(),
            channels: vec!["each".to_owned(), "few".to_owned()],
            reason: "it was asked for".to_owned(),
            payload: format!(r#"{{"type":"event","event":{{"id":{event}}}}}"#),
            severity: Severity::Normal,
        };
        let alerts: Vec<NewAlert> = watches.iter().copied().map(alert).collect();
        store.record_matches(EventId(event), Matched { version: 0, watches_version: 0 }, &alerts, &[], now).unwrap();
    }
    let keys = (1..=EVENTS).flat_map(|event| watches.iter().map(move |watch| (event, *watch)));
    keys.map(|(event, watch)| store.alert_key(watch, EventId(event))).collect()
}

fn start(folder: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasid"));
    command.env_clear().env("HOME", folder).current_dir(folder).args(["--quiet", "run"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_alert_arrives_in_order_and_under_one_key() {
    let receiver = Receiver::start().await;
    let folder = tempfile::tempdir().unwrap();
    let raised = set_up(folder.path(), &receiver);
    let mut n_came = receiver.n_came.subscribe();
    let per_life = raised.len() / KILLS;
    for _ in 0..KILLS {
        let mut child = start(folder.path());
        let wanted = *n_came.borrow() + rand::random_range(1..=per_life);
        // What is left may be fewer than that.
        let _ = tokio::time::timeout(Duration::from_secs(10), n_came.wait_for(|count| wanted <= *count)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let mut child = start(folder.path());
    while receiver.taken("/each") != raised || receiver.taken("/few") != raised {
        n_came.changed().await.unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let came = receiver.came.lock().unwrap();
    let mut keys: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut members: HashMap<&str, &Vec<String>> = HashMap::new();
    let mut taken: BTreeSet<(&str, &str)> = BTreeSet::new();
    for came in came.iter() {
        assert_eq!(*members.entry(&came.key).or_insert(&came.alerts), &came.alerts, "one key, one message");
        for alert in &came.alerts {
            keys.entry((&came.channel, alert)).or_default().insert(&came.key);
            // A key ends in the watch and the event: the alerts of earlier watches on the event must have been taken.
            let (head, event) = alert.rsplit_once('-').unwrap();
            let (database, watch) = head.rsplit_once('-').unwrap();
            for earlier in 1..watch.parse::<usize>().unwrap() {
                let earlier = raised.get(&format!("{database}-{earlier}-{event}")).unwrap();
                let is_before = taken.contains(&(&came.channel, earlier)) || came.alerts.contains(earlier);
                assert!(is_before, "{alert} left by {} before {earlier} had arrived", came.channel);
            }
        }
        if came.taken {
            taken.extend(came.alerts.iter().map(|alert| (came.channel.as_str(), alert.as_str())));
        }
    }
    assert!(keys.values().all(|keys| keys.len() == 1), "{keys:#?}");
    assert!(came.iter().any(|came| 1 < came.alerts.len()), "something was bundled");
}
