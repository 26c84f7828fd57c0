//! When an act took place or is set for.

use std::ops::Range;

use crate::knowledge::{Cue, Shape};
use crate::model::{DateSpan, EventType, Status};
use crate::text::dates::{DateExpr, FoundDate};

use super::arrange::marker_of;
use super::clause::Clause;
use super::elements::Element;
use super::party::Memory;
use super::scene::{Act, Scene};
use super::told::{Told, told_dates};
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

/// The date of an act: the nearest of its clause; for what is done by announcing it, else that of the announcement; else one
/// that stands before and reaches it.
pub(super) fn when(scene: &Scene<'_>, act: &Act, clause: &Clause, days: &Days<'_>) -> Option<(DateSpan, Range<usize>)> {
    let here = &scene.elements[act.element].tokens;
    let (mut told, _) = told_dates(scene.elements, days.dates, days.status, &days.memory.calendar);
    told.retain(|date| date.is_on && !inside_phrase(scene, &date.tokens) && (!date.of_event || leads_to(scene, &date.tokens, here)));
    let distance = |date: &&Told| {
        if date.tokens.end <= here.start { here.start - date.tokens.end } else { date.tokens.start.saturating_sub(here.end) }
    };
    let performed = is_performative(days.event_type);
    let own = |date: &&Told| clause.contains(&date.tokens) && (performed || !said_then(scene, &date.tokens, here));
    // What counts from another act to this one says more than the date of the other.
    let counted = told.iter().find(|date| date.of_event);
    let announced = performed && matches!(days.status, Status::Occurred);
    let tells = |date: &Told| governs(scene, date.tokens.end, here) && (performed || !said_then(scene, &date.tokens, here));
    let shared = || told.iter().rev().find(|date| date.tokens.end <= clause.start && (announced || tells(date)));
    let behind = || told.iter().find(|date| !date.of_event && here.end <= date.tokens.start && own(date));
    let beside = || told.iter().filter(own).min_by_key(distance);
    let found =
        counted.and_then(|counted| behind().or(Some(counted))).or_else(beside).or_else(shared).or_else(|| sole(scene, &told, here))?;
    if act.shape == Shape::Infinitive && days.status == Status::Planned && agreed_then(scene, &found.tokens, here) {
        // "agreed on Friday to resume": the day of agreeing, which lies back.
        let (told, _) = told_dates(scene.elements, days.dates, Status::Occurred, &days.memory.calendar);
        return told.into_iter().find(|date| date.tokens == found.tokens).and_then(|date| Some((date.when?, date.tokens)));
    }
    Some((found.when?, found.tokens.clone()))
}

/// Whether a date before an infinitive belongs to the verb before it, which tells of something done.
fn agreed_then(scene: &Scene<'_>, date: &Range<usize>, act: &Range<usize>) -> bool {
    let planned = |e: &Element| e.is_any(&[Cue::Planned, Cue::Proposed]) && !e.triggers().any(|(_, shape)| shape == Shape::Past);
    let before =
        scene.elements.iter().rfind(|e| e.tokens.end <= date.start && (scene.is_verb(e) || e.triggers().next().is_some() || planned(e)));
    let between = scene.elements.iter().any(|e| date.end <= e.tokens.start && e.tokens.end <= act.start && planned(e));
    date.end <= act.start && !between && before.is_some_and(|e| !planned(e) && e.triggers().any(|(_, shape)| shape == Shape::Past))
}

/// The day on which a sentence announces what its clause says: a date that stands before the clause, behind or beside a verb of telling.
pub(super) fn announced(scene: &Scene<'_>, clause: &Clause, days: &Days<'_>) -> Option<DateSpan> {
    let (told, _) = told_dates(scene.elements, days.dates, Status::Occurred, &days.memory.calendar);
    let tells = scene.elements.iter().any(|e| e.tokens.end <= clause.start && e.is_any(&[Cue::Announce, Cue::Say]));
    told.iter().rev().find(|date| tells && date.is_on && date.tokens.end <= clause.start)?.when
}

/// From how many days on a date without a year is nearer to come than past.
const HALF_A_YEAR: i32 = 183;

/// Whether a verb of the present with the bare name of a weekday tells of a day to come ("leaves for China on Tuesday"): not where
/// that is the article's own day, nor in a headline or chronicle, whose present tells of the past.
pub(super) fn is_coming(
    scene: &Scene<'_>,
    act: &Act,
    dated: Option<&(DateSpan, Range<usize>)>,
    dates: &[FoundDate],
    memory: &Memory,
) -> bool {
    let Some((when, tokens)) = dated.filter(|_| act.shape == Shape::Present && memory.calendar.heading.is_none()) else { return false };
    // A day or month without a year that lies far back is rather the next one: "retires in May", said in April.
    let far = memory.calendar.day.is_some_and(|day| HALF_A_YEAR < (day - when.start).get_days());
    let bare = |expr: &DateExpr| {
        use crate::text::dates::YearRef::Nearest;
        let no_year = matches!(expr, DateExpr::Day { year: Nearest, .. } | DateExpr::Month { year: Nearest, .. });
        no_year && far || matches!(expr, DateExpr::Weekday { which: None, .. })
    };
    let weekday = |date: &FoundDate| date.tokens == *tokens && bare(&date.expr);
    let headline = scene.document.is_title(&scene.document.sentences[scene.sentence]);
    !headline && dates.iter().any(weekday) && memory.calendar.day.is_some_and(|day| when.start < day)
}

/// The only date of a sentence, behind its act with other verbs between but no other clause: "the decree on his resignation was signed
/// on 5 January".
fn sole<'t>(scene: &Scene<'_>, told: &'t [Told], act: &Range<usize>) -> Option<&'t Told> {
    let [date] = told else { return None };
    let breaks = [
        Cue::That,
        Cue::Which,
        Cue::Clause,
        Cue::Say,
        Cue::Announce,
        Cue::Denied,
        Cue::After,
        Cue::Before,
        Cue::If,
        Cue::Earlier,
        Cue::And,
    ];
    let between = |e: &&Element| act.end <= e.tokens.start && e.tokens.end <= date.tokens.start;
    let clear = scene.elements.iter().filter(between).all(|e| !e.is_any(&breaks) && !e.clitics.and);
    (!date.of_event && act.end <= date.tokens.start && clear).then_some(date)
}

/// How many words may stand between "two days after" and the act it leads to.
const MAX_LED: usize = 12;

/// Whether a count like "two days after" leads to an act: the act follows with nothing set off between.
fn leads_to(scene: &Scene<'_>, date: &Range<usize>, act: &Range<usize>) -> bool {
    let between = date.end..act.start;
    date.end <= act.start
        && between.len() <= MAX_LED
        && between.into_iter().all(|t| !matches!(scene.document.punct(t), Some(',' | '،' | ';')))
}

/// Whether a date belongs to the verb that tells of a contact and not to the contact ("announced on Sunday a call").
fn said_then(scene: &Scene<'_>, date: &Range<usize>, act: &Range<usize>) -> bool {
    if act.end <= date.start {
        return false;
    }
    let verbs =
        || scene.elements.iter().filter(|e| e.tokens.end <= act.start && e.is_any(&[Cue::Announce, Cue::Say, Cue::Light, Cue::Happen]));
    // "announced on Sunday about his holding a call": such a verb behind a marker is a noun, and has no day of its own.
    let nominal = |e: &Element| {
        let marked = scene.elements.iter().any(|before| before.tokens.end == e.tokens.start && marker_of(before).is_some());
        marked || e.clitics.preposition.is_some() || e.clitics.article
    };
    if verbs().any(|e| date.end <= e.tokens.start && e.is_any(&[Cue::Light, Cue::Happen]) && !nominal(e)) {
        return false;
    }
    let before = verbs().rfind(|e| e.tokens.end <= date.start);
    let verb = before.or_else(|| verbs().find(|e| date.end <= e.tokens.start));
    verb.is_some_and(|verb| verb.is_any(&[Cue::Announce, Cue::Say]) && !verb.is_any(&[Cue::Light, Cue::Happen]))
}

/// Whether a date that stands before the clause of an act dates it too: nobody else's telling and no earlier act lies between them
/// ("On Sunday X met Y and signed Z", "On Sunday, an hour before he left, X met Y").
fn governs(scene: &Scene<'_>, from: usize, act: &Range<usize>) -> bool {
    let mut between = scene.elements.iter().filter(|e| from <= e.tokens.start && e.tokens.end <= act.start);
    let breaks = [Cue::That, Cue::Say, Cue::Announce, Cue::If, Cue::Earlier];
    let asides = [Cue::Which, Cue::After, Cue::Before];
    let closed = |e: &Element| (e.tokens.end..act.start).any(|token| matches!(scene.document.punct(token), Some(',' | '،')));
    between.all(|e| !e.is_any(&breaks) && (!e.is_any(&asides) || closed(e)))
}

/// A number inside a name or office is no date.
fn inside_phrase(scene: &Scene<'_>, date: &Range<usize>) -> bool {
    scene.phrases.iter().any(|p| p.name.start < date.start && date.end <= p.name.end)
}
