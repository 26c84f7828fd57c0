//! All watches in one structure, matched in one pass.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::decide::{Case, Hit, Hits, Looks, Node, Spot, Wanted, node_of};
use super::describe::{Description, bearers, describe, listed};
use super::entities::Entities;
use super::forms::{Clitics, phrase};
use super::heard::Sounds;
use super::phrases::{Phrases, number};
use super::reason::{Found, of_entity, of_sound, of_text};
use crate::knowledge::Knowledge;
use crate::model::{Event, LinkedReport, Participant, Role, Span, Watch, WatchId, WatchMatch, WatchScope};
use crate::text::{Tokens, tokenize};

/// All watches, ready to match; immutable, to be compiled anew when the watches or the knowledge change.
#[derive(Debug)]
pub struct Watcher {
    watches: Vec<Compiled>,
    /// Those whose rule may hold where none of their names is found.
    free: Vec<u32>,
    entities: Entities,
    phrases: Phrases,
    sounds: Sounds,
}

/// What is kept of a watch.
#[derive(Debug)]
struct Compiled {
    id: WatchId,
    node: Node,
    /// Whether the user wrote a rule.
    has_rule: bool,
    wanted: Vec<Wanted>,
    /// Whom each wanted name can mean, in words, where that is more than one.
    several: Vec<Option<String>>,
}

/// A text of an event in which words are looked for.
struct Read<'e> {
    text: &'e str,
    place: Found,
    outlet: Option<&'e str>,
    /// The part played, where it is the name of a participant.
    role: Option<Role>,
    /// Its number among the texts of the event.
    number: usize,
}

impl Watcher {
    /// Compiles the watches. Takes some microseconds a name, for Russian phrases of several words some tens.
    pub fn compile(watches: &[Watch], knowledge: &Knowledge) -> Self {
        let mut watcher = Self {
            watches: Vec::new(),
            free: Vec::new(),
            entities: Entities::default(),
            phrases: Phrases::new(Clitics::of(knowledge)),
            sounds: Sounds::default(),
        };
        for watch in watches {
            watcher.add(watch, knowledge);
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
        let hits = self.hits(event, reports);
        let candidates: BTreeSet<u32> = hits.best.keys().map(|(watch, _)| *watch).chain(self.free.iter().copied()).collect();
        let decide = |watch: u32| {
            let compiled = &self.watches[watch as usize];
            let case = Case { watch, event, reports, hits: &hits };
            compiled.node.holds(&case).then(|| compiled.matched(&case))
        };
        candidates.into_iter().filter_map(decide).collect()
    }

    /// What the watch's names resolve to.
    pub fn describe(watch: &Watch, knowledge: &Knowledge) -> Description {
        describe(watch, knowledge)
    }

    fn add(&mut self, watch: &Watch, knowledge: &Knowledge) {
        let number_of_watch = number(self.watches.len());
        let (node, wanted) = node_of(watch);
        let several = wanted.iter().zip(0..).map(|(wanted, at)| self.look_for(number_of_watch, at, wanted, knowledge)).collect();
        if node.may_hold_alone() {
            self.free.push(number_of_watch);
        }
        self.watches.push(Compiled { id: watch.id, node, has_rule: watch.rule.is_some(), wanted, several });
    }

    /// Gives whom a name can mean, where that is more than one.
    fn look_for(&mut self, watch: u32, at: u32, wanted: &Wanted, knowledge: &Knowledge) -> Option<String> {
        let records = if wanted.looks == Looks::Name { bearers(&wanted.text, knowledge) } else { Vec::new() };
        for record in &records {
            self.entities.add(watch, at, record);
        }
        if records.is_empty()
            && let Some(phrase) = phrase(&wanted.text, knowledge)
        {
            self.phrases.add(watch, at, &phrase);
            if wanted.looks == Looks::Name {
                self.sounds.add(watch, at, &wanted.text);
            }
        }
        (1 < records.len()).then(|| listed(&records))
    }

    /// All that is wanted by any watch and found in the event.
    fn hits(&self, event: &Event, reports: &[LinkedReport]) -> Hits {
        let mut hits = Hits::default();
        for participant in &event.participants {
            self.find_entities(participant, &mut hits);
        }
        let mut read = FxHashSet::default();
        let told = reports.iter().flat_map(|report| &report.report.participants);
        for participant in event.participants.iter().chain(told) {
            for text in [&participant.text, &participant.name] {
                if read.insert((text.as_str(), Some(participant.role))) {
                    let number = read.len();
                    let role = Some(participant.role);
                    self.find_words(&Read { text, place: Found::Participant, outlet: None, role, number }, &mut hits);
                }
            }
        }
        for report in reports {
            let outlet = report.outlet.as_deref();
            for (text, place) in [(&report.report.evidence.text, Found::Evidence), (&report.article_title, Found::Title)] {
                if read.insert((text.as_str(), None)) {
                    let number = read.len();
                    self.find_words(&Read { text, place, outlet, role: None, number }, &mut hits);
                }
            }
        }
        hits
    }

    fn find_entities(&self, participant: &Participant, hits: &mut Hits) {
        self.entities.find(participant, &mut |met| {
            let watch = &self.watches[met.watch as usize];
            let wanted = &watch.wanted[met.name as usize];
            if wanted.role.is_some_and(|role| role != participant.role) {
                return;
            }
            hits.keep(met.watch, met.name, (0, met.bond as u8, met.name), || Hit {
                rank: (0, met.bond as u8, met.name),
                scope: WatchScope::Entity,
                entity: Some(met.entity.reference.clone()),
                matched_text: participant.text.clone(),
                reason: of_entity(&met, participant, &wanted.text, watch.several[met.name as usize].as_deref()),
            });
        });
    }

    fn find_words(&self, read: &Read<'_>, hits: &mut Hits) {
        let tokens = tokenize(read.text);
        self.phrases.find(read.text, &tokens, &mut |target, span| {
            let wanted = &self.watches[target.watch as usize].wanted[target.name as usize];
            if !wanted.is_looked_for_in(read) {
                return;
            }
            if wanted.looks == Looks::Places {
                hits.places.entry((target.watch, target.name)).or_default().push(spot(&tokens, span, read.number));
            }
            let rank = (1, read.place as u8, target.name);
            let reason = || of_text(span.of(read.text), &wanted.text, read.place, read.outlet);
            hits.keep(target.watch, target.name, rank, || of_words(rank, span.of(read.text), reason()));
        });
        self.sounds.find(read.text, &tokens, &mut |heard, span| {
            let wanted = &self.watches[heard.watch as usize].wanted[heard.name as usize];
            if !wanted.is_looked_for_in(read) {
                return;
            }
            let rank = (2, read.place as u8, heard.name);
            let reason = || of_sound(span.of(read.text), &wanted.text, heard, read.place, read.outlet);
            hits.keep(heard.watch, heard.name, rank, || of_words(rank, span.of(read.text), reason()));
        });
    }
}

impl Wanted {
    fn is_looked_for_in(&self, read: &Read<'_>) -> bool {
        match self.looks {
            Looks::Name => self.role.is_none() || self.role == read.role,
            Looks::Words | Looks::Places => read.place != Found::Participant,
        }
    }
}

impl Compiled {
    /// The match, once the rule holds.
    fn matched(&self, case: &Case<'_>) -> WatchMatch {
        let mut witnesses = self.node.witnesses(case);
        if !self.has_rule {
            witnesses.truncate(1);
        }
        let best = witnesses.first();
        WatchMatch {
            watch_id: self.id,
            scope: best.map_or(WatchScope::Text, |hit| hit.scope),
            entity: best.and_then(|hit| hit.entity.clone()),
            matched_text: best.map(|hit| hit.matched_text.clone()).unwrap_or_default(),
            span: None,
            reason: match witnesses.as_slice() {
                [] => format!("its conditions hold: {}, {}", case.event.event_type, case.event.status),
                hits => hits.iter().map(|hit| hit.reason.as_str()).collect::<Vec<_>>().join("; "),
            },
        }
    }
}

fn of_words(rank: (u8, u8, u32), matched: &str, reason: String) -> Hit {
    Hit { rank, scope: WatchScope::Text, entity: None, matched_text: matched.to_owned(), reason }
}

fn spot(tokens: &Tokens, span: Span, text: usize) -> Spot {
    let from = tokens.as_slice().partition_point(|token| token.span.start < span.start);
    let behind = tokens.as_slice().partition_point(|token| token.span.start < span.end);
    Spot { text, from, to: behind.saturating_sub(1).max(from) }
}
