//! What a page's JSON-LD says about its article.

use serde_json::Value;

/// How many nodes of the JSON-LD graph are looked at.
const MAX_NODES: usize = 2_000;

/// Nested deeper than this, nothing is looked for.
const MAX_DEPTH: usize = 8;

/// The article node of a page's JSON-LD, as far as we use it; strings as given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct JsonLd {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// `articleBody`.
    pub body: Option<String>,
    /// `datePublished`.
    pub published: Option<String>,
    /// `uploadDate` of a video or date of a gallery, where the page has no article node.
    pub uploaded: Option<String>,
    /// `dateModified`.
    pub modified: Option<String>,
    /// `author`: names joined by commas.
    pub author: Option<String>,
    /// `alternativeHeadline`.
    pub subtitle: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `articleSection`: the first.
    pub section: Option<String>,
    /// Address in `image`: the first.
    pub image: Option<String>,
    /// `publisher.name`.
    pub publisher: Option<String>,
    /// `inLanguage`.
    pub lang: Option<String>,
    /// `isAccessibleForFree: false`, of the article or of a part of it.
    pub is_paid: bool,
    /// `wordCount`.
    pub n_words: Option<usize>,
}

/// Reads the blocks; the first article node with a headline, a date or a body counts, and later ones fill its gaps.
pub(super) fn read(blocks: &[String]) -> Option<JsonLd> {
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(block)).collect();
    // Many a site marks its articles up as plain pages or as the video in them.
    [ARTICLES, PAGES].iter().find_map(|kind| {
        let mut walk = Walk { kind, budget: MAX_NODES, found: None };
        values.iter().for_each(|value| walk.visit(value, 0));
        walk.found
    })
}

/// A kind of nodes that is looked for.
struct NodeKind {
    /// Whether a node is of this kind, and what it says then.
    read: fn(&Value) -> Option<JsonLd>,
    /// Keys under which such nodes stand inside others.
    keys: &'static [&'static str],
}

const ARTICLES: NodeKind = NodeKind { read: read_article, keys: &["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"] };
const PAGES: NodeKind = NodeKind { read: read_page, keys: &["@graph"] };

/// One walk over the graph for nodes of one kind.
struct Walk<'a> {
    kind: &'a NodeKind,
    budget: usize,
    found: Option<JsonLd>,
}

impl Walk<'_> {
    fn visit(&mut self, value: &Value, depth: usize) {
        if MAX_DEPTH < depth || self.budget == 0 {
            return;
        }
        self.budget -= 1;
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.visit(value, depth + 1)),
            Value::Object(object) => match (self.kind.read)(value) {
                Some(node) => merge(self.found.get_or_insert_default(), node),
                None => {
                    let inner = self.kind.keys.iter().filter_map(|key| object.get(*key));
                    inner.filter(|inner| inner.is_array() || inner.is_object()).for_each(|inner| self.visit(inner, depth + 1));
                }
            },
            _ => {}
        }
    }
}

fn read_article(value: &Value) -> Option<JsonLd> {
    value.get("@type").is_some_and(is_article_type).then(|| article(value))
}

/// The date and picture of a node that is a page, where there is no article.
fn read_page(value: &Value) -> Option<JsonLd> {
    let kind = value.get("@type").filter(|kind| is_page_type(kind))?;
    value.get("datePublished").or_else(|| value.get("uploadDate"))?;
    let page = article(value);
    let is_page = kind.as_str().is_some_and(|name| matches!(name, "WebPage" | "ItemPage"));
    let (published, uploaded) = if is_page { (page.published, None) } else { (None, page.published.or_else(|| text(value, "uploadDate"))) };
    // Its name and description are as often the site's as the article's.
    Some(JsonLd { headline: None, published, uploaded, description: None, ..page })
}

fn is_page_type(value: &Value) -> bool {
    match value {
        Value::String(name) => {
            matches!(name.as_str(), "WebPage" | "ItemPage" | "VideoObject" | "CreativeWork" | "ImageGallery" | "MediaGallery")
        }
        Value::Array(values) => values.iter().any(is_page_type),
        _ => false,
    }
}

/// Parses a block; real ones have raw line breaks inside strings, comments around them, or a stray semicolon behind.
fn parse(block: &str) -> Option<Value> {
    let text = block.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text.trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[").trim_end_matches("//]]>").trim_end_matches("]]>");
    let text = text.trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let repaired: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&repaired).ok()
    })
}

fn is_article_type(value: &Value) -> bool {
    match value {
        Value::String(name) => {
            name.ends_with("Article") || name.ends_with("Posting") && name != "JobPosting" || matches!(name.as_str(), "Report" | "Review")
        }
        Value::Array(values) => values.iter().any(is_article_type),
        _ => false,
    }
}

fn article(value: &Value) -> JsonLd {
    JsonLd {
        headline: text(value, "headline").or_else(|| text(value, "name")),
        body: text(value, "articleBody"),
        published: text(value, "datePublished").or_else(|| text(value, "dateCreated")),
        uploaded: None,
        modified: text(value, "dateModified"),
        subtitle: text(value, "alternativeHeadline"),
        description: text(value, "description"),
        section: value.get("articleSection").and_then(first_name),
        image: value.get("image").or_else(|| value.get("thumbnailUrl")).and_then(address),
        author: value.get("author").or_else(|| value.get("creator")).and_then(names),
        publisher: value.get("publisher").and_then(names),
        lang: text(value, "inLanguage"),
        is_paid: is_paid(value) || value.get("hasPart").is_some_and(is_paid),
        n_words: value.get("wordCount").and_then(number),
    }
}

/// Whether a node, or one of a list, says that it is not for everybody: `false`, `"False"`, `"http://schema.org/False"`.
fn is_paid(value: &Value) -> bool {
    match value.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(free)) => free.rsplit('/').next().is_some_and(|free| free.eq_ignore_ascii_case("false")),
        _ => value.as_array().is_some_and(|values| values.iter().any(is_paid)),
    }
}

fn number(value: &Value) -> Option<usize> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    usize::try_from(number).ok()
}

fn merge(into: &mut JsonLd, from: JsonLd) {
    let is_same = into.headline.is_none() || from.headline.is_none() || into.headline == from.headline;
    if !is_same {
        return;
    }
    into.headline = into.headline.take().or(from.headline);
    into.body = into.body.take().or(from.body);
    into.published = into.published.take().or(from.published);
    into.uploaded = into.uploaded.take().or(from.uploaded);
    into.modified = into.modified.take().or(from.modified);
    into.author = into.author.take().or(from.author);
    into.subtitle = into.subtitle.take().or(from.subtitle);
    into.description = into.description.take().or(from.description);
    into.section = into.section.take().or(from.section);
    into.image = into.image.take().or(from.image);
    into.publisher = into.publisher.take().or(from.publisher);
    into.lang = into.lang.take().or(from.lang);
    into.is_paid |= from.is_paid;
    into.n_words = into.n_words.or(from.n_words);
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A string, or the first of a list of these.
fn first_name(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => values.iter().find_map(first_name),
        _ => names(value),
    }
}

/// The address in a string, an image object, or a list of these.
fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(address) => Some(address.trim().to_owned()).filter(|address| !address.is_empty()),
        Value::Object(_) => ["url", "contentUrl", "@id"].iter().find_map(|key| value.get(key).and_then(address)),
        Value::Array(values) => values.iter().find_map(address),
        _ => None,
    }
}

/// The names in a person, an organisation, a string, or a list of these.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty() && !name.contains("://")),
        Value::Object(_) => value.get("name").and_then(names),
        Value::Array(values) => {
            let names: Vec<String> =
                values.iter().take(10).filter_map(|value| if value.is_array() { None } else { names(value) }).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(block: &str) -> JsonLd {
        read(&[block.to_owned()]).expect("there is an article")
    }

    #[test]
    fn finds_the_article_wherever_it_stands() {
        for block in [
            r#"{"@type":"NewsArticle","headline":"H","datePublished":"2025-06-29"}"#,
            r#"[{"@type":"WebSite","name":"S"},{"@type":["NewsArticle","Article"],"headline":"H","datePublished":"2025-06-29"}]"#,
            r#"{"@graph":[{"@type":"Organization"},{"@type":"ReportageNewsArticle","headline":"H","datePublished":"2025-06-29"}]};"#,
        ] {
            let found = check(block);
            assert_eq!((found.headline.as_deref(), found.published.as_deref()), (Some("H"), Some("2025-06-29")));
        }
    }

    #[test]
    fn pages_and_videos_stand_in_for_the_article_node() {
        let page = check(r#"{"@graph":[{"@type":"WebPage","name":"S","datePublished":"2025-06-29"}]}"#);
        assert_eq!((page.headline, page.published.as_deref()), (None, Some("2025-06-29")));
        let video = check(r#"{"@type":"VideoObject","name":"V","uploadDate":"2025-06-29"}"#);
        assert_eq!((video.published, video.uploaded.as_deref()), (None, Some("2025-06-29")));
        assert_eq!(read(&[r#"{"@type":"WebSite","name":"S"}"#.to_owned()]), None);
    }

    #[test]
    fn sections_and_pictures_come_in_many_forms() {
        let found = check(r#"{"@type":"NewsArticle","articleSection":["World","News"],"image":[{"@type":"ImageObject","url":"/a.jpg"}]}"#);
        assert_eq!((found.section.as_deref(), found.image.as_deref()), (Some("World"), Some("/a.jpg")));
        assert_eq!(check(r#"{"@type":"Article","image":"/b.jpg"}"#).image.as_deref(), Some("/b.jpg"));
    }

    #[test]
    fn authors_are_read_in_every_form() {
        for author in [r#""A B""#, r#"{"name":"A B"}"#, r#"[{"name":"A B"}]"#, r#"{"name":["A B"]}"#] {
            assert_eq!(check(&format!(r#"{{"@type":"Article","author":{author}}}"#)).author.as_deref(), Some("A B"));
        }
        assert_eq!(check(r#"{"@type":"Article","author":"https://example.org/a"}"#).author, None);
    }

    #[test]
    fn damage_is_repaired_or_passed_over() {
        assert_eq!(check("{\"@type\":\"Article\",\"headline\":\"a\nb\"}").headline.as_deref(), Some("a b"));
        assert_eq!(read(&["{\"@type\":".to_owned(), "[".repeat(5000)]), None);
        assert!(check(r#"{"@type":"Article","isAccessibleForFree":"False"}"#).is_paid);
    }
}
