//! Any text is read as an address, or refused, without a panic; the canonical form is an address, and its own canonical form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rasid::model::{canonical_address, parse_web_address};
use url::Url;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    // A refusal has words of its own for a person; they are written here to see that they can be.
    let typed = parse_web_address(&text).map_err(|error| assert!(!error.to_string().is_empty())).ok();
    let base = Url::parse("https://news.example/folder/feed.xml").expect("an address");
    for url in typed.into_iter().chain(base.join(&text).ok()) {
        if !matches!(url.scheme(), "http" | "https") {
            continue;
        }
        let canonical = canonical_address(&url);
        let again = Url::parse(&canonical).unwrap_or_else(|error| panic!("{url} became {canonical:?}: {error}"));
        assert_eq!(canonical_address(&again), canonical, "{url}");
    }
});
