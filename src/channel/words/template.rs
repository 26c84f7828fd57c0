//! Templates: minijinja, with escaping by the receiver's marks, and a limit on the work that one may cause.

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind};

use super::markup::Markup;
use super::view::View;

/// The built-in template; all receivers and languages share it.
pub(super) const BUILT_IN: &str = include_str!("../../../config/messages/alert.jinja");

/// Instructions that one message may take; a digest of a hundred alerts takes some tens of thousands.
const FUEL: u64 = 2_000_000;

/// A template that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct TemplateError {
    /// Where and why.
    what: String,
}

/// A view, written by a template.
pub(super) fn render(source: &str, markup: Markup, view: &View) -> Result<String, TemplateError> {
    let failed = |error: minijinja::Error| TemplateError { what: in_words(&error) };
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("receiver".into()));
    environment.set_formatter(move |out, _state, value| {
        let written = if value.is_undefined() || value.is_none() { String::new() } else { shown(markup, value) };
        out.write_str(&written).map_err(minijinja::Error::from)
    });
    environment.add_filter("bold", move |value: Value| Value::from_safe_string(markup.bold(&shown(markup, &value))));
    environment.add_filter("mark", move |value: Value| Value::from_safe_string(markup.mark(&shown(markup, &value))));
    environment.add_filter("link", move |value: Value, url: String| {
        let words = shown(markup, &value);
        // Only what a browser opens by itself becomes a link.
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        Value::from_safe_string(if is_web { markup.link(&words, &url) } else { words })
    });
    environment.add_filter("isolate", move |value: Value| Value::from_safe_string(isolated(&shown(markup, &value))));
    environment.add_template("message", source).map_err(failed)?;
    let text = environment.get_template("message").and_then(|template| template.render(Serde(view))).map_err(failed)?;
    Ok(text.trim().to_owned())
}

/// A value as the receiver takes it: escaped, unless a filter of ours made it.
fn shown(markup: Markup, value: &Value) -> String {
    if value.is_safe() { value.to_string() } else { markup.escape(&plain(&value.to_string())) }
}

/// A text without what nobody can see: control characters, and marks that turn the direction of what stands around them. Lines stay.
pub(super) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| *c == '\n' || !c.is_control() && !turns(*c)).collect()
}

/// A text whose direction cannot turn that of its surroundings.
fn isolated(text: &str) -> String {
    if text.is_empty() || text.is_ascii() && text.chars().all(|c| !c.is_ascii_alphabetic()) {
        return text.to_owned();
    }
    format!("\u{2068}{text}\u{2069}")
}

fn in_words(error: &minijinja::Error) -> String {
    let place = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let detail = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it takes too long".to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    format!("{place}{detail}")
}
