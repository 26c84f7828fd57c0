//! `rasid knowledge show`: what a name stands for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::access;
use crate::cli::args::KnowledgeShow;
use crate::cli::print::{Cell, Column, Format};
use crate::cli::views::offices;
use crate::cli::who::is_reference;
use crate::cli::{App, Outcome};
use crate::knowledge::{EntityId, Knowledge, NameUse};
use crate::model::EntityRef;

/// One thing that a name stands for.
#[derive(Serialize)]
struct MeaningView {
    /// `person`, `organisation`, `country`, `place`, `office`.
    kind: &'static str,
    /// How the name means it: `full name`, `part used alone`, `adjective`, `inhabitant`, `place`, `office`, `id`.
    #[serde(rename = "as")]
    used_as: &'static str,
    id: String,
    name: String,
    country: Option<String>,
    /// What sort of body, place or office.
    sort: Option<String>,
    names: Vec<String>,
    offices: Vec<String>,
    /// `file:line` of the record.
    source: Option<String>,
}

pub(super) fn run(app: &mut App, args: &KnowledgeShow) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let knowledge = access::knowledge(&config)?;
    let Some(name) = &args.name else { return totals(app, &knowledge) };
    let meanings = meanings(&knowledge, name);
    match app.printer.format() {
        Format::Table => {
            for (index, meaning) in meanings.iter().enumerate() {
                if 0 < index {
                    app.printer.line("")?;
                }
                app.printer.heading(&format!("{} ({})", meaning.name, meaning.kind))?;
                app.printer.record(&columns(), meaning)?;
            }
        }
        _ => app.printer.list(&columns(), &meanings)?,
    }
    Ok(Outcome::of_list(&meanings))
}

fn meanings(knowledge: &Knowledge, name: &str) -> Vec<MeaningView> {
    if is_reference(name) {
        let found = knowledge.by_reference(&EntityRef(name.trim().to_owned()));
        return found.into_iter().map(|id| entity(knowledge, id, "id")).collect();
    }
    let meaning = |sense| match sense {
        NameUse::Full(id) => entity(knowledge, id, "full name"),
        NameUse::Short(id) => entity(knowledge, id, "part used alone"),
        NameUse::Adjective(id) => entity(knowledge, id, "adjective"),
        NameUse::People(id) => entity(knowledge, id, "inhabitant"),
        NameUse::Place(id) => {
            let place = knowledge.place(id);
            let stands_for = place.stands_for.map(|id| format!("stands for {}", knowledge.entity(id).name));
            plain("place", &place.id, &place.name, Some(place.country.clone()), stands_for)
        }
        NameUse::Office(id) => {
            let office = knowledge.office(id);
            plain("office", &office.id, &office.name, None, Some(office.kind.to_string()))
        }
    };
    let mut found: Vec<MeaningView> = knowledge.senses_of(name).into_iter().map(meaning).collect();
    // One thing may bear a name in two ways; the first says enough.
    let mut seen = Vec::new();
    found.retain(|meaning| {
        let is_new = !seen.contains(&meaning.id);
        seen.push(meaning.id.clone());
        is_new
    });
    found
}

fn entity(knowledge: &Knowledge, id: EntityId, used_as: &'static str) -> MeaningView {
    let record = knowledge.entity(id);
    MeaningView {
        kind: record.kind().as_str(),
        used_as,
        id: record.reference.0.clone(),
        name: record.name.clone(),
        country: record.country.clone(),
        sort: record.body().map(|body| body.to_string()),
        names: record.names.clone(),
        offices: offices(record, knowledge),
        source: Some(format!("{}:{}", record.source.0, record.source.1)),
    }
}

fn plain(kind: &'static str, id: &str, name: &str, country: Option<String>, sort: Option<String>) -> MeaningView {
    let (id, name) = (id.to_owned(), name.to_owned());
    MeaningView { kind, used_as: kind, id, name, country, sort, names: Vec::new(), offices: Vec::new(), source: None }
}

fn columns() -> Vec<Column<'static, MeaningView>> {
    vec![
        Column::new("id", |meaning: &MeaningView| Cell::from(meaning.id.as_str())),
        Column::new("name", |meaning: &MeaningView| Cell::from(meaning.name.as_str())),
        Column::new("as", |meaning: &MeaningView| Cell::from(meaning.used_as)),
        Column::new("sort", |meaning: &MeaningView| Cell::option(meaning.sort.as_deref())),
        Column::new("country", |meaning: &MeaningView| Cell::option(meaning.country.as_deref())),
        Column::new("names", |meaning: &MeaningView| Cell::list(&meaning.names)),
        Column::new("offices", |meaning: &MeaningView| Cell::from(meaning.offices.join("; "))),
        Column::new("source", |meaning: &MeaningView| Cell::option(meaning.source.as_deref())),
    ]
}

/// How much is known of one kind.
#[derive(Serialize)]
struct TotalView {
    what: String,
    count: usize,
}

fn totals(app: &mut App, knowledge: &Knowledge) -> anyhow::Result<Outcome> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for record in knowledge.entities() {
        *counts.entry(record.kind().to_string()).or_default() += 1;
    }
    counts.insert("place".to_owned(), knowledge.places().len());
    for lexicon in knowledge.languages().filter_map(|lang| knowledge.lexicon(lang)) {
        counts.insert(format!("trigger ({})", lexicon.lang), lexicon.triggers.len());
    }
    let totals: Vec<TotalView> = counts.into_iter().map(|(what, count)| TotalView { what, count }).collect();
    let columns = [
        Column::new("what", |total: &TotalView| Cell::from(total.what.as_str())),
        Column::new("count", |total: &TotalView| Cell::new(total.count)).right(),
    ];
    app.printer.list(&columns, &totals)?;
    app.printer.note(&format!("version {}", knowledge.version()));
    Ok(Outcome::Done)
}
