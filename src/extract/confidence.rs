//! How sure a report is, from the evidence for it.

use crate::knowledge::{Shape, Trigger};
use crate::model::{Role, Status};

use super::cast::require::Met;
use super::cast::roles::Outcome;
use super::phrases::phrase::Who;
use super::types::{Needs, needs};

/// How sure one candidate is, 0 to 1: the trigger's weight, lessened by whatever is missing or had to be guessed.
/// Factors were chosen so that each doubt alone costs about as much as it raised the share of false reports.
pub(super) fn confidence(trigger: &Trigger, shape: Shape, outcome: &Outcome, status: Status) -> f64 {
    let has = |role: Role| outcome.cast.iter().any(|(r, _)| *r == role);
    let complete = match needs(trigger.event_type) {
        Needs::Either(a, b) | Needs::Both(a, b) => has(a) && has(b) || has(Role::Participant),
        Needs::Two => 1 < outcome.cast.len(),
        Needs::Person(_) => true,
    };
    let guessed_state = outcome.cast.iter().filter(|(_, p)| matches!(p.who, Who::State(_))).count();
    let mut sure = trigger.weight;
    sure *= if complete { 1.0 } else { 0.75 };
    sure *= if outcome.inherited { 0.85 } else { 1.0 };
    sure *= match outcome.met {
        Met::Clause => 1.0,
        Met::Sentence | Met::PointsBack => 0.95,
        Met::Theme => 0.8,
    };
    sure *= if shape == Shape::Noun { 0.95 } else { 1.0 };
    sure *= if matches!(status, Status::Proposed | Status::Ongoing) { 0.9 } else { 1.0 };
    sure *= if guessed_state == outcome.cast.len() { 0.95 } else { 1.0 };
    sure.clamp(0.05, 0.99)
}
