//! Watches in one structure, and what is found of them in one pass over a text.

use std::collections::BTreeSet;

use super::decide::{Case, Hit, Hits, Looks, Node, Rank, Spot, Subject, Wanted, node_of};
use super::describe::{bearers, is_shared, listed};
use super::entities::Entities;
use super::forms::{Clitics, phrase};
use super::heard::Sounds;
use super::phrases::{Phrases, number};
use super::reason::{Found, of_entity, of_namesake, of_sound, of_text};
use crate::knowledge::Knowledge;
use crate::model::{Participant, Role, Span, Watch, WatchId, WatchMatch, WatchScope};
use crate::text::{Tokens, tokenize};

/// Watches that look for names in the same kind of thing.
#[derive(Debug)]
pub(super) struct Lookout {
    watches: Vec<Compiled>,
    /// Those whose rule may hold where none of their names is found.
    free: Vec<u32>,
    pub entities: Entities,
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
    /// What each wanted name stands for.
    stands: Vec<Stands>,
}

/// What a wanted name stands for.
#[derive(Debug)]
pub(super) struct Stands {
    /// Whom it can mean, in words, where that is more than one.
    pub several: Option<String>,
    /// Whether it is only a part of known people's names: others whom a text names may bear it too.
    is_shared: bool,
}

/// A text in which words are looked for.
pub(super) struct Read<'e> {
    pub text: &'e str,
    pub place: Found,
    pub outlet: Option<&'e str>,
    /// The part played, where it is the name of a participant.
    pub role: Option<Role>,
    /// Its number among the texts that are read together.
    pub number: usize,
    /// Where people stand in it whom the knowledge does not list.
    pub strangers: &'e [Span],
}

impl Lookout {
    /// Compiles watches.
    pub fn compile<'w>(watches: impl Iterator<Item = &'w Watch>, knowledge: &Knowledge) -> Self {
        let mut lookout = Self {
            watches: Vec::new(),
            free: Vec::new(),
            entities: Entities::default(),
            phrases: Phrases::new(Clitics::of(knowledge)),
            sounds: Sounds::default(),
        };
        for watch in watches {
            lookout.add(watch, knowledge);
        }
        lookout.entities.finish(knowledge);
        lookout
    }

    /// How many watches it holds.
    pub const fn len(&self) -> usize {
        self.watches.len()
    }

    /// The watches that care about something in which this was found, at most one match each, in the order in which they were compiled.
    pub fn decide(&self, subject: &Subject<'_>, hits: &Hits) -> Vec<WatchMatch> {
        let candidates: BTreeSet<u32> = hits.best.keys().map(|(watch, _)| *watch).chain(self.free.iter().copied()).collect();
        let decide = |watch: u32| {
            let compiled = &self.watches[watch as usize];
            let case = Case { watch, subject, hits };
            compiled.node.holds(&case).then(|| compiled.matched(&case))
        };
        candidates.into_iter().filter_map(decide).collect()
    }

    /// What a watch wants, and what that stands for.
    pub fn wanted(&self, watch: u32, name: u32) -> (&Wanted, &Stands) {
        let watch = &self.watches[watch as usize];
        (&watch.wanted[name as usize], &watch.stands[name as usize])
    }

    fn add(&mut self, watch: &Watch, knowledge: &Knowledge) {
        let number_of_watch = number(self.watches.len());
        let (node, wanted) = node_of(watch);
        let stands = wanted.iter().zip(0..).map(|(wanted, at)| self.look_for(number_of_watch, at, wanted, knowledge)).collect();
        if node.may_hold_alone() {
            self.free.push(number_of_watch);
        }
        self.watches.push(Compiled { id: watch.id, node, has_rule: watch.rule.is_some(), wanted, stands });
    }

    fn look_for(&mut self, watch: u32, at: u32, wanted: &Wanted, knowledge: &Knowledge) -> Stands {
        let records = if wanted.looks == Looks::Name { bearers(&wanted.text, knowledge) } else { Vec::new() };
        for record in &records {
            self.entities.add(watch, at, record);
        }
        let is_shared = is_shared(&wanted.text, &records);
        if (records.is_empty() || is_shared)
            && let Some(phrase) = phrase(&wanted.text, knowledge)
        {
            self.phrases.add(watch, at, &phrase);
            if wanted.looks == Looks::Name {
                self.sounds.add(watch, at, &wanted.text);
            }
        }
        Stands { several: (1 < records.len()).then(|| listed(&records)), is_shared }
    }

    /// Finds watched entities in a participant of an event.
    pub fn find_entities(&self, participant: &Participant, hits: &mut Hits) {
        self.entities.find(participant, &mut |met| {
            let (wanted, stands) = self.wanted(met.watch, met.name);
            if wanted.role.is_some_and(|role| role != participant.role) {
                return;
            }
            let rank = (0, met.bond as u8, met.name);
            hits.keep(met.watch, met.name, rank, || Hit {
                rank,
                scope: WatchScope::Entity,
                entity: Some(met.entity.reference.clone()),
                matched_text: participant.text.clone(),
                span: None,
                reason: of_entity(&met, participant, &wanted.text, stands.several.as_deref()),
            });
        });
    }

    /// Finds watched words and names in a text.
    pub fn find_words(&self, read: &Read<'_>, hits: &mut Hits) {
        let tokens = tokenize(read.text);
        self.phrases.find(read.text, &tokens, &mut |target, span| {
            let (wanted, stands) = self.wanted(target.watch, target.name);
            let stranger = read.stranger_at(span);
            if !wanted.is_looked_for_in(read) || (stands.is_shared && stranger.is_none()) {
                return;
            }
            if wanted.looks == Looks::Places {
                hits.places.entry((target.watch, target.name)).or_default().push(spot(&tokens, span, read.number));
            }
            let rank = (1, read.place as u8, target.name);
            let reason = || match stranger.filter(|_| stands.is_shared) {
                Some(stranger) => of_namesake(stranger, &wanted.text),
                None => of_text(span.of(read.text), &wanted.text, read.place, read.outlet),
            };
            hits.keep(target.watch, target.name, rank, || of_words(rank, read, span, reason()));
        });
        self.sounds.find(read.text, &tokens, &mut |heard, span| {
            let (wanted, stands) = self.wanted(heard.watch, heard.name);
            let stranger = read.stranger_at(span);
            if !wanted.is_looked_for_in(read) || (stands.is_shared && stranger.is_none()) {
                return;
            }
            let rank = (2, read.place as u8, heard.name);
            let reason = || match stranger.filter(|_| stands.is_shared) {
                Some(stranger) => of_namesake(stranger, &wanted.text),
                None => of_sound(span.of(read.text), &wanted.text, heard, read.place, read.outlet),
            };
            hits.keep(heard.watch, heard.name, rank, || of_words(rank, read, span, reason()));
        });
    }
}

impl<'e> Read<'e> {
    /// The name of the stranger that holds a place of the text.
    fn stranger_at(&self, span: Span) -> Option<&'e str> {
        let holds = |stranger: &&Span| stranger.start <= span.start && span.end <= stranger.end;
        self.strangers.iter().find(holds).map(|stranger| stranger.of(self.text))
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
            span: best.and_then(|hit| hit.span),
            reason: match witnesses.as_slice() {
                [] => format!("its conditions hold: {}", case.subject),
                hits => hits.iter().map(|hit| hit.reason.as_str()).collect::<Vec<_>>().join("; "),
            },
        }
    }
}

fn of_words(rank: Rank, read: &Read<'_>, span: Span, reason: String) -> Hit {
    let in_body = (read.place == Found::Body).then_some(span);
    Hit { rank, scope: WatchScope::Text, entity: None, matched_text: span.of(read.text).to_owned(), span: in_body, reason }
}

fn spot(tokens: &Tokens, span: Span, text: usize) -> Spot {
    let from = tokens.as_slice().partition_point(|token| token.span.start < span.start);
    let behind = tokens.as_slice().partition_point(|token| token.span.start < span.end);
    Spot { text, from, to: behind.saturating_sub(1).max(from) }
}
