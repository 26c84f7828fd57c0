//! A page's bytes to what it says.

use std::borrow::Cow;

use dom_query::Document;
use url::Url;

use super::blocks::{self, Block};
use super::json_ld::JsonLd;
use super::meta::Head;
use super::problem::{self, Signs};
use super::{PageLimits, body, charset, clean, json_ld, tame, tidy};
use crate::model::{PageContent, PageMeans, PageProblem};

/// A body shorter than this, in bytes, is compared with the one in the JSON-LD.
const SHORT_BODY_BYTES: usize = 600;

/// A body shorter than this, in characters, is none.
const MIN_BODY_CHARS: usize = 40;

/// Pulls the article out of a page. `url` is where the page was fetched, `content_type` the header's value as sent.
///
/// Never fails: where there is no article, `body` is empty and `problem` says why; what was cut or left out is in `notes`.
/// Costs time linear in the bytes read (`limits` bound them), and a stack that the depth limit bounds.
pub fn extract_page(bytes: &[u8], content_type: Option<&str>, url: &Url, limits: &PageLimits) -> PageContent {
    let mut notes = Vec::new();
    let read = &bytes[..bytes.len().min(limits.max_bytes)];
    if read.len() < bytes.len() {
        notes.push(format!("the page was cut from {} to {} bytes", bytes.len(), read.len()));
    }
    let decoded = charset::decode(read, content_type);
    notes.extend(decoded.note);
    let tamed = tame::tame(&decoded.text, limits);
    notes.extend(tamed.notes);

    let json_ld = json_ld::read(&tamed.json_ld);
    let document = Document::from(tamed.html.as_str());
    let head = Head::read(&document);
    let all: Vec<Block> = document.body().map(|body| blocks::blocks(&body)).unwrap_or_default();
    let meta = head.resolve(json_ld.as_ref(), &all, url);
    let found = body::find(document, &tamed.html, meta.title.as_deref());
    notes.extend(found.notes);
    let (text, means) = match choose_body(&found.text, json_ld.as_ref(), meta.title.as_deref()) {
        Some(given) => {
            notes.push("the body comes from the page's JSON-LD".to_owned());
            (given, Some(PageMeans::JsonLd))
        }
        None => (found.text, found.means),
    };

    let all_text = tidy::paragraphs(all.iter().map(|block| block.text.as_str()));
    let is_paid = json_ld.as_ref().is_some_and(|found| found.is_paid);
    let problem = problem::recognise(&Signs { title: head.page_title(), html: &decoded.text, text: &all_text, body: &text, is_paid })
        .or_else(|| (text.chars().count() < MIN_BODY_CHARS).then_some(PageProblem::NoText));
    notes.extend(problem.map(|problem| problem::note(problem).to_owned()));
    let body = if matches!(problem, None | Some(PageProblem::Paywall)) { text } else { String::new() };
    PageContent {
        title: meta.title,
        subtitle: meta.subtitle.filter(|subtitle| body.lines().next() != Some(subtitle)),
        author: meta.author,
        published: meta.published,
        modified: meta.modified,
        section: meta.section,
        lang: meta.lang,
        canonical_url: meta.canonical_url,
        image_url: meta.image_url,
        amp_url: meta.amp_url,
        site_name: meta.site_name,
        means: means.filter(|_| !body.is_empty()),
        body,
        quality: found.quality.filter(|_| problem.is_none()),
        problem,
        notes,
    }
}

/// Every line that a reader of the page sees, tidied, in document order: what [`extract_page`] chooses from.
pub fn visible_lines(bytes: &[u8], content_type: Option<&str>, limits: &PageLimits) -> Vec<String> {
    let decoded = charset::decode(&bytes[..bytes.len().min(limits.max_bytes)], content_type);
    let document = Document::from(tame::tame(&decoded.text, limits).html.as_str());
    let blocks = document.body().map(|body| blocks::blocks(&body)).unwrap_or_default();
    blocks.into_iter().map(|block| block.text).collect()
}

/// The JSON-LD's body, where the one found in the markup is short and this one is much longer.
fn choose_body(found: &str, json_ld: Option<&JsonLd>, title: Option<&str>) -> Option<String> {
    if SHORT_BODY_BYTES <= found.len() {
        return None;
    }
    let given = json_ld.and_then(|found| found.body.as_deref())?;
    let given: Cow<str> = if given.contains("</") || given.contains("&lt;") { super::plain_text(given).into() } else { given.into() };
    let mut blocks: Vec<Block> = given.lines().filter_map(Block::plain).collect();
    clean::clean(&mut blocks, title);
    let text = tidy::paragraphs(blocks.iter().map(|block| block.text.as_str()));
    (found.len() * 2 < text.len()).then_some(text)
}
