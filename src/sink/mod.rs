//! Alert transports, one file each.
//!
//! A sink sends one message once and says what came of it. When to try again, and when to give up, is decided by the stage
//! that calls it; that a receiver may see a message twice is part of the bargain, and the message's key, which every
//! transport carries, tells it so. What is sent is decided in `channel`.

mod command;
mod datagram;
mod error;
mod file;
mod log;
mod mail;
mod request;
mod templates;

use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

pub use error::{ErrorClass, SinkError};

use crate::channel::{ChannelSettings, Message, Occasion, Parcel, Templates, Words};
use crate::net::Client;

/// A way for messages to leave.
pub trait Sink: Send + Sync {
    /// What kind of channel this is.
    fn kind(&self) -> &'static str;

    /// Sends one message. `Ok` means that the other side has taken it; the time it takes is bounded.
    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Receipt, SinkError>>;
}

/// What the other side said when it took a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// In words, on one line.
    pub said: String,
}

/// What the transports work with.
#[derive(Clone)]
pub struct Tools {
    /// The way to the web.
    pub client: Arc<Client>,
    /// The whole environment of commands, beside `RASID_ALERT_KEY`; whoever reads the settings puts `PATH` and `LANG` here.
    pub environment: Vec<(String, String)>,
}

/// The sink of a channel. Fails with [`SinkError::Settings`] where the settings cannot work; nothing is contacted.
pub fn build(settings: &ChannelSettings, tools: &Tools) -> Result<Box<dyn Sink>, SinkError> {
    let bad = |reason| SinkError::Settings { channel: settings.name.clone(), reason };
    (settings.kind.check)(&settings.values).map_err(|wrong| bad(format!("its {} {}", wrong.key, wrong.what)))?;
    let templates = settings.template.as_deref().map(templates::read).transpose().map_err(bad)?.unwrap_or_default();
    Ok(Box::new(ChannelSink { settings: settings.clone(), tools: tools.clone(), templates, file: Arc::default(), post: Mutex::default() }))
}

/// A channel with what its transport keeps.
struct ChannelSink {
    settings: ChannelSettings,
    tools: Tools,
    templates: Templates,
    /// One writer at a time, or the repair after a failed write could cut another's line.
    file: Arc<Mutex<()>>,
    /// The way to the mail server, kept from mail to mail.
    post: Mutex<Option<mail::Postman>>,
}

impl Sink for ChannelSink {
    fn kind(&self) -> &'static str {
        self.settings.kind.name
    }

    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Receipt, SinkError>> {
        self.send(message).boxed()
    }
}

impl ChannelSink {
    fn parcel(&self, message: &Message) -> Parcel {
        let words = Words::new(&self.templates, message, self.settings.lang.as_deref());
        let ChannelSettings { name, kind, values, rules, .. } = &self.settings;
        (kind.parcel)(&Occasion { channel: name, values, message, words: &words, now: self.tools.client.now(), zone: &rules.zone })
    }

    async fn send(&self, message: &Message) -> Result<Receipt, SinkError> {
        let channel = &self.settings.name;
        match self.parcel(message) {
            Parcel::Log { title, line } => {
                log::write(channel, &message.key, &title, &line);
                Ok(Receipt { said: title })
            }
            Parcel::Append { path, line, max_bytes, keep } => {
                file::append(Arc::clone(&self.file), file::Append { path, line: line + "\n", max_bytes, keep }).await
            }
            Parcel::Run { program, args, input, key, timeout } => {
                let run = command::Run { program: &program, args: &args, env: &self.tools.environment, key: &key, timeout };
                run.with(input).await
            }
            Parcel::Request(request) => request::send(&self.settings, &self.tools.client, *request).await,
            Parcel::Mail(mail) => mail::send(channel, &self.post, *mail, self.tools.client.now()).await,
            Parcel::Datagram { socket, bytes } => datagram::send(&socket, &bytes).await,
        }
    }
}

#[cfg(test)]
mod tests;
