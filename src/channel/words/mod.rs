//! A message in words for a person: in the language of the watch, in the marks of the receiver, from templates that a user may replace.

mod headline;
mod markup;
mod phrases;
mod template;
mod view;

use std::collections::BTreeMap;

use serde_json::Value;

pub use headline::headline;
pub use markup::Markup;
pub use phrases::{LANGUAGES, phrases_of};
pub use template::TemplateError;
use template::plain;
use view::{Fit, View};

use super::message::Message;
use crate::model::Severity;

/// Characters of a title.
const MAX_TITLE: usize = 200;

/// How much is told of a message, from all of it to very little.
const FITS: [Fit; 10] = [
    Fit::of(1_000, 20),
    Fit::of(100, 5),
    Fit::of(40, 3),
    Fit::of(20, 2),
    Fit::of(10, 1),
    Fit::of(5, 1),
    Fit::of(2, 1),
    Fit::of(1, 1),
    Fit::of(1, 0),
    Fit { alerts: 1, sources: 0, evidence: 200 },
];

/// How much a receiver takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// So many characters, as most count them: units of UTF-16.
    Chars(usize),
    /// So many bytes of UTF-8.
    Bytes(usize),
}

impl Room {
    fn holds(self, text: &str) -> bool {
        match self {
            Self::Chars(most) => text.encode_utf16().count() <= most,
            Self::Bytes(most) => text.len() <= most,
        }
    }

    const fn size(self) -> usize {
        match self {
            Self::Chars(most) | Self::Bytes(most) => most,
        }
    }
}

/// The templates of a channel: a user's own, by language, before the built-in one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Templates {
    /// By language; the empty language stands for all that have none of their own.
    own: BTreeMap<String, String>,
}

impl Templates {
    /// Templates of a user's own, by language; the empty language stands for all others.
    ///
    /// # Errors
    /// A template that cannot be read, or that fails on an alert.
    pub fn new(own: BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let sample = view::sample();
        for source in own.values() {
            template::render(source, Markup::Plain, &sample)?;
        }
        Ok(Self { own })
    }

    fn of(&self, lang: &str) -> Option<&str> {
        self.own.get(lang).or_else(|| self.own.get("")).map(String::as_str)
    }
}

/// One message's words, written when they are asked for.
pub struct Words<'a> {
    templates: &'a Templates,
    value: Value,
    lang: &'static str,
}

impl<'a> Words<'a> {
    /// The words of a message, in the channel's language where it has one, else in the message's own, else in English.
    pub fn new(templates: &'a Templates, message: &Message, lang: Option<&str>) -> Self {
        let value = message.value();
        let own = view::first_alert(&value)["lang"].as_str();
        let known = |lang: &str| LANGUAGES.into_iter().find(|known| *known == lang);
        let lang = lang.and_then(known).or_else(|| own.and_then(known)).unwrap_or("en");
        Self { templates, value, lang }
    }

    /// How urgent it is: for a digest, as its most urgent alert.
    pub fn severity(&self) -> Severity {
        let all = view::alerts_of(&self.value).iter().filter_map(|alert| alert["severity"].as_str()?.parse().ok());
        all.max().unwrap_or(Severity::Normal)
    }

    /// What stands for how urgent it is, of four, the least urgent first.
    pub fn graded<T: Copy>(&self, of: [T; 4]) -> T {
        of[self.severity() as usize]
    }

    /// The language they are in, as in `ar`.
    pub const fn lang(&self) -> &'static str {
        self.lang
    }

    /// Whether it is read from right to left.
    pub fn is_rtl(&self) -> bool {
        phrases_of(self.lang).rtl
    }

    /// The address of its first source.
    pub fn link(&self) -> Option<&str> {
        view::first_alert(&self.value)["sources"].as_array()?.iter().find_map(|source| source["url"].as_str())
    }

    /// What happened, in one line without marks.
    pub fn title(&self) -> String {
        let phrases = phrases_of(self.lang);
        let title = match self.value["type"].as_str() {
            Some("digest") => format!("{} ({})", phrases.label("digest"), view::alerts_of(&self.value).len()),
            Some("notice") => self.value["text"].as_str().unwrap_or_default().to_owned(),
            Some("test") => phrases.label("test").to_owned(),
            _ => headline(&self.value, self.lang),
        };
        cut(&plain(&title).split_whitespace().collect::<Vec<_>>().join(" "), MAX_TITLE)
    }

    /// The whole text in the marks of a receiver, of no more than it takes: what does not fit is left out from the end, and said.
    pub fn body(&self, markup: Markup, room: Room) -> String {
        for fit in FITS {
            let view = View::of(&self.value, self.lang, fit);
            let text = self.rendered(markup, &view);
            if room.holds(&text) {
                return text;
            }
        }
        let title = self.title();
        let shorter = std::iter::successors(Some(room.size()), |max_chars| Some(max_chars / 2));
        let mut texts = shorter.map(|max_chars| markup.escape(&cut(&title, max_chars)));
        texts.find(|text| room.holds(text)).unwrap_or_default()
    }

    /// [`Words::body`] as HTML in which the ends of lines are written out.
    pub fn page(&self, room: Room) -> String {
        self.body(Markup::Html, room).replace('\n', "<br>\n")
    }

    /// A whole HTML document.
    pub fn document(&self, room: Room) -> String {
        let direction = if self.is_rtl() { "rtl" } else { "ltr" };
        let (lang, title, body) = (self.lang, Markup::Html.escape(&self.title()), self.page(room));
        format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{direction}\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
             <body dir=\"{direction}\">\n{body}\n</body>\n</html>\n"
        )
    }

    fn rendered(&self, markup: Markup, view: &View) -> String {
        if let Some(own) = self.templates.of(self.lang) {
            match template::render(own, markup, view) {
                Ok(text) => return text,
                Err(error) => tracing::warn!("a channel's own template fails, the built-in one stands in: {error}"),
            }
        }
        template::render(template::BUILT_IN, markup, view).unwrap_or_else(|_| markup.escape(&self.title()))
    }
}

/// The beginning of a text, with dots where something is left out.
fn cut(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars || max_chars == 0 {
        return text.chars().take(max_chars).collect();
    }
    let mut head: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    head.push('…');
    head
}
