//! Secrets: written out, in a file, or in an environment variable; one of the three at most. None is ever part of a message.

use url::Url;

use super::super::Environment;
use super::super::reader::{Section, quoted};
use super::channels::address;
use crate::model::Secret;

/// The keys that may hold a secret: itself, and those of the file and of the environment variable that it stands in.
pub(super) fn keys(key: &'static str) -> [&'static str; 3] {
    match key {
        "url" => [key, "url_file", "url_env"],
        "token" => [key, "token_file", "token_env"],
        "password" => [key, "password_file", "password_env"],
        "topic" => [key, "topic_file", "topic_env"],
        _ => [key, "secret_file", "secret_env"],
    }
}

/// A secret.
pub(super) fn read(section: &mut Section<'_>, key: &'static str, environment: &Environment) -> Option<Secret> {
    read_shown(section, key, environment, |_| quoted("***"))
}

/// An address of which only the origin is shown.
pub(super) fn read_url(section: &mut Section<'_>, key: &'static str, environment: &Environment) -> Option<Url> {
    let origin = |given: &str| quoted(address(given).map_or("***".to_owned(), |url| format!("{}/***", url.origin().ascii_serialization())));
    let found = read_shown(section, key, environment, origin)?;
    address(found.expose())
        .map_err(|valid| {
            let place = keys(key).into_iter().find(|key| section.has(key)).unwrap_or(key);
            // The text itself stays out of the message: most of an address may be right, and a secret.
            let what = format!("`{}.{place}` gives no address; valid: {valid}", section.path());
            section.fault_at(place, what);
        })
        .ok()
}

fn read_shown(section: &mut Section<'_>, key: &'static str, environment: &Environment, show: impl Fn(&str) -> String) -> Option<Secret> {
    let [written, in_file, in_environment] = keys(key);
    let given: Vec<_> = keys(key).into_iter().filter(|key| section.has(key)).collect();
    if let [_, second, ..] = given[..] {
        let what = format!("`{}` has {}; valid: one of them", section.path(), given.join(" and "));
        section.fault_at(second, what);
    }
    let written = section.secret(written, show);
    let from_file = section.file_or_none(in_file).and_then(|path| match std::fs::read_to_string(&path) {
        Ok(content) => non_empty(section, in_file, content.trim_end()),
        Err(error) => {
            let what = format!("`{}.{in_file}`: cannot read {}: {error}; valid: a readable file", section.path(), path.display());
            section.fault_at(in_file, what);
            None
        }
    });
    let from_environment = section.optional_text(in_environment, |_| Ok(())).and_then(|name| match environment.get(&name) {
        Some(content) => non_empty(section, in_environment, content),
        None => {
            let path = section.path();
            let what = format!("`{path}.{in_environment}`: the environment has no variable {name}; valid: a variable that is set");
            section.fault_at(in_environment, what);
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
