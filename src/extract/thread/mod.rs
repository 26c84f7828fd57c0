//! The thread of an article: what a sentence owes to those before it.
//!
//! What was told is remembered (`memory`), with what the article and its sentences are about (`theme`, `topic`); later sentences add to
//! it (`continued`, `go_between`, `roster`, `heard`, `same_scene`) or repeat it of others (`echo`).

pub(crate) mod continued;
pub(crate) mod echo;
pub(crate) mod go_between;
pub(crate) mod heard;
pub(crate) mod memory;
pub(crate) mod roster;
pub(crate) mod same_scene;
pub(crate) mod theme;
pub(crate) mod topic;
