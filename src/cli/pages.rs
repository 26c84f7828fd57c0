//! `rasid article FILE|URL`: what a page's article is, how it was found, and what was left out of the page.

use std::collections::HashSet;

use serde::Serialize;

use super::args::ArticleArgs;
use super::print::{Cell, Column, Format, Tone, clean_lines};
use super::{App, Outcome, access, source};
use crate::article::{PageLimits, extract_page_with, visible_lines};
use crate::model::{PageContent, PageMeans, PageTime};
use crate::text::lang;

/// What was made of a page.
#[derive(Serialize)]
struct PageView {
    title: Option<String>,
    subtitle: Option<String>,
    address: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    lang: Option<String>,
    published: Option<PageTime>,
    modified: Option<PageTime>,
    section: Option<String>,
    image: Option<String>,
    means: Option<PageMeans>,
    quality: Option<f64>,
    problem: Option<String>,
    notes: Vec<String>,
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<Line>>,
}

/// A line that a reader of the page sees.
#[derive(Serialize)]
struct Line {
    is_article: bool,
    text: String,
}

/// Reads the page and prints it; nothing is stored.
pub(super) fn show(app: &mut App, wanted: &str, args: &ArticleArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let read = source::bytes(&config, wanted)?.unpacked()?;
    let address = args.url.clone().map_or_else(|| read.base(), Ok)?;
    let sites = access::load_sites(&config)?;
    let page = extract_page_with(&read.bytes, read.content_type.as_deref(), &address, &PageLimits::DEFAULT, &sites);
    let lines = args.diff.then(|| {
        let kept: HashSet<&str> = page.body.lines().collect();
        let lines = visible_lines(&read.bytes, read.content_type.as_deref(), &PageLimits::DEFAULT);
        // Lines that were only cut at their end are still the article's.
        let is_article = |text: &str| kept.contains(text) || kept.iter().any(|line| text.starts_with(line));
        lines.into_iter().map(|text| Line { is_article: is_article(&text), text }).collect()
    });
    let is_found = !page.body.is_empty() && page.problem.is_none();
    let view = view(page, lines);
    match app.printer.format() {
        Format::Table => print(app, &view)?,
        _ => app.printer.record(&columns(), &view)?,
    }
    Ok(if is_found { Outcome::Done } else { Outcome::NothingFound })
}

fn view(page: PageContent, lines: Option<Vec<Line>>) -> PageView {
    let detected = lang::detect(&page.body, page.lang.as_deref()).map(str::to_owned);
    PageView {
        title: page.title,
        subtitle: page.subtitle,
        address: page.canonical_url,
        outlet: page.site_name,
        author: page.author,
        lang: detected.or(page.lang),
        published: page.published,
        modified: page.modified,
        section: page.section,
        image: page.image_url,
        means: page.means,
        quality: page.quality,
        problem: page.problem.map(|problem| problem.to_string()),
        notes: page.notes,
        body: page.body,
        lines,
    }
}

fn print(app: &mut App, view: &PageView) -> anyhow::Result<()> {
    app.printer.heading(view.title.as_deref().unwrap_or("(no title)"))?;
    app.printer.record(&columns(), view)?;
    app.printer.line("")?;
    if let Some(lines) = &view.lines {
        for line in lines {
            app.printer.line(&format!("{} {}", if line.is_article { '+' } else { '-' }, clean_lines(&line.text)))?;
        }
    } else {
        for paragraph in clean_lines(&view.body).lines() {
            app.printer.line(paragraph)?;
        }
    }
    Ok(())
}

fn columns() -> Vec<Column<'static, PageView>> {
    vec![
        Column::new("problem", |page: &PageView| Cell::option(page.problem.as_deref()).tone(Tone::Bad)),
        Column::new("subtitle", |page: &PageView| Cell::option(page.subtitle.as_deref())),
        Column::new("address", |page: &PageView| Cell::option(page.address.as_deref())),
        Column::new("outlet", |page: &PageView| Cell::option(page.outlet.as_deref())),
        Column::new("author", |page: &PageView| Cell::option(page.author.as_deref())),
        Column::new("lang", |page: &PageView| Cell::option(page.lang.as_deref())),
        Column::new("section", |page: &PageView| Cell::option(page.section.as_deref())),
        Column::new("published", |page: &PageView| Cell::option(page.published)),
        Column::new("modified", |page: &PageView| Cell::option(page.modified)),
        Column::new("image", |page: &PageView| Cell::option(page.image.as_deref())),
        Column::new("means", |page: &PageView| Cell::option(page.means)),
        Column::new("quality", |page: &PageView| Cell::option(page.quality.map(|quality| format!("{quality:.2}")))),
        Column::new("notes", |page: &PageView| Cell::list(&page.notes)),
    ]
}
