//! Reports on their way into events.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::error::StoreError;
use super::events::{EventDetail, country_term, insert_event, read_details, read_events, write_event};
use super::extraction::{Fold, Recorded};
use super::open::Store;
use super::reports::{index, read_reports};
use super::rows::{Columns, Ms, Outcome, all, first, limit_of, ms, run, value};
use crate::model::{
    ArticleId, Entity, EntityRef, Event, EventId, EventType, Fingerprint, LinkedReport, ReportId, Source, Status, independent,
};

/// Which events a report might belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateQuery<'a> {
    /// Of these types.
    pub types: &'a [EventType],
    /// With one of these states taking part or being the place; any where empty.
    pub countries: &'a [String],
    /// Whose date (else first report) reaches into one of these times, from … to, inclusive.
    pub times: &'a [(Timestamp, Timestamp)],
    /// Events that already hold a report of this article are left out: one article tells one event once.
    pub not_of: Option<ArticleId>,
}

/// An article that tells an event, with those whom it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Teller {
    /// The event.
    pub event_id: EventId,
    /// The article.
    pub article_id: ArticleId,
    /// Persons and bodies, without where they are named.
    pub names: Vec<Entity>,
}

/// Where a report belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LinkDecision<'a> {
    /// It is the first of its event, and its status the first of the event's history. Id, counts and times of the event given
    /// are not looked at.
    New(&'a Event),
    /// It belongs to a known event.
    Existing {
        /// That event.
        event_id: EventId,
        /// The event with what the report adds. Id, counts and times are not looked at.
        merged: &'a Event,
        /// The new status, where the report changes it.
        status_change: Option<Status>,
    },
}

/// What an unlinked report lends its event.
struct Arrival {
    at: Timestamp,
    quiet: bool,
}

impl Store {
    /// Reports without an event, in order of publication (else sighting) of their articles.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_reports(&self, limit: usize) -> Result<Vec<LinkedReport>, StoreError> {
        self.read("looking for reports to link", |db| {
            let condition = "r.event_id is null and not exists (
                                 select 1 from faults where unit = 'report' and row_id = r.id and 3 <= tries)
                             order by r.at, r.id limit ?1";
            read_reports(db, condition, [limit_of(limit)])
        })
    }

    /// Events that a report might belong to, oldest first; also those that have lost all their reports.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn event_candidates(&self, query: &CandidateQuery<'_>) -> Result<Vec<Event>, StoreError> {
        let CandidateQuery { types, countries, times, not_of } = query;
        let mut values: Vec<Value> = times.iter().flat_map(|(from, to)| within(ms(*from), ms(*to))).map(Value::from).collect();
        let reaches = vec![REACHES; times.len()].join(" or ");
        let mut condition = format!("where ({reaches}) and e.event_type in ({})", marks(types.len()));
        values.extend(types.iter().map(|event_type| Value::from(event_type.as_str().to_owned())));
        if !countries.is_empty() {
            condition += &format!(
                " and exists (select 1 from event_terms t where t.event_id = e.id and t.date_from = e.date_from and t.term in ({}))",
                marks(countries.len())
            );
            values.extend(countries.iter().map(|country| Value::from(country_term(country))));
        }
        if let Some(article) = not_of {
            condition += " and not exists (select 1 from reports r where r.event_id = e.id and r.article_id = ?)";
            values.push(Value::from(article.0));
        }
        condition += " order by e.id";
        self.read("looking for events that a report belongs to", |db| read_events(db, &condition, params_from_iter(values)))
    }

    /// Persons and bodies that an article names, without where.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn names_in(&self, id: ArticleId) -> Result<Vec<Entity>, StoreError> {
        self.read("reading the names in an article", |db| read_names(db, id))
    }

    /// The articles that tell these events and came out within a time, the latest dozen of each event.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn tellers(&self, events: &[EventId], from: Timestamp, to: Timestamp) -> Result<Vec<Teller>, StoreError> {
        let sql = "select article_id from reports where event_id = ?1 and at between ?2 and ?3 order by at desc, id limit ?4";
        self.read("reading the names in articles of an event", |db| {
            let mut tellers = Vec::new();
            for &event_id in events {
                let articles: Vec<i64> =
                    all(db, sql, params![event_id.0, ms(from), ms(to), MOST_TELLERS], |row| Columns::of("reports", row).take())?;
                for article_id in articles.into_iter().map(ArticleId) {
                    tellers.push(Teller { event_id, article_id, names: read_names(db, article_id)? });
                }
            }
            Ok(tellers)
        })
    }

    /// Gives a report its place, and its event what the report adds. `None`, and nothing written, where the report is linked or
    /// gone, or the event is gone: ask again what is due.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_link(
        &self,
        id: ReportId,
        decision: LinkDecision<'_>,
        fold: Fold<'_>,
        now: Timestamp,
    ) -> Result<Option<EventId>, StoreError> {
        self.write("linking a report", |db| {
            let arrival = first(db, "select id, at, quiet from reports where id = ?1 and event_id is null", [id.0], |row| {
                let mut c = Columns::of("reports", row);
                let _id: i64 = c.take()?;
                Ok(Arrival { at: c.time()?, quiet: c.take()? })
            })?;
            let Some(arrival) = arrival else { return Ok(None) };
            let (event_id, event, status) = match decision {
                LinkDecision::New(event) => {
                    let event_id = insert_event(db, event, arrival.at, !arrival.quiet, now)?;
                    (event_id, event, Some(event.status))
                }
                LinkDecision::Existing { event_id, merged, status_change } => {
                    if !touch(db, event_id, &arrival, now)? {
                        return Ok(None);
                    }
                    (event_id, merged, status_change)
                }
            };
            run(db, "update reports set event_id = ?2 where id = ?1", [id.0, event_id.0])?;
            run(db, "delete from faults where unit = 'report' and row_id = ?1", [id.0])?;
            refresh(db, event_id, event, fold)?;
            if let Some(status) = status {
                record_status(db, event_id, status, &arrival, id)?;
            }
            Ok(Some(event_id))
        })
    }

    /// Events that have lost a report: to be put together afresh from those that are left, if any are.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_recounts(&self, limit: usize) -> Result<Vec<EventDetail>, StoreError> {
        self.read("looking for events to put together afresh", |db| {
            read_details(db, "where e.recount = 1 order by e.id limit ?1", [limit_of(limit)])
        })
    }

    /// Writes an event as its remaining reports tell it. Stale, and nothing written, where its reports changed since they
    /// were read (`n_reports` of `merged` tells) or the event is gone.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_recount(&self, id: EventId, merged: &Event, fold: Fold<'_>, now: Timestamp) -> Result<Recorded, StoreError> {
        self.write("putting an event together afresh", |db| {
            let sql = "update events set recount = 0, edited = 0, news = max(news, edited), version = version + 1, updated_at = ?2
                       where id = ?1 and n_reports = ?3";
            if run(db, sql, params![id.0, ms(now), merged.n_reports])? == 0 {
                return Ok(Recorded::Stale);
            }
            refresh(db, id, merged, fold)?;
            Ok(Recorded::Done)
        })
    }
}

/// Whether an event reaches into some days, so put that an index has a bound on either side: most are short, and those that are not
/// have an index of their own (migration 4, whose number this is).
const REACHES: &str = "(e.date_to between ? and ? and e.date_from <= ?) or \
    (2764800000 < e.date_to - e.date_from and ? <= e.date_to and e.date_from <= ?)";
/// Milliseconds that a short event lasts at most.
const SHORT_MS: i64 = 2_764_800_000;

/// The values of [`REACHES`].
const fn within(from: i64, to: i64) -> [i64; 5] {
    [from, to.saturating_add(SHORT_MS), to, from, to]
}

/// Articles of an event that are looked at, when it is asked which story it belongs to.
const MOST_TELLERS: i64 = 12;

fn read_names(db: &Connection, id: ArticleId) -> Outcome<Vec<Entity>> {
    let sql = "select entity, kind, name, country from article_entities where article_id = ?1 and kind <> 'country' order by position";
    all(db, sql, [id.0], |row| {
        let mut c = Columns::of("article_entities", row);
        let entity = c.take::<Option<String>>()?.map(EntityRef);
        Ok(Entity { entity, kind: c.word()?, name: c.take()?, country: c.take()?, mentions: Vec::new() })
    })
}

/// `?, ?, ?` for an `in` list.
pub(super) fn marks(n: usize) -> String {
    vec!["?"; n].join(", ")
}

/// Notes a change of a known event; false where there is no such event.
fn touch(db: &Connection, id: EventId, arrival: &Arrival, now: Timestamp) -> Outcome<bool> {
    let sql = "update events set version = version + 1, news = max(news, ?2), updated_at = ?3 where id = ?1";
    Ok(0 < run(db, sql, params![id.0, !arrival.quiet, ms(now)])?)
}

/// Counts an event's reports and writes what they add up to.
fn refresh(db: &Connection, id: EventId, event: &Event, fold: Fold<'_>) -> Outcome<()> {
    refresh_counts(db, id)?;
    let first_at: Option<Ms> = value(
        db,
        "select coalesce(min(r.at), e.first_reported_at) from events e left join reports r on r.event_id = e.id where e.id = ?1",
        [id.0],
    )?;
    write_event(db, id, event, first_at.map_or(event.first_reported_at, |ms| ms.0), fold)
}

/// Counts an event's reports, and the independent sources that tell it.
pub(super) fn refresh_counts(db: &Connection, id: EventId) -> Outcome<()> {
    let told = all(
        db,
        "select coalesce(a.agency, a.outlet), a.id, a.fingerprint from reports r join articles a on a.id = r.article_id where r.event_id = ?1 order by r.at, r.id",
        [id.0],
        |row| {
            let mut c = Columns::of("articles", row);
            Ok((c.take::<Option<String>>()?, c.take::<i64>()?, c.take::<Option<i64>>()?))
        },
    )?;
    let print = |bits: i64| Fingerprint(bits.cast_unsigned());
    let source =
        told.iter().map(|(outlet, article, bits)| Source { outlet: outlet.as_deref(), article: *article, fingerprint: bits.map(print) });
    let sources: Vec<Source<'_>> = source.collect();
    let n_sources = independent(&sources).into_iter().max().map_or(0, |last| last + 1);
    run(db, "update events set n_reports = ?2, n_sources = ?3 where id = ?1", params![id.0, index(told.len()), index(n_sources)])?;
    Ok(())
}

fn record_status(db: &Connection, id: EventId, status: Status, arrival: &Arrival, report_id: ReportId) -> Outcome<()> {
    run(
        db,
        "insert into event_status_changes (event_id, position, status, at, report_id)
         select ?1, coalesce(max(position) + 1, 0), ?2, ?3, ?4 from event_status_changes where event_id = ?1",
        params![id.0, status.as_str(), ms(arrival.at), report_id.0],
    )?;
    Ok(())
}
