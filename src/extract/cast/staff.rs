//! Whose diplomats somebody sends out or calls in, where only the mission at which they serve says it.

use crate::extract::clauses::scene::Act;
use crate::extract::phrases::phrase::{Phrase, Who};
use crate::knowledge::{BodyKind, Cue, Slot};
use crate::model::{EventType, Role};

use super::party::state;
use super::roles::Assigner;

/// How many words may stand between those who serve and their mission («دبلوماسيين اثنين يعملان منذ عامين في سفارة ...»).
const REACH: usize = 9;

impl Assigner<'_> {
    /// Takes the state whose mission stands behind its staff ("two diplomats who worked at the embassy of X", «من العاملين في السفارة»).
    pub(crate) fn take_their_mission(&mut self, act: &Act) {
        let about_envoys = matches!(self.trigger.event_type, EventType::DiplomatExpelled | EventType::AmbassadorSummoned);
        if !about_envoys || self.outcome.cast.iter().any(|(role, _)| *role == Role::Target) {
            return;
        }
        let scene = self.scene;
        let here = scene.elements[act.element].tokens.clone();
        let staff = |e: &&crate::extract::reading::elements::Element| {
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
        self.outcome
            .steps
            .tell(|| format!("target: the state of \"{}\", where they serve", scene.document.surface(mission.tokens.clone())));
        self.outcome.cast.extend(mission.country.map(|country| (Role::Target, state(country, mission.tokens.clone()))));
    }
}

/// How many words of an envoy's post may stand between him and his name («سفيرها لدى ... فلان»).
const MAX_POST: usize = 5;

impl Assigner<'_> {
    /// Takes the envoy by the name that stands behind his post ("its ambassador to X, Y"), with or without where he serves.
    pub(crate) fn take_named_envoy(&mut self, act: &Act) {
        use EventType as T;
        let about_envoys = matches!(self.trigger.event_type, T::DiplomatExpelled | T::AmbassadorSummoned | T::AmbassadorRecalled);
        if !about_envoys || self.outcome.cast.iter().any(|(role, _)| *role == Role::Subject) {
            return;
        }
        let scene = self.scene;
        let here = scene.elements[act.element].tokens.clone();
        let classes: Vec<_> = ["own-envoy", "envoy"].iter().filter_map(|class| scene.lexicon.noun_class(class)).collect();
        let envoy = |e: &&crate::extract::reading::elements::Element| {
            here.end <= e.tokens.start && !e.is_body() && e.nouns().any(|noun| classes.contains(&noun))
        };
        let Some(post) = scene.elements.iter().find(envoy).map(|e| e.tokens.clone()) else { return };
        // Behind another act of the kind stands another envoy.
        let other = |e: &crate::extract::reading::elements::Element| {
            let types = || e.triggers().map(|(number, _)| scene.lexicon.triggers[number as usize].event_type);
            scene.is_verb(e) || types().any(|t| t != self.trigger.event_type && matches!(t, T::AmbassadorRecalled | T::AmbassadorSummoned))
        };
        if scene.elements.iter().any(|e| here.end <= e.tokens.start && e.tokens.end <= post.start && other(e)) {
            return;
        }
        let bare =
            |p: &Phrase| p.is_person() && p.preposition.is_none() && post.end <= p.tokens.start && p.tokens.start <= post.end + MAX_POST;
        // Who is called home is one's own.
        let foreign = |p: &Phrase| {
            let acts = || self.outcome.cast.iter().find(|(role, _)| *role == Role::Actor).and_then(|(_, party)| party.country);
            let covers = p.tokens.start <= post.start && post.end <= p.tokens.end;
            covers && p.country.is_some() && acts().is_some() && p.country != acts()
        };
        if self.trigger.event_type == T::AmbassadorRecalled && scene.phrases.iter().any(foreign) {
            return;
        }
        let holder = |p: &Phrase| p.is_person() && p.tokens.start <= post.start && post.end <= p.tokens.end;
        if let Some(number) = scene.phrases.iter().position(holder) {
            return self.take(Role::Subject, Slot::Object, number);
        }
        let Some(number) = scene.phrases.iter().position(bare) else { return };
        let name = scene.phrases[number].tokens.start;
        // Nothing may stand between but where he serves, which touches both.
        let inside = |p: &&Phrase| post.end <= p.tokens.end && p.tokens.end <= name && p.tokens.start < name;
        let last = scene.phrases[..number].iter().rev().find(inside);
        let touches = last.map_or(post.end, |p| p.tokens.end) == name;
        let seat = last.is_none_or(|p| p.tokens.start <= post.start || p.preposition == Some(Cue::In) || p.preposition == Some(Cue::To));
        let parts = |e: &crate::extract::reading::elements::Element| {
            post.end <= e.tokens.start && e.tokens.end <= name && (scene.is_verb(e) || e.is(Cue::And))
        };
        if touches && seat && !scene.elements.iter().any(parts) {
            self.take(Role::Subject, Slot::Object, number);
        }
    }
}

fn is_mission(assigner: &Assigner<'_>, phrase: &Phrase) -> bool {
    match phrase.who {
        Who::SomeBody(kind) => kind == BodyKind::Embassy,
        Who::Body(id) => assigner.scene.knowledge.entity(id).body() == Some(BodyKind::Embassy),
        _ => false,
    }
}
