use super::*;

fn never(_: &str, _: &str) -> bool {
    false
}

/// A watch on mentions, and an article that was read after it was added.
fn read() -> (Bed, WatchId, ArticleId) {
    let bed = bed();
    let watch = NewWatch { on: WatchOn::Mentions, ..new_watch("N") };
    let watch_id = bed.add_watch(&watch, noon(), noon()).unwrap();
    let article_id = bed.article_of("a", &new_article("https://a.example/1", "A"));
    bed.extracted(article_id, ENGINE, vec![]);
    (bed, watch_id, article_id)
}

#[test]
fn an_article_is_due_once_and_told_once() {
    let (bed, watch_id, article_id) = read();
    let due = bed.due_mentions(9).unwrap().pop().unwrap();
    assert_eq!(due.detail.article.id, article_id);
    let (version, hash) = (bed.watches_version().unwrap(), due.content_hash.as_str());
    let record =
        |hash: &str, version| bed.record_mentions((article_id, hash), version, &[new_alert(watch_id)], &never, noon()).unwrap().new;
    assert_eq!(record("another text", version), 1);
    assert_eq!(bed.due_mentions(9).unwrap().len(), 1, "its text has changed meanwhile");
    assert_eq!((record(hash, version - 1), bed.due_mentions(9).unwrap().len()), (0, 1), "the watches have changed meanwhile");
    assert_eq!((record(hash, version), bed.due_mentions(9).unwrap().len()), (0, 0));
    let alert = bed.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap().pop().unwrap();
    assert_eq!((alert.key, alert.cause.article_id()), (bed.mention_key(watch_id, article_id), Some(article_id)));
    assert_eq!(bed.due_deliveries(noon()).len(), 2, "it waits for nothing");
    bed.extracted(article_id, "engine-2", vec![]);
    assert!(bed.due_mentions(9).unwrap().is_empty(), "only the engine is new");
}

#[test]
fn a_watch_on_mentions_that_is_new_or_muted() {
    let (bed, watch_id, article_id) = read();
    let hash = bed.due_mentions(9).unwrap()[0].content_hash.clone();
    bed.mute(&[Handled::Watch(watch_id)], noon()).unwrap();
    let record = || bed.record_mentions((article_id, &hash), bed.watches_version().unwrap(), &[new_alert(watch_id)], &never, noon());
    assert_eq!((record().unwrap().new, bed.due_mentions(9).unwrap().len()), (0, 0));
    bed.add_watch(&new_watch("on events"), later(-1000), noon()).unwrap();
    assert!(bed.due_mentions(9).unwrap().is_empty());
    bed.add_watch(&NewWatch { on: WatchOn::Mentions, ..new_watch("M") }, later(-1000), noon()).unwrap();
    assert_eq!(bed.due_mentions(9).unwrap().len(), 1);
}

#[test]
fn an_event_is_known_to_those_who_were_alerted_of_it() {
    let bed = bed();
    let watch_id = bed.add_watch(&new_watch("N"), noon(), noon()).unwrap();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let told = Told {
        event_type: EventType::Call,
        status: Status::Occurred,
        when: day("2025-06-29"),
        place: None,
        participants: vec![naryshkin()],
        n_sources: 1,
        articles: vec![ArticleId(1)],
        edits: vec![],
        changes: vec!["status=occurred".to_owned()],
    };
    let record = |alerts: &[NewAlert]| {
        let matched = Matched { version: 1, watches_version: bed.watches_version().unwrap() };
        bed.record_matches(event_id, matched, alerts, &[(watch_id, told.clone())], noon()).unwrap()
    };
    let known = || bed.event_with_reports(event_id).unwrap().unwrap().told;
    let update = NewAlert { change: "status=denied".to_owned(), ..new_alert(watch_id) };
    assert_eq!((record(std::slice::from_ref(&update)), known()), (0, vec![]), "there is nothing to carry on");
    assert_eq!((record(&[new_alert(watch_id)]), known()), (1, vec![(watch_id, told.clone())]));
    assert_eq!((record(std::slice::from_ref(&update)), record(&[update])), (1, 0));
    let alerts = bed.alerts(&AlertQuery { limit: 9, oldest_first: true, ..AlertQuery::default() }).unwrap();
    assert_eq!(
        (alerts[1].update_of, alerts[1].key.as_str()),
        (Some(alerts[0].id), bed.update_key(watch_id, event_id, "status=denied").as_str())
    );
}
