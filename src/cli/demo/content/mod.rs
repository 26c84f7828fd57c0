//! The demo newsroom's outlets and articles: data files beside this one, and how they become pages and feeds.
//!
//! Everything here is invented except the offices and the states. An article file has a head of `key: value` lines, an empty line, and
//! paragraphs; a line that starts with `## ` is a heading, one with `> ` the headline of an announced other article, a lone `~` the outlet's
//! box that asks to follow it. `{{...}}` stands for a value, among them days counted from the day of publication (see `days`).

mod days;
mod feeds;
mod page;

use jiff::{SignedDuration, Timestamp};

use days::Calendar;
pub use feeds::FeedFormat;

/// One file that the newsroom serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Path on the server, with the slash in front.
    pub path: String,
    /// The `Content-Type` header.
    pub content_type: &'static str,
    /// The bytes, as text.
    pub body: String,
    /// When it last changed.
    pub modified_at: Timestamp,
}

/// An outlet with everything it serves, for one base address and one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// Its name, in its own language.
    pub name: String,
    /// ISO 639-1 code.
    pub lang: String,
    /// Path of its feed on the server.
    pub feed_path: String,
    /// What kind of feed that is.
    pub format: FeedFormat,
    /// Its articles, newest first.
    pub articles: Vec<Article>,
    /// Its feed and its pages.
    pub documents: Vec<Document>,
}

/// One article, with all placeholders filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The last part of its address.
    pub slug: &'static str,
    /// Its absolute address.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Whoever signs it.
    pub author: String,
    /// The line under its picture.
    pub caption: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// Whether the feed carries the whole text.
    pub is_full_in_feed: bool,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of an article's page between its first paragraph and its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph of the article.
    Paragraph(String),
    /// A heading of the article.
    Heading(String),
    /// The headline of another article, announced inside this one; no part of the text.
    Teaser(String),
    /// A box that asks to follow or subscribe; no part of the text.
    Box,
}

impl Article {
    /// The text that a reader of this article is meant to read: headings and paragraphs, one a line.
    pub fn text(&self) -> String {
        let lines = self.parts.iter().filter_map(|part| match part {
            Part::Paragraph(text) | Part::Heading(text) => Some(text.as_str()),
            Part::Teaser(_) | Part::Box => None,
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// The files of one outlet, embedded.
struct Source {
    outlet: &'static str,
    page: &'static str,
    teaser: &'static str,
    follow_box: &'static str,
    format: FeedFormat,
    /// Slug and file of each article.
    articles: &'static [(&'static str, &'static str)],
}

/// Embeds `<lang>/<slug>.txt` under its slug.
macro_rules! articles {
    ($lang:literal: $($slug:literal),+ $(,)?) => { &[$(($slug, include_str!(concat!($lang, "/", $slug, ".txt")))),+] };
}

const SOURCES: [Source; 3] = [
    Source {
        outlet: include_str!("ar/outlet.txt"),
        page: include_str!("ar/page.html"),
        teaser: include_str!("ar/teaser.html"),
        follow_box: include_str!("ar/box.html"),
        format: FeedFormat::Rss,
        articles: articles!("ar": "svr-cia-call", "poland-belarus", "egypt-turkey", "saudi-pakistan", "iran-denial", "quiet-festival"),
    },
    Source {
        outlet: include_str!("en/outlet.txt"),
        page: include_str!("en/page.html"),
        teaser: include_str!("en/teaser.html"),
        follow_box: include_str!("en/box.html"),
        format: FeedFormat::Atom,
        articles: articles!("en": "svr-cia-call", "poland-belarus", "egypt-turkey", "berlin-arrest", "treasury-sanctions", "quiet-transfer"),
    },
    Source {
        outlet: include_str!("ru/outlet.txt"),
        page: include_str!("ru/page.html"),
        teaser: include_str!("ru/teaser.html"),
        follow_box: include_str!("ru/box.html"),
        format: FeedFormat::Json,
        articles: articles!("ru": "svr-cia-call", "poland-belarus", "ambassador-kenya", "wang-visit", "fsb-arrest", "quiet-chess"),
    },
];

/// The three outlets as they stand at `now`, with addresses under `base` (`http://host:port`, no slash at the end).
pub fn outlets(base: &str, now: Timestamp) -> Vec<Outlet> {
    SOURCES.iter().map(|source| outlet(source, base, now)).collect()
}

fn outlet(source: &Source, base: &str, now: Timestamp) -> Outlet {
    let head = Head(source.outlet);
    let home = format!("{base}/{}/", head.get("path"));
    let calendar = Calendar::new(&head);
    let mut articles: Vec<Article> = source.articles.iter().map(|(slug, file)| article(slug, file, &home, &calendar, now)).collect();
    articles.sort_by(|a, b| b.published_at.cmp(&a.published_at).then(a.slug.cmp(b.slug)));

    let pages = page::Pages { source, head: &head, home: &home, calendar: &calendar };
    let feed = feeds::render(source.format, &head, &home, &articles, &pages);
    let feed_path = format!("/{}/{}", head.get("path"), source.format.file_name());
    let newest = articles.first().map_or(now, |article| article.published_at);
    let feed = Document { path: feed_path.clone(), content_type: source.format.content_type(), body: feed, modified_at: newest };
    let front = Document {
        path: format!("/{}/", head.get("path")),
        content_type: "text/html; charset=utf-8",
        body: pages.front(&articles, source.format),
        modified_at: newest,
    };
    let documents = [feed, front].into_iter().chain(articles.iter().map(|article| pages.document(article, base))).collect();
    Outlet { name: head.get("name").to_owned(), lang: head.get("lang").to_owned(), feed_path, format: source.format, articles, documents }
}

fn article(slug: &'static str, file: &str, home: &str, calendar: &Calendar, now: Timestamp) -> Article {
    let (head, text) = file.split_once("\n\n").unwrap_or((file, ""));
    let head = Head(head);
    let minutes: i64 = head.get("minutes").parse().unwrap_or(0);
    let published_at = now.checked_sub(SignedDuration::from_mins(minutes)).unwrap_or(now);
    let filled = |text: &str| fill(text, |name| calendar.value(name, published_at));
    let parts = text.lines().filter(|line| !line.trim().is_empty()).map(|line| match line.split_at_checked(2) {
        Some(("> ", headline)) => Part::Teaser(filled(headline)),
        Some(("##", heading)) => Part::Heading(filled(heading.trim())),
        _ if line.trim() == "~" => Part::Box,
        _ => Part::Paragraph(filled(line)),
    });
    Article {
        slug,
        url: format!("{home}news/{slug}"),
        title: filled(head.get("title")),
        summary: filled(head.get("summary")),
        author: head.get("author").to_owned(),
        caption: filled(head.get("caption")),
        published_at,
        is_full_in_feed: head.get("full") == "yes",
        parts: parts.collect(),
    }
}

/// `key: value` lines.
struct Head<'a>(&'a str);

impl<'a> Head<'a> {
    /// The value of a key; empty where there is none.
    fn get(&self, key: &str) -> &'a str {
        self.0.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).map(str::trim).unwrap_or_default()
    }
}

/// Replaces each `{{name}}` by its value; a name without a value stays as it is, where a test finds it.
fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else {
            filled.push_str("{{");
            rest = after;
            continue;
        };
        match value(name) {
            Some(value) => filled.push_str(&value),
            None => filled.push_str(&format!("{{{{{name}}}}}")),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// Text as it stands in HTML and XML, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
