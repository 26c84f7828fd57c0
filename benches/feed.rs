//! What reading a feed costs on one core: bytes to items, for clean feeds of the size that newspapers have, beside a strict library.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rasid::feed::{Limits, parse};
use url::Url;

const ITEMS: usize = 50;
const PARAGRAPH: &str = "<p>The foreign ministers met on Monday and agreed to continue their talks, a spokesman said.</p>";
const ARABIC: &str = "<p>اجتمع وزيرا الخارجية يوم الاثنين واتفقا على مواصلة المحادثات، بحسب متحدث رسمي.</p>";

/// RSS as most sites have it: a summary that is escaped, and the whole article in CDATA.
fn rss(paragraph: &str) -> String {
    let mut feed =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
                    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>News</title><link>https://news.example/</link>"
            .to_owned();
    for n in 0..ITEMS {
        let summary = paragraph.replace('<', "&lt;").replace('>', "&gt;");
        // Writing to a string cannot fail.
        let _ = writeln!(
            feed,
            "<item><title>Ministers meet &#8211; {n}</title><link>https://news.example/2026/11/23/{n}?utm_source=rss</link>\
             <guid isPermaLink=\"false\">news-{n}</guid><pubDate>Mon, 23 Nov 2026 10:{n:02}:00 +0300</pubDate><dc:creator>Desk</dc:creator>\
             <description>{summary}</description><content:encoded><![CDATA[{}]]></content:encoded></item>",
            paragraph.repeat(8)
        );
    }
    feed + "</channel></rss>"
}

/// Atom with its content escaped.
fn atom(paragraph: &str) -> String {
    let mut feed = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title><id>urn:news</id>".to_owned();
    let content = paragraph.repeat(8).replace('<', "&lt;").replace('>', "&gt;");
    for n in 0..ITEMS {
        // Writing to a string cannot fail.
        let _ = writeln!(
            feed,
            "<entry><title type=\"html\">Ministers meet {n}</title><link rel=\"alternate\" href=\"https://news.example/{n}\"/>\
             <id>urn:news:{n}</id><published>2026-11-23T10:{n:02}:00+03:00</published><updated>2026-11-23T11:{n:02}:00+03:00</updated>\
             <author><name>Desk</name></author><content type=\"html\">{content}</content></entry>"
        );
    }
    feed + "</feed>"
}

fn read(c: &mut Criterion) {
    let base = Url::parse("https://news.example/rss").expect("an address");
    let mut group = c.benchmark_group("feed");
    for (name, feed) in [("rss", rss(PARAGRAPH)), ("rss-arabic", rss(ARABIC)), ("atom", atom(PARAGRAPH)), ("atom-arabic", atom(ARABIC))] {
        group.throughput(Throughput::Bytes(feed.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| parse(black_box(feed.as_bytes()), None, &base, &Limits::default()).expect("a feed").items.len())
        });
        // The yardstick: a strict library, without decoding, repair and identity.
        group.bench_function(format!("{name}, feed-rs"), |b| {
            b.iter(|| feed_rs::parser::parse(black_box(feed.as_bytes())).expect("a feed").entries.len())
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
