//! Deciding whether a watch cares about an event, or about an article that names somebody.
//!
//! Watches are compiled into one [`Watcher`], and every event or article passes it once (`lookout`). A watch on a name of the knowledge asks
//! for participants or for those whom the extractor found (`entities`); a watch on other words asks for whole tokens, folded and without
//! what the language writes onto them (`phrases`), and where they are a name also for what sounds like it in any script (`heard`). A watch's
//! rule (`rule`) then says which findings and conditions must come together (`decide`). Whether what was told of an event has changed so
//! that a watch wants to hear of it again is decided in `change`. What is done about a match (once per event, nothing of old news) is the
//! stage's matter.

mod change;
mod decide;
mod describe;
mod entities;
mod forms;
mod heard;
mod lookout;
mod mentions;
mod phrases;
mod reason;
mod rule;
#[cfg(test)]
mod tests;
mod watcher;

pub use change::{Change, Now, changes, told};
pub use describe::{Bearer, Description, Resolved};
pub use mentions::{Naming, sentence_around};
pub use rule::{Condition, Named, Rule, RuleError};
pub use watcher::Watcher;
