//! Reading the tables of names and entering every form of every name.

use std::collections::HashMap;
use std::rc::Rc;
use std::str::FromStr;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::error::Fault;
use super::inflect::{Cases, Declensions, GivenName, WordClass};
use super::records::{
    BodyKind, Detail, EntityId, EntityRecord, Initials, NameSense, NameUse, OfficeId, OfficeKind, OfficeRecord, PlaceId, PlaceRecord, Term,
};
use super::table::{DataFile, Record, read};
use super::trie::{TokenId, Trie, TrieBuilder, Vocabulary};
use crate::model::EntityRef;

/// Everything that the tables give.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub entities: Vec<EntityRecord>,
    pub entity_ids: FxHashMap<String, EntityId>,
    pub offices: Vec<OfficeRecord>,
    pub office_ids: FxHashMap<String, OfficeId>,
    pub places: Vec<PlaceRecord>,
    pub phrases: TrieBuilder<NameSense>,
    /// Words that stand before the surname in some person's name.
    pub given_names: FxHashMap<TokenId, GivenName>,
}

/// Reads one family of tables after the other; later ones refer to earlier ones.
pub(super) fn load(
    files: &[&DataFile],
    declensions: &HashMap<String, &Declensions>,
    vocabulary: &mut Vocabulary,
    faults: &mut Vec<Fault>,
) -> Names {
    let mut loader = Loader { names: Names::default(), declensions, vocabulary, forms: FxHashMap::default() };
    let family = |prefix: &str| {
        let mut found: Vec<&DataFile> = files.iter().copied().filter(|f| file_stem(&f.path).starts_with(prefix)).collect();
        found.sort_by(|a, b| (a.overrides, &a.path).cmp(&(b.overrides, &b.path)));
        found
    };
    for file in family("countries") {
        let required = ["code", "capital"];
        read(file, &required, &["", "adjective", "people"], faults, |record, faults| loader.country(record, faults));
    }
    for prefix in ["organisations", "media"] {
        for file in family(prefix) {
            read(file, &["id", "kind", "country", "source"], &[""], faults, |record, faults| loader.organisation(record, faults));
        }
    }
    for file in family("places") {
        read(file, &["id", "country", "kind", "stands_for"], &[""], faults, |record, faults| loader.place(record, faults));
    }
    for file in family("offices") {
        read(file, &["id", "kind"], &[""], faults, |record, faults| loader.office(record, faults));
    }
    for file in family("people") {
        let required = ["id", "country", "sex", "offices", "source"];
        read(file, &required, &[""], faults, |record, faults| loader.person(record, faults));
    }
    loader.names
}

fn file_stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The forms of a word as token numbers, each with its cases.
#[derive(Debug, Default)]
struct WordForms {
    ids: Vec<TokenId>,
    /// Where in `ids` each form ends, and its cases.
    ends: Vec<(u32, Cases)>,
}

impl WordForms {
    fn iter(&self) -> impl Iterator<Item = (&[TokenId], Cases)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).map(|(start, (end, cases))| (&self.ids[start as usize..*end as usize], *cases))
    }
}

/// A language, the kind of word in it, and the sex of its bearer.
type FormKey = (Option<u8>, Option<u8>, Option<WordClass>, Option<char>);

struct Loader<'a> {
    /// Every word inflected so far.
    forms: FxHashMap<FormKey, FxHashMap<Box<str>, Rc<WordForms>>>,
    names: Names,
    declensions: &'a HashMap<String, &'a Declensions>,
    vocabulary: &'a mut Vocabulary,
}

impl Loader<'_> {
    /// Enters a record under its reference, or puts it in the place of the one that it overrides.
    fn entity(
        &mut self,
        record: &Record<'_>,
        reference: String,
        country: Option<String>,
        detail: Detail,
        faults: &mut Vec<Fault>,
    ) -> Option<EntityId> {
        let names: Vec<String> =
            record.by_language("").flat_map(|(_, values)| values).map(display_name).filter(|n| !n.is_empty()).collect();
        let Some(name) = names.first().cloned() else {
            faults.push(record.fault(format!("{reference} has no name; give at least one language")));
            return None;
        };
        let entry = EntityRecord {
            reference: EntityRef(reference.clone()),
            name,
            initials: Initials::of(&names),
            names,
            country,
            detail,
            source: (record.file.to_owned(), record.line),
        };
        if let Some(&known) = self.names.entity_ids.get(&reference) {
            if record.overrides {
                self.names.entities[known.0 as usize] = entry;
                return Some(known);
            }
            let (file, line) = &self.names.entities[known.0 as usize].source;
            faults.push(record.fault(format!("{reference} stands already in {file}:{line}")));
            return None;
        }
        let id = EntityId(u32::try_from(self.names.entities.len()).unwrap_or(u32::MAX));
        self.names.entities.push(entry);
        self.names.entity_ids.insert(reference, id);
        Some(id)
    }

    fn country(&mut self, record: &Record<'_>, faults: &mut Vec<Fault>) {
        let code = record.field("code");
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            faults.push(record.fault(format!("code {code:?}; valid: two capital letters of ISO 3166-1")));
            return;
        }
        let Some(id) = self.entity(record, format!("country:{code}"), Some(code.to_owned()), Detail::Country, faults) else { return };
        self.enter(record, "", NameUse::Full(id));
        for (lang, values) in record.by_language("adjective") {
            for value in values.map(str::trim).filter(|v| !v.is_empty()) {
                self.enter_inflected(lang, &[(value, Some(WordClass::Adjective))], None, NameUse::Adjective(id));
            }
        }
        self.enter(record, "people", NameUse::People(id));
    }

    fn organisation(&mut self, record: &Record<'_>, faults: &mut Vec<Fault>) {
        let kind = match BodyKind::from_str(record.field("kind")) {
            Ok(kind) => kind,
            Err(error) => return faults.push(record.fault(error.to_string())),
        };
        let Some(country) = self.country_code(record, faults) else { return };
        let reference = format!("organisation:{}", record.field("id"));
        if let Some(id) = self.entity(record, reference, country, Detail::Organisation(kind), faults) {
            self.enter(record, "", NameUse::Full(id));
        }
    }

    /// The record's country: `Some(None)` where it has none, `None` where it is unknown (told).
    fn country_code(&self, record: &Record<'_>, faults: &mut Vec<Fault>) -> Option<Option<String>> {
        let code = record.field("country");
        if code.is_empty() {
            return Some(None);
        }
        if !self.names.entity_ids.contains_key(&format!("country:{code}")) {
            faults.push(record.fault(format!("country {code:?} is not in the countries table; valid: an ISO 3166-1 alpha-2 code")));
            return None;
        }
        Some(Some(code.to_owned()))
    }

    fn place(&mut self, record: &Record<'_>, faults: &mut Vec<Fault>) {
        let Some(country) = self.country_code(record, faults) else { return };
        // A seat of several stands for the last of them: news that say "Brussels" mean the Union rather than Belgium.
        let stands_for = match record.values("stands_for").last() {
            None => None,
            Some(target) => match self.state_or_body(target) {
                Some(id) => Some(id),
                None => {
                    return faults.push(record.fault(format!("stands_for {target:?}; valid: an ISO code or the id of an organisation")));
                }
            },
        };
        let Some(name) = record.by_language("").flat_map(|(_, values)| values).map(display_name).next() else {
            return faults.push(record.fault("a place without a name"));
        };
        let id = PlaceId(u32::try_from(self.names.places.len()).unwrap_or(u32::MAX));
        let place = PlaceRecord { id: record.field("id").to_owned(), name, country: country.unwrap_or_default(), stands_for };
        self.names.places.push(place);
        self.enter(record, "", NameUse::Place(id));
    }

    fn state_or_body(&self, id: &str) -> Option<EntityId> {
        let of = |family: &str| self.names.entity_ids.get(&format!("{family}:{id}")).copied();
        of("country").or_else(|| of("organisation"))
    }

    fn office(&mut self, record: &Record<'_>, faults: &mut Vec<Fault>) {
        let kind = match OfficeKind::from_str(record.field("kind")) {
            Ok(kind) => kind,
            Err(error) => return faults.push(record.fault(error.to_string())),
        };
        let id = record.field("id");
        let name = record.values("en").next().unwrap_or(id).to_owned();
        let office = OfficeRecord { id: id.to_owned(), kind, name };
        let known = self.names.office_ids.get(id).copied();
        if known.is_some() && !record.overrides {
            return faults.push(record.fault(format!("office {id:?} stands already above")));
        }
        let number = known.unwrap_or_else(|| OfficeId(u32::try_from(self.names.offices.len()).unwrap_or(u32::MAX)));
        match self.names.offices.get_mut(number.0 as usize) {
            Some(known) => *known = office,
            None => self.names.offices.push(office),
        }
        self.names.office_ids.insert(id.to_owned(), number);
        self.enter(record, "", NameUse::Office(number));
    }

    fn person(&mut self, record: &Record<'_>, faults: &mut Vec<Fault>) {
        let Some(country) = self.country_code(record, faults) else { return };
        let sex = record.field("sex").chars().next();
        if !matches!(sex, Some('m' | 'f') | None) {
            faults.push(record.fault(format!("sex {:?}; valid: m, f or empty", record.field("sex"))));
        }
        let terms =
            record.values("offices").filter_map(|text| self.term(text).map_err(|what| faults.push(record.fault(what))).ok()).collect();
        let reference = format!("person:{}", record.field("id"));
        let Some(id) = self.entity(record, reference, country, Detail::Person { sex, terms }, faults) else { return };
        for (lang, values) in record.by_language("") {
            for value in values.map(str::trim).filter(|v| !v.is_empty()) {
                self.enter_person(lang, value, sex, id);
            }
        }
    }

    /// `director@svr:2016-10-05..`
    fn term(&self, text: &str) -> Result<Term, String> {
        let wrong = || format!("term {text:?}; valid: office@STATE-OR-BODY:FROM..TO, dates as YYYY, YYYY-MM or YYYY-MM-DD");
        let (office, rest) = text.split_once('@').ok_or_else(wrong)?;
        let (of, dates) = rest.split_once(':').unwrap_or((rest, ".."));
        let (from, to) = dates.split_once("..").ok_or_else(wrong)?;
        let Some(&office) = self.names.office_ids.get(office) else {
            return Err(format!("term {text:?}: unknown office {office:?}; valid: an id of the offices table"));
        };
        let Some(of) = self.state_or_body(of) else {
            return Err(format!("term {text:?}: unknown state or body {of:?}; valid: an ISO code or the id of an organisation"));
        };
        let day = |text: &str, last: bool| if text.trim().is_empty() { Ok(None) } else { term_day(text, last).map(Some).ok_or_else(wrong) };
        Ok(Term { office, of, from: day(from, false)?, to: day(to, true)? })
    }

    fn enter_person(&mut self, lang: &str, name: &str, sex: Option<char>, id: EntityId) {
        let (mut words, mut short, mut inside, mut bracketed) = (Vec::new(), Vec::new(), false, false);
        for word in name.split_whitespace() {
            inside |= word.contains('[');
            bracketed |= inside;
            let bare = word.trim_start_matches(['[', '=']).trim_start_matches('=').trim_end_matches(']');
            let class = (!word.contains('=')).then_some(WordClass::Name);
            words.push((bare, class));
            if inside {
                short.push((bare, class));
            }
            inside &= !word.contains(']');
        }
        if !bracketed {
            short.extend(words.last().copied());
        }
        for (word, class) in words.iter().take(words.len().saturating_sub(short.len())) {
            for (ids, cases) in self.word_forms(lang, word, *class, sex).iter() {
                for id in ids {
                    self.names.given_names.entry(*id).or_default().add(sex, cases);
                }
            }
        }
        self.enter_inflected(lang, &words, sex, NameUse::Full(id));
        if short.len() < words.len() {
            self.enter_inflected(lang, &short, sex, NameUse::Short(id));
        }
    }

    /// Enters the values of a language family: `*` marks the words that inflect, `=` one that does not; a single
    /// word inflects unless marked.
    fn enter(&mut self, record: &Record<'_>, family: &str, what: NameUse) {
        for (lang, values) in record.by_language(family) {
            for value in values.map(str::trim).filter(|v| !v.is_empty()) {
                let parts: Vec<&str> = value.split_whitespace().collect();
                let starred = value.contains('*');
                let head = self.head(lang, &parts, what);
                let words: Vec<_> = parts
                    .iter()
                    .enumerate()
                    .map(|(index, word)| {
                        let inflects = word.starts_with('*') || (!starred && !word.starts_with('=') && Some(index) == head);
                        (word.trim_start_matches(['*', '=']), inflects.then_some(WordClass::Noun))
                    })
                    .collect();
                self.enter_inflected(lang, &words, None, what);
            }
        }
    }

    /// The word of an unmarked name that inflects: the only word; of an office the first, or before a preposition the last.
    fn head(&self, lang: &str, parts: &[&str], what: NameUse) -> Option<usize> {
        let office = matches!(what, NameUse::Office(_));
        match parts.len() {
            1 => (office || lang != "en").then_some(0),
            _ if !office => None,
            _ if lang == "en" => {
                Some(parts.iter().position(|p| matches!(*p, "of" | "for" | "to" | "in" | "at")).unwrap_or(parts.len()) - 1)
            }
            _ => Some(0),
        }
    }

    fn enter_inflected(&mut self, lang: &str, words: &[(&str, Option<WordClass>)], sex: Option<char>, what: NameUse) {
        let acronym = matches!(words, [(word, _)] if is_acronym(word));
        let has_cases = self.declensions.get(lang).is_some_and(|d| d.has_cases());
        let cases = if has_cases { Cases::ALL } else { Cases::NONE };
        let words: Vec<_> = words.iter().map(|(word, class)| self.word_forms(lang, word, class.filter(|_| !acronym), sex)).collect();
        let sense = NameSense { what, cases, acronym };
        enter_phrases(&mut self.names.phrases, Trie::<NameSense>::ROOT, &words, sense);
    }

    /// The forms of a word as token numbers, with their cases; one without cases stands in any.
    fn word_forms(&mut self, lang: &str, word: &str, class: Option<WordClass>, sex: Option<char>) -> Rc<WordForms> {
        let key = (lang.as_bytes().first().copied(), lang.as_bytes().get(1).copied(), class, sex);
        if let Some(known) = self.forms.get(&key).and_then(|words| words.get(word)) {
            return Rc::clone(known);
        }
        let mut forms = WordForms::default();
        let mut enter = |form: &str, cases| {
            self.vocabulary.intern_phrase(form, &mut forms.ids);
            forms.ends.push((u32::try_from(forms.ids.len()).unwrap_or(u32::MAX), cases));
        };
        match (class, self.declensions.get(lang)) {
            (Some(class), Some(declensions)) => {
                declensions.forms(word, class, sex).iter().for_each(|(form, cases)| enter(form, *cases));
            }
            _ => enter(word, Cases::NONE),
        }
        let forms = Rc::new(forms);
        self.forms.entry(key).or_default().insert(word.into(), Rc::clone(&forms));
        forms
    }
}

/// Enters every phrase of one form a word that can be in one case, from `node` on.
fn enter_phrases(phrases: &mut TrieBuilder<NameSense>, node: u32, words: &[Rc<WordForms>], sense: NameSense) {
    let Some((word, rest)) = words.split_first() else { return phrases.add(node, sense) };
    for (ids, form_cases) in word.iter() {
        let mut cases = sense.cases;
        if narrow(&mut cases, form_cases) {
            let next = phrases.descend(node, ids);
            enter_phrases(phrases, next, rest, NameSense { cases, ..sense });
        }
    }
}

/// Keeps the cases that both share; says whether any is left. No case known leaves all.
fn narrow(cases: &mut Cases, form: Cases) -> bool {
    if form == Cases::NONE || *cases == Cases::NONE {
        return true;
    }
    *cases = cases.and(form);
    *cases != Cases::NONE
}

/// Capitals only, of a script that has them, and short enough to be no shouted word.
fn is_acronym(name: &str) -> bool {
    let cased = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '&' | '/');
    name.chars().all(cased) && (1..=7).contains(&name.chars().filter(|c| c.is_uppercase()).count())
}

/// A name as it is shown: without the marks of the tables.
fn display_name(value: &str) -> String {
    let value = value.trim();
    let is_mark = |c: char| matches!(c, '[' | ']' | '*' | '=');
    if value.contains(is_mark) { value.replace(is_mark, "") } else { value.to_owned() }
}

fn term_day(text: &str, last: bool) -> Option<Date> {
    let text = text.trim().trim_end_matches('?');
    let mut parts = text.split('-').map(str::parse::<i16>);
    let year = parts.next()?.ok()?;
    let month = parts.next().map_or(Ok(if last { 12 } else { 1 }), |m| m).ok()?;
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    match parts.next() {
        Some(day) => Date::new(year, first.month(), i8::try_from(day.ok()?).ok()?).ok(),
        None => Some(if last { first.last_of_month() } else { first }),
    }
}
