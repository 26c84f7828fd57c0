use super::*;

fn name(text: &str) -> Rule {
    Rule::Name(Named { name: text.to_owned(), role: None })
}

#[test]
fn a_rule_is_read_with_its_usual_precedence() {
    let read = Rule::parse("Naryshkin type:call,meeting or not \"William Burns\" as target").unwrap();
    let types = Rule::Is(Condition::Type(vec![EventType::Call, EventType::Meeting]));
    let burns = Rule::Name(Named { name: "William Burns".to_owned(), role: Some(Role::Target) });
    assert_eq!(read, Rule::Any(vec![Rule::All(vec![name("Naryshkin"), types]), Rule::Not(Box::new(burns))]));
    assert_eq!(Rule::parse("a AND (b OR c)").unwrap(), Rule::All(vec![name("a"), Rule::Any(vec![name("b"), name("c")])]));
}

#[test]
fn every_condition_is_read() {
    let read = |text| Rule::parse(text).unwrap();
    assert_eq!(read("country:ru,US"), Rule::Is(Condition::Country(vec!["RU".to_owned(), "US".to_owned()])));
    assert_eq!(read("lang:AR"), Rule::Is(Condition::Lang(vec!["ar".to_owned()])));
    assert_eq!(read("feed:\"قناة الجزيرة\""), Rule::Is(Condition::Feed(vec!["قناة الجزيرة".to_owned()])));
    assert_eq!(read("tag:agency"), Rule::Is(Condition::Tag(vec!["agency".to_owned()])));
    assert_eq!(read("status:planned"), Rule::Is(Condition::Status(vec![Status::Planned])));
    assert_eq!(read("domain:intelligence"), Rule::Is(Condition::Domain(vec![Domain::Intelligence])));
    assert_eq!(read("confidence >= 0.8"), Rule::Is(Condition::Confidence(0.8)));
    assert_eq!(read("sources>=2"), Rule::Is(Condition::Sources(2)));
    assert_eq!(read("words:\"chemical weapons\""), Rule::Words("chemical weapons".to_owned()));
    assert_eq!(read("near(weapons, \"Syria\", 5)"), Rule::Near("weapons".to_owned(), "Syria".to_owned(), 5));
}

#[test]
fn errors_point_at_the_place() {
    let fault = |text: &str| Rule::parse(text).unwrap_err();
    let start = |text: &str| fault(text).span.start;
    assert_eq!(start("Naryshkin type:kall"), 15);
    assert!(fault("Naryshkin type:kall").what.contains("valid: call"));
    assert_eq!(start("(Naryshkin or Burns"), 0);
    assert_eq!(start("Naryshkin )"), 10);
    assert_eq!(start("Naryshkin and"), 13);
    assert_eq!(start("kind:call"), 0);
    assert_eq!(start("confidence>=2"), 12);
    assert_eq!(start("\"Naryshkin"), 0);
    assert_eq!(start(""), 0);
    assert_eq!(start("country:Russia"), 8);
    assert_eq!(start("بوتين or"), "بوتين or".len());
    assert_eq!(fault("a kind:b").pointed("a kind:b"), format!("{}\n  a kind:b\n    ^^^^", fault("a kind:b").what));
    assert!(Rule::parse(&"(".repeat(5_000)).is_err());
    assert!(Rule::parse(&"not ".repeat(1_000)).is_err());
}
