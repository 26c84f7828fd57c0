//! The question of the project: which events, with whom, when.

use std::borrow::Cow;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::error::StoreError;
use super::events::{LONGEST_MS, country_term, interval, read_events, word_term};
use super::linking::marks;
use super::open::Store;
use super::rows::{Columns, Outcome, all, limit_of, ms, value};
use crate::model::{Domain, EntityRef, Event, EventId, EventSource, EventSummary, EventType, FeedId, Status};

/// Somebody who is asked for: any of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameQuery {
    /// Ids of the knowledge base.
    pub entities: Vec<EntityRef>,
    /// Folded words that stand beside each other in a participant's name, whole: `petrov`, `ivan petrov`.
    pub names: Vec<String>,
}

/// By what events are sorted, newest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EventSort {
    /// By the first day of the event, else by the first report.
    #[default]
    Date,
    /// By when it was first stored.
    Seen,
}

/// The place after which the next page starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventCursor {
    date_from: i64,
    id: EventId,
}

impl EventCursor {
    /// The place of an event.
    pub fn at(event: &Event) -> Self {
        Self { date_from: interval(event.when, event.first_reported_at).0, id: event.id }
    }
}

/// Which events are asked for; what is absent or empty does not matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventQuery {
    /// Every one of these takes part.
    pub with: Vec<NameQuery>,
    /// Of one of these types.
    pub types: Vec<EventType>,
    /// One of these states takes part, or is the place: ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// In one of these states.
    pub statuses: Vec<Status>,
    /// Of this desk.
    pub domain: Option<Domain>,
    /// Told in this language.
    pub lang: Option<String>,
    /// Told in this feed.
    pub feed: Option<FeedId>,
    /// Whose date (else first report) reaches this moment or a later one.
    pub since: Option<Timestamp>,
    /// Whose date (else first report) begins before this moment.
    pub until: Option<Timestamp>,
    /// Told by an article for which this full-text expression (FTS5, already folded) holds.
    pub text: Option<String>,
    /// At least this sure.
    pub min_confidence: Option<f64>,
    /// By what they are sorted, newest first.
    pub sort: EventSort,
    /// At most this many.
    pub limit: usize,
    /// The place where the page before ended.
    pub after: Option<EventCursor>,
}

impl Store {
    /// The events that are asked for, newest first; never those that have no report any more.
    ///
    /// # Errors
    /// Where the database fails, or refuses the full-text expression.
    pub fn find_events(&self, query: &EventQuery) -> Result<Vec<EventSummary>, StoreError> {
        self.read("looking for events", |db| {
            let query = rarest_first(db, query)?;
            let (sql, values) = ids_sql(&query);
            let ids: Vec<i64> = all(db, &sql, params_from_iter(&values), |row| Ok(row.get(0)?))?;
            let mut summaries = Vec::with_capacity(ids.len());
            for id in ids {
                let event = read_events(db, "where e.id = ?1", [id])?.pop();
                summaries.extend(event.map(|event| summarise(db, event)).transpose()?);
            }
            Ok(summaries)
        })
    }
}

impl Store {
    /// Who tells of an event, in order of publication.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn event_sources(&self, id: EventId) -> Result<Vec<EventSource>, StoreError> {
        self.read("reading who tells of an event", |db| read_sources(db, id))
    }
}

/// Events looked at to tell whom a name stands for: whoever goes by it takes part in one of the newest.
const NAMED_EVENTS: usize = 200;

impl Store {
    /// The entities of the knowledge base that take part in events under a name which holds these folded words side by side,
    /// as far as the newest events tell. Costs the same however many events there are.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn entities_named(&self, words: &str) -> Result<Vec<EntityRef>, StoreError> {
        let Some(rarest) = words.split_whitespace().max_by_key(|word| word.len()) else { return Ok(Vec::new()) };
        self.read("looking for a name", |db| {
            let sql = "select distinct p.entity from (
                           select event_id from event_terms where term = ?1 order by date_from desc limit ?3) h
                       cross join event_participants p on p.event_id = h.event_id
                       where p.entity is not null and 0 < instr(p.folded, ?2) order by p.entity";
            let values = [Value::from(word_term(rarest)), format!(" {words} ").into(), limit_of(NAMED_EVENTS).into()];
            all(db, sql, params_from_iter(values), |row| Ok(EntityRef(row.get(0)?)))
        })
    }
}

/// Conditions with the values for their question marks, in order.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn push(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    fn push_in(&mut self, column: &str, values: impl ExactSizeIterator<Item = Value>) {
        if 0 < values.len() {
            self.push(format!("{column} in ({})", marks(values.len())), values);
        }
    }
}

/// Puts whoever takes part in the fewest events first, to lead.
fn rarest_first<'q>(db: &Connection, query: &'q EventQuery) -> Outcome<Cow<'q, EventQuery>> {
    /// Of two names in more events than this it matters little which leads.
    const MAX_COUNTED: i64 = 2_000;
    if query.with.len() < 2 {
        return Ok(Cow::Borrowed(query));
    }
    let mut with = Vec::with_capacity(query.with.len());
    for name in &query.with {
        let mut n_events = 0;
        for term in lead_terms(name) {
            let sql = "select count(*) from (select 1 from event_terms where term = ?1 limit ?2)";
            n_events += value::<i64>(db, sql, params![term, MAX_COUNTED])?.unwrap_or(0);
        }
        with.push((n_events, name));
    }
    with.sort_by_key(|(n_events, _)| *n_events);
    Ok(Cow::Owned(EventQuery { with: with.into_iter().map(|(_, name)| name.clone()).collect(), ..query.clone() }))
}

/// More terms than this are looked up together and sorted, in place of one statement for each.
const MAX_MERGED: usize = 24;

/// The statement that gives the ids, newest first.
///
/// Whoever is asked for first leads: the index of terms has that participant's events in order of their dates, so the newest
/// are found without looking at the others. The cross join keeps SQLite from turning that round. Where several terms stand for
/// the one asked for (an entity, and the words of a name), the newest of each are found so and merged: the newest of all are
/// among them.
pub(super) fn ids_sql(query: &EventQuery) -> (String, Vec<Value>) {
    let lead = query.with.first().map_or_else(|| country_lead(&query.countries), lead_terms);
    match lead.as_slice() {
        [] => led_by(query, "events e", ["e.date_from", "e.id"], Conditions::default()),
        [term] => led_by_term(query, term),
        terms if query.sort == EventSort::Date && terms.len() <= MAX_MERGED => {
            let (parts, values): (Vec<String>, Vec<Vec<Value>>) = terms.iter().map(|term| led_by_term(query, term)).unzip();
            let merged = parts.iter().map(|sql| format!("select id, date from ({sql})")).collect::<Vec<_>>().join(" union ");
            let values = values.into_iter().flatten().chain([limit_of(query.limit).into()]).collect();
            (format!("select id, date from ({merged}) order by date desc, id desc limit ?"), values)
        }
        terms => {
            let hits = format!("select distinct date_from, event_id from event_terms where term in ({})", marks(terms.len()));
            let source = format!("({hits}) h cross join events e on e.id = h.event_id");
            let values = terms.iter().map(|term| Value::from(term.clone())).collect();
            led_by(query, &source, ["h.date_from", "h.event_id"], Conditions { sql: Vec::new(), values })
        }
    }
}

/// The statement over the events of one index term.
fn led_by_term(query: &EventQuery, term: &str) -> (String, Vec<Value>) {
    let mut conditions = Conditions::default();
    conditions.push("h.term = ?", [Value::from(term.to_owned())]);
    led_by(query, "event_terms h cross join events e on e.id = h.event_id", ["h.date_from", "h.event_id"], conditions)
}

/// The statement over one source of events, whose date and id are read from the given columns.
fn led_by(query: &EventQuery, source: &str, [date, id]: [&str; 2], mut conditions: Conditions) -> (String, Vec<Value>) {
    conditions.push("0 < e.n_reports", []);
    push_filters(&mut conditions, query, date);
    if let Some(EventCursor { date_from, id: last }) = query.after {
        match query.sort {
            EventSort::Date => conditions.push(format!("({date}, {id}) < (?, ?)"), [date_from.into(), last.0.into()]),
            EventSort::Seen => conditions.push(format!("{id} < ?"), [last.0.into()]),
        }
    }
    let order = match query.sort {
        EventSort::Date => format!("{date} desc, {id} desc"),
        // Ids grow with time, and are in every index.
        EventSort::Seen => format!("{id} desc"),
    };
    let Conditions { sql, mut values } = conditions;
    values.push(limit_of(query.limit).into());
    (format!("select e.id as id, {date} as date from {source} where {} order by {order} limit ?", sql.join(" and ")), values)
}

fn push_filters(conditions: &mut Conditions, query: &EventQuery, date: &str) {
    query.with.iter().for_each(|name| push_name(conditions, name));
    conditions.push_in("e.event_type", query.types.iter().map(|event_type| event_type.as_str().to_owned().into()));
    conditions.push_in("e.status", query.statuses.iter().map(|status| status.as_str().to_owned().into()));
    if !query.countries.is_empty() {
        push_terms(conditions, query.countries.iter().map(|country| country_term(country)).collect());
    }
    if let Some(domain) = query.domain {
        conditions.push("e.domain = ?", [domain.as_str().to_owned().into()]);
    }
    if let Some(since) = query.since {
        conditions.push("? <= e.date_to", [ms(since).into()]);
        conditions.push(format!("? <= {date}"), [(ms(since).saturating_sub(LONGEST_MS)).into()]);
    }
    if let Some(until) = query.until {
        conditions.push(format!("{date} < ?"), [ms(until).into()]);
    }
    if let Some(min_confidence) = query.min_confidence {
        conditions.push("? <= e.confidence", [min_confidence.into()]);
    }
    if let Some(lang) = &query.lang {
        let sql = "exists (select 1 from reports r join articles a on a.id = r.article_id where r.event_id = e.id and a.lang = ?)";
        conditions.push(sql, [lang.clone().into()]);
    }
    if let Some(feed) = query.feed {
        let sql = "exists (select 1 from reports r join items i on i.article_id = r.article_id where r.event_id = e.id and i.feed_id = ?)";
        conditions.push(sql, [feed.0.into()]);
    }
    if let Some(text) = &query.text {
        let sql =
            "e.id in (select r.event_id from reports r where r.article_id in (select rowid from article_fts where article_fts match ?))";
        conditions.push(sql, [text.clone().into()]);
    }
}

/// The terms of which every event with this participant has at least one.
fn lead_terms(name: &NameQuery) -> Vec<String> {
    // The longest word of a name is the rarest, as a rule.
    let words = name.names.iter().filter_map(|name| name.split_whitespace().max_by_key(|word| word.len()));
    name.entities.iter().map(|entity| entity.0.clone()).chain(words.map(word_term)).collect()
}

/// A single state may lead; several are a filter.
fn country_lead(countries: &[String]) -> Vec<String> {
    match countries {
        [country] => vec![country_term(country)],
        _ => Vec::new(),
    }
}

fn push_name(conditions: &mut Conditions, name: &NameQuery) {
    let words = |name: &String| name.split_whitespace().collect::<Vec<_>>().join(" ");
    let names: Vec<String> = name.names.iter().map(words).filter(|name| !name.is_empty()).collect();
    let (phrases, single): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| name.contains(' '));
    let terms: Vec<String> = name.entities.iter().map(|entity| entity.0.clone()).chain(single.iter().map(|word| word_term(word))).collect();
    let mut any = Conditions::default();
    if !terms.is_empty() {
        push_terms(&mut any, terms);
    }
    for phrase in phrases {
        let sql = "exists (select 1 from event_participants p where p.event_id = e.id and 0 < instr(p.folded, ?))";
        any.push(sql, [format!(" {phrase} ").into()]);
    }
    // Nobody asked for takes part in nothing.
    let sql = if any.sql.is_empty() { "0".to_owned() } else { format!("({})", any.sql.join(" or ")) };
    conditions.push(sql, any.values);
}

fn push_terms(conditions: &mut Conditions, terms: Vec<String>) {
    let sql = format!(
        "exists (select 1 from event_terms t where t.term in ({}) and t.date_from = e.date_from and t.event_id = e.id)",
        marks(terms.len())
    );
    conditions.push(sql, terms.into_iter().map(Value::from));
}

fn summarise(db: &Connection, event: Event) -> Outcome<EventSummary> {
    let texts = |sql| all(db, sql, [event.id.0], |row| Ok(row.get(0)?));
    let evidence = value(db, "select evidence from reports where event_id = ?1 order by confidence desc, at, id limit 1", [event.id.0])?;
    let outlets = texts(
        "select a.outlet from reports r join articles a on a.id = r.article_id
         where r.event_id = ?1 and a.outlet is not null group by a.outlet order by min(r.at), min(r.id)",
    )?;
    let langs = texts(
        "select distinct a.lang from reports r join articles a on a.id = r.article_id
         where r.event_id = ?1 and a.lang is not null order by a.lang",
    )?;
    let attribution = texts(
        "select s.name from reports r join report_attribution s on s.report_id = r.id
         where r.event_id = ?1 group by s.name order by min(r.at), min(s.position), s.name",
    )?;
    let sources = read_sources(db, event.id)?;
    Ok(EventSummary { event, evidence: evidence.unwrap_or_default(), outlets, langs, sources, attribution })
}

fn read_sources(db: &Connection, id: EventId) -> Outcome<Vec<EventSource>> {
    let sql = "select min(r.id), coalesce(a.agency, a.outlet), min(iif(a.agency is null or a.agency = a.outlet, null, a.outlet)),
                   count(distinct i.feed_id)
               from reports r join articles a on a.id = r.article_id left join items i on i.article_id = a.id
               where r.event_id = ?1 and coalesce(a.agency, a.outlet) is not null group by 2 order by min(r.at), 1";
    all(db, sql, [id.0], |row| {
        let mut c = Columns::of("reports", row);
        let _report: i64 = c.take()?;
        Ok(EventSource { name: c.take()?, carried_by: c.take()?, n_feeds: c.take()? })
    })
}
