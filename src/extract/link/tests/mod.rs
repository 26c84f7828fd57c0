//! Reports joined and kept apart, what they add up to, and independence of the order in which they come.

mod rules;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::model::{
    Basis, Codes, DateSpan, Domain, Entity, EntityKind, EntityRef, Evidence, Participant, Place, Precision, Report, ReportId, Role, Trace,
};

/// Ids that stand for people of the knowledge; nothing here asks what it says of them.
const LAVROV: &str = "person:sergey-lavrov";
const RUBIO: &str = "person:marco-rubio";
const FIDAN: &str = "person:hakan-fidan";

fn knowledge() -> Arc<Knowledge> {
    Knowledge::builtin()
}

fn party(role: Role, id: &str, text: &str, country: &str) -> Participant {
    let (kind, entity) = match id.split_once(':') {
        Some(("country", _)) => (EntityKind::Country, Some(id)),
        Some(("organisation", _)) => (EntityKind::Organisation, Some(id)),
        Some(_) => (EntityKind::Person, Some(id)),
        None => (EntityKind::Person, None),
    };
    Participant {
        role,
        kind,
        entity: entity.map(|id| EntityRef(id.to_owned())),
        name: text.to_owned(),
        text: text.to_owned(),
        country: (!country.is_empty()).then(|| country.to_owned()),
        organisation: None,
        office: None,
    }
}

fn with(id: &str, country: &str) -> Participant {
    party(Role::Participant, id, id, country)
}

fn stranger(text: &str, country: &str) -> Participant {
    party(Role::Participant, "", text, country)
}

/// A report of an article published on a day of March 2025, at noon; its id tells which.
fn report(id: i64, day: i8, event_type: EventType, participants: Vec<Participant>) -> LinkedReport {
    let at: Timestamp = format!("2025-03-{day:02}T12:00:00Z").parse().unwrap();
    LinkedReport {
        id: ReportId(id),
        article_id: ArticleId(id),
        article_title: String::new(),
        article_url: None,
        lang: None,
        outlet: Some(format!("outlet {id}")),
        agency: None,
        n_sightings: 1,
        fingerprint: None,
        published_at: Some(at),
        first_seen_at: at,
        report: Report {
            event_type,
            domain: Domain::Diplomacy,
            status: Status::Occurred,
            when: None,
            place: None,
            participants,
            mode: None,
            topics: Vec::new(),
            attribution: Vec::new(),
            evidence: Evidence { text: String::new(), span: None },
            confidence: 0.6,
            codes: Codes { plover: None, cameo: None },
            trace: Trace::default(),
        },
    }
}

fn call(id: i64, day: i8) -> LinkedReport {
    report(id, day, EventType::Call, vec![with(LAVROV, "RU"), with(RUBIO, "US")])
}

impl LinkedReport {
    fn on(mut self, day: i8) -> Self {
        self.report.when = Some(span(day, day));
        self
    }

    fn within(mut self, first: i8, last: i8) -> Self {
        self.report.when = Some(span(first, last));
        self
    }

    fn status(mut self, status: Status) -> Self {
        self.report.status = status;
        self
    }

    fn at(mut self, country: &str, place: &str) -> Self {
        self.report.place = Some(Place { country: Some(country.to_owned()), place: (!place.is_empty()).then(|| place.to_owned()) });
        self
    }
}

fn span(first: i8, last: i8) -> DateSpan {
    let precision = if first == last { Precision::Day } else { Precision::Range };
    DateSpan { start: jiff::civil::date(2025, 3, first), end: jiff::civil::date(2025, 3, last), precision, basis: Basis::Explicit }
}

/// An event with the reports that made it, as the link stage would keep it.
type Kept = (Event, Vec<LinkedReport>, Vec<Status>);

/// The event as a candidate of another story.
fn apart(event: &Event) -> Candidate {
    Candidate { event: event.clone(), same_story: false, told_by: Vec::new() }
}

/// The event as a candidate of the report's own story.
fn of_story(event: &Event) -> Candidate {
    Candidate { event: event.clone(), same_story: true, told_by: Vec::new() }
}

/// The event that a report makes.
fn first(id: i64, report: &LinkedReport) -> Event {
    let Decision::New(event) = decide(report, &[], &knowledge()) else { panic!("no candidates, no join") };
    Event { id: EventId(id), ..event }
}

/// Links the reports in the order given.
fn link(reports: &[LinkedReport]) -> Vec<Kept> {
    let knowledge = knowledge();
    let mut kept: Vec<Kept> = Vec::new();
    for report in reports {
        let asked = query(report);
        let is_candidate = |event: &&Kept| {
            let day = days::day_of(&event.0);
            let (from, to) = event.0.when.map_or((day, day), |when| (when.start, when.end));
            asked.types.contains(&event.0.event_type) && asked.spans.iter().any(|(first, last)| *first <= to && from <= *last)
        };
        let candidates: Vec<Candidate> = kept.iter().filter(is_candidate).map(|(event, ..)| apart(event)).collect();
        match decide(report, &candidates, &knowledge) {
            Decision::New(event) => {
                let id = EventId(i64::try_from(kept.len()).unwrap());
                let status = event.status;
                kept.push((Event { id, ..event }, vec![report.clone()], vec![status]));
            }
            Decision::Join { event: id, .. } => {
                let (event, reports, history) = kept.iter_mut().find(|(event, ..)| event.id == id).unwrap();
                reports.push(report.clone());
                *event = recount(event, reports, &knowledge).unwrap();
                if history.last() != Some(&event.status) {
                    history.push(event.status);
                }
            }
        }
    }
    kept
}

/// How many events the reports make, in the order given and in the opposite one.
#[track_caller]
fn check(reports: &[LinkedReport], n_events: usize) {
    let backwards: Vec<LinkedReport> = reports.iter().rev().cloned().collect();
    assert_eq!(link(reports).len(), n_events, "{reports:#?}");
    assert_eq!(link(&backwards).len(), n_events, "backwards: {reports:#?}");
}

#[test]
fn the_same_call_is_one_event() {
    check(&[call(1, 10).on(10), call(2, 11).on(10)], 1);
    check(&[call(1, 10), call(2, 11)], 1);
    check(&[call(1, 10).on(10), call(2, 11)], 1);
    check(&[call(1, 10).within(1, 31), call(2, 11).on(11)], 1);
}

#[test]
fn two_rounds_stay_two() {
    check(&[call(1, 11).on(11), call(2, 14).on(14)], 2);
    check(&[call(1, 5), call(2, 14)], 2);
    check(&[call(1, 11).on(11), call(2, 14).on(14), call(3, 14).on(11)], 2);
    check(&[call(1, 11).on(10), call(2, 11).on(11)], 2);
}

#[test]
fn a_report_without_a_date_joins_the_nearest() {
    let events = link(&[call(1, 9).on(9), call(2, 11).on(11), call(3, 11)]);
    let n_reports: Vec<u32> = events.iter().map(|(event, ..)| event.n_reports).collect();
    assert_eq!(n_reports, [1, 2]);
}

#[test]
fn other_parties_types_and_places_stay_apart() {
    let fidan = |id, day| report(id, day, EventType::Call, vec![with(LAVROV, "RU"), with(FIDAN, "TR")]);
    check(&[call(1, 11).on(11), fidan(2, 11).on(11)], 2);
    check(&[call(1, 11).on(11), report(2, 11, EventType::Meeting, vec![with(LAVROV, "RU"), with(RUBIO, "US")]).on(11)], 2);
    let meeting = |id| report(id, 11, EventType::Meeting, vec![with(LAVROV, "RU"), with(RUBIO, "US")]).on(11);
    check(&[meeting(1).at("SA", "Riyadh"), meeting(2).at("CH", "Geneva")], 1);
    let undated = |id| LinkedReport { report: Report { when: None, ..meeting(id).report }, ..meeting(id) };
    check(&[undated(1).at("SA", "Riyadh"), undated(2).at("CH", "Geneva")], 2);
    check(&[meeting(1).at("SA", "Riyadh"), meeting(2).at("SA", "")], 1);
}

#[test]
fn an_act_and_its_answer_in_kind_stay_two() {
    let expelled = |id, by: &str, whom: &str| {
        let cast = [(Role::Actor, by), (Role::Target, whom)].map(|(role, code)| party(role, &format!("country:{code}"), code, code));
        report(id, 11, EventType::DiplomatExpelled, cast.to_vec()).on(11)
    };
    check(&[expelled(1, "GB", "RU"), expelled(2, "RU", "GB")], 2);
    check(&[expelled(1, "GB", "RU"), expelled(2, "GB", "RU")], 1);
    check(&[expelled(1, "US", "RU"), expelled(2, "US", "IR")], 2);
}

#[test]
fn a_state_stands_for_its_officers() {
    let talks = |id, event_type| report(id, 11, event_type, vec![with("country:RU", "RU"), with("country:US", "US")]).on(11);
    check(&[talks(1, EventType::Call), call(2, 11).on(11)], 1);
    let meeting = report(2, 11, EventType::Meeting, vec![with(LAVROV, "RU"), with(RUBIO, "US")]).on(11);
    check(&[talks(1, EventType::Negotiation), meeting], 1);
    let (event, ..) = link(&[talks(1, EventType::Call), call(2, 11).on(11)]).remove(0);
    let names: Vec<_> = event.participants.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, [RUBIO, LAVROV], "the states go out where their officers are in");
}

#[test]
fn strangers_meet_across_scripts() {
    let with_stranger = |id, name: &str| report(id, 11, EventType::Call, vec![with(LAVROV, "RU"), stranger(name, "AE")]).on(11);
    let reports = [with_stranger(1, "ريم الهاشمي"), with_stranger(2, "Reem al-Hashimy"), with_stranger(3, "Рим аль-Хашими")];
    check(&reports, 1);
    let (event, ..) = link(&reports).remove(0);
    let names: Vec<_> = event.participants.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Reem al-Hashimy", LAVROV]);
    check(&[with_stranger(1, "Reem al-Hashimy"), with_stranger(2, "Anwar Gargash")], 2);
    let alone = |id, name: &str| report(id, 11, EventType::SpyArrest, vec![party(Role::Subject, "", name, "US")]).on(11);
    check(&[alone(1, "Evan Gershkovich"), alone(2, "Эван Гершкович"), alone(3, "إيفان غيرشكوفيتش")], 1);
    check(&[alone(1, "Evan Gershkovich"), alone(2, "Пол Уилан")], 2);
    check(&[alone(1, "Abdelilah Benkirane"), alone(2, "عبد الإله بن كيران"), alone(3, "Абделила Бенкиран")], 1);
    check(&[alone(1, "Abdelilah Benkirane"), alone(2, "عبد الإله بن عرفة")], 2);
}

#[test]
fn planned_then_held_then_denied_is_one_event_with_a_history() {
    let meeting = |id, day| report(id, day, EventType::Meeting, vec![with(LAVROV, "RU"), with(RUBIO, "US")]);
    let planned = meeting(1, 10).on(14).status(Status::Planned);
    let (held, denied) = (meeting(2, 14).on(14), meeting(3, 16).on(14).status(Status::Denied));
    let events = link(&[planned.clone(), held.clone(), denied.clone()]);
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].2, [Status::Planned, Status::Occurred, Status::Denied]);
    check(&[meeting(1, 4).status(Status::Planned), held.clone()], 1);
    check(&[held.clone(), meeting(3, 18).status(Status::Denied)], 1);
    let late_plan = meeting(4, 15).on(14).status(Status::Planned);
    assert_eq!(link(&[planned, held, late_plan])[0].0.status, Status::Occurred, "a plan told late undoes nothing");
}

#[test]
fn later_reports_widen_the_event() {
    let vague = report(1, 11, EventType::Meeting, vec![with(LAVROV, "RU"), with("country:US", "US")]).within(1, 31);
    let office = Participant { office: Some("secretary of state".to_owned()), ..with(RUBIO, "US") };
    let exact = report(2, 12, EventType::Meeting, vec![with(LAVROV, "RU"), office, with(FIDAN, "TR")]).on(11).at("SA", "الرياض");
    check(&[vague.clone(), exact.clone()], 1);
    let (event, ..) = link(&[vague, exact]).remove(0);
    assert_eq!(event.when, Some(span(11, 11)));
    assert_eq!(event.place.as_ref().and_then(|place| place.place.as_deref()), Some("Riyadh"));
    let cast: Vec<_> = event.participants.iter().map(|p| (p.name.as_str(), p.office.as_deref())).collect();
    assert_eq!(cast, [(FIDAN, None), (RUBIO, Some("secretary of state")), (LAVROV, None)]);
}

#[test]
fn independent_outlets_raise_confidence() {
    let (first, second) = (call(1, 11), call(2, 11));
    let again = LinkedReport { outlet: first.outlet.clone(), ..call(3, 11) };
    let event = decide(&first, &[], &knowledge());
    let Decision::New(event) = event else { panic!("no candidates, no join") };
    let confidence = |reports: &[LinkedReport]| recount(&event, reports, &knowledge()).map(|event| (event.confidence, event.n_sources));
    assert_eq!(confidence(std::slice::from_ref(&first)), Some((0.6, 1)));
    assert_eq!(confidence(&[first.clone(), again]), Some((0.6, 1)));
    assert_eq!(confidence(&[first, second]), Some((0.84, 2)));
    let many: Vec<_> = (1..20).map(|id| call(id, 11)).collect();
    assert_eq!(confidence(&many), Some((0.99, 19)));
    assert_eq!(confidence(&[]), None);
}

#[test]
fn a_join_tells_what_the_report_adds() {
    let event = first(5, &call(1, 11).on(11).status(Status::Planned));
    let Decision::Join { event: id, merged, status_change } = decide(&call(2, 12).on(11), &[apart(&event)], &knowledge()) else {
        panic!("one call")
    };
    assert_eq!((id, merged.status, status_change), (EventId(5), Status::Occurred, Some(Status::Occurred)));
}

#[test]
fn articles_of_one_story_may_tell_an_act_with_other_particulars() {
    let told = |actor: &str, target: &str, day: i8| {
        let cast = vec![party(Role::Actor, actor, actor, "RU"), party(Role::Target, target, target, &target[8..10])];
        report(9, 12, EventType::Threat, cast).on(day)
    };
    let event = first(1, &told(LAVROV, "country:GB", 11));
    let joins = |report: &LinkedReport, known: Candidate| matches!(decide(report, &[known], &knowledge()), Decision::Join { .. });
    for (other, why) in [(told(LAVROV, "country:US", 11), "another target"), (told(LAVROV, "country:GB", 12), "the next day")] {
        assert!(joins(&other, of_story(&event)), "{why}");
        assert!(!joins(&other, apart(&event)), "{why}");
    }
    assert!(!joins(&told(FIDAN, "country:GB", 11), of_story(&event)), "another actor");
    assert!(!joins(&told(LAVROV, "country:GB", 20), of_story(&event)), "nine days later");
    let met = first(2, &report(1, 11, EventType::Meeting, vec![with(LAVROV, "RU"), with(RUBIO, "US")]).on(11));
    let other = report(2, 11, EventType::Meeting, vec![with(LAVROV, "RU"), with(FIDAN, "TR")]).on(11);
    assert!(!joins(&other, of_story(&met)), "met somebody else");
}

#[test]
fn two_reports_of_one_article_never_join_one_event() {
    let event = first(1, &call(1, 11).on(11));
    let (exact, vague) = (call(2, 11).on(11), call(2, 11));
    let known = [apart(&event)];
    let joined = |asked: &[(&LinkedReport, &[Candidate])]| -> Vec<bool> {
        decide_together(asked, &knowledge()).iter().map(|decision| matches!(decision, Decision::Join { .. })).collect()
    };
    assert_eq!(joined(&[(&vague, &known), (&exact, &known)]), [false, true], "the better fit is taken first");
    assert_eq!(joined(&[(&vague, &known)]), [true]);
}

#[test]
fn a_query_asks_for_kin_states_and_days() {
    let asked = query(&report(1, 20, EventType::Negotiation, vec![with("country:US", "US"), with("country:RU", "RU")]).on(18));
    assert_eq!(asked.types, [EventType::Negotiation, EventType::Meeting]);
    assert_eq!(asked.countries, ["RU", "US"]);
    assert_eq!(asked.spans, [(jiff::civil::date(2025, 3, 4), jiff::civil::date(2025, 4, 3))]);
    let date = jiff::civil::date;
    let day = |year, day| DateSpan { start: date(year, 3, day), end: date(year, 3, day), ..span(1, 1) };
    let mut long_ago = call(1, 20);
    long_ago.report.when = Some(day(2016, 15));
    assert_eq!(query(&long_ago).spans, [(date(2016, 3, 1), date(2016, 3, 29)), (date(2025, 3, 6), date(2025, 4, 3))]);
    let with_body = query(&report(1, 20, EventType::Meeting, vec![with("country:US", "US"), with("organisation:un", "")]));
    assert!(with_body.countries.is_empty(), "who has no state can be met without one");
}

/// Reports of calls between a few people on a few days well apart, dated or told on the day.
fn reports() -> impl Strategy<Value = Vec<LinkedReport>> {
    let one = (0..3usize, 0..3i8, 0..2i8, any::<bool>(), 0..3usize, 0..4i64);
    prop::collection::vec(one, 1..8).prop_map(|all| {
        let build = |(at, (pair, round, delay, dated, status, outlet)): (usize, (usize, i8, i8, bool, usize, i64))| {
            let day = 3 + round * 9;
            let pairs = [
                [with(LAVROV, "RU"), with(RUBIO, "US")],
                [with(LAVROV, "RU"), with(FIDAN, "TR")],
                [stranger("ريم الهاشمي", "AE"), with(FIDAN, "TR")],
            ];
            let told = report(i64::try_from(at).unwrap(), day + delay, EventType::Call, pairs[pair].to_vec());
            let told = if dated { told.on(day) } else { told };
            LinkedReport { outlet: Some(outlet.to_string()), ..told }.status([Status::Occurred, Status::Ongoing, Status::Denied][status])
        };
        all.into_iter().enumerate().map(build).collect()
    })
}

/// What is left of events when ids and the order of making are forgotten.
fn state(events: &[Kept]) -> BTreeSet<String> {
    let told = |reports: &[LinkedReport]| reports.iter().map(|report| report.id).collect::<BTreeSet<_>>();
    events
        .iter()
        .map(|(event, reports, _)| {
            let bare = Event { id: EventId(0), created_at: event.first_reported_at, updated_at: event.first_reported_at, ..event.clone() };
            format!("{:?} {bare:?}", told(reports))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_reports_changes_nothing(reports in reports(), seed in any::<u64>()) {
        let mut shuffled = reports.clone();
        shuffled.sort_by_key(|report| (seed ^ (report.id.0.unsigned_abs() + 1)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        prop_assert_eq!(state(&link(&reports)), state(&link(&shuffled)));
    }

    #[test]
    fn a_recount_is_a_function_of_the_set(reports in reports(), by in 0..8usize) {
        let Decision::New(event) = decide(&reports[0], &[], &knowledge()) else { panic!("no candidates, no join") };
        let mut turned = reports.clone();
        turned.rotate_left(by % reports.len());
        prop_assert_eq!(recount(&event, &reports, &knowledge()), recount(&event, &turned, &knowledge()));
    }
}
