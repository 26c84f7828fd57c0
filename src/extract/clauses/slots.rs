//! Which slot of an act each phrase of its clause fills: subject, object, or what a marker says.

use std::ops::Range;

use crate::extract::phrases::arrange::marker_of;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::{Element, covering};
use crate::knowledge::{Cases, Cue, Sense, Shape, Slot, WordOrder};
use crate::model::{EventType, Family, Role};

use super::clause::Clause;
use super::occasion::parties_in_relative;
use super::scene::{Act, Scene};
use super::subjects::{charged, circumstance_of, described, driven, parties_of_occasion, speaker, subject, subjects};

/// A phrase in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filled {
    /// The slot.
    pub slot: Slot,
    /// The phrase, by number in its sentence.
    pub phrase: usize,
}

/// How many words may stand between a noun and the phrase that owns it ("Lavrov's two-day official visit").
pub(crate) const MAX_OWNER_GAP: usize = 3;

/// How many words a place between a noun and its genitive takes up at most, with its preposition.
const MAX_PLACE_GAP: usize = 4;

/// Whether a participle stands in another case than the nominative: «прибывших встретил X» tells of others than X.
fn stands_in_case(scene: &Scene<'_>, participle: &Element) -> bool {
    let word = scene.document.tokens.folded(participle.tokens.start);
    let declined = || scene.lexicon.case_endings.of_adjective(word).is_some_and(|cases| !cases.may_be(Cases::NOM));
    scene.lexicon.grammar.cases && declined()
}

/// Whether a participle in such a case describes no noun behind it either.
pub(crate) fn stands_alone(scene: &Scene<'_>, act: &Act) -> bool {
    let element = &scene.elements[act.element];
    let noun = scene.phrases.iter().any(|p| p.tokens.start <= element.tokens.end + 1 && element.tokens.end <= p.tokens.start);
    let behind_comma = scene.turn_opens(element.tokens.start).is_some_and(|open| scene.tokens.start < open);
    stands_in_case(scene, element) && !noun && !behind_comma
}

/// Whose the verb behind a participle is that opens its sentence ("Having arrived in Moscow, X met Y").
fn of_main_verb(scene: &Scene<'_>, participle: usize) -> Vec<usize> {
    if stands_in_case(scene, &scene.elements[participle]) {
        return Vec::new();
    }
    let opens = !scene.elements[..participle].iter().any(|e| scene.is_verb(e) || e.is_trigger());
    let verb = (participle + 1..scene.elements.len()).find(|i| scene.is_verb(&scene.elements[*i])).filter(|_| opens);
    verb.map_or_else(Vec::new, |verb| speaker(scene, verb))
}

/// Whom a headline says to do what its infinitive tells: "X, Y to meet in Z".
fn right_before(scene: &Scene<'_>, here: &Range<usize>) -> Vec<usize> {
    let verb = scene.elements.iter().any(|e| e.tokens.end <= here.start && scene.is_verb(e));
    let touches = |p: &Phrase| p.tokens.end == here.start || p.tokens.end + 1 == here.start && scene.clear_words(p.tokens.end..here.start);
    let bare = |p: &&Phrase| touches(p) && p.preposition.is_none() && !p.owns_next && p.can_act();
    let phrase = scene.phrases.iter().find(bare).filter(|_| !verb);
    phrase.map_or_else(Vec::new, |p| scene.members(p.list).collect())
}

/// Every phrase of the act's clause with the slot that it fills, nearest first within a slot.
pub(crate) fn fill(scene: &Scene<'_>, act: &Act, clause: &Clause) -> Vec<Filled> {
    let mut filled = Vec::new();
    let here = scene.elements[act.element].tokens.clone();
    let governor = scene.governor(act, clause);
    // "they held a talk between-them" has its marker in the word itself.
    let inside = scene.order() != WordOrder::SubjectFirst || act.shape == Shape::Noun;
    let both =
        in_clause(scene, clause).filter(|(_, p)| inside && p.who == Who::Both && p.preposition.is_none() && here.end <= p.tokens.start);
    filled.extend(both.map(|(phrase, _)| Filled { slot: Slot::Between, phrase }));
    let before = governor.filter(|g| *g < act.element).map_or(clause.start, |g| scene.elements[g].tokens.end);
    let family = scene.lexicon.triggers[act.trigger as usize].event_type.family();
    marked(scene, clause, &here, before, &mut filled);
    // Words that are aimed at somebody follow their verb; "in" before it says where they were spoken.
    filled.retain(|f| family != Family::Pressure || f.slot != Slot::In || here.end <= scene.phrases[f.phrase].tokens.start);
    if act.shape == Shape::Noun {
        owners(scene, &here, clause, &mut filled);
        let travel = scene.lexicon.triggers[act.trigger as usize].event_type == EventType::Visit;
        names_before(scene, &here, clause, travel, &mut filled);
    }
    match governor {
        Some(governor) => subjects(scene, act, clause, governor, &mut filled),
        None if act.shape == Shape::Participle && scene.order() == WordOrder::VerbFirst => {
            filled.extend(circumstance_of(scene, act.element).into_iter().map(|phrase| Filled { slot: Slot::Subject, phrase }));
        }
        None if act.shape == Shape::Participle => {
            let subject = described(scene, &here).map_or_else(|| of_main_verb(scene, act.element), |phrase| vec![phrase]);
            filled.extend(subject.into_iter().map(|phrase| Filled { slot: Slot::Subject, phrase }))
        }
        None if act.shape == Shape::Infinitive && scene.order() == WordOrder::SubjectFirst => {
            filled.extend(right_before(scene, &here).into_iter().map(|phrase| Filled { slot: Slot::Subject, phrase }));
        }
        None if act.shape == Shape::Infinitive => {
            filled.extend(charged(scene, clause, &here).into_iter().map(|phrase| Filled { slot: Slot::Subject, phrase }));
        }
        None => filled.extend(driven(scene, act).map(|phrase| Filled { slot: Slot::Subject, phrase })),
    }
    handed_to(scene, act, clause, governor, &mut filled);
    comes_with(scene, act, clause, &mut filled);
    objects(scene, act.shape, family == Family::Contact, &here, clause, &mut filled);
    own_marker(scene, act, &mut filled);
    of_thing(scene, act, clause, &mut filled);
    relative(scene, act, clause, &mut filled);
    counterparts(scene, &mut filled);
    if act.shape == Shape::Noun && scene.lexicon.triggers[act.trigger as usize].event_type == EventType::Call {
        in_passing(scene, act.element, &mut filled);
    }
    if act.shape == Shape::Noun && family == Family::Contact && !filled.iter().any(|f| matches!(f.slot, Slot::With | Slot::Between)) {
        for phrase in parties_in_relative(scene, act.element) {
            if filled.iter().all(|f| f.phrase != phrase) {
                filled.push(Filled { slot: Slot::Subject, phrase });
            }
        }
    }
    if scene.is_occasion(act) {
        for phrase in parties_of_occasion(scene, act) {
            if filled.iter().all(|f| f.phrase != phrase) {
                filled.push(Filled { slot: Slot::Subject, phrase });
            }
        }
    }
    filled
}

/// Whom a letter is handed to where verbs come first: the second of two who stand behind the verb that hands it over («سلم أ ب رسالة»).
fn handed_to(scene: &Scene<'_>, act: &Act, clause: &Clause, governor: Option<usize>, filled: &mut Vec<Filled>) {
    let message = scene.lexicon.triggers[act.trigger as usize].event_type == EventType::Message && act.shape == Shape::Noun;
    let Some(verb) = governor.filter(|g| *g < act.element && message && scene.order() == WordOrder::VerbFirst) else { return };
    let Some(subject) = filled.iter().rev().find(|f| f.slot == Slot::Subject).map(|f| f.phrase) else { return };
    let from = scene.elements[verb].tokens.end.max(scene.phrases[subject].tokens.end);
    let person = |p: &Phrase| p.is_person() || p.who == Who::Office;
    let behind = |p: &Phrase| from <= p.tokens.start && p.tokens.end <= scene.elements[act.element].tokens.start;
    let other =
        |(index, p): &(usize, &Phrase)| behind(p) && person(p) && p.preposition.is_none() && filled.iter().all(|f| f.phrase != *index);
    let found = in_clause(scene, clause).find(other).filter(|_| !scene.ends_in_pronoun(&scene.elements[verb]));
    filled.extend(found.map(|(phrase, _)| Filled { slot: Slot::Object, phrase }));
}

/// Who comes, stays or leaves "with a visit", whatever the verb: the person who stands in its clause as the subject does.
fn comes_with(scene: &Scene<'_>, act: &Act, clause: &Clause, filled: &mut Vec<Filled>) {
    let here = &scene.elements[act.element].tokens;
    let visit = scene.lexicon.triggers[act.trigger as usize].event_type == EventType::Visit && act.shape == Shape::Noun;
    let with = || scene.elements[..act.element].iter().rev().take(1).any(|e| e.is(Cue::With) && here.start <= e.tokens.end + 1);
    let told = filled.iter().any(|f| matches!(f.slot, Slot::Subject | Slot::Genitive | Slot::By));
    if !visit || !scene.lexicon.grammar.cases || told || !with() {
        return;
    }
    let nominative = |p: &Phrase| p.cases.may_be(Cases::NOM) && p.preposition.is_none() && !p.owns_next;
    let person = |p: &Phrase| p.is_person() || matches!(p.who, Who::Office | Who::Pronoun) || p.delegation;
    let (right, left): (Vec<_>, Vec<_>) =
        in_clause(scene, clause).filter(|(_, p)| nominative(p) && person(p)).partition(|(_, p)| here.end <= p.tokens.start);
    if let Some((phrase, _)) = right.first().or(left.last()) {
        push_list(scene, *phrase, Slot::Subject, filled);
        return;
    }
    // «X отправился с визитом в Y»: the verb before it has taken its own clause.
    let verb = act.element.checked_sub(2).filter(|i| scene.is_verb(&scene.elements[*i]) && here.start <= scene.elements[*i].tokens.end + 2);
    filled
        .extend(verb.map(|verb| speaker(scene, verb)).unwrap_or_default().into_iter().map(|phrase| Filled { slot: Slot::Subject, phrase }));
}

/// What stands behind a phrase that ends in a marker ("was on the phone to X") is marked by it.
fn own_marker(scene: &Scene<'_>, act: &Act, filled: &mut Vec<Filled>) {
    let here = &scene.elements[act.element].tokens;
    if here.len() < 2 {
        return;
    }
    let markers = scene.document.meanings(here.end - 1, scene.lexicon).filter(|(clitics, _)| clitics.is_bare());
    let slot = markers.flat_map(|(_, senses)| senses).find_map(|s| if let Sense::Cue(cue) = s { slot_of_marker(*cue) } else { None });
    let objects: Vec<usize> =
        filled.iter().filter(|f| f.slot == Slot::Object && here.end <= scene.phrases[f.phrase].tokens.start).map(|f| f.phrase).collect();
    filled.extend(slot.into_iter().flat_map(|slot| objects.iter().map(move |phrase| Filled { slot, phrase: *phrase })));
}

/// Whose letter is handed over or received, where the verb does not say who sends it: «передано послание президента».
fn of_thing(scene: &Scene<'_>, act: &Act, clause: &Clause, filled: &mut Vec<Filled>) {
    let trigger = &scene.lexicon.triggers[act.trigger as usize];
    let passive = matches!(act.shape, Shape::Passive | Shape::PassivePresent);
    let received = trigger.roles.iter().any(|(role, slots)| *role == Role::Target && slots.contains(&Slot::Subject));
    if trigger.event_type != EventType::Message || !(passive || received) || !scene.lexicon.grammar.cases {
        return;
    }
    let thing = |token: usize| covering(scene.elements, token).is_some_and(|e| e.nouns().any(|class| trigger.need.contains(&class)));
    let owns = |p: &Phrase| p.preposition.is_none() && p.cases.may_be(Cases::GEN) && p.tokens.start.checked_sub(1).is_some_and(thing);
    let holds = |p: &Phrase| thing(p.tokens.start) && 1 < p.tokens.len();
    let owner = in_clause(scene, clause).find(|(_, p)| p.can_act() && (owns(p) || holds(p)));
    filled.extend(owner.map(|(phrase, _)| Filled { slot: Slot::Genitive, phrase }));
}

/// The word to which a relative clause belongs, in the slot that the relative word's case or marker says.
fn relative(scene: &Scene<'_>, act: &Act, clause: &Clause, filled: &mut Vec<Filled>) {
    let Some(from) = clause.relative_from else { return };
    let Some((phrase, _)) = scene.antecedent(clause).filter(|(index, _)| filled.iter().all(|f| f.phrase != *index)) else { return };
    let marker = scene.elements.iter().find(|e| e.tokens.end == from).and_then(marker_of).and_then(slot_of_marker);
    let says = |case: Cases| clause.relative_case.and(case) != Cases::NONE;
    let passive = matches!(act.shape, Shape::Passive | Shape::PassivePresent);
    let slot = match marker {
        Some(slot) => slot,
        None if says(Cases::NOM) || clause.relative_case == Cases::NONE => return,
        None if says(Cases::ACC) && !passive => Slot::Object,
        None if says(Cases::DAT) => Slot::Indirect,
        None if says(Cases::INS) => Slot::By,
        None => return,
    };
    filled.push(Filled { slot, phrase });
}

pub(crate) fn in_clause<'s>(scene: &'s Scene<'_>, clause: &'s Clause) -> impl DoubleEndedIterator<Item = (usize, &'s Phrase)> {
    scene.phrases.iter().enumerate().filter(move |(_, p)| clause.contains(&p.tokens))
}

/// Phrases behind a preposition; those after the act first. What stands before the verb that governs a noun, from
/// `before` back, belongs to that verb.
fn marked(scene: &Scene<'_>, clause: &Clause, here: &Range<usize>, before: usize, filled: &mut Vec<Filled>) {
    let (after, left): (Vec<_>, Vec<_>) = in_clause(scene, clause).partition(|(_, p)| here.end <= p.tokens.start);
    for (phrase, p) in after.into_iter().chain(left.into_iter().rev().filter(|(_, p)| before <= p.tokens.start)) {
        let Some(slot) = p.preposition.and_then(slot_of_marker) else { continue };
        // "with Oman as the go-between"
        let between = |e: &Element| e.tokens.start == p.tokens.end && e.is(Cue::Mediated);
        if slot == Slot::With && scene.elements.iter().any(between) {
            filled.push(Filled { slot: Slot::Mediated, phrase });
            continue;
        }
        let on_left = p.tokens.end <= here.start;
        let moves_left = matches!(slot, Slot::With | Slot::Between | Slot::By | Slot::From | Slot::To | Slot::In | Slot::Mediated)
            || matches!(slot, Slot::Against | Slot::Genitive) && scene.lexicon.grammar.cases;
        if (!on_left || moves_left) && !belongs_to_other(scene, here, p, slot) {
            filled.push(Filled { slot, phrase });
        }
    }
}

/// Whether a marked phrase hangs on another act that stands nearer before it and has use for it ("after a talk with X
/// he called Y").
fn belongs_to_other(scene: &Scene<'_>, here: &Range<usize>, phrase: &Phrase, slot: Slot) -> bool {
    let before = scene.elements.iter().rev().filter(|e| e.tokens.end <= phrase.tokens.start && e.is_trigger());
    let Some(nearest) = before.take(1).next().filter(|e| e.tokens != *here) else { return false };
    let between = here.end <= nearest.tokens.start || phrase.tokens.end <= here.start;
    let has_use = nearest.triggers().any(|(number, _)| {
        let trigger = &scene.lexicon.triggers[number as usize];
        let met = trigger.need.is_empty() || scene.elements.iter().any(|e| e.nouns().any(|class| trigger.need.contains(&class)));
        met && trigger.event_type.family() == Family::Contact && trigger.roles.iter().any(|(_, slots)| slots.contains(&slot))
    });
    between && has_use && matches!(slot, Slot::With | Slot::Between | Slot::To | Slot::From)
}

const fn slot_of_marker(cue: Cue) -> Option<Slot> {
    Some(match cue {
        Cue::With => Slot::With,
        Cue::To => Slot::To,
        Cue::From => Slot::From,
        Cue::In => Slot::In,
        Cue::On => Slot::On,
        Cue::Against => Slot::Against,
        Cue::Between => Slot::Between,
        Cue::By => Slot::By,
        Cue::Of => Slot::Genitive,
        Cue::For => Slot::For,
        Cue::ForBenefit => Slot::ForBenefit,
        Cue::About => Slot::About,
        Cue::As => Slot::As,
        Cue::Mediated => Slot::Mediated,
        _ => return None,
    })
}

/// The owners of a noun: before it with a genitive mark, right behind it without a marker, or as an adjective.
fn owners(scene: &Scene<'_>, here: &Range<usize>, clause: &Clause, filled: &mut Vec<Filled>) {
    let before = scene.phrases.iter().enumerate().rev().find(|(_, p)| p.tokens.end <= here.start && clause.start <= p.tokens.start);
    if let Some((index, p)) = before {
        let gap = p.tokens.end..here.start;
        let clear = gap.clone().all(|token| !scene.document.tokens[token].is_punct() || is_hyphen(scene, token));
        if p.owns_next && clear && gap.len() <= MAX_OWNER_GAP + 1 {
            push_list(scene, index, Slot::Genitive, filled);
        } else if is_adjective(p) && !scene.lexicon.grammar.adjective_after && clear && gap.len() <= 2 {
            push_list(scene, index, Slot::Adjective, filled);
        }
    }
    let mut behind = in_clause(scene, clause).filter(|(_, p)| here.end <= p.tokens.start && p.preposition.is_none());
    let Some((index, p)) = behind.next() else { return };
    let gap = scene.document.initials(here.end).unwrap_or(here.end)..p.tokens.start;
    let no_verb = !scene.elements.iter().any(|e| gap.start <= e.tokens.start && e.tokens.end <= gap.end && scene.is_verb(e));
    let clear = gap.len() <= 1 && no_verb && gap.clone().all(|token| scene.document.tokens[token].is_word());
    // "the poisoning in Salisbury of X": where nouns carry case, a place may stand between a noun and its genitive.
    let governs = |q: &Phrase| matches!(q.preposition, Some(Cue::In | Cue::To | Cue::From)) && q.tokens.end == gap.end;
    let behind_place = scene.lexicon.grammar.cases
        && no_verb
        && gap.len() <= MAX_PLACE_GAP
        && scene.phrases.iter().any(|q| gap.start <= q.tokens.start && governs(q))
        && gap.clone().all(|token| scene.document.tokens[token].is_word());
    let sure = p.cases.and(Cases::NOM) == Cases::NONE;
    if !(clear || behind_place && sure) {
        return;
    }
    if is_adjective(p) && scene.lexicon.grammar.adjective_after {
        push_list(scene, index, Slot::Adjective, filled);
        return;
    }
    let genitive = !scene.lexicon.grammar.cases || p.cases.may_be(Cases::GEN);
    if genitive && scene.order() != WordOrder::SubjectFirst {
        push_list(scene, index, Slot::Genitive, filled);
        let end = scene.phrases.iter().filter(|q| q.list == p.list).map(|q| q.tokens.end).max().unwrap_or(p.tokens.end);
        let next = behind.find(|(_, q)| q.list != p.list).filter(|(_, q)| q.tokens.start <= end + MAX_OWNER_GAP);
        if let Some((next, _)) = next.filter(|_| scene.order() == WordOrder::VerbFirst) {
            push_list(scene, next, Slot::Object, filled);
        }
    }
}

/// "His counterparts from A, B and C" are those of A, B and C.
fn counterparts(scene: &Scene<'_>, filled: &mut Vec<Filled>) {
    let of_nobody = |f: &&Filled| scene.phrases[f.phrase].who == Who::Counterpart && scene.phrases[f.phrase].country.is_none();
    let Some(Filled { slot, phrase }) = filled.iter().find(of_nobody).copied() else { return };
    let behind = scene.phrases.get(phrase + 1).filter(|p| matches!(p.preposition, Some(Cue::From | Cue::Of)));
    let near = behind.is_some_and(|p| p.tokens.start <= scene.phrases[phrase].tokens.end + 2);
    if near {
        filled.retain(|f| scene.phrases[f.phrase].list != scene.phrases[phrase + 1].list);
        push_list(scene, phrase + 1, slot, filled);
    }
}

/// "In a call X told Y": the two sides of what was said there are the two sides of the call.
fn in_passing(scene: &Scene<'_>, element: usize, filled: &mut Vec<Filled>) {
    let sided = filled.iter().any(|f| matches!(f.slot, Slot::With | Slot::Between | Slot::To | Slot::Genitive | Slot::From));
    let here = &scene.elements[element];
    let marked = here.clitics.preposition == Some(Cue::In)
        || scene.elements[..element].iter().rev().take(2).any(|e| e.is(Cue::In) && here.tokens.start - e.tokens.end <= 2);
    if sided || !marked {
        return;
    }
    let verb = |i: &usize| scene.is_verb(&scene.elements[*i]) && !scene.elements[*i].is(Cue::Light);
    let Some(verb) = (0..element).rev().find(verb).or_else(|| (element + 1..scene.elements.len()).find(verb)) else { return };
    let (tokens, clause) = (scene.elements[verb].tokens.clone(), scene.clause(verb, Shape::Past));
    let subject = subject(scene, &tokens, &clause, &tokens, &[]);
    let object = in_clause(scene, &clause)
        .find(|(i, p)| tokens.end <= p.tokens.start && p.preposition.is_none() && p.can_act() && !subject.contains(i));
    let object =
        object.filter(|(_, p)| p.tokens.start <= tokens.end + 1 && (p.is_person() || p.who == Who::Office || p.who == Who::Pronoun));
    let Some((object, _)) = object.filter(|_| !subject.is_empty()) else { return };
    filled.retain(|f| f.slot != Slot::Subject && f.slot != Slot::Object);
    filled.extend(subject.into_iter().map(|phrase| Filled { slot: Slot::Subject, phrase }));
    filled.push(Filled { slot: Slot::With, phrase: object });
}

/// Bare names right before a noun, where the language lets a noun qualify another: "US-Iran talks", "Moscow visit". A
/// state before a journey is where it goes.
fn names_before(scene: &Scene<'_>, here: &Range<usize>, clause: &Clause, travel: bool, filled: &mut Vec<Filled>) {
    let qualifies = !scene.lexicon.grammar.cases && !scene.lexicon.grammar.adjective_after;
    let Some((index, p)) = in_clause(scene, clause).rfind(|(_, p)| p.tokens.end <= here.start).filter(|_| qualifies) else { return };
    let touches = p.tokens.end == here.start || p.tokens.end + 1 == here.start && is_hyphen(scene, p.tokens.end);
    let bare = !p.owns_next && !is_adjective(p) && p.office.is_none() && p.nouns.is_empty();
    let state = matches!(p.who, Who::State(_) | Who::Place);
    if touches && bare && (state || p.is_person() || matches!(p.who, Who::Body(_))) {
        push_list(scene, index, if travel && state { Slot::Object } else { Slot::Adjective }, filled);
    }
}

fn is_hyphen(scene: &Scene<'_>, token: usize) -> bool {
    matches!(scene.document.punct(token), Some('-' | '‐' | '«' | '"' | '“'))
}

pub(crate) fn is_adjective(phrase: &Phrase) -> bool {
    phrase.who == Who::Group && phrase.by_adjective && phrase.nouns.is_empty()
}

/// All members of the list to which a phrase belongs.
fn push_list(scene: &Scene<'_>, phrase: usize, slot: Slot, filled: &mut Vec<Filled>) {
    let list = scene.phrases[phrase].list;
    for (index, p) in scene.phrases.iter().enumerate() {
        if p.list == list && filled.iter().all(|f| f.phrase != index || f.slot != slot) {
            filled.push(Filled { slot, phrase: index });
        }
    }
}

/// Phrases that the act governs without a marker. Where nouns carry case, the case says how: a noun of act and a passive
/// keep the dative and the instrumental ("a call to X", "expelled by X"), a verb takes all.
fn objects(scene: &Scene<'_>, shape: Shape, contact: bool, here: &Range<usize>, clause: &Clause, filled: &mut Vec<Filled>) {
    let is_subject = |index: usize, filled: &[Filled]| filled.iter().any(|f| f.phrase == index && f.slot != Slot::Between);
    let cases = scene.lexicon.grammar.cases;
    let verb = !matches!(shape, Shape::Noun | Shape::Passive | Shape::PassivePresent);
    if !cases && !verb {
        return;
    }
    let mut list = None;
    for (index, p) in in_clause(scene, clause) {
        let behind = here.end <= p.tokens.start;
        let conduct_of = p.owns_next || is_adjective(p);
        if p.preposition.is_some() || is_subject(index, filled) || (conduct_of && !behind) || !(behind || cases) {
            continue;
        }
        if !cases {
            // "rang X, Y's father": whose man somebody is takes no part in a contact.
            if contact && p.owns_next && p.is_person() && scene.order() == WordOrder::SubjectFirst {
                continue;
            }
            // Whose hall or office it was («بديوان عام الوزارة») is not whom somebody meets, where a person is named behind.
            let named = |(_, q): &(usize, &Phrase)| p.tokens.end <= q.tokens.start && q.is_person() && q.preposition.is_none();
            let verb_first = scene.order() == WordOrder::VerbFirst;
            if contact
                && verb_first
                && matches!(p.who, Who::SomeBody(_))
                && p.country.is_none()
                && in_clause(scene, clause).any(|q| named(&q))
            {
                continue;
            }
            // What a noun of act owns is no object of the verb: «على هامش قمة مجموعة السبع».
            let noun = |e: &Element| e.tokens.end == p.tokens.start && here.end <= e.tokens.start && e.has_shape(&[Shape::Noun]);
            if scene.elements.iter().any(noun) {
                continue;
            }
            // "phoned last week to tell him": a noun that is nobody leaves room for a pronoun.
            let only_nouns = filled.iter().filter(|f| f.slot == Slot::Object).all(|f| !scene.phrases[f.phrase].can_act());
            if list.is_none_or(|l| l == p.list) || only_nouns && p.who == Who::Pronoun {
                list = Some(p.list);
                filled.push(Filled { slot: Slot::Object, phrase: index });
            }
            continue;
        }
        let only = |case: Cases| p.cases.and(case) != Cases::NONE;
        let accusative = only(Cases::ACC) || (only(Cases::GEN) && behind) || (p.cases == Cases::NONE && behind);
        let slot = if accusative && verb {
            Slot::Object
        } else if !behind && shape == Shape::Noun {
            continue;
        } else if shape != Shape::Noun && !verb && only(Cases::INS) {
            Slot::By
        } else if only(Cases::DAT) {
            Slot::Indirect
        } else if only(Cases::INS) {
            Slot::By
        } else {
            continue;
        };
        filled.push(Filled { slot, phrase: index });
        // A form that may be a genitive or a dative is offered as both.
        if slot == Slot::Object && only(Cases::DAT) && !only(Cases::ACC) {
            filled.push(Filled { slot: Slot::Indirect, phrase: index });
        }
    }
}
