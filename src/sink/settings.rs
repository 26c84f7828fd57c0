//! What a channel is told.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::model::{ChannelKind, Secret};

/// How long a webhook or a command may take where the settings say nothing.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of one channel, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelSettings {
    /// A line in the daemon's log.
    Log,
    /// One JSON object a line, appended to a file.
    File {
        /// The file; made where it does not exist, in a directory that does.
        path: PathBuf,
    },
    /// JSON over HTTP.
    Webhook {
        /// The receiver.
        url: Url,
        /// The key of the signature, `whsec_` and base64 or any other text as it is; unsigned where absent.
        secret: Option<Secret>,
        /// Time for one delivery.
        timeout: Duration,
    },
    /// JSON on a program's standard input.
    Command {
        /// The program, by its path or its name in `PATH`.
        program: PathBuf,
        /// Its arguments, as they are: no shell reads them.
        args: Vec<String>,
        /// Its whole environment beside `RASID_ALERT_KEY`; whoever reads the settings puts `PATH` and `LANG` here.
        env: Vec<(String, String)>,
        /// Time for one run, after which the program is killed.
        timeout: Duration,
    },
}

impl ChannelSettings {
    /// The kind of transport.
    pub const fn kind(&self) -> ChannelKind {
        match self {
            Self::Log => ChannelKind::Log,
            Self::File { .. } => ChannelKind::File,
            Self::Webhook { .. } => ChannelKind::Webhook,
            Self::Command { .. } => ChannelKind::Command,
        }
    }
}
