//! Every unit of work against a real database file.

use std::time::Duration;

use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::model::*;

mod articles;
mod events;
mod extraction;
mod feeds;
mod items;
mod matching;
mod mentions;
mod open;
mod query;
mod upkeep;
mod vocabulary;

const ENGINE: &str = "engine-1";

/// A store in a directory of its own.
struct Bed {
    dir: TempDir,
    store: Store,
}

impl std::ops::Deref for Bed {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

fn bed() -> Bed {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("rasid.db"), noon()).unwrap();
    Bed { dir, store }
}

/// 2025-06-29 12:00 UTC, at which every test begins.
fn noon() -> Timestamp {
    "2025-06-29T12:00:00Z".parse().unwrap()
}

fn later(minutes: i64) -> Timestamp {
    noon() + jiff::SignedDuration::from_mins(minutes)
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn item(key: &str, title: &str) -> FeedItem {
    FeedItem { key: key.to_owned(), title: Some(title.to_owned()), ..FeedItem::default() }
}

/// Texts are copies that begin with the same word.
const SAME: Copies<'static> = &|a, b| a.split(' ').next() == b.split(' ').next();

fn new_article(url: &str, title: &str) -> NewArticle {
    NewArticle {
        url: Some(url.to_owned()),
        title: title.to_owned(),
        body: format!("{title} in full."),
        body_source: BodySource::Page,
        author: None,
        lang: Some("en".to_owned()),
        published_at: Some(later(-60)),
        outlet: Some("Outlet".to_owned()),
        fetch_note: None,
        quality: Some(0.75),
        details: ArticleDetails::default(),
        content_hash: format!("hash of {title}"),
        fingerprint: None,
        search_terms: title.to_lowercase(),
    }
}

fn participant(entity: Option<&str>, name: &str, country: &str) -> Participant {
    Participant {
        role: Role::Participant,
        kind: EntityKind::Person,
        entity: entity.map(|id| EntityRef(id.to_owned())),
        name: name.to_owned(),
        text: format!("Mr {name}"),
        country: Some(country.to_owned()),
        organisation: None,
        office: None,
    }
}

fn naryshkin() -> Participant {
    participant(Some("person:sergey-naryshkin"), "Sergey Naryshkin", "RU")
}

fn ratcliffe() -> Participant {
    participant(Some("person:john-ratcliffe"), "John Ratcliffe", "US")
}

fn report(participants: Vec<Participant>) -> Report {
    Report {
        event_type: EventType::Call,
        domain: Domain::Intelligence,
        status: Status::Occurred,
        when: None,
        place: None,
        participants,
        mode: Some(Mode::Phone),
        topics: vec!["Syria".to_owned()],
        attribution: vec![Attribution { name: "TASS".to_owned(), entity: None }],
        evidence: Evidence { text: "They spoke.".to_owned(), span: Some(Span { start: 3, end: 14 }) },
        confidence: 0.8,
        codes: Codes { plover: Some("CONSULT-phone".to_owned()), cameo: Some("041".to_owned()) },
        trace: Trace { trigger: "call.speak".to_owned(), trigger_text: "spoke".to_owned(), steps: vec!["two parties".to_owned()] },
    }
}

fn event_from(report: &Report) -> Event {
    Event {
        id: EventId(0),
        event_type: report.event_type,
        domain: report.domain,
        status: report.status,
        when: report.when,
        place: report.place.clone(),
        mode: report.mode,
        participants: report.participants.clone(),
        confidence: report.confidence,
        n_reports: 1,
        n_sources: 1,
        first_reported_at: noon(),
        created_at: noon(),
        updated_at: noon(),
    }
}

fn day(text: &str) -> Option<DateSpan> {
    let date = text.parse().unwrap();
    Some(DateSpan { start: date, end: date, precision: Precision::Day, basis: Basis::Explicit })
}

fn new_watch(name: &str) -> NewWatch {
    NewWatch { name: name.to_owned(), ..NewWatch::default() }
}

fn new_alert(watch_id: WatchId) -> NewAlert {
    NewAlert {
        watch_id,
        change: String::new(),
        channels: vec!["log".to_owned(), "hook".to_owned()],
        reason: "it matched".to_owned(),
        severity: Severity::Normal,
        payload: "{}".to_owned(),
    }
}

impl Bed {
    /// What is due by any channel, the alerts among it.
    fn due_deliveries(&self, now: Timestamp) -> Vec<(Alert, Delivery)> {
        let states = self.channel_states().unwrap();
        let due = states.iter().flat_map(|state| self.due_of_channel(&state.channel, now, 9).unwrap());
        due.filter_map(|due| if let Outgoing::Alert(alert) = due { Some(*alert) } else { None }).collect()
    }

    fn feed(&self, url: &str) -> FeedId {
        self.add_feed(url, &FeedOptions::default(), noon()).unwrap()
    }

    fn fetched(&self, feed_id: FeedId, items: Vec<FeedItem>, now: Timestamp) -> PollOutcome {
        let feed = ParsedFeed { items, ..ParsedFeed::default() };
        let next = NextPoll { interval: Duration::from_secs(900), at: now + Duration::from_secs(900) };
        let record = PollRecord::Fetched { validators: &Validators::default(), body_hash: "body", feed: &feed, next };
        self.record_poll(feed_id, &record, None, now).unwrap().unwrap()
    }

    /// Polls one item in a feed of its own and stores its article.
    fn article_of(&self, name: &str, article: &NewArticle) -> ArticleId {
        let feed_id = self.feed(&format!("https://{name}.example/feed"));
        self.fetched(feed_id, vec![item(name, &article.title)], noon());
        let due = self.due_items(noon(), 100).unwrap();
        let item_id = due.iter().find(|due| due.item.feed_id == feed_id).unwrap().item.id;
        self.record_article(item_id, article, SAME, noon()).unwrap().unwrap().0
    }

    fn extracted(&self, id: ArticleId, engine: &str, reports: Vec<Report>) -> Recorded {
        let due = self.due_articles(engine, 100).unwrap();
        let hash = due.iter().find(|due| due.article.id == id).unwrap().content_hash.clone();
        let extraction = Extraction { reports, ..Extraction::default() };
        self.record_extraction((id, &hash), engine, &extraction, &fold, noon()).unwrap()
    }

    /// Links every due report: each as an event of its own, or all to the one given.
    fn linked(&self, event_id: Option<EventId>) -> Vec<EventId> {
        let link = |linked: LinkedReport| {
            let event = event_from(&linked.report);
            let decision = match event_id {
                None => LinkDecision::New(&event),
                Some(event_id) => LinkDecision::Existing { event_id, merged: &event, status_change: None },
            };
            self.record_link(linked.id, decision, &fold, noon()).unwrap().unwrap()
        };
        self.due_reports(1000).unwrap().into_iter().map(link).collect()
    }

    /// An article of its own with one report, linked to an event of its own.
    fn event_of(&self, name: &str, report: Report) -> EventId {
        let article_id = self.article_of(name, &new_article(&format!("https://{name}.example/1"), name));
        self.extracted(article_id, ENGINE, vec![report]);
        self.linked(None)[0]
    }
}
