//! Who did what to whom: one article in, its reports out.
//!
//! The passes, in order: the text is cut into tokens and sentences (`document`); teasers and captions are left
//! out (`skip`); names and words are found (`elements`); noun phrases are built and put in relation (`chunk`,
//! `strangers`, `arrange`); each trigger is given its clause and its roles (`scene`, `slots`, `subjects`, `roles`),
//! references resolved (`party`); status, sources, date and place are read (`status`, `sources`, `told`, `when`);
//! what later sentences add is joined (`continued`, `same_scene`), repetitions are merged (`assemble`) and written out (`write`).
//!
//! Extraction cannot fail: a text that is not understood gives less result, and a note that says why.

mod agreement;
mod allowed;
mod arrange;
mod assemble;
mod attributive;
mod building;
mod cast;
mod chunk;
mod clause;
mod clitics;
mod confidence;
mod context;
mod continued;
mod dateline;
mod document;
mod doubles;
mod echo;
mod elements;
mod endings;
mod engine;
mod explain;
mod extractor;
mod fellows;
mod few;
mod go_between;
mod heard;
mod inherit;
pub mod link;
mod lists;
mod memory;
mod namesakes;
mod nominative;
mod observer;
mod occasion;
mod part;
mod party;
mod people;
mod phrase;
mod places;
mod plurals;
mod posts;
mod reading;
mod require;
mod roles;
mod roster;
mod same_scene;
mod scene;
mod skip;
mod slots;
mod sources;
mod spelling;
mod staff;
mod status;
mod strangers;
mod subjects;
mod surmise;
mod terms;
mod theme;
mod told;
mod topic;
mod types;
mod when;
mod words;
mod write;

pub use engine::{VERSION, engine_version, engine_version_with};
pub use explain::{Explanation, Miss, SentenceTrace, explain};
pub use extractor::{Extractor, extract};
