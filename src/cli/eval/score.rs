//! Scoring of reports against gold: the same figures as the guideline's own scorer.
//!
//! A report matches a gold event where the types agree and they share a participant or a participant's country; one to
//! one, best match first. Optional gold counts neither way.

use std::collections::{BTreeMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::gold::{GoldArticle, GoldEvent, GoldParticipant};
use crate::model::{Entity, EntityKind, EntityRef, EventType, Extraction, Participant, Report, Role, Status};

/// Good and bad counts of one figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Found, or right.
    pub good: u32,
    /// Missed (for found things only).
    pub missed: u32,
    /// Spurious, or wrong.
    pub bad: u32,
}

impl Count {
    /// Share of what was found that is right; 0 where nothing was found.
    pub fn precision(self) -> f64 {
        share(self.good, self.good + self.bad)
    }

    /// Share of what is there that was found.
    pub fn recall(self) -> f64 {
        share(self.good, self.good + self.missed)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// The figures of a set of articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Reports.
    pub event: Count,
    /// Role and participant pairs.
    pub argument: Count,
    /// `status`, `date`, `place`, `mode`, `attribution` on matched reports.
    pub attributes: BTreeMap<&'static str, Count>,
    /// Articles without events, and reports found in them.
    pub quiet: Count,
}

impl Figures {
    /// Accuracy of an attribute; `None` where nothing was to be judged.
    pub fn accuracy(&self, attribute: &str) -> Option<f64> {
        self.attributes.get(attribute).map(|count| count.precision())
    }

    /// Reports for each quiet article.
    pub fn false_alarms(&self) -> Option<f64> {
        (0 < self.quiet.good).then(|| f64::from(self.quiet.bad) / f64::from(self.quiet.good))
    }
}

/// One thing that was missed or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The article.
    pub article: String,
    /// The type of the event.
    pub event_type: EventType,
    /// What kind of fault.
    pub what: &'static str,
    /// In words.
    pub detail: String,
}

/// Scores one article's extraction into `figures`, and lists what is wrong with it.
pub fn score(gold: &GoldArticle, found: &Extraction, figures: &mut Figures, faults: &mut Vec<Fault>) {
    let names = Names::new(&found.entities);
    let pairs = matching(&gold.events, &found.reports, &names);
    if gold.events.is_empty() {
        figures.quiet.good += 1;
        figures.quiet.bad += u32::try_from(found.reports.len()).unwrap_or(u32::MAX);
    }
    let mut scorer = Scorer { article: &gold.id, names: &names, figures, faults };
    for &(g, s) in &pairs {
        if !gold.events[g].optional {
            scorer.pair(&gold.events[g], &found.reports[s]);
        }
    }
    for (_, event) in gold.events.iter().enumerate().filter(|(g, e)| !e.optional && pairs.iter().all(|p| p.0 != *g)) {
        scorer.missed(event);
    }
    for (_, report) in found.reports.iter().enumerate().filter(|(s, _)| pairs.iter().all(|p| p.1 != *s)) {
        scorer.spurious(report);
    }
}

/// Which gold event and which report tell of the same: pairs of their positions.
pub fn matched(gold: &GoldArticle, found: &Extraction) -> Vec<(usize, usize)> {
    matching(&gold.events, &found.reports, &Names::new(&found.entities))
}

/// The names under which the entities of an extraction are known.
struct Names<'a>(BTreeMap<&'a EntityRef, &'a Entity>);

impl<'a> Names<'a> {
    fn new(entities: &'a [Entity]) -> Self {
        Self(entities.iter().filter_map(|entity| Some((entity.entity.as_ref()?, entity))).collect())
    }

    fn of(&self, name: &str, text: Option<&str>, entity: Option<&EntityRef>) -> HashSet<String> {
        let mut names: HashSet<String> = [plain(name)].into_iter().chain(text.map(plain)).collect();
        if let Some(entity) = entity {
            let tail = entity.0.rsplit(':').next().unwrap_or_default();
            names.insert(plain(&tail.replace('-', " ")));
            names.extend(self.0.get(entity).iter().flat_map(|e| &e.mentions).map(|mention| plain(&mention.text)));
        }
        names.remove("");
        names
    }

    fn same(&self, gold: &GoldParticipant, found: &Participant) -> bool {
        let state_or_organ = |kind: EntityKind| kind != EntityKind::Person;
        let one_is_state = gold.kind == EntityKind::Country || found.kind == EntityKind::Country;
        if one_is_state
            && state_or_organ(gold.kind)
            && state_or_organ(found.kind)
            && gold.country.is_some()
            && gold.country == found.country
        {
            return true;
        }
        let names = self.of(&found.name, Some(&found.text), found.entity.as_ref());
        gold.names.iter().any(|name| names.contains(&plain(name)))
    }
}

/// A name as it is compared: no case, marks, tatweel, hamza seats, punctuation or article.
fn plain(text: &str) -> String {
    let lower: String = text.nfkd().collect::<String>().to_lowercase();
    let folded: String = lower
        .chars()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c) && *c != '\u{640}')
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ئ' => 'ي',
            'ة' => 'ه',
            'ؤ' => 'و',
            'ё' => 'е',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    folded.split_whitespace().filter(|word| !matches!(*word, "the" | "al" | "el")).collect::<Vec<_>>().join(" ")
}

fn is_envoy_type(event_type: EventType) -> bool {
    matches!(event_type, EventType::AmbassadorSummoned | EventType::AmbassadorRecalled)
}

fn same_role(event_type: EventType, gold: Role, found: Role) -> bool {
    use EventType as T;
    if gold == found {
        return true;
    }
    if is_envoy_type(event_type) {
        return matches!(gold, Role::Target | Role::Subject) && matches!(found, Role::Target | Role::Subject);
    }
    let mutual = matches!(
        event_type,
        T::RelationsRestored | T::RelationsCut | T::MissionOpened | T::MissionClosed | T::IntelligenceSharing | T::Recognition
    );
    let open = |role: Role| matches!(role, Role::Actor | Role::Target | Role::Participant);
    mutual && (gold == Role::Participant || found == Role::Participant) && open(gold) && open(found)
}

fn pair_score(gold: &GoldEvent, found: &Report, names: &Names<'_>) -> f64 {
    if found.event_type != gold.event_type && !gold.also.contains(&found.event_type) {
        return 0.0;
    }
    let shared = gold.participants.iter().filter(|g| found.participants.iter().any(|s| names.same(g, s))).count();
    let states: HashSet<&str> = gold.participants.iter().filter_map(|p| p.country.as_deref()).collect();
    let countries: HashSet<&str> = found.participants.iter().filter_map(|p| p.country.as_deref()).filter(|c| states.contains(c)).collect();
    if !gold.participants.is_empty() && shared == 0 && countries.is_empty() {
        return 0.0;
    }
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let mut score = 1.0 + count(shared) + 0.3 * count(countries.len());
    score += if found.event_type == gold.event_type { 0.5 } else { 0.0 };
    score += if found.status == gold.status { 0.4 } else { 0.0 };
    let starts = gold.when.as_ref().zip(found.when.as_ref()).is_some_and(|(g, s)| g.start == s.start.to_string());
    score + if starts { 0.6 } else { 0.0 }
}

fn matching(gold: &[GoldEvent], found: &[Report], names: &Names<'_>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (g, event) in gold.iter().enumerate() {
        for (s, report) in found.iter().enumerate() {
            let score = pair_score(event, report, names);
            if 0.0 < score {
                pairs.push((score, !event.optional, g, s));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(b.2.cmp(&a.2)).then(b.3.cmp(&a.3)));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (_, _, g, s) in pairs {
        if taken.iter().all(|t| t.0 != g && t.1 != s) {
            taken.push((g, s));
        }
    }
    taken
}

struct Scorer<'a> {
    article: &'a str,
    names: &'a Names<'a>,
    figures: &'a mut Figures,
    faults: &'a mut Vec<Fault>,
}

impl Scorer<'_> {
    fn fault(&mut self, event_type: EventType, what: &'static str, detail: String) {
        self.faults.push(Fault { article: self.article.to_owned(), event_type, what, detail });
    }

    fn pair(&mut self, gold: &GoldEvent, found: &Report) {
        self.figures.event.good += 1;
        let mut used = HashSet::new();
        for person in &gold.participants {
            let fits = |(k, s): &(usize, &Participant)| {
                !used.contains(k) && same_role(gold.event_type, person.role, s.role) && self.names.same(person, s)
            };
            if let Some((k, _)) = found.participants.iter().enumerate().find(fits) {
                used.insert(k);
                self.figures.argument.good += 1;
            } else {
                self.figures.argument.missed += 1;
                self.fault(
                    gold.event_type,
                    "argument missed",
                    format!("{} {}", person.role, person.names.first().map_or("", String::as_str)),
                );
            }
        }
        for (k, s) in found.participants.iter().enumerate() {
            let envoy = is_envoy_type(gold.event_type) && matches!(s.role, Role::Target | Role::Subject);
            if !used.contains(&k) && !envoy {
                self.figures.argument.bad += 1;
                self.fault(gold.event_type, "argument wrong", format!("{} {}", s.role, s.name));
            }
        }
        self.attributes(gold, found);
    }

    fn attributes(&mut self, gold: &GoldEvent, found: &Report) {
        let given = |s: Status| matches!(s, Status::Occurred | Status::Planned);
        let pledge = gold.event_type == EventType::Aid && given(gold.status) && given(found.status);
        self.check(gold, "status", pledge || found.status == gold.status, || format!("gold {} found {}", gold.status, found.status));
        if let Some(when) = &gold.when {
            let days = found.when.map(|w| (w.start.to_string(), w.end.to_string()));
            let good = days.as_ref().is_some_and(|(start, end)| *start == when.start && *end == when.end);
            self.check(gold, "date", good, || format!("gold {}..{} found {days:?}", when.start, when.end));
        }
        if let Some(country) = gold.place.as_ref().and_then(|p| p.country.as_ref()) {
            let place = found.place.as_ref().and_then(|p| p.country.as_ref());
            self.check(gold, "place", place == Some(country), || format!("gold {country} found {place:?}"));
        }
        if let Some(mode) = gold.mode {
            self.check(gold, "mode", found.mode == Some(mode), || format!("gold {mode} found {:?}", found.mode));
        }
        if !gold.attribution.is_empty() {
            let said: HashSet<String> = found.attribution.iter().flat_map(|a| self.names.of(&a.name, None, a.entity.as_ref())).collect();
            let good = gold.attribution.iter().flatten().any(|name| said.contains(&plain(name)));
            self.check(gold, "attribution", good, || {
                format!("gold {:?} found {:?}", gold.attribution, found.attribution.iter().map(|a| &a.name).collect::<Vec<_>>())
            });
        }
    }

    fn check(&mut self, gold: &GoldEvent, what: &'static str, good: bool, detail: impl FnOnce() -> String) {
        let count = self.figures.attributes.entry(what).or_default();
        if good {
            count.good += 1;
        } else {
            count.bad += 1;
            self.fault(gold.event_type, what, detail());
        }
    }

    fn missed(&mut self, gold: &GoldEvent) {
        self.figures.event.missed += 1;
        self.figures.argument.missed += u32::try_from(gold.participants.len()).unwrap_or(u32::MAX);
        let names = gold.participants.iter().filter_map(|p| p.names.first().cloned()).collect::<Vec<_>>().join(" + ");
        self.fault(gold.event_type, "event missed", names);
    }

    fn spurious(&mut self, report: &Report) {
        self.figures.event.bad += 1;
        self.figures.argument.bad += u32::try_from(report.participants.len()).unwrap_or(u32::MAX);
        let names = report.participants.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join(" + ");
        let evidence: String = report.evidence.text.chars().take(160).collect();
        self.fault(report.event_type, "event wrong", format!("{names} | {evidence}"));
    }
}
