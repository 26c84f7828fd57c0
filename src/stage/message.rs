//! The message that goes out, whatever becomes of its cause later.
//!
//! It is one JSON object; the sinks add the idempotency key as its first field, `key`:
//!
//! | field | what it holds |
//! | --- | --- |
//! | `type` | `event`, or `mention` for an article that names somebody |
//! | `watch` | the watch's name |
//! | `watch_id` | its id |
//! | `reason` | why it matched, in words |
//! | `matched_text` | the words that matched, as the article has them |
//! | `update_of` | the key of the first alert of the watch on the event, where this one tells a change of it |
//! | `changes` | what has changed since the watch was told: `kind` is `status` (`from`, `to`), `participant` (`participant`), `sources` (`sources`) or `correction` (`outlet`, `was`, `differs`, `withdrawn`) |
//! | `event` | `id`, `type`, `domain`, `status`, `when`, `where`, `mode`, `participants`, as `rasid extract` gives them; not for a mention |
//! | `article_id` | the article of a mention |
//! | `lang` | the language of the watch's name, in which people are told |
//! | `severity` | how urgent it is: `low`, `normal`, `high`, `critical` |
//! | `headline` | what happened, in one line in that language |
//! | `names` | what those named here are called in each language, by id or code |
//! | `evidence` | the sentence of the surest report (of a report that brings the change), if one has the words that matched, of that |
//! | `attribution` | who the reports give as their source: `name`, `entity` |
//! | `sources` | the articles, by publication: `outlet`, `title`, `lang`, `published`, `url` |
//! | `confidence` | 0 to 1; not for a mention |

use jiff::Timestamp;
use serde::Serialize;

use super::names::{Names, language_of, names_of};
use crate::channel::headline;
use crate::knowledge::Knowledge;
use crate::model::{
    ArticleId, Attribution, DateSpan, Domain, Event, EventId, EventType, FeedItem, LinkedReport, Mode, Participant, Place, Severity,
    Status, Watch, WatchId, WatchMatch, canonical_address, parse_web_address,
};
use crate::store::DueMention;
use crate::watch::Change;

/// Sources told in one message; the rest is a question for the database.
const MAX_SOURCES: usize = 20;

/// What a watch is told of an event.
pub(super) struct Telling<'a> {
    pub watch: &'a Watch,
    pub reason: &'a str,
    pub matched_text: &'a str,
    pub event: &'a Event,
    pub reports: &'a [LinkedReport],
    /// The key of the first alert, and what has changed since.
    pub update: Option<(String, &'a [Change])>,
    pub severity: Severity,
}

#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    watch: &'a str,
    watch_id: WatchId,
    reason: &'a str,
    matched_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_of: Option<&'a str>,
    #[serde(skip_serializing_if = "<[Change]>::is_empty")]
    changes: &'a [Change],
    lang: &'static str,
    severity: Severity,
    headline: String,
    event: EventView<'a>,
    names: Names,
    evidence: Option<&'a str>,
    attribution: Vec<&'a Attribution>,
    sources: Vec<Source<'a>>,
    confidence: f64,
}

#[derive(Serialize)]
struct EventView<'a> {
    id: EventId,
    r#type: EventType,
    domain: Domain,
    status: Status,
    when: Option<DateSpan>,
    r#where: Option<&'a Place>,
    mode: Option<Mode>,
    participants: &'a [Participant],
}

#[derive(Serialize)]
struct Source<'a> {
    outlet: Option<&'a str>,
    title: &'a str,
    lang: Option<&'a str>,
    published: Option<Timestamp>,
    url: Option<&'a str>,
}

/// The message of an alert on an event.
pub(super) fn of_event(telling: &Telling<'_>, knowledge: &Knowledge) -> String {
    let Telling { watch, event, reports, .. } = *telling;
    let attribution = attribution_of(reports);
    let lang = language_of(&watch.name);
    let (update_of, changes) = telling.update.as_ref().map_or((None, &[][..]), |(first, changes)| (Some(first.as_str()), *changes));
    let mut message = Message {
        r#type: "event",
        watch: &watch.name,
        watch_id: watch.id,
        reason: telling.reason,
        matched_text: telling.matched_text,
        update_of,
        changes,
        lang,
        severity: telling.severity,
        headline: String::new(),
        names: names_of(event, &attribution, knowledge),
        event: EventView {
            id: event.id,
            r#type: event.event_type,
            domain: event.domain,
            status: event.status,
            when: event.when,
            r#where: event.place.as_ref(),
            mode: event.mode,
            participants: &event.participants,
        },
        evidence: evidence_of(telling, changes),
        attribution,
        sources: sources_of(reports),
        confidence: event.confidence,
    };
    let told = serde_json::to_value(&message).expect("plain fields of plain types can always be written");
    message.headline = headline(&told, lang);
    serde_json::to_string(&message).expect("plain fields of plain types can always be written")
}

#[derive(Serialize)]
struct MentionMessage<'a> {
    r#type: &'static str,
    watch: &'a str,
    watch_id: WatchId,
    reason: &'a str,
    matched_text: &'a str,
    lang: &'static str,
    severity: Severity,
    headline: String,
    article_id: ArticleId,
    evidence: &'a str,
    sources: Vec<Source<'a>>,
}

/// The message of an alert on an article that names somebody in this sentence.
pub(super) fn of_mention(watch: &Watch, found: &WatchMatch, due: &DueMention, evidence: &str, severity: Severity) -> String {
    let article = &due.detail.article;
    let lang = language_of(&watch.name);
    let own = Source {
        outlet: article.outlet.as_deref(),
        title: &article.title,
        lang: article.lang.as_deref(),
        published: article.published_at,
        url: article.url.as_deref(),
    };
    // Copies elsewhere are sightings with an address of their own.
    let address = |link: &str| parse_web_address(link).ok().map(|url| canonical_address(&url));
    let is_elsewhere = |item: &&FeedItem| item.link.as_deref().and_then(address).is_some_and(|url| Some(url) != article.url);
    let others = due.detail.sightings.iter().map(|sighting| &sighting.item).filter(is_elsewhere).map(|item| Source {
        outlet: None,
        title: item.title.as_deref().unwrap_or_default(),
        lang: None,
        published: item.published_at,
        url: item.link.as_deref(),
    });
    let mut message = MentionMessage {
        r#type: "mention",
        watch: &watch.name,
        watch_id: watch.id,
        reason: &found.reason,
        matched_text: &found.matched_text,
        lang,
        severity,
        headline: String::new(),
        article_id: article.id,
        evidence,
        sources: std::iter::once(own).chain(others).take(MAX_SOURCES).collect(),
    };
    let told = serde_json::to_value(&message).expect("plain fields of plain types can always be written");
    message.headline = headline(&told, lang);
    serde_json::to_string(&message).expect("plain fields of plain types can always be written")
}

/// The sentence of a report that brings the change, else has the words that matched, else is the surest.
fn evidence_of<'a>(telling: &Telling<'a>, changes: &[Change]) -> Option<&'a str> {
    let has_hit = |report: &LinkedReport| !telling.matched_text.is_empty() && report.report.evidence.text.contains(telling.matched_text);
    let brings = |report: &LinkedReport| changes.iter().any(|change| change.is_told_by(report));
    let rank = |report: &LinkedReport| (brings(report), has_hit(report));
    let surer = |a: &LinkedReport, b: &LinkedReport| a.report.confidence.total_cmp(&b.report.confidence).then(b.id.cmp(&a.id));
    let best = telling.reports.iter().max_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| surer(a, b)));
    best.map(|report| report.report.evidence.text.as_str())
}

fn attribution_of(reports: &[LinkedReport]) -> Vec<&Attribution> {
    let mut attribution: Vec<&Attribution> = Vec::new();
    for source in reports.iter().flat_map(|report| &report.report.attribution) {
        if !attribution.iter().any(|known| known.name == source.name) {
            attribution.push(source);
        }
    }
    attribution
}

fn sources_of(reports: &[LinkedReport]) -> Vec<Source<'_>> {
    let mut articles = Vec::new();
    let mut sources = Vec::new();
    for report in reports {
        if sources.len() < MAX_SOURCES && !articles.contains(&report.article_id) {
            articles.push(report.article_id);
            sources.push(Source {
                outlet: report.outlet.as_deref(),
                title: &report.article_title,
                lang: report.lang.as_deref(),
                published: report.published_at,
                url: report.article_url.as_deref(),
            });
        }
    }
    sources
}
