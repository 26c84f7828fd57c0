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
    let payload: serde_json::Value = serde_json::from_str(&alerts[0].line).unwrap();
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

#[tokio::test]
async fn a_changed_item_is_read_again_and_alerts_no_second_time() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)])));
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    bed.watch("Sergey Naryshkin");
    bed.drain(&bed.context()).await;
    bed.later(3600);
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk for an hour", NOW)])));
    bed.world.put("/news/call", page("Spy chiefs talk for an hour", &format!("{CALL} They spoke for an hour.")));
    bed.drain(&bed.context()).await;
    let articles = bed.articles();
    assert_eq!(articles.len(), 1);
    assert!(articles[0].article.body.contains("for an hour") && articles[0].changed_at.len() == 1);
    assert_eq!((bed.events().len(), bed.taken().len()), (1, 1));
    let event = bed.store.event(bed.events()[0].event.id).unwrap().unwrap();
    assert_eq!((event.edits.len(), event.edits[0].evidence.as_str()), (1, CALL));
    assert_eq!((event.edits[0].article_id, event.edits[0].at), (articles[0].article.id, articles[0].changed_at[0]));
}

#[tokio::test]
async fn an_event_remembers_what_an_article_no_longer_says() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)])));
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    bed.drain(&bed.context()).await;
    let id = bed.events()[0].event.id;
    bed.later(3600);
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "A correction", NOW)])));
    bed.world.put("/news/call", page("A correction", "An earlier version of this article was wrong."));
    bed.drain(&bed.context()).await;
    let event = bed.store.event(id).unwrap().expect("the event stays for a while");
    assert_eq!((event.reports.len(), event.edits.len()), (0, 1));
    assert_eq!((event.edits[0].title.as_str(), event.edits[0].evidence.as_str()), ("A correction", CALL));
}

#[tokio::test]
async fn an_item_that_moves_is_no_second_item() {
    let bed = TestBed::new().await;
    let feed = |guid: &str, link: &str| {
        let link = bed.world.url(link);
        Reply::rss(format!(
            "<rss version='2.0'><channel><title>H</title><item><title>Spy chiefs talk</title><guid>{guid}</guid><link>{link}</link>\
             <pubDate>Sun, 29 Jun 2025 17:00:00 GMT</pubDate></item></channel></rss>"
        ))
    };
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.world.put("/world/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    bed.watch("Sergey Naryshkin");
    // A tracking parameter, a new guid, an encrypted address, at last another folder under the same guid.
    for (guid, link) in [
        ("1", "/news/call"),
        ("1", "/news/call?utm_source=rss&amp;utm_medium=feed"),
        ("tag:2", "/news/call?fbclid=abc"),
        ("tag:2", "/news/call#top"),
        ("tag:2", "/world/call"),
    ] {
        bed.world.put("/feed", feed(guid, link));
        bed.drain(&bed.context()).await;
        bed.later(24 * 3600);
    }
    let articles = bed.articles();
    assert_eq!((articles.len(), articles[0].sightings.len(), bed.feed(articles[0].sightings[0].feed_id).n_items), (1, 1, 1));
    assert_eq!((bed.events().len(), bed.taken().len()), (1, 1));
}

#[tokio::test]
async fn one_article_in_two_feeds_is_one_with_two_sightings() {
    let bed = TestBed::new().await;
    let entries = [Entry("call", "Spy chiefs talk", NOW)];
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &entries)));
    bed.world.put("/top", Reply::rss(rss(&bed.world, "The Herald: top stories", &entries)));
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    bed.add_feed("/top");
    bed.watch("Sergey Naryshkin");
    bed.drain(&bed.context()).await;
    let articles = bed.articles();
    assert_eq!((articles.len(), articles[0].sightings.len(), articles[0].reports.len()), (1, 2, 1));
    assert_eq!(bed.taken().len(), 1);
}

#[tokio::test]
async fn several_outlets_with_one_dispatch_are_one_source_and_alert_once_for_each_watch() {
    let bed = TestBed::new().await;
    for (outlet, slug) in [("Herald", "one"), ("Courier", "two"), ("Gazette", "three")] {
        let path = format!("/{outlet}");
        bed.world.put(&path, Reply::rss(rss(&bed.world, outlet, &[Entry(slug, &format!("Spy chiefs talk, {outlet}"), NOW)])));
        bed.world.put(&format!("/news/{slug}"), page(&format!("Spy chiefs talk, {outlet}"), CALL));
        bed.add_feed(&path);
    }
    bed.watch("Sergey Naryshkin");
    bed.watch("John Ratcliffe");
    bed.drain(&bed.context()).await;
    let (events, articles) = (bed.events(), bed.articles());
    assert_eq!((articles.len(), articles[0].sightings.len()), (1, 3));
    assert_eq!((events.len(), events[0].event.n_reports, events[0].event.n_sources), (1, 1, 1));
    let mut watches: Vec<String> = bed.taken().into_iter().map(|alert| alert.value()["watch"].as_str().unwrap().to_owned()).collect();
    watches.sort();
    assert_eq!(watches, ["John Ratcliffe", "Sergey Naryshkin"]);
}

#[tokio::test]
async fn old_news_raises_no_alert_and_says_so() {
    let bed = TestBed::new().await;
    let old = "2025-06-20T17:00:00Z";
    bed.world
        .put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("old", "Spy chiefs talked", old), Entry("told", "History", NOW)])));
    bed.world.put("/news/old", page("Spy chiefs talked", &CALL.replace("29 June", "19 June")));
    bed.world.put("/news/told", page("History", &CALL.replace("29 June 2025", "11 March 2025")));
    bed.add_feed("/feed");
    bed.watch("Sergey Naryshkin");
    bed.drain(&bed.context()).await;
    assert_eq!((bed.events().len(), bed.taken().len()), (2, 0));
    let drops = bed.store.drops().unwrap();
    assert!(drops.iter().any(|drop| drop.reason.contains("alerts.max_age") && drop.count == 2), "{drops:?}");
}

#[tokio::test]
async fn an_undated_item_of_a_first_poll_is_no_news_and_a_later_one_is() {
    let bed = TestBed::new().await;
    let undated = |slugs: &[&str]| {
        let item = |slug: &&str| format!("<item><title>Talk {slug}</title><link>{}</link></item>", bed.world.url(&format!("/news/{slug}")));
        Reply::rss(format!("<rss version=\"2.0\"><channel><title>H</title>{}</channel></rss>", slugs.iter().map(item).collect::<String>()))
    };
    bed.world.put("/feed", undated(&["a"]));
    bed.world.put("/news/a", page("Talk a", "Sergey Naryshkin spoke by telephone with John Ratcliffe, the agency said."));
    bed.world.put("/news/b", page("Talk b", "Sergey Naryshkin met Turkish foreign minister Hakan Fidan in Ankara, the agency said."));
    bed.add_feed("/feed");
    bed.watch("Sergey Naryshkin");
    bed.drain(&bed.context()).await;
    assert_eq!((bed.events().len(), bed.taken().len()), (1, 0));
    bed.later(24 * 3600);
    bed.world.put("/feed", undated(&["b", "a"]));
    bed.drain(&bed.context()).await;
    assert_eq!((bed.events().len(), bed.taken().len()), (2, 1));
}

#[tokio::test]
async fn a_watch_added_while_running_hears_of_recent_events() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)])));
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    let context = bed.context();
    bed.drain(&context).await;
    assert_eq!(bed.taken().len(), 0);
    bed.watch("Sergey Naryshkin");
    bed.drain(&context).await;
    assert_eq!(bed.taken().len(), 1);
}
