//! Feeds and pages in three languages: the demo newsroom's articles as they read on many days, in pages as heavy as real ones.

use std::fmt::Write as _;

use jiff::SignedDuration;
use rasid::cli::demo::content::{Outlet, outlets};

use crate::bed::now;
use crate::server::World;

/// What of a page is text for readers, about; the rest of a page of 100 kB is its frame.
const TEXT_BYTES: usize = 4000;

/// Serves `n_days` days of the newsroom, each with three feeds of six articles and pages of `page_bytes`; gives the feeds' addresses.
///
/// Each day's articles tell of other days, so that every day has events of its own, told in up to three languages.
pub fn newsroom(world: &World, n_days: usize, page_bytes: usize) -> Vec<String> {
    (0..n_days).flat_map(|day| day_of(world, day, page_bytes)).collect()
}

/// Serves one day of the newsroom, so many days before today.
pub fn day_of(world: &World, day: usize, page_bytes: usize) -> Vec<String> {
    let at = now() - SignedDuration::from_hours(24 * i64::try_from(day).unwrap_or(0));
    let base = format!("{}/{day}", world.base());
    let outlets = outlets(&base, at);
    outlets.iter().map(|outlet| serve(world, outlet, &format!("/{day}"), page_bytes)).collect()
}

fn serve(world: &World, outlet: &Outlet, prefix: &str, page_bytes: usize) -> String {
    let quiet: Vec<String> = outlet.articles.iter().filter(|a| a.slug.starts_with("quiet")).map(|a| a.text()).collect();
    for document in outlet.documents.iter().filter(|document| document.path.contains("/news/")) {
        let body = heavy(&document.body, &quiet.join("\n"), &document.path, page_bytes);
        world.put(&format!("{prefix}{}", document.path), document.content_type, body);
    }
    let mut feed = format!("<rss version=\"2.0\"><channel><title>{}</title><language>{}</language>\n", outlet.name, outlet.lang);
    for article in &outlet.articles {
        let (date, title, summary) = (article.published_at, &article.title, &article.summary);
        let date = jiff::fmt::rfc2822::to_string(&date.to_zoned_datetime(jiff::tz::TimeZone::UTC)).unwrap_or_default();
        let _ = writeln!(
            feed,
            "<item><title>{title}</title><link>{}</link><pubDate>{date}</pubDate><description>{summary}</description></item>",
            article.url
        );
    }
    feed.push_str("</channel></rss>");
    let path = format!("{prefix}{}.xml", outlet.feed_path);
    world.put(&path, "application/rss+xml; charset=utf-8", feed);
    format!("{}{path}", world.base())
}

/// The page with more text, and with the menus, lists and scripts that real pages carry, up to `n_bytes`.
fn heavy(page: &str, filler: &str, path: &str, n_bytes: usize) -> String {
    let mut more = String::new();
    // The same filler on every page would be one text seen often; each page names itself.
    let _ = write!(more, "<p>{path}</p>");
    while more.len() < TEXT_BYTES {
        filler.lines().for_each(|line| {
            let _ = writeln!(more, "<p>{line}</p>");
        });
    }
    let (head, tail) = page.rsplit_once("</p>\n").unwrap_or((page, ""));
    let mut frame = String::new();
    let room = n_bytes.saturating_sub(page.len() + more.len());
    frame.push_str("<script>window.__state = {\"items\": [");
    for n in 0.. {
        if room / 3 < frame.len() {
            break;
        }
        let _ = write!(frame, "{{\"id\": {n}, \"kind\": \"teaser\", \"image\": \"/images/{n}/640x360.webp\", \"score\": 0.{n}}},");
    }
    frame.push_str("{}]}</script>\n<style>");
    for n in 0.. {
        if room / 2 < frame.len() {
            break;
        }
        let _ = writeln!(frame, ".card-{n} > .title:hover {{ margin: {n}px auto; color: #{n:06x} }}");
    }
    frame.push_str("</style>\n<footer><nav><ul>\n");
    for n in 0.. {
        if room < frame.len() {
            break;
        }
        let _ = writeln!(
            frame,
            "<li class=\"menu__item menu__item--{n}\"><a href=\"/section/{n}\" data-track=\"menu\"><span>{n}</span></a></li>"
        );
    }
    frame.push_str("</ul></nav></footer>\n");
    let body = format!("{head}</p>\n{more}{tail}");
    body.replacen("</body>", &format!("{frame}</body>"), 1)
}
