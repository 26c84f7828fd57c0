//! Which changes of an event are told once more.

use super::*;
use crate::model::{EventEdit, Told, Update};

const ALL: [Update; 4] = [Update::Status, Update::Participant, Update::Sources(3), Update::Correction];

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn by_name(name: &str, kind: EntityKind, country: &str) -> Participant {
    Participant { name: name.to_owned(), kind, ..person(None, name, country) }
}

fn orlov() -> Participant {
    by_name("Pavel Orlov", EntityKind::Person, "RU")
}

fn weber() -> Participant {
    by_name("Anna Weber", EntityKind::Person, "DE")
}

fn state(country: &str) -> Participant {
    Participant { entity: Some(EntityRef(format!("country:{country}"))), ..by_name(country, EntityKind::Country, country) }
}

/// A report of an article of its own, published at that second.
fn report(article: i64, published: i64, status: Status, participants: &[Participant]) -> LinkedReport {
    let mut report = told("They spoke.");
    (report.id, report.article_id, report.published_at) = (ReportId(article), ArticleId(article), Some(at(published)));
    (report.report.status, report.report.participants) = (status, participants.to_vec());
    report
}

fn planned() -> Event {
    Event { status: Status::Planned, ..event(vec![orlov()]) }
}

/// How a watch knows the planned call of which it was told first.
fn known() -> Told {
    let reports = [report(1, 10, Status::Planned, &[orlov()])];
    super::super::told(&look(&planned(), &reports, &[]), None, &[])
}

/// What was published from second 10 on is news.
fn look<'e>(event: &'e Event, reports: &'e [LinkedReport], edits: &'e [EventEdit]) -> Now<'e> {
    Now { event, reports, edits, is_news: &|report| report.published_at.is_some_and(|published| at(10) <= published), since: at(10) }
}

fn keys(told: &Told, now: &Now<'_>, asked: &[Update]) -> Vec<String> {
    changes(told, now, asked).iter().map(Change::key).collect()
}

#[test]
fn what_was_not_asked_for_is_not_told() {
    let event = Event { status: Status::Denied, n_sources: 5, ..event(vec![orlov(), weber()]) };
    let reports = [report(2, 20, Status::Denied, &[orlov(), weber()])];
    let now = look(&event, &reports, &[]);
    assert_eq!(keys(&known(), &now, &[]), [] as [&str; 0]);
    assert_eq!(keys(&known(), &now, &[Update::Status]), ["status=denied"]);
    assert_eq!(keys(&known(), &now, &ALL), ["status=denied", "participant=anna weber", "sources=3"]);
}

#[test]
fn a_change_is_told_once_however_often_it_comes() {
    let denied = Event { status: Status::Denied, ..planned() };
    let reports = [report(1, 10, Status::Planned, &[orlov()]), report(2, 20, Status::Denied, &[orlov()])];
    let first = changes(&known(), &look(&denied, &reports, &[]), &ALL);
    assert_eq!(first, [Change::Status { from: Status::Planned, to: Status::Denied }]);
    let after = super::super::told(&look(&denied, &reports, &[]), Some(&known()), &first);
    assert!(changes(&after, &look(&denied, &reports, &[]), &ALL).is_empty());
    // Back to what it was is told, and then no more of the two.
    let back = changes(&after, &look(&planned(), &reports, &[]), &ALL);
    assert_eq!(back.len(), 1);
    let after = super::super::told(&look(&planned(), &reports, &[]), Some(&after), &back);
    assert!(changes(&after, &look(&denied, &reports, &[]), &ALL).is_empty());
}

#[test]
fn what_only_an_old_article_says_is_taken_over_without_a_word() {
    let event = Event { status: Status::Denied, n_sources: 3, ..event(vec![orlov(), weber()]) };
    let reports = [report(2, 5, Status::Denied, &[orlov(), weber()])];
    let now = look(&event, &reports, &[]);
    assert!(changes(&known(), &now, &ALL).is_empty());
    let after = super::super::told(&now, Some(&known()), &[]);
    let reports = [reports[0].clone(), report(3, 20, Status::Denied, &[orlov(), weber()])];
    assert_eq!(keys(&after, &look(&event, &reports, &[]), &ALL), ["sources=3"], "a new article says so too");
    let after = super::super::told(&look(&event, &reports, &[]), Some(&known()), &[]);
    assert!(changes(&after, &look(&event, &reports, &[]), &ALL).is_empty(), "it is known");
}

#[test]
fn a_state_and_its_officers_are_no_new_participants() {
    let is_new = |before: &[Participant], after: &[Participant]| {
        let known = Told { participants: before.to_vec(), ..known() };
        let reports = [report(2, 20, Status::Planned, after)];
        let event = Event { status: Status::Planned, ..event(after.to_vec()) };
        !changes(&known, &look(&event, &reports, &[]), &[Update::Participant]).is_empty()
    };
    assert!(is_new(&[orlov()], &[orlov(), weber()]));
    assert!(is_new(&[orlov()], &[orlov(), state("DE")]));
    assert!(!is_new(&[orlov()], &[orlov(), state("RU")]), "he stood for it");
    assert!(!is_new(&[state("RU"), weber()], &[orlov(), weber()]), "it stood for him");
    assert!(is_new(&[state("RU"), weber()], &[state("RU"), orlov(), weber()]), "he is named beside it");
    assert!(!is_new(&[orlov()], &[by_name("Павел Орлов", EntityKind::Person, "RU")]), "another spelling");
}

#[test]
fn sources_are_told_when_the_number_is_reached() {
    let reached = |told: Told, n_sources: u32| {
        let event = Event { n_sources, ..planned() };
        let reports = [report(2, 20, Status::Planned, &[orlov()])];
        keys(&told, &look(&event, &reports, &[]), &[Update::Sources(2), Update::Sources(4)])
    };
    assert_eq!(reached(known(), 1), [] as [&str; 0]);
    assert_eq!(reached(known(), 3), ["sources=2"]);
    assert_eq!(reached(known(), 4), ["sources=4"]);
    assert_eq!(reached(Told { n_sources: 2, ..known() }, 3), [] as [&str; 0], "it was told by two from the beginning");
    assert_eq!(reached(Told { changes: vec!["sources=4".to_owned()], ..known() }, 4), [] as [&str; 0]);
}

fn edit(article: i64, seconds: i64) -> EventEdit {
    EventEdit {
        at: at(seconds),
        article_id: ArticleId(article),
        outlet: Some("Herald".to_owned()),
        title: String::new(),
        content_hash: format!("hash-{article}-{seconds}"),
        status: Status::Planned,
        evidence: "They will speak.".to_owned(),
    }
}

#[test]
fn an_edit_is_told_where_it_changed_the_event() {
    let occurred = Event { status: Status::Occurred, ..planned() };
    let corrections = |event: &Event, reports: &[LinkedReport], edits: &[EventEdit]| {
        changes(&known(), &look(event, reports, edits), &[Update::Correction])
    };
    let rewritten = [report(1, 10, Status::Occurred, &[orlov()])];
    let found = corrections(&occurred, &rewritten, &[edit(1, 30)]);
    let [Change::Correction { differs, withdrawn: false, was, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((differs.as_slice(), was.as_str()), (["status"].as_slice(), "They will speak."));
    assert!(corrections(&planned(), &[report(1, 10, Status::Planned, &[orlov()])], &[edit(1, 30)]).is_empty(), "only words were changed");
    assert!(corrections(&occurred, &rewritten, &[edit(1, 5)]).is_empty(), "it was edited long ago");
    let by_another = [report(1, 10, Status::Planned, &[orlov()]), report(2, 20, Status::Occurred, &[orlov()])];
    assert!(corrections(&occurred, &by_another, &[edit(1, 30)]).is_empty(), "another article brought the change");
}

#[test]
fn what_is_taken_back_is_told_though_nobody_tells_it_any_more() {
    let found = changes(&known(), &look(&planned(), &[], &[edit(1, 30)]), &ALL);
    assert!(matches!(found.as_slice(), [Change::Correction { withdrawn: true, .. }]), "{found:?}");
    assert_eq!(found[0].in_words(), "Herald took back what it had told");
    let others = [report(2, 20, Status::Planned, &[orlov()])];
    assert!(changes(&known(), &look(&planned(), &others, &[edit(1, 30)]), &ALL).is_empty(), "others still tell it");
}
