//! Acts told by pointing at another one: "Norway followed suit", "France will do so on Monday", and those whose verb is left out:
//! "Germany expelled 40 diplomats, France 35 and Italy 30".

use crate::extract::assemble::Candidate;
use crate::extract::cast::party::{Party, state};
use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::clauses::status::status;
use crate::extract::clauses::subjects::speaker;
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::extract::reading::elements::{Element, covering};
use crate::extract::setting::when;
use crate::extract::steps::Steps;
use crate::knowledge::{Cue, Shape, WordOrder};
use crate::model::{EventType, Family, Role, Status};
use crate::text::dates::FoundDate;

use super::memory::Memory;

/// How many sentences back the act can stand that somebody else does as well.
const MAX_BACK: usize = 3;

/// What a sentence is read with.
pub(crate) struct Echoes<'a> {
    pub scene: &'a Scene<'a>,
    pub dates: &'a [FoundDate],
    pub people: &'a People,
    pub memory: &'a Memory,
}

impl Echoes<'_> {
    /// The acts of a sentence that repeat one told before with another doer.
    pub fn acts(&self, candidates: &[Candidate]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let here = |c: &&Candidate| c.sentence == self.scene.sentence && c.event_type == EventType::Appointment;
        found.extend(candidates.iter().rev().find(here).into_iter().flat_map(|told| self.rows(told)));
        let near = |c: &&Candidate| self.scene.sentence <= c.sentence + MAX_BACK && !c.in_title && can_be_repeated(c);
        let Some(told) = candidates.iter().rev().find(near) else { return found };
        let cues = self.scene.elements.iter().enumerate().filter(|(_, e)| e.is(Cue::SameDone));
        found.extend(cues.filter_map(|(index, _)| self.repeated(index, told)));
        if told.sentence == self.scene.sentence {
            found.extend(self.left_out(told));
        }
        found
    }

    /// The act told before, done by the subject of the words that point at it.
    fn repeated(&self, element: usize, told: &Candidate) -> Option<Candidate> {
        let doers = speaker(self.scene, element).into_iter().map(|number| &self.scene.phrases[number]);
        let doers: Vec<Party> = doers.flat_map(|p| self.memory.resolve(p, None, self.people, self.scene.knowledge)).collect();
        let trigger = self.scene.lexicon.triggers.iter().position(|t| t.id == told.trigger.0)?;
        let act = Act { trigger: u16::try_from(trigger).ok()?, shape: Shape::Past, element };
        let clause = self.scene.clause(element, Shape::Past);
        let mut steps = self.as_told(told);
        let status = status(self.scene, &act, &clause, &mut steps).ok()?;
        let days = when::Days { event_type: told.event_type, status, dates: self.dates, memory: self.memory };
        let when = when::when(self.scene, &act, &clause, &days).map(|(when, _)| when);
        let mut cast = recast(told, doers)?;
        // "did the same to X's people"
        let aimed = |p: &&Phrase| self.scene.elements[element].tokens.end <= p.tokens.start && p.preposition == Some(Cue::To);
        let target = self.scene.phrases.iter().find(|p| clause.contains(&p.tokens) && aimed(p)).and_then(|p| p.country);
        if let Some(country) = target.filter(|country| cast.iter().all(|(_, p)| p.country != Some(*country))) {
            cast.retain(|(role, _)| *role != Role::Target);
            cast.push((Role::Target, state(country, self.scene.elements[element].tokens.clone())));
        }
        Some(Candidate { status, when, cast, steps, sentence: self.scene.sentence, sources: Vec::new(), ..told.clone() })
    }

    /// The first step to an act that repeats one told before.
    fn as_told(&self, told: &Candidate) -> Steps {
        let mut steps = Steps::new(self.scene.explains);
        steps.tell(|| format!("as \"{}\" was told before", told.trigger.1));
        steps
    }

    /// The acts of states that stand with a number of their own in the place of a doer and an object behind one that has a verb.
    fn left_out(&self, told: &Candidate) -> Vec<Candidate> {
        let countable = matches!(told.event_type, EventType::DiplomatExpelled | EventType::Aid | EventType::Sanction);
        if !countable || told.status != Status::Occurred || self.scene.order() != WordOrder::SubjectFirst {
            return Vec::new();
        }
        let behind = self.scene.phrases.iter().filter(|p| self.stands_for_clause(p));
        let parties = behind.filter_map(|p| self.memory.resolve(p, None, self.people, self.scene.knowledge).into_iter().next());
        parties
            .filter_map(|party| recast(told, vec![party]))
            .map(|cast| Candidate { cast, steps: self.as_told(told), ..told.clone() })
            .collect()
    }

    /// The others of a row in which each is given an office of his own: "named X as minister and Y as envoy".
    fn rows(&self, told: &Candidate) -> Vec<Candidate> {
        let subject = told.cast.iter().find(|(role, _)| *role == Role::Subject).map(|(_, p)| p.tokens.clone());
        let row = self.scene.order() == WordOrder::SubjectFirst;
        let Some(first) = subject.filter(|_| row).and_then(|s| self.scene.phrases.iter().find(|p| p.name == s)) else { return Vec::new() };
        let from = first.tokens.end;
        let finite = |e: &&Element| from <= e.tokens.start && self.scene.is_verb(e) && !e.has_shape(&[Shape::Infinitive]);
        let until = self.scene.elements.iter().find(finite).map_or(self.scene.tokens.end, |e| e.tokens.start);
        let until = (from..until).find(|token| matches!(self.scene.document.punct(*token), Some(';' | '؛'))).unwrap_or(until);
        let fellows = self.scene.phrases.iter().filter(|p| from <= p.tokens.start && p.tokens.end <= until && self.is_fellow(p));
        let named = |p: &Phrase| self.memory.resolve(p, None, self.people, self.scene.knowledge).into_iter().next();
        let cast_of = |party: Party| {
            let actors = told.cast.iter().filter(|(role, _)| *role == Role::Actor).cloned();
            actors.chain(std::iter::once((Role::Subject, party))).collect()
        };
        let others = fellows.filter_map(named).filter(|party| told.cast.iter().all(|(_, p)| !p.is_same(party)));
        others.map(|party| Candidate { cast: cast_of(party), ..told.clone() }).collect()
    }

    /// Whether a person stands behind a comma or an "and" and before an office.
    fn is_fellow(&self, phrase: &Phrase) -> bool {
        let end = phrase.tokens.end;
        let and = |token: usize| covering(self.scene.elements, token).is_some_and(|e| e.is(Cue::And));
        let joined = |token: usize| and(token) || matches!(self.scene.document.punct(token), Some(',' | ';'));
        let before = phrase.tokens.start.checked_sub(1).is_some_and(joined);
        let marked = |e: &Element| e.tokens.start == end && (e.is_any(&[Cue::For, Cue::As, Cue::Clause, Cue::To]) || e.is_noun());
        let office = |p: &Phrase| p.who == Who::Office && end <= p.tokens.start && p.tokens.start <= end + 2;
        phrase.is_person() && before && (self.scene.elements.iter().any(marked) || self.scene.phrases.iter().any(office))
    }

    /// Whether a state's bare name stands between a comma or an "and" and a number.
    fn stands_for_clause(&self, phrase: &Phrase) -> bool {
        let document = self.scene.document;
        let bare = matches!(phrase.who, Who::State(_)) && phrase.preposition.is_none() && phrase.tokens == phrase.name;
        let number = document.tokens.get(phrase.tokens.end).is_some_and(crate::text::Token::is_number);
        let before = phrase.tokens.start.checked_sub(1).filter(|token| self.scene.tokens.contains(token));
        let and = |token: usize| covering(self.scene.elements, token).is_some_and(|e| e.is(Cue::And));
        bare && number && before.is_some_and(|token| matches!(document.punct(token), Some(',' | '،' | ';' | '؛')) || and(token))
    }
}

/// Whether others can do the same: an act of one side upon another.
fn can_be_repeated(candidate: &Candidate) -> bool {
    let acted = candidate.cast.iter().any(|(role, _)| *role == Role::Actor);
    acted && !matches!(candidate.event_type.family(), Family::Contact | Family::Office | Family::Intelligence)
}

/// The cast of an act with other doers; none where they are among those to whom it is done.
fn recast(told: &Candidate, doers: Vec<Party>) -> Option<crate::extract::cast::Cast> {
    let ours = |p: &Party| doers.iter().any(|d| d.is_same(p) || d.country.is_some() && d.country == p.country);
    if doers.is_empty() || told.cast.iter().any(|(_, p)| ours(p)) {
        return None;
    }
    let targets = told.cast.iter().filter(|(role, _)| *role == Role::Target).cloned();
    Some(doers.iter().cloned().map(|party| (Role::Actor, party)).chain(targets).collect())
}
