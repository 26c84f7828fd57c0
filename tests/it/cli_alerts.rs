//! `alerts`: what was raised, what a person says about it, and following it live.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use rasid::model::{EventId, NewAlert, Severity, WatchId};
use rasid::store::{Matched, NewWatch, Store};
use serde_json::Value;

use crate::cli_bed::{Bed, call, now, participant, store_event};

/// Two events, and two watches of which the first was alerted of both events and of a change of the first, the second of the first.
fn bed() -> Bed {
    let bed = Bed::new();
    let store = bed.store();
    for name in ["one", "two"] {
        let naryshkin = participant(Some("person:sergey-naryshkin"), "Sergei Naryshkin", "Naryshkin", "RU");
        store_event(&store, name, "en", "Naryshkin called.", call("2025-06-20", "Naryshkin called.", vec![naryshkin]));
    }
    for name in ["Naryshkin", "Russia"] {
        store.add_watch(&NewWatch { name: name.to_owned(), ..NewWatch::default() }, now(), now()).unwrap();
    }
    raise(&store, 1, 1, "");
    raise(&store, 2, 1, "");
    raise(&store, 1, 2, "");
    raise(&store, 1, 1, "status=denied");
    bed
}

fn raise(store: &Store, watch: i64, event: i64, change: &str) -> usize {
    let update = if change.is_empty() { "" } else { r#""update_of":"k","changes":[{"kind":"status","from":"occurred","to":"denied"}],"# };
    let alert = NewAlert {
        watch_id: WatchId(watch),
        change: change.to_owned(),
        channels: vec!["log".to_owned()],
        reason: format!("it was told {change}"),
        payload: format!(r#"{{"type":"event",{update}"headline":"Call: Naryshkin {change}"}}"#),
        severity: Severity::Normal,
    };
    store.record_matches(EventId(event), Matched { version: 0, watches_version: 0 }, &[alert], &[], now()).unwrap()
}

fn states(bed: &Bed) -> Vec<(i64, String)> {
    let list = bed.json(&["alerts"]).ok().json();
    let mut states: Vec<_> =
        list.as_array().unwrap().iter().map(|alert| (alert["id"].as_i64().unwrap(), alert["state"].as_str().unwrap().to_owned())).collect();
    states.sort();
    states
}

#[test]
fn alerts_are_listed_by_what_was_said_of_them() {
    let bed = bed();
    let all = bed.json(&["alerts"]).ok();
    assert_eq!(all.ids(), [4, 3, 2, 1]);
    let update = &all.json()[0];
    assert_eq!((&update["update_of"], &update["changes"][0]["to"]), (&1.into(), &"denied".into()));
    assert_eq!(bed.json(&["alerts", "--watch", "russia"]).ok().ids(), [2]);
    assert_eq!(bed.json(&["alerts", "--event", "2"]).ok().ids(), [3]);
    assert_eq!(bed.json(&["alerts", "--state", "pending"]).ok().ids().len(), 4);
    assert_eq!(bed.run(&["alerts", "--since", "1d"]).status, Some(1));
    assert_eq!(bed.json(&["alerts", "--until", "2025-06-29"]).ok().ids().len(), 4);

    assert_eq!(bed.run(&["alerts", "ack", "1", "3"]).ok().out, "2 alerts are acknowledged\n");
    assert_eq!(bed.run(&["alerts", "ack", "3"]).ok().out, "acknowledged already\n");
    assert_eq!(bed.json(&["alerts", "--state", "acknowledged"]).ok().ids(), [3, 1]);
    assert_eq!(bed.json(&["alerts", "--state", "new"]).ok().ids(), [4, 2]);
    assert_eq!(bed.json(&["alerts", "ack", "--watch", "naryshkin"]).ok().json()["changed"], 1);
    assert!(bed.json(&["alerts", "--state", "acknowledged"]).ok().json()[0]["acknowledged_at"].is_string());
    let table = bed.run(&["alerts"]).ok().out;
    assert!(table.contains("acknowledged") && table.contains("event 2"), "{table}");
}

#[test]
fn what_is_muted_raises_nothing_until_it_is_unmuted() {
    let bed = bed();
    let store = bed.store();
    bed.run(&["alerts", "mute", "1"]).ok();
    let muted = |ids: &[i64]| states(&bed).iter().all(|(id, state)| (state == "muted") == ids.contains(id));
    assert!(muted(&[1, 4]), "{:?}", states(&bed));
    assert_eq!(raise(&store, 1, 1, "status=cancelled"), 0);
    assert_eq!(raise(&store, 2, 1, "status=cancelled"), 1, "another watch");
    assert_eq!(bed.run(&["alerts", "mute", "4"]).ok().out, "muted already\n", "it is of the same watch and event");
    bed.run(&["alerts", "mute", "--event", "1", "--watch", "naryshkin"]).ok();
    assert_eq!((raise(&store, 2, 1, "sources=3"), raise(&store, 1, 2, "sources=3")), (0, 0));
    assert_eq!(bed.json(&["alerts", "--state", "muted"]).ok().ids(), [5, 4, 3, 2, 1]);
    assert_eq!(bed.json(&["watch", "list"]).ok().json()[0]["muted"], true);
    bed.run(&["alerts", "unmute", "--event", "1", "--watch", "naryshkin"]).ok();
    assert!(muted(&[1, 4]), "what was muted in other words stays so: {:?}", states(&bed));
    bed.run(&["alerts", "unmute", "1"]).ok();
    assert_eq!(raise(&store, 1, 1, "status=cancelled"), 1);
    assert_eq!(bed.run(&["alerts", "unmute", "1"]).ok().out, "it was not muted in these words\n");
}

#[test]
fn what_is_not_there_is_refused_and_nothing_is_done() {
    let bed = bed();
    bed.run(&["alerts", "ack", "1", "77"]).refused(&["there is no alert 77"]);
    bed.run(&["alerts", "mute", "--event", "77"]).refused(&["there is no event 77"]);
    bed.run(&["alerts", "mute", "--watch", "nobody"]).refused(&["no watch has"]);
    bed.run(&["alerts", "ack"]).refused(&["--watch"]);
    bed.run(&["alerts", "ack", "x"]).refused(&["invalid"]);
    bed.run(&["alerts", "--state", "seen"]).refused(&["acknowledged", "muted", "dead"]);
    bed.run(&["alerts", "tail", "--format", "csv"]).refused(&["ndjson"]);
    assert!(states(&bed).iter().all(|(_, state)| state == "new"));
}

#[test]
fn an_update_is_explained() {
    let bed = bed();
    let explained = bed.run(&["watch", "explain", "4"]).ok().out;
    assert!(explained.contains("update of alert 1") && explained.contains("rasid show 1"), "{explained}");
    assert_eq!(bed.json(&["watch", "explain", "4"]).ok().json()["changes"][0]["from"], "occurred");
}

/// Follows the alerts from the first one on.
fn tail(bed: &Bed, words: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasid"));
    command.env_clear().env("HOME", bed.folder.path()).env("TZ", "UTC").current_dir(bed.folder.path());
    command.args(["--db", "rasid.db", "alerts", "tail", "--since", "2025-01-01"]).args(words);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    (child, lines)
}

fn next_line(lines: &mut impl BufRead) -> String {
    let mut line = String::new();
    assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended");
    line
}

#[test]
fn alerts_are_followed_as_they_are_written() {
    let bed = bed();
    let store = bed.store();
    for (words, signal) in [(&["--format", "ndjson"][..], "TERM"), (&["--format", "ndjson", "--event", "1"], "INT")] {
        let (mut child, mut lines) = tail(&bed, words);
        let ids = if words.len() == 2 { vec![1, 2, 3, 4] } else { vec![1, 2, 4, 5] };
        for id in ids {
            let alert: Value = serde_json::from_str(&next_line(&mut lines)).unwrap();
            assert_eq!(alert["id"], id);
        }
        assert_eq!(raise(&store, 1, 1, &format!("status={signal}")), 1);
        let alert: Value = serde_json::from_str(&next_line(&mut lines)).unwrap();
        assert_eq!((&alert["update_of"], &alert["watch"]), (&1.into(), &"Naryshkin".into()));
        let kill = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
        assert!(kill.success());
        assert_eq!(child.wait().unwrap().code(), Some(0), "it ends well");
        assert_eq!(lines.read_line(&mut String::new()).unwrap(), 0);
    }
    let (mut child, mut lines) = tail(&bed, &[]);
    let line = next_line(&mut lines);
    assert!(line.starts_with("2025-06-29 18:00  alert 1  Naryshkin  event 1  Call: Naryshkin"), "{line}");
    let rest: Vec<String> = (0..3).map(|_| next_line(&mut lines)).collect();
    assert!(rest[2].contains("alert 4, update of 1"), "{rest:?}");
    // Nobody reads on: it ends without a further alert.
    drop(lines);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
