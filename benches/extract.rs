//! What reading costs: the knowledge loaded once, then texts of each language through the extractor, in bytes a second on one core.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use rasid::cli::demo::content::outlets;
use rasid::extract::extract;
use rasid::knowledge::{Knowledge, builtin_files};
use rasid::model::ArticleText;

/// What commands that read a text wait for before anything else.
fn load(c: &mut Criterion) {
    let files = builtin_files();
    c.bench_function("Knowledge::load", |b| b.iter(|| Knowledge::load(black_box(&files)).expect("the built-in files have no fault")));
}

/// The demo newsroom's articles: six in each language, written for it.
fn read(c: &mut Criterion) {
    let knowledge = Knowledge::builtin();
    let mut group = c.benchmark_group("extract");
    for outlet in outlets("http://127.0.0.1", Timestamp::UNIX_EPOCH) {
        let text = |article: &rasid::cli::demo::content::Article| ArticleText {
            title: article.title.clone(),
            body: article.text(),
            lang: Some(outlet.lang.clone()),
            published_at: Some(article.published_at),
        };
        let texts: Vec<ArticleText> = outlet.articles.iter().map(text).collect();
        let n_bytes: usize = texts.iter().map(|text| text.title.len() + text.body.len()).sum();
        group.throughput(Throughput::Bytes(n_bytes as u64));
        group.bench_function(outlet.lang.as_str(), |b| b.iter(|| texts.iter().map(|text| extract(black_box(text), &knowledge)).count()));
    }
    group.finish();
}

criterion_group!(benches, load, read);
criterion_main!(benches);
