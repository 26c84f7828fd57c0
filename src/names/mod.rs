//! Names compared across scripts: how likely two spellings are one name, and why.
//!
//! Every script has a table of what its letters can stand for (`letters`); sounds have distances (`sounds`). A name is read into words
//! of units (`parse`), two words are compared by the least cost of reading one as the other (`distance`), and two names by their
//! words, in any order, joined or split (`align`). No name is listed: what is known are scripts and habits of writing.

mod align;
mod distance;
mod explain;
mod habits;
mod keys;
mod letters;
mod parse;
mod sounds;
mod table;

pub use explain::{Agreement, Comparison, compare};
pub use keys::Keys;
pub use parse::Name;

/// From this score on two names count as one; the figures of the README are measured with it.
pub const SAME: f32 = 0.66;

/// How likely two names are spellings of one: 0 to 1, the same in both directions within what rounding does.
pub fn score(a: &Name, b: &Name) -> f32 {
    align::align(a, b, &align::WEIGHTS).score
}

/// How likely a text that reads `words` names the bearer of `name`: as [`score`], but stricter with short names, initials and
/// words that differ, since a text has many words.
pub fn named(name: &Name, words: &Name) -> f32 {
    align::named(name, words, &align::IN_TEXT)
}

/// Whether a word of a text, given as a name of one word, may be the word of a name at a place, from 0: a quick look before [`named`].
pub fn is_like(name: &Name, at: usize, text: &Name) -> bool {
    align::is_like(name, at, text, &align::IN_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expected: bool) {
        let (x, y) = (Name::of(a), Name::of(b));
        let (there, back) = (score(&x, &y), score(&y, &x));
        assert_eq!(SAME <= there, expected, "{a} / {b}: {:?}", compare(a, b));
        assert!((there - back).abs() < 0.02, "{a} / {b}: {there} but {back} the other way round");
    }

    #[test]
    fn one_name_in_many_spellings() {
        for (a, b) in [
            ("Reem al-Hashimy", "ريم الهاشمي"),
            ("Reem al-Hashimy", "Рим аль-Хашими"),
            ("Walid Jumblatt", "وليد جنبلاط"),
            ("Vadim Krasikov", "فاديم كراسيكوف"),
            ("Вадимом Красиковым", "Vadim Krasikov"),
            ("Abdullah bin Zayed", "عبدالله بن زايد"),
            ("Abdelkader Messahel", "عبد القادر مساهل"),
            ("Djamel Belmadi", "جمال بلماضي"),
            ("Mahmoud Ahmadi-Nejad", "محمود احمدی نژاد"),
            ("Siarhei Lukashenka", "Сергей Лукашенко"),
            ("Oleksiy Honcharenko", "Алексей Гончаренко"),
            ("Krasikov Vadim", "Вадим Николаевич Красиков"),
            ("V. Krasikov", "Вадим Красиков"),
            ("General Abdel Fattah al-Burhan", "عبد الفتاح البرهان"),
            ("Benny Gantz", "בני גנץ"),
            ("Itamar Ben-Gvir", "איתמר בן גביר"),
            ("ﻣﺤﻤﺪ ﻇﺮﯾﻒ", "Mohammad Zarif"),
            ("Xosrov Muradov", "Хосров Мурадов"),
        ] {
            check(a, b, true);
        }
    }

    #[test]
    fn other_people() {
        for (a, b) in [
            ("Evan Gershkovich", "Пол Уилан"),
            ("Ali Larijani", "علي شمخاني"),
            ("محمد بن سلمان", "Mohammed bin Zayed"),
            ("Sergei Skripal", "Юлия Скрипаль"),
            ("Екатерина Петровна Стенякина", "Ekaterina Petrovna Ivannikova"),
            ("", "Anna"),
            ("…", "…"),
        ] {
            check(a, b, false);
        }
    }

    #[test]
    fn any_text_is_a_name() {
        for text in ["\u{0}", "'' ''", "習近平", "a b c d e f g h i j k l m n", "ﷺ", &"ا".repeat(500), "Ⅷ ½ ǆ"] {
            let found = score(&Name::of(text), &Name::of(text));
            assert!((0.0..=1.0).contains(&found), "{text}");
        }
        check("習近平", "習近平", true);
    }
}
