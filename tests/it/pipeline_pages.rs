//! Article pages: what sites forbid, hide and lose.

use rasid::model::{BodySource, ItemId, PageProblem};
use rasid::stage::Stage;
use rasid::store::{ArticleQuery, Waiting};

use crate::test_bed::{CALL, Entry, Reply, TestBed, page, rss, run};

const NOW: &str = "2025-06-29T17:00:00Z";

async fn bed_with(reply: Reply) -> TestBed {
    let bed = TestBed::new().await;
    let feed = rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)]);
    bed.world.put("/feed", Reply::rss(feed.replace("<description>Spy chiefs talk.", &format!("<description>{CALL}"))));
    bed.world.put("/news/call", reply);
    bed.add_feed("/feed");
    bed.watch("Sergey Naryshkin");
    bed
}

async fn stands_in(bed: &TestBed, n_asked: usize, note: &str) {
    let articles = bed.articles();
    assert_eq!(articles.len(), 1);
    let article = &articles[0].article;
    assert_eq!((article.body_source, article.body.as_str()), (BodySource::FeedSummary, CALL));
    assert!(article.fetch_note.as_ref().is_some_and(|found| found.contains(note)), "{:?}", article.fetch_note);
    assert_eq!(bed.world.seen("/news/call").len(), n_asked);
}

#[tokio::test]
async fn what_robots_forbid_is_not_asked_for() {
    let bed = bed_with(page("Spy chiefs talk", CALL)).await;
    bed.world.put("/robots.txt", Reply::ok("text/plain", "User-agent: *\nDisallow: /news/\n"));
    bed.drain(&bed.context()).await;
    stands_in(&bed, 0, "robots.txt forbids").await;
    assert_eq!((bed.world.seen("/robots.txt").len(), bed.taken().len()), (1, 1));
}

#[tokio::test]
async fn a_missing_page_is_replaced_by_the_feeds_text_at_once() {
    let bed = bed_with(Reply::status(404)).await;
    bed.drain(&bed.context()).await;
    stands_in(&bed, 1, "404").await;
    assert_eq!(bed.taken().len(), 1);
}

#[tokio::test]
async fn a_broken_server_is_asked_again_before_the_feeds_text_stands_in() {
    let bed = bed_with(Reply::status(503)).await;
    let context = bed.context();
    bed.drain(&context).await;
    assert_eq!((bed.articles().len(), bed.world.seen("/news/call").len()), (0, 1));
    let next = bed.store.next_due_at(Waiting::Items).unwrap().expect("the item waits");
    assert_eq!(next.duration_since(rasid::clock::Clock::now(&*bed.clock)).as_secs(), 60);
    bed.later(60);
    bed.drain(&context).await;
    bed.later(120);
    bed.drain(&context).await;
    stands_in(&bed, 3, "503").await;
}

#[tokio::test]
async fn a_page_that_comes_late_is_taken() {
    let bed = bed_with(page("Spy chiefs talk", CALL)).await;
    bed.world.first("/news/call", [Reply::status(500)]);
    let context = bed.context();
    bed.drain(&context).await;
    bed.later(60);
    bed.drain(&context).await;
    assert_eq!(bed.articles()[0].article.body_source, BodySource::Page);
}

#[tokio::test]
async fn a_check_for_browsers_is_never_stored_as_news() {
    let html = "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing</h1>\
                <p>Please enable JavaScript and cookies to continue. This process is automatic.</p></body></html>";
    let bed = bed_with(Reply::html(html).header("cf-mitigated", "challenge")).await;
    for _ in 0..3 {
        bed.drain(&bed.context()).await;
        bed.later(3600);
    }
    stands_in(&bed, 3, "challenge").await;
    assert!(bed.articles().iter().all(|article| !article.article.body.contains("JavaScript")));
}

#[tokio::test]
async fn walls_are_marked_asked_again_and_never_stored_as_news() {
    let teaser = "<p>The two intelligence chiefs spoke by phone on Sunday for the second time this year.";
    let paid = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}</script>";
    let walls = [
        (PageProblem::Challenge, Reply::html("<title>One moment</title><div id=cf-turnstile></div>").header("cf-mitigated", "challenge")),
        (PageProblem::Challenge, Reply::error(503, "<script>window._cf_chl_opt={}</script>")),
        (
            PageProblem::Consent,
            Reply::html("<title>Bevor Sie fortfahren</title><p>Wir verwenden Cookies und Daten, um Dienste zu erbringen."),
        ),
        (PageProblem::Consent, Reply::html("<meta http-equiv=refresh content='0; url=https://consent.yahoo.com/v2/x'><p>Moved.")),
        (PageProblem::Paywall, Reply::html(format!("{paid}<title>Spy chiefs talk</title>{teaser}"))),
    ];
    for (problem, reply) in walls {
        let bed = bed_with(reply).await;
        bed.drain(&bed.context()).await;
        let waiting = bed.store.page_problems().unwrap();
        assert_eq!((waiting.len(), waiting[0].problem, waiting[0].n_waiting), (1, problem, 1));
        assert!(waiting[0].next_try_at.is_some_and(|at| bed.now() < at) && bed.articles().is_empty());
        for _ in 0..2 {
            bed.later(3600);
            bed.drain(&bed.context()).await;
        }
        stands_in(&bed, 3, "/news/call").await;
        let list = bed.store.list_articles(&ArticleQuery { limit: 10, ..ArticleQuery::default() }).unwrap();
        assert_eq!(list[0].page_problem, Some(problem));
        let given_up = bed.store.page_problems().unwrap();
        assert_eq!((given_up[0].n_items, given_up[0].n_waiting, given_up[0].next_try_at), (1, 0, None));
    }
}

#[tokio::test]
async fn a_wall_that_goes_is_forgotten() {
    let bed = bed_with(page("Spy chiefs talk", CALL)).await;
    bed.world.first("/news/call", [Reply::html("<title>Before you continue</title><p>We and our partners use cookies.")]);
    bed.drain(&bed.context()).await;
    assert_eq!(bed.store.page_problems().unwrap().len(), 1);
    bed.later(3600);
    bed.drain(&bed.context()).await;
    assert_eq!(bed.articles()[0].article.body_source, BodySource::Page);
    assert_eq!(bed.store.page_problems().unwrap(), []);
}

#[tokio::test]
async fn a_feed_with_the_whole_text_needs_no_page() {
    let bed = TestBed::new().await;
    let paragraph = "The two services have kept a direct line open for several years, and both sides say that they value it as a way to \
                     avoid misunderstandings at difficult moments. Officials gave no further details about what was said this time. ";
    let content = format!("<p>{CALL}</p>{}", format!("<p>{}</p>", paragraph.repeat(3)).repeat(4));
    let url = bed.world.url("/news/call");
    let item = format!(
        "<item><title>Spy chiefs talk</title><link>{url}</link><guid>{url}</guid><pubDate>Sun, 29 Jun 2025 17:00:00 GMT</pubDate>\
         <description>They talked.</description><content:encoded><![CDATA[{content}]]></content:encoded></item>"
    );
    let feed = format!(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>The Herald</title>{item}</channel></rss>"
    );
    bed.world.put("/feed", Reply::rss(feed));
    bed.add_feed("/feed");
    bed.drain(&bed.context()).await;
    let articles = bed.articles();
    assert_eq!((articles.len(), articles[0].article.body_source, articles[0].reports.len()), (1, BodySource::FeedContent, 1));
    assert!(bed.world.seen("/news/call").is_empty() && bed.world.seen("/robots.txt").is_empty());
}

#[tokio::test]
async fn the_longer_of_page_and_feed_wins() {
    let bed = bed_with(page("Spy chiefs talk", CALL)).await;
    let more = "Officials gave no further details about what was said this time, and none of the services wished to comment. ";
    let feed = rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)]);
    let own = format!("<description>{CALL}&lt;p&gt;{}&lt;/p&gt;", more.repeat(9));
    bed.world.put("/feed", Reply::rss(feed.replace("<description>Spy chiefs talk.", &own)));
    bed.drain(&bed.context()).await;
    let article = &bed.articles()[0].article;
    assert_eq!((article.body_source, article.quality), (BodySource::FeedContent, None));
    assert!(article.body.contains("wished to comment") && article.fetch_note.as_ref().is_some_and(|note| note.contains("gives more")));
    assert_eq!(bed.world.seen("/news/call").len(), 1);
}

#[tokio::test]
async fn an_item_with_nothing_at_all_is_given_up_and_counted() {
    let bed = TestBed::new().await;
    let url = bed.world.url("/news/none");
    bed.world
        .put("/feed", Reply::rss(format!("<rss version=\"2.0\"><channel><title>H</title><item><link>{url}</link></item></channel></rss>")));
    bed.add_feed("/feed");
    bed.drain(&bed.context()).await;
    assert_eq!((bed.articles().len(), bed.store.item_to_fetch(ItemId(1)).unwrap()), (0, None));
    assert!(bed.store.drops().unwrap().iter().any(|drop| drop.reason.contains("given up")));
}

#[tokio::test]
async fn a_published_time_in_the_future_is_when_it_was_seen() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", "2026-01-01T00:00:00Z")])));
    bed.world.put("/news/call", page("Spy chiefs talk", CALL));
    bed.add_feed("/feed");
    run(&bed.context(), Stage::Poll).await;
    run(&bed.context(), Stage::Fetch).await;
    assert_eq!(bed.articles()[0].article.published_at, Some(bed.articles()[0].article.first_seen_at));
}

/// Long enough to have a fingerprint.
const DISPATCH: &str = "Officials in both capitals described the conversation as frank and said that it had lasted for about an hour. They \
    spoke of prisoners, of the rules for ships in the strait, and of a meeting of experts that is to be held before the end of the summer. \
    Neither side would say who had asked for the call, and no joint statement was published after it.";

#[tokio::test]
async fn ten_copies_of_a_dispatch_are_one_article_with_ten_sightings() {
    let bed = TestBed::new().await;
    for name in ["Herald", "Courier", "Echo", "Mirror", "Globe", "Standard", "Observer", "Gazette", "Tribune", "Chronicle"] {
        let slug = format!("call-{name}");
        let feed = rss(&bed.world, name, &[Entry(&slug, "Spy chiefs talk", NOW)]);
        bed.world.put(&format!("/feed-{name}"), Reply::rss(feed));
        let text = format!("MOSCOW, June 29 (Reuters) - {CALL} {DISPATCH} The {name} has more on its pages.");
        bed.world.put(&format!("/news/{slug}"), page(&format!("Spy chiefs talk, says the {name}"), &text));
        bed.add_feed(&format!("/feed-{name}"));
    }
    bed.drain(&bed.context()).await;
    let articles = bed.articles();
    assert_eq!(articles.len(), 1);
    assert_eq!((articles[0].sightings.len(), articles[0].article.details.agency.as_deref()), (10, Some("Reuters")));
    assert_eq!(articles[0].reports.len(), 1);
    let sources = &bed.events()[0].sources;
    assert_eq!(sources.len(), 1);
    assert_eq!((sources[0].name.as_str(), sources[0].n_feeds), ("Reuters", 10));
}

#[tokio::test]
async fn where_a_page_gives_little_its_amp_page_is_asked() {
    let bed = TestBed::new().await;
    bed.world.put("/feed", Reply::rss(rss(&bed.world, "The Herald", &[Entry("call", "Spy chiefs talk", NOW)])));
    let shell = "<html><head><title>Spy chiefs talk</title><link rel=amphtml href=/amp/call></head><body><div id=app></div></body></html>";
    bed.world.put("/news/call", Reply::html(shell));
    bed.world.put("/amp/call", page("Spy chiefs talk", &format!("{CALL} {DISPATCH}")));
    bed.add_feed("/feed");
    bed.drain(&bed.context()).await;
    let article = &bed.articles()[0].article;
    assert_eq!(article.body_source, BodySource::Page);
    assert!(article.body.contains("no joint statement"));
}
