//! Watches with a rule.

use super::*;

fn naryshkin_calls_burns() -> Event {
    let part = |role, participant: Participant| Participant { role, ..participant };
    Event {
        n_sources: 2,
        ..event(vec![
            part(Role::Actor, person(Some("person:sergey-naryshkin"), "Naryshkin", "RU")),
            part(Role::Target, person(None, "William Burns", "US")),
        ])
    }
}

fn rule(rule: &str) -> Watch {
    Watch { rule: Some(rule.to_owned()), ..watch("a rule") }
}

fn matched(text: &str) -> Option<WatchMatch> {
    let report =
        LinkedReport { lang: Some("en".to_owned()), tags: vec!["agency".to_owned()], ..told("They spoke of weapons sent to Syria.") };
    Watcher::compile(&[rule(text)], knowledge()).matches(&naryshkin_calls_burns(), &[report]).pop()
}

#[test]
fn names_and_conditions_come_together_as_the_rule_says() {
    for holds in [
        "Naryshkin",
        "Нарышкин as actor",
        "Naryshkin \"William Burns\"",
        "Naryshkin and not Petrov",
        "Petrov or (Naryshkin type:call,meeting)",
        "country:US status:occurred domain:diplomacy",
        "lang:en,ar tag:agency feed:wire",
        "sources>=2 confidence>=0.6",
        "words:\"sent to\"",
        "near(weapons, Syria, 2)",
        "near(Syria, weapons, 2)",
        "not (Petrov or sources>=3)",
    ] {
        assert!(matched(holds).is_some(), "{holds}");
    }
    for fails in [
        "Petrov",
        "Naryshkin as target",
        "\"William Burns\" as actor",
        "Naryshkin not \"William Burns\"",
        "Naryshkin type:meeting",
        "country:FR",
        "lang:ru",
        "tag:paper",
        "sources>=3",
        "words:\"of Syria\"",
        "near(weapons, Syria, 1)",
        "words:Naryshkin",
    ] {
        assert!(matched(fails).is_none(), "{fails}");
    }
}

#[test]
fn the_reason_tells_each_finding() {
    let both = matched("\"William Burns\" Naryshkin").unwrap();
    assert_eq!((both.scope, both.matched_text.as_str()), (WatchScope::Entity, "Naryshkin"));
    assert!(both.reason.contains("names Sergey Naryshkin") && both.reason.contains("William Burns"), "{}", both.reason);
    let none = matched("country:US").unwrap();
    assert_eq!((none.matched_text.as_str(), none.reason.as_str()), ("", "its conditions hold: call, occurred"));
}

#[test]
fn what_the_rule_is_called_is_not_looked_for() {
    let called = Watch { name: "Naryshkin".to_owned(), ..rule("Petrov") };
    assert!(Watcher::compile(std::slice::from_ref(&called), knowledge()).matches(&naryshkin_calls_burns(), &[]).is_empty());
    let named: Vec<_> = Watcher::describe(&called, knowledge()).names.into_iter().map(|resolved| resolved.name).collect();
    assert_eq!(named, ["Petrov"]);
}
