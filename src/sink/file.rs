//! A file: one JSON object a line, appended and brought to the disk before it counts as delivered.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Receipt;
use super::error::SinkError;

/// A line to be appended. The file is opened anew for each, so that one that was rotated away is let go.
pub(super) struct Append {
    pub path: PathBuf,
    pub line: String,
    pub max_bytes: u64,
    pub keep: u64,
}

/// Appends a line on a thread that may block, one at a time.
pub(super) async fn append(writing: Arc<Mutex<()>>, append: Append) -> Result<Receipt, SinkError> {
    let path = append.path.clone();
    let write = tokio::task::spawn_blocking(move || {
        let _one = writing.lock().unwrap_or_else(PoisonError::into_inner);
        rotate(&append).map_err(|source| SinkError::File { path: append.path.clone(), source })?;
        append_now(&append.path, &append.line)?;
        Ok(Receipt { said: format!("{} bytes were written to {}", append.line.len(), append.path.display()) })
    });
    write.await.unwrap_or_else(|error| Err(SinkError::File { path, source: io::Error::other(error) }))
}

/// Puts the file aside where the line would make it too long: FILE becomes FILE.1, that becomes FILE.2, and the oldest goes.
fn rotate(append: &Append) -> io::Result<()> {
    let is_full = |size: u64| 0 < size && append.max_bytes < size.saturating_add(append.line.len() as u64);
    if append.max_bytes == 0 || !std::fs::metadata(&append.path).is_ok_and(|found| found.is_file() && is_full(found.len())) {
        return Ok(());
    }
    for number in (0..append.keep.max(1)).rev() {
        match std::fs::rename(numbered(&append.path, number), numbered(&append.path, number + 1)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    sync_directory(&append.path)
}

fn numbered(path: &Path, number: u64) -> PathBuf {
    if number == 0 {
        return path.to_owned();
    }
    let mut name = OsString::from(path);
    name.push(format!(".{number}"));
    PathBuf::from(name)
}

fn append_now(path: &Path, line: &str) -> Result<(), SinkError> {
    let failed = |source| SinkError::File { path: path.to_owned(), source };
    let is_new = match std::fs::metadata(path) {
        // Opening a pipe that nobody reads would wait for ever, so what stands there is looked at first.
        Ok(found) if found.is_file() => false,
        Ok(found) => {
            return Err(SinkError::NotAFile {
                path: path.to_owned(),
                what: if found.is_dir() { "a directory" } else { "a device or pipe" },
            });
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(failed(error)),
    };
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(failed)?;
    write_line(&mut file, line).map_err(failed)?;
    if is_new {
        sync_directory(path).map_err(failed)?;
    }
    Ok(())
}

/// Writes the line in one call. A line cut short, here or by an earlier crash, is never joined with the next one.
fn write_line(file: &mut File, line: &str) -> io::Result<()> {
    let old_len = file.metadata()?.len();
    let bytes = if ends_open(file, old_len)? { format!("\n{line}").into_bytes() } else { line.as_bytes().to_vec() };
    let written =
        file.write(&bytes).and_then(|n_written| if n_written == bytes.len() { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) });
    let synced = written.and_then(|()| file.sync_data());
    if synced.is_err() && file.metadata().is_ok_and(|now| now.len() <= old_len + bytes.len() as u64) {
        // The failure that is reported is the first; the half line, if it stays, is closed by the next write.
        let _ = file.set_len(old_len);
    }
    synced
}

/// Whether the file ends in the middle of a line.
fn ends_open(file: &mut File, len: u64) -> io::Result<bool> {
    if len == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(len - 1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// A new file's name is part of its directory, and is lost in a crash unless that is brought to the disk as well.
fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all()
}
