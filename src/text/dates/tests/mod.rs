//! Dates in words, as found and as resolved.

mod counted;
mod feasts;
mod joined;
mod languages;

use jiff::civil::{Date, date};

use super::*;
use crate::model::{Basis, DateSpan, Precision};
use crate::text::token::tokenize;

/// A Wednesday.
const REFERENCE: Date = date(2025, 7, 2);

fn words() -> DateWords {
    let mut words = DateWords::default();
    for (lexicon, feasts) in [
        (include_str!("../../../../config/lexicon/ar.dates.toml"), include_str!("../../../../config/lexicon/ar.feasts.toml")),
        (include_str!("../../../../config/lexicon/en.dates.toml"), include_str!("../../../../config/lexicon/en.feasts.toml")),
        (include_str!("../../../../config/lexicon/ru.dates.toml"), include_str!("../../../../config/lexicon/ru.feasts.toml")),
    ] {
        let table: toml::Table = lexicon.parse().unwrap();
        for (key, phrases) in table["dates"].as_table().unwrap() {
            for phrase in phrases.as_array().unwrap() {
                words.add(phrase.as_str().unwrap(), key.parse().unwrap());
            }
        }
        let table: toml::Table = feasts.parse().unwrap();
        for (rule, names) in table["feasts"].as_table().unwrap() {
            for name in names.as_array().unwrap() {
                words.add(name.as_str().unwrap(), DateWord::Feast(rule.parse().unwrap()));
            }
        }
    }
    words
}

/// Each text with the dates in it, as "surface = start..end", in the direction asked for.
#[track_caller]
fn check(direction: Direction, cases: &[(&str, &str)]) {
    let words = words();
    for (text, expected) in cases {
        let tokens = tokenize(text);
        let found = find_dates(&tokens, 0..tokens.len(), &words);
        let told: Vec<String> = found
            .iter()
            .map(|date| match date.expr.resolve(REFERENCE, direction) {
                Some(days) if days.start == days.end => days.start.to_string(),
                Some(days) => format!("{}..{}", days.start, days.end),
                None => "none".to_owned(),
            })
            .collect();
        assert_eq!(told.join(" "), *expected, "{text}: {found:?}");
    }
}

#[test]
fn basis_precision_and_bound_are_told() {
    let words = words();
    let one = |text: &str| {
        let tokens = tokenize(text);
        let found = find_dates(&tokens, 0..tokens.len(), &words);
        assert_eq!(found.len(), 1, "{text}");
        let days = found[0].expr.resolve(REFERENCE, Direction::Past).unwrap();
        (found[0].bound, days.basis, days.precision)
    };
    assert_eq!(one("on 11 March 2025"), (Bound::On, Basis::Explicit, Precision::Day));
    assert_eq!(one("since March"), (Bound::Since, Basis::Relative, Precision::Month));
    assert_eq!(one("until the end of 2024"), (Bound::Until, Basis::Explicit, Precision::Range));
    assert_eq!(one("by 26 January"), (Bound::Until, Basis::Relative, Precision::Day));
    assert_eq!(one("منذ عام 2011"), (Bound::Since, Basis::Explicit, Precision::Year));
    assert_eq!(one("до 10 января"), (Bound::Until, Basis::Relative, Precision::Day));
    assert_eq!(one("last week"), (Bound::On, Basis::Relative, Precision::Range));
}

#[test]
fn spans_cite_the_text() {
    let text = "Они встретились в среду, 11 июня 2025 года, в Риме.";
    let tokens = tokenize(text);
    let found = find_dates(&tokens, 0..tokens.len(), &words());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span.of(text), "среду, 11 июня 2025 года");
    assert_eq!(found[0].span, tokens.span(found[0].tokens.clone()));
}

#[test]
fn days_that_do_not_exist_are_none() {
    check(Direction::Past, &[("on 31 February 2024", "none"), ("29 February", "2024-02-29"), ("99.99.2024", "")]);
}

proptest::proptest! {
    #[test]
    fn any_order_of_words_is_survived(picked in proptest::collection::vec(0..PIECES.len(), 0..12), year in -9999_i16..=9999) {
        let text: String = picked.iter().map(|&at| PIECES[at]).collect();
        let tokens = tokenize(&text);
        let mut end = 0;
        for found in find_dates(&tokens, 0..tokens.len(), &words()) {
            proptest::prop_assert!(end <= found.tokens.start && found.tokens.start < found.tokens.end);
            end = found.tokens.end;
            for direction in [Direction::Past, Direction::Future] {
                if let Some(days) = found.expr.resolve(date(year, 1, 31), direction) {
                    proptest::prop_assert!(days.start <= days.end);
                }
            }
        }
    }
}

const PIECES: &[&str] = &[
    "last ",
    "next ",
    "12",
    "-",
    "31",
    " March ",
    " of ",
    "the ",
    "2025",
    "1st ",
    "Sunday ",
    "weeks ",
    "week ",
    "ago ",
    "in ",
    "early ",
    "from ",
    " to ",
    "(",
    ")",
    "/",
    ".",
    ", ",
    "400 ",
    "years ",
    "half ",
    "second ",
    "29 ",
    "February ",
    "شعبان ",
    "1444هـ ",
    "30 ",
    "مارس ",
    "month ",
    "year ",
    "day ",
];
