//! A page's bytes to what it says.

use std::borrow::Cow;

use dom_query::Document;
use url::Url;

use super::blocks::{self, Block};
use super::clean::Around;
use super::json_ld::JsonLd;
use super::meta::Head;
use super::problem::{self, Signs};
use super::sites::SiteRules;
use super::{PageLimits, body, charset, clean, json_ld, page_data, tame, tidy};
use crate::model::{PageContent, PageMeans, PageProblem};
use crate::text::no_text;

/// A body shorter than this, in bytes, is compared with the one in the JSON-LD.
const SHORT_BODY_BYTES: usize = 600;

/// A body shorter than this, in characters, is none.
const MIN_BODY_CHARS: usize = 40;

/// Pulls the article out of a page. `url` is where the page was fetched, `content_type` the header's value as sent.
///
/// Never fails: where there is no article, `body` is empty and `problem` says why; what was cut or left out is in `notes`.
/// Costs time linear in the bytes read (`limits` bound them), and a stack that the depth limit bounds.
pub fn extract_page(bytes: &[u8], content_type: Option<&str>, url: &Url, limits: &PageLimits) -> PageContent {
    extract_page_with(bytes, content_type, url, limits, SiteRules::builtin())
}

/// The same with rules for sites that are not only the built-in ones.
pub fn extract_page_with(bytes: &[u8], content_type: Option<&str>, url: &Url, limits: &PageLimits, sites: &SiteRules) -> PageContent {
    let mut notes = Vec::new();
    let read = &bytes[..bytes.len().min(limits.max_bytes)];
    if read.len() < bytes.len() {
        notes.push(format!("the page was cut from {} to {} bytes", bytes.len(), read.len()));
    }
    let decoded = charset::decode(read, content_type);
    if let Some(kind) = no_text(read, &decoded.text) {
        notes.push(format!("it is {kind}, not a page"));
        return PageContent { problem: Some(PageProblem::NoText), notes, ..PageContent::default() };
    }
    notes.extend(decoded.note);
    let tamed = tame::tame(&decoded.text, limits);
    notes.extend(tamed.notes.iter().cloned());

    let json_ld = json_ld::read(&tamed.json_ld);
    let document = Document::from(tamed.html.as_str());
    let head = Head::read(&document);
    let all: Vec<Block> = document.body().map(|body| blocks::blocks(&body)).unwrap_or_default();
    let meta = head.resolve(json_ld.as_ref(), &all, url);
    let around = Around { title: meta.title.as_deref(), site_name: meta.site_name.as_deref() };
    let by_rule = sites.apply(&document, url);
    let found = body::find(document, &tamed, by_rule, &around);
    notes.extend(found.notes);
    let (text, means) = match stand_in(&found.text, json_ld.as_ref(), &tamed.state, &around) {
        Some((given, means)) => {
            let from = if means == PageMeans::JsonLd { "JSON-LD" } else { "data for its scripts" };
            notes.push(format!("the body comes from the page's {from}"));
            (given, Some(means))
        }
        None => (found.text, found.means),
    };

    let all_text = tidy::paragraphs(all.iter().map(|block| block.text.as_str()));
    let refresh = head.refresh(url);
    let signs = Signs {
        url,
        refresh: refresh.as_ref(),
        title: head.page_title(),
        html: &decoded.text,
        text: &all_text,
        body: &text,
        is_paid: head.is_paid() || json_ld.as_ref().is_some_and(|found| found.is_paid),
        n_words: json_ld.as_ref().and_then(|found| found.n_words),
    };
    let problem = problem::recognise(&signs).or_else(|| (text.chars().count() < MIN_BODY_CHARS).then_some(PageProblem::NoText));
    notes.extend(problem.map(|problem| problem::note(problem).to_owned()));
    let body = if matches!(problem, None | Some(PageProblem::Paywall)) { text } else { String::new() };
    PageContent {
        source: clean::source_named(&all),
        means: means.filter(|_| !body.is_empty()),
        body,
        quality: found.quality.filter(|_| problem.is_none()),
        problem,
        notes,
        ..meta
    }
}

/// Every line that a reader of the page sees, tidied, in document order: what [`extract_page`] chooses from.
pub fn visible_lines(bytes: &[u8], content_type: Option<&str>, limits: &PageLimits) -> Vec<String> {
    let decoded = charset::decode(&bytes[..bytes.len().min(limits.max_bytes)], content_type);
    let document = Document::from(tame::tame(&decoded.text, limits).html.as_str());
    let blocks = document.body().map(|body| blocks::blocks(&body)).unwrap_or_default();
    blocks.into_iter().map(|block| block.text).collect()
}

/// The body in the JSON-LD, else in the data for the page's scripts, where the one in the markup is short and that is much longer.
fn stand_in(found: &str, json_ld: Option<&JsonLd>, state: &[String], around: &Around) -> Option<(String, PageMeans)> {
    if SHORT_BODY_BYTES <= found.len() {
        return None;
    }
    let much_longer = |text: String| (found.len() * 2 < text.len()).then_some(text);
    let in_json_ld = json_ld.and_then(|found| found.body.as_deref()).map(|body| cleaned(std::iter::once(body), around));
    if let Some(text) = in_json_ld.and_then(much_longer) {
        return Some((text, PageMeans::JsonLd));
    }
    let paragraphs = page_data::paragraphs(state);
    let text = cleaned(paragraphs.iter().map(String::as_str), around);
    much_longer(text).map(|text| (text, PageMeans::PageData))
}

/// Texts or fragments of HTML as a cleaned body.
fn cleaned<'a>(parts: impl Iterator<Item = &'a str>, around: &Around) -> String {
    let mut blocks: Vec<Block> = Vec::new();
    for part in parts {
        let is_html = part.contains("</") || part.contains("<br") || part.contains("&lt;");
        let part: Cow<str> = if is_html { super::plain_text(part).into() } else { part.into() };
        blocks.extend(part.lines().filter_map(Block::plain));
    }
    clean::clean(&mut blocks, around);
    tidy::paragraphs(blocks.iter().map(|block| block.text.as_str()))
}
