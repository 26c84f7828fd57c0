//! The stages over loopback HTTP: from a feed's bytes to a delivered alert.

use rasid::stage::Stage;

use crate::test_bed::{CALL, Entry, Reply, TestBed, page, rss, run};

const NOW: &str = "2025-06-29T17:00:00Z";

#[tokio::test]
async fn a_feeds_item_becomes_an_alert() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)])));
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    let watch = bed.watch("Sergey Naryshkin");
    bed.drain(&bed.context()).await;
    let events = bed.events();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0].event.event_type.as_str(), "call");
    let alerts = bed.taken();
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].key, bed.store.alert_key(watch, events[0].event.id));
    let payload: serde_json::Value = serde_json::from_str(&alerts[0].payload).unwrap();
    assert_eq!((payload["type"].as_str(), payload["watch"].as_str()), (Some("event"), Some("Sergey Naryshkin")));
    assert_eq!(payload["sources"][0]["outlet"], "The Herald");
    assert_eq!(payload["evidence"], CALL);
}

#[tokio::test]
async fn validators_are_sent_back_and_the_same_is_not_read_twice() {
    let bed = TestBed::new().await;
    let feed = rss(&bed.world, "The Herald", &[Entry("a", "Nothing much", NOW)]);
    bed.world.put("/feed", Reply::rss(feed.clone()).etag("\"v1\"").header("last-modified", "Sun, 29 Jun 2025 17:00:00 GMT"));
    let id = bed.add_feed("/feed");
    let context = bed.context();
    assert_eq!(run(&context, Stage::Poll).await.done, 1);
    assert_eq!(run(&context, Stage::Poll).await.done, 0, "its time has not come");
    bed.later(24 * 3600);
    run(&bed.context(), Stage::Poll).await;
    let seen = bed.world.seen("/feed");
    assert_eq!((seen.len(), seen[0].header("if-none-match")), (2, None));
    assert_eq!(seen[1].header("if-none-match"), Some("\"v1\""));
    assert_eq!(seen[1].header("if-modified-since"), Some("Sun, 29 Jun 2025 17:00:00 GMT"));
    let polled = bed.feed(id);
    assert_eq!((polled.n_items, polled.last_success_at), (1, Some(bed.store.feed(id).unwrap().unwrap().last_polled_at.unwrap())));
    bed.world.put("/feed", Reply::rss(feed).etag("\"v2\""));
    bed.later(24 * 3600);
    run(&bed.context(), Stage::Poll).await;
    assert_eq!((bed.feed(id).validators.etag.as_deref(), bed.feed(id).failure), (Some("\"v2\""), None));
}
