//! Loading in two parts that know nothing of each other, so that a caller may make each on a thread of its own: every command that reads a
//! text waits for both.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::error::{Fault, KnowledgeErrors};
use super::inflect::Declensions;
use super::lexicon::{Frames, Lexicon};
use super::lexicon_load::{self, Content, Written};
use super::names_load::{self, Names};
use super::records::{EntityRecord, NameSense};
use super::table::DataFile;
use super::trie::{Trie, Vocabulary};
use super::{Knowledge, states_of};
use crate::text::dates::DateWords;

/// About how many different words the lexicons and the tables of names have in all their forms: room that is made at once need not
/// grow step by step.
const N_WORDS: usize = 80_000;
const N_NAMES: usize = 160_000;

/// Data files, of which only that is read which both parts need.
pub struct Draft<'f> {
    files: &'f [DataFile],
    frames: Frames,
    written: Vec<Written<'f>>,
    faults: Vec<Fault>,
}

/// The words of all lexicons.
pub struct WordsPart {
    version: String,
    vocabulary: Vocabulary,
    /// For each lexicon file its content and the words of its dates.
    contents: Vec<Option<(Content, DateWords)>>,
    faults: Vec<Fault>,
}

/// The names of all tables.
pub struct NamesPart {
    names: Names,
    phrases: Trie<NameSense>,
    vocabulary: Vocabulary,
    faults: Vec<Fault>,
}

impl<'f> Draft<'f> {
    /// Reads the files as far as both parts need.
    pub fn read(files: &'f [DataFile]) -> Self {
        let mut faults = Vec::new();
        let is_lexicon = |f: &&DataFile, suffix: &str| f.path.starts_with("lexicon/") && f.path.ends_with(suffix);
        let mut frames = Frames::new();
        for file in files.iter().filter(|f| is_lexicon(f, "frames.toml")) {
            frames.extend(lexicon_load::frames(file, &mut faults));
        }
        let is_part = |f: &DataFile| [".dates.toml", ".feasts.toml", "frames.toml"].iter().any(|end| f.path.ends_with(end));
        let is_language = |f: &&DataFile| is_lexicon(f, ".toml") && !is_part(f);
        let written = files.iter().filter(is_language).filter_map(|file| lexicon_load::read(file, &mut faults)).collect();
        Self { files, frames, written, faults }
    }

    /// Reads the words of the lexicons.
    pub fn words(&self) -> WordsPart {
        let (mut vocabulary, mut faults) = (Vocabulary::with_capacity(N_WORDS), Vec::new());
        let mut content = |written: &Written<'_>| {
            let mut dates = DateWords::default();
            for end in [".dates.toml", ".feasts.toml"] {
                let path = written.path().replace(".toml", end);
                if let Some(file) = self.files.iter().rfind(|f| f.path == path) {
                    lexicon_load::dates(file, &mut dates, &mut faults);
                }
            }
            Some((lexicon_load::content(written, &self.frames, &mut vocabulary, &mut faults)?, dates))
        };
        let contents = self.written.iter().map(&mut content).collect();
        WordsPart { version: version_of(self.files), vocabulary, contents, faults }
    }

    /// Reads the names of the tables, in all their forms.
    pub fn names(&self) -> NamesPart {
        let (mut vocabulary, mut faults) = (Vocabulary::with_capacity(N_NAMES), Vec::new());
        let declensions: HashMap<String, &Declensions> =
            self.written.iter().map(|written| (written.lang().to_owned(), &written.declensions)).collect();
        let tables: Vec<&DataFile> = self.files.iter().filter(|f| f.path.starts_with("knowledge/")).collect();
        let mut names = names_load::load(&tables, &declensions, &mut vocabulary, &mut faults);
        vocabulary.finish();
        let phrases = std::mem::take(&mut names.phrases).finish();
        NamesPart { names, phrases, vocabulary, faults }
    }

    /// Puts both parts of this draft together.
    ///
    /// # Errors
    /// Every fault in any of the files.
    pub fn finish(self, words: WordsPart, names: NamesPart) -> Result<Knowledge, KnowledgeErrors> {
        let NamesPart { names, phrases, mut vocabulary, faults: names_faults } = names;
        let mut faults = [self.faults, words.faults, names_faults].concat();
        if !faults.is_empty() {
            faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            return Err(KnowledgeErrors(faults));
        }
        let numbers = vocabulary.absorb(&words.vocabulary);
        let mut lexicons: Vec<Lexicon> = Vec::new();
        for (written, content) in self.written.into_iter().zip(words.contents) {
            let Some((content, dates)) = content else { continue };
            let lexicon = lexicon_load::lexicon(written, content, dates, &numbers);
            lexicons.retain(|known| known.lang != lexicon.lang);
            lexicons.push(lexicon);
        }
        let states = states_of(&names.entities);
        let state_of = |entity: &EntityRecord| states.get(entity.country.as_ref()?)?.entity;
        Ok(Knowledge {
            state_of: names.entities.iter().map(state_of).collect(),
            states,
            entities: names.entities,
            entity_ids: names.entity_ids,
            offices: names.offices,
            places: names.places,
            names: phrases,
            given_names: names.given_names,
            vocabulary,
            lexicons,
            version: words.version,
        })
    }
}

/// A hash of data files, 16 hex digits: what [`Knowledge::version`] says once they are loaded.
pub fn version_of(files: &[DataFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.path.as_bytes());
        hash.update([0]);
        hash.update(file.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
