//! The union of the participants of several accounts.

use std::collections::BTreeMap;

use super::parties::{SAME, likeness};
use crate::knowledge::Knowledge;
use crate::model::{EntityKind, Participant};
use crate::text::Script;

/// The value given most often, of equals the least; `None` where none is given.
pub(super) fn most_told<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}

/// Everybody named in any account, once, with the best that any says of them. A state or body goes out where one who acts for it
/// has the same part. In order of role, kind and name.
pub(super) fn merged_participants<'p>(told: impl Iterator<Item = &'p Participant>, knowledge: &Knowledge) -> Vec<Participant> {
    let mut told: Vec<&Participant> = told.collect();
    // Known before unknown, fuller names before shorter: so the groups come out the same whoever told first.
    told.sort_by_key(|p| {
        let words = p.text.split_whitespace().count();
        (p.entity.is_none(), kind_rank(p.kind), p.entity.clone(), std::cmp::Reverse(words), p.name.clone(), p.text.clone(), p.role)
    });
    let mut groups: Vec<Vec<&Participant>> = Vec::new();
    for participant in told {
        let same = |group: &&mut Vec<&Participant>| group[0].kind == participant.kind && SAME <= likeness(group[0], participant, knowledge);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(participant),
            None => groups.push(vec![participant]),
        }
    }
    let merged: Vec<Participant> = groups.iter().filter_map(|group| merged(group)).collect();
    let mut kept: Vec<Participant> = merged.iter().filter(|p| !is_stood_for(p, &merged, knowledge)).cloned().collect();
    kept.sort_by(|a, b| (a.role, kind_rank(a.kind), &a.name, &a.text).cmp(&(b.role, kind_rank(b.kind), &b.name, &b.text)));
    kept
}

/// One participant out of what several accounts say of them.
fn merged(group: &[&Participant]) -> Option<Participant> {
    let first = group.first()?;
    // A name whose own spelling is Latin is better than one made of letters alone; then the fullest.
    let is_latin = |p: &Participant| p.text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| Script::of(c) == Script::Latin);
    let words = |text: &str| text.split_whitespace().count();
    let named = group.iter().min_by_key(|p| (!is_latin(p), std::cmp::Reverse(words(&p.name)), &p.name))?;
    let fullest = group
        .iter()
        .map(|p| &p.text)
        .min_by_key(|text| (std::cmp::Reverse(words(text)), std::cmp::Reverse(text.chars().count()), *text))?;
    let most = |field: fn(&Participant) -> Option<&String>| most_told(group.iter().filter_map(|p| field(p))).cloned();
    Some(Participant {
        role: most_told(group.iter().map(|p| p.role))?,
        kind: first.kind,
        entity: first.entity.clone(),
        name: if first.entity.is_some() { first.name.clone() } else { named.name.clone() },
        text: fullest.clone(),
        country: most(|p| p.country.as_ref()),
        organisation: most(|p| p.organisation.as_ref()),
        office: most(|p| p.office.as_ref()),
    })
}

/// Whether somebody in the same part acts for this state or body.
fn is_stood_for(participant: &Participant, all: &[Participant], knowledge: &Knowledge) -> bool {
    all.iter().any(|other| {
        kind_rank(other.kind) < kind_rank(participant.kind)
            && other.role == participant.role
            && 0.0 < likeness(participant, other, knowledge)
    })
}

/// Persons before bodies before states.
const fn kind_rank(kind: EntityKind) -> u8 {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Organisation => 1,
        EntityKind::Country => 2,
    }
}
