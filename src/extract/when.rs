//! When and where an act took place or is set for.

use std::ops::Range;

use jiff::civil::Date;

use crate::knowledge::{Cue, Detail, Knowledge, Shape};
use crate::model::{Basis, DateSpan, EventType, Place, Precision, Role, Status};
use crate::text::dates::{Bound, Direction, FoundDate};

use super::arrange::marker_of;
use super::cast::Cast;
use super::clause::Clause;
use super::elements::Element;
use super::party::Memory;
use super::phrase::{Phrase, Who};
use super::scene::{Act, Scene};
use super::types::is_performative;

/// What the date of an act depends on beside its clause.
pub(super) struct Days<'a> {
    /// What kind of act it is.
    pub event_type: EventType,
    /// Whether it happened.
    pub status: Status,
    /// The dates of its sentence.
    pub dates: &'a [FoundDate],
    /// What the text has told before.
    pub memory: &'a Memory,
}

/// The date of an act: the nearest of its clause; for what is done by announcing it, else that of the announcement.
pub(super) fn when(scene: &Scene<'_>, act: &Act, clause: &Clause, days: &Days<'_>) -> Option<DateSpan> {
    let here = &scene.elements[act.element].tokens;
    let usable = |date: &&FoundDate| date.bound == Bound::On && !inside_phrase(scene, date);
    let distance = |date: &&FoundDate| {
        if date.tokens.end <= here.start { here.start - date.tokens.end } else { date.tokens.start.saturating_sub(here.end) }
    };
    let performed = is_performative(days.event_type);
    let in_clause = |date: &&FoundDate| clause.contains(&date.tokens) && (performed || !said_then(scene, date, here));
    let own = days.dates.iter().filter(usable).filter(in_clause).min_by_key(distance);
    if own.is_none()
        && let Some(told) = anchored(scene, here, clause, days)
    {
        return Some(told);
    }
    let announced = performed && matches!(days.status, Status::Occurred);
    let tells = |date: &FoundDate| governs(scene, date, here) && (performed || !said_then(scene, date, here));
    let shared = || days.dates.iter().filter(usable).rev().find(|date| date.tokens.end <= clause.start && (announced || tells(date)));
    let date = own.or_else(shared)?;
    match days.memory.day {
        Some(day) => resolve(date, days.status, day),
        // Without a day to count from, only a date that is said in full stands.
        None => resolve(date, days.status, Date::constant(2000, 1, 1)).filter(|when| when.basis == Basis::Explicit),
    }
}

/// How far ahead a date without a year can lie that something cancelled was set for, in days.
const MAX_CANCELLED_AHEAD: i32 = 120;

/// A date as a day of the calendar: what is told as done lies back, what is planned lies ahead.
fn resolve(date: &FoundDate, status: Status, day: Date) -> Option<DateSpan> {
    match status {
        Status::Planned | Status::Proposed => date.expr.resolve(day, Direction::Future),
        Status::Cancelled | Status::Refused => {
            let ahead = date.expr.resolve(day, Direction::Future);
            let near = |span: &DateSpan| (span.start - day).get_days() <= MAX_CANCELLED_AHEAD;
            ahead.filter(near).or_else(|| date.expr.resolve(day, Direction::Past))
        }
        _ => date.expr.resolve(day, Direction::Past),
    }
}

/// The cues that count days from the day named last.
const ANCHORED: &[(Cue, i64)] = &[(Cue::SameDay, 0), (Cue::NextDay, 1), (Cue::DayBefore, -1)];

/// The day of an act that is told from the one that the text named last: "the same day", "the next day".
fn anchored(scene: &Scene<'_>, here: &Range<usize>, clause: &Clause, days: &Days<'_>) -> Option<DateSpan> {
    let mut elements = scene
        .elements
        .iter()
        .filter(|e| clause.contains(&e.tokens) || e.tokens.end <= here.start && governs_from(scene, e.tokens.end, here));
    let (at, shift) = elements.find_map(|e| ANCHORED.iter().find(|(cue, _)| e.is(*cue)).map(|(_, shift)| (e.tokens.start, *shift)))?;
    let day = days.memory.day?;
    let before = days.dates.iter().filter(|date| date.tokens.end <= at && date.bound == Bound::On);
    let named = before.filter_map(|date| one_day(date, day)).next_back().or(days.memory.anchor)?;
    let told = named.checked_add(jiff::Span::new().days(shift)).ok()?;
    Some(on_day(told))
}

/// A day told by its distance from another.
pub(super) const fn on_day(day: Date) -> DateSpan {
    DateSpan { start: day, end: day, precision: Precision::Day, basis: Basis::Relative }
}

/// The single day that a date of the past means.
fn one_day(date: &FoundDate, day: Date) -> Option<Date> {
    date.expr.resolve(day, Direction::Past).filter(|span| span.precision == Precision::Day).map(|span| span.start)
}

/// The last single day that a sentence names, if it names one.
pub(super) fn last_day(dates: &[FoundDate], day: Option<Date>) -> Option<Date> {
    let day = day?;
    dates.iter().rev().find_map(|date| one_day(date, day))
}

/// Whether a date found by its words is one where it stands: not a part of "the same day", and no joint like "on the eve
/// of the talks".
pub(super) fn is_date(elements: &[Element], date: &FoundDate) -> bool {
    let crosses = |e: &Element| e.tokens.start < date.tokens.end && date.tokens.start < e.tokens.end;
    let part = elements.iter().any(|e| crosses(e) && ANCHORED.iter().any(|(cue, _)| e.is(*cue)));
    let joint = elements.iter().any(|e| crosses(e) && e.is_any(&[Cue::Before, Cue::After]) && e.tokens.end == date.tokens.end);
    let act_behind = || elements.iter().any(|e| e.tokens.start == date.tokens.end && e.triggers().any(|(_, shape)| shape == Shape::Noun));
    !(part || joint && act_behind())
}

/// Whether a date belongs to the verb that tells of a contact and not to the contact ("announced on Sunday a call").
fn said_then(scene: &Scene<'_>, date: &FoundDate, act: &Range<usize>) -> bool {
    if act.end <= date.tokens.start {
        return false;
    }
    let verbs =
        || scene.elements.iter().filter(|e| e.tokens.end <= act.start && e.is_any(&[Cue::Announce, Cue::Say, Cue::Light, Cue::Happen]));
    // "announced on Sunday about his holding a call": such a verb behind a marker is a noun, and has no day of its own.
    let nominal = |e: &Element| {
        let marked = scene.elements.iter().any(|before| before.tokens.end == e.tokens.start && marker_of(before).is_some());
        marked || e.clitics.preposition.is_some() || e.clitics.article
    };
    if verbs().any(|e| date.tokens.end <= e.tokens.start && e.is_any(&[Cue::Light, Cue::Happen]) && !nominal(e)) {
        return false;
    }
    let before = verbs().rfind(|e| e.tokens.end <= date.tokens.start);
    let verb = before.or_else(|| verbs().find(|e| date.tokens.end <= e.tokens.start));
    verb.is_some_and(|verb| verb.is_any(&[Cue::Announce, Cue::Say]) && !verb.is_any(&[Cue::Light, Cue::Happen]))
}

/// Whether a date that stands before the clause of an act dates it too: nothing told or joined lies between them
/// ("On Sunday X met Y and signed Z").
fn governs(scene: &Scene<'_>, date: &FoundDate, act: &Range<usize>) -> bool {
    governs_from(scene, date.tokens.end, act)
}

fn governs_from(scene: &Scene<'_>, from: usize, act: &Range<usize>) -> bool {
    let between = scene.elements.iter().filter(|e| from <= e.tokens.start && e.tokens.end <= act.start);
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
