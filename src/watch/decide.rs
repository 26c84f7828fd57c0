//! Whether a watch's rule holds for an event, once it is known which of its names and words were found in it.

use std::collections::BTreeMap;
use std::fmt;

use super::mentions::Naming;
use super::rule::{Condition, Rule};
use crate::model::{EntityRef, Event, LinkedReport, Role, Span, Watch, WatchOn, WatchScope};

/// Findings that a reason tells.
const MAX_TOLD: usize = 3;

/// A watch's rule with its names and words numbered.
#[derive(Debug)]
pub(super) enum Node {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// A name or words, by place among those of the watch.
    Found(u32),
    /// Two of them with at most so many words between them.
    Near(u32, u32, u32),
    Is(Condition),
}

/// A name, or words, that a watch looks for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub text: String,
    pub role: Option<Role>,
    pub looks: Looks,
}

/// Where something wanted is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// Among the participants, and as words everywhere.
    Name,
    /// As words in what is told.
    Words,
    /// As words in what is told, where each place counts.
    Places,
}

/// Something wanted that was found: the best of its findings.
#[derive(Debug)]
pub(super) struct Hit {
    pub rank: Rank,
    pub scope: WatchScope,
    pub entity: Option<EntityRef>,
    pub matched_text: String,
    /// Where, in the body of an article.
    pub span: Option<Span>,
    pub reason: String,
}

/// Entities before words before sounds; participants before sentences before titles; the first name first.
pub(super) type Rank = (u8, u8, u32);

/// Where something stands among the texts of an event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// The number of the text.
    pub text: usize,
    /// The first token of it …
    pub from: usize,
    /// … and the last.
    pub to: usize,
}

/// What was found in one event, by watch and by place among what the watch wants.
#[derive(Debug, Default)]
pub(super) struct Hits {
    pub best: BTreeMap<(u32, u32), Hit>,
    /// The places of what is to stand near something.
    pub places: BTreeMap<(u32, u32), Vec<Spot>>,
}

impl Hits {
    /// Keeps the better of what is known and what was found; of equals the first.
    pub fn keep(&mut self, watch: u32, wanted: u32, rank: Rank, found: impl FnOnce() -> Hit) {
        if self.best.get(&(watch, wanted)).is_none_or(|known| rank < known.rank) {
            self.best.insert((watch, wanted), found());
        }
    }
}

/// A watch's conditions and names as one rule, and what it looks for.
pub(super) fn node_of(watch: &Watch) -> (Node, Vec<Wanted>) {
    let mut wanted = Vec::new();
    let mut parts = Vec::new();
    match watch.rule.as_deref().map(Rule::parse) {
        Some(Ok(rule)) => parts.push(numbered(&rule, &mut wanted)),
        // Checked before it was stored; what cannot be read asks for nothing.
        Some(Err(_)) => parts.push(Node::Any(Vec::new())),
        None => {
            let names = super::describe::names_of(watch);
            let found = names.map(|name| want(name, None, Looks::Name, &mut wanted)).map(Node::Found).collect();
            parts.push(Node::Any(found));
        }
    }
    if !watch.types.is_empty() {
        parts.push(Node::Is(Condition::Type(watch.types.clone())));
    }
    if !watch.countries.is_empty() {
        parts.push(Node::Is(Condition::Country(watch.countries.clone())));
    }
    if watch.on == WatchOn::Events {
        parts.push(Node::Is(Condition::Confidence(watch.min_confidence)));
    }
    (Node::All(parts), wanted)
}

fn numbered(rule: &Rule, wanted: &mut Vec<Wanted>) -> Node {
    match rule {
        Rule::All(parts) => Node::All(parts.iter().map(|part| numbered(part, wanted)).collect()),
        Rule::Any(parts) => Node::Any(parts.iter().map(|part| numbered(part, wanted)).collect()),
        Rule::Not(part) => Node::Not(Box::new(numbered(part, wanted))),
        Rule::Name(named) => Node::Found(want(&named.name, named.role, Looks::Name, wanted)),
        Rule::Words(words) => Node::Found(want(words, None, Looks::Words, wanted)),
        Rule::Near(first, second, within) => {
            Node::Near(want(first, None, Looks::Places, wanted), want(second, None, Looks::Places, wanted), *within)
        }
        Rule::Is(condition) => Node::Is(condition.clone()),
    }
}

fn want(text: &str, role: Option<Role>, looks: Looks, wanted: &mut Vec<Wanted>) -> u32 {
    wanted.push(Wanted { text: text.to_owned(), role, looks });
    super::phrases::number(wanted.len() - 1)
}

/// What watches are on.
pub(super) enum Subject<'e> {
    Event(&'e Event, &'e [LinkedReport]),
    Article(&'e Naming<'e>),
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event, _) => write!(f, "{}, {}", event.event_type, event.status),
            Self::Article(article) => write!(f, "an article of {}", article.outlet.unwrap_or("an unknown outlet")),
        }
    }
}

/// Something with what one watch found in it.
pub(super) struct Case<'e> {
    pub watch: u32,
    pub subject: &'e Subject<'e>,
    pub hits: &'e Hits,
}

impl Node {
    /// Whether it may hold where nothing wanted is found.
    pub fn may_hold_alone(&self) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(Self::may_hold_alone),
            Self::Any(parts) => parts.iter().any(Self::may_hold_alone),
            Self::Found(_) | Self::Near(..) => false,
            Self::Not(_) | Self::Is(_) => true,
        }
    }

    /// Whether it holds.
    pub fn holds(&self, case: &Case<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(case)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(case)),
            Self::Not(part) => !part.holds(case),
            Self::Found(at) => case.hits.best.contains_key(&(case.watch, *at)),
            Self::Near(first, second, within) => case.is_near(*first, *second, *within),
            Self::Is(condition) => match case.subject {
                Subject::Event(event, reports) => condition.holds(event, reports),
                Subject::Article(article) => condition.holds_in(article),
            },
        }
    }

    /// The findings that make it hold, the best first.
    pub fn witnesses<'e>(&self, case: &Case<'e>) -> Vec<&'e Hit> {
        let mut found = Vec::new();
        self.gather(case, &mut found);
        found.sort_by_key(|hit| hit.rank);
        found.truncate(MAX_TOLD);
        found
    }

    fn gather<'e>(&self, case: &Case<'e>, found: &mut Vec<&'e Hit>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts.iter().filter(|part| part.holds(case)) {
                    part.gather(case, found);
                }
            }
            Self::Found(at) => found.extend(case.hits.best.get(&(case.watch, *at))),
            Self::Near(first, second, _) => {
                found.extend([first, second].into_iter().filter_map(|at| case.hits.best.get(&(case.watch, *at))));
            }
            Self::Not(_) | Self::Is(_) => {}
        }
    }
}

impl Case<'_> {
    fn is_near(&self, first: u32, second: u32, within: u32) -> bool {
        let places = |at: u32| self.hits.places.get(&(self.watch, at)).map_or(&[][..], Vec::as_slice);
        let between = |a: &Spot, b: &Spot| if a.to < b.from { b.from - a.to - 1 } else { a.from.saturating_sub(b.to + 1) };
        let near = |a: &Spot| places(second).iter().any(|b| a.text == b.text && between(a, b) <= within as usize);
        places(first).iter().any(near)
    }
}
