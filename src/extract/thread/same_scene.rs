//! Acts of one scene: what a text tells without a date of its own happened on the day of the act with which it goes together.

use crate::extract::assemble::Candidate;
use crate::extract::cast::party::Party;
use crate::extract::types::is_performative;
use crate::model::{DateSpan, EventType, Family, Status};

/// How many sentences back the act can stand with which another goes together.
const MAX_BACK: usize = 3;

/// Gives an act without a date the day of the act before it, where both are of one scene: the signing at the end of talks, the note
/// handed over at a summons, the charge that a speaker adds to what he announced; in a chronicle, that of the entry.
pub(crate) fn take_over_day(found: &mut Candidate, candidates: &[Candidate], heading: Option<DateSpan>) {
    if found.when.is_some() || found.background || found.in_title || found.status != Status::Occurred {
        return;
    }
    if let Some(day) = heading {
        found.when = Some(day);
        found.steps.tell(|| format!("date {}: that which heads the paragraph", day.start));
        return;
    }
    let near = |c: &&Candidate| found.sentence <= c.sentence + MAX_BACK && !c.in_title;
    let dated = |c: &&Candidate| c.when.is_some_and(|when| when.start == when.end) && c.status == Status::Occurred;
    let mut before = candidates.iter().rev().take_while(near).filter(dated);
    let Some(day) = before.find(|c| goes_on(found, c)).and_then(|c| c.when) else { return };
    found.when = Some(day);
    found.steps.tell(|| format!("date {}: that of the act before, of one scene", day.start));
}

/// Gives a meeting, a signing or a message without a place that of the visit or talks before it, of which it is a part.
pub(crate) fn take_over_place(found: &mut Candidate, candidates: &[Candidate]) {
    if found.place.as_ref().is_some_and(|place| place.country.is_some()) || found.in_title || found.status != Status::Occurred {
        return;
    }
    let near = |c: &&Candidate| found.sentence <= c.sentence + MAX_BACK && !c.in_title;
    let same_time = |c: &Candidate| found.when.is_none() || c.when.is_none() || found.when.map(|w| w.start) == c.when.map(|w| w.start);
    let part = |c: &&Candidate| c.status == Status::Occurred && go_together(found.event_type, c.event_type) && shares_state(found, c);
    let whole = candidates.iter().rev().take_while(near).find(|c| part(c) && same_time(c) && c.place.is_some());
    if let Some(whole) = whole {
        found.place.clone_from(&whole.place);
        found.steps.tell(|| "place: that of the act before, of one scene".to_owned());
    }
}

/// Whether an act is told as part of what the one before it tells.
fn goes_on(found: &Candidate, before: &Candidate) -> bool {
    let companions = go_together(found.event_type, before.event_type) || go_together(before.event_type, found.event_type);
    companions && shares_state(found, before) || speaks_on(found, before)
}

/// Acts that are done in one go.
const fn go_together(a: EventType, b: EventType) -> bool {
    use EventType as T;
    matches!(
        (a, b),
        (T::Agreement, T::RelationsRestored | T::Negotiation | T::Meeting)
            | (T::Message, T::AmbassadorSummoned | T::Meeting | T::Visit)
            | (T::Meeting | T::Negotiation | T::Agreement, T::Visit)
            | (T::Message, T::Negotiation)
            | (T::Appointment, T::Departure)
            | (T::DiplomatExpelled, T::RelationsCut | T::AmbassadorRecalled | T::MissionClosed)
    )
}

/// Whether a state takes part in both, or nobody's state is told in one.
fn shares_state(a: &Candidate, b: &Candidate) -> bool {
    let states = |c: &Candidate| c.cast.iter().filter_map(|(_, party)| party.country).collect::<Vec<_>>();
    let (a, b) = (states(a), states(b));
    a.is_empty() || b.is_empty() || a.iter().any(|state| b.contains(state))
}

/// Whether a person who announced or did the act before goes on to accuse, threaten, demand.
fn speaks_on(found: &Candidate, before: &Candidate) -> bool {
    let speech = matches!(found.event_type.family(), Family::Pressure | Family::Support);
    let Some((_, speaker)) = found.cast.first().filter(|(_, party)| speech && party.is_person()) else { return false };
    let is_speaker = |party: &Party| party.is_same(speaker);
    is_performative(before.event_type)
        && (before.sources.iter().any(is_speaker) || before.cast.first().is_some_and(|(_, party)| is_speaker(party)))
}
