//! The one HTTP client: caps, address filter, per-host spacing, failure classes.
