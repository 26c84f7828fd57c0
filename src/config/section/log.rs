//! `[log]`: what the program says on standard error.

use tracing_subscriber::EnvFilter;

use super::super::reader::{Section, quoted, text};
use super::super::tree::Node;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSettings {
    /// The form of the lines.
    pub format: LogFormat,
    /// A level (`error`, `warn`, `info`, `debug`, `trace`, `off`), or levels by target (`info,rasid::net=debug`); checked.
    pub level: String,
}

impl LogSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        let valid = "error, warn, info, debug, trace or off, or levels by target such as info,rasid::net=debug";
        Self {
            format: section.choice("format", LogFormat::Text, &[("text", LogFormat::Text), ("json", LogFormat::Json)]),
            level: section.value(
                "level",
                "info".to_owned(),
                |node: &Node| match text(node) {
                    Ok(given) if is_filter(given) => Ok(given.to_owned()),
                    _ => Err(valid.to_owned()),
                },
                |level| quoted(level),
            ),
        }
    }
}

/// A bare word that is no level would be taken for a target's name and silence everything, so it is refused.
fn is_filter(text: &str) -> bool {
    const LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];
    let parts_are_plain =
        text.split(',').map(str::trim).all(|part| part.contains('=') || LEVELS.contains(&part.to_ascii_lowercase().as_str()));
    parts_are_plain && EnvFilter::builder().parse(text).is_ok()
}
