//! `extract`, `explain` and `knowledge`: texts without a database.

use serde_json::Value;

use crate::cli_bed::{Bed, Page, Server};

const PAGE: &str = include_str!("../fixtures/pages/ar-call.html");

#[test]
fn a_page_is_read_from_file_address_and_standard_input() {
    let (bed, server) = (Bed::new(), Server::start(vec![("/page", Page::new("text/html", PAGE))]));
    std::fs::write(bed.path("page.html"), PAGE).unwrap();
    let url = server.url("/page");
    let read = |source: &str| {
        let ran = bed.run_with(&[("RASID__NET__ALLOW_PRIVATE", "127.0.0.0/8")], &["extract", source, "--format", "json"], PAGE);
        assert!(matches!(ran.status, Some(0 | 1)), "{}", ran.err);
        let mut found = ran.json();
        assert_eq!(found["lang"], "ar");
        found["id"] = Value::Null;
        found
    };
    let first = read("page.html");
    assert_eq!((read(&url), read("-")), (first.clone(), first));
}

#[test]
fn plain_text_gives_the_contract() {
    let bed = Bed::new();
    let text = "Sergei Naryshkin spoke by telephone with John Ratcliffe on 11 March 2025.";
    let one = bed.run_with(&[], &["extract", "-", "--lang", "en", "--format", "json"], text).json();
    let line = serde_json::json!({"id": "standard input", "lang": "en", "body": text}).to_string();
    let batch = bed.run_with(&[], &["extract", "--batch"], &format!("{line}\nnonsense\n")).ok();
    let lines: Vec<Value> = batch.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[0]), (2, &one));
    assert!(lines[1]["error"].as_str().unwrap().contains("no JSON"));
    for key in ["id", "lang", "entities", "events"] {
        assert!(one.get(key).is_some(), "{key}");
    }
}

#[test]
fn people_read_a_block_for_each_event_and_why_it_was_found() {
    let bed = Bed::new();
    let text = "Sergei Naryshkin spoke by telephone with John Ratcliffe on 11 March 2025.";
    let blocks = bed.run_with(&[], &["extract", "-", "--lang", "en", "--published", "2025-06-29"], text).ok().out;
    for words in ["call: Sergei Naryshkin (RU), John Ratcliffe (US)", "2025-03-11 (explicit)", "director", "evidence", text] {
        assert!(blocks.contains(words), "{words}: {blocks}");
    }
    let csv = bed.run_with(&[], &["extract", "-", "--lang", "en", "--format", "csv"], text).ok().out;
    assert!(csv.starts_with("type,status,when,") && csv.lines().count() == 2, "{csv}");
    let why = bed.run_with(&[], &["explain", "-", "--lang", "en"], text).ok().out;
    assert!(why.contains("trigger ") && why.contains("  - "), "{why}");
    let why = bed.run_with(&[], &["explain", "-", "--lang", "en", "--format", "json"], text).ok().json();
    assert!(!why["reports"][0]["steps"].as_array().unwrap().is_empty());
}

#[test]
fn explain_shows_how_every_sentence_was_read() {
    let bed = Bed::new();
    let text = "Sergei Naryshkin telephoned John Ratcliffe on Tuesday.\n\nRead more: Lavrov flies to Beijing";
    let read = bed.run_with(&[], &["explain", "-", "--lang", "en", "--sentences", "--format", "json"], text).ok().json();
    let sentence = &read["sentences"][0];
    assert_eq!(sentence["tokens"][2], "telephoned");
    let says =
        |list: &str, words: &str| sentence[list].as_array().unwrap().iter().any(|part| part["means"].as_str().unwrap().contains(words));
    assert!(says("words", "trigger ") && says("words", "person:sergey-naryshkin"), "{sentence}");
    assert!(says("mentions", "John Ratcliffe, of United States"), "{sentence}");
    assert_eq!(sentence["dates"][0]["text"], "Tuesday");
    assert_eq!(read["sentences"].as_array().unwrap().last().unwrap()["left_out"], true);
    let table = bed.run_with(&[], &["explain", "-", "--lang", "en", "--sentences"], text).ok().out;
    assert!(table.contains("left out: a teaser"), "{table}");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let bed = Bed::new();
    bed.run(&["extract", "missing.txt"]).refused(&["cannot open missing.txt"]);
    bed.run(&["extract", "."]).refused(&["is a folder"]);
    bed.run(&["explain", "missing.txt"]).refused(&["cannot open"]);
    bed.run_with(&[], &["extract", "-"], "<!doctype html><html><body></body></html>").refused(&["no article was found in standard input"]);
    bed.run_with(&[], &["extract", "-", "--published", "soon"], "text").refused(&["soon"]);
    bed.run_with(&[], &["extract", "http://127.0.0.1:9/"], "").refused(&["loopback"]);
}

#[test]
fn hostile_texts_end_well() {
    let bed = Bed::new();
    for text in ["", "\u{0}\u{1b}[31m\u{202e}\u{feff}", &"(".repeat(100_000), &"أ".repeat(100_000), &"<div>".repeat(50_000)] {
        let ran = bed.run_with(&[], &["explain", "-"], text).says(&[]);
        assert!(matches!(ran.status, Some(0..=2)), "{}", ran.err);
        assert!(!ran.out.contains('\u{1b}'));
    }
}

#[test]
fn knowledge_is_shown_by_any_name() {
    let bed = Bed::new();
    for name in ["Sergey Naryshkin", "Нарышкин", "ناريشكين", "person:sergey-naryshkin"] {
        let meaning = bed.json(&["knowledge", "show", name]).ok().json()[0].clone();
        assert_eq!((&meaning["id"], &meaning["country"]), (&"person:sergey-naryshkin".into(), &"RU".into()), "{name}");
        assert!(meaning["source"].as_str().unwrap().starts_with("knowledge/people-ru.txt:"));
        assert!(!meaning["offices"].as_array().unwrap().is_empty());
    }
    assert_eq!(bed.json(&["knowledge", "show", "Russian"]).ok().json()[0]["as"], "adjective");
    assert_eq!(bed.run(&["knowledge", "show", "Nobody Atall"]).status, Some(1));
    assert!(bed.run(&["knowledge", "show"]).ok().out.contains("person"));
}

#[test]
fn faults_of_the_users_knowledge_have_their_place() {
    let bed = Bed::new();
    bed.run(&["knowledge", "check"]).ok();
    let folder = bed.path("mine/knowledge");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("people-mine.txt"), "id | country | sex | offices | source | en\n\nx | QQ | m | | | X Y\ny | RU | m\n")
        .unwrap();
    let check = bed.run(&["knowledge", "check", "mine"]);
    assert_eq!(check.status, Some(2), "{}", check.err);
    assert!(check.out.contains("mine/knowledge/people-mine.txt:3") && check.out.contains("country \"QQ\""), "{}", check.out);
    assert!(check.out.contains("mine/knowledge/people-mine.txt:4") && check.out.contains("3 fields"), "{}", check.out);
    std::fs::write(folder.join("people-mine.txt"), "id | country | sex | offices | source | en\nanna-test | RU | f | | | Anna Testova\n")
        .unwrap();
    bed.run(&["knowledge", "check", "mine"]).ok();
    let shown =
        bed.run_with(&[("RASID__KNOWLEDGE__DIR", "mine")], &["knowledge", "show", "Anna Testova", "--format", "json"], "").ok().json();
    assert_eq!(shown[0]["id"], "person:anna-test");
    bed.run(&["knowledge", "check", "nowhere"]).refused(&["nowhere is no folder"]);
}

#[test]
fn a_name_of_two_is_told() {
    let bed = Bed::new();
    let folder = bed.path("mine/knowledge");
    std::fs::create_dir_all(&folder).unwrap();
    let people =
        "id | country | sex | offices | source | en\nsecond | RU | m | foreign-minister@RU:2005-01-01..2006-01-01 | | Sergey Naryshkin\n";
    std::fs::write(folder.join("people-mine.txt"), people).unwrap();
    let check = bed.json(&["knowledge", "check", "mine"]).ok().json();
    let told = |words: &str| check.as_array().unwrap().iter().any(|finding| finding["what"].as_str().unwrap().contains(words));
    assert!(told("means person:second and person:sergey-naryshkin"), "{check:#}");
    assert!(told("are both foreign-minister of RU at a time"), "{check:#}");
}

#[test]
fn a_batch_of_pages_gives_their_articles_in_order() {
    let bed = Bed::new();
    let body =
        "The minister of fisheries met his counterpart in Tema on Tuesday and signed a protocol on the inspection of vessels. ".repeat(4);
    let html = format!(
        "<html lang=en><head><title>Ministers sign protocol</title></head><body><article><h1>Ministers sign protocol</h1><p>{body}</p></article></body></html>"
    );
    let line = |id: i32| serde_json::json!({ "id": id, "url": "https://herald.example/1", "html": html }).to_string();
    let input =
        format!("{}\nnot json\n{{\"id\": 7, \"url\": \"https://a.example/\", \"path\": \"missing.html\"}}\n\n{}\n", line(1), line(2));
    let out = bed.run_with(&[], &["article", "--batch", "--jobs", "2"], &input).ok().out;
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert_eq!((&lines[0]["id"], &lines[3]["id"]), (&1.into(), &2.into()));
    assert!(lines[0]["body"].as_str().unwrap().contains("signed a protocol") && lines[0]["error"].is_null(), "{out}");
    assert_eq!((lines[0]["title"].as_str(), lines[0]["lang"].as_str()), (Some("Ministers sign protocol"), Some("en")));
    assert!(lines[1]["error"].as_str().unwrap().contains("valid:"));
    assert!(lines[2]["error"].as_str().unwrap().contains("cannot open missing.html"));
}

#[test]
fn a_page_shows_what_was_taken_and_what_was_left() {
    let bed = Bed::new();
    std::fs::write(bed.path("page.html"), PAGE).unwrap();
    let found = bed.run(&["article", "page.html", "--diff", "--format", "json"]).ok().json();
    let lines = found["lines"].as_array().unwrap();
    let taken = |is_article: bool| lines.iter().filter(|line| line["is_article"] == is_article).count();
    assert_eq!(taken(true), found["body"].as_str().unwrap().lines().count());
    assert!(0 < taken(false) && found["quality"].as_f64().is_some_and(|quality| 0.0 < quality && quality <= 1.0));
    assert!(found["problem"].is_null() && found["title"].is_string());
    let refused = bed.run(&["article", "no-such-page.html"]);
    assert!(refused.status == Some(2) && refused.err.contains("cannot open no-such-page.html"), "{}", refused.err);
}
