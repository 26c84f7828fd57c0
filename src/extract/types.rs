//! What each type of event asks of its participants, and its codes in the published ontologies.
//!
//! Codes: CAMEO 1.1b3 and PLOVER, mapped as `EVENT_MODEL` lays down.

use crate::model::{Codes, Domain, EventType, Mode, Role, Status};

/// What a type asks of a report before it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Two different participants.
    Two,
    /// Somebody in each of these two roles.
    Both(Role, Role),
    /// Somebody in one of these roles.
    Either(Role, Role),
    /// A person in this role.
    Person(Role),
}

/// What `event_type` asks.
pub(super) const fn needs(event_type: EventType) -> Needs {
    use EventType as T;
    match event_type {
        T::Call | T::Meeting | T::Negotiation | T::Agreement => Needs::Two,
        T::Visit
        | T::Message
        | T::Recognition
        | T::Accusation
        | T::Condemnation
        | T::Demand
        | T::Threat
        | T::Support
        | T::Aid
        | T::IntelligenceSharing
        | T::RelationsCut
        | T::RelationsRestored
        | T::Sanction
        | T::SanctionLifted => Needs::Both(Role::Actor, Role::Target),
        T::Mediation => Needs::Both(Role::Mediator, Role::Mediator),
        T::MissionOpened
        | T::MissionClosed
        | T::AmbassadorSummoned
        | T::AmbassadorRecalled
        | T::DiplomatExpelled
        | T::CyberOperation
        | T::Leak
        | T::CovertAction
        | T::Withdrawal => Needs::Either(Role::Actor, Role::Target),
        T::Appointment | T::Departure | T::Defection => Needs::Person(Role::Subject),
        T::SpyArrest | T::SpyTrial => Needs::Either(Role::Subject, Role::Actor),
        T::PrisonerSwap => Needs::Either(Role::Participant, Role::Subject),
        T::Assessment => Needs::Both(Role::Actor, Role::Actor),
    }
}

/// Whether announcing the act does it, so that the day of the announcement is the day of the act.
pub(super) const fn is_performative(event_type: EventType) -> bool {
    use EventType as T;
    matches!(
        event_type,
        T::DiplomatExpelled
            | T::Sanction
            | T::SanctionLifted
            | T::Appointment
            | T::Departure
            | T::RelationsCut
            | T::RelationsRestored
            | T::Recognition
            | T::AmbassadorRecalled
            | T::AmbassadorSummoned
            | T::Withdrawal
            | T::MissionClosed
            | T::MissionOpened
            | T::SpyArrest
            | T::Accusation
            | T::Condemnation
            | T::Demand
            | T::Threat
            | T::Support
            | T::Assessment
    )
}

/// Whether the two sides of an act do the same.
pub(super) const fn is_mutual(event_type: EventType) -> bool {
    use EventType as T;
    matches!(event_type, T::Call | T::Meeting | T::Negotiation | T::Agreement | T::PrisonerSwap)
}

/// How a contact is held where the text says nothing.
pub(super) const fn usual_mode(event_type: EventType) -> Option<Mode> {
    match event_type {
        EventType::Call => Some(Mode::Phone),
        EventType::Meeting | EventType::Visit => Some(Mode::InPerson),
        EventType::Message => Some(Mode::Letter),
        _ => None,
    }
}

/// Which desk a report belongs to; `service` says whether a service or one of its officers takes part.
pub(super) const fn domain(event_type: EventType, service: bool) -> Domain {
    if service || matches!(event_type.family(), crate::model::Family::Intelligence) { Domain::Intelligence } else { Domain::Diplomacy }
}

/// The codes of a report. A planned or proposed contact is coded as the intent to hold it.
pub(super) fn codes(event_type: EventType, status: Status, third_place: bool) -> Codes {
    use EventType as T;
    let intended = matches!(status, Status::Planned | Status::Proposed);
    let contact = matches!(event_type.family(), crate::model::Family::Contact);
    let (plover, cameo) = match event_type {
        T::Mediation if intended => ("AGREE", "039"),
        _ if intended && contact => ("AGREE", "036"),
        T::Call => ("CONSULT-phone", "041"),
        T::Meeting if third_place => ("CONSULT-third-party", "044"),
        T::Meeting => ("CONSULT", "040"),
        T::Visit => ("CONSULT-visit", "042"),
        T::Message => ("CONSULT", "040"),
        T::Negotiation => ("CONSULT", "046"),
        T::Mediation => ("CONSULT", "045"),
        T::Agreement if intended => ("AGREE", "057"),
        T::Agreement => ("SUPPORT", "057"),
        T::Withdrawal => ("SANCTION-withdraw", "161"),
        T::RelationsRestored | T::MissionOpened => ("SUPPORT", "050"),
        T::RelationsCut | T::MissionClosed | T::AmbassadorRecalled => ("SANCTION-withdraw", "161"),
        T::Recognition => ("SUPPORT", "054"),
        T::AmbassadorSummoned => ("ACCUSE-allege", "114"),
        T::DiplomatExpelled => ("SANCTION-expel", "161"),
        T::Departure => ("RETREAT-resign", ""),
        T::Sanction => ("SANCTION-discontinue", "163"),
        T::SanctionLifted => ("RETREAT", "085"),
        T::Accusation => ("ACCUSE-allege", "112"),
        T::Condemnation => ("ACCUSE-disapprove", "111"),
        T::Demand => ("REQUEST", "100"),
        T::Threat => ("THREATEN", "130"),
        T::Support => ("SUPPORT", "051"),
        T::Aid => ("AID", "070"),
        T::IntelligenceSharing => ("COOPERATE", "064"),
        T::SpyArrest => ("COERCE-arrest", "173"),
        T::SpyTrial => ("SANCTION-convict", "116"),
        T::PrisonerSwap => ("RETREAT-release", "0841"),
        T::Defection => ("AID", "075"),
        T::CovertAction => ("ASSAULT", "180"),
        T::CyberOperation => ("COERCE-cyber", "176"),
        T::Assessment => ("", "010"),
        T::Appointment | T::Leak => ("", ""),
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Codes { plover: some(plover), cameo: some(cameo) }
}
