//! The marks by which receivers make words bold, and what has to be escaped so that a headline cannot.

/// Marks in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// None.
    Plain,
    /// A little HTML: `b`, `u`, `a`.
    Html,
    /// Slack's own.
    Slack,
    /// Markdown.
    Markdown,
}

impl Markup {
    /// A text that shows as it is.
    pub fn escape(self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match (self, c) {
                (Self::Html | Self::Slack, '&') => escaped.push_str("&amp;"),
                (Self::Html | Self::Slack, '<') => escaped.push_str("&lt;"),
                (Self::Html | Self::Slack, '>') => escaped.push_str("&gt;"),
                (Self::Html, '"') => escaped.push_str("&quot;"),
                (Self::Markdown, '\\' | '*' | '_' | '~' | '`' | '[' | ']' | '<' | '>' | '|' | '#') => escaped.extend(['\\', c]),
                // With something between, no receiver takes a word for somebody to be called.
                (Self::Markdown, '@') => escaped.push_str("@\u{200b}"),
                (_, c) => escaped.push(c),
            }
        }
        escaped
    }

    /// Bold, of a text that is escaped already.
    pub fn bold(self, escaped: &str) -> String {
        match (self, escaped.trim().is_empty()) {
            (_, true) | (Self::Plain, _) => escaped.to_owned(),
            (Self::Html, _) => format!("<b>{escaped}</b>"),
            (Self::Slack, _) => format!("*{escaped}*"),
            (Self::Markdown, _) => format!("**{escaped}**"),
        }
    }

    /// The mark of a hit, of a text that is escaped already.
    pub fn mark(self, escaped: &str) -> String {
        match (self, escaped.trim().is_empty()) {
            (_, true) => escaped.to_owned(),
            (Self::Html, _) => format!("<b><u>{escaped}</u></b>"),
            (Self::Plain, _) => format!("*{escaped}*"),
            (Self::Slack | Self::Markdown, _) => self.bold(escaped),
        }
    }

    /// A link, of words that are escaped already and an address that is not.
    pub fn link(self, escaped: &str, url: &str) -> String {
        match self {
            Self::Plain => format!("{escaped} <{url}>"),
            Self::Html => format!("<a href=\"{}\">{escaped}</a>", self.escape(url)),
            Self::Slack => {
                let url = self.escape(&url.replace('|', "%7C").replace('<', "%3C").replace('>', "%3E"));
                format!("<{url}|{escaped}>")
            }
            Self::Markdown => {
                let url = url.replace('(', "%28").replace(')', "%29").replace(' ', "%20").replace('<', "%3C").replace('>', "%3E");
                format!("[{escaped}]({url})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_headline_says_is_never_a_mark() {
        let nasty = "<!channel> @everyone *b* [x](http://e) & \"q\"";
        assert_eq!(Markup::Html.escape(nasty), "&lt;!channel&gt; @everyone *b* [x](http://e) &amp; &quot;q&quot;");
        assert_eq!(Markup::Slack.escape(nasty), "&lt;!channel&gt; @everyone *b* [x](http://e) &amp; \"q\"");
        assert_eq!(Markup::Markdown.escape(nasty), "\\<!channel\\> @\u{200b}everyone \\*b\\* \\[x\\](http://e) & \"q\"");
        assert_eq!(Markup::Plain.escape(nasty), nasty);
    }

    #[test]
    fn links_end_where_they_should() {
        let url = "https://e.example/a(b)?x=1&y=|>";
        assert_eq!(Markup::Slack.link("t", url), "<https://e.example/a(b)?x=1&amp;y=%7C%3E|t>");
        assert_eq!(Markup::Markdown.link("t", url), "[t](https://e.example/a%28b%29?x=1&y=|%3E)");
        assert_eq!(Markup::Html.link("t", "https://e.example/?a=\"&b"), "<a href=\"https://e.example/?a=&quot;&amp;b\">t</a>");
    }
}
