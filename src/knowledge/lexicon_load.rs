//! Checking a lexicon file: every word, class, frame and name in it must be one the program knows.

use std::collections::BTreeMap;
use std::str::FromStr;

use toml::Spanned;

use super::cue::{Cue, Shape, Slot};
use super::entry::Entry;
use super::error::Fault;
use super::expand::expand;
use super::inflect::{CaseEndings, Cases, Declensions};
use super::lexicon::{Agreement, CliticRules, Frames, Grammar, Lexicon, NounClass, RoleSlots, Sense, Trigger, WordOrder};
use super::lexicon_file::{RawAgreement, RawClitics, RawGrammar, RawLexicon, RawTrigger};
use super::records::BodyKind;
use super::table::DataFile;
use super::trie::{TokenId, Trie, TrieBuilder, Vocabulary};
use crate::model::{Mode, Role, Status};
use crate::text::dates::{DateWord, DateWords, Feast};

/// The frames file: name -> role -> slots.
pub(super) fn frames(file: &DataFile, faults: &mut Vec<Fault>) -> Frames {
    let raw: BTreeMap<String, BTreeMap<String, Vec<String>>> = match toml::from_str(&file.text) {
        Ok(raw) => raw,
        Err(error) => {
            faults.push(toml_fault(file, &error));
            return Frames::new();
        }
    };
    raw.into_iter().map(|(name, roles)| (name, role_slots(&roles, &mut |what| faults.push(whole(file, what))))).collect()
}

fn role_slots(raw: &BTreeMap<String, Vec<String>>, complain: &mut impl FnMut(String)) -> RoleSlots {
    let mut roles = RoleSlots::new();
    for (role, slots) in raw {
        let mut known = Vec::new();
        for slot in slots {
            match Slot::from_str(slot) {
                Ok(slot) => known.push(slot),
                Err(error) => complain(error.to_string()),
            }
        }
        match Role::from_str(role) {
            Ok(role) => roles.push((role, known)),
            Err(error) => complain(error.to_string()),
        }
    }
    roles.sort_by_key(|(role, _)| *role);
    roles
}

/// Adds the words of dates of one language, key -> words under `[dates]`, and its feasts, rule -> names under `[feasts]`.
pub(super) fn dates(file: &DataFile, words: &mut DateWords, faults: &mut Vec<Fault>) {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct RawDates {
        #[serde(default)]
        dates: BTreeMap<Spanned<String>, Vec<String>>,
        #[serde(default)]
        feasts: BTreeMap<Spanned<String>, Vec<String>>,
    }
    match toml::from_str::<RawDates>(&file.text) {
        Ok(raw) => {
            let senses =
                raw.dates.iter().map(|(key, phrases)| (key, phrases, DateWord::from_str(key.get_ref()).map_err(|e| e.to_string())));
            let feast = |rule: &str| Feast::from_str(rule).map(DateWord::Feast).map_err(|e| e.to_string());
            let feasts = raw.feasts.iter().map(|(rule, names)| (rule, names, feast(rule.get_ref())));
            for (key, phrases, sense) in senses.chain(feasts) {
                match sense {
                    Ok(sense) => phrases.iter().for_each(|phrase| words.add(phrase, sense)),
                    Err(what) => faults.push(Fault { file: file.path.clone(), line: line_of(&file.text, key.span().start), what }),
                }
            }
        }
        Err(error) => faults.push(toml_fault(file, &error)),
    }
}

/// A lexicon file as written, and the paradigms in it, which names need before the rest is read.
pub(super) struct Written<'a> {
    file: &'a DataFile,
    raw: RawLexicon,
    pub declensions: Declensions,
}

impl Written<'_> {
    /// The file's path.
    pub fn path(&self) -> &str {
        &self.file.path
    }

    /// The language it is of.
    pub fn lang(&self) -> &str {
        &self.raw.lang
    }
}

/// Reads a lexicon file without checking its words.
pub(super) fn read<'a>(file: &'a DataFile, faults: &mut Vec<Fault>) -> Option<Written<'a>> {
    match toml::from_str::<RawLexicon>(&file.text) {
        Ok(raw) => {
            let declensions = Declensions::new(&file.path, &raw.declension, faults);
            Some(Written { file, raw, declensions })
        }
        Err(error) => {
            faults.push(toml_fault(file, &error));
            None
        }
    }
}

/// What the words of a lexicon mean, checked; its phrases are in the numbers of the vocabulary they were read with.
pub(super) struct Content {
    grammar: Grammar,
    clitics: CliticRules,
    agreement: Agreement,
    case_endings: CaseEndings,
    bare_nouns: Vec<NounClass>,
    noun_classes: Vec<String>,
    triggers: Vec<Trigger>,
    phrases: Trie<Sense>,
}

/// Checks the words of one lexicon. What is faulty is left out and told; the rest is kept, so that one run finds every fault.
pub(super) fn content(written: &Written<'_>, frames: &Frames, vocabulary: &mut Vocabulary, faults: &mut Vec<Fault>) -> Option<Content> {
    let Written { file, raw, .. } = written;
    let noun_classes: Vec<String> = raw.nouns.keys().map(|name| name.get_ref().clone()).collect();
    let mut loader = Loader { file, macros: &raw.macros, noun_classes: &noun_classes, vocabulary, phrases: TrieBuilder::default(), faults };
    for (cue, patterns) in &raw.words {
        match Cue::from_str(cue.get_ref()) {
            Ok(cue) => loader.phrases_of(patterns, Sense::Cue(cue)),
            Err(error) => loader.fault(cue.span().start, error.to_string()),
        }
    }
    for (number, patterns) in raw.nouns.values().enumerate() {
        loader.phrases_of(patterns, Sense::Noun(NounClass(u16::try_from(number).unwrap_or(u16::MAX))));
    }
    for (kind, patterns) in &raw.bodies {
        match BodyKind::from_str(kind.get_ref()) {
            Ok(kind) => loader.phrases_of(patterns, Sense::Body(kind)),
            Err(error) => loader.fault(kind.span().start, error.to_string()),
        }
    }
    let mut triggers: Vec<Trigger> = Vec::new();
    for raw in &raw.trigger {
        if let Some(trigger) = loader.trigger(raw, frames) {
            if triggers.iter().any(|known| known.id == trigger.id) {
                loader.fault(raw.span().start, format!("trigger {:?} stands twice", trigger.id));
            }
            let number = u16::try_from(triggers.len()).unwrap_or(u16::MAX);
            triggers.push(trigger);
            loader.shapes(raw, number);
        }
    }
    let clitics = loader.clitics(&raw.clitics);
    let case_endings = loader.case_endings(&raw.case_endings);
    let bare_nouns = loader.classes(0, "bare_nouns", &raw.bare_nouns);
    let agreement = agreement(&raw.agreement);
    let grammar = loader.grammar(&raw.grammar)?;
    let phrases = loader.phrases.finish();
    Some(Content { grammar, clitics, agreement, case_endings, bare_nouns, noun_classes, triggers, phrases })
}

/// The finished lexicon; `numbers` gives the final number of each token by the one that it had when the content was read.
pub(super) fn lexicon(written: Written<'_>, content: Content, dates: DateWords, numbers: &[TokenId]) -> Lexicon {
    let Content { grammar, clitics, agreement, case_endings, bare_nouns, noun_classes, triggers, phrases } = content;
    let numbered = noun_classes.iter().enumerate().filter_map(|(at, name)| Some((name.clone(), NounClass(u16::try_from(at).ok()?))));
    let class_numbers = numbered.collect();
    let abbreviations = written.raw.abbreviations.iter().map(|a| crate::text::fold(a)).collect();
    Lexicon {
        lang: written.raw.lang,
        grammar,
        clitics,
        agreement,
        abbreviations,
        noun_classes,
        class_numbers,
        bare_nouns,
        triggers,
        phrases: phrases.renumbered(numbers),
        declensions: written.declensions,
        case_endings,
        dates,
    }
}

fn agreement(raw: &RawAgreement) -> Agreement {
    let folded = |words: &[String]| words.iter().map(|word| crate::text::fold(word)).collect();
    let genders = |endings: &BTreeMap<String, char>| {
        let mut endings: Vec<(String, char)> = endings.iter().map(|(ending, gender)| (crate::text::fold(ending), *gender)).collect();
        endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.chars().count()));
        endings
    };
    Agreement {
        past_endings: genders(&raw.past_endings),
        name_endings: genders(&raw.name_endings),
        plural_endings: folded(&raw.plural_endings),
        oblique_endings: folded(&raw.oblique_endings),
        many_endings: folded(&raw.many_endings),
        feminine_endings: folded(&raw.feminine_endings),
        feminine_prefixes: folded(&raw.feminine_prefixes),
        passive_sign: raw.passive_sign,
        adjective_endings: folded(&raw.adjective_endings),
        verb_prefixes: folded(&raw.verb_prefixes),
        pronoun_endings: raw.pronoun_endings.clone(),
        whole_words: folded(&raw.whole_words),
        many_pronouns: folded(&raw.many_pronouns),
        dual_endings: folded(&raw.dual_endings),
        thing_pronouns: folded(&raw.thing_pronouns),
    }
}

struct Loader<'a> {
    file: &'a DataFile,
    macros: &'a BTreeMap<String, String>,
    noun_classes: &'a [String],
    vocabulary: &'a mut Vocabulary,
    phrases: TrieBuilder<Sense>,
    faults: &'a mut Vec<Fault>,
}

impl Loader<'_> {
    fn fault(&mut self, at: usize, what: String) {
        self.faults.push(Fault { file: self.file.path.clone(), line: line_of(&self.file.text, at), what });
    }

    fn phrases_of(&mut self, patterns: &[Spanned<String>], sense: Sense) {
        for pattern in patterns {
            self.phrase(pattern.get_ref(), pattern.span().start, sense);
        }
    }

    fn phrase(&mut self, pattern: &str, at: usize, sense: Sense) {
        let mut entry = Entry::new(self.vocabulary, &mut self.phrases);
        let expanded = expand(pattern, self.macros, &mut |form| entry.add(form, sense));
        if let Err(what) = expanded {
            self.fault(at, what);
        }
    }

    fn case_endings(&mut self, raw: &BTreeMap<Spanned<String>, Vec<String>>) -> CaseEndings {
        let mut known = CaseEndings::default();
        for (case, endings) in raw {
            match Cases::named(case.get_ref()) {
                Some(cases) => endings.iter().for_each(|ending| known.add(&crate::text::fold(ending), cases)),
                None => self.fault(case.span().start, format!("case {:?}; valid: nom, gen, dat, acc, ins, prep", case.get_ref())),
            }
        }
        known
    }

    fn trigger(&mut self, raw: &Spanned<RawTrigger>, frames: &Frames) -> Option<Trigger> {
        let at = raw.span().start;
        let raw = raw.get_ref();
        let event_type = self.parsed(at, &raw.id, &raw.r#type)?;
        let Some(frame) = frames.get(&raw.frame) else {
            let valid = frames.keys().cloned().collect::<Vec<_>>().join(", ");
            self.fault(at, format!("trigger {:?}: unknown frame {:?}; valid: {valid}", raw.id, raw.frame));
            return None;
        };
        if !(0.0..=1.0).contains(&raw.weight) {
            self.fault(at, format!("trigger {:?}: weight {}; valid: 0 to 1", raw.id, raw.weight));
        }
        let mode = raw.mode.as_ref().and_then(|text| self.parsed::<Mode>(at, &raw.id, text));
        let status = raw.status.as_ref().and_then(|text| self.parsed::<Status>(at, &raw.id, text));
        let need = self.classes(at, &raw.id, &raw.need);
        let beside = self.classes(at, &raw.id, &raw.beside);
        let unless = self.classes(at, &raw.id, &raw.unless);
        let mut complaints = Vec::new();
        let own = role_slots(&raw.args, &mut |what| complaints.push(what));
        for what in complaints {
            self.fault(at, format!("trigger {:?}: {what}", raw.id));
        }
        let mut roles: RoleSlots = frame.iter().filter(|(role, _)| own.iter().all(|(r, _)| r != role)).cloned().collect();
        roles.extend(own);
        Some(Trigger {
            id: raw.id.clone(),
            event_type,
            roles,
            weight: raw.weight,
            need,
            beside,
            by_theme: raw.by_theme,
            unless,
            mode,
            status,
        })
    }

    fn parsed<T: FromStr>(&mut self, at: usize, id: &str, text: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        text.parse().map_err(|error| self.fault(at, format!("trigger {id:?}: {error}"))).ok()
    }

    fn classes(&mut self, at: usize, id: &str, names: &[String]) -> Vec<NounClass> {
        let mut classes = Vec::new();
        for name in names {
            match self.noun_classes.iter().position(|known| known == name) {
                Some(number) => classes.push(NounClass(u16::try_from(number).unwrap_or(u16::MAX))),
                None => {
                    let valid = self.noun_classes.join(", ");
                    self.fault(at, format!("trigger {id:?}: unknown noun class {name:?}; valid: {valid}"));
                }
            }
        }
        classes
    }

    fn shapes(&mut self, raw: &Spanned<RawTrigger>, number: u16) {
        let at = raw.span().start;
        let raw = raw.get_ref();
        let shapes = [
            (Shape::Past, &raw.past),
            (Shape::Present, &raw.present),
            (Shape::Future, &raw.future),
            (Shape::Infinitive, &raw.infinitive),
            (Shape::Passive, &raw.passive),
            (Shape::PassivePresent, &raw.passive_present),
            (Shape::Participle, &raw.participle),
            (Shape::Noun, &raw.noun),
        ];
        if shapes.iter().all(|(_, patterns)| patterns.is_empty()) {
            self.fault(at, format!("trigger {:?} has no words; give at least one of past, present, future, infinitive, passive, passive_present, participle, noun", raw.id));
        }
        for (shape, patterns) in shapes {
            for pattern in patterns {
                self.phrase(pattern, at, Sense::Trigger(number, shape));
            }
        }
    }

    fn grammar(&mut self, raw: &RawGrammar) -> Option<Grammar> {
        let order = match raw.order.as_str() {
            "subject_first" => WordOrder::SubjectFirst,
            "verb_first" => WordOrder::VerbFirst,
            "free" => WordOrder::Free,
            other => {
                self.fault(0, format!("grammar.order {other:?}; valid: subject_first, verb_first, free"));
                return None;
            }
        };
        let adjective_after = match raw.adjective.as_str() {
            "after" => true,
            "before" => false,
            other => {
                self.fault(0, format!("grammar.adjective {other:?}; valid: before, after"));
                return None;
            }
        };
        Some(Grammar {
            order,
            cases: raw.cases,
            adjective_after,
            capital_names: raw.capital_names,
            passive_from_past: raw.passive_from_past,
            subject_may_miss: raw.subject_may_miss,
        })
    }

    fn clitics(&mut self, raw: &RawClitics) -> CliticRules {
        let letters = |list: &[String]| list.iter().filter_map(|text| text.chars().next()).collect::<Vec<_>>();
        let mut preposition = Vec::new();
        for (cue, list) in &raw.preposition {
            match Cue::from_str(cue.get_ref()) {
                Ok(cue) => preposition.extend(letters(list).into_iter().map(|letter| (letter, cue))),
                Err(error) => self.fault(cue.span().start, error.to_string()),
            }
        }
        CliticRules {
            conjunction: letters(&raw.conjunction),
            preposition,
            article: raw.article.clone(),
            article_merged: raw.article_merged.clone(),
            future: letters(&raw.future),
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1
}

pub(super) fn toml_fault(file: &DataFile, error: &toml::de::Error) -> Fault {
    let line = error.span().map_or(0, |span| line_of(&file.text, span.start));
    Fault { file: file.path.clone(), line, what: error.message().to_owned() }
}

fn whole(file: &DataFile, what: String) -> Fault {
    Fault { file: file.path.clone(), line: 0, what }
}
