//! `[extract]`, `[knowledge]` and `[link]`: what can be set about reading the texts.

use std::path::PathBuf;
use std::time::Duration;

use super::super::reader::Section;
use super::{days, hours};

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

/// Which reports are taken for accounts of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkSettings {
    /// How far apart two reports may lie in time and still tell one event, where they give no exact date.
    pub window: Duration,
    /// How alike two reports must be, 0 to 1.
    pub min_similarity: f64,
}

impl LinkSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            window: section.duration("window", days(3), hours(1)..=days(60)),
            min_similarity: section.number("min_similarity", 0.6, 0.0..=1.0),
        }
    }
}
