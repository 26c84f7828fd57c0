//! One daemon for each database: a lock file beside it, held for as long as the process lives.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;

/// The lock of one database; given back when dropped, or by the system when the process dies in whatever way.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Who holds the lock of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Its process, where it has said so.
    pub process: Option<u32>,
}

impl Lock {
    /// Takes the lock of the database at `path`.
    ///
    /// # Errors
    /// Where another daemon has it, or the lock file cannot be made.
    pub fn take(path: &Path) -> anyhow::Result<Self> {
        let lock_path = lock_path(path);
        let cannot = || format!("cannot lock {}", lock_path.display());
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&lock_path).with_context(cannot)?;
        match try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let process = read_process(&mut file).map(|process| format!(" (process {process})")).unwrap_or_default();
                anyhow::bail!("another daemon{process} is running on {}; one database has one daemon", path.display());
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(cannot),
        }
        file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).with_context(cannot)?;
        Ok(Self { _file: file })
    }
}

/// Who holds the lock of the database at `path`; nothing where nobody does.
///
/// # Errors
/// Where the lock file is there and cannot be asked.
pub fn holder(path: &Path) -> std::io::Result<Option<Holder>> {
    let mut file = match File::open(lock_path(path)) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    // A shared lock is refused while somebody has the whole, and two who only ask do not mind each other.
    match file.try_lock_shared() {
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => Ok(Some(Holder { process: read_process(&mut file) })),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whoever only asks holds the lock for a moment, so a refusal is believed when it is repeated.
fn try_lock(file: &File) -> Result<(), TryLockError> {
    const TRIES: u32 = 5;
    const PAUSE: Duration = Duration::from_millis(20);
    for _ in 1..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::park_timeout(PAUSE),
            outcome => return outcome,
        }
    }
    file.try_lock()
}

fn read_process(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn lock_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    path.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_has_one_daemon() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        assert_eq!(holder(&path).unwrap(), None);
        let lock = Lock::take(&path).unwrap();
        let me = std::process::id();
        assert_eq!(holder(&path).unwrap(), Some(Holder { process: Some(me) }));
        let error = Lock::take(&path).unwrap_err().to_string();
        assert!(error.starts_with(&format!("another daemon (process {me}) is running on ")), "{error}");
        drop(lock);
        assert_eq!(holder(&path).unwrap(), None);
        Lock::take(&path).unwrap();
    }
}
