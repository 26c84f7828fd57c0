//! Which items are the same: one key for each, with other keys it might be known by.
//!
//! The key is the publisher's guid, else the normalised link, else a hash of title and date. Publishers reuse guids, so
//! items that share one and lead to different pages are told apart; and they repeat items, so equal ones become one.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use url::Url;

use crate::model::{FeedItem, canonical_address};

/// Bytes of the hash that are kept: 128 bits tell more items apart than there are.
const HASH_BYTES: usize = 16;

/// Which items are given on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Those that are worth storing: no repeats, none without content.
    Distinct,
    /// All that the document holds.
    All,
}

/// Gives every item its key and alternates and drops repeats; what was done is added to `notes`.
pub(super) fn identify(mut items: Vec<FeedItem>, keep: Keep, notes: &mut Vec<String>) -> Vec<FeedItem> {
    let marks: Vec<Marks> = items.iter().map(Marks::of).collect();
    let shared = shared_guids(&items, &marks);
    let n_links = count(marks.iter().filter_map(|marks| marks.link.as_deref()));
    let mut keys = HashSet::with_capacity(items.len());
    let mut looks = HashSet::with_capacity(items.len());
    let mut is_kept = Vec::with_capacity(items.len());
    for (item, marks) in items.iter_mut().zip(&marks) {
        item.key = key_of(item, marks, &shared);
        // A link that several items share (a live page, the home page) says nothing about which of them is meant.
        let link = marks.link.as_ref().filter(|link| n_links.get(link.as_str()) == Some(&1));
        let hash = marks.hash.as_ref().filter(|_| marks.is_dated);
        item.alternates = link.into_iter().chain(hash).filter(|&other| *other != item.key).cloned().collect();
        let looks_new = looks.insert((marks.link.as_deref(), marks.hash.as_deref()));
        is_kept.push(!item.key.is_empty() && keys.insert(item.key.clone()) && looks_new);
    }
    let (n_told_apart, n_empty) = (shared.len(), items.iter().filter(|item| item.key.is_empty()).count());
    let n_repeats = is_kept.iter().filter(|is_kept| !**is_kept).count() - n_empty;
    let mut kept = is_kept.into_iter();
    match keep {
        Keep::Distinct => items.retain(|_| kept.next().unwrap_or(true)),
        Keep::All => name_by_place(&mut items),
    }
    let counted = [(n_told_apart, "ids used for several items"), (n_repeats, "repeated items"), (n_empty, "items with nothing in them")];
    notes.extend(counted.iter().filter(|(n, _)| 0 < *n).map(|(n, what)| format!("{what}: {n}")));
    items
}

/// Keys for items with nothing in them: nothing but their place tells them apart.
fn name_by_place(items: &mut [FeedItem]) {
    for (place, item) in items.iter_mut().enumerate().filter(|(_, item)| item.key.is_empty()) {
        item.key = hash(&["place", &place.to_string()]);
    }
}

/// What identifies an item besides its guid.
struct Marks {
    link: Option<String>,
    hash: Option<String>,
    /// The link even where it is a whole site's: better than losing an item that has nothing else.
    last_resort: Option<String>,
    is_dated: bool,
}

impl Marks {
    fn of(item: &FeedItem) -> Self {
        let link = item.link.as_deref().and_then(|link| Url::parse(link).ok());
        let last_resort = link.as_ref().map(canonical_address);
        // The address of a whole site is no article's.
        let link = link.filter(|url| url.path() != "/" || url.query().is_some());
        let text = item.title.as_deref().or(item.summary.as_deref()).or(item.content.as_deref());
        Self {
            link: link.as_ref().map(canonical_address),
            hash: text.map(|text| hash(&[text, &item.published_at.map_or(String::new(), |at| at.as_millisecond().to_string())])),
            last_resort,
            is_dated: item.published_at.is_some(),
        }
    }
}

fn key_of(item: &FeedItem, marks: &Marks, shared: &HashSet<String>) -> String {
    match (&item.guid, &marks.link, &marks.hash) {
        (Some(guid), link, text) if shared.contains(guid) => {
            let telling = link.as_ref().or(text.as_ref()).map_or("", String::as_str);
            format!("{guid}#{}", hash(&[telling]))
        }
        (Some(guid), _, _) => guid.clone(),
        (None, Some(link), _) => link.clone(),
        (None, None, Some(hash)) => hash.clone(),
        (None, None, None) => marks.last_resort.clone().unwrap_or_default(),
    }
}

/// Guids that stand on items which lead to different pages (or, without links, say different things).
fn shared_guids(items: &[FeedItem], marks: &[Marks]) -> HashSet<String> {
    let mut first: HashMap<&str, &Marks> = HashMap::with_capacity(items.len());
    let mut shared = HashSet::new();
    for (item, marks) in items.iter().zip(marks) {
        let Some(guid) = item.guid.as_deref() else { continue };
        let other = *first.entry(guid).or_insert(marks);
        let is_same = match (&other.link, &marks.link) {
            (Some(one), Some(two)) => one == two,
            (None, None) => other.hash == marks.hash,
            _ => false,
        };
        if !is_same {
            shared.insert(guid.to_owned());
        }
    }
    shared
}

fn count<'a>(values: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

fn hash(parts: &[&str]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    let hex = digest[..HASH_BYTES].iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)]));
    hex.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(guid: &str, link: &str, title: &str) -> FeedItem {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        FeedItem { guid: some(guid), link: some(link), title: some(title), ..FeedItem::default() }
    }

    fn keys(items: Vec<FeedItem>) -> Vec<String> {
        identify(items, Keep::Distinct, &mut Vec::new()).into_iter().map(|item| item.key).collect()
    }

    #[test]
    fn the_key_is_guid_else_link_else_hash() {
        let found =
            keys(vec![item("7", "https://a.example/x", "A"), item("", "https://A.example/y?utm_source=rss#z", "B"), item("", "", "C")]);
        assert_eq!(found[..2], ["7", "https://a.example/y"]);
        assert_eq!(found[2].len(), 32);
    }

    #[test]
    fn a_guid_on_different_pages_is_told_apart_in_any_order() {
        let (one, two) = (item("0", "https://a.example/1", "A"), item("0", "https://a.example/2", "B"));
        let mut forward = keys(vec![one.clone(), two.clone()]);
        let mut backward = keys(vec![two, one]);
        forward.sort();
        backward.sort();
        assert_eq!(forward, backward);
        assert_ne!(forward[0], forward[1]);
    }

    #[test]
    fn equal_items_become_one() {
        let mut notes = Vec::new();
        let twice = vec![
            item("1", "https://a.example/1", "A"),
            item("1", "https://a.example/1", "A changed"),
            item("2", "https://a.example/1", "A"),
        ];
        assert_eq!(identify(twice, Keep::Distinct, &mut notes).len(), 1);
        assert_eq!(notes, ["repeated items: 2"]);
    }

    #[test]
    fn a_shared_link_is_no_alternate() {
        let live = identify(
            vec![item("1", "https://a.example/live", "A"), item("2", "https://a.example/live", "B")],
            Keep::Distinct,
            &mut Vec::new(),
        );
        assert!(live.iter().all(|item| item.alternates.is_empty()));
        let one = identify(vec![item("1", "https://a.example/one", "A")], Keep::Distinct, &mut Vec::new());
        assert_eq!(one[0].alternates, ["https://a.example/one"]);
    }
}
