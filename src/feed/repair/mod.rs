//! Damaged XML to XML that a strict parser accepts, in one pass over the text.
//!
//! Bare `&` and `<` become text, tags are balanced, whole items are recovered from a feed that breaks off, items behind
//! the end of their channel are taken back in, and what feed-rs is known to lose a whole feed over is left out (see
//! `tag`). A scanner of its own rather than a parser restarted after each error: a restart rescans the rest, and
//! a hostile feed of a million unclosed comments would make that quadratic. Every search here either consumes what it
//! passed over or is never made again.

mod scan;
mod stack;
mod tag;

/// A repaired feed.
#[derive(Debug)]
pub(super) struct Repaired {
    /// Well formed as far as the feed's own elements go.
    pub text: String,
    /// What was done, in words.
    pub notes: Vec<String>,
}

/// Which family of feeds this is; they differ in what holds the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// Items stand in the channel.
    Rss,
    /// Items stand beside the channel.
    Rdf,
    /// Entries stand in the feed.
    Atom,
}

/// Rewrites `xml`, which begins at its root element, keeping at most `max_items` items.
pub(super) fn repair(xml: &str, max_items: usize) -> Repaired {
    let mut repair = scan::Repair::new(xml, max_items);
    repair.run();
    repair.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wraps `items` into an RSS feed, repairs it, and gives what is left between the channel's tags.
    fn mended(items: &str) -> String {
        let repaired = repair(&format!("<rss version=\"2.0\"><channel>{items}</channel></rss>"), 100).text;
        let start = repaired.find("<channel>").expect("a channel") + "<channel>".len();
        repaired[start..].strip_suffix("</channel></rss>").expect("balanced").to_owned()
    }

    #[test]
    fn whole_feeds_pass_unchanged() {
        let item = "<item><title>A &amp; B</title><description><![CDATA[<p>x]]></description></item>";
        assert_eq!(mended(item), item);
    }

    #[test]
    fn bare_signs_become_text() {
        assert_eq!(
            mended("<item><title>A & B < C &nbsp; &#0;&x</title></item>"),
            "<item><title>A &amp; B &lt; C &nbsp; &amp;x</title></item>"
        );
    }

    #[test]
    fn tags_are_balanced() {
        assert_eq!(mended("<item><title>A</titel><link>b</link></item>"), "<item><title>A</title><link>b</link></item>");
        assert_eq!(mended("<item><title>A<item><title>B"), "<item><title>A</title></item><item><title>B</title></item>");
        assert_eq!(mended("<item></b><title>A</title></item></item>"), "<item><title>A</title></item>");
    }

    #[test]
    fn a_cut_feed_keeps_its_whole_items() {
        let cut = repair("<rss version='2.0'><channel><item><title>A</title></item><item><title>B</ti", 100);
        assert_eq!(cut.text.matches("<item>").count(), 1);
        assert!(cut.text.ends_with("</item></channel></rss>"));
        assert_eq!(cut.notes, ["breaks off; its last item was left for the next poll"]);
    }

    #[test]
    fn items_behind_the_channel_are_taken_back_in() {
        let text = repair("<rss><channel></channel><item><title>A</title></item></rss>", 100).text;
        assert!(text.starts_with("<rss version=\"2.0\""));
        assert!(text.ends_with("<channel><item><title>A</title></item></channel></rss>"));
        assert!(repair("<channel><item/></channel>", 100).text.ends_with("<channel><item></item></channel></rss>"));
    }

    #[test]
    fn unclosed_cdata_ends_with_its_element() {
        let text = mended("<item><description><![CDATA[a</description></item><item><title><![CDATA[b]]></title></item>");
        assert_eq!(text, "<item><description><![CDATA[a]]></description></item><item><title><![CDATA[b]]></title></item>");
    }

    #[test]
    fn no_more_items_than_allowed() {
        let many = format!("<rss><channel>{}</channel></rss>", "<item><title>A</title></item>".repeat(9));
        assert_eq!(repair(&many, 3).text.matches("<item>").count(), 3);
    }
}
