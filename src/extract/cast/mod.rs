//! Who takes part in an act, once found: what a cast needs, and what it says twice.

pub(crate) mod allowed;
pub(crate) mod context;
pub(crate) mod endings;
pub(crate) mod inherit;
pub(crate) mod it;
pub(crate) mod lists;
pub(crate) mod needed;
pub(crate) mod party;
pub(crate) mod posts;
pub(crate) mod require;
pub(crate) mod roles;
pub(crate) mod staff;
pub(crate) mod surmise;
pub(crate) mod terms;

use crate::knowledge::{BodyKind, EntityId, Knowledge};
use crate::model::{EventType, Role};

use super::phrases::phrase::Who;
use super::types::{Needs, is_mutual, needs};
use party::{Party, state};
use terms::leads_state;

/// Roles with their parties, in the order of the text.
pub(crate) type Cast = Vec<(Role, Party)>;

/// A person of whom the article says neither state nor body nor office.
pub(crate) const fn is_nobody(party: &Party) -> bool {
    matches!(party.who, Who::Stranger(_))
        && party.country.is_none()
        && party.body.is_none()
        && party.office.is_none()
        && party.body_kind.is_none()
}

/// What two do to their relations with each other, both do: two actors without a target take part on equal terms.
pub(crate) fn make_mutual(event_type: EventType, cast: &mut Cast) {
    use EventType as T;
    let mutual = matches!(event_type, T::RelationsRestored | T::RelationsCut | T::IntelligenceSharing | T::Recognition);
    let actors = cast.iter().filter(|(role, _)| *role == Role::Actor).count();
    if mutual && 2 <= actors && cast.iter().all(|(role, _)| *role != Role::Target) {
        cast.iter_mut().for_each(|(role, _)| *role = Role::Participant);
    }
}

/// A state beside its own officer says nothing more; an act upon oneself is none.
pub(crate) fn tidy(event_type: EventType, cast: &mut Cast, knowledge: &Knowledge) {
    let mut index = 0;
    while let Some((role, party)) = cast.get(index) {
        if cast[..index].iter().any(|(r, p)| r == role && p.is_same(party)) {
            cast.remove(index);
        } else {
            index += 1;
        }
    }
    envoys_states(event_type, cast);
    let countries_of = |cast: &Cast, is_one: &dyn Fn(&Party) -> bool| {
        cast.iter().filter(|(_, p)| is_one(p)).map(|(role, p)| (*role, p.country)).collect::<Vec<_>>()
    };
    let persons = countries_of(cast, &Party::is_person);
    let covered = |role: Role, party: &Party| {
        let same_side = |r: Role| r == role || is_mutual(event_type) && r != Role::Subject && role != Role::Subject;
        matches!(party.who, Who::State(_)) && persons.iter().any(|(r, country)| same_side(*r) && *country == party.country)
    };
    cast.retain(|(role, party)| !covered(*role, party));
    // So does a state beside an organ of its own.
    let organs = countries_of(cast, &|p| is_organ(p, knowledge));
    let spoken_for = |role: Role, party: &Party| {
        matches!(party.who, Who::State(_)) && organs.iter().any(|(r, country)| *r == role && *country == party.country)
    };
    cast.retain(|(role, party)| !spoken_for(*role, party));
    drop_unnamed(cast, knowledge);
    missions_owner(event_type, cast);
    envoys_state(event_type, cast);
    if let Needs::Both(a, b) = needs(event_type)
        && a != b
    {
        let actors: Vec<Party> = cast.iter().filter(|(r, _)| *r == a).map(|(_, p)| p.clone()).collect();
        cast.retain(|(role, party)| *role != b || !actors.iter().any(|actor| actor.is_same(party)));
    }
}

/// An envoy who is sent out or called in is its subject; whom it is aimed at is his state.
fn envoys_states(event_type: EventType, cast: &mut Cast) {
    if !matches!(event_type, EventType::DiplomatExpelled | EventType::AmbassadorSummoned) {
        return;
    }
    let actor = cast.iter().find(|(role, _)| *role == Role::Actor).and_then(|(_, p)| p.country);
    let envoy = |(role, p): &(Role, Party)| *role == Role::Target && p.is_person();
    let states: Vec<Party> = cast
        .iter()
        .filter(|entry| envoy(entry))
        .filter_map(|(_, p)| p.country.filter(|c| Some(*c) != actor).map(|c| state(c, p.tokens.clone())))
        .collect();
    cast.iter_mut().filter(|entry| envoy(entry)).for_each(|(role, _)| *role = Role::Subject);
    for party in states {
        if cast.iter().all(|(role, p)| *role != Role::Target || p.country != party.country) {
            cast.push((Role::Target, party));
        }
    }
}

/// What only a state can do, its ministers and spokesmen announce: the state does it. Whoever leads or led it may do it himself,
/// but for what is done to missions and to one's own envoys.
pub(crate) fn acts_of_state(event_type: EventType, cast: &mut Cast, knowledge: &Knowledge) {
    use EventType as T;
    let always = matches!(event_type, T::MissionOpened | T::MissionClosed | T::AmbassadorRecalled);
    let of_state = matches!(event_type, T::RelationsCut | T::RelationsRestored | T::Recognition | T::Withdrawal | T::DiplomatExpelled);
    for (_, party) in cast.iter_mut().filter(|(role, p)| *role == Role::Actor && p.is_person()) {
        let country = party.country.filter(|_| always || of_state && !leads_state(party, None, knowledge));
        if let Some(country) = country {
            *party = state(country, party.tokens.clone());
        }
    }
}

/// A body that is told by its kind and state alone says nothing more beside one of that kind with a name.
pub(crate) fn drop_unnamed(cast: &mut Cast, knowledge: &Knowledge) {
    let kind = |p: &Party| if let Who::Body(id) = p.who { knowledge.entity(id).body() } else { None };
    let kin = |of: BodyKind, other: BodyKind| of == other || of.is_service() && other.is_service();
    let named: Vec<(Role, Party)> = cast.iter().filter(|(_, p)| kind(p).is_some()).cloned().collect();
    let said_twice = |role: Role, party: &Party| match party.who {
        Who::SomeBody(of) => named.iter().any(|(r, p)| *r == role && p.country == party.country && kind(p).is_some_and(|k| kin(of, k))),
        _ => false,
    };
    cast.retain(|(role, party)| !said_twice(*role, party));
}

/// Whether a party is an organ of its state's government.
fn is_organ(party: &Party, knowledge: &Knowledge) -> bool {
    use BodyKind as K;
    let organ = |kind: BodyKind| {
        matches!(kind, K::Presidency | K::Government | K::MinistryForeign | K::MinistryDefence | K::MinistryInterior | K::MinistryOther)
    };
    match party.who {
        Who::Body(id) => knowledge.entity(id).body().is_some_and(organ),
        Who::SomeBody(kind) => organ(kind),
        _ => false,
    }
}

/// An envoy who is sent away is whom it happens to; it is aimed at his state.
fn envoys_state(event_type: EventType, cast: &mut Cast) {
    if event_type != EventType::DiplomatExpelled {
        return;
    }
    let known: Vec<EntityId> = cast.iter().filter(|(r, p)| *r == Role::Target && !p.is_person()).filter_map(|(_, p)| p.country).collect();
    let mut states: Cast = Vec::new();
    for (role, party) in cast.iter_mut().filter(|(role, party)| *role == Role::Target && party.is_person()) {
        *role = Role::Subject;
        let home = party.country.filter(|country| !known.contains(country));
        states.extend(home.map(|country| (Role::Target, state(country, party.tokens.clone()))));
    }
    cast.extend(states);
}

/// A mission that opens or closes acts for its state, and is no target: that is where it stands.
fn missions_owner(event_type: EventType, cast: &mut Cast) {
    if !matches!(event_type, EventType::MissionOpened | EventType::MissionClosed) {
        return;
    }
    let is_mission = |party: &Party| matches!(party.who, Who::SomeBody(BodyKind::Embassy));
    let others = cast.iter().any(|(role, party)| *role == Role::Actor && !is_mission(party));
    cast.retain(|(_, party)| !(others && is_mission(party)));
    for (role, party) in cast.iter_mut().filter(|(_, party)| is_mission(party)) {
        if let Some(country) = party.country {
            *role = Role::Actor;
            *party = state(country, party.tokens.clone());
        }
    }
}
