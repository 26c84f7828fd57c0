//! Articles as whole pages, with everything around the text that real pages have.

use jiff::tz::Offset;

use super::days::Calendar;
use super::{Article, Document, FeedFormat, Head, Part, Source, escape, fill};

/// What all pages of an outlet share.
pub(super) struct Pages<'a> {
    pub source: &'a Source,
    pub head: &'a Head<'a>,
    pub home: &'a str,
    pub calendar: &'a Calendar<'a>,
}

impl Pages<'_> {
    /// An article's page.
    pub fn document(&self, article: &Article, base: &str) -> Document {
        let body = fill(self.source.page, |name| {
            Some(match name {
                "title" => escape(&article.title),
                "outlet" => escape(self.head.get("name")),
                "locale" => self.head.get("locale").to_owned(),
                "iso" => article.published_at.to_string(),
                "written" => self.calendar.written(article.published_at),
                "year" => Offset::UTC.to_datetime(article.published_at).year().to_string(),
                "author" => escape(&article.author),
                "summary" => escape(&article.summary),
                "caption" => escape(&article.caption),
                "url" => article.url.clone(),
                "home" => self.home.to_owned(),
                "body" => self.body(article),
                _ => return None,
            })
        });
        let path = article.url.strip_prefix(base).unwrap_or(&article.url).to_owned();
        Document { path, content_type: "text/html; charset=utf-8", body, modified_at: article.published_at }
    }

    /// The article's parts as HTML, teasers and boxes among them.
    pub fn body(&self, article: &Article) -> String {
        let mut n_teasers = 0;
        let parts = article.parts.iter().map(|part| match part {
            Part::Paragraph(text) => format!("<p>{}</p>\n", escape(text)),
            Part::Heading(text) => format!("<h2>{}</h2>\n", escape(text)),
            Part::Box => self.source.follow_box.to_owned(),
            Part::Teaser(headline) => {
                n_teasers += 1;
                fill(self.source.teaser, |name| {
                    Some(match name {
                        "headline" => escape(headline),
                        "slug" => format!("{}-{n_teasers}", article.slug),
                        "home" => self.home.to_owned(),
                        _ => return None,
                    })
                })
            }
        });
        parts.collect()
    }

    /// The outlet's front page, which names its feed.
    pub fn front(&self, articles: &[Article], format: FeedFormat) -> String {
        let items: String =
            articles.iter().map(|article| format!("<li><a href=\"{}\">{}</a></li>\n", article.url, escape(&article.title))).collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
             <link rel=\"alternate\" type=\"{kind}\" title=\"{name}\" href=\"{feed}\">\n</head>\n<body>\n<h1>{name}</h1>\n<ul>\n{items}</ul>\n</body>\n</html>\n",
            lang = self.head.get("lang"),
            name = escape(self.head.get("name")),
            kind = format.media_type(),
            feed = format.file_name(),
        )
    }
}
