//! Dates of several words or days: stretches, weekdays beside days, weeks of a month.

use super::*;

#[test]
fn weeks_of_a_month() {
    check(
        Direction::Past,
        &[
            ("in the first week of October 2014", "2014-10-06..2014-10-12"),
            ("during the last week of September 2014", "2014-09-22..2014-09-28"),
            ("خلال الأسبوع الأول من شهر أكتوبر 2014", "2014-10-06..2014-10-12"),
            ("last week", "2025-06-23..2025-06-29"),
        ],
    );
}

#[test]
fn neighbours_joined_by_and_are_one_stretch() {
    check(
        Direction::Past,
        &[
            ("on 5 and 6 May", "2025-05-05..2025-05-06"),
            ("on May 5 and 6, 2024", "2024-05-05..2024-05-06"),
            ("on 5 May and 6 June", "2025-05-05 2025-06-06"),
            ("rounds held in 2021 and 2022", "2021-01-01..2022-12-31"),
            ("in 2019 and 2022", "2019-01-01..2019-12-31"),
            ("in March and April", "2025-03-01..2025-04-30"),
            ("خلال عامي 2021 و2022", "2021-01-01..2022-12-31"),
            ("يومي 12 و13 يونيو", "2025-06-12..2025-06-13"),
            ("في آذار (مارس) ونيسان (أبريل) الماضيين", "2025-03-01..2025-04-30"),
            ("в среду и четверг", "2025-06-25..2025-06-26"),
            ("в марте и апреле 2024 года", "2024-03-01..2024-04-30"),
        ],
    );
}

#[test]
fn a_weekday_beside_a_day_tells_the_year() {
    check(
        Direction::Future,
        &[
            ("Sunday, 29 June", "2025-06-29"),
            ("الخميس 26 يونيو", "2025-06-26"),
            ("Monday, 8 June", "2026-06-08"),
            ("the second Tuesday of October", "2025-10-14"),
            ("الأربعاء الثانية من أكتوبر", "2025-10-08"),
            ("three Fridays from now", "2025-07-18"),
        ],
    );
    check(Direction::Past, &[("two Thursdays ago", "2025-06-19"), ("в четверг, 27 июня", "2024-06-27")]);
}

#[test]
fn english_next_is_of_the_next_week() {
    check(Direction::Future, &[("next Friday", "2025-07-11"), ("next Tuesday", "2025-07-08"), ("on Friday next", "2025-07-11")]);
    check(Direction::Future, &[("يوم الجمعة المقبل", "2025-07-04"), ("в следующую пятницу", "2025-07-04")]);
}
