//! Reading the knowledge: what is built in, and the user's own files beside it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use crate::config::Config;
use crate::knowledge::{DataFile, Knowledge, builtin_files};

/// The folders of a data directory, with the ending of their files.
const FOLDERS: [(&str, &str); 2] = [("knowledge", "txt"), ("lexicon", "toml")];

/// The knowledge that the settings ask for: the built-in one, with the files of `knowledge.dir` added to it or over it.
///
/// # Errors
/// A folder or file that cannot be read, and every fault in the user's files at once.
pub fn load_knowledge(config: &Config) -> anyhow::Result<Arc<Knowledge>> {
    let Some(dir) = &config.knowledge.dir else { return Ok(Knowledge::builtin()) };
    let mut files = builtin_files();
    for (folder, ending) in FOLDERS {
        files.extend(read_folder(&dir.join(folder), folder, ending)?);
    }
    let knowledge = Knowledge::load(&files).with_context(|| format!("the knowledge in {} is faulty", dir.display()))?;
    Ok(Arc::new(knowledge))
}

/// The files of one folder, by name; none where there is no such folder.
fn read_folder(path: &Path, folder: &str, ending: &str) -> anyhow::Result<Vec<DataFile>> {
    if !path.try_exists().with_context(|| format!("cannot look for the folder {}", path.display()))? {
        return Ok(Vec::new());
    }
    let cannot_read = || format!("cannot read the folder {}", path.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(path).with_context(cannot_read)? {
        let file = entry.with_context(cannot_read)?.path();
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else { continue };
        if file.extension().is_some_and(|found| found == ending) {
            let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            files.push(DataFile { path: format!("{folder}/{name}"), text, overrides: true });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
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
        fs::create_dir(folder.path().join("knowledge")).unwrap();
        fs::write(folder.path().join("knowledge/notes.md"), "not data").unwrap();
        let header = builtin_files().iter().find(|file| file.path.ends_with("people-us.txt")).map(|file| file.text.clone()).unwrap();
        let header = header.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty()).unwrap().to_owned();
        fs::write(folder.path().join("knowledge/people-own.txt"), format!("{header}\n")).unwrap();
        assert_ne!(load_knowledge(&config).unwrap().version(), plain.version());
        fs::write(folder.path().join("knowledge/people-own.txt"), format!("{header}\nnonsense | \n")).unwrap();
        let error = format!("{:#}", load_knowledge(&config).unwrap_err());
        assert!(error.contains("people-own.txt:2"), "{error}");
    }
}
