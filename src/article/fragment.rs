//! Text that comes in a feed: HTML fragments to plain paragraphs, and whether they are the whole article.

use dom_query::Document;
use url::Url;

use super::blocks::{self, Block, ends_sentence};
use super::{PageLimits, clean, strip, tame, tidy};

/// A full text is at least this long, in characters.
const FULL_TEXT_CHARS: usize = 1_000;

/// A full text has at least this many paragraphs that end as sentences do.
const FULL_TEXT_PARAGRAPHS: usize = 3;

/// Ends of texts that were cut.
const CUT_ENDS: &[&str] = &["...", "…", "[…]", "[...]", "[&hellip;]", "(…)"];

/// Phrases near the end of feed texts that say that the article goes on elsewhere, in lower case.
const GOES_ON: &[&str] = &[
    "read more",
    "continue reading",
    "read the full",
    "full story",
    "the post ",
    "читать далее",
    "читать полностью",
    "подробнее",
    "اقرأ المزيد",
    "لقراءة المزيد",
    "التفاصيل",
    "lire la suite",
    "leer más",
    "weiterlesen",
    "devamını oku",
];

/// A feed's content or summary as plain text: paragraphs split by newlines, teasers, captions and boxes left out.
///
/// `base` is the article's (or feed's) address; links are dropped, so that it only matters to future callers who want them.
pub fn from_feed_html(html: &str, _base: &Url) -> String {
    let mut blocks = fragment_blocks(html);
    clean::clean(&mut blocks, &clean::Around::default());
    tidy::paragraphs(blocks.iter().map(|block| block.text.as_str()))
}

/// All text of an HTML fragment, paragraphs split by newlines, nothing left out but markup.
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return tidy::paragraphs(
            html.lines().map(tidy::line).filter(|line| !line.is_empty()).collect::<Vec<_>>().iter().map(String::as_str),
        );
    }
    let tamed = tame::tame(html, &PageLimits::DEFAULT);
    let document = Document::from(tamed.html.as_str());
    let blocks = document.body().map(|body| blocks::blocks(&body)).unwrap_or_default();
    tidy::paragraphs(blocks.iter().map(|block| block.text.as_str()))
}

/// Whether a feed's `content` (HTML) carries the full text of the article, so that its page need not be fetched.
/// `summary` is the item's own short text where it has one.
pub fn looks_full(content: &str, summary: Option<&str>) -> bool {
    let blocks = fragment_blocks(content);
    let chars: usize = blocks.iter().map(|block| block.text.chars().count()).sum();
    let n_paragraphs = blocks.iter().filter(|block| 80 <= block.chars && ends_sentence(&block.text) && !block.is_mostly_link()).count();
    let Some(last) = blocks.last() else { return false };
    let goes_on = blocks.iter().rev().take(3).any(|block| {
        let text = block.text.to_lowercase();
        CUT_ENDS.iter().any(|end| text.ends_with(end)) || block.chars < 120 && GOES_ON.iter().any(|phrase| text.contains(phrase))
    });
    let is_summary = summary.is_some_and(|summary| chars <= plain_text(summary).chars().count() + last.chars / 2);
    FULL_TEXT_CHARS <= chars && FULL_TEXT_PARAGRAPHS <= n_paragraphs && !goes_on && !is_summary
}

/// Feeds escape their HTML once too often now and then: text that is still markup after decoding is decoded again.
fn fragment_blocks(html: &str) -> Vec<Block> {
    let mut html = std::borrow::Cow::Borrowed(html);
    for _ in 0..2 {
        if !html.contains(['<', '&']) {
            return html.lines().filter_map(Block::plain).collect();
        }
        let tamed = tame::tame(&html, &PageLimits::DEFAULT);
        let document = Document::from(tamed.html.as_str());
        let is_text_only = !html.contains("</") && !html.contains("<br") && !html.contains("/>");
        if is_text_only && ["&lt;p", "&lt;br", "&lt;div", "&lt;a "].iter().any(|escaped| html.contains(escaped)) {
            html = document.root().text().to_string().into();
            continue;
        }
        if is_text_only {
            return document.root().text().lines().filter_map(Block::plain).collect();
        }
        strip::strip(&document);
        return document.body().map(|body| blocks::blocks(&body)).unwrap_or_default();
    }
    html.lines().filter_map(Block::plain).collect()
}
