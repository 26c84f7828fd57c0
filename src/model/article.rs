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

/// What a page says of its article besides the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleDetails {
    /// The line under the title.
    pub subtitle: Option<String>,
    /// The part of the site that it stands in.
    pub section: Option<String>,
    /// Absolute address of the picture that stands for it.
    pub image_url: Option<String>,
    /// When it was last changed, by its page.
    pub modified_at: Option<Timestamp>,
    /// The offset from UTC, in seconds, that stands beside the time of publication.
    pub utc_offset_s: Option<i32>,
    /// The news agency that the text is credited to, by its canonical name.
    pub agency: Option<String>,
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
    /// What else its page says.
    pub details: ArticleDetails,
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
