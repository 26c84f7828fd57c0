//! The running daemon: what it notices, how it ends.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use jiff::SignedDuration;
use rasid::clock::{Clock, SystemClock};
use rasid::config::{Config, Environment};
use rasid::daemon::{Daemon, End, Signals, holder};
use rasid::store::{ArticleQuery, FeedOptions, NewWatch, Store};

use crate::test_bed::{CALL, Entry, Reply, World, page, rss};

/// Writes settings that allow the world, and opens the database beside them.
fn set_up(world: &World) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    write_settings(folder.path(), world, "/hook");
    let store = Store::open(&folder.path().join("rasid.db"), SystemClock.now()).unwrap();
    (folder, store)
}

fn write_settings(folder: &Path, world: &World, hook: &str) {
    let settings = format!(
        "[database]\npath = \"rasid.db\"\n[net]\nallow_private = [\"127.0.0.0/8\"]\nper_host_spacing = \"0s\"\n\
         [alerts]\ndefault_channels = [\"hook\"]\n[channels.hook]\nkind = \"webhook\"\nurl = \"{}\"\n",
        world.url(hook)
    );
    std::fs::write(folder.join("rasid.toml"), settings).unwrap();
}

/// Puts a feed of one item into the world, published now.
fn publish(world: &World, path: &str, slug: &str, sentence: &str) {
    let now = SystemClock.now().to_string();
    world.put(path, Reply::rss(rss(world, "The Herald", &[Entry(slug, &format!("News of {slug}"), &now)])));
    world.put(&format!("/news/{slug}"), page(&format!("News of {slug}"), sentence));
}

fn watch(store: &Store, name: &str) {
    let watch = NewWatch { name: name.to_owned(), ..NewWatch::default() };
    let now = SystemClock.now();
    store.add_watch(&watch, now - SignedDuration::from_hours(48), now).unwrap();
}

fn add_feed(store: &Store, world: &World, path: &str) {
    store.add_feed(&world.url(path), &FeedOptions::default(), SystemClock.now()).unwrap();
}

fn rasid(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasid"));
    command.env_clear().env("HOME", folder).current_dir(folder).stdin(Stdio::null());
    command
}

fn start(folder: &Path) -> Child {
    rasid(folder).args(["run", "--no-color"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Reads the child's log up to a line with these words.
fn wait_for_line(log: &mut impl BufRead, words: &str) {
    let mut line = String::new();
    while !line.contains(words) {
        line.clear();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "the log ended before {words:?}");
    }
}

fn send(signal: &str, child: &Child) {
    let status = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
    assert!(status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_write_is_noticed_and_acted_on() {
    let world = World::start().await;
    let (folder, store) = set_up(&world);
    world.put("/hook", Reply::status(204));
    publish(&world, "/feed", "call", &CALL.replace("on 29 June 2025, ", ""));
    let mut config = Config::default();
    config.database.path = folder.path().join("rasid.db");
    config.net.allow_private = vec!["127.0.0.0/8".parse().unwrap()];
    config.net.per_host_spacing = std::time::Duration::ZERO;
    let daemon = Daemon::build(&config, Environment::default(), Arc::new(SystemClock)).unwrap();
    let signals = Signals::default();
    let stopper = signals.stopper();
    let acting = async {
        add_feed(&store, &world, "/feed");
        world.wait_for("/feed", 1).await;
        let mut activity = daemon.context().nudges.activity();
        while store.queues(&daemon.context().engine, SystemClock.now()).unwrap().events == 0 {
            activity.changed().await.unwrap();
        }
        watch(&store, "Sergey Naryshkin");
        while store.queues(&daemon.context().engine, SystemClock.now()).unwrap().alerts == 0 {
            activity.changed().await.unwrap();
        }
        stopper.stop();
    };
    let (end, ()) = tokio::join!(daemon.run(signals, None), acting);
    assert_eq!(end.unwrap(), End::Finished);
    let runs = store.stage_runs().unwrap();
    assert!(runs.iter().all(|run| run.error.is_none()), "{runs:?}");
    assert_eq!(runs.iter().find(|run| run.stage == "extract").map(|run| run.total_done), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_database_has_one_daemon_and_status_knows_it() {
    let world = World::start().await;
    let (folder, _store) = set_up(&world);
    let mut child = start(folder.path());
    let mut log = BufReader::new(child.stderr.take().unwrap());
    wait_for_line(&mut log, "running");
    assert_eq!(holder(&folder.path().join("rasid.db")).unwrap().unwrap().process, Some(child.id()));
    let second: Output = rasid(folder.path()).args(["run", "--once"]).output().unwrap();
    let error = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(error.contains(&format!("another daemon (process {}) is running", child.id())), "{error}");
    let status = rasid(folder.path()).args(["status", "--format", "json"]).output().unwrap();
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!((&status["running"], status["process"].as_u64()), (&true.into(), Some(child.id().into())));
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let status = rasid(folder.path()).args(["status"]).output().unwrap();
    assert!(String::from_utf8(status.stdout).unwrap().contains("no daemon is running"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_lets_running_work_finish() {
    let world = World::start().await;
    let (folder, store) = set_up(&world);
    publish(&world, "/feed", "slow", CALL);
    world.hold("/news/slow");
    add_feed(&store, &world, "/feed");
    let mut child = start(folder.path());
    let mut log = BufReader::new(child.stderr.take().unwrap());
    world.wait_for("/news/slow", 1).await;
    send("TERM", &child);
    wait_for_line(&mut log, "stopping");
    assert!(store.list_articles(&ArticleQuery { limit: 1, ..ArticleQuery::default() }).unwrap().is_empty());
    world.release("/news/slow");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(store.list_articles(&ArticleQuery { limit: 9, ..ArticleQuery::default() }).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_signal_ends_it_at_once() {
    let world = World::start().await;
    let (folder, store) = set_up(&world);
    publish(&world, "/feed", "slow", CALL);
    world.hold("/news/slow");
    add_feed(&store, &world, "/feed");
    let mut child = start(folder.path());
    let mut log = BufReader::new(child.stderr.take().unwrap());
    world.wait_for("/news/slow", 1).await;
    send("INT", &child);
    wait_for_line(&mut log, "stopping");
    send("INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(2));
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("stopped at once"), "{rest}");
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_are_added_and_removed_while_it_runs() {
    let world = World::start().await;
    let (folder, store) = set_up(&world);
    world.put("/other", Reply::status(204));
    let mut child = start(folder.path());
    let mut log = BufReader::new(child.stderr.take().unwrap());
    wait_for_line(&mut log, "running");
    let edit = |words: &[&str]| assert!(rasid(folder.path()).arg("channel").args(words).status().unwrap().success(), "{words:?}");
    std::fs::write(folder.path().join("other.url"), world.url("/wrong")).unwrap();
    edit(&["add", "other", "webhook", "url-file=other.url"]);
    wait_for_line(&mut log, "were read again");
    // A secret that is changed in its own file holds as well.
    std::fs::write(folder.path().join("other.url"), world.url("/other")).unwrap();
    wait_for_line(&mut log, "were read again");
    let watch = NewWatch { name: "Sergey Naryshkin".to_owned(), channels: vec!["other".to_owned()], ..NewWatch::default() };
    let now = SystemClock.now();
    store.add_watch(&watch, now - SignedDuration::from_hours(48), now).unwrap();
    publish(&world, "/feed", "call", &CALL.replace("on 29 June 2025, ", ""));
    add_feed(&store, &world, "/feed");
    world.wait_for("/other", 1).await;
    edit(&["add", "third", "log"]);
    wait_for_line(&mut log, "were read again");
    edit(&["remove", "third"]);
    wait_for_line(&mut log, "were read again");
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(world.seen("/wrong").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_read_again_and_faulty_ones_change_nothing() {
    let world = World::start().await;
    let (folder, store) = set_up(&world);
    world.put("/hook", Reply::status(204));
    world.put("/other", Reply::status(204));
    watch(&store, "Sergey Naryshkin");
    watch(&store, "Hakan Fidan");
    let mut child = start(folder.path());
    let mut log = BufReader::new(child.stderr.take().unwrap());
    wait_for_line(&mut log, "running");
    std::fs::write(folder.path().join("rasid.toml"), "[nets]\n").unwrap();
    send("HUP", &child);
    wait_for_line(&mut log, "the old ones stay");
    publish(&world, "/feed", "call", &CALL.replace("on 29 June 2025, ", ""));
    add_feed(&store, &world, "/feed");
    world.wait_for("/hook", 1).await;
    write_settings(folder.path(), &world, "/other");
    send("HUP", &child);
    wait_for_line(&mut log, "were read again");
    publish(&world, "/more", "meeting", "Turkish foreign minister Hakan Fidan met Sergey Lavrov in Ankara, the ministry said.");
    add_feed(&store, &world, "/more");
    world.wait_for("/other", 1).await;
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
