//! Title, author, date, language, address and site name of a page.

use dom_query::{Document, Element, NodeRef};
use jiff::Timestamp;
use url::Url;

use super::blocks::Block;
use super::json_ld::JsonLd;
use super::title::{without_last_part, without_site};
use super::{date, tidy};

/// How many blocks at the top of the page are searched for a date in words.
const DATE_SEARCH_BLOCKS: usize = 60;

/// A line that holds a date of publication is short.
const MAX_DATE_LINE_CHARS: usize = 90;

/// Longer authors are no names.
const MAX_AUTHOR_CHARS: usize = 120;

/// What the head and the landmarks of a page say, as given.
#[derive(Debug, Default)]
pub(super) struct Head {
    lang: Option<String>,
    title: Option<String>,
    h1: Vec<String>,
    /// `property`, `name` or `itemprop` in lower case, and `content`.
    metas: Vec<(String, String)>,
    canonical: Option<String>,
    base: Option<String>,
    times: Vec<String>,
    authors: Vec<String>,
}

/// What is known about a page besides its body.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub title: Option<String>,
    pub author: Option<String>,
    pub published_at: Option<Timestamp>,
    pub lang: Option<String>,
    pub canonical_url: Option<String>,
    pub site_name: Option<String>,
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
        head
    }

    fn element(&mut self, node: &NodeRef, element: &Element) {
        match element.name.local.as_ref() {
            "html" => self.lang = attribute(element, "lang").map(str::to_owned),
            "title" if self.title.is_none() => self.title = text(node),
            "h1" if self.h1.len() < 5 => self.h1.extend(text(node)),
            "base" => self.base = attribute(element, "href").map(str::to_owned),
            "link" if attribute(element, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| attribute(element, "href").map(str::to_owned));
            }
            "meta" => {
                let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|name| attribute(element, name));
                if let (Some(name), Some(content)) = (name, attribute(element, "content")) {
                    self.metas.push((name.to_ascii_lowercase(), content.trim().to_owned()));
                }
            }
            "time" if self.times.len() < 20 => self.times.extend(attribute(element, "datetime").map(str::to_owned)),
            name => self.byline(node, element, name),
        }
        if attribute(element, "itemprop").is_some_and(|itemprop| itemprop == "datePublished") {
            let value = attribute(element, "content").or_else(|| attribute(element, "datetime")).map(str::to_owned);
            self.times.splice(0..0, value);
        }
    }

    fn byline(&mut self, node: &NodeRef, element: &Element, name: &str) {
        let is_author = attribute(element, "itemprop").is_some_and(|itemprop| itemprop == "author")
            || name == "a" && attribute(element, "rel").is_some_and(|rel| rel == "author")
            || attribute(element, "class").is_some_and(|class| class.split_ascii_whitespace().any(is_author_class));
        if is_author && self.authors.len() < 5 {
            self.authors.extend(text(node));
        }
    }

    fn meta(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(found, value)| found == name && !value.is_empty()).map(|(_, value)| value.as_str()))
    }

    /// The content of `<title>`, for recognising pages that stand in front of the article.
    pub fn page_title(&self) -> &str {
        self.title.as_deref().unwrap_or_default()
    }

    /// Brings the sources together. `top` is the page's text from its beginning, `url` where the page was fetched.
    pub fn resolve(&self, json_ld: Option<&JsonLd>, top: &[Block], url: &Url) -> Meta {
        let site_name = self
            .meta(&["og:site_name", "application-name"])
            .or_else(|| json_ld.and_then(|found| found.publisher.as_deref()))
            .map(tidy::line)
            .filter(|name| !name.is_empty());
        Meta {
            title: self.article_title(json_ld, site_name.as_deref(), url),
            author: self.author(json_ld),
            published_at: self.published_at(json_ld, top),
            lang: self.language(json_ld),
            canonical_url: self.canonical_url(url),
            site_name,
        }
    }

    fn article_title(&self, json_ld: Option<&JsonLd>, site_name: Option<&str>, url: &Url) -> Option<String> {
        let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
        let is_site = |part: &str| {
            let part = part.trim();
            site_name.is_some_and(|name| name.eq_ignore_ascii_case(part)) || part.eq_ignore_ascii_case(host)
        };
        let given = [
            self.meta(&["og:title"]),
            json_ld.and_then(|found| found.headline.as_deref()),
            self.meta(&["twitter:title", "dc.title", "headline"]),
        ];
        let given = given
            .into_iter()
            .flatten()
            .map(|title| without_site(&unescape(title), &is_site))
            .find(|title| !title.is_empty() && !is_site(title));
        let page_title = self.title.as_deref().map(tidy::line);
        given
            .or_else(|| {
                // The heading that the page's title repeats is the article's; a lone one is as good.
                let contains = |h1: &&String| page_title.as_ref().is_some_and(|title| title.contains(h1.as_str()));
                self.h1.iter().find(contains).or_else(|| self.h1.first().filter(|h1| self.h1.len() == 1 && !is_site(h1))).cloned()
            })
            .or_else(|| page_title.as_deref().map(|title| without_last_part(title, &is_site)).filter(|title| !title.is_empty()))
    }

    fn author(&self, json_ld: Option<&JsonLd>) -> Option<String> {
        let given = [
            json_ld.and_then(|found| found.author.as_deref()),
            self.meta(&["author", "article:author", "dc.creator", "byl", "parsely-author"]),
        ];
        given
            .into_iter()
            .flatten()
            .chain(self.authors.iter().map(String::as_str))
            .map(|author| without_by(&tidy::line(&unescape(author))))
            .find(|author| {
                !author.is_empty() && author.chars().count() <= MAX_AUTHOR_CHARS && !author.contains("://") && !author.starts_with('@')
            })
    }

    fn published_at(&self, json_ld: Option<&JsonLd>, top: &[Block]) -> Option<Timestamp> {
        json_ld
            .and_then(|found| found.published.as_deref())
            .and_then(date::machine)
            .or_else(|| self.meta(&["article:published_time", "og:article:published_time"]).and_then(date::machine))
            .or_else(|| self.times.iter().find_map(|time| date::machine(time)))
            .or_else(|| {
                const NAMES: [&str; 13] = [
                    "datepublished",
                    "date",
                    "pubdate",
                    "publishdate",
                    "publish-date",
                    "publication_date",
                    "dc.date.issued",
                    "dc.date",
                    "dcterms.created",
                    "parsely-pub-date",
                    "sailthru.date",
                    "mediator_published_time",
                    "og:published_time",
                ];
                NAMES.iter().find_map(|name| self.meta(&[name]).and_then(|value| date::machine(value).or_else(|| date::in_text(value))))
            })
            .or_else(|| {
                let lines = top.iter().take(DATE_SEARCH_BLOCKS).filter(|block| block.chars <= MAX_DATE_LINE_CHARS);
                lines.into_iter().find_map(|block| date::in_text(&block.text))
            })
    }

    fn language(&self, json_ld: Option<&JsonLd>) -> Option<String> {
        [
            self.lang.as_deref(),
            self.meta(&["og:locale", "content-language", "dc.language", "language"]),
            json_ld.and_then(|found| found.lang.as_deref()),
        ]
        .into_iter()
        .flatten()
        .find_map(language_code)
    }

    /// The canonical address, where it is one of the same site: others point to aggregators, test hosts and front pages.
    fn canonical_url(&self, url: &Url) -> Option<String> {
        let base = self.base.as_deref().and_then(|base| url.join(base).ok());
        let base = base.as_ref().unwrap_or(url);
        [self.canonical.as_deref(), self.meta(&["og:url"])].into_iter().flatten().find_map(|address| {
            let mut found = base.join(unescape(address).trim()).ok()?;
            let is_usable = matches!(found.scheme(), "http" | "https")
                && is_same_site(&found, url)
                // A front page as the canonical address of an article is a mistake of the template.
                && (found.path() != "/" || found.query().is_some() || url.path() == "/");
            found.set_fragment(None);
            is_usable.then(|| found.into())
        })
    }
}

fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

fn text(node: &NodeRef) -> Option<String> {
    let text = tidy::line(&node.text());
    (!text.is_empty()).then_some(text)
}

/// Titles in attributes and JSON are often escaped twice.
fn unescape(text: &str) -> String {
    const ENTITIES: [(&str, &str); 8] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&laquo;", "«"),
        ("&raquo;", "»"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let mut text = tidy::line(text);
    if text.contains('&') {
        for (entity, plain) in ENTITIES {
            text = text.replace(entity, plain);
        }
    }
    text
}

/// `ru-RU`, `ar_EG`, `EN` to `ru`, `ar`, `en`.
fn language_code(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_', ',', ';']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

/// Whether two addresses belong to one site: one host is the other or a subdomain of it, `www` and `m` aside.
fn is_same_site(a: &Url, b: &Url) -> bool {
    let host = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        ["www.", "m.", "amp.", "mobile."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host).to_owned()
    };
    let (a, b) = (host(a), host(b));
    a == b || a.ends_with(&format!(".{b}")) || b.ends_with(&format!(".{a}"))
}

/// `author`, `byline`, `article__author`, `author-name`; not `author-bio` or `author-image`.
fn is_author_class(class: &str) -> bool {
    let mut words = class.rsplit(['-', '_']).filter(|word| !word.is_empty());
    let last = words.next().unwrap_or_default();
    let is_author = |word: &str| word.eq_ignore_ascii_case("author") || word.eq_ignore_ascii_case("byline");
    is_author(last) || last.eq_ignore_ascii_case("name") && words.next().is_some_and(is_author)
}

/// `By Jane Doe` to `Jane Doe`.
fn without_by(author: &str) -> String {
    for prefix in ["By ", "by ", "BY ", "Автор: ", "Автор ", "بقلم: ", "بقلم ", "كتب: ", "الكاتب: ", "Par ", "Por "]
    {
        if let Some(name) = author.strip_prefix(prefix) {
            return name.trim().to_owned();
        }
    }
    author.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{blocks, json_ld};

    fn check(html: &str) -> Meta {
        let document = Document::from(html);
        let url = Url::parse("https://www.example.org/news/1?utm=x").expect("a valid address");
        Head::read(&document).resolve(None, &blocks::blocks(&document.root()), &url)
    }

    #[test]
    fn titles_lose_the_name_of_the_site() {
        let site = "<meta property=og:site_name content='The Wire'>";
        for html in [
            "<title>Minister meets envoy in Cairo - The Wire</title>",
            "<meta property=og:title content='Minister meets envoy in Cairo | The Wire'>",
            "<h1>Minister meets envoy in Cairo</h1><title>The Wire: Minister meets envoy in Cairo</title>",
            "<title>Minister meets envoy in Cairo — Daily News</title>",
        ] {
            assert_eq!(check(&format!("{site}{html}")).title.as_deref(), Some("Minister meets envoy in Cairo"), "{html}");
        }
        assert_eq!(
            check("<title>Talks: a short history of war - and peace and everything after</title>").title.as_deref(),
            Some("Talks: a short history of war - and peace and everything after")
        );
    }

    #[test]
    fn dates_come_in_their_order() {
        let published = |html: &str| check(html).published_at.map(|at| at.to_string());
        let meta = "<meta property=article:published_time content=2025-06-29T10:00:00Z>";
        let time = "<time datetime=2025-06-28T10:00:00Z>x</time>";
        let text = "<p>27 June 2025</p>";
        assert_eq!(published(&format!("{text}{time}{meta}")).as_deref(), Some("2025-06-29T10:00:00Z"));
        assert_eq!(published(&format!("{text}{time}")).as_deref(), Some("2025-06-28T10:00:00Z"));
        assert_eq!(published(text).as_deref(), Some("2025-06-27T00:00:00Z"));
        let document = Document::from(meta);
        let json_ld = json_ld::read(&[r#"{"@type":"NewsArticle","datePublished":"2025-06-30"}"#.to_owned()]);
        let url = Url::parse("https://example.org/").expect("a valid address");
        let found = Head::read(&document).resolve(json_ld.as_ref(), &[], &url);
        assert_eq!(found.published_at.map(|at| at.to_string()).as_deref(), Some("2025-06-30T00:00:00Z"));
    }

    #[test]
    fn canonical_addresses_stay_on_the_site() {
        let canonical = |href: &str| check(&format!("<link rel=canonical href='{href}'>")).canonical_url;
        assert_eq!(canonical("/news/1#top").as_deref(), Some("https://www.example.org/news/1"));
        assert_eq!(canonical("https://example.org/news/1").as_deref(), Some("https://example.org/news/1"));
        for wrong in ["https://other.org/news/1", "/", "javascript:x", "http://[", "https://notexample.org/x"] {
            assert_eq!(canonical(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn languages_and_authors() {
        assert_eq!(check("<html lang=ar-EG>").lang.as_deref(), Some("ar"));
        assert_eq!(check("<meta property=og:locale content=ru_RU>").lang.as_deref(), Some("ru"));
        assert_eq!(check("<html lang=x>").lang, None);
        assert_eq!(check("<span class=byline>By Jane Doe</span>").author.as_deref(), Some("Jane Doe"));
    }
}
