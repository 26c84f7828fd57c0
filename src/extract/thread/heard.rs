//! Who is the source of an act whose own sentence names none: who accuses or punishes for it, and whose statement the whole text is.

use crate::extract::assemble::Candidate;
use crate::extract::cast::party::Party;
use crate::extract::clauses::scene::Scene;
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::setting::sources::issuer;
use crate::knowledge::{Cue, WordOrder};
use crate::model::{EventType, Family, Role};

use super::memory::Memory;

/// Among how many sentences of the opening the one is looked for that says whose statement follows.
const OPENING: usize = 4;

/// Gives the deeds that one party ascribes to another the accuser as their source: who, in the same sentence, accuses, condemns or
/// punishes, else who accuses the same state elsewhere.
pub(crate) fn from_accusers(candidates: &mut [Candidate]) {
    let accusers: Vec<(usize, bool, Vec<Party>, Party)> = candidates.iter().filter(|c| answers(c.event_type)).filter_map(accuser).collect();
    for deed in candidates.iter_mut().filter(|c| is_ascribed(c.event_type) && c.sources.is_empty()) {
        let does = |party: &Party| {
            deed.cast
                .iter()
                .any(|(role, p)| *role == Role::Actor && (p.is_same(party) || p.country.is_some() && p.country == party.country))
        };
        let here = accusers.iter().find(|(sentence, _, _, who)| *sentence == deed.sentence && !does(who));
        let same = |targets: &[Party]| targets.iter().any(does);
        let elsewhere = || accusers.iter().find(|(_, accuses, targets, who)| *accuses && same(targets) && !does(who));
        if let Some((_, _, _, who)) = here.or_else(elsewhere) {
            deed.sources.push(who.clone());
            deed.steps.tell(|| "source: who accuses or punishes for it".to_owned());
        }
    }
}

/// Deeds of which a text knows only because somebody ascribes them to somebody.
const fn is_ascribed(event_type: EventType) -> bool {
    matches!(event_type, EventType::CovertAction | EventType::CyberOperation)
}

/// Acts that blame somebody for a deed.
const fn answers(event_type: EventType) -> bool {
    use EventType as T;
    matches!(event_type.family(), Family::Pressure)
        || matches!(
            event_type,
            T::DiplomatExpelled | T::AmbassadorSummoned | T::AmbassadorRecalled | T::RelationsCut | T::SpyArrest | T::SpyTrial
        )
}

/// The sentence of an act that blames, whether it does so in words, whom it blames, and who does.
fn accuser(candidate: &Candidate) -> Option<(usize, bool, Vec<Party>, Party)> {
    let (_, who) = candidate.cast.iter().find(|(role, _)| *role == Role::Actor)?;
    let targets = candidate.cast.iter().filter(|(role, _)| *role == Role::Target).map(|(_, party)| party.clone()).collect();
    Some((candidate.sentence, candidate.event_type == EventType::Accusation, targets, who.clone()))
}

/// The sources of what a sentence tells: those that it names, else whose statement it is or whom its paragraph cites.
pub(crate) fn of_sentence(speakers: &[(usize, Party)], memory: &Memory) -> Vec<Party> {
    if !speakers.is_empty() {
        return speakers.iter().map(|(_, party)| party.clone()).collect();
    }
    memory.statement.iter().map(|(_, party)| party).chain(&memory.carried).cloned().collect()
}

/// Notes whose statement the text is, where its title or a line of its opening that ends in a colon says so.
pub(crate) fn begin_statement(scene: &Scene<'_>, memory: &mut Memory, speakers: &[(usize, Party)], people: &People) {
    let title = scene.document.is_title(&scene.document.sentences[scene.sentence]);
    let introduces = scene.document.punct(scene.tokens.end - 1) == Some(':');
    if title || !introduces {
        // What somebody else says ends it.
        if !title && !speakers.is_empty() {
            let person = speakers.iter().any(|(_, party)| party.is_person());
            memory.statement.retain(|(whole, _)| *whole && !person);
        }
    }
    if OPENING <= scene.sentence || !(title || introduces) {
        return;
    }
    let told = scene.elements.iter().filter(|e| e.is(Cue::Informant)).find_map(|e| issuer(scene, e.tokens.end));
    let by = || speakers.first().map(|(_, party)| party.clone()).filter(|_| introduces);
    let issued = || told.and_then(|phrase| issued_by(phrase, people, scene)).or_else(|| body_inside(scene));
    let party = (title && !has_verb(scene)).then(issued).flatten().or_else(by);
    memory.statement.extend(party.map(|party| (title, party)));
}

/// Whom a paragraph cites that opens with "according to": what its next sentences tell without a source of their own is told by him.
pub(crate) fn carry(scene: &Scene<'_>, speakers: &[(usize, Party)], memory: &mut Memory) {
    let paragraph = scene.document.sentences[scene.sentence].paragraph;
    let opens = scene.elements.iter().take(OPENERS).any(|e| e.is(Cue::According));
    let first = scene.sentence == 0 || scene.document.sentences[scene.sentence - 1].paragraph != paragraph;
    if first || !speakers.is_empty() {
        let parties = speakers.iter().filter(|_| first && opens).map(|(_, party)| party.clone());
        memory.carried = parties.collect();
    }
}

/// Among how many elements of a paragraph the "according to" stands that holds for all of it.
const OPENERS: usize = 1;

fn issued_by(phrase: &Phrase, people: &People, scene: &Scene<'_>) -> Option<Party> {
    crate::extract::cast::party::party_of(phrase, people, scene.knowledge)
}

/// The body whose statement a phrase names as one ("statement of the Ministry of Foreign Affairs").
fn body_inside(scene: &Scene<'_>) -> Option<Party> {
    let holds = |p: &&Phrase| scene.elements.iter().any(|e| e.is(Cue::Informant) && e.tokens.start == p.tokens.start);
    let phrase = scene.phrases.iter().filter(|p| p.who == Who::Group).find(holds)?;
    let body = scene.elements.iter().find(|e| e.is_body() && phrase.tokens.contains(&e.tokens.start))?;
    Some(Party::unnamed(body.tokens.clone()))
}

/// Whether a line tells something, and does not only name what follows.
fn has_verb(scene: &Scene<'_>) -> bool {
    scene.order() == WordOrder::SubjectFirst && scene.elements.iter().any(|e| e.is_any(&[Cue::Say, Cue::Announce, Cue::Denied]))
        || scene.elements.iter().any(|e| scene.is_verb(e))
}
