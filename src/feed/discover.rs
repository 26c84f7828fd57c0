//! The feeds of a web page: those it declares, those it links to, and addresses worth a guess.

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::{decode, sniff};

/// Feeds are named in the head or the footer; pages beyond this size are cut.
const MAX_PAGE_BYTES: usize = 4 << 20;
/// No page has more feeds that somebody wants to choose from.
const MAX_FOUND: usize = 50;
/// Where the systems that publish news keep their feed, most common first.
const COMMON_PATHS: [&str; 14] = [
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed/",
    "/rss/",
    "/feeds/all.rss",
    "/index.rdf",
    "/feed.json",
    "/feeds/posts/default",
    "/rss/news",
    "/?feed=rss2",
];

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFeed {
    /// Where it is.
    pub url: Url,
    /// What the page calls it.
    pub title: Option<String>,
    /// Declared in the head, and so a feed for certain; otherwise a link that looks like one.
    pub is_declared: bool,
}

/// Whether the bytes are a web page, so that its feeds may be looked for.
pub fn looks_like_html(bytes: &[u8]) -> bool {
    const HEAD_BYTES: usize = 4096;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let root = sniff::skip_prologue(head.trim_start_matches('\u{feff}'));
    let inner = root.strip_prefix('<').unwrap_or_default();
    let name = inner.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
    name.eq_ignore_ascii_case("!doctype") || sniff::is_html_name(name)
}

/// The feeds named by the page `html`, which came from `base`, the likeliest to be wanted first.
///
/// Declared feeds come before links, the page's own before those of comments, the page's host before others.
pub fn discover(html: &[u8], content_type: Option<&str>, base: &Url) -> Vec<FoundFeed> {
    let decoded = decode::decode(&html[..html.len().min(MAX_PAGE_BYTES)], content_type);
    let page = Html::parse_document(&decoded.text);
    let base = base_of(&page, base);
    let mut found: Vec<(u32, FoundFeed)> = declared(&page, &base).into_iter().chain(linked(&page, &base)).collect();
    found.sort_by_key(|(rank, _)| *rank);
    let mut feeds: Vec<FoundFeed> = Vec::new();
    for (_, feed) in found {
        if feeds.iter().all(|known| known.url != feed.url) && feeds.len() < MAX_FOUND {
            feeds.push(feed);
        }
    }
    feeds
}

/// Addresses at which a site without declared feeds may have one; the caller tries them in order.
pub fn common_feed_addresses(page: &Url) -> Vec<Url> {
    let folder = page.path().trim_end_matches('/');
    let own = (!folder.is_empty()).then(|| [format!("{folder}/feed"), format!("{folder}/rss.xml")]).into_iter().flatten();
    let mut addresses: Vec<Url> = Vec::new();
    for path in own.chain(COMMON_PATHS.iter().map(|&path| path.to_owned())) {
        if let Ok(url) = page.join(&path)
            && !addresses.contains(&url)
        {
            addresses.push(url);
        }
    }
    addresses
}

fn select<'a>(page: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(css).map(|selector| page.select(&selector).collect()).unwrap_or_default()
}

fn base_of(page: &Html, base: &Url) -> Url {
    let href = select(page, "base[href]").first().and_then(|element| element.attr("href"));
    href.and_then(|href| base.join(href.trim()).ok()).unwrap_or_else(|| base.clone())
}

/// `<link rel="alternate" type="application/rss+xml">` and its like.
fn declared(page: &Html, base: &Url) -> Vec<(u32, FoundFeed)> {
    let links = select(page, "link[rel][href]").into_iter().filter_map(|link| {
        let rel = link.attr("rel")?.to_ascii_lowercase();
        let is_alternate = rel.split_ascii_whitespace().any(|word| word == "alternate" || word == "feed");
        let rank = type_rank(link.attr("type").unwrap_or_default(), &rel)?;
        let feed = found(link.attr("href")?, link.attr("title"), base, true).filter(|_| is_alternate)?;
        Some((rank + taste(&feed, base), feed))
    });
    links.collect()
}

fn type_rank(media_type: &str, rel: &str) -> Option<u32> {
    let media_type = media_type.to_ascii_lowercase();
    match media_type.split(';').next().unwrap_or_default().trim() {
        "application/rss+xml" | "application/atom+xml" => Some(0),
        "application/feed+json" | "application/rdf+xml" => Some(1),
        "application/xml" | "text/xml" => Some(2),
        "" if rel.split_ascii_whitespace().any(|word| word == "feed") => Some(1),
        _ => None,
    }
}

/// Links in the page whose address or text speaks of a feed.
fn linked(page: &Html, base: &Url) -> Vec<(u32, FoundFeed)> {
    const LINKED: u32 = 1000;
    let links = select(page, "a[href]").into_iter().filter_map(|link| {
        let href = link.attr("href")?;
        let text = link.text().collect::<String>();
        let feed = found(href, Some(&text), base, false).filter(|feed| looks_like_feed(&feed.url, &text))?;
        Some((LINKED + taste(&feed, base), feed))
    });
    links.collect()
}

fn looks_like_feed(url: &Url, text: &str) -> bool {
    const READERS: [&str; 4] = ["feedly.com", "inoreader.com", "addtoany.com", "facebook.com"];
    let path = url.path().to_ascii_lowercase();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let is_file = [".rss", ".rdf", ".atom"].iter().any(|ending| path.ends_with(ending));
    let is_named = matches!(last, "rss" | "feed" | "atom" | "rss.xml" | "feed.xml" | "atom.xml" | "feed.json" | "rss2");
    let is_called = last.ends_with(".xml") && (path.contains("rss") || path.contains("feed") || text.trim().eq_ignore_ascii_case("rss"));
    let is_reader = READERS.iter().any(|reader| url.host_str().is_some_and(|host| host.ends_with(reader)));
    (is_file || is_named || is_called) && !is_reader
}

/// What makes a feed less likely to be the one that is meant.
fn taste(feed: &FoundFeed, base: &Url) -> u32 {
    let title = feed.title.as_deref().unwrap_or_default().to_lowercase();
    let is_comments =
        feed.url.path().contains("/comments/") || ["comments", "комментари", "تعليقات"].iter().any(|word| title.contains(word));
    let is_elsewhere = feed.url.host_str() != base.host_str();
    u32::from(is_comments) * 100 + u32::from(is_elsewhere) * 10
}

fn found(href: &str, title: Option<&str>, base: &Url, is_declared: bool) -> Option<FoundFeed> {
    let href = href.trim();
    let href = href.strip_prefix("feed:").map_or(href, |rest| if rest.starts_with("//") { href } else { rest });
    let mut url = base.join(href.replacen("feed://", "https://", 1).as_str()).ok()?;
    url.set_fragment(None);
    let title = title.and_then(super::plain::plain_line);
    matches!(url.scheme(), "http" | "https").then_some(FoundFeed { url, title, is_declared })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(html: &str) -> Vec<String> {
        let base = Url::parse("https://news.example/world/").expect("an address");
        discover(html.as_bytes(), None, &base).into_iter().map(|feed| feed.url.to_string()).collect()
    }

    #[test]
    fn declared_feeds_come_first_and_comments_last() {
        let page = r#"<!doctype html><html><head>
            <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
            <link rel="alternate" type="application/json+oembed" href="/oembed"><link rel="alternate" hreflang="ar" href="/ar">
            <link rel="alternate" type="application/atom+xml" href="atom.xml"></head>
            <body><a href="/rss.xml">RSS</a><a href="atom.xml#x">Atom</a><a href="/feedback">Feedback</a></body></html>"#;
        assert_eq!(
            addresses(page),
            ["https://news.example/world/atom.xml", "https://news.example/comments/feed", "https://news.example/rss.xml"]
        );
    }

    #[test]
    fn the_base_element_is_obeyed() {
        let page = r#"<base href="https://cdn.example/x/"><link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" href="feed:https://a.example/f">
            <link rel=feed href="rss">"#;
        assert_eq!(addresses(page), ["https://cdn.example/x/rss", "https://a.example/f"]);
    }

    #[test]
    fn guesses_begin_with_the_pages_own_folder() {
        let page = Url::parse("https://news.example/ar/?x=1").expect("an address");
        let guesses = common_feed_addresses(&page);
        assert_eq!(guesses[0].as_str(), "https://news.example/ar/feed");
        assert_eq!(guesses[2].as_str(), "https://news.example/feed");
    }

    #[test]
    fn pages_are_told_from_feeds() {
        assert!(looks_like_html(b"\xEF\xBB\xBF <!-- x --><!DOCTYPE HTML PUBLIC>"));
        assert!(looks_like_html(b"<HTML lang=ar>"));
        assert!(!looks_like_html(b"<?xml version='1.0'?><rss>"));
        assert!(!looks_like_html(b"{\"items\":[]}"));
    }
}
