//! What the head and the landmarks of a page say, as given: one walk over the tree.

use dom_query::{Document, Element, NodeRef};

use crate::article::tidy;

/// Elements that are looked at for each kind of landmark.
const MAX_H1: usize = 5;
const MAX_TIMES: usize = 20;
const MAX_AUTHORS: usize = 5;
const MAX_SUBTITLES: usize = 3;

/// What the head and the landmarks of a page say, as given.
#[derive(Debug, Default)]
pub(in crate::article) struct Head {
    pub(super) lang: Option<String>,
    pub(super) title: Option<String>,
    pub(super) h1: Vec<String>,
    /// `property`, `name` or `itemprop` in lower case, and `content`.
    pub(super) metas: Vec<(String, String)>,
    pub(super) canonical: Option<String>,
    pub(super) amp: Option<String>,
    pub(super) base: Option<String>,
    pub(super) image: Option<String>,
    /// `<time>` elements, the likeliest first.
    pub(super) times: Vec<Time>,
    pub(super) authors: Vec<String>,
    /// Lines that their class gives away as the title's second line.
    pub(super) subtitles: Vec<String>,
    /// The last link of the breadcrumbs.
    pub(super) breadcrumb: Option<String>,
}

/// A machine-readable time on the page.
#[derive(Debug)]
pub(super) struct Time {
    pub value: String,
    pub role: TimeRole,
}

/// What a time is said to be of, the likeliest date of publication first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TimeRole {
    Published,
    /// Says nothing, and stands after the headline.
    AfterHeadline,
    Unknown,
    Modified,
}

impl Head {
    /// One walk over the tree.
    pub fn read(document: &Document) -> Self {
        let mut head = Self::default();
        for node in document.root().descendants_it() {
            if let Some(element) = node.element_ref() {
                head.element(&node, &element);
            }
        }
        head.times.sort_by_key(|time| time.role);
        head
    }

    fn element(&mut self, node: &NodeRef, element: &Element) {
        match element.name.local.as_ref() {
            "html" => self.lang = attribute(element, "lang").map(str::to_owned),
            "title" if self.title.is_none() => self.title = text(node),
            "h1" if self.h1.len() < MAX_H1 => self.h1.extend(text(node)),
            "base" => self.base = attribute(element, "href").map(str::to_owned),
            "link" => self.link(element),
            "meta" => {
                let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|name| attribute(element, name));
                if let (Some(name), Some(content)) = (name, attribute(element, "content")) {
                    self.metas.push((name.to_ascii_lowercase(), content.trim().to_owned()));
                }
            }
            name => self.landmark(node, element, name),
        }
        self.time(element);
    }

    fn link(&mut self, element: &Element) {
        let Some(href) = attribute(element, "href") else { return };
        for rel in attribute(element, "rel").unwrap_or_default().split_ascii_whitespace() {
            let place = match rel.to_ascii_lowercase().as_str() {
                "canonical" => &mut self.canonical,
                "amphtml" => &mut self.amp,
                "image_src" => &mut self.image,
                _ => continue,
            };
            place.get_or_insert_with(|| href.to_owned());
        }
    }

    fn time(&mut self, element: &Element) {
        let itemprop = attribute(element, "itemprop").unwrap_or_default();
        let is_time = &*element.name.local == "time";
        let is_named = matches!(itemprop, "datePublished" | "dateModified");
        if !(is_time || is_named) || MAX_TIMES <= self.times.len() {
            return;
        }
        let Some(value) = attribute(element, "content").or_else(|| attribute(element, "datetime")) else { return };
        let class = attribute(element, "class").unwrap_or_default().to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| class.contains(word));
        let role = match itemprop {
            "datePublished" => TimeRole::Published,
            "dateModified" => TimeRole::Modified,
            _ if says(&["modif", "updat", "edited"]) => {
                // WordPress marks the one time of an unchanged article "published updated".
                if says(&["publish", "entry-date"]) { TimeRole::Published } else { TimeRole::Modified }
            }
            _ if says(&["publish", "pubdate", "entry-date", "post-date", "article-date", "date-published"]) => TimeRole::Published,
            _ if !self.h1.is_empty() => TimeRole::AfterHeadline,
            _ => TimeRole::Unknown,
        };
        self.times.push(Time { value: value.to_owned(), role });
    }

    fn landmark(&mut self, node: &NodeRef, element: &Element, name: &str) {
        let classes = attribute(element, "class").unwrap_or_default();
        let itemprop = attribute(element, "itemprop").unwrap_or_default();
        let is_author = itemprop == "author"
            || name == "a" && attribute(element, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel == "author"))
            || classes.split_ascii_whitespace().any(is_author_class);
        if is_author && self.authors.len() < MAX_AUTHORS {
            self.authors.extend(text(node));
        }
        let is_subtitle = itemprop == "alternativeHeadline" || classes.split_ascii_whitespace().any(is_subtitle_class);
        if is_subtitle && self.subtitles.len() < MAX_SUBTITLES {
            self.subtitles.extend(text(node));
        }
        if self.breadcrumb.is_none() && classes.to_ascii_lowercase().contains("breadcrumb") {
            let links = node.descendants_it().filter(|node| node.element_ref().is_some_and(|element| &*element.name.local == "a"));
            self.breadcrumb = links.filter_map(|link| text(&link)).last();
        }
    }

    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(found, value)| found == name && !value.is_empty()).map(|(_, value)| value.as_str()))
    }

    /// The content of `<title>`, for recognising pages that stand in front of the article.
    pub fn page_title(&self) -> &str {
        self.title.as_deref().unwrap_or_default()
    }
}

fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

fn text(node: &NodeRef) -> Option<String> {
    let text = tidy::line(&node.text());
    (!text.is_empty()).then_some(text)
}

/// `author`, `byline`, `article__author`, `author-name`; not `author-bio` or `author-image`.
fn is_author_class(class: &str) -> bool {
    let mut words = class.rsplit(['-', '_']).filter(|word| !word.is_empty());
    let last = words.next().unwrap_or_default();
    let is_author = |word: &str| ["author", "authors", "byline", "writer", "writeby"].iter().any(|name| word.eq_ignore_ascii_case(name));
    is_author(last) || last.eq_ignore_ascii_case("name") && words.next().is_some_and(is_author)
}

/// `subtitle`, `article__subhead`, `standfirst`, `dek`; not `subtitles` of films.
fn is_subtitle_class(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["subtitle", "subheadline", "subhead", "sub-title", "sub-headline", "standfirst", "dek", "deck", "article-lead-text"]
        .iter()
        .any(|word| class == *word || class.ends_with(&format!("-{word}")) || class.ends_with(&format!("_{word}")))
}
