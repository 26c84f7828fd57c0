//! What a sentence adds to the acts that the sentences before it told: who says so, and when and where they were.

use jiff::civil::Date;

use crate::extract::assemble::Candidate;
use crate::extract::cast::party::Party;
use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::Who;
use crate::extract::setting::{places, told, when};
use crate::extract::types;
use crate::knowledge::{BodyKind, Cue, Knowledge, Shape};
use crate::model::{Family, Status};
use crate::text::dates::FoundDate;

use super::memory::Memory;

/// How many sentences back a noun like "the call" can point.
const MAX_BACK: usize = 2;

/// How many elements may stand before a word that points back to the sentence before.
const MAX_BEFORE_THIS: usize = 2;

/// How many days back news lies.
const RECENT: i32 = 3;

/// A noun of contact without parties of its own ("the conversation lasted an hour") speaks of the last such act: what this
/// sentence adds is who says so.
pub(crate) fn told_again(
    scene: &Scene<'_>,
    act: &Act,
    speakers: &[(usize, Party)],
    dates: &[FoundDate],
    memory: &Memory,
    candidates: &mut [Candidate],
) {
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let back = act.shape == Shape::Noun && event_type.family() == Family::Contact;
    // Beside an act of its own, the sentence's speaker tells of that.
    if candidates.last().is_some_and(|c| c.sentence == scene.sentence) {
        return;
    }
    let close = |c: &&mut Candidate| c.event_type == event_type && c.sentence < scene.sentence && scene.sentence <= c.sentence + MAX_BACK;
    let Some(told) = candidates.iter_mut().rev().filter(|_| back).find(close) else { return };
    add_sources(told, speakers);
    let clause = scene.clause(act.element, act.shape);
    let days = when::Days { event_type, status: told.status, dates, memory };
    told.when = told.when.or_else(|| when::when(scene, act, &clause, &days).map(|(when, _)| when));
    told.place = told.place.take().or_else(|| places::place(scene, act, &clause, memory));
}

/// Gives the acts of the sentence before the source that this one names: where it points back in so many words ("this was announced
/// by ..."), or where somebody of a state that takes part goes on to tell of what the article opened with. To those done by being
/// announced it gives the day, too.
pub(crate) fn told_by(
    scene: &Scene<'_>,
    speakers: &[(usize, Party)],
    dates: &[FoundDate],
    memory: &Memory,
    people: &People,
    candidates: &mut [Candidate],
) {
    let points_back = scene.elements.iter().take(MAX_BEFORE_THIS).any(|e| e.is(Cue::ThisSaid));
    let announced = if points_back { told::last_day(dates, memory.calendar.day) } else { None };
    let is_recent = |named: &Date| memory.calendar.day.is_some_and(|day| (day - *named).get_days() <= RECENT);
    let recent = || told::last_day(dates, memory.calendar.day).filter(is_recent);
    let lead = candidates.iter().find(|c| !c.in_title).map(|c| c.sentence);
    told_later(scene, speakers, points_back, lead, candidates);
    let before = |c: &&mut Candidate| c.sentence + 1 == scene.sentence && !c.in_title;
    for candidate in candidates.iter_mut().rev().take_while(before) {
        if points_back {
            add_sources(candidate, speakers);
        } else if lead == Some(candidate.sentence) && !candidate.background && only_parties(candidate) {
            let of_cast = |party: &Party| candidate.cast.iter().any(|(_, p)| p.country.is_some() && p.country == party.country);
            // An officer of no state is one of the state that the article is about.
            let at_home = |party: &Party| party.is_person() && party.country.is_none() && party.office.is_some();
            // So is one whose state nobody tells.
            let strange =
                |party: &Party| matches!(party.who, Who::Stranger(n) if people.strangers.get(n).is_some_and(|s| s.country.is_none()));
            let own = |party: &Party| of_cast(party) || at_home(party) || party.office.is_some() && strange(party);
            let tellers: Vec<_> = speakers.iter().filter(|(_, party)| own(party)).cloned().collect();
            add_sources(candidate, &tellers);
        }
        // What opens the article without a date happened on the day that its second sentence names.
        let paragraph = |sentence: usize| scene.document.sentences[sentence].paragraph;
        let goes_on =
            lead == Some(candidate.sentence) && !candidate.background && paragraph(candidate.sentence) == paragraph(scene.sentence);
        let announced = announced.or_else(|| if goes_on { recent() } else { None });
        if candidate.when.is_none() && types::is_performative(candidate.event_type) && candidate.status == Status::Occurred {
            candidate.when = announced.map(told::on_day);
        }
        candidate.announced = candidate.announced.or(announced.map(told::on_day));
    }
}

/// Gives what the article opens with, and nobody has told yet, the source that one of the next sentences names: a medium or somebody
/// without a name that goes on with its paragraph, or somebody of a state that takes part; a sentence that points back gives it to all
/// of its paragraph.
fn told_later(scene: &Scene<'_>, speakers: &[(usize, Party)], points_back: bool, lead: Option<usize>, candidates: &mut [Candidate]) {
    let paragraph = |sentence: usize| scene.document.sentences[sentence].paragraph;
    let near = |c: &&mut Candidate| !c.in_title && scene.sentence <= c.sentence + MAX_BACK;
    for candidate in candidates.iter_mut().rev().take_while(near).filter(|c| c.sentence < scene.sentence && c.sources.is_empty()) {
        let same_paragraph = paragraph(candidate.sentence) == paragraph(scene.sentence);
        if points_back && same_paragraph {
            add_sources(candidate, speakers);
        } else if lead == Some(candidate.sentence) && !candidate.background {
            let of_cast = |party: &Party| candidate.cast.iter().any(|(_, p)| p.country.is_some() && p.country == party.country);
            let homeless = |party: &Party| party.is_person() && party.country.is_none() && scene.sentence == candidate.sentence + 1;
            let tells =
                |party: &Party| same_paragraph && (party.who == Who::Unknown || is_medium(party, scene.knowledge) || homeless(party));
            let tellers: Vec<_> = speakers.iter().filter(|(_, party)| of_cast(party) || tells(party)).cloned().collect();
            add_sources(candidate, &tellers);
        }
    }
}

fn is_medium(party: &Party, knowledge: &Knowledge) -> bool {
    matches!(party.who, Who::Body(id) if knowledge.entity(id).body().is_some_and(BodyKind::is_medium))
}

/// Whether nobody but those who take part has told of an act yet.
fn only_parties(candidate: &Candidate) -> bool {
    let takes_part =
        |source: &Party| candidate.cast.iter().any(|(_, p)| p.country.is_some() && p.country == source.country && !source.is_person());
    candidate.sources.iter().all(takes_part)
}

fn add_sources(candidate: &mut Candidate, speakers: &[(usize, Party)]) {
    for (_, speaker) in speakers {
        if candidate.sources.iter().all(|known| !known.is_same(speaker)) {
            candidate.sources.push(speaker.clone());
        }
    }
}
