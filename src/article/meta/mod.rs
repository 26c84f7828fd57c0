//! Title, author, dates, language, addresses and site name of a page, brought together from its head, its data and its text.

mod head;
mod title;

pub(super) use head::Head;

use url::Url;

use self::head::TimeRole;
use self::title::Site;
use super::blocks::Block;
use super::json_ld::JsonLd;
use super::{date, problem, tidy};
use crate::model::{PageContent, PageTime};

/// How many blocks after the headline, and from the top of the page, are searched for a date in words.
const DATE_SEARCH_BLOCKS: usize = 60;

/// A line that holds a date of publication is short.
const MAX_DATE_LINE_CHARS: usize = 90;

/// How many blocks after the headline are searched for a byline.
const AUTHOR_SEARCH_BLOCKS: usize = 12;

/// How many blocks around the headline can hold the line that is marked as its second; elsewhere the marks are those of other boxes.
const SUBTITLE_SEARCH_BLOCKS: usize = 6;

/// What stands before the name in a byline.
const AUTHOR_PREFIXES: [&str; 22] = [
    "By ",
    "by ",
    "BY ",
    "Written by ",
    "Автор: ",
    "Автор ",
    "Текст: ",
    "بقلم: ",
    "بقلم ",
    "كتب: ",
    "كتب ",
    "كتبت: ",
    "كتبت ",
    "الكاتب: ",
    "إعداد: ",
    "Par ",
    "Por ",
    "Von ",
    "Yazan: ",
    "Автор тексту: ",
    "מאת ",
    "نویسنده: ",
];

/// A byline with a date in it has no more words behind the name.
const MAX_DATE_WORDS: usize = 12;

/// Longer bylines are paragraphs.
const MAX_BYLINE_CHARS: usize = 400;

/// Longer authors are no names, longer sections no sections, longer subtitles no lines.
const MAX_AUTHOR_CHARS: usize = 120;
const MAX_SECTION_CHARS: usize = 60;
const MAX_SUBTITLE_CHARS: usize = 400;
/// Shorter subtitles are kickers.
const MIN_SUBTITLE_CHARS: usize = 20;

impl Head {
    /// Brings the sources together: everything but the body and what was found on the way to it. `top` is the page's text from its beginning, `url` where the page was fetched.
    pub fn resolve(&self, json_ld: Option<&JsonLd>, top: &[Block], url: &Url) -> PageContent {
        let publisher = json_ld.and_then(|found| found.publisher.as_deref());
        let names = [self.meta(&["og:site_name"]), self.meta(&["application-name"]), publisher];
        let site = Site::new(names.into_iter().flatten(), url);
        let title = title::choose(self, json_ld, &site);
        let published = self.published(json_ld, top, title.as_deref(), url);
        let text_of = |given: Option<&str>, max: usize| {
            given.map(|text| tidy::line(&unescape(text))).filter(|text| !text.is_empty() && text.chars().count() <= max)
        };
        PageContent {
            subtitle: self.subtitle(json_ld, top, title.as_deref()),
            author: self.author(json_ld).or_else(|| author_in_lines(top, title.as_deref())),
            published,
            modified: self.modified(json_ld).filter(|modified| published.is_none_or(|published| published.at < modified.at)),
            section: [self.meta(&["article:section", "section", "og:article:section"]), json_ld.and_then(|found| found.section.as_deref())]
                .into_iter()
                .chain([self.breadcrumb.as_deref()])
                .find_map(|given| {
                    text_of(given, MAX_SECTION_CHARS).filter(|section| !section.contains("://") && Some(section) != title.as_ref())
                }),
            lang: self.language(json_ld),
            canonical_url: self.canonical_url(url),
            image_url: self.image_url(json_ld, url),
            amp_url: self.amp.as_deref().and_then(|amp| self.on_site(amp, url)),
            site_name: names.into_iter().find_map(|name| text_of(name, MAX_AUTHOR_CHARS)),
            title,
            ..PageContent::default()
        }
    }

    /// The line under the title: what is marked as that, else the description where it stands on the page as a line of its own.
    fn subtitle(&self, json_ld: Option<&JsonLd>, top: &[Block], title: Option<&str>) -> Option<String> {
        let is_line = |text: &String| {
            let length = text.chars().count();
            (MIN_SUBTITLE_CHARS..=MAX_SUBTITLE_CHARS).contains(&length) && Some(text.as_str()) != title
        };
        let stated = json_ld.and_then(|found| found.subtitle.as_deref()).map(unescape).filter(is_line);
        let headline = title.and_then(|title| top.iter().position(|block| block.text == title));
        let is_near = |text: &String| {
            headline.is_none_or(|at| {
                let around = &top[at.saturating_sub(SUBTITLE_SEARCH_BLOCKS)..top.len().min(at + 1 + SUBTITLE_SEARCH_BLOCKS)];
                around.iter().any(|block| text.starts_with(&block.text))
            })
        };
        let marked = || self.subtitles.iter().map(|text| unescape(text)).filter(is_line).find(is_near);
        stated.or_else(marked).or_else(|| {
            let described = [self.meta(&["og:description", "description"]), json_ld.and_then(|found| found.description.as_deref())];
            described.into_iter().flatten().map(unescape).find(|text| is_line(text) && top.iter().any(|block| block.text == *text))
        })
    }

    fn author(&self, json_ld: Option<&JsonLd>) -> Option<String> {
        let given = [
            json_ld.and_then(|found| found.author.as_deref()),
            self.meta(&["author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author", "mediator_author"]),
        ];
        given
            .into_iter()
            .flatten()
            .chain(self.authors.iter().map(String::as_str))
            .filter(|author| author.chars().count() <= MAX_BYLINE_CHARS)
            .map(|author| without_by(&tidy::line(&unescape(author))))
            .find(|author| !author.is_empty() && author.chars().count() <= MAX_AUTHOR_CHARS && !author.contains("://"))
    }

    fn published(&self, json_ld: Option<&JsonLd>, top: &[Block], title: Option<&str>, url: &Url) -> Option<PageTime> {
        const NAMES: [&str; 15] = [
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publication_date",
            "dc.date.issued",
            "dc.date",
            "dc.date.created",
            "dcterms.created",
            "parsely-pub-date",
            "sailthru.date",
            "mediator_published_time",
            "og:published_time",
            "article.published",
        ];
        let time =
            |role: fn(TimeRole) -> bool| self.times.iter().filter(move |time| role(time.role)).find_map(|time| date::machine(&time.value));
        json_ld
            .and_then(|found| found.published.as_deref())
            .and_then(date::machine)
            .or_else(|| self.meta(&["article:published_time", "og:article:published_time"]).and_then(date::machine))
            .or_else(|| time(|role| role == TimeRole::Published))
            .or_else(|| {
                NAMES.iter().find_map(|name| self.meta(&[name]).and_then(|value| date::machine(value).or_else(|| date::in_text(value))))
            })
            .or_else(|| time(|role| matches!(role, TimeRole::AfterHeadline | TimeRole::Unknown)))
            .or_else(|| json_ld.and_then(|found| found.uploaded.as_deref()).and_then(date::machine))
            .or_else(|| in_lines(top, title))
            .or_else(|| date::in_address(url))
            .or_else(|| time(|role| role == TimeRole::Modified))
    }

    fn modified(&self, json_ld: Option<&JsonLd>) -> Option<PageTime> {
        const NAMES: [&str; 7] = [
            "article:modified_time",
            "og:updated_time",
            "og:article:modified_time",
            "datemodified",
            "last-modified",
            "lastmod",
            "dcterms.modified",
        ];
        json_ld
            .and_then(|found| found.modified.as_deref())
            .and_then(date::machine)
            .or_else(|| NAMES.iter().find_map(|name| self.meta(&[name]).and_then(date::machine)))
            .or_else(|| self.times.iter().filter(|time| time.role == TimeRole::Modified).find_map(|time| date::machine(&time.value)))
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
        let found = [self.canonical.as_deref(), self.meta(&["og:url"])].into_iter().flatten();
        found.into_iter().find_map(|address| self.on_site(address, url))
    }

    /// An address on the page's own site that is not its front page: that as the address of an article is a mistake of the template.
    fn on_site(&self, address: &str, url: &Url) -> Option<String> {
        let mut found = self.absolute(address, url)?;
        let is_usable = is_same_site(&found, url) && (found.path() != "/" || found.query().is_some() || url.path() == "/");
        found.set_fragment(None);
        is_usable.then(|| found.into())
    }

    fn image_url(&self, json_ld: Option<&JsonLd>, url: &Url) -> Option<String> {
        let given = [
            self.meta(&["og:image", "og:image:url", "og:image:secure_url"]),
            json_ld.and_then(|found| found.image.as_deref()),
            self.meta(&["twitter:image", "twitter:image:src", "thumbnail", "image"]),
            self.image.as_deref(),
        ];
        let is_stand_in = |address: &Url| {
            let path = address.path().to_ascii_lowercase();
            ["logo", "placeholder", "default", "favicon"].iter().any(|word| path.contains(word))
        };
        let found: Vec<Url> = given.into_iter().flatten().filter_map(|address| self.absolute(address, url)).collect();
        found.iter().find(|address| !is_stand_in(address)).or(found.first()).map(Url::to_string)
    }

    /// Where the page sends its reader on by itself (`<meta http-equiv=refresh content="0; url=...">`).
    pub fn refresh(&self, url: &Url) -> Option<Url> {
        let content = self.meta(&["refresh"])?;
        let at = content.to_ascii_lowercase().find("url=")? + "url=".len();
        self.absolute(content[at..].trim_matches(['"', '\'', ' ']), url)
    }

    /// Whether its metadata says that the article is not free.
    pub fn is_paid(&self) -> bool {
        self.meta(&["article:content_tier", "og:article:content_tier", "content_tier"]).is_some_and(problem::is_paid_tier)
    }

    fn absolute(&self, address: &str, url: &Url) -> Option<Url> {
        let base = self.base.as_deref().and_then(|base| url.join(base).ok());
        let found = base.as_ref().unwrap_or(url).join(unescape(address).trim()).ok()?;
        matches!(found.scheme(), "http" | "https").then_some(found)
    }
}

/// A date in words: after the headline first, as the top of many a page tells today's.
fn in_lines(top: &[Block], title: Option<&str>) -> Option<PageTime> {
    let headline = title.and_then(|title| top.iter().position(|block| block.text == title));
    let near = |lines: &[Block]| {
        let short = lines.iter().take(DATE_SEARCH_BLOCKS).filter(|block| block.chars <= MAX_DATE_LINE_CHARS);
        short.into_iter().find_map(|block| date::in_text(&block.text))
    };
    headline.and_then(|at| near(&top[at..])).or_else(|| near(top))
}

/// A line near the headline that says by whom the article is.
fn author_in_lines(top: &[Block], title: Option<&str>) -> Option<String> {
    let headline = title.and_then(|title| top.iter().position(|block| block.text == title)).unwrap_or(0);
    top.iter().skip(headline).take(AUTHOR_SEARCH_BLOCKS).filter(|block| block.chars <= MAX_DATE_LINE_CHARS).find_map(|block| {
        let prefix = AUTHOR_PREFIXES.iter().find(|prefix| block.text.starts_with(**prefix))?;
        let name = without_by(block.text.get(prefix.len()..)?);
        let is_name =
            (2..=4).contains(&name.split_whitespace().count()) && !name.contains(|c: char| c.is_numeric() || "،,;:!?«\"".contains(c));
        is_name.then_some(name)
    })
}

/// Titles in attributes and JSON are often escaped twice.
fn unescape(text: &str) -> String {
    const ENTITIES: [(&str, &str); 14] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&#x27;", "'"),
        ("&rsquo;", "’"),
        ("&#8217;", "’"),
        ("&#8211;", "–"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
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

/// `By Jane Doe` to `Jane Doe`.
fn without_by(author: &str) -> String {
    let name = AUTHOR_PREFIXES.iter().find_map(|prefix| author.strip_prefix(prefix)).unwrap_or(author);
    // "Jane Doe | 29 June 2025", "Jane Doe @jane June 29": a byline with more in it.
    let name = name.split(['|', '•', '·', '@']).map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    let words: Vec<&str> = name.split_whitespace().collect();
    let date_at =
        (words.len().saturating_sub(MAX_DATE_WORDS).max(1)..words.len()).rev().find(|&at| date::in_text(&words[at..].join(" ")).is_some());
    words[..date_at.unwrap_or(words.len())].join(" ").trim_end_matches([',', '،', '-', '—', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;
    use crate::article::{blocks, json_ld};

    fn check(html: &str) -> PageContent {
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
        let published = |html: &str| check(html).published.map(|found| found.to_string());
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
        assert_eq!(found.published.map(|found| found.to_string()).as_deref(), Some("2025-06-30T00:00:00Z"));
    }

    #[test]
    fn the_second_headline_stands_by_the_first() {
        let menu = "<p class=dek>The most read pages of the week</p>".to_owned() + &"<p>An entry of the menu</p>".repeat(9);
        let article = "<h1>Minister meets envoy</h1><p class=dek>They spoke for an hour about the border</p><p>Text.</p>";
        let subtitle = |html: &str| check(html).subtitle;
        assert_eq!(subtitle(&format!("{menu}{article}")).as_deref(), Some("They spoke for an hour about the border"));
        assert_eq!(subtitle(&format!("{menu}<h1>Minister meets envoy</h1><p>Text.</p>")), None);
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
        for byline in ["By Jane Doe", "Jane Doe | Correspondent", "Jane Doe @jane Nov 18, 2019 at 9:24 pm", "Jane Doe, 19 November 2019"] {
            assert_eq!(check(&format!("<span class=byline>{byline}</span>")).author.as_deref(), Some("Jane Doe"), "{byline}");
        }
    }
}
