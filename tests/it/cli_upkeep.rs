//! `doctor` and `init`, and databases that are not as they should be.

use rasid::model::{Failure, FailureKind, FeedHealth, Verdict};
use rasid::store::{FeedOptions, PollRecord};
use rusqlite::Connection;
use serde_json::Value;

use crate::cli_bed::{Bed, Page, Server, now};

fn finding<'a>(checks: &'a Value, subject: &str) -> Vec<&'a Value> {
    checks.as_array().unwrap().iter().filter(|check| check["subject"] == subject).collect()
}

#[test]
fn doctor_tries_everything() {
    let (bed, server) = (Bed::new(), Server::start(vec![("/rss", Page::new("text/xml", "<rss/>"))]));
    bed.run(&["feed", "add", &server.url("/rss"), "--no-check"]).ok();
    bed.run(&["feed", "add", &server.url("/none"), "--no-check"]).ok();
    let checks = bed.json(&["doctor"]).json();
    let level = |subject: &str| finding(&checks, subject)[0]["level"].clone();
    for subject in ["configuration", "database", "address filter", "time zone", "clock", "channel", "daemon"] {
        assert_eq!(level(subject), "ok", "{subject}: {checks:#}");
    }
    let feeds = finding(&checks, "feeds");
    assert_eq!((feeds[0]["finding"].as_str().unwrap(), &feeds[0]["level"]), ("1 of 2 that were asked can be reached", &"warn".into()));
    assert!(feeds[1]["finding"].as_str().unwrap().contains("404"));
    assert!(finding(&checks, "address filter")[0]["finding"].as_str().unwrap().contains("127.0.0.0/8"));
    let n_asked = server.asked().len();
    let offline = bed.json(&["doctor", "--offline"]).json();
    assert_eq!((level("feeds"), &finding(&offline, "feeds")[0]["level"]), ("warn".into(), &"ok".into()));
    assert_eq!(server.asked().len(), n_asked, "offline asks nobody");
}

#[test]
fn doctor_fails_where_something_cannot_work() {
    let bed = Bed::new();
    let settings = "[channels.phone]\nkind = \"command\"\ncommand = [\"no-such-program-here\"]\n[channels.archive]\nkind = \"file\"\npath = \"nowhere/at/all.ndjson\"\n\
                    [channels.desk]\nkind = \"webhook\"\nurl = \"http://127.0.0.1:8099/x\"\n[channels.shell]\nkind = \"command\"\ncommand = [\"sh\"]\n";
    std::fs::write(bed.path("rasid.toml"), settings).unwrap();
    let ran = bed.run_with(&[], &["doctor", "--offline", "--format", "json"], "");
    assert_eq!(ran.status, Some(2));
    let checks = ran.json();
    let channels: Vec<(bool, &str)> =
        finding(&checks, "channel").iter().map(|check| (check["level"] == "fail", check["finding"].as_str().unwrap())).collect();
    for (fails, words) in [
        (true, "archive (file): nowhere/at/all.ndjson cannot be made"),
        (true, "desk (webhook): 127.0.0.1 is a loopback"),
        (false, "log (log)"),
        (true, "phone (command): no-such-program-here is in no folder"),
        (false, "shell (command): "),
    ] {
        assert!(channels.iter().any(|(failed, finding)| *failed == fails && finding.contains(words)), "{words}: {channels:?}");
    }
    std::fs::write(bed.path("rasid.toml"), "[net]\ntimout = \"5s\"\n").unwrap();
    let faulty = bed.json(&["doctor"]);
    assert_eq!(faulty.status, Some(2));
    assert!(finding(&faulty.json(), "configuration")[0]["finding"].as_str().unwrap().contains("timout"));
}

#[test]
fn init_subscribes_to_the_starter_feeds_when_told() {
    let bed = Bed::new();
    let first = bed.run(&["init"]).ok().says(&["a starter list", "--feeds all"]);
    assert!(first.out.contains("rasid.toml") && first.out.contains("the database is rasid.db"), "{}", first.out);
    assert_eq!(bed.run(&["feed", "list"]).status, Some(1), "nobody was asked");
    bed.run(&["init", "--feeds", "de"]).refused_later(&["no feed in \"de\"", "ar "]);
    bed.run(&["init", "--feeds", "ar,ru"]).ok();
    let langs = bed.json(&["feed", "list"]).json();
    assert!(langs.as_array().unwrap().iter().all(|feed| feed["lang"] == "ar" || feed["lang"] == "ru"));
    let all = bed.run(&["init", "--feeds", "all"]).ok().out;
    assert!(all.contains("subscribed already"), "{all}");
    assert!(60 <= bed.json(&["feed", "list"]).ids().len());
    bed.run(&["init", "--feeds", "klingon"]).refused(&["valid: all, none"]);
}

const READERS: [&[&str]; 9] = [
    &["events"],
    &["show", "1"],
    &["articles"],
    &["article", "1"],
    &["entities"],
    &["alerts"],
    &["feed", "list"],
    &["watch", "list"],
    &["feed", "export"],
];

#[test]
fn a_missing_database_is_told_and_not_made() {
    let bed = Bed::new();
    for words in READERS {
        bed.run(words).refused(&["there is no database at rasid.db", "rasid init"]);
    }
    assert!(!bed.path("rasid.db").exists());
}

#[test]
fn a_file_that_is_no_database_stays_as_it_is() {
    let bed = Bed::new();
    let content = "this is a letter to my aunt, and not a database at all. ".repeat(200);
    std::fs::write(bed.path("rasid.db"), &content).unwrap();
    for words in READERS.iter().copied().chain([["watch", "add", "X"].as_slice(), &["feed", "poll"], &["alerts", "retry", "--all"]]) {
        bed.run(words).refused(&["rasid.db is not a SQLite database"]);
    }
    assert_eq!(std::fs::read_to_string(bed.path("rasid.db")).unwrap(), content);
    assert_eq!(bed.run(&["doctor", "--offline"]).status, Some(2));
}

#[test]
fn foreign_and_newer_databases_are_refused() {
    let bed = Bed::new();
    drop(bed.store());
    let db = Connection::open(bed.path("rasid.db")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    bed.run(&["events"]).refused(&["schema version 99", "use a newer one"]);
    bed.run(&["watch", "add", "X"]).refused(&["schema version 99"]);
    let other = Bed::new();
    Connection::open(other.path("rasid.db")).unwrap().execute_batch("create table mine (x)").unwrap();
    other.run(&["events"]).refused(&["the database of another program"]);
}

#[test]
fn a_damaged_database_is_told() {
    let bed = Bed::new();
    bed.run(&["init", "--feeds", "all"]).ok();
    let mut bytes = std::fs::read(bed.path("rasid.db")).unwrap();
    bytes[8_192..].fill(0xA5);
    std::fs::write(bed.path("rasid.db"), &bytes).unwrap();
    let list = bed.run(&["feed", "list"]).says(&[]);
    assert_eq!(list.status, Some(2), "{}{}", list.out, list.err);
    let doctor = bed.run(&["doctor", "--offline"]).says(&[]);
    assert_eq!(doctor.status, Some(2), "{}", doctor.out);
}

#[test]
fn a_locked_database_can_be_read_and_says_that_it_is_locked() {
    let bed = Bed::new();
    drop(bed.store());
    let db = Connection::open(bed.path("rasid.db")).unwrap();
    db.execute_batch("begin immediate").unwrap();
    assert_eq!(bed.run(&["events"]).status, Some(1), "readers work beside a writer");
    bed.run(&["watch", "add", "X"]).refused(&["another process keeps the database locked"]);
}

#[test]
fn status_names_every_feed_that_is_not_well() {
    let bed = Bed::new();
    let store = bed.store();
    let add = |name: &str| store.add_feed(&format!("https://{name}.example/feed"), &FeedOptions::default(), now()).unwrap();
    add("well");
    for health in [FeedHealth::Empty, FeedHealth::Quiet, FeedHealth::DeadLinks] {
        let verdict = Verdict { health, text: format!("it is {health}") };
        assert!(store.record_health(add(health.as_str()), &verdict, None, now()).unwrap());
    }
    for kind in [FailureKind::NotAFeed, FailureKind::HttpStatus] {
        let failure = Failure { kind, text: "no luck".to_owned(), at: now() };
        store.record_poll(add(kind.as_str()), &PollRecord::Failed { failure: &failure, next_poll_at: now() }, None, now()).unwrap();
    }
    let status = bed.json(&["status"]).ok().json();
    let troubles: Vec<&str> = status["feeds"].as_array().unwrap().iter().map(|feed| feed["trouble"].as_str().unwrap()).collect();
    assert_eq!(troubles, ["empty", "quiet", "leading to dead pages", "not a feed", "failing"]);
    assert_eq!(bed.json(&["feed", "list", "--failing"]).ok().ids().len(), 5);
    let shown = bed.run(&["feed", "show", "3"]).ok().out;
    assert!(shown.contains("quiet: it is quiet"), "{shown}");
}
