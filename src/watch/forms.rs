//! The forms in which a watched phrase and a word of a text meet.
//!
//! A phrase is written down in all its case forms when it is compiled; a word of a text is read with and without what is written
//! onto its front. So a look-up is a walk over equal words, and no part of a word ever matches.

use crate::knowledge::{CliticRules, Knowledge, Lexicon, WordClass};
use crate::text::{Case, Script, Token, Tokens, tokenize};

/// Words of a phrase beyond these are not looked at: no name is longer.
const MAX_WORDS: usize = 24;
/// Case forms are written down for phrases up to this length.
const MAX_INFLECTED: usize = 5;
/// A word of fewer letters is not looked for inside another.
const MIN_STEM: usize = 3;
/// From this length on any clitic may be cut off. The short words that are left of shorter ones are too often others («فعلي» is
/// "actual", not "and Ali"): there only the usual conjunction and prepositions are.
const SURE_STEM: usize = 4;

/// A phrase as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Folded words, in every form of the phrase.
    pub forms: Vec<Vec<String>>,
    /// Whether it is one word in capitals, to be found only in capitals ("UN", not "un").
    pub capitals: bool,
    /// Whether it is a short word in ي, to be found only with its dots: folding makes the name «علي» and the preposition «على» one.
    pub dotted: bool,
}

/// What languages write onto words, as far as watches ask.
#[derive(Debug, Clone, Default)]
pub(super) struct Clitics(Vec<CliticRules>);

/// Whether a name has a word to look for.
pub(super) fn is_findable(name: &str) -> bool {
    let tokens = tokenize(name);
    (0..tokens.len()).any(|at| is_word(&tokens, at))
}

/// Whether a token takes part in matching: words and numbers do, without the possessive.
pub(super) fn is_word(tokens: &Tokens, at: usize) -> bool {
    let token = &tokens[at];
    (token.is_word() && tokens.folded(at) != "'s") || token.is_number()
}

/// Whether a phrase goes on behind this token: hyphens and possessives inside names are not words.
pub(super) fn is_joint(tokens: &Tokens, at: usize) -> bool {
    tokens.folded(at) == "-" || tokens.folded(at) == "'s"
}

/// The phrase that a name is; `None` where it has no words.
pub(super) fn phrase(name: &str, knowledge: &Knowledge) -> Option<Phrase> {
    let tokens = tokenize(name);
    let at: Vec<usize> = (0..tokens.len()).filter(|&at| is_word(&tokens, at)).take(MAX_WORDS).collect();
    let words: Vec<&str> = at.iter().map(|&at| tokens.folded(at)).collect();
    let first = &tokens[*at.first()?];
    let capitals = at.len() == 1 && first.case == Case::Upper;
    let mut forms = vec![words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()];
    if !capitals && at.len() <= MAX_INFLECTED {
        for lexicon in knowledge.languages().filter_map(|lang| knowledge.lexicon(lang)) {
            if lexicon.declensions.has_cases() && first.script == Script::Cyrillic {
                inflect(&words, lexicon, &mut forms);
            }
        }
    }
    let last = name.trim_end().chars().next_back();
    let dotted = at.len() == 1 && matches!(last, Some('ي' | 'ی')) && words[0].chars().count() < SURE_STEM;
    Some(Phrase { forms, capitals, dotted })
}

/// Adds the case forms of a phrase whose grammar is not known: as a name, as adjectives before a noun, as a noun with what belongs
/// to it.
fn inflect(words: &[&str], lexicon: &Lexicon, forms: &mut Vec<Vec<String>>) {
    let last = words.len() - 1;
    let name = |_: usize| Some(WordClass::Name);
    let adjectives = |at: usize| Some(if at == last { WordClass::Noun } else { WordClass::Adjective });
    let head = |at: usize| (at == 0).then_some(WordClass::Noun);
    let readings: [&dyn Fn(usize) -> Option<WordClass>; 3] = [&name, &adjectives, &head];
    for reading in readings {
        let classed: Vec<_> = words.iter().enumerate().map(|(at, word)| (*word, reading(at))).collect();
        for (form, _) in lexicon.declensions.phrase_forms(&classed, None) {
            let form: Vec<String> = form.iter().map(|word| crate::text::fold(word)).collect();
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
}

impl Clitics {
    /// Of all languages of the knowledge.
    pub fn of(knowledge: &Knowledge) -> Self {
        let rules = knowledge.languages().filter_map(|lang| knowledge.lexicon(lang)).map(|lexicon| &lexicon.clitics);
        Self(rules.filter(|rules| !rules.article.is_empty() || !rules.conjunction.is_empty()).cloned().collect())
    }

    /// Gives every word that this token can be, itself first; `inner` ones, inside a phrase, lose the article only.
    pub fn readings(&self, token: &Token, folded: &str, inner: bool, found: &mut impl FnMut(&str)) {
        found(folded);
        if token.script != Script::Arabic || token.tanwin {
            return;
        }
        for rules in &self.0 {
            if !inner {
                strip(folded, rules, found);
            }
            without_article(folded, rules, found);
        }
    }
}

/// Cuts conjunction and preposition, one or both, and the article behind them.
fn strip(word: &str, rules: &CliticRules, found: &mut impl FnMut(&str)) {
    let mut behind = None;
    if let Some((first, rest)) = split_first(word)
        && let Some(at) = rules.conjunction.iter().position(|letter| *letter == first)
        && (is_sure(rest) || (at == 0 && is_long(rest)))
    {
        found(rest);
        without_article(rest, rules, found);
        behind = Some(rest);
    }
    for head in std::iter::once(word).chain(behind) {
        let Some((first, rest)) = split_first(head) else { continue };
        if rules.preposition.iter().any(|(letter, _)| *letter == first) && is_long(rest) {
            found(rest);
            without_article(rest, rules, found);
        }
        for merged in &rules.article_merged {
            if let Some(rest) = head.strip_prefix(merged.as_str()).filter(|rest| is_long(rest)) {
                found(rest);
                for article in &rules.article {
                    found(&format!("{article}{rest}"));
                }
            }
        }
    }
}

fn without_article(word: &str, rules: &CliticRules, found: &mut impl FnMut(&str)) {
    for rest in rules.article.iter().filter_map(|article| word.strip_prefix(article.as_str())).filter(|rest| is_long(rest)) {
        found(rest);
    }
}

fn split_first(word: &str) -> Option<(char, &str)> {
    let mut chars = word.chars();
    chars.next().map(|first| (first, chars.as_str()))
}

fn is_long(word: &str) -> bool {
    MIN_STEM <= word.chars().count()
}

fn is_sure(word: &str) -> bool {
    SURE_STEM <= word.chars().count()
}
