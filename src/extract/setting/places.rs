//! Where an act took place or is set for.

use crate::extract::assemble::Candidate;
use crate::extract::cast::Cast;
use crate::extract::cast::party::Party;
use crate::extract::clauses::clause::Clause;
use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::phrases::chunk::Chunker;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::{Element, starting};
use crate::extract::thread::memory::Memory;
use crate::knowledge::{BodyKind, Cue, Detail, EntityId, Knowledge, NameUse};
use crate::model::{EventType, Family, Place, Role, Status};

/// How many sentences may lie between two acts of one scene.
const MAX_APART: usize = 4;

/// How many words may stand between a place and the "where" that goes on from it.
const MAX_WHERE_GAP: usize = 2;

/// Where an act took place: as its clause tells, else as its type and those who take part do.
pub(crate) fn place_of(scene: &Scene<'_>, act: &Act, clause: &Clause, cast: &Cast, memory: &Memory) -> Option<Place> {
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let told = place(scene, act, clause, memory);
    let own = destination(event_type, cast, scene.knowledge);
    let elsewhere = |own: &Place| told.as_ref().is_some_and(|told| told.country != own.country);
    match own {
        // Who travels from one state to another is where he arrives, and a mission where it stands.
        Some(own) if goes_somewhere(event_type) && elsewhere(&own) => Some(own),
        own => told.or(own),
    }
}

const fn goes_somewhere(event_type: EventType) -> bool {
    matches!(event_type, EventType::Visit | EventType::MissionOpened | EventType::MissionClosed)
}

/// Where the clause of an act says that it took place: in the place from which "where" goes on, else in the one behind an "in", nearest
/// behind the act first, else where the text was last, if it says "there".
pub(crate) fn place(scene: &Scene<'_>, act: &Act, clause: &Clause, memory: &Memory) -> Option<Place> {
    let here = &scene.elements[act.element].tokens;
    if let Some(found) = place_before_where(scene, clause) {
        return Some(found);
    }
    let in_clause = |p: &&Phrase| clause.contains(&p.tokens);
    let found = scene.phrases.iter().filter(in_clause).filter(|p| is_place(scene, p));
    if let Some(nearest) = found.min_by_key(|p| (p.tokens.start < here.start, p.tokens.start.abs_diff(here.start))) {
        return Some(place_named(scene, nearest));
    }
    let there = scene.elements.iter().any(|e| e.is(Cue::There) && clause.contains(&e.tokens));
    memory.place.clone().filter(|_| there)
}

/// Whether a phrase says where: a place or state behind "in", or a state whose capital, soil or town is meant.
fn is_place(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    let named = phrase.place.is_some() || matches!(phrase.who, Who::State(_)) && !phrase.delegation;
    match phrase.preposition {
        Some(Cue::In) => phrase.office.is_none() && (named || is_locality(scene, phrase)),
        Some(Cue::On) => is_locality(scene, phrase),
        None => phrase.by_adjective && qualifies_land(scene, phrase),
        _ => false,
    }
}

/// Whether a nationality stands behind the land that it qualifies and that land's name: «في مقاطعة كورنوال البريطانية».
fn qualifies_land(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    let marked = |e: &Element| {
        let marker = |before: &Element| before.tokens.end == e.tokens.start && before.is(Cue::In);
        e.is(Cue::In) || e.clitics.preposition == Some(Cue::In) || scene.elements.iter().any(marker)
    };
    let before = |e: &Element| phrase.tokens.start.checked_sub(e.tokens.end).is_some_and(|gap| gap <= MAX_WHERE_GAP);
    scene.elements.iter().any(|e| e.is(Cue::Locality) && before(e) && marked(e) && scene.clear_words(e.tokens.end..phrase.tokens.start))
}

/// Whether a nationality qualifies a word for a stretch of land: "on Danish soil", «في العاصمة الصينية».
fn is_locality(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    let land = |e: &Element| {
        let inside = phrase.tokens.start <= e.tokens.start && e.tokens.end <= phrase.tokens.end;
        e.is(Cue::Locality) && (inside || e.tokens.start == phrase.tokens.end || e.tokens.end == phrase.tokens.start)
    };
    phrase.country.is_some() && matches!(phrase.who, Who::Group | Who::State(_)) && scene.elements.iter().any(land)
}

fn place_named(scene: &Scene<'_>, phrase: &Phrase) -> Place {
    let named = phrase.place.map(|id| scene.knowledge.place(id));
    let state = if let Who::State(id) = phrase.who { Some(id) } else { phrase.country };
    let country = named.map(|place| place.country.clone()).filter(|c| !c.is_empty()).or_else(|| {
        let entity = scene.knowledge.entity(state?);
        (entity.detail == Detail::Country).then(|| entity.country.clone()).flatten()
    });
    Place { country, place: named.map(|place| place.name.clone()) }
}

/// The place from which the clause goes on with "where".
fn place_before_where(scene: &Scene<'_>, clause: &Clause) -> Option<Place> {
    let joint = scene.elements.iter().find(|e| e.is(Cue::Where) && e.tokens.end == clause.start)?;
    let before = scene.phrases.iter().rfind(|p| p.tokens.end <= joint.tokens.start)?;
    let near = joint.tokens.start - before.tokens.end <= MAX_WHERE_GAP;
    let place = before.place.is_some() || matches!(before.who, Who::State(_) | Who::Place) || is_locality(scene, before);
    (near && place).then(|| place_named(scene, before))
}

/// Where the sentence was last, as far as it says where something happened or where somebody went.
pub(crate) fn last_place(scene: &Scene<'_>) -> Option<Place> {
    let goes = |p: &Phrase| p.preposition == Some(Cue::To) && p.place.is_some();
    scene.phrases.iter().rfind(|p| is_place(scene, p) || goes(p)).map(|phrase| place_named(scene, phrase))
}

/// A visit takes place in the state that is visited, a mission stands in the state it is sent to, who arrests or tries somebody
/// does so at home, and a ministry calls envoys in to itself.
fn destination(event_type: EventType, cast: &Cast, knowledge: &Knowledge) -> Option<Place> {
    use EventType as T;
    let ministry = |party: &Party| {
        let kind = match party.who {
            Who::Body(id) => knowledge.entity(id).body(),
            Who::SomeBody(kind) => Some(kind),
            _ => None,
        };
        matches!(kind, Some(BodyKind::MinistryForeign | BodyKind::MinistryOther))
    };
    let organ = |party: &Party| matches!(party.who, Who::Body(_) | Who::SomeBody(_));
    let any = |_: &Party| true;
    let (says, fits): (Role, &dyn Fn(&Party) -> bool) = match event_type {
        T::Visit | T::MissionOpened | T::MissionClosed => (Role::Target, &any),
        T::SpyArrest | T::SpyTrial => (Role::Actor, &any),
        T::AmbassadorSummoned => (Role::Actor, &ministry),
        T::CyberOperation => (Role::Target, &organ),
        T::Call | T::Message => return None,
        _ if event_type.family() == Family::Contact => (Role::Host, &any),
        _ => return None,
    };
    let (_, target) = cast.iter().find(|(role, party)| *role == says && !party.is_person() && fits(party))?;
    let place = target.place.map(|id| knowledge.place(id).name.clone());
    let country = target.country.and_then(|id| knowledge.entity(id).country.clone());
    country.map(|country| Place { country: Some(country), place })
}

/// Gives talks, meetings and accords without a place that of another act of the same scene: of the same states, at the same time, told
/// a few sentences before or behind.
pub(crate) fn share_places(candidates: &mut [Candidate]) {
    let placed: Vec<(usize, Place)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, c)| in_person(c) && c.status == Status::Occurred)
        .filter_map(|(index, c)| Some((index, c.place.clone().filter(|p| p.country.is_some())?)))
        .collect();
    for index in 0..candidates.len() {
        let candidate = &candidates[index];
        if !in_person(candidate) || candidate.status != Status::Occurred || candidate.place.as_ref().is_some_and(|p| p.country.is_some()) {
            continue;
        }
        let near = placed.iter().filter(|(other, _)| same_scene(candidate, &candidates[*other]));
        let nearest = near.min_by_key(|(other, _)| candidates[*other].sentence.abs_diff(candidate.sentence));
        if let Some((_, place)) = nearest.cloned() {
            candidates[index].place = Some(place);
            candidates[index].steps.tell(|| "place: that of another act of the scene".to_owned());
        }
    }
}

/// Whether an act is done face to face.
fn in_person(candidate: &Candidate) -> bool {
    use EventType as T;
    let contact =
        matches!(candidate.event_type.family(), Family::Contact) && !matches!(candidate.event_type, T::Call | T::Message | T::Mediation);
    let remote = matches!(candidate.mode, Some(crate::model::Mode::Phone | crate::model::Mode::Video));
    !remote && (contact || matches!(candidate.event_type, T::Agreement | T::RelationsRestored))
}

/// Whether two acts are told as one scene.
fn same_scene(a: &Candidate, b: &Candidate) -> bool {
    let near = !a.in_title && !b.in_title && a.sentence.abs_diff(b.sentence) <= MAX_APART;
    let same_day = match (&a.when, &b.when) {
        (Some(x), Some(y)) => x.start <= y.end && y.start <= x.end,
        _ => a.background == b.background || a.sentence.abs_diff(b.sentence) <= MAX_APART / 2,
    };
    let states = |c: &Candidate| {
        let mut states: Vec<_> = c.cast.iter().filter_map(|(_, party)| party.country).collect();
        states.sort_unstable();
        states.dedup();
        states
    };
    let (ours, theirs) = (states(a), states(b));
    let shared = ours.iter().filter(|state| theirs.contains(state)).count();
    near && same_day && 2 <= shared
}

/// The state behind a noun and an "in", "from" or "of", and where it ends.
pub(crate) fn state_told(chunker: &Chunker<'_>, elements: &[Element], end: usize) -> Option<(EntityId, usize)> {
    state_marked(chunker, elements, end, |e| e.is_any(&[Cue::In, Cue::From, Cue::Of]))
}

/// The state behind a name and an "of" ("Ambassador X of Japan"), and where it ends.
pub(crate) fn state_behind(chunker: &Chunker<'_>, elements: &[Element], end: usize) -> Option<(EntityId, usize)> {
    state_marked(chunker, elements, end, |e| e.is(Cue::Of) && e.tokens.len() == 1)
}

fn state_marked(chunker: &Chunker<'_>, elements: &[Element], end: usize, marks: impl Fn(&Element) -> bool) -> Option<(EntityId, usize)> {
    let marker = starting(elements, end).filter(|e| marks(e))?;
    let next = starting(elements, marker.tokens.end)?;
    let state = next.names.iter().find_map(|sense| match sense.what {
        NameUse::Full(id) if chunker.knowledge.entity(id).detail == Detail::Country => Some(id),
        _ => None,
    })?;
    Some((state, next.tokens.end))
}
