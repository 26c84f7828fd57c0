//! Reads one section out of the tree: types, ranges, unknown keys; every fault is noted and reading goes on.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use super::fault::{Fault, Origin};
use super::tree::{Node, Table, Value, parse_array};
use super::units::{parse_duration, parse_size, show_duration, show_size};
use crate::model::Secret;

/// A setting with its effective value and where that comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `section.key`.
    pub key: String,
    /// The value as a TOML literal; `"***"` for a secret that is set.
    pub value: String,
    /// Who set it.
    pub origin: Origin,
}

/// What reading the sections gathers.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub faults: Vec<Fault>,
    pub entries: Vec<Entry>,
    /// Files that settings named and whose content is read.
    pub files: Vec<PathBuf>,
    /// The user's home directory, for paths that begin with `~/`.
    pub home: Option<PathBuf>,
}

/// One section while it is read.
pub(super) struct Section<'a> {
    /// `net`, `channels.desk`.
    path: String,
    table: &'a Table,
    origin: Origin,
    known: Vec<&'static str>,
    ledger: &'a mut Ledger,
}

/// An empty table, for a section nobody wrote.
static EMPTY: Table = Table::new();

impl Ledger {
    /// Reads the section `name` of `parent` (whose own path is `prefix`), then refuses the keys that were not asked for.
    pub fn section<T>(&mut self, prefix: &str, parent: &Table, name: &str, read: impl FnOnce(&mut Section<'_>) -> T) -> T {
        let path = format!("{prefix}{name}");
        let (table, origin) = match parent.get(name) {
            None => (&EMPTY, Origin::Default),
            Some(Node { value: Value::Table(table), origin }) => (table, origin.clone()),
            Some(node) => {
                let what = format!("`{path}` is {}; valid: a section, as in `[{path}]`", node.literal());
                self.faults.push(Fault { origin: node.origin.clone(), what });
                (&EMPTY, Origin::Default)
            }
        };
        let mut section = Section { path, table, origin, known: Vec::new(), ledger: self };
        let value = read(&mut section);
        section.refuse_unknown_keys();
        value
    }

    /// Refuses every key of `table` that is not in `known`, naming the nearest that is.
    pub fn refuse_unknown(&mut self, prefix: &str, table: &Table, what: &str, known: &[&str]) {
        for (key, node) in table.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            let nearest = known.iter().map(|name| (strsim::damerau_levenshtein(name, key), *name)).min();
            let hint = match nearest {
                // Further than a third of the word away, a guess confuses more than it helps.
                Some((distance, name)) if distance * 3 <= key.len().max(name.len()) + 1 => format!("did you mean `{name}`? "),
                _ => String::new(),
            };
            let what = format!("unknown {what} `{prefix}{key}`; {hint}valid: {}", known.join(", "));
            self.faults.push(Fault { origin: node.origin.clone(), what });
        }
    }
}

impl Section<'_> {
    fn refuse_unknown_keys(self) {
        self.ledger.refuse_unknown(&format!("{}.", self.path), self.table, "setting", &self.known);
    }

    /// Notes that the section itself is wrong.
    pub fn fault(&mut self, what: String) {
        self.ledger.faults.push(Fault { origin: self.origin.clone(), what });
    }

    /// Notes that the value of `key` is wrong in a way that its type does not show.
    pub fn fault_at(&mut self, key: &str, what: String) {
        let origin = self.table.get(key).map_or_else(|| self.origin.clone(), |node| node.origin.clone());
        self.ledger.faults.push(Fault { origin, what });
    }

    /// Whether somebody wrote `key`.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The section's path, as in `channels.desk`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Any value: `read` gives it or says what would be valid, `show` writes it as a TOML literal.
    pub fn value<T>(
        &mut self,
        key: &'static str,
        default: T,
        read: impl FnOnce(&Node) -> Result<T, String>,
        show: impl FnOnce(&T) -> String,
    ) -> T {
        self.known.push(key);
        let path = format!("{}.{key}", self.path);
        let (value, origin) = match self.table.get(key) {
            None => (default, Origin::Default),
            Some(node) => match read(node) {
                Ok(value) => (value, node.origin.clone()),
                Err(valid) => {
                    let what = format!("`{path}` is {}; valid: {valid}", node.literal());
                    self.ledger.faults.push(Fault { origin: node.origin.clone(), what });
                    (default, Origin::Default)
                }
            },
        };
        let shown = show(&value);
        self.ledger.entries.push(Entry { key: path, value: shown, origin });
        value
    }

    /// A duration within `range`.
    pub fn duration(&mut self, key: &'static str, default: Duration, range: RangeInclusive<Duration>) -> Duration {
        let read = |node: &Node| {
            within(text(node).and_then(parse_duration), &range, |bound| show_duration(*bound), "a duration such as 90s, 15m or 7d")
        };
        self.value(key, default, read, |value| quoted(show_duration(*value)))
    }

    /// A duration, or `forever`.
    pub fn duration_or_forever(&mut self, key: &'static str, default: Option<Duration>, least: Duration) -> Option<Duration> {
        let read = |node: &Node| {
            let valid = || format!("a duration of at least {}, such as 90d or 52w, or \"forever\"", show_duration(least));
            match text(node).map_err(|_| valid())? {
                "forever" => Ok(None),
                given => parse_duration(given).ok().filter(|given| least <= *given).map(Some).ok_or_else(valid),
            }
        };
        self.value(key, default, read, |value| quoted(value.map_or_else(|| "forever".to_owned(), show_duration)))
    }

    /// A size in bytes within `range`.
    pub fn size(&mut self, key: &'static str, default: u64, range: RangeInclusive<u64>) -> u64 {
        let read = |node: &Node| {
            let given = match &node.value {
                Value::Integer(bytes) => u64::try_from(*bytes).map_err(|_| String::new()),
                _ => text(node).and_then(parse_size),
            };
            within(given, &range, |bound| show_size(*bound), "a size such as 256KiB or 15MiB")
        };
        self.value(key, default, read, |value| quoted(show_size(*value)))
    }

    /// A whole number within `range`.
    pub fn integer(&mut self, key: &'static str, default: u32, range: RangeInclusive<u32>) -> u32 {
        let read = |node: &Node| {
            let given = match &node.value {
                Value::Integer(number) => u32::try_from(*number).map_err(|_| String::new()),
                Value::Loose(text) => text.trim().parse().map_err(|_| String::new()),
                _ => Err(String::new()),
            };
            within(given, &range, u32::to_string, "a whole number")
        };
        self.value(key, default, read, u32::to_string)
    }

    /// A number within `range`.
    pub fn number(&mut self, key: &'static str, default: f64, range: RangeInclusive<f64>) -> f64 {
        let read = |node: &Node| {
            let given = match &node.value {
                Value::Float(number) => Ok(*number),
                Value::Integer(number) => i32::try_from(*number).map(f64::from).map_err(|_| String::new()),
                Value::Loose(text) => text.trim().parse().map_err(|_| String::new()),
                _ => Err(String::new()),
            };
            within(given, &range, f64::to_string, "a number")
        };
        self.value(key, default, read, |value| format!("{value:?}"))
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        let read = |node: &Node| match &node.value {
            Value::Flag(flag) => Ok(*flag),
            Value::Loose(text) => text.trim().parse().map_err(|_| "true or false".to_owned()),
            _ => Err("true or false".to_owned()),
        };
        self.value(key, default, read, bool::to_string)
    }

    /// A text that `check` finds good, or `None` for an empty one; the error of `check` says what would be valid.
    pub fn optional_text(&mut self, key: &'static str, check: impl FnOnce(&str) -> Result<(), String>) -> Option<String> {
        let read = |node: &Node| match text(node)? {
            "" => Ok(None),
            given => check(given).map(|()| Some(given.to_owned())),
        };
        self.value(key, None, read, |value| quoted(value.clone().unwrap_or_default()))
    }

    /// A text that is never shown but as `show` writes it, or `None` for an empty one.
    pub fn secret(&mut self, key: &'static str, show: impl FnOnce(&str) -> String) -> Option<Secret> {
        self.known.push(key);
        let path = format!("{}.{key}", self.path);
        let node = self.table.get(key)?;
        // The value itself stays out of the message: it may be a secret of the wrong type.
        let Ok(given) = text(node) else {
            self.ledger.faults.push(Fault { origin: node.origin.clone(), what: format!("`{path}` is no text; valid: a text in quotes") });
            return None;
        };
        let secret = (!given.is_empty()).then(|| Secret::new(given.to_owned()));
        let value = if given.is_empty() { quoted("") } else { show(given) };
        self.ledger.entries.push(Entry { key: path, value, origin: node.origin.clone() });
        secret
    }

    /// Calls a key known that is not read.
    pub fn know(&mut self, key: &'static str) {
        self.known.push(key);
    }

    /// How many faults were noted so far, here and before.
    pub fn n_faults(&self) -> usize {
        self.ledger.faults.len()
    }

    /// Calls no further key of this section unknown.
    pub fn accept_all_keys(&mut self) {
        self.table = &EMPTY;
    }

    /// One of a closed list of words.
    pub fn choice<T: Copy + PartialEq>(&mut self, key: &'static str, default: T, words: &[(&'static str, T)]) -> T {
        let valid = || words.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        let read = |node: &Node| {
            let given = text(node).map_err(|_| valid())?;
            words.iter().find(|(word, _)| *word == given).map(|(_, value)| *value).ok_or_else(valid)
        };
        let show = |value: &T| quoted(words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word));
        self.value(key, default, read, show)
    }

    /// A path, or `None` for an empty text. `~/` is the home directory; in a file, a relative path starts at the file's folder.
    pub fn path_or_none(&mut self, key: &'static str) -> Option<PathBuf> {
        let home = self.ledger.home.clone();
        let read = |node: &Node| {
            let given = text(node).map_err(|_| "a path".to_owned())?;
            if given.is_empty() {
                return Ok(None);
            }
            match (given.strip_prefix("~/"), home) {
                (Some(rest), Some(home)) => Ok(Some(home.join(rest))),
                (Some(_), None) => Err("a path without `~/`, as HOME is not set".to_owned()),
                (None, _) => Ok(Some(match &node.origin {
                    Origin::File { path, .. } => path.parent().map_or_else(|| PathBuf::from(given), |folder| folder.join(given)),
                    _ => PathBuf::from(given),
                })),
            }
        };
        self.value(key, None, read, |value| quoted(value.as_ref().map(|path| path.display().to_string()).unwrap_or_default()))
    }

    /// A path as [`Section::path_or_none`] reads it, of a file whose content is read as well.
    pub fn file_or_none(&mut self, key: &'static str) -> Option<PathBuf> {
        let path = self.path_or_none(key);
        self.ledger.files.extend(path.clone());
        path
    }

    /// A list whose elements `parse` reads; each wrong element is a fault of its own.
    pub fn list<T: Display>(&mut self, key: &'static str, default: Vec<T>, parse: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let mut wrong = Vec::new();
        let path = format!("{}.{key}", self.path);
        let read = |node: &Node| {
            let mut values = Vec::new();
            for item in elements(node)? {
                match text(&item).and_then(&parse) {
                    Ok(value) => values.push(value),
                    Err(valid) => {
                        wrong.push(Fault { origin: item.origin.clone(), what: format!("`{path}` has {}; valid: {valid}", item.literal()) })
                    }
                }
            }
            Ok(values)
        };
        let show = |values: &Vec<T>| format!("[{}]", values.iter().map(quoted).collect::<Vec<_>>().join(", "));
        let values = self.value(key, default, read, show);
        self.ledger.faults.append(&mut wrong);
        values
    }
}

/// The node's text; the error says that a text is wanted.
pub(super) fn text(node: &Node) -> Result<&str, String> {
    match &node.value {
        Value::Text(text) | Value::Loose(text) => Ok(text),
        _ => Err("a text in quotes".to_owned()),
    }
}

/// The node's elements: a list, or in the environment a TOML array or a text split at commas.
fn elements(node: &Node) -> Result<Vec<Node>, String> {
    match &node.value {
        Value::List(items) => Ok(items.clone()),
        Value::Loose(text) if text.trim_start().starts_with('[') => {
            parse_array(text.trim(), &node.origin).ok_or_else(|| "a TOML array such as [\"a\", \"b\"], or a,b".to_owned())
        }
        Value::Loose(text) => Ok(text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| Node { value: Value::Loose(part.to_owned()), origin: node.origin.clone() })
            .collect()),
        _ => Err("a list such as [\"a\", \"b\"]".to_owned()),
    }
}

/// Holds a value that could be read to its range; the error says what would be valid.
fn within<T: PartialOrd>(
    given: Result<T, String>,
    range: &RangeInclusive<T>,
    show: impl Fn(&T) -> String,
    what: &str,
) -> Result<T, String> {
    given.ok().filter(|value| range.contains(value)).ok_or_else(|| format!("{what}, from {} to {}", show(range.start()), show(range.end())))
}

/// A text as a TOML literal.
pub(super) fn quoted(text: impl Display) -> String {
    toml::Value::String(text.to_string()).to_string()
}
