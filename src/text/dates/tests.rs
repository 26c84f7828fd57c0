use jiff::civil::{Date, date};

use super::*;
use crate::model::{Basis, DateSpan, Precision};
use crate::text::token::tokenize;

/// A Wednesday.
const REFERENCE: Date = date(2025, 7, 2);

fn words() -> DateWords {
    let mut words = DateWords::default();
    for (lexicon, feasts) in [
        (include_str!("../../../config/lexicon/ar.dates.toml"), include_str!("../../../config/lexicon/ar.feasts.toml")),
        (include_str!("../../../config/lexicon/en.dates.toml"), include_str!("../../../config/lexicon/en.feasts.toml")),
        (include_str!("../../../config/lexicon/ru.dates.toml"), include_str!("../../../config/lexicon/ru.feasts.toml")),
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
fn english_dates_of_the_past() {
    check(
        Direction::Past,
        &[
            ("They met on Sunday.", "2025-06-29"),
            ("They met on Wednesday.", "2025-07-02"),
            ("They met last Wednesday.", "2025-06-25"),
            ("They met on Monday evening in Rome", "2025-06-30"),
            ("since last March", "2025-03-01..2025-03-31"),
            ("They met on 11 March.", "2025-03-11"),
            ("They met on March 11, 2024, in Rome", "2024-03-11"),
            ("on Aug. 9 and Dec 3", "2024-08-09 2024-12-03"),
            ("the 1st of March", "2025-03-01"),
            ("the first of March 2024", "2024-03-01"),
            ("two days ago", "2025-06-30"),
            ("a week ago", "2025-06-25"),
            ("yesterday", "2025-07-01"),
            ("the day before yesterday", "2025-06-30"),
            ("He spoke on the 1st.", "2025-07-01"),
            ("from 12-14 March", "2025-03-12..2025-03-14"),
            ("March 12-14, 2024", "2024-03-12..2024-03-14"),
            ("from 28 February to 3 March", "2025-02-28..2025-03-03"),
            ("between August 2021 and October 2022", "2021-08-01..2022-10-31"),
            ("last week", "2025-06-23..2025-06-29"),
            ("this month", "2025-07-01..2025-07-31"),
            ("in 2019", "2019-01-01..2019-12-31"),
            ("in June 2019", "2019-06-01..2019-06-30"),
            ("in February last year", "2024-02-01..2024-02-29"),
            ("2020-10-15 and 10/03/2023", "2020-10-15 2023-03-10"),
            ("Sunday, 29 June", "2025-06-29"),
            ("Tuesday the 1st", "2025-07-01"),
            ("early March", "2025-03-01..2025-03-10"),
            ("at the end of 2024", "2024-09-01..2024-12-31"),
            ("the second quarter of 2023", "2023-04-01..2023-06-30"),
            ("the first Tuesday of October 2024", "2024-10-01"),
            ("over the last three weeks", "2025-06-09..2025-06-29"),
            ("in two days", "none"),
        ],
    );
}

#[test]
fn english_dates_to_come() {
    check(
        Direction::Future,
        &[
            ("They will meet on Sunday.", "2025-07-06"),
            ("next Wednesday", "2025-07-09"),
            ("on 11 March", "2026-03-11"),
            ("in May", "2026-05-01..2026-05-31"),
            ("next week", "2025-07-07..2025-07-13"),
            ("in two days", "2025-07-04"),
            ("tomorrow night", "2025-07-03"),
            ("the 20th of next month", "2025-08-20"),
        ],
    );
}

#[test]
fn english_dates_told_by_others() {
    check(
        Direction::Past,
        &[
            ("It happened two days after Christmas.", "2024-12-27"),
            ("It happened on the Friday before Easter.", "2025-04-18"),
            ("He died two weeks before Diwali 2019.", "2019-10-13"),
            ("They met in the week of March 3.", "2025-03-03..2025-03-09"),
            ("The strike of last summer ended on the last day of August.", "2024-06-21..2024-09-23 2024-08-31"),
            ("It was held on 18 May for two days.", "2025-05-18"),
            ("In May two thousand people fled.", "2025-05-01..2025-05-31"),
            ("In two thousand nineteen people fled.", ""),
            ("It began on the first Sunday after Easter 2021.", "2021-04-11"),
        ],
    );
}

#[test]
fn english_words_that_are_no_dates() {
    check(
        Direction::Past,
        &[
            ("Theresa May said that they may march on", ""),
            ("the 11th meeting, the second of its kind", ""),
            ("days ago, the next day", ""),
            ("recently, in spring, last season", ""),
            ("The boy asked the EOM group and the BOM about the sun.", ""),
            ("He was jailed for two years; the fall of the city", ""),
            ("Since the advent of radio they were the first.", ""),
            ("They looked back on the second day, for the rest of us.", ""),
            ("two years from 5 people", ""),
            ("3.5 percent of 2,019 people at 12:30", ""),
            ("the 2015 nuclear accord", ""),
            ("the Christmas market, a Good Friday accord", ""),
            ("12 people of 30", ""),
        ],
    );
}

#[test]
fn arabic_dates_of_the_past() {
    check(
        Direction::Past,
        &[
            ("أعلن يوم الأحد", "2025-06-29"),
            ("يوم الأربعاء الماضي", "2025-06-25"),
            ("منذ مارس الماضي", "2025-03-01..2025-03-31"),
            ("جرت بينهما في 11 مارس الماضي", "2025-03-11"),
            ("أمس", "2025-07-01"),
            ("مساء أمس الثلاثاء", "2025-07-01"),
            ("أول من أمس (الاثنين)", "2025-06-30"),
            ("قبل يومين", "2025-06-30"),
            ("قبل ثلاثة أيام", "2025-06-29"),
            ("قبل أسبوع", "2025-06-25"),
            ("خلال المدة من ٦ إلى ١٠ مارس", "2025-03-06..2025-03-10"),
            ("شباط/فبراير 2022", "2022-02-01..2022-02-28"),
            ("آذار (مارس) الماضي", "2025-03-01..2025-03-31"),
            ("18 شعبان 1444هـ", "2023-03-10"),
            ("18 شعبان 1444هـ الموافق 10 مارس 2023م", "2023-03-10"),
            ("الرابع عشر من أيلول/سبتمبر", "2024-09-14"),
            ("الحادي والعشرين من يونيو", "2025-06-21"),
            ("في مارس من العام الماضي", "2024-03-01..2024-03-31"),
            ("عام ٢٠١٦", "2016-01-01..2016-12-31"),
            ("الأسبوع الماضي", "2025-06-23..2025-06-29"),
            ("هذا الشهر", "2025-07-01..2025-07-31"),
            ("السبت ١٨ أكتوبر ٢٠٢٤", "2024-10-18"),
            ("الأحد من الأسبوع الماضي", "2025-06-29"),
            ("في الثامن من الشهر الجاري", "2025-07-08"),
            ("أواخر يونيو الماضي", "2025-06-21..2025-06-30"),
            ("مطلع العام الحالي", "2025-01-01..2025-03-31"),
            ("بين 6 و10 مارس", "2025-03-06..2025-03-10"),
            ("تشرين الثاني الماضي", "2024-11-01..2024-11-30"),
            ("النصف الأول من عام 2024", "2024-01-01..2024-06-30"),
            ("الاثنين 14 أفريل", "2025-04-14"),
        ],
    );
}

#[test]
fn arabic_dates_to_come() {
    check(
        Direction::Future,
        &[
            ("غداً الخميس", "2025-07-03"),
            ("بعد غد الجمعة", "2025-07-04"),
            ("الأحد المقبل", "2025-07-06"),
            ("الأسبوع القادم", "2025-07-07..2025-07-13"),
            ("بعد أسبوعين", "2025-07-16"),
            ("في سبتمبر المقبل", "2025-09-01..2025-09-30"),
        ],
    );
}

#[test]
fn arabic_words_that_are_no_dates() {
    check(
        Direction::Past,
        &[
            ("الرئيس رجب طيب إردوغان", ""),
            ("تيريزا ماي قالت", ""),
            ("قبل أيام، خلال السنوات الأخيرة", ""),
            ("أحد المسؤولين", ""),
            ("في اليوم التالي", ""),
            ("قناة روسيا اليوم", ""),
        ],
    );
}

#[test]
fn russian_dates_of_the_past() {
    check(
        Direction::Past,
        &[
            ("в воскресенье", "2025-06-29"),
            ("во вторник вечером", "2025-07-01"),
            ("в прошлую среду", "2025-06-25"),
            ("11 марта", "2025-03-11"),
            ("11 марта 2024 года", "2024-03-11"),
            ("18-го февраля", "2025-02-18"),
            ("в феврале 2022-го", "2022-02-01..2022-02-28"),
            ("3-5 апреля", "2025-04-03..2025-04-05"),
            ("с 6 по 10 марта", "2025-03-06..2025-03-10"),
            ("13 июня - 15 июня", "2025-06-13..2025-06-15"),
            ("вчера", "2025-07-01"),
            ("позавчера", "2025-06-30"),
            ("два дня назад", "2025-06-30"),
            ("неделю назад", "2025-06-25"),
            ("два года назад", "2023-07-01..2023-07-31"),
            ("в марте прошлого года", "2024-03-01..2024-03-31"),
            ("в прошлом месяце", "2025-06-01..2025-06-30"),
            ("на прошлой неделе", "2025-06-23..2025-06-29"),
            ("в 2006 году", "2006-01-01..2006-12-31"),
            ("в 2021–2022 годах", "2021-01-01..2022-12-31"),
            ("двадцать восьмого февраля", "2025-02-28"),
            ("Воскресенье, 29 июня", "2025-06-29"),
            ("31.10.1974", "1974-10-31"),
            ("18.07.14", "2014-07-18"),
            ("14.03. - 15.03.", "2025-03-14..2025-03-15"),
            ("в конце июня", "2025-06-21..2025-06-30"),
            ("в начале 2025 года", "2025-01-01..2025-03-31"),
            ("во втором квартале 2023 года", "2023-04-01..2023-06-30"),
            ("в этом году", "2025-01-01..2025-12-31"),
            ("10 мар. 2024", "2024-03-10"),
            ("в ноябре прошлого года", "2024-11-01..2024-11-30"),
        ],
    );
}

#[test]
fn russian_dates_to_come() {
    check(
        Direction::Future,
        &[
            ("завтра", "2025-07-03"),
            ("послезавтра утром", "2025-07-04"),
            ("в воскресенье", "2025-07-06"),
            ("на следующей неделе", "2025-07-07..2025-07-13"),
            ("через неделю", "2025-07-09"),
            ("через три дня", "2025-07-05"),
            ("1 марта", "2026-03-01"),
        ],
    );
}

#[test]
fn russian_words_that_are_no_dates() {
    check(
        Direction::Past,
        &[
            ("в марте 12 дипломатов выслали", "2025-03-01..2025-03-31"),
            ("несколько дней назад", ""),
            ("на следующий день", ""),
            ("полтора года назад", ""),
            ("МИА «Россия сегодня»", ""),
        ],
    );
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
fn feasts_are_days() {
    check(
        Direction::Past,
        &[
            ("They met on Christmas Eve.", "2024-12-24"),
            ("signed on Good Friday 1998", "1998-04-10"),
            ("on Black Friday last year", "2024-11-29"),
            ("on Eid al-Fitr 2024", "2024-04-10"),
            ("after Easter", "2025-04-20"),
            ("وفي أول أيام عيد الأضحى", "2025-06-06"),
            ("قبل عيد الفطر", "2025-03-30"),
            ("وقع الاتفاق يوم الجمعة العظيمة عام 1998", "1998-04-10"),
            ("в канун, на Рождество", "2024-12-25"),
            ("после Пасхи", "2025-04-20"),
            ("на православную Пасху 2024 года", "2024-05-05"),
        ],
    );
    check(Direction::Future, &[("before Christmas", "2025-12-25"), ("к Новому году", "2026-01-01"), ("بعد عيد الميلاد", "2025-12-25")]);
}

#[test]
fn what_lies_beside_a_feast_is_not_on_it() {
    let words = words();
    for (text, bound) in
        [("on Easter", Bound::On), ("after Easter", Bound::Since), ("قبل عيد الفطر", Bound::Until), ("после Пасхи", Bound::Since)]
    {
        let tokens = tokenize(text);
        let found = find_dates(&tokens, 0..tokens.len(), &words);
        assert_eq!(found.iter().map(|date| date.bound).collect::<Vec<_>>(), [bound], "{text}");
    }
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

#[test]
fn english_next_is_of_the_next_week() {
    check(Direction::Future, &[("next Friday", "2025-07-11"), ("next Tuesday", "2025-07-08"), ("on Friday next", "2025-07-11")]);
    check(Direction::Future, &[("يوم الجمعة المقبل", "2025-07-04"), ("в следующую пятницу", "2025-07-04")]);
}
