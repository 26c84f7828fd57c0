//! The settings: layered, checked, all faults at once.
//!
//! Built-in defaults, then one file, then `RASID__SECTION__KEY` variables, then flags become one tree in which every value
//! remembers where it stands ([`Origin`]). Sections are read out of it into plain typed values. Nothing stops at the first fault:
//! unknown keys, bad values, unreadable files and dead references are all gathered into one [`ConfigErrors`], each as
//! `file:line: what, and what would be valid`.
//!
//! The tree is read by hand, not by serde's derive, because derived readers stop at the first fault and do not know lines.
//! This room is the only one that reads the environment; it opens no database and asks no network.

mod environment;
mod fault;
mod reader;
mod section;
mod sources;
#[cfg(test)]
mod tests;
mod tree;
mod units;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::channel::ChannelSettings;
pub use environment::Environment;
pub use fault::{ConfigErrors, Fault, Origin};
pub use reader::Entry;
use reader::Ledger;
pub use section::{
    AlertSettings, DaemonSettings, DatabaseSettings, ExtractSettings, FetchSettings, KnowledgeSettings, LogFormat, LogSettings,
    NetSettings, PollSettings, RetentionSettings, check_name,
};
pub use sources::{FlagValue, Sources};
use tree::{Node, Table, Value};
pub use units::{parse_duration, parse_size, show_duration, show_size};

/// The commented file with every setting at its default.
pub const TEMPLATE: &str = include_str!("../../config/rasid.toml");

/// Every section, in the order of the file.
const SECTIONS: [&str; 11] =
    ["database", "net", "poll", "fetch", "extract", "knowledge", "alerts", "channels", "retention", "daemon", "log"];

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The SQLite file.
    pub database: DatabaseSettings,
    /// Every request.
    pub net: NetSettings,
    /// Feeds.
    pub poll: PollSettings,
    /// Article pages.
    pub fetch: FetchSettings,
    /// Reading texts.
    pub extract: ExtractSettings,
    /// Further knowledge.
    pub knowledge: KnowledgeSettings,
    /// Alerts.
    pub alerts: AlertSettings,
    /// The ways by which alerts leave, by name; `log` is always there.
    pub channels: BTreeMap<String, ChannelSettings>,
    /// How long things are kept.
    pub retention: RetentionSettings,
    /// The running program.
    pub daemon: DaemonSettings,
    /// Log lines.
    pub log: LogSettings,
    /// The configuration file that was read, if any.
    pub file: Option<PathBuf>,
    /// The files beside it that settings named and that were read: secrets and templates.
    pub named_files: Vec<PathBuf>,
    /// Every setting with its effective value and origin, in order of the sections; secrets hidden.
    pub entries: Vec<Entry>,
}

impl Config {
    /// Reads and checks all layers.
    ///
    /// # Errors
    /// Everything that is wrong in any layer, at once.
    pub fn load(sources: &Sources) -> Result<Self, ConfigErrors> {
        let mut faults = Vec::new();
        let (tree, file) = sources.tree(&mut faults);
        let mut ledger = Ledger { faults, home: sources.environment.home(), ..Ledger::default() };
        let mut config = Self::read(&tree, &sources.environment, &mut ledger);
        config.file = file;
        config.place_database(&sources.environment, &mut ledger);
        if ledger.faults.is_empty() {
            config.entries = ledger.entries;
            config.named_files = ledger.files;
            return Ok(config);
        }
        fault::sort(&mut ledger.faults);
        Err(ConfigErrors { faults: ledger.faults })
    }

    fn read(tree: &Table, environment: &Environment, ledger: &mut Ledger) -> Self {
        ledger.refuse_unknown("", tree, "section", &SECTIONS);
        let channel_names = section::names(tree);
        let check_channel = |name: &str| match channel_names.iter().any(|known| known == name) {
            true => Ok(()),
            false => Err(format!("the name of a channel: {}", channel_names.join(", "))),
        };
        Self {
            database: ledger.section("", tree, "database", DatabaseSettings::read),
            net: ledger.section("", tree, "net", NetSettings::read),
            poll: ledger.section("", tree, "poll", PollSettings::read),
            fetch: ledger.section("", tree, "fetch", FetchSettings::read),
            extract: ledger.section("", tree, "extract", ExtractSettings::read),
            knowledge: ledger.section("", tree, "knowledge", KnowledgeSettings::read),
            alerts: ledger.section("", tree, "alerts", |section| AlertSettings::read_with(section, check_channel)),
            channels: read_channels(tree, environment, ledger),
            retention: ledger.section("", tree, "retention", RetentionSettings::read),
            daemon: ledger.section("", tree, "daemon", DaemonSettings::read),
            log: ledger.section("", tree, "log", LogSettings::read),
            file: None,
            named_files: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// Puts the database where the user's data live, unless a path is set.
    fn place_database(&mut self, environment: &Environment, ledger: &mut Ledger) {
        let Some(entry) = ledger.entries.iter_mut().find(|entry| entry.key == "database.path" && entry.value == "\"\"") else { return };
        match environment.data_folder() {
            Some(folder) => {
                self.database.path = DatabaseSettings::default_path(&folder);
                entry.value = reader::quoted(self.database.path.display());
            }
            None => ledger.faults.push(Fault {
                origin: Origin::Default,
                what: "`database.path` is not set and neither is XDG_DATA_HOME nor HOME; valid: a path, as in `--db rasid.db`".to_owned(),
            }),
        }
    }
}

/// The built-in settings, with the database in the working folder.
impl Default for Config {
    fn default() -> Self {
        let mut ledger = Ledger::default();
        let mut config = Self::read(&section::built_in(), &Environment::default(), &mut ledger);
        config.entries = ledger.entries;
        config
    }
}

fn read_channels(tree: &Table, environment: &Environment, ledger: &mut Ledger) -> BTreeMap<String, ChannelSettings> {
    let Some(Node { value: Value::Table(table), .. }) = tree.get("channels") else {
        // A value that is no table is refused here, as for any section.
        ledger.section("", tree, "channels", |_| ());
        return BTreeMap::new();
    };
    let mut channels = BTreeMap::new();
    for name in table.keys() {
        let channel = ledger.section("channels.", table, name, |section| section::read_channel(section, name, environment));
        if let Some(channel) = channel {
            channels.insert(name.clone(), channel);
        }
    }
    channels
}
