//! Reports as rows: writing them, and reading them back with their article.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};

use super::rows::{Columns, Outcome, all, ms, run, to_json};
use crate::model::{
    ArticleId, Attribution, Basis, Codes, DateSpan, EntityRef, Evidence, Fingerprint, LinkedReport, Participant, Place, Precision, Report,
    ReportId, Span,
};

/// The columns that [`linked_report_of`] reads, of `reports r join articles a`.
pub(super) const REPORT_COLUMNS: &str = "r.id, r.article_id, a.title, a.url, a.lang, a.outlet, a.agency, \
     (select count(*) from items i where i.article_id = a.id), a.fingerprint, a.published_at, a.first_seen_at, \
     r.event_type, r.domain, r.status, r.when_start, r.when_end, r.when_precision, r.when_basis, r.country, r.place, r.mode, r.topics, \
     r.evidence, r.evidence_start, r.evidence_end, r.confidence, r.plover, r.cameo, r.trace";

/// Where a new report stands.
pub(super) struct ReportPlace {
    pub(super) article_id: ArticleId,
    pub(super) position: usize,
    pub(super) at: Timestamp,
    pub(super) quiet: bool,
}

/// Writes a report with its participants and attribution.
pub(super) fn insert_report(db: &Connection, place: &ReportPlace, report: &Report) -> Outcome<ReportId> {
    let span = report.evidence.span;
    let mut statement = db.prepare_cached(
        "insert into reports (article_id, position, at, quiet, event_type, domain, status, when_start, when_end, when_precision, when_basis,
             country, place, mode, topics, evidence, evidence_start, evidence_end, confidence, plover, cameo, trace)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    )?;
    let [start, end, precision, basis] = when_values(report.when);
    let [country, town] = place_values(report.place.as_ref());
    let id = statement.insert(params![
        place.article_id.0,
        index(place.position),
        ms(place.at),
        place.quiet,
        report.event_type.as_str(),
        report.domain.as_str(),
        report.status.as_str(),
        start,
        end,
        precision,
        basis,
        country,
        town,
        report.mode.map(|mode| mode.as_str()),
        to_json("a report's topics", &report.topics)?,
        report.evidence.text,
        span.map(|span| index(span.start)),
        span.map(|span| index(span.end)),
        clamp(report.confidence),
        report.codes.plover,
        report.codes.cameo,
        to_json("a report's trace", &report.trace)?,
    ])?;
    for (position, participant) in report.participants.iter().enumerate() {
        insert_participant(db, ReportId(id), position, participant)?;
    }
    for (position, source) in report.attribution.iter().enumerate() {
        run(
            db,
            "insert into report_attribution (report_id, position, name, entity) values (?1, ?2, ?3, ?4)",
            params![id, index(position), source.name, source.entity.as_ref().map(|entity| &entity.0)],
        )?;
    }
    Ok(ReportId(id))
}

fn insert_participant(db: &Connection, id: ReportId, position: usize, participant: &Participant) -> Outcome<()> {
    run(
        db,
        "insert into report_participants (report_id, position, role, kind, entity, name, text, country, organisation, office)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
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
        ],
    )?;
    Ok(())
}

/// Reads the columns of [`REPORT_COLUMNS`]; participants and attribution still want reading.
fn linked_report_of(c: &mut Columns<'_>) -> Outcome<LinkedReport> {
    Ok(LinkedReport {
        id: ReportId(c.take()?),
        article_id: ArticleId(c.take()?),
        article_title: c.take()?,
        article_url: c.take()?,
        lang: c.take()?,
        outlet: c.take()?,
        agency: c.take()?,
        n_sightings: c.take()?,
        fingerprint: c.take::<Option<i64>>()?.map(|bits| Fingerprint(bits.cast_unsigned())),
        published_at: c.maybe_time()?,
        first_seen_at: c.time()?,
        report: Report {
            event_type: c.word()?,
            domain: c.word()?,
            status: c.word()?,
            when: when_of(c)?,
            place: place_of(c)?,
            participants: Vec::new(),
            mode: c.maybe_word()?,
            topics: c.json()?,
            attribution: Vec::new(),
            evidence: Evidence { text: c.take()?, span: span_of(c)? },
            confidence: c.take()?,
            codes: Codes { plover: c.take()?, cameo: c.take()? },
            trace: c.json()?,
        },
    })
}

/// Every report that `condition` (over `reports r join articles a`) holds for, whole.
pub(super) fn read_reports(db: &Connection, condition: &str, params: impl rusqlite::Params) -> Outcome<Vec<LinkedReport>> {
    let sql = format!("select {REPORT_COLUMNS} from reports r join articles a on a.id = r.article_id where {condition}");
    let mut reports = all(db, &sql, params, |row| linked_report_of(&mut Columns::of("reports", row)))?;
    for linked in &mut reports {
        let sql = "select report_id, role, kind, entity, name, text, country, organisation, office from report_participants
                   where report_id = ?1 order by position";
        linked.report.participants = all(db, sql, [linked.id.0], |row| participant_of(&mut Columns::of("report_participants", row)))?;
        let sql = "select report_id, name, entity from report_attribution where report_id = ?1 order by position";
        linked.report.attribution = all(db, sql, [linked.id.0], attribution_of)?;
    }
    Ok(reports)
}

/// Reads an owner's id (left aside), then role, kind, entity, name, text, country, organisation and office.
pub(super) fn participant_of(c: &mut Columns<'_>) -> Outcome<Participant> {
    let _owner: i64 = c.take()?;
    Ok(Participant {
        role: c.word()?,
        kind: c.word()?,
        entity: c.take::<Option<String>>()?.map(EntityRef),
        name: c.take()?,
        text: c.take()?,
        country: c.take()?,
        organisation: c.take()?,
        office: c.take()?,
    })
}

fn attribution_of(row: &Row<'_>) -> Outcome<Attribution> {
    let mut c = Columns::of("report_attribution", row);
    let _owner: i64 = c.take()?;
    Ok(Attribution { name: c.take()?, entity: c.take::<Option<String>>()?.map(EntityRef) })
}

/// Reads start, end, precision and basis.
pub(super) fn when_of(c: &mut Columns<'_>) -> Outcome<Option<DateSpan>> {
    let (start, end) = (c.maybe_word::<Date>()?, c.maybe_word::<Date>()?);
    let (precision, basis) = (c.maybe_word::<Precision>()?, c.maybe_word::<Basis>()?);
    Ok(match (start, end, precision, basis) {
        (Some(start), Some(end), Some(precision), Some(basis)) => Some(DateSpan { start, end, precision, basis }),
        _ => None,
    })
}

/// Reads country and place; a place of which nothing is known is no place.
pub(super) fn place_of(c: &mut Columns<'_>) -> Outcome<Option<Place>> {
    let place = Place { country: c.take()?, place: c.take()? };
    Ok((place != Place::default()).then_some(place))
}

fn span_of(c: &mut Columns<'_>) -> Outcome<Option<Span>> {
    let (start, end) = (c.take::<Option<u32>>()?, c.take::<Option<u32>>()?);
    Ok(start.zip(end).map(|(start, end)| Span { start: start as usize, end: end as usize }))
}

/// Start, end, precision and basis as SQL keeps them.
pub(super) fn when_values(when: Option<DateSpan>) -> [Option<String>; 4] {
    when.map_or([const { None }; 4], |when| {
        [when.start.to_string(), when.end.to_string(), when.precision.to_string(), when.basis.to_string()].map(Some)
    })
}

/// Country and place as SQL keeps them.
pub(super) fn place_values(place: Option<&Place>) -> [Value; 2] {
    [place.and_then(|place| place.country.clone()), place.and_then(|place| place.place.clone())].map(Value::from)
}

/// A confidence that the schema takes: not-a-number counts as none.
pub(super) fn clamp(confidence: f64) -> f64 {
    if confidence.is_nan() { 0.0 } else { confidence.clamp(0.0, 1.0) }
}

/// A position or byte offset as SQL keeps it.
pub(super) fn index(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
