//! Which elements a document has, whatever they mean: for comparing it with its standard.

use std::collections::{HashMap, HashSet};

use super::names::local;
use super::scan::{Scanner, Token};

/// The elements of a feed and of its items.
#[derive(Debug, Default)]
pub(in crate::feed) struct Counted<'a> {
    /// Name of the root without prefix.
    pub root: &'a str,
    /// `version` of the root.
    pub version: Option<&'a str>,
    /// The namespace that names without prefix have.
    pub namespace: Option<&'a str>,
    /// Items, entries, addresses.
    pub n_items: usize,
    /// Elements outside of items, without prefix.
    pub of_feed: HashSet<&'a str>,
    /// Elements in items, with the number of items that have them.
    of_items: HashMap<&'a str, usize>,
    /// What stands in dates, as written.
    pub dates: Vec<&'a str>,
}

impl Counted<'_> {
    /// The number of items that have an element of this name.
    pub(in crate::feed) fn items_with(&self, name: &str) -> usize {
        self.of_items.get(name).copied().unwrap_or_default()
    }
}

/// Counts the elements of a document.
pub(in crate::feed) fn count_elements(xml: &str) -> Counted<'_> {
    let mut counted = Counted::default();
    let mut scanner = Scanner::new(xml);
    let mut in_item: Option<HashSet<&str>> = None;
    let mut is_date = false;
    while let Some(token) = scanner.next() {
        match token {
            Token::Open(tag) => {
                let name = local(tag.name);
                is_date = matches!(name, "pubDate" | "lastBuildDate" | "updated" | "published");
                if counted.root.is_empty() {
                    counted.root = name;
                    counted.version = tag.attribute("version");
                    let prefix = tag.name.split_once(':').map(|(prefix, _)| prefix);
                    let declaration = prefix.map_or_else(|| "xmlns".to_owned(), |prefix| format!("xmlns:{prefix}"));
                    counted.namespace = tag.attribute(&declaration);
                }
                if matches!(name, "item" | "entry" | "url") {
                    counted.n_items += 1;
                    in_item = Some(HashSet::new());
                } else if let Some(seen) = &mut in_item {
                    if seen.insert(name) {
                        *counted.of_items.entry(name).or_default() += 1;
                    }
                } else {
                    counted.of_feed.insert(name);
                }
            }
            Token::Close(name) if matches!(local(name), "item" | "entry" | "url") => in_item = None,
            Token::Text(text) if is_date => counted.dates.push(text),
            Token::Close(_) => is_date = false,
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
    counted
}
