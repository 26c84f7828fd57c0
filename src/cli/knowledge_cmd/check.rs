//! `rasid knowledge check`: every fault with its line, and what is right but looks like a mistake.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::bail;
use serde::Serialize;

use crate::article::SiteRules;
use crate::cli::access::{knowledge_files, site_files};
use crate::cli::args::KnowledgeCheck;
use crate::cli::print::{Cell, Column, Format, Tone};
use crate::cli::{App, Outcome};
use crate::knowledge::{DataFile, Detail, EntityId, EntityRecord, Fault, Knowledge, OfficeKind, OfficeRecord, Term, builtin_files};

/// Something about the files that a person should know.
#[derive(Serialize)]
struct FindingView {
    /// `fault` or `warning`.
    level: &'static str,
    file: String,
    line: usize,
    what: String,
}

pub(super) fn run(app: &mut App, args: &KnowledgeCheck) -> anyhow::Result<Outcome> {
    let dir = match &args.dir {
        Some(dir) if !dir.is_dir() => bail!("{} is no folder; valid: one with knowledge/ and lexicon/ in it", dir.display()),
        Some(dir) => Some(dir.clone()),
        None => app.config()?.knowledge.dir,
    };
    let own = dir.as_deref().map(knowledge_files).transpose()?.unwrap_or_default();
    if let Some(dir) = dir.as_deref().filter(|dir| own.is_empty() && !dir.join("sites").is_dir()) {
        app.printer.note(&format!("{} has no files knowledge/*.txt, lexicon/*.toml or sites/*.toml", dir.display()));
    }
    let mut findings = Vec::new();
    let files: Vec<DataFile> = builtin_files().into_iter().chain(own.iter().cloned()).collect();
    match Knowledge::load(&files) {
        Err(errors) => findings.extend(errors.0.into_iter().map(|fault| finding("fault", fault, dir.as_deref(), &own))),
        Ok(knowledge) => {
            app.printer.note(&in_numbers(&knowledge, &files));
            let warnings = overlapping_terms(&knowledge).into_iter().chain(shared_names(&knowledge));
            findings.extend(warnings.map(|fault| finding("warning", fault, dir.as_deref(), &own)));
        }
    }
    let sites = dir.as_deref().map(site_files).transpose()?.unwrap_or_default();
    if let Err(faults) = SiteRules::with(&sites) {
        let place = |path: &str| dir.as_deref().map_or_else(|| path.to_owned(), |dir| dir.join(path).display().to_string());
        findings.extend(faults.into_iter().map(|fault| FindingView {
            level: "fault",
            file: place(&fault.path),
            line: fault.line,
            what: fault.what,
        }));
    }
    app.printer.list(&columns(), &findings)?;
    let is_faulty = findings.iter().any(|finding| finding.level == "fault");
    if !is_faulty && app.printer.format() == Format::Table {
        app.printer.note(&format!("no faults, {} warnings", findings.len()));
    }
    Ok(if is_faulty { Outcome::Trouble } else { Outcome::Done })
}

/// Names the user's own files by their place on the disk.
fn finding(level: &'static str, fault: Fault, dir: Option<&Path>, own: &[DataFile]) -> FindingView {
    let file = match dir.filter(|_| own.iter().any(|file| file.path == fault.file)) {
        Some(dir) => dir.join(&fault.file).display().to_string(),
        None => format!("built-in {}", fault.file),
    };
    FindingView { level, file, line: fault.line, what: fault.what }
}

fn in_numbers(knowledge: &Knowledge, files: &[DataFile]) -> String {
    let people = knowledge.entities().iter().filter(|record| matches!(record.detail, Detail::Person { .. })).count();
    let languages: Vec<&str> = knowledge.languages().collect();
    format!(
        "{} files: {people} people, {} organisations and states, {} places, languages {}; version {}",
        files.len(),
        knowledge.entities().len() - people,
        knowledge.places().len(),
        languages.join(", "),
        knowledge.version()
    )
}

/// Offices that one person holds at a time, held by two at once.
fn overlapping_terms(knowledge: &Knowledge) -> Vec<Fault> {
    let mut holders: BTreeMap<(&str, &str), Vec<(&EntityRecord, &Term)>> = BTreeMap::new();
    let id_of = |of: EntityId| knowledge.entity(of).reference.0.split_once(':').map_or("", |(_, id)| id);
    for record in knowledge.entities() {
        let Detail::Person { terms, .. } = &record.detail else { continue };
        for term in terms.iter().filter(|term| is_single(knowledge.office(term.office))) {
            holders.entry((&knowledge.office(term.office).id, id_of(term.of))).or_default().push((record, term));
        }
    }
    let mut found = Vec::new();
    for ((office, of), holders) in holders {
        for (index, (record, term)) in holders.iter().enumerate() {
            for (other, other_term) in
                holders[..index].iter().filter(|(other, other_term)| other.reference != record.reference && overlap(term, other_term))
            {
                let (file, line) = &other.source;
                let what = format!(
                    "{} and {} ({file}:{line}) are both {office} of {of} at a time ({}, {})",
                    record.name,
                    other.name,
                    dates(term),
                    dates(other_term)
                );
                found.push(Fault { file: record.source.0.clone(), line: record.source.1, what });
            }
        }
    }
    found
}

/// Whether an office has one holder at a time: not where it is a seat among several.
fn is_single(office: &OfficeRecord) -> bool {
    let single = matches!(office.kind, OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment | OfficeKind::ServiceHead);
    !office.id.ends_with("-member") && (single || office.id == "foreign-minister")
}

/// Whether two terms share more than the day on which one hands over to the other; terms without any date say nothing.
fn overlap(a: &Term, b: &Term) -> bool {
    let (Some(a_from), Some(b_from)) = (a.from, b.from) else { return false };
    let ends_after = |to: Option<jiff::civil::Date>, other_from| to.is_none_or(|to| other_from < to);
    // A term given to the month or year ends with it, so that two may seem to overlap by a stretch nobody has written.
    let is_handover = |to: Option<jiff::civil::Date>, from: jiff::civil::Date| {
        to.is_some_and(|to| to.year() == from.year() && to.month() == from.month())
    };
    ends_after(a.to, b_from) && ends_after(b.to, a_from) && !is_handover(a.to, b_from) && !is_handover(b.to, a_from)
}

fn dates(term: &Term) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    format!("{}..{}", day(term.from), day(term.to))
}

/// Full names that stand for two.
fn shared_names(knowledge: &Knowledge) -> Vec<Fault> {
    let mut found: BTreeMap<Vec<String>, Fault> = BTreeMap::new();
    for record in knowledge.entities() {
        for name in &record.names {
            let bearers = knowledge.find_entities(name);
            if bearers.len() < 2 {
                continue;
            }
            let mut references: Vec<String> = bearers.iter().map(|id| knowledge.entity(*id).reference.0.clone()).collect();
            references.sort();
            let what = format!("{name:?} means {}", references.join(" and "));
            found.entry(references).or_insert_with(|| Fault { file: record.source.0.clone(), line: record.source.1, what });
        }
    }
    found.into_values().collect()
}

fn columns() -> [Column<'static, FindingView>; 3] {
    [
        Column::new("level", |finding: &FindingView| {
            Cell::from(finding.level).tone(if finding.level == "fault" { Tone::Bad } else { Tone::Warning })
        })
        .whole(),
        Column::new("where", |finding: &FindingView| match finding.line {
            0 => Cell::from(finding.file.as_str()),
            line => Cell::from(format!("{}:{line}", finding.file)),
        })
        .whole(),
        Column::new("what", |finding: &FindingView| Cell::from(finding.what.as_str())).between(30, 200).wrapped(6),
    ]
}
