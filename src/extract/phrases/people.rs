//! Who the article is about: persons it names in full, strangers it introduces, and whom a surname then means.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::knowledge::{Cases, Detail, EntityId, Knowledge, OfficeId, OfficeKind};

use super::phrase::Who;

/// A person whom the knowledge does not list and the article introduces.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stranger {
    /// The fullest form of the name in the text.
    pub name: String,
    /// The folded words of that form.
    pub words: Vec<String>,
    /// The state named with the name.
    pub country: Option<EntityId>,
    /// The body named with the name.
    pub body: Option<EntityId>,
    /// The office named with the name.
    pub office: Option<OfficeId>,
}

/// The most strangers that one article can introduce; a text with more is a list, not a report.
const MAX_STRANGERS: usize = 300;

/// The people of one article.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// Persons of the knowledge that the article names in full.
    full: Vec<EntityId>,
    /// Persons whom only the article names.
    pub strangers: Vec<Stranger>,
    /// The state from which the article is written.
    pub seat: Option<EntityId>,
    by_surname: FxHashMap<String, (usize, Cases)>,
    day: Option<Date>,
}

impl People {
    /// Nobody yet; `day` is when the article was published.
    pub fn new(day: Option<Date>) -> Self {
        Self { day, ..Self::default() }
    }

    /// Notes that the article names this person in full.
    pub fn note_full(&mut self, id: EntityId) {
        if !self.full.contains(&id) {
            self.full.push(id);
        }
    }

    /// Whether the article names this person in full.
    pub fn is_active(&self, id: EntityId) -> bool {
        self.full.contains(&id)
    }

    /// Whom a surname means: a person named in full, else the one holder of a high office on the day.
    pub fn resolve_short(&self, candidates: &[EntityId], knowledge: &Knowledge) -> Option<EntityId> {
        if candidates.is_empty() {
            return None;
        }
        let mut active = self.full.iter().rev().filter(|id| candidates.contains(id));
        if let Some(&id) = active.next() {
            return Some(id);
        }
        let best = candidates.iter().map(|id| (self.prominence(*id, knowledge), *id)).max_by_key(|(rank, _)| *rank)?;
        let rivals = candidates.iter().filter(|id| self.prominence(**id, knowledge) == best.0).count();
        (0 < best.0 && rivals == 1).then_some(best.1)
    }

    /// Whom the article has named in full by a name that begins with these folded words, if that is one person ("Sir Keir").
    pub fn called(&self, words: &[String], knowledge: &Knowledge) -> Option<Who> {
        let first = words.first().map_or("", String::as_str);
        let begins = |name: &String| {
            if !may_begin_with(name, first) {
                return false;
            }
            let folded = crate::text::fold(name);
            let mut parts = folded.split([' ', '-']);
            words.iter().all(|word| parts.next() == Some(word.as_str())) && parts.next().is_some()
        };
        let initial = first.chars().next().unwrap_or_default();
        let is_called = |id: &&EntityId| knowledge.entity(**id).may_begin_with(initial) && knowledge.entity(**id).names.iter().any(begins);
        let mut known = self.full.iter().filter(is_called);
        let mut strangers = (0..self.strangers.len())
            .filter(|n| self.strangers[*n].words.len() > words.len() && self.strangers[*n].words.starts_with(words));
        match (known.next(), known.next(), strangers.next(), strangers.next()) {
            (Some(id), None, None, None) => Some(Who::Person(*id)),
            (None, None, Some(number), None) => Some(Who::Stranger(number)),
            _ => None,
        }
    }

    /// Of several persons with one full name, the likeliest.
    pub fn likeliest(&self, candidates: &[EntityId], knowledge: &Knowledge) -> Option<EntityId> {
        if let [] | [_] = candidates {
            return candidates.first().copied();
        }
        candidates.iter().copied().max_by_key(|id| (self.is_active(*id), self.prominence(*id, knowledge), std::cmp::Reverse(id.0)))
    }

    /// Whether a person holds a high office on the day.
    pub fn is_in_office(&self, id: EntityId, knowledge: &Knowledge) -> bool {
        2 <= self.prominence(id, knowledge)
    }

    /// How well known the holder of an office is without being introduced: 3 for a head of state or government in
    /// office on the day, 2 for a minister, head of a service or organisation, 1 for one who was, 0 for others.
    fn prominence(&self, id: EntityId, knowledge: &Knowledge) -> u8 {
        let Detail::Person { terms, .. } = &knowledge.entity(id).detail else { return 0 };
        let rank = |term: &crate::knowledge::Term| {
            let high = match knowledge.office(term.office).kind {
                OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment => 3,
                OfficeKind::Minister | OfficeKind::ServiceHead | OfficeKind::OrganisationHead => 2,
                OfficeKind::Spokesperson | OfficeKind::Adviser => 1,
                _ => 0,
            };
            if self.day.is_none_or(|day| term.covers(day)) { high } else { high.min(1) }
        };
        terms.iter().map(rank).max().unwrap_or(0)
    }

    /// Enters a stranger, or widens the one that is already known by this surname. `forms` are the folded forms in
    /// which the surname may come back.
    pub fn introduce(&mut self, stranger: Stranger, forms: Vec<(String, Cases)>) -> Option<usize> {
        let surname = stranger.words.last().cloned().unwrap_or_default();
        let known = self.by_surname.get(&surname).map(|(known, _)| *known).filter(|known| !differs(&self.strangers[*known], &stranger));
        let tail = |old: &Stranger| {
            let longer = 1 < old.words.len() && stranger.words.ends_with(&old.words);
            longer || 1 < stranger.words.len() && old.words.ends_with(&stranger.words)
        };
        let known = known.or_else(|| self.strangers.iter().position(tail));
        if let Some(known) = known {
            let old = &mut self.strangers[known];
            if old.words.len() < stranger.words.len() {
                old.words = stranger.words;
                old.name = stranger.name;
            }
            old.country = old.country.or(stranger.country);
            old.body = old.body.or(stranger.body);
            old.office = old.office.or(stranger.office);
            return Some(known);
        }
        if MAX_STRANGERS <= self.strangers.len() {
            return None;
        }
        self.strangers.push(stranger);
        let number = self.strangers.len() - 1;
        for (form, cases) in forms.into_iter().chain([(surname, Cases::NONE)]) {
            self.by_surname.entry(form).or_insert((number, cases));
        }
        Some(number)
    }

    /// The stranger whom a folded surname means, and the cases in which it stands.
    pub fn stranger(&self, surname: &str) -> Option<(usize, Cases)> {
        self.by_surname.get(surname).copied()
    }

    /// Whether somebody is a man ('m') or a woman ('f'), by the knowledge or by what men or women alone are called.
    pub fn sex_of(&self, who: Who, knowledge: &Knowledge) -> Option<char> {
        match who {
            Who::Person(id) => {
                if let Detail::Person { sex, .. } = knowledge.entity(id).detail {
                    sex
                } else {
                    None
                }
            }
            Who::Stranger(number) => {
                let words = &self.strangers.get(number)?.words;
                let given = words.first().filter(|_| 1 < words.len()).and_then(|word| knowledge.vocabulary().get(word))?;
                match knowledge.given_name(given)? {
                    name if name.women.is_none() => Some('m'),
                    name if name.men.is_none() => Some('f'),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether any stranger has been introduced.
    pub fn has_strangers(&self) -> bool {
        !self.strangers.is_empty()
    }
}

/// Whether the folded form of a name may begin with a folded word, told by a look at the name itself: folding costs more.
fn may_begin_with(name: &str, word: &str) -> bool {
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    match name.chars().next() {
        Some(first) if first.is_ascii() && name.is_ascii() && plain(word) => {
            name.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        }
        // Letters of Cyrillic, Hebrew and Arabic fold to none of plain Latin.
        Some(first @ '\u{400}'..='\u{6ff}') if first.is_alphabetic() => !word.starts_with(|c: char| c.is_ascii_alphabetic()),
        _ => true,
    }
}

/// Whether two people of one surname have given names that begin with another letter.
fn differs(a: &Stranger, b: &Stranger) -> bool {
    let given = |s: &Stranger| s.words.first().filter(|_| 1 < s.words.len()).and_then(|word| word.chars().next());
    matches!((given(a), given(b)), (Some(x), Some(y)) if x != y)
}
