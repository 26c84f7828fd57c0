//! What a channel is told.

use std::path::PathBuf;

use super::kinds::Kind;
use super::rules::Rules;
use super::spec::Values;

/// A channel, by name.
#[derive(Debug, Clone)]
pub struct ChannelSettings {
    /// Its name, as watches and `alerts.default_channels` give it.
    pub name: String,
    /// What kind of channel it is.
    pub kind: &'static Kind,
    /// The settings of its kind.
    pub values: Values,
    /// The language of its messages; that of the watch where nothing is said.
    pub lang: Option<String>,
    /// A template of the user's own. A file beside it with a language before its ending (`desk.ar.jinja`) goes before it.
    pub template: Option<PathBuf>,
    /// When its messages leave.
    pub rules: Rules,
}

impl ChannelSettings {
    /// A channel with the settings of its kind and nothing else said.
    pub fn new(name: &str, kind: &'static Kind, values: Values) -> Self {
        Self { name: name.to_owned(), kind, values, lang: None, template: None, rules: Rules::default() }
    }
}
