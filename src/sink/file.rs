//! A file: one JSON object a line, appended and brought to the disk before it counts as delivered.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::error::SinkError;
use super::{Sink, message};
use crate::model::{Alert, ChannelKind};

/// Appends alerts to a file. The file is opened anew for each, so that one that was rotated away is let go.
#[derive(Debug)]
pub struct FileSink {
    path: PathBuf,
    /// One writer at a time, or the repair after a failed write could cut another's line.
    writing: Arc<Mutex<()>>,
}

impl FileSink {
    /// The sink of a channel that appends to `path`.
    pub fn new(channel: &str, path: &Path) -> Result<Self, SinkError> {
        if path.file_name().is_none() {
            return Err(SinkError::Settings { channel: channel.to_owned(), reason: format!("{:?} names no file", path.display()) });
        }
        Ok(Self { path: path.to_owned(), writing: Arc::default() })
    }
}

impl Sink for FileSink {
    fn kind(&self) -> ChannelKind {
        ChannelKind::File
    }

    fn deliver<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, Result<(), SinkError>> {
        async {
            let line = message::line(alert)? + "\n";
            let (path, writing) = (self.path.clone(), Arc::clone(&self.writing));
            let append = tokio::task::spawn_blocking(move || {
                let _one = writing.lock().unwrap_or_else(PoisonError::into_inner);
                append(&path, &line)
            });
            append.await.unwrap_or_else(|error| Err(SinkError::File { path: self.path.clone(), source: io::Error::other(error) }))
        }
        .boxed()
    }
}

fn append(path: &Path, line: &str) -> Result<(), SinkError> {
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
