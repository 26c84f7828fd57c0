use super::*;

/// The quiet flag has no place in the model; what it does to the event is what counts.
fn raises(bed: &Bed, event_id: EventId) -> bool {
    bed.event_with_reports(event_id).unwrap().unwrap().news
}

fn matched(bed: &Bed, event_id: EventId) {
    let due = bed.event_with_reports(event_id).unwrap().unwrap();
    let matched = Matched { version: due.version, watches_version: bed.watches_version().unwrap() };
    bed.record_matches(event_id, matched, &[], &[], noon()).unwrap();
}

fn article(bed: &Bed) -> ArticleId {
    bed.article_of("a", &new_article("https://a.example/1", "A"))
}

#[test]
fn a_report_comes_back_as_it_was_given() {
    let bed = bed();
    let id = article(&bed);
    let full = Report {
        when: Some(DateSpan {
            start: "2025-03-01".parse().unwrap(),
            end: "2025-03-31".parse().unwrap(),
            precision: Precision::Month,
            basis: Basis::Relative,
        }),
        place: Some(Place { country: Some("AE".to_owned()), place: Some("أبوظبي".to_owned()) }),
        participants: vec![
            ratcliffe(),
            Participant {
                role: Role::Mediator,
                kind: EntityKind::Organisation,
                organisation: Some("SVR".to_owned()),
                office: Some("director".to_owned()),
                country: None,
                ..participant(None, "Somebody \"else\"", "RU")
            },
            naryshkin(),
        ],
        attribution: vec![
            Attribution { name: "وكالة تاس".to_owned(), entity: Some(EntityRef("organisation:tass".to_owned())) },
            Attribution { name: "sources".to_owned(), entity: None },
        ],
        topics: vec![],
        ..report(vec![])
    };
    let bare = Report {
        mode: None,
        evidence: Evidence { text: String::new(), span: None },
        codes: Codes { plover: None, cameo: None },
        attribution: vec![],
        trace: Trace::default(),
        confidence: 1.0,
        ..report(vec![])
    };
    bed.extracted(id, ENGINE, vec![full.clone(), bare.clone()]);
    let stored: Vec<Report> = bed.article(id).unwrap().unwrap().reports.into_iter().map(|(linked, _)| linked.report).collect();
    assert_eq!(stored, [full, bare]);
}

#[test]
fn entities_and_notes_come_back_as_they_were_given() {
    let bed = bed();
    let id = article(&bed);
    let mention = |text: &str, span| Mention { text: text.to_owned(), span };
    let entities = vec![
        Entity {
            entity: Some(EntityRef("person:sergey-naryshkin".to_owned())),
            kind: EntityKind::Person,
            name: "Sergey Naryshkin".to_owned(),
            country: Some("RU".to_owned()),
            mentions: vec![mention("ناريشكين", None), mention("سيرغي ناريشكين", Some(Span { start: 5, end: 32 }))],
        },
        Entity { entity: None, kind: EntityKind::Organisation, name: "Club".to_owned(), country: None, mentions: vec![] },
    ];
    let notes = vec![Note { what: "a teaser was left out".to_owned(), span: None }];
    let extraction = Extraction { lang: "ar".to_owned(), entities: entities.clone(), reports: vec![], notes };
    bed.record_extraction((id, "hash of A"), ENGINE, &extraction, &fold, noon()).unwrap();
    let detail = bed.article(id).unwrap().unwrap();
    assert_eq!((detail.entities, detail.notes), (entities, vec!["a teaser was left out".to_owned()]));
    assert_eq!(detail.article.lang.as_deref(), Some("en"), "a declared language stays");
    let named = |query: EntityQuery| bed.list_entities(&EntityQuery { limit: 9, ..query }).unwrap();
    assert_eq!(named(EntityQuery::default()).len(), 2);
    let found = named(EntityQuery { prefix: Some("sergey".to_owned()), ..EntityQuery::default() });
    assert_eq!((found.len(), found[0].n_articles, found[0].n_events), (1, 1, 0));
    assert_eq!(named(EntityQuery { kind: Some(EntityKind::Organisation), ..EntityQuery::default() })[0].name, "Club");
    assert_eq!(named(EntityQuery { country: Some("RU".to_owned()), ..EntityQuery::default() }).len(), 1);
}

#[test]
fn an_article_is_due_until_this_engine_has_read_it() {
    let bed = bed();
    let id = article(&bed);
    let due = |engine| bed.due_articles(engine, 9).unwrap().len();
    assert_eq!(due(ENGINE), 1);
    bed.extracted(id, ENGINE, vec![]);
    assert_eq!((due(ENGINE), due("engine-0"), due("engine-2")), (0, 1, 1));
}

#[test]
fn what_is_new_goes_before_what_is_out_of_date() {
    let bed = bed();
    let old = article(&bed);
    bed.extracted(old, "engine-0", vec![]);
    let new = bed.article_of("b", &new_article("https://b.example/1", "B"));
    let due: Vec<ArticleId> = bed.due_articles(ENGINE, 9).unwrap().into_iter().map(|due| due.article.id).collect();
    assert_eq!(due, [new, old]);
    assert_eq!(bed.due_articles(ENGINE, 1).unwrap().len(), 1);
}

#[test]
fn an_extraction_of_words_that_have_changed_is_stale() {
    let bed = bed();
    let id = article(&bed);
    let record = |id, hash| bed.record_extraction((id, hash), ENGINE, &Extraction::default(), &fold, noon()).unwrap();
    assert_eq!((record(id, "hash of B"), record(ArticleId(99), "hash of A")), (Recorded::Stale, Recorded::Stale));
    assert_eq!(bed.due_articles(ENGINE, 9).unwrap().len(), 1);
}

#[test]
fn a_new_engine_is_quiet() {
    let bed = bed();
    let id = article(&bed);
    bed.extracted(id, ENGINE, vec![]);
    bed.extracted(id, "engine-2", vec![report(vec![naryshkin()])]);
    let event_id = bed.linked(None)[0];
    assert!(!raises(&bed, event_id));
    assert_eq!(bed.due_event_matches(9).unwrap().len(), 1, "it is matched all the same");
}

#[test]
fn a_first_extraction_raises_alerts_and_a_new_engine_does_not_take_that_away() {
    let bed = bed();
    let id = article(&bed);
    bed.extracted(id, ENGINE, vec![report(vec![naryshkin()])]);
    bed.extracted(id, "engine-2", vec![report(vec![naryshkin()])]);
    let event_id = bed.linked(None)[0];
    assert!(raises(&bed, event_id), "the first report was never linked");
    bed.extracted(id, "engine-3", vec![report(vec![naryshkin()])]);
    bed.linked(Some(event_id));
    assert!(raises(&bed, event_id), "the event was never matched");
    matched(&bed, event_id);
    bed.extracted(id, "engine-4", vec![report(vec![naryshkin()])]);
    bed.linked(Some(event_id));
    assert!(!raises(&bed, event_id));
}

#[test]
fn an_event_keeps_its_id_while_its_only_report_is_replaced() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin(), ratcliffe()]));
    matched(&bed, event_id);
    let article_id = bed.event(event_id).unwrap().unwrap().reports[0].article_id;
    bed.extracted(article_id, "engine-2", vec![report(vec![naryshkin()])]);
    let detail = bed.event(event_id).unwrap().unwrap();
    assert_eq!((detail.event.n_reports, detail.reports.len()), (0, 0));
    assert!(bed.find_events(&EventQuery { limit: 9, ..EventQuery::default() }).unwrap().is_empty(), "it is not shown without a report");
    assert_eq!(bed.prune_empty_events(later(10)).unwrap(), 0, "a report that waits may belong to it");
    assert_eq!(bed.due_recounts(9).unwrap()[0].event.n_reports, 0);

    let window =
        CandidateQuery { types: &[EventType::Call], countries: &["RU".to_owned()], times: &[(later(-9_000), later(9_000))], not_of: None };
    assert_eq!(bed.event_candidates(&window).unwrap()[0].id, event_id);
    bed.linked(Some(event_id));
    let recount = bed.due_recounts(9).unwrap().pop().unwrap();
    assert_eq!((recount.event.id, recount.reports.len()), (event_id, 1));
    let merged = Event { n_reports: 1, ..event_from(&recount.reports[0].report) };
    assert_eq!(bed.record_recount(event_id, &Event { n_reports: 2, ..merged.clone() }, &fold, noon()).unwrap(), Recorded::Stale);
    assert_eq!(bed.record_recount(event_id, &merged, &fold, noon()).unwrap(), Recorded::Done);
    let detail = bed.event(event_id).unwrap().unwrap();
    assert_eq!((detail.event.n_reports, detail.event.participants.len()), (1, 1));
    assert!(bed.due_recounts(9).unwrap().is_empty());
}

#[test]
fn an_event_that_nobody_tells_any_more_is_removed() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let article_id = bed.event(event_id).unwrap().unwrap().reports[0].article_id;
    bed.extracted(article_id, "engine-2", vec![]);
    assert_eq!(bed.prune_empty_events(noon()).unwrap(), 0, "not yet");
    assert_eq!(bed.prune_empty_events(later(1)).unwrap(), 1);
    assert_eq!(bed.event(event_id).unwrap(), None);
}

#[test]
fn a_unit_that_goes_wrong_three_times_is_left_alone_until_the_engine_changes() {
    let bed = bed();
    let id = article(&bed);
    let tries: Vec<u32> = (0..3).map(|_| bed.record_fault(Unit::Article(id), ENGINE, "boom", noon()).unwrap()).collect();
    assert_eq!(tries, [1, 2, 3]);
    assert!(bed.due_articles(ENGINE, 9).unwrap().is_empty());
    assert_eq!((bed.faults().unwrap()[0].error.as_str(), bed.queues(ENGINE, noon()).unwrap().quarantined), ("boom", 1));
    assert_eq!(bed.due_articles("engine-2", 9).unwrap().len(), 1);
    assert_eq!(bed.record_fault(Unit::Article(id), "engine-2", "boom", noon()).unwrap(), 1);
    bed.extracted(id, "engine-2", vec![report(vec![])]);
    assert!(bed.faults().unwrap().is_empty());
    let report_id = bed.due_reports(9).unwrap()[0].id;
    for _ in 0..3 {
        bed.record_fault(Unit::Report(report_id), "", "boom", noon()).unwrap();
    }
    assert!(bed.due_reports(9).unwrap().is_empty());
    bed.extracted(id, "engine-3", vec![report(vec![])]);
    assert_eq!((bed.due_reports(9).unwrap().len(), bed.faults().unwrap().len()), (1, 0), "the new report has a clean slate");
}

#[test]
fn articles_of_an_event_are_found_with_whom_they_name() {
    let bed = bed();
    let named = |name: &str, ids: &[&str]| {
        let entity = |id: &&str| Entity {
            entity: (!id.is_empty()).then(|| EntityRef((*id).to_owned())),
            kind: if id.starts_with("country") { EntityKind::Country } else { EntityKind::Person },
            name: name.to_owned(),
            country: None,
            mentions: vec![],
        };
        let id = bed.article_of(name, &new_article(&format!("https://{name}.example/1"), name));
        let hash = bed.due_articles(ENGINE, 9).unwrap().iter().find(|due| due.article.id == id).unwrap().content_hash.clone();
        let entities = ids.iter().map(entity).collect();
        let extraction = Extraction { lang: "en".to_owned(), entities, reports: vec![report(vec![naryshkin()])], notes: vec![] };
        bed.record_extraction((id, &hash), ENGINE, &extraction, &fold, noon()).unwrap();
        (id, bed.linked(None)[0])
    };
    let (article_id, event_id) = named("a", &["person:x", "country:RU", ""]);
    let (_, other) = named("b", &["person:q"]);
    let ids = |names: &[Entity]| names.iter().map(|e| e.entity.as_ref().map(|e| e.0.clone())).collect::<Vec<_>>();
    let expected = [Some("person:x".to_owned()), None];
    assert_eq!(ids(&bed.names_in(article_id).unwrap()), expected);
    let found = bed.tellers(&[event_id], later(-9_000), later(9_000)).unwrap();
    assert_eq!(
        found.iter().map(|t| (t.event_id, t.article_id, ids(&t.names))).collect::<Vec<_>>(),
        [(event_id, article_id, expected.to_vec())]
    );
    assert_eq!(bed.tellers(&[event_id, other], later(-9_000), later(9_000)).unwrap().len(), 2);
    assert_eq!(bed.tellers(&[event_id, other], later(9_000), later(9_001)).unwrap(), []);
    assert_eq!(bed.tellers(&[], later(-9_000), later(9_000)).unwrap(), []);
}
