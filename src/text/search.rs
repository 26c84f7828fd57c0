//! Words as full-text search knows them: what an article is indexed under, and a query in the same words.
//!
//! An article's terms are three runs, so that both single words and phrases are found: its folded words in order; then, where the
//! language inflects, its stems in order, each marked so that a stem is never taken for a word; then the forms that are
//! left when an Arabic word loses its "and", its prepositions and its article.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::script::Script;
use super::token::{Case, Tokens, tokenize};

/// Marks a stem; a letter to FTS5 and written by nobody.
const STEM: char = 'ǁ';

/// How many words of a query are used: the rest of a pasted page adds nothing.
const QUERY_WORDS: usize = 48;

/// The fewest letters that stripping leaves.
const SHORTEST: usize = 3;

/// The terms of `text` for the full-text index, separated by spaces.
pub fn index_terms(text: &str) -> String {
    let tokens = tokenize(text);
    let mut terms = String::with_capacity(text.len() * 2);
    let mut stems = String::new();
    let mut forms = BTreeSet::new();
    let mut inflects = false;
    for at in (0..tokens.len()).filter(|&at| is_term(&tokens, at)) {
        let word = tokens.folded(at);
        push(&mut terms, word);
        let stem = stem(word, tokens[at].script, tokens[at].case == Case::Lower);
        inflects |= stem != word;
        stems.push(STEM);
        push(&mut stems, stem);
        if tokens[at].script == Script::Arabic {
            forms.extend(arabic_forms(word));
        }
    }
    if inflects {
        terms.push_str(&stems);
    }
    for form in forms {
        push(&mut terms, form);
    }
    terms.truncate(terms.trim_end().len());
    terms
}

/// A MATCH expression for FTS5 that finds what the words of `query` find in [`index_terms`]: every word must be there, in any of its
/// forms; words in quotes stand side by side. All other syntax is taken as text. `None` where the query has no words.
pub fn query_terms(query: &str) -> Option<String> {
    let tokens = tokenize(query);
    let mut parts: Vec<String> = Vec::new();
    let mut phrase: Option<Vec<usize>> = None;
    let mut n_words = 0;
    for at in 0..tokens.len() {
        if tokens[at].is_punct() && tokens.folded(at) == "\"" {
            match phrase.take() {
                Some(words) => parts.extend(alternatives(&tokens, &words)),
                None => phrase = Some(Vec::new()),
            }
        } else if is_term(&tokens, at) && n_words < QUERY_WORDS {
            n_words += 1;
            match &mut phrase {
                Some(words) => words.push(at),
                None => parts.extend(alternatives(&tokens, &[at])),
            }
        }
    }
    // A quote that is never closed quotes nothing.
    for at in phrase.into_iter().flatten() {
        parts.extend(alternatives(&tokens, &[at]));
    }
    if parts.is_empty() { None } else { Some(parts.join(" AND ")) }
}

/// Words and numbers; the possessive `'s` says nothing.
fn is_term(tokens: &Tokens, at: usize) -> bool {
    let token = &tokens[at];
    (token.is_word() && tokens.folded(at) != "'s") || token.is_number()
}

/// The ways in which the words at `at` may stand in the index, as one FTS5 expression.
fn alternatives(tokens: &Tokens, at: &[usize]) -> Option<String> {
    let run = |form: &dyn Fn(usize) -> String| at.iter().map(|&at| form(at)).collect::<Vec<_>>().join(" ");
    let stems = |lower: bool| run(&|at| format!("{STEM}{}", stem(tokens.folded(at), tokens[at].script, lower)));
    let mut ways = vec![run(&|at| tokens.folded(at).to_owned())];
    if let [only] = *at {
        match tokens[only].script {
            Script::Arabic => ways.extend(without_article(tokens.folded(only)).map(str::to_owned)),
            Script::Cyrillic => ways.extend([stems(false), stems(true)]),
            _ => {}
        }
    } else if at.iter().any(|&at| matches!(tokens[at].script, Script::Arabic | Script::Cyrillic)) {
        ways.extend([stems(false), stems(true)]);
    }
    ways.dedup();
    let mut expression = String::new();
    for way in ways.iter().filter(|way| !way.is_empty()) {
        let joint = if expression.is_empty() { "" } else { " OR " };
        // Folding turned every kind of double quote into this one; doubled it is text to FTS5.
        let _ = write!(expression, "{joint}\"{}\"", way.replace('"', "\"\"")); // Writing to a String cannot fail.
    }
    match ways.len() {
        0 => None,
        _ if expression.is_empty() => None,
        1 => Some(expression),
        _ => Some(format!("({expression})")),
    }
}

fn push(terms: &mut String, word: &str) {
    terms.push_str(word);
    terms.push(' ');
}

/// The part of a word that its forms share. `lower` says that it is written without capitals, so that it is no surname in -ов.
fn stem(word: &str, script: Script, lower: bool) -> &str {
    match script {
        Script::Arabic => arabic_stem(word),
        Script::Cyrillic => cyrillic_stem(word, lower),
        _ => word,
    }
}

/// An Arabic word without anything that may be written onto its front. It cuts too much (وزير becomes زير), but from every form the same.
fn arabic_stem(word: &str) -> &str {
    let mut stem = word;
    while let Some(rest) = stem.strip_prefix("ال").or_else(|| stem.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])).filter(|rest| is_long(rest))
    {
        stem = rest;
    }
    stem
}

/// What may be left of an Arabic word when one or two small words on its front, and the article, are taken away.
fn arabic_forms(word: &str) -> impl Iterator<Item = &str> {
    let once = |word: &'_ str| -> Vec<usize> {
        let conjunction = word.strip_prefix(['و', 'ف']);
        let preposition = |w: &str| w.strip_prefix(['ب', 'ل', 'ك', 'س']).map(str::len);
        [conjunction.map(str::len), preposition(word), conjunction.and_then(preposition)].into_iter().flatten().collect()
    };
    let mut starts: Vec<usize> = vec![word.len()];
    starts.extend(once(word));
    let bare: Vec<usize> = starts.iter().filter_map(|&left| without_article(&word[word.len() - left..]).map(str::len)).collect();
    starts.extend(bare);
    starts.into_iter().skip(1).map(|left| &word[word.len() - left..]).filter(|form| is_long(form))
}

/// A word without its article: الوزير and للوزير both leave وزير.
fn without_article(word: &str) -> Option<&str> {
    word.strip_prefix("ال").or_else(|| word.strip_prefix("لل")).filter(|rest| is_long(rest))
}

/// A Russian word without its case ending.
fn cyrillic_stem(word: &str, lower: bool) -> &str {
    const ENDINGS: &[&str] = &[
        "иями", "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "иях", "ией", "ием", "иям", "ах", "ях", "ой", "ей", "ом", "ем",
        "ым", "им", "ам", "ям", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их", "ую", "юю", "ью", "ия", "ии", "ию", "а", "я",
        "о", "е", "у", "ю", "ы", "и", "ь", "й",
    ];
    const OF_MANY: &[&str] = &["ов", "ев"];
    let endings = OF_MANY.iter().filter(|_| lower).chain(ENDINGS);
    endings.filter_map(|ending| word.strip_suffix(ending)).find(|rest| is_long(rest)).unwrap_or(word)
}

fn is_long(word: &str) -> bool {
    SHORTEST <= word.chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    fn index(text: &str) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE VIRTUAL TABLE articles USING fts5(terms)").unwrap();
        db.execute("INSERT INTO articles VALUES (?1)", [index_terms(text)]).unwrap();
        db
    }

    fn finds(db: &Connection, query: &str) -> bool {
        let Some(expression) = query_terms(query) else { return false };
        db.query_row("SELECT count(*) FROM articles WHERE articles MATCH ?1", [expression], |row| row.get::<_, i64>(0)).unwrap() == 1
    }

    #[track_caller]
    fn check(text: &str, found: &[&str], missed: &[&str]) {
        let db = index(text);
        for query in found {
            assert!(finds(&db, query), "{query} is not found in {}", index_terms(text));
        }
        for query in missed {
            assert!(!finds(&db, query), "{query} is found in {}", index_terms(text));
        }
    }

    #[test]
    fn arabic_words_are_found_under_their_clitics() {
        check(
            "قال لافروف وبوتين للصحفيين إن وزير الخارجيّة سيلتقي أحمد",
            &[
                "لافروف",
                "بوتين",
                "صحفيين",
                "الصحفيين",
                "الوزير",
                "وزير الخارجية",
                "\"وزير الخارجية\"",
                "\"لوزير الخارجية\"",
                "احمد",
                "يلتقي",
            ],
            &["تين", "روف", "\"الخارجية وزير\"", "صحيفة"],
        );
        check("ولافروف", &["لافروف"], &["روف"]);
    }

    #[test]
    fn russian_words_are_found_in_any_case() {
        check(
            "Президент России встретился с Лавровым после переговоров в Королёве",
            &["президента", "россия", "Лавров", "лаврова", "переговоры", "\"президента россии\"", "\"президентом Россия\"", "королев"],
            &["лавр", "\"россия президент\"", "путин"],
        );
    }

    #[test]
    fn latin_words_are_found_folded() {
        check("Erdoğan met the U.S. envoy; Russia's reply", &["erdogan", "U.S.", "\"the u.s. envoy\""], &["turkey"]);
        check("Russia's reply", &["russia", "Russia’s", "\"russia reply\""], &["s"]);
    }

    #[test]
    fn chinese_is_found_without_spaces() {
        check("俄罗斯总统普京说", &["\"普京\"", "普京"], &["\"京普\""]);
    }

    #[test]
    fn hostile_syntax_is_only_text() {
        let db = index("near and or not columns terms");
        for query in [
            "terms:near",
            "near*",
            "NEAR(near, terms)",
            "\"",
            "\"near",
            "\"\"",
            "^near",
            "-near",
            "near AND",
            "(near",
            "{terms} : near",
            "'; --",
            "near + or",
        ] {
            let _ = finds(&db, query); // Must only not be refused by FTS5.
        }
        assert!(finds(&db, "near AND terms"));
        assert_eq!(query_terms("\" ( * "), None);
    }

    #[test]
    fn a_quote_left_open_quotes_nothing() {
        check("talks in Moscow", &["\"moscow talks"], &["\"moscow talks\""]);
    }

    proptest! {
        #[test]
        fn every_query_is_good_and_finds_its_own_text(text in "[a-zа-яا-ي \"'*():^.-]{0,40}|\\PC{0,40}") {
            let db = index(&text);
            if let Some(expression) = query_terms(&text) {
                let count: rusqlite::Result<i64> = db.query_row("SELECT count(*) FROM articles WHERE articles MATCH ?1", [expression], |row| row.get(0));
                prop_assert!(count.is_ok());
            }
        }
    }
}
