//! Who did what to whom: one article in, its reports out.
//!
//! The passes, each a room of its own, called in order by `engine`:
//!
//! 1. `reading`: the text is cut into tokens and sentences, teasers and captions are left out, names and words are found.
//! 2. `phrases`: noun phrases are built and put in relation, strangers are introduced.
//! 3. `clauses`: each trigger is given its clause, the subject and the slots of the other phrases, its status.
//! 4. `cast`: the slots become roles, references are resolved, what a type asks for is required.
//! 5. `setting`: when and where, and according to whom.
//! 6. `thread`: what a sentence owes to those before it, and what it adds to what they told.
//! 7. `assemble` merges repetitions, `confidence` judges, `write` gives them out; `link` joins the reports of many articles.
//!
//! Extraction cannot fail: a text that is not understood gives less result, and a note that says why.

mod assemble;
mod cast;
mod clauses;
mod confidence;
mod engine;
mod explain;
mod extractor;
pub mod link;
mod observer;
mod phrases;
mod reading;
mod setting;
mod steps;
mod thread;
mod types;
mod write;

pub use engine::{VERSION, engine_version, engine_version_with};
pub use explain::{Explanation, Miss, SentenceTrace, explain};
pub use extractor::{Extractor, extract};
