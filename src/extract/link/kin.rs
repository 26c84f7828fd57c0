//! Types whose reports may tell one event, and roles that may be one part in it.

use crate::model::{EventType, Role};

/// Types that outlets use for one and the same act. A visit and its meetings, and talks and the mediation in them, are none: one
/// article tells both.
const KIN: &[(EventType, EventType)] = &[(EventType::Meeting, EventType::Negotiation)];

/// How well two types fit, where they fit at all: 1 for the same.
pub(super) fn type_fit(a: EventType, b: EventType) -> Option<f64> {
    if a == b {
        return Some(1.0);
    }
    KIN.iter().any(|&(x, y)| (x, y) == (a, b) || (y, x) == (a, b)).then_some(0.75)
}

/// The other types that reports of the same event may have.
pub(super) fn kin_of(event_type: EventType) -> impl Iterator<Item = EventType> {
    EventType::ALL.iter().copied().filter(move |other| *other != event_type && type_fit(*other, event_type).is_some())
}

/// Whether two roles can be the same part. The one to whom it is done is a target in one account and a subject in another.
pub(super) const fn roles_fit(a: Role, b: Role) -> bool {
    use Role as R;
    matches!(
        (a, b),
        (R::Participant | R::Host | R::Mediator, _)
            | (_, R::Participant | R::Host | R::Mediator)
            | (R::Actor, R::Actor)
            | (R::Target | R::Subject, R::Target | R::Subject)
    )
}

/// Whether the role is part of the act itself, and not only of its setting.
pub(super) const fn is_principal(role: Role) -> bool {
    !matches!(role, Role::Host | Role::Mediator)
}
