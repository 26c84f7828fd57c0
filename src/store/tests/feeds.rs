use super::*;

fn options() -> FeedOptions {
    FeedOptions {
        title: Some("Mine".to_owned()),
        lang: Some("ar".to_owned()),
        tags: vec!["b".to_owned(), "a".to_owned(), "b".to_owned()],
        every: Some(Duration::from_secs(60)),
        ignore_cache: true,
        user_agent: Some("agent".to_owned()),
    }
}

fn failure(kind: FailureKind) -> Failure {
    Failure { kind, text: "it broke".to_owned(), at: later(1) }
}

fn next(minutes: i64) -> NextPoll {
    NextPoll { interval: Duration::from_secs(900), at: later(minutes) }
}

#[test]
fn an_added_feed_is_due_at_once_with_all_its_options() {
    let bed = bed();
    let id = bed.add_feed("https://a.example/feed", &options(), noon()).unwrap();
    let feed = bed.due_feeds(noon(), 10).unwrap().pop().unwrap();
    assert_eq!(feed.id, id);
    assert_eq!((feed.title.as_deref(), feed.lang.as_deref(), feed.ignore_cache), (Some("Mine"), Some("ar"), true));
    assert_eq!((feed.tags, feed.every, feed.user_agent), (vec!["a".to_owned(), "b".to_owned()], options().every, options().user_agent));
    assert_eq!((feed.state, feed.created_at, feed.next_poll_at), (FeedState::Active, noon(), noon()));
    assert!(bed.due_feeds(later(-1), 10).unwrap().is_empty());
    assert_eq!(bed.feed_by_url("https://a.example/feed").unwrap().unwrap().id, id);
    assert_eq!(bed.store.feed(FeedId(99)).unwrap(), None);
}

#[test]
fn an_address_is_subscribed_once() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    let error = bed.add_feed("https://a.example/feed", &options(), noon()).expect_err("it is there");
    assert!(matches!(&error, StoreError::FeedExists { feed_id, .. } if *feed_id == id));
    assert_eq!(error.to_string(), "https://a.example/feed is already subscribed, as feed 1");
}

#[test]
fn the_users_word_goes_before_the_feeds_own() {
    let bed = bed();
    let id = bed.add_feed("https://a.example/feed", &options(), noon()).unwrap();
    let parsed = ParsedFeed { title: Some("Own".to_owned()), lang: Some("en".to_owned()), ..ParsedFeed::default() };
    let record = PollRecord::Fetched { validators: &Validators::default(), body_hash: "b", feed: &parsed, next: next(15) };
    bed.record_poll(id, &record, None, noon()).unwrap();
    let shown = |feed: Feed| (feed.title.unwrap(), feed.lang.unwrap());
    assert_eq!(shown(bed.store.feed(id).unwrap().unwrap()), ("Mine".to_owned(), "ar".to_owned()));
    assert!(bed.set_feed_options(id, &FeedOptions::default()).unwrap());
    assert_eq!(shown(bed.store.feed(id).unwrap().unwrap()), ("Own".to_owned(), "en".to_owned()));
    assert!(!bed.set_feed_options(FeedId(99), &options()).unwrap());
}

#[test]
fn pausing_resuming_and_polling_now() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    bed.fetched(id, vec![], noon());
    assert!(bed.due_feeds(later(1), 10).unwrap().is_empty());
    assert!(bed.poll_now(id, later(1)).unwrap());
    assert_eq!(bed.due_feeds(later(1), 10).unwrap().len(), 1);
    assert!(bed.set_feed_state(id, FeedState::Paused, later(1)).unwrap());
    assert!(bed.due_feeds(later(100), 10).unwrap().is_empty());
    assert!(!bed.poll_now(id, later(2)).unwrap(), "a paused feed is not polled");
    assert!(bed.set_feed_state(id, FeedState::Active, later(3)).unwrap());
    assert_eq!(bed.store.feed(id).unwrap().unwrap().next_poll_at, later(3));
    assert!(!bed.set_feed_state(FeedId(99), FeedState::Active, noon()).unwrap());
}

#[test]
fn validators_and_items_are_stored_together() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    let validators = Validators { etag: Some("W/\"é\"".to_owned()), last_modified: Some("yesterday, about noon".to_owned()) };
    let parsed = ParsedFeed { items: vec![item("1", "One"), item("2", "Two")], ..ParsedFeed::default() };
    let record = PollRecord::Fetched { validators: &validators, body_hash: "b1", feed: &parsed, next: next(15) };
    let outcome = bed.record_poll(id, &record, None, noon()).unwrap().unwrap();
    assert_eq!((outcome.n_new, outcome.n_updated), (2, 0));
    let feed = bed.store.feed(id).unwrap().unwrap();
    assert_eq!((feed.validators, feed.body_hash.as_deref(), feed.n_items, feed.baseline_done), (validators, Some("b1"), 2, true));
    assert_eq!((feed.last_new_at, feed.last_success_at, feed.next_poll_at), (Some(noon()), Some(noon()), later(15)));
    assert!(bed.due_items(noon(), 10).unwrap().iter().all(|due| due.item.baseline));

    let newer = Validators { etag: None, last_modified: Some("today".to_owned()) };
    bed.record_poll(id, &PollRecord::Unchanged { validators: &newer, next: next(30) }, None, later(15)).unwrap();
    let feed = bed.store.feed(id).unwrap().unwrap();
    assert_eq!((feed.validators, feed.last_new_at, feed.last_polled_at), (newer, Some(noon()), Some(later(15))));
}

#[test]
fn an_unchanged_first_answer_is_no_baseline() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    bed.record_poll(id, &PollRecord::Unchanged { validators: &Validators::default(), next: next(15) }, None, noon()).unwrap();
    assert!(!bed.store.feed(id).unwrap().unwrap().baseline_done);
    bed.fetched(id, vec![item("1", "One")], later(15));
    bed.fetched(id, vec![item("1", "One"), item("2", "Two")], later(30));
    let baselines: Vec<bool> = bed.due_items(later(30), 10).unwrap().iter().map(|due| due.item.baseline).collect();
    assert_eq!(baselines, [true, false]);
}

#[test]
fn failures_count_up_and_a_success_clears_them() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    let failed = failure(FailureKind::Dns);
    for minutes in [1, 2] {
        let record = PollRecord::Failed { failure: &failed, next_poll_at: later(minutes * 10) };
        bed.record_poll(id, &record, None, later(minutes)).unwrap();
    }
    let feed = bed.store.feed(id).unwrap().unwrap();
    assert_eq!((feed.consecutive_failures, feed.failure, feed.next_poll_at), (2, Some(failed), later(20)));
    assert_eq!((feed.last_polled_at, feed.last_success_at), (Some(later(2)), None));
    bed.fetched(id, vec![], later(20));
    let feed = bed.store.feed(id).unwrap().unwrap();
    assert_eq!((feed.consecutive_failures, feed.failure), (0, None));
}

#[test]
fn a_feed_that_is_gone_waits_for_the_user() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    bed.record_poll(id, &PollRecord::Gone { failure: &failure(FailureKind::Gone) }, None, noon()).unwrap();
    assert_eq!(bed.store.feed(id).unwrap().unwrap().state, FeedState::Gone);
    assert!(bed.due_feeds(later(1_000_000), 10).unwrap().is_empty());
}

#[test]
fn a_poll_of_a_removed_feed_leaves_nothing() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    assert!(bed.remove_feed(id).unwrap());
    assert!(!bed.remove_feed(id).unwrap());
    let parsed = ParsedFeed { items: vec![item("1", "One")], ..ParsedFeed::default() };
    let record = PollRecord::Fetched { validators: &Validators::default(), body_hash: "b", feed: &parsed, next: next(15) };
    assert_eq!(bed.record_poll(id, &record, None, noon()).unwrap(), None);
    assert!(bed.due_items(noon(), 10).unwrap().is_empty());
    assert_ne!(bed.feed("https://a.example/feed"), id, "an id is never given twice");
}

#[test]
fn removing_a_feed_keeps_articles_and_events() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let feed_id = bed.list_feeds().unwrap()[0].id;
    bed.remove_feed(feed_id).unwrap();
    let detail = bed.event(event_id).unwrap().unwrap();
    let article = bed.article(detail.reports[0].article_id).unwrap().unwrap();
    assert!(article.sightings.is_empty());
    assert_eq!(bed.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn permanent_redirects_are_counted_until_believed() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    let poll = |moved_to: Option<&str>| {
        let record = PollRecord::Unchanged { validators: &Validators::default(), next: next(15) };
        bed.record_poll(id, &record, moved_to, noon()).unwrap().unwrap().moved_count
    };
    assert_eq!(
        [poll(Some("https://b")), poll(Some("https://b")), poll(Some("https://c")), poll(None), poll(Some("https://c"))],
        [1, 2, 1, 0, 1]
    );
    assert_eq!(bed.move_feed(id, "https://c").unwrap(), Some(FeedMove::Renamed));
    let feed = bed.store.feed(id).unwrap().unwrap();
    assert_eq!((feed.url.as_str(), feed.moved_to, feed.moved_count), ("https://c", None, 0));
    assert_eq!(bed.move_feed(FeedId(99), "https://d").unwrap(), None);
}

#[test]
fn a_feed_that_moves_to_a_subscribed_address_is_merged() {
    let bed = bed();
    let old = bed.add_feed("https://old", &options(), noon()).unwrap();
    let target = bed.feed("https://new");
    bed.fetched(old, vec![item("1", "One"), item("2", "Two")], noon());
    bed.fetched(target, vec![item("2", "Two")], noon());
    assert_eq!(bed.move_feed(old, "https://new").unwrap(), Some(FeedMove::MergedInto(target)));
    let feeds = bed.list_feeds().unwrap();
    assert_eq!((feeds.len(), feeds[0].n_items, feeds[0].tags.len()), (1, 2, 2));
    assert_eq!(bed.fetched(target, vec![item("1", "One"), item("2", "Two")], later(15)).n_new, 0, "both are known");
    assert_eq!(bed.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_shorter_interval_holds_from_the_last_poll_on() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    bed.fetched(id, vec![], noon());
    bed.set_feed_options(id, &options()).unwrap();
    assert_eq!(bed.store.feed(id).unwrap().unwrap().next_poll_at, later(1));
    assert_eq!(bed.next_due_at(Waiting::Feeds).unwrap(), Some(later(1)));
}
