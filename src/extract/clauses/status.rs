//! Whether an act happened: what its own form says, and the words that govern it.

use crate::extract::reading::elements::Element;
use crate::extract::steps::Steps;
use crate::knowledge::{Cue, Shape, WordOrder};
use crate::model::Status;

use super::clause::Clause;
use super::scene::{Act, Scene};

/// Words that change the status of what they govern.
const OPERATORS: &[Cue] = &[Cue::Not, Cue::Planned, Cue::Proposed, Cue::Refused, Cue::Denied, Cue::Cancelled, Cue::Ongoing, Cue::Managed];

/// Words under which nothing is told as a fact or a plan.
const UNREAL: &[Cue] = &[Cue::If, Cue::Unreal, Cue::Question, Cue::History];

/// How many tokens may stand between an operator and the noun it governs ("cancelled their planned second meeting").
const NOUN_REACH: usize = 5;

/// The same for a verb ("is expected later this week to meet").
const VERB_REACH: usize = 9;

/// How many tokens may stand between "not" and a verb where the two go together ("has never before signed").
const NOT_REACH: usize = 3;

/// The status of an act, or why it counts for nothing.
pub(crate) fn status(scene: &Scene<'_>, act: &Act, clause: &Clause, steps: &mut Steps) -> Result<Status, String> {
    let trigger = &scene.lexicon.triggers[act.trigger as usize];
    // What is said of the verb is not said of its occasion: "in a call X proposed".
    let joined = scene.joins_verbs(&scene.elements[act.element], act.shape);
    let mut operators = if scene.is_occasion(act) || joined { Vec::new() } else { before(scene, act)? };
    if scene.governor(act, clause).is_some_and(|g| g != act.element && scene.elements[g].clitics.future) {
        operators.push(Cue::Planned);
    }
    operators.extend(behind(scene, act, clause));
    if begins_with_plan(scene, act) {
        operators.push(Cue::Planned);
    }
    let tried = is_tried(scene, act);
    let own = trigger.status.unwrap_or(match act.shape {
        // A deed of a service is told as done where it was tried.
        Shape::Infinitive if operators.is_empty() && (tried || is_purpose(scene, act)) => Status::Occurred,
        Shape::Future => Status::Planned,
        // A form of the future among those of the passive says so by itself.
        Shape::PassivePresent if scene.elements[act.element].is(Cue::Planned) => Status::Planned,
        Shape::Infinitive if operators.is_empty() => Status::Planned,
        _ => Status::Occurred,
    });
    if is_bare_negation(scene, act, &operators) {
        return Err("said of nothing that happened, and denied by nobody".to_owned());
    }
    let own = if own == Status::Occurred && is_subjunctive(scene, act) { Status::Planned } else { own };
    let status = operators.iter().rev().fold(own, |status, operator| apply(*operator, status, act.shape));
    if !operators.is_empty() || status != Status::Occurred {
        let words = || operators.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        steps.tell(|| format!("status {status}: {} with [{}]", act.shape, words()));
    }
    Ok(status)
}

/// Whether an act is only told as one that did not happen, in a sentence in which nobody speaks: that denies nothing.
fn is_bare_negation(scene: &Scene<'_>, act: &Act, operators: &[Cue]) -> bool {
    if !operators.contains(&Cue::Not) || operators.iter().any(|cue| !matches!(cue, Cue::Not | Cue::Planned | Cue::Ongoing)) {
        return false;
    }
    // "No talks are planned": nobody denies that there were any.
    let end = scene.elements[act.element].tokens.end;
    let planned = |e: &&Element| end <= e.tokens.start && e.tokens.start <= end + VERB_REACH && e.is(Cue::Planned);
    let set = operators.contains(&Cue::Planned) || scene.elements.iter().any(|e| planned(&e));
    if act.shape == Shape::Noun && set && scene.order() == WordOrder::SubjectFirst {
        return true;
    }
    let tells = |e: &Element| e.is_any(&[Cue::Say, Cue::Announce, Cue::According, Cue::Denied]);
    !scene.elements.iter().enumerate().any(|(index, e)| index != act.element && tells(e))
}

/// Whether a verb right behind "that" says what is to be done, where a noun or pronoun stands before what was («أن يوقع»).
fn is_subjunctive(scene: &Scene<'_>, act: &Act) -> bool {
    let Some(before) = act.element.checked_sub(1).map(|i| &scene.elements[i]) else { return false };
    let touches = before.tokens.end == scene.elements[act.element].tokens.start;
    let that = before.is(Cue::That) && !before.is_any(&[Cue::After, Cue::Before]) && !scene.ends_in_pronoun(before);
    act.shape == Shape::Present && scene.order() == WordOrder::VerbFirst && touches && that
}

/// The operators before an act that govern it, nearest first.
fn before(scene: &Scene<'_>, act: &Act) -> Result<Vec<Cue>, String> {
    let mut operators = Vec::new();
    let mut seen_that = false;
    for element in scene.elements[..act.element].iter().rev() {
        let here = scene.elements[act.element].tokens.start;
        if (element.tokens.end..here).any(|token| matches!(scene.document.punct(token), Some(';' | '؛' | ':'))) {
            break;
        }
        if let Some(cue) = UNREAL.iter().find(|cue| element.is(**cue)) {
            if !seen_that || *cue != Cue::If {
                return Err(scene.why(|| format!("told under a word of {cue}")));
            }
            break;
        }
        if let Some(cue) = OPERATORS.iter().find(|cue| element.is(**cue)) {
            let gap = scene.elements[act.element].tokens.start.saturating_sub(element.tokens.end);
            // «لم» stands right before the verb that it denies.
            let near_not = *cue != Cue::Not || scene.order() != WordOrder::VerbFirst || act.shape == Shape::Noun || gap <= NOT_REACH;
            // "rejected the charge and lashed out": what the first verb does is not said of the second.
            let past = act.shape == Shape::Past && matches!(cue, Cue::Refused | Cue::Cancelled | Cue::Proposed);
            let own = past && scene.elements.iter().any(|e| e.is(Cue::And) && e.tokens.end == here && element.tokens.end <= e.tokens.start);
            let reaches = !own && near_not && gap <= if act.shape == Shape::Noun { NOUN_REACH } else { VERB_REACH };
            if reaches || *cue == Cue::Denied {
                operators.push(*cue);
            }
            continue;
        }
        seen_that |= element.is(Cue::That);
        if ends_government(scene, element, act) {
            break;
        }
    }
    Ok(operators)
}

/// Whether no word before `element` governs the act any more.
fn ends_government(scene: &Scene<'_>, element: &Element, act: &Act) -> bool {
    let speech = element.is_any(&[Cue::Say, Cue::Announce]);
    let joint = element.is_any(&[Cue::Which, Cue::Clause, Cue::After, Cue::Before]);
    let noun = act.shape == Shape::Noun;
    let other_act =
        !element.is(Cue::Light) && element.is_trigger() && (noun || scene.is_verb(element)) && !matches!(act.shape, Shape::Infinitive);
    let stop =
        (element.tokens.end..scene.elements[act.element].tokens.start).any(|t| matches!(scene.document.punct(t), Some(';' | '؛' | ':')));
    speech || joint || other_act || stop
}

/// Whether a phrase like "will leave" holds its own marker of the future.
fn begins_with_plan(scene: &Scene<'_>, act: &Act) -> bool {
    let element = &scene.elements[act.element];
    let finite = matches!(act.shape, Shape::Present | Shape::Infinitive) && scene.order() == WordOrder::SubjectFirst;
    finite && element.tokens.len() > 1 && scene.word_is(element.tokens.start, Cue::Planned) && !element.is(Cue::Planned)
}

/// Whether a contact is what somebody came for who has come ("flew to Rome to meet X"), where the order of words tells.
fn is_purpose(scene: &Scene<'_>, act: &Act) -> bool {
    use crate::model::{EventType as T, Family};
    let type_of = |t: u16| scene.lexicon.triggers[t as usize].event_type;
    if scene.order() != WordOrder::SubjectFirst || type_of(act.trigger).family() != Family::Contact {
        return false;
    }
    let verb = scene.elements[..act.element].iter().rev().find(|e| scene.is_verb(e) || e.is_any(OPERATORS));
    verb.is_some_and(|e| !e.is_any(OPERATORS) && e.triggers().any(|(t, shape)| shape == Shape::Past && type_of(t) == T::Visit))
}

/// Whether an act of a service hangs on a word like "tried to".
fn is_tried(scene: &Scene<'_>, act: &Act) -> bool {
    use crate::model::EventType as T;
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let here = scene.elements[act.element].tokens.start;
    let tried = |e: &Element| e.is(Cue::Tried) && here - e.tokens.end <= VERB_REACH;
    matches!(event_type, T::CovertAction | T::CyberOperation) && scene.elements[..act.element].iter().any(tried)
}

/// The operators behind a noun that is the subject of its verb: "the visit was cancelled", "talks will be held"; behind an infinitive,
/// the verb that governs it where the order of words lets it follow: «признавать его не намерен».
fn behind(scene: &Scene<'_>, act: &Act, clause: &Clause) -> Vec<Cue> {
    if act.shape == Shape::Infinitive && scene.order() == WordOrder::Free {
        let here = scene.elements[act.element].tokens.end;
        let near = |e: &&Element| e.tokens.start <= here + VERB_REACH && !e.is_any(&[Cue::That, Cue::Which, Cue::Clause, Cue::Say]);
        let mut following = scene.elements[act.element + 1..].iter().take_while(near);
        let governed = scene.elements[..act.element].iter().rev().take(2).any(|e| scene.is_verb(e) || e.is_any(OPERATORS));
        let verb = following.find(|e| scene.is_verb(e) || e.is_any(OPERATORS)).filter(|_| !governed);
        return verb.into_iter().filter_map(|e| OPERATORS.iter().find(|cue| e.is(**cue))).copied().collect();
    }
    if act.shape != Shape::Noun {
        return Vec::new();
    }
    let mut found = Vec::new();
    for element in scene.elements[act.element + 1..].iter().take_while(|e| e.tokens.end <= clause.end) {
        if element.is_trigger() && !element.is_any(&[Cue::Happen, Cue::Cancelled]) {
            break;
        }
        if let Some(cue) = OPERATORS.iter().find(|cue| element.is(**cue)) {
            found.push(*cue);
        }
        if element.is_any(&[Cue::Happen, Cue::Cancelled]) {
            return found;
        }
    }
    // Without a verb that says so, what stands behind belongs to something else.
    found.retain(|cue| *cue == Cue::Cancelled);
    found
}

/// What an operator makes of a status.
const fn apply(operator: Cue, status: Status, shape: Shape) -> Status {
    match operator {
        Cue::Denied => Status::Denied,
        Cue::Refused => Status::Refused,
        Cue::Cancelled => Status::Cancelled,
        Cue::Not => match status {
            Status::Denied => Status::Denied,
            Status::Refused => Status::Occurred,
            _ => Status::Denied,
        },
        Cue::Planned => match status {
            Status::Occurred | Status::Ongoing => Status::Planned,
            other => other,
        },
        Cue::Proposed => match status {
            Status::Occurred | Status::Ongoing | Status::Planned => Status::Proposed,
            other => other,
        },
        Cue::Ongoing if matches!(status, Status::Occurred | Status::Planned) && !matches!(shape, Shape::Past) => Status::Ongoing,
        _ => status,
    }
}
