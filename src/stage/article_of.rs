//! Putting an article together from what its feed and its page say.

use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use url::Url;

use super::credit::{Credits, agency};
use super::page::NoPage;
use super::poll_answer::hex;
use crate::article::{PageLimits, SiteRules, extract_page_with, from_feed_html, plain_text};
use crate::knowledge::Knowledge;
use crate::model::{ArticleDetails, BodySource, PageContent, PageProblem, canonical_address};
use crate::net::Response;
use crate::store::{DueItem, NewArticle};
use crate::text::{fingerprint, lang, search};

/// Below this many bytes the same words may well be two articles ("Breaking news"), so the address counts too.
const SHORT_BYTES: usize = 400;

/// The feed's own text stands in for the page's where it is longer by this share, in percent: a page read badly, or one that shows
/// only a part.
const MUCH_LONGER_PERCENT: usize = 125;

/// What pages are read with.
#[derive(Clone)]
pub(super) struct Known {
    /// Bytes of a text that are looked at.
    pub max_text: usize,
    /// Who is an agency.
    pub knowledge: Arc<Knowledge>,
    /// Where articles stand on the pages of single sites.
    pub sites: Arc<SiteRules>,
}

/// What a page gave.
pub(super) struct Reading {
    /// The article, or why there is none.
    pub article: Result<NewArticle, NoPage>,
    /// The address of the AMP page, where this one gave little or nothing, and names one.
    pub amp: Option<Url>,
}

/// Less text than this, in bytes, is worth a look at the AMP page.
const LITTLE_BYTES: usize = 600;

/// The article on a page.
pub(super) fn from_page(item: &DueItem, response: &Response, known: &Known) -> Reading {
    let url = &response.final_url;
    let page = extract_page_with(&response.body, response.content_type.as_deref(), url, &PageLimits::DEFAULT, &known.sites);
    let gives_little = matches!(page.problem, None | Some(PageProblem::NoText)) && page.body.len() < LITTLE_BYTES;
    let amp = page.amp_url.as_deref().filter(|_| gives_little).and_then(|amp| Url::parse(amp).ok()).filter(|amp| amp != url);
    Reading { article: article_on(item, page, url, known), amp }
}

fn article_on(item: &DueItem, page: PageContent, url: &Url, known: &Known) -> Result<NewArticle, NoPage> {
    for note in &page.notes {
        tracing::debug!(%url, note, "read a page");
    }
    if let Some(problem) = page.problem {
        return Err(NoPage::problem(problem, url));
    }
    let PageContent { title, body, author, published, lang, canonical_url, site_name, quality, .. } = page;
    let details = ArticleDetails {
        subtitle: page.subtitle,
        section: page.section,
        image_url: page.image_url,
        modified_at: page.modified.map(|time| time.at),
        utc_offset_s: published.and_then(|time| time.offset).map(|offset| offset.seconds()),
        agency: None,
    };
    let feed = &item.item.item;
    let said = Said {
        url: Some(address_of(canonical_url.as_deref(), url)),
        title: title.or_else(|| feed.title.clone()),
        body,
        author: author.or_else(|| feed.author.clone()),
        published_at: feed.published_at.or(published.map(|found| found.at)),
        lang: feed.lang.clone().or(lang).or_else(|| item.feed_lang.clone()),
        outlet: site_name.or_else(|| item.feed_title.clone()),
        quality,
        source: page.source,
        details,
    };
    let own = feed_text(item, [feed.content.as_deref(), feed.summary.as_deref()]);
    if said.body.len() * MUCH_LONGER_PERCENT < own.len() * 100 {
        let note = format!("the feed gives more than {url}");
        let said = Said { body: own, quality: None, ..said };
        return Ok(said.article(item, BodySource::FeedContent, Some(note), known));
    }
    Ok(said.article(item, BodySource::Page, None, known))
}

/// The article as its feed tells it; `body` is plain text.
pub(super) fn from_feed(item: &DueItem, source: BodySource, body: String, note: Option<String>, known: &Known) -> NewArticle {
    let feed = &item.item.item;
    let url = link_of(item);
    let said = Said {
        url: url.as_ref().map(canonical_address),
        title: feed.title.clone(),
        body,
        author: feed.author.clone(),
        published_at: feed.published_at,
        lang: feed.lang.clone().or_else(|| item.feed_lang.clone()),
        outlet: item.feed_title.clone(),
        quality: None,
        source: None,
        details: ArticleDetails::default(),
    };
    said.article(item, source, note, known)
}

/// The longest of the feed's own texts, plain.
pub(super) fn feed_text(item: &DueItem, htmls: [Option<&str>; 2]) -> String {
    // Without an address relative links lead nowhere, which does not matter to plain text.
    let base = link_of(item).or_else(|| Url::parse("about:blank").ok());
    let texts = htmls.into_iter().flatten().filter_map(|html| Some(from_feed_html(html, base.as_ref()?)));
    texts.max_by_key(String::len).unwrap_or_default()
}

fn link_of(item: &DueItem) -> Option<Url> {
    item.item.item.link.as_deref().and_then(|link| Url::parse(link).ok())
}

/// What page or feed say, before it is brought into form.
struct Said {
    url: Option<String>,
    title: Option<String>,
    body: String,
    author: Option<String>,
    published_at: Option<Timestamp>,
    lang: Option<String>,
    outlet: Option<String>,
    quality: Option<f64>,
    source: Option<String>,
    details: ArticleDetails,
}

impl Said {
    fn article(self, item: &DueItem, body_source: BodySource, fetch_note: Option<String>, known: &Known) -> NewArticle {
        let title = self.title.map(|title| plain_text(&title).replace('\n', " ")).unwrap_or_default();
        let text = format!("{title}\n{}", capped(&self.body, known.max_text));
        let declared = self.lang.as_deref();
        let lang = lang::detect(&text, declared).or_else(|| declared.and_then(lang::known));
        let published_at = self.published_at.map(|at| at.min(item.item.first_seen_at));
        let credits =
            Credits { author: self.author.as_deref(), outlet: self.outlet.as_deref(), source: self.source.as_deref(), body: &self.body };
        let agency = agency(&credits, &known.knowledge);
        NewArticle {
            content_hash: hash_of(&title, &self.body, self.url.as_deref().unwrap_or(&item.item.item.key)),
            fingerprint: fingerprint(&self.body),
            search_terms: search::index_terms(&text),
            url: self.url,
            title,
            body: self.body,
            body_source,
            author: self.author,
            lang: lang.map(str::to_owned),
            // A clock that runs ahead of ours, or an embargo: it was published when it was seen, at the latest.
            published_at,
            outlet: self.outlet,
            quality: self.quality,
            details: ArticleDetails { agency, ..self.details },
            fetch_note,
        }
    }
}

/// The address that decides identity: the canonical one, unless that is the site's front page, which many a template names.
fn address_of(canonical: Option<&str>, fetched: &Url) -> String {
    let canonical = canonical.and_then(|address| Url::parse(address).ok());
    let canonical = canonical.filter(|url| url.path() != "/" || fetched.path() == "/");
    canonical_address(canonical.as_ref().unwrap_or(fetched))
}

fn hash_of(title: &str, body: &str, address: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(title);
    hash.update([0]);
    hash.update(body);
    if title.len() + body.len() < SHORT_BYTES {
        hash.update([0]);
        hash.update(address);
    }
    hex(&hash.finalize())
}

/// The beginning of a text, cut at a character.
pub(super) fn capped(text: &str, max_bytes: usize) -> &str {
    &text[..text.floor_char_boundary(max_bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_front_page_is_no_canonical_address() {
        let fetched = Url::parse("https://example.org/news/1?utm_source=rss").expect("an address");
        assert_eq!(address_of(Some("https://example.org/"), &fetched), "https://example.org/news/1");
        assert_eq!(address_of(Some("https://example.org/news/one"), &fetched), "https://example.org/news/one");
        assert_eq!(address_of(None, &fetched), "https://example.org/news/1");
    }

    #[test]
    fn short_texts_are_told_apart_by_their_addresses() {
        let long = "word ".repeat(100);
        assert_eq!(hash_of("a", &long, "x"), hash_of("a", &long, "y"));
        assert_ne!(hash_of("a", "b", "x"), hash_of("a", "b", "y"));
        assert_ne!(hash_of("ab", &long, "x"), hash_of("a", &format!("b{long}"), "x"));
    }

    #[test]
    fn texts_are_cut_at_characters() {
        assert_eq!(capped("خبر", 3), "خ");
        assert_eq!(capped("abc", 9), "abc");
    }
}
