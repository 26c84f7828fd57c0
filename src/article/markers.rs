//! The words around an article that are no part of it: the tables of `markers.txt`, and the folding in which they are compared.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The tables, folded, each in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Markers {
    /// Lines that announce other articles.
    pub read_also: Vec<String>,
    /// Those of them that also begin ordinary sentences.
    pub only_with_colon: HashSet<String>,
    /// Words of share, print and tool rows.
    pub tool_words: HashSet<String>,
    /// Phrases of boxes that ask to subscribe or follow.
    pub follow_phrases: Vec<String>,
    /// Beginnings of lines that hold rights and other small print.
    pub small_print: Vec<String>,
    /// Beginnings of lines under pictures.
    pub caption_starts: Vec<String>,
    /// Phrases at the end of lines under pictures.
    pub caption_phrases: Vec<String>,
    /// Beginnings of lines that say who wrote an article, and when.
    pub byline_starts: Vec<String>,
    /// Beginnings of lines with keywords.
    pub tag_starts: Vec<String>,
    /// Beginnings of lines that name the source.
    pub source_starts: Vec<String>,
}

/// The tables, read once.
pub(super) static MARKERS: LazyLock<Markers> = LazyLock::new(|| {
    let read = |section: &'static str| entries(FILE, section).map(fold);
    Markers {
        read_also: read("read_also").collect(),
        only_with_colon: read("only_with_colon").collect(),
        tool_words: read("tool_words").collect(),
        follow_phrases: read("follow_phrases").collect(),
        small_print: read("small_print").collect(),
        caption_starts: read("caption_starts").collect(),
        caption_phrases: read("caption_phrases").collect(),
        byline_starts: read("byline_starts").collect(),
        tag_starts: read("tag_starts").collect(),
        source_starts: read("source_starts").collect(),
    }
});

const FILE: &str = include_str!("markers.txt");

/// The entries of one section of a file of tables: lines under `[section]`, without comments.
pub(super) fn entries(file: &'static str, section: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_header = |line: &str| line.starts_with('[') && line.ends_with(']');
    let header = format!("[{section}]");
    lines.skip_while(move |line| *line != header).skip(1).take_while(move |line| !is_header(line))
}

/// Folds a line for comparison with these tables: lower case, Latin accents, harakat and hamza carriers plain, bullets in front gone.
pub(super) fn fold(line: &str) -> String {
    use unicode_normalization::UnicodeNormalization;

    let start = line.find(|c: char| c.is_alphanumeric() || matches!(c, '©' | '(')).unwrap_or(line.len());
    if line.is_ascii() {
        return line[start..].to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(line.len());
    for c in line[start..].nfd() {
        match c {
            // Combining marks of Latin and Arabic, but not the breve of й and the dieresis of Cyrillic, handled below.
            '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}' | '\u{0670}' => {
                if c == '\u{0306}' && folded.ends_with('и') {
                    folded.pop();
                    folded.push('й');
                } else if c == '\u{0308}' && folded.ends_with('і') {
                    folded.pop();
                    folded.push('ї');
                }
            }
            'ٱ' => folded.push('ا'),
            'ى' | 'ی' => folded.push('ي'),
            'ة' => folded.push('ه'),
            'ک' => folded.push('ك'),
            '’' | '‘' => folded.push('\''),
            'ı' => folded.push('i'),
            'ł' | 'Ł' => folded.push('l'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_entries_and_no_repeats() {
        for section in [
            "read_also",
            "only_with_colon",
            "tool_words",
            "follow_phrases",
            "small_print",
            "caption_starts",
            "caption_phrases",
            "byline_starts",
            "tag_starts",
            "source_starts",
        ] {
            let mut folded: Vec<String> = entries(FILE, section).map(fold).collect();
            assert!(!folded.is_empty() && folded.iter().all(|entry| !entry.is_empty()), "{section}");
            folded.sort();
            let repeated = folded.windows(2).find(|pair| pair[0] == pair[1]);
            assert_eq!(repeated, None, "{section}");
        }
        assert!(MARKERS.only_with_colon.iter().all(|marker| MARKERS.read_also.contains(marker)));
    }

    #[test]
    fn spellings_meet() {
        for (line, expected) in [
            ("▪ إقرأ أيضًا", "اقرا ايضا"),
            ("Читайте также", "читайте также"),
            ("ЕЩЁ ПО ТЕМЕ", "еще по теме"),
            ("• À lire aussi", "a lire aussi"),
            ("Читай", "читай"),
            ("بیشتر بخوانید", "بيشتر بخوانيد"),
        ] {
            assert_eq!(fold(line), expected);
        }
    }
}
