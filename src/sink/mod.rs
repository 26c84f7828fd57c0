//! Alert transports, one file each.
//!
//! A sink sends one alert once and says what came of it. When to try again, and when to give up, is decided by the stage
//! that calls it; that a receiver may see an alert twice is part of the bargain, and the alert's key, which every
//! transport carries, tells it so.

mod command;
mod error;
mod file;
mod log;
mod message;
mod settings;
mod webhook;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use command::CommandSink;
pub use error::{ErrorClass, SinkError};
pub use file::FileSink;
pub use log::LogSink;
pub use settings::{ChannelSettings, DEFAULT_TIMEOUT};
pub use webhook::WebhookSink;

use crate::model::{Alert, ChannelKind};
use crate::net::Client;

/// A way for alerts to leave.
pub trait Sink: Send + Sync {
    /// What kind of transport this is.
    fn kind(&self) -> ChannelKind;

    /// Sends one alert. `Ok` means that the other side has taken it; the time it takes is bounded.
    fn deliver<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, Result<(), SinkError>>;
}

/// The sink of the channel `name`. Fails with [`SinkError::Settings`] where the settings cannot work; nothing is contacted.
pub fn build(name: &str, settings: &ChannelSettings, client: Arc<Client>) -> Result<Box<dyn Sink>, SinkError> {
    Ok(match settings {
        ChannelSettings::Log => Box::new(LogSink::new(name)),
        ChannelSettings::File { path } => Box::new(FileSink::new(name, path)?),
        ChannelSettings::Webhook { url, secret, timeout } => Box::new(WebhookSink::new(name, url, secret.as_ref(), *timeout, client)?),
        ChannelSettings::Command { program, args, env, timeout } => Box::new(CommandSink::new(name, program, args, env, *timeout)?),
    })
}

#[cfg(test)]
mod tests;
