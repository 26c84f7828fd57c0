//! What an article has told so far, and whom the words mean that point back to it.

use std::ops::Range;

use jiff::civil::Date;

use crate::extract::cast::party::{Party, party_of, state};
use crate::extract::cast::terms::{holds, leads_state};
use crate::extract::phrases::people::People;
use crate::extract::phrases::phrase::{Nouns, Phrase, Who};
use crate::extract::setting::told::Calendar;
use crate::knowledge::{BodyKind, EntityId, Knowledge, NounClass, OfficeId, OfficeKind};
use crate::model::{EventType, Place};

use super::topic::Topic;

/// What the article has told so far, for words that point back.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Every person named in the whole article with what is said of them, in order.
    pub cast: Vec<Party>,
    /// Persons in the order in which they were last named.
    pub(crate) recent: Vec<Party>,
    /// Who was last called by each title of honour.
    pub titled: Vec<(NounClass, Party)>,
    /// Who acted last.
    pub subject: Option<Party>,
    /// Bodies in the order in which they were last named.
    bodies: Vec<(EntityId, BodyKind)>,
    /// The kind of the ministry that was named last without its state.
    pub ministry: Option<BodyKind>,
    /// The two parties of the last mutual act.
    pub pair: Vec<Party>,
    /// The acts found so far, to which "the call" or "that meeting" can point back.
    pub acts: Vec<(EventType, Vec<Party>)>,
    /// Three or more who acted together last.
    pub group: Vec<Party>,
    /// The states named so far, the last one last.
    states: Vec<EntityId>,
    /// The states that the whole article names most often, the foremost first.
    pub foremost: Vec<EntityId>,
    /// The acts that can be condemned or answered, in order.
    pub deeds: Vec<crate::extract::cast::context::Deed>,
    /// The last act of one party against others: its sentence, who acted, and against whom.
    pub aimed: Option<(usize, Party, Vec<Party>)>,
    /// The state that acted last, to which a minister without a state belongs.
    pub home: Option<EntityId>,
    /// The state from which the article is written, where it tells mostly of that.
    pub seat: Option<EntityId>,
    /// What the article is about.
    pub theme: super::theme::Theme,
    /// Whose statement the text is, or the part of it that has begun, and whether it is the whole text.
    pub statement: Vec<(bool, Party)>,
    /// Whom the paragraph cites for all that it tells.
    pub carried: Vec<Party>,
    /// Everybody whom the last sentence with a source cited, for "the statement".
    pub heard: Vec<Party>,
    /// What the sentences so far were about.
    pub topic: Topic,
    /// Where the text was last, for "there".
    pub place: Option<Place>,
    /// Who spoke last, for "he added".
    pub speaker: Option<Party>,
    /// When the article was published, and which times it has named.
    pub calendar: Calendar,
}

/// How many of the states that an article names most often it is about.
const FOREMOST: usize = 2;

/// The most persons of one article that references can mean.
const MAX_CAST: usize = 300;

/// The most persons that are remembered as recent; more are beyond what a pronoun can mean.
const MAX_RECENT: usize = 8;

impl Memory {
    /// Nothing yet; `day` is when the article was published.
    pub fn new(day: Option<Date>) -> Self {
        Self { calendar: Calendar { day, ..Calendar::default() }, ..Self::default() }
    }

    /// Enters a person of the article with what this mention says of them.
    pub fn cast(&mut self, party: Party) {
        if let Some(known) = self.cast.iter_mut().find(|p| p.is_same(&party)) {
            known.office = known.office.or(party.office);
            known.body = known.body.or(party.body);
            known.body_kind = known.body_kind.or(party.body_kind);
            known.country = known.country.or(party.country);
            known.posted = known.posted.or(party.posted);
            let new: Nouns = party.nouns.iter().filter(|noun| !known.nouns.contains(noun)).copied().collect();
            known.nouns.extend(new.iter().copied());
            if known.tokens.len() < party.tokens.len() {
                known.tokens = party.tokens;
            }
        } else if self.cast.len() < MAX_CAST {
            self.cast.push(party);
        }
    }

    /// Notes that somebody was just named.
    pub fn named(&mut self, party: &Party) {
        self.recent.retain(|p| !p.is_same(party));
        self.recent.push(party.clone());
        if MAX_RECENT < self.recent.len() {
            self.recent.remove(0);
        }
    }

    /// Notes that somebody was just called by a title of honour.
    pub fn called_by(&mut self, title: NounClass, party: &Party) {
        self.titled.retain(|(known, _)| *known != title);
        self.titled.push((title, party.clone()));
    }

    /// Notes that a body was just named.
    pub fn named_body(&mut self, id: EntityId, knowledge: &Knowledge) {
        let Some(kind) = knowledge.entity(id).body() else { return };
        self.bodies.retain(|(known, _)| *known != id);
        self.bodies.push((id, kind));
        if MAX_RECENT < self.bodies.len() {
            self.bodies.remove(0);
        }
    }

    /// The body named last of the kind that a phrase without a state names ("the service", "the ministry").
    fn body_named(&self, party: Party, knowledge: &Knowledge) -> Party {
        let Who::SomeBody(kind) = party.who else { return party };
        let union = |kind: BodyKind| matches!(kind, BodyKind::International | BodyKind::Alliance);
        let group = |kind: BodyKind| matches!(kind, BodyKind::ArmedGroup | BodyKind::Party | BodyKind::Authority);
        let kin = |of: BodyKind| of.is_service() && kind.is_service() || union(of) && union(kind) || group(of) && group(kind);
        let alike = |of: BodyKind| of == kind || kin(of);
        // "the ministry" is whichever was named last.
        let ministry = |of: BodyKind| {
            matches!(of, BodyKind::MinistryForeign | BodyKind::MinistryDefence | BodyKind::MinistryInterior | BodyKind::MinistryOther)
        };
        let bare = party.tokens.len() == 1 && kind == BodyKind::MinistryOther;
        let alike = |of: BodyKind| alike(of) || bare && (ministry(of) || of.is_service());
        let known = self.bodies.iter().rev().find(|(_, of)| alike(*of)).filter(|_| party.country.is_none());
        let told = self.ministry.filter(|_| bare && known.is_none());
        if let Some(kind) = told.filter(|_| party.country.is_none()) {
            return Party { who: Who::SomeBody(kind), body_kind: Some(kind), ..party };
        }
        known.map_or(party.clone(), |(id, _)| {
            let country = knowledge.entity(*id).country.as_deref().and_then(|code| knowledge.country(code));
            Party { who: Who::Body(*id), country, ..party }
        })
    }

    /// The parties that a phrase means; none where it points to nobody known. `owner` is who acts in the same
    /// clause, whose counterpart or country may be meant.
    pub fn resolve(&self, phrase: &Phrase, owner: Option<&Party>, people: &People, knowledge: &Knowledge) -> Vec<Party> {
        let plain = || self.at_home(self.body_named(self.known(party_of(phrase, people, knowledge)?), knowledge), knowledge);
        if let Some(seat) = self.state_of_seat(phrase, knowledge) {
            return vec![state(seat, phrase.tokens.clone())];
        }
        match phrase.who {
            Who::Person(_) | Who::Stranger(_) | Who::Body(_) | Who::SomeBody(_) | Who::State(_) | Who::Place | Who::Group => {
                plain().into_iter().collect()
            }
            Who::Office => self.holder(phrase, knowledge).or_else(plain).into_iter().collect(),
            Who::Pronoun if phrase.several && self.pair.len() == 2 => self.pair.clone(),
            Who::Pronoun if phrase.thing && owner.is_none() && self.subject.as_ref().is_some_and(|p| !p.is_person()) => {
                self.subject.clone().into_iter().collect()
            }
            Who::Pronoun => self.he_or_she(phrase, owner, people, knowledge).into_iter().collect(),
            Who::Dignitary => self.dignitary(phrase, people, knowledge).into_iter().collect(),
            Who::Unknown => Vec::new(),
            Who::Several => self.group.clone(),
            Who::Realm => self.realm(phrase, knowledge).into_iter().collect(),
            Who::Latter if phrase.thing && !self.states.is_empty() => {
                self.states.last().map(|id| state(*id, phrase.tokens.clone())).into_iter().collect()
            }
            Who::Latter => self.recent.last().cloned().into_iter().collect(),
            Who::Counterpart => self.counterpart(phrase, owner, knowledge).into_iter().collect(),
            Who::Both if phrase.tokens.len() == 1 && 1 < self.topic.several.len() => self.topic.several.clone(),
            Who::Both if phrase.of_states => self.two_states(phrase),
            Who::Both => {
                if self.pair.len() == 2 {
                    self.pair.clone()
                } else {
                    self.last_two(phrase)
                }
            }
            Who::OwnCountry => {
                let of = owner.or(self.subject.as_ref()).or(self.recent.last()).and_then(|p| p.country);
                of.map(|country| state(country, phrase.tokens.clone())).into_iter().collect()
            }
        }
    }

    /// The state in which a town lies that stands for a union elsewhere, where the article is about that state («بروكسل» beside Belgium).
    fn state_of_seat(&self, phrase: &Phrase, knowledge: &Knowledge) -> Option<EntityId> {
        let place = knowledge.place(phrase.place?);
        let union = |id| matches!(knowledge.entity(id).body(), Some(BodyKind::International | BodyKind::Alliance));
        let state = knowledge.country(&place.country).filter(|_| matches!(phrase.who, Who::Body(id) if union(id)))?;
        let rank = |wanted: &dyn Fn(&EntityId) -> bool| self.foremost.iter().position(wanted);
        rank(&|id| *id == state).filter(|at| *at < FOREMOST).map(|_| state)
    }

    /// The two persons named last if they are of two states, else the two states named last.
    fn last_two(&self, phrase: &Phrase) -> Vec<Party> {
        let persons: Vec<Party> = self.recent.iter().rev().take(2).rev().cloned().collect();
        if persons.len() == 2 && persons[0].country != persons[1].country || self.states.len() < 2 {
            return persons;
        }
        self.states[self.states.len() - 2..].iter().map(|id| state(*id, phrase.tokens.clone())).collect()
    }

    /// The state named last that is neither the owner's nor one that plays a part already: "broke off relations with it".
    pub fn thing_meant(&self, cast: &[(crate::model::Role, Party)], tokens: &Range<usize>) -> Option<Party> {
        let free = |id: &&EntityId| cast.iter().all(|(_, party)| party.country != Some(**id));
        self.states.iter().rev().find(free).map(|id| state(*id, tokens.clone()))
    }

    /// The state named last of those that fit.
    pub fn last_state(&self, fits: impl Fn(EntityId) -> bool) -> Option<EntityId> {
        self.states.iter().rev().copied().find(|id| fits(*id))
    }

    /// Who was called by the same title last, else the officer named last of the state whose officer the article names first.
    fn dignitary(&self, phrase: &Phrase, people: &People, knowledge: &Knowledge) -> Option<Party> {
        let fits = |p: &Party| people.sex_of(p.who, knowledge).is_none_or(|sex| phrase.sex.is_none_or(|own| own == sex));
        let called = self.titled.iter().rev().find(|(title, p)| Some(*title) == phrase.title && fits(p));
        if let Some((_, party)) = called {
            return Some(party.clone());
        }
        let home = self.cast.iter().find(|p| p.office.is_some() && p.country.is_some())?.country;
        let own = |p: &&Party| p.is_person() && p.country == home;
        self.recent.iter().rev().find(own).or_else(|| self.cast.iter().find(own)).cloned()
    }

    /// The two states of those who were just named together, else the two named last.
    fn two_states(&self, phrase: &Phrase) -> Vec<Party> {
        let mut of_pair: Vec<EntityId> = self.pair.iter().filter_map(|party| party.country).collect();
        of_pair.dedup();
        let states = match self.foremost.as_slice() {
            [a, b, rest @ ..] => {
                let known = |id: &EntityId| id == a || id == b || rest.first() == Some(id);
                if of_pair.len() == 2 && of_pair.iter().all(known) { of_pair } else { vec![*a, *b] }
            }
            _ if of_pair.len() == 2 => of_pair,
            _ => self.states.iter().rev().take(2).rev().copied().collect(),
        };
        states.into_iter().map(|id| state(id, phrase.tokens.clone())).collect()
    }

    /// The state named last that is called by such a word: a kingdom, a republic.
    fn realm(&self, phrase: &Phrase, knowledge: &Knowledge) -> Option<Party> {
        let word = phrase.realm.as_deref()?;
        let called = |id: &&EntityId| {
            let mut names = knowledge.entity(**id).names.iter().map(|name| crate::text::fold(name));
            names.any(|name| name.split(' ').any(|w| w == word || w.ends_with(word) && w.chars().count() <= word.chars().count() + 2))
        };
        let id = phrase.country.or_else(|| self.states.iter().rev().find(called).copied()).or(self.seat)?;
        Some(state(id, phrase.name.clone()))
    }

    /// Notes that a state was just named, or somebody's state.
    pub fn named_state(&mut self, id: EntityId) {
        self.states.retain(|known| *known != id);
        self.states.push(id);
    }

    /// Whether the article calls the person of a phrase by a noun of one of these classes, here or elsewhere.
    pub fn calls(&self, phrase: &Phrase, people: &People, knowledge: &Knowledge, classes: &[NounClass]) -> bool {
        let known = phrase.is_person().then(|| party_of(phrase, people, knowledge)).flatten().map(|party| self.known(party));
        known.is_some_and(|party| party.nouns.iter().any(|noun| classes.contains(noun)))
    }

    /// A person with everything that the article says of them anywhere.
    fn known(&self, party: Party) -> Party {
        let Some(full) = self.cast.iter().find(|p| p.is_person() && p.is_same(&party)) else { return party };
        Party {
            office: party.office.or(full.office),
            body: party.body.or(full.body),
            body_kind: party.body_kind.or(full.body_kind),
            country: party.country.or(full.country),
            nouns: full.nouns.clone(),
            posted: party.posted.or(full.posted),
            tokens: full.tokens.clone(),
            ..party
        }
    }

    /// A minister or ministry without a state belongs to the state that the article is about; a body that only its
    /// state could tell is nobody without one.
    fn at_home(&self, party: Party, knowledge: &Knowledge) -> Option<Party> {
        let of_state = |office: OfficeId| {
            use OfficeKind as K;
            matches!(
                knowledge.office(office).kind,
                K::HeadOfState | K::HeadOfGovernment | K::Minister | K::Deputy | K::Spokesperson | K::ServiceHead
            )
        };
        let wanting = party.country.is_none() && party.body.is_none() && !matches!(party.who, Who::Person(_) | Who::Body(_));
        if !wanting {
            return Some(party);
        }
        let homeless = |kind: BodyKind| matches!(kind, BodyKind::International | BodyKind::Alliance | BodyKind::ArmedGroup);
        if matches!(party.who, Who::SomeBody(kind) if homeless(kind)) {
            return None;
        }
        let country = self
            .seat
            .or(self.home)
            .filter(|_| party.body_kind.is_some() || matches!(party.who, Who::SomeBody(_)) || party.office.is_some_and(of_state));
        let code = country.and_then(|state| knowledge.entity(state).country.as_deref());
        let at_seat = self.seat.is_some();
        let known = |kind: BodyKind| code.and_then(|code| knowledge.body_of(kind, code)).filter(|_| at_seat && kind != BodyKind::Embassy);
        match (party.who, country) {
            (Who::SomeBody(_) | Who::Office, None) => None,
            (Who::SomeBody(kind), Some(_)) if known(kind).is_some() => {
                Some(Party { who: known(kind).map_or(party.who, Who::Body), country, ..party })
            }
            (Who::Office, Some(state)) => Some(Party { who: Who::State(state), country, ..party }),
            _ => Some(Party { country, ..party }),
        }
    }

    /// The last person named who plays no part yet.
    pub fn other_than_all(&self, cast: &[(crate::model::Role, Party)]) -> Option<Party> {
        self.recent.iter().rev().find(|p| cast.iter().all(|(_, known)| !known.is_same(p))).cloned()
    }

    /// The person of the article who holds the office that a phrase names.
    fn holder(&self, phrase: &Phrase, knowledge: &Knowledge) -> Option<Party> {
        let office = phrase.office?;
        let kind = knowledge.office(office).kind;
        let fits_state = |p: &Party| phrase.country.is_none_or(|c| p.country == Some(c));
        let fits_body = |p: &Party| phrase.body.is_none_or(|b| p.body.is_none_or(|x| x == b));
        let exact = |p: &&Party| {
            p.is_person() && fits_state(p) && fits_body(p) && (p.office == Some(office) || holds(p, office, self.calendar.day, knowledge))
        };
        let alike =
            |p: &&Party| p.is_person() && fits_state(p) && fits_body(p) && p.office.is_some_and(|o| knowledge.office(o).kind == kind);
        // "the Ukrainian leader" is whoever leads the state.
        let leader =
            kind == OfficeKind::OrganisationHead && phrase.country.is_some() && phrase.body.is_none() && phrase.body_kind.is_none();
        let leads = |p: &&Party| leader && p.is_person() && fits_state(p) && leads_state(p, self.calendar.day, knowledge);
        let bare = phrase.country.is_none() && phrase.body.is_none() && phrase.body_kind.is_none();
        let recent = self.recent.iter().rev();
        if bare {
            // In the title nobody has been named yet.
            let first = || self.cast.iter().find(exact).filter(|_| self.recent.is_empty() && phrase.title.is_some());
            let titled = || self.titled.iter().rev().find(|(title, _)| Some(*title) == phrase.title).map(|(_, party)| party);
            let found = recent.clone().find(exact).or_else(|| recent.clone().find(alike));
            return found.or_else(first).or_else(titled).cloned();
        }
        let named = recent.clone().find(exact).or_else(|| self.cast.iter().find(exact));
        let named = named.or_else(|| recent.clone().find(leads)).or_else(|| self.cast.iter().find(leads));
        let mut kin = self.cast.iter().filter(alike);
        let only_kin = kin.next().filter(|_| kin.next().is_none());
        named.or(only_kin).cloned().map(|p| self.known(p))
    }

    /// "his American counterpart": the American of the article, if possible in the same office.
    fn counterpart(&self, phrase: &Phrase, owner: Option<&Party>, knowledge: &Knowledge) -> Option<Party> {
        let owner = owner.or(self.subject.as_ref()).or(self.recent.last());
        let office = owner.and_then(|o| o.office);
        let kind = office.map(|o| knowledge.office(o).kind);
        let other = |p: &&Party| p.is_person() && owner.is_none_or(|o| !o.is_same(p) && p.country != o.country);
        let of_state = |p: &&Party| phrase.country.is_none_or(|c| p.country == Some(c));
        let same_kind = |p: &&Party| p.office.is_some_and(|o| Some(knowledge.office(o).kind) == kind);
        let in_office = |p: &&Party| office.is_some_and(|office| holds(p, office, self.calendar.day, knowledge));
        let mut fitting = self.cast.iter().filter(other).filter(of_state);
        let found = fitting.clone().find(same_kind).or_else(|| fitting.clone().find(in_office));
        // A minister's counterpart is no head of state.
        let leads = |kind: OfficeKind| matches!(kind, OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment | OfficeKind::Royal);
        let serves =
            kind.is_some_and(|k| matches!(k, OfficeKind::Minister | OfficeKind::Deputy | OfficeKind::ServiceHead | OfficeKind::Adviser));
        let of_rank = |p: &&Party| !serves || !p.office.is_some_and(|o| leads(knowledge.office(o).kind));
        let found = found.or_else(|| phrase.country.and_then(|_| fitting.find(of_rank)));
        found.cloned().or_else(|| phrase.country.map(|c| Party { office, ..state(c, phrase.tokens.clone()) }))
    }
}
