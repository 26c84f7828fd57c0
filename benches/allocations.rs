//! What reading asks of the allocator: allocations and bytes for each KB of text, and the most that is held at once.
//!
//! Counted, not timed, so that a change is told from noise: `cargo bench --bench allocations`.

use std::hint::black_box;

use allocation_counter::measure;
use jiff::Timestamp;
use rasid::cli::demo::content::{Article, outlets};
use rasid::extract::extract;
use rasid::knowledge::Knowledge;
use rasid::model::ArticleText;

/// The demo newsroom's articles: six in each language, written for it.
fn main() {
    let knowledge = Knowledge::builtin();
    println!("{:>4} {:>8} {:>14} {:>12} {:>14}", "", "KB", "allocations/KB", "bytes/KB", "most at once");
    for outlet in outlets("http://127.0.0.1", Timestamp::UNIX_EPOCH) {
        let text = |article: &Article| ArticleText {
            title: article.title.clone(),
            body: article.text(),
            lang: Some(outlet.lang.clone()),
            published_at: Some(article.published_at),
        };
        let texts: Vec<ArticleText> = outlet.articles.iter().map(text).collect();
        let n_bytes: usize = texts.iter().map(|text| text.title.len() + text.body.len()).sum();
        let counted = measure(|| texts.iter().for_each(|text| drop(black_box(extract(black_box(text), &knowledge)))));
        let kb = n_bytes as f64 / 1024.0;
        let (n, bytes) = (counted.count_total as f64 / kb, counted.bytes_total as f64 / kb);
        println!("{:>4} {kb:>8.1} {n:>14.1} {bytes:>12.0} {:>14}", outlet.lang, counted.bytes_max);
    }
}
