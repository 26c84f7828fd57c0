//! Logging set-up, and the one way to print an error with its causes.

use std::error::Error;
use std::fmt::Write;

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
