//! How feeds do: what is noticed, and that somebody is told once.

use rasid::channel::Message;
use rasid::clock::Clock;
use rasid::model::{FeedHealth, FeedId};
use rasid::stage::{Context, Stage};

use crate::test_bed::{CALL, Entry, Reply, TestBed, page, rss, run};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// Longer than any wait between two polls.
const POLL: i64 = DAY + HOUR;

const EMPTY: &str = "<rss version='2.0'><channel><title>The Herald</title></channel></rss>";

/// Polls, and sends what that raised.
async fn poll(context: &Context) {
    run(context, Stage::Poll).await;
    run(context, Stage::Deliver).await;
}

/// What was told about feeds: their health in a word.
fn told(bed: &TestBed) -> Vec<String> {
    let health = |message: &Message| {
        let message = message.value();
        assert_eq!((&message["type"], &message["about"]), (&"notice".into(), &"feed_health".into()));
        message["health"].as_str().unwrap().to_owned()
    };
    bed.taken().iter().map(health).collect()
}

/// The first words that were told.
fn text(bed: &TestBed) -> String {
    bed.taken()[0].value()["text"].as_str().unwrap().to_owned()
}

fn health(bed: &TestBed, id: FeedId) -> FeedHealth {
    bed.feed(id).health
}

/// A feed that is polled once and is well.
async fn well_feed(bed: &TestBed, context: &Context) -> FeedId {
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("a", "A", "2025-06-29T17:00:00Z")])));
    let id = bed.add_feed("/feed");
    poll(context).await;
    assert_eq!((health(bed, id), told(bed).len()), (FeedHealth::Good, 0));
    id
}

#[tokio::test]
async fn an_illness_and_its_end_are_told_once_each() {
    let bed = TestBed::new().await;
    let context = bed.context();
    let id = well_feed(&bed, &context).await;
    bed.world.put("/feed", Reply::status(500));
    let mut seen = Vec::new();
    for _ in 0..6 {
        bed.later(POLL);
        poll(&context).await;
        seen.push(told(&bed).len());
    }
    assert_eq!(seen, [0, 0, 1, 1, 1, 1]);
    assert_eq!(told(&bed), ["failing"]);
    let reason = text(&bed);
    assert!(reason.contains("failing") && reason.contains("500") && reason.contains("2025-06-29"), "{reason}");

    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("b", "B", "2025-07-06T10:00:00Z")])));
    for _ in 0..3 {
        bed.later(POLL);
        poll(&bed.context()).await;
    }
    assert_eq!((told(&bed), health(&bed, id)), (vec!["failing".to_owned(), "good".to_owned()], FeedHealth::Good));
}

#[tokio::test]
async fn a_page_in_place_of_a_feed_is_told() {
    let bed = TestBed::new().await;
    let context = bed.context();
    let id = well_feed(&bed, &context).await;
    bed.world.put("/feed", Reply::html("<html><body>Our feeds have moved</body></html>"));
    for _ in 0..4 {
        bed.later(POLL);
        poll(&context).await;
    }
    assert_eq!((told(&bed), health(&bed, id)), (vec!["not_a_feed".to_owned()], FeedHealth::NotAFeed));
}

#[tokio::test]
async fn an_empty_feed_and_one_that_is_gone_are_told() {
    let bed = TestBed::new().await;
    let context = bed.context();
    let id = well_feed(&bed, &context).await;
    bed.world.put("/feed", Reply::rss(EMPTY));
    bed.later(POLL);
    poll(&context).await;
    assert_eq!(health(&bed, id), FeedHealth::Empty);
    bed.world.put("/feed", Reply::status(410));
    bed.later(POLL);
    poll(&context).await;
    assert_eq!((told(&bed), health(&bed, id)), (vec!["empty".to_owned(), "gone".to_owned()], FeedHealth::Gone));
}

#[tokio::test]
async fn a_feed_that_falls_silent_is_told_by_its_own_habit() {
    let bed = TestBed::new().await;
    let context = bed.context();
    let hourly: Vec<String> = (7..18).map(|hour| format!("2025-06-29T{hour:02}:00:00Z")).collect();
    let entries: Vec<Entry<'_>> = hourly.iter().map(|at| Entry(at, at, at)).collect();
    bed.world.put("/hourly", Reply::rss(rss(&bed.world, "Hourly", &entries)).etag("\"1\""));
    let daily: Vec<String> = (19..30).map(|day| format!("2025-06-{day:02}T17:00:00Z")).collect();
    let entries: Vec<Entry<'_>> = daily.iter().map(|at| Entry(at, at, at)).collect();
    bed.world.put("/daily", Reply::rss(rss(&bed.world, "Daily", &entries)).etag("\"1\""));
    let (hourly, daily) = (bed.add_feed("/hourly"), bed.add_feed("/daily"));
    let mut days_until_quiet = [None; 2];
    for n_days in 0..6 {
        poll(&context).await;
        for (known, id) in days_until_quiet.iter_mut().zip([hourly, daily]) {
            if known.is_none() && health(&bed, id) == FeedHealth::Quiet {
                *known = Some(n_days);
            }
        }
        bed.later(DAY);
    }
    assert_eq!(days_until_quiet, [Some(1), Some(3)], "the one after a day, the other after three times its day");
    assert_eq!(told(&bed), ["quiet", "quiet"]);
    assert!(text(&bed).contains("usually it is not silent for longer than an hour"), "{}", text(&bed));
}

#[tokio::test]
async fn a_feed_that_leads_to_dead_pages_is_told() {
    let bed = TestBed::new().await;
    let context = bed.context();
    let entry = |slug| Entry(slug, slug, "2025-06-29T17:00:00Z");
    let dead = ["a", "b", "c", "d", "e"].map(entry);
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &dead)));
    let id = bed.add_feed("/feed");
    bed.drain(&context).await;
    bed.later(HOUR);
    poll(&context).await;
    assert_eq!((told(&bed), health(&bed, id)), (vec!["dead_links".to_owned()], FeedHealth::DeadLinks));
    // The feed's own words stood in for the pages all the same.
    assert_eq!(bed.articles().len(), 5);

    bed.world.put("/news/f", page("F", CALL));
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("f", "F", "2025-06-29T18:30:00Z")])));
    bed.later(HOUR);
    bed.drain(&context).await;
    bed.later(HOUR);
    poll(&context).await;
    assert_eq!((told(&bed).last().map(String::as_str), health(&bed, id)), (Some("good"), FeedHealth::Good));
}

#[tokio::test]
async fn nobody_is_told_who_does_not_want_to_know() {
    let mut bed = TestBed::new().await;
    bed.settings.alerts.feed_health = false;
    let context = bed.context();
    let id = well_feed(&bed, &context).await;
    bed.world.put("/feed", Reply::rss(EMPTY));
    bed.later(POLL);
    poll(&context).await;
    assert_eq!((told(&bed).len(), health(&bed, id)), (0, FeedHealth::Empty));
}

#[tokio::test]
async fn hours_in_which_a_feed_sleeps_outlast_an_answer_without_a_document() {
    let bed = TestBed::new().await;
    // It is 18:00; the feed sleeps for the five hours that follow.
    let hours: String = (18..23).map(|hour| format!("<hour>{hour}</hour>")).collect();
    let feed = format!(
        "<rss version='2.0'><channel><title>T</title><ttl>15</ttl><skipHours>{hours}</skipHours><item><title>A</title><guid>1</guid><pubDate>Sun, 29 Jun 2025 17:59:00 GMT</pubDate></item></channel></rss>"
    );
    bed.world.put("/feed", Reply::rss(feed).etag("\"1\""));
    let id = bed.add_feed("/feed");
    run(&bed.context(), Stage::Poll).await;
    let first = bed.feed(id).next_poll_at;
    assert!("2025-06-29T23:00:00Z".parse().is_ok_and(|open: jiff::Timestamp| open <= first), "{first}");
    bed.store.poll_now(id, bed.clock.now()).unwrap();
    bed.later(60);
    run(&bed.context(), Stage::Poll).await;
    assert_eq!(bed.world.seen("/feed").len(), 2, "the second answer was a 304");
    let second = bed.feed(id).next_poll_at;
    assert!("2025-06-29T23:00:00Z".parse().is_ok_and(|open: jiff::Timestamp| open <= second), "{second}");
}
