//! Dates in words and the telling of languages: their figures on `tests/gold/dates.tsv` and `tests/gold/languages.tsv` may not fall.

use std::collections::BTreeMap;

use rasid::cli::eval::{dates, languages};
use rasid::knowledge::Knowledge;

/// The floors of one section of `tests/gold/floors.toml`.
fn floors(section: &str) -> BTreeMap<String, f64> {
    let all: BTreeMap<String, BTreeMap<String, f64>> = toml::from_str(&std::fs::read_to_string("tests/gold/floors.toml").unwrap()).unwrap();
    all[section].clone()
}

#[test]
fn own_dates_in_words_are_read_right() {
    let cases = dates::read(&std::fs::read_to_string("tests/gold/dates-own.tsv").unwrap()).unwrap();
    let (_, misses) = dates::measure(&cases, &Knowledge::builtin());
    let wrong: Vec<String> = misses.iter().map(|miss| format!("{}: {:?}", miss.case.text, miss.found)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn dates_in_words_are_read_as_well_as_before() {
    let cases = dates::read(&std::fs::read_to_string("tests/gold/dates.tsv").unwrap()).unwrap();
    let (found, misses) = dates::measure(&cases, &Knowledge::builtin());
    for (lang, floor) in floors("dates") {
        let share = found[&lang].share();
        assert!(floor <= share, "{lang}: {share:.3}; the floor is {floor}; misses: {misses:?}");
    }
}

#[test]
fn languages_are_told_as_well_as_before() {
    let samples = languages::read(&std::fs::read_to_string("tests/gold/languages.tsv").unwrap()).unwrap();
    let (sentences, six_words) = languages::measure(&samples);
    let floors = floors("languages");
    for (name, told) in [("sentences", &sentences), ("six_words", &six_words)] {
        let share = told.all().share();
        assert!(floors[name] <= share, "{name}: {share:.4}; the floor is {}", floors[name]);
        for (lang, tally) in &told.languages {
            assert!(floors["least"] <= tally.share(), "{name}, {lang}: {:.4}; the least is {}", tally.share(), floors["least"]);
        }
    }
}
