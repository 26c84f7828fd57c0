//! Alerts on their way out.

use std::time::Duration;

use rasid::model::DeliveryState;
use rasid::sink::SinkError;
use rasid::stage::Stage;
use rasid::store::AlertQuery;

use crate::test_bed::{CALL, Entry, Reply, TestBed, page, rss, run};

const NOW: &str = "2025-06-29T17:00:00Z";

/// A bed with one alert raised and not yet sent.
async fn bed_with_alert() -> TestBed {
    let mut bed = TestBed::new().await;
    bed.settings.alerts.max_tries = 3;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)])));
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    bed.watch("Sergey Naryshkin");
    let context = bed.context();
    for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Deliver) {
        run(&context, stage).await;
    }
    bed
}

fn state(bed: &TestBed) -> (DeliveryState, u32) {
    let alerts = bed.store.alerts(&AlertQuery { limit: 10, ..AlertQuery::default() }).unwrap();
    assert_eq!(alerts.len(), 1);
    (alerts[0].deliveries[0].state, alerts[0].deliveries[0].tries)
}

fn refusal(retry_after: Option<Duration>) -> SinkError {
    SinkError::Refused { url: "http://desk".to_owned(), status: 503, said: String::new(), retry_after, is_final: false }
}

#[tokio::test]
async fn a_delivery_is_retried_given_up_and_taken_up_again() {
    let bed = bed_with_alert().await;
    bed.recorder.failures.lock().unwrap().extend([refusal(None), refusal(Some(Duration::from_secs(600))), refusal(None)]);
    let context = bed.context();
    let report = run(&context, Stage::Deliver).await;
    assert_eq!(report.next_due_at.unwrap().duration_since(bed.now()).as_secs(), 15);
    assert_eq!((run(&context, Stage::Deliver).await.done, state(&bed)), (0, (DeliveryState::Pending, 1)));
    bed.later(15);
    let report = run(&context, Stage::Deliver).await;
    assert_eq!(report.next_due_at.unwrap().duration_since(bed.now()).as_secs(), 600, "the receiver's wish is obeyed");
    bed.later(600);
    run(&context, Stage::Deliver).await;
    assert_eq!((state(&bed), bed.taken().len()), ((DeliveryState::Dead, 3), 0));
    assert_eq!(bed.store.retry_dead(None, bed.now()).unwrap(), 1);
    run(&context, Stage::Deliver).await;
    assert_eq!((state(&bed), bed.taken().len()), ((DeliveryState::Delivered, 1), 1));
}

#[tokio::test]
async fn a_channel_that_the_settings_lost_ends_its_alerts_as_dead() {
    let bed = bed_with_alert().await;
    let mut context = bed.context();
    context.channels.clear();
    run(&context, Stage::Deliver).await;
    assert_eq!(state(&bed), (DeliveryState::Dead, 1));
}

#[tokio::test]
async fn a_webhook_gets_a_signed_message_with_the_alerts_key() {
    let bed = bed_with_alert().await;
    bed.world.put("/hook", Reply::status(204));
    bed.world.first("/hook", [Reply::status(429).header("retry-after", "100")]);
    let context = bed.context_to(&bed.world.url("/hook"));
    let report = run(&context, Stage::Deliver).await;
    assert_eq!(report.next_due_at.unwrap().duration_since(bed.now()).as_secs(), 100);
    bed.later(100);
    run(&context, Stage::Deliver).await;
    assert_eq!(state(&bed), (DeliveryState::Delivered, 2));
    let seen = bed.world.seen("/hook");
    assert_eq!(seen.len(), 2);
    let key = bed.store.alerts(&AlertQuery { limit: 1, ..AlertQuery::default() }).unwrap()[0].key.clone();
    assert!(seen.iter().all(|seen| seen.method == "POST" && seen.header("webhook-id") == Some(key.as_str())));
    assert!(seen[1].header("webhook-signature").is_some_and(|signature| signature.starts_with("v1,")));
    let message: serde_json::Value = serde_json::from_str(&seen[1].body).unwrap();
    assert_eq!((message["key"].as_str(), message["event"]["type"].as_str()), (Some(key.as_str()), Some("call")));
}
