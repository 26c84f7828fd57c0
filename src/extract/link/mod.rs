//! Which reports tell the same event, and what they add up to.
//!
//! [`query`] says what to ask the store for, [`decide`] where a report belongs, [`recount`] what a set of reports makes of an
//! event. Two reports tell one event where the act is of the same kind or of kin (`kin`), the parties fit (`parties`, with
//! strangers' names compared across scripts by [`crate::names`]), the days agree (`days`) and the places do not contradict (`fit`).
//! Outlets err and differ, and so does what is extracted from them: articles that name the same people, or tell another act alike
//! beyond doubt, tell one story (`story`), and there more is forgiven, most of it to a pair without a rival. Speakers, those whom an
//! arrest or an appointment is about, and people who met somebody else are never forgiven.
//!
//! What reports add up to (`merge`) depends on the set of them and not on their order. Which event a report joins depends on
//! the events that are there; where several fit, the best, then the earliest, then the oldest row is taken.

mod days;
mod fit;
mod kin;
mod merge;
mod parties;
mod people;
mod story;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::Date;

use self::fit::Ease;
pub use self::story::{Names, same_story, story_time};
use crate::knowledge::Knowledge;
use crate::model::{ArticleId, Event, EventId, EventType, LinkedReport, Status};

/// Which events a report might belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkQuery {
    /// Of these types: the report's own first, then its kin.
    pub types: Vec<EventType>,
    /// With one of these states taking part or being the place; any where empty. ISO 3166-1 alpha-2, sorted.
    pub countries: Vec<String>,
    /// Within one of these, from … to, inclusive; days of UTC.
    pub spans: Vec<(Date, Date)>,
}

/// An event that a report might belong to.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The event.
    pub event: Event,
    /// Whether one of these tells the same story as the report's article ([`same_story`]): then the same act may be told with other
    /// particulars.
    pub same_story: bool,
    /// Its articles that came out so near the report's that they may ([`story_time`]).
    pub told_by: Vec<ArticleId>,
}

/// Where a report belongs.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// It is the first of its event.
    New(Event),
    /// It tells a known event.
    Join {
        /// That event.
        event: EventId,
        /// The event with what the report adds, as far as the event alone tells. An event does not say which outlet was how
        /// sure, nor since when its status stands: with its reports at hand, [`recount`] over them and the new one is exact.
        merged: Event,
        /// The new status, where the report changes it.
        status_change: Option<Status>,
    },
}

/// What to ask the store for before [`decide`].
pub fn query(report: &LinkedReport) -> LinkQuery {
    let mut types = vec![report.report.event_type];
    types.extend(kin::kin_of(report.report.event_type));
    LinkQuery { types, countries: parties::countries(&report.report.participants), spans: days::windows(report) }
}

/// Whether the event is worth a closer look: what it takes to ask which articles tell it.
pub fn may_tell(report: &LinkedReport, event: &Event, knowledge: &Knowledge) -> bool {
    [Ease::Apart, Ease::Story, Ease::Rivalless].into_iter().any(|ease| fit::score(report, event, ease, knowledge).is_some())
}

/// Where the report belongs among `candidates`, which may stand in any order and need not all fit. Candidates that hold a report
/// of the same article should be left out: one article tells one event once.
pub fn decide(report: &LinkedReport, candidates: &[Candidate], knowledge: &Knowledge) -> Decision {
    best(&[(report, candidates)], knowledge)
        .pop()
        .flatten()
        .map_or_else(|| Decision::New(merge::first_of(report, knowledge)), |event| join(event, report, knowledge))
}

/// As [`decide`] for the reports of one article, each with its candidates: the best fit is taken first, and no two of the reports
/// join one event.
pub fn decide_together(asked: &[(&LinkedReport, &[Candidate])], knowledge: &Knowledge) -> Vec<Decision> {
    let chosen = best(asked, knowledge).into_iter().zip(asked);
    chosen
        .map(|(event, (report, _))| match event {
            Some(event) => join(event, report, knowledge),
            None => Decision::New(merge::first_of(report, knowledge)),
        })
        .collect()
}

/// The event that each report joins, if any: first what fits by itself, then what is left over in one story and has no rival.
fn best<'c>(asked: &[(&LinkedReport, &'c [Candidate])], knowledge: &Knowledge) -> Vec<Option<&'c Event>> {
    let mut chosen: Vec<Option<&Event>> = vec![None; asked.len()];
    let plain = |known: &Candidate| Some(if known.same_story { Ease::Story } else { Ease::Apart });
    let mut with_us: BTreeSet<ArticleId> = BTreeSet::new();
    for (score, index, known) in scored(asked, plain, knowledge) {
        if chosen[index].is_none() && !is_taken(&known.event, &chosen) {
            chosen[index] = Some(&known.event);
            // Articles that tell one act beyond doubt tell one story.
            with_us.extend(known.told_by.iter().filter(|_| BEYOND_DOUBT <= score));
        }
    }
    let in_story = |known: &Candidate| known.same_story || known.told_by.iter().any(|article| with_us.contains(article));
    let mut left = scored(asked, |known| in_story(known).then_some(Ease::Rivalless), knowledge);
    left.retain(|(_, index, known)| chosen[*index].is_none() && !is_taken(&known.event, &chosen));
    for (at, (score, index, known)) in left.iter().enumerate() {
        let rival = |(other, (rivalling, i, e)): (usize, &Scored<'_>)| {
            other != at && (i == index || e.event.id == known.event.id) && score - rivalling < AHEAD_OF_RIVALS
        };
        if !left.iter().enumerate().any(rival) {
            chosen[*index] = Some(&known.event);
        }
    }
    chosen
}

/// How much better than any other a pair must be to have no rival.
const AHEAD_OF_RIVALS: f64 = 0.15;

/// What a pair scores at least whose articles are taken to tell one story.
const BEYOND_DOUBT: f64 = 0.75;

/// A report, by its place, and an event with how well it fits.
type Scored<'c> = (f64, usize, &'c Candidate);

/// Every pair that fits as far as it must, the best first.
fn scored<'c>(
    asked: &[(&LinkedReport, &'c [Candidate])],
    ease: impl Fn(&Candidate) -> Option<Ease>,
    knowledge: &Knowledge,
) -> Vec<Scored<'c>> {
    let mut scored: Vec<Scored<'_>> = Vec::new();
    for (index, (report, candidates)) in asked.iter().enumerate() {
        let score = |known: &'c Candidate| Some((fit::score(report, &known.event, ease(known)?, knowledge)?, index, known));
        scored.extend(candidates.iter().filter_map(score));
    }
    scored.sort_by(|(a, i, left), (b, j, right)| {
        b.total_cmp(a)
            .then_with(|| i.cmp(j))
            .then_with(|| days::day_of(&left.event).cmp(&days::day_of(&right.event)))
            .then_with(|| left.event.id.cmp(&right.event.id))
    });
    scored
}

fn is_taken(event: &Event, chosen: &[Option<&Event>]) -> bool {
    chosen.iter().flatten().any(|taken| taken.id == event.id)
}

fn join(event: &Event, report: &LinkedReport, knowledge: &Knowledge) -> Decision {
    let merged = merge::widened(event, report, knowledge);
    let status_change = (merged.status != event.status).then_some(merged.status);
    Decision::Join { event: event.id, merged, status_change }
}

/// The event made anew from its reports, which may stand in any order; `None` where there are none. Id, `created_at` and
/// `updated_at` stay.
pub fn recount(event: &Event, reports: &[LinkedReport], knowledge: &Knowledge) -> Option<Event> {
    let (first, rest) = reports.split_first()?;
    let made = merge::sum(first, rest, knowledge);
    Some(Event { id: event.id, created_at: event.created_at, updated_at: event.updated_at, ..made })
}
