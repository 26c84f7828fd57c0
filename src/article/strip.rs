//! Taking whole elements out of the tree that their name, class or id gives away as no part of an article.

use dom_query::{Document, Element, NodeRef};

use super::blocks;

/// A removed element may hold at most this share of the page's running text, in percent: class names lie.
const MAX_REMOVED_PERCENT: usize = 40;

/// So many elements whose names lie are believed to lie; more of them, which can only stand in each other, are a page made to cost.
const MAX_LIES: usize = 12;

/// Shorter blocks are no running text.
const MIN_RUNNING_CHARS: usize = 60;

/// Words of a class or id that name something around an article, not in it.
const JUNK_WORDS: &[&str] = &[
    "ad",
    "addthis",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "caption",
    "captions",
    "comment",
    "comments",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "disqus",
    "donate",
    "figcaption",
    "follow",
    "latest",
    "newsletter",
    "newsletters",
    "outbrain",
    "popular",
    "promo",
    "promos",
    "promotion",
    "readalso",
    "readmore",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "relateds",
    "seealso",
    "share",
    "sharebar",
    "sharedaddy",
    "sharing",
    "sidebar",
    "signup",
    "sociable",
    "social",
    "socials",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "taglist",
    "tags",
    "telegram",
    "toolbar",
    "toplinks",
    "trending",
    "whatsapp",
];

/// Pairs of neighbouring words that do the same.
const JUNK_PAIRS: &[(&str, &str)] = &[
    ("also", "read"),
    ("author", "bio"),
    ("author", "info"),
    ("editors", "picks"),
    ("keep", "reading"),
    ("more", "from"),
    ("more", "news"),
    ("more", "on"),
    ("more", "stories"),
    ("most", "read"),
    ("most", "viewed"),
    ("next", "article"),
    ("pull", "quote"),
    ("read", "also"),
    ("read", "more"),
    ("read", "next"),
    ("see", "also"),
    ("sign", "up"),
    ("skip", "link"),
    ("tag", "list"),
    ("top", "stories"),
    ("view", "more"),
];

/// Words that turn the word after them into a property of the whole ("has-sidebar", "no-ads").
const PROPERTY_WORDS: &[&str] = &["has", "no", "with", "without", "is", "hide", "not", "single", "layout", "page", "template"];

/// Takes junk elements out of the tree; gives back how many.
pub(super) fn strip(document: &Document) -> usize {
    let Some(body) = document.body() else { return 0 };
    let mut limit = None;
    let (mut removed, mut n_lies) = (0, 0);
    let mut next = body.first_child();
    while let Some(node) = next.filter(|_| n_lies < MAX_LIES) {
        let is_named_junk = is_junk(&node);
        let is_removed = is_named_junk && {
            let limit = *limit.get_or_insert_with(|| running_chars(&body) * MAX_REMOVED_PERCENT / 100);
            running_chars(&node) <= limit
        };
        n_lies += usize::from(is_named_junk && !is_removed);
        next = if is_removed { after(&node, &body) } else { node.first_child().or_else(|| after(&node, &body)) };
        if is_removed {
            node.remove_from_parent();
            removed += 1;
        }
    }
    removed
}

/// The node that follows in document order once everything below `node` has been passed over; `None` at the end of `root`.
fn after<'a>(node: &NodeRef<'a>, root: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let mut node = *node;
    loop {
        if let Some(sibling) = node.next_sibling() {
            return Some(sibling);
        }
        node = node.parent().filter(|parent| parent.id != root.id)?;
    }
}

/// Characters of running text below a node: blocks of some length that are not mostly link.
fn running_chars(node: &NodeRef) -> usize {
    blocks::blocks(node).iter().filter(|block| MIN_RUNNING_CHARS <= block.chars && !block.is_mostly_link()).map(|block| block.chars).sum()
}

fn is_junk(node: &NodeRef) -> bool {
    let Some(element) = node.element_ref() else { return false };
    match element.name.local.as_ref() {
        "body" | "html" | "main" | "article" | "p" | "h1" => false,
        "figure" | "figcaption" | "nav" | "aside" | "footer" => true,
        _ => has_junk_role(&element) || ["class", "id"].iter().any(|name| attribute(&element, name).is_some_and(has_junk_word)),
    }
}

fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

fn has_junk_role(element: &Element) -> bool {
    attribute(element, "hidden").is_some()
        || attribute(element, "role").is_some_and(|role| matches!(role, "navigation" | "complementary" | "banner" | "contentinfo"))
}

/// Whether one of the class names (or the id) names junk.
fn has_junk_word(names: &str) -> bool {
    let (mut word, mut previous) = (String::new(), String::new());
    names.split_ascii_whitespace().any(|name| {
        previous.clear();
        let mut rest = name;
        while let Some(after) = next_word(rest, &mut word) {
            rest = after;
            if previous.is_empty() && PROPERTY_WORDS.contains(&word.as_str()) {
                return false;
            }
            if JUNK_WORDS.binary_search(&word.as_str()).is_ok() || JUNK_PAIRS.binary_search(&(previous.as_str(), word.as_str())).is_ok() {
                return true;
            }
            std::mem::swap(&mut word, &mut previous);
        }
        false
    })
}

/// Reads the first word of a name into `word`, in lower case, and gives back what follows: of `shareBar_box-2` in turn `share`, `bar`
/// and `box`; `None` where no word is left.
fn next_word<'a>(name: &'a str, word: &mut String) -> Option<&'a str> {
    word.clear();
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
    let mut was_lower = false;
    for (index, c) in name.char_indices() {
        if !c.is_alphabetic() || c.is_uppercase() && was_lower {
            return Some(&name[index..]);
        }
        was_lower = c.is_lowercase();
        word.extend(c.to_lowercase());
    }
    (!word.is_empty()).then_some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_the_search() {
        assert!(JUNK_WORDS.is_sorted());
        assert!(JUNK_PAIRS.is_sorted());
    }

    #[test]
    fn class_names_are_read_by_the_word() {
        for junk in ["share", "article-share", "shareBar", "relatedPosts", "read-more-link", "wp-caption social"] {
            assert!(has_junk_word(junk), "{junk}");
        }
        for good in ["shareholders", "article-body", "has-sidebar", "download", "no-ads", "heading", "unrelated"] {
            assert!(!has_junk_word(good), "{good}");
        }
    }

    #[test]
    fn many_lies_end_the_search() {
        let text = "A long sentence that goes on for quite a while, so that it counts as running text. ".repeat(5);
        let page = |n: usize| format!("<body>{}<p>{text}</p><figure>x</figure>", "<div class=social>".repeat(n));
        assert_eq!(strip(&Document::from(page(MAX_LIES - 1))), 1);
        assert_eq!(strip(&Document::from(page(MAX_LIES))), 0);
    }

    #[test]
    fn a_lying_class_name_does_not_cost_the_article() {
        let text = "A long sentence that goes on for quite a while, so that it counts as running text. ".repeat(5);
        let document = Document::from(format!("<body><div class=social><p>{text}</p></div><figure>x</figure></body>"));
        assert_eq!(strip(&document), 1);
        assert!(document.root().text().contains("A long sentence"));
    }
}
