//! The log: a line a person reads in the daemon's own log.

/// Writes a message to the log under the target `rasid::alert`, as a warning: somebody asked to be told.
pub(super) fn write(channel: &str, key: &str, title: &str, line: &str) {
    tracing::warn!(target: "rasid::alert", key, channel, alert = line, "alert: {title}");
}
