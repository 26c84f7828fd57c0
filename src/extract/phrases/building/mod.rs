//! A noun phrase while it is put together: which parts belong to it, and what they make of it.

use crate::extract::reading::elements::Element;
use crate::knowledge::{BodyKind, Cases, Cue, Detail, EntityId, Knowledge, NameUse, NounClass, OfficeId, OfficeKind, PlaceId};

use super::chunk::Chunker;
use super::part::Part;
use super::phrase::{Phrase, Who};

mod asks;

/// A phrase while it is put together.
pub(crate) struct Building {
    start: usize,
    /// End of its last part.
    pub end: usize,
    /// End of the glue after it, while it is not known whether the phrase goes on.
    pub reach: usize,
    /// The small word after it that may tie the next part to it.
    pub glue: Option<Cue>,
    phrase: Phrase,
    person: Option<EntityId>,
    stranger: Option<usize>,
    state: Option<EntityId>,
    reference: Option<Who>,
    state_noun: bool,
    modifier_only: bool,
}

/// Whether a body has envoys sent to it: a union of states.
fn receives_envoys(id: EntityId, knowledge: &Knowledge) -> bool {
    matches!(knowledge.entity(id).body(), Some(BodyKind::International | BodyKind::Alliance))
}

impl Building {
    pub fn new(start: usize) -> Self {
        Self {
            start,
            end: start,
            reach: start,
            glue: None,
            phrase: Phrase::at(start),
            person: None,
            stranger: None,
            state: None,
            reference: None,
            state_noun: false,
            modifier_only: true,
        }
    }

    pub fn is_closed(&self) -> bool {
        self.person.is_some() || self.stranger.is_some()
    }

    /// Whether anything but a nationality stands in it.
    fn has_head(&self) -> bool {
        self.phrase.office.is_some()
            || self.phrase.body.is_some()
            || self.phrase.body_kind.is_some()
            || !self.phrase.nouns.is_empty()
            || self.state_noun
    }

    /// Takes a part in, or says that it does not belong to this phrase.
    pub fn absorb(&mut self, part: &Part, element: &Element, glue: Option<Cue>, chunker: &Chunker<'_>) -> bool {
        let posted = matches!(glue, Some(Cue::In | Cue::To | Cue::With));
        if posted && !self.may_be_posted(chunker.knowledge) {
            return self.may_be_located() && self.locate(part, chunker.knowledge);
        }
        if !posted && self.is_of_another_state(part, chunker.knowledge) {
            return false;
        }
        // Where nouns carry case, what a state's name completes stands before it ("из России посла Ламбсдорфа").
        let head = matches!(part, Part::Office(_) | Part::SomeBody(_) | Part::Nouns(_) | Part::Modifier(_));
        let named_first = self.state.is_some() || self.phrase.place.is_some();
        if head && chunker.lexicon.grammar.cases && named_first && !self.has_head() {
            return false;
        }
        // So does an office: what follows a body is somebody else («в доме правительства премьер»).
        let in_body = self.phrase.body.is_some() || self.phrase.body_kind.is_some();
        if matches!(part, Part::Office(_)) && chunker.lexicon.grammar.cases && in_body && self.phrase.office.is_none() {
            return false;
        }
        // What stands behind "he" or "her" there is a phrase of its own.
        if self.reference == Some(Who::Pronoun) && chunker.lexicon.grammar.cases {
            return false;
        }
        let of_body = self.phrase.office.is_none() && (self.phrase.body.is_some() || self.phrase.body_kind.is_some());
        if matches!(part, Part::Office(_)) && of_body && !posted && chunker.is_nominative_alone(element) {
            return false;
        }
        let taken = match part {
            Part::Person(id) => !self.is_complete_body(chunker) && self.take_person(*id, element, posted),
            Part::Stranger(number) => self.take_stranger(*number, element, posted),
            Part::Office(id) => self.take_office(*id, element, posted, chunker),
            // An envoy sits in a state or a union, and not in a ministry to which he is called.
            Part::Body(id) if posted && chunker.lexicon.grammar.cases && !receives_envoys(*id, chunker.knowledge) => false,
            Part::Body(id) => self.take_body(*id, element, posted, chunker.knowledge),
            Part::State(id) => self.take_state(*id, element, posted, glue),
            Part::Adjective(id) => !posted && self.take_adjective(*id, element, chunker.lexicon.grammar.cases),
            Part::Place(id) => self.take_place(*id, element, posted, glue, chunker.knowledge),
            Part::SomeBody(kind) => !posted && !self.is_state_first(chunker) && self.take_some_body(*kind, &|| chunker.noun_cases(element)),
            Part::Nouns(_) if self.is_act_behind_office(element, chunker) => false,
            Part::Nouns(classes) => {
                !posted
                    && !self.is_complete_body(chunker)
                    && self.take_nouns(classes, chunker.nouns_qualify(), &|| chunker.noun_cases(element))
            }
            Part::Reference(who) => !posted && self.take_reference(*who, &|| chunker.noun_cases(element)),
            // Where nouns carry case, "former" stands before what it says it of, and so begins something new.
            Part::Modifier(Cue::Former) if chunker.lexicon.grammar.cases && !self.phrase.nouns.is_empty() => false,
            Part::Modifier(cue) => !posted && !self.is_state_first(chunker) && self.take_modifier(*cue),
            Part::StateNoun(cue) => !posted && self.take_state_noun(*cue, &|| chunker.noun_cases(element)),
        };
        if taken && matches!(part, Part::Office(_)) {
            self.phrase.nouns.extend(element.nouns());
            self.phrase.nouns.extend(chunker.head_nouns(element).iter().copied());
        }
        self.modifier_only &= !taken || matches!(part, Part::Modifier(_));
        taken
    }

    /// Whether a state or its capital stands behind a body that belongs to another one («الخارجية الروسية كييف»).
    fn is_of_another_state(&self, part: &Part, knowledge: &Knowledge) -> bool {
        let own = self.phrase.body.and_then(|body| knowledge.entity(body).country.as_deref());
        let other = match part {
            Part::State(id) => knowledge.entity(*id).country.as_deref(),
            Part::Place(id) => knowledge.place(*id).stands_for.and_then(|state| knowledge.entity(state).country.as_deref()),
            _ => None,
        };
        self.glue.is_none() && matches!((own, other), (Some(own), Some(other)) if own != other)
    }

    /// Gives a body the state in which it sits.
    fn locate(&mut self, part: &Part, knowledge: &Knowledge) -> bool {
        let state = match part {
            Part::State(id) => Some(*id),
            Part::Place(id) => knowledge.country(&knowledge.place(*id).country),
            _ => None,
        };
        self.phrase.country = state;
        state.is_some()
    }

    fn narrow(&mut self, cases: Cases) {
        let both = self.phrase.cases.and(cases);
        self.phrase.cases = if self.phrase.cases == Cases::NONE {
            cases
        } else if both == Cases::NONE {
            self.phrase.cases
        } else {
            both
        };
    }

    fn take_person(&mut self, id: EntityId, element: &Element, posted: bool) -> bool {
        let after_state = (self.state.is_some() || self.phrase.place.is_some()) && !self.has_head();
        if posted
            || self.person.is_some()
            || after_state
            || (self.glue == Some(Cue::Of) && self.phrase.office.is_some())
            || self.reference.is_some_and(|w| w != Who::Counterpart)
        {
            return false;
        }
        let cases = element.cases(|what| matches!(what, NameUse::Full(p) | NameUse::Short(p) if *p == id));
        // A name in another case than the noun before it is none in apposition to it; behind a body it owns it.
        let owns = cases != Cases::NONE && self.phrase.office.is_none() && (self.phrase.body.is_some() || self.phrase.body_kind.is_some());
        let office = self.phrase.office.is_some() && self.phrase.cases != Cases::NONE && cases != Cases::NONE;
        if owns || (!self.phrase.nouns.is_empty() || self.state_noun || office) && !self.phrase.cases.may_be(cases) {
            return false;
        }
        self.narrow(cases);
        self.person = Some(id);
        self.phrase.name = element.tokens.clone();
        true
    }

    fn take_stranger(&mut self, number: usize, element: &Element, posted: bool) -> bool {
        let cases = element.stranger.map_or(Cases::NONE, |(_, cases)| cases);
        let of_another_case = self.state_noun && !self.phrase.cases.may_be(cases);
        if posted || of_another_case || self.is_closed() || self.state.is_some() && !self.has_head() {
            return false;
        }
        self.stranger = Some(number);
        self.narrow(cases);
        self.phrase.name = element.tokens.clone();
        true
    }

    fn take_office(&mut self, id: OfficeId, element: &Element, posted: bool, chunker: &Chunker<'_>) -> bool {
        // A rank or a title of honour goes with the office before it («المتحدث باسم الحكومة العقيد فلان»).
        let rank = matches!(chunker.knowledge.office(id).kind, OfficeKind::Military | OfficeKind::Royal) && self.phrase.office.is_some();
        let behind_noun = !self.phrase.nouns.is_empty() && self.phrase.office.is_none() && !chunker.nouns_qualify() && !rank;
        let behind_state = self.state.is_some() && self.glue.is_none() && chunker.lexicon.grammar.adjective_after;
        if posted
            || behind_state
            || behind_noun
            || self.is_of_head_of_state(chunker) && !rank
            || self.is_complete_body(chunker)
            || self.person.is_some()
            || self.state_noun
            || self.glue == Some(Cue::Of) && self.phrase.office.is_none()
        {
            return false;
        }
        if self.phrase.office.is_none() {
            self.phrase.office = Some(id);
            self.phrase.cases = element.cases(|what| matches!(what, NameUse::Office(o) if *o == id));
        }
        true
    }

    fn take_body(&mut self, id: EntityId, element: &Element, posted: bool, knowledge: &Knowledge) -> bool {
        if posted {
            self.phrase.posted = Some(id);
            return true;
        }
        if let Some(known) = self.phrase.body {
            // The acronym behind the full name, or the same body said twice.
            return known == id
                || knowledge.entity(known).country.is_some() && knowledge.entity(known).country == knowledge.entity(id).country;
        }
        if self.person.is_some() || self.state.is_some() && !self.has_head() && self.glue.is_none() {
            return false;
        }
        if !self.has_head() && self.state.is_none() {
            let acronym = element.names.iter().any(|sense| sense.acronym && sense.what == NameUse::Full(id));
            let cases = if acronym { Cases::ALL } else { element.cases(|what| *what == NameUse::Full(id)) };
            self.narrow(cases);
        }
        self.phrase.body = Some(id);
        if self.phrase.name.is_empty() {
            self.phrase.name = element.tokens.clone();
        }
        true
    }

    fn take_state(&mut self, id: EntityId, element: &Element, posted: bool, glue: Option<Cue>) -> bool {
        if posted {
            self.phrase.posted = Some(id);
            return true;
        }
        if self.person.is_some() || self.phrase.country.is_some_and(|known| known != id || glue.is_none()) {
            return false;
        }
        // Where nouns carry case, a state completes a common noun in the genitive alone ("претензии Варшаве предъявил Минск").
        let cases = element.cases(|what| matches!(what, NameUse::Full(s) if *s == id) || matches!(what, NameUse::Place(_)));
        if !self.phrase.nouns.is_empty() && glue.is_none() && self.phrase.office.is_none() && !cases.may_be(Cases::GEN) {
            return false;
        }
        if !self.has_head() && self.reference.is_none() {
            self.state = Some(id);
            self.phrase.cases = element.cases(|what| matches!(what, NameUse::Full(s) if *s == id));
        }
        self.phrase.country = Some(id);
        true
    }

    fn take_adjective(&mut self, id: EntityId, element: &Element, declined: bool) -> bool {
        if self.person.is_some() || self.phrase.country.is_some_and(|known| known != id) || self.state.is_some() {
            return false;
        }
        if !self.has_head() && self.reference.is_none() {
            self.phrase.cases = element.cases(|what| matches!(what, NameUse::Adjective(s) | NameUse::People(s) if *s == id));
        }
        // Where nouns carry case, a people is no adjective: «литовцы» act by themselves.
        let people = declined && element.names.iter().any(|sense| sense.what == NameUse::People(id));
        self.phrase.by_adjective = !people;
        self.phrase.country = Some(id);
        true
    }

    fn take_place(&mut self, id: PlaceId, element: &Element, posted: bool, glue: Option<Cue>, knowledge: &Knowledge) -> bool {
        let place = knowledge.place(id);
        let stands_for = place.stands_for;
        let state = stands_for.filter(|s| knowledge.entity(*s).detail == Detail::Country);
        if posted {
            self.phrase.posted = state.or_else(|| knowledge.country(&place.country));
            return true;
        }
        let has_anything = self.person.is_some() || self.state.is_some() || self.phrase.place.is_some();
        if has_anything || (self.has_head() && stands_for.is_none()) {
            return false;
        }
        let head = self.has_head();
        match (state, stands_for) {
            (Some(state), _) if !self.take_state(state, element, false, glue) => return false,
            (None, Some(body)) if self.phrase.body.is_none() => self.phrase.body = Some(body),
            _ => {}
        }
        if !head {
            self.phrase.place = Some(id);
            self.phrase.cases = element.cases(|what| matches!(what, NameUse::Place(p) if *p == id));
        }
        true
    }

    fn take_some_body(&mut self, kind: BodyKind, cases: &dyn Fn() -> Cases) -> bool {
        if self.person.is_some() || self.phrase.body_kind.is_some() || self.phrase.body.is_some() {
            return false;
        }
        self.head(cases);
        self.phrase.body_kind = Some(kind);
        true
    }

    /// Notes the cases of a common noun, if it is the head of the phrase.
    fn head(&mut self, cases: &dyn Fn() -> Cases) {
        if !self.has_head() && self.state.is_none() && self.reference.is_none() {
            self.narrow(cases());
        }
    }

    fn take_nouns(&mut self, classes: &[NounClass], qualify: bool, cases: &dyn Fn() -> Cases) -> bool {
        if self.person.is_some()
            || (self.state.is_some() && self.glue.is_none() && !self.phrase.by_adjective && !(qualify && self.state_before_noun()))
        {
            return false;
        }
        if matches!(self.reference, Some(Who::Pronoun | Who::Latter)) {
            return false;
        }
        self.head(cases);
        self.phrase.nouns.extend(classes.iter().copied());
        true
    }

    /// Whether a state's bare name may stand before the noun that it qualifies ("US diplomats").
    fn state_before_noun(&self) -> bool {
        self.phrase.nouns.is_empty() && self.phrase.place.is_none()
    }

    fn take_reference(&mut self, who: Who, cases: &dyn Fn() -> Cases) -> bool {
        if who == Who::Both && self.phrase.country.is_some() {
            // "the Russian side": the word for both stands for the one that is named.
            self.head(cases);
            self.state_noun = true;
            return true;
        }
        if self.person.is_some() || self.has_head() || self.state.is_some() || self.reference.is_some() {
            return false;
        }
        self.head(cases);
        self.reference = Some(who);
        true
    }

    fn take_modifier(&mut self, cue: Cue) -> bool {
        if self.person.is_some() {
            return false;
        }
        self.phrase.former |= cue == Cue::Former;
        true
    }

    fn take_state_noun(&mut self, cue: Cue, cases: &dyn Fn() -> Cases) -> bool {
        if self.person.is_some() || self.phrase.office.is_some() && cue == Cue::Delegation {
            return false;
        }
        // "the head of the Russian state": the word says no more than the adjective before it.
        if self.phrase.office.is_some() {
            return true;
        }
        self.head(cases);
        self.state_noun = true;
        self.phrase.delegation |= cue == Cue::Delegation;
        true
    }

    pub fn finish(mut self, chunker: &Chunker<'_>) -> Option<Phrase> {
        if self.modifier_only && self.phrase.nouns.is_empty() {
            // A lone "Mr" or "former" still may introduce a stranger.
            self.phrase.who = Who::Office;
        } else {
            self.phrase.who = self.who(chunker.knowledge)?;
        }
        self.phrase.tokens = self.start..self.end;
        if self.phrase.name.is_empty() {
            self.phrase.name = self.phrase.tokens.clone();
        }
        Some(self.phrase)
    }

    fn who(&mut self, knowledge: &Knowledge) -> Option<Who> {
        if let Some(person) = self.person {
            return Some(Who::Person(person));
        }
        if let Some(number) = self.stranger {
            return Some(Who::Stranger(number));
        }
        // "the leaders of the union's countries" act as the union.
        let union =
            self.phrase.body.filter(|id| matches!(knowledge.entity(*id).body(), Some(BodyKind::International | BodyKind::Alliance)));
        if let (Some(Who::Both | Who::Several), Some(union)) = (self.reference, union) {
            return Some(Who::Body(union));
        }
        if let Some(reference) = self.reference {
            return Some(reference);
        }
        if self.phrase.office.is_some() {
            return Some(Who::Office);
        }
        if let Some(body) = self.phrase.body {
            return Some(Who::Body(body));
        }
        if let Some(kind) = self.phrase.body_kind.filter(|_| self.phrase.nouns.is_empty()) {
            let code = self.phrase.country.and_then(|c| knowledge.entity(c).country.clone());
            let known = code.and_then(|code| knowledge.body_of(kind, &code)).filter(|_| kind != BodyKind::Embassy);
            return Some(known.map_or(Who::SomeBody(kind), Who::Body));
        }
        if self.state_noun || self.state.is_some() && self.phrase.nouns.is_empty() {
            return self.phrase.country.map(Who::State);
        }
        if self.phrase.place.is_some() && self.phrase.nouns.is_empty() {
            return Some(Who::Place);
        }
        Some(Who::Group)
    }
}
