//! How well reports of one event are brought together, on gold whose events carry a `key` across articles.
//!
//! Every article is extracted, its reports are linked as the articles come ([`Arrival`]) by the daemon's own rules, and each pair of
//! reports that match gold is judged: the same key means the same event.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::gold::GoldArticle;
use super::score::{Count, Fault, matched};
use super::text_of;
use crate::extract::link::{Candidate, Decision, LinkQuery, Names, decide_together, query, recount, same_story, story_time};
use crate::knowledge::Knowledge;
use crate::model::{ArticleId, Event, EventId, EventType, Extraction, LinkedReport, Report, ReportId};

/// An event with its reports.
struct Linked {
    event: Event,
    reports: Vec<LinkedReport>,
}

/// One report that matches gold.
struct Judged {
    /// The gold event's name across articles.
    key: String,
    /// The number of the event that it was linked to.
    event: usize,
    article: String,
    event_type: EventType,
    /// In words, for the list of faults.
    told: String,
}

/// In which order the articles come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// As they were published.
    Published,
    /// The latest first.
    Backwards,
    /// In no order, but always the same.
    Mixed,
}

impl Arrival {
    fn order(self, read: &[(GoldArticle, Extraction)]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..read.len()).collect();
        match self {
            Self::Published => order.sort_by_key(|&index| (published(&read[index].0), index)),
            Self::Backwards => order.sort_by_key(|&index| std::cmp::Reverse((published(&read[index].0), index))),
            Self::Mixed => order.sort_by_key(|&index| (index.wrapping_mul(MIXING) % MIXED, index)),
        }
        order
    }
}

/// Numbers without a common divisor: multiples of the one leave the others in an order that is none.
const MIXING: usize = 7_919;
const MIXED: usize = 1_009;

/// Pairs of reports that were joined rightly (`good`), joined wrongly (`bad`) and left apart wrongly (`missed`); every wrong pair
/// goes to `faults`.
pub fn score_linking(read: &[(GoldArticle, Extraction)], arrival: Arrival, knowledge: &Knowledge, faults: &mut Vec<Fault>) -> Count {
    let named: Vec<Names> = read.iter().map(|(_, found)| Names::of(&found.entities)).collect();
    let (mut events, mut keyed) = (Vec::<Linked>::new(), Vec::new());
    for index in arrival.order(read) {
        let (article, extraction) = &read[index];
        let pairs = matched(article, extraction);
        let reports: Vec<LinkedReport> = linked_reports(index, article, extraction).collect();
        for (at, (event, report)) in join(&mut events, &reports, &named, knowledge).into_iter().zip(&reports).enumerate() {
            let key = pairs.iter().find(|(_, found)| *found == at).and_then(|(gold, _)| article.events[*gold].key.clone());
            let (event_type, told) = (report.report.event_type, in_words(&report.report));
            keyed.extend(key.map(|key| Judged { key, event, article: article.id.clone(), event_type, told }));
        }
    }
    judge(&keyed, faults)
}

fn in_words(report: &Report) -> String {
    let who: Vec<String> = report.participants.iter().map(|p| format!("{} {}", p.role, p.name)).collect();
    let when = report.when.map_or_else(|| "no date".to_owned(), |when| format!("{}..{}", when.start, when.end));
    format!("{} {}, {when}, {}", report.status, report.event_type, who.join(" + "))
}

/// Counts pairs.
fn judge(keyed: &[Judged], faults: &mut Vec<Fault>) -> Count {
    let mut count = Count::default();
    for (index, one) in keyed.iter().enumerate() {
        for other in &keyed[index + 1..] {
            let what = match (one.event == other.event, one.key == other.key) {
                (true, true) => {
                    count.good += 1;
                    continue;
                }
                (false, false) => continue,
                (true, false) => {
                    count.bad += 1;
                    "link wrong"
                }
                (false, true) => {
                    count.missed += 1;
                    "link missed"
                }
            };
            let article = format!("{} + {}", one.article, other.article);
            let detail = format!("{}: {} | {}: {}", one.key, one.told, other.key, other.told);
            faults.push(Fault { article, event_type: one.event_type, what, detail });
        }
    }
    count
}

fn published(article: &GoldArticle) -> Timestamp {
    article.published.as_ref().and_then(|text| text.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The reports of one article, as the store would hold them; every article counts as an outlet of its own.
fn linked_reports<'a>(index: usize, article: &'a GoldArticle, extraction: &'a Extraction) -> impl Iterator<Item = LinkedReport> + 'a {
    let (number, at) = (i64::try_from(index).unwrap_or(i64::MAX), published(article));
    extraction.reports.iter().zip(0..).map(move |(report, n): (_, i64)| LinkedReport {
        id: ReportId(number * 10_000 + n),
        article_id: ArticleId(number),
        article_title: article.title.clone(),
        article_url: None,
        lang: text_of(article).lang,
        outlet: None,
        agency: None,
        n_sightings: 1,
        fingerprint: None,
        published_at: Some(at),
        first_seen_at: at,
        report: report.clone(),
    })
}

/// Puts the reports of one article where they belong; the numbers of their events.
fn join(events: &mut Vec<Linked>, reports: &[LinkedReport], named: &[Names], knowledge: &Knowledge) -> Vec<usize> {
    let candidates: Vec<Vec<Candidate>> = reports.iter().map(|report| candidates(events, report, named)).collect();
    let asked: Vec<(&LinkedReport, &[Candidate])> = reports.iter().zip(candidates.iter().map(Vec::as_slice)).collect();
    let decided = decide_together(&asked, knowledge);
    decided.into_iter().zip(reports).map(|(decision, report)| enter(events, decision, report.clone(), knowledge)).collect()
}

/// What the store would give for a report.
fn candidates(events: &[Linked], report: &LinkedReport, named: &[Names]) -> Vec<Candidate> {
    let asked = query(report);
    let of = |article: ArticleId| usize::try_from(article.0).ok().and_then(|index| named.get(index));
    let one_story = |other: &ArticleId| of(report.article_id).zip(of(*other)).is_some_and(|(a, b)| same_story(a, b));
    let (from, to) = story_time(report);
    let candidate = |linked: &Linked| {
        let near = linked.reports.iter().filter(|known| (from..=to).contains(&known.published_at.unwrap_or(known.first_seen_at)));
        let told_by: Vec<ArticleId> = near.map(|known| known.article_id).collect();
        Candidate { event: linked.event.clone(), same_story: told_by.iter().any(one_story), told_by }
    };
    events.iter().filter(|linked| may_fit(&asked, &linked.event)).map(candidate).collect()
}

/// Does what was decided; the number of the event.
fn enter(events: &mut Vec<Linked>, decision: Decision, report: LinkedReport, knowledge: &Knowledge) -> usize {
    match decision {
        Decision::New(event) => {
            let number = events.len();
            let id = EventId(i64::try_from(number).unwrap_or(i64::MAX));
            events.push(Linked { event: Event { id, ..event }, reports: vec![report] });
            number
        }
        Decision::Join { event, .. } => {
            let number = usize::try_from(event.0).unwrap_or_default();
            let linked = &mut events[number];
            linked.reports.push(report);
            linked.event = recount(&linked.event, &linked.reports, knowledge).unwrap_or_else(|| linked.event.clone());
            number
        }
    }
}

/// Whether the store would give the event as a candidate.
fn may_fit(asked: &LinkQuery, event: &Event) -> bool {
    let told = event.first_reported_at.to_zoned_datetime(TimeZone::UTC).date();
    let (from, to) = event.when.map_or((told, told), |when| (when.start, when.end));
    let states = || event.participants.iter().map(|p| &p.country).chain(event.place.iter().map(|place| &place.country)).flatten();
    asked.types.contains(&event.event_type)
        && asked.spans.iter().any(|(first, last)| *first <= to && from <= *last)
        && (asked.countries.is_empty() || states().any(|code| asked.countries.contains(code)))
}

#[cfg(test)]
mod tests {
    use super::{Count, Judged, judge};
    use crate::model::EventType;

    #[test]
    fn pairs_are_judged_by_their_keys() {
        let keyed = [(0, "a"), (0, "a"), (0, "b"), (1, "a")].map(|(event, key)| Judged {
            key: key.to_owned(),
            event,
            article: String::new(),
            event_type: EventType::Call,
            told: String::new(),
        });
        let mut faults = Vec::new();
        assert_eq!(judge(&keyed, &mut faults), Count { good: 1, bad: 2, missed: 2 });
        assert_eq!(faults.len(), 4);
    }
}
