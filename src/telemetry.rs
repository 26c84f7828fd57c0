//! Logging set-up, and the one way to print an error with its causes.

use std::error::Error;
use std::fmt::Write;
use std::io;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::config::{LogFormat, LogSettings};

/// Whether log lines may carry colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogColours {
    /// Standard error is a terminal and nobody asked for plain text.
    On,
    /// Plain text.
    Off,
}

/// Why logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The level is no filter; settings that were checked never give this.
    #[error("the log level {level:?} cannot be used")]
    Level {
        /// As given.
        level: String,
        /// What the filter's parser says.
        source: tracing_subscriber::filter::ParseError,
    },
    /// Somebody else in this process set up logging before.
    #[error("logging was set up twice")]
    Twice(#[source] TryInitError),
}

/// Sends log lines to standard error, as text or as one JSON object a line. Once per process.
///
/// # Errors
/// A level that is no filter, or a second call.
pub fn init(settings: &LogSettings, colours: LogColours) -> Result<(), TelemetryError> {
    let filter =
        EnvFilter::builder().parse(&settings.level).map_err(|source| TelemetryError::Level { level: settings.level.clone(), source })?;
    let registry = tracing_subscriber::registry().with(filter);
    let outcome = match settings.format {
        LogFormat::Text => {
            let layer = fmt::layer().with_writer(io::stderr).with_ansi(colours == LogColours::On).with_target(false);
            registry.with(layer).try_init()
        }
        LogFormat::Json => registry.with(fmt::layer().json().flatten_event(true).with_writer(io::stderr)).try_init(),
    };
    outcome.map_err(TelemetryError::Twice)
}

/// An error and its causes on one line, outermost first, split by `: `.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_names_every_cause_once() {
        let source = EnvFilter::builder().parse("=").unwrap_err();
        let cause = source.to_string();
        let error = TelemetryError::Level { level: "=".to_owned(), source };
        assert_eq!(chain(&error), format!("the log level \"=\" cannot be used: {cause}"));
    }
}
