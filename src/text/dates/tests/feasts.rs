//! Days that are told by a feast.

use super::*;

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
