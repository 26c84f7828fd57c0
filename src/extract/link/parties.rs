//! Whether those who take part in two accounts can be the same.

use std::collections::BTreeSet;

use super::kin::{is_principal, roles_fit};
use super::skeleton::Skeleton;
use crate::knowledge::Knowledge;
use crate::model::{EntityKind, Participant, Role};
use crate::text::fold;

/// How well a state fits one who acts for it.
const STATE_FOR_OFFICER: f64 = 0.6;
/// How well strangers of one state fit whose names are written in different scripts and do not sound alike: names of languages
/// whose sounds neither script writes (Си Цзиньпин, Xi Jinping) do not.
const UNHEARD: f64 = 0.3;
/// From here on two participants count as the same, not as one standing for the other.
pub(super) const SAME: f64 = 0.85;

/// What comparing two casts of participants gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CastFit {
    /// 0 to 1.
    pub score: f64,
    /// Whether one participant alone carries the fit, and others are in one account only.
    pub thin: bool,
}

/// The states of the participants, sorted; empty where somebody has none, so that events without states are found too.
pub(super) fn countries(participants: &[Participant]) -> Vec<String> {
    let codes: Option<BTreeSet<String>> = participants.iter().map(|p| p.country.clone()).collect();
    codes.unwrap_or_default().into_iter().collect()
}

/// How likely two participants are the same, or one stands for the other: 0 to 1, roles aside.
pub(super) fn likeness(a: &Participant, b: &Participant, knowledge: &Knowledge) -> f64 {
    if let (Some(x), Some(y)) = (&a.entity, &b.entity) {
        if x == y {
            return 1.0;
        }
        if a.kind == b.kind {
            return 0.0;
        }
    }
    match (a.kind, b.kind) {
        (EntityKind::Person, EntityKind::Person) if same_name(a, b, knowledge) => 0.9,
        (EntityKind::Organisation, EntityKind::Organisation) | (EntityKind::Country, EntityKind::Country) if same_name(a, b, knowledge) => {
            0.9
        }
        (EntityKind::Person, EntityKind::Organisation) if acts_for(a, b) => 0.8,
        (EntityKind::Organisation, EntityKind::Person) if acts_for(b, a) => 0.8,
        (EntityKind::Person, EntityKind::Person) | (EntityKind::Organisation, EntityKind::Organisation) if may_be_unheard(a, b) => UNHEARD,
        (EntityKind::Country, EntityKind::Country) => 0.0,
        // A state stands for its officers and organs, and they for it.
        (EntityKind::Country, _) | (_, EntityKind::Country) if a.country.is_some() && a.country == b.country => STATE_FOR_OFFICER,
        _ => 0.0,
    }
}

/// How well the parties of two accounts fit; `None` where they contradict.
/// In one story a part may be told of somebody else, as long as another is told of the same.
pub(super) fn cast_fit(a: &[Participant], b: &[Participant], story: bool, knowledge: &Knowledge) -> Option<CastFit> {
    let (a, b) = (principals(a), principals(b));
    let pair = |x: &Participant, y: &Participant| if part_fits(x, y) { likeness(x, y, knowledge) } else { 0.0 };
    let best_a: Vec<f64> = a.iter().map(|x| b.iter().map(|y| pair(x, y)).fold(0.0, f64::max)).collect();
    let best_b: Vec<f64> = b.iter().map(|y| a.iter().map(|x| pair(x, y)).fold(0.0, f64::max)).collect();
    let sure = a.iter().zip(&best_a).any(|(p, score)| p.kind != EntityKind::Country && SAME <= *score);
    let others = |cast: &[&Participant], best: &[f64]| {
        cast.iter()
            .zip(best)
            .any(|(p, score)| p.kind == EntityKind::Person && p.role != Role::Target && p.entity.is_some() && *score == 0.0)
    };
    let story = story && sure && !(others(&a, &best_a) && others(&b, &best_b));
    if contradicts(&a, &best_a, &b, &best_b) && !story {
        return None;
    }
    let found = |best: &[f64]| best.iter().filter(|score| 0.0 < **score).count();
    let (found_a, found_b) = (found(&best_a), found(&best_b));
    let both = found_a.min(found_b);
    let extra = found_a < a.len() && found_b < b.len();
    if both == 0 || (extra && both < 2 && !story) {
        return None;
    }
    let quality = (best_a.iter().sum::<f64>() + best_b.iter().sum::<f64>()) / count(found_a + found_b);
    let overlap = count(found_a + found_b) / count(a.len() + b.len());
    let strongest = best_a.iter().copied().fold(0.0, f64::max);
    let heard = best_a.iter().any(|score| UNHEARD < *score);
    if !heard {
        return None;
    }
    let thin = both == 1 && (a.len() != b.len() || strongest < SAME);
    Some(CastFit { score: quality * 0.5f64.mul_add(overlap, 0.5), thin })
}

/// Whether two participants' roles allow them to be one. A state does not stand for a person to whom something happens, but for
/// an envoy's it does where the state is the target.
fn part_fits(a: &Participant, b: &Participant) -> bool {
    let of_subject = a.role == Role::Subject && b.role == Role::Subject;
    roles_fit(a.role, b.role) && (!of_subject || a.kind == b.kind)
}

/// Whether both accounts fill a part and nobody in it is the same.
fn contradicts(a: &[&Participant], best_a: &[f64], b: &[&Participant], best_b: &[f64]) -> bool {
    [Role::Actor, Role::Target, Role::Subject, Role::Participant].into_iter().any(|role| {
        let fill = |cast: &[&Participant], best: &[f64]| {
            let scores: Vec<f64> = cast.iter().zip(best).filter(|(p, _)| p.role == role).map(|(_, score)| *score).collect();
            (!scores.is_empty()).then(|| scores.iter().any(|score| 0.0 < *score))
        };
        matches!((fill(a, best_a), fill(b, best_b)), (Some(false), Some(_)) | (Some(_), Some(false)))
    })
}

/// Those who take part in the act; all where there are none but hosts and mediators.
fn principals(cast: &[Participant]) -> Vec<&Participant> {
    let principals: Vec<&Participant> = cast.iter().filter(|p| is_principal(p.role)).collect();
    if principals.is_empty() { cast.iter().collect() } else { principals }
}

/// Whether the person acts for the body.
fn acts_for(person: &Participant, body: &Participant) -> bool {
    person.organisation.as_deref().is_some_and(|organisation| fold(organisation) == fold(&body.name))
}

/// Whether two of a kind bear one name, in whatever script. States that contradict make it two.
fn same_name(a: &Participant, b: &Participant, knowledge: &Knowledge) -> bool {
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return false;
    }
    let (of_a, of_b) = (names(a, knowledge), names(b, knowledge));
    let (full_a, full_b): (Vec<_>, Vec<_>) = (skeletons(&of_a), skeletons(&of_b));
    let spelt_alike = || of_a.iter().any(|x| of_b.iter().any(|y| !x.is_empty() && fold(x) == fold(y)));
    let person = a.kind == EntityKind::Person;
    spelt_alike() || (person && full_a.iter().any(|x| full_b.iter().any(|y| x.agrees(y))))
}

/// Whether two strangers of one state are written in scripts that need not agree.
fn may_be_unheard(a: &Participant, b: &Participant) -> bool {
    let unknown = a.entity.is_none() && b.entity.is_none();
    let script = |p: &Participant| Skeleton::of(&p.text).script();
    unknown && a.role == b.role && a.country.is_some() && a.country == b.country && script(a) != script(b)
}

/// The names by which a participant goes: every one of the knowledge, else those of the article.
fn names(participant: &Participant, knowledge: &Knowledge) -> Vec<String> {
    let record = participant.entity.as_ref().and_then(|reference| knowledge.by_reference(reference)).map(|id| knowledge.entity(id));
    let own = [participant.text.clone(), participant.name.clone()];
    match record {
        Some(record) => record.names.clone(),
        None => own.into_iter().filter(|name| !name.is_empty()).collect(),
    }
}

fn skeletons(names: &[String]) -> Vec<Skeleton> {
    let mut all: Vec<Skeleton> = names.iter().map(|name| Skeleton::of(name)).collect();
    // The fullest forms are compared: a surname beside a full name would let brothers be one.
    let longest = all.iter().map(Skeleton::len).max().unwrap_or(0);
    all.retain(|skeleton| skeleton.len() == longest || 2 <= skeleton.len());
    all
}

#[expect(clippy::cast_precision_loss, reason = "counts of participants are small")]
const fn count(n: usize) -> f64 {
    n as f64
}
