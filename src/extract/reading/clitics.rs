//! Letters written together with the next word, cut off it in every way that the language allows.

use crate::knowledge::{CliticRules, Knowledge, Lexicon};

use super::words::{Clitics, Reading};

/// Appends the readings of a folded token: as it is written first, then, of a word, with what can be cut off or added.
pub(crate) fn readings_of(folded: &str, is_word: bool, knowledge: &Knowledge, lexicon: &Lexicon, readings: &mut Vec<Reading>) {
    let rules = &lexicon.clitics;
    let mut add = |word: &str, clitics: Clitics| {
        if let Some(id) = knowledge.vocabulary().get(word) {
            readings.push(Reading { id, clitics, names: knowledge.names().first(id), phrases: lexicon.phrases.first(id) });
        }
    };
    add(folded, Clitics::default());
    if !is_word || rules.article.is_empty() {
        return;
    }
    let mut buffer = String::new();
    strip(folded, Clitics::default(), rules, &mut buffer, &mut add);
    for article in &rules.article {
        buffer.clear();
        buffer.push_str(article);
        buffer.push_str(folded);
        add(&buffer, Clitics { added_article: true, ..Clitics::default() });
    }
}

/// The shortest word that is left when clitics are cut off; less is no word but the clitic's own letters.
const MIN_STEM_CHARS: usize = 2;

/// Gives every way of cutting clitics off `word`: conjunction, then future or preposition, then article.
/// `buffer` is scratch space.
fn strip(word: &str, so_far: Clitics, rules: &CliticRules, buffer: &mut String, found: &mut impl FnMut(&str, Clitics)) {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return };
    let rest = chars.as_str();
    let long_enough = |rest: &str| MIN_STEM_CHARS <= rest.chars().count();
    if so_far.is_bare() && rules.conjunction.contains(&first) && long_enough(rest) {
        let clitics = Clitics { and: true, ..so_far };
        found(rest, clitics);
        strip(rest, clitics, rules, buffer, found);
    }
    if so_far.preposition.is_none() && !so_far.future && !so_far.article && long_enough(rest) {
        if rules.future.contains(&first) {
            found(rest, Clitics { future: true, ..so_far });
        }
        if let Some(&(_, cue)) = rules.preposition.iter().find(|(letter, _)| *letter == first) {
            let clitics = Clitics { preposition: Some(cue), ..so_far };
            found(rest, clitics);
            strip(rest, clitics, rules, buffer, found);
        }
    }
    if so_far.article {
        return;
    }
    // A look at the first letter tells for most words that nothing can be cut off.
    let begins = |part: &&String| part.starts_with(first);
    for merged in rules.article_merged.iter().filter(begins) {
        let cue = rules.preposition.iter().find(|(letter, _)| merged.starts_with(*letter)).map(|(_, cue)| *cue);
        if let (Some(rest), Some(cue), None) = (word.strip_prefix(merged.as_str()), cue, so_far.preposition)
            && long_enough(rest)
        {
            found(rest, Clitics { preposition: Some(cue), article: true, ..so_far });
            // The article may be the name's own: «للولايات المتحدة».
            for article in &rules.article {
                buffer.clear();
                buffer.push_str(article);
                buffer.push_str(rest);
                found(buffer, Clitics { preposition: Some(cue), ..so_far });
            }
        }
    }
    for article in rules.article.iter().filter(begins) {
        if let Some(rest) = word.strip_prefix(article.as_str())
            && long_enough(rest)
        {
            found(rest, Clitics { article: true, ..so_far });
        }
    }
}
