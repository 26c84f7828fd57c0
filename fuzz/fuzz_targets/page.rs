//! Any bytes are read as a page without a panic, the same way twice, and what is read keeps its promises.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rasid::article::{PageLimits, extract_page, visible_lines};
use url::Url;

fuzz_target!(|data: &[u8]| {
    let address = Url::parse("https://news.example/2026/11/23/story").expect("an address");
    let page = extract_page(data, None, &address, &PageLimits::DEFAULT);
    assert_eq!(page, extract_page(data, None, &address, &PageLimits::DEFAULT));
    assert!(page.problem.is_some() || !page.body.is_empty());
    assert!(!page.body.contains(['\0', '\u{200F}', '\u{0640}']) && page.body.lines().all(|line| !line.trim().is_empty()));
    assert!(page.quality.is_none_or(|quality| (0.0..=1.0).contains(&quality)));
    for found in [&page.canonical_url, &page.image_url, &page.amp_url].into_iter().flatten() {
        assert!(Url::parse(found).is_ok());
    }
    assert!(visible_lines(data, None, &PageLimits::DEFAULT).iter().all(|line| !line.is_empty()));
});
