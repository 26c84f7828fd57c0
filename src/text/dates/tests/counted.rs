//! Days that are counted from what the text told last.

use super::*;

/// Each text with what its first date means where the text told `anchor` last.
#[track_caller]
fn check_from(anchor: (Date, Date, Precision), cases: &[(&str, Option<(Date, Date)>)]) {
    let words = words();
    let anchor = DateSpan { start: anchor.0, end: anchor.1, precision: anchor.2, basis: Basis::Explicit };
    for (text, expected) in cases {
        let tokens = tokenize(text);
        let found = find_dates(&tokens, 0..tokens.len(), &words);
        let told = found.first().and_then(|date| date.expr.resolve_from(&anchor)).map(|days| (days.start, days.end));
        assert_eq!(told, *expected, "{text}: {found:?}");
    }
}

#[test]
fn days_counted_from_what_was_told() {
    let one = |day| Some((day, day));
    let month = |first: Date| Some((first, first.last_of_month()));
    check_from(
        (date(2018, 8, 3), date(2018, 8, 3), Precision::Day),
        &[
            ("Two days later it expelled him", one(date(2018, 8, 5))),
            ("three weeks earlier", one(date(2018, 7, 13))),
            ("Canada imposed sanctions the following month", month(date(2018, 9, 1))),
            ("by a team of agents that October", month(date(2018, 10, 1))),
            ("Через два дня королевство выслало посла", one(date(2018, 8, 5))),
            ("тремя днями раньше", one(date(2018, 7, 31))),
            ("в октябре того же года", month(date(2018, 10, 1))),
            ("وبعد ثلاثة أيام زار باريس", one(date(2018, 8, 6))),
            ("في أكتوبر من العام نفسه", month(date(2018, 10, 1))),
            ("on 5 March 2019", None),
        ],
    );
    // Nobody counts days from a month.
    check_from(
        (date(2023, 10, 1), date(2023, 10, 31), Precision::Month),
        &[("two days later", None), ("three months later", month(date(2024, 1, 1)))],
    );
}

#[test]
fn counts_before_an_event_say_so() {
    let words = words();
    for (text, is_of_event) in [
        ("a day after holding talks with him", true),
        ("بعد أسبوع من إعلان الوزير", true),
        ("two days later", false),
        ("استمرت ثلاثة أيام من المحادثات", false),
    ] {
        let tokens = tokenize(text);
        let found = find_dates(&tokens, 0..tokens.len(), &words);
        let of_event = found.iter().any(|date| matches!(date.expr, DateExpr::Apart { of_event: true, .. }));
        assert_eq!(of_event, is_of_event, "{text}: {found:?}");
    }
}

#[test]
fn a_day_of_the_month_told_last_waits_for_it() {
    let words = words();
    let june = DateSpan { start: date(2024, 6, 1), end: date(2024, 6, 30), precision: Precision::Month, basis: Basis::Relative };
    for text in ["في 27 من الشهر نفسه", "في السابع والعشرين منه", "on the 27th of that month", "27 числа того же месяца"]
    {
        let tokens = tokenize(text);
        let found = find_dates(&tokens, 0..tokens.len(), &words);
        let told: Vec<_> = found.iter().filter_map(|date| date.expr.resolve_from(&june)).map(|days| days.start).collect();
        assert_eq!(told, [date(2024, 6, 27)], "{text}: {found:?}");
    }
}
