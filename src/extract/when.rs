//! When and where an act took place or is set for.

use std::ops::Range;

use jiff::civil::Date;

use crate::knowledge::{Cue, Detail, Knowledge};
use crate::model::{Basis, DateSpan, EventType, Place, Precision, Role, Status};
use crate::text::dates::{Bound, Direction, FoundDate};

use super::clause::Clause;
use super::elements::Element;
use super::phrase::{Phrase, Who};
use super::roles::Cast;
use super::scene::{Act, Scene};
use super::types::is_performative;

/// The date of an act: the nearest of its clause; for what is done by announcing it, else that of the announcement.
pub(super) fn when(
    scene: &Scene<'_>,
    act: &Act,
    clause: &Clause,
    event_type: EventType,
    status: Status,
    dates: &[FoundDate],
    day: Option<Date>,
    last: Option<Date>,
) -> Option<DateSpan> {
    let day = day?;
    let here = &scene.elements[act.element].tokens;
    let usable = |date: &&FoundDate| date.bound == Bound::On && !inside_phrase(scene, date);
    let distance = |date: &&FoundDate| {
        if date.tokens.end <= here.start { here.start - date.tokens.end } else { date.tokens.start.saturating_sub(here.end) }
    };
    let performed = is_performative(event_type);
    let in_clause = |date: &&FoundDate| clause.contains(&date.tokens) && (performed || !said_then(scene, date, here));
    let own = dates.iter().filter(usable).filter(in_clause).min_by_key(distance);
    let announced = performed && matches!(status, Status::Occurred);
    let shared =
        || dates.iter().filter(usable).rev().find(|date| date.tokens.end <= clause.start && (announced || governs(scene, date, here)));
    let Some(date) = own.or_else(shared) else { return day_told_before(scene, clause, last) };
    let ahead = matches!(status, Status::Planned | Status::Proposed | Status::Cancelled | Status::Refused);
    let direction = if ahead { Direction::Future } else { Direction::Past };
    date.expr.resolve(day, direction)
}

/// The day that the clause counts from the last one told: "the same day", "a day earlier".
fn day_told_before(scene: &Scene<'_>, clause: &Clause, last: Option<Date>) -> Option<DateSpan> {
    let days = [(Cue::SameDay, 0), (Cue::DayBefore, -1), (Cue::DayAfter, 1)];
    let inside = |e: &&Element| clause.contains(&e.tokens) || e.tokens.end == clause.start;
    let shift = scene.elements.iter().filter(inside).find_map(|e| days.iter().find(|(cue, _)| e.is(*cue)).map(|(_, shift)| *shift))?;
    let date = last?.checked_add(jiff::Span::new().days(shift)).ok()?;
    Some(DateSpan { start: date, end: date, precision: Precision::Day, basis: Basis::Relative })
}

/// Whether a date belongs to the verb that tells of a contact and not to the contact ("announced on Sunday a call").
fn said_then(scene: &Scene<'_>, date: &FoundDate, act: &Range<usize>) -> bool {
    if act.end <= date.tokens.start {
        return false;
    }
    let verbs =
        || scene.elements.iter().filter(|e| e.tokens.end <= act.start && e.is_any(&[Cue::Announce, Cue::Say, Cue::Light, Cue::Happen]));
    let before = verbs().rfind(|e| e.tokens.end <= date.tokens.start);
    let verb = before.or_else(|| verbs().find(|e| date.tokens.end <= e.tokens.start));
    verb.is_some_and(|verb| verb.is_any(&[Cue::Announce, Cue::Say]) && !verb.is_any(&[Cue::Light, Cue::Happen]))
}

/// Whether a date that stands before the clause of an act dates it too: nothing told or joined lies between them
/// ("On Sunday X met Y and signed Z").
fn governs(scene: &Scene<'_>, date: &FoundDate, act: &Range<usize>) -> bool {
    let between = scene.elements.iter().filter(|e| date.tokens.end <= e.tokens.start && e.tokens.end <= act.start);
    let breaks = [Cue::That, Cue::Which, Cue::Clause, Cue::Say, Cue::Announce, Cue::After, Cue::Before, Cue::If, Cue::Earlier];
    between.into_iter().all(|e| !e.is_any(&breaks))
}

/// A number inside a name or office is no date.
fn inside_phrase(scene: &Scene<'_>, date: &FoundDate) -> bool {
    scene.phrases.iter().any(|p| p.name.start < date.tokens.start && date.tokens.end <= p.name.end)
}

/// Where an act took place: the place behind an "in" of its clause, nearest behind the act first.
pub(super) fn place(scene: &Scene<'_>, act: &Act, clause: &Clause) -> Option<Place> {
    let here = &scene.elements[act.element].tokens;
    let located = |p: &&Phrase| {
        matches!(p.preposition, Some(Cue::In))
            && p.office.is_none()
            && (p.place.is_some() || matches!(p.who, Who::State(_)) && !p.delegation)
    };
    let in_clause = |p: &&Phrase| clause.contains(&p.tokens);
    let found = scene.phrases.iter().filter(in_clause).filter(located);
    let nearest = found.min_by_key(|p| (p.tokens.start < here.start, p.tokens.start.abs_diff(here.start)))?;
    let named = nearest.place.map(|id| scene.knowledge.place(id));
    let country = named.map(|place| place.country.clone()).filter(|c| !c.is_empty()).or_else(|| {
        let Who::State(id) = nearest.who else { return None };
        (scene.knowledge.entity(id).detail == Detail::Country).then(|| scene.knowledge.entity(id).country.clone()).flatten()
    });
    Some(Place { country, place: named.map(|place| place.name.clone()) })
}

/// A visit takes place in the state that is visited.
pub(super) fn destination(event_type: EventType, cast: &Cast, knowledge: &Knowledge) -> Option<Place> {
    let (_, target) = cast.iter().find(|(role, party)| event_type == EventType::Visit && *role == Role::Target && !party.is_person())?;
    let place = target.place.map(|id| knowledge.place(id).name.clone());
    let country = target.country.and_then(|id| knowledge.entity(id).country.clone());
    country.map(|country| Place { country: Some(country), place })
}
