//! The schema's lists of words are those of the model.

const SCHEMA: &str = concat!(
    include_str!("../../../migrations/0001_first_schema.sql"),
    include_str!("../../../migrations/0005_feed_health.sql"),
    include_str!("../../../migrations/0006_event_edits.sql"),
    include_str!("../../../migrations/0010_page_problems.sql"),
);

use crate::model::*;

/// Every list that the schema allows for `column`.
fn lists(column: &str) -> Vec<Vec<String>> {
    let start = format!("check ({column} in (");
    let list = |rest: &str| rest.split(')').next().unwrap().split(',').map(|word| word.trim().trim_matches('\'').to_owned()).collect();
    SCHEMA.split(&start).skip(1).map(list).collect()
}

fn check(column: &str, n_columns: usize, words: Vec<&str>) {
    let found = lists(column).into_iter().filter(|list| *list == words).count();
    assert_eq!(found, n_columns, "{column}: {:?} are not {words:?}", lists(column));
}

#[test]
fn the_schema_knows_every_word_of_the_model() {
    check("event_type", 2, EventType::ALL.iter().map(|word| word.as_str()).collect());
    check("domain", 2, Domain::ALL.iter().map(|word| word.as_str()).collect());
    check("status", 4, Status::ALL.iter().map(|word| word.as_str()).collect());
    check("mode", 2, Mode::ALL.iter().map(|word| word.as_str()).collect());
    check("role", 2, Role::ALL.iter().map(|word| word.as_str()).collect());
    check("kind", 3, EntityKind::ALL.iter().map(|word| word.as_str()).collect());
    check("when_precision", 2, Precision::ALL.iter().map(|word| word.as_str()).collect());
    check("when_basis", 2, Basis::ALL.iter().map(|word| word.as_str()).collect());
    check("failure_kind", 2, FailureKind::ALL.iter().map(|word| word.as_str()).collect());
    check("body_source", 1, BodySource::ALL.iter().map(|word| word.as_str()).collect());
    check("health", 1, FeedHealth::ALL.iter().map(|word| word.as_str()).collect());
    check("page_failure", 1, FailureKind::ALL.iter().map(|word| word.as_str()).collect());
    check("page_problem", 1, PageProblem::ALL.iter().map(|word| word.as_str()).collect());
    check("state", 1, FeedState::ALL.iter().map(|word| word.as_str()).collect());
    check("state", 1, ItemState::ALL.iter().map(|word| word.as_str()).collect());
    check("state", 1, DeliveryState::ALL.iter().map(|word| word.as_str()).collect());
}
