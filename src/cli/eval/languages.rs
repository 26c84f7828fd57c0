//! `rasid eval --languages`: how well the language of a sentence is told, and that of its first six words alone.
//!
//! A file has a case a line: the language as ISO 639-3 (or 639-1) code, a tab, the sentence. Lines that begin with `#` are no cases.
//! First words without a letter of the script that the language is written in are not judged: they are in another language, or in none.

use std::collections::BTreeMap;

use super::dates::Tally;
use crate::text::Script;
use crate::text::lang::detect;

/// How many words the short measure has.
const FEW: usize = 6;

/// The codes of ISO 639-3 for the languages that are told apart.
const CODES: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("arb", "ar"),
    ("eng", "en"),
    ("rus", "ru"),
    ("pes", "fa"),
    ("fas", "fa"),
    ("urd", "ur"),
    ("heb", "he"),
    ("ukr", "uk"),
    ("bul", "bg"),
    ("fra", "fr"),
    ("spa", "es"),
    ("deu", "de"),
    ("tur", "tr"),
    ("cmn", "zh"),
    ("zho", "zh"),
];

/// A sentence and its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// ISO 639-1 code.
    pub lang: String,
    /// The sentence.
    pub text: String,
}

/// A sentence whose language was told wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageMiss {
    /// What was read: the sentence, or its first words.
    pub text: String,
    /// Its language.
    pub lang: String,
    /// What was told instead, if anything.
    pub found: Option<&'static str>,
}

/// One measure: on whole sentences, or on their first words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// By language.
    pub languages: BTreeMap<String, Tally>,
    /// What was told wrong.
    pub misses: Vec<LanguageMiss>,
    /// How many first words were not judged.
    pub left_out: u32,
}

impl Told {
    /// All languages together.
    pub fn all(&self) -> Tally {
        let sum = |sum: Tally, one: &Tally| Tally { right: sum.right + one.right, total: sum.total + one.total };
        self.languages.values().fold(Tally::default(), sum)
    }

    fn judge(&mut self, lang: &str, text: &str) {
        let found = detect(text, None);
        let tally = self.languages.entry(lang.to_owned()).or_default();
        tally.total += 1;
        if found == Some(lang) {
            tally.right += 1;
        } else {
            self.misses.push(LanguageMiss { text: text.to_owned(), lang: lang.to_owned(), found });
        }
    }
}

/// Reads a file of sentences.
///
/// # Errors
/// A line without a tab, with its number.
pub fn read(text: &str) -> Result<Vec<Sample>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let (code, text) = line.split_once('\t').ok_or_else(|| format!("line {}: no tab: {line:?}", index + 1))?;
            let lang = CODES.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short);
            Ok(Sample { lang: lang.to_owned(), text: text.to_owned() })
        })
        .collect()
}

/// Tells the language of every sentence, and of its first six words: both measures.
pub fn measure(samples: &[Sample]) -> (Told, Told) {
    let (mut sentences, mut few) = (Told::default(), Told::default());
    for sample in samples {
        sentences.judge(&sample.lang, &sample.text);
        let words = first_words(&sample.text);
        if is_written_like(&sample.lang, &words) {
            few.judge(&sample.lang, &words);
        } else {
            few.left_out += 1;
        }
    }
    (sentences, few)
}

/// Whether a text has a letter of the script of a language.
fn is_written_like(lang: &str, text: &str) -> bool {
    let script = match lang {
        "ar" | "fa" | "ur" => Script::Arabic,
        "ru" | "uk" | "bg" => Script::Cyrillic,
        "he" => Script::Hebrew,
        "zh" => Script::Han,
        _ => Script::Latin,
    };
    text.chars().any(|c| Script::of(c) == script)
}

/// The first words of a sentence. A language written without spaces has none: as many of its characters as such words have.
fn first_words(text: &str) -> String {
    const LETTERS_A_WORD: usize = 2;
    let words: Vec<&str> = text.split_whitespace().take(FEW).collect();
    let joined = words.join(" ");
    let han = joined.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if han { joined.chars().take(FEW * LETTERS_A_WORD).collect() } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_measures_count_each_sentence() {
        let samples =
            read("# sentences\neng\tThe minister said on Sunday that talks would go on\nde\tDer Minister sprach am Sonntag\n").unwrap();
        let (sentences, few) = measure(&samples);
        assert_eq!(sentences.all(), Tally { right: 2, total: 2 });
        assert_eq!(few.languages["en"], Tally { right: 1, total: 1 });
        let mixed = read("urd\tRead More Latest News from Multan پاکستان میں\n").unwrap();
        assert_eq!(measure(&mixed).1, Told { left_out: 1, ..Told::default() });
        assert!(read("eng The minister").is_err());
        assert_eq!(first_words("one two three four five six seven"), "one two three four five six");
    }
}
