//! How single words of the command line are read.

use std::fmt::Display;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Reads a word of a closed vocabulary, whose words help and completions then list.
pub(super) fn one_of<T>(all: &'static [T], as_str: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = crate::model::UnknownName> + Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.iter().map(|value| as_str(*value))).try_map(|word| word.parse::<T>())
}

/// An ISO 3166-1 alpha-2 code, brought to upper case.
pub(super) fn country(text: &str) -> Result<String, String> {
    two_letters(text)
        .map(|code| code.to_ascii_uppercase())
        .ok_or_else(|| "a country is two letters of ISO 3166-1, such as RU or US".to_owned())
}

/// An ISO 639-1 code, brought to lower case.
pub(super) fn language(text: &str) -> Result<String, String> {
    two_letters(text)
        .map(|code| code.to_ascii_lowercase())
        .ok_or_else(|| "a language is two letters of ISO 639-1, such as ar or en".to_owned())
}

fn two_letters(text: &str) -> Option<&str> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(text)
}

/// A confidence, 0 to 1.
pub(super) fn confidence(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|value| (0.0..=1.0).contains(value)).ok_or_else(|| "a confidence is a number from 0 to 1".to_owned())
}

/// A text of bounded length, for names and words that are stored.
pub(super) fn short_text(text: &str) -> Result<String, String> {
    /// Longer than any name or query a person types; what is longer is a mistake, and costs time on every article.
    const MAX_BYTES: usize = 1_000;
    match text.trim() {
        "" => Err("it is empty".to_owned()),
        trimmed if trimmed.len() <= MAX_BYTES => Ok(trimmed.to_owned()),
        trimmed => Err(too_long(trimmed.len(), MAX_BYTES)),
    }
}

/// A name to be watched: nobody's is longer, and each is looked for in every event.
pub(in crate::cli) fn watched_name(text: &str) -> Result<String, String> {
    const MAX_CHARS: usize = 200;
    match text.trim() {
        trimmed if !trimmed.chars().any(char::is_alphanumeric) => Err("a name has at least one letter or digit".to_owned()),
        trimmed => match trimmed.chars().count() {
            n_chars if MAX_CHARS < n_chars => Err(format!("it is {n_chars} characters long; a name has at most {MAX_CHARS}")),
            _ => Ok(trimmed.to_owned()),
        },
    }
}

/// A rule of a watch.
pub(super) fn rule(text: &str) -> Result<String, String> {
    let text = text.trim();
    crate::watch::Rule::parse(text).map(|_| text.to_owned()).map_err(|error| error.pointed(text))
}

fn too_long(found: impl Display, most: impl Display) -> String {
    format!("it is {found} bytes long; at most {most} are taken")
}
