use std::collections::BTreeMap;

use url::Url;

use super::*;
use crate::article::{PageLimits, extract_page};

const BASE: &str = "http://127.0.0.1:1";

fn sunday() -> Timestamp {
    "2025-06-29T12:00:00Z".parse().expect("a valid time")
}

#[test]
fn no_placeholder_is_left_and_nothing_is_empty() {
    let outlets = outlets(BASE, sunday());
    assert_eq!(outlets.iter().map(|outlet| outlet.lang.as_str()).collect::<Vec<_>>(), ["ar", "en", "ru"]);
    for outlet in &outlets {
        assert_eq!(outlet.articles.len(), 6);
        for document in &outlet.documents {
            assert!(!document.body.contains("{{"), "{}: {}", document.path, document.body);
        }
        for article in &outlet.articles {
            assert!(!article.title.is_empty() && !article.summary.is_empty() && !article.author.is_empty() && !article.caption.is_empty());
            assert!(article.parts.iter().any(|part| matches!(part, Part::Teaser(_))), "{} misleads nobody", article.slug);
            assert!(article.published_at < sunday());
        }
    }
}

#[test]
fn days_are_counted_from_publication() {
    let texts: BTreeMap<_, _> = outlets(BASE, sunday())
        .into_iter()
        .flat_map(|outlet| outlet.articles.into_iter().map(move |article| ((outlet.lang.clone(), article.slug), article.text())))
        .collect();
    let text = |lang: &str, slug| &texts[&(lang.to_owned(), slug)];
    assert!(text("en", "svr-cia-call").contains("John Ratcliffe on Saturday,"));
    assert!(text("en", "svr-cia-call").contains("on 25 March,"));
    assert!(text("ru", "svr-cia-call").contains("в субботу провёл"));
    assert!(text("ru", "svr-cia-call").contains("25 марта"));
    assert!(text("ar", "svr-cia-call").contains("يوم السبت"));
    assert!(text("ar", "svr-cia-call").contains("25 مارس"));
}

/// The pages are made to be hard: whatever stands around the text must not come out of the article room, the text must in full.
#[test]
fn the_article_room_reads_the_text_of_every_page_and_nothing_else() {
    for outlet in outlets(BASE, sunday()) {
        for article in &outlet.articles {
            let url = Url::parse(&article.url).expect("a valid address");
            let path = url.path();
            let document = outlet.documents.iter().find(|document| document.path == path).expect("every article has a page");
            let page = extract_page(document.body.as_bytes(), Some(document.content_type), &url, &PageLimits::DEFAULT);
            assert_eq!(page.body, article.text(), "{path}: {:?}", page.notes);
            assert_eq!(page.title.as_ref(), Some(&article.title));
            assert_eq!(page.published.map(|found| found.at), Some(article.published_at));
            assert_eq!(page.lang.as_ref(), Some(&outlet.lang));
            assert_eq!(page.canonical_url.as_ref(), Some(&article.url));
            assert_eq!(page.author.as_ref(), Some(&article.author), "{path}");
        }
    }
}
