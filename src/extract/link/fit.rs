//! How well a report fits an event.

use super::days::When;
use super::kin::type_fit;
use super::parties::cast_fit;
use crate::knowledge::Knowledge;
use crate::model::{LinkedReport, Place};

use super::Candidate;
use crate::text::fold;

/// The least score of a pair that is joined.
const LEAST: f64 = 0.45;
/// The same where the articles tell one story.
const LEAST_OF_STORY: f64 = 0.35;
/// The least agreement of days where one participant alone carries the fit: the same or the next day.
const LEAST_DAYS_OF_THIN: f64 = 0.65;

/// How well the report fits the event, 0 to 1; `None` where they are two.
pub(super) fn score(report: &LinkedReport, known: &Candidate, knowledge: &Knowledge) -> Option<f64> {
    let (told, event, story) = (&report.report, &known.event, known.same_story);
    let types = type_fit(told.event_type, event.event_type)?;
    let (one, other) = (When::of_report(report), When::of_event(event));
    let days = one.agreement(other).or_else(|| one.nearly(other).filter(|_| story))?;
    let places = place_fit(told.place.as_ref(), event.place.as_ref())?;
    let cast = cast_fit(&told.participants, &event.participants, story, knowledge)?;
    if !story && cast.thin && (days < LEAST_DAYS_OF_THIN || types < 1.0) {
        return None;
    }
    let score = (0.6 * cast.score + 0.4 * days) * types + places;
    let least = if story { LEAST_OF_STORY } else { LEAST };
    (least <= score).then_some(score)
}

/// What the places add or take; `None` where they lie in different states.
fn place_fit(a: Option<&Place>, b: Option<&Place>) -> Option<f64> {
    let (Some(a), Some(b)) = (a, b) else { return Some(0.0) };
    match (&a.country, &b.country) {
        (Some(x), Some(y)) if x != y => None,
        _ => Some(match (&a.place, &b.place) {
            (Some(x), Some(y)) if fold(x) == fold(y) => 0.05,
            // The town and the building in it are two names of one place, so that a difference is only a hint.
            _ => 0.0,
        }),
    }
}
