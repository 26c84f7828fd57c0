//! `events`, `show`, `articles`, `article`, `entities`, `alerts` on a small world.

use rasid::model::*;
use rasid::store::{DeliveryOutcome, Matched, NewWatch};
use serde_json::Value;

use crate::cli_bed::{Bed, call, now, participant, store_event};

const NARYSHKIN: &str = "person:sergey-naryshkin";
const RATCLIFFE: &str = "person:john-ratcliffe";

/// Event 1 of 20 June told in Arabic, 2 of 11 March in Russian, 3 of 1 May in English with a stranger.
fn world() -> Bed {
    let bed = Bed::new();
    let store = bed.store();
    let svr = |text| participant(Some(NARYSHKIN), "Sergei Naryshkin", text, "RU");
    let cia = |text| participant(Some(RATCLIFFE), "John Ratcliffe", text, "US");
    let arabic = call("2025-06-20", "أجرى ناريشكين اتصالا هاتفيا", vec![svr("سيرغي ناريشكين"), cia("جون راتكليف")]);
    store_event(&store, "arabic", "ar", "أجرى سيرغي ناريشكين اتصالا هاتفيا مع السفير.", arabic);
    let russian = Report {
        status: Status::Planned,
        ..call("2025-03-11", "Нарышкин поговорит", vec![svr("Сергей Нарышкин"), cia("Джон Рэтклифф")])
    };
    store_event(&store, "russian", "ru", "Сергей Нарышкин поговорит с директором ЦРУ.", russian);
    let stranger = participant(None, "Ivan Petrov", "Ivan Petrov", "BY");
    let english = Report {
        event_type: EventType::Meeting,
        domain: Domain::Diplomacy,
        confidence: 0.4,
        ..call("2025-05-01", "They met.", vec![cia("John Ratcliffe"), stranger])
    };
    store_event(&store, "english", "en", "John Ratcliffe met Ivan Petrov.", english);
    bed
}

#[test]
fn events_are_found_by_name_in_every_script() {
    let bed = world();
    for name in ["Naryshkin", "Sergey Naryshkin", "NARYSHKIN", "ناريشكين", "سيرغي ناريشكين", "Нарышкин", "Сергей Нарышкин", NARYSHKIN]
    {
        assert_eq!(bed.json(&["events", "--with", name]).ok().ids(), [1, 2], "{name}");
    }
    assert_eq!(bed.json(&["events", "--with", "petrov"]).ok().ids(), [3], "strangers are found by their words");
    assert_eq!(bed.json(&["events", "--with", "Ratcliffe"]).ok().ids(), [1, 3, 2]);
    assert_eq!(bed.json(&["events", "--with", "Ratcliffe", "--with", "Petrov"]).ok().ids(), [3]);
    let nobody = bed.json(&["events", "--with", "Nobody Atall"]);
    assert_eq!((nobody.status, nobody.out.trim()), (Some(1), "[]"));
}

#[test]
fn every_filter_of_events_filters() {
    let bed = world();
    let ids = |words: &[&str]| bed.json(&[&["events"], words].concat()).ids();
    assert_eq!(ids(&["--type", "meeting", "--type", "visit"]), [3]);
    assert_eq!(ids(&["--country", "by"]), [3]);
    assert_eq!(ids(&["--status", "planned"]), [2]);
    assert_eq!(ids(&["--domain", "diplomacy"]), [3]);
    assert_eq!(ids(&["--lang", "ar"]), [1]);
    assert_eq!(ids(&["--feed", "https://russian.example/feed"]), [2]);
    assert_eq!(ids(&["--feed", "Outlet english"]), [3]);
    assert_eq!(ids(&["--since", "2025-05-01"]), [1, 3]);
    assert_eq!(ids(&["--until", "2025-05-01"]), [3, 2]);
    assert_eq!(ids(&["--text", "السفير"]), [1]);
    assert_eq!(ids(&["--text", "\"директором ЦРУ\""]), [2]);
    assert_eq!(ids(&["--min-confidence", "0.5"]), [1, 2]);
    assert_eq!(ids(&["--sort", "seen"]), [3, 2, 1]);
    assert_eq!(ids(&["--limit", "1"]), [1]);
    assert_eq!(ids(&["--limit", "0"]), [1, 3, 2]);
    bed.run(&["events", "--since", "2025-06-01", "--until", "2025-05-01"]).refused(&["--until lies before --since"]);
    bed.run(&["events", "--since", "soonish"]).refused(&["soonish", "last monday"]);
    bed.run(&["events", "--text", "?!"]).refused(&["no word"]);
    bed.run(&["events", "--feed", "example"]).refused(&["3 feeds could be meant"]);
}

#[test]
fn events_have_one_shape_in_every_form() {
    let bed = world();
    let event = bed.json(&["events", "--with", "Naryshkin", "--limit", "1"]).json()[0].clone();
    assert_eq!((&event["type"], &event["when"]["start"]), (&Value::from("call"), &Value::from("2025-06-20")));
    assert_eq!(event["evidence"], "أجرى ناريشكين اتصالا هاتفيا");
    assert_eq!(event["participants"][0]["entity"], NARYSHKIN);
    assert_eq!((&event["outlets"][0], &event["attribution"][0]), (&Value::from("Outlet arabic"), &Value::from("TASS")));
    let lines = bed.run(&["events", "--format", "ndjson"]).ok().out;
    assert_eq!(lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone()).collect::<Vec<_>>(), [1, 3, 2]);
    let csv = bed.run(&["events", "--format", "csv"]).ok().out;
    assert!(csv.starts_with("id,date,type,status,who,where,sources,confidence\r\n"), "{csv}");
    assert!(csv.contains("1,2025-06-20,call,occurred,\"Sergei Naryshkin (RU), John Ratcliffe (US)\",,1 Outlet arabic,0.80\r\n"), "{csv}");
    let table = bed.run(&["events"]).ok();
    assert!(
        table.out.lines().nth(1).unwrap().starts_with(" 1  2025-06-20  call     occurred  Sergei Naryshkin (RU), John Ratcliffe (US)"),
        "{}",
        table.out
    );
    assert_eq!(table.err, "");
}

#[test]
fn show_gives_every_report_with_its_evidence() {
    let bed = world();
    let event = bed.json(&["show", "1"]).ok().json();
    assert_eq!((&event["id"], &event["reports"][0]["address"]), (&1.into(), &"https://arabic.example/1".into()));
    assert_eq!(event["status_changes"][0]["status"], "occurred");
    let text = bed.run(&["show", "1"]).ok().out;
    for word in [
        "Event 1: call",
        "أجرى ناريشكين اتصالا هاتفيا",
        "https://arabic.example/1",
        "Outlet arabic",
        "TASS",
        "participant: Sergei Naryshkin (RU)",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let csv = bed.run(&["show", "1", "--format", "csv"]).ok().out;
    assert_eq!(csv.lines().count(), 2);
    let none = bed.run(&["show", "99"]).says(&["there is no event 99"]);
    assert_eq!(none.status, Some(1));
    bed.run(&["show", "first"]).refused(&["invalid"]);
}

#[test]
fn articles_are_listed_and_shown() {
    let bed = world();
    assert_eq!(bed.json(&["articles", "--lang", "ru"]).ok().ids(), [2]);
    assert_eq!(bed.json(&["articles", "--text", "Petrov", "--with-events"]).ok().ids(), [3]);
    let article = bed.json(&["article", "1"]).ok().json();
    assert_eq!(article["reports"][0]["event_id"], 1);
    assert_eq!(article["entities"][0]["entity"], NARYSHKIN);
    let text = bed.run(&["article", "1"]).ok().out;
    assert!(text.contains("أجرى سيرغي ناريشكين") && text.contains("event 1"), "{text}");
    assert_eq!(bed.run(&["article", "99"]).status, Some(1));
}

#[test]
fn entities_are_counted() {
    let bed = world();
    let first = |words: &[&str]| bed.json(&[&["entities"], words].concat()).json()[0].clone();
    let most = first(&[]);
    assert_eq!((&most["entity"], &most["n_articles"], &most["n_events"]), (&RATCLIFFE.into(), &3.into(), &3.into()));
    assert_eq!(first(&["Нарышкин"])["entity"], NARYSHKIN);
    assert_eq!(first(&["ivan"])["name"], "Ivan Petrov");
    assert_eq!(bed.run(&["entities", "--country", "FR"]).status, Some(1));
    assert_eq!(bed.run(&["entities", "--since", "2026-01-01"]).status, Some(1));
}

/// An alert by two channels, one of which was given up.
fn with_alert() -> Bed {
    let bed = world();
    let store = bed.store();
    let watch = NewWatch { name: "Naryshkin".to_owned(), ..NewWatch::default() };
    let watch_id = store.add_watch(&watch, now(), now()).unwrap();
    let due = store.event_with_reports(EventId(1)).unwrap().unwrap();
    let matched = Matched { version: due.version, watches_version: store.watches_version().unwrap() };
    let alert = NewAlert {
        severity: Severity::Normal,
        watch_id,
        change: String::new(),
        channels: vec!["log".to_owned(), "desk".to_owned()],
        reason: "ناريشكين takes part".to_owned(),
        payload: r#"{"text":"x"}"#.to_owned(),
    };
    assert_eq!(store.record_matches(EventId(1), matched, &[alert], &[], now()).unwrap(), 1);
    let id = store.alerts(&rasid::store::AlertQuery { limit: 1, ..Default::default() }).unwrap()[0].id;
    store.record_delivery(id, "log", &DeliveryOutcome::Delivered, now()).unwrap();
    store.record_delivery(id, "desk", &DeliveryOutcome::Dead { error: "410 Gone".to_owned() }, now()).unwrap();
    bed
}

#[test]
fn alerts_are_listed_and_sent_again() {
    let bed = with_alert();
    let alert = bed.json(&["alerts", "--state", "dead", "--watch", "naryshkin"]).ok().json()[0].clone();
    assert_eq!((&alert["event_id"], &alert["message"]["text"]), (&1.into(), &"x".into()));
    assert_eq!(alert["deliveries"][0]["last_error"], "410 Gone");
    let table = bed.run(&["alerts"]).ok().out;
    assert!(table.contains("desk dead (1 tries), log delivered") && table.contains("410 Gone"), "{table}");
    bed.run(&["alerts", "retry"]).refused(&["--all"]);
    assert_eq!(bed.run(&["alerts", "retry", "77"]).status, Some(1));
    assert!(bed.run(&["alerts", "retry", "--all"]).ok().out.contains("1 delivery is tried again"));
    assert_eq!(bed.run(&["alerts", "--state", "dead"]).status, Some(1));
    bed.run(&["alerts", "--state", "lost"]).refused(&["pending", "delivered", "dead"]);
    bed.run(&["alerts", "--watch", "nobody"]).refused(&["no watch has"]);
}
