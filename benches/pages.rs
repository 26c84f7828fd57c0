//! What reading an article's page costs on one core: bytes to article, for pages of the size and make that news sites have.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rasid::article::{PageLimits, extract_page};
use url::Url;

const PAGE_BYTES: usize = 300_000;
const ENGLISH: &str =
    "The foreign ministers met on Monday and agreed to continue their talks in the spring, a spokesman said after the meeting.";
const ARABIC: &str = "اجتمع وزيرا الخارجية يوم الاثنين واتفقا على مواصلة المحادثات في الربيع، بحسب ما قال متحدث رسمي بعد اللقاء.";

/// A page with its article among menus, cards and boxes, and scripts that make up most of its bytes.
fn page(paragraph: &str, lang: &str) -> String {
    let mut page = format!(
        "<!DOCTYPE html><html lang={lang}><head><title>Ministers meet - The Wire</title><meta property=og:site_name content='The Wire'>\
         <meta property=article:published_time content=2026-11-23T10:00:00+03:00></head><body><header><nav><ul>"
    );
    // Writing to a string cannot fail.
    for n in 0..60 {
        let _ = write!(page, "<li class='menu-item menu-item-{n}'><a href='/section/{n}'>Section {n}</a></li>");
    }
    page.push_str("</ul></nav></header><main><article class=post><h1>Ministers meet</h1><div class=entry-content>");
    for n in 0..25 {
        let _ = write!(page, "<p class='text text--{n}'>{paragraph} {paragraph} ({n})</p>");
        if n % 8 == 7 {
            let _ = write!(page, "<div class='related-inline'><p>Read also: <a href='/{n}'>Another story altogether</a></p></div>");
        }
    }
    page.push_str("</div></article></main><aside>");
    for n in 0..250 {
        let _ = write!(
            page,
            "<div class='card card--{n}'><a href='/story/{n}'><img src='/i/{n}.jpg'><h3>Another story, number {n}</h3></a></div>"
        );
    }
    page.push_str("</aside>");
    while page.len() < PAGE_BYTES {
        page.push_str(
            "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)};var a={b:[1,2,3]};</script>",
        );
    }
    page + "</body></html>"
}

fn read(c: &mut Criterion) {
    let address = Url::parse("https://news.example/2026/11/23/ministers").expect("an address");
    let mut group = c.benchmark_group("page");
    group.sample_size(20);
    for (name, page) in [("english", page(ENGLISH, "en")), ("arabic", page(ARABIC, "ar"))] {
        group.throughput(Throughput::Elements(1));
        group
            .bench_function(name, |b| b.iter(|| extract_page(black_box(page.as_bytes()), None, &address, &PageLimits::DEFAULT).body.len()));
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
