//! The words of messages in each language, from `config/messages/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Languages that messages are written in.
pub const LANGUAGES: [&str; 3] = ["en", "ar", "ru"];

/// What a language needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// What points from the one who acts to the one acted upon.
    pub arrow: String,
    /// What stands between the members of a list.
    pub comma: String,
    /// Words of the message itself.
    pub labels: BTreeMap<String, String>,
    /// Types of events.
    pub types: BTreeMap<String, String>,
    /// Their status, where it is not the plain one.
    pub statuses: BTreeMap<String, String>,
    /// How urgent something is.
    pub severities: BTreeMap<String, String>,
}

impl Phrases {
    /// A word of the message itself; the key where the language has none.
    pub fn label<'a>(&'a self, key: &'a str) -> &'a str {
        self.labels.get(key).map_or(key, String::as_str)
    }
}

static ALL: LazyLock<[Phrases; 3]> = LazyLock::new(|| {
    let sources = [
        include_str!("../../../config/messages/en.toml"),
        include_str!("../../../config/messages/ar.toml"),
        include_str!("../../../config/messages/ru.toml"),
    ];
    sources.map(|source| toml::from_str(source).expect("a test reads every one of these files"))
});

/// The phrases of a language; English for what is not among [`LANGUAGES`].
pub fn phrases_of(lang: &str) -> &'static Phrases {
    let at = LANGUAGES.into_iter().position(|known| known == lang).unwrap_or(0);
    &ALL[at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EventType, Severity, Status};

    #[test]
    fn every_language_has_every_phrase() {
        let keys = |map: &BTreeMap<String, String>| map.keys().cloned().collect::<Vec<_>>();
        let sorted = |mut words: Vec<String>| {
            words.sort();
            words
        };
        let english = phrases_of("en");
        for lang in LANGUAGES {
            let phrases = phrases_of(lang);
            assert_eq!(keys(&phrases.types), sorted(EventType::ALL.iter().map(ToString::to_string).collect()), "{lang}");
            assert_eq!(keys(&phrases.statuses), sorted(Status::ALL.iter().map(ToString::to_string).collect()), "{lang}");
            assert_eq!(keys(&phrases.severities), sorted(Severity::ALL.iter().map(ToString::to_string).collect()), "{lang}");
            assert_eq!(keys(&phrases.labels), keys(&english.labels), "{lang}");
        }
    }
}
