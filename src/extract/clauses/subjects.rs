//! Who acts: the subject of a verb, wherever the language puts it, and who speaks in a sentence.

use std::ops::Range;

use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::Element;
use crate::knowledge::{Cases, Cue, Shape, Slot, WordOrder};
use crate::model::Family;

use super::clause::Clause;
use super::scene::{Act, Scene};
use super::slots::{Filled, MAX_OWNER_GAP, in_clause, is_adjective};

/// The subject of the verb that governs the act: of a passive it is the object of the deed. Nobody, where the act itself
/// is the subject ("talks took place").
pub(crate) fn subjects(scene: &Scene<'_>, act: &Act, clause: &Clause, governor: usize, filled: &mut Vec<Filled>) {
    let takes_place = scene.elements[governor].is(Cue::Happen);
    // Who denies the act of somebody whom the noun names is none of its parties.
    let denies =
        scene.elements[governor].is(Cue::Denied) && filled.iter().any(|f| f.slot == Slot::Genitive && scene.phrases[f.phrase].is_person());
    // Whoever speaks of a killing or a break-in, or has it looked into, did not do it.
    let foul = matches!(
        scene.lexicon.triggers[act.trigger as usize].event_type,
        crate::model::EventType::CovertAction | crate::model::EventType::CyberOperation
    );
    // «Сообщил о разговоре X с Y»: who tells of it is none of the two.
    let mutual = crate::extract::types::is_mutual(scene.lexicon.triggers[act.trigger as usize].event_type);
    let has = |slot: Slot| filled.iter().any(|f| f.slot == slot && scene.phrases[f.phrase].can_act());
    let sided = mutual && act.shape == Shape::Noun && scene.lexicon.grammar.cases && has(Slot::Genitive) && has(Slot::With);
    if sided && governor != act.element && scene.elements[governor].is_any(&[Cue::Say, Cue::Announce, Cue::Planned]) {
        return;
    }
    let tells_of =
        foul && act.shape == Shape::Noun && scene.lexicon.grammar.cases && !scene.elements[governor].is_any(&[Cue::Light, Cue::Denied]);
    if (takes_place || denies || tells_of) && governor != act.element {
        return;
    }
    let here = scene.elements[act.element].tokens.clone();
    let verb = scene.elements[governor].tokens.clone();
    let urges = act.shape == Shape::Infinitive && scene.elements[governor].is(Cue::Urge);
    let urged = urges.then(|| urged(scene, &verb, &here)).flatten();
    let mut subject = urged.map_or_else(|| subject(scene, &verb, clause, &here, filled), |phrase| vec![phrase]);
    if urged.is_some() && scene.lexicon.triggers[act.trigger as usize].event_type == crate::model::EventType::DiplomatExpelled {
        // Who is told to leave is sent away by whoever says so.
        filled.extend(subject.iter().map(|&phrase| Filled { slot: Slot::Object, phrase }));
        subject = self::subject(scene, &verb, clause, &here, filled);
    }
    if act.shape == Shape::Past && !is_contact(scene, act) && !is_done_somewhere(scene, act) {
        // A name behind the verb that may as well be its object is no subject where a seat of power stands before it.
        let unsure = |p: &Phrase| verb.end <= p.tokens.start && p.cases.and(Cases::ACC) != Cases::NONE;
        let seat = seat(scene, clause, &verb).filter(|_| subject.iter().all(|i| unsure(&scene.phrases[*i])));
        subject = seat.map_or(subject, |phrase| vec![phrase]);
    }
    let declined = act.shape == Shape::Participle || scene.own_turn(&scene.elements[act.element]).is_some();
    if declined && let Some(phrase) = described(scene, &here) {
        subject = vec![phrase];
    }
    if let Some(phrase) = charged_with(scene, act) {
        subject = vec![phrase];
    }
    if subject.is_empty() && act.shape == Shape::Infinitive {
        subject.extend(charged(scene, clause, &here));
    }
    if act.shape == Shape::Participle && scene.order() == WordOrder::VerbFirst {
        subject = circumstance_of(scene, act.element);
    } else if subject.is_empty() && act.shape == Shape::Participle {
        subject = main_subject(scene, clause);
    }
    let passive = matches!(act.shape, Shape::Passive | Shape::PassivePresent);
    let finite = matches!(act.shape, Shape::Past | Shape::Present | Shape::Future) && scene.order() == WordOrder::VerbFirst;
    let joined = finite || !passive && scene.is_joined(governor, act.shape);
    if subject.is_empty() && joined && governor == act.element {
        subject = subject_before(scene, governor);
    }
    if subject.is_empty() && !passive && governor == act.element && goes_on(scene, clause, governor) {
        subject = subject_before(scene, governor);
    }
    if finite && governor == act.element && scene.is_joined(governor, act.shape) && is_only_object(scene, act, clause, &subject) {
        let before = subject_before(scene, governor);
        let state = |index: usize| scene.phrases[index].country;
        let person = |index: usize| scene.phrases[index].is_person();
        let differ = |b: usize, s: usize| state(b) != state(s) || person(s) && scene.phrases[b].who != scene.phrases[s].who;
        if before.iter().all(|b| subject.iter().all(|s| differ(*b, *s))) && !before.is_empty() {
            subject = before;
        }
    }
    if let Some(asked) = asked(scene, governor, act, &subject).or_else(|| driven(scene, act)) {
        subject = vec![asked];
    }
    let slot = if passive { Slot::Object } else { Slot::Subject };
    filled.extend(subject.iter().map(|&phrase| Filled { slot, phrase }));
    // "the leader whom X recognised": with a subject of its own, a relative clause has the word before it as object.
    let antecedent = scene.antecedent(clause).map(|(index, _)| index).filter(|index| !subject.contains(index));
    let takes = scene.order() == WordOrder::SubjectFirst && governor == act.element && !subject.is_empty();
    filled.extend(antecedent.filter(|_| takes).map(|phrase| Filled { slot: Slot::Object, phrase }));
}

/// Whether a finite verb without a subject follows another one of its sentence with nothing but small words between its
/// clause's start and itself ("visited A, then met B").
fn goes_on(scene: &Scene<'_>, clause: &Clause, verb: usize) -> bool {
    let here = scene.elements[verb].tokens.start;
    if scene.order() != WordOrder::SubjectFirst {
        return false;
    }
    let clear = (clause.start..here).filter(|token| scene.document.tokens[*token].is_word()).count() <= MAX_SMALL_WORDS;
    clear && clause.relative_from.is_none() && scene.elements[..verb].iter().any(|e| scene.is_verb(e))
}

/// How many words may stand between such verbs' clauses.
const MAX_SMALL_WORDS: usize = 3;

/// Whether what was found as the subject behind a joined verb is all that could be its object: a state's bare name, and
/// nobody else in the clause («تدين ... وتحذر ستوكهولم»).
fn is_only_object(scene: &Scene<'_>, act: &Act, clause: &Clause, subject: &[usize]) -> bool {
    use crate::model::EventType as T;
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let aimed = matches!(event_type, T::Accusation | T::Condemnation | T::Demand | T::Threat);
    let of_office = matches!(event_type, T::Appointment | T::Departure) && scene.order() == WordOrder::VerbFirst;
    let [only] = subject else { return false };
    let phrase = &scene.phrases[*only];
    let behind = scene.elements[act.element].tokens.end <= phrase.tokens.start;
    let alone = in_clause(scene, clause).all(|(index, p)| index == *only || !p.can_act() || p.tokens.start < phrase.tokens.start);
    behind && alone && (aimed && matches!(phrase.who, Who::State(_)) || of_office && phrase.is_person())
}

/// The noun that a participle with a case describes: the phrase before the comma that opens it.
pub(crate) fn described(scene: &Scene<'_>, act: &Range<usize>) -> Option<usize> {
    let last = scene.document.tokens.folded(act.end - 1);
    let cases = scene.lexicon.grammar.cases.then(|| scene.lexicon.case_endings.of_adjective(last)).flatten()?;
    let comma =
        (act.start.saturating_sub(MAX_OWNER_GAP)..act.start).rev().find(|token| matches!(scene.document.punct(*token), Some(',' | '،')))?;
    scene.phrases.iter().position(|p| p.tokens.end == comma && p.can_act() && p.cases.may_be(cases))
}

/// Who is to do what an infinitive says, where a dative names them: «министрам поручено встретиться».
pub(crate) fn charged(scene: &Scene<'_>, clause: &Clause, act: &Range<usize>) -> Vec<usize> {
    let dative = |p: &Phrase| p.cases.and(Cases::DAT) != Cases::NONE && p.cases.and(Cases::NOM.or(Cases::ACC)) == Cases::NONE;
    let before = |p: &Phrase| p.tokens.end <= act.start && p.preposition.is_none() && p.can_act();
    let found = in_clause(scene, clause).find(|(_, p)| scene.lexicon.grammar.cases && before(p) && dative(p));
    let Some((_, first)) = found else { return Vec::new() };
    scene.phrases.iter().enumerate().filter(|(_, p)| p.list == first.list).map(|(index, _)| index).collect()
}

/// Whom a verb like "invite" or "urge" moves to do what the infinitive behind it says: the nearest phrase between them
/// that is not its subject.
fn urged(scene: &Scene<'_>, verb: &Range<usize>, act: &Range<usize>) -> Option<usize> {
    let object =
        |p: &Phrase| !scene.lexicon.grammar.cases || p.cases.and(Cases::NOM) == Cases::NONE || p.cases.and(Cases::ACC) != Cases::NONE;
    let between = |p: &&Phrase| verb.end <= p.tokens.start && p.tokens.end <= act.start;
    let marked = |p: &Phrase| p.preposition.is_none_or(|cue| matches!(cue, Cue::From | Cue::To));
    scene.phrases.iter().position(|p| between(&p) && p.can_act() && marked(p) && object(p))
}

/// Whether an act is a contact, for which "in" says where it is held.
fn is_contact(scene: &Scene<'_>, act: &Act) -> bool {
    scene.lexicon.triggers[act.trigger as usize].event_type.family() == Family::Contact
}

/// Whether an act is a deed of spies or against them, for which "in" says where it was done, and not who did it.
fn is_done_somewhere(scene: &Scene<'_>, act: &Act) -> bool {
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    event_type.family() == Family::Intelligence && event_type != crate::model::EventType::Assessment
}

/// Who takes part in a contact that is told as the occasion of another act ("in a call X urged Y to ..."): that verb's
/// subject and its first object.
pub(crate) fn parties_of_occasion(scene: &Scene<'_>, act: &Act) -> Vec<usize> {
    let near = |e: &Element| scene.is_verb(e) || e.has_shape(&[Shape::Past, Shape::Present]);
    let before = (0..act.element).rev().find(|i| near(&scene.elements[*i]));
    let Some(verb) = before.or_else(|| (act.element + 1..scene.elements.len()).find(|i| near(&scene.elements[*i]))) else {
        // With a verb that nobody knows, those take part who open the sentence.
        let is = scene.elements[..act.element].iter().any(|e| e.is(Cue::Passive));
        let opens = |p: &&Phrase| !is && p.preposition.is_none() && !p.owns_next && (p.is_person() || p.who == Who::Office);
        let first = scene.phrases.iter().find(|p| p.can_act()).filter(opens).filter(|_| scene.order() == WordOrder::SubjectFirst);
        return first.map_or_else(Vec::new, |p| scene.members(p.list).collect());
    };
    // A state's name alone is as often a place or a side of a match.
    let subject: Vec<usize> = speaker(scene, verb).into_iter().filter(|s| !matches!(scene.phrases[*s].who, Who::State(_))).collect();
    if subject.is_empty() {
        return Vec::new();
    }
    let clause = scene.clause(verb, Shape::Past);
    let end = scene.elements[verb].tokens.end;
    let object = in_clause(scene, &clause).find(|(index, p)| {
        let bare = p.preposition.is_none() && p.can_act() && !matches!(p.who, Who::Group | Who::State(_)) && !p.owns_next;
        bare && end <= p.tokens.start && subject.iter().all(|s| s != index && scene.phrases[*s].list != p.list)
    });
    subject.iter().copied().chain(object.map(|(index, _)| index)).collect()
}

/// Whose circumstance a participle behind its clause tells («قال الوزير إن ...، متهما ...»): who speaks in the sentence, else
/// the subject of the verb before it.
pub(crate) fn circumstance_of(scene: &Scene<'_>, act: usize) -> Vec<usize> {
    let tells = |i: &usize| scene.elements[*i].is_any(&[Cue::Say, Cue::Announce]) && scene.is_verb(&scene.elements[*i]);
    let first = (0..act).filter(tells).map(|i| speaker(scene, i)).find(|found| !found.is_empty());
    let finite = |i: &usize| scene.is_verb(&scene.elements[*i]) && !scene.elements[*i].is(Cue::Happen);
    let nearest = || (0..act).rev().filter(finite).take(MAX_JOINED).map(|i| speaker(scene, i)).find(|found| !found.is_empty());
    first.or_else(nearest).unwrap_or_default()
}

/// The subject of the sentence for a participle behind a joint ("X flew home after meeting Y"), where the order of words
/// tells it.
fn main_subject(scene: &Scene<'_>, clause: &Clause) -> Vec<usize> {
    if scene.order() != WordOrder::SubjectFirst {
        return Vec::new();
    }
    let bare = |p: &&Phrase| p.tokens.end <= clause.start && p.preposition.is_none() && !p.owns_next && p.can_act() && !is_adjective(p);
    scene.phrases.iter().find(bare).map_or_else(Vec::new, |p| scene.members(p.list).collect())
}

/// Whether a phrase behind a verb is the counterpart of whoever acts («التقى نظيره»): its object, unless that is written at the
/// verb's end («استقبله نظيره»).
fn is_own_counterpart(scene: &Scene<'_>, verb: &Element, phrase: &Phrase) -> bool {
    let first = scene.elements.iter().find(|e| e.tokens.start == phrase.tokens.start);
    let own = first.is_some_and(|e| e.is(Cue::Counterpart) && scene.ends_in_pronoun(e));
    own && verb.tokens.end <= phrase.tokens.start && !scene.ends_in_pronoun(verb)
}

/// Whether a phrase right behind a noun owns it, where owners follow what they own («علاقات البلدين»): it is no subject.
fn is_owner(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    let owned = |e: &Element| e.tokens.end == phrase.tokens.start && e.names.is_empty() && e.is_noun() && !scene.is_verb(e);
    let reference = matches!(phrase.who, Who::Both | Who::Several | Who::OwnCountry);
    reference && scene.order() == WordOrder::VerbFirst && phrase.preposition.is_none() && scene.elements.iter().any(owned)
}

/// The subject of a verb: the list that stands where the language puts subjects and carries no marker.
pub(crate) fn subject(scene: &Scene<'_>, verb: &Range<usize>, clause: &Clause, act: &Range<usize>, filled: &[Filled]) -> Vec<usize> {
    let nominative = |p: &Phrase| !scene.lexicon.grammar.cases || p.cases.may_be(Cases::NOM);
    let taken =
        |index: usize| filled.iter().any(|f| f.phrase == index && matches!(f.slot, Slot::Genitive | Slot::Adjective | Slot::Object));
    let bare = |(index, p): &(usize, &Phrase)| {
        p.preposition.is_none() && !p.owns_next && p.can_act() && nominative(p) && !taken(*index) && !is_adjective(p)
    };
    let element = scene.elements.iter().find(|e| e.tokens == *verb);
    let fits = |p: &Phrase| element.is_none_or(|e| !scene.disagrees(e, p));
    let left = in_clause(scene, clause).rev().filter(|(_, p)| p.tokens.end <= verb.start && !is_owner(scene, p) && fits(p)).find(bare);
    let governs_left = act.end <= verb.start;
    // «إنها تحذر موسكو»: the pronoun before the verb is its subject.
    let pronoun_said = || {
        scene.order() == WordOrder::VerbFirst
            && scene.elements.iter().any(|e| e.tokens.end == verb.start && e.is(Cue::That) && scene.ends_in_pronoun(e))
    };
    let right = || {
        if pronoun_said() {
            return None;
        }
        let governed = scene.ends_in_marker(verb);
        in_clause(scene, clause)
            .filter(move |(_, p)| (!governed || p.tokens.start != verb.end) && fits(p))
            .filter(|(_, p)| verb.end <= p.tokens.start && (act.start < verb.end || p.tokens.end <= act.start))
            .find(bare)
    };
    let agrees = |(_, p): &(usize, &Phrase)| element.is_none_or(|e| scene.may_follow_as_subject(e, p) && !is_own_counterpart(scene, e, p));
    let found = match scene.order() {
        WordOrder::SubjectFirst => left,
        // A verb behind its own object («اتصال أجراه») has its subject behind it.
        WordOrder::VerbFirst if governs_left => right().filter(agrees),
        // «دعاه الوزير»: a verb that has its object in itself has its subject right behind it.
        WordOrder::VerbFirst if element.is_some_and(|e| scene.ends_in_pronoun(e)) => {
            right().filter(agrees).filter(|(_, p)| p.tokens.start == verb.end).or(left).or_else(|| right().filter(agrees))
        }
        WordOrder::VerbFirst if left.is_some_and(|(_, p)| is_of_verb_before(scene, clause, p, verb)) => {
            right().filter(agrees).filter(|(_, p)| p.tokens.start == verb.end).or(left)
        }
        WordOrder::VerbFirst => left.or_else(|| right().filter(agrees)),
        WordOrder::Free => by_case(left, right),
    };
    let Some((index, p)) = found.or_else(|| antecedent_in(scene, clause, Cases::NOM)) else { return Vec::new() };
    let mut members: Vec<usize> = scene.members(p.list).collect();
    if members.is_empty() {
        members.push(index);
    }
    members
}

/// Whether a phrase before a verb that a comma and an "and" set off from it has a verb of its own before it («أقال أ ب، وفي ... سمى ج»).
fn is_of_verb_before(scene: &Scene<'_>, clause: &Clause, phrase: &Phrase, verb: &Range<usize>) -> bool {
    let barred = || scene.elements.iter().any(|e| e.tokens.end == clause.start && scene.is_verb(e));
    let comma = |token: usize| matches!(scene.document.punct(token), Some(',' | '،'));
    let and = |at: usize| scene.elements.iter().any(|e| e.tokens.start == at && (e.clitics.and || e.is(Cue::And)));
    (phrase.tokens.end..verb.start).any(|token| comma(token) && and(token + 1)) && barred()
}

/// The phrase to which a relative clause belongs, if its word can stand in this case ("who" the subject, "whom" the object).
fn antecedent_in<'s>(scene: &'s Scene<'_>, clause: &Clause, case: Cases) -> Option<(usize, &'s Phrase)> {
    scene.antecedent(clause).filter(|_| clause.relative_case.may_be(case))
}

/// Of a phrase before a verb and one behind it that both may be its subject, the one whose form says so more clearly.
fn by_case<'p>(left: Option<(usize, &'p Phrase)>, right: impl Fn() -> Option<(usize, &'p Phrase)>) -> Option<(usize, &'p Phrase)> {
    let sure = |p: &Phrase| match (p.cases.and(Cases::NOM), p.cases.and(Cases::ACC.or(Cases::GEN))) {
        (Cases::NONE, _) => 0,
        (_, Cases::NONE) => 2,
        _ => 1,
    };
    let right = right().filter(|(_, p)| sure(p) != 0);
    match (left, right) {
        (Some(l), Some(r)) if sure(l.1) < sure(r.1) => Some(r),
        (Some(l), _) => Some(l),
        (None, r) => r,
    }
}

/// Whom a governing verb asks to do the act that its noun names («دعا أ ب إلى رفع ...»): he does it, and not who asks.
fn asked(scene: &Scene<'_>, governor: usize, act: &Act, subject: &[usize]) -> Option<usize> {
    let verb = &scene.elements[governor];
    let number_of = |(number, _): (u16, Shape)| scene.lexicon.triggers[number as usize].event_type;
    let asks = verb.triggers().map(number_of).any(|t| t == crate::model::EventType::Demand);
    if !asks || act.shape != Shape::Noun || governor == act.element || scene.order() != WordOrder::VerbFirst {
        return None;
    }
    let here = scene.elements[act.element].tokens.start;
    let last = *subject.last()?;
    let between = |p: &Phrase| verb.tokens.end <= p.tokens.start && p.tokens.end <= here && p.preposition.is_none() && p.can_act();
    scene.phrases.iter().enumerate().skip(last + 1).find(|(_, p)| between(p) && !is_adjective(p)).map(|(index, _)| index)
}

/// Whom a verb like "drive" moves to the act that a noun behind "to" names («دفع أ إلى اتهام ب»).
pub(crate) fn driven(scene: &Scene<'_>, act: &Act) -> Option<usize> {
    let to = act.element.checked_sub(1).filter(|_| act.shape == Shape::Noun && scene.order() == WordOrder::VerbFirst)?;
    let marker = scene.elements[to].tokens.clone();
    if !scene.elements[to].is(Cue::To) || marker.end != scene.elements[act.element].tokens.start {
        return None;
    }
    let moved = |p: &Phrase| p.tokens.end == marker.start && p.preposition.is_none() && p.can_act();
    let index = scene.phrases.iter().position(moved)?;
    let urges = |e: &Element| e.is(Cue::Urge) && e.tokens.end == scene.phrases[index].tokens.start;
    scene.elements.iter().any(urges).then_some(index)
}

/// Who is said to have done what a gerund behind "of" or "for" tells: whom the verb before has as its object ("accused X of
/// hacking Y", "thanked X for mediating").
fn charged_with(scene: &Scene<'_>, act: &Act) -> Option<usize> {
    let here = scene.elements[act.element].tokens.start;
    let marker =
        act.element.checked_sub(1).map(|i| &scene.elements[i]).filter(|e| e.tokens.end == here && e.is_any(&[Cue::Of, Cue::For]))?;
    if act.shape != Shape::Participle || scene.order() != WordOrder::SubjectFirst {
        return None;
    }
    let verb = scene.elements[..act.element].iter().rfind(|e| scene.is_verb(e))?;
    let between = |p: &Phrase| verb.tokens.end <= p.tokens.start && p.tokens.end <= marker.tokens.start;
    scene.phrases.iter().position(|p| between(p) && p.preposition.is_none() && p.can_act() && !p.owns_next)
}

/// How many verbs back the subject of joined verbs is looked for.
const MAX_JOINED: usize = 3;

/// The subject of the verb to which one is joined: "X met Y and signed Z".
fn subject_before(scene: &Scene<'_>, element: usize) -> Vec<usize> {
    let verbs = || (0..element).rev().filter(|i| scene.is_verb(&scene.elements[*i])).take(MAX_JOINED);
    // "X denied that Y had a hand in it and accused Z": who speaks goes on speaking.
    let aimed = |e: &Element| e.triggers().any(|(t, _)| scene.lexicon.triggers[t as usize].event_type.family() == Family::Pressure);
    let speaks = |i: &usize| scene.elements[*i].is_any(&[Cue::Say, Cue::Denied]) || aimed(&scene.elements[*i]);
    let told = scene.order() == WordOrder::SubjectFirst && aimed(&scene.elements[element]);
    let found = |verb: usize| Some(speaker(scene, verb)).filter(|found| !found.is_empty());
    let spoke = told.then(|| verbs().filter(speaks).find_map(found)).flatten();
    spoke.or_else(|| verbs().find_map(found)).unwrap_or_default()
}

/// How many words of an office may stand before the name of its holder.
const MAX_OFFICE: usize = 4;

/// An office and the name behind it are one person's: a verb of saying has no object that the second could be («قالت الوزيرة المنتدبة
/// في الدفاع، فلانة»).
fn holder_behind(scene: &Scene<'_>, found: Vec<usize>) -> Vec<usize> {
    let [only] = found.as_slice() else { return found };
    let phrase = &scene.phrases[*only];
    let reach = if phrase.country.is_none() { MAX_OFFICE } else { MAX_OFFICE - 1 };
    let mut behind = scene.phrases.iter().enumerate().skip(*only + 1).take_while(|(_, p)| p.tokens.start <= phrase.tokens.end + reach);
    let clear = |p: &Phrase| {
        let verb = |e: &Element| phrase.tokens.end <= e.tokens.start && e.tokens.end <= p.tokens.start && scene.is_verb(e);
        // The one word before a surname is a given name, whatever else it may mean.
        p.tokens.start <= phrase.tokens.end + 1 || !scene.elements.iter().any(verb)
    };
    let holder = behind.find(|(_, p)| p.is_person() && p.office.is_none() && p.preposition.is_none() && clear(p)).map(|(index, _)| index);
    let is_office = phrase.who == Who::Office && scene.order() == WordOrder::VerbFirst;
    holder.filter(|_| is_office).map_or(found, |index| vec![index])
}

/// Who speaks: the subject of a verb of saying, on either side of it (`"...", said X`).
pub(crate) fn speaker(scene: &Scene<'_>, element: usize) -> Vec<usize> {
    let clause = scene.clause(element, Shape::Past);
    let verb = scene.elements[element].tokens.clone();
    let nominative = |p: &Phrase| !scene.lexicon.grammar.cases || p.cases.may_be(Cases::NOM);
    let behind = |reach: usize| {
        in_clause(scene, &clause).find(|(_, p)| {
            let gap = p.tokens.start.checked_sub(verb.end);
            gap.is_some_and(|gap| gap <= reach) && p.preposition.is_none() && p.can_act() && nominative(p) && !is_adjective(p)
        })
    };
    let reach = if scene.order() == WordOrder::SubjectFirst { 0 } else { MAX_SPEAKER_GAP };
    // Behind a comma, dash or quote the speaker follows the verb: "..., said to reporters the spokesman".
    let told_before =
        verb.start.checked_sub(1).is_some_and(|token| scene.tokens.contains(&token) && scene.document.tokens[token].is_punct());
    // "X, who rang first, said Y had agreed": a name that has a verb of its own does not speak.
    let acts_itself = |p: &Phrase| {
        let next = scene.elements.iter().find(|e| e.tokens.start == p.tokens.end);
        scene.order() == WordOrder::SubjectFirst && scene.document.tokens.get(p.tokens.end).is_some_and(crate::text::Token::is_word) && {
            next.is_none_or(|e| !e.is_any(&[Cue::In, Cue::On, Cue::After, Cue::To, Cue::Clause, Cue::And]))
        }
    };
    if let Some((index, _)) = behind(reach).filter(|(_, p)| told_before && !acts_itself(p)) {
        return holder_behind(scene, vec![index]);
    }
    if let Some(owner) = owner_before(scene, &verb) {
        return vec![owner];
    }
    let found = subject(scene, &verb, &clause, &verb, &[]);
    // A name behind the verb that may as well be its object does not speak where a seat of power stands before it.
    let unsure = |index: &usize| {
        let p = &scene.phrases[*index];
        verb.end <= p.tokens.start && p.cases.and(Cases::ACC) != Cases::NONE || p.cases == Cases::ALL
    };
    let before = |index: &usize| scene.phrases[*index].tokens.end <= verb.start;
    if let Some(seat) = seat(scene, &clause, &verb).filter(|index| before(index) && found.iter().all(unsure)) {
        return vec![seat];
    }
    if !found.is_empty() {
        return holder_behind(scene, found);
    }
    behind(0).map(|(index, _)| index).or_else(|| seat(scene, &clause, &verb)).into_iter().collect()
}

/// Whose office, lawyer or aides speak: the owner of a noun that names nobody, right before the verb ("the premier's office said").
fn owner_before(scene: &Scene<'_>, verb: &Range<usize>) -> Option<usize> {
    let (index, owner) = scene.phrases.iter().enumerate().rfind(|(_, p)| p.tokens.end <= verb.start)?;
    let near = verb.start - owner.tokens.end <= MAX_OFFICE && scene.clear_words(owner.tokens.end..verb.start);
    (owner.owns_next && owner.can_act() && near).then_some(index)
}

/// How many words may stand between a verb of saying and the speaker behind it.
const MAX_SPEAKER_GAP: usize = 2;

/// Who acts where only a place is given and the language lets a verb go without a subject: "they say in Kyiv".
fn seat(scene: &Scene<'_>, clause: &Clause, verb: &Range<usize>) -> Option<usize> {
    let names_somebody = |p: &Phrase| {
        let seat = p.place.is_some_and(|place| scene.knowledge.place(place).stands_for.is_some());
        p.preposition == Some(Cue::In) && (seat || matches!(p.who, Who::Body(_) | Who::SomeBody(_)))
    };
    let near = |p: &Phrase| p.tokens.start.checked_sub(verb.end).is_some_and(|gap| gap <= 1) || p.tokens.end <= verb.start;
    scene
        .lexicon
        .grammar
        .subject_may_miss
        .then(|| in_clause(scene, clause).find(|(_, p)| near(p) && names_somebody(p)))?
        .map(|(index, _)| index)
}
