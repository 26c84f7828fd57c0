//! All watches in one structure, matched in one pass.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::describe::{Description, bearers, describe, listed, names_of};
use super::entities::Entities;
use super::forms::{Clitics, phrase};
use super::heard::Sounds;
use super::phrases::{Phrases, number};
use super::reason::{Found, of_entity, of_sound, of_text};
use crate::knowledge::Knowledge;
use crate::model::{Event, EventType, LinkedReport, Participant, Watch, WatchId, WatchMatch, WatchScope};
use crate::text::tokenize;

/// All watches, ready to match; immutable, to be compiled anew when the watches or the knowledge change.
#[derive(Debug)]
pub struct Watcher {
    watches: Vec<Compiled>,
    entities: Entities,
    phrases: Phrases,
    sounds: Sounds,
}

/// What is kept of a watch.
#[derive(Debug)]
struct Compiled {
    id: WatchId,
    types: Vec<EventType>,
    countries: Vec<String>,
    min_confidence: f64,
    names: Vec<Name>,
}

/// A name or alias of a watch.
#[derive(Debug)]
struct Name {
    text: String,
    /// Whom it can mean, in words, where that is more than one.
    several: Option<String>,
}

/// The best match of a watch so far: entities before words before sounds, participants before sentences before titles.
type Best = BTreeMap<u32, (Rank, WatchMatch)>;
type Rank = (u8, u8, u32);

impl Watcher {
    /// Compiles the watches. Takes some microseconds a name, for Russian phrases of several words some tens.
    pub fn compile(watches: &[Watch], knowledge: &Knowledge) -> Self {
        let mut watcher = Self {
            watches: Vec::new(),
            entities: Entities::default(),
            phrases: Phrases::new(Clitics::of(knowledge)),
            sounds: Sounds::default(),
        };
        for watch in watches {
            let number_of_watch = number(watcher.watches.len());
            let names =
                names_of(watch).enumerate().map(|(at, name)| watcher.add_name(number_of_watch, number(at), name, knowledge)).collect();
            watcher.watches.push(Compiled {
                id: watch.id,
                types: watch.types.clone(),
                countries: watch.countries.clone(),
                min_confidence: watch.min_confidence,
                names,
            });
        }
        watcher.entities.finish(knowledge);
        watcher
    }

    /// How many watches it holds.
    pub const fn len(&self) -> usize {
        self.watches.len()
    }

    /// Whether it holds none.
    pub const fn is_empty(&self) -> bool {
        self.watches.is_empty()
    }

    /// The watches that care about the event, at most one match each, in the order in which they were compiled. `reports` are the
    /// event's; their order decides only which of several equal findings is named.
    pub fn matches(&self, event: &Event, reports: &[LinkedReport]) -> Vec<WatchMatch> {
        let mut best = Best::new();
        for participant in &event.participants {
            self.match_entities(event, participant, &mut best);
        }
        let mut read = FxHashSet::default();
        let told = reports.iter().flat_map(|report| &report.report.participants);
        for participant in event.participants.iter().chain(told) {
            for text in [&participant.text, &participant.name] {
                if read.insert(text.as_str()) {
                    self.match_text(event, text, Found::Participant, None, &mut best);
                }
            }
        }
        for report in reports {
            let outlet = report.outlet.as_deref();
            for (text, place) in [(&report.report.evidence.text, Found::Evidence), (&report.article_title, Found::Title)] {
                if read.insert(text.as_str()) {
                    self.match_text(event, text, place, outlet, &mut best);
                }
            }
        }
        best.into_values().map(|(_, found)| found).collect()
    }

    /// What the watch's names resolve to.
    pub fn describe(watch: &Watch, knowledge: &Knowledge) -> Description {
        describe(watch, knowledge)
    }

    fn add_name(&mut self, watch: u32, at: u32, name: &str, knowledge: &Knowledge) -> Name {
        let records = bearers(name, knowledge);
        for record in &records {
            self.entities.add(watch, at, record);
        }
        if records.is_empty()
            && let Some(phrase) = phrase(name, knowledge)
        {
            self.phrases.add(watch, at, &phrase);
            self.sounds.add(watch, at, name);
        }
        Name { text: name.to_owned(), several: (1 < records.len()).then(|| listed(&records)) }
    }

    fn match_entities(&self, event: &Event, participant: &Participant, best: &mut Best) {
        self.entities.find(participant, &mut |met| {
            let watch = &self.watches[met.watch as usize];
            if !watch.wants(event) {
                return;
            }
            let name = &watch.names[met.name as usize];
            keep(best, met.watch, (0, met.bond as u8, met.name), || WatchMatch {
                watch_id: watch.id,
                event_id: event.id,
                scope: WatchScope::Entity,
                entity: Some(met.entity.reference.clone()),
                matched_text: participant.text.clone(),
                reason: of_entity(&met, participant, &name.text, name.several.as_deref()),
            });
        });
    }

    fn match_text(&self, event: &Event, text: &str, place: Found, outlet: Option<&str>, best: &mut Best) {
        let tokens = tokenize(text);
        self.phrases.find(text, &tokens, &mut |target, span| {
            let watch = &self.watches[target.watch as usize];
            if !watch.wants(event) {
                return;
            }
            let name = &watch.names[target.name as usize];
            keep(best, target.watch, (1, place as u8, target.name), || WatchMatch {
                watch_id: watch.id,
                event_id: event.id,
                scope: WatchScope::Text,
                entity: None,
                matched_text: span.of(text).to_owned(),
                reason: of_text(span.of(text), &name.text, place, outlet),
            });
        });
        self.sounds.find(text, &tokens, &mut |heard, span| {
            let watch = &self.watches[heard.watch as usize];
            if !watch.wants(event) {
                return;
            }
            let name = &watch.names[heard.name as usize];
            keep(best, heard.watch, (2, place as u8, heard.name), || WatchMatch {
                watch_id: watch.id,
                event_id: event.id,
                scope: WatchScope::Text,
                entity: None,
                matched_text: span.of(text).to_owned(),
                reason: of_sound(span.of(text), &name.text, heard, place, outlet),
            });
        });
    }
}

impl Compiled {
    /// Whether the event passes the watch's conditions.
    fn wants(&self, event: &Event) -> bool {
        let state = |code: Option<&String>| code.is_some_and(|code| self.countries.contains(code));
        let here = || {
            state(event.place.as_ref().and_then(|place| place.country.as_ref()))
                || event.participants.iter().any(|participant| state(participant.country.as_ref()))
        };
        self.min_confidence <= event.confidence
            && (self.types.is_empty() || self.types.contains(&event.event_type))
            && (self.countries.is_empty() || here())
    }
}

/// Keeps the better of what a watch has and what was found; of equals the first.
fn keep(best: &mut Best, watch: u32, rank: Rank, found: impl FnOnce() -> WatchMatch) {
    if best.get(&watch).is_none_or(|(known, _)| rank < *known) {
        best.insert(watch, (rank, found()));
    }
}
