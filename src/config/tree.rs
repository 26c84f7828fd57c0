//! Settings as they were written: a tree of keys, each value with the place it stands.
//!
//! Files, environment and flags all become such a tree first, so that one reader checks them and every fault can name its place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Origin};

/// Keys with their values.
pub(super) type Table = BTreeMap<String, Node>;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub value: Value,
    pub origin: Origin,
}

/// A value as it was written.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Flag(bool),
    List(Vec<Node>),
    Table(Table),
    /// Text from the environment or a flag, whose type the reader decides.
    Loose(String),
    /// A TOML value that no setting takes (a date), by the name of its type.
    Other(&'static str),
}

impl Node {
    /// The value as a person would write it, for messages and listings.
    pub fn literal(&self) -> String {
        match &self.value {
            Value::Text(text) | Value::Loose(text) => format!("{text:?}"),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::List(items) => format!("[{}]", items.iter().map(Self::literal).collect::<Vec<_>>().join(", ")),
            Value::Table(_) => "a table".to_owned(),
            Value::Other(kind) => format!("a {kind}"),
        }
    }
}

/// Reads a TOML text; syntax errors become faults, and what could be read is returned.
pub(super) fn parse_toml(path: &Path, text: &str, faults: &mut Vec<Fault>) -> Table {
    // A byte order mark is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = TomlReader { path: path.into(), line_starts: text.match_indices('\n').map(|(at, _)| at + 1).collect() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let what = error.message().trim().replace('\n', ", ");
        faults.push(Fault { origin: reader.origin(error.span().unwrap_or(0..0)), what: format!("this is no valid TOML: {what}") });
    }
    reader.table(table.into_inner())
}

/// Reads the elements of a TOML array written alone, as in an environment variable.
pub(super) fn parse_array(text: &str, origin: &Origin) -> Option<Vec<Node>> {
    let value = DeValue::parse(text).ok()?.into_inner();
    let DeValue::Array(items) = value else { return None };
    let reader = TomlReader { path: Path::new("").into(), line_starts: Vec::new() };
    let nodes = items.into_iter().map(|item| Node { origin: origin.clone(), ..reader.node(item) });
    Some(nodes.collect())
}

struct TomlReader {
    path: Arc<Path>,
    /// Byte offsets at which the second and later lines begin.
    line_starts: Vec<usize>,
}

impl TomlReader {
    fn origin(&self, span: Range<usize>) -> Origin {
        let line = 1 + self.line_starts.partition_point(|&start| start <= span.start);
        Origin::File { path: Arc::clone(&self.path), line }
    }

    fn table(&self, table: DeTable<'_>) -> Table {
        table
            .into_iter()
            .map(|(key, value)| {
                // A value's fault is looked for at its key; a list may run over many lines.
                let origin = self.origin(key.span());
                (key.into_inner().into_owned(), Node { origin, ..self.node(value) })
            })
            .collect()
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let origin = self.origin(value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Value::Other("number that does not fit 64 bits"), Value::Integer),
            DeValue::Float(number) => number.as_str().parse().map_or(Value::Other("number"), Value::Float),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Datetime(_) => Value::Other("date"),
            DeValue::Array(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { value, origin }
    }
}

/// Lays `over` on `base`: tables are merged, anything else is replaced.
pub(super) fn merge(base: &mut Table, over: Table) {
    for (key, node) in over {
        match (base.get_mut(&key).map(|node| &mut node.value), node.value) {
            (Some(Value::Table(below)), Value::Table(above)) => merge(below, above),
            (_, value) => {
                base.insert(key, Node { value, origin: node.origin });
            }
        }
    }
}

/// A tree with one value, at `path`; every table on the way has the value's origin.
pub(super) fn branch(path: &[String], text: &str, origin: &Origin) -> Table {
    let Some((first, rest)) = path.split_first() else { return Table::new() };
    let value = if rest.is_empty() { Value::Loose(text.to_owned()) } else { Value::Table(branch(rest, text, origin)) };
    Table::from([(first.clone(), Node { value, origin: origin.clone() })])
}
