//! Settings that are read again: on request, and by themselves when a file of theirs has changed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc;

use super::signals::Request;
use crate::config::{Config, Sources};

/// How often the files are looked at: what `rasid channel add` does holds within twice this time.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Where settings are read from again.
pub struct Reload {
    sources: Sources,
    seen: Mutex<Seen>,
}

/// What is known of the files.
struct Seen {
    /// The files that the settings named when they were read last, the configuration file left out.
    named: Vec<PathBuf>,
    /// How all were when the settings were read.
    read: Vec<Look>,
    /// How they were at the last look.
    last: Vec<Look>,
}

/// A file, when it was written, and its size; nothing of both where it is not there.
type Look = (PathBuf, Option<(SystemTime, u64)>);

impl Reload {
    /// Settings that have just been read from these sources.
    pub fn of(sources: Sources, config: &Config) -> Self {
        let reload = Self { sources, seen: Mutex::new(Seen { named: config.named_files.clone(), read: Vec::new(), last: Vec::new() }) };
        reload.note(&config.named_files);
        reload
    }

    /// Reads the settings; whether they are good or not, the files count as read.
    pub(super) fn read(&self) -> anyhow::Result<Config> {
        let named = self.seen().named.clone();
        let before = self.look(&named);
        let config = Config::load(&self.sources);
        match &config {
            Ok(config) if config.named_files != named => self.note(&config.named_files),
            // What changes while they are read is seen at the next look.
            _ => self.seen().read = before,
        }
        Ok(config?)
    }

    /// Whether a file has changed since the settings were read, and is at rest since the last look: nobody is in the middle of writing it.
    fn has_changed(&self) -> bool {
        let now = self.look(&self.seen().named.clone());
        let mut seen = self.seen();
        let is_at_rest = now == seen.last;
        let has_changed = now != seen.read;
        // A file that is gone is being replaced, or was removed by mistake: what was read from it holds until somebody asks.
        let is_whole = seen.read.len() <= now.len() && now.iter().all(|(_, written)| written.is_some());
        seen.last = now;
        has_changed && is_at_rest && is_whole
    }

    fn note(&self, named: &[PathBuf]) {
        let read = self.look(named);
        *self.seen() = Seen { named: named.to_owned(), last: read.clone(), read };
    }

    fn look(&self, named: &[PathBuf]) -> Vec<Look> {
        let file = self.sources.find_file().map(|(path, _)| path);
        file.iter().chain(named).map(|path| (path.clone(), written(path))).collect()
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn written(path: &Path) -> Option<(SystemTime, u64)> {
    let found = std::fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}

/// Asks for the settings to be read again whenever they have changed, for ever.
pub(super) async fn watch_for_settings(reload: Arc<Reload>, sender: mpsc::Sender<Request>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let looking = Arc::clone(&reload);
        match tokio::task::spawn_blocking(move || looking.has_changed()).await {
            // Nobody to hear it means that the daemon is ending.
            Ok(true) => drop(sender.send(Request::Reload).await),
            Ok(false) => {}
            // The threads are ending, and so is everything else.
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_once_and_when_it_is_at_rest() {
        let folder = tempfile::tempdir().unwrap();
        let (file, secret) = (folder.path().join("rasid.toml"), folder.path().join("hook.url"));
        let text = "[database]\npath = \"a.db\"\n[channels.a]\nkind = \"slack\"\nurl_file = \"hook.url\"\n";
        std::fs::write(&secret, "https://a.example/hook").unwrap();
        std::fs::write(&file, text).unwrap();
        let sources = Sources { file: Some(file.clone()), ..Sources::default() };
        let config = Config::load(&sources).unwrap();
        let reload = Reload::of(sources, &config);
        assert!(!reload.has_changed());
        for (path, content, is_good) in
            [(&file, format!("{text}# more\n"), true), (&secret, String::new(), false), (&secret, "http://b/".to_owned(), true)]
        {
            std::fs::write(path, content).unwrap();
            assert!(!reload.has_changed(), "it may still be written");
            assert!(reload.has_changed());
            assert_eq!(reload.read().is_ok(), is_good);
            assert!(!reload.has_changed() && !reload.has_changed());
        }
        std::fs::remove_file(&file).unwrap();
        assert!(!reload.has_changed() && !reload.has_changed(), "what is gone is not read");
    }
}
