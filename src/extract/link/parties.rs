//! Whether those who take part in two accounts can be the same.

use std::collections::BTreeSet;

use super::fit::Ease;
use super::kin::{is_answered, is_principal, is_spoken, roles_fit, told_by};
use crate::knowledge::Knowledge;
use crate::model::{EntityKind, EventType, Family, Participant, Role};
use crate::names::{self, Name};
use crate::text::{Script, fold};

/// How well a state fits one who acts for it.
const STATE_FOR_OFFICER: f64 = 0.6;
/// How well strangers of one state fit whose names are written in different scripts and do not sound alike: names of languages
/// whose sounds neither script writes (Си Цзиньпин, Xi Jinping) do not.
const UNHEARD: f64 = 0.3;
/// How well two who act for one state fit in accounts of one story: a ministry and its minister, two organs.
const OF_ONE_STATE: f64 = 0.45;
/// What is left of a fit where the parts are the other way round.
const CROSSED: f64 = 0.6;
/// How well accounts fit that tell of different parts: one of the doer alone, the other of whom it was done to.
const COMPLEMENTARY: f64 = 0.4;
/// From here on two participants count as the same, not as one standing for the other.
pub(super) const SAME: f64 = 0.85;

/// What comparing two casts of participants gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CastFit {
    /// 0 to 1.
    pub score: f64,
    /// Whether one participant or one state alone carries the fit, and others are in one account only.
    pub thin: bool,
    /// Whether everybody in the shorter account is beyond doubt in the other.
    pub sure: bool,
    /// Whether the person whom such an act is known by is in both.
    pub known: bool,
    /// Whether they tell of different parts, so that nobody can be the same.
    pub complementary: bool,
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

/// As [`likeness`] in accounts of one story, where organs of a state stand for one another.
fn likeness_in_story(a: &Participant, b: &Participant, knowledge: &Knowledge) -> f64 {
    let found = likeness(a, b, knowledge);
    let is_body = |p: &Participant| p.kind == EntityKind::Organisation;
    let of_one_state = a.country.is_some() && a.country == b.country && (is_body(a) || is_body(b));
    if of_one_state { found.max(OF_ONE_STATE) } else { found }
}

/// Two casts, and how well each participant fits the best of the other.
struct Casts<'p> {
    a: Vec<&'p Participant>,
    b: Vec<&'p Participant>,
    best_a: Vec<f64>,
    best_b: Vec<f64>,
}

impl<'p> Casts<'p> {
    fn of(act: EventType, a: &'p [Participant], b: &'p [Participant], ease: Ease, knowledge: &Knowledge) -> Self {
        let (a, b) = (sensible(act, principals(a)), sensible(act, principals(b)));
        let pair = |x: &Participant, y: &Participant| {
            let part = part_fit(act, x, y, ease);
            let strict = ease == Ease::Apart || (is_spoken(act) && x.role == Role::Actor);
            let alike = || if strict { likeness(x, y, knowledge) } else { likeness_in_story(x, y, knowledge) };
            if 0.0 < part { part * alike() } else { 0.0 }
        };
        let best_a = a.iter().map(|x| b.iter().map(|y| pair(x, y)).fold(0.0, f64::max)).collect();
        let best_b = b.iter().map(|y| a.iter().map(|x| pair(x, y)).fold(0.0, f64::max)).collect();
        Self { a, b, best_a, best_b }
    }

    fn sides(&self) -> [(&[&'p Participant], &[f64]); 2] {
        [(&self.a, &self.best_a), (&self.b, &self.best_b)]
    }

    /// Those of the first account who are found in the other, with how well.
    fn found(&self) -> impl Iterator<Item = (&Participant, f64)> {
        self.a.iter().zip(&self.best_a).filter(|(_, score)| 0.0 < **score).map(|(p, score)| (*p, *score))
    }

    /// Whether a person or body is beyond doubt in both.
    fn share_somebody(&self) -> bool {
        self.found().any(|(p, score)| p.kind != EntityKind::Country && SAME <= score)
    }

    /// Whether the person whom the act is known by is in both.
    fn share_the_known(&self, act: EventType) -> bool {
        let roles = told_by(act).unwrap_or_default();
        let is_known = |(p, score): (&&Participant, &f64)| p.kind == EntityKind::Person && roles.contains(&p.role) && SAME <= *score;
        self.sides().iter().any(|(cast, best)| cast.iter().zip(*best).any(is_known))
    }

    /// Whether both have somebody whom the act is known by, and none is like one of the other.
    fn tell_of_others(&self, act: EventType) -> bool {
        let roles = told_by(act).unwrap_or_default();
        let told = |cast: &[&'p Participant], best: &[f64]| {
            let persons = cast.iter().zip(best).filter(|(p, _)| p.kind == EntityKind::Person && roles.contains(&p.role));
            persons.fold(None, |like: Option<bool>, (_, score)| Some(like.unwrap_or(false) || 0.0 < *score))
        };
        let [one, other] = self.sides().map(|(cast, best)| told(cast, best));
        one == Some(false) && other == Some(false)
    }

    /// Whether each tells of a known person of whom the other does not.
    fn differ_in_people(&self) -> bool {
        let stranger = |p: &Participant| p.kind == EntityKind::Person && p.role != Role::Target && p.entity.is_some();
        self.sides().iter().all(|(cast, best)| cast.iter().zip(*best).any(|(p, score)| stranger(p) && *score == 0.0))
    }

    /// Whether no part is filled in both.
    fn are_complementary(&self, act: EventType) -> bool {
        // Who is tried for spying and the state that he spied for are two.
        let by_subject = told_by(act) == Some(&[Role::Subject]);
        let one_part = |x: &Participant, y: &Participant| if by_subject { x.role == y.role } else { roles_fit(x.role, y.role) };
        self.a.iter().all(|x| self.b.iter().all(|y| !one_part(x, y)))
    }
}

/// How well the parties of two accounts fit; `None` where they contradict.
/// In one story a part may be told of somebody else, as long as another is told of the same.
pub(super) fn cast_fit(act: EventType, a: &[Participant], b: &[Participant], ease: Ease, knowledge: &Knowledge) -> Option<CastFit> {
    let casts = Casts::of(act, a, b, ease, knowledge);
    let known = casts.share_the_known(act);
    let forgiven = match ease {
        Ease::Apart | Ease::OneDay => known,
        Ease::Story | Ease::Rivalless => (known || casts.share_somebody()) && !casts.differ_in_people(),
    };
    if ease == Ease::Rivalless && told_by(act).is_some() && casts.are_complementary(act) {
        return Some(CastFit { score: COMPLEMENTARY, thin: true, sure: false, known: false, complementary: true });
    }
    let contradicted = contradicted(&casts);
    let told_apart = (is_spoken(act) && contradicted.contains(&Role::Actor)) || (!known && casts.tell_of_others(act));
    if told_apart || (!contradicted.is_empty() && !forgiven) {
        return None;
    }
    let [found_a, found_b] = casts.sides().map(|(_, best)| best.iter().filter(|score| 0.0 < **score).count());
    let (n_a, n_b, both) = (casts.a.len(), casts.b.len(), found_a.min(found_b));
    let extra = found_a < n_a && found_b < n_b;
    let lone = extra && both < 2 && !forgiven && (ease != Ease::Rivalless || casts.differ_in_people());
    if both == 0 || lone {
        return None;
    }
    let sum: f64 = casts.best_a.iter().chain(&casts.best_b).sum();
    let quality = sum / count(found_a + found_b);
    let overlap = count(found_a + found_b) / count(n_a + n_b);
    let strongest = casts.best_a.iter().copied().fold(0.0, f64::max);
    if strongest <= UNHEARD {
        return None;
    }
    let states: BTreeSet<&Option<String>> = casts.found().map(|(p, _)| &p.country).collect();
    let by_states = !casts.share_somebody() && (both == 1 || states.len() < 2);
    let thin = !known && (by_states || (both == 1 && n_a != n_b));
    let surely = |best: &[f64]| best.iter().all(|score| SAME <= *score);
    let sure = if n_a < n_b { surely(&casts.best_a) } else { surely(&casts.best_b) };
    Some(CastFit { score: quality * 0.5f64.mul_add(overlap, 0.5), thin, sure, known, complementary: false })
}

/// How far two participants' roles allow them to be one. A state does not stand for a person to whom something happens, but for
/// an envoy's it does where the state is the target.
fn part_fit(act: EventType, a: &Participant, b: &Participant, ease: Ease) -> f64 {
    let of_subject = a.role == Role::Subject && b.role == Role::Subject;
    if of_subject && a.kind != b.kind {
        0.0
    } else if roles_fit(a.role, b.role) {
        1.0
    } else if matches!(ease, Ease::OneDay | Ease::Rivalless) && !is_answered(act) {
        match (told_by(act), a.kind, b.kind) {
            (None, _, _) => CROSSED,
            (Some(_), EntityKind::Person, EntityKind::Person) => 1.0,
            (Some(_), _, _) => 0.0,
        }
    } else {
        0.0
    }
}

/// The parts that both accounts fill and in which nobody is the same.
fn contradicted(casts: &Casts<'_>) -> Vec<Role> {
    let fill = |role: Role, cast: &[&Participant], best: &[f64]| {
        let scores: Vec<f64> = cast.iter().zip(best).filter(|(p, _)| p.role == role).map(|(_, score)| *score).collect();
        (!scores.is_empty()).then(|| scores.iter().any(|score| 0.0 < *score))
    };
    let is_contradicted = |role: &Role| {
        let [one, other] = casts.sides().map(|(cast, best)| fill(*role, cast, best));
        matches!((one, other), (Some(false), Some(_)) | (Some(_), Some(false)))
    };
    [Role::Actor, Role::Target, Role::Subject, Role::Participant].into_iter().filter(is_contradicted).collect()
}

/// Those who take part in the act; all where there are none but hosts and mediators.
fn principals(cast: &[Participant]) -> Vec<&Participant> {
    let principals: Vec<&Participant> = cast.iter().filter(|p| is_principal(p.role)).collect();
    if principals.is_empty() { cast.iter().collect() } else { principals }
}

/// Without those whose part cannot be: who does to his own state what is only done to another, a body that is arrested or appointed.
fn sensible(act: EventType, cast: Vec<&Participant>) -> Vec<&Participant> {
    let is_target = |code: &str| cast.iter().any(|q| q.role == Role::Target && q.country.as_deref() == Some(code));
    let is_sensible = |p: &Participant| match p.role {
        Role::Actor => act.family() != Family::Relations || !p.country.as_deref().is_some_and(is_target),
        Role::Subject => p.kind == EntityKind::Person || told_by(act) != Some(&[Role::Subject]),
        _ => true,
    };
    let sensible: Vec<&Participant> = cast.iter().copied().filter(|p| is_sensible(p)).collect();
    if sensible.is_empty() { cast } else { sensible }
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
    let (of_a, of_b) = (names_of(a, knowledge), names_of(b, knowledge));
    let spelt_alike = of_a.iter().any(|x| of_b.iter().any(|y| fold(x) == fold(y)));
    spelt_alike || (a.kind == EntityKind::Person && sound_alike(&of_a, &of_b))
}

/// Whether one of these names of a person is one of those, in whatever script.
fn sound_alike(a: &[String], b: &[String]) -> bool {
    let read = |names: &[String]| names.iter().map(|name| Name::of(name)).collect::<Vec<Name>>();
    let (a, b) = (read(a), read(b));
    a.iter().any(|x| b.iter().any(|y| names::SAME <= names::score(x, y)))
}

/// Whether two strangers of one state are written in scripts that need not agree.
fn may_be_unheard(a: &Participant, b: &Participant) -> bool {
    let unknown = a.entity.is_none() && b.entity.is_none();
    let script = |p: &Participant| p.text.chars().map(Script::of).find(|script| *script != Script::Other);
    unknown && a.role == b.role && a.country.is_some() && a.country == b.country && script(a) != script(b)
}

/// The names by which a participant goes: every one of the knowledge, else those of the article.
fn names_of(participant: &Participant, knowledge: &Knowledge) -> Vec<String> {
    let record = participant.entity.as_ref().and_then(|reference| knowledge.by_reference(reference)).map(|id| knowledge.entity(id));
    let own = [participant.text.clone(), participant.name.clone()];
    match record {
        Some(record) => record.names.clone(),
        None => own.into_iter().filter(|name| !name.is_empty()).collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of participants are small")]
const fn count(n: usize) -> f64 {
    n as f64
}
