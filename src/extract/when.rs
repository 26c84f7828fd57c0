//! When and where an act took place or is set for.

use std::ops::Range;

use jiff::civil::Date;

use crate::knowledge::{Cue, Detail};
use crate::model::{DateSpan, EventType, Place, Status};
use crate::text::dates::{Bound, Direction, FoundDate};

use super::phrase::{Phrase, Who};
use super::scene::{Act, Scene};
use super::types::is_performative;

/// The date of an act: the nearest of its clause; for what is done by announcing it, else that of the announcement.
pub(super) fn when(
    scene: &Scene<'_>,
    act: &Act,
    clause: &Range<usize>,
    event_type: EventType,
    status: Status,
    dates: &[FoundDate],
    day: Option<Date>,
) -> Option<DateSpan> {
    let day = day?;
    let here = &scene.elements[act.element].tokens;
    let usable = |date: &&FoundDate| date.bound == Bound::On && !inside_phrase(scene, date);
    let distance = |date: &&FoundDate| {
        if date.tokens.end <= here.start { here.start - date.tokens.end } else { date.tokens.start.saturating_sub(here.end) }
    };
    let in_clause = |date: &&FoundDate| clause.start <= date.tokens.start && date.tokens.end <= clause.end && !said_then(scene, date, here);
    let own = dates.iter().filter(usable).filter(in_clause).min_by_key(distance);
    let date = own.or_else(|| {
        let announced = is_performative(event_type) && matches!(status, Status::Occurred);
        dates.iter().filter(usable).find(|date| announced && date.tokens.end <= clause.start)
    })?;
    let ahead = matches!(status, Status::Planned | Status::Proposed | Status::Cancelled | Status::Refused);
    let direction = if ahead { Direction::Future } else { Direction::Past };
    date.expr.resolve(day, direction)
}

/// Whether a date belongs to the verb that announces a contact, not to the contact ("announced on Sunday a call").
fn said_then(scene: &Scene<'_>, date: &FoundDate, act: &Range<usize>) -> bool {
    let between = |tokens: &Range<usize>| tokens.end <= act.start;
    let verb = scene.elements.iter().rev().find(|e| between(&e.tokens) && e.is_any(&[Cue::Announce, Cue::Say, Cue::Light, Cue::Happen]));
    verb.is_some_and(|verb| {
        let speaks = verb.is_any(&[Cue::Announce, Cue::Say]) && !verb.is_any(&[Cue::Light, Cue::Happen]);
        let marker_after_date = scene
            .elements
            .iter()
            .any(|e| date.tokens.end <= e.tokens.start && e.tokens.end <= act.start && e.is_any(&[Cue::About, Cue::That]));
        speaks && date.tokens.end <= act.start && (verb.tokens.end <= date.tokens.start || marker_after_date)
    })
}

/// A number inside a name or office is no date.
fn inside_phrase(scene: &Scene<'_>, date: &FoundDate) -> bool {
    scene.phrases.iter().any(|p| p.name.start < date.tokens.start && date.tokens.end <= p.name.end)
}

/// Where an act took place: the place behind an "in" of its clause, nearest behind the act first.
pub(super) fn place(scene: &Scene<'_>, act: &Act, clause: &Range<usize>) -> Option<Place> {
    let here = &scene.elements[act.element].tokens;
    let located = |p: &&Phrase| {
        matches!(p.preposition, Some(Cue::In))
            && p.office.is_none()
            && (p.place.is_some() || matches!(p.who, Who::State(_)) && !p.delegation)
    };
    let in_clause = |p: &&Phrase| clause.start <= p.tokens.start && p.tokens.end <= clause.end;
    let found = scene.phrases.iter().filter(in_clause).filter(located);
    let nearest = found.min_by_key(|p| (p.tokens.start < here.start, p.tokens.start.abs_diff(here.start)))?;
    let named = nearest.place.map(|id| scene.knowledge.place(id));
    let country = named.map(|place| place.country.clone()).filter(|c| !c.is_empty()).or_else(|| {
        let Who::State(id) = nearest.who else { return None };
        (scene.knowledge.entity(id).detail == Detail::Country).then(|| scene.knowledge.entity(id).country.clone()).flatten()
    });
    Some(Place { country, place: named.map(|place| place.name.clone()) })
}
