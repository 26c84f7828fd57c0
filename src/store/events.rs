//! Events as rows: writing them with their participants and index terms, and reading them back.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, Params, Row, params};

use super::error::StoreError;
use super::extraction::Fold;
use super::open::Store;
use super::reports::{clamp, index, participant_of, place_of, place_values, read_reports, when_of, when_values};
use super::rows::{Columns, Outcome, all, ms, run};
use crate::model::{ArticleId, DateSpan, Event, EventEdit, EventId, EventStatusChange, LinkedReport, ReportId};

/// How far an event's interval reaches at most: with it, a question for the events since some day can leave older ones unread.
/// What lasts longer is found by its first year.
pub(super) const LONGEST_MS: i64 = 366 * DAY_MS;
/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Words of a participant's name that are indexed: a name of more is no name.
const INDEXED_WORDS: usize = 24;

const EVENT: &str = "select e.id, e.event_type, e.domain, e.status, e.when_start, e.when_end, e.when_precision, e.when_basis, e.country, \
     e.place, e.mode, e.confidence, e.n_reports, e.n_sources, e.first_reported_at, e.created_at, e.updated_at from events e";

/// An event with everything that is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDetail {
    /// The event.
    pub event: Event,
    /// Its reports, by publication.
    pub reports: Vec<LinkedReport>,
    /// How its status came about, oldest first.
    pub status_changes: Vec<EventStatusChange>,
    /// What articles said of it before their texts were changed, oldest first.
    pub edits: Vec<EventEdit>,
}

impl Store {
    /// One event with all its reports and the history of its status.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn event(&self, id: EventId) -> Result<Option<EventDetail>, StoreError> {
        self.read("reading an event", |db| Ok(read_details(db, "where e.id = ?1", [id.0])?.pop()))
    }
}

/// The interval by which an event is found: the days of its date, else the moment it was first reported.
pub(super) fn interval(when: Option<DateSpan>, first_reported_at: Timestamp) -> (i64, i64) {
    let midnight = |date: Date| TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok().map(ms);
    let days = when.and_then(|when| {
        let (from, to) = (midnight(when.start)?, midnight(when.end)? + DAY_MS - 1);
        Some((from, to.clamp(from, from + LONGEST_MS)))
    });
    days.unwrap_or((ms(first_reported_at), ms(first_reported_at)))
}

/// Every event that the rest of a statement (joins, conditions and order after `from events e`) gives, with participants.
pub(super) fn read_events(db: &Connection, rest: &str, params: impl Params) -> Outcome<Vec<Event>> {
    let mut events = all(db, &format!("{EVENT} {rest}"), params, event_of)?;
    let sql = "select event_id, role, kind, entity, name, text, country, organisation, office from event_participants
               where event_id = ?1 order by position";
    for event in &mut events {
        event.participants = all(db, sql, [event.id.0], |row| participant_of(&mut Columns::of("event_participants", row)))?;
    }
    Ok(events)
}

/// As [`read_events`], with reports and status history.
pub(super) fn read_details(db: &Connection, rest: &str, params: impl Params) -> Outcome<Vec<EventDetail>> {
    let history = "select event_id, status, at, report_id from event_status_changes where event_id = ?1 order by position";
    let edits = "select event_id, at, article_id, outlet, title, content_hash, status, evidence from event_edits where event_id = ?1
                 order by at, article_id";
    let events = read_events(db, rest, params)?;
    let detail = |event: Event| {
        let reports = read_reports(db, "r.event_id = ?1 order by r.at, r.id", [event.id.0])?;
        let status_changes = all(db, history, [event.id.0], status_change_of)?;
        let edits = all(db, edits, [event.id.0], edit_of)?;
        Ok(EventDetail { event, reports, status_changes, edits })
    };
    events.into_iter().map(detail).collect()
}

/// Makes the row of a new event, without participants and terms.
pub(super) fn insert_event(db: &Connection, event: &Event, first_reported_at: Timestamp, news: bool, now: Timestamp) -> Outcome<EventId> {
    let (date_from, date_to) = interval(event.when, first_reported_at);
    let mut statement = db.prepare_cached(
        "insert into events (event_type, domain, status, confidence, first_reported_at, created_at, updated_at, date_from, date_to, news)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)",
    )?;
    let id = statement.insert(params![
        event.event_type.as_str(),
        event.domain.as_str(),
        event.status.as_str(),
        clamp(event.confidence),
        ms(first_reported_at),
        ms(now),
        date_from,
        date_to,
        news,
    ])?;
    Ok(EventId(id))
}

/// Writes what an event's reports add up to, with participants and index terms; leaves the book-keeping columns alone.
pub(super) fn write_event(db: &Connection, id: EventId, event: &Event, first_reported_at: Timestamp, fold: Fold<'_>) -> Outcome<()> {
    let (date_from, date_to) = interval(event.when, first_reported_at);
    let [start, end, precision, basis] = when_values(event.when);
    let [country, place] = place_values(event.place.as_ref());
    run(
        db,
        "update events set event_type = ?2, domain = ?3, status = ?4, when_start = ?5, when_end = ?6, when_precision = ?7, when_basis = ?8,
             country = ?9, place = ?10, mode = ?11, confidence = ?12, first_reported_at = ?13, date_from = ?14, date_to = ?15 where id = ?1",
        params![
            id.0,
            event.event_type.as_str(),
            event.domain.as_str(),
            event.status.as_str(),
            start,
            end,
            precision,
            basis,
            country,
            place,
            event.mode.map(|mode| mode.as_str()),
            clamp(event.confidence),
            ms(first_reported_at),
            date_from,
            date_to,
        ],
    )?;
    let terms = write_participants(db, id, event, fold)?;
    run(db, "delete from event_terms where event_id = ?1", [id.0])?;
    for term in terms {
        run(db, "insert into event_terms (term, date_from, event_id) values (?1, ?2, ?3)", params![term, date_from, id.0])?;
    }
    Ok(())
}

/// Replaces an event's participants, and gives the terms under which the event is to be found.
fn write_participants(db: &Connection, id: EventId, event: &Event, fold: Fold<'_>) -> Outcome<BTreeSet<String>> {
    let mut terms = BTreeSet::new();
    terms.extend(event.place.iter().filter_map(|place| place.country.as_deref()).map(country_term));
    run(db, "delete from event_participants where event_id = ?1", [id.0])?;
    for (position, participant) in event.participants.iter().enumerate() {
        let folded = folded_names(&fold(&participant.name), &fold(&participant.text));
        terms.extend(folded.split(' ').filter(|word| !word.is_empty() && *word != "|").take(INDEXED_WORDS).map(word_term));
        terms.extend(participant.entity.iter().map(|entity| entity.0.clone()));
        terms.extend(participant.country.as_deref().map(country_term));
        run(
            db,
            "insert into event_participants (event_id, position, role, kind, entity, name, text, country, organisation, office, folded)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                id.0,
                index(position),
                participant.role.as_str(),
                participant.kind.as_str(),
                participant.entity.as_ref().map(|entity| &entity.0),
                participant.name,
                participant.text,
                participant.country,
                participant.organisation,
                participant.office,
                folded,
            ],
        )?;
    }
    Ok(terms)
}

/// Both names, each between spaces, so that a whole word or run of words of one name can be looked for.
fn folded_names(name: &str, text: &str) -> String {
    let words = |text: &str| text.split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ");
    let (name, text) = (words(name), words(text));
    if name == text { format!(" {name} ") } else { format!(" {name} | {text} ") }
}

/// The index term of a state.
pub(super) fn country_term(country: &str) -> String {
    format!("country={country}")
}

/// The index term of a folded word of a name.
pub(super) fn word_term(word: &str) -> String {
    format!("word={word}")
}

fn event_of(row: &Row<'_>) -> Outcome<Event> {
    let mut c = Columns::of("events", row);
    Ok(Event {
        id: EventId(c.take()?),
        event_type: c.word()?,
        domain: c.word()?,
        status: c.word()?,
        when: when_of(&mut c)?,
        place: place_of(&mut c)?,
        mode: c.maybe_word()?,
        participants: Vec::new(),
        confidence: c.take()?,
        n_reports: c.take()?,
        n_sources: c.take()?,
        first_reported_at: c.time()?,
        created_at: c.time()?,
        updated_at: c.time()?,
    })
}

fn edit_of(row: &Row<'_>) -> Outcome<EventEdit> {
    let mut c = Columns::of("event_edits", row);
    let _event_id: i64 = c.take()?;
    Ok(EventEdit {
        at: c.time()?,
        article_id: ArticleId(c.take()?),
        outlet: c.take()?,
        title: c.take()?,
        content_hash: c.take()?,
        status: c.word()?,
        evidence: c.take()?,
    })
}

fn status_change_of(row: &Row<'_>) -> Outcome<EventStatusChange> {
    let mut c = Columns::of("event_status_changes", row);
    let _event: i64 = c.take()?;
    Ok(EventStatusChange { status: c.word()?, at: c.time()?, report_id: ReportId(c.take()?) })
}
