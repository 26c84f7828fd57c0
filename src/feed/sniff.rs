//! Telling feeds from web pages, challenge pages and other things a server may answer.

use super::error::FeedError;

/// How far a feed's root element is looked for behind warnings and other junk.
const JUNK_BYTES: usize = 64 * 1024;

/// What to read, and from where on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// An XML feed, from the `<` of its root element: declaration, doctype and leading junk are behind us.
    Xml(&'a str),
    /// A JSON document.
    Json(&'a str),
}

/// Words found on pages that want a browser to prove itself, with who shows them.
const CHALLENGES: [(&str, &str); 11] = [
    ("just a moment...", "Cloudflare"),
    ("cf-browser-verification", "Cloudflare"),
    ("/cdn-cgi/challenge-platform", "Cloudflare"),
    ("attention required! | cloudflare", "Cloudflare"),
    ("ddos-guard", "DDoS-Guard"),
    ("_incapsula_resource", "Imperva"),
    ("captcha-delivery.com", "DataDome"),
    ("px-captcha", "PerimeterX"),
    ("awswafintegration", "AWS WAF"),
    ("checking your browser before accessing", "a browser check"),
    ("g-recaptcha", "a captcha"),
];

/// Elements that a feed may begin with.
const FEED_ROOTS: [&str; 6] = ["rss", "feed", "rdf", "channel", "entry", "item"];

/// Finds out what `text` is.
///
/// # Errors
/// Everything that is no feed, told apart.
pub(super) fn sniff(text: &str) -> Result<Shape<'_>, FeedError> {
    let root = skip_prologue(text);
    if root.is_empty() {
        return Err(if text.trim().is_empty() { FeedError::Empty } else { FeedError::NotAFeed { found: "no element in it".to_owned() } });
    }
    if root.starts_with('{') {
        return Ok(Shape::Json(root));
    }
    if root.starts_with("<?") || root.starts_with("<!--") {
        return Err(FeedError::Parse { reason: "it breaks off before it says anything".to_owned() });
    }
    let name = element_name(root);
    if is_feed_root(name) || is_news_sitemap(root, name) {
        return Ok(Shape::Xml(root));
    }
    // Server-side warnings and stray output before the feed are common; what counts is that a feed follows.
    if let Some(at) = find_feed_root(root) {
        return Ok(Shape::Xml(&root[at..]));
    }
    // A feed whose first mark was lost: its items are still there.
    if name.is_empty()
        && let Some(at) = find_items(root)
    {
        return Ok(Shape::Xml(&root[at..]));
    }
    Err(not_a_feed(root, name))
}

/// Whether the bytes are a web page, so that it is worth looking for the feeds it names.
pub(super) fn is_html_name(name: &str) -> bool {
    const PAGE_ELEMENTS: [&str; 14] =
        ["html", "head", "body", "title", "meta", "script", "style", "div", "p", "h1", "center", "br", "table", "noscript"];
    PAGE_ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name))
}

/// Steps over white space, the XML declaration, comments and the doctype to the first thing that counts.
///
/// A doctype of HTML is not stepped over: it answers the question.
pub(super) fn skip_prologue(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if let Some(inner) = rest.strip_prefix("<?") {
            inner.split_once("?>").map(|(_, after)| after)
        } else if let Some(inner) = rest.strip_prefix("<!--") {
            inner.split_once("-->").map(|(_, after)| after)
        } else if is_doctype(rest) && !is_html_doctype(rest) {
            skip_doctype(rest)
        } else {
            return rest;
        };
        match after {
            Some(after) => rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}'),
            None => return rest,
        }
    }
}

fn is_doctype(text: &str) -> bool {
    text.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!doctype"))
}

fn is_html_doctype(text: &str) -> bool {
    is_doctype(text) && text[9..].trim_start().get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html"))
}

/// Steps over a doctype with its internal subset, whose entities nobody here expands.
fn skip_doctype(text: &str) -> Option<&str> {
    let bracket = text.find('[');
    let close = text.find('>')?;
    match bracket {
        Some(bracket) if bracket < close => {
            let subset = &text[bracket..];
            let end =
                subset.find("]>").map(|at| at + 2).or_else(|| subset.find(']').and_then(|at| Some(at + subset[at..].find('>')? + 1)))?;
            Some(&subset[end..])
        }
        _ => Some(&text[close + 1..]),
    }
}

/// The name after a `<`, with its prefix; empty where there is none.
fn element_name(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('<') else { return "" };
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(rest.len());
    &rest[..end]
}

/// A sitemap that says what is news in it; one without is a list of every page of a site.
fn is_news_sitemap(root: &str, name: &str) -> bool {
    let head = &root[..root.floor_char_boundary(JUNK_BYTES)];
    name.rsplit(':').next() == Some("urlset") && head.contains("sitemap-news")
}

fn is_feed_root(name: &str) -> bool {
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    FEED_ROOTS.iter().any(|root| root.eq_ignore_ascii_case(local))
}

fn find_feed_root(text: &str) -> Option<usize> {
    let window = &text[..text.floor_char_boundary(JUNK_BYTES)];
    window.match_indices('<').map(|(at, _)| at).find(|&at| {
        let name = element_name(&window[at..]);
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        local.eq_ignore_ascii_case("rss") || local == "RDF" || local == "channel" || (local == "feed" && window[at..].contains("xmlns"))
    })
}

/// Where the first item stands that has its end too.
fn find_items(text: &str) -> Option<usize> {
    let window = &text[..text.floor_char_boundary(JUNK_BYTES)];
    let from = |name: &str| {
        window.find(&format!("<{name}>")).or_else(|| window.find(&format!("<{name} "))).filter(|_| text.contains(&format!("</{name}>")))
    };
    from("item").or_else(|| from("entry"))
}

fn not_a_feed(root: &str, name: &str) -> FeedError {
    let head = root[..root.floor_char_boundary(JUNK_BYTES)].to_lowercase();
    if is_html_doctype(root) || is_html_name(name) || head.contains("<html") {
        return match CHALLENGES.iter().find(|(words, _)| head.contains(words)) {
            Some(&(_, sign)) => FeedError::Challenge { sign },
            None => FeedError::Html,
        };
    }
    let found = match name {
        "" if root.starts_with('[') => "a JSON list".to_owned(),
        "" => format!("text that begins with {:?}", root.chars().take(40).collect::<String>()),
        "urlset" | "sitemapindex" => "a sitemap".to_owned(),
        "opml" => "an OPML list of feeds; import it instead".to_owned(),
        _ => format!("XML whose root is <{}>", name.chars().take(40).collect::<String>()),
    };
    FeedError::NotAFeed { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> String {
        match sniff(text) {
            Ok(Shape::Xml(xml)) => format!("xml {}", element_name(xml)),
            Ok(Shape::Json(_)) => "json".to_owned(),
            Err(error) => format!("{} {error}", error.kind()),
        }
    }

    #[test]
    fn the_prologue_is_stepped_over() {
        assert_eq!(root("\n<?xml version='1.0'?><!-- x --><!DOCTYPE rss [<!ENTITY a \"b>c\">]><rss version='2.0'>"), "xml rss");
        assert_eq!(root("<rdf:RDF>"), "xml rdf:RDF");
        assert_eq!(root(" {\"version\":1}"), "json");
    }

    #[test]
    fn junk_before_the_root_is_passed_over() {
        assert_eq!(root("<br />\n<b>Warning</b>: date() in x.php<?xml version='1.0'?><rss version='2.0'>"), "xml rss");
        assert_eq!(root("Notice: x\n<feed xmlns='http://www.w3.org/2005/Atom'>"), "xml feed");
    }

    #[test]
    fn what_is_no_feed_is_told_apart() {
        assert_eq!(root("<!DOCTYPE html><html><title>News</title>"), "not_a_feed this is a web page, not a feed");
        assert_eq!(root("<html><title>Just a moment...</title>"), "challenge this is a challenge page (Cloudflare), not a feed");
        assert_eq!(root("  "), "empty there is nothing in it");
        assert_eq!(root("<urlset>"), "not_a_feed this is not a feed: a sitemap");
        assert_eq!(root("404 page"), "not_a_feed this is not a feed: text that begins with \"404 page\"");
    }
}
