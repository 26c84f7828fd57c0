//! What a page says of its article.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Serialize, Serializer};

use super::names::vocabulary;

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
        /// The page is empty until its scripts have run.
        NeedsScripts = "needs_scripts",
    }
}

vocabulary! {
    /// By which means a body was found.
    PageMeans, "page means" {
        /// Two extractors voted line by line.
        Vote = "vote",
        /// One extractor alone found something.
        Single = "single",
        /// A rule for the site names the element.
        SiteRule = "site_rule",
        /// The page's JSON-LD carries it.
        JsonLd = "json_ld",
        /// The data from which the page's scripts would build it.
        PageData = "page_data",
    }
}

/// A moment as a page writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageTime {
    /// The moment; midnight UTC of a day without a time.
    pub at: Timestamp,
    /// The offset from UTC that stands beside it; `None` where the page gives none, and the time was taken as UTC.
    pub offset: Option<Offset>,
}

impl From<Timestamp> for PageTime {
    fn from(at: Timestamp) -> Self {
        Self { at, offset: None }
    }
}

/// RFC 3339, in the page's own zone.
impl fmt::Display for PageTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.offset.filter(|offset| *offset != Offset::UTC) {
            Some(offset) => self.at.display_with_offset(offset).fmt(f),
            None => self.at.fmt(f),
        }
    }
}

impl Serialize for PageTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What was pulled out of an article's page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageContent {
    /// Plain text, without the site's name.
    pub title: Option<String>,
    /// The line under the title: plain text.
    pub subtitle: Option<String>,
    /// Plain text, paragraphs split by newlines; empty where no article was found, the open beginning where the rest is paid for.
    pub body: String,
    /// Plain text.
    pub author: Option<String>,
    /// When the page says it was published.
    pub published: Option<PageTime>,
    /// When the page says it was last changed; `None` where that is when it was published.
    pub modified: Option<PageTime>,
    /// The part of the site that it stands in: plain text.
    pub section: Option<String>,
    /// ISO 639-1 code declared by the page.
    pub lang: Option<String>,
    /// Absolute canonical address.
    pub canonical_url: Option<String>,
    /// Absolute address of the picture that stands for the article.
    pub image_url: Option<String>,
    /// The address of the same article as an AMP page, where the page names one of its own site.
    pub amp_url: Option<String>,
    /// The medium's own name (og:site_name).
    pub site_name: Option<String>,
    /// What a line "Source: ..." names, as written.
    pub source: Option<String>,
    /// How the body was found; `None` where there is none.
    pub means: Option<PageMeans>,
    /// How far two extractors agree on the body, 0 to 1; `None` where only one found any.
    pub quality: Option<f64>,
    /// Why this is not the article, where it is not.
    pub problem: Option<PageProblem>,
    /// What was left out or cut, in words.
    pub notes: Vec<String>,
}
