//! `rasid extract`: what a text says, without feed or database.

use serde_json::Value;

use super::args::ExtractArgs;
use super::print::{Cell, Column, Format, Tone};
use super::source::Text;
use super::views::{attribution, confidence_cell, date, participant_in_full, place, status_cell, who};
use super::{App, Outcome, access, batch, contract, source};
use crate::extract::{Extractor, extract};
use crate::knowledge::Knowledge;
use crate::model::{Extraction, Report};

/// Reads one text, or a batch of articles from standard input.
///
/// # Errors
/// An unreadable source, faults in the knowledge, a closed output.
pub(super) fn run(app: &mut App, args: &ExtractArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let knowledge = access::knowledge(&config)?;
    let Some(source) = &args.source else {
        let new_work = || -> batch::Work<'_> {
            let mut extractor = Extractor::new(&*knowledge);
            Box::new(move |line, results| one_of_batch(&mut extractor, line, results))
        };
        batch::batch(&new_work, args.jobs, &mut std::io::stdin().lock(), &mut std::io::BufWriter::new(std::io::stdout()))?;
        return Ok(Outcome::Done);
    };
    let text = source::text(app, &config, source, &args.known)?;
    text.tell_notes(&app.printer);
    let extraction = extract(&text.article, &knowledge);
    print(app, &text, &extraction)?;
    Ok(Outcome::of_list(&extraction.reports))
}

/// Appends the result of one article of a batch.
fn one_of_batch(extractor: &mut Extractor<&Knowledge>, line: &str, results: &mut Vec<u8>) {
    let (id, article) = contract::read_article(line);
    match article {
        Ok(article) => contract::write_line(results, &id, &article, &extractor.extract(&article)),
        Err(error) => contract::write_error(results, &id, &error),
    }
    results.push(b'\n');
}

fn print(app: &mut App, text: &Text, extraction: &Extraction) -> anyhow::Result<()> {
    let id = Value::from(text.name.as_str());
    let contract = || contract::line(&id, &text.article, extraction);
    match app.printer.format() {
        Format::Json => app.printer.json(&contract())?,
        Format::Ndjson => app.printer.json_line(&contract())?,
        Format::Csv => app.printer.list(&columns(), &rows(extraction))?,
        Format::Table => {
            app.printer.note(&summary(text, extraction));
            for (index, report) in extraction.reports.iter().enumerate() {
                if 0 < index {
                    app.printer.line("")?;
                }
                print_report(app, report)?;
            }
        }
    }
    Ok(())
}

/// What was read, in a line.
fn summary(text: &Text, extraction: &Extraction) -> String {
    let notes = extraction.notes.iter().map(|note| format!("\n{}", note.what)).collect::<String>();
    format!("{}: language {}, {} names, {} events{notes}", text.name, extraction.lang, extraction.entities.len(), extraction.reports.len())
}

/// One block for people.
pub(super) fn print_report(app: &mut App, report: &Report) -> anyhow::Result<()> {
    app.printer.heading(&format!("{}: {}", report.event_type, who(&report.participants)))?;
    app.printer.record(&columns(), &Row { report })?;
    Ok(())
}

/// A report for the printer: its JSON is that of the contract, which is made elsewhere.
struct Row<'a> {
    report: &'a Report,
}

impl serde::Serialize for Row<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.report.evidence.text)
    }
}

fn rows(extraction: &Extraction) -> Vec<Row<'_>> {
    extraction.reports.iter().map(|report| Row { report }).collect()
}

fn columns<'a>() -> Vec<Column<'static, Row<'a>>> {
    vec![
        Column::new("type", |row: &Row<'_>| Cell::new(row.report.event_type)),
        Column::new("status", |row: &Row<'_>| status_cell(row.report.status)),
        Column::new("when", |row: &Row<'_>| Cell::option(row.report.when.as_ref().map(|when| format!("{} ({})", date(when), when.basis)))),
        Column::new("where", |row: &Row<'_>| Cell::from(place(row.report.place.as_ref()))),
        Column::new("mode", |row: &Row<'_>| Cell::option(row.report.mode)),
        Column::new("who", |row: &Row<'_>| {
            Cell::from(row.report.participants.iter().map(participant_in_full).collect::<Vec<_>>().join("; "))
        }),
        Column::new("topics", |row: &Row<'_>| Cell::list(&row.report.topics)),
        Column::new("according to", |row: &Row<'_>| Cell::from(attribution(&row.report.attribution))),
        Column::new("evidence", |row: &Row<'_>| Cell::from(row.report.evidence.text.as_str()).tone(Tone::Strong)),
        Column::new("confidence", |row: &Row<'_>| confidence_cell(row.report.confidence)),
        Column::new("codes", |row: &Row<'_>| Cell::list([&row.report.codes.plover, &row.report.codes.cameo].into_iter().flatten())),
    ]
}
