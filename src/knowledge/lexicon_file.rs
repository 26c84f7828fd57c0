//! The shape of `config/lexicon/<lang>.toml` as written, before it is checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A whole lexicon file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLexicon {
    pub lang: String,
    #[expect(dead_code, reason = "for the reader of the file")]
    pub name: String,
    #[serde(default)]
    pub abbreviations: Vec<String>,
    pub grammar: RawGrammar,
    #[serde(default)]
    pub clitics: RawClitics,
    #[serde(default)]
    pub agreement: RawAgreement,
    #[serde(default)]
    pub macros: BTreeMap<String, String>,
    #[serde(default)]
    pub words: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub nouns: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub bodies: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub declension: Vec<RawDeclension>,
    #[serde(default)]
    pub bare_nouns: Vec<String>,
    #[serde(default)]
    pub case_endings: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(default)]
    pub trigger: Vec<Spanned<RawTrigger>>,
}

/// How the language's grammar tells who does what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGrammar {
    pub order: String,
    #[serde(default)]
    pub cases: bool,
    pub adjective: String,
    #[serde(default)]
    pub capital_names: bool,
    #[serde(default)]
    pub passive_from_past: bool,
    #[serde(default)]
    pub subject_may_miss: bool,
}

/// Letters that are written together with the next word.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClitics {
    #[serde(default)]
    pub conjunction: Vec<String>,
    #[serde(default)]
    pub preposition: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(default)]
    pub article: Vec<String>,
    #[serde(default)]
    pub article_merged: Vec<String>,
    #[serde(default)]
    pub future: Vec<String>,
}

/// What a verb shows of its subject, and a word of its owner.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAgreement {
    #[serde(default)]
    pub plural_endings: Vec<String>,
    #[serde(default)]
    pub oblique_endings: Vec<String>,
    #[serde(default)]
    pub many_endings: Vec<String>,
    #[serde(default)]
    pub feminine_endings: Vec<String>,
    #[serde(default)]
    pub feminine_prefixes: Vec<String>,
    #[serde(default)]
    pub verb_prefixes: Vec<String>,
    pub passive_sign: Option<char>,
    #[serde(default)]
    pub adjective_endings: Vec<String>,
    #[serde(default)]
    pub pronoun_endings: Vec<String>,
    #[serde(default)]
    pub whole_words: Vec<String>,
    #[serde(default)]
    pub past_endings: BTreeMap<String, char>,
    #[serde(default)]
    pub name_endings: BTreeMap<String, char>,
    #[serde(default)]
    pub many_pronouns: Vec<String>,
    #[serde(default)]
    pub dual_endings: Vec<String>,
    #[serde(default)]
    pub thing_pronouns: Vec<String>,
}

/// One paradigm; a lone `-` is the empty ending.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDeclension {
    pub of: String,
    pub sex: Option<String>,
    pub endings: Vec<String>,
    #[serde(default)]
    pub strip: usize,
    pub nom: Option<String>,
    pub r#gen: Option<String>,
    pub dat: Option<String>,
    pub acc: Option<String>,
    pub ins: Option<String>,
    pub prep: Option<String>,
    /// Forms whose case is not told.
    pub any: Option<String>,
}

/// One trigger: words that name an act.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTrigger {
    pub id: String,
    pub r#type: String,
    pub frame: String,
    pub weight: f64,
    #[serde(default)]
    pub need: Vec<String>,
    #[serde(default)]
    pub beside: Vec<String>,
    #[serde(default)]
    pub by_theme: bool,
    #[serde(default)]
    pub unless: Vec<String>,
    pub mode: Option<String>,
    pub status: Option<String>,
    #[serde(default)]
    pub args: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub past: Vec<String>,
    #[serde(default)]
    pub present: Vec<String>,
    #[serde(default)]
    pub future: Vec<String>,
    #[serde(default)]
    pub infinitive: Vec<String>,
    #[serde(default)]
    pub passive: Vec<String>,
    #[serde(default)]
    pub passive_present: Vec<String>,
    #[serde(default)]
    pub participle: Vec<String>,
    #[serde(default)]
    pub noun: Vec<String>,
}
