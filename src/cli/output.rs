//! Files that a person asks for.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

/// Writes beside the file and renames, so that a full disk leaves the old file as it was.
///
/// # Errors
/// Where the path names no file, or nothing can be written there.
pub(super) fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let Some(name) = path.file_name() else { bail!("{} names no file", path.display()) };
    let mut beside = name.to_owned();
    beside.push(".new");
    let beside = path.with_file_name(beside);
    let doing = || format!("cannot write {}", path.display());
    fs::write(&beside, text).with_context(doing)?;
    fs::rename(&beside, path).with_context(doing)
}
