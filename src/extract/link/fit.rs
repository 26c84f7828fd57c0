//! How well a report fits an event.

use super::days::{self, When};
use super::kin::{happens_once, type_fit};
use super::parties::{CastFit, cast_fit};
use crate::knowledge::Knowledge;
use crate::model::{Event, EventType, LinkedReport, Place, Status};
use crate::text::fold;

/// The least agreement of days where one participant alone carries the fit: the same or the next day.
const LEAST_DAYS_OF_THIN: f64 = 0.65;
/// The least agreement of days between types of kin where the parties are told differently.
const LEAST_DAYS_OF_KIN: f64 = 0.9;
/// What accounts of one story lose where their places contradict.
const OTHER_PLACE: f64 = 0.1;
/// The agreement of accounts that name one and the same day.
const SAME_DAY: f64 = 1.0;
/// What an event of the same story has before others that fit as well.
const ONE_STORY: f64 = 0.05;

/// How much two accounts are forgiven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ease {
    /// They may be of different stories.
    Apart,
    /// So may they, but both name one and the same day: organs of a state stand for one another, and parts may be mistaken.
    OneDay,
    /// Their articles tell one story: some particulars may be told otherwise.
    Story,
    /// So do they, and there is no better counterpart for either: whatever does not contradict outright.
    Rivalless,
}

impl Ease {
    /// The least score of a pair that is joined.
    const fn least(self) -> f64 {
        match self {
            Self::Apart | Self::OneDay => 0.45,
            Self::Story => 0.35,
            Self::Rivalless => 0.3,
        }
    }
}

/// How well the report fits the event, 0 to about 1; `None` where they are two.
pub(super) fn score(report: &LinkedReport, event: &Event, ease: Ease, knowledge: &Knowledge) -> Option<f64> {
    let told = &report.report;
    let types = type_fit(told.event_type, event.event_type)?;
    if one_is_declined(told.status, event.status) {
        return None;
    }
    let (one, other) = (When::of_report(report), When::of_event(event));
    let agreement = one.agreement(other);
    let is_one_day = agreement.is_some_and(|days| SAME_DAY <= days);
    let in_story = Ease::Story <= ease;
    let ease = if is_one_day { ease.max(Ease::OneDay) } else { ease };
    let cast = cast_fit(event.event_type, &told.participants, &event.participants, ease, knowledge)?;
    let apart = days_apart(event.event_type, &cast, ease);
    let nearly = || one.nearly(other, apart, in_story).filter(|_| !cast.complementary);
    let days = agreement.or_else(nearly)?;
    let is_kin = types < 1.0;
    let wish = one_is_wish(told.status, event.status) && (cast.thin || !cast.sure);
    if !in_story && (wish || (cast.thin && (is_kin || days < LEAST_DAYS_OF_THIN))) {
        return None;
    }
    if is_kin && !cast.sure && days < LEAST_DAYS_OF_KIN {
        return None;
    }
    let places = place_fit(told.place.as_ref(), event.place.as_ref());
    // Two do not meet in two states on one day, nor is one arrested in two: one of the accounts has the place wrong.
    let one_place = in_story || (!cast.thin && is_one_day) || (cast.known && happens_once(event.event_type));
    let places = places.or(one_place.then_some(-OTHER_PLACE))?;
    let score = (0.6 * cast.score + 0.4 * days) * types + places;
    let story = if in_story { ONE_STORY } else { 0.0 };
    (ease.least() <= score).then_some(score + story)
}

/// How many days two dated accounts may be apart.
const fn days_apart(act: EventType, cast: &CastFit, ease: Ease) -> i32 {
    match ease {
        _ if happens_once(act) && cast.sure => days::AROUND,
        Ease::Story | Ease::Rivalless if matches!(act, EventType::Visit) && cast.sure => days::LASTING,
        Ease::Rivalless => 1,
        Ease::Apart | Ease::OneDay | Ease::Story => 0,
    }
}

/// Whether one account tells what somebody wants, and the other what is so.
const fn one_is_wish(a: Status, b: Status) -> bool {
    const fn is_so(status: Status) -> bool {
        matches!(status, Status::Occurred | Status::Ongoing)
    }
    matches!(a, Status::Proposed) && is_so(b) || is_so(a) && matches!(b, Status::Proposed)
}

/// Whether one account tells that somebody declined, and the other that it is done or will be.
const fn one_is_declined(a: Status, b: Status) -> bool {
    const fn is_on(status: Status) -> bool {
        matches!(status, Status::Occurred | Status::Ongoing | Status::Planned)
    }
    matches!(a, Status::Refused) && is_on(b) || is_on(a) && matches!(b, Status::Refused)
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
