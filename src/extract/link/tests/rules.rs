//! What one story tells otherwise and still is one event, and what never is.

use super::*;

/// Whether the report joins the event that the other makes.
fn joins(report: &LinkedReport, other: &LinkedReport, candidate: fn(&Event) -> Candidate) -> bool {
    matches!(decide(report, &[candidate(&first(1, other))], &knowledge()), Decision::Join { .. })
}

fn told(id: i64, event_type: EventType, cast: &[(Role, &str, &str)]) -> LinkedReport {
    report(id, 11, event_type, cast.iter().map(|&(role, entity, country)| party(role, entity, entity, country)).collect())
}

#[test]
fn who_speaks_is_never_somebody_else() {
    let blames = |id, who: &str, of: &str| told(id, EventType::Accusation, &[(Role::Actor, who, of), (Role::Target, "country:TR", "TR")]);
    assert!(!joins(&blames(2, RUBIO, "US"), &blames(1, LAVROV, "RU"), of_story), "another speaker");
    assert!(joins(&blames(2, "country:RU", "RU"), &blames(1, LAVROV, "RU"), apart), "his state speaks through him");
    let condemns = told(3, EventType::Condemnation, &[(Role::Actor, LAVROV, "RU"), (Role::Target, "country:TR", "TR")]);
    assert!(joins(&condemns, &blames(1, LAVROV, "RU"), apart), "a kind of accusation");
    assert!(!joins(&condemns.on(3), &blames(1, LAVROV, "RU").on(11), of_story), "on another day");
}

#[test]
fn whom_it_happens_to_tells_such_acts() {
    let arrest = |id, by: &str, of: &str| told(id, EventType::SpyArrest, &[(Role::Subject, FIDAN, "TR"), (Role::Actor, by, of)]);
    assert!(joins(&arrest(2, "organisation:x", "US"), &arrest(1, "organisation:y", "RU"), apart), "by whom is told otherwise");
    assert!(joins(&arrest(2, "organisation:x", "US").on(20), &arrest(1, "organisation:x", "US").on(11), apart), "nobody is arrested twice");
    assert!(
        joins(&arrest(2, "organisation:x", "US").at("US", ""), &arrest(1, "organisation:x", "US").at("RU", ""), apart),
        "nor in two states"
    );
    let other = told(2, EventType::SpyArrest, &[(Role::Subject, LAVROV, "RU"), (Role::Actor, "organisation:y", "RU")]);
    assert!(!joins(&other, &arrest(1, "organisation:y", "RU"), of_story), "somebody else");
    let blast = |id, role, entity: &str, of: &str| told(id, EventType::CovertAction, &[(role, entity, of)]).on(11);
    let (by_whom, whom) = (blast(1, Role::Actor, "organisation:x", "RU"), blast(2, Role::Target, FIDAN, "TR"));
    assert!(joins(&whom, &by_whom, of_story), "one tells who did it, the other to whom");
    assert!(!joins(&whom, &by_whom, apart) && !joins(&whom.on(14), &by_whom, of_story));
}

#[test]
fn what_is_declined_or_wanted_is_not_what_is_so() {
    let talks = |id| told(id, EventType::Negotiation, &[(Role::Participant, "country:RU", "RU"), (Role::Participant, "country:US", "US")]);
    assert!(!joins(&talks(2), &talks(1).status(Status::Refused), of_story));
    assert!(joins(&talks(2).status(Status::Refused), &talks(1).status(Status::Proposed), apart));
    let eased = |id| told(id, EventType::SanctionLifted, &[(Role::Actor, "country:US", "US")]);
    assert!(!joins(&eased(2), &eased(1).status(Status::Proposed), apart), "one party alone");
}

#[test]
fn a_rival_leaves_what_fits_badly_alone() {
    let blames = |id, whom: &str, of: &str| told(id, EventType::Demand, &[(Role::Actor, LAVROV, "RU"), (Role::Target, whom, of)]).on(11);
    let asked = blames(9, "country:TR", "TR").on(12);
    let (one, two) = (first(1, &blames(1, "country:US", "US")), first(2, &blames(2, "country:GB", "GB")));
    let join = |known: &[Candidate]| matches!(decide(&asked, known, &knowledge()), Decision::Join { .. });
    assert!(join(&[of_story(&one)]));
    assert!(!join(&[of_story(&one), of_story(&two)]), "either may be meant");
}

#[test]
fn articles_that_tell_one_act_beyond_doubt_tell_one_story() {
    let told_by = |event: &Event| Candidate { event: event.clone(), same_story: false, told_by: vec![ArticleId(7)] };
    let asks = |id, whom: &str, of: &str| told(id, EventType::Demand, &[(Role::Actor, LAVROV, "RU"), (Role::Target, whom, of)]).on(11);
    let (met, asked) = (first(1, &call(1, 11).on(11)), first(2, &asks(2, "country:US", "US")));
    let known = [told_by(&met), told_by(&asked)];
    let (call, demand) = (call(3, 11).on(11), asks(3, "country:TR", "TR"));
    let joined = |asked: &[(&LinkedReport, &[Candidate])]| -> Vec<bool> {
        decide_together(asked, &knowledge()).iter().map(|decision| matches!(decision, Decision::Join { .. })).collect()
    };
    assert_eq!(joined(&[(&call, &known), (&demand, &known)]), [true, true]);
    assert_eq!(joined(&[(&demand, &known)]), [false]);
}

#[test]
fn articles_that_name_the_same_people_tell_one_story() {
    let somebody = |reference: &str, name: &str, kind: EntityKind| Entity {
        entity: (!reference.is_empty()).then(|| EntityRef(reference.to_owned())),
        kind,
        name: name.to_owned(),
        country: None,
        mentions: Vec::new(),
    };
    let known = |n: std::ops::Range<usize>| n.map(|n| somebody(&format!("person:{n}"), "", EntityKind::Person)).collect::<Vec<_>>();
    let stranger = |name: &str| somebody("", name, EntityKind::Person);
    let check = |a: &[Entity], b: &[Entity], expected: bool| {
        assert_eq!(same_story(&Names::of(a), &Names::of(b)), expected, "{a:?} {b:?}");
        assert_eq!(same_story(&Names::of(b), &Names::of(a)), expected, "{b:?} {a:?}");
    };
    check(&known(0..3), &known(0..40), true);
    check(&known(0..9), &known(6..15), true);
    check(&known(0..10), &known(7..17), false);
    check(&known(0..2), &known(0..2), false);
    let with = |mut all: Vec<Entity>, name: &str| {
        all.push(stranger(name));
        all
    };
    check(&with(known(0..1), "Reem al-Hashimy"), &with(known(0..1), "Рим аль-Хашими"), true);
    check(&with(known(0..1), "Reem al-Hashimy"), &with(known(0..1), "Anwar Gargash"), false);
    check(&with(known(0..1), "Reem"), &with(known(0..1), "Рим"), false);
    let state = somebody("country:RU", "Russia", EntityKind::Country);
    check(&[known(0..2), vec![state.clone()]].concat(), &[known(0..2), vec![state]].concat(), false);
}
