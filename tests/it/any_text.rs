//! Any text gives a result: the same one every time, whose offsets give the words they stand for.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use rasid::extract::extract;
use rasid::knowledge::Knowledge;
use rasid::model::ArticleText;

/// Words that mean something to the extractor, and characters that upset careless readers.
const PIECES: &[&str] = &[
    "Sergei Naryshkin",
    "Putin",
    "the",
    "foreign minister",
    "Russia's",
    "spoke by telephone with",
    "his Turkish counterpart",
    "expelled",
    "three diplomats",
    "after",
    "denied",
    "on Tuesday",
    "11 March 2025",
    "who",
    "and",
    ",",
    "sanctions against",
    "said",
    "the two",
    "أجرى",
    "وزير الخارجية التركي",
    "اتصالًا هاتفيًا",
    "مع",
    "نظيره",
    "الإيراني",
    "طردت",
    "روسيا",
    "و",
    "،",
    "بحسب",
    "أمس",
    "الأخير",
    "٢٠٢٥",
    "Лавров",
    "министр иностранных дел",
    "выслала",
    "дипломатов",
    "России",
    "переговоры с",
    "по телефону",
    "накануне",
    "заявил, что",
    ".",
    "?",
    "!",
    "«",
    "»",
    "“",
    "\"",
    "'",
    "(",
    ")",
    "—",
    "-",
    ":",
    "…",
    "\n",
    "\n\n",
    " ",
    "\t",
    "Read more:",
    "اقرأ أيضًا:",
    "Читайте также:",
    "\u{0}",
    "\u{200f}",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "\u{64b}",
    "ﷺ",
    "ﻻ",
    "ß",
    "İ",
    "ǆ",
    "😀",
    "👨‍👩‍👧",
    "�",
    "a\u{300}\u{301}\u{302}",
    "0",
    "1e9",
    "99",
];

static KNOWLEDGE: LazyLock<std::sync::Arc<Knowledge>> = LazyLock::new(Knowledge::builtin);

/// Pieces in any order, some of them glued together, some noise between.
fn jumble() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec((piece, any::<bool>()), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, glued)| if glued { piece } else { piece + " " }).collect())
}

fn article() -> impl Strategy<Value = ArticleText> {
    let lang = prop_oneof![select(&["ar", "en", "ru", "fa", "", "xx"][..]).prop_map(|code| Some(code.to_owned())), Just(None)];
    let published_at = prop_oneof![Just(None), any::<i32>().prop_map(|s| jiff::Timestamp::from_second(i64::from(s)).ok())];
    (jumble(), jumble(), lang, published_at).prop_map(|(title, body, lang, published_at)| ArticleText { title, body, lang, published_at })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn any_text_is_read_the_same_way_twice_and_offsets_give_the_words(article in article()) {
        let found = extract(&article, &KNOWLEDGE);
        for mention in found.entities.iter().flat_map(|entity| &entity.mentions) {
            if let Some(span) = mention.span {
                prop_assert_eq!(article.body.get(span.start..span.end), Some(mention.text.as_str()));
            }
        }
        for report in &found.reports {
            prop_assert!((0.0..=1.0).contains(&report.confidence));
            prop_assert!(!report.participants.is_empty());
            if let Some(span) = report.evidence.span {
                prop_assert_eq!(article.body.get(span.start..span.end), Some(report.evidence.text.as_str()));
            }
            if let Some(when) = report.when {
                prop_assert!(when.start <= when.end);
            }
        }
        prop_assert_eq!(format!("{found:?}"), format!("{:?}", extract(&article, &KNOWLEDGE)));
    }
}
