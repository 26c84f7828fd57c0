//! Whole feeds through the front door.

use super::*;
use crate::model::FailureKind;

const ARABIC: &[u8] = include_bytes!("../../tests/fixtures/feeds/arabic-windows-1256.xml");
const RUSSIAN: &[u8] = include_bytes!("../../tests/fixtures/feeds/russian-atom.xml");
const JSON: &[u8] = include_bytes!("../../tests/fixtures/feeds/json-feed.json");
const DAMAGED: &[u8] = include_bytes!("../../tests/fixtures/feeds/damaged.xml");
const ATOM_03: &[u8] = include_bytes!("../../tests/fixtures/feeds/atom-03.xml");
const BOMB: &[u8] = include_bytes!("../../tests/fixtures/feeds/entity-bomb.xml");
const STARTERS: &[u8] = include_bytes!("../../config/feeds.opml");

fn parse_at(bytes: &[u8], address: &str) -> ParsedFeed {
    parse(bytes, None, &Url::parse(address).expect("an address"), &Limits::default()).expect("a feed")
}

fn failure(bytes: &[u8]) -> FailureKind {
    parse(bytes, None, &Url::parse("https://a.example/").expect("an address"), &Limits::default()).expect_err("no feed").kind()
}

fn titles(feed: &ParsedFeed) -> Vec<&str> {
    feed.items.iter().map(|item| item.title.as_deref().unwrap_or_default()).collect()
}

#[test]
fn arabic_rss_in_an_old_charset() {
    let feed = parse_at(ARABIC, "https://akhbar.example/rss");
    assert_eq!((feed.title.as_deref(), feed.lang.as_deref()), (Some("أخبار الاختبار"), Some("ar")));
    assert_eq!(feed.wishes.min_interval, Some(std::time::Duration::from_secs(1200)));
    let item = &feed.items[0];
    assert_eq!(item.title.as_deref(), Some("وزير الخارجية يستقبل نظيره الروسي \"في القاهرة\""));
    assert_eq!(item.link.as_deref(), Some("https://akhbar.example/news/101?utm_source=rss"));
    assert_eq!((item.key.as_str(), item.alternates[0].as_str()), ("101", "https://akhbar.example/news/101"));
    assert_eq!(item.published_at.map(|at| at.to_string()).as_deref(), Some("2026-11-23T10:00:00Z"));
    assert_eq!(item.author.as_deref(), Some("خالد حسن"));
    assert_eq!(feed.items[1].published_at.map(|at| at.to_string()).as_deref(), Some("2026-11-23T09:30:00Z"));
}

#[test]
fn russian_atom_with_a_base() {
    let feed = parse_at(RUSSIAN, "https://cdn.example/x");
    assert_eq!((feed.title.as_deref(), feed.lang.as_deref()), (Some("Лента «Вести»"), Some("ru")));
    assert_eq!(feed.link.as_deref(), Some("https://vesti.example/"));
    let item = &feed.items[0];
    assert_eq!(item.title.as_deref(), Some("Лавров & Фидан: итоги встречи"));
    assert_eq!(item.link.as_deref(), Some("https://vesti.example/lenta/2026/11/23/1"));
    assert_eq!((item.guid.as_deref(), item.author.as_deref()), (Some("urn:vesti:1"), Some("Анна Иванова")));
    assert_eq!(item.updated_at.map(|at| at.to_string()).as_deref(), Some("2026-11-23T10:05:00Z"));
    assert_eq!(item.content.as_deref(), Some("<p>Текст.</p>"));
    assert!(feed.notes.is_empty());
}

#[test]
fn json_feed_with_a_mark_and_a_number_for_an_id() {
    let feed = parse_at(JSON, "https://wire.example/feed.json");
    assert_eq!((feed.title.as_deref(), feed.lang.as_deref()), (Some("Wire"), Some("en")));
    let item = &feed.items[0];
    assert_eq!((item.key.as_str(), item.link.as_deref()), ("7", Some("https://wire.example/a/7")));
    assert_eq!(item.author.as_deref(), Some("The Desk"));
}

#[test]
fn a_damaged_feed_gives_all_that_can_be_had() {
    let feed = parse_at(DAMAGED, "https://damaged.example/rss");
    assert_eq!(feed.title.as_deref(), Some("Trade & Tariffs"));
    assert_eq!(titles(&feed), ["Call < meeting & visit", "Second", "Behind the channel"]);
    assert_eq!(feed.items[0].link.as_deref(), Some("https://damaged.example/?a=1&b=2"));
    assert_eq!(feed.items[1].summary.as_deref(), Some("never closed"));
    assert!(!feed.notes.is_empty());
}

#[test]
fn old_atom_is_read_under_its_new_names() {
    let feed = parse_at(ATOM_03, "http://old.example/atom");
    assert_eq!(titles(&feed), ["First"]);
    assert_eq!(feed.items[0].published_at.map(|at| at.to_string()).as_deref(), Some("2026-11-23T10:00:00Z"));
    assert_eq!(feed.items[0].link.as_deref(), Some("http://old.example/1"));
}

#[test]
fn entities_are_not_expanded() {
    let feed = parse_at(BOMB, "https://bomb.example/");
    assert_eq!(titles(&feed), ["&c;&c;"]);
}

#[test]
fn a_feed_cut_anywhere_keeps_whole_items_and_never_breaks_anything() {
    let base = Url::parse("https://a.example/").expect("an address");
    for whole in [ARABIC, RUSSIAN, JSON, DAMAGED, ATOM_03, BOMB] {
        let n_whole = parse(whole, None, &base, &Limits::default()).expect("a feed").items.len();
        for end in 0..whole.len() {
            let n_items = parse(&whole[..end], None, &base, &Limits::default()).map_or(0, |feed| feed.items.len());
            assert!(n_items <= n_whole, "cut at {end}");
        }
    }
    let second = ARABIC.windows(6).rposition(|window| window == b"<item>").expect("a second item");
    assert_eq!(parse_at(&ARABIC[..second + 40], "https://a.example/").items.len(), 1);
}

#[test]
fn an_author_that_breaks_the_parser_costs_nothing_else() {
    let feed = "<rss version='2.0'><channel><item><title>A</title><author>k@x.com،خالد</author></item><item><title>B</title></item></channel></rss>";
    let feed = parse_at(feed.as_bytes(), "https://a.example/");
    assert_eq!(titles(&feed), ["A", "B"]);
    assert_eq!(feed.items[0].author.as_deref(), Some("خالد"));
}

#[test]
fn no_more_items_than_allowed_are_read() {
    let items: String = (0..50).map(|n| format!("<item><title>{n}</title></item>")).collect();
    let limits = Limits { max_items: 7, ..Limits::default() };
    let base = Url::parse("https://a.example/").expect("an address");
    let feed = parse(format!("<rss version='2.0'><channel>{items}</channel></rss>").as_bytes(), None, &base, &limits).expect("a feed");
    assert_eq!(titles(&feed), ["0", "1", "2", "3", "4", "5", "6"]);
    assert_eq!(feed.notes, ["has more items than allowed; only the first 7 were read"]);
}

#[test]
fn what_is_no_feed_is_told_apart() {
    assert_eq!(failure(b" \n"), FailureKind::Empty);
    assert_eq!(failure(b"<!DOCTYPE html><html><body>News</body></html>"), FailureKind::NotAFeed);
    assert_eq!(failure(b"<html><head><title>Just a moment...</title></head></html>"), FailureKind::Challenge);
    assert_eq!(failure(b"{\"items\": nonsense"), FailureKind::Parse);
    assert_eq!(failure(&[0x1F, 0x8B, 8, 0]), FailureKind::NotAFeed);
    assert!(parse_at(b"<rss version='2.0'></rss>", "https://a.example/").items.is_empty());
}

#[test]
fn the_starter_list_is_sound() {
    let list = opml::read(STARTERS);
    assert_eq!(list.faults, []);
    assert!(100 <= list.feeds.len());
    for lang in ["ar", "en", "ru"] {
        let of_lang: Vec<_> = list.feeds.iter().filter(|feed| feed.lang.as_deref() == Some(lang)).collect();
        assert!(30 <= of_lang.len(), "{lang}");
        for kind in ["agency", "broadcaster", "ministry", "paper"] {
            assert!(of_lang.iter().any(|feed| feed.tags.iter().any(|tag| tag == kind)), "{lang} {kind}");
        }
    }
    for feed in &list.feeds {
        let has_no_https = feed.url.host_str().is_some_and(|host| host.ends_with("kremlin.ru") || host == "government.ru");
        assert!(feed.url.scheme() == "https" || has_no_https, "{}", feed.url);
        assert!(feed.title.is_some() && feed.link.is_some(), "{}", feed.url);
        assert_eq!(feed.tags.len(), 2, "{}", feed.url);
    }
    assert_eq!(opml::read(opml::write("Starters", &list.feeds).as_bytes()).feeds, list.feeds);
}
