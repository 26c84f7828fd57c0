//! How well a report fits an event.

use super::days::When;
use super::kin::type_fit;
use super::parties::cast_fit;
use crate::knowledge::Knowledge;
use crate::model::{Event, LinkedReport, Place};
use crate::text::fold;

/// The least score of a pair that is joined.
const LEAST: f64 = 0.45;
/// The least agreement of days where one participant alone carries the fit: the same or the next day.
const LEAST_DAYS_OF_THIN: f64 = 0.65;

/// How well the report fits the event, 0 to 1; `None` where they are two.
pub(super) fn score(report: &LinkedReport, event: &Event, knowledge: &Knowledge) -> Option<f64> {
    let told = &report.report;
    let types = type_fit(told.event_type, event.event_type)?;
    let days = When::of_report(report).agreement(When::of_event(event))?;
    let places = place_fit(told.place.as_ref(), event.place.as_ref())?;
    let cast = cast_fit(&told.participants, &event.participants, knowledge)?;
    if cast.thin && (days < LEAST_DAYS_OF_THIN || types < 1.0) {
        return None;
    }
    let score = (0.6 * cast.score + 0.4 * days) * types + places;
    (LEAST <= score).then_some(score)
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
