//! The kinds of channels: one file each, and a line in [`KINDS`].

mod command;
mod desktop;
mod discord;
mod email;
mod file;
mod gotify;
mod journal;
mod log;
mod matrix;
mod mattermost;
mod ntfy;
mod slack;
mod socket;
mod syslog;
mod teams;
mod telegram;
mod web;
mod webhook;

use super::parcel::{Occasion, Parcel, Reach};
use super::spec::{Field, Values};

/// A kind of channel.
#[derive(Debug)]
pub struct Kind {
    /// As the settings name it.
    pub name: &'static str,
    /// In a few words.
    pub about: &'static str,
    /// Its settings, beside those that every channel has.
    pub fields: &'static [Field],
    /// What is wrong with settings that are each right by themselves.
    pub check: fn(&Values) -> Result<(), Wrong>,
    /// What it needs to be there.
    pub reach: fn(&Values) -> Reach,
    /// The parcel of a message.
    pub parcel: fn(&Occasion<'_>) -> Parcel,
}

impl Kind {
    /// A kind whose settings need only be right each by itself.
    const fn new(
        name: &'static str,
        about: &'static str,
        fields: &'static [Field],
        reach: fn(&Values) -> Reach,
        parcel: fn(&Occasion<'_>) -> Parcel,
    ) -> Self {
        Self { name, about, fields, check: |_| Ok(()), reach, parcel }
    }

    /// The same with settings that have to go together.
    const fn checked(self, check: fn(&Values) -> Result<(), Wrong>) -> Self {
        Self { check, ..self }
    }
}

/// A setting that cannot be as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which.
    pub key: &'static str,
    /// What is wrong with it and what would be valid, to be read after its name.
    pub what: String,
}

impl Wrong {
    fn new(key: &'static str, what: &str) -> Self {
        Self { key, what: what.to_owned() }
    }
}

/// Every kind, in the order in which they are listed.
pub const KINDS: &[&Kind] = &[
    &log::KIND,
    &file::KIND,
    &webhook::KIND,
    &command::KIND,
    &email::KIND,
    &slack::KIND,
    &discord::KIND,
    &mattermost::KIND,
    &teams::KIND,
    &telegram::KIND,
    &matrix::KIND,
    &ntfy::KIND,
    &gotify::KIND,
    &desktop::KIND,
    &syslog::KIND,
    &journal::KIND,
];

/// The kind of this name.
pub fn kind_named(name: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.name == name)
}
