//! The small tables of `config/knowledge/`: one record a line, fields split by `|`, values by `;`.
//!
//! The first line that is neither empty nor a comment (`#`) names the columns. Fields are trimmed; an empty
//! field says nothing. A record of a later file with an id that is already known replaces the earlier one.

use super::error::Fault;

/// One file of data: its name for messages, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// Path relative to the data directory, `/`-separated (`knowledge/countries.txt`, `lexicon/ar.toml`).
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Whether it comes from the user's own directory and may override built-in records.
    pub overrides: bool,
}

/// One record of a table, with where it stands.
pub(super) struct Record<'a> {
    pub file: &'a str,
    pub line: usize,
    pub overrides: bool,
    header: &'a [&'a str],
    fields: Vec<&'a str>,
}

impl<'a> Record<'a> {
    /// The trimmed field of a column; columns that [`read`] was told to require are always there.
    pub fn field(&self, column: &str) -> &'a str {
        self.header.iter().position(|name| *name == column).map_or("", |at| self.fields[at])
    }

    /// The values of a field, without empty ones.
    pub fn values(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        split_values(self.field(column))
    }

    /// The language columns of a family: for `""` the columns `en`, `ar`...; for `"adjective"` `adjective_en`...
    /// Gives the language and the values of each.
    pub fn by_language(&self, family: &str) -> impl Iterator<Item = (&'a str, std::str::Split<'a, char>)> {
        self.header.iter().zip(&self.fields).filter_map(move |(name, field)| Some((language_of(name, family)?, field.split(';'))))
    }

    /// A fault in this record.
    pub fn fault(&self, what: impl Into<String>) -> Fault {
        Fault { file: self.file.to_owned(), line: self.line, what: what.into() }
    }
}

/// The values of a field, without empty ones.
fn split_values(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').map(str::trim).filter(|value| !value.is_empty())
}

/// The language of a column name of this family, if it is one.
fn language_of<'a>(column: &'a str, family: &str) -> Option<&'a str> {
    let lang = if family.is_empty() { column } else { column.strip_prefix(family)?.strip_prefix('_')? };
    (lang.len() == 2 && lang != "id" && lang.bytes().all(|b| b.is_ascii_lowercase())).then_some(lang)
}

/// Reads a table whose header names the `required` columns and else only language columns (`en`, `adjective_en`)
/// of the given `families`; calls `each` for every record.
pub(super) fn read(
    file: &DataFile,
    required: &[&str],
    families: &[&str],
    faults: &mut Vec<Fault>,
    mut each: impl FnMut(&Record<'_>, &mut Vec<Fault>),
) {
    let mut lines = file.text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim_start_matches('\u{feff}').trim();
        !line.is_empty() && !line.starts_with('#')
    });
    let Some((at, line)) = lines.next() else { return };
    let header: Vec<&str> = line.trim_start_matches('\u{feff}').split('|').map(str::trim).collect();
    let fault = |line: usize, what: String| Fault { file: file.path.clone(), line, what };
    let missing: Vec<_> = required.iter().filter(|column| !header.contains(column)).collect();
    let strange: Vec<_> =
        header.iter().filter(|c| !required.contains(c) && !families.iter().any(|family| language_of(c, family).is_some())).collect();
    if !missing.is_empty() || !strange.is_empty() {
        faults.push(fault(
            at + 1,
            format!("header {line:?}; valid: {} and, for each language, {}", required.join(" | "), families_in_words(families)),
        ));
        return;
    }
    for (index, line) in lines {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        if fields.len() == header.len() {
            each(&Record { file: &file.path, line: index + 1, overrides: file.overrides, header: &header, fields }, faults);
        } else {
            faults.push(fault(index + 1, format!("{} fields; a record here has {}: {}", fields.len(), header.len(), header.join(" | "))));
        }
    }
}

fn families_in_words(families: &[&str]) -> String {
    families.iter().map(|f| if f.is_empty() { "xx".to_owned() } else { format!("{f}_xx") }).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (usize, String, Vec<String>);

    fn check(text: &str) -> (Vec<Row>, Vec<String>) {
        let file = DataFile { path: "t.txt".into(), text: text.into(), overrides: false };
        let (mut records, mut faults) = (Vec::new(), Vec::new());
        read(&file, &["id"], &[""], &mut faults, |record, _| {
            records.push((record.line, record.field("id").to_owned(), record.values("en").map(str::to_owned).collect()));
        });
        (records, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn reads_records_and_values() {
        let (records, faults) = check("# comment\nid | en\n\nа | x; y ;\nb |\n");
        assert_eq!(records, [(4, "а".into(), vec!["x".into(), "y".into()]), (5, "b".into(), vec![])]);
        assert!(faults.is_empty());
    }

    #[test]
    fn names_every_fault_with_its_line() {
        let (records, faults) = check("id | en\na | b | c\nd\ne | f\n");
        assert_eq!(records.len(), 1);
        assert_eq!(faults, ["t.txt:2: 3 fields; a record here has 2: id | en", "t.txt:3: 1 fields; a record here has 2: id | en"]);
    }

    #[test]
    fn a_wrong_header_is_one_fault() {
        let (records, faults) = check("id | name\na | b\n");
        assert!(records.is_empty());
        assert_eq!(faults, [r#"t.txt:1: header "id | name"; valid: id and, for each language, xx"#]);
    }
}
