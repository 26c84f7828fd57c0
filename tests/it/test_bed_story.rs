//! A story told by three outlets, and the state of a database that has heard it, as text that two runs can be compared by.

use jiff::{SignedDuration, Timestamp};
use rasid::model::{Alert, AlertCause, Event, Update, WatchOn};
use rasid::store::{AlertQuery, ArticleQuery, EventQuery, NewWatch, Store};

use crate::test_bed::{Entry, Reply, World, page, rss};

/// What happens, each with a title.
const STORY: [(&str, &str); 8] = [
    ("Spy chiefs talk", "Sergey Naryshkin spoke by telephone with CIA director John Ratcliffe, Russian state television reported."),
    ("Ministers meet", "Russian foreign minister Sergey Lavrov met Turkish foreign minister Hakan Fidan in Ankara, the ministry said."),
    ("Diplomats expelled", "Poland expelled two Belarusian diplomats, the Polish foreign ministry said."),
    ("Accord signed", "Saudi Arabia and Pakistan signed a security agreement in Riyadh, the state news agency reported."),
    ("Ambassador summoned", "Germany summoned the Russian ambassador in Berlin, the foreign ministry said."),
    ("Visit announced", "Chinese foreign minister Wang Yi visited Moscow, the ministry said."),
    ("Festival opens", "A short film festival opened by the river and will last for a week."),
    ("Match won", "The home team won the match after a long evening in the rain."),
];

/// Outlets that tell it.
pub const OUTLETS: [&str; 3] = ["Herald", "Courier", "Gazette"];

/// Puts the story into a world, as of `now`; gives the paths of the feeds. One page is missing and one address is told twice.
pub fn tell(world: &World, now: Timestamp) -> Vec<String> {
    let tell_outlet = |outlet: &&str| {
        let slugs: Vec<String> = (0..STORY.len()).map(|n| format!("{}-{n}", outlet.to_lowercase())).collect();
        let times: Vec<String> = (0..STORY.len()).map(|n| (now - SignedDuration::from_mins(10 * (n as i64 + 1))).to_string()).collect();
        let titles: Vec<String> = STORY.iter().map(|(title, _)| format!("{title} ({outlet})")).collect();
        let entries: Vec<Entry<'_>> = (0..STORY.len()).map(|n| Entry(&slugs[n], &titles[n], &times[n])).collect();
        for (n, (_, sentence)) in STORY.iter().enumerate().filter(|(n, _)| *n != 7) {
            world.put(&format!("/news/{}", slugs[n]), page_of(&titles[n], sentence, n, outlet));
        }
        let path = format!("/{outlet}");
        world.put(&path, Reply::rss(rss(world, outlet, &entries)));
        path
    };
    world.put("/hook", Reply::status(204));
    OUTLETS.iter().map(tell_outlet).collect()
}

/// A page around a sentence, in words that no other outlet has: which of two copies is the original would be a matter of who came first.
fn page_of(title: &str, sentence: &str, n: usize, outlet: &str) -> Reply {
    let words =
        |from: usize| (from..from + 15).map(|word| format!("{}{}", outlet.to_lowercase(), n * 100 + word)).collect::<Vec<_>>().join(" ");
    let filler = format!("Our paper adds of the evening {}, and of the morning {}.", words(0), words(15));
    page(title, &format!("{sentence}</p><p>{filler}"))
}

/// Whom to watch: on events, with the changes that do not depend on which outlet is read first, and on mentions.
pub fn watched() -> Vec<NewWatch> {
    let updates = vec![Update::Status, Update::Participant, Update::Correction];
    let events = ["Sergey Naryshkin", "Sergey Lavrov", "Belarus"];
    let on_events = events.map(|name| NewWatch { name: name.to_owned(), updates: updates.clone(), ..NewWatch::default() });
    let on_mentions =
        ["Hakan Fidan", "film festival"].map(|name| NewWatch { name: name.to_owned(), on: WatchOn::Mentions, ..NewWatch::default() });
    on_events.into_iter().chain(on_mentions).collect()
}

/// All that matters of a database, sorted; without ids, times and the world's port.
pub fn state_of(store: &Store, world: &World) -> Vec<String> {
    let base = world.url("");
    let mut lines: Vec<String> = Vec::new();
    for feed in store.list_feeds().unwrap() {
        lines.push(format!("feed {} {} {:?} {:?}", feed.url, feed.n_items, feed.validators, feed.failure.map(|failure| failure.kind)));
    }
    for summary in store.list_articles(&ArticleQuery { limit: 10_000, ..ArticleQuery::default() }).unwrap() {
        let detail = store.article(summary.id).unwrap().expect("it was just listed");
        let article = &detail.article;
        let mut reports: Vec<String> = detail.reports.iter().map(|(linked, _)| linked.report.evidence.text.clone()).collect();
        reports.sort();
        lines.push(format!(
            "article {:?} {} {} {} {:?} sightings {} reports {reports:?}",
            article.url,
            article.title,
            article.body,
            article.body_source,
            article.fetch_note,
            detail.sightings.len()
        ));
    }
    for summary in store.find_events(&EventQuery { limit: 10_000, ..EventQuery::default() }).unwrap() {
        let mut outlets = summary.outlets.clone();
        outlets.sort();
        lines.push(format!("{} {} {} {outlets:?}", signature(&summary.event), summary.event.n_reports, summary.event.n_sources));
    }
    for alert in alerts(store) {
        let cause = match &alert.cause {
            AlertCause::Event { event_id, .. } => signature(&store.event(*event_id).unwrap().expect("an alert has its event").event),
            AlertCause::Mention { article_id, .. } => store.article(*article_id).unwrap().expect("an alert has its article").article.title,
            AlertCause::Feed { .. } => panic!("the story has healthy feeds"),
        };
        let ways: Vec<String> = alert.deliveries.iter().map(|way| format!("{} {}", way.channel, way.state)).collect();
        let is_update = alert.update_of.is_some();
        lines.push(format!("alert {} on {cause} by {ways:?}, update: {is_update}", alert.cause.name()));
    }
    lines.sort();
    lines.iter().map(|line| line.replace(&base, "")).collect()
}

/// Every alert.
pub fn alerts(store: &Store) -> Vec<Alert> {
    store.alerts(&AlertQuery { limit: 10_000, ..AlertQuery::default() }).unwrap()
}

fn signature(event: &Event) -> String {
    let mut who: Vec<&str> = event.participants.iter().map(|participant| participant.name.as_str()).collect();
    who.sort_unstable();
    format!("event {} {} {who:?}", event.event_type, event.status)
}
