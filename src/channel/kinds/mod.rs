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
mod syslog;
mod teams;
mod telegram;
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

/// Where there is nothing to be wrong.
const fn all_good(_values: &Values) -> Result<(), Wrong> {
    Ok(())
}

/// The receiver of a kind that posts to its `url`.
fn web(values: &Values) -> Reach {
    values.url("url").map_or(Reach::Nothing, |url| Reach::Web(url.clone(), ""))
}

/// The `url` of a kind that cannot be without one.
fn url_of(values: &Values) -> url::Url {
    // Required, so that it is always there; an address that resolves nowhere stands in for one that is not.
    values.url("url").cloned().unwrap_or_else(|| url::Url::parse("http://invalid.invalid/").expect("a literal address"))
}

/// An address below the `url` of a kind, each part escaped.
fn below(values: &Values, parts: &[&str]) -> url::Url {
    let mut url = url_of(values);
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(parts);
    }
    url
}
