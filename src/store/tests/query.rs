use rusqlite::params;

use super::*;

/// No event.
const NONE: [i64; 0] = [];

fn known(id: &str) -> NameQuery {
    NameQuery { entities: vec![EntityRef(id.to_owned())], names: vec![] }
}

fn named(name: &str) -> NameQuery {
    NameQuery { entities: vec![], names: vec![name.to_owned()] }
}

fn any() -> EventQuery {
    EventQuery { limit: 100, ..EventQuery::default() }
}

fn ids(bed: &Bed, query: &EventQuery) -> Vec<i64> {
    bed.find_events(query).unwrap().into_iter().map(|summary| summary.event.id.0).collect()
}

/// Three events: 1 on 20 June with both, 2 on 11 March with both, 3 undated with Ratcliffe and a stranger.
fn world() -> Bed {
    let bed = bed();
    bed.event_of("a", Report { when: day("2025-06-20"), ..report(vec![naryshkin(), ratcliffe()]) });
    bed.event_of(
        "b",
        Report { when: day("2025-03-11"), status: Status::Planned, confidence: 0.4, ..report(vec![naryshkin(), ratcliffe()]) },
    );
    let stranger = Participant { text: "إيفان بتروف".to_owned(), ..participant(None, "Ivan Petrov", "BY") };
    bed.event_of("c", Report { event_type: EventType::Meeting, domain: Domain::Diplomacy, ..report(vec![ratcliffe(), stranger]) });
    bed
}

#[test]
fn events_come_newest_first_by_date_or_by_sight() {
    let bed = world();
    assert_eq!(ids(&bed, &any()), [3, 1, 2]);
    assert_eq!(ids(&bed, &EventQuery { sort: EventSort::Seen, ..any() }), [3, 2, 1]);
    assert_eq!(ids(&bed, &EventQuery { limit: 1, ..any() }), [3]);
}

#[test]
fn every_one_asked_for_takes_part() {
    let bed = world();
    let with = |with: &[NameQuery]| ids(&bed, &EventQuery { with: with.to_vec(), ..any() });
    assert_eq!(with(&[known("person:john-ratcliffe")]), [3, 1, 2]);
    assert_eq!(with(&[known("person:john-ratcliffe"), known("person:sergey-naryshkin")]), [1, 2]);
    assert_eq!(with(&[known("person:john-ratcliffe"), named("petrov")]), [3]);
    assert_eq!(with(&[known("person:nobody")]), NONE);
    assert_eq!(with(&[NameQuery::default()]), NONE);
    let either = NameQuery { names: vec!["petrov".to_owned()], ..known("person:sergey-naryshkin") };
    assert_eq!(with(std::slice::from_ref(&either)), [3, 1, 2]);
    let seen = EventQuery { with: vec![either], sort: EventSort::Seen, ..any() };
    assert_eq!(ids(&bed, &seen), [3, 2, 1]);
}

#[test]
fn strangers_are_found_by_whole_words_of_either_name() {
    let bed = world();
    let with = |name: &str| ids(&bed, &EventQuery { with: vec![named(name)], ..any() });
    assert_eq!((with("petrov"), with("ivan petrov"), with("بتروف")), (vec![3], vec![3], vec![3]));
    assert_eq!((with("petro"), with("petrov ivan"), with("petrov إيفان"), with("")), (vec![], vec![], vec![], vec![]));
    assert_eq!(with("naryshkin"), [1, 2], "the known are found by name too");
}

#[test]
fn whoever_goes_by_a_name_is_known() {
    let bed = world();
    let known = |words: &str| bed.entities_named(words).unwrap().into_iter().map(|entity| entity.0).collect::<Vec<_>>();
    assert_eq!(known("naryshkin"), ["person:sergey-naryshkin"]);
    assert_eq!(known("mr sergey naryshkin"), ["person:sergey-naryshkin"]);
    assert_eq!(known("john"), ["person:john-ratcliffe"]);
    for stranger in ["ivan petrov", "naryshkin sergey", "nary", ""] {
        assert!(known(stranger).is_empty(), "{stranger}");
    }
}

#[test]
fn every_filter_filters() {
    let bed = world();
    let time = |text: &str| Some(text.parse().unwrap());
    assert_eq!(ids(&bed, &EventQuery { types: vec![EventType::Meeting, EventType::Visit], ..any() }), [3]);
    assert_eq!(ids(&bed, &EventQuery { countries: vec!["BY".to_owned()], ..any() }), [3]);
    assert_eq!(ids(&bed, &EventQuery { countries: vec!["BY".to_owned(), "RU".to_owned()], ..any() }), [3, 1, 2]);
    assert_eq!(ids(&bed, &EventQuery { statuses: vec![Status::Planned], ..any() }), [2]);
    assert_eq!(ids(&bed, &EventQuery { domain: Some(Domain::Diplomacy), ..any() }), [3]);
    assert_eq!(ids(&bed, &EventQuery { lang: Some("ru".to_owned()), ..any() }), NONE);
    assert_eq!(ids(&bed, &EventQuery { lang: Some("en".to_owned()), ..any() }).len(), 3);
    assert_eq!(ids(&bed, &EventQuery { feed: Some(FeedId(2)), ..any() }), [2]);
    assert_eq!(ids(&bed, &EventQuery { text: Some("\"b\"".to_owned()), ..any() }), [2]);
    assert_eq!(ids(&bed, &EventQuery { min_confidence: Some(0.5), ..any() }), [3, 1]);
    assert_eq!(ids(&bed, &EventQuery { since: time("2025-06-20T18:00:00Z"), ..any() }), [3, 1], "the whole day counts");
    assert_eq!(ids(&bed, &EventQuery { until: time("2025-06-20T00:00:00Z"), ..any() }), [2]);
    let narrow =
        EventQuery { with: vec![named("ratcliffe")], since: time("2025-06-01T00:00:00Z"), until: time("2025-06-21T00:00:00Z"), ..any() };
    assert_eq!(ids(&bed, &narrow), [1]);
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let bed = bed();
    for n in 0..12 {
        let date = format!("2025-06-{:02}", 10 + n % 3);
        bed.event_of(&format!("n{n}"), Report { when: day(&date), ..report(vec![naryshkin()]) });
    }
    let leads = [
        vec![],
        vec![known("person:sergey-naryshkin")],
        vec![NameQuery { names: vec!["sergey".to_owned()], ..known("person:sergey-naryshkin") }],
    ];
    for with in leads {
        for sort in [EventSort::Date, EventSort::Seen] {
            let whole = ids(&bed, &EventQuery { with: with.clone(), sort, ..any() });
            let mut query = EventQuery { with: with.clone(), sort, limit: 5, ..any() };
            let mut paged = Vec::new();
            loop {
                let page = bed.find_events(&query).unwrap();
                let Some(last) = page.last() else { break };
                query.after = Some(EventCursor::at(&last.event));
                paged.extend(page.iter().map(|summary| summary.event.id.0));
            }
            assert_eq!((paged.len(), paged), (12, whole));
        }
    }
}

#[test]
fn a_summary_says_who_tells_it() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let earlier = NewArticle {
        published_at: Some(later(-90)),
        outlet: Some("Earlier".to_owned()),
        lang: Some("ar".to_owned()),
        ..new_article("https://b.example/1", "B")
    };
    let article_id = bed.article_of("b", &earlier);
    let surer = Report {
        confidence: 0.9,
        evidence: Evidence { text: "تحدثا".to_owned(), span: None },
        attribution: vec![Attribution { name: "SPA".to_owned(), entity: None }, Attribution { name: "TASS".to_owned(), entity: None }],
        ..report(vec![naryshkin()])
    };
    bed.extracted(article_id, ENGINE, vec![surer]);
    bed.linked(Some(event_id));
    let summary = bed.find_events(&any()).unwrap().remove(0);
    assert_eq!(
        (summary.evidence.as_str(), summary.outlets, summary.langs),
        ("تحدثا", vec!["Earlier".to_owned(), "Outlet".to_owned()], vec!["ar".to_owned(), "en".to_owned()])
    );
    assert_eq!(summary.attribution, ["SPA", "TASS"]);
}

#[test]
fn an_odd_expression_is_an_error_and_odd_names_are_not() {
    let bed = world();
    assert!(matches!(bed.find_events(&EventQuery { text: Some("\"".to_owned()), ..any() }), Err(StoreError::Query { .. })));
    for name in ["'; drop table events; --", "%", "|", "\u{0}", &"x".repeat(10_000)] {
        assert_eq!(ids(&bed, &EventQuery { with: vec![named(name)], ..any() }), NONE);
    }
}

/// The plan of the statement for a question, one line a step.
fn plan(bed: &Bed, query: &EventQuery) -> String {
    let (sql, values) = super::super::query::ids_sql(query);
    bed.store
        .read("explaining", |db| {
            let mut statement = db.prepare(&format!("explain query plan {sql}"))?;
            let steps = statement.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3))?;
            Ok(steps.collect::<Result<Vec<_>, _>>()?.join("\n"))
        })
        .unwrap()
}

#[test]
fn questions_use_the_indexes() {
    let bed = bed();
    let one = plan(&bed, &EventQuery { with: vec![known("person:a")], ..any() });
    assert!(one.contains("SEARCH h USING PRIMARY KEY (term=?)") && !one.contains("TEMP B-TREE") && !one.contains("SCAN"), "{one}");
    let page = EventQuery { with: vec![known("person:a")], since: Some(noon()), ..any() };
    assert!(plan(&bed, &page).contains("SEARCH h USING PRIMARY KEY (term=? AND date_from>?)"), "{}", plan(&bed, &page));
    let several = plan(&bed, &EventQuery { with: vec![named("a b"), known("person:a")], ..any() });
    assert!(!several.contains("SCAN e"), "{several}");
    let either = NameQuery { names: vec!["a".to_owned()], ..known("person:a") };
    let either = plan(&bed, &EventQuery { with: vec![either], ..any() });
    assert!(either.contains("SEARCH h USING PRIMARY KEY (term=?)") && !either.contains("SCAN e"), "{either}");
    let newest = plan(&bed, &any());
    assert!(newest.contains("USING INDEX events_by_date") && !newest.contains("TEMP B-TREE"), "{newest}");
    let text = plan(&bed, &EventQuery { text: Some("x".to_owned()), ..any() });
    assert!(text.contains("article_fts VIRTUAL TABLE INDEX"), "{text}");
}

/// Not a stopwatch: it counts how many rows SQLite steps over.
#[test]
fn a_question_for_one_participant_does_not_look_at_the_others() {
    let bed = world();
    bed.store
        .write("filling", |db| {
            for n in 0..5_000_i64 {
                let id = 1_000 + n;
                db.execute(
                    "insert into events (id, event_type, domain, status, confidence, n_reports, first_reported_at, created_at, updated_at, date_from,
                         date_to, news) values (?1, 'call', 'diplomacy', 'occurred', 1, 1, ?2, ?2, ?2, ?2, ?2, 0)",
                    params![id, n],
                )?;
                let entity = if n % 10 == 0 { "person:rare" } else { "person:common" };
                for term in [entity, &entity.replace("person:", "word=")] {
                    db.execute("insert into event_terms (term, date_from, event_id) values (?1, ?2, ?3)", params![term, n, id])?;
                }
            }
            Ok(())
        })
        .unwrap();
    let either = NameQuery { names: vec!["common".to_owned()], ..known("person:common") };
    for name in [known("person:common"), known("person:rare"), either] {
        let query = EventQuery { with: vec![name.clone()], limit: 20, ..any() };
        let (sql, values) = super::super::query::ids_sql(&query);
        let n_steps = bed
            .store
            .read("counting", |db| {
                let mut statement = db.prepare(&sql)?;
                let n_found = statement.query_map(rusqlite::params_from_iter(values), |_| Ok(()))?.count();
                assert_eq!(n_found, 20);
                Ok(statement.get_status(rusqlite::StatementStatus::VmStep))
            })
            .unwrap();
        assert!(n_steps < 4_000, "{name:?}: {n_steps} steps");
    }
}
