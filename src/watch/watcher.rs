//! All watches, and what passes them.

use rustc_hash::FxHashSet;

use super::decide::{Hits, Subject};
use super::describe::{Description, describe};
use super::lookout::{Lookout, Read};
use super::mentions::Naming;
use super::reason::Found;
use crate::knowledge::Knowledge;
use crate::model::{EntityKind, Event, LinkedReport, Span, Watch, WatchMatch, WatchOn};

/// All watches, ready to match; immutable, to be compiled anew when the watches or the knowledge change.
#[derive(Debug)]
pub struct Watcher {
    events: Lookout,
    mentions: Lookout,
}

impl Watcher {
    /// Compiles the watches. Takes some microseconds a name, for Russian phrases of several words some tens.
    pub fn compile(watches: &[Watch], knowledge: &Knowledge) -> Self {
        let on = |on: WatchOn| Lookout::compile(watches.iter().filter(move |watch| watch.on == on), knowledge);
        Self { events: on(WatchOn::Events), mentions: on(WatchOn::Mentions) }
    }

    /// How many watches it holds.
    pub const fn len(&self) -> usize {
        self.events.len() + self.mentions.len()
    }

    /// Whether it holds none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The watches on events that care about one, at most one match each, in the order in which they were compiled. `reports` are the
    /// event's; their order decides only which of several equal findings is named.
    pub fn matches(&self, event: &Event, reports: &[LinkedReport]) -> Vec<WatchMatch> {
        let mut hits = Hits::default();
        for participant in &event.participants {
            self.events.find_entities(participant, &mut hits);
        }
        let mut read = FxHashSet::default();
        let told = reports.iter().flat_map(|report| &report.report.participants);
        for participant in event.participants.iter().chain(told) {
            for text in [&participant.text, &participant.name] {
                if read.insert((text.as_str(), Some(participant.role))) {
                    let number = read.len();
                    let role = Some(participant.role);
                    let is_stranger = participant.kind == EntityKind::Person && participant.entity.is_none();
                    let strangers: &[Span] = if is_stranger { &[Span { start: 0, end: text.len() }] } else { &[] };
                    self.events.find_words(&Read { text, place: Found::Participant, outlet: None, role, number, strangers }, &mut hits);
                }
            }
        }
        for report in reports {
            let outlet = report.outlet.as_deref();
            for (text, place) in [(&report.report.evidence.text, Found::Evidence), (&report.article_title, Found::Title)] {
                if read.insert((text.as_str(), None)) {
                    let number = read.len();
                    self.events.find_words(&Read { text, place, outlet, role: None, number, strangers: &[] }, &mut hits);
                }
            }
        }
        self.events.decide(&Subject::Event(event, reports), &hits)
    }

    /// The watches on mentions that care about an article, at most one match each, in the order in which they were compiled.
    pub fn mentions(&self, article: &Naming<'_>) -> Vec<WatchMatch> {
        if self.mentions.len() == 0 {
            return Vec::new();
        }
        self.mentions.decide(&Subject::Article(article), &article.hits(&self.mentions))
    }

    /// What the watch's names resolve to.
    pub fn describe(watch: &Watch, knowledge: &Knowledge) -> Description {
        describe(watch, knowledge)
    }
}
