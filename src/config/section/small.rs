//! `[extract]` and `[knowledge]`: what can be set about reading the texts.

use std::path::PathBuf;

use super::super::reader::Section;

/// How articles are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractSettings {
    /// Articles read at a time, each on a thread of its own; 0 for one per processor.
    pub workers: u32,
    /// Most bytes of a body that are read; the rest is kept but not read.
    pub max_text_bytes: u64,
}

impl ExtractSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self { workers: section.integer("workers", 0, 0..=256), max_text_bytes: section.size("max_text", 256 << 10, 1 << 10..=16 << 20) }
    }
}

/// Where further knowledge comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnowledgeSettings {
    /// A folder whose `knowledge/` and `lexicon/` files add to the built-in ones or override them.
    pub dir: Option<PathBuf>,
}

impl KnowledgeSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        let dir = section.path_or_none("dir");
        if let Some(dir) = &dir
            && let Err(error) = std::fs::read_dir(dir)
        {
            section
                .fault_at("dir", format!("`knowledge.dir`: cannot read the folder {}: {error}; valid: a readable folder", dir.display()));
        }
        Self { dir }
    }
}
