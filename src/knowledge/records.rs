//! The records of the knowledge: who and what can be named.

use jiff::civil::Date;

use crate::model::{EntityKind, EntityRef, vocabulary};

vocabulary! {
    /// What sort of body an organisation is.
    BodyKind, "kind of organisation" {
        /// The office of a head of state.
        Presidency = "presidency",
        /// A cabinet or the government as a whole.
        Government = "government",
        /// A foreign ministry.
        MinistryForeign = "ministry-foreign",
        /// A defence ministry.
        MinistryDefence = "ministry-defence",
        /// An interior ministry.
        MinistryInterior = "ministry-interior",
        /// Any other ministry.
        MinistryOther = "ministry-other",
        /// A parliament or chamber.
        Parliament = "parliament",
        /// A court.
        Court = "court",
        /// A prosecution service.
        Prosecutor = "prosecutor",
        /// A foreign-intelligence service.
        Intelligence = "intelligence",
        /// A domestic security service.
        Security = "security",
        /// A military-intelligence service.
        MilitaryIntelligence = "military-intelligence",
        /// A police force.
        Police = "police",
        /// Armed forces.
        Military = "military",
        /// A council (of national security, of state).
        Council = "council",
        /// An embassy, consulate or mission.
        Embassy = "embassy",
        /// An international organisation.
        International = "international",
        /// An alliance.
        Alliance = "alliance",
        /// An armed group.
        ArmedGroup = "armed-group",
        /// An authority that is not a recognised state.
        Authority = "authority",
        /// A political party or movement.
        Party = "party",
        /// A company.
        Company = "company",
        /// Anything else.
        Other = "other",
        /// A news agency.
        NewsAgency = "news-agency",
        /// A radio or television station.
        Broadcaster = "broadcaster",
        /// A newspaper.
        Paper = "paper",
        /// A magazine.
        Magazine = "magazine",
        /// A news site.
        Site = "site",
        /// State media as a whole.
        StateMedia = "state-media",
        /// A social platform.
        Social = "social",
    }
}

impl BodyKind {
    /// Whether it is a medium, which reports and does not act.
    pub const fn is_medium(self) -> bool {
        matches!(self, Self::NewsAgency | Self::Broadcaster | Self::Paper | Self::Magazine | Self::Site | Self::StateMedia | Self::Social)
    }

    /// Whether it is a service of the intelligence family.
    pub const fn is_service(self) -> bool {
        matches!(self, Self::Intelligence | Self::Security | Self::MilitaryIntelligence)
    }
}

vocabulary! {
    /// What sort of office somebody holds.
    OfficeKind, "kind of office" {
        /// A president, monarch or supreme leader.
        HeadOfState = "head-of-state",
        /// A prime minister or chancellor.
        HeadOfGovernment = "head-of-government",
        /// A minister.
        Minister = "minister",
        /// A deputy of somebody.
        Deputy = "deputy",
        /// The head of a service.
        ServiceHead = "service-head",
        /// An ambassador or envoy.
        Envoy = "envoy",
        /// Somebody who speaks for a body.
        Spokesperson = "spokesperson",
        /// An adviser or aide.
        Adviser = "adviser",
        /// A member or speaker of a parliament.
        Parliament = "parliament",
        /// A judge or prosecutor.
        Judiciary = "judiciary",
        /// A soldier.
        Military = "military",
        /// The head of an international organisation, party or group.
        OrganisationHead = "organisation-head",
        /// Royalty without another office.
        Royal = "royal",
        /// Any other official.
        Official = "official",
        /// An intelligence officer or agent.
        Agent = "agent",
    }
}

/// The number of an entity in the knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// The number of an office in the knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfficeId(pub u32);

/// The number of a place in the knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// An office with the time in which somebody held it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The office.
    pub office: OfficeId,
    /// The state or body in which it is held.
    pub of: EntityId,
    /// First day, where known.
    pub from: Option<Date>,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
}

impl Term {
    /// Whether it was held on `day`; unknown beginnings count as held.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What is known of an entity beyond its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A state or territory.
    Country,
    /// A body.
    Organisation(BodyKind),
    /// A human being, with the offices held.
    Person {
        /// `m` or `f`.
        sex: Option<char>,
        /// In the order of the file.
        terms: Vec<Term>,
    },
}

/// Somebody or something that can take part in events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRecord {
    /// Stable id (`person:sergey-naryshkin`).
    pub reference: EntityRef,
    /// Canonical English name.
    pub name: String,
    /// Every name in every script, canonical first.
    pub names: Vec<String>,
    /// The letters by which they begin.
    pub(super) initials: Initials,
    /// ISO 3166-1 alpha-2 code of the state it is or belongs to.
    pub country: Option<String>,
    /// What else is known.
    pub detail: Detail,
    /// File and line of the record.
    pub source: (String, usize),
}

/// The letters by which some names begin: one bit for each letter of plain Latin, one for those of Cyrillic, Hebrew and Arabic, which fold
/// to none of these, and one for all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Initials(u32);

impl Initials {
    const OTHER: u32 = 1 << 31;
    const OTHER_SCRIPT: u32 = 1 << 30;

    pub fn of(names: &[String]) -> Self {
        Self(names.iter().fold(0, |bits, name| bits | name.chars().next().map_or(Self::OTHER, Self::bit)))
    }

    const fn bit(first: char) -> u32 {
        match first {
            'a'..='z' | 'A'..='Z' => 1 << (first.to_ascii_lowercase() as u32 - 'a' as u32),
            '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}' => Self::OTHER_SCRIPT,
            _ => Self::OTHER,
        }
    }
}

impl EntityRecord {
    /// Whether the folded form of any name may begin with the letter of a folded word; told without a look at the names.
    pub fn may_begin_with(&self, first: char) -> bool {
        !first.is_ascii_alphabetic() || self.initials.0 & (Initials::bit(first) | Initials::OTHER) != 0
    }

    /// What it is.
    pub const fn kind(&self) -> EntityKind {
        match self.detail {
            Detail::Country => EntityKind::Country,
            Detail::Organisation(_) => EntityKind::Organisation,
            Detail::Person { .. } => EntityKind::Person,
        }
    }

    /// What sort of body, for an organisation.
    pub const fn body(&self) -> Option<BodyKind> {
        match self.detail {
            Detail::Organisation(kind) => Some(kind),
            _ => None,
        }
    }
}

/// An office or title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRecord {
    /// Stable id (`foreign-minister`).
    pub id: String,
    /// What sort.
    pub kind: OfficeKind,
    /// Canonical English name.
    pub name: String,
}

/// A town, region, building or seat of power.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRecord {
    /// Stable id.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// ISO code of the state it lies in.
    pub country: String,
    /// Whom it stands for where it acts: a capital for its state, a seat of power for its body.
    pub stands_for: Option<EntityId>,
}

/// What a name in a text can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameUse {
    /// A full name.
    Full(EntityId),
    /// The part of a person's name that is used alone.
    Short(EntityId),
    /// An adjective of nationality.
    Adjective(EntityId),
    /// An inhabitant.
    People(EntityId),
    /// A place.
    Place(PlaceId),
    /// An office.
    Office(OfficeId),
}

/// A phrase's meaning as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameSense {
    /// What it stands for.
    pub what: NameUse,
    /// The cases this form can be in; none where the language has no cases.
    pub cases: super::inflect::Cases,
    /// Whether it is written in capitals only (an acronym), and so must be in the text.
    pub acronym: bool,
}
