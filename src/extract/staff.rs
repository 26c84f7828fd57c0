//! Whose diplomats somebody sends out or calls in, where only the mission at which they serve says it.

use crate::knowledge::BodyKind;
use crate::model::{EventType, Role};

use super::party::state;
use super::phrase::{Phrase, Who};
use super::roles::Assigner;
use super::scene::Act;

/// How many words may stand between those who serve and their mission («دبلوماسيين اثنين يعملان منذ عامين في سفارة ...»).
const REACH: usize = 9;

impl Assigner<'_> {
    /// Takes the state whose mission stands behind its staff ("two diplomats who worked at the embassy of X", «من العاملين في السفارة»).
    pub(super) fn take_their_mission(&mut self, act: &Act) {
        let about_envoys = matches!(self.trigger.event_type, EventType::DiplomatExpelled | EventType::AmbassadorSummoned);
        if !about_envoys || self.outcome.cast.iter().any(|(role, _)| *role == Role::Target) {
            return;
        }
        let scene = self.scene;
        let here = scene.elements[act.element].tokens.clone();
        let staff = |e: &&super::elements::Element| {
            let beside = here.end <= e.tokens.start || e.tokens.end <= here.start;
            beside && !e.is_body() && e.nouns().any(|noun| self.trigger.need.contains(&noun))
        };
        let own = |country| self.outcome.cast.iter().any(|(_, party)| party.country == country);
        let behind = |at: usize| {
            let near = |p: &&Phrase| at <= p.tokens.start && p.tokens.start <= at + REACH && is_mission(self, p);
            let free = |p: &Phrase| !scene.phrases.iter().any(|q| at <= q.tokens.start && q.tokens.end <= p.tokens.start && q.can_act());
            scene.phrases.iter().find(near).filter(|p| p.country.is_some() && free(p) && !own(p.country))
        };
        let staffed = || scene.elements.iter().filter(staff).find_map(|e| behind(e.tokens.end));
        // What is said of unwanted persons needs no word for their trade.
        let expelled = || (self.trigger.event_type == EventType::DiplomatExpelled).then(|| behind(here.end)).flatten();
        let Some(mission) = staffed().or_else(expelled) else { return };
        self.outcome.steps.push(format!("target: the state of \"{}\", where they serve", scene.document.surface(mission.tokens.clone())));
        self.outcome.cast.extend(mission.country.map(|country| (Role::Target, state(country, mission.tokens.clone()))));
    }
}

fn is_mission(assigner: &Assigner<'_>, phrase: &Phrase) -> bool {
    match phrase.who {
        Who::SomeBody(kind) => kind == BodyKind::Embassy,
        Who::Body(id) => assigner.scene.knowledge.entity(id).body() == Some(BodyKind::Embassy),
        _ => false,
    }
}
