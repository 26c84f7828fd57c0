//! A user's own templates, from their files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::channel::{LANGUAGES, Templates};

/// Largest template, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// The template at `path`, and those beside it that have a language before their ending. The error says what is wrong.
pub(super) fn read(path: &Path) -> Result<Templates, String> {
    let mut found = BTreeMap::from([(String::new(), content(path)?)]);
    for lang in LANGUAGES {
        let own = in_language(path, lang);
        if own.is_file() {
            found.insert(lang.to_owned(), content(&own)?);
        }
    }
    Templates::new(found).map_err(|error| format!("its template {} cannot be used: {error}", path.display()))
}

/// `desk.jinja` in Arabic is `desk.ar.jinja`.
fn in_language(path: &Path, lang: &str) -> PathBuf {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some(ending) => path.with_extension(format!("{lang}.{ending}")),
        None => path.with_extension(lang),
    }
}

fn content(path: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("its template {} cannot be read: {error}", path.display());
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if MAX_BYTES < size {
        return Err(format!("its template {} has {size} bytes, more than {MAX_BYTES}", path.display()));
    }
    std::fs::read_to_string(path).map_err(failed)
}
