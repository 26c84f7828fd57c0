//! Feeds that are made to do harm: each costs a clear word and no more, and the feeds beside them are read as if nothing were.

use std::io::Write as _;

use rasid::model::FailureKind;
use rasid::stage::Stage;

use crate::test_bed::{Entry, Reply, TestBed, rss, run};

/// A hostile feed, and how many items it gives or what is said of it.
struct Case {
    name: &'static str,
    reply: Reply,
    expected: Result<u64, FailureKind>,
}

fn case(name: &'static str, body: impl Into<Vec<u8>>, expected: Result<u64, FailureKind>) -> Case {
    Case { name, reply: Reply::rss(body), expected }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A feed with one item around something hostile.
fn around(what: &str) -> String {
    format!("<rss version='2.0'><channel><title>T</title>{what}<item><title>A</title><guid>1</guid></item></channel></rss>")
}

fn entities() -> String {
    let levels: String = (1..10).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let feed = around("<description>&e9;</description>");
    format!("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 \"bomb\">{levels}]>{feed}")
}

fn foreign_entity(target: &str) -> String {
    format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY own SYSTEM \"file:///etc/passwd\"><!ENTITY far SYSTEM \"{target}\"> <!ENTITY % ext SYSTEM \"{target}\"> %ext;]>{}",
        around("<description>&own;&far;</description>")
    )
}

fn cases(secret: &str) -> Vec<Case> {
    let spaces = vec![b' '; 32 << 20];
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    vec![
        case("/entities", entities(), Ok(1)),
        case("/external", foreign_entity(secret), Ok(1)),
        case("/attributes", around(&format!("<cloud{attributes}/>")), Ok(1)),
        case("/namespaces", around(&(0..50_000).map(|n| format!("<x{n}:y xmlns:x{n}='urn:{n}'/>")).collect::<String>()), Ok(1)),
        case("/nested", around(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000))), Ok(1)),
        case("/unclosed", around(&"<title><![CDATA[<!-- <a b='".repeat(20_000)), Ok(1)),
        case("/line", around(&format!("<description>{}</description>", "word ".repeat(1_000_000))), Ok(1)),
        case("/nul", "\0<rss version='2.0'><channel><item><title>A\0B</title><guid>1\0</guid></item>\0\0</channel></rss>", Ok(1)),
        case("/nuls", vec![0; 1 << 20], Err(FailureKind::Empty)),
        case(
            "/noise",
            (0..1 << 20).map(|n: u32| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<u8>>(),
            Err(FailureKind::NotAFeed),
        ),
        case("/json", format!("{{\"items\":{}", "[".repeat(200_000)), Err(FailureKind::Parse)),
        case("/packed", gzip(&spaces), Err(FailureKind::TooLarge)),
        case("/packed-twice", gzip(&gzip(around("").as_bytes())), Err(FailureKind::NotAFeed)),
        Case { name: "/bomb", reply: Reply::rss(gzip(&spaces)).header("content-encoding", "gzip"), expected: Err(FailureKind::TooLarge) },
        Case { name: "/circle", reply: Reply::redirect(302, "/circle"), expected: Err(FailureKind::Redirect) },
        Case { name: "/metadata", reply: Reply::redirect(302, "http://169.254.169.254/latest"), expected: Err(FailureKind::Blocked) },
    ]
}

#[tokio::test]
async fn hostile_feeds_cost_a_word_and_nothing_else() {
    let bed = TestBed::new().await;
    let cases = cases(&bed.world.url("/secret"));
    bed.world.put("/secret", Reply::ok("text/plain", "a secret"));
    bed.world.put("/good", Reply::rss(rss(&bed.world, "The Herald", &[Entry("a", "A", "2025-06-29T17:00:00Z")])));
    let mut wanted = Vec::new();
    for Case { name, reply, expected } in cases {
        bed.world.put(name, reply);
        wanted.push((name, bed.add_feed(name), expected));
    }
    let good = bed.add_feed("/good");
    run(&bed.context(), Stage::Poll).await;
    for (name, id, expected) in wanted {
        let feed = bed.feed(id);
        let found = feed.failure.as_ref().map_or(Ok(feed.n_items), |failure| Err(failure.kind));
        assert_eq!(found, expected, "{name}: {:?}", feed.failure);
        assert!(feed.failure.is_none_or(|failure| !failure.text.is_empty()), "{name}");
    }
    assert_eq!((bed.feed(good).n_items, bed.feed(good).failure), (1, None));
    assert!(bed.world.seen("/secret").is_empty(), "what a document names is not fetched");
    let stored: Vec<String> =
        bed.store.due_items(jiff::Timestamp::MAX, 100).unwrap().iter().map(|due| format!("{:?}", due.item.item)).collect();
    assert!(stored.iter().all(|item| !item.contains("root:") && !item.contains('\0')), "{stored:?}");
}
