//! The pre-pass: untrusted HTML to small, balanced HTML that costs a parser no more than its length.
//!
//! A parser's cost explodes on depth, on unclosed formatting elements and on floods of attributes or elements. This scanner
//! reads the page once from front to back, drops what no article needs (scripts, styles, drawings, controls, most attributes),
//! closes what was left open, and bounds depth and number of elements. It also takes the JSON-LD blocks out, as they need no tree.

mod attributes;

use super::PageLimits;
use super::{page_data, tags};

/// Longest title.
const MAX_TITLE_CHARS: usize = 1_000;

/// JSON-LD blocks that are kept, and the size of each.
const MAX_JSON_LD_BLOCKS: usize = 20;
const MAX_JSON_LD_BYTES: usize = 1 << 20;

/// How much of the page's state is kept, over all scripts.
const MAX_STATE_BYTES: usize = 4 << 20;

/// How many elements may be opened again after a misnested end tag, over the whole page.
const MAX_REOPENED: usize = 2_000;

/// Tables in each other: old pages lay themselves out with four or five.
const MAX_TABLES: usize = 8;

/// The longest element name that is looked at; longer ones are treated as `span`.
const MAX_NAME_BYTES: usize = 24;

/// What the pre-pass hands on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tamed {
    /// Balanced HTML.
    pub html: String,
    /// Elements in it.
    pub n_elements: usize,
    /// The raw content of each JSON-LD block.
    pub json_ld: Vec<String>,
    /// The raw content of scripts that hold the page's state as JSON.
    pub state: Vec<String>,
    /// What was cut, in words.
    pub notes: Vec<String>,
}

/// Runs the pre-pass. Linear in the length of `html`, on the heap only.
pub(super) fn tame(html: &str, limits: &PageLimits) -> Tamed {
    let mut scanner = Scanner {
        html,
        at: 0,
        out: String::with_capacity(html.len() / 2),
        open: Vec::with_capacity(limits.max_depth),
        ignored: 0,
        elements: 0,
        reopened: 0,
        missing: Vec::new(),
        json_ld: Vec::new(),
        state: Vec::new(),
        state_room: MAX_STATE_BYTES,
        flattened: 0,
        limits,
    };
    let complete = scanner.run();
    while let Some(name) = scanner.open.pop() {
        close(&mut scanner.out, name);
    }
    let mut notes = Vec::new();
    if 0 < scanner.flattened {
        notes.push(format!("{} elements nested deeper than {} were flattened", scanner.flattened, limits.max_depth));
    }
    if !complete {
        notes.push(format!("the page was cut after {} elements", limits.max_elements));
    }
    Tamed { html: scanner.out, n_elements: scanner.elements, json_ld: scanner.json_ld, state: scanner.state, notes }
}

/// An element name in lower case, small enough to be copied about.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Name {
    bytes: [u8; MAX_NAME_BYTES],
    length: usize,
}

impl Name {
    fn new(text: &str) -> Self {
        let text = if text.len() <= MAX_NAME_BYTES && text.is_ascii() { text } else { "span" };
        let mut bytes = [0; MAX_NAME_BYTES];
        for (to, from) in bytes.iter_mut().zip(text.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Self { bytes, length: text.len() }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or("span")
    }
}

fn close(out: &mut String, name: Name) {
    out.push_str("</");
    out.push_str(name.as_str());
    out.push('>');
}

struct Scanner<'a> {
    html: &'a str,
    at: usize,
    out: String,
    /// Elements that are open in the output.
    open: Vec<Name>,
    /// Start tags passed over since the depth limit was reached, and not yet balanced by end tags.
    ignored: usize,
    elements: usize,
    reopened: usize,
    /// Names known to have no end tag ahead, so that looking for one again costs nothing.
    missing: Vec<Name>,
    json_ld: Vec<String>,
    state: Vec<String>,
    state_room: usize,
    flattened: usize,
    limits: &'a PageLimits,
}

impl Scanner<'_> {
    /// Reads to the end; false where the element limit ended it.
    fn run(&mut self) -> bool {
        while let Some(offset) = self.html[self.at..].find('<') {
            let tag = self.at + offset;
            self.out.push_str(&self.html[self.at..tag]);
            self.at = tag + 1;
            match self.html.as_bytes().get(self.at) {
                Some(b'!') => self.skip_declaration(),
                Some(b'?') => self.skip_past(">"),
                Some(b'/') => self.end_tag(),
                Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(),
                _ => self.out.push_str("&lt;"),
            }
            if self.limits.max_elements < self.elements {
                return false;
            }
        }
        self.out.push_str(&self.html[self.at..]);
        true
    }

    fn skip_declaration(&mut self) {
        if self.html[self.at..].starts_with("!--") {
            self.at += 3;
            // `<!-->` and `<!--->` are whole comments.
            let short = ["->", ">"].into_iter().find(|end| self.html[self.at..].starts_with(end));
            match short {
                Some(end) => self.at += end.len(),
                None => self.skip_past("-->"),
            }
        } else {
            self.skip_past(">");
        }
    }

    fn skip_past(&mut self, end: &str) {
        self.at = self.html[self.at..].find(end).map_or(self.html.len(), |offset| self.at + offset + end.len());
    }

    fn name(&mut self) -> Name {
        let rest = &self.html[self.at..];
        let length = rest.bytes().take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'<')).count();
        let name = Name::new(&rest[..length]);
        self.at += length;
        name
    }

    fn end_tag(&mut self) {
        self.at += 1;
        let name = self.name();
        self.skip_past(">");
        let text = name.as_str();
        if matches!(text, "html" | "body") || tags::is_void(text) {
            return;
        }
        if text == "head" {
            self.out.push_str("</head>");
            return;
        }
        if 0 < self.ignored {
            self.ignored -= 1;
            return;
        }
        self.close_through(name);
    }

    /// Closes the innermost open `name` and what was opened inside it; nothing where there is none in reach.
    fn close_through(&mut self, name: Name) {
        let is_block = tags::is_block(name.as_str());
        let is_table_part = tags::is_table_part(name.as_str());
        let mut blocks_inside = 0;
        let mut found = None;
        for (index, open) in self.open.iter().enumerate().rev() {
            if *open == name {
                found = Some(index);
                break;
            }
            let open = open.as_str();
            let is_border = if is_table_part { open == "table" } else { tags::is_scope(open) };
            if is_border {
                return;
            }
            blocks_inside += usize::from(tags::is_block(open));
        }
        let Some(index) = found else { return };
        let inside: Vec<Name> = self.open.drain(index..).collect();
        for open in inside.iter().rev() {
            close(&mut self.out, *open);
        }
        // A formatting element that ends inside blocks opened in it does not end them.
        if !is_block && 0 < blocks_inside && self.reopened + blocks_inside <= MAX_REOPENED {
            self.reopened += blocks_inside;
            for block in inside.iter().skip(1).filter(|open| tags::is_block(open.as_str())) {
                self.out.push('<');
                self.out.push_str(block.as_str());
                self.out.push('>');
                self.open.push(*block);
            }
        }
    }

    fn start_tag(&mut self) {
        let name = self.name();
        let text = name.as_str();
        if text == "script" {
            return self.script();
        }
        let restart = self.out.len();
        if !self.attributes(name) {
            // The page ends inside the tag.
            self.out.truncate(restart);
            return;
        }
        if tags::is_dropped_with_content(text) {
            self.out.truncate(restart);
            self.skip_content(name);
            return;
        }
        if tags::is_useless(text) {
            self.out.truncate(restart);
            return;
        }
        self.elements += 1;
        if text == "title" {
            return self.title(name);
        }
        if matches!(text, "html" | "head" | "body") || tags::is_void(text) {
            return;
        }
        if self.is_full(text) {
            let tag = self.out.split_off(restart);
            self.imply_ends(name);
            if self.is_full(text) {
                self.ignored += 1;
                self.elements -= 1;
                self.flattened += 1;
                return;
            }
            self.out.push_str(&tag);
        } else if tags::implied_end(text).is_some() {
            let tag = self.out.split_off(restart);
            self.imply_ends(name);
            self.out.push_str(&tag);
        }
        self.open.push(name);
    }

    /// Whether nothing more may be opened inside what is open: of tables, which cost most in each other, much less than of others.
    fn is_full(&self, name: &str) -> bool {
        let is_table = |open: &&Name| open.as_str() == "table";
        self.limits.max_depth <= self.open.len() || name == "table" && MAX_TABLES <= self.open.iter().filter(is_table).count()
    }

    /// Closes what a start tag of `name` closes without saying so (`<li>` an open `<li>`, a block an open `<p>`).
    fn imply_ends(&mut self, name: Name) {
        let Some((ended, borders)) = tags::implied_end(name.as_str()) else { return };
        let found = self.open.iter().rposition(|open| ended.contains(&open.as_str()) || borders.contains(&open.as_str()));
        if let Some(index) = found
            && ended.contains(&self.open[index].as_str())
        {
            for open in self.open.drain(index..).rev() {
                close(&mut self.out, open);
            }
        }
    }

    fn script(&mut self) {
        let start = self.at;
        let restart = self.out.len();
        let ended = self.attributes(Name::new("script"));
        self.out.truncate(restart);
        if !ended {
            return;
        }
        let tag = &self.html[start..self.at];
        let (is_json_ld, is_json) = (find_ascii_case(tag, "ld+json"), find_ascii_case(tag, "application/json"));
        let content = self.at;
        self.skip_content(Name::new("script"));
        let block = &self.html[content..self.at];
        let block = &block[..block.rfind("</").unwrap_or(block.len())];
        if is_json_ld {
            if self.json_ld.len() < MAX_JSON_LD_BLOCKS && block.len() <= MAX_JSON_LD_BYTES {
                self.json_ld.push(block.to_owned());
            }
        } else if block.len() <= self.state_room && page_data::is_state(block, is_json) {
            self.state_room -= block.len();
            self.state.push(block.to_owned());
        }
    }

    /// Passes over the content and the end tag of an element whose start tag has just been read.
    fn skip_content(&mut self, name: Name) {
        if let Some(end) = self.find_end(name) {
            self.at = end;
            self.skip_past(">");
        } else if tags::is_raw_text(name.as_str()) {
            self.at = self.html.len();
        }
    }

    /// A title holds text only; its start tag has been written.
    fn title(&mut self, name: Name) {
        let start = self.at;
        let end = self.find_end(name).unwrap_or(start);
        let text: String = self.html[start..end].chars().take(MAX_TITLE_CHARS).collect();
        self.out.push_str(&text.replace('<', "&lt;"));
        close(&mut self.out, name);
        self.at = end;
    }

    /// Where the next end tag of `name` begins.
    fn find_end(&mut self, name: Name) -> Option<usize> {
        if self.missing.contains(&name) {
            return None;
        }
        let text = name.as_str();
        let mut from = self.at;
        while let Some(offset) = self.html[from..].find("</") {
            let at = from + offset;
            let after = &self.html.as_bytes()[at + 2..];
            if after.get(..text.len()).is_some_and(|found| found.eq_ignore_ascii_case(text.as_bytes())) {
                return Some(at);
            }
            from = at + 2;
        }
        self.missing.push(name);
        None
    }
}

fn find_ascii_case(text: &str, needle: &str) -> bool {
    text.as_bytes().windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(tame(html, &PageLimits::DEFAULT).html, expected);
    }

    #[test]
    fn keeps_text_and_the_attributes_that_matter() {
        check("<P onclick='x(\">\")' CLASS=lead>a < b &amp; c</P>", "<p class=\"lead\">a &lt; b &amp; c</p>");
        check("<a name='say \"hi\"' href=/x?a=1&b=2>t</a>", "<a name=\"say &quot;hi&quot;\" href=\"/x?a=1&b=2\">t</a>");
        check("<title>a<b</title>x", "<title>a&lt;b</title>x");
    }

    #[test]
    fn drops_what_no_article_needs() {
        check("a<script>if (a<b) '</p>'</SCRIPT>b<!-- <p> -->c<svg><path/></svg>d<style>", "abcd");
        check("a<!-->b<video>c", "abc");
    }

    #[test]
    fn closes_what_was_left_open() {
        check("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c");
        check("<p>a<p>b<div>c", "<p>a</p><p>b</p><div>c</div>");
        check("<table><tr><td>a</div><td>b</table>", "<table><tr><td>a</td><td>b</td></tr></table>");
        check("<b><p>a</b>b</p>c", "<b><p>a</p></b><p>b</p>c");
        check("</p></div>x", "x");
    }

    #[test]
    fn takes_json_ld_out() {
        let tamed = tame("<script type=\"application/ld+json\">{\"a\":\"</b>\"}</script>x", &PageLimits::DEFAULT);
        assert_eq!(tamed.json_ld, ["{\"a\":\"</b>\"}"]);
        assert_eq!(tamed.html, "x");
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let limits = PageLimits { max_depth: 3, max_elements: 10, ..PageLimits::DEFAULT };
        let tamed = tame(&format!("{}x{}y", "<div>".repeat(5), "</div>".repeat(5)), &limits);
        assert_eq!(tamed.html, "<div><div><div>x</div></div></div>y");
        assert_eq!(tamed.notes.len(), 1);
        let tamed = tame(&"<table><tr><td>a".repeat(50), &PageLimits::DEFAULT);
        assert_eq!((tamed.html.matches("<table>").count(), tamed.html.matches('a').count() >= 50), (MAX_TABLES, true));
        let tamed = tame(&"<i></i>".repeat(50), &limits);
        assert!(tamed.notes.iter().any(|note| note.contains("cut after 10 elements")));
    }

    #[test]
    fn pages_that_end_inside_a_tag_lose_only_the_tag() {
        check("text<a href=\"x", "text");
        check("text<", "text&lt;");
        check("text</", "text");
        check("text<!--", "text");
    }
}
