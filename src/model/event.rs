//! Events: what happened in the world, told by one or more reports.

use jiff::Timestamp;

use super::ids::{ArticleId, EventId, ReportId};
use super::names::{Domain, EventType, Mode, Status};
use super::report::{DateSpan, Participant, Place, Report};
use super::source::Fingerprint;

/// An event as the store keeps it: the union of what its reports say.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Row id.
    pub id: EventId,
    /// What kind of act.
    pub event_type: EventType,
    /// Which desk.
    pub domain: Domain,
    /// The latest word on whether it happened.
    pub status: Status,
    /// The most exact date any report gives.
    pub when: Option<DateSpan>,
    /// The most exact place any report gives.
    pub place: Option<Place>,
    /// How, for contacts.
    pub mode: Option<Mode>,
    /// Everybody any report names, merged.
    pub participants: Vec<Participant>,
    /// The highest confidence, raised by independent sources.
    pub confidence: f64,
    /// How many reports tell it.
    pub n_reports: u32,
    /// How many independent sources tell it: outlets, copies of one text counted once.
    pub n_sources: u32,
    /// Earliest publication (else sighting) among its reports' articles.
    pub first_reported_at: Timestamp,
    /// When a report first made it.
    pub created_at: Timestamp,
    /// When a report last changed it.
    pub updated_at: Timestamp,
}

/// One change of an event's status, and the report that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventStatusChange {
    /// The status from then on.
    pub status: Status,
    /// When that report's article was published, else seen.
    pub at: Timestamp,
    /// The report that says so.
    pub report_id: ReportId,
}

/// What an article said of an event before its text was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventEdit {
    /// When the change was noticed.
    pub at: Timestamp,
    /// The article.
    pub article_id: ArticleId,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The article's title now.
    pub title: String,
    /// Hash of the earlier text.
    pub content_hash: String,
    /// What the earlier text said of whether it happened.
    pub status: Status,
    /// The sentence in which it did.
    pub evidence: String,
}

/// A report together with the article that carries it.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedReport {
    /// Row id.
    pub id: ReportId,
    /// The article.
    pub article_id: ArticleId,
    /// The article's title.
    pub article_title: String,
    /// The article's address.
    pub article_url: Option<String>,
    /// The article's language.
    pub lang: Option<String>,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The tags of the feeds in which the article was seen.
    pub tags: Vec<String>,
    /// The news agency that the article is credited to.
    pub agency: Option<String>,
    /// Feed items that lead to the article: its own, and copies of it elsewhere.
    pub n_sightings: u32,
    /// What the article says in short, by which copies of it are known.
    pub fingerprint: Option<Fingerprint>,
    /// When the article was published.
    pub published_at: Option<Timestamp>,
    /// When the article was first seen.
    pub first_seen_at: Timestamp,
    /// What it says.
    pub report: Report,
}

/// An event as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSummary {
    /// The event.
    pub event: Event,
    /// The evidence sentence of its surest report.
    pub evidence: String,
    /// Outlets that tell it, in order of publication.
    pub outlets: Vec<String>,
    /// Languages it is told in, sorted.
    pub langs: Vec<String>,
    /// Who tells it: each counts as one source.
    pub sources: Vec<EventSource>,
    /// Who the reports give as their source, without repeats.
    pub attribution: Vec<String>,
}

/// Who tells of an event: an outlet, or the agency that its articles are credited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSource {
    /// The agency, else the outlet.
    pub name: String,
    /// The first outlet that carries the agency's words; `None` where the source is the outlet itself.
    pub carried_by: Option<String>,
    /// In how many feeds the articles were seen, copies of them elsewhere included.
    pub n_feeds: u32,
}
