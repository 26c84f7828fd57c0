//! Before anything is judged by its words: what else than the article stands on the page, by its place in the tree.

use dom_query::{Document, NodeRef};

use super::blocks;
use super::markers::fold;

/// An element that holds the headline is the article only with at least so many characters of text.
const MIN_ARTICLE_CHARS: usize = 300;

/// A card that announces another article holds at most so many characters.
const MAX_CARD_CHARS: usize = 400;

/// A table's cell that holds more characters than this holds no figure or name, but a part of the page.
const MAX_CELL_CHARS: usize = 300;

/// Tables that are looked at.
const MAX_TABLES: usize = 200;

/// Takes other articles out of the tree, and the layout out of tables; gives back how many elements were taken out.
pub(super) fn focus(document: &Document, title: Option<&str>) -> usize {
    flatten_layout(document);
    let articles: Vec<NodeRef> = named(document, "article");
    if articles.len() < 2 {
        return 0;
    }
    let title = title.map(fold);
    let main =
        articles.iter().find(|article| holds_headline(article, title.as_deref()) && MIN_ARTICLE_CHARS <= article.text().chars().count());
    let mut removed = 0;
    for article in &articles {
        let is_other = match main {
            Some(main) => !is_within(article, main) && !is_within(main, article),
            None => is_card(article),
        };
        if is_other || main.is_some_and(|main| article.id != main.id && is_card(article)) {
            article.remove_from_parent();
            removed += 1;
        }
    }
    removed
}

fn named<'a>(document: &'a Document, name: &str) -> Vec<NodeRef<'a>> {
    document.root().descendants_it().filter(|node| is_element(node, name)).collect()
}

fn is_element(node: &NodeRef, name: &str) -> bool {
    node.element_ref().is_some_and(|element| &*element.name.local == name)
}

fn is_within(node: &NodeRef, ancestor: &NodeRef) -> bool {
    node.id == ancestor.id || node.ancestors_it(None).any(|above| above.id == ancestor.id)
}

/// Whether a main heading stands in the element, and it is the article's where that is known.
fn holds_headline(article: &NodeRef, title: Option<&str>) -> bool {
    article.descendants_it().filter(|node| is_element(node, "h1")).any(|heading| {
        let heading = fold(&super::tidy::line(&heading.text()));
        title.is_none_or(|title| heading.contains(title) || title.contains(&heading) && !heading.is_empty())
    })
}

/// A little text under a heading that is a link to another page.
fn is_card(article: &NodeRef) -> bool {
    let has_link = |heading: &NodeRef| {
        let mut around = heading.descendants_it().chain(heading.ancestors_it(Some(2)));
        around.any(|node| is_element(&node, "a") && node.attr("href").is_some_and(|to| !to.starts_with('#')))
    };
    let is_heading = |node: &NodeRef| ["h2", "h3", "h4", "h5"].iter().any(|name| is_element(node, name));
    article.descendants_it().any(|node| is_heading(&node) && has_link(&node)) && article.text().chars().count() <= MAX_CARD_CHARS
}

/// Tables that hold parts of a page, not figures, become plain boxes, so that their cells stand on lines of their own.
fn flatten_layout(document: &Document) {
    for table in named(document, "table").iter().take(MAX_TABLES) {
        let is_layout = table.descendants_it().any(|node| {
            let is_cell = is_element(&node, "td") || is_element(&node, "th");
            is_cell && (node.children_it(false).any(|child| is_element(&child, "p") || is_element(&child, "table")) || has_breaks(&node))
        });
        if !is_layout {
            continue;
        }
        let parts: Vec<NodeRef> =
            table.descendants_it().filter(|node| ["tbody", "thead", "tr", "td", "th"].iter().any(|name| is_element(node, name))).collect();
        for part in parts {
            part.rename("div");
        }
        table.rename("div");
    }
}

/// Whether lines are broken in a long cell.
fn has_breaks(cell: &NodeRef) -> bool {
    cell.descendants_it().any(|node| is_element(&node, "br"))
        && blocks::blocks(cell).iter().map(|block| block.chars).sum::<usize>() > MAX_CELL_CHARS
}
