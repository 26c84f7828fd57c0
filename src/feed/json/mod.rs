//! JSON Feed to a [`RawFeed`], forgiving what publishers do to types: numbers as ids, a missing title, a lone author.

mod loose;
mod rss;

use serde::de::Deserialize;

use self::loose::{Author, Items, Loose, Maybe};
use self::rss::RssRoot;
use super::raw::{RawFeed, RawItem, RawLink};
use super::{FeedError, Limits, dates};

/// Reads a JSON Feed of any version.
///
/// # Errors
/// [`FeedError::Parse`] for broken JSON, [`FeedError::NotAFeed`] for JSON that carries no items.
pub(super) fn read_json(text: &str, limits: &Limits) -> Result<RawFeed, FeedError> {
    let mut notes = Vec::new();
    let mut is_cut = false;
    let mended = spaces_for_controls(text);
    let text = mended.as_deref().unwrap_or(text);
    let parsed = match from_text(text) {
        Err(error) if error.is_eof() => {
            // A feed that breaks off keeps its whole items.
            let mended = close_after_last_item(text).and_then(|mended| from_text(&mended).ok());
            is_cut = mended.is_some();
            notes.extend(mended.is_some().then(|| "breaks off; its last item was left for the next poll".to_owned()));
            mended.ok_or(error)
        }
        Err(error) => mended_text(text, &mut notes).ok_or(error),
        other => other,
    };
    let mut feed = parsed.map_err(|error| FeedError::Parse { reason: error.to_string() })?;
    if let Maybe::Some(rss) = std::mem::take(&mut feed.rss) {
        feed = rss.into_feed();
    }
    let Some(Items(mut items)) = feed.items else {
        return Err(FeedError::NotAFeed { found: "JSON without items".to_owned() });
    };
    if limits.max_items < items.len() {
        notes.push(format!("has {} items; only the first {} were read", items.len(), limits.max_items));
        items.truncate(limits.max_items);
    }
    let author = feed.authors.name().or_else(|| feed.author.name());
    Ok(RawFeed {
        title: feed.title.0,
        links: feed.home_page_url.0.into_iter().map(link).collect(),
        lang: feed.language.0,
        items: items.into_iter().map(|item| convert(item, author.as_ref())).collect(),
        is_cut,
        notes,
        ..RawFeed::default()
    })
}

/// Line breaks and tabs inside strings, which JSON forbids and publishers write, as spaces. White space between values
/// may become spaces too, so nothing has to be parsed; a text without such characters is left alone.
fn spaces_for_controls(text: &str) -> Option<String> {
    text.contains(['\n', '\r', '\t']).then(|| text.replace(['\n', '\r', '\t'], " "))
}

/// The feed in a text that is no JSON, or says one thing twice, where it can be mended.
fn mended_text(text: &str, notes: &mut Vec<String>) -> Option<JsonFeed> {
    let without_commas = without_spare_commas(text);
    let feed = from_text(&without_commas).ok();
    if feed.is_some() {
        notes.push("left out commas before a closing bracket".to_owned());
        return feed;
    }
    // A plain value keeps the last of what is said twice.
    let value = serde_json::Value::deserialize(&mut serde_json::Deserializer::from_str(&without_commas)).ok()?;
    let feed = serde_json::from_value(value).ok()?;
    notes.push("took the last of what stands twice in an object".to_owned());
    Some(feed)
}

/// Takes the first document of the text: some servers append to it.
fn from_text(text: &str) -> Result<JsonFeed, serde_json::Error> {
    JsonFeed::deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// The text without the commas that stand before a closing bracket, which JSON forbids and people write.
fn without_spare_commas(text: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            '}' | ']' if !in_string => {
                let kept = out.trim_end();
                out.truncate(kept.strip_suffix(',').map_or(out.len(), str::len));
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// The text up to the end of the last whole item, with what encloses it closed.
fn close_after_last_item(text: &str) -> Option<String> {
    let (mut in_string, mut is_escaped) = (false, false);
    let mut open = Vec::new();
    let mut last_end = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => open.push(byte),
            b'}' | b']' => {
                open.pop();
                if open == b"{[" {
                    last_end = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    last_end.map(|end| format!("{}]}}", &text[..end]))
}

fn link(href: String) -> RawLink {
    RawLink { href, ..RawLink::default() }
}

fn convert(item: JsonItem, feed_author: Option<&String>) -> RawItem {
    RawItem {
        guid: item.id.0,
        links: item.url.0.into_iter().chain(item.external_url.0).map(link).collect(),
        title: item.title.0,
        author: item.authors.name().or_else(|| item.author.name()).or_else(|| feed_author.cloned()),
        published_at: item.date_published.0.as_deref().and_then(dates::parse_date),
        updated_at: item.date_modified.0.as_deref().and_then(dates::parse_date),
        summary: item.summary.0,
        content: item.content_html.0.or(item.content_text.0),
        lang: item.language.0,
        base: None,
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct JsonFeed {
    title: Loose,
    home_page_url: Loose,
    language: Loose,
    author: Author,
    authors: Author,
    items: Option<Items<JsonItem>>,
    rss: Maybe<RssRoot>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct JsonItem {
    id: Loose,
    url: Loose,
    external_url: Loose,
    title: Loose,
    content_html: Loose,
    content_text: Loose,
    summary: Loose,
    date_published: Loose,
    date_modified: Loose,
    language: Loose,
    author: Author,
    authors: Author,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> RawFeed {
        read_json(text, &Limits::default()).expect("a feed")
    }

    #[test]
    fn types_are_forgiven() {
        let feed =
            read(r#"{"version":1,"items":[{"id":7,"title":null,"url":"/a","authors":[{"url":"x","name":"خالد"}],"tags":{}},3]} junk"#);
        assert_eq!(feed.items.len(), 1);
        assert_eq!(feed.items[0].guid.as_deref(), Some("7"));
        assert_eq!(feed.items[0].author.as_deref(), Some("خالد"));
    }

    #[test]
    fn a_cut_feed_keeps_its_whole_items() {
        let feed = read(r#"{"title":"a]}\"","items":[{"id":"1","tags":["x"]},{"id":"2","ti"#);
        assert_eq!(feed.items.len(), 1);
        assert_eq!(feed.notes.len(), 1);
    }

    #[test]
    fn broken_lines_and_two_kinds_of_author_are_no_obstacle() {
        let feed = read("{\"author\":{\"name\":\"A\"},\"authors\":[],\"items\":[{\"id\":\"1\",\"title\":\"two\nlines\"}]}");
        assert_eq!(feed.items[0].title.as_deref(), Some("two lines"));
        assert_eq!(feed.items[0].author.as_deref(), Some("A"));
    }

    #[test]
    fn rss_in_json_is_read() {
        let feed = read(
            r##"{"rss":{"version":"2.0","channel":{"title":"F","link":"http://a.example/","item":[
                {"title":"A","link":"http://a.example/1","pubDate":"Mon, 23 Nov 2026 10:00:00 GMT","guid":{"#value":"1","isPermaLink":false}}]}}}"##,
        );
        assert_eq!((feed.title.as_deref(), feed.items.len()), (Some("F"), 1));
        assert_eq!((feed.items[0].guid.as_deref(), feed.items[0].published_at.is_some()), (Some("1"), true));
    }

    #[test]
    fn lists_with_gaps_and_names_that_stand_twice_are_mended() {
        assert_eq!(read(r#"{"items":{"0":{"id":"1"},"2":{"id":"3"}}}"#).items.len(), 2);
        let twice = read(r#"{"title":"F","items":[{"id":"1","title":"A","title":"B"}]}"#);
        assert_eq!(twice.items[0].title.as_deref(), Some("B"));
    }

    #[test]
    fn other_json_is_no_feed() {
        assert!(matches!(read_json(r#"{"error":"no"}"#, &Limits::default()), Err(FeedError::NotAFeed { .. })));
        assert!(matches!(read_json(r#"{"items":"#, &Limits::default()), Err(FeedError::Parse { .. })));
    }
}
