//! What a noun phrase under way is so far, for the question whether the next part belongs to it.

use crate::extract::reading::elements::Element;
use crate::knowledge::{BodyKind, Cue, EntityId, Knowledge, OfficeId, OfficeKind};

use super::super::chunk::Chunker;
use super::super::part::Part;
use super::Building;

impl Building {
    /// The known person whom it names.
    pub(in crate::extract) const fn known_person(&self) -> Option<EntityId> {
        self.person
    }

    /// Whether it names an office or mission that serves abroad.
    pub(in crate::extract) fn may_be_posted(&self, knowledge: &Knowledge) -> bool {
        let serves = |id: OfficeId| matches!(knowledge.office(id).kind, OfficeKind::Envoy | OfficeKind::Adviser);
        let envoy = self.phrase.office.is_some_and(serves);
        (envoy || self.phrase.body_kind == Some(BodyKind::Embassy)) && self.phrase.posted.is_none() && self.person.is_none()
    }

    /// Whether it names a body of which only the place where it sits tells the state ("the foreign ministry in Moscow").
    pub(in crate::extract) fn may_be_located(&self) -> bool {
        use BodyKind as K;
        let sits_at_home = |kind: BodyKind| !matches!(kind, K::Embassy | K::Military | K::Council);
        self.phrase.body_kind.is_some_and(sits_at_home)
            && self.phrase.country.is_none()
            && self.phrase.office.is_none()
            && !self.is_closed()
            && self.phrase.body.is_none()
    }

    /// Whether it names an office and not yet of what.
    pub(in crate::extract) fn is_bare_office(&self) -> bool {
        self.phrase.office.is_some() && self.phrase.body.is_none() && self.phrase.body_kind.is_none() && self.person.is_none()
    }

    /// Whether it is a body known by kind, an office or a common noun, whose state may still be told.
    pub(in crate::extract) fn is_noun(&self) -> bool {
        self.has_head() && self.phrase.country.is_none() && self.phrase.body.is_none() && !self.is_closed()
    }

    /// Whether it names an office of a body, so that its holder's name may follow («رئيس «الموساد» فلان»).
    pub(in crate::extract) fn awaits_name(&self) -> bool {
        self.phrase.office.is_some() && self.phrase.body.is_some() && !self.is_closed()
    }

    /// Whether a part behind a marker is the body where the office is held: "the coordinator at the Security Council",
    /// «الأمين العام لوزارة الخارجية».
    pub(in crate::extract) fn may_serve_at(&self, part: &Part, marker: Option<Cue>, chunker: &Chunker<'_>) -> bool {
        matches!(marker, Some(Cue::In | Cue::For))
            && matches!(part, Part::Body(_) | Part::SomeBody(_) | Part::StateNoun(Cue::StateNoun))
            && self.is_bare_office()
            && !(chunker.lexicon.grammar.cases && self.may_be_posted(chunker.knowledge))
    }

    /// Whether it is a body without an office before it, where what stands behind a noun completes it and what acts next
    /// is somebody else («استدعت الوزارة السفير»).
    pub(crate) fn is_complete_body(&self, chunker: &Chunker<'_>) -> bool {
        let after = chunker.lexicon.grammar.adjective_after;
        after
            && (self.phrase.body.is_some() || self.phrase.body_kind.is_some())
            && self.phrase.office.is_none()
            && self.phrase.nouns.is_empty()
    }

    /// Whether a noun of act stands behind an office that no noun completes («أجرى الوزير اتصالا»).
    pub(crate) fn is_act_behind_office(&self, element: &Element, chunker: &Chunker<'_>) -> bool {
        chunker.lexicon.grammar.adjective_after && self.phrase.office.is_some() && element.is_trigger()
    }

    /// Whether it is a state's name and nothing else.
    pub(in crate::extract) fn is_bare_state(&self) -> bool {
        self.state.is_some() && !self.has_head()
    }

    /// Whether it begins with a state's name, which no noun follows where nouns stand first.
    pub(crate) fn is_state_first(&self, chunker: &Chunker<'_>) -> bool {
        chunker.lexicon.grammar.adjective_after && self.state.is_some() && !self.has_head()
    }

    /// Whether it is a head of state with his nationality: behind him, where owners follow, another office is somebody else's
    /// («أعفى العاهل الأردني مدير المخابرات»).
    pub(crate) fn is_of_head_of_state(&self, chunker: &Chunker<'_>) -> bool {
        let heads = |id: OfficeId| chunker.knowledge.office(id).kind == OfficeKind::HeadOfState;
        self.phrase.by_adjective && self.phrase.office.is_some_and(heads) && chunker.lexicon.grammar.adjective_after
    }
}
