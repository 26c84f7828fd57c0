//! `rasid demo`: the whole pipeline on a newsroom inside this program.

pub mod content;
pub mod newsroom;

use super::args::DemoArgs;
use super::{App, Outcome};

pub(super) fn run(_app: &mut App, _args: &DemoArgs) -> anyhow::Result<Outcome> {
    Ok(Outcome::Done)
}
