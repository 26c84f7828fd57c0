//! Pages made to blow up a parser: each comes out as an article or as none, and reading it asks for a bounded amount of memory.
//!
//! What is asked of the allocator altogether stands for the work that is done: it is the same on every machine.

use allocation_counter::measure;
use rasid::article::{PageLimits, extract_page};
use rasid::model::PageContent;
use url::Url;

/// The most that may be held at once, and asked for altogether, whatever the page.
const MAX_HELD_BYTES: u64 = 96 << 20;
const MAX_ASKED_BYTES: u64 = 256 << 20;

/// How often what hurts is repeated.
const MANY: usize = 20_000;

const TEXT: &str = "A sentence that is long enough to be taken for a part of an article, with a comma. It goes on for a while, and then \
    there is another one beside it, which ends here. A third one says that nobody was hurt, and that the talks go on tomorrow.";

fn read(page: &str) -> PageContent {
    let address = Url::parse("https://news.example/2026/11/23/story").unwrap();
    extract_page(page.as_bytes(), Some("text/html"), &address, &PageLimits::DEFAULT)
}

fn check(pages: &[(&str, String)]) {
    // Tables that are built when they are first needed are not the page's cost.
    read(&format!("<p>{TEXT}</p>"));
    for (name, page) in pages {
        let mut found = PageContent::default();
        let asked = measure(|| found = read(page));
        assert!(asked.bytes_max <= MAX_HELD_BYTES, "{name}: {} bytes at once", asked.bytes_max);
        assert!(asked.bytes_total <= MAX_ASKED_BYTES, "{name}: {} bytes altogether", asked.bytes_total);
        assert!(found.body.len() <= page.len() && !found.body.contains('\0'), "{name}");
        assert_eq!(found.problem.is_none(), !found.body.is_empty(), "{name}: {:?}", found.notes);
    }
}

/// The hurtful part many times over, behind a paragraph and before one.
fn repeated(part: &str, times: usize) -> String {
    format!("<p>{TEXT}</p>{}<p>{TEXT}</p>", part.repeat(times))
}

/// The same where each time differs.
fn numbered(part: impl Fn(usize) -> String) -> String {
    format!("{}<p>{TEXT}</p>", (0..MANY).map(part).collect::<String>())
}

#[test]
fn depth_is_bounded() {
    check(&[
        ("tables", repeated("<table><tr><td>", MANY)),
        ("closed tables", format!("{}<p>{TEXT}</p>{}", "<table><tr><td>a".repeat(MANY), "</td></tr></table>".repeat(MANY))),
        ("boxes", repeated("<div>", MANY)),
        ("closed boxes", format!("{}<p>{TEXT}</p>{}", "<div>".repeat(MANY), "</div>".repeat(MANY))),
        ("spans", repeated("<span>", MANY)),
        ("lists", repeated("<ul><li>", MANY)),
        ("definitions", repeated("<dl><dt>a<dd>b", MANY)),
        ("articles", repeated("<article><h2><a href=x>t</a></h2><p>x</p>", MANY)),
        ("quotes", repeated("<blockquote><p>x", MANY)),
        ("names that lie", format!("{}{}", "<div class=share>".repeat(MANY), format!("<p>{TEXT}</p>").repeat(2_000))),
        ("drawings", repeated("<svg><button><video>", MANY)),
        ("foreign", repeated("<math><mi><annotation-xml>", MANY)),
        ("templates", repeated("<template><noscript>", MANY)),
    ]);
    let found = read(&repeated("<div>", MANY));
    assert!(found.body.starts_with("A sentence") && found.notes.iter().any(|note| note.contains("flattened")));
}

#[test]
fn formatting_left_open_and_misnested_is_bounded() {
    check(&[
        ("bold", repeated("<b>", MANY)),
        ("bold paragraphs", numbered(|at| format!("<b id={at}><p>x"))),
        ("fonts", numbered(|at| format!("<font color={at}><p>x"))),
        ("mixed", repeated("<b><i><u><p>x", MANY)),
        ("links in boxes", repeated("<a href=x><div>x</a>", MANY)),
        ("no breaks", repeated("<nobr>x", MANY)),
        ("text between rows", format!("<table>{}</table><p>{TEXT}</p>", "<p>x<a href=x>y".repeat(MANY))),
        ("rows", format!("<table>{}</table><p>{TEXT}</p>", "<tr>".repeat(MANY))),
        ("captions", repeated("<table><caption>x", MANY)),
        ("ends of nothing", repeated("</p></div></table>", MANY)),
        ("headings in headings", repeated("<h1><h2><h3>", MANY)),
        ("forms", repeated("<form><select><option>a", MANY)),
    ]);
}

#[test]
fn floods_are_bounded() {
    check(&[
        ("attributes", format!("<p {}>{TEXT}</p>", (0..5 * MANY).map(|at| format!("a{at}='{at}' ")).collect::<String>())),
        ("a long attribute", format!("<p>{TEXT}<div class=\"{}\">{TEXT}</div>", "x ".repeat(1 << 20))),
        ("an attribute without end", format!("<p>{TEXT}<a href=\"{}", "x".repeat(1 << 20))),
        ("names", repeated(&format!("<div class='{}'>x</div>", "foo bar ".repeat(200)), 500)),
        ("letters", repeated("<i>x</i>", 1_000_000)),
        ("breaks", repeated("a<br>", 1_000_000)),
        ("paragraphs", repeated("<p>a</p>", 300_000)),
        ("links", repeated("<a href=x>a</a> ", 100_000)),
        ("a byline", format!("<span class=byline>{}</span><p>{TEXT}", "word 7 ".repeat(MANY))),
        ("a date", format!("<meta name=date content='{}'><p>{TEXT}", "7 word ".repeat(2_000))),
        ("pictures", repeated("<img src=x>", 100_000)),
        ("cells", format!("<table>{}</table>", "<tr><td>a b c<td>d e f".repeat(MANY))),
        ("headings", repeated("<h1>a title here</h1>", MANY)),
        ("cards", repeated("<article><h2><a href=x>t</a></h2><p>x</p></article>", MANY)),
        ("scripts", repeated("<script>", MANY)),
        ("comments", repeated("<!--", MANY)),
        ("angles", repeated("<", MANY)),
        ("ampersands", repeated("&", MANY)),
        ("entities", repeated("&amp;&#1234;&bogus; ", 2_000)),
        ("nothings", "<p>\0</p>".repeat(MANY)),
        ("JSON-LD", format!("<script type=application/ld+json>{}</script><p>{TEXT}", "[".repeat(MANY))),
        ("state", format!("<script type=application/json>{}</script>", format!("{{\"a\":[\"{TEXT}\",").repeat(2_000))),
    ]);
}

#[test]
fn text_without_a_tag_is_bounded() {
    let megabytes = 3 << 20;
    check(&[
        ("one word", "x".repeat(megabytes)),
        ("one line", "word, and ".repeat(megabytes / 10)),
        ("letters of two bytes", "كلمة، و ".repeat(megabytes / 14)),
        ("lines", "A line that ends as sentences do.\n".repeat(megabytes / 34)),
        ("colons", "a: ".repeat(megabytes / 3)),
        ("only colons", ": ".repeat(megabytes / 2)),
        ("stops", "a. ".repeat(megabytes / 3)),
        ("marks", format!("a{}", "\u{301}".repeat(megabytes / 6))),
        ("a title", format!("<title>{}", "x".repeat(megabytes))),
    ]);
}
