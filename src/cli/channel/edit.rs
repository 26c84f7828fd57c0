//! `rasid channel add` and `remove`: a section of the configuration file, written only where the whole file is right afterwards.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::named;
use crate::channel::{Field, Kind, Shape};
use crate::cli::args::{ChannelAdd, ChannelOne};
use crate::cli::print::Format;
use crate::cli::{App, Outcome};
use crate::config::{Config, Sources, check_name};

/// What came of it.
#[derive(Serialize)]
struct EditView {
    channel: String,
    file: String,
    done: &'static str,
}

pub(super) fn add(app: &mut App, args: &ChannelAdd) -> anyhow::Result<Outcome> {
    check_name(&args.name).map_err(|what| anyhow::anyhow!(what))?;
    let config = app.config()?;
    if config.channels.contains_key(&args.name) {
        bail!("there is a channel {:?} already; `rasid channel show {0}` has it", args.name);
    }
    let mut section = format!("[channels.{}]\nkind = {}\n", args.name, quoted(args.kind.name));
    let given = settings(args)?;
    for (key, value) in &given {
        section.push_str(&format!("{key} = {value}\n"));
    }
    let file = file_of(app, &config)?;
    let old = read(&file)?;
    let gap = if old.is_empty() || old.ends_with("\n\n") { "" } else { "\n" };
    let end = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
    write(app, &file, &format!("{old}{end}{gap}{section}"))?;
    for field in args.kind.fields.iter().filter(|field| field.is_secret() && given.iter().any(|(key, _)| key == field.key)) {
        let key = field.key;
        app.printer.note(&format!(
            "the {key} is a secret and stands in clear in {}; better: {key}-file=FILE or {key}-env=VARIABLE",
            file.display()
        ));
    }
    say(app, &args.name, &file, "added")
}

pub(super) fn remove(app: &mut App, args: &ChannelOne) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let name = &named(&config, &args.name)?.name;
    if config.database.path.exists() {
        let watches = app.store_to_read(&config)?.list_watches()?;
        let users: Vec<String> = watches.iter().filter(|watch| watch.channels.contains(name)).map(|watch| watch.id.to_string()).collect();
        if !users.is_empty() {
            bail!("channel {name:?} is used by watch {}; remove or change these first", users.join(", "));
        }
    }
    let file = file_of(app, &config)?;
    let old = read(&file)?;
    let Some(new) = without_section(&old, name) else {
        bail!("{} has no section [channels.{name}]; it is set elsewhere (`rasid channel show {name}` says where)", file.display());
    };
    write(app, &file, &new)?;
    say(app, name, &file, "removed")
}

fn say(app: &mut App, channel: &str, file: &Path, done: &'static str) -> anyhow::Result<Outcome> {
    let view = EditView { channel: channel.to_owned(), file: file.display().to_string(), done };
    match app.printer.format() {
        Format::Table => app.printer.line(&format!("channel {channel} is {done} ({})", view.file))?,
        _ => app.printer.json_line(&view)?,
    }
    app.printer.note("a running daemon takes it up at once");
    Ok(Outcome::Done)
}

/// The settings as given, each as a literal of TOML.
fn settings(args: &ChannelAdd) -> anyhow::Result<Vec<(String, String)>> {
    let mut settings: Vec<(String, Vec<String>)> = Vec::new();
    for given in &args.settings {
        let Some((key, value)) = given.split_once('=') else {
            bail!("{given:?} is no setting; valid: KEY=VALUE, as in url=https://example.org")
        };
        let key = key.trim().trim_start_matches('-').replace('-', "_");
        match settings.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value.to_owned()),
            None => settings.push((key, vec![value.to_owned()])),
        }
    }
    settings.into_iter().map(|(key, values)| literal(args.kind, &key, &values).map(|value| (key, value))).collect()
}

/// The values given for one key; an unknown key is told by the reader of the file, which knows what would be valid.
fn literal(kind: &Kind, key: &str, values: &[String]) -> anyhow::Result<String> {
    let shape = kind.fields.iter().find(|field: &&Field| field.key == key).map(|field| field.shape);
    let last = values.last().map_or("", String::as_str);
    Ok(match shape {
        Some(Shape::Secret) => {
            bail!("a {key} is not written on the command line, where others can read it; valid: {key}_file=FILE or {key}_env=VARIABLE")
        }
        Some(Shape::Words) => format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ")),
        Some(Shape::Integer(..) | Shape::Flag(_)) => bare(last),
        None if key == "rate_limit" => bare(last),
        _ if 1 < values.len() => bail!("{key} is given {} times; valid: once", values.len()),
        _ => quoted(last),
    })
}

/// A number or a yes or no as it is; anything else in quotes, so that the reader says what is wrong with it.
fn bare(value: &str) -> String {
    if value.parse::<u32>().is_ok() || matches!(value, "true" | "false") { value.to_owned() } else { quoted(value) }
}

fn quoted(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}

fn file_of(app: &App, config: &Config) -> anyhow::Result<PathBuf> {
    let new = || app.sources().new_file();
    config.file.clone().or_else(new).context("there is no configuration file and no place for one; --config FILE names one")
}

fn read(file: &Path) -> anyhow::Result<String> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Puts a new text in the place of the file, if all settings are right with it.
fn write(app: &App, file: &Path, text: &str) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    // Beside it, so that relative paths mean the same.
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    std::fs::write(&new, text).with_context(|| format!("cannot write {}", new.display()))?;
    let checked = Config::load(&Sources { file: Some(new.clone()), ..app.sources() });
    if let Err(errors) = checked {
        // The faults are what matters; a file left behind does no harm.
        let _ = std::fs::remove_file(&new);
        bail!("nothing was changed:\n{}", errors.to_string().replace(&new.display().to_string(), &file.display().to_string()));
    }
    if let Ok(old) = std::fs::metadata(file) {
        std::fs::set_permissions(&new, old.permissions()).with_context(|| format!("cannot keep the permissions of {}", file.display()))?;
    }
    std::fs::rename(&new, file).with_context(|| format!("cannot replace {}", file.display()))
}

/// The text without the section of a channel; comments that stand before the next section stay with that.
fn without_section(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let headers = [format!("[channels.{name}]"), format!("[channels.\"{name}\"]")];
    let header_of = |line: &str| line.split('#').next().unwrap_or_default().trim().to_owned();
    let begin = lines.iter().position(|line| headers.contains(&header_of(line)))?;
    let next = lines[begin + 1..].iter().position(|line| line.starts_with('[')).map_or(lines.len(), |at| begin + 1 + at);
    let is_loose = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let end = if next == lines.len() { next } else { next - lines[begin + 1..next].iter().rev().take_while(|line| is_loose(line)).count() };
    Some([&lines[..begin], &lines[end..]].concat().concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_goes_and_what_belongs_to_others_stays() {
        let text = "[net]\ntimeout = \"5s\"\n\n[channels.desk] # ours\nkind = \"log\"\n# about it\nlang = \"\"\n\n# about the next\n[log]\nlevel = \"info\"\n";
        let left = without_section(text, "desk").expect("it is there");
        assert_eq!(left, "[net]\ntimeout = \"5s\"\n\n\n# about the next\n[log]\nlevel = \"info\"\n");
        assert_eq!(without_section(text, "des"), None);
        assert_eq!(without_section("[channels.\"a\"]\nkind = \"log\"\n", "a").as_deref(), Some(""));
    }
}
