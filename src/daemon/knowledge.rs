//! Reading the knowledge: what is built in, and the user's own files beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::Context as _;

use crate::article::{SiteFault, SiteFile, SiteRules};
use crate::config::Config;
use crate::knowledge::{DataFile, Draft, Knowledge, builtin_files, version_of};

/// The folders of a data directory, with the ending of their files.
const FOLDERS: [(&str, &str); 2] = [("knowledge", "txt"), ("lexicon", "toml")];
/// Larger than any table a person writes; what is larger was put there by mistake.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// The knowledge that the settings ask for: the built-in one, with the files of `knowledge.dir` added to it or over it.
///
/// # Errors
/// A folder or file that cannot be read, and every fault in the user's files at once.
pub fn load_knowledge(config: &Config) -> anyhow::Result<Arc<Knowledge>> {
    /// A reload of the settings asks again.
    static BUILTIN: OnceLock<Arc<Knowledge>> = OnceLock::new();
    if config.knowledge.dir.is_some() {
        return load_side_by_side(&all_files(config)?);
    }
    match BUILTIN.get() {
        Some(known) => Ok(Arc::clone(known)),
        None => {
            let loaded = load_side_by_side(&builtin_files())?;
            Ok(Arc::clone(BUILTIN.get_or_init(|| loaded)))
        }
    }
}

/// Loads both parts of the knowledge at a time, as every command that reads a text waits for them.
fn load_side_by_side(files: &[DataFile]) -> anyhow::Result<Arc<Knowledge>> {
    let draft = Draft::read(files);
    let (words, names) = std::thread::scope(|scope| {
        let words = scope.spawn(|| draft.words());
        let names = draft.names();
        (words.join(), names)
    });
    // A panic there is a panic here.
    let words = words.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    Ok(Arc::new(draft.finish(words, names)?))
}

/// The version that the knowledge of the settings has, without loading it: faults in the user's files are not looked for.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn knowledge_version(config: &Config) -> anyhow::Result<String> {
    Ok(version_of(&all_files(config)?))
}

/// The built-in files, and the user's own after them.
fn all_files(config: &Config) -> anyhow::Result<Vec<DataFile>> {
    let mut files = builtin_files();
    if let Some(dir) = &config.knowledge.dir {
        files.extend(knowledge_files(dir)?);
    }
    Ok(files)
}

/// The rules for sites that the settings ask for: the built-in ones, with the files of `sites/` in `knowledge.dir` over them.
///
/// # Errors
/// A folder or file that cannot be read, and every fault in the files at once.
pub fn load_sites(config: &Config) -> anyhow::Result<Arc<SiteRules>> {
    let files = config.knowledge.dir.as_deref().map(site_files).transpose()?.unwrap_or_default();
    let faulty = |faults: Vec<SiteFault>| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("faults in rules for sites:\n{}", faults.join("\n"))
    };
    SiteRules::with(&files).map(Arc::new).map_err(faulty)
}

/// The files of rules for sites in a knowledge folder, by path.
///
/// # Errors
/// A folder or file that cannot be read, or is far too large.
pub fn site_files(dir: &Path) -> anyhow::Result<Vec<SiteFile>> {
    let files = files_in(dir, "sites", "toml")?;
    Ok(files.into_iter().map(|DataFile { path, text, .. }| SiteFile { path, text }).collect())
}

/// The files of a knowledge folder, by path.
///
/// # Errors
/// A folder or file that cannot be read, or is far too large.
pub fn knowledge_files(dir: &Path) -> anyhow::Result<Vec<DataFile>> {
    let mut files = Vec::new();
    for (folder, ending) in FOLDERS {
        files.extend(files_in(dir, folder, ending)?);
    }
    files.sort_by(|a: &DataFile, b: &DataFile| a.path.cmp(&b.path));
    Ok(files)
}

/// The files of one folder in a knowledge folder, by name; none where there is no such folder.
fn files_in(dir: &Path, folder: &str, ending: &str) -> anyhow::Result<Vec<DataFile>> {
    let folder_path = dir.join(folder);
    if !folder_path.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&folder_path).with_context(|| format!("cannot read the folder {}", folder_path.display()))?;
    let mut paths: Vec<PathBuf> = entries.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|found| found == ending)) {
        let text = read_text(&path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push(DataFile { path: format!("{folder}/{name}"), text, overrides: true });
    }
    Ok(files)
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let doing = || format!("cannot read {}", path.display());
    let n_bytes = fs::metadata(path).with_context(doing)?.len();
    if MAX_FILE_BYTES < n_bytes {
        anyhow::bail!("{} has {n_bytes} bytes; at most {MAX_FILE_BYTES} are read", path.display());
    }
    fs::read_to_string(path).with_context(doing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_files_change_the_version_and_faults_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.knowledge.dir = Some(folder.path().to_owned());
        let plain = load_knowledge(&config).unwrap();
        assert_eq!(plain.version(), Knowledge::builtin().version());
        assert_eq!(knowledge_version(&config).unwrap(), plain.version());
        fs::create_dir(folder.path().join("sites")).unwrap();
        fs::write(folder.path().join("sites/own.toml"), "[[site]]\nhosts = [\"own.example\"]\nbody = [\".story\"]\n").unwrap();
        assert!(load_sites(&config).unwrap().hosts().contains(&"own.example"));
        fs::write(folder.path().join("sites/own.toml"), "[[site]]\nhosts = []\n").unwrap();
        assert!(load_sites(&config).err().unwrap().to_string().contains("sites/own.toml:1"));
        fs::create_dir(folder.path().join("knowledge")).unwrap();
        fs::write(folder.path().join("knowledge/notes.md"), "not data").unwrap();
        let header = builtin_files().iter().find(|file| file.path.ends_with("people-us.txt")).map(|file| file.text.clone()).unwrap();
        let header = header.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty()).unwrap().to_owned();
        fs::write(folder.path().join("knowledge/people-own.txt"), format!("{header}\n")).unwrap();
        assert_ne!(load_knowledge(&config).unwrap().version(), plain.version());
        fs::write(folder.path().join("knowledge/people-own.txt"), format!("{header}\nnonsense | \n")).unwrap();
        let error = load_knowledge(&config).unwrap_err().to_string();
        assert!(error.contains("people-own.txt:2"), "{error}");
    }
}
