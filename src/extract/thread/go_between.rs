//! Who stood between the parties of what was told right before: "The mediator was Oman."

use crate::extract::assemble::Candidate;
use crate::extract::cast::party::Party;
use crate::model::{EventType, Role, Status};

/// How many sentences behind what was agreed its go-between is told.
const MAX_BEHIND: usize = 2;

/// More than so many go-betweens are likelier the parties themselves.
const MAX_BETWEEN: usize = 3;

/// Gives a mediation whose sentence names no parties those of the talks, the exchange or the accord told last before it, and those
/// talks or that exchange their go-between.
pub(crate) fn share(candidates: &mut [Candidate]) {
    for index in 0..candidates.len() {
        let mediation = &candidates[index];
        if mediation.event_type != EventType::Mediation || played(mediation, Role::Participant).next().is_some() {
            continue;
        }
        let here = mediation.sentence;
        let near = |c: &Candidate| c.in_title == mediation.in_title && c.sentence <= here && here <= c.sentence + MAX_BEHIND;
        let Some(before) = candidates[..index].iter().rposition(|c| near(c) && has_sides(c)) else { continue };
        let between: Vec<Party> = played(mediation, Role::Mediator).cloned().collect();
        if MAX_BETWEEN < between.len() {
            continue;
        }
        let done = mediation.status == Status::Occurred;
        let told = &mut candidates[before];
        if done && matches!(told.event_type, EventType::Negotiation | EventType::PrisonerSwap) {
            let new: Vec<Party> =
                between.iter().filter(|party| told.cast.iter().all(|(_, known)| !known.is_same(party))).cloned().collect();
            told.cast.extend(new.into_iter().map(|party| (Role::Mediator, party)));
        }
        let other = |party: &&Party| between.iter().all(|known| !known.is_same(party));
        let sides: Vec<Party> = played(told, Role::Participant).filter(other).cloned().collect();
        candidates[index].steps.tell(|| "participants: those of what was told right before".to_owned());
        candidates[index].cast.extend(sides.into_iter().map(|party| (Role::Participant, party)));
    }
}

/// Whether something is told to which two sides belong that somebody may stand between.
fn has_sides(candidate: &Candidate) -> bool {
    use EventType as T;
    matches!(candidate.event_type, T::Negotiation | T::PrisonerSwap | T::Agreement) && 2 <= played(candidate, Role::Participant).count()
}

fn played(candidate: &Candidate, role: Role) -> impl Iterator<Item = &Party> {
    candidate.cast.iter().filter(move |(r, _)| *r == role).map(|(_, party)| party)
}
