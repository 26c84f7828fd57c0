//! The article with which the work began: all of it must come out right, and nothing of the teaser inside it.

use std::path::Path;

use rasid::extract::extract;
use rasid::knowledge::Knowledge;
use rasid::model::{ArticleText, EventType, Extraction, Mode, Report, Role, Status};

/// The headline in the middle of the body that is about somebody else.
const TEASER: &str = "تأجيل جزئي لمحاكمة نتنياهو في قضايا الفساد";

fn seed() -> (ArticleText, Extraction) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/seed.jsonl");
    let line: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let article = ArticleText {
        title: line["title"].as_str().unwrap().to_owned(),
        body: line["body"].as_str().unwrap().to_owned(),
        lang: Some("ar".to_owned()),
        published_at: Some(line["published"].as_str().unwrap().parse().unwrap()),
    };
    let extraction = extract(&article, &Knowledge::builtin());
    (article, extraction)
}

fn reports(extraction: &Extraction, event_type: EventType) -> Vec<&Report> {
    extraction.reports.iter().filter(|report| report.event_type == event_type).collect()
}

/// Somebody's name, state, office and body.
type Shown<'r> = (&'r str, Option<&'r str>, Option<&'r str>, Option<&'r str>);

/// Name, state, office and body of everybody who takes part on equal terms, by name.
fn participants(report: &Report) -> Vec<Shown<'_>> {
    let equal = report.participants.iter().filter(|p| p.role == Role::Participant);
    let mut found: Vec<_> =
        equal.map(|p| (p.name.as_str(), p.country.as_deref(), p.office.as_deref(), p.organisation.as_deref())).collect();
    found.sort_unstable();
    found
}

#[test]
fn both_calls_are_told_with_their_parties() {
    let (_, extraction) = seed();
    let calls = reports(&extraction, EventType::Call);
    assert_eq!(calls.len(), 2, "the call of June and the one of 11 March are two");
    for call in &calls {
        let both = [
            ("John Ratcliffe", Some("US"), Some("director"), Some("CIA")),
            ("Sergei Naryshkin", Some("RU"), Some("director"), Some("Foreign Intelligence Service")),
        ];
        assert_eq!(participants(call), both);
        assert_eq!((call.status, call.mode), (Status::Occurred, Some(Mode::Phone)));
    }
    let days: Vec<_> = calls.iter().map(|call| call.when.map(|when| (when.start.to_string(), when.end.to_string()))).collect();
    let march = Some(("2025-03-11".to_owned(), "2025-03-11".to_owned()));
    assert_eq!(days, [None, march], "Sunday is when the first was told, not when it was held");
}

#[test]
fn the_first_call_is_told_by_one_party_on_television() {
    let (_, extraction) = seed();
    let calls = reports(&extraction, EventType::Call);
    let sources: Vec<_> = calls[0].attribution.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(sources, ["Sergei Naryshkin", "Russian state television"]);
    assert!(calls[1].attribution.is_empty());
}

#[test]
fn support_in_intelligence_goes_on() {
    let (_, extraction) = seed();
    let shared = reports(&extraction, EventType::IntelligenceSharing);
    let parties: Vec<_> = shared.iter().flat_map(|r| &r.participants).map(|p| (p.role, p.name.as_str())).collect();
    assert_eq!(parties, [(Role::Actor, "United States"), (Role::Target, "Ukraine")]);
    assert_eq!(shared[0].status, Status::Ongoing);
}

#[test]
fn there_is_nothing_else_and_nothing_of_the_teaser() {
    let (article, extraction) = seed();
    let known = [EventType::Call, EventType::IntelligenceSharing, EventType::Agreement, EventType::Aid];
    let others: Vec<_> = extraction.reports.iter().map(|r| r.event_type).filter(|t| !known.contains(t)).collect();
    assert!(others.is_empty(), "{others:?}");
    let start = article.body.find(TEASER).unwrap();
    let teaser = start..start + TEASER.len();
    assert!(extraction.entities.iter().all(|entity| !entity.name.contains("Netanyahu")));
    let spans = extraction.entities.iter().flat_map(|entity| &entity.mentions).filter_map(|mention| mention.span);
    let evidence = extraction.reports.iter().filter_map(|report| report.evidence.span);
    assert!(spans.chain(evidence).all(|span| span.end <= teaser.start || teaser.end <= span.start));
}
