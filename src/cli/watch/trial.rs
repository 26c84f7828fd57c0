//! `rasid watch test RULE --since 30d`: what a watch would have raised from what is stored.

use anyhow::Context;
use jiff::Timestamp;
use serde::Serialize;

use super::check::{check_subject, in_order};
use crate::cli::args::WatchTest;
use crate::cli::find;
use crate::cli::print::{Cell, Column};
use crate::cli::views::{date_cell, who};
use crate::cli::{App, Outcome, access};
use crate::clock::Clock;
use crate::extract::link::recount;
use crate::knowledge::Knowledge;
use crate::model::{DateSpan, EventType, Participant, Status, Update, Watch, WatchId, WatchMatch, WatchOn};
use crate::store::{ArticleQuery, EventDetail, EventQuery, EventSort, NewWatch, Store};
use crate::watch::{Change, Naming, Now, Watcher, changes, sentence_around, told};

/// An event that the watch finds.
#[derive(Serialize)]
struct FoundView {
    event_id: i64,
    when: Option<DateSpan>,
    first_reported_at: Timestamp,
    #[serde(rename = "type")]
    event_type: EventType,
    status: Status,
    participants: Vec<Participant>,
    confidence: f64,
    n_sources: u32,
    reason: String,
    /// What would have been told of it once more.
    updates: Vec<UpdateView>,
}

/// A change of an event, with when it was published.
#[derive(Serialize)]
struct UpdateView {
    at: Timestamp,
    changes: Vec<Change>,
}

/// An article that the watch finds.
#[derive(Serialize)]
struct MentionView {
    article_id: i64,
    at: Timestamp,
    outlet: Option<String>,
    title: String,
    matched_text: String,
    evidence: String,
    reason: String,
}

pub(super) fn run(app: &mut App, args: &WatchTest) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let mut watch = match args.text.trim().parse::<i64>() {
        Ok(_) => find::watch_among(&store.list_watches()?, &args.text)?.clone(),
        Err(_) => watch_of_rule(args, app.clock.now())?,
    };
    watch.on = args.on.unwrap_or(watch.on);
    if !args.updates.is_empty() {
        watch.updates = in_order(&args.updates);
    }
    let as_asked = NewWatch { rule: watch.rule.clone(), on: watch.on, updates: args.updates.clone(), ..NewWatch::default() };
    check_subject(&as_asked, None).context("the watch cannot be tried")?;
    let since = app.stretch(args.since.as_deref(), None)?.since;
    let knowledge = access::knowledge(&config)?;
    let watcher = Watcher::compile(std::slice::from_ref(&watch), &knowledge);
    if watch.on == WatchOn::Mentions {
        let found = mentions(&store, &watcher, since, &knowledge)?;
        app.printer.list(&mention_columns(), &found)?;
        return Ok(Outcome::of_list(&found));
    }
    if watch.updates.contains(&Update::Correction) {
        app.printer.note("corrections cannot be tried: what articles said before they were edited is kept in part only");
    }
    let found = events(&store, &watch, &watcher, since, &knowledge)?;
    app.printer.list(&columns(), &found)?;
    Ok(Outcome::of_list(&found))
}

fn watch_of_rule(args: &WatchTest, now: Timestamp) -> anyhow::Result<Watch> {
    let rule = Some(args.text.clone());
    let on = args.on.unwrap_or_default();
    check_subject(&NewWatch { rule: rule.clone(), on, ..NewWatch::default() }, None).context("the rule cannot be read")?;
    Ok(Watch {
        id: WatchId(0),
        name: args.text.clone(),
        aliases: Vec::new(),
        rule,
        on,
        updates: Vec::new(),
        types: Vec::new(),
        countries: Vec::new(),
        min_confidence: 0.0,
        channels: Vec::new(),
        created_at: now,
    })
}

fn events(
    store: &Store,
    watch: &Watch,
    watcher: &Watcher,
    since: Option<Timestamp>,
    knowledge: &Knowledge,
) -> anyhow::Result<Vec<FoundView>> {
    let query = EventQuery { since, sort: EventSort::Seen, limit: usize::MAX, ..EventQuery::default() };
    let mut found = Vec::new();
    for summary in store.find_events(&query)? {
        let Some(due) = store.event_with_reports(summary.event.id)? else { continue };
        let Some((matched, updates)) = replayed(watch, watcher, &due.detail, knowledge) else { continue };
        let event = due.detail.event;
        found.push(FoundView {
            event_id: event.id.0,
            when: event.when,
            first_reported_at: event.first_reported_at,
            event_type: event.event_type,
            status: event.status,
            participants: event.participants,
            confidence: event.confidence,
            n_sources: event.n_sources,
            reason: matched.reason,
            updates,
        });
    }
    Ok(found)
}

/// Why the watch would have been alerted of an event, and of which changes, as its reports were published one after the other.
fn replayed(watch: &Watch, watcher: &Watcher, detail: &EventDetail, knowledge: &Knowledge) -> Option<(WatchMatch, Vec<UpdateView>)> {
    let whole = || watcher.matches(&detail.event, &detail.reports).pop();
    if watch.updates.is_empty() {
        return Some((whole()?, Vec::new()));
    }
    let (mut first, mut known, mut updates) = (None, None, Vec::new());
    for (n, last) in (1..).zip(&detail.reports) {
        let reports = &detail.reports[..n];
        let Some(event) = recount(&detail.event, reports, knowledge) else { continue };
        let now = Now { event: &event, reports, edits: &[], is_news: &|_| true, since: Timestamp::MIN };
        if first.is_none() {
            first = watcher.matches(&event, reports).pop();
            known = first.is_some().then(|| told(&now, None, &[]));
        } else if let Some(before) = &known {
            let changes = changes(before, &now, &watch.updates);
            known = Some(told(&now, Some(before), &changes));
            if !changes.is_empty() {
                updates.push(UpdateView { at: last.published_at.unwrap_or(last.first_seen_at), changes });
            }
        }
    }
    Some((first.or_else(whole)?, updates))
}

fn mentions(store: &Store, watcher: &Watcher, since: Option<Timestamp>, knowledge: &Knowledge) -> anyhow::Result<Vec<MentionView>> {
    let mut found = Vec::new();
    for summary in store.list_articles(&ArticleQuery { since, limit: usize::MAX, ..ArticleQuery::default() })? {
        let Some(due) = store.mention(summary.id)? else { continue };
        let article = &due.detail.article;
        let (lang, outlet) = (article.lang.as_deref(), article.outlet.as_deref());
        let entities = &due.detail.entities;
        let naming = Naming { title: &article.title, body: &article.body, lang, outlet, tags: &due.tags, entities };
        let Some(matched) = watcher.mentions(&naming).pop() else { continue };
        let evidence = matched.span.map_or(article.title.as_str(), |span| sentence_around(&article.body, span, lang, knowledge));
        found.push(MentionView {
            article_id: article.id.0,
            at: summary.at,
            evidence: evidence.to_owned(),
            outlet: summary.outlet,
            title: summary.title,
            matched_text: matched.matched_text,
            reason: matched.reason,
        });
    }
    Ok(found)
}

fn columns() -> [Column<'static, FoundView>; 7] {
    [
        Column::new("event", |found: &FoundView| Cell::new(found.event_id)).right(),
        Column::new("date", |found: &FoundView| date_cell(found.when.as_ref(), found.first_reported_at)).whole(),
        Column::new("type", |found: &FoundView| Cell::new(found.event_type).strong()).whole(),
        Column::new("status", |found: &FoundView| Cell::new(found.status)).whole().optional(1),
        Column::new("who", |found: &FoundView| Cell::from(who(&found.participants))).between(28, 80).wrapped(2),
        Column::new("reason", |found: &FoundView| Cell::from(found.reason.as_str())).between(20, 80).wrapped(3),
        Column::new("updates", |found: &FoundView| {
            Cell::list(found.updates.iter().flat_map(|update| &update.changes).map(Change::in_words))
        })
        .between(20, 60)
        .wrapped(3)
        .optional(2),
    ]
}

fn mention_columns() -> [Column<'static, MentionView>; 5] {
    [
        Column::new("article", |found: &MentionView| Cell::new(found.article_id)).right(),
        Column::new("date", |found: &MentionView| date_cell(None, found.at)).whole(),
        Column::new("outlet", |found: &MentionView| Cell::option(found.outlet.as_deref())).between(8, 24),
        Column::new("sentence", |found: &MentionView| Cell::from(found.evidence.as_str())).between(28, 90).wrapped(3),
        Column::new("reason", |found: &MentionView| Cell::from(found.reason.as_str())).between(20, 80).wrapped(3),
    ]
}
