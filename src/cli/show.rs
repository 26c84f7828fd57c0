//! `rasid show`: one event with every report, its evidence and address.

use jiff::Timestamp;
use serde::Serialize;

use super::args::ShowArgs;
use super::print::{Cell, Column, Format, Times};
use super::views::{EventView, attribution, confidence_cell, date, date_cell, distinct, participant_in_full, place, status_cell};
use super::{App, Outcome};
use crate::model::{
    Attribution, DateSpan, EventEdit, EventSource, EventStatusChange, EventSummary, EventType, LinkedReport, Participant, Place, Status,
    Trace,
};
use crate::store::EventDetail;

/// An event with all that is told of it, as JSON has it.
#[derive(Serialize)]
struct DetailView {
    #[serde(flatten)]
    event: EventView,
    status_changes: Vec<StatusView>,
    /// What articles said before their texts were changed.
    edits: Vec<EditView>,
    reports: Vec<ReportView>,
}

#[derive(Serialize)]
struct EditView {
    at: Timestamp,
    article_id: i64,
    title: String,
    outlet: Option<String>,
    /// Of the earlier text.
    content_hash: String,
    status: Status,
    evidence: String,
    /// Whether the article tells of the event still.
    still_told: bool,
}

#[derive(Serialize)]
struct StatusView {
    status: Status,
    at: Timestamp,
    report_id: i64,
}

/// One article's account, with where it stands.
#[derive(Serialize)]
pub(super) struct ReportView {
    pub id: i64,
    pub article_id: i64,
    pub article_title: String,
    pub address: Option<String>,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub n_sightings: u32,
    pub lang: Option<String>,
    pub published_at: Option<Timestamp>,
    pub first_seen_at: Timestamp,
    #[serde(rename = "type")]
    pub event_type: EventType,
    pub status: Status,
    pub when: Option<DateSpan>,
    #[serde(rename = "where")]
    pub place: Option<Place>,
    pub participants: Vec<Participant>,
    pub attribution: Vec<Attribution>,
    pub topics: Vec<String>,
    pub evidence: String,
    pub confidence: f64,
    pub plover: Option<String>,
    pub cameo: Option<String>,
    pub trace: Trace,
}

impl ReportView {
    pub fn of(linked: LinkedReport) -> Self {
        let report = linked.report;
        Self {
            id: linked.id.0,
            article_id: linked.article_id.0,
            article_title: linked.article_title,
            address: linked.article_url,
            outlet: linked.outlet,
            agency: linked.agency,
            n_sightings: linked.n_sightings,
            lang: linked.lang,
            published_at: linked.published_at,
            first_seen_at: linked.first_seen_at,
            event_type: report.event_type,
            status: report.status,
            when: report.when,
            place: report.place,
            participants: report.participants,
            attribution: report.attribution,
            topics: report.topics,
            evidence: report.evidence.text,
            confidence: report.confidence,
            plover: report.codes.plover,
            cameo: report.codes.cameo,
            trace: report.trace,
        }
    }
}

pub(super) fn run(app: &mut App, args: &ShowArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let Some(detail) = store.event(args.event)? else {
        app.printer.note(&format!("there is no event {}; `rasid events` has them", args.event));
        return Ok(Outcome::NothingFound);
    };
    let view = view(detail, store.event_sources(args.event)?);
    match app.printer.format() {
        Format::Json => app.printer.json(&view)?,
        Format::Ndjson => app.printer.json_line(&view)?,
        Format::Csv => app.printer.list(&report_columns(app.times()), &view.reports)?,
        Format::Table => print(app, &view)?,
    }
    Ok(Outcome::Done)
}

fn view(detail: EventDetail, sources: Vec<EventSource>) -> DetailView {
    let EventDetail { event, reports, status_changes, edits } = detail;
    let outlets = distinct(reports.iter().filter_map(|report| report.outlet.clone()));
    let langs = distinct(reports.iter().filter_map(|report| report.lang.clone()));
    let attribution = distinct(reports.iter().flat_map(|report| report.report.attribution.iter().map(|source| source.name.clone())));
    let surest = reports.iter().max_by(|a, b| a.report.confidence.total_cmp(&b.report.confidence));
    let evidence = surest.map(|report| report.report.evidence.text.clone()).unwrap_or_default();
    let status_view = |change: EventStatusChange| StatusView { status: change.status, at: change.at, report_id: change.report_id.0 };
    DetailView {
        event: EventView::of(EventSummary { event, evidence, outlets, langs, sources, attribution }),
        status_changes: status_changes.into_iter().map(status_view).collect(),
        edits: edits.into_iter().map(|edit| edit_view(edit, &reports)).collect(),
        reports: reports.into_iter().map(ReportView::of).collect(),
    }
}

fn edit_view(edit: EventEdit, reports: &[LinkedReport]) -> EditView {
    EditView {
        still_told: reports.iter().any(|report| report.article_id == edit.article_id),
        at: edit.at,
        article_id: edit.article_id.0,
        title: edit.title,
        outlet: edit.outlet,
        content_hash: edit.content_hash,
        status: edit.status,
        evidence: edit.evidence,
    }
}

fn print(app: &mut App, view: &DetailView) -> anyhow::Result<()> {
    let times = app.times();
    app.printer.heading(&format!("Event {}: {}", view.event.id, view.event.event_type))?;
    app.printer.record(&event_columns(&times), &view.event)?;
    for participant in &view.event.participants {
        app.printer.line(&format!("  {}", participant_in_full(participant)))?;
    }
    if 1 < view.status_changes.len() {
        app.printer.line("")?;
        app.printer.heading("Status")?;
        for change in &view.status_changes {
            app.printer.line(&format!("  {}  {} (report {})", times.absolute(change.at), change.status, change.report_id))?;
        }
    }
    if !view.edits.is_empty() {
        app.printer.line("")?;
        app.printer.heading("Changed texts")?;
        for edit in &view.edits {
            let outlet = edit.outlet.as_deref().unwrap_or("unknown outlet");
            let now = if edit.still_told { "" } else { ", and now it does not tell of it" };
            app.printer.line(&format!(
                "  {}  {outlet} changed article {}{now}; before it said ({}):",
                times.absolute(edit.at),
                edit.article_id,
                edit.status
            ))?;
            app.printer.line(&format!("    {}", edit.evidence))?;
        }
    }
    for report in &view.reports {
        app.printer.line("")?;
        app.printer.heading(&format!("Report {}: {}", report.id, report.outlet.as_deref().unwrap_or("unknown outlet")))?;
        app.printer.record(&report_columns(times.clone()), report)?;
    }
    Ok(())
}

fn event_columns(times: &Times) -> Vec<Column<'_, EventView>> {
    vec![
        Column::new("status", |event: &EventView| status_cell(event.status)),
        Column::new("date", |event: &EventView| date_cell(event.when.as_ref(), event.first_reported_at)),
        Column::new("where", |event: &EventView| Cell::from(place(event.place.as_ref()))),
        Column::new("mode", |event: &EventView| Cell::option(event.mode)),
        Column::new("domain", |event: &EventView| Cell::new(event.domain)),
        Column::new("confidence", |event: &EventView| confidence_cell(event.confidence)),
        Column::new("reports", |event: &EventView| Cell::from(format!("{} from {} outlets", event.n_reports, event.n_sources))),
        Column::new("sources", |event: &EventView| Cell::list(&event.sources)),
        Column::new("according to", |event: &EventView| Cell::list(&event.attribution)),
        Column::new("first reported", |event: &EventView| times.absolute_cell(Some(event.first_reported_at))),
        Column::new("updated", |event: &EventView| times.absolute_cell(Some(event.updated_at))),
    ]
}

/// The fields of a report, for a record and for CSV.
pub(super) fn report_columns(times: Times) -> Vec<Column<'static, ReportView>> {
    vec![
        Column::new("evidence", |report: &ReportView| Cell::from(report.evidence.as_str()).strong()),
        Column::new("title", |report: &ReportView| Cell::from(report.article_title.as_str())),
        Column::new("address", |report: &ReportView| Cell::option(report.address.as_deref())),
        Column::new("article", |report: &ReportView| Cell::new(report.article_id)),
        Column::new("agency", |report: &ReportView| Cell::option(report.agency.as_deref())),
        Column::new("sightings", |report: &ReportView| Cell::option((1 < report.n_sightings).then_some(report.n_sightings))),
        Column::new("lang", |report: &ReportView| Cell::option(report.lang.as_deref())),
        Column::new("published", move |report: &ReportView| times.absolute_cell(report.published_at)),
        Column::new("status", |report: &ReportView| status_cell(report.status)),
        Column::new("date", |report: &ReportView| Cell::option(report.when.as_ref().map(date))),
        Column::new("where", |report: &ReportView| Cell::from(place(report.place.as_ref()))),
        Column::new("who", |report: &ReportView| {
            Cell::from(report.participants.iter().map(participant_in_full).collect::<Vec<_>>().join("; "))
        }),
        Column::new("according to", |report: &ReportView| Cell::from(attribution(&report.attribution))),
        Column::new("topics", |report: &ReportView| Cell::list(&report.topics)),
        Column::new("confidence", |report: &ReportView| confidence_cell(report.confidence)),
        Column::new("codes", |report: &ReportView| Cell::list([&report.plover, &report.cameo].into_iter().flatten())),
    ]
}
