//! The sections, one file each: plain values with their defaults and ranges.
//!
//! Each `read` names every key of its section once; the defaults of the program are the ones written there.

mod alerts;
mod channels;
mod daemon;
mod database;
mod fetch;
mod log;
mod net;
mod poll;
mod retention;
mod secrets;
mod small;

use std::time::Duration;

pub use alerts::AlertSettings;
pub use channels::check_name;
pub(super) use channels::read as read_channel;
pub(super) use channels::{built_in, names};
pub use daemon::DaemonSettings;
pub use database::DatabaseSettings;
pub use fetch::FetchSettings;
pub use log::{LogFormat, LogSettings};
pub use net::NetSettings;
pub use poll::PollSettings;
pub use retention::RetentionSettings;
pub use small::{ExtractSettings, KnowledgeSettings};

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

const fn minutes(count: u64) -> Duration {
    seconds(count * 60)
}

const fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

const fn days(count: u64) -> Duration {
    hours(count * 24)
}

/// Gives each section its `Default`: what reading an empty section yields.
macro_rules! defaults_as_read {
    ($($settings:ty),+ $(,)?) => {$(
        impl Default for $settings {
            fn default() -> Self {
                super::reader::Ledger::default().section("", &super::tree::Table::new(), "section", Self::read)
            }
        }
    )+};
}

// A macro, because ten identical implementations differ in nothing but their type.
defaults_as_read!(
    AlertSettings,
    DaemonSettings,
    DatabaseSettings,
    ExtractSettings,
    FetchSettings,
    KnowledgeSettings,
    LogSettings,
    NetSettings,
    PollSettings,
    RetentionSettings,
);
