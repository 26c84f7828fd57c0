//! Which language a text is in: by its script and letters first, then by its small words and typical stretches of letters.
//!
//! Only the languages named at [`LANGUAGES`] are told; for others the answer is `None`, or the nearest of ours where the text is too
//! short to see the difference.

mod tables;

use std::collections::HashMap;
use std::sync::LazyLock;

use tables::Profile;

use super::fold::{is_dropped_mark, is_invisible};
use super::script::Script;
use crate::model::Span;

/// ISO 639-1 codes of the languages that are told apart.
pub const LANGUAGES: &[&str] = &["ar", "en", "ru", "fa", "ur", "he", "uk", "bg", "fr", "es", "de", "tr", "zh"];

/// How much of a text is looked at, in characters: more changes no answer.
const ENOUGH: usize = 3_000;

/// What a small word of one language is worth; a word of several languages is worth this divided by their number.
const WORD: f32 = 3.0;
/// What a letter is worth that only one language of its script has.
const LETTER: f32 = 3.0;
/// What each character of a typical stretch of letters is worth.
const MARK: f32 = 0.3;
/// What the first language of each script starts with: where nothing tells, it is the likeliest.
const FIRST: f32 = 0.8;

/// The lead below which a text counts as a tie, which the declared language wins.
const TIE: f32 = 1.5;
/// The number of words below which the declared language is believed unless it is plainly wrong.
const SHORT: usize = 3;

/// The language of `text` as an ISO 639-1 code of [`LANGUAGES`], or `None` where nothing tells. `declared` is what the feed or page says
/// ("ar", "en-GB"); it wins ties and very short text, as far as the script allows it.
pub fn detect(text: &str, declared: Option<&str>) -> Option<&'static str> {
    let declared = declared.and_then(known);
    let script = dominant_script(text)?;
    let rivals = match script {
        Script::Hebrew => return Some("he"),
        Script::Han => return Some("zh"),
        Script::Other => return None,
        Script::Arabic => &*ARABIC,
        Script::Cyrillic => &*CYRILLIC,
        Script::Latin => &*LATIN,
    };
    rivals.decide(text, script, declared)
}

/// The language of each paragraph (line) of `text` that is not empty, with its place.
pub fn by_paragraph(text: &str, declared: Option<&str>) -> Vec<(Span, Option<&'static str>)> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        if start < end {
            found.push((Span { start, end }, detect(&text[start..end], declared)));
        }
        start += line.len();
    }
    found
}

/// The code of [`LANGUAGES`] that a declared language tag means.
pub fn known(tag: &str) -> Option<&'static str> {
    let primary = tag.trim().split(['-', '_']).next()?;
    LANGUAGES.iter().copied().find(|lang| lang.eq_ignore_ascii_case(primary))
}

/// The script that most of the text's letters belong to. Latin letters count for a third: Latin names, addresses and file names stand in
/// texts of every script, hardly ever the other way round.
fn dominant_script(text: &str) -> Option<Script> {
    const SCRIPTS: [Script; 5] = [Script::Latin, Script::Arabic, Script::Cyrillic, Script::Hebrew, Script::Han];
    let mut counts = [0_usize; SCRIPTS.len()];
    for c in text.chars().take(ENOUGH).filter(|c| c.is_alphabetic()) {
        if let Some(at) = SCRIPTS.iter().position(|&s| s == Script::of(c)) {
            counts[at] += if SCRIPTS[at] == Script::Latin { 1 } else { 3 };
        }
    }
    let best = (0..SCRIPTS.len()).max_by_key(|&at| (counts[at], std::cmp::Reverse(at)))?;
    if 0 < counts[best] { Some(SCRIPTS[best]) } else { None }
}

static LATIN: LazyLock<Rivals> = LazyLock::new(|| Rivals::new(tables::LATIN));
static CYRILLIC: LazyLock<Rivals> = LazyLock::new(|| Rivals::new(tables::CYRILLIC));
static ARABIC: LazyLock<Rivals> = LazyLock::new(|| Rivals::new(tables::ARABIC));

/// The languages of one script, ready to be told apart.
struct Rivals {
    profiles: &'static [Profile],
    /// Small word to the languages that have it, as bits.
    words: HashMap<&'static str, u16>,
    /// Typical stretch, with `^` and `$`, to the languages that have it.
    marks: HashMap<&'static str, u16>,
    /// The longest stretch in bytes.
    longest_mark: usize,
}

impl Rivals {
    fn new(profiles: &'static [Profile]) -> Self {
        let index = |field: fn(&Profile) -> &'static str| {
            let mut map: HashMap<&'static str, u16> = HashMap::new();
            for (at, profile) in profiles.iter().enumerate() {
                for entry in field(profile).split_whitespace() {
                    *map.entry(entry).or_default() |= 1 << at;
                }
            }
            map
        };
        let marks = index(|p| p.marks);
        let longest_mark = marks.keys().map(|mark| mark.len()).max().unwrap_or(0);
        Self { profiles, words: index(|p| p.words), marks, longest_mark }
    }

    fn decide(&self, text: &str, script: Script, declared: Option<&'static str>) -> Option<&'static str> {
        let (scores, n_words) = self.scores(text, script);
        let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))?;
        let declared_at = declared.and_then(|lang| self.profiles.iter().position(|p| p.lang == lang));
        let chosen = match declared_at {
            Some(at) if scores[best] - scores[at] < TIE * if n_words < SHORT { 3.0 } else { 1.0 } => at,
            _ => best,
        };
        if scores[chosen] <= 0.0 && declared_at.is_none() {
            return None;
        }
        known(self.profiles[chosen].lang)
    }

    /// The score of each language, and the number of words that were looked at.
    fn scores(&self, text: &str, script: Script) -> (Vec<f32>, usize) {
        let mut scores = vec![0.0; self.profiles.len()];
        scores[0] = FIRST;
        let mut n_words = 0;
        let mut word = String::from("^");
        let mut n_chars = 0;
        for c in text.chars().chain([' ']) {
            if is_dropped_mark(c) || is_invisible(c) {
                continue;
            }
            if Script::of(c) == script || (matches!(c, '\'' | '’') && 1 < word.len()) {
                self.score_letter(c, &mut scores);
                if c == '’' { word.push('\'') } else { word.extend(c.to_lowercase()) }
            } else if 1 < word.len() {
                n_words += 1;
                self.score_word(&mut word, &mut scores);
            }
            n_chars += 1;
            if n_chars == ENOUGH {
                break;
            }
        }
        (scores, n_words)
    }

    fn score_letter(&self, c: char, scores: &mut [f32]) {
        if c.is_ascii() {
            return;
        }
        for (profile, score) in self.profiles.iter().zip(scores) {
            if profile.letters.contains(c) {
                *score += LETTER;
            }
        }
    }

    /// Scores the word in `word`, which begins with `^`, and empties it for the next one.
    fn score_word(&self, word: &mut String, scores: &mut [f32]) {
        if let Some(&langs) = self.words.get(&word[1..]) {
            share(WORD, langs, scores);
        }
        word.push('$');
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        for (n, &start) in ends.iter().enumerate() {
            for (length, &end) in (1_u8..).zip(ends[n + 1..].iter().take_while(|&&end| end - start <= self.longest_mark)) {
                if let Some(&langs) = self.marks.get(&word[start..end]) {
                    share(MARK * f32::from(length), langs, scores);
                }
            }
        }
        word.truncate(1);
    }
}

/// Divides `worth` between the languages of the bit set `langs`.
fn share(worth: f32, langs: u16, scores: &mut [f32]) {
    let part = worth / f32::from(u8::try_from(langs.count_ones()).unwrap_or(u8::MAX));
    for (at, score) in scores.iter_mut().enumerate() {
        if langs & (1 << at) != 0 {
            *score += part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: impl Into<Option<&'static str>>) {
        assert_eq!(detect(text, None), expected.into(), "{text}");
    }

    #[test]
    fn each_language_is_told() {
        check("أعلن مدير جهاز المخابرات الخارجية الروسي عن إجرائه اتصالا هاتفيا", "ar");
        check("The foreign minister said that the talks would go on", "en");
        check("Министр иностранных дел заявил, что переговоры продолжатся", "ru");
        check("وزیر خارجه ایران گفت که مذاکرات ادامه خواهد داشت", "fa");
        check("وزیر خارجہ نے کہا ہے کہ مذاکرات جاری رہیں گے", "ur");
        check("שר החוץ אמר כי השיחות יימשכו", "he");
        check("Міністр закордонних справ заявив, що переговори триватимуть", "uk");
        check("Външният министър заяви, че преговорите ще продължат", "bg");
        check("Le ministre des affaires étrangères a déclaré que les pourparlers se poursuivront", "fr");
        check("El ministro de exteriores dijo que las conversaciones van a continuar", "es");
        check("Der Außenminister sagte, dass die Gespräche weitergehen", "de");
        check("Dışişleri Bakanı görüşmelerin süreceğini söyledi", "tr");
        check("外交部长说会谈将继续", "zh");
    }

    #[test]
    fn headlines_are_enough() {
        check("Лавров встретился с Рубио", "ru");
        check("Лавров зустрівся з Рубіо в Києві", "uk");
        check("اتصال هاتفي بين ناريشكين وراتكليف", "ar");
        check("گفت‌وگوی تلفنی لاوروف و عراقچی", "fa");
        check("Russia expels two British diplomats over spying", "en");
    }

    #[test]
    fn nothing_tells_nothing() {
        check("", None);
        check("2025-03-11 — 15:30", None);
        check("한국어", None);
    }

    #[test]
    fn other_languages_are_not_taken_for_ours() {
        check("Il ministro degli esteri ha detto che i colloqui non sono finiti", None);
        check("Minister spraw zagranicznych powiedział, że rozmowy będą się toczyć", None);
    }

    #[test]
    fn latin_names_do_not_make_a_text_latin() {
        check("وقع الاتفاق مع Lockheed Martin Corporation", "ar");
        check("Сделка с Lockheed Martin", "ru");
    }

    #[test]
    fn the_declared_language_wins_ties_only() {
        assert_eq!(detect("CIA", Some("de")), Some("de"));
        assert_eq!(detect("Москва", Some("uk-UA")), Some("uk"));
        assert_eq!(detect("The minister said that he would not go", Some("fr")), Some("en"));
        assert_eq!(detect("Министр заявил, что не поедет", Some("en")), Some("ru"));
        assert_eq!(detect("Москва", Some("xx")), Some("ru"));
    }

    #[test]
    fn paragraphs_have_languages_of_their_own() {
        let text = "The talks will go on, the minister said.\n\nПереговоры продолжатся, сказал министр.\n";
        let found: Vec<(&str, Option<&str>)> = by_paragraph(text, None).into_iter().map(|(span, lang)| (span.of(text), lang)).collect();
        assert_eq!(
            found,
            [("The talks will go on, the minister said.", Some("en")), ("Переговоры продолжатся, сказал министр.", Some("ru"))]
        );
    }

    #[test]
    fn every_listed_language_has_a_profile_or_a_script_of_its_own() {
        let profiles = [tables::LATIN, tables::CYRILLIC, tables::ARABIC];
        for lang in LANGUAGES.iter().filter(|lang| !["he", "zh"].contains(lang)) {
            assert!(profiles.iter().any(|p| p.iter().any(|p| p.lang == *lang)), "{lang}");
        }
    }
}
