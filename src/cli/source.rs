//! What a person hands in: a file, an address, or standard input.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use url::Url;

use super::access;
use super::args::KnownAboutText;
use super::when::parse_when;
use super::{App, print};
use crate::article::{PageLimits, SiteRules, extract_page_with};
use crate::clock::Clock;
use crate::config::Config;
use crate::feed::looks_like_html;
use crate::model::{ArticleText, parse_web_address};
use crate::net::{Fetch, Kind, Request};

/// Files and standard input are read up to here: beyond it lies a mistake.
const MAX_BYTES: u64 = 64 << 20;

/// What was read.
pub(super) struct Bytes {
    /// The content.
    pub bytes: Vec<u8>,
    /// What it is called: the path, the address, `standard input`.
    pub name: String,
    /// The address it came from in the end, where it did.
    pub url: Option<Url>,
    /// The `Content-Type` header, where there was one.
    pub content_type: Option<String>,
}

impl Bytes {
    /// With the content unpacked, where it is gzip.
    ///
    /// # Errors
    /// Gzip data that gives nothing, or too much.
    pub fn unpacked(self) -> anyhow::Result<Self> {
        Ok(Self { bytes: unpacked(self.bytes, MAX_BYTES).with_context(|| format!("cannot unpack {}", self.name))?, ..self })
    }

    /// The address against which a page's own are resolved. In a file relative ones matter to nobody; the page wants some all the same.
    ///
    /// # Errors
    /// None in fact: the stand-in is an address.
    pub fn base(&self) -> anyhow::Result<Url> {
        match &self.url {
            Some(url) => Ok(url.clone()),
            None => Ok(Url::parse("file:///")?),
        }
    }
}

/// Reads a file, an address with `http://` or `https://`, or standard input (`-`), with limits on size and time.
///
/// # Errors
/// What cannot be read, or is too large.
pub(super) fn bytes(config: &Config, source: &str) -> anyhow::Result<Bytes> {
    if source == "-" {
        let bytes = read_capped(stdin().lock(), "standard input")?;
        return Ok(Bytes { bytes, name: "standard input".to_owned(), url: None, content_type: None });
    }
    if ["http://", "https://"].iter().any(|scheme| source.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))) {
        return fetched(config, source);
    }
    if source.contains("://") {
        // Some other scheme: the refusal says which are valid.
        parse_web_address(source)?;
    }
    let path = Path::new(source);
    let file = File::open(path).with_context(|| format!("cannot open {source}"))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        bail!("{source} is a folder; valid: a file, an address, or - for standard input");
    }
    Ok(Bytes { bytes: read_capped(file, source)?, name: source.to_owned(), url: None, content_type: None })
}

/// The content of gzip data, at most so much of it; of data that breaks off as much as there is. Other bytes stay as they are.
///
/// # Errors
/// Gzip data of which nothing can be unpacked.
pub(super) fn unpacked(bytes: Vec<u8>, max_bytes: u64) -> std::io::Result<Vec<u8>> {
    /// How gzip data begins.
    const GZIP_MARK: &[u8] = &[0x1F, 0x8B];
    if !bytes.starts_with(GZIP_MARK) {
        return Ok(bytes);
    }
    let mut content = Vec::new();
    match MultiGzDecoder::new(bytes.as_slice()).take(max_bytes).read_to_end(&mut content) {
        Err(error) if content.is_empty() => Err(error),
        _ => Ok(content),
    }
}

fn read_capped(reader: impl Read, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    if MAX_BYTES < bytes.len() as u64 {
        bail!("{name} is too large; at most {MAX_BYTES} bytes are read");
    }
    Ok(bytes)
}

fn fetched(config: &Config, address: &str) -> anyhow::Result<Bytes> {
    let url = parse_web_address(address)?;
    let client = access::client(config)?;
    let response = access::block_on(client.fetch(Request::new(url, Kind::Page)))??;
    Ok(Bytes { bytes: response.body, name: address.to_owned(), url: Some(response.final_url), content_type: response.content_type })
}

/// A text to be understood, with what is to be said about it.
pub(super) struct Text {
    /// The words.
    pub article: ArticleText,
    /// What the text is called.
    pub name: String,
    /// What was left out or cut, in words.
    pub notes: Vec<String>,
}

/// Reads plain text or HTML, told apart by content.
///
/// # Errors
/// What cannot be read, a page without an article, a time that is none.
pub(super) fn text(app: &App, config: &Config, source: &str, known: &KnownAboutText) -> anyhow::Result<Text> {
    let read = bytes(config, source)?.unpacked()?;
    let published = known.published.as_deref().map(|text| published(app, text)).transpose()?;
    let sites = access::load_sites(config)?;
    let mut found = if looks_like_html(&read.bytes) { page(&read, &sites)? } else { plain(&read) };
    let article = &mut found.article;
    if let Some(title) = &known.title {
        article.title.clone_from(title);
    }
    article.lang = known.lang.clone().or_else(|| article.lang.take());
    article.published_at = published.or(article.published_at);
    cut(article, config, &mut found.notes);
    Ok(found)
}

fn published(app: &App, text: &str) -> anyhow::Result<Timestamp> {
    Ok(parse_when(text, app.clock.now(), &app.times().zone)?.start)
}

fn page(read: &Bytes, sites: &SiteRules) -> anyhow::Result<Text> {
    let page = extract_page_with(&read.bytes, read.content_type.as_deref(), &read.base()?, &PageLimits::DEFAULT, sites);
    if page.body.is_empty() || page.problem.is_some() {
        let why = page.problem.map_or_else(|| "it has no running text".to_owned(), |problem| format!("it looks like: {problem}"));
        bail!("no article was found in {}: {why}", read.name);
    }
    let article = ArticleText {
        title: page.title.unwrap_or_default(),
        body: page.body,
        lang: page.lang,
        published_at: page.published.map(|found| found.at),
    };
    Ok(Text { article, name: read.name.clone(), notes: page.notes })
}

fn plain(read: &Bytes) -> Text {
    let body = String::from_utf8_lossy(read.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&read.bytes));
    let notes = if matches!(body, std::borrow::Cow::Owned(_)) {
        vec!["the text is not all UTF-8; bad bytes were replaced".to_owned()]
    } else {
        Vec::new()
    };
    Text { article: ArticleText { body: body.into_owned(), ..ArticleText::default() }, name: read.name.clone(), notes }
}

/// Keeps to the setting on how much of a text is read.
fn cut(article: &mut ArticleText, config: &Config, notes: &mut Vec<String>) {
    let most = usize::try_from(config.extract.max_text_bytes).unwrap_or(usize::MAX);
    if most < article.body.len() {
        notes.push(format!("only the first {most} of {} bytes are read (extract.max_text)", article.body.len()));
        article.body.truncate(article.body.floor_char_boundary(most));
    }
}

impl Text {
    /// Tells what was left out, on standard error.
    pub fn tell_notes(&self, printer: &print::Printer) {
        for note in &self.notes {
            printer.note(&format!("{}: {note}", self.name));
        }
    }
}
