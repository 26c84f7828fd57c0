//! Alerts on what has changed of an event, and on mentions.

use jiff::SignedDuration;
use rasid::model::{Alert, AlertState, EventId, Update, WatchId, WatchOn};
use rasid::store::{AlertQuery, Handled, NewWatch};
use serde_json::Value;

use crate::test_bed::{Entry, Reply, TestBed, page, rss};

const PLANNED: &str =
    "Russian foreign minister Sergey Lavrov will meet Turkish foreign minister Hakan Fidan in Ankara on 2 July 2025, the ministry said.";
const CANCELLED: &str = "The meeting of Russian foreign minister Sergey Lavrov and Turkish foreign minister Hakan Fidan in Ankara on 2 July 2025 was cancelled.";
const MENTION: &str = "Vadim Krasikov lives in a small house by the river. A neighbour said that he hardly ever saw Vadim Krasikov.";

const ALL: [Update; 4] = [Update::Status, Update::Participant, Update::Sources(3), Update::Correction];

fn add_watch(bed: &TestBed, name: &str, on: WatchOn, updates: &[Update]) -> WatchId {
    let watch = NewWatch { name: name.to_owned(), on, updates: updates.to_vec(), ..NewWatch::default() };
    bed.store.add_watch(&watch, bed.now() - SignedDuration::from_hours(48), bed.now()).unwrap()
}

/// An outlet of its own with one article, in words that no other outlet has around the sentence, published so many minutes ago.
fn publish(bed: &TestBed, outlet: &str, sentence: &str, minutes: i64) {
    let words = (0..60).map(|n| format!("{outlet}{n}")).collect::<Vec<_>>().join(" ");
    put(bed, outlet, &format!("{sentence}</p><p>The paper adds: {words}."), minutes);
}

fn put(bed: &TestBed, outlet: &str, text: &str, minutes: i64) {
    let at = (bed.now() - SignedDuration::from_mins(minutes)).to_string();
    bed.world.put(&format!("/{outlet}"), Reply::rss(rss(&bed.world, outlet, &[Entry(outlet, &format!("News in {outlet}"), &at)])));
    bed.world.put(&format!("/news/{outlet}"), page(&format!("News in {outlet}"), text));
    if !bed.store.list_feeds().unwrap().iter().any(|feed| feed.url.ends_with(&format!("/{outlet}"))) {
        bed.add_feed(&format!("/{outlet}"));
    }
}

/// Every alert, oldest first.
fn alerts(bed: &TestBed) -> Vec<Alert> {
    bed.store.alerts(&AlertQuery { limit: 100, oldest_first: true, ..AlertQuery::default() }).unwrap()
}

fn message(alert: &Alert) -> Value {
    serde_json::from_str(&alert.payload).unwrap()
}

#[tokio::test]
async fn a_change_that_was_asked_for_is_told_once_as_an_update_of_the_first_word() {
    let bed = TestBed::new().await;
    let asked = add_watch(&bed, "Sergey Lavrov", WatchOn::Events, &ALL);
    add_watch(&bed, "Hakan Fidan", WatchOn::Events, &[]);
    publish(&bed, "herald", PLANNED, 60);
    bed.drain(&bed.context()).await;
    assert_eq!(alerts(&bed).len(), 2, "one for each watch");

    publish(&bed, "courier", CANCELLED, 5);
    bed.drain(&bed.context()).await;
    let told = alerts(&bed);
    let [first, _, update] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!((update.cause.watch_id(), update.update_of), (Some(asked), Some(first.id)));
    assert!(update.key.starts_with(&format!("{}-", first.key)), "{}", update.key);
    let message = message(update);
    assert_eq!(message["update_of"], Value::from(first.key.as_str()));
    assert_eq!((&message["changes"][0]["from"], &message["changes"][0]["to"]), (&"planned".into(), &"cancelled".into()));
    assert!(message["headline"].as_str().unwrap().starts_with("Update: Meeting: "), "{message}");
    assert_eq!(message["evidence"], CANCELLED, "the sentence that brings the change");
    assert!(update.reason.starts_with("its status was planned and is cancelled; "), "{}", update.reason);
    let threads: Vec<_> = bed.taken().into_iter().map(|message| message.thread).collect();
    assert!(threads.len() == 3 && threads.iter().all(|thread| *thread == threads[0]), "{threads:?}");

    // A third source; then one more, which is one too many to be news; and a program that has just started knows all that.
    publish(&bed, "gazette", CANCELLED, 4);
    bed.drain(&bed.context()).await;
    assert_eq!(alerts(&bed).len(), 4);
    assert_eq!(self::message(&alerts(&bed)[3])["changes"][0]["sources"], 3);
    publish(&bed, "bugle", CANCELLED, 3);
    let mut context = bed.context();
    bed.drain(&context).await;
    // Newer knowledge reads everything again.
    context.engine = "a newer engine".to_owned();
    bed.drain(&context).await;
    assert_eq!(alerts(&bed).len(), 4);
}

#[tokio::test]
async fn nothing_old_is_an_update() {
    let bed = TestBed::new().await;
    add_watch(&bed, "Sergey Lavrov", WatchOn::Events, &ALL);
    publish(&bed, "herald", PLANNED, 60);
    bed.drain(&bed.context()).await;
    // The first poll of another feed brings what was published three days ago.
    publish(&bed, "courier", CANCELLED, 3 * 24 * 60);
    publish(&bed, "gazette", CANCELLED, 3 * 24 * 60 + 1);
    bed.drain(&bed.context()).await;
    assert_eq!(alerts(&bed).len(), 1);
}

#[tokio::test]
async fn an_edit_that_changes_the_event_is_a_correction() {
    let bed = TestBed::new().await;
    add_watch(&bed, "Sergey Lavrov", WatchOn::Events, &[Update::Correction]);
    publish(&bed, "herald", PLANNED, 60);
    bed.drain(&bed.context()).await;
    bed.later(3_600);
    edit(&bed, "herald", CANCELLED);
    bed.drain(&bed.context()).await;
    let told = alerts(&bed);
    assert_eq!(told.len(), 2, "{told:#?}");
    let change = &message(&told[1])["changes"][0];
    assert_eq!((&change["kind"], &change["was"], &change["withdrawn"]), (&"correction".into(), &PLANNED.into(), &false.into()));
    assert_eq!(change["differs"], serde_json::json!(["status"]));

    bed.later(3_600);
    edit(&bed, "herald", "The festival by the river opened in the rain.");
    bed.drain(&bed.context()).await;
    let told = alerts(&bed);
    assert_eq!(told.len(), 3, "{told:#?}");
    assert_eq!(message(&told[2])["changes"][0]["withdrawn"], true);
    assert!(told[2].reason.starts_with("herald took back what it had told"), "{}", told[2].reason);
}

/// Changes an article, and has its feed say so.
fn edit(bed: &TestBed, outlet: &str, sentence: &str) {
    publish(bed, outlet, sentence, 90);
    let at = (bed.now() - SignedDuration::from_mins(90)).to_string();
    let title = format!("News in {outlet}, edited at {}", bed.now());
    bed.world.put(&format!("/{outlet}"), Reply::rss(rss(&bed.world, outlet, &[Entry(outlet, &title, &at)])));
}

#[tokio::test]
async fn what_is_muted_is_not_heard_of_and_what_is_acknowledged_stays_so() {
    let bed = TestBed::new().await;
    add_watch(&bed, "Sergey Lavrov", WatchOn::Events, &ALL);
    add_watch(&bed, "Hakan Fidan", WatchOn::Events, &ALL);
    publish(&bed, "herald", PLANNED, 60);
    bed.drain(&bed.context()).await;
    let [first, second] = [&alerts(&bed)[0], &alerts(&bed)[1]].map(|alert| alert.id);
    assert_eq!(bed.store.mute(&[Handled::Alert(first)], bed.now()).unwrap(), 1);
    assert_eq!(bed.store.acknowledge(&[Handled::Alert(second)], bed.now()).unwrap(), 1);
    publish(&bed, "courier", CANCELLED, 5);
    let mut context = bed.context();
    bed.drain(&context).await;
    context.engine = "a newer engine".to_owned();
    bed.drain(&context).await;
    let told = alerts(&bed);
    assert_eq!(told.iter().map(|alert| alert.state).collect::<Vec<_>>(), [AlertState::Muted, AlertState::Acknowledged, AlertState::New]);
    assert_eq!(told[2].update_of, Some(second), "an update is news, though the first word was acknowledged");

    // What was not heard is not told afterwards, but what comes then.
    assert_eq!(bed.store.unmute(&[Handled::Alert(first)]).unwrap(), 1);
    publish(&bed, "gazette", CANCELLED, 4);
    bed.drain(&bed.context()).await;
    let changes: Vec<Value> = alerts(&bed)[3..].iter().map(|alert| message(alert)["changes"].clone()).collect();
    assert!(changes.len() == 2 && changes.iter().all(|changes| changes[0]["kind"] == "sources"), "{changes:?}");

    assert_eq!(bed.store.mute(&[Handled::Event(EventId(1))], bed.now()).unwrap(), 1);
    assert!(alerts(&bed).iter().all(|alert| alert.state == AlertState::Muted));
}

#[tokio::test]
async fn a_watch_on_mentions_is_told_of_each_article_once() {
    let bed = TestBed::new().await;
    let watch_id = add_watch(&bed, "Вадим Красиков", WatchOn::Mentions, &[]);
    add_watch(&bed, "Vadim Krasikov", WatchOn::Events, &[]);
    publish(&bed, "herald", MENTION, 60);
    bed.drain(&bed.context()).await;
    let told = alerts(&bed);
    let [alert] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!((alert.cause.watch_id(), alert.cause.event_id()), (Some(watch_id), None));
    let message = message(alert);
    assert_eq!(
        (&message["type"], &message["evidence"]),
        (&"mention".into(), &"Vadim Krasikov lives in a small house by the river.".into())
    );
    assert_eq!((&message["matched_text"], &message["sources"][0]["outlet"]), (&"Vadim Krasikov".into(), &"herald".into()));
    assert!(alert.reason.contains("names Vadim Krasikov"), "{}", alert.reason);
    assert_eq!(bed.taken().len(), 1);

    // Another article is news; a copy of the first one, an old article, an edit and a second reading are not.
    publish(&bed, "courier", MENTION, 50);
    put(&bed, "copier", &herald_text(), 40);
    publish(&bed, "gazette", MENTION, 3 * 24 * 60);
    let mut context = bed.context();
    bed.drain(&context).await;
    context.engine = "a newer engine".to_owned();
    bed.drain(&context).await;
    bed.later(3_600);
    edit(&bed, "herald", &format!("{MENTION} Nobody else did."));
    bed.drain(&bed.context()).await;
    let names: Vec<Value> = alerts(&bed).iter().map(|alert| self::message(alert)["sources"][0]["outlet"].clone()).collect();
    assert_eq!(names, ["herald", "courier"]);
}

/// What the herald's page says around its sentence.
fn herald_text() -> String {
    let words = (0..60).map(|n| format!("herald{n}")).collect::<Vec<_>>().join(" ");
    format!("{MENTION}</p><p>The paper adds: {words}.")
}

#[tokio::test]
async fn a_new_watch_on_mentions_sees_what_is_recent() {
    let bed = TestBed::new().await;
    publish(&bed, "herald", MENTION, 60);
    publish(&bed, "gazette", MENTION, 3 * 24 * 60);
    bed.drain(&bed.context()).await;
    let rule = NewWatch {
        name: "house".to_owned(),
        rule: Some("Krasikov words:\"small house\" lang:en not words:festival".to_owned()),
        on: WatchOn::Mentions,
        ..NewWatch::default()
    };
    bed.store.add_watch(&rule, bed.now() - SignedDuration::from_hours(48), bed.now()).unwrap();
    bed.drain(&bed.context()).await;
    assert_eq!(alerts(&bed).len(), 1);
}
