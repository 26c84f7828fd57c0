//! Own sentences, by language and type of event: what must be found in each, and what must not.
//!
//! A file `tests/gold/<language>/<name>.toml` holds cases; the format is that of [`Case`]. A case that is known to be
//! read wrongly carries `known_gap = true` and fails as soon as it is read rightly, so that the mark cannot outlive
//! the fault.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rasid::extract::extract;
use rasid::knowledge::Knowledge;
use rasid::model::{ArticleText, DateSpan, EventType, Report, Status};

/// One file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

/// One text and everything that it tells.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it shows.
    why: String,
    /// The body.
    text: String,
    #[serde(default)]
    title: String,
    /// The day of publication.
    #[serde(default = "usual_day")]
    published: Date,
    /// Every report that must be found; no other may be.
    events: Vec<Expected>,
    /// Whether the result is still wrong.
    #[serde(default)]
    known_gap: bool,
}

fn usual_day() -> Date {
    jiff::civil::date(2025, 6, 15)
}

/// One report as it must be.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(rename = "type")]
    event_type: EventType,
    status: Status,
    /// A day, `first..last`, or `none`; not checked where it is missing.
    when: Option<String>,
    /// `role name` of every participant, in any order; the name is the canonical English one.
    who: Vec<String>,
    /// Name of everybody the text gives as its source, in any order; not checked where it is missing.
    according: Option<Vec<String>>,
    /// The country where it took place, or `none`; not checked where it is missing.
    place: Option<String>,
}

impl Expected {
    fn is_met_by(&self, report: &Report) -> bool {
        self.event_type == report.event_type
            && self.status == report.status
            && sorted(self.who.clone()) == sorted(who(report))
            && self.when.as_ref().is_none_or(|when| *when == shown_when(report.when))
            && self.according.as_ref().is_none_or(|names| sorted(names.clone()) == sorted(according(report)))
            && self.place.as_ref().is_none_or(|place| *place == shown_place(report))
    }

    fn shown(&self) -> String {
        let when = self.when.as_ref().map_or(String::new(), |when| format!(" when {when}"));
        let according = self.according.as_ref().map_or(String::new(), |names| format!(" according to {names:?}"));
        let place = self.place.as_ref().map_or(String::new(), |place| format!(" in {place}"));
        format!("{} {} {:?}{when}{according}{place}", self.event_type, self.status, sorted(self.who.clone()))
    }
}

fn who(report: &Report) -> Vec<String> {
    report.participants.iter().map(|p| format!("{} {}", p.role, p.name)).collect()
}

fn according(report: &Report) -> Vec<String> {
    report.attribution.iter().map(|source| source.name.clone()).collect()
}

fn shown_place(report: &Report) -> String {
    report.place.as_ref().and_then(|place| place.country.clone()).unwrap_or_else(|| "none".to_owned())
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

fn shown_when(when: Option<DateSpan>) -> String {
    match when {
        None => "none".to_owned(),
        Some(span) if span.start == span.end => span.start.to_string(),
        Some(span) => format!("{}..{}", span.start, span.end),
    }
}

fn shown(report: &Report) -> String {
    let (when, names) = (shown_when(report.when), according(report));
    format!(
        "{} {} {:?} when {when} according to {names:?} in {} ({}: {:?})",
        report.event_type,
        report.status,
        sorted(who(report)),
        shown_place(report),
        report.trace.trigger,
        report.trace.trigger_text
    )
}

/// What is wrong with the reading of a case, or `None`.
fn fault(case: &Case, lang: &str, knowledge: &Knowledge) -> Option<String> {
    let noon = case.published.at(12, 0, 0, 0).in_tz("UTC").unwrap();
    let article = ArticleText {
        title: case.title.clone(),
        body: case.text.clone(),
        lang: Some(lang.to_owned()),
        published_at: Some(noon.timestamp()),
    };
    let found = extract(&article, knowledge).reports;
    let right = pairs_up(&case.events, &found);
    if right != case.known_gap {
        return None;
    }
    let mut message = if right { "is read rightly now: remove its `known_gap`\n".to_owned() } else { "is read wrongly\n".to_owned() };
    writeln!(message, "    text: {}", case.text).unwrap();
    case.events.iter().for_each(|event| writeln!(message, "    expected: {}", event.shown()).unwrap());
    found.iter().for_each(|report| writeln!(message, "    found:    {}", shown(report)).unwrap());
    Some(message)
}

/// Whether every expected report is found and nothing else. Reports that meet one expectation differ in nothing that
/// is checked, so taking the first that fits is enough, once the expectations that ask more are served first.
fn pairs_up(expected: &[Expected], found: &[Report]) -> bool {
    let mut left: Vec<&Report> = found.iter().collect();
    let mut expected: Vec<&Expected> = expected.iter().collect();
    expected.sort_by_key(|event| {
        usize::from(event.when.is_none()) + usize::from(event.according.is_none()) + usize::from(event.place.is_none())
    });
    let all = expected.iter().all(|event| left.iter().position(|report| event.is_met_by(report)).map(|at| left.remove(at)).is_some());
    all && left.is_empty()
}

/// Every case file with its language, in order.
fn case_files() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let entries = |folder: &Path| {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let mut files = Vec::new();
    for language in entries(&folder).into_iter().filter(|path| path.is_dir()) {
        let lang = language.file_name().unwrap().to_str().unwrap().to_owned();
        let cases = entries(&language).into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml"));
        files.extend(cases.map(|path| (lang.clone(), path)));
    }
    files
}

#[test]
fn own_sentences_are_read_as_they_should_be() {
    let knowledge: Arc<Knowledge> = Knowledge::builtin();
    let (mut faults, mut count) = (Vec::new(), 0);
    for (lang, path) in case_files() {
        let name = format!("{lang}/{}", path.file_name().unwrap().to_str().unwrap());
        let file: CaseFile = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        for case in &file.case {
            count += 1;
            faults.extend(fault(case, &lang, &knowledge).map(|fault| format!("{name}: \"{}\" {fault}", case.why)));
        }
    }
    assert!(0 < count, "no case was read");
    assert!(faults.is_empty(), "{} of {count} cases:\n{}", faults.len(), faults.join("\n"));
}
