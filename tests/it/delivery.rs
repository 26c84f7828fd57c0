//! The outbox under hand-moved time: order, patience, what is held back, what is given up.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Time;
use rasid::channel::{Bundling, Message, Pace, QuietHours};
use rasid::model::{DeliveryState, EventId, NewAlert, Severity, WatchId};
use rasid::sink::{Receipt, Sink, SinkError};
use rasid::stage::{Context, Stage};
use rasid::store::{AlertQuery, DeliveryOutcome, Matched};
use tokio::sync::Notify;

use crate::test_bed::{Recorder, TestBed, run};

/// Raises an alert of a watch on an event, by the recorder alone.
pub fn raise(bed: &TestBed, watch_id: WatchId, event: i64, severity: Severity) -> String {
    let alert = NewAlert {
        watch_id,
        change: String::new(),
        channels: vec!["recorder".to_owned()],
        reason: "it was asked for".to_owned(),
        payload: format!(r#"{{"type":"event","severity":"{severity}","event":{{"id":{event},"type":"call","status":"occurred"}}}}"#),
        severity,
    };
    let matched = Matched { version: 0, watches_version: 0 };
    assert_eq!(bed.store.record_matches(EventId(event), matched, &[alert], &[], bed.now()).unwrap(), 1);
    bed.store.alert_key(watch_id, EventId(event))
}

fn refusal() -> SinkError {
    SinkError::Refused { url: "http://desk".to_owned(), status: 500, said: String::new(), retry_after: None, is_final: false }
}

fn fail(bed: &TestBed, times: usize) {
    bed.recorder.failures.lock().unwrap().extend(std::iter::repeat_with(refusal).take(times));
}

fn keys(bed: &TestBed) -> Vec<String> {
    bed.taken().into_iter().map(|message| message.key).collect()
}

/// The keys of the alerts in the last message that was taken, which is a digest.
fn last_digest(bed: &TestBed) -> Vec<String> {
    let digest = bed.taken().pop().expect("something was taken").value();
    assert_eq!(digest["type"], "digest", "{digest}");
    digest["alerts"].as_array().unwrap().iter().map(|alert| alert["key"].as_str().unwrap().to_owned()).collect()
}

/// A channel whose receiver takes a message while the program dies before it hears of that.
#[derive(Default)]
struct LastSeen {
    taken: Mutex<Vec<Message>>,
    heard: Notify,
}

impl Sink for LastSeen {
    fn kind(&self) -> &'static str {
        "recorder"
    }

    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Receipt, SinkError>> {
        async {
            self.taken.lock().unwrap().push(message.clone());
            self.heard.notify_one();
            std::future::pending().await
        }
        .boxed()
    }
}

/// Delivers until the receiver has one message, and is killed there; gives that message.
async fn die_sending(bed: &TestBed) -> Message {
    let receiver = Arc::new(LastSeen::default());
    let mut context = bed.context();
    context.settings.alerts.concurrency = 1;
    context.channels.insert("recorder".to_owned(), Ok(Arc::clone(&receiver) as Arc<dyn Sink>));
    tokio::select! {
        report = Stage::Deliver.run_once(&context) => panic!("it ended: {report:?}"),
        () = receiver.heard.notified() => {}
    }
    let taken = receiver.taken.lock().unwrap();
    assert_eq!(taken.len(), 1);
    taken[0].clone()
}

/// Moves the clock to when something is next due, and delivers it; gives that moment.
pub async fn deliver_next(bed: &TestBed, context: &Context) -> Option<Timestamp> {
    let next = run(context, Stage::Deliver).await.next_due_at?;
    let wait = next.duration_since(bed.now()).as_secs().max(0);
    bed.later(wait);
    run(context, Stage::Deliver).await;
    Some(next)
}

#[tokio::test]
async fn what_is_said_of_one_event_leaves_in_order() {
    let bed = TestBed::new().await;
    let (first, second) = (bed.watch("One"), bed.watch("Two"));
    let sent = [raise(&bed, first, 7, Severity::Normal), raise(&bed, second, 7, Severity::Critical)];
    fail(&bed, 1);
    let context = bed.context();
    run(&context, Stage::Deliver).await;
    let other = raise(&bed, first, 8, Severity::Normal);
    run(&context, Stage::Deliver).await;
    assert_eq!(keys(&bed), std::slice::from_ref(&other), "the second waits for the first, the other event does not");
    deliver_next(&bed, &context).await;
    assert_eq!(keys(&bed), [other, sent[0].clone(), sent[1].clone()]);
}

#[tokio::test]
async fn quiet_hours_hold_back_and_then_say_it_at_once() {
    let mut bed = TestBed::new().await;
    // It is six in the evening.
    bed.rules.quiet = Some(QuietHours { from: Time::constant(17, 0, 0, 0), to: Time::constant(19, 0, 0, 0) });
    let watch = bed.watch("One");
    let held = [raise(&bed, watch, 1, Severity::Normal), raise(&bed, watch, 2, Severity::High)];
    let urgent = raise(&bed, watch, 3, Severity::Critical);
    let context = bed.context();
    let report = run(&context, Stage::Deliver).await;
    assert_eq!(keys(&bed), [urgent]);
    assert_eq!(report.next_due_at.unwrap().to_string(), "2025-06-29T19:00:00Z");
    bed.later(3_600);
    fail(&bed, 1);
    run(&context, Stage::Deliver).await;
    deliver_next(&bed, &context).await;
    assert_eq!(last_digest(&bed), held);
    assert!(bed.taken().pop().unwrap().key.ends_with("-digest-1"));
    let alerts = bed.store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
    assert!(alerts.iter().all(|alert| alert.deliveries[0].state == DeliveryState::Delivered));
}

#[tokio::test]
async fn what_is_urgent_takes_along_what_came_before_it_on_its_event() {
    let mut bed = TestBed::new().await;
    bed.rules.bundling = Bundling::Daily;
    let (first, second) = (bed.watch("One"), bed.watch("Two"));
    let early = raise(&bed, first, 1, Severity::Normal);
    let other = raise(&bed, first, 2, Severity::Normal);
    let context = bed.context();
    run(&context, Stage::Deliver).await;
    assert!(keys(&bed).is_empty());
    let urgent = raise(&bed, second, 1, Severity::Critical);
    run(&context, Stage::Deliver).await;
    assert_eq!(keys(&bed), [early, urgent]);
    let next = deliver_next(&bed, &context).await.unwrap();
    assert_eq!((next.to_string().as_str(), keys(&bed).pop()), ("2025-06-30T08:00:00Z", Some(other)), "one alone leaves by itself");
}

#[tokio::test]
async fn what_is_more_than_the_rate_allows_leaves_together() {
    let mut bed = TestBed::new().await;
    bed.rules.pace = Some(Pace { most: 3, within: Duration::from_secs(60) });
    let watch = bed.watch("One");
    let sent: Vec<String> = (1..=10).map(|event| raise(&bed, watch, event, Severity::Normal)).collect();
    let context = bed.context();
    run(&context, Stage::Deliver).await;
    // Several leave at a time, and what is not said of one event may overtake.
    assert_eq!(keys(&bed).into_iter().collect::<BTreeSet<_>>(), sent[..3].iter().cloned().collect());
    deliver_next(&bed, &context).await;
    assert_eq!((keys(&bed).len(), last_digest(&bed)), (4, sent[3..].to_vec()));
}

#[tokio::test]
async fn what_is_given_up_is_told_on_another_channel() {
    let mut bed = TestBed::new().await;
    bed.settings.alerts.max_tries = 1;
    bed.settings.alerts.trouble_channels = vec!["recorder".to_owned(), "other".to_owned()];
    let watch = bed.watch("One");
    let mut context = bed.context();
    let other = Arc::new(Recorder::default());
    context.channels.insert("other".to_owned(), Ok(Arc::clone(&other) as Arc<dyn Sink>));
    for event in 1..=3 {
        raise(&bed, watch, event, Severity::Normal);
    }
    fail(&bed, 3);
    bed.drain(&context).await;
    let told = |n: usize| other.taken.lock().unwrap().get(n).map(|message| message.value()["text"].as_str().unwrap().to_owned());
    assert!(
        told(0).is_some_and(|text| text.contains("for the channel \"recorder\"") && text.contains("rasid alerts retry")),
        "{:?}",
        told(0)
    );
    assert!(bed.taken().is_empty(), "the channel that failed is not told of itself");
    // Further ones are counted, and told an hour later.
    let n_told = other.taken.lock().unwrap().len();
    for event in 4..=6 {
        raise(&bed, watch, event, Severity::Normal);
    }
    fail(&bed, 3);
    bed.drain(&context).await;
    assert_eq!(other.taken.lock().unwrap().len(), n_told);
    while deliver_next(&bed, &context).await.is_some() {}
    assert!(told(n_told).is_some_and(|text| text.contains("messages")), "{:?}", told(n_told));
    assert_eq!(bed.store.retry_dead(None, bed.now()).unwrap(), 6);
    bed.drain(&context).await;
    assert_eq!(bed.taken().len(), 6);
}

#[tokio::test]
async fn what_was_sent_before_a_crash_is_not_bundled_after_it() {
    let mut bed = TestBed::new().await;
    let watch = bed.watch("One");
    let first = raise(&bed, watch, 1, Severity::Normal);
    assert_eq!(die_sending(&bed).await.key, first);
    // The program starts again within quiet hours, and more has come up.
    bed.rules.quiet = Some(QuietHours { from: Time::constant(17, 0, 0, 0), to: Time::constant(19, 0, 0, 0) });
    let others = [raise(&bed, watch, 2, Severity::Normal), raise(&bed, watch, 3, Severity::Normal)];
    let context = bed.context();
    run(&context, Stage::Deliver).await;
    assert_eq!(keys(&bed), [first], "it may have arrived, so it leaves under its own key or not at all");
    deliver_next(&bed, &context).await;
    assert_eq!(last_digest(&bed), others);
}

#[tokio::test]
async fn a_digest_that_was_sent_before_a_crash_is_the_same_after_it() {
    let mut bed = TestBed::new().await;
    bed.rules.bundling = Bundling::Hourly;
    let watch = bed.watch("One");
    let held: Vec<String> = (1..=3).map(|event| raise(&bed, watch, event, Severity::Normal)).collect();
    let next = run(&bed.context(), Stage::Deliver).await.next_due_at.unwrap();
    bed.later(next.duration_since(bed.now()).as_secs());
    let sent = die_sending(&bed).await;
    // More comes up, and one of the members is given up by hand meanwhile.
    let late: Vec<String> = (4..=5).map(|event| raise(&bed, watch, event, Severity::Normal)).collect();
    let member = bed.store.alerts(&AlertQuery { limit: 9, event_id: Some(EventId(2)), ..AlertQuery::default() }).unwrap().remove(0);
    let outcome = DeliveryOutcome::Dead { error: "not wanted".to_owned() };
    bed.store.record_delivery(member.id, "recorder", &outcome, bed.now()).unwrap();
    let context = bed.context();
    run(&context, Stage::Deliver).await;
    assert_eq!((bed.taken(), last_digest(&bed)), (vec![sent.clone()], held), "the same members under the same key");
    deliver_next(&bed, &context).await;
    assert_eq!((last_digest(&bed), bed.taken()[1].key == sent.key), (late, false));
}

#[tokio::test]
async fn a_digest_is_tried_again_as_a_whole() {
    let mut bed = TestBed::new().await;
    bed.settings.alerts.max_tries = 1;
    bed.rules.bundling = Bundling::Hourly;
    let watch = bed.watch("One");
    let held: Vec<String> = (1..=3).map(|event| raise(&bed, watch, event, Severity::Normal)).collect();
    let context = bed.context();
    fail(&bed, 1);
    run(&context, Stage::Deliver).await;
    deliver_next(&bed, &context).await;
    let member = bed.store.alerts(&AlertQuery { limit: 1, ..AlertQuery::default() }).unwrap().remove(0);
    assert_eq!(member.deliveries[0].state, DeliveryState::Dead);
    assert_eq!(bed.store.retry_dead(Some(member.id), bed.now()).unwrap(), 3);
    run(&context, Stage::Deliver).await;
    assert_eq!(last_digest(&bed), held);
}
