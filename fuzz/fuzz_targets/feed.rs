//! Any bytes are read as a feed without a panic, the same way twice, and what is read keeps its promises.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rasid::feed::{Limits, parse, parse_all};
use url::Url;

fuzz_target!(|data: &[u8]| {
    let base = Url::parse("https://news.example/rss").expect("an address");
    let limits = Limits { max_items: 100, max_field_bytes: 10_000, max_unpacked_bytes: 1 << 20 };
    let found = parse(data, None, &base, &limits);
    assert_eq!(found, parse(data, None, &base, &limits));
    let Ok(feed) = found else { return };
    assert!(feed.items.len() <= limits.max_items);
    let mut keys = std::collections::HashSet::new();
    for item in &feed.items {
        assert!(!item.key.is_empty() && keys.insert(item.key.as_str()));
        assert!(item.link.as_deref().is_none_or(|link| Url::parse(link).is_ok()));
        assert!(item.content.as_ref().is_none_or(|text| text.len() <= limits.max_field_bytes));
    }
    let all = parse_all(data, None, &base, &limits).expect("what was read is read again");
    assert!(feed.items.len() <= all.items.len());
});
