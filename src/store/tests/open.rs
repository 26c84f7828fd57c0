use std::path::Path;

use rusqlite::Connection;

use super::*;

fn refused(path: &Path) -> [StoreError; 2] {
    [Store::open(path, noon()).expect_err("it cannot be opened"), Store::open_read_only(path).expect_err("it cannot be read")]
}

#[test]
fn a_store_may_be_shared() {
    fn check<T: Send + Sync>() {}
    check::<Store>();
}

#[test]
fn what_was_written_is_there_after_reopening_under_the_same_id() {
    let Bed { dir, store } = bed();
    let path = dir.path().join("rasid.db");
    let id = store.database_id().to_owned();
    assert_eq!(id.len(), 32);
    store.add_feed("https://a.example/feed", &FeedOptions::default(), noon()).unwrap();
    drop(store);
    let store = Store::open(&path, later(1)).unwrap();
    assert_eq!((store.database_id(), store.list_feeds().unwrap().len()), (id.as_str(), 1));
    assert_ne!(bed().database_id(), id);
}

#[test]
fn a_reader_works_beside_the_writer_and_writes_nothing() {
    let bed = bed();
    let reader = Store::open_read_only(bed.path()).unwrap();
    let feed_id = bed.feed("https://a.example/feed");
    assert_eq!(reader.list_feeds().unwrap().len(), 1);
    assert_eq!(reader.database_id(), bed.database_id());
    assert!(matches!(reader.remove_feed(feed_id), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(reader.foreign_writes(), Err(StoreError::ReadOnly { .. })));
}

#[test]
fn a_missing_file_is_said_to_be_missing_and_not_made() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("none.db");
    assert!(matches!(Store::open_read_only(&path), Err(StoreError::Missing { .. })));
    assert!(!path.exists());
    assert!(matches!(Store::open(&dir.path().join("no/such/folder.db"), noon()), Err(StoreError::Open { .. })));
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notes.txt");
    let text = "these are my notes\n".repeat(500);
    std::fs::write(&path, &text).unwrap();
    assert!(refused(&path).iter().all(|error| matches!(error, StoreError::NotADatabase { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn the_database_of_another_program_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch("create table songs (name text)").unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(refused(&path).iter().all(|error| matches!(error, StoreError::Foreign { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_schema_is_refused_by_its_number() {
    let Bed { dir, store } = bed();
    drop(store);
    let path = dir.path().join("rasid.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(refused(&path).iter().all(|error| matches!(error, StoreError::NewerSchema { found: 99, .. })));
}

#[test]
fn a_reader_asks_for_an_older_schema_to_be_brought_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("empty.db");
    std::fs::write(&path, "").unwrap();
    assert!(matches!(Store::open_read_only(&path), Err(StoreError::OlderSchema { found: 0, .. })));
    Store::open(&path, noon()).unwrap();
    Store::open_read_only(&path).unwrap();
}

#[test]
fn damage_inside_the_file_is_reported_as_damage() {
    let bed = bed();
    for n in 0..200 {
        bed.feed(&format!("https://{n}.example/{}", "x".repeat(500)));
    }
    bed.checkpoint().unwrap();
    let Bed { dir, store } = bed;
    drop(store);
    let path = dir.path().join("rasid.db");
    let leaf: usize = Connection::open(&path)
        .unwrap()
        .query_row("select pageno from dbstat where name = 'feeds' and pagetype = 'leaf' limit 1", [], |row| row.get::<_, u32>(0))
        .unwrap() as usize;
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[(leaf - 1) * 4096..leaf * 4096].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let store = Store::open_read_only(&path).unwrap();
    let problems = store.integrity_check();
    assert!(!matches!(&problems, Ok(found) if found.is_empty()), "{problems:?}");
    assert!(matches!(store.list_feeds(), Err(StoreError::Damaged { .. })));
}

#[test]
fn an_impossible_value_names_its_row() {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    let other = Connection::open(bed.path()).unwrap();
    other.execute_batch("pragma ignore_check_constraints = on; update feeds set state = 'asleep'").unwrap();
    let error = bed.store.feed(id).expect_err("there is no such state");
    assert_eq!(error.to_string(), format!("row {id} of feeds holds an impossible state"));
    let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert!(source.contains("valid: active, paused, gone"), "{source}");
}

#[test]
fn a_locked_database_is_said_to_be_locked_and_nothing_is_lost() {
    let bed = bed();
    let other = Connection::open(bed.path()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    bed.store.with_writer("test", |db| Ok(db.busy_timeout(Duration::from_millis(1))?)).unwrap();
    let error = bed.add_feed("https://a.example/feed", &FeedOptions::default(), noon()).expect_err("it is locked");
    assert!(matches!(error, StoreError::Locked { doing: "adding a feed", .. }) && error.is_transient());
    assert!(bed.list_feeds().unwrap().is_empty(), "reading goes on");
    other.execute_batch("rollback").unwrap();
    bed.feed("https://a.example/feed");
}

#[test]
fn a_full_disk_undoes_the_unit() {
    let bed = bed();
    let feed_id = bed.feed("https://a.example/feed");
    bed.store
        .with_writer("test", |db| {
            let n_pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
            Ok(db.query_row(&format!("pragma max_page_count = {}", n_pages + 2), [], |_| Ok(()))?)
        })
        .unwrap();
    let items = (0..100).map(|n| FeedItem { summary: Some("long ".repeat(1000)), ..item(&format!("{n}"), "t") }).collect();
    let feed = ParsedFeed { items, ..ParsedFeed::default() };
    let validators = Validators { etag: Some("new".to_owned()), last_modified: None };
    let next = NextPoll { interval: Duration::from_secs(1), at: later(1) };
    let record = PollRecord::Fetched { validators: &validators, body_hash: "b", feed: &feed, next };
    let error = bed.record_poll(feed_id, &record, None, noon()).expect_err("there is no room");
    assert!(matches!(error, StoreError::DiskFull { .. }) && error.is_transient());
    let feed = bed.store.feed(feed_id).unwrap().unwrap();
    assert_eq!((feed.validators.etag, feed.baseline_done), (None, false));
    assert!(bed.due_items(noon(), 10).unwrap().is_empty());
}

#[test]
fn a_panic_inside_a_unit_undoes_it_and_the_store_goes_on() {
    let bed = bed();
    let id = bed.article_of("a", &new_article("https://a.example/1", "A"));
    let extraction = Extraction { reports: vec![report(vec![])], entities: vec![entity()], ..Extraction::default() };
    let broken = |_: &str| -> String { panic!("the fold broke") };
    let hash = bed.due_articles(ENGINE, 1).unwrap()[0].content_hash.clone();
    let unit = std::panic::AssertUnwindSafe(|| bed.record_extraction((id, &hash), ENGINE, &extraction, &broken, noon()));
    assert!(std::panic::catch_unwind(unit).is_err());
    let detail = bed.article(id).unwrap().unwrap();
    assert!(detail.entities.is_empty() && detail.reports.is_empty());
    assert_eq!(bed.extracted(id, ENGINE, vec![report(vec![])]), Recorded::Done);
}

fn entity() -> Entity {
    Entity { entity: None, kind: EntityKind::Person, name: "X".to_owned(), country: None, mentions: vec![] }
}

#[test]
fn the_writes_of_others_are_noticed_once() {
    let bed = bed();
    bed.feed("https://a.example/feed");
    assert!(!bed.foreign_writes().unwrap(), "one's own do not count");
    let other = Store::open(bed.path(), noon()).unwrap();
    assert!(!bed.foreign_writes().unwrap());
    other.add_feed("https://b.example/feed", &FeedOptions::default(), noon()).unwrap();
    assert!(bed.foreign_writes().unwrap());
    assert!(!bed.foreign_writes().unwrap());
}

#[test]
fn many_threads_write_without_losing_anything() {
    let bed = bed();
    let other = Store::open(bed.path(), noon()).unwrap();
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let store = if worker % 2 == 0 { &bed.store } else { &other };
            scope.spawn(move || {
                for n in 0..25 {
                    store.add_feed(&format!("https://{worker}.example/{n}"), &FeedOptions::default(), noon()).unwrap();
                    store.list_feeds().unwrap();
                }
            });
        }
    });
    assert_eq!(bed.list_feeds().unwrap().len(), 200);
}
