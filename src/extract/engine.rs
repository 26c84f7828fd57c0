//! The passes, called in order.

use jiff::civil::Date;

use crate::knowledge::{BodyKind, Cue, Knowledge, Shape, Trigger, WordOrder};
use crate::model::{ArticleText, EventType, Extraction, Note, Role, Status};
use crate::text::dates::{Bound, FoundDate};

use super::assemble::{Candidate, merge};
use super::cast::acts_of_state;
use super::cast::inherit::is_aimed;
use super::cast::needed::{NounsHere, may_be_met};
use super::cast::party::{Party, party_of};
use super::cast::require::Met;
use super::cast::roles;
use super::clauses::clause::{Clause, LastClause};
use super::clauses::scene::{Act, Scene};
use super::clauses::status::status;
use super::clauses::subjects::speaker;
use super::confidence::confidence;
use super::observer::Observer;
use super::phrases::people::People;
use super::phrases::phrase::{Phrase, Who};
use super::reading::document::Document;
use super::reading::elements::Element;
use super::reading::read_sentences;
use super::reading::words::Vocabularies;
use super::setting::sources::sources;
use super::setting::{places, when};
use super::thread::echo::Echoes;
use super::thread::memory::Memory;
use super::thread::theme::{SURE_ELSEWHERE, theme};
use super::thread::topic::foremost;
use super::thread::{continued, go_between, heard, roster, same_scene};
use super::types::is_mutual;
use super::write::Writer;

/// The version of the extractor's rules; raised whenever a change of code can change a result.
pub const VERSION: &str = "1";

/// What is stored with each article: the rules' version and the hash of the data they read.
pub fn engine_version(knowledge: &Knowledge) -> String {
    engine_version_with(knowledge.version())
}

/// As [`engine_version`], for who knows the hash of the data and needs nothing else of it.
pub fn engine_version_with(knowledge_version: &str) -> String {
    format!("{VERSION}-{knowledge_version}")
}

/// Among how many of the states named most often that of the dateline must be, if the article tells of its own ministers.
const N_FOREMOST: usize = 2;

/// Reads one article before the eyes of an observer; `words` are those met before, and get those of this one.
pub(super) fn run(article: &ArticleText, knowledge: &Knowledge, words: &mut Vocabularies, observer: &mut dyn Observer) -> Extraction {
    let lang = article.lang.clone().or_else(|| crate::text::lang::detect(&article.body, None).map(str::to_owned));
    let lang = lang.unwrap_or_else(|| "und".to_owned());
    let Some(lexicon) = knowledge.lexicon(&lang) else {
        let note = Note { what: format!("no lexicon for language {lang:?}: no events looked for"), span: None };
        return Extraction { lang, notes: vec![note], ..Extraction::default() };
    };
    let document = Document::new(article, knowledge, lexicon, words.take(&lang));
    let day = article.published_at.map(|at| at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
    let mut people = People::new(day);
    let read = read_sentences(&document, knowledge, lexicon, &mut people);
    observer.read(&document, knowledge, lexicon, &people, &read);
    let mut memory = Memory::new(day);
    memory.theme = theme(&read, &document, knowledge, lexicon);
    for phrase in read.iter().flat_map(|r| &r.phrases).filter(|p| p.is_person()) {
        if let Some(party) = party_of(phrase, &people, knowledge) {
            memory.cast(party);
        }
    }
    memory.foremost = foremost(&read, knowledge);
    memory.seat = people.seat.filter(|seat| memory.foremost.iter().take(N_FOREMOST).any(|state| state == seat));
    let (mut candidates, of_other_field) = (Vec::new(), memory.theme.of_other_field);
    for sentence in read.iter().filter(|_| !of_other_field) {
        let scene = Scene {
            document: &document,
            knowledge,
            lexicon,
            sentence: sentence.sentence,
            tokens: document.sentences[sentence.sentence].tokens.clone(),
            elements: &sentence.elements,
            phrases: &sentence.phrases,
            explains: observer.looks_on(),
        };
        sentence_acts(&scene, &sentence.dates, &people, &mut memory, &mut candidates, observer);
    }
    let writer = Writer { document: &document, knowledge, people: &people, day };
    let entities = writer.entities(read.iter().flat_map(|r| &r.phrases));
    let n_candidates = candidates.len();
    go_between::share(&mut candidates);
    let mut merged = merge(candidates, knowledge);
    heard::from_accusers(&mut merged);
    places::share_places(&mut merged);
    merged.sort_by_key(|candidate| candidate.sentence);
    let mut notes = Vec::new();
    if MAX_CANDIDATES <= n_candidates {
        notes.push(Note { what: format!("more than {MAX_CANDIDATES} acts: the rest was not read"), span: None });
    }
    let reports = merged.into_iter().map(|candidate| writer.report(candidate)).collect();
    words.give(&lang, document.into_words());
    Extraction { lang, entities, reports, notes }
}

/// The most acts that are read in one article; a text with more is a list, not a report.
const MAX_CANDIDATES: usize = 300;

/// Finds the acts of one sentence and enters them as candidates.
fn sentence_acts(
    scene: &Scene<'_>,
    dates: &[FoundDate],
    people: &People,
    memory: &mut Memory,
    candidates: &mut Vec<Candidate>,
    observer: &mut dyn Observer,
) {
    memory.calendar.begin(scene.document, scene.sentence, dates);
    let speakers = sources(scene, memory, people);
    heard::begin_statement(scene, memory, &speakers, people);
    heard::carry(scene, &speakers, memory);
    continued::told_by(scene, &speakers, dates, memory, people, candidates);
    roster::listed(scene, memory, people, candidates);
    // A question tells nothing, whoever is named in it.
    let asked = matches!(scene.document.punct(scene.tokens.end - 1), Some('?' | '؟'));
    let acts = if asked { Vec::new() } else { scene.acts() };
    let nouns = if acts.is_empty() { None } else { Some(NounsHere::of(scene)) };
    let hopeless = |act: &Act, memory: &Memory| nouns.as_ref().is_some_and(|nouns| !may_be_met(scene, act, nouns, memory));
    let mut clause = LastClause::new();
    let (mut named, n_candidates) = (0, candidates.len());
    for (index, element) in scene.elements.iter().enumerate() {
        while named < scene.phrases.len() && scene.phrases[named].tokens.start < element.tokens.end {
            name(scene, &scene.phrases[named], people, memory);
            named += 1;
        }
        if let Some((_, speaker)) = speakers.iter().find(|(at, who)| *at == index && !element.is(Cue::According) && who.who != Who::Unknown)
        {
            memory.subject = Some(speaker.clone());
            let told: Vec<Party> = speakers.iter().filter(|(at, _)| *at == index).map(|(_, who)| who.clone()).collect();
            if 1 < told.len() && scene.order() == WordOrder::SubjectFirst {
                memory.topic.several = told;
            }
        }
        let (before, mut acting) = (candidates.len(), None);
        for act in acts.iter().filter(|act| act.element == index) {
            if MAX_CANDIDATES <= candidates.len() {
                return;
            }
            // Who explains wants to know what else may be wrong.
            let read = if !scene.explains && hopeless(act, memory) {
                Err(String::new())
            } else {
                candidate(scene, act, clause.of(scene, act), dates, people, memory, &speakers)
            };
            match read {
                Ok(mut found) => {
                    if dates.iter().all(|date| date.bound == Bound::On) {
                        same_scene::take_over_day(&mut found, candidates, memory.calendar.heading);
                    }
                    same_scene::take_over_place(&mut found, candidates);
                    remember(&found, memory);
                    acts_of_state(found.event_type, &mut found.cast, scene.knowledge);
                    candidates.push(found);
                }
                Err(why) => {
                    acting = acting.or_else(|| subject_of(scene, act, people, memory));
                    continued::told_again(scene, act, &speakers, dates, memory, candidates);
                    observer.miss(scene, act, &why);
                }
            }
        }
        if before == candidates.len() {
            memory.subject = acting.or(memory.subject.take());
        }
    }
    for phrase in &scene.phrases[named..] {
        name(scene, phrase, people, memory);
    }
    end_sentence(scene, dates, &speakers, n_candidates, people, memory, candidates);
}

/// Notes what a sentence has told, and adds the acts that point at those it has told; those before had the first `n_candidates`.
fn end_sentence(
    scene: &Scene<'_>,
    dates: &[FoundDate],
    speakers: &[(usize, Party)],
    n_candidates: usize,
    people: &People,
    memory: &mut Memory,
    candidates: &mut Vec<Candidate>,
) {
    let told = candidates[n_candidates.min(candidates.len())..].iter().rev().find_map(|c| c.place.clone());
    memory.place = told.or_else(|| places::last_place(scene)).or(memory.place.take());
    if !speakers.is_empty() {
        memory.heard = speakers.iter().map(|(_, speaker)| speaker.clone()).collect();
    }
    let echoes = Echoes { scene, dates, people, memory }.acts(candidates);
    candidates.extend(echoes.into_iter().map(|echo| Candidate { sources: heard::of_sentence(speakers, memory), ..echo }));
    memory.sentence_told(scene, people, n_candidates < candidates.len() || !speakers.is_empty());
    memory.speaker = speakers.first().map(|(_, speaker)| speaker.clone()).or(memory.speaker.take());
    memory.calendar.end(scene.elements, dates);
    let tells = |c: &&Candidate| c.main && !c.background && !c.in_title && c.status == Status::Occurred;
    let acts = candidates.iter().rev().take_while(|c| c.sentence == scene.sentence).filter(tells);
    memory.calendar.tell(acts.filter_map(|c| c.when).find(|when| when.start == when.end));
}

/// The person who is the subject of a finite verb that gave no report: what follows without a subject is his as well.
fn subject_of(scene: &Scene<'_>, act: &Act, people: &People, memory: &Memory) -> Option<Party> {
    let event_type = scene.lexicon.triggers[act.trigger as usize].event_type;
    let finite = matches!(act.shape, Shape::Past | Shape::Present | Shape::Future)
        && !is_mutual(event_type)
        && scene.order() == WordOrder::VerbFirst;
    if !finite {
        return None;
    }
    let [only] = speaker(scene, act.element)[..] else { return None };
    let phrase = &scene.phrases[only];
    let party = memory.resolve(phrase, None, people, scene.knowledge).into_iter().next();
    party.filter(|party| party.is_person() && phrase.is_person() && phrase.tokens.start <= scene.elements[act.element].tokens.end)
}

fn name(scene: &Scene<'_>, phrase: &Phrase, people: &People, memory: &mut Memory) {
    if let Some(state) = phrase.country.or(if let Who::State(id) = phrase.who { Some(id) } else { None }) {
        memory.named_state(state);
    }
    match phrase.who {
        Who::State(state) if phrase.preposition != Some(Cue::In) && phrase.cases.may_be(crate::knowledge::Cases::NOM) => {
            memory.home = Some(state)
        }
        Who::Body(id) => memory.named_body(id, scene.knowledge),
        Who::SomeBody(kind @ (BodyKind::MinistryForeign | BodyKind::MinistryDefence | BodyKind::MinistryInterior)) => {
            memory.ministry = Some(kind);
        }
        Who::Person(_) | Who::Stranger(_) => {
            if let Some(party) = party_of(phrase, people, scene.knowledge) {
                memory.named(&party);
                phrase.title.into_iter().for_each(|title| memory.called_by(title, &party));
            }
        }
        // Who is called by an office alone is named all the same.
        Who::Office if phrase.country.is_some() || phrase.body.is_some() => {
            if let Some(party) = memory.resolve(phrase, None, people, scene.knowledge).into_iter().next().filter(Party::is_person) {
                memory.named(&party);
                phrase.title.into_iter().for_each(|title| memory.called_by(title, &party));
            }
        }
        _ => {}
    }
}

/// Keeps who acted, for the clauses that follow.
fn remember(found: &Candidate, memory: &mut Memory) {
    if let Some((_, actor)) = found.cast.first() {
        memory.subject = Some(actor.clone());
        memory.thing_acted(actor);
        memory.home = actor.country.or(memory.home);
    }
    let played = |wanted: Role| found.cast.iter().filter(move |(role, _)| *role == wanted).map(|(_, party)| party.clone());
    let targets: Vec<Party> = played(Role::Target).collect();
    if let Some(actor) = played(Role::Actor).next().filter(|_| !targets.is_empty() && is_aimed(found.event_type)) {
        memory.aimed = Some((found.sentence, actor, targets));
    }
    if found.status == Status::Occurred {
        memory.done(found.event_type, &found.cast, found.sentence);
    }
    memory.acts.push((found.event_type, found.cast.iter().map(|(_, party)| party.clone()).collect()));
    memory.together(found.event_type, &found.cast);
}

/// One act read in full, or why it is none.
fn candidate(
    scene: &Scene<'_>,
    act: &Act,
    clause: &Clause,
    dates: &[FoundDate],
    people: &People,
    memory: &Memory,
    speakers: &[(usize, Party)],
) -> Result<Candidate, String> {
    let trigger = &scene.lexicon.triggers[act.trigger as usize];
    let mut outcome = roles::assign(scene, act, clause, memory, people)?;
    speaks_for(trigger, speakers, &mut outcome);
    let mut told = status(scene, act, clause, &mut outcome.steps)?;
    // The day of a pledge is the day on which it was made; only contacts are set for a day on which they are cancelled.
    let contact = trigger.event_type.family() == crate::model::Family::Contact;
    let made = |status| match status {
        Status::Planned if trigger.status.is_some() && act.shape == Shape::Past => Status::Occurred,
        Status::Cancelled if !contact => Status::Occurred,
        status => status,
    };
    let days = |status| when::Days { event_type: trigger.event_type, status: made(status), dates, memory };
    let read = |status| when::when(scene, act, clause, &days(status));
    let mut dated = read(told);
    if told == Status::Occurred && when::is_coming(scene, act, dated.as_ref(), dates, memory) {
        outcome.steps.tell(|| "status planned: the present with a day to come".to_owned());
        told = Status::Planned;
        dated = read(told);
    }
    let found_when = dated.map(|(when, tokens)| {
        outcome.steps.tell(|| format!("date {}: \"{}\"", when.start, scene.document.surface(tokens)));
        when
    });
    // What a verb of the past tells has happened: a date that lies ahead is none of it.
    let ahead = told == Status::Occurred && is_ahead(found_when.map(|w| w.start), memory.calendar.day);
    let found_when = found_when.filter(|_| !ahead || act.shape != Shape::Past);
    if ahead && act.shape != Shape::Past {
        outcome.steps.tell(|| "status planned: its date lies ahead".to_owned());
        told = Status::Planned;
    }
    // The day on which one of those who are exchanged was pardoned is not that of the exchange.
    let found_when = found_when.filter(|_| trigger.event_type != EventType::PrisonerSwap || outcome.met != Met::Theme);
    let sure = confidence(trigger, act.shape, &outcome, told);
    if memory.theme.elsewhere && sure < SURE_ELSEWHERE {
        return Err("the article deals with other things than affairs of state".to_owned());
    }
    let mode = mode(scene, clause).or(trigger.mode);
    Ok(Candidate {
        event_type: trigger.event_type,
        status: told,
        when: found_when,
        announced: when::announced(scene, clause, &days(told)).filter(|_| told == Status::Planned),
        place: places::place_of(scene, act, clause, &outcome.cast, memory),
        mode: mode.filter(|_| trigger.event_type.family() == crate::model::Family::Contact),
        sources: heard::of_sentence(speakers, memory),
        topics: topics(scene, clause, &outcome.cast, people, memory),
        sentence: scene.sentence,
        in_title: scene.document.is_title(&scene.document.sentences[scene.sentence]),
        background: is_background(scene, act, clause),
        main: clause.relative_from.is_none() && matches!(act.shape, Shape::Past | Shape::Present | Shape::Passive),
        confidence: sure,
        trigger: (trigger.id.clone(), scene.document.surface(scene.elements[act.element].tokens.clone()).to_owned()),
        steps: outcome.steps,
        cast: outcome.cast,
    })
}

/// Who says that his own state backs somebody is the one who backs him.
fn speaks_for(trigger: &Trigger, speakers: &[(usize, Party)], outcome: &mut roles::Outcome) {
    let states_own = |party: &Party| matches!(party.who, Who::State(_)) && party.country.is_some() || matches!(party.who, Who::Body(_));
    let Some((_, actor)) = outcome.cast.iter_mut().find(|(role, _)| *role == Role::Actor).filter(|(_, p)| states_own(p)) else { return };
    let body = if let Who::Body(id) = actor.who { Some(id) } else { None };
    let own = |speaker: &&(usize, Party)| {
        let serves = if body.is_some() { speaker.1.body == body } else { speaker.1.country == actor.country };
        speaker.1.is_person() && serves
    };
    if trigger.event_type == EventType::Support
        && let Some((_, speaker)) = speakers.iter().find(own)
    {
        outcome.steps.tell(|| "actor: who says so for his state".to_owned());
        *actor = speaker.clone();
    }
}

/// Whom or what the act was about: the names behind an "about" of its clause that take no part in it.
fn topics(scene: &Scene<'_>, clause: &Clause, cast: &super::cast::Cast, people: &People, memory: &Memory) -> Vec<Party> {
    let about = scene.phrases.iter().filter(|p| clause.contains(&p.tokens) && p.preposition == Some(Cue::About));
    let parties = about.flat_map(|p| memory.resolve(p, None, people, scene.knowledge));
    parties.filter(|party| cast.iter().all(|(_, p)| !p.is_same(party))).collect()
}

fn is_ahead(start: Option<Date>, day: Option<Date>) -> bool {
    matches!((start, day), (Some(start), Some(day)) if day < start)
}

/// Whether the words set an act apart as an earlier one: "after a first call on 11 March", "had met in 2019".
fn is_background(scene: &Scene<'_>, act: &Act, clause: &Clause) -> bool {
    let here = scene.elements[act.element].tokens.start;
    let near = |e: &&Element| clause.start.saturating_sub(2) <= e.tokens.start && e.tokens.start <= here + 2;
    scene.elements.iter().filter(near).any(|e| e.is_any(&[Cue::After, Cue::Earlier]))
}

/// How a contact is held, where words of the clause say so.
fn mode(scene: &Scene<'_>, clause: &Clause) -> Option<crate::model::Mode> {
    use crate::model::Mode;
    let inside = scene.elements.iter().filter(|e| clause.contains(&e.tokens));
    let modes = [
        (Cue::ModeVideo, Mode::Video),
        (Cue::ModePhone, Mode::Phone),
        (Cue::ModeInPerson, Mode::InPerson),
        (Cue::ModeLetter, Mode::Letter),
    ];
    let found: Vec<_> = inside.flat_map(|e| modes.iter().filter(|(cue, _)| e.is(*cue))).collect();
    modes.iter().find(|mode| found.contains(mode)).map(|(_, mode)| *mode)
}
