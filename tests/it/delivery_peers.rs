//! The outbox against real receivers that refuse, hang, close half-way, ask for patience, or send elsewhere; time is moved by hand.

use std::collections::{BTreeSet, VecDeque};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rasid::model::{DeliveryState, Severity};
use rasid::stage::{Context, Stage};
use rasid::store::AlertQuery;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::delivery::{deliver_next, raise};
use crate::test_bed::{Reply, TestBed, run};

/// What a receiver does with a connection.
#[derive(Debug, Clone, Copy)]
enum Manner {
    /// Closes it unheard.
    Close,
    /// Hears the request and says nothing.
    Hang,
    /// Hears the request, says this, and closes.
    Say(&'static str),
}

/// A receiver of no manners; ends when dropped.
struct Peer {
    url: String,
    /// The key of each request that it heard.
    keys: Arc<Mutex<Vec<String>>>,
    _server: JoinSet<()>,
}

impl Peer {
    /// One that does these things, connection by connection.
    async fn start(manners: &[Manner]) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (keys, mut manners) = (Arc::default(), VecDeque::from(manners.to_vec()));
        let heard: Arc<Mutex<Vec<String>>> = Arc::clone(&keys);
        let mut server = JoinSet::new();
        server.spawn(async move {
            let mut hanging = Vec::new();
            while let (Some(manner), Ok((mut stream, _))) = (manners.pop_front(), listener.accept().await) {
                if !matches!(manner, Manner::Close) {
                    let key = key_of(&mut stream).await;
                    heard.lock().unwrap().push(key);
                }
                match manner {
                    Manner::Close => {}
                    Manner::Hang => hanging.push(stream),
                    // Whoever does not listen any more misses it.
                    Manner::Say(words) => drop(stream.write_all(words.as_bytes()).await),
                }
            }
        });
        Self { url, keys, _server: server }
    }
}

/// Reads a request to its end and gives its idempotency key.
async fn key_of(stream: &mut TcpStream) -> String {
    let (mut request, mut piece) = (String::new(), [0; 4096]);
    while !request.ends_with('}') {
        let n_read = stream.read(&mut piece).await.unwrap();
        assert_ne!(n_read, 0, "the request broke off: {request}");
        request.push_str(&String::from_utf8_lossy(&piece[..n_read]));
    }
    let line = request.lines().find_map(|line| line.strip_prefix("webhook-id: "));
    line.expect("a key").to_owned()
}

/// The state of the only alert's delivery, its tries, and what went wrong last.
fn state(bed: &TestBed) -> (DeliveryState, u32, String) {
    let alert = bed.store.alerts(&AlertQuery { limit: 1, ..AlertQuery::default() }).unwrap().remove(0);
    let delivery = &alert.deliveries[0];
    (delivery.state, delivery.tries, delivery.last_error.clone().unwrap_or_default())
}

/// Delivers what is due, and says how long the next try is put off.
async fn put_off(bed: &TestBed, context: &Context) -> i64 {
    run(context, Stage::Deliver).await.next_due_at.map_or(0, |at| at.duration_since(bed.now()).as_secs())
}

#[tokio::test]
async fn whatever_a_receiver_does_the_alert_arrives_under_one_key() {
    let bed = TestBed::new().await;
    let manners = [
        Manner::Close,
        Manner::Say(""),
        Manner::Say("HTTP/1.1 20"),
        Manner::Say("HTTP/1.1 200 OK\r\ncontent-le"),
        Manner::Hang,
        Manner::Say("220 ready for mail\r\n"),
        Manner::Say("HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\nno"),
        // The status has decided, though the rest is never said.
        Manner::Say("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nha"),
    ];
    let peer = Peer::start(&manners).await;
    let key = raise(&bed, bed.watch("One"), 1, Severity::Normal);
    let context = bed.context_to(&peer.url);
    while state(&bed).0 == DeliveryState::Pending {
        let (_, before, _) = state(&bed);
        deliver_next(&bed, &context).await;
        let (_, tries, error) = state(&bed);
        assert!(before < tries && !error.contains("/hook"), "{error}");
    }
    assert_eq!(state(&bed).0, DeliveryState::Delivered);
    let keys = peer.keys.lock().unwrap();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>(), BTreeSet::from([&key]));
    assert!(7 <= keys.len(), "{keys:?}");
}

#[tokio::test]
async fn nobody_there_is_a_reason_to_try_again() {
    let bed = TestBed::new().await;
    let gone = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap().local_addr().unwrap();
    raise(&bed, bed.watch("One"), 1, Severity::Normal);
    let context = bed.context_to(&format!("http://{gone}/hook"));
    assert_eq!(put_off(&bed, &context).await, 15);
    let (state, tries, error) = state(&bed);
    assert_eq!((state, tries), (DeliveryState::Pending, 1));
    assert!(error.contains("refused") && !error.contains("/hook"), "{error}");
}

#[tokio::test]
async fn a_receiver_is_given_the_time_it_asks_for_and_not_followed_elsewhere() {
    let bed = TestBed::new().await;
    let inside = bed.world.url("/inside");
    bed.world.put("/inside", Reply::status(200));
    bed.world.first(
        "/hook",
        [
            Reply::status(429).header("retry-after", "120"),
            Reply::status(429).header("retry-after", "Sun, 29 Jun 2025 18:10:00 GMT"),
            Reply::redirect(307, &inside),
            Reply::redirect(302, "http://10.0.0.1/metadata"),
            Reply::status(204),
        ],
    );
    raise(&bed, bed.watch("One"), 1, Severity::Normal);
    let context = bed.context_to(&bed.world.url("/hook"));
    for wait in [120, 480, 60, 120] {
        assert_eq!(put_off(&bed, &context).await, wait, "{}", state(&bed).2);
        bed.later(wait);
    }
    assert_eq!((put_off(&bed, &context).await, state(&bed).0), (0, DeliveryState::Delivered));
    assert_eq!((bed.world.seen("/hook").len(), bed.world.seen("/inside").len()), (5, 0));
}

#[tokio::test]
async fn a_receiver_that_is_down_for_an_hour_is_asked_seldom_and_loses_nothing() {
    let bed = TestBed::new().await;
    bed.world.put("/hook", Reply::status(500));
    let watch = bed.watch("One");
    let sent: BTreeSet<String> = (1..=40).map(|event| raise(&bed, watch, event, Severity::Normal)).collect();
    let context = bed.context_to(&bed.world.url("/hook"));
    let end = bed.now() + Duration::from_secs(3_600);
    while bed.now() < end {
        deliver_next(&bed, &context).await.expect("all of it waits");
    }
    let n_asked = bed.world.seen("/hook").len();
    assert!(n_asked < 40, "it was asked {n_asked} times within the hour");
    let channel = bed.store.channel_states().unwrap().remove(0);
    assert!(channel.blocked_until.is_some() && channel.pending == 40 && channel.dead == 0, "{channel:?}");
    bed.world.put("/hook", Reply::status(204));
    while deliver_next(&bed, &context).await.is_some() {}
    let taken: Vec<_> = bed.world.seen("/hook").into_iter().skip(n_asked).collect();
    let keys: BTreeSet<String> = taken.iter().map(|seen| seen.header("webhook-id").unwrap().to_owned()).collect();
    assert_eq!((keys, taken.len()), (sent, 40));
}
