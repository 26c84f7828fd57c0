//! From the words of a rule to the rule.

use std::fmt::Display;
use std::str::FromStr;

use super::terms::{Term, What, cut};
use super::{Condition, Named, Rule};
use crate::model::{Role, Span, WatchOn};

/// Deeper than any rule a person writes; what reads a rule calls itself.
const MAX_DEPTH: usize = 32;
/// The conditions with values.
const FIELDS: &str = "type, status, domain, country, lang, feed, tag, words";

/// What is wrong with a rule, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at byte {} of the rule)", span.start)]
pub struct RuleError {
    /// The bytes of the rule that are meant.
    pub span: Span,
    /// What is wrong, and what would be valid.
    pub what: String,
}

impl RuleError {
    pub(super) const fn at(span: Span, what: String) -> Self {
        Self { span, what }
    }

    /// The rule, and below it a mark under what is meant.
    pub fn pointed(&self, rule: &str) -> String {
        let before = rule.get(..self.span.start).unwrap_or(rule).chars().count();
        let len = rule.get(self.span.start..self.span.end).map_or(1, |meant| meant.chars().count().max(1));
        format!("{}\n  {rule}\n  {}{}", self.what, " ".repeat(before), "^".repeat(len))
    }
}

pub(super) fn parse(text: &str, on: WatchOn) -> Result<Rule, RuleError> {
    let terms = cut(text)?;
    let mut reader = Reader { terms: &terms, at: 0, end: text.len(), depth: 0, on };
    let rule = reader.any()?;
    match reader.peek() {
        None => Ok(rule),
        Some(term) => Err(RuleError::at(term.span, "nothing to close here".to_owned())),
    }
}

struct Reader<'t> {
    terms: &'t [Term],
    at: usize,
    /// Where the rule ends, for what is missing there.
    end: usize,
    depth: usize,
    on: WatchOn,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<&'t Term> {
        self.terms.get(self.at)
    }

    fn next(&mut self) -> Option<&'t Term> {
        self.at += 1;
        self.terms.get(self.at - 1)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Term { what: What::Sign(found), .. }) if *found == sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn keyword(&mut self, word: &str) -> bool {
        let is_it = self.is_keyword(word);
        self.at += usize::from(is_it);
        is_it
    }

    fn is_keyword(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Term { what: What::Word(found), .. }) if found.eq_ignore_ascii_case(word))
    }

    /// Where the reader stands.
    fn here(&self) -> Span {
        self.peek().map_or(Span { start: self.end, end: self.end }, |term| term.span)
    }

    fn any(&mut self) -> Result<Rule, RuleError> {
        self.depth += 1;
        if MAX_DEPTH < self.depth {
            return Err(RuleError::at(self.here(), format!("too many brackets in each other; valid: up to {MAX_DEPTH}")));
        }
        let mut parts = vec![self.all()?];
        while self.keyword("or") {
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(one_or(parts, Rule::Any))
    }

    fn all(&mut self) -> Result<Rule, RuleError> {
        let mut parts = vec![self.one()?];
        loop {
            let joined = self.keyword("and");
            let ends = self.is_keyword("or") || matches!(self.peek(), None | Some(Term { what: What::Sign(")"), .. }));
            if ends && !joined {
                return Ok(one_or(parts, Rule::All));
            }
            parts.push(self.one()?);
        }
    }

    fn one(&mut self) -> Result<Rule, RuleError> {
        let here = self.here();
        if self.keyword("not") {
            self.depth += 1;
            if MAX_DEPTH < self.depth {
                return Err(RuleError::at(here, format!("too many \"not\"; valid: up to {MAX_DEPTH}")));
            }
            let part = self.one()?;
            self.depth -= 1;
            return Ok(Rule::Not(Box::new(part)));
        }
        if self.sign("(") {
            let rule = self.any()?;
            return if self.sign(")") { Ok(rule) } else { Err(RuleError::at(here, "the bracket is not closed".to_owned())) };
        }
        match self.next().map(|term| &term.what) {
            Some(What::Quoted(name)) => self.name(name, here),
            Some(What::Word(word)) if self.sign(":") => self.field(word, here),
            Some(What::Word(word)) if self.sign(">=") => self.least(word, here),
            Some(What::Word(word)) if word.eq_ignore_ascii_case("near") && self.sign("(") => self.near(here),
            Some(What::Word(word)) if !["and", "or", "as"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword)) => {
                self.name(word, here)
            }
            Some(_) => {
                Err(RuleError::at(here, format!("a name or a condition is missing here; valid: {FIELDS}, near, confidence, sources")))
            }
            None => Err(RuleError::at(here, "the rule breaks off: a name or a condition is missing".to_owned())),
        }
    }

    fn name(&mut self, name: &str, here: Span) -> Result<Rule, RuleError> {
        if !name.chars().any(char::is_alphanumeric) {
            return Err(RuleError::at(here, "a name has letters or digits".to_owned()));
        }
        let role = if self.is_keyword("as") {
            self.is_for_events("as", self.here())?;
            self.at += 1;
            let at = self.here();
            Some(read::<Role>(&self.value()?, at)?)
        } else {
            None
        };
        Ok(Rule::Name(Named { name: name.to_owned(), role }))
    }

    /// One value: a word, or words in quotes.
    fn value(&mut self) -> Result<String, RuleError> {
        let here = self.here();
        match self.next().map(|term| &term.what) {
            Some(What::Word(value) | What::Quoted(value)) if !value.is_empty() => Ok(value.clone()),
            _ => Err(RuleError::at(here, "a value is missing here: a word, or words in double quotes".to_owned())),
        }
    }

    /// Refuses what asks for an event where there is none.
    fn is_for_events(&self, what: &str, here: Span) -> Result<(), RuleError> {
        match self.on {
            WatchOn::Events => Ok(()),
            WatchOn::Mentions => {
                let valid = "names, words, near, country, lang, feed, tag, and, or, not";
                Err(RuleError::at(here, format!("{what:?} asks for an event, and the watch is on mentions; valid: {valid}")))
            }
        }
    }

    fn field(&mut self, field: &str, here: Span) -> Result<Rule, RuleError> {
        let field = field.to_ascii_lowercase();
        if ["type", "status", "domain"].contains(&field.as_str()) {
            self.is_for_events(&field, here)?;
        }
        let mut values = Vec::new();
        loop {
            let at = self.here();
            values.push((self.value()?, at));
            if !self.sign(",") {
                break;
            }
        }
        let plain = |values: Vec<(String, Span)>| values.into_iter().map(|(value, _)| value).collect::<Vec<_>>();
        let condition = match field.as_str() {
            "type" => Condition::Type(read_all(&values)?),
            "status" => Condition::Status(read_all(&values)?),
            "domain" => Condition::Domain(read_all(&values)?),
            "country" => Condition::Country(codes(&values, "ISO 3166-1 alpha-2 codes, such as EG", str::to_ascii_uppercase)?),
            "lang" => Condition::Lang(codes(&values, "ISO 639-1 codes, such as ar", str::to_ascii_lowercase)?),
            "feed" => Condition::Feed(plain(values)),
            "tag" => Condition::Tag(plain(values)),
            "words" => return Ok(one_or(plain(values).into_iter().map(Rule::Words).collect(), Rule::Any)),
            _ => return Err(RuleError::at(here, format!("unknown condition {field:?}; valid: {FIELDS}"))),
        };
        Ok(Rule::Is(condition))
    }

    fn least(&mut self, field: &str, here: Span) -> Result<Rule, RuleError> {
        self.is_for_events(field, here)?;
        let at = self.here();
        let value = self.value()?;
        let number: Option<f64> = value.parse().ok().filter(|number: &f64| number.is_finite());
        match (field.to_ascii_lowercase().as_str(), number, value.parse::<u32>()) {
            ("confidence", Some(least), _) if (0.0..=1.0).contains(&least) => Ok(Rule::Is(Condition::Confidence(least))),
            ("confidence", ..) => Err(RuleError::at(at, format!("{value:?} is no confidence; valid: a number from 0 to 1"))),
            ("sources", _, Ok(least)) => Ok(Rule::Is(Condition::Sources(least))),
            ("sources", ..) => Err(RuleError::at(at, format!("{value:?} is no number of sources; valid: 1, 2, 3 ..."))),
            _ => Err(RuleError::at(here, format!("unknown measure {field:?}; valid: confidence, sources"))),
        }
    }

    fn near(&mut self, here: Span) -> Result<Rule, RuleError> {
        let missing = || RuleError::at(here, "valid: near(\"one\", \"other\", 5), with the most words between them".to_owned());
        let first = self.value()?;
        self.sign(",").then_some(()).ok_or_else(missing)?;
        let second = self.value()?;
        self.sign(",").then_some(()).ok_or_else(missing)?;
        let within = self.value()?.parse().map_err(|_| missing())?;
        if !self.sign(")") {
            return Err(missing());
        }
        Ok(Rule::Near(first, second, within))
    }
}

fn one_or(mut parts: Vec<Rule>, several: fn(Vec<Rule>) -> Rule) -> Rule {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            several(parts)
        }
        None => several(parts),
    }
}

fn read<T: FromStr<Err: Display>>(value: &str, at: Span) -> Result<T, RuleError> {
    value.to_lowercase().parse().map_err(|error: T::Err| RuleError::at(at, error.to_string()))
}

fn read_all<T: FromStr<Err: Display>>(values: &[(String, Span)]) -> Result<Vec<T>, RuleError> {
    values.iter().map(|(value, at)| read(value, *at)).collect()
}

/// Codes of two letters, in their usual case.
fn codes(values: &[(String, Span)], valid: &str, cased: fn(&str) -> String) -> Result<Vec<String>, RuleError> {
    let code = |(value, at): &(String, Span)| {
        let is_code = value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic());
        is_code.then(|| cased(value)).ok_or_else(|| RuleError::at(*at, format!("{value:?} is no code; valid: {valid}")))
    };
    values.iter().map(code).collect()
}
