//! The words of messages: how much is told, templates of one's own, what nobody can see.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::super::*;
use super::{alert, message, now, payload};
use crate::model::Alert;

#[test]
fn what_is_too_long_loses_its_end_and_says_so() {
    let mut long = payload("en");
    let source = long["sources"][0].clone();
    long["sources"] = json!(vec![source; 20]);
    let alerts: Vec<Alert> = (0..30).map(|_| alert(&long.to_string())).collect();
    let digest = Message::of_digest("db-digest-1", &alerts).expect("objects");
    let templates = Templates::default();
    let words = Words::new(&templates, &digest, None);
    let whole = words.body(Markup::Html, Room::Chars(1_000_000));
    assert!(whole.starts_with("<b>Alerts held back</b> (30)") && whole.matches("<a href").count() == 600);
    let short = words.body(Markup::Html, Room::Chars(4_000));
    assert!(short.encode_utf16().count() <= 4_000 && short.contains("further alerts, not shown here: "), "{short}");
    assert_eq!(words.title(), "Alerts held back (30)");
    assert_eq!(words.body(Markup::Plain, Room::Chars(19)), "Alerts held back (…");
    assert_eq!(words.body(Markup::Plain, Room::Bytes(19)), "Alerts h…");
    assert!(words.body(Markup::Plain, Room::Bytes(4_096)).len() <= 4_096);
    let object: Json = serde_json::from_str(&digest.line).expect("JSON");
    assert_eq!((&object["n"], object["alerts"][29]["key"].as_str()), (&json!(30), Some("db-2-3")));
}

#[test]
fn a_template_of_ones_own_is_tried_before_it_is_used() {
    let own = |source: &str| Templates::new(BTreeMap::from([(String::new(), source.to_owned())]));
    let templates = own("{{ alerts[0].headline | bold }} on {{ alerts[0].message.event.id }} & {{ alerts[0].hit }}").expect("a template");
    let message = message("en");
    let text = Words::new(&templates, &message, None).body(Markup::Html, Room::Chars(500));
    assert_eq!(text, "<b>Diplomats expelled: Quux → Pavel Orlov (Rurik) (planned)</b> on 3 & Орлова");
    for (source, words) in [
        ("{{ alerts", "line 1"),
        ("{{ alerts | nofilter }}", "unknown filter"),
        ("{% for a in range(9999999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}", ""),
    ] {
        let error = own(source).expect_err(source).to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn tests_and_notices_are_told_in_words() {
    let templates = Templates::default();
    let test = Message::of_test("k", "desk", now());
    assert_eq!(Words::new(&templates, &test, Some("ru")).body(Markup::Plain, Room::Chars(500)), "rasid: это проверка канала (desk)");
    let notice = Message::of_notice("k", "channel \"desk\" gave up <3> alerts", now());
    assert_eq!(
        Words::new(&templates, &notice, None).body(Markup::Html, Room::Chars(500)),
        "channel &quot;desk&quot; gave up &lt;3&gt; alerts"
    );
}

#[test]
fn what_nobody_can_see_is_left_out() {
    let templates = Templates::default();
    let notice = Message::of_notice("k", "a\u{7}\u{202e}b\u{2069}\nc\u{1b}[0m", now());
    let words = Words::new(&templates, &notice, None);
    assert_eq!((words.title(), words.body(Markup::Plain, Room::Chars(99))), ("ab c[0m".to_owned(), "ab\nc[0m".to_owned()));
    let hostile = super::hostile();
    let text = Words::new(&templates, &hostile, None).body(Markup::Plain, Room::Chars(9_999));
    assert!(!text.contains("\n# x") && text.matches('\u{2068}').count() == text.matches('\u{2069}').count(), "{text}");
}

#[test]
fn an_update_says_what_has_changed_and_a_mention_whom_it_names() {
    let mut update = payload("en");
    update["update_of"] = json!("db-2-3");
    update["changes"] = json!([
        {"kind": "status", "from": "proposed", "to": "planned"},
        {"kind": "participant", "participant": {"name": "Pavel Orlov", "entity": "person:o", "kind": "person", "country": "RR"}},
        {"kind": "sources", "sources": 3},
        {"kind": "correction", "outlet": "Herald", "was": "Before.", "differs": ["status"], "withdrawn": false},
    ]);
    let message = Message::of_alert(&alert(&update.to_string())).expect("an object");
    let templates = Templates::default();
    let plain =
        |lang| Words::new(&templates, &message, Some(lang)).body(Markup::Plain, Room::Chars(10_000)).replace(['\u{2068}', '\u{2069}'], "");
    let english = plain("en");
    for line in [
        "status: proposed → planned",
        "new participant: Pavel Orlov (Rurik)",
        "independent sources, at least: 3",
        "corrected by Herald; before: “Before.”",
    ] {
        assert!(english.lines().any(|found| found == line), "{line} in {english}");
    }
    assert!(english.contains("Update: Diplomats expelled"), "{english}");
    assert!(plain("ru").contains("новый участник: Павел Орлов (Рюрик)") && plain("ar").contains("الحالة: مقترح ← مقرر"));

    let mention = json!({
        "type": "mention", "watch": "Orlov", "lang": "en", "severity": "normal", "reason": "R", "matched_text": "Orlov", "article_id": 4,
        "evidence": "Then Orlov left.", "sources": [{"outlet": "Herald", "title": "In short", "url": "https://h.example/"}],
    });
    let message = Message::of_alert(&alert(&mention.to_string())).expect("an object");
    let words = Words::new(&templates, &message, None);
    assert_eq!(words.title(), "Named: Orlov — In short");
    let text = words.body(Markup::Plain, Room::Chars(10_000));
    assert!(text.contains("“Then *Orlov* left.”") && !text.contains("confidence"), "{text}");
}

#[test]
fn a_long_sentence_is_cut_around_the_hit() {
    let mut long = payload("en");
    long["evidence"] = format!("{} Орлова {}", "слово ".repeat(400), "слово ".repeat(400)).into();
    let long = Message::of_alert(&alert(&long.to_string())).expect("an object");
    let templates = Templates::default();
    let text = Words::new(&templates, &long, None).body(Markup::Html, Room::Chars(900));
    assert!(text.contains("“…") && text.contains("слово  <b><u>Орлова</u></b> слово") && text.contains("…”"), "{text}");
    assert!(text.contains("«Орлов» names Pavel Orlov"), "{text}");
}
