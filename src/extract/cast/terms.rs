//! Which offices a person held on a day.

use jiff::civil::Date;

use crate::extract::phrases::phrase::Who;
use crate::knowledge::{Detail, Knowledge, OfficeId, OfficeKind};

use super::party::Party;

/// Whether a person leads a state on the day, or is said to.
pub(crate) fn leads_state(party: &Party, day: Option<Date>, knowledge: &Knowledge) -> bool {
    let high = |kind: OfficeKind| matches!(kind, OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment);
    if party.office.is_some_and(|office| high(knowledge.office(office).kind)) {
        return true;
    }
    let Who::Person(id) = party.who else { return false };
    let Detail::Person { terms, .. } = &knowledge.entity(id).detail else { return false };
    terms.iter().any(|term| high(knowledge.office(term.office).kind) && day.is_none_or(|day| term.covers(day)))
}

/// Whether a person of the knowledge held an office on the day.
pub(crate) fn holds(party: &Party, office: OfficeId, day: Option<Date>, knowledge: &Knowledge) -> bool {
    let Who::Person(id) = party.who else { return false };
    let Detail::Person { terms, .. } = &knowledge.entity(id).detail else { return false };
    terms.iter().any(|term| term.office == office && day.is_none_or(|day| term.covers(day)))
}
