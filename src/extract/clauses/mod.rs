//! Clauses: the part of a sentence that belongs to an act.
//!
//! A sentence is cut at its verbs and joints (`scene`), an act is given its clause (`clause`), its subject (`subjects`), the slot of
//! each phrase (`slots`) and its status (`status`).

pub(crate) mod agreement;
pub(crate) mod attributive;
pub(crate) mod clause;
pub(crate) mod occasion;
pub(crate) mod scene;
pub(crate) mod slots;
pub(crate) mod status;
pub(crate) mod subjects;
