//! Types whose reports may tell one event, roles that may be one part in it, and what is peculiar to a kind of act.

use crate::model::{EventType, Role};

use EventType as T;

/// Types that outlets use for one and the same act. A visit and its meetings, and talks and the mediation in them, are none: one
/// article tells both.
const KIN: &[(EventType, EventType)] = &[(T::Meeting, T::Negotiation), (T::Accusation, T::Condemnation)];

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

/// Acts that the same parties hardly do twice within weeks: two days for one of them are two accounts of it.
pub(super) const fn happens_once(event_type: EventType) -> bool {
    matches!(
        event_type,
        T::RelationsCut
            | T::RelationsRestored
            | T::Recognition
            | T::Withdrawal
            | T::Appointment
            | T::Departure
            | T::Defection
            | T::SpyArrest
            | T::CovertAction
    )
}

/// Acts that the other side answers in kind, so that the parts the other way round are another act.
pub(super) const fn is_answered(event_type: EventType) -> bool {
    use crate::model::Family as F;
    matches!(event_type.family(), F::Pressure | F::Relations | F::Support)
}

/// Acts of speech: who speaks tells one from another, and nobody speaks for somebody else.
pub(super) const fn is_spoken(event_type: EventType) -> bool {
    matches!(event_type, T::Accusation | T::Condemnation | T::Demand | T::Threat | T::Support | T::Assessment)
}

/// The part that tells one such act from another, where a person fills it: whom it happens to. Who did it is often told otherwise,
/// or not at all.
pub(super) const fn told_by(event_type: EventType) -> Option<&'static [Role]> {
    match event_type {
        T::Appointment | T::Departure | T::Defection | T::SpyArrest | T::SpyTrial => Some(&[Role::Subject]),
        T::CovertAction => Some(&[Role::Target, Role::Subject]),
        _ => None,
    }
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
