//! The three feed formats, one for each outlet.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::page::Pages;
use super::{Article, Head, escape};

/// How an outlet's feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// The media type, as in a `<link rel="alternate">`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }

    /// The `Content-Type` header.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json",
        }
    }

    /// The feed's name under the outlet's path.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "rss.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }
}

/// Writes an outlet's feed.
pub(super) fn render(format: FeedFormat, head: &Head, home: &str, articles: &[Article], pages: &Pages) -> String {
    match format {
        FeedFormat::Rss => rss(head, home, articles, pages),
        FeedFormat::Atom => atom(head, home, articles, pages),
        FeedFormat::Json => json_feed(head, home, articles, pages),
    }
}

fn rss(head: &Head, home: &str, articles: &[Article], pages: &Pages) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel>\n\
         <title>{}</title>\n<link>{home}</link>\n<description>{}</description>\n<language>{}</language>\n<ttl>5</ttl>\n",
        escape(head.get("name")),
        escape(head.get("tagline")),
        head.get("lang"),
    );
    for article in articles {
        let content = full_text(article, pages).map(|html| format!("<content:encoded>{}</content:encoded>\n", escape(&html)));
        // Writing to a string cannot fail.
        let _ = write!(
            xml,
            "<item>\n<title>{}</title>\n<link>{url}</link>\n<guid isPermaLink=\"true\">{url}</guid>\n<pubDate>{}</pubDate>\n\
             <description>{}</description>\n{}</item>\n",
            escape(&article.title),
            rfc2822(article.published_at),
            escape(&article.summary),
            content.unwrap_or_default(),
            url = article.url,
        );
    }
    xml.push_str("</channel>\n</rss>\n");
    xml
}

fn atom(head: &Head, home: &str, articles: &[Article], pages: &Pages) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{home}</id>\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<link href=\"{home}\"/>\n<link rel=\"self\" href=\"{home}{}\"/>\n",
        head.get("lang"),
        escape(head.get("name")),
        escape(head.get("tagline")),
        FeedFormat::Atom.file_name(),
    );
    if let Some(newest) = articles.first() {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(xml, "<updated>{}</updated>", newest.published_at);
    }
    for article in articles {
        let content = full_text(article, pages).map(|html| format!("<content type=\"html\">{}</content>\n", escape(&html)));
        let _ = write!(
            xml,
            "<entry>\n<id>{url}</id>\n<title>{}</title>\n<link href=\"{url}\"/>\n<author><name>{}</name></author>\n<published>{at}</published>\n\
             <updated>{at}</updated>\n<summary>{}</summary>\n{}</entry>\n",
            escape(&article.title),
            escape(&article.author),
            escape(&article.summary),
            content.unwrap_or_default(),
            url = article.url,
            at = article.published_at,
        );
    }
    xml.push_str("</feed>\n");
    xml
}

fn json_feed(head: &Head, home: &str, articles: &[Article], pages: &Pages) -> String {
    let items: Vec<_> = articles
        .iter()
        .map(|article| {
            let mut item = json!({
                "id": article.url,
                "url": article.url,
                "title": article.title,
                "summary": article.summary,
                "date_published": article.published_at.to_string(),
                "authors": [{ "name": article.author }],
            });
            match full_text(article, pages) {
                Some(html) => item["content_html"] = html.into(),
                None => item["content_text"] = article.summary.clone().into(),
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.get("name"),
        "description": head.get("tagline"),
        "home_page_url": home,
        "feed_url": format!("{home}{}", FeedFormat::Json.file_name()),
        "language": head.get("lang"),
        "items": items,
    });
    format!("{feed:#}\n")
}

fn full_text(article: &Article, pages: &Pages) -> Option<String> {
    article.is_full_in_feed.then(|| pages.body(article))
}

/// `Sun, 29 Jun 2025 18:00:00 +0000`.
fn rfc2822(at: Timestamp) -> String {
    jiff::fmt::rfc2822::to_string(&at.to_zoned_datetime(TimeZone::UTC)).unwrap_or_else(|_| at.to_string())
}
