use super::*;

#[test]
fn a_new_event_holds_what_its_report_says() {
    let bed = bed();
    let told = Report {
        when: day("2025-06-28"),
        place: Some(Place { country: None, place: Some("Muscat".to_owned()) }),
        ..report(vec![ratcliffe(), participant(None, "Ivan Petrov", "RU")])
    };
    let event_id = bed.event_of("a", told.clone());
    let detail = bed.event(event_id).unwrap().unwrap();
    let expected = Event { id: event_id, first_reported_at: later(-60), ..event_from(&told) };
    assert_eq!(detail.event, expected);
    assert_eq!(detail.reports[0].report, told);
    assert_eq!((detail.reports[0].outlet.as_deref(), detail.reports[0].lang.as_deref()), (Some("Outlet"), Some("en")));
    let change = EventStatusChange { status: Status::Occurred, at: later(-60), report_id: detail.reports[0].id };
    assert_eq!(detail.status_changes, [change]);
    assert_eq!(bed.event(EventId(99)).unwrap(), None);
}

#[test]
fn a_second_report_widens_the_event() {
    let bed = bed();
    let event_id = bed.event_of("a", Report { status: Status::Planned, ..report(vec![naryshkin()]) });
    let article =
        NewArticle { published_at: Some(later(-90)), outlet: Some("Other".to_owned()), ..new_article("https://b.example/1", "B") };
    let article_id = bed.article_of("b", &article);
    bed.extracted(article_id, ENGINE, vec![report(vec![ratcliffe()])]);
    let report_id = bed.due_reports(9).unwrap()[0].id;
    let merged = Event { when: day("2025-06-28"), confidence: 0.95, ..event_from(&report(vec![naryshkin(), ratcliffe()])) };
    let decision = LinkDecision::Existing { event_id, merged: &merged, status_change: Some(Status::Occurred) };
    assert_eq!(bed.record_link(report_id, decision, &fold, later(5)).unwrap(), Some(event_id));
    let detail = bed.event(event_id).unwrap().unwrap();
    let event = detail.event;
    assert_eq!((event.n_reports, event.n_sources, event.participants.len(), event.confidence), (2, 2, 2, 0.95));
    assert_eq!((event.when, event.first_reported_at, event.updated_at, event.created_at), (merged.when, later(-90), later(5), noon()));
    assert_eq!(detail.status_changes.iter().map(|change| change.status).collect::<Vec<_>>(), [Status::Planned, Status::Occurred]);
    assert_eq!(detail.reports[0].id, report_id, "by publication");
}

#[test]
fn two_reports_of_one_outlet_are_one_source() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let article_id = bed.article_of("b", &new_article("https://b.example/1", "B"));
    bed.extracted(article_id, ENGINE, vec![report(vec![naryshkin()])]);
    bed.linked(Some(event_id));
    let event = bed.event(event_id).unwrap().unwrap().event;
    assert_eq!((event.n_reports, event.n_sources), (2, 1));
}

#[test]
fn a_report_is_linked_once_and_only_to_an_event_that_is_there() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let linked = bed.event(event_id).unwrap().unwrap().reports[0].id;
    let event = event_from(&report(vec![]));
    assert_eq!(bed.record_link(linked, LinkDecision::New(&event), &fold, noon()).unwrap(), None);
    let article_id = bed.article_of("b", &new_article("https://b.example/1", "B"));
    bed.extracted(article_id, ENGINE, vec![report(vec![])]);
    let free = bed.due_reports(9).unwrap()[0].id;
    let nowhere = LinkDecision::Existing { event_id: EventId(99), merged: &event, status_change: None };
    assert_eq!(bed.record_link(free, nowhere, &fold, noon()).unwrap(), None);
    assert_eq!(bed.due_reports(9).unwrap().len(), 1, "it is still due");
    assert_eq!(bed.queues(ENGINE, noon()).unwrap().events, 1);
}

#[test]
fn reports_are_due_in_order_of_publication() {
    let bed = bed();
    for (name, minutes) in [("a", -10), ("b", -30), ("c", -20)] {
        let article = NewArticle { published_at: Some(later(minutes)), ..new_article(&format!("https://{name}.example/1"), name) };
        let id = bed.article_of(name, &article);
        bed.extracted(id, ENGINE, vec![report(vec![])]);
    }
    let titles: Vec<String> = bed.due_reports(9).unwrap().into_iter().map(|report| report.article_title).collect();
    assert_eq!(titles, ["b", "c", "a"]);
    assert_eq!(bed.due_reports(2).unwrap().len(), 2);
}

#[test]
fn an_event_that_the_article_tells_already_is_no_candidate() {
    let bed = bed();
    let event_id = bed.event_of("a", report(vec![naryshkin()]));
    let article = bed.event(event_id).unwrap().unwrap().reports[0].article_id;
    let times = [("2000-01-01T00:00:00Z".parse().unwrap(), "2100-01-01T00:00:00Z".parse().unwrap())];
    let n_found = |not_of: Option<ArticleId>| {
        bed.event_candidates(&CandidateQuery { types: &[EventType::Call], countries: &[], times: &times, not_of }).unwrap().len()
    };
    assert_eq!((n_found(None), n_found(Some(article)), n_found(Some(ArticleId(article.0 + 1)))), (1, 0, 1));
}

#[test]
fn copies_of_one_dispatch_are_one_source() {
    let bed = bed();
    let told = |name: &str, bits: u64| {
        let article = NewArticle {
            outlet: Some(name.to_owned()),
            fingerprint: Some(Fingerprint(bits)),
            ..new_article(&format!("https://{name}.example/1"), name)
        };
        let id = bed.article_of(name, &article);
        bed.extracted(id, ENGINE, vec![report(vec![naryshkin()])]);
    };
    told("agency", u64::MAX);
    let event_id = bed.linked(None)[0];
    for (name, bits) in [("daily", u64::MAX - 7), ("rival", u64::MAX / 3)] {
        told(name, bits);
        bed.linked(Some(event_id));
    }
    let event = bed.event(event_id).unwrap().unwrap().event;
    assert_eq!((event.n_reports, event.n_sources), (3, 2));
}

#[test]
fn candidates_are_of_the_type_the_states_and_the_time() {
    let bed = bed();
    let ours = bed.event_of("a", Report { when: day("2025-06-20"), ..report(vec![naryshkin(), ratcliffe()]) });
    bed.event_of("b", Report { when: day("2025-03-11"), ..report(vec![naryshkin(), ratcliffe()]) });
    bed.event_of("c", Report { when: day("2025-06-20"), event_type: EventType::Visit, ..report(vec![naryshkin()]) });
    let undated = bed.event_of("d", report(vec![ratcliffe()]));
    let lasting = DateSpan { start: jiff::civil::date(2024, 1, 1), end: jiff::civil::date(2024, 12, 31), ..day("2024-01-01").unwrap() };
    let of_a_year = bed.event_of("e", Report { when: Some(lasting), ..report(vec![ratcliffe()]) });
    let find = |countries: &[&str], from: &str, to: &str| {
        let countries: Vec<String> = countries.iter().map(|&country| country.to_owned()).collect();
        let times = [(from.parse().unwrap(), to.parse().unwrap()), (Timestamp::MIN, Timestamp::MIN)];
        let query = CandidateQuery { types: &[EventType::Call, EventType::Meeting], countries: &countries, times: &times, not_of: None };
        bed.event_candidates(&query).unwrap().into_iter().map(|event| event.id).collect::<Vec<_>>()
    };
    assert_eq!(find(&["RU", "AE"], "2025-06-20T23:00:00Z", "2025-06-21T00:00:00Z"), [ours]);
    assert_eq!(find(&["CN"], "2025-06-01T00:00:00Z", "2025-06-30T00:00:00Z"), []);
    assert_eq!(find(&[], "2025-06-01T00:00:00Z", "2025-06-30T00:00:00Z"), [ours, undated]);
    assert_eq!(find(&["US"], "2024-06-01T00:00:00Z", "2024-06-02T00:00:00Z"), [of_a_year]);
    assert_eq!(find(&["US"], "2025-06-29T00:00:00Z", "2025-06-30T00:00:00Z"), [undated]);
}
