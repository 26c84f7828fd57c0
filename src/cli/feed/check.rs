//! `rasid feed check`.
use crate::cli::args::FeedCheck;
use crate::cli::{App, Outcome};
pub(super) fn run(_app: &mut App, _args: &FeedCheck) -> anyhow::Result<Outcome> { Ok(Outcome::Done) }
