//! One report per event and article: candidates that tell of the same act are merged.

use crate::knowledge::Knowledge;
use crate::model::{DateSpan, EventType, Mode, Place, Precision, Role, Status};

use super::cast::party::Party;
use super::cast::{Cast, drop_unnamed};
use super::phrases::phrase::Who;
use super::steps::Steps;
use super::types::{is_mutual, is_performative};

/// An act found in one sentence, not yet merged with its repetitions.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub event_type: EventType,
    pub status: Status,
    pub cast: Cast,
    pub when: Option<DateSpan>,
    /// When it was announced, where it is told as a plan.
    pub announced: Option<DateSpan>,
    pub place: Option<Place>,
    pub mode: Option<Mode>,
    /// Who is given as the source.
    pub sources: Vec<Party>,
    /// What it was about, as far as somebody or something is named.
    pub topics: Vec<Party>,
    /// The sentence, by number in the document.
    pub sentence: usize,
    /// Whether that is the title.
    pub in_title: bool,
    /// Whether the words set the act apart as an earlier one.
    pub background: bool,
    /// Whether a main clause tells it, by a finite verb.
    pub main: bool,
    pub confidence: f64,
    /// Id of the trigger, and its words.
    pub trigger: (String, String),
    pub steps: Steps,
}

/// Merges candidates of the same event, in the order of the text.
pub(super) fn merge(candidates: Vec<Candidate>, knowledge: &Knowledge) -> Vec<Candidate> {
    let mut merged: Vec<Candidate> = Vec::new();
    let restored: Vec<Candidate> = candidates.iter().filter(|c| c.event_type == EventType::RelationsRestored).cloned().collect();
    for candidate in candidates {
        if restored.iter().any(|relations| is_paper_of(&candidate, relations)) {
            continue;
        }
        match merged.iter_mut().find(|known| is_same_event(known, &candidate)) {
            Some(known) => {
                absorb(known, candidate);
                drop_unnamed(&mut known.cast, knowledge);
            }
            None => merged.push(candidate),
        }
    }
    merged
}

/// Whether an agreement is the paper by which relations are restored: told in one sentence, by the same states.
fn is_paper_of(agreement: &Candidate, relations: &Candidate) -> bool {
    let states = |c: &Candidate| c.cast.iter().filter_map(|(_, p)| p.country).collect::<Vec<_>>();
    let (signed, restored) = (states(agreement), states(relations));
    agreement.event_type == EventType::Agreement
        && agreement.sentence == relations.sentence
        && !signed.is_empty()
        && signed.iter().all(|state| restored.contains(state))
}

/// Whether two candidates tell of one event.
fn is_same_event(a: &Candidate, b: &Candidate) -> bool {
    let statuses = statuses_agree(a.status, b.status) || is_announced_headline(a, b) || is_announced_headline(b, a);
    // The two sides of one exchange are told in one sentence, whatever the verb of each.
    let undated = a.when.is_none() || b.when.is_none() || dates_agree(a, b);
    if a.event_type == EventType::PrisonerSwap && b.event_type == a.event_type && a.sentence == b.sentence && undated {
        return true;
    }
    a.event_type == b.event_type && statuses && (casts_agree(a, b) || is_same_swap(a, b)) && dates_agree(a, b)
}

/// Whether two tell of one exchange: who is freed is told by side and by turns, so that it is enough that a state takes
/// part in both, or that one names nothing but those who are freed.
fn is_same_swap(a: &Candidate, b: &Candidate) -> bool {
    let sides = |c: &Candidate| c.cast.iter().filter(|(r, _)| *r == Role::Participant).map(|(_, p)| p.clone()).collect::<Vec<_>>();
    let (ours, theirs) = (sides(a), sides(b));
    let shared = || ours.iter().any(|p| theirs.iter().any(|q| may_be_same(p, q)));
    // "Minsk handed over X": one side's share of it, told without a day of its own.
    let share = (ours.len() < 2 || theirs.len() < 2) && (a.when.is_none() || b.when.is_none());
    a.event_type == EventType::PrisonerSwap && !a.background && !b.background && (ours.is_empty() || theirs.is_empty() || shared() || share)
}

/// Whether a headline tells as done what the text has announced: "X expels Y" over "X said that it would expel Y".
fn is_announced_headline(title: &Candidate, told: &Candidate) -> bool {
    let done = title.in_title && title.status == Status::Occurred;
    done && told.status == Status::Planned && !told.background && is_performative(title.event_type)
}

fn statuses_agree(a: Status, b: Status) -> bool {
    use Status as S;
    let kin = |s: Status| match s {
        S::Occurred | S::Ongoing => 0,
        S::Planned | S::Proposed => 1,
        S::Denied | S::Refused => 2,
        S::Cancelled => 3,
    };
    kin(a) == kin(b)
}

/// Whether every party of the smaller cast is, or may be, one of the larger.
fn casts_agree(a: &Candidate, b: &Candidate) -> bool {
    let (small, large) = if a.cast.len() <= b.cast.len() { (&a.cast, &b.cast) } else { (&b.cast, &a.cast) };
    let mutual = is_mutual(a.event_type);
    let mut taken = vec![false; large.len()];
    small.iter().all(|(role, party)| {
        let fits = |(r, p): &(Role, Party)| (mutual || r == role) && may_be_same(party, p);
        let exact = large.iter().enumerate().position(|(i, (r, p))| !taken[i] && (mutual || r == role) && p.is_same(party));
        let found = exact.or_else(|| large.iter().enumerate().position(|(i, entry)| !taken[i] && fits(entry)));
        found.is_some_and(|index| {
            taken[index] = true;
            true
        })
    })
}

/// The same, or a state and somebody who acts for it; two persons of one state are two.
fn may_be_same(a: &Party, b: &Party) -> bool {
    a.is_same(b) || (a.country.is_some() && a.country == b.country && !(a.is_person() && b.is_person()))
}

/// Whether the dates can be one: equal, one inside the other, or unsaid. What is told as background with a date of its
/// own is another event than one without.
fn dates_agree(a: &Candidate, b: &Candidate) -> bool {
    match (&a.when, &b.when) {
        (None, None) => true,
        (Some(x), Some(y)) => x.start <= y.end && y.start <= x.end,
        (Some(_), None) => !a.background,
        (None, Some(_)) => !b.background,
    }
}

fn absorb(known: &mut Candidate, other: Candidate) {
    let done = if is_announced_headline(known, &other) { other.announced } else { None };
    known.steps.tell(|| format!("told again by \"{}\" ({})", other.trigger.1, other.trigger.0));
    let better_evidence =
        (known.in_title && !other.in_title) || (known.in_title == other.in_title && known.confidence + 0.1 < other.confidence);
    if better_evidence {
        known.sentence = other.sentence;
        known.in_title = other.in_title;
        known.trigger = other.trigger;
    }
    known.background &= other.background;
    known.when = exacter(known.when, other.when.filter(|_| done.is_none()).or(done));
    if known.place.as_ref().is_none_or(|p| p.country.is_none()) {
        known.place = other.place.or(known.place.take());
    }
    known.mode = known.mode.or(other.mode);
    for source in other.sources {
        if known.sources.iter().all(|s| !s.is_same(&source)) {
            known.sources.push(source);
        }
    }
    for topic in other.topics {
        if known.topics.iter().all(|t| !t.is_same(&topic)) {
            known.topics.push(topic);
        }
    }
    let mutual = is_mutual(known.event_type);
    for (role, party) in other.cast {
        join(&mut known.cast, role, party, mutual);
    }
    known.confidence = 1.0 - (1.0 - known.confidence) * (1.0 - other.confidence * 0.35);
}

/// Adds a party to a cast, or puts a person in the place of the state that stood for them.
fn join(cast: &mut Cast, role: Role, party: Party, mutual: bool) {
    let same_side = |r: Role| r == role || mutual && r != Role::Subject && role != Role::Subject;
    // Who stands between, or gives the place, is named as a party by shorter tellings.
    let aside = |r: Role| matches!(r, Role::Host | Role::Mediator);
    if let Some((known, _)) = cast.iter_mut().find(|(_, p)| mutual && aside(role) && p.is_same(&party)) {
        if !aside(*known) {
            *known = role;
            return;
        }
        if *known != role {
            cast.push((role, party));
        }
        return;
    }
    if cast.iter().any(|(r, p)| {
        same_side(*r) && (p.is_same(&party) || (!party.is_person() && p.is_person() && p.country.is_some() && p.country == party.country))
    }) {
        return;
    }
    // "Russia" in one telling and "the Russian foreign ministry" in another are one for one act.
    let is_state = |p: &Party| matches!(p.who, Who::State(_));
    let is_body = |p: &Party| matches!(p.who, Who::Body(_) | Who::SomeBody(_));
    let one_power =
        |p: &Party| p.country.is_some() && p.country == party.country && (is_state(p) && is_body(&party) || is_body(p) && is_state(&party));
    if cast.iter().any(|(r, p)| *r == role && one_power(p)) {
        return;
    }
    let stand_in = |(r, p): &&mut (Role, Party)| same_side(*r) && !p.is_person() && party.is_person() && p.country == party.country;
    if let Some((_, known)) = cast.iter_mut().find(stand_in) {
        *known = party;
    } else {
        cast.push((role, party));
    }
}

/// The more exact of two dates.
fn exacter(a: Option<DateSpan>, b: Option<DateSpan>) -> Option<DateSpan> {
    let rank = |d: &DateSpan| match d.precision {
        Precision::Day => 0,
        Precision::Range => 1,
        Precision::Month => 2,
        Precision::Year => 3,
    };
    match (a, b) {
        (Some(x), Some(y)) => Some(if rank(&y) < rank(&x) { y } else { x }),
        (x, y) => x.or(y),
    }
}
