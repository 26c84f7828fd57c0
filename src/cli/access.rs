//! What commands open: the database, the knowledge, the network; each with errors that say what to do.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use super::App;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::knowledge::{DataFile, Knowledge, builtin_files};
use crate::net;
use crate::store::{Store, StoreError};

/// Folders of a knowledge directory, and the ending of the files that are read in each.
const KNOWLEDGE_FOLDERS: [(&str, &str); 2] = [("knowledge", "txt"), ("lexicon", "toml")];
/// Larger than any table a person writes; what is larger was put there by mistake.
const MAX_KNOWLEDGE_FILE_BYTES: u64 = 64 << 20;

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

/// The built-in knowledge with the user's own folder on top.
///
/// # Errors
/// A folder that cannot be read, and every fault in its files at once.
pub(super) fn knowledge(config: &Config) -> anyhow::Result<Arc<Knowledge>> {
    match &config.knowledge.dir {
        None => Ok(Knowledge::builtin()),
        Some(dir) => {
            let files = builtin_files().into_iter().chain(knowledge_files(dir)?).collect::<Vec<_>>();
            Ok(Arc::new(Knowledge::load(&files)?))
        }
    }
}

/// The files of a knowledge folder, by path.
pub(super) fn knowledge_files(dir: &Path) -> anyhow::Result<Vec<DataFile>> {
    let mut files = Vec::new();
    for (folder, ending) in KNOWLEDGE_FOLDERS {
        let folder_path = dir.join(folder);
        if !folder_path.is_dir() {
            continue;
        }
        let entries = std::fs::read_dir(&folder_path).with_context(|| format!("cannot read the folder {}", folder_path.display()))?;
        let paths: Vec<PathBuf> = entries.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path()).collect();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|found| found == ending)) {
            let text = read_text(&path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push(DataFile { path: format!("{folder}/{name}"), text, overrides: true });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let doing = || format!("cannot read {}", path.display());
    let n_bytes = std::fs::metadata(path).with_context(doing)?.len();
    if MAX_KNOWLEDGE_FILE_BYTES < n_bytes {
        bail!("{} has {n_bytes} bytes; at most {MAX_KNOWLEDGE_FILE_BYTES} are read", path.display());
    }
    std::fs::read_to_string(path).with_context(doing)
}

/// A client with the limits and manners of the settings.
pub(super) fn client(config: &Config) -> anyhow::Result<net::Client> {
    let net = &config.net;
    let bytes = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let settings = net::Settings {
        user_agent: net.user_agent_header(),
        // It stands in the header above already.
        contact: String::new(),
        allow_private: net.allow_private.clone(),
        connect_timeout: net.connect_timeout,
        timeout: net.timeout,
        max_redirects: net.max_redirects as usize,
        max_feed_bytes: bytes(config.poll.max_bytes),
        max_page_bytes: bytes(config.fetch.max_bytes),
        max_wire_bytes: bytes(net.max_transfer_bytes),
        per_host: net.per_host_concurrency as usize,
        host_spacing: net.per_host_spacing,
        concurrency: config.poll.concurrency as usize,
    };
    Ok(net::Client::new(settings, Arc::new(SystemClock))?)
}

/// Runs something that asks the network, on this thread.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot set up the network")?;
    Ok(runtime.block_on(work))
}

/// Whether a daemon works on this database now.
pub(super) fn daemon_is_running(database: &Path) -> bool {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    // A lock file that is missing or cannot be opened is held by nobody we could tell of.
    std::fs::File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock)))
}
