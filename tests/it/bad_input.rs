//! Input that is wrong, hostile or far too much: it costs one failure that a person can read, stops nothing else, and loses nothing stored.

use std::process::Command;

use rasid::model::{BodySource, FailureKind};
use rasid::stage::Stage;

use crate::cli_bed::Bed;
use crate::test_bed::{Entry, Reply, TestBed, page, rss, run};

const NOW: &str = "2025-06-29T17:00:00Z";
const SENTENCE: &str = "Sergey Naryshkin spoke by telephone with John Ratcliffe on Sunday, Reuters reported.";

#[tokio::test]
async fn bad_feeds_stop_no_good_one_beside_them() {
    let bed = TestBed::new().await;
    let many: String = (0..100_000).map(|n| format!("<item><guid>{n}</guid><title>Title {n}</title></item>")).collect();
    bed.world.put("/many", Reply::rss(format!("<rss version=\"2.0\"><channel><title>Many</title>{many}</channel></rss>")));
    bed.world.put("/page", Reply::html("<html><body><p>Hello, reader.</p></body></html>"));
    bed.world.put("/nothing", Reply::rss(""));
    bed.world.put("/noise", Reply::rss([0xff, 0x00, 0x3c, 0x80].repeat(10_000)));
    bed.world.put("/good", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "A call", NOW)])));
    let ids = ["/many", "/page", "/nothing", "/noise", "/good"].map(|path| bed.add_feed(path));
    run(&bed.context(), Stage::Poll).await;
    let [many, page, nothing, noise, good] = ids.map(|id| bed.feed(id));
    let kind = |feed: &rasid::model::Feed| feed.failure.as_ref().map(|failure| failure.kind);
    assert_eq!((kind(&many), many.n_items), (None, 5000), "the first items are taken");
    let dropped = bed.store.drops().unwrap();
    assert!(dropped.iter().any(|drop| drop.last_detail.contains("5000")), "and it is told that there were more: {dropped:?}");
    assert_eq!(kind(&page), Some(FailureKind::NotAFeed));
    assert_eq!(kind(&nothing), Some(FailureKind::Empty));
    assert!(kind(&noise).is_some());
    assert_eq!((kind(&good), good.n_items), (None, 1));
}

#[tokio::test]
async fn a_page_of_fifty_thousand_nested_boxes_gives_its_article() {
    let bed = TestBed::new().await;
    let (open, close) = ("<div>".repeat(50_000), "</div>".repeat(50_000));
    let entries = [Entry("deep", "A call", NOW), Entry("plain", "Another call", NOW)];
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &entries)));
    bed.world.put("/news/deep", Reply::html(format!("<html><body>{open}<p>{SENTENCE}</p>{close}</body></html>")));
    bed.world.put("/news/plain", page("Another call", SENTENCE));
    bed.add_feed("/feed");
    bed.drain(&bed.context()).await;
    let articles = bed.articles();
    assert_eq!(articles.len(), 2);
    for detail in articles {
        assert_eq!(detail.article.body_source, BodySource::Page, "{:?}", detail.article.fetch_note);
        assert!(detail.article.body.contains(SENTENCE));
    }
    assert_eq!(bed.events().len(), 1);
}

#[test]
fn a_watched_name_has_a_length() {
    let bed = Bed::new();
    bed.store();
    bed.run(&["watch", "add", &"x".repeat(10_240)]).refused(&["10240", "at most 200"]);
    assert_eq!(bed.run(&["watch", "list"]).status, Some(1), "none was added");
}

#[test]
fn an_endless_file_is_not_read_to_its_end() {
    let bed = Bed::new();
    for words in [["extract", "/dev/zero"], ["explain", "/dev/zero"]] {
        bed.run(&words).refused(&["/dev/zero", "too large"]);
    }
}

#[test]
fn faulty_knowledge_is_told_where_it_is_needed_and_nowhere_else() {
    let bed = Bed::new();
    bed.store();
    std::fs::create_dir_all(bed.path("own/knowledge")).unwrap();
    std::fs::write(bed.path("own/knowledge/people-own.txt"), "id | country | sex | offices | source | en\nbroken\n").unwrap();
    std::fs::write(bed.path("text.txt"), SENTENCE).unwrap();
    let with_own = |words: &[&str]| bed.run_with(&[("RASID__KNOWLEDGE__DIR", "own")], words, "");
    for words in [&["extract", "text.txt"][..], &["run", "--once"], &["watch", "add", "Naryshkin"]] {
        with_own(words).refused(&["people-own.txt:2", "6"]);
    }
    // Whoever asks what was stored needs no knowledge.
    with_own(&["status"]).ok();
    assert_eq!(with_own(&["events"]).status, Some(1));
    assert_eq!(with_own(&["feed", "list"]).status, Some(1));
}

/// A limit on the size of files stands in for a full disk: both refuse a write in the midst of a transaction.
#[test]
fn a_full_disk_is_told_and_what_was_stored_stays() {
    let bed = Bed::new();
    bed.store();
    bed.run(&["feed", "add", "--no-check", "http://127.0.0.1:9/feed"]).ok();
    let n_bytes = std::fs::metadata(bed.path("rasid.db")).unwrap().len();
    let script = "trap '' XFSZ; ulimit -f 8; for n in 1 2 3 4 5 6 7 8 9; do \"$0\" --db rasid.db feed add --no-check http://127.0.0.1:9/$n || exit; done";
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_rasid")]).current_dir(bed.folder.path()).env("HOME", bed.folder.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("database") && !told.contains("panicked"), "{told}");
    assert!(n_bytes <= std::fs::metadata(bed.path("rasid.db")).unwrap().len());
    let n_before = bed.json(&["feed", "list"]).ok().json().as_array().unwrap().len();
    assert!(0 < n_before);
    bed.run(&["feed", "add", "--no-check", "http://127.0.0.1:9/later"]).ok();
    assert_eq!(bed.json(&["feed", "list"]).ok().json().as_array().unwrap().len(), n_before + 1);
    assert!(bed.store().integrity_check().unwrap().is_empty());
}

#[test]
fn what_is_no_page_and_no_feed_is_called_by_its_name() {
    let bed = Bed::new();
    let path = |name: &str, bytes: &[u8]| {
        let path = bed.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let noise: Vec<u8> = (0..5_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let (picture, noise) = (path("p.png", b"\x89PNG\r\n\x1a\n\0\0"), path("noise", &noise));
    for (file, name) in [(&picture, "a PNG picture"), (&noise, "binary data")] {
        bed.run(&["feed", "check", file]).refused(&["cannot be read as a feed", name]);
        let page = bed.json(&["article", file]);
        assert_eq!((page.status, page.json()["problem"].as_str(), page.json()["body"].as_str()), (Some(1), Some("no_text"), Some("")));
        assert!(page.out.contains(name), "{}", page.out);
    }
    bed.run(&["feed", "check", &path("empty", b" \n")]).refused(&["empty cannot be read as a feed", "there is nothing in it"]);
    bed.run(&["feed", "check", &path("cut.xml", b"<?xml version=\"1.0\" enc")]).refused(&["breaks off"]);
    bed.run(&["feed", "check", bed.folder.path().to_str().unwrap()]).refused(&["is a folder", "valid: a file, an address"]);
    bed.run(&["article", "ftp://example.org/a"]).refused(&["ftp: addresses cannot be fetched; valid: http, https"]);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, include_bytes!("../fixtures/pages/en-meeting.html")).unwrap();
    let packed = packer.finish().unwrap();
    let whole = bed.run(&["article", &path("page.html.gz", &packed), "--diff"]).ok();
    assert!(whole.out.contains("+ Norwegian Foreign Minister") && whole.out.contains("- We use cookies."), "{}", whole.out);
    bed.run(&["article", &path("cut.html.gz", &packed[..12])]).refused(&["cannot unpack"]);
}
