//! Noun phrases: who and what a sentence names.
//!
//! Elements become phrases (`chunk`, `building`), phrases stand in relation to each other (`arrange`); names that nobody listed are
//! told to be people by what introduces them (`strangers`, `fellows`) and kept for the rest of the article (`people`).

pub(crate) mod arrange;
pub(crate) mod building;
pub(crate) mod chunk;
pub(crate) mod doubles;
pub(crate) mod fellows;
pub(crate) mod namesakes;
pub(crate) mod nominative;
pub(crate) mod part;
pub(crate) mod people;
pub(crate) mod phrase;
pub(crate) mod plurals;
pub(crate) mod spelling;
pub(crate) mod strangers;
