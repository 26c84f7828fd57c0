//! `rasid article --batch`: pages in, articles out; the contract by which body extraction is measured.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::source::unpacked;
use crate::article::{PageLimits, SiteRules, extract_page_with};
use crate::model::PageTime;
use crate::text::lang;

/// One page as it is handed in.
#[derive(Deserialize)]
struct PageLine {
    #[serde(default)]
    id: Value,
    url: String,
    #[serde(default)]
    html: Option<String>,
    #[serde(default)]
    path: Option<String>,
}

/// What was made of it.
#[derive(Default, Serialize)]
struct ArticleLine {
    id: Value,
    title: Option<String>,
    body: String,
    published: Option<PageTime>,
    author: Option<String>,
    lang: Option<String>,
    quality: Option<f64>,
    error: Option<String>,
}

/// Appends the result of one line; whatever goes wrong with a page is its `error`.
pub(super) fn one_of_batch(sites: &SiteRules, line: &str, results: &mut Vec<u8>) {
    let article = match serde_json::from_str::<PageLine>(line) {
        Ok(page) => {
            let id = page.id.clone();
            match read(sites, page) {
                Ok(article) => ArticleLine { id, ..article },
                Err(error) => ArticleLine { id, error: Some(format!("{error:#}")), ..ArticleLine::default() },
            }
        }
        Err(error) => ArticleLine {
            error: Some(format!("no page: {error}; valid: {{\"id\", \"url\", \"html\"}} or {{\"id\", \"url\", \"path\"}}")),
            ..ArticleLine::default()
        },
    };
    serde_json::to_writer(&mut *results, &article).expect("plain data with text keys, into memory");
    results.push(b'\n');
}

fn read(sites: &SiteRules, page: PageLine) -> anyhow::Result<ArticleLine> {
    let url = Url::parse(&page.url).with_context(|| format!("no address: {:?}", page.url))?;
    let (bytes, content_type) = match (page.html, page.path) {
        (Some(html), _) => (html.into_bytes(), Some("text/html; charset=utf-8")),
        (None, Some(path)) => (bytes_of(&path)?, None),
        (None, None) => anyhow::bail!("neither \"html\" nor \"path\" is given"),
    };
    let limits = PageLimits::DEFAULT;
    let content = catch_unwind(AssertUnwindSafe(|| extract_page_with(&bytes, content_type, &url, &limits, sites)))
        .map_err(|_| anyhow::anyhow!("the reader broke down on it, which is a fault of rasid"))?;
    let detected = lang::detect(&content.body, content.lang.as_deref()).map(str::to_owned);
    Ok(ArticleLine {
        id: Value::Null,
        title: content.title,
        lang: detected.or(content.lang),
        published: content.published,
        author: content.author,
        quality: content.quality,
        error: content.problem.map(|problem| problem.to_string()),
        body: content.body,
    })
}

/// The bytes of a file, unpacked where they are gzip; as many as are read of a page.
fn bytes_of(path: &str) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(PageLimits::DEFAULT.max_bytes).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
    file.take(most).read_to_end(&mut bytes).with_context(|| format!("cannot read {path}"))?;
    unpacked(bytes, most).with_context(|| format!("cannot unpack {path}"))
}
