//! Questions to a database of 100,000 events: what one `rasid events` costs, from its start to its end.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use rasid::knowledge::Knowledge;
use rasid::model::{
    BodySource, Codes, Domain, EntityKind, Event, EventId, EventType, Evidence, Extraction, FeedItem, ParsedFeed, Participant, Report,
    Role, Status, Trace, Validators,
};
use rasid::store::{FeedOptions, LinkDecision, NewArticle, NextPoll, PollRecord, Store};
use rasid::text::{fold, search};

use crate::bed::{Bed, now};

const N_FEEDS: usize = 20;
const N_ITEMS: usize = 500;
const N_REPORTS: usize = 10;
const N_RUNS: u32 = 20;
const ENGINE: &str = "bench";
const TYPES: [EventType; 6] =
    [EventType::Call, EventType::Meeting, EventType::Visit, EventType::Sanction, EventType::SpyArrest, EventType::Agreement];

pub async fn run() -> anyhow::Result<()> {
    let bed = Bed::new("")?;
    let started = Instant::now();
    let known = filled(&bed)?;
    let [n_events, n_reports] = bed.counts(["events", "reports"])?;
    println!("{n_events} events with {n_reports} reports, stored in {:.0} s", started.elapsed().as_secs_f64());
    let questions: [&[&str]; 7] = [
        &["events", "--with", &known],
        &["events", "--with", "Nobody Whosoever"],
        &["events", "--with", &known, "--type", "call", "--since", "90d"],
        &["events", "--type", "call", "--since", "30d"],
        &["events", "--text", "delegation 4711"],
        &["events", "--text", "delegation"],
        &["events", "--country", "RU", "--limit", "50", "--format", "ndjson"],
    ];
    for words in questions {
        let mut walls = Vec::new();
        let (mut cpu, mut peak_kb) = (Duration::ZERO, 0);
        for _ in 0..N_RUNS {
            let (wall, usage) = bed.rasid(words)?.ended().await?;
            walls.push(wall);
            cpu += usage.cpu();
            peak_kb = peak_kb.max(usage.peak_kb);
        }
        walls.sort();
        println!(
            "rasid {}: {:.1} ms CPU (mean), {:.1} ms from start to end (median), peak {:.1} MB",
            words.join(" "),
            (cpu / N_RUNS).as_secs_f64() * 1000.0,
            walls[walls.len() / 2].as_secs_f64() * 1000.0,
            peak_kb as f64 / 1024.0
        );
    }
    Ok(())
}

/// Fills the database through the store's own units; gives the name of somebody who takes part in some of the events.
fn filled(bed: &Bed) -> anyhow::Result<String> {
    let knowledge = Knowledge::builtin();
    let people: Vec<Participant> = knowledge.entities().iter().filter(|e| e.reference.0.starts_with("person:")).map(participant).collect();
    let store = bed.store()?;
    let at = now();
    for number in 0..N_FEEDS {
        let id = store.add_feed(&format!("http://127.0.0.1/{number}"), &FeedOptions::default(), at)?;
        let items = (0..N_ITEMS).map(|item| FeedItem { key: format!("{number}-{item}"), ..FeedItem::default() }).collect();
        let feed = ParsedFeed { items, ..ParsedFeed::default() };
        let next = NextPoll { interval: Duration::from_secs(3600), at: at + SignedDuration::from_hours(1) };
        let record = PollRecord::Fetched { validators: &Validators::default(), body_hash: "", feed: &feed, next };
        store.record_poll(id, &record, None, at)?;
    }
    for (number, item) in store.waiting_items(at, N_FEEDS * N_ITEMS)?.into_iter().enumerate() {
        store.record_article(item.id, &article(number, at), &|_, _| false, at)?;
    }
    let mut n_read = 0;
    loop {
        let due = store.due_articles(ENGINE, 500)?;
        if due.is_empty() {
            break;
        }
        for article in due {
            let reports = (0..N_REPORTS).map(|n| report(n_read * N_REPORTS + n, &people)).collect();
            let extraction = Extraction { lang: "en".to_owned(), reports, ..Extraction::default() };
            store.record_extraction((article.article.id, &article.content_hash), ENGINE, &extraction, &fold, at)?;
            n_read += 1;
        }
    }
    link_all(&store, at)?;
    store.checkpoint()?;
    people.first().map(|person| person.name.clone()).context("the knowledge knows nobody")
}

/// Every report is an event of its own.
fn link_all(store: &Store, at: Timestamp) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    loop {
        let due = store.due_reports(1000)?;
        if due.is_empty() {
            return Ok(());
        }
        for linked in due {
            anyhow::ensure!(seen.insert(linked.id), "a report was linked, and is due again");
            let report = linked.report;
            let event = Event {
                id: EventId(0),
                event_type: report.event_type,
                domain: report.domain,
                status: report.status,
                when: report.when,
                place: report.place,
                mode: report.mode,
                participants: report.participants,
                confidence: report.confidence,
                n_reports: 0,
                n_sources: 0,
                first_reported_at: at,
                created_at: at,
                updated_at: at,
            };
            store.record_link(linked.id, LinkDecision::New(&event), &fold, at)?;
        }
    }
}

fn article(number: usize, at: Timestamp) -> NewArticle {
    let title = format!("The delegation {number} met");
    let body = format!("The delegation {number} met on Tuesday. The talks went on until late in the evening, the ministry said.");
    NewArticle {
        url: Some(format!("http://127.0.0.1/article/{number}")),
        search_terms: search::index_terms(&format!("{title}\n{body}")),
        title,
        body,
        body_source: BodySource::Page,
        author: None,
        lang: Some("en".to_owned()),
        published_at: Some(at - SignedDuration::from_mins(i64::try_from(number * 90).unwrap_or(0))),
        outlet: Some(format!("Outlet {}", number % 40)),
        fetch_note: None,
        quality: None,
        details: rasid::model::ArticleDetails::default(),
        content_hash: number.to_string(),
        fingerprint: None,
    }
}

fn participant(entity: &rasid::knowledge::EntityRecord) -> Participant {
    Participant {
        role: Role::Participant,
        kind: EntityKind::Person,
        entity: Some(entity.reference.clone()),
        name: entity.name.clone(),
        text: entity.name.clone(),
        country: entity.country.clone(),
        organisation: None,
        office: None,
    }
}

fn report(number: usize, people: &[Participant]) -> Report {
    // The first of the people is in every fiftieth event, as the much watched are; the others share the rest.
    let first = if number.is_multiple_of(50) { 0 } else { number % people.len() };
    let second = number.wrapping_mul(7919) % people.len();
    Report {
        event_type: TYPES[number % TYPES.len()],
        domain: Domain::Diplomacy,
        status: Status::Occurred,
        when: None,
        place: None,
        participants: vec![people[first].clone(), people[second].clone()],
        mode: None,
        topics: Vec::new(),
        attribution: Vec::new(),
        evidence: Evidence { text: format!("The delegation {number} met."), span: None },
        confidence: 0.8,
        codes: Codes { plover: None, cameo: None },
        trace: Trace::default(),
    }
}
