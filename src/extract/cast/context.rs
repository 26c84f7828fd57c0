//! A party that an act does not name because the acts before it do: whose move is condemned, whose step is answered.

use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::thread::memory::Memory;
use crate::extract::types::is_mutual;
use crate::knowledge::{Cue, Shape};
use crate::model::{EventType, Family, Role};

use super::party::{Party, state};
use super::roles::Cast;

/// An act told before: what it was, who did it, and to whom.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    event_type: EventType,
    actors: Vec<Party>,
    targets: Vec<Party>,
    sentence: usize,
}

/// The most deeds that an answer can be to.
const MAX_DEEDS: usize = 12;

/// How many tokens behind an act the word for what it is about may stand ("condemned the latest British move").
const DEED_REACH: usize = 5;

impl Memory {
    /// Keeps an act as something that can be condemned or answered.
    pub fn done(&mut self, event_type: EventType, cast: &Cast, sentence: usize) {
        let side = |role: Role| cast.iter().filter(|(r, _)| *r == role).map(|(_, p)| p.clone()).collect::<Vec<_>>();
        let (actors, targets) = (side(Role::Actor), side(Role::Target));
        if actors.is_empty() || event_type.family() == Family::Contact {
            return;
        }
        if MAX_DEEDS <= self.deeds.len() {
            self.deeds.remove(0);
        }
        self.deeds.push(Deed { event_type, actors, targets, sentence });
    }

    /// Keeps those who acted together, for "the two" and "the three": all parties of a mutual act, or several actors; at
    /// first the two sides of any other act.
    pub fn together(&mut self, event_type: EventType, cast: &Cast) {
        let mutual = is_mutual(event_type);
        let side: Vec<Party> = cast.iter().filter(|(r, _)| mutual || *r == Role::Actor).map(|(_, p)| p.clone()).collect();
        match side.len() {
            2 if mutual || self.pair.is_empty() => self.pair = side,
            n if 2 < n => self.group = side,
            _ if self.pair.is_empty()
                && event_type.family() != Family::Contact
                && cast.len() == 2
                && cast[0].1.country != cast[1].1.country =>
            {
                self.pair = cast.iter().map(|(_, p)| p.clone()).collect();
            }
            _ => {}
        }
    }

    /// Who did what `actor` answers: the doer of the last act that was aimed at the actor or the actor's state; with
    /// `any`, else of the last act of somebody else.
    fn provoker(&self, actor: &Party, any: bool) -> Option<&Party> {
        let ours = |p: &Party| p.is_same(actor) || p.country.is_some() && p.country == actor.country;
        let theirs = |deed: &&Deed| !deed.actors.iter().any(ours);
        let aimed = self.deeds.iter().rev().filter(theirs).find(|deed| deed.targets.iter().any(ours));
        let last = || self.deeds.iter().rev().filter(theirs).find(|deed| deed.event_type.family() != Family::Office);
        aimed.or_else(|| last().filter(|_| any)).and_then(|deed| deed.actors.first())
    }
}

/// At whom an act without a target is aimed where the same actor did something to somebody just before in the sentence:
/// "imposed sanctions on X and threatened to use force", "expelled X's envoy and brought home its own".
pub(crate) fn aimed_on(scene: &Scene<'_>, act: &Act, cast: &Cast, memory: &Memory) -> Vec<Party> {
    use EventType as T;
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let speaks = matches!(event_type, T::Threat | T::Demand | T::Accusation | T::Condemnation);
    let acts = matches!(event_type, T::AmbassadorRecalled | T::RelationsCut | T::MissionClosed | T::Sanction);
    let finite = matches!(act.shape, Shape::Past | Shape::Present | Shape::Future | Shape::Participle);
    let [(Role::Actor, actor)] = cast.as_slice() else { return Vec::new() };
    if !(speaks || acts) || !finite {
        return Vec::new();
    }
    let of_state = |p: &Party| p.is_same(actor) || p.country.is_some() && p.country == actor.country;
    let before = |deed: &&Deed| deed.sentence == scene.sentence && !deed.targets.is_empty() && deed.actors.iter().any(of_state);
    let kin = |deed: &&Deed| matches!(deed.event_type.family(), Family::Pressure | Family::Relations);
    let Some(deed) = memory.deeds.iter().rev().find(|d| before(d) && kin(d)) else { return Vec::new() };
    deed.targets.iter().filter(|p| !of_state(p) && (speaks || !p.is_person())).cloned().collect()
}

/// Whose people an expulsion told without a word for them hits ("three more were expelled by X"): those of the last one,
/// or, where X was hit by it, who did it.
pub(crate) fn hit_again(event_type: EventType, cast: &Cast, memory: &Memory) -> Option<Party> {
    if event_type != EventType::DiplomatExpelled || cast.iter().any(|(role, _)| *role == Role::Target) {
        return None;
    }
    let (_, actor) = cast.iter().find(|(role, _)| *role == Role::Actor)?;
    let ours = |p: &&Party| !p.is_same(actor) && (p.country.is_none() || p.country != actor.country);
    let last = memory.deeds.iter().rev().find(|deed| deed.event_type == event_type)?;
    last.targets.iter().chain(&last.actors).find(ours).cloned()
}

/// The target of an act that names none: of a condemnation of "the move", a threat "to retaliate", an expulsion "in
/// response".
pub(crate) fn answered(scene: &Scene<'_>, act: &Act, cast: &Cast, memory: &Memory) -> Option<Party> {
    use EventType as T;
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let answers = matches!(event_type, T::Condemnation | T::Threat | T::DiplomatExpelled | T::Sanction);
    if !answers || act.shape == Shape::Noun || cast.iter().any(|(role, _)| *role == Role::Target) {
        return None;
    }
    let (_, actor) = cast.iter().find(|(role, _)| *role == Role::Actor)?;
    let here = &scene.elements[act.element];
    let names_deed = scene.elements[act.element + 1..]
        .iter()
        .take_while(|e| e.tokens.start <= here.tokens.end + DEED_REACH)
        .any(|e| e.is(Cue::Deed) || e.has_shape(&[Shape::Noun]));
    let in_answer = scene.elements.iter().any(|e| e.is(Cue::Answer));
    let open = match event_type {
        T::Condemnation => names_deed || in_answer,
        T::Threat => true,
        _ => in_answer,
    };
    memory.provoker(actor, names_deed && event_type == T::Condemnation).filter(|_| open).cloned()
}

/// Whom an act between two states is aimed at where only its actor is told: the state that stood on the other side when the
/// article last told of an act with the actor's ("X recalled its ambassador ... It also closed its consulates").
pub(crate) fn opposite(act: &Act, event_type: EventType, cast: &Cast, memory: &Memory) -> Option<Party> {
    use EventType as T;
    let breaks =
        matches!(event_type, T::RelationsCut | T::AmbassadorRecalled | T::DiplomatExpelled | T::MissionClosed | T::AmbassadorSummoned);
    let mends = matches!(event_type, T::SanctionLifted | T::RelationsRestored | T::Recognition | T::Sanction)
        && matches!(act.shape, Shape::Past | Shape::Present | Shape::Future);
    let (Role::Actor, actor) = cast.first()? else { return None };
    if !(breaks || mends) || cast.iter().any(|(role, _)| *role != Role::Actor) {
        return None;
    }
    let own = actor.country?;
    memory.acts.iter().rev().filter(|(_, parties)| parties.iter().any(|p| p.country == Some(own))).find_map(|(_, parties)| {
        let other = parties.iter().find_map(|p| p.country.filter(|country| *country != own))?;
        Some(state(other, actor.tokens.clone()))
    })
}
