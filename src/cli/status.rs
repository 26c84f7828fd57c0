//! `rasid status`.

use super::{App, Outcome};

pub(super) fn run(_app: &mut App) -> anyhow::Result<Outcome> {
    Ok(Outcome::Done)
}
