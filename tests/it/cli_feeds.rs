//! `feed`: subscribing against a server on the loopback, and looking after subscriptions.

use crate::cli_bed::{Bed, Page, Server};

const RSS: &str = "<rss version=\"2.0\"><channel><title>وكالة</title><item><guid>1</guid><title>a</title></item></channel></rss>";

fn rss() -> Page {
    Page::new("application/rss+xml", RSS)
}

fn html(head: &str) -> Page {
    Page::new("text/html; charset=utf-8", format!("<!doctype html><html><head>{head}</head><body><p>hello</p></body></html>"))
}

#[test]
fn a_feed_is_subscribed_with_one_request() {
    let (bed, server) = (Bed::new(), Server::start(vec![("/rss", rss())]));
    let url = server.url("/rss");
    let added = bed.json(&["feed", "add", &url, "--every", "15m", "--lang", "ar", "--tag", "agency", "--tag", "near east"]).ok().json();
    assert_eq!((&added["added"], &added["title"], &added["items"]), (&true.into(), &"وكالة".into(), &1.into()));
    assert_eq!(server.asked(), ["/rss"]);
    let feed = bed.json(&["feed", "list"]).ok().json()[0].clone();
    assert_eq!((&feed["address"], &feed["every"], &feed["lang"]), (&url.as_str().into(), &"15m".into(), &"ar".into()));
    assert_eq!(feed["tags"], serde_json::json!(["agency", "near east"]));
    let again = bed.run(&["feed", "add", &format!("{url}#top")]).ok();
    assert!(again.out.contains("already subscribed, as feed 1"), "{}", again.out);
    assert_eq!(server.asked().len(), 1, "what is subscribed is not asked again");
}

#[test]
fn a_page_leads_to_its_feed() {
    let declared = r#"<link rel="alternate" type="application/rss+xml" title="Main" href="/main.xml">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">"#;
    let (bed, server) = (Bed::new(), Server::start(vec![("/", html(declared)), ("/main.xml", rss())]));
    let added = bed.run(&["feed", "add", &server.url("/")]).ok().says(&[
        "is a web page",
        "/main.xml (which it declares)",
        "/comments/feed  Comments",
    ]);
    assert!(added.out.contains("subscribed to feed 1: وكالة, 1 items now"), "{}", added.out);
    assert_eq!(server.asked(), ["/", "/main.xml"]);
    let again = bed.run(&["feed", "add", &server.url("/")]).ok().out;
    assert!(again.contains("already subscribed, as feed 1"), "{again}");
}

#[test]
fn a_page_without_links_is_tried_at_usual_addresses() {
    let (bed, server) = (Bed::new(), Server::start(vec![("/", html("")), ("/rss.xml", rss())]));
    bed.run(&["feed", "add", &server.url("/")]).ok().says(&["/rss.xml (a usual address"]);
    assert_eq!(server.asked(), ["/", "/feed", "/rss", "/rss.xml"]);
}

#[test]
fn a_page_without_any_feed_says_what_was_tried() {
    let (bed, server) = (Bed::new(), Server::start(vec![("/", html(""))]));
    bed.run(&["feed", "add", &server.url("/")]).refused(&["--no-check", "is a web page, and no feed was found", "/feed", "404"]);
    assert_eq!(bed.run(&["feed", "list"]).status, Some(1));
}

#[test]
fn the_target_of_a_permanent_redirect_is_stored() {
    let pages = vec![("/old", Page::redirect(301, "/new")), ("/now", Page::redirect(302, "/new")), ("/new", rss())];
    let (bed, server) = (Bed::new(), Server::start(pages));
    bed.run(&["feed", "add", &server.url("/old")]).ok().says(&["has moved for good to"]);
    assert_eq!(bed.json(&["feed", "show", "1"]).json()["address"], server.url("/new"));
    let temporary = bed.json(&["feed", "add", &server.url("/now")]).ok().json();
    assert_eq!(temporary["address"], server.url("/now"), "a temporary redirect moves nothing");
}

#[test]
fn what_cannot_be_a_feed_is_refused_with_the_reason() {
    let pages =
        vec![("/text", Page::new("text/plain", "hello")), ("/gone", Page { status: 410, ..rss() }), ("/empty", Page::new("text/xml", ""))];
    let (bed, server) = (Bed::new(), Server::start(pages));
    for (path, words) in [("/text", "not a feed"), ("/gone", "gone for good"), ("/empty", "no bytes"), ("/none", "404")] {
        bed.run(&["feed", "add", &server.url(path)]).refused(&[words, "--no-check"]);
    }
    let url = server.url("/none");
    assert_eq!(bed.json(&["feed", "add", &url, "--no-check"]).ok().json()["added"], true);
    let strict = bed.run_with(&[], &["feed", "add", &server.url("/text")], "");
    strict.refused(&["is a loopback address", "allow_private"]);
    bed.run(&["feed", "add", "ftp://example.org/x"]).refused(&["valid: http, https"]);
    bed.run(&["feed", "add", "two words"]).refused(&["has a space"]);
    bed.run(&["feed", "add", &url, "--every", "5s"]).refused(&["too short", "1m"]);
    bed.run(&["feed", "add", &format!("http://127.0.0.1/{}", "x".repeat(10_000))]).refused(&["bytes"]);
}

#[test]
fn subscriptions_are_looked_after() {
    let bed = Bed::new();
    for name in ["one", "two", "three"] {
        bed.run(&["feed", "add", &format!("https://{name}.example/feed"), "--no-check", "--title", &format!("Feed {name}")]).ok();
    }
    assert!(bed.run(&["feed", "pause", "2", "Feed three"]).ok().out.contains("feed 2 (Feed two): paused\nfeed 3 (Feed three): paused\n"));
    assert_eq!(bed.json(&["feed", "list", "--state", "paused"]).ids(), [2, 3]);
    let poll = bed.run(&["feed", "poll"]).ok().says(&["no daemon is running", "rasid run --once"]);
    assert_eq!(poll.out, "feed 1 (Feed one): due\n");
    assert!(bed.run(&["feed", "poll", "2"]).out.contains("not active"));
    bed.run(&["feed", "resume", "https://two.example/feed"]).ok();
    assert_eq!(bed.json(&["feed", "list", "--state", "active"]).ids(), [1, 2]);
    bed.run(&["feed", "remove", "example"]).refused(&["3 feeds could be meant", "1  Feed one"]);
    bed.run(&["feed", "remove", "1", "nothing like it"]).refused(&["nothing like it"]);
    assert_eq!(bed.json(&["feed", "list"]).ids().len(), 3, "nothing is removed where one name is wrong");
    bed.run(&["feed", "remove", "1"]).ok();
    bed.run(&["feed", "show", "1"]).refused(&["there is no feed 1"]);
    let shown = bed.run(&["feed", "show", "two"]).ok().out;
    assert!(shown.contains("https://two.example/feed") && shown.contains("state"), "{shown}");
}

#[test]
fn lists_come_in_and_go_out() {
    let bed = Bed::new();
    let list = "<opml version=\"2.0\"><body>\n<outline text=\"Agencies\">\n\
                <outline text=\"وكالة\" xmlUrl=\"https://a.example/rss\" language=\"ar\" rasid:every=\"15m\"/>\n\
                <outline type=\"rss\" text=\"lost\"/>\n<outline text=\"B\" xmlUrl=\"ftp://b.example/\"/>\n\
                <outline text=\"C\" xmlUrl=\"https://c.example/rss\" rasid:every=\"5s\"/>\n</outline></body></opml>";
    std::fs::write(bed.path("in.opml"), list).unwrap();
    let imported = bed.run(&["feed", "import", "in.opml", "--tag", "mine"]).ok();
    assert_eq!(imported.out, "2 feeds added, 0 subscribed already, 3 faults\n");
    imported.says(&[
        "in.opml: line 4: the feed \"lost\" has no xmlUrl",
        "in.opml: line 5: \"B\" left out",
        "interval 5s is shorter than 1m",
    ]);
    let again = bed.run_with(&[], &["feed", "import", "-"], list).ok();
    assert_eq!(again.out, "0 feeds added, 2 subscribed already, 2 faults\n");
    bed.run(&["feed", "export", "--output", "out.opml"]).ok();
    let text = std::fs::read_to_string(bed.path("out.opml")).unwrap();
    assert_eq!(bed.run(&["feed", "export"]).ok().out, text);
    let other = Bed::new();
    std::fs::write(other.path("out.opml"), &text).unwrap();
    assert_eq!(other.json(&["feed", "import", "out.opml"]).ok().json(), serde_json::json!({"added": 2, "already": 0, "faults": []}));
    let fields = |bed: &Bed| {
        let feeds = bed.json(&["feed", "list"]).json();
        feeds
            .as_array()
            .unwrap()
            .iter()
            .map(|feed| ["address", "title", "lang", "tags", "every"].map(|key| feed[key].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(fields(&bed), fields(&other));
    bed.run(&["feed", "import", "missing.opml"]).refused(&["cannot open missing.opml"]);
    assert_eq!(bed.run_with(&[], &["feed", "import", "-"], "nonsense").status, Some(2));
}

#[test]
fn a_list_comes_over_the_network() {
    let list = "<opml version=\"2.0\"><body><outline text=\"A\" xmlUrl=\"https://a.example/rss\"/></body></opml>";
    let (bed, server) = (Bed::new(), Server::start(vec![("/list.opml", Page::new("text/x-opml", list))]));
    assert_eq!(bed.json(&["feed", "import", &server.url("/list.opml")]).ok().json()["added"], 1);
}
