//! The tree below a node as a list of blocks: one paragraph, heading or list item each, with how much of it is link.

use dom_query::{NodeData, NodeRef};

use super::{tags, tidy};

/// What a block is, as far as the cleaning pass cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `h1` to `h6`.
    Heading,
    /// Running text.
    Paragraph,
    /// A list item.
    Item,
    /// Text under a picture.
    Caption,
}

/// One line of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Tidied text without newlines; never empty.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Characters of the text without spaces.
    pub chars: usize,
    /// How many of them stand in links.
    pub link_chars: usize,
}

impl Block {
    /// A block without links, as found in plain text.
    pub fn plain(text: &str) -> Option<Self> {
        let text = tidy::line(text);
        let chars = text.chars().filter(|c| !c.is_whitespace()).count();
        (!text.is_empty()).then_some(Self { text, kind: Kind::Paragraph, chars, link_chars: 0 })
    }

    /// Whether it is nothing but a link (with perhaps a bullet or an arrow around it).
    pub fn is_link(&self) -> bool {
        0 < self.link_chars && self.chars <= self.link_chars + 2
    }

    /// Whether most of it is link.
    pub fn is_mostly_link(&self) -> bool {
        self.chars < self.link_chars * 2
    }
}

/// The blocks below `root`, in document order.
pub(super) fn blocks(root: &NodeRef) -> Vec<Block> {
    let mut walker = Walker::default();
    walker.children(root, Context { kind: Kind::Paragraph, in_link: false, in_pre: false });
    walker.flush(Kind::Paragraph);
    walker.blocks
}

#[derive(Clone, Copy)]
struct Context {
    kind: Kind,
    in_link: bool,
    in_pre: bool,
}

#[derive(Default)]
struct Walker {
    blocks: Vec<Block>,
    text: String,
    chars: usize,
    link_chars: usize,
}

impl Walker {
    /// The pre-pass bounds the depth of the tree, and thereby this recursion.
    fn children(&mut self, node: &NodeRef, context: Context) {
        let mut child = node.first_child();
        while let Some(node) = child {
            self.node(&node, context);
            child = node.next_sibling();
        }
    }

    fn node(&mut self, node: &NodeRef, context: Context) {
        let is_text = node.query_or(false, |node| {
            let NodeData::Text { contents } = &node.data else { return false };
            self.push(contents, context);
            true
        });
        if is_text {
            return;
        }
        let Some(element) = node.element_ref() else { return };
        let name = element.name.local.as_ref();
        match name {
            "br" => self.line_break(context.kind),
            "script" | "style" | "noscript" | "template" | "title" | "head" => {}
            // The cells of a row stand on one line, unless they hold paragraphs of their own.
            "td" | "th" => {
                self.text.push(' ');
                self.children(node, context);
                self.text.push(' ');
            }
            "a" => self.children(node, Context { in_link: true, ..context }),
            _ if tags::is_block(name) => {
                let kind = match name {
                    _ if context.kind == Kind::Caption => Kind::Caption,
                    "figcaption" | "caption" => Kind::Caption,
                    "li" | "dd" | "dt" => Kind::Item,
                    _ if tags::is_heading(name) => Kind::Heading,
                    _ => context.kind,
                };
                self.flush(context.kind);
                self.children(node, Context { kind, in_pre: context.in_pre || name == "pre", ..context });
                self.flush(kind);
            }
            _ => self.children(node, context),
        }
    }

    fn push(&mut self, contents: &str, context: Context) {
        if context.in_pre && contents.contains('\n') {
            for line in contents.split('\n') {
                self.push(line, Context { in_pre: false, ..context });
                self.flush(context.kind);
            }
            return;
        }
        self.text.push_str(contents);
        let chars = contents.chars().filter(|c| !c.is_whitespace()).count();
        self.chars += chars;
        self.link_chars += if context.in_link { chars } else { 0 };
    }

    /// A line break ends a paragraph where a sentence has ended; elsewhere it only wraps a line.
    fn line_break(&mut self, kind: Kind) {
        if ends_sentence(&self.text) || self.chars == self.link_chars {
            self.flush(kind);
        } else {
            self.text.push(' ');
        }
    }

    fn flush(&mut self, kind: Kind) {
        let text = tidy::line(&self.text);
        self.text.clear();
        let link_chars = std::mem::take(&mut self.link_chars);
        self.chars = 0;
        if text.chars().any(char::is_alphanumeric) {
            let chars = text.chars().filter(|c| !c.is_whitespace()).count();
            self.blocks.push(Block { text, kind, chars, link_chars });
        }
    }
}

/// Whether the text ends as a sentence does, quotes and brackets after the stop aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['"', '\'', '”', '’', '»', '“', ')', ']', '\u{200F}', '\u{200E}']);
    text.ends_with(['.', '!', '?', '…', '؟', '。', '۔', ':', '؛', '！', '？'])
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn check(html: &str, expected: &[&str]) {
        let document = Document::from(html);
        let texts: Vec<String> = blocks(&document.root()).into_iter().map(|block| block.text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn blocks_stand_apart_and_inline_elements_do_not() {
        check("<div>one <b>two</b><p>three</p>four</div>", &["one two", "three", "four"]);
        check("<ul><li>a<li>b</ul><h2>c</h2>", &["a", "b", "c"]);
        check("<table><tr><td>a</td><td>b</td></tr><tr><td>c<p>d</p></td></tr></table>", &["a b", "c", "d"]);
    }

    #[test]
    fn line_breaks_end_finished_sentences_only() {
        check("<p>One.<br>Two goes<br>on.</p>", &["One.", "Two goes on."]);
        check("<pre>one\ntwo</pre>", &["one", "two"]);
    }

    #[test]
    fn links_are_measured() {
        let document = Document::from("<p>» <a href=x>A headline</a></p><p>text <a href=x>a link</a></p>");
        let blocks = blocks(&document.root());
        assert!(blocks[0].is_link() && blocks[0].is_mostly_link());
        assert!(!blocks[1].is_link());
    }
}
