use super::*;

fn matched(bed: &Bed, version: u32) -> Matched {
    Matched { version, watches_version: bed.watches_version().unwrap() }
}

#[test]
fn a_watch_keeps_all_that_was_said() {
    let bed = bed();
    let given = NewWatch {
        name: "ناريشكين".to_owned(),
        aliases: vec!["Naryshkin".to_owned()],
        rule: Some("Naryshkin type:call".to_owned()),
        on: WatchOn::Events,
        updates: vec![Update::Status, Update::Sources(3)],
        types: vec![EventType::Call, EventType::SpyArrest],
        countries: vec!["RU".to_owned()],
        min_confidence: 0.5,
        channels: vec!["hook".to_owned()],
    };
    let id = bed.add_watch(&given, noon(), later(1)).unwrap();
    let stored = bed.watch(id).unwrap().unwrap();
    assert_eq!((stored.name, stored.aliases, stored.types), (given.name.clone(), given.aliases.clone(), given.types.clone()));
    assert_eq!((stored.rule, stored.on, stored.updates), (given.rule, given.on, given.updates));
    assert_eq!(
        (stored.countries, stored.min_confidence, stored.channels, stored.created_at),
        (given.countries, 0.5, given.channels, later(1))
    );
    assert!(bed.change_watch(id, &new_watch("Other"), noon()).unwrap());
    assert_eq!(bed.list_watches().unwrap()[0].name, "Other");
    assert!(bed.remove_watch(id).unwrap() && !bed.remove_watch(id).unwrap());
    assert!(!bed.change_watch(id, &new_watch("Other"), noon()).unwrap());
    assert_eq!((bed.watch(id).unwrap(), bed.watches_version().unwrap()), (None, 4));
}

#[test]
fn an_alert_is_raised_once_per_watch_and_event() {
    let bed = bed();
    let watch_id = bed.add_watch(&new_watch("N"), noon(), noon()).unwrap();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let due = bed.due_event_matches(9).unwrap().pop().unwrap();
    assert!(due.news && due.baseline);
    let alert = new_alert(watch_id);
    assert_eq!(bed.record_matches(event_id, matched(&bed, due.version), std::slice::from_ref(&alert), &[], later(1)).unwrap(), 1);
    assert!(bed.due_event_matches(9).unwrap().is_empty());
    assert_eq!(bed.record_matches(event_id, matched(&bed, due.version), &[alert], &[], later(2)).unwrap(), 0);
    let alerts = bed.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].key, bed.alert_key(watch_id, event_id));
    assert_eq!(alerts[0].key, format!("{}-{watch_id}-{event_id}", bed.database_id()));
    assert_eq!((alerts[0].cause.name(), alerts[0].created_at, alerts[0].deliveries.len()), ("N", later(1), 2));
}

#[test]
fn an_event_that_changed_while_it_was_matched_stays_due() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let version = bed.due_event_matches(9).unwrap()[0].version;
    let article_id = bed.article_of("b", &new_article("https://b.example/1", "B"));
    bed.extracted(article_id, ENGINE, vec![report(vec![ratcliffe()])]);
    bed.linked(Some(event_id));
    bed.record_matches(event_id, matched(&bed, version), &[], &[], noon()).unwrap();
    let due = bed.due_event_matches(9).unwrap();
    assert!(due[0].news && version < due[0].version);
    bed.record_matches(event_id, matched(&bed, due[0].version), &[], &[], noon()).unwrap();
    assert!(!bed.event_with_reports(event_id).unwrap().unwrap().news);
}

#[test]
fn a_watch_added_while_an_event_was_matched_leaves_it_due() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let version = bed.due_event_matches(9).unwrap()[0].version;
    let before = matched(&bed, version);
    bed.add_watch(&new_watch("N"), later(-1000), noon()).unwrap();
    bed.record_matches(event_id, before, &[], &[], noon()).unwrap();
    assert_eq!(bed.due_event_matches(9).unwrap().len(), 1);
}

#[test]
fn a_new_watch_has_recent_events_matched_again_and_only_those() {
    let bed = bed();
    let old = bed.article_of("old", &NewArticle { published_at: Some(later(-5000)), ..new_article("https://old.example/1", "old") });
    bed.extracted(old, ENGINE, vec![report(vec![naryshkin()])]);
    let old_event = bed.linked(None)[0];
    let recent = bed.event_of("a", report(vec![naryshkin()]));
    for event_id in [old_event, recent] {
        bed.record_matches(event_id, matched(&bed, 1), &[], &[], noon()).unwrap();
    }
    assert!(bed.due_event_matches(9).unwrap().is_empty());
    bed.add_watch(&new_watch("N"), later(-1000), noon()).unwrap();
    let due = bed.due_event_matches(9).unwrap();
    assert_eq!((due.len(), due[0].detail.event.id, due[0].news), (1, recent, true));
}

#[test]
fn the_alert_of_a_removed_watch_is_left_out_and_earlier_ones_stay() {
    let bed = bed();
    let watch_id = bed.add_watch(&new_watch("N"), noon(), noon()).unwrap();
    let one = bed.event_of("a", report(vec![naryshkin()]));
    let two = bed.event_of("b", report(vec![naryshkin()]));
    bed.record_matches(one, matched(&bed, 1), &[new_alert(watch_id)], &[], noon()).unwrap();
    bed.remove_watch(watch_id).unwrap();
    assert_eq!(bed.record_matches(two, matched(&bed, 1), &[new_alert(watch_id)], &[], noon()).unwrap(), 0);
    assert_eq!(bed.due_deliveries(noon()).len(), 2);
    assert_ne!(bed.add_watch(&new_watch("N"), noon(), noon()).unwrap(), watch_id, "or its keys would be used twice");
}

/// One event with an alert by two channels.
fn alerted() -> (Bed, AlertId) {
    let bed = bed();
    let watch_id = bed.add_watch(&new_watch("N"), noon(), noon()).unwrap();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    bed.record_matches(event_id, matched(&bed, 1), &[new_alert(watch_id)], &[], noon()).unwrap();
    let id = bed.alerts(&AlertQuery { limit: 1, ..AlertQuery::default() }).unwrap()[0].id;
    (bed, id)
}

#[test]
fn a_delivery_is_tried_until_it_is_taken_or_dead() {
    let (bed, id) = alerted();
    let due = bed.due_deliveries(noon());
    assert_eq!(due.iter().map(|(_, delivery)| delivery.channel.as_str()).collect::<Vec<_>>(), ["hook", "log"]);
    assert_eq!(due[0].0.id, id);
    assert!(bed.record_delivery(id, "log", &DeliveryOutcome::Delivered, later(1)).unwrap());
    assert!(!bed.record_delivery(id, "log", &DeliveryOutcome::Delivered, later(1)).unwrap(), "it is delivered");
    let retry = DeliveryOutcome::Retry { at: later(10), error: "503".to_owned() };
    assert!(bed.record_delivery(id, "hook", &retry, later(1)).unwrap());
    assert!(bed.due_deliveries(later(9)).is_empty());
    assert_eq!(bed.next_due_at(Waiting::Deliveries).unwrap(), Some(later(10)));
    let (_, delivery) = bed.due_deliveries(later(10)).pop().unwrap();
    assert_eq!((delivery.tries, delivery.last_error.as_deref()), (1, Some("503")));
    bed.record_delivery(id, "hook", &DeliveryOutcome::Dead { error: "404".to_owned() }, later(10)).unwrap();
    assert!(bed.due_deliveries(later(1000)).is_empty());
    let deliveries = bed.alerts(&AlertQuery { limit: 1, ..AlertQuery::default() }).unwrap().remove(0).deliveries;
    assert_eq!((deliveries[0].state, deliveries[0].tries, deliveries[0].last_error.as_deref()), (DeliveryState::Dead, 2, Some("404")));
    assert_eq!((deliveries[1].state, deliveries[1].delivered_at), (DeliveryState::Delivered, Some(later(1))));
}

#[test]
fn dead_deliveries_are_retried_when_a_person_asks() {
    let (bed, id) = alerted();
    bed.record_delivery(id, "hook", &DeliveryOutcome::Dead { error: "404".to_owned() }, noon()).unwrap();
    assert_eq!(bed.retry_dead(Some(AlertId(99)), later(5)).unwrap(), 0);
    assert_eq!(bed.retry_dead(Some(id), later(5)).unwrap(), 1);
    assert_eq!(bed.retry_dead(None, later(5)).unwrap(), 0);
    assert_eq!(bed.due_deliveries(later(5)).len(), 2);
}

#[test]
fn alerts_are_listed_by_every_filter() {
    let (bed, id) = alerted();
    bed.record_delivery(id, "log", &DeliveryOutcome::Delivered, noon()).unwrap();
    let count = |query: AlertQuery| bed.alerts(&AlertQuery { limit: 9, ..query }).unwrap().len();
    let any = AlertQuery::default();
    assert_eq!(count(AlertQuery { delivery: Some(DeliveryState::Pending), ..any.clone() }), 1);
    assert_eq!(count(AlertQuery { delivery: Some(DeliveryState::Dead), ..any.clone() }), 0);
    assert_eq!(count(AlertQuery { watch_id: Some(WatchId(9)), ..any.clone() }), 0);
    assert_eq!(count(AlertQuery { event_id: Some(EventId(1)), ..any.clone() }), 1);
    assert_eq!(count(AlertQuery { since: Some(later(1)), ..any.clone() }), 0);
    assert_eq!(count(AlertQuery { until: Some(later(1)), ..any.clone() }), 1);
    assert_eq!(count(AlertQuery { after: Some(id), ..any }), 0);
}
