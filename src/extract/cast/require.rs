//! What an act requires before it counts: words near it, and parties of its cast.

use crate::extract::clauses::clause::Clause;
use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::clauses::subjects::described;
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Nouns, Phrase, Who};
use crate::extract::reading::elements::Element;
use crate::extract::thread::memory::Memory;
use crate::extract::types::{Needs, needs};
use crate::knowledge::{BodyKind, Cue, NameUse, NounClass, Sense, Shape, Trigger, WordOrder};
use crate::model::{EventType, Family, Role};

use super::party::{Party, party_of};
use super::roles::{Cast, Outcome};

/// Whether the article has told of an act of this type by the same parties.
pub(crate) fn told_of(cast: &Cast, event_type: EventType, memory: &Memory) -> bool {
    memory.acts.iter().filter(|(t, _)| *t == event_type).any(|(_, parties)| cast.iter().all(|(_, p)| parties.iter().any(|q| q.is_same(p))))
}

/// How many tokens from a noun of act the noun that it needs may stand ("the expulsion of three more Russian diplomats").
const NOUN_REACH: usize = 6;

/// Whether a phrase names a state or a body of one.
const fn serves_a_state(phrase: &Phrase) -> bool {
    matches!(phrase.who, Who::State(_) | Who::Body(_) | Who::SomeBody(_))
}

/// The noun classes of the first word of a phrase that is something else as a whole («عقوبات جديدة»).
pub(super) fn head_nouns(scene: &Scene<'_>, element: &Element) -> Nouns {
    if element.tokens.len() == 1 {
        return Nouns::new();
    }
    let body = |what: NameUse| matches!(what, NameUse::Full(id) if scene.knowledge.entity(id).body().is_some());
    let of_body = scene.lexicon.grammar.cases && element.names.iter().any(|sense| body(sense.what));
    let plain = element.senses.is_empty() || !element.names.is_empty();
    let whole = element.is_noun() || plain && !of_body;
    // "to stop" is an infinitive, whatever else it may be.
    let infinitive = scene.order() == WordOrder::SubjectFirst && scene.word_is(element.tokens.start, Cue::To);
    if whole && !infinitive {
        return Nouns::new();
    }
    let senses = scene.document.meanings(element.tokens.start, scene.lexicon).flat_map(|(_, senses)| senses);
    senses.filter_map(|sense| if let Sense::Noun(class) = sense { Some(*class) } else { None }).collect()
}

/// How many words may stand between a noun and its relative clause.
const RELATIVE_REACH: usize = 3;

/// How many words may stand between a noun and the turn of a participle whose ending says that it is its own.
const TURN_REACH: usize = 8;

/// Where the noun that a trigger needs was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// In the act's own clause, or none is needed.
    Clause,
    /// Elsewhere in the sentence.
    Sentence,
    /// In the title or the lead: it is what the article is about.
    Theme,
    /// Nowhere, but an earlier act of the article can be meant ("the conversation" needs no telephone once a call was told).
    PointsBack,
}

/// Whether it is a body that states make up.
fn is_of_states(scene: &Scene<'_>, who: Who) -> bool {
    let kind = if let Who::Body(id) = who { scene.knowledge.entity(id).body() } else { None };
    matches!(kind, Some(BodyKind::International | BodyKind::Alliance))
}

/// Holds the act to its trigger's noun classes.
pub(crate) fn near_nouns(
    scene: &Scene<'_>,
    act: &Act,
    trigger: &Trigger,
    clause: &Clause,
    memory: &Memory,
    people: &People,
) -> Result<Met, String> {
    let here = &scene.elements[act.element];
    let reach = if act.shape == Shape::Noun { NOUN_REACH } else { usize::MAX };
    // What stands before the verb that governs a noun belongs to another act.
    let from =
        scene.governor(act, clause).filter(|g| act.shape == Shape::Noun && *g < act.element).map_or(0, |g| scene.elements[g].tokens.start);
    let in_clause = |classes: &[NounClass], from: usize| {
        let gap = |e: &Element| e.tokens.start.saturating_sub(here.tokens.end).max(here.tokens.start.saturating_sub(e.tokens.end));
        let inside = |e: &&Element| clause.contains(&e.tokens) && e.tokens != here.tokens && from <= e.tokens.start;
        let mut near = scene.elements.iter().filter(inside).filter(|e| gap(e) <= reach);
        near.any(|e| e.nouns().any(|class| classes.contains(&class)) || head_nouns(scene, e).iter().any(|class| classes.contains(class)))
    };
    let called = || {
        let turn = scene.own_turn(here).and_then(|_| described(scene, &here.tokens));
        let before = turn.or_else(|| scene.antecedent(clause).map(|(index, _)| index));
        let mut near = scene.phrases.iter().enumerate().filter(|(index, p)| clause.contains(&p.tokens) || before == Some(*index));
        near.any(|(_, p)| p.nouns.iter().any(|n| trigger.need.contains(n)) || memory.calls(p, people, scene.knowledge, &trigger.need))
    };
    let names =
        |classes: &[NounClass]| classes.iter().map(|c| scene.lexicon.noun_classes[c.0 as usize].as_str()).collect::<Vec<_>>().join(" or ");
    let told_before = memory.acts.iter().any(|(event_type, _)| *event_type == trigger.event_type);
    let may_point = trigger.event_type.family() == Family::Contact || trigger.event_type == EventType::PrisonerSwap;
    // "declared" and "named" mean something else without their word.
    let expelled = trigger.event_type == EventType::DiplomatExpelled && (trigger.by_theme || scene.order() != WordOrder::SubjectFirst);
    let points_back = (act.shape == Shape::Noun && may_point || expelled) && told_before;
    let behind = || scene.elements[act.element + 1..].iter();
    let between = || scene.elements[..act.element].iter().filter(|e| clause.spans(&e.tokens));
    // What stands behind words that need the same noun is theirs.
    let rival = |e: &Element| {
        let other = |t: u16| scene.lexicon.triggers[t as usize].event_type != trigger.event_type;
        let needs = |t: u16| other(t) && scene.lexicon.triggers[t as usize].need.iter().any(|class| trigger.need.contains(class));
        scene.lexicon.grammar.cases && e.triggers().any(|(t, shape)| shape != Shape::Noun && needs(t))
    };
    let in_sentence = |classes: &[NounClass]| {
        let near = behind().take_while(|e| !rival(e)).chain(between());
        near.flat_map(Element::nouns).any(|class| classes.contains(&class))
    };
    // A class called so is met by anybody who is named, or who is named by an office.
    let official = trigger.need.iter().any(|class| scene.lexicon.noun_classes[class.0 as usize] == "official");
    let someone = |p: &Phrase| p.is_person() || p.who == Who::Counterpart || p.who == Who::Office && p.office.is_some();
    // Of a passive it stands before the verb.
    let passive = matches!(act.shape, Shape::Passive | Shape::PassivePresent);
    let placed = |p: &Phrase| passive || here.tokens.end <= p.tokens.start;
    let anybody = || official && scene.phrases.iter().any(|p| placed(p) && clause.contains(&p.tokens) && someone(p));
    // The noun to which a relative clause belongs: "the agreement that X signed".
    let owned = |classes: &[NounClass]| {
        let turn = scene.own_turn(here);
        turn.or(clause.relative_from).is_some_and(|from| {
            let reach = if turn.is_some() { TURN_REACH } else { RELATIVE_REACH };
            let near = |e: &&Element| e.tokens.end <= from && from <= e.tokens.end + reach;
            scene.elements.iter().filter(near).flat_map(Element::nouns).any(|c| classes.contains(&c))
        })
    };
    // Whoever works "for the Mossad" is suspected of spying, whatever the words.
    let for_somebody = |p: &Phrase| p.preposition == Some(Cue::ForBenefit) && serves_a_state(p) && here.tokens.end <= p.tokens.start;
    let spied = matches!(trigger.event_type, EventType::SpyArrest | EventType::SpyTrial);
    let ordered = scene.order() == WordOrder::SubjectFirst;
    let serves = |p: &Phrase| matches!(p.who, Who::Body(id) if scene.knowledge.entity(id).body().is_some_and(BodyKind::is_service));
    // "charged three officers of the service": they are its men; those who act "by officers of" it are not whom it happens to.
    let acts_by =
        |p: &Phrase| scene.elements.iter().any(|e| e.is(Cue::By) && here.tokens.end <= e.tokens.end && e.tokens.end <= p.tokens.start);
    let man_of = |p: &Phrase| ordered && p.preposition == Some(Cue::Of) && serves(p) && here.tokens.end <= p.tokens.start && !acts_by(p);
    let benefit = || spied && scene.phrases.iter().any(|p| for_somebody(p) || man_of(p));
    // A service that is named needs no word for its trade.
    let is_service = |p: &Phrase| match p.who {
        Who::Body(id) => scene.knowledge.entity(id).body().is_some_and(BodyKind::is_service),
        Who::SomeBody(kind) => kind.is_service(),
        Who::Person(_) if scene.lexicon.grammar.cases => {
            party_of(p, people, scene.knowledge).is_some_and(|party| party.serves(memory.calendar.day, scene.knowledge))
        }
        _ => false,
    };
    let asks_service = |classes: &[NounClass]| classes.iter().any(|class| scene.lexicon.noun_class("service") == Some(*class));
    let service =
        || trigger.event_type == EventType::Assessment && scene.phrases.iter().any(|p| clause.contains(&p.tokens) && is_service(p));
    let need = &trigger.need;
    // Who is left needs no noun that says what it is, where it is known for a body of states.
    let behind_it = |p: &Phrase| here.tokens.end <= p.tokens.start && clause.contains(&p.tokens);
    let left = || trigger.event_type == EventType::Withdrawal && scene.phrases.iter().any(|p| is_of_states(scene, p.who) && behind_it(p));
    let met = if need.is_empty()
        || left()
        || owned(need)
        || in_clause(need, 0)
        || called()
        || anybody()
        || benefit()
        || !asks_service(&trigger.beside) && service()
    {
        Met::Clause
    } else if in_sentence(need) {
        Met::Sentence
    } else if trigger.by_theme && told_before && trigger.event_type == EventType::PrisonerSwap {
        // Once an exchange is told, who is freed is freed in it.
        Met::Theme
    } else if points_back {
        Met::PointsBack
    } else if trigger.by_theme && memory.theme.has(need) {
        Met::Theme
    } else {
        return Err(scene.why(|| format!("no word of {} in its clause", names(need))));
    };
    // What closes the clause with a verb's force stands beside as well («أعلنتهم أشخاصا غير مرغوب فيهم»).
    let called_so =
        |e: &Element, classes: &[NounClass]| e.nouns().chain(head_nouns(scene, e).iter().copied()).any(|class| classes.contains(&class));
    let closes = |e: &Element| e.tokens.start == clause.end && called_so(e, &trigger.beside);
    let by_service = || asks_service(&trigger.beside) && service();
    if !trigger.beside.is_empty() && !in_clause(&trigger.beside, 0) && !scene.elements.iter().any(closes) && !benefit() && !by_service() {
        return Err(scene.why(|| format!("no word of {} beside it", names(&trigger.beside))));
    }
    // "called on X to stop": so it stands where the order of words tells objects.
    let closed = |e: &Element| ordered && e.tokens.start == clause.end && act.shape != Shape::Noun && called_so(e, &trigger.unless);
    let to_do = scene.lexicon.noun_class("to_do").is_some_and(|class| trigger.unless.contains(&class));
    if in_clause(&trigger.unless, from) || to_do && scene.elements.iter().any(closed) {
        return Err(scene.why(|| format!("a word of {} in its clause", names(&trigger.unless))));
    }
    Ok(met)
}

/// Whether an act of speech is only asked of somebody, or laid to his charge, by the act that governs it: "urged Beijing to
/// press Moscow", "accused of backing the rebels", "summoned the envoy to protest".
pub(crate) fn is_only_asked(scene: &Scene<'_>, act: &Act, clause: &Clause) -> bool {
    let type_of = |number: u16| scene.lexicon.triggers[number as usize].event_type;
    let speech = |event_type: EventType| event_type.family() == Family::Pressure;
    let event_type = type_of(act.trigger);
    // "named X to head the service" is one appointment, told by its first verb.
    if event_type == EventType::Appointment && act.shape == Shape::Infinitive {
        let given = |e: &Element| e.triggers().any(|(t, shape)| type_of(t) == EventType::Appointment && shape != Shape::Infinitive);
        return scene.governor(act, clause).is_some_and(|g| g != act.element && given(&scene.elements[g]));
    }
    if !speech(event_type) && event_type != EventType::Support {
        return false;
    }
    let charged = || {
        let before = act.element.checked_sub(1).map(|i| &scene.elements[i]);
        before.is_some_and(|e| e.is_any(&[Cue::Of, Cue::From]) && e.tokens.end == scene.elements[act.element].tokens.start)
    };
    let asks = |governor: &Element| {
        let summons = matches!(event_type, EventType::Condemnation | EventType::Demand);
        governor.is(Cue::Urge)
            || governor.triggers().any(|(t, _)| {
                // Words that are a threat or a charge only beside others may as well be a promise.
                let plain = scene.lexicon.triggers[t as usize].need.is_empty();
                speech(type_of(t)) && plain || summons && type_of(t) == EventType::AmbassadorSummoned
            })
    };
    match act.shape {
        Shape::Participle => charged(),
        Shape::Infinitive => scene.governor(act, clause).is_some_and(|g| g != act.element && asks(&scene.elements[g])),
        _ => false,
    }
}

/// How many words may stand between a threat and what is threatened.
const MAX_THREAT_GAP: usize = 2;

/// Whether an act is what a threat right before it says will be done ("threatened to quit the bloc"): the threat is told, and no plan.
pub(crate) fn is_only_threatened(scene: &Scene<'_>, act: &Act) -> bool {
    let here = scene.elements[act.element].tokens.start;
    if scene.order() == WordOrder::VerbFirst {
        return threatened_by_noun(scene, act);
    }
    let Some(before) = act.element.checked_sub(1).map(|i| &scene.elements[i]).filter(|_| act.shape == Shape::Infinitive) else {
        return false;
    };
    let threat = |t: u16| scene.lexicon.triggers[t as usize].event_type == EventType::Threat;
    let to = scene.order() == WordOrder::SubjectFirst && before.tokens.len() > 1 && scene.word_is(before.tokens.end - 1, Cue::To);
    to && here <= before.tokens.end + MAX_THREAT_GAP && before.triggers().any(|(t, _)| threat(t))
}

/// Whether a noun of act stands in one word with its "by" behind a verb of threatening, with nothing but whom it threatens and when
/// between («هدد أنقرة بطرد السفير»).
fn threatened_by_noun(scene: &Scene<'_>, act: &Act) -> bool {
    let element = &scene.elements[act.element];
    let by = act.shape == Shape::Noun && element.clitics.preposition == Some(Cue::In);
    let type_of = |number: u16| scene.lexicon.triggers[number as usize].event_type;
    let verb = scene.elements[..act.element].iter().rev().filter(|_| by).find(|e| scene.is_verb(e));
    let near = |e: &&Element| element.tokens.start - e.tokens.end <= MAX_THREAT_REACH;
    type_of(act.trigger) != EventType::Threat
        && verb.filter(near).is_some_and(|e| e.triggers().any(|(t, _)| type_of(t) == EventType::Threat))
}

/// How many tokens behind a verb of threatening what it threatens with may stand.
const MAX_THREAT_REACH: usize = 8;

/// Whether an accord is one that the verb before it breaks off or turns down, and so none that is made («فسخ الاتفاق العسكري»).
pub(crate) fn is_accord_undone(scene: &Scene<'_>, act: &Act, clause: &Clause) -> bool {
    let type_of = |number: u16| scene.lexicon.triggers[number as usize].event_type;
    // "Refused to sign" is told by the word for signing.
    let names_it = scene.lexicon.triggers[act.trigger as usize].need.is_empty();
    let accord = type_of(act.trigger) == EventType::Agreement && names_it;
    if !accord || act.shape != Shape::Noun || scene.order() != WordOrder::VerbFirst {
        return false;
    }
    let before = |e: &&Element| e.tokens.end <= scene.elements[act.element].tokens.start && clause.start <= e.tokens.end;
    let verb = scene.elements.iter().rev().filter(before).find(|e| scene.is_verb(e));
    verb.is_some_and(|e| e.triggers().any(|(t, shape)| shape != Shape::Noun && type_of(t) == EventType::Withdrawal) || e.is(Cue::Refused))
}

/// Whether an act is what somebody is accused of, told behind the "that" of the verb that accuses («اتهم واشنطن بأنها تسلح ...»).
pub(crate) fn is_only_charged(scene: &Scene<'_>, act: &Act) -> bool {
    let type_of = |number: u16| scene.lexicon.triggers[number as usize].event_type;
    let accuses = |e: &Element| e.triggers().any(|(t, _)| type_of(t) == EventType::Accusation);
    let before = || scene.elements[..act.element].iter();
    if scene.order() != WordOrder::VerbFirst || act.shape == Shape::Noun {
        return false;
    }
    let Some(that) = before().rposition(|e| e.is(Cue::That)) else { return false };
    let between = || scene.elements[that + 1..act.element].iter().any(|e| scene.is_verb(e) || e.is(Cue::Clause));
    let verb = scene.elements[..that].iter().rfind(|e| scene.is_verb(e) || e.has_shape(&[Shape::Participle]));
    verb.is_some_and(accuses) && scene.ends_in_pronoun(&scene.elements[that]) && !between()
}

/// Whether a verb of calling says by what name somebody goes: an article stands right behind whom it calls ("called X a liar").
pub(crate) fn is_only_named(scene: &Scene<'_>, act: &Act) -> bool {
    let call = scene.lexicon.triggers[act.trigger as usize].event_type == EventType::Call && act.shape != Shape::Noun;
    let end = scene.elements[act.element].tokens.end;
    let object = scene.phrases.iter().find(|p| p.tokens.start == end || p.tokens.start == end + 1).filter(|_| call);
    object.is_some_and(|p| {
        p.owns_next && p.list + 1 == scene.phrases.len()
            || scene.order() == WordOrder::SubjectFirst && matches!(scene.document.punct(p.tokens.end), Some('"' | '“' | '‘'))
            || scene.elements.iter().any(|e| e.tokens.start == p.tokens.end && e.is(Cue::Article))
    })
}

/// Whether an act of this type is done to envoys.
const fn envoy(event_type: EventType) -> bool {
    matches!(event_type, EventType::AmbassadorSummoned | EventType::AmbassadorRecalled | EventType::DiplomatExpelled)
}

/// Whether the actor alone makes a report of what is done to somebody whom the sentence leaves out.
const fn one_sided(event_type: EventType) -> bool {
    use EventType as T;
    matches!(
        event_type,
        T::Sanction | T::SanctionLifted | T::Condemnation | T::RelationsCut | T::RelationsRestored | T::Aid | T::Withdrawal
    )
}

const fn is_finite(shape: Shape) -> bool {
    matches!(shape, Shape::Past | Shape::Present | Shape::Future)
}

/// Whether an act among equals tells enough with one party alone: the words leave little doubt of what was done, and who else
/// takes part is often told elsewhere.
const fn does_with_one(event_type: EventType) -> bool {
    matches!(event_type, EventType::Agreement | EventType::Negotiation)
}

/// How surely words must mean their type to count with one party alone.
const MIN_SURE_WEIGHT: f64 = 0.65;

/// How surely they must mean it where the one party only does it, and nothing says to whom.
const MIN_PLAIN_WEIGHT: f64 = 0.75;

/// How surely they must mean it where they name the other side by its office alone.
const MIN_FACED_WEIGHT: f64 = 0.5;

/// Whether a verb has an officer or a delegation for the other side whom nothing names ("is to meet his European counterparts").
fn faces_somebody(scene: &Scene<'_>, act: &Act, clause: &Clause) -> bool {
    let end = scene.elements[act.element].tokens.end;
    let officer = |p: &Phrase| p.office.is_some() || p.delegation || p.who == Who::Counterpart;
    let stands = |p: &Phrase| end <= p.tokens.start && matches!(p.preposition, None | Some(Cue::With | Cue::To));
    let faced = |p: &&Phrase| stands(p) && clause.contains(&p.tokens) && matches!(p.who, Who::Office | Who::Counterpart | Who::Group);
    act.shape != Shape::Noun && scene.phrases.iter().find(faced).is_some_and(officer)
}

/// Whether the cast has what its type needs.
pub(crate) fn check(scene: &Scene<'_>, act: &Act, clause: &Clause, outcome: &Outcome) -> Result<(), String> {
    let (trigger, shape) = (&scene.lexicon.triggers[act.trigger as usize], act.shape);
    let (event_type, cast) = (trigger.event_type, &outcome.cast);
    // Words that mean much else say too little with half a cast, and so does a cast from another clause.
    let sure = MIN_SURE_WEIGHT <= trigger.weight && !outcome.inherited;
    let has = |role: Role| cast.iter().any(|(r, _)| *r == role);
    // One party whose place in public life is known is enough for a plain verb: the other is often told elsewhere, or by a word
    // that nobody listed.
    let known = |p: &Party| !p.is_person() || p.office.is_some() || matches!(p.who, Who::Person(_));
    let public = || cast.iter().any(|(_, p)| !is_of_states(scene, p.who) && known(p));
    let plain = |min: f64| min <= trigger.weight && !outcome.inherited && is_finite(shape) && public();
    // Words are aimed at somebody, or they are no more than words.
    let speech = event_type.family() == Family::Pressure && !one_sided(event_type) || event_type == EventType::Support;
    let missing = match needs(event_type) {
        Needs::Two if does_with_one(event_type) && sure && cast.iter().any(|(_, p)| !p.is_person() || p.office.is_some()) => None,
        Needs::Two if plain(MIN_SURE_WEIGHT) => None,
        Needs::Two if MIN_FACED_WEIGHT <= trigger.weight && !outcome.inherited && public() && faces_somebody(scene, act, clause) => None,
        Needs::Two if cast.iter().filter(|(r, _)| *r == Role::Participant).count() < 2 => Some("a second participant".to_owned()),
        Needs::Both(Role::Actor, Role::Target) if cast.iter().filter(|(r, _)| *r == Role::Participant).count() == 2 => None,
        // A passive need not name who does it.
        Needs::Both(Role::Actor, Role::Target)
            if matches!(shape, Shape::Passive | Shape::PassivePresent) && has(Role::Target) && event_type != EventType::Accusation =>
        {
            None
        }
        Needs::Both(Role::Actor, Role::Target) if outcome.open && has(Role::Target) => None,
        // A verb of state tells enough without its object.
        Needs::Both(Role::Actor, Role::Target) if one_sided(event_type) && sure && is_finite(shape) && has(Role::Actor) => None,
        Needs::Both(Role::Actor, Role::Target) if sure && !is_finite(shape) && !speech && has(Role::Target) && public() => None,
        Needs::Both(Role::Actor, Role::Target) if plain(MIN_PLAIN_WEIGHT) && has(Role::Actor) && !speech => None,
        Needs::Both(a, b) if !has(a) || !has(b) => Some(format!("{} or {}", a, b)),
        Needs::Either(Role::Subject, _) if has(Role::Target) => None,
        // An envoy who is named stands for his state.
        Needs::Either(Role::Actor, Role::Target) if envoy(event_type) && has(Role::Subject) => None,
        Needs::Either(a, b) if !has(a) && !has(b) => Some(format!("{a} and {b}")),
        Needs::Person(role) if !cast.iter().any(|(r, p)| *r == role && p.is_person()) => Some(format!("a person as {role}")),
        _ => None,
    };
    missing.map_or(Ok(()), |what| Err(scene.why(|| format!("nobody found for {what}"))))
}
