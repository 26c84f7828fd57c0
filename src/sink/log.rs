//! The log: a line a person reads in the daemon's own log.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::error::SinkError;
use super::{Sink, message};
use crate::model::{Alert, ChannelKind};

/// Writes alerts to the log under the target `rasid::alert`, as warnings: somebody asked to be told.
#[derive(Debug)]
pub struct LogSink {
    channel: String,
}

impl LogSink {
    /// The sink of a channel.
    pub fn new(channel: &str) -> Self {
        Self { channel: channel.to_owned() }
    }

    fn write(&self, alert: &Alert) -> Result<(), SinkError> {
        let message = message::line(alert)?;
        let (channel, cause, reason) = (&self.channel, alert.cause.name(), &alert.reason);
        tracing::warn!(target: "rasid::alert", key = %alert.key, cause, channel, alert = message, "alert: {reason}");
        Ok(())
    }
}

impl Sink for LogSink {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Log
    }

    fn deliver<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, Result<(), SinkError>> {
        async { self.write(alert) }.boxed()
    }
}
