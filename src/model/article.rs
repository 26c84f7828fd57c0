//! Articles: one text, however many feeds or addresses carry it.

use jiff::Timestamp;

use super::ids::ArticleId;
use super::names::vocabulary;

vocabulary! {
    /// Where an article's body comes from.
    BodySource, "body source" {
        /// The article's own page.
        Page = "page",
        /// The feed carried the full text.
        FeedContent = "feed_content",
        /// The page could not be had; the feed's own text stands in.
        FeedSummary = "feed_summary",
    }
}

vocabulary! {
    /// Why a page that was fetched holds no article to store.
    PageProblem, "page problem" {
        /// A bot check stands in front of the page.
        Challenge = "challenge",
        /// A cookie or privacy wall stands in front of the page.
        Consent = "consent",
        /// The text is kept for subscribers.
        Paywall = "paywall",
        /// The server says "not found" or "error" with a success status.
        ErrorPage = "error_page",
        /// No running text was found.
        NoText = "no_text",
    }
}

/// What was pulled out of an article's page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageContent {
    /// Plain text, without the site's name.
    pub title: Option<String>,
    /// Plain text, paragraphs split by newlines; empty where no article was found, the open beginning where the rest is paid for.
    pub body: String,
    /// Plain text.
    pub author: Option<String>,
    /// When the page says it was published.
    pub published_at: Option<Timestamp>,
    /// ISO 639-1 code declared by the page.
    pub lang: Option<String>,
    /// Absolute canonical address.
    pub canonical_url: Option<String>,
    /// The medium's own name (og:site_name).
    pub site_name: Option<String>,
    /// How far two extractors agree on the body, 0 to 1; `None` where only one found any.
    pub quality: Option<f64>,
    /// Why this is not the article, where it is not.
    pub problem: Option<PageProblem>,
    /// What was left out or cut, in words.
    pub notes: Vec<String>,
}

/// A stored article.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Row id.
    pub id: ArticleId,
    /// Canonical address, normalised; `None` where the feed gave none.
    pub url: Option<String>,
    /// Plain text.
    pub title: String,
    /// Plain text, paragraphs split by newlines.
    pub body: String,
    /// Where the body comes from.
    pub body_source: BodySource,
    /// Plain text.
    pub author: Option<String>,
    /// ISO 639-1 code, declared or detected.
    pub lang: Option<String>,
    /// When it was published, by page or feed; never the future, never guessed.
    pub published_at: Option<Timestamp>,
    /// When we first saw it in any feed.
    pub first_seen_at: Timestamp,
    /// Whether every sighting so far came with a feed's first poll.
    pub baseline: bool,
    /// Name of the outlet (the feed's title or the page's site name).
    pub outlet: Option<String>,
    /// Why the page could not be had, where it could not.
    pub fetch_note: Option<String>,
    /// How far two extractors agree on the page's body, 0 to 1; `None` where the feed gave it.
    pub quality: Option<f64>,
}

/// What the extractor reads: one article's words and what is known about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleText {
    /// Plain text; may be empty.
    pub title: String,
    /// Plain text, paragraphs split by newlines.
    pub body: String,
    /// ISO 639-1 code where declared; detected otherwise.
    pub lang: Option<String>,
    /// Publication time, against which relative dates are resolved.
    pub published_at: Option<Timestamp>,
}
