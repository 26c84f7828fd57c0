//! What the tests of the commands stand on: a folder with a database, the binary run in it, a server on the loopback.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use rasid::model::*;
use rasid::store::{FeedOptions, LinkDecision, NewArticle, NextPoll, PollRecord, Store};
use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own, with a database `rasid.db` in it.
pub struct Bed {
    pub folder: TempDir,
}

/// How a command ended.
pub struct Ran {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The ids of a JSON list.
    #[track_caller]
    pub fn ids(&self) -> Vec<i64> {
        self.json().as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, Some(0), "{} {}", self.out, self.err);
        self
    }

    /// A refusal: status 2, nothing on standard output, and words on standard error that hold these.
    #[track_caller]
    pub fn refused(self, words: &[&str]) -> Self {
        assert_eq!(self.status, Some(2), "{} {}", self.out, self.err);
        assert_eq!(self.out, "");
        self.says(words)
    }

    /// The same where something was done and said before.
    #[track_caller]
    pub fn refused_later(self, words: &[&str]) -> Self {
        assert_eq!(self.status, Some(2), "{} {}", self.out, self.err);
        self.says(words)
    }

    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {:?}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

impl Bed {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path("rasid.db"), now()).unwrap()
    }

    /// Runs a command with the loopback allowed.
    pub fn run(&self, words: &[&str]) -> Ran {
        self.run_with(&[("RASID__NET__ALLOW_PRIVATE", "127.0.0.0/8"), ("RASID__NET__PER_HOST_SPACING", "0s")], words, "")
    }

    /// The same with `--format json`.
    pub fn json(&self, words: &[&str]) -> Ran {
        self.run(&[words, &["--format", "json"]].concat())
    }

    pub fn run_with(&self, variables: &[(&str, &str)], words: &[&str], input: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rasid"));
        command.env_clear().env("HOME", self.folder.path()).env("TZ", "UTC").env("PATH", "/usr/bin:/bin").envs(variables.iter().copied());
        command.current_dir(self.folder.path()).args(["--db", "rasid.db"]).args(words);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that reads no input may have ended before it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        Ran { status: status.code(), out: String::from_utf8(stdout).unwrap(), err: String::from_utf8(stderr).unwrap() }
    }
}

/// The machine's time is not asked: everything stored is older than any run.
pub fn now() -> Timestamp {
    "2025-06-29T18:00:00Z".parse().unwrap()
}

/// Somebody who takes part.
pub fn participant(entity: Option<&str>, name: &str, text: &str, country: &str) -> Participant {
    Participant {
        role: Role::Participant,
        kind: EntityKind::Person,
        entity: entity.map(|id| EntityRef(id.to_owned())),
        name: name.to_owned(),
        text: text.to_owned(),
        country: Some(country.to_owned()),
        organisation: None,
        office: None,
    }
}

/// A call on a day.
pub fn call(day: &str, evidence: &str, participants: Vec<Participant>) -> Report {
    let date = day.parse().unwrap();
    Report {
        event_type: EventType::Call,
        domain: Domain::Intelligence,
        status: Status::Occurred,
        when: Some(DateSpan { start: date, end: date, precision: Precision::Day, basis: Basis::Explicit }),
        place: None,
        participants,
        mode: Some(Mode::Phone),
        topics: vec![],
        attribution: vec![Attribution { name: "TASS".to_owned(), entity: None }],
        evidence: Evidence { text: evidence.to_owned(), span: None },
        confidence: 0.8,
        codes: Codes { plover: Some("CONSULT-phone".to_owned()), cameo: Some("041".to_owned()) },
        trace: Trace { trigger: "call".to_owned(), trigger_text: "called".to_owned(), steps: vec![] },
    }
}

/// Stores an article of a feed of its own with one report, linked to an event of its own.
pub fn store_event(store: &Store, name: &str, lang: &str, body: &str, report: Report) -> EventId {
    let feed_id = store.add_feed(&format!("https://{name}.example/feed"), &FeedOptions::default(), now()).unwrap();
    let item = FeedItem { key: name.to_owned(), title: Some(format!("Title of {name}")), ..FeedItem::default() };
    let feed = ParsedFeed { title: Some(format!("Outlet {name}")), items: vec![item], ..ParsedFeed::default() };
    let next = NextPoll { interval: Duration::from_secs(900), at: now() + Duration::from_secs(900) };
    let record = PollRecord::Fetched { validators: &Validators::default(), body_hash: name, feed: &feed, next };
    store.record_poll(feed_id, &record, None, now()).unwrap().unwrap();
    let due = store.due_items(now(), 100).unwrap().pop().unwrap();
    let article = NewArticle {
        url: Some(format!("https://{name}.example/1")),
        title: format!("Title of {name}"),
        body: body.to_owned(),
        body_source: BodySource::Page,
        author: None,
        lang: Some(lang.to_owned()),
        published_at: Some(now()),
        outlet: Some(format!("Outlet {name}")),
        fetch_note: None,
        quality: None,
        details: rasid::model::ArticleDetails::default(),
        content_hash: format!("hash of {name}"),
        fingerprint: None,
        search_terms: rasid::text::search::index_terms(body),
    };
    store.record_article(due.item.id, &article, &rasid::text::is_copy, now()).unwrap().unwrap();
    let due = store.due_articles("engine", 10).unwrap().pop().unwrap();
    let named = report.participants.iter().map(|participant| Entity {
        entity: participant.entity.clone(),
        kind: participant.kind,
        name: participant.name.clone(),
        country: participant.country.clone(),
        mentions: vec![Mention { text: participant.text.clone(), span: None }],
    });
    let extraction = Extraction { lang: lang.to_owned(), entities: named.collect(), reports: vec![report], notes: vec![] };
    let fold = |text: &str| rasid::text::fold(text);
    store.record_extraction((due.article.id, &due.content_hash), "engine", &extraction, &fold, now()).unwrap();
    let linked = store.due_reports(10).unwrap().pop().unwrap();
    let event = event_of(&linked.report);
    store.record_link(linked.id, LinkDecision::New(&event), &fold, now()).unwrap().unwrap()
}

fn event_of(report: &Report) -> Event {
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
        first_reported_at: now(),
        created_at: now(),
        updated_at: now(),
    }
}

/// An answer of the loopback server.
#[derive(Clone)]
pub struct Page {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Page {
    pub fn new(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: vec![("Content-Type", content_type.to_owned())], body: body.into() }
    }

    pub fn redirect(status: u16, to: &str) -> Self {
        Self { status, headers: vec![("Location", to.to_owned())], body: Vec::new() }
    }
}

/// A server on the loopback that knows some pages and counts who asks for what.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(pages: Vec<(&str, Page)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let pages: HashMap<String, Page> = pages.into_iter().map(|(path, page)| (path.to_owned(), page)).collect();
        let log = Arc::clone(&asked);
        // The thread waits for connections until the tests end.
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| answer(stream, &pages, &log)));
        Self { address, asked }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, pages: &HashMap<String, Page>, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    for line in lines.map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
    }
    log.lock().unwrap().push(path.clone());
    let none = Page { status: 404, headers: vec![], body: b"none".to_vec() };
    let page = pages.get(&path).unwrap_or(&none);
    let headers: String = page.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("HTTP/1.1 {} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", page.status, page.body.len());
    // A client that goes away has what it wants.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&page.body));
}
