//! Wiring, supervision and shutdown.
//!
//! [`Daemon`] puts the stages together with everything they need and drives them: for ever, each on its period or on a nudge
//! ([`Daemon::run`]), or until nothing is due ([`Daemon::run_until_idle`]). This is the only room that begins tasks. There is one
//! daemon for each database, held by a lock file beside it.
//!
//! Nothing about feeds, texts or alerts is decided here.

mod build;
mod drive;
mod knowledge;
mod lock;
mod notify;
mod once;
mod reload;
mod signals;
mod supervisor;

pub use build::{build_channels, client_settings, sink_tools};
pub use knowledge::{knowledge_files, knowledge_version, load_knowledge, load_sites, site_files};
pub use lock::{Holder, Lock, holder};
pub use once::Summary;
pub use reload::Reload;
pub use signals::{Signals, asked_to_end};
pub use supervisor::{Daemon, End};
