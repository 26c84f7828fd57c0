//! The settings that a kind of channel takes, as data: what reads the configuration, writes it and lists it goes by these.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::model::Secret;

/// One setting of a kind of channel.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key. What is a secret is also read from the keys with `_file` and `_env` behind it.
    pub key: &'static str,
    /// What a person has to give, as in "a file to append to".
    pub about: &'static str,
    /// Whether there is no channel without it.
    pub required: bool,
    /// What its value looks like.
    pub shape: Shape,
}

/// What the value of a setting looks like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Words.
    Text,
    /// An http or https address that may be shown.
    Url,
    /// An http or https address of which only the origin is shown, as whoever knows it may post to it.
    SecretUrl,
    /// A path.
    Path,
    /// A list of words.
    Words,
    /// Yes or no, with the default.
    Flag(bool),
    /// Seconds: default, least, most.
    Seconds(u64, u64, u64),
    /// Bytes: default, least, most.
    Bytes(u64, u64, u64),
    /// A whole number: default, least, most.
    Integer(u32, u32, u32),
    /// One of these words, the first where nothing is said.
    Choice(&'static [&'static str]),
    /// What is never shown, nor taken from a command line.
    Secret,
    /// A word that is never shown, as whoever knows it can read and write there where the server is open to all.
    SecretWord,
}

impl Field {
    /// A setting that must be there.
    pub const fn required(key: &'static str, about: &'static str, shape: Shape) -> Self {
        Self { key, about, required: true, shape }
    }

    /// A setting that may be left out.
    pub const fn optional(key: &'static str, about: &'static str, shape: Shape) -> Self {
        Self { key, about, required: false, shape }
    }

    /// Whether its value may also stand in a file or an environment variable.
    pub const fn is_secret(&self) -> bool {
        matches!(self.shape, Shape::Secret | Shape::SecretWord | Shape::SecretUrl)
    }
}

/// Longest time for one delivery by HTTP, as most kinds have it; Standard Webhooks advise 15 to 30 seconds.
pub(super) const TIMEOUT: Field = Field::optional("timeout", "the longest time for one delivery", Shape::Seconds(20, 1, 300));

/// The address of a webhook: whoever knows it may post there.
pub(super) const HOOK: Field = Field::required("url", "the webhook's address, http or https", Shape::SecretUrl);

/// The address of a server that knows its users by something else.
pub(super) const SERVER: Field = Field::required("url", "the server's address, http or https", Shape::Url);

/// A name beside that of the webhook.
pub(super) const USERNAME: Field = Field::optional("username", "the name to post under", Shape::Text);

/// What is shorter hides nothing, and may stand in any word.
const SHORTEST_SECRET: usize = 4;

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Of [`Shape::Text`] and [`Shape::Choice`].
    Text(String),
    /// Of [`Shape::Url`] and [`Shape::SecretUrl`].
    Url(HiddenUrl),
    /// Of [`Shape::Path`].
    Path(PathBuf),
    /// Of [`Shape::Words`].
    Words(Vec<String>),
    /// Of [`Shape::Flag`].
    Flag(bool),
    /// Of [`Shape::Seconds`].
    Duration(Duration),
    /// Of [`Shape::Bytes`] and [`Shape::Integer`].
    Number(u64),
    /// Of [`Shape::Secret`] and [`Shape::SecretWord`].
    Secret(Secret),
}

/// An address whose `Debug` shows its origin alone.
#[derive(Clone, PartialEq, Eq)]
pub struct HiddenUrl(pub Url);

impl std::fmt::Debug for HiddenUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/***", self.0.origin().ascii_serialization())
    }
}

/// The values of a channel's settings, by key. What has a default is always there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// Puts a value in, in place of what was there.
    pub fn set(&mut self, key: &'static str, value: Value) {
        self.0.insert(key, value);
    }

    /// A text that is set and not empty.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.0.get(key) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// An address.
    pub fn url(&self, key: &str) -> Option<&Url> {
        match self.0.get(key) {
            Some(Value::Url(url)) => Some(&url.0),
            _ => None,
        }
    }

    /// A path.
    pub fn path(&self, key: &str) -> Option<&Path> {
        match self.0.get(key) {
            Some(Value::Path(path)) => Some(path),
            _ => None,
        }
    }

    /// A list; empty where nothing is set.
    pub fn words(&self, key: &str) -> &[String] {
        match self.0.get(key) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }

    /// Yes or no.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.0.get(key), Some(Value::Flag(true)))
    }

    /// A length of time; nothing where it is not set.
    pub fn duration(&self, key: &str) -> Duration {
        match self.0.get(key) {
            Some(Value::Duration(duration)) => *duration,
            _ => Duration::ZERO,
        }
    }

    /// A number; 0 where it is not set.
    pub fn number(&self, key: &str) -> u64 {
        match self.0.get(key) {
            Some(Value::Number(number)) => *number,
            _ => 0,
        }
    }

    /// A secret.
    pub fn secret(&self, key: &str) -> Option<&Secret> {
        match self.0.get(key) {
            Some(Value::Secret(secret)) => Some(secret),
            _ => None,
        }
    }

    /// Somebody's words with the secrets in them hidden: receivers, and what stands before them, repeat what they were asked.
    pub fn redacted(&self, text: &str) -> String {
        let mut hidden: Vec<&str> = Vec::new();
        for value in self.0.values() {
            match value {
                Value::Secret(secret) => hidden.push(secret.expose()),
                Value::Url(HiddenUrl(url)) => {
                    hidden.extend([url.path(), url.query().unwrap_or_default(), url.password().unwrap_or_default()]);
                    hidden.extend(url.path_segments().into_iter().flatten());
                }
                _ => {}
            }
        }
        hidden.retain(|secret| SHORTEST_SECRET <= secret.len());
        // What stands within another goes after it.
        hidden.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
        hidden.into_iter().fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
    }

    /// The secret itself, or the empty text: what required secrets are read by.
    pub(super) fn exposed(&self, key: &str) -> &str {
        self.secret(key).map_or("", Secret::expose)
    }
}
