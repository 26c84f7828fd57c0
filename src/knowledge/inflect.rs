//! Inflected forms of names, made from the paradigms of a lexicon's `[[declension]]` tables.

use rustc_hash::FxHashMap;

use super::error::Fault;
use super::lexicon_file::RawDeclension;

/// A set of grammatical cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Cases(pub u8);

impl Cases {
    /// No case is known or none applies.
    pub const NONE: Self = Self(0);
    /// Nominative.
    pub const NOM: Self = Self(1);
    /// Genitive.
    pub const GEN: Self = Self(2);
    /// Dative.
    pub const DAT: Self = Self(4);
    /// Accusative.
    pub const ACC: Self = Self(8);
    /// Instrumental.
    pub const INS: Self = Self(16);
    /// Prepositional.
    pub const PREP: Self = Self(32);
    /// Any of them: an indeclinable form.
    pub const ALL: Self = Self(63);

    /// Both sets together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The case of this name: "nom", "gen", "dat", "acc", "ins" or "prep".
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "nom" => Self::NOM,
            "gen" => Self::GEN,
            "dat" => Self::DAT,
            "acc" => Self::ACC,
            "ins" => Self::INS,
            "prep" => Self::PREP,
            _ => return None,
        })
    }

    /// What both sets share.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the sets share a case, or one of them says nothing.
    pub const fn may_be(self, other: Self) -> bool {
        self.0 == 0 || other.0 == 0 || self.0 & other.0 != 0
    }
}

/// A word before the surname: in which cases men and women can be called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GivenName {
    /// Of men.
    pub men: Option<Cases>,
    /// Of women.
    pub women: Option<Cases>,
}

impl GivenName {
    pub(super) fn add(&mut self, sex: Option<char>, cases: Cases) {
        let widen = |known: &mut Option<Cases>| *known = Some(known.unwrap_or(Cases::NONE).or(cases));
        if sex != Some('f') {
            widen(&mut self.men);
        }
        if sex != Some('m') {
            widen(&mut self.women);
        }
    }

    /// Of one sex.
    pub const fn of(self, sex: char) -> Option<Cases> {
        if sex == 'f' { self.women } else { self.men }
    }
}

/// The cases that a word's ending leaves open; for words that are listed in all their forms, and so without a paradigm.
#[derive(Debug, Clone, Default)]
pub struct CaseEndings {
    words: FxHashMap<String, Cases>,
    endings: Vec<(String, Cases)>,
    /// By its last letter, the numbers of the endings, in the order of these.
    by_letter: FxHashMap<char, Vec<usize>>,
}

impl CaseEndings {
    /// Adds a folded ending, or with a leading `=` a whole word.
    pub(super) fn add(&mut self, ending: &str, cases: Cases) {
        if let Some(word) = ending.strip_prefix('=') {
            let known = self.words.entry(word.to_owned()).or_default();
            *known = known.or(cases);
        } else if let Some((_, known)) = self.endings.iter_mut().find(|(e, _)| e == ending) {
            *known = known.or(cases);
        } else {
            self.endings.push((ending.to_owned(), cases));
            self.endings.sort_by_key(|(e, _)| std::cmp::Reverse(e.len()));
            self.by_letter.clear();
            for (number, letter) in self.endings.iter().enumerate().filter_map(|(number, (e, _))| Some((number, e.chars().next_back()?))) {
                self.by_letter.entry(letter).or_default().push(number);
            }
        }
    }

    /// The endings that a folded word has, the longest first.
    fn endings_of(&self, folded: &str) -> impl Iterator<Item = &(String, Cases)> {
        let alike = folded.chars().next_back().and_then(|letter| self.by_letter.get(&letter)).map_or(&[][..], Vec::as_slice);
        alike.iter().map(|number| &self.endings[*number]).filter(move |(ending, _)| folded.ends_with(ending.as_str()))
    }

    /// The cases of a participle that is declined like an adjective; none for a gerund, which has no case.
    pub fn of_adjective(&self, folded: &str) -> Option<Cases> {
        let (_, cases) = self.endings_of(folded).find(|(ending, _)| 1 < ending.chars().count())?;
        Some(*cases)
    }

    /// The cases that an ending of three letters and more leaves open, if the word has one: those are an adjective's.
    pub fn of_long(&self, folded: &str) -> Option<Cases> {
        self.endings_of(folded).find(|(ending, _)| 2 < ending.chars().count()).map(|(_, cases)| *cases)
    }

    /// The cases of a folded word: of the whole word if it is listed, else of its longest ending.
    pub fn of(&self, folded: &str) -> Cases {
        let by_ending = || self.endings_of(folded).next().map(|(_, cases)| *cases);
        self.words.get(folded).copied().or_else(by_ending).unwrap_or(Cases::NONE)
    }
}

/// What kind of word is inflected; the paradigms differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// A word of a person's name; the sex decides too.
    Name,
    /// A common noun or the name of a country, body or place.
    Noun,
    /// An adjective, in all genders and numbers.
    Adjective,
}

/// One paradigm: words with one of these endings, and the endings that stand in their place.
#[derive(Debug)]
struct Paradigm {
    of: WordClass,
    sex: Option<char>,
    endings: Vec<String>,
    strip: usize,
    forms: Vec<(Cases, String)>,
}

impl Paradigm {
    /// What of a word its forms begin with.
    fn stem<'w>(&self, word: &'w str) -> &'w str {
        match self.strip {
            0 => word,
            n => word.char_indices().nth_back(n - 1).map_or("", |(at, _)| &word[..at]),
        }
    }

    fn fits(&self, class: WordClass, sex: Option<char>) -> bool {
        self.of == class && (self.sex.is_none() || sex.is_none() || self.sex == sex)
    }
}

/// Whether `word` is these two parts, one behind the other.
fn is_joined(word: &str, stem: &str, ending: &str) -> bool {
    word.len() == stem.len() + ending.len() && word.starts_with(stem) && word.ends_with(ending)
}

/// The paradigms of one language; empty for a language whose names do not inflect.
#[derive(Debug, Default)]
pub struct Declensions {
    paradigms: Vec<Paradigm>,
    /// By ending, the numbers of the paradigms of words that end so.
    endings: FxHashMap<String, Vec<usize>>,
    max_ending_chars: usize,
    has_cases: bool,
}

impl Declensions {
    /// Checks and keeps the paradigms of one lexicon.
    pub(super) fn new(file: &str, raw: &[RawDeclension], faults: &mut Vec<Fault>) -> Self {
        let mut declensions = Self::default();
        for declension in raw {
            let of = match declension.of.as_str() {
                "name" => WordClass::Name,
                "noun" => WordClass::Noun,
                "adjective" => WordClass::Adjective,
                other => {
                    let what = format!("declension of {other:?} ({:?}); valid: name, noun, adjective", declension.endings);
                    faults.push(Fault { file: file.to_owned(), line: 0, what });
                    continue;
                }
            };
            let case = |text: &Option<String>, cases: Cases| {
                let text = text.clone().unwrap_or_default();
                text.split(';').filter(|t| !t.is_empty()).map(|t| (cases, t.trim().replace('-', ""))).collect::<Vec<_>>()
            };
            let forms = [
                case(&declension.nom, Cases::NOM),
                case(&declension.r#gen, Cases::GEN),
                case(&declension.dat, Cases::DAT),
                case(&declension.acc, Cases::ACC),
                case(&declension.ins, Cases::INS),
                case(&declension.prep, Cases::PREP),
                case(&declension.any, Cases::NONE),
            ];
            for ending in &declension.endings {
                let known = declensions.endings.entry(ending.clone()).or_default();
                if known.last() != Some(&declensions.paradigms.len()) {
                    known.push(declensions.paradigms.len());
                }
                declensions.max_ending_chars = declensions.max_ending_chars.max(ending.chars().count());
            }
            let forms = forms.concat();
            declensions.has_cases |= forms.iter().any(|(cases, _)| 1 < cases.0);
            let sex = declension.sex.as_ref().and_then(|sex| sex.chars().next());
            declensions.paradigms.push(Paradigm { of, sex, endings: declension.endings.clone(), strip: declension.strip, forms });
        }
        declensions
    }

    /// Whether the language's nouns carry case.
    pub fn has_cases(&self) -> bool {
        self.has_cases
    }

    /// The paradigms of a word: those with its longest ending among the ones that fit.
    fn paradigms_of(&self, word: &str, class: WordClass, sex: Option<char>) -> Vec<&Paradigm> {
        let n_chars = word.chars().count();
        let starts = word.char_indices().map(|(at, _)| at).chain([word.len()]);
        for at in starts.skip(n_chars.saturating_sub(self.max_ending_chars)) {
            let Some(numbers) = self.endings.get(&word[at..]) else { continue };
            let found: Vec<_> = numbers.iter().map(|number| &self.paradigms[*number]).filter(|p| p.fits(class, sex)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Every form of `word` with the cases it can be in, the word itself first. A word that no paradigm knows
    /// does not inflect: its one form stands in every case (or says nothing, where the language has no cases).
    pub fn forms(&self, word: &str, class: WordClass, sex: Option<char>) -> Vec<(String, Cases)> {
        let paradigms = self.paradigms_of(word, class, sex);
        if paradigms.is_empty() {
            return vec![(word.to_owned(), if self.has_cases { Cases::ALL } else { Cases::NONE })];
        }
        let mut forms = vec![(word.to_owned(), Cases::NOM)];
        for paradigm in paradigms {
            let stem = paradigm.stem(word);
            for (cases, ending) in &paradigm.forms {
                match forms.iter_mut().find(|(known, _)| is_joined(known, stem, ending)) {
                    Some((_, known)) => *known = known.or(*cases),
                    None => forms.push(([stem, ending.as_str()].concat(), *cases)),
                }
            }
        }
        forms
    }

    /// The words of which `form` is a form in one of these cases, the likeliest first: those of the longest ending.
    pub fn lemmas(&self, form: &str, class: WordClass, sex: Option<char>, cases: Cases) -> Vec<String> {
        let mut found: Vec<(usize, String)> = Vec::new();
        let mut lemma = String::new();
        // A look at the last byte tells of most endings that a form has not.
        let last = form.bytes().next_back();
        for paradigm in self.paradigms.iter().filter(|p| p.fits(class, sex)) {
            let may_end = |ending: &str| ending.is_empty() || ending.bytes().next_back() == last;
            for (_, ending) in paradigm.forms.iter().filter(|(c, ending)| may_end(ending) && c.may_be(cases)) {
                let Some(stem) = form.strip_suffix(ending.as_str()).filter(|stem| !stem.is_empty()) else { continue };
                for old in &paradigm.endings {
                    let n_chars = old.chars().count();
                    let kept = n_chars.saturating_sub(paradigm.strip);
                    let cut = old.char_indices().nth(kept).map_or("", |(at, _)| &old[at..]);
                    lemma.clear();
                    lemma.push_str(stem);
                    lemma.push_str(cut);
                    let known = || found.iter().any(|(_, known)| *known == lemma);
                    if lemma.ends_with(old.as_str()) && !known() && self.has_form(&lemma, class, sex, form, cases) {
                        found.push((n_chars, lemma.clone()));
                    }
                }
            }
        }
        if self.has_form(form, class, sex, form, cases) && found.iter().all(|(_, lemma)| lemma != form) {
            found.push((0, form.to_owned()));
        }
        found.sort_by_key(|(ending, _)| std::cmp::Reverse(*ending));
        found.into_iter().map(|(_, lemma)| lemma).collect()
    }

    /// Whether `form` is a form of `lemma` in one of these cases: as [`Self::forms`] tells, without making them all.
    fn has_form(&self, lemma: &str, class: WordClass, sex: Option<char>, form: &str, cases: Cases) -> bool {
        let paradigms = self.paradigms_of(lemma, class, sex);
        let own = if !paradigms.is_empty() {
            Cases::NOM
        } else if self.has_cases {
            Cases::ALL
        } else {
            Cases::NONE
        };
        let mut open = (form == lemma).then_some(own);
        for paradigm in paradigms {
            let Some(rest) = form.strip_prefix(paradigm.stem(lemma)) else { continue };
            for (cases, _) in paradigm.forms.iter().filter(|(_, ending)| ending == rest) {
                open = Some(open.unwrap_or(Cases::NONE).or(*cases));
            }
        }
        open.is_some_and(|open| open.may_be(cases))
    }

    /// Every form of a phrase whose words inflect together, with the cases that all its words share; a word without a
    /// class keeps its form.
    pub fn phrase_forms(&self, words: &[(&str, Option<WordClass>)], sex: Option<char>) -> Vec<(Vec<String>, Cases)> {
        let mut phrases: Vec<(Vec<String>, Cases)> = vec![(Vec::new(), Cases::NONE)];
        for (word, class) in words {
            let forms = class.map_or_else(|| vec![((*word).to_owned(), Cases::NONE)], |class| self.forms(word, class, sex));
            let longer = |(phrase, cases): &(Vec<String>, Cases)| {
                let join = |(form, form_cases): &(String, Cases)| {
                    let shared = if cases.0 == 0 { *form_cases } else { cases.and(*form_cases) };
                    let fits = cases.may_be(*form_cases);
                    fits.then(|| ([phrase.as_slice(), std::slice::from_ref(form)].concat(), shared))
                };
                forms.iter().filter_map(join).collect::<Vec<_>>()
            };
            phrases = phrases.iter().flat_map(longer).collect();
        }
        phrases
    }
}
