//! Channels: the ways by which alerts leave, as far as they can be told without sending anything.
//!
//! A kind of channel is one file in `kinds/` and one line in [`KINDS`]: which settings it takes, and how a message becomes the
//! [`Parcel`] that one of the transports of `sink` carries. Words for people are written here too, from templates, in the marks of
//! the receiver ([`Markup`]) and the language of the watch. This room sends nothing, reads no file and asks no clock.

mod kinds;
mod message;
mod parcel;
mod rules;
mod settings;
mod spec;
mod words;

pub use kinds::{KINDS, Kind, Wrong, kind_named};
pub use message::Message;
pub use parcel::{Mail, MailServer, MailTls, Occasion, Parcel, Reach, Request, Verb, Verdict};
pub use rules::{Bundling, Pace, QuietHours, Rules, Standing};
pub use settings::ChannelSettings;
pub use spec::{Field, HiddenUrl, Shape, Value, Values};
pub use words::{LANGUAGES, Markup, Room, TemplateError, Templates, Words, headline};

#[cfg(test)]
mod tests;
