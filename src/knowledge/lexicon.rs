//! A language's lexicon, checked: cues, noun classes, triggers with their frames, paradigms.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::model::{EventType, Mode, Role, Status};

use super::cue::{Cue, Shape, Slot};
use super::inflect::{CaseEndings, Declensions};
use super::records::BodyKind;
use super::trie::Trie;

/// How the order of words tells who does what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordOrder {
    /// The subject stands before the verb.
    SubjectFirst,
    /// The verb may stand first, its subject after it.
    VerbFirst,
    /// Cases decide.
    Free,
}

/// The grammar of a language as far as the engine asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grammar {
    /// How the order of words tells who does what.
    pub order: WordOrder,
    /// Whether nouns carry case.
    pub cases: bool,
    /// Whether adjectives of nationality stand after their noun.
    pub adjective_after: bool,
    /// Whether names begin with a capital.
    pub capital_names: bool,
    /// Whether the form of the past is also the passive participle.
    pub passive_from_past: bool,
    /// Whether a verb without a subject may tell what those do who sit in the place beside it («в Киеве заявили»).
    pub subject_may_miss: bool,
}

/// How a verb's form tells its subject, and a word its pronoun. Empty where the language does not write them so.
#[derive(Debug, Clone, Default)]
pub struct Agreement {
    /// Folded endings of verbs whose subject was named before.
    pub plural_endings: Vec<String>,
    /// Endings that nouns of persons have as objects and never as subjects.
    pub oblique_endings: Vec<String>,
    /// Folded endings of finite verbs whose subject is more than one, whatever the order.
    pub many_endings: Vec<String>,
    /// Folded endings of verbs with a feminine subject.
    pub feminine_endings: Vec<String>,
    /// Folded beginnings of verbs with a feminine subject.
    pub feminine_prefixes: Vec<String>,
    /// The vowel sign on one of the first letters of a verb of the past that makes it passive.
    pub passive_sign: Option<char>,
    /// Folded endings of adjectives, one of which may stand between a noun and the adjective of its nationality.
    pub adjective_endings: Vec<String>,
    /// Folded beginnings of verbs in the present and future.
    pub verb_prefixes: Vec<String>,
    /// Pronouns written at the end of a word, as they are spelt.
    pub pronoun_endings: Vec<String>,
    /// Folded words that end like that by themselves.
    pub whole_words: Vec<String>,
    /// Folded endings of verbs of the past with the gender or number of their subject, by a letter of the lexicon's; longer ones first.
    pub past_endings: Vec<(String, char)>,
    /// Folded endings of the names of states and capitals with their gender or number; longer ones first.
    pub name_endings: Vec<(String, char)>,
    /// Folded endings of finite verbs whose subject, told before, is two or more.
    pub dual_endings: Vec<String>,
    /// Folded pronouns that mean more than one.
    pub many_pronouns: Vec<String>,
    /// Those of the pronouns that mean a state or body before they mean a man.
    pub thing_pronouns: Vec<String>,
}

/// Letters written together with the next word, and what they do.
#[derive(Debug, Clone, Default)]
pub struct CliticRules {
    /// "and".
    pub conjunction: Vec<char>,
    /// Prepositions of one letter with their cue.
    pub preposition: Vec<(char, Cue)>,
    /// The article.
    pub article: Vec<String>,
    /// Preposition and article merged in writing («لل»), with the preposition's letter first.
    pub article_merged: Vec<String>,
    /// The future particle.
    pub future: Vec<char>,
}

/// A role and the slots in which it may be found, best first.
pub type RoleSlots = Vec<(Role, Vec<Slot>)>;

/// Words that name an act.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Unique in its lexicon.
    pub id: String,
    /// What act the words name.
    pub event_type: EventType,
    /// Who is looked for where.
    pub roles: RoleSlots,
    /// How surely the words mean this, 0 to 1.
    pub weight: f64,
    /// Noun classes one of which must stand near.
    pub need: Vec<NounClass>,
    /// Noun classes one of which must stand near as well.
    pub beside: Vec<NounClass>,
    /// Whether the title and the lead can meet the need for the whole article.
    pub by_theme: bool,
    /// Noun classes that cancel it.
    pub unless: Vec<NounClass>,
    /// How the contact is held, where the words say so.
    pub mode: Option<Mode>,
    /// The status that the words themselves mean.
    pub status: Option<Status>,
}

/// The number of a noun class in its lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NounClass(pub u16);

/// What a phrase of the lexicon means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// It does the work of this cue.
    Cue(Cue),
    /// It is a common noun of this class.
    Noun(NounClass),
    /// It names a body of this kind, which its state tells apart ("foreign ministry").
    Body(BodyKind),
    /// It is this trigger in this shape.
    Trigger(u16, Shape),
}

/// A language's lexicon.
#[derive(Debug)]
pub struct Lexicon {
    /// ISO 639-1 code.
    pub lang: String,
    /// Its grammar.
    pub grammar: Grammar,
    /// Its clitics.
    pub clitics: CliticRules,
    /// What its verbs and nouns show of others.
    pub agreement: Agreement,
    /// Folded words after which a full stop ends no sentence.
    pub abbreviations: Vec<String>,
    /// Names of the noun classes, by number.
    pub noun_classes: Vec<String>,
    /// Numbers of the noun classes, by name.
    pub class_numbers: FxHashMap<String, NounClass>,
    /// Classes whose words name nobody and are no part of a noun phrase ("persona non grata", "by phone").
    pub bare_nouns: Vec<NounClass>,
    /// The triggers, by number.
    pub triggers: Vec<Trigger>,
    /// Phrases with their senses.
    pub phrases: Trie<Sense>,
    /// Paradigms for names.
    pub declensions: Declensions,
    /// What the endings of common nouns and adjectives say about their case.
    pub case_endings: CaseEndings,
    /// Words of dates.
    pub dates: crate::text::dates::DateWords,
}

impl Lexicon {
    /// The number of a noun class by name.
    pub fn noun_class(&self, name: &str) -> Option<NounClass> {
        self.class_numbers.get(name).copied()
    }

    /// Whether a noun class holds the words of one title of honour, with and without a pronoun («سمو», «سموه»).
    pub fn is_title(&self, class: NounClass) -> bool {
        self.noun_classes.get(class.0 as usize).is_some_and(|name| name.starts_with("title-"))
    }

    /// Whether a full stop after this folded word ends no sentence.
    pub fn is_abbreviation(&self, folded: &str) -> bool {
        self.abbreviations.iter().any(|a| a == folded)
    }
}

/// Frames by name, from `lexicon/frames.toml`.
pub type Frames = BTreeMap<String, RoleSlots>;
