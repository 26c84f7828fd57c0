use super::*;

fn limits(before: Timestamp) -> PruneLimits {
    let before = Some(before);
    PruneLimits { events_before: before, articles_before: before, items_before: before, alerts_before: before, batch: 100 }
}

#[test]
fn what_is_old_is_forgotten_and_what_is_not_stays() {
    let bed = bed();
    bed.event_of("a", report(vec![naryshkin()]));
    let pruned = bed.prune(&limits(later(-120))).unwrap();
    assert_eq!(pruned, Pruned::default());
    let pruned = bed.prune(&limits(later(1))).unwrap();
    assert_eq!((pruned.events, pruned.articles, pruned.items, pruned.more), (1, 1, 0, false));
    let queues = bed.queues(ENGINE, noon()).unwrap();
    assert_eq!((queues.events, queues.reports, queues.articles, queues.reports_waiting), (0, 0, 0, 0));
    let text = ArticleQuery { text: Some("a".to_owned()), limit: 9, ..ArticleQuery::default() };
    assert!(bed.list_articles(&text).unwrap().is_empty());
    assert_eq!(bed.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_old_article_that_has_just_come_is_still_to_be_read() {
    let bed = bed();
    let year = 365 * 24 * 60;
    bed.article_of("old", &NewArticle { published_at: Some(later(-year)), ..new_article("https://old.example/1", "old") });
    assert_eq!(bed.prune(&limits(later(-year / 2))).unwrap().articles, 0);
    assert_eq!(bed.due_articles(ENGINE, 9).unwrap().len(), 1);
}

#[test]
fn an_article_that_a_kept_report_rests_on_is_kept() {
    let bed = bed();
    bed.event_of("a", report(vec![naryshkin()]));
    let pruned = bed.prune(&PruneLimits { events_before: None, ..limits(later(1)) }).unwrap();
    assert_eq!((pruned.events, pruned.articles), (0, 0));
}

#[test]
fn an_item_is_forgotten_only_after_it_left_its_feed() {
    let bed = bed();
    bed.article_of("a", &new_article("https://a.example/1", "a"));
    let feed_id = bed.list_feeds().unwrap()[0].id;
    let day = 24 * 60;
    bed.fetched(feed_id, vec![item("a", "a")], later(5 * day));
    assert_eq!(bed.prune(&limits(later(100 * day))).unwrap().items, 0, "it is in the feed");
    bed.fetched(feed_id, vec![], later(9 * day));
    assert_eq!(bed.prune(&limits(later(4 * day))).unwrap().items, 0, "it is not old enough");
    assert_eq!(bed.prune(&limits(later(100 * day))).unwrap().items, 1);
}

#[test]
fn batches_are_full_while_there_is_more() {
    let bed = bed();
    for name in ["a", "b", "c"] {
        bed.event_of(name, report(vec![naryshkin()]));
    }
    let two = PruneLimits { batch: 2, ..limits(later(1)) };
    let rounds: Vec<(usize, bool)> = (0..3).map(|_| bed.prune(&two).unwrap()).map(|pruned| (pruned.events, pruned.more)).collect();
    assert_eq!(rounds, [(2, true), (1, false), (0, false)]);
}

#[test]
fn alerts_on_their_way_are_kept() {
    let bed = bed();
    let watch_id = bed.add_watch(&new_watch("N"), noon(), noon()).unwrap();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let matched = Matched { version: 1, watches_version: bed.watches_version().unwrap() };
    bed.record_matches(event_id, matched, &[new_alert(watch_id)], &[], noon()).unwrap();
    assert_eq!(bed.prune(&limits(later(1))).unwrap().alerts, 0);
    let id = bed.due_deliveries(noon())[0].0.id;
    for channel in ["log", "hook"] {
        bed.record_delivery(id, channel, &DeliveryOutcome::Delivered, noon()).unwrap();
    }
    assert_eq!(bed.prune(&limits(later(1))).unwrap().alerts, 1);
}

#[test]
fn queues_count_what_waits() {
    let bed = bed();
    let feed_id = bed.feed("https://a.example");
    bed.fetched(feed_id, vec![item("1", "One")], noon());
    let paused = bed.feed("https://b.example");
    bed.set_feed_state(paused, FeedState::Paused, noon()).unwrap();
    bed.article_of("c", &new_article("https://c.example/1", "C"));
    let queues = bed.queues(ENGINE, later(15)).unwrap();
    assert_eq!((queues.feeds_active, queues.feeds_paused, queues.feeds_due), (2, 1, 2));
    assert_eq!((queues.items_waiting, queues.articles, queues.articles_waiting), (1, 1, 1));
}

#[test]
fn stage_runs_add_up_and_keep_the_last_error() {
    let bed = bed();
    let run = |done, error, at| bed.record_stage_run("poll", done, Duration::from_millis(7), error, at).unwrap();
    run(3, Some("no network"), noon());
    run(4, None, later(1));
    let stage = bed.stage_runs().unwrap().remove(0);
    assert_eq!((stage.stage.as_str(), stage.done, stage.total_done, stage.runs), ("poll", 4, 7, 2));
    assert_eq!((stage.error.as_deref(), stage.error_at, stage.last_run_at), (Some("no network"), Some(noon()), later(1)));
    assert_eq!(stage.duration, Duration::from_millis(7));
}

#[test]
fn drops_add_up_by_reason() {
    let bed = bed();
    bed.count_drops("item cap", 3, "https://a.example", noon()).unwrap();
    bed.count_drops("item cap", 2, "https://b.example", later(1)).unwrap();
    bed.count_drops("body cap", 1, "https://c.example", noon()).unwrap();
    let drops = bed.drops().unwrap();
    assert_eq!((drops.len(), drops[1].count, drops[1].last_detail.as_str(), drops[1].last_at), (2, 5, "https://b.example", later(1)));
}

#[test]
fn the_daemon_notes_its_state() {
    let bed = bed();
    assert_eq!(bed.daemon_state("pid").unwrap(), None);
    bed.set_daemon_state("pid", "1", noon()).unwrap();
    bed.set_daemon_state("pid", "2", later(1)).unwrap();
    assert_eq!(bed.daemon_state("pid").unwrap(), Some(("2".to_owned(), later(1))));
}

#[test]
fn a_checkpoint_empties_the_log() {
    let bed = bed();
    bed.feed("https://a.example");
    assert!(0 < bed.sizes().unwrap().log_bytes);
    assert!(bed.checkpoint().unwrap());
    let sizes = bed.sizes().unwrap();
    assert!(sizes.log_bytes == 0 && 0 < sizes.database_bytes && sizes.free_bytes <= sizes.database_bytes);
}

#[test]
fn every_due_question_uses_its_partial_index() {
    let bed = bed();
    let questions = [
        ("select id from feeds where state = 'active' and next_poll_at <= 5 order by next_poll_at, id", "feeds_to_poll"),
        ("select id from items where state = 'new' and next_try_at <= 5 order by next_try_at, id", "items_to_fetch"),
        ("select id from articles where extracted_with < 'e' order by extracted_with, id", "articles_to_extract"),
        ("select id from reports r where r.event_id is null order by r.at, r.id", "reports_to_link"),
        ("select id from events where version <> matched_version and edited = 0 order by id", "events_to_match"),
        ("select id from events where recount = 1 order by id", "events_to_recount"),
        ("select id from articles where to_match = 1 order by id", "articles_to_match"),
        (
            "select alert_id from deliveries where state = 'pending' and next_try_at <= 5 order by next_try_at, alert_id, channel",
            "deliveries_to_send",
        ),
    ];
    for (sql, index) in questions {
        let steps: Vec<String> = bed
            .store
            .read("explaining", |db| {
                let mut statement = db.prepare(&format!("explain query plan {sql}"))?;
                let steps = statement.query_map([], |row| row.get(3))?;
                Ok(steps.collect::<Result<_, _>>()?)
            })
            .unwrap();
        assert!(steps[0].contains(index), "{sql}: {steps:?}");
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY")), "{sql}: {steps:?}");
    }
}
