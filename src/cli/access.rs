//! What commands open: the database, the knowledge, the network; each with errors that say what to do.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::App;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::daemon::{self, client_settings};
pub(super) use crate::daemon::{knowledge_files, load_knowledge as knowledge, load_sites, site_files};
use crate::net;
use crate::store::{Store, StoreError};

impl App {
    /// The database, to be asked and not changed; works beside a running daemon.
    pub(super) fn store_to_read(&self, config: &Config) -> anyhow::Result<Store> {
        match Store::open_read_only(&config.database.path) {
            Err(error @ StoreError::Missing { .. }) => {
                Err(anyhow::Error::new(error).context("nothing was stored yet (`rasid init` makes a database, --db FILE names another)"))
            }
            outcome => Ok(outcome?),
        }
    }

    /// The database, to be changed; made where it is missing.
    pub(super) fn store_to_write(&self, config: &Config) -> anyhow::Result<Store> {
        let path = &config.database.path;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        Ok(Store::open(path, self.clock.now())?)
    }
}

/// A client with the limits and manners of the settings.
pub(super) fn client(config: &Config) -> anyhow::Result<net::Client> {
    Ok(net::Client::new(client_settings(config), Arc::new(SystemClock))?)
}

/// Runs something that asks the network, on this thread.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot set up the network")?;
    Ok(runtime.block_on(work))
}

/// Whether a daemon works on this database now.
pub(super) fn daemon_is_running(database: &Path) -> bool {
    // A lock file that cannot be asked is held by nobody we could tell of.
    daemon::holder(database).is_ok_and(|holder| holder.is_some())
}
