//! The closed vocabularies of the event model, each with its one spelling.
//!
//! The spelling of [`as_str`](EventType::as_str) is the one in SQL, JSON, logs, flags and lexicons.

/// A word that is not in a closed vocabulary, with what would be valid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} {found:?}; valid: {}", valid.join(", "))]
pub struct UnknownName {
    /// Which vocabulary was asked.
    pub what: &'static str,
    /// What was given.
    pub found: String,
    /// Every valid spelling.
    pub valid: Vec<&'static str>,
}

/// Declares an enum whose variants have one spelling each, with `ALL`, `as_str`, `FromStr`, `Display` and serde.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every variant, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The one spelling of this variant.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::model::UnknownName {
                        what: $what,
                        found: text.to_owned(),
                        valid: Self::ALL.iter().map(|v| v.as_str()).collect(),
                    }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What kind of act an event is.
    EventType, "event type" {
        /// Officials talk by telephone or video link.
        Call = "call",
        /// Officials meet in person.
        Meeting = "meeting",
        /// An official or delegation travels to another state.
        Visit = "visit",
        /// A letter or message is sent or handed over.
        Message = "message",
        /// A round of talks between parties, direct or not.
        Negotiation = "negotiation",
        /// A third party mediates or offers to.
        Mediation = "mediation",
        /// Parties sign or reach an agreement.
        Agreement = "agreement",
        /// A party leaves or suspends an agreement or organisation.
        Withdrawal = "withdrawal",
        /// Relations are opened, restored or raised.
        RelationsRestored = "relations_restored",
        /// Relations are broken off or lowered.
        RelationsCut = "relations_cut",
        /// A state or government is recognised.
        Recognition = "recognition",
        /// An embassy or consulate opens.
        MissionOpened = "mission_opened",
        /// An embassy or consulate closes.
        MissionClosed = "mission_closed",
        /// An envoy is called in to receive a protest.
        AmbassadorSummoned = "ambassador_summoned",
        /// A state calls its own envoy home.
        AmbassadorRecalled = "ambassador_recalled",
        /// Diplomats are expelled or declared persona non grata.
        DiplomatExpelled = "diplomat_expelled",
        /// Somebody is appointed, nominated or confirmed to an office.
        Appointment = "appointment",
        /// Somebody resigns, is dismissed or leaves an office.
        Departure = "departure",
        /// Sanctions, embargoes, asset freezes or travel bans are imposed.
        Sanction = "sanction",
        /// Sanctions are eased.
        SanctionLifted = "sanction_lifted",
        /// A party is publicly accused of something.
        Accusation = "accusation",
        /// A party's conduct is condemned or protested.
        Condemnation = "condemnation",
        /// A party is called upon to do something.
        Demand = "demand",
        /// A party is warned of consequences.
        Threat = "threat",
        /// A party's position is backed.
        Support = "support",
        /// Money, arms, relief or training is given or pledged.
        Aid = "aid",
        /// Services share or supply intelligence.
        IntelligenceSharing = "intelligence_sharing",
        /// Somebody is detained, or a network exposed, on suspicion of spying.
        SpyArrest = "spy_arrest",
        /// Charge, trial, verdict or sentence in such a case.
        SpyTrial = "spy_trial",
        /// Prisoners or agents are exchanged.
        PrisonerSwap = "prisoner_swap",
        /// An officer or official goes over.
        Defection = "defection",
        /// Classified or confidential material comes out.
        Leak = "leak",
        /// Sabotage, assassination, abduction or influence operation ascribed to a state or service.
        CovertAction = "covert_action",
        /// Intrusion or attack ascribed to a state or service, or against a state body.
        CyberOperation = "cyber_operation",
        /// An intelligence service makes public what it knows, believes or warns of.
        Assessment = "assessment",
    }
}

vocabulary! {
    /// The family a type belongs to.
    Family, "family" {
        /// Calls, meetings, visits, messages, talks.
        Contact = "contact",
        /// Agreements and leaving them.
        Accord = "accord",
        /// The standing of relations, missions and envoys.
        Relations = "relations",
        /// Who holds an office.
        Office = "office",
        /// Sanctions and hostile speech.
        Pressure = "pressure",
        /// Backing and aid.
        Support = "support",
        /// The work of services.
        Intelligence = "intelligence",
    }
}

impl EventType {
    /// The family of this type, as the event model's table gives it.
    pub const fn family(self) -> Family {
        use EventType as T;
        match self {
            T::Call | T::Meeting | T::Visit | T::Message | T::Negotiation | T::Mediation => Family::Contact,
            T::Agreement | T::Withdrawal => Family::Accord,
            T::RelationsRestored
            | T::RelationsCut
            | T::Recognition
            | T::MissionOpened
            | T::MissionClosed
            | T::AmbassadorSummoned
            | T::AmbassadorRecalled
            | T::DiplomatExpelled => Family::Relations,
            T::Appointment | T::Departure => Family::Office,
            T::Sanction | T::SanctionLifted | T::Accusation | T::Condemnation | T::Demand | T::Threat => Family::Pressure,
            T::Support | T::Aid => Family::Support,
            T::IntelligenceSharing
            | T::SpyArrest
            | T::SpyTrial
            | T::PrisonerSwap
            | T::Defection
            | T::Leak
            | T::CovertAction
            | T::CyberOperation
            | T::Assessment => Family::Intelligence,
        }
    }
}

vocabulary! {
    /// Which desk an event concerns.
    Domain, "domain" {
        /// States and their envoys.
        Diplomacy = "diplomacy",
        /// Services and their officers.
        Intelligence = "intelligence",
    }
}

vocabulary! {
    /// Whether the act happened.
    Status, "status" {
        /// It happened.
        Occurred = "occurred",
        /// It is happening.
        Ongoing = "ongoing",
        /// Announced or scheduled.
        Planned = "planned",
        /// Called for, offered, "ready to".
        Proposed = "proposed",
        /// Somebody says that it did not happen.
        Denied = "denied",
        /// Somebody declines to do it.
        Refused = "refused",
        /// Cancelled, postponed, suspended, halted.
        Cancelled = "cancelled",
    }
}

vocabulary! {
    /// A participant's part in the act.
    Role, "role" {
        /// Does it.
        Actor = "actor",
        /// Has it done to them.
        Target = "target",
        /// The person whom it happens to (appointed, arrested, swapped).
        Subject = "subject",
        /// Takes part on equal terms.
        Participant = "participant",
        /// Stands between.
        Mediator = "mediator",
        /// Is where it takes place.
        Host = "host",
    }
}

vocabulary! {
    /// How a contact was held.
    Mode, "mode" {
        /// By telephone.
        Phone = "phone",
        /// By video link.
        Video = "video",
        /// Face to face.
        InPerson = "in_person",
        /// In writing.
        Letter = "letter",
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    #[test]
    fn every_spelling_round_trips() {
        fn check<T: Copy + PartialEq + fmt::Debug + std::str::FromStr<Err = UnknownName>>(all: &[T], text: fn(T) -> &'static str) {
            for &value in all {
                assert_eq!(text(value).parse::<T>(), Ok(value));
            }
        }
        check(EventType::ALL, EventType::as_str);
        check(Status::ALL, Status::as_str);
        check(Role::ALL, Role::as_str);
        check(Mode::ALL, Mode::as_str);
        check(Domain::ALL, Domain::as_str);
        check(Family::ALL, Family::as_str);
        assert_eq!(EventType::ALL.len(), 35);
    }

    #[test]
    fn a_wrong_name_lists_the_valid_ones() {
        let error = "phoned".parse::<Mode>().expect_err("phoned is no mode");
        assert_eq!(error.to_string(), r#"unknown mode "phoned"; valid: phone, video, in_person, letter"#);
    }
}
