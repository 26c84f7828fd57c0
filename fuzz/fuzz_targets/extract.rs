//! Any bytes decoded to text are read without a panic, the same way twice, and offsets give the words they stand for.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rasid::extract::extract;
use rasid::knowledge::Knowledge;
use rasid::model::ArticleText;

static KNOWLEDGE: LazyLock<std::sync::Arc<Knowledge>> = LazyLock::new(Knowledge::builtin);

fuzz_target!(|data: &[u8]| {
    let Some((&choice, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let (title, body) = text.split_once('\n').unwrap_or(("", &text));
    let lang = ["ar", "en", "ru", ""].get(usize::from(choice % 5)).map(|code| (*code).to_owned());
    let published_at = (choice < 128).then_some(jiff::Timestamp::UNIX_EPOCH);
    let article = ArticleText { title: title.to_owned(), body: body.to_owned(), lang, published_at };
    let found = extract(&article, &KNOWLEDGE);
    for mention in found.entities.iter().flat_map(|entity| &entity.mentions) {
        if let Some(span) = mention.span {
            assert_eq!(article.body.get(span.start..span.end), Some(mention.text.as_str()));
        }
    }
    for report in &found.reports {
        assert!((0.0..=1.0).contains(&report.confidence));
        if let Some(span) = report.evidence.span {
            assert_eq!(article.body.get(span.start..span.end), Some(report.evidence.text.as_str()));
        }
    }
    assert_eq!(found, extract(&article, &KNOWLEDGE));
});
