//! `[channels.NAME]`: the ways by which alerts leave.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use super::super::Environment;
use super::super::fault::Origin;
use super::super::reader::{Section, quoted, text};
use super::super::tree::{Node, Table, Value};
use super::{minutes, seconds};
use crate::model::{ChannelKind, Secret};

/// A channel, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelSettings {
    /// Its name, as watches and `alerts.default_channels` give it.
    pub name: String,
    /// How it delivers.
    pub transport: Transport,
}

/// How a channel delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// A line in the daemon's log.
    Log,
    /// One JSON object a line, appended to a file.
    File(FileSettings),
    /// JSON over HTTP.
    Webhook(WebhookSettings),
    /// JSON on a program's standard input.
    Command(CommandSettings),
}

/// A file that grows by one JSON object a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSettings {
    /// The file; made where it is missing.
    pub path: PathBuf,
}

/// An address that takes JSON by POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookSettings {
    /// An http or https address.
    pub url: Url,
    /// The key of the Standard Webhooks signature, as given (`whsec_...` in base64, or plain); unsigned where absent.
    pub secret: Option<Secret>,
    /// Longest time for one delivery.
    pub timeout: Duration,
}

/// A program that is started for each alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandSettings {
    /// The program and its arguments, at least one; no shell reads them.
    pub command: Vec<String>,
    /// Longest run; then it is ended and counts as failed.
    pub timeout: Duration,
}

impl Transport {
    /// The kind, as the settings name it.
    pub const fn kind(&self) -> ChannelKind {
        match self {
            Self::Log => ChannelKind::Log,
            Self::File(_) => ChannelKind::File,
            Self::Webhook(_) => ChannelKind::Webhook,
            Self::Command(_) => ChannelKind::Command,
        }
    }
}

/// The channels that are there without being written: `log`.
pub(in super::super) fn built_in() -> Table {
    let node = |value| Node { value, origin: Origin::Default };
    let log = Table::from([("kind".to_owned(), node(Value::Text("log".to_owned())))]);
    Table::from([("channels".to_owned(), node(Value::Table(Table::from([("log".to_owned(), node(Value::Table(log)))]))))])
}

/// The names of all channels, good or faulty.
pub(in super::super) fn names(root: &Table) -> Vec<String> {
    match root.get("channels").map(|node| &node.value) {
        Some(Value::Table(channels)) => channels.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

impl ChannelSettings {
    /// Reads one channel; `None` where a fault leaves nothing to deliver with.
    pub(in super::super) fn read(section: &mut Section<'_>, name: &str, environment: &Environment) -> Option<Self> {
        if !name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')) {
            section.fault(format!("the channel name {name:?} cannot be used; valid: lower-case letters, digits, `-` and `_`"));
        }
        let words: Vec<_> = ChannelKind::ALL.iter().map(|kind| (kind.as_str(), Some(*kind))).collect();
        if !section.has("kind") {
            let path = section.path().to_owned();
            section.fault(format!("`{path}` has no `kind`; valid: log, file, webhook, command"));
        }
        let transport = match section.choice("kind", None, &words) {
            Some(ChannelKind::Log) => Some(Transport::Log),
            Some(ChannelKind::File) => read_file(section),
            Some(ChannelKind::Webhook) => read_webhook(section, environment),
            Some(ChannelKind::Command) => read_command(section),
            None => {
                // Without a kind nobody can say which keys belong here, so none is called unknown.
                section.accept_all_keys();
                None
            }
        };
        transport.map(|transport| Self { name: name.to_owned(), transport })
    }
}

fn read_file(section: &mut Section<'_>) -> Option<Transport> {
    require(section, "path", "a file to append to");
    section.path_or_none("path").map(|path| Transport::File(FileSettings { path }))
}

fn read_webhook(section: &mut Section<'_>, environment: &Environment) -> Option<Transport> {
    require(section, "url", "an http or https address");
    let read = |node: &Node| {
        let url = text(node).ok().and_then(|given| Url::parse(given).ok());
        url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .map(Some)
            .ok_or_else(|| "an http or https address".to_owned())
    };
    let url = section.value("url", None, read, |url| quoted(url.as_ref().map_or("", Url::as_str)));
    let secret = read_secret(section, environment);
    let timeout = section.duration("timeout", seconds(10), seconds(1)..=minutes(5));
    url.map(|url| Transport::Webhook(WebhookSettings { url, secret, timeout }))
}

fn read_command(section: &mut Section<'_>) -> Option<Transport> {
    require(section, "command", "a list: the program, then its arguments");
    let command = section.list("command", Vec::new(), |word| Ok::<_, String>(word.to_owned()));
    if section.has("command") && command.first().is_none_or(String::is_empty) {
        section
            .fault_at("command", format!("`{}.command` names no program; valid: a list: the program, then its arguments", section.path()));
    }
    let timeout = section.duration("timeout", seconds(30), seconds(1)..=minutes(60));
    (!command.is_empty()).then_some(Transport::Command(CommandSettings { command, timeout }))
}

/// The signing key: written out, in a file, or in an environment variable; one of the three at most.
fn read_secret(section: &mut Section<'_>, environment: &Environment) -> Option<Secret> {
    let given: Vec<_> = ["secret", "secret_file", "secret_env"].into_iter().filter(|key| section.has(key)).collect();
    if let [_, second, ..] = given[..] {
        let what = format!("`{}` has {}; valid: one of them", section.path(), given.join(" and "));
        section.fault_at(second, what);
    }
    let written = section.secret("secret");
    let from_file = section.path_or_none("secret_file").and_then(|path| match std::fs::read_to_string(&path) {
        Ok(content) => non_empty(section, "secret_file", content.trim_end()),
        Err(error) => {
            let what = format!("`{}.secret_file`: cannot read {}: {error}; valid: a readable file", section.path(), path.display());
            section.fault_at("secret_file", what);
            None
        }
    });
    let from_environment = section.optional_text("secret_env", |_| Ok(())).and_then(|name| match environment.get(&name) {
        Some(content) => non_empty(section, "secret_env", content),
        None => {
            let what = format!("`{}.secret_env`: the environment has no variable {name}; valid: a variable that is set", section.path());
            section.fault_at("secret_env", what);
            None
        }
    });
    written.or(from_file).or(from_environment)
}

fn non_empty(section: &mut Section<'_>, key: &str, content: &str) -> Option<Secret> {
    if content.is_empty() {
        let what = format!("`{}.{key}` leads to an empty text; valid: a secret of at least one character", section.path());
        section.fault_at(key, what);
        return None;
    }
    Some(Secret::new(content.to_owned()))
}

fn require(section: &mut Section<'_>, key: &str, what: &str) {
    if !section.has(key) {
        let path = section.path().to_owned();
        section.fault(format!("`{path}` has no `{key}`; valid: {what}"));
    }
}
