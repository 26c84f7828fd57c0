//! `rasid init`: a commented configuration to begin with.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::InitArgs;
use super::{App, Outcome};
use crate::config::TEMPLATE;

pub(super) fn run(app: &mut App, args: &InitArgs) -> anyhow::Result<Outcome> {
    let path = write_config(app, args.force)?;
    app.printer.line(&format!("wrote {}", path.display()))?;
    app.config()?;
    Ok(Outcome::Done)
}

/// Writes the commented file where it will be found, and never over one that is there unless `force` says so.
fn write_config(app: &App, force: bool) -> anyhow::Result<PathBuf> {
    let Some(path) = app.sources().new_file() else {
        bail!("neither XDG_CONFIG_HOME nor HOME is set; say where with --config FILE");
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    match write_file(&path, force) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("{} is there already; --force writes over it", path.display()),
        outcome => outcome.with_context(|| format!("cannot write {}", path.display()))?,
    }
    Ok(path)
}

fn write_file(path: &Path, force: bool) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let mut file = options.open(path)?;
    file.write_all(TEMPLATE.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rasid.toml");
        fs::write(&path, "mine").unwrap();
        assert_eq!(write_file(&path, false).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        write_file(&path, true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), TEMPLATE);
    }
}
