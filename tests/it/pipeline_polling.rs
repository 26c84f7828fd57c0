//! Polling against servers of all kinds.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use rasid::clock::Clock;
use rasid::model::{FailureKind, FeedId, FeedState};
use rasid::net::{Fetch, FetchError, Request, Response};
use rasid::stage::Stage;
use rasid::store::FeedOptions;

use crate::test_bed::{Entry, Reply, TestBed, rss, run};

const NOW: &str = "2025-06-29T17:00:00Z";

/// Polls one feed that answers so, and gives its failure's kind and how long it is left alone.
async fn failure_of(bed: &TestBed, reply: Reply) -> (FeedId, FailureKind, SignedDuration) {
    bed.world.put("/feed", reply);
    let id = bed.add_feed("/feed");
    run(&bed.context(), Stage::Poll).await;
    let feed = bed.feed(id);
    let failure = feed.failure.expect("the poll failed");
    (id, failure.kind, feed.next_poll_at.duration_since(bed.clock.now()))
}

#[tokio::test]
async fn a_server_that_asks_for_time_gets_it() {
    let bed = TestBed::new().await;
    let (_, kind, wait) = failure_of(&bed, Reply::status(429).header("retry-after", "7200")).await;
    assert_eq!((kind, wait), (FailureKind::Limited, SignedDuration::from_hours(2)));
}

#[tokio::test]
async fn failures_are_waited_for_longer_and_longer_without_end() {
    let bed = TestBed::new().await;
    let (id, kind, first) = failure_of(&bed, Reply::status(500)).await;
    assert_eq!((kind, first), (FailureKind::HttpStatus, SignedDuration::from_mins(5)));
    let mut waits = vec![first];
    for _ in 0..12 {
        bed.later(waits[waits.len() - 1].as_secs());
        run(&bed.context(), Stage::Poll).await;
        waits.push(bed.feed(id).next_poll_at.duration_since(bed.clock.now()));
    }
    assert!(waits.is_sorted() && waits[1] == first * 2);
    assert_eq!(waits[12], SignedDuration::from_hours(24));
    assert_eq!((bed.feed(id).state, bed.feed(id).consecutive_failures), (FeedState::Active, 13));
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("a", "A", NOW)])));
    bed.later(24 * 3600);
    run(&bed.context(), Stage::Poll).await;
    assert_eq!((bed.feed(id).failure, bed.feed(id).consecutive_failures), (None, 0));
}

#[tokio::test]
async fn what_is_gone_is_asked_for_no_more() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::status(410));
    let id = bed.add_feed("/feed");
    run(&bed.context(), Stage::Poll).await;
    assert_eq!(bed.feed(id).state, FeedState::Gone);
    bed.later(30 * 24 * 3600);
    assert_eq!(run(&bed.context(), Stage::Poll).await.done, 0);
}

#[tokio::test]
async fn a_page_in_place_of_a_feed_says_where_the_feed_is() {
    let bed = TestBed::new().await;
    let html = "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/real.xml\"></head><body>Hello</body></html>";
    let (id, kind, _) = failure_of(&bed, Reply::html(html)).await;
    assert_eq!(kind, FailureKind::NotAFeed);
    let text = bed.feed(id).failure.unwrap().text;
    assert!(text.contains(&bed.world.url("/real.xml")), "{text}");
}

#[tokio::test]
async fn a_bomb_costs_a_failure_and_no_memory() {
    let bed = TestBed::new().await;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1 << 20];
    (0..64).for_each(|_| packer.write_all(&zeros).unwrap());
    let bomb = packer.finish().unwrap();
    assert!(bomb.len() < 1 << 20);
    let (_, kind, _) = failure_of(&bed, Reply::rss(bomb).header("content-encoding", "gzip")).await;
    assert_eq!(kind, FailureKind::TooLarge);
}

#[tokio::test]
async fn a_permanent_move_is_believed_when_it_is_repeated() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::redirect(301, "/new"));
    bed.world.put("/new", Reply::rss(rss(&bed.world, "The Herald", &[Entry("a", "A", NOW)])));
    let id = bed.add_feed("/feed");
    for n in 1..=3 {
        assert_eq!(bed.feed(id).url, bed.world.url("/feed"), "before poll {n}");
        run(&bed.context(), Stage::Poll).await;
        bed.later(24 * 3600);
    }
    assert_eq!((bed.feed(id).url, bed.feed(id).n_items), (bed.world.url("/new"), 1));
}

#[tokio::test]
async fn a_temporary_move_is_never_believed() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::redirect(302, "/new"));
    bed.world.put("/new", Reply::rss(rss(&bed.world, "The Herald", &[Entry("a", "A", NOW)])));
    let id = bed.add_feed("/feed");
    for _ in 0..5 {
        run(&bed.context(), Stage::Poll).await;
        bed.later(24 * 3600);
    }
    assert_eq!((bed.feed(id).url, bed.feed(id).n_items), (bed.world.url("/feed"), 1));
}

#[tokio::test]
async fn a_users_interval_is_kept() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("a", "A", NOW)])));
    let options = FeedOptions { every: Some(Duration::from_secs(60)), ..FeedOptions::default() };
    let id = bed.store.add_feed(&bed.world.url("/feed"), &options, bed.clock.now()).unwrap();
    run(&bed.context(), Stage::Poll).await;
    assert_eq!(bed.feed(id).next_poll_at.duration_since(bed.clock.now()), SignedDuration::from_mins(1));
}

/// Lets nobody through but the world.
struct Cut {
    through: Arc<dyn Fetch>,
    is_cut: bool,
}

impl Fetch for Cut {
    fn fetch(&self, request: Request) -> BoxFuture<'_, Result<Response, FetchError>> {
        if self.is_cut || request.url.host_str() != Some("127.0.0.1") {
            let error = FetchError::Timeout { url: request.url.as_str().into(), after: Duration::from_secs(1) };
            return async { Err(error) }.boxed();
        }
        self.through.fetch(request)
    }
}

#[tokio::test]
async fn when_nobody_answers_the_fault_is_ours_and_no_feed_pays_for_it() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("a", "A", NOW)])));
    let here = bed.add_feed("/feed");
    let away: Vec<FeedId> = ["http://a.example/f", "http://b.example/f", "http://c.example/f"]
        .map(|url| bed.store.add_feed(url, &FeedOptions::default(), bed.clock.now()).unwrap())
        .to_vec();
    let context = bed.context_with(|through| Arc::new(Cut { through, is_cut: true }));
    let report = run(&context, Stage::Poll).await;
    assert!(report.trouble.is_some_and(|trouble| trouble.contains("the network seems to be down")));
    let retry_at: Timestamp = report.next_due_at.unwrap();
    assert_eq!(retry_at.duration_since(bed.clock.now()), SignedDuration::from_secs(30));
    assert!(away.iter().chain([&here]).all(|id| bed.feed(*id).consecutive_failures == 0 && bed.feed(*id).last_polled_at.is_none()));
    assert_eq!(run(&context, Stage::Poll).await.done, 0, "nobody is asked before the time");
    // One that answers shows that the others are to blame themselves.
    let context = bed.context_with(|through| Arc::new(Cut { through, is_cut: false }));
    let report = run(&context, Stage::Poll).await;
    assert_eq!((report.done, report.trouble), (4, None));
    assert!(away.iter().all(|id| bed.feed(*id).failure.unwrap().kind == FailureKind::Timeout));
    assert_eq!(bed.feed(here).failure, None);
}
